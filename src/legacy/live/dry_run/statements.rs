//! A text taken apart: its statements, and the words of one. Quoted text, comments and dollar quotes count as what
//! they are in the dialect; what a server does with a text must be seen here just so, for a refusal rests on it.

use crate::legacy::Dialect;

/// The statements of a text that say something, without the `;` between them. T-SQL knows no such border: there, the
/// text is one.
pub(in crate::legacy::live) fn statements(dialect: Dialect, text: &str) -> Vec<String> {
    if dialect == Dialect::SqlServer {
        return vec![text.to_owned()];
    }
    let mut statements = vec![String::new()];
    let mut says = vec![false];
    for piece in pieces(dialect, text) {
        match piece {
            Piece::Border => {
                statements.push(String::new());
                says.push(false);
            }
            Piece::Aside(text) => add(&mut statements, text),
            Piece::Word(text) | Piece::Name(text) | Piece::Sign(text) | Piece::Quoted(text) => {
                add(&mut statements, text);
                if let Some(says) = says.last_mut() {
                    *says = true;
                }
            }
        }
    }
    statements.into_iter().zip(says).filter(|(_, says)| *says).map(|(statement, _)| statement).collect()
}

fn add(statements: &mut [String], text: &str) {
    if let Some(last) = statements.last_mut() {
        last.push_str(text);
    }
}

/// The words and signs of a statement outside quotes and comments, upper case; a quoted name that is called keeps its
/// word, other quoted text is `'`.
pub(in crate::legacy::live) fn words(dialect: Dialect, statement: &str) -> Vec<String> {
    let told = |piece: Piece<'_>| match piece {
        Piece::Word(text) => Some(text.to_ascii_uppercase()),
        Piece::Name(text) => Some(format!("\"{}", text[1..text.len().max(2) - 1].to_ascii_uppercase())),
        Piece::Sign(text) => Some(text.to_owned()),
        Piece::Quoted(_) => Some("'".to_owned()),
        Piece::Border => Some(";".to_owned()),
        Piece::Aside(_) => None,
    };
    pieces(dialect, statement).into_iter().filter_map(told).collect()
}

/// The text with some of its words, outside quotes and comments, given another name.
pub(in crate::legacy::live) fn renamed(dialect: Dialect, text: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let written = |piece: Piece<'_>| match piece {
        Piece::Word(text) => name(text).unwrap_or_else(|| text.to_owned()),
        Piece::Name(text) | Piece::Sign(text) | Piece::Quoted(text) | Piece::Aside(text) => text.to_owned(),
        Piece::Border => ";".to_owned(),
    };
    pieces(dialect, text).into_iter().map(written).collect()
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    /// Letters, digits and what may stand in a name.
    Word(&'t str),
    /// A quoted name.
    Name(&'t str),
    /// Any other character.
    Sign(&'t str),
    /// Quoted text.
    Quoted(&'t str),
    /// White space and comments.
    Aside(&'t str),
    /// `;`
    Border,
}

fn pieces(dialect: Dialect, text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, make) = piece(dialect, rest, first);
        // Never in the middle of a character, never nothing.
        let length = (length.max(first.len_utf8())..=rest.len()).find(|at| rest.is_char_boundary(*at));
        let (piece, after) = rest.split_at(length.unwrap_or(rest.len()));
        found.push(make(piece));
        rest = after;
    }
    found
}

fn piece<'t>(dialect: Dialect, rest: &'t str, first: char) -> (usize, fn(&'t str) -> Piece<'t>) {
    let mysql = dialect == Dialect::MySql;
    // MySQL ends a comment at a line feed alone; where another server might end it earlier, what follows counts.
    let ends_line = |c: char| c == '\n' || (c == '\r' && !mysql);
    let line = || rest.find(ends_line).map_or(rest.len(), |at| at + 1);
    // What servers take for a letter: all that is not ASCII, no-break spaces included.
    let in_names = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@') || !c.is_ascii();
    let is_space =
        |c: char| c.is_ascii_whitespace() || c == '\x0b' || (dialect == Dialect::SqlServer && c.is_whitespace());
    match first {
        ';' => (1, |_| Piece::Border),
        // MySQL runs what stands in `/*! … */`: the marks are an aside, the rest is text like any other. With a number
        // or an M, some servers run it and others skip it: such a mark is a sign, told from all others.
        '/' if mysql && rest.starts_with("/*M!") => (4, Piece::Sign),
        '/' if mysql && rest.starts_with("/*!") => {
            (3, if rest[3..].starts_with(|c: char| c.is_ascii_digit()) { Piece::Sign } else { Piece::Aside })
        }
        '*' if mysql && rest.starts_with("*/") => (2, Piece::Aside),
        '/' if rest.starts_with("/*") => (comment(rest, !mysql), Piece::Aside),
        '-' if rest.starts_with("--")
            && (!mysql
                || rest[2..].starts_with(|c: char| c.is_ascii_whitespace() || c.is_ascii_control())
                || rest.len() == 2) =>
        {
            (line(), Piece::Aside)
        }
        '#' if mysql => (line(), Piece::Aside),
        c if is_space(c) => (rest.find(|c: char| !is_space(c)).unwrap_or(rest.len()), Piece::Aside),
        '\'' => (quoted(rest, '\'', mysql), Piece::Quoted),
        '"' if mysql => (quoted(rest, '"', true), Piece::Quoted),
        '"' => (quoted(rest, '"', false), Piece::Name),
        '`' if mysql => (quoted(rest, '`', false), Piece::Name),
        '[' if dialect == Dialect::SqlServer => (bracketed(rest), Piece::Name),
        '$' if dialect == Dialect::PostgreSql => match dollar_quoted(rest) {
            Some(length) => (length, Piece::Quoted),
            None => (1, Piece::Sign),
        },
        // PostgreSQL's E'…' knows backslashes.
        'e' | 'E' if dialect == Dialect::PostgreSql && rest[1..].starts_with('\'') => {
            (1 + continued(&rest[1..]), Piece::Quoted)
        }
        c if in_names(c) => {
            // Behind a number, PostgreSQL's `$` begins something else.
            let goes_on = |next: char| in_names(next) || (next == '$' && !c.is_ascii_digit());
            (rest.find(|c| !goes_on(c)).unwrap_or(rest.len()), Piece::Word)
        }
        c => (c.len_utf8(), Piece::Sign),
    }
}

/// Where a comment ends; comments within comments count, but for MySQL.
fn comment(rest: &str, nested: bool) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") && (nested || depth == 0) {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Where quoted text ends: at its quote, unless doubled or behind a backslash where those count.
fn quoted(rest: &str, quote: char, backslashes: bool) -> usize {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && backslashes {
            chars.next();
        } else if c == quote {
            match chars.peek() {
                Some((_, next)) if *next == quote => drop(chars.next()),
                _ => return at + 1,
            }
        }
    }
    rest.len()
}

/// Where PostgreSQL's `E'…'` ends: what is quoted again after a new line belongs to it, backslashes and all.
fn continued(rest: &str) -> usize {
    let mut end = quoted(rest, '\'', true);
    while let Some(start) = rest[end..].find('\'').map(|at| end + at) {
        let between = &rest[end..start];
        let aside = pieces(Dialect::PostgreSql, between).iter().all(|piece| matches!(piece, Piece::Aside(_)));
        if !aside || !between.contains(['\n', '\r']) {
            break;
        }
        end = start + quoted(&rest[start..], '\'', true);
    }
    end
}

fn bracketed(rest: &str) -> usize {
    quoted(rest, ']', false)
}

/// `$$ … $$`, `$tag$ … $tag$`; `None` for a placeholder.
fn dollar_quoted(rest: &str) -> Option<usize> {
    let tag = rest[1..].find('$').map(|end| &rest[..end + 2])?;
    let name = &tag[1..tag.len() - 1];
    let plain =
        name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if !plain {
        return None;
    }
    Some(rest[tag.len()..].find(tag).map_or(rest.len(), |end| tag.len() + end + tag.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_where_its_server_would() {
        for (dialect, text, expected) in [
            (Dialect::PostgreSql, "SELECT ';'; SELECT $$;$$ ;", vec!["SELECT ';'", " SELECT $$;$$ "]),
            (Dialect::PostgreSql, "SELECT 'a\\'; SELECT 2", vec!["SELECT 'a\\'", " SELECT 2"]),
            (Dialect::PostgreSql, "SELECT E'a\\'; x'", vec!["SELECT E'a\\'; x'"]),
            (Dialect::PostgreSql, "/* a /* ; */ ; */ SELECT $1;-- ;\n", vec!["/* a /* ; */ ; */ SELECT $1"]),
            (Dialect::MySql, "SELECT 'a\\';'; SELECT \"'\";", vec!["SELECT 'a\\';'", " SELECT \"'\""]),
            (Dialect::MySql, "SELECT 1 /*! ; DROP TABLE t */", vec!["SELECT 1 /*! ", " DROP TABLE t */"]),
            (Dialect::PostgreSql, "SELECT E'a'\n'b\\''; COMMIT; --'", vec!["SELECT E'a'\n'b\\''", " COMMIT"]),
            (Dialect::PostgreSql, "SELECT 1 -- x\r; COMMIT", vec!["SELECT 1 -- x\r", " COMMIT"]),
            (Dialect::PostgreSql, "SELECT \u{a0}E'a\\'; COMMIT; --'", vec!["SELECT \u{a0}E'a\\'", " COMMIT"]),
            (Dialect::MySql, "SELECT 5 --\u{a0}; COMMIT", vec!["SELECT 5 --\u{a0}", " COMMIT"]),
            (Dialect::MySql, "SELECT 5 --\x01'\n; COMMIT -- '", vec!["SELECT 5 --\x01'\n", " COMMIT -- '"]),
            (Dialect::MySql, "SELECT 5--1; # ;", vec!["SELECT 5--1"]),
            (Dialect::MySql, ";;", vec![]),
            (Dialect::MySql, "SELECT 'ä;", vec!["SELECT 'ä;"]),
        ] {
            assert_eq!(statements(dialect, text), expected, "{text}");
        }
    }

    #[test]
    fn words_are_what_the_server_reads() {
        assert_eq!(words(Dialect::MySql, "/*! drop */ `Table` 'x'"), ["DROP", "\"TABLE", "'"]);
        assert_eq!(words(Dialect::SqlServer, "exec [sp x] -- y"), ["EXEC", "\"SP X"]);
    }
}
