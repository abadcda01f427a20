//! Which values of a SQL statement go into or are compared with a column that holds a secret.
//!
//! A hash computed by the script is neither a known secret nor, as plain hexadecimal, recognised by its look; but the
//! column beside it says what it is. This reads words, not grammar: good enough to know `password = MD5(?)` and
//! `INSERT INTO users (email, password) VALUES (?, ?)`, and harmless where it is wrong.

use std::ops::Range;

use super::names_a_secret;

/// The secret values of a statement.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SecretValues {
    /// Text literals, quotes included.
    pub literals: Vec<Range<usize>>,
    /// Positional placeholders, counted from 0.
    pub positions: Vec<usize>,
}

/// A word of the statement that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word<'s> {
    /// An identifier or keyword, quotes removed.
    Name(&'s str),
    /// Between double quotes: an identifier, or in MySQL a text literal.
    Quoted(&'s str),
    /// A text literal.
    Literal,
    /// A placeholder, counted from 0.
    Placeholder(usize),
    /// Anything else, one character each.
    Sign(u8),
}

/// Words after which the column of a comparison is no longer meant.
const BREAKS: [&str; 9] = ["AND", "OR", "WHERE", "SET", "FROM", "RETURNING", "ORDER", "LIMIT", "ON"];

/// Words that stand between a column and its value.
const COMPARISONS: [&str; 5] = ["LIKE", "ILIKE", "IN", "IS", "NOT"];

pub(super) fn secret_values(statement: &str) -> SecretValues {
    let words = words(statement);
    let mut found = SecretValues::default();
    let mut column: Option<&str> = None;
    let mut insert = Insert::default();
    for (at, (word, range)) in words.iter().enumerate() {
        let called = matches!(words.get(at + 1), Some((Word::Sign(b'('), _)));
        let secret = insert.column().or(column).is_some_and(names_a_secret);
        // Where a value must stand, double quotes hold one.
        let compared = at > 0 && matches!(words[at - 1].0, Word::Sign(b'=' | b'<' | b'>'));
        let word = match *word {
            Word::Quoted(_) if compared || insert.column().is_some() => Word::Literal,
            Word::Quoted(name) => Word::Name(name),
            other => other,
        };
        match word {
            Word::Literal if secret => found.literals.push(range.clone()),
            Word::Placeholder(position) if secret => found.positions.push(position),
            Word::Literal | Word::Placeholder(_) | Word::Quoted(_) => {}
            Word::Sign(sign) => {
                insert.sign(sign);
                if matches!(sign, b',' | b';') {
                    column = None;
                }
            }
            Word::Name(name) => {
                insert.name(name);
                if BREAKS.iter().any(|word| word.eq_ignore_ascii_case(name)) {
                    column = None;
                } else if !called && !COMPARISONS.iter().any(|word| word.eq_ignore_ascii_case(name)) {
                    column = Some(name);
                }
            }
        }
    }
    found
}

/// Follows `INSERT INTO table (columns) VALUES (values), (values)`.
#[derive(Default)]
struct Insert<'s> {
    stage: Stage,
    columns: Vec<&'s str>,
    depth: usize,
    index: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Outside,
    Into,
    Columns,
    Named,
    Values,
}

impl<'s> Insert<'s> {
    /// The column that a value at this place goes into.
    fn column(&self) -> Option<&'s str> {
        (self.stage == Stage::Values && self.depth > 0).then(|| self.columns.get(self.index).copied()).flatten()
    }

    fn name(&mut self, name: &'s str) {
        match self.stage {
            Stage::Outside if name.eq_ignore_ascii_case("INTO") => self.stage = Stage::Into,
            Stage::Into if name.eq_ignore_ascii_case("SET") => self.stage = Stage::Outside,
            Stage::Columns => self.columns.push(name),
            Stage::Named if name.eq_ignore_ascii_case("VALUES") => self.stage = Stage::Values,
            // `ON DUPLICATE KEY UPDATE`, `RETURNING`: the values are over.
            Stage::Values if self.depth == 0 => self.stage = Stage::Outside,
            _ => {}
        }
    }

    fn sign(&mut self, sign: u8) {
        match (self.stage, sign) {
            (Stage::Into, b'(') => self.stage = Stage::Columns,
            (Stage::Columns, b')') => self.stage = Stage::Named,
            (Stage::Values, b'(') => {
                self.depth += 1;
                if self.depth == 1 {
                    self.index = 0;
                }
            }
            (Stage::Values, b')') => self.depth = self.depth.saturating_sub(1),
            (Stage::Values, b',') if self.depth == 1 => self.index += 1,
            _ => {}
        }
    }
}

fn words(statement: &str) -> Vec<(Word<'_>, Range<usize>)> {
    let bytes = statement.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    let mut question_marks = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        let word = match bytes[start] {
            b'\'' => {
                at = closing(bytes, at, b'\'');
                Word::Literal
            }
            quote @ (b'"' | b'`' | b'[') => {
                let close = if quote == b'[' { b']' } else { quote };
                at = closing(bytes, at, close);
                let inside = &statement[start + 1..at];
                let inside = inside.strip_suffix(char::from(close)).unwrap_or(inside);
                if quote == b'"' {
                    Word::Quoted(inside)
                } else {
                    Word::Name(inside)
                }
            }
            b'?' => {
                question_marks += 1;
                Word::Placeholder(question_marks - 1)
            }
            b'$' if bytes.get(at).is_some_and(u8::is_ascii_digit) => {
                at = end_of(bytes, at, |byte| byte.is_ascii_digit());
                match statement[start + 1..at].parse::<usize>() {
                    Ok(number) if number > 0 => Word::Placeholder(number - 1),
                    _ => continue,
                }
            }
            byte if is_name(byte) => {
                at = end_of(bytes, at, is_name);
                Word::Name(&statement[start..at])
            }
            byte if byte.is_ascii_whitespace() => continue,
            byte => Word::Sign(byte),
        };
        words.push((word, start..at));
    }
    words
}

/// Letters of any script, digits and `_`.
const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn end_of(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !belongs(*byte)).map_or(bytes.len(), |length| from + length)
}

/// Behind the closing quote; a doubled quote or one behind a backslash does not close.
fn closing(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    // A backslash may be the last byte, or stand before a character of several.
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(statement: &str) -> (Vec<&str>, Vec<usize>) {
        let found = secret_values(statement);
        (found.literals.into_iter().map(|range| &statement[range]).collect(), found.positions)
    }

    #[test]
    fn placeholders_beside_a_secret_column_are_found() {
        for (statement, positions) in [
            ("SELECT id FROM users WHERE email = ? AND password = ?", vec![1]),
            ("SELECT id FROM users WHERE email = $1 AND password_hash = $2", vec![1]),
            ("SELECT id FROM users WHERE password = $2 AND email = $1", vec![1]),
            ("UPDATE users SET password = ?, salt = ?, email = ? WHERE id = ?", vec![0, 1]),
            ("SELECT 1 FROM u WHERE u.`password` = MD5(CONCAT(?, 'x')) AND id = ?", vec![0]),
            ("INSERT INTO users (email, password, name) VALUES (?, ?, ?), (?, SHA1(?), ?)", vec![1, 4]),
            ("INSERT INTO \"users\" (\"email\", \"password\") VALUES ($1, $2) RETURNING id", vec![1]),
            ("INSERT INTO t (pwd) VALUES (?) ON DUPLICATE KEY UPDATE seen = ?, pwd = ?", vec![0, 2]),
            ("UPDATE [users] SET [Password] = ? WHERE [Email] = ?", vec![0]),
        ] {
            assert_eq!(secret(statement).1, positions, "{statement}");
        }
    }

    #[test]
    fn literals_beside_a_secret_column_are_found() {
        let statement = "SELECT 1 FROM u WHERE email = 'a''b' AND password = 'it''s \\' so' AND name = 'x'";
        assert_eq!(secret(statement).0, ["'it''s \\' so'"]);
        let statement = "UPDATE u SET password = \"x\", \"name\" = 'y' WHERE \"pwd\" = \"z\"";
        assert_eq!(secret(statement).0, ["\"x\"", "\"z\""]);
        assert_eq!(secret("INSERT INTO u (id, pwd) VALUES (\"a\", \"b\")").0, ["\"b\""]);
    }

    #[test]
    fn other_values_stay() {
        for statement in [
            "SELECT id, password FROM users WHERE email = ?",
            "SELECT password FROM users WHERE id IN (?, ?) LIMIT ?",
            "UPDATE users SET email_verified = ? WHERE email = ?",
            "INSERT INTO users SET ?",
            "INSERT INTO logins (email, at) SELECT email, ? FROM users",
        ] {
            assert_eq!(secret(statement), (vec![], vec![]), "{statement}");
        }
    }

    #[test]
    fn broken_statements_are_no_trouble() {
        for statement in [
            "'",
            "password = '",
            "password = 'x\\",
            "password = 'é\\é",
            "[",
            "$",
            "$0 $99999999999999999999",
            "\"",
            "é = ?",
        ] {
            let _ = secret_values(statement);
        }
    }
}
