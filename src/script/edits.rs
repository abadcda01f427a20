//! Text inserted into a script without moving its lines, and the way back from the new columns to the old.

use super::positions::Lines;

/// Insertions by byte offset of the original text; none contains a line break.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    inserted: Vec<(u32, String)>,
}

impl Edits {
    /// Inserts `text` before the byte at `offset`, after whatever was already inserted there.
    pub(super) fn insert(&mut self, offset: u32, text: impl Into<String>) {
        self.inserted.push((offset, text.into()));
    }

    /// Inserts all of `later` after what is already there.
    pub(super) fn append(&mut self, later: Edits) {
        self.inserted.extend(later.inserted);
    }

    /// The text with all insertions, and the map back.
    pub(super) fn apply(mut self, original: &str) -> (String, ColumnMap) {
        self.inserted.sort_by_key(|(offset, _)| *offset);
        let mut text = String::with_capacity(original.len() * 3);
        let mut copied = 0;
        for (offset, inserted) in &self.inserted {
            let offset = (*offset as usize).min(original.len());
            text.push_str(&original[copied..offset]);
            text.push_str(inserted);
            copied = offset;
        }
        text.push_str(&original[copied..]);
        let inserted = self.inserted.into_iter().map(|(offset, inserted)| (offset, inserted.len() as u32)).collect();
        (text, ColumnMap { inserted })
    }
}

/// Maps positions in the text with insertions to byte offsets of the original.
#[derive(Clone, Debug, Default)]
pub struct ColumnMap {
    /// (offset in the original, bytes inserted there), ascending.
    inserted: Vec<(u32, u32)>,
}

impl ColumnMap {
    /// The original offset of `line` (from 1), `column` (in bytes from 1); a place inside inserted text maps to
    /// where it was inserted. `None` for a line the original does not have.
    pub fn original(&self, lines: &Lines, line: u32, column: u32) -> Option<u32> {
        let start = lines.start_of(line)?;
        let target = column.saturating_sub(1);
        let first = self.inserted.partition_point(|(offset, _)| *offset < start);
        let mut shift = 0;
        for (offset, length) in &self.inserted[first..] {
            let begins = offset - start + shift;
            if target < begins {
                break;
            }
            if target < begins + length {
                return Some(*offset);
            }
            shift += length;
        }
        Some(start + target - shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_original_column_is_found_again() {
        let original = "ab\ncd";
        let mut edits = Edits::default();
        edits.insert(1, "--");
        edits.insert(3, "++");
        edits.insert(3, "**");
        let (text, map) = edits.apply(original);
        assert_eq!(text, "a--b\n++**cd");
        let lines = Lines::new(original.into());
        let at = |line, column| map.original(&lines, line, column);
        assert_eq!((at(1, 1), at(1, 2), at(1, 3), at(1, 4)), (Some(0), Some(1), Some(1), Some(1)));
        assert_eq!((at(2, 1), at(2, 4), at(2, 5), at(2, 6)), (Some(3), Some(3), Some(3), Some(4)));
        assert_eq!(at(9, 1), None);
    }
}
