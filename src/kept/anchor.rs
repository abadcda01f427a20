//! What a line said when a stop was set on it, to find it again after the script was edited.

/// A line and its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// The line, indentation included.
    pub line: String,
    /// The line before, trimmed; `None` for the first.
    pub before: Option<String>,
    /// The line after, trimmed; `None` for the last.
    pub after: Option<String>,
}

impl Anchor {
    /// The anchor of a line, from 1; `None` where the script has no such line.
    pub fn at(lines: &[String], line: u32) -> Option<Self> {
        let index = index(line)?;
        Some(Self {
            line: lines.get(index)?.clone(),
            before: neighbour(lines, index.checked_sub(1)).map(str::to_owned),
            after: neighbour(lines, index.checked_add(1)).map(str::to_owned),
        })
    }

    /// The line, from 1, where it stands now, if it was on `line`: there, if it still reads so; else the one among
    /// those that read so whose neighbours are the same, and of these the nearest.
    pub fn found(&self, lines: &[String], line: u32) -> Option<u32> {
        let was = index(line)?;
        let wanted = self.line.trim();
        if lines.get(was).is_some_and(|text| text.trim() == wanted) {
            return Some(line);
        }
        // Braces and blank lines stand everywhere: they are found again only beside what they stood beside.
        let needed = usize::from(!wanted.contains(char::is_alphanumeric));
        let alike = lines.iter().enumerate().filter(|(_, text)| text.trim() == wanted);
        let found = alike
            .map(|(at, _)| (at, self.neighbours_at(lines, at)))
            .filter(|(_, neighbours)| *neighbours >= needed)
            .min_by_key(|(at, neighbours)| (std::cmp::Reverse(*neighbours), at.abs_diff(was)));
        found.and_then(|(at, _)| u32::try_from(at + 1).ok())
    }

    /// How many of its neighbours stand beside the line at `index`.
    fn neighbours_at(&self, lines: &[String], index: usize) -> usize {
        let is_same = |neighbour: &Option<String>, there: Option<usize>| {
            usize::from(neighbour.as_deref().map(str::trim) == self::neighbour(lines, there))
        };
        is_same(&self.before, index.checked_sub(1)) + is_same(&self.after, index.checked_add(1))
    }

    /// `column` of this line, from 1, on the line as it reads now: only the indentation may have changed.
    pub fn column_on(&self, now: &str, column: u32) -> u32 {
        let (then, now) = (indentation(&self.line), indentation(now));
        if column > then {
            (column - then).saturating_add(now)
        } else {
            column
        }
    }
}

fn index(line: u32) -> Option<usize> {
    usize::try_from(line).ok()?.checked_sub(1)
}

fn neighbour(lines: &[String], index: Option<usize>) -> Option<&str> {
    index.and_then(|index| lines.get(index)).map(|line| line.trim())
}

/// In UTF-16 units.
fn indentation(line: &str) -> u32 {
    let units = line.chars().take_while(|character| character.is_whitespace()).map(char::len_utf16).sum::<usize>();
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    /// Where the stop on `line` of `then` stands in `now`.
    fn found(then: &str, line: u32, now: &str) -> Option<u32> {
        Anchor::at(&lines(then), line).unwrap().found(&lines(now), line)
    }

    #[test]
    fn a_line_that_still_reads_so_is_where_it_was() {
        assert_eq!(found("a\nb\nc", 2, "x\nb\ny\nb"), Some(2));
    }

    #[test]
    fn a_line_is_found_where_it_went_whatever_its_indentation() {
        assert_eq!(found("a\nb\nc", 2, "new\nnew\na\n    b\nc"), Some(4));
    }

    #[test]
    fn neighbours_decide_among_several_and_then_the_nearest() {
        assert_eq!(found("a\nb\nc", 2, "b\nx\nx\nx\na\nb\nc"), Some(6));
        assert_eq!(found("a\nb\nc", 2, "x\nx\nb\nx\nx\nb"), Some(3));
        assert_eq!(found("x\na\nb\nc\ny", 3, "b\nx\ny\na\nb\nz"), Some(5));
    }

    #[test]
    fn a_line_that_is_gone_is_not_found() {
        assert_eq!(found("a\nb\nc", 2, "a\nc"), None);
        assert_eq!(found("a\nb\nc", 2, ""), None);
    }

    #[test]
    fn a_brace_alone_is_found_only_beside_a_neighbour() {
        assert_eq!(found("f\n}\ng", 2, "x\nx\n}\ny"), None);
        assert_eq!(found("f\n}\ng", 2, "x\nx\n}\ng"), Some(3));
    }

    #[test]
    fn a_column_follows_the_indentation() {
        let anchor = Anchor::at(&lines("  call(a)"), 1).unwrap();
        assert_eq!(anchor.column_on("      call(a)", 8), 12);
        assert_eq!(anchor.column_on("call(a)", 8), 6);
        assert_eq!(anchor.column_on("    call(a)", 1), 1);
    }

    #[test]
    fn no_line_has_no_anchor() {
        assert_eq!(Anchor::at(&lines("a"), 0), None);
        assert_eq!(Anchor::at(&lines("a"), 2), None);
    }
}
