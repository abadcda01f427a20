//! What is logged where a stop logs instead of stopping: text with expressions between braces.

use std::fmt;
use std::str::FromStr;

use crate::visible::visible;

/// A message with expressions: `user {user.email} of {rows.length}`. `{{` and `}}` stand for a brace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LogMessage(Vec<Part>);

/// A stretch of a [`LogMessage`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Said as it stands.
    Text(String),
    /// A JavaScript expression whose value is said, without the braces and the white space around it.
    Expression(String),
}

impl LogMessage {
    /// Its parts in order: never empty, no two texts in a row, no text or expression empty.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Its expressions in order.
    pub fn expressions(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Expression(expression) => Some(expression.as_str()),
            Part::Text(_) => None,
        })
    }
}

/// Why a text is no [`LogMessage`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the log message {what} at character {at}: {}. {next}", visible(.near))]
pub struct LogMessageError {
    /// What is wrong.
    what: &'static str,
    /// Where, in characters from 1.
    at: usize,
    /// The text from there on, cut short.
    near: String,
    /// What to do next.
    next: &'static str,
}

impl LogMessageError {
    fn new(text: &str, at: usize, what: &'static str, next: &'static str) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        let near = if rest.is_empty() { "its end".to_owned() } else { rest.chars().take(24).collect() };
        Self { what, at: text.get(..at).unwrap_or(text).chars().count() + 1, near, next }
    }
}

impl FromStr for LogMessage {
    type Err = LogMessageError;

    fn from_str(text: &str) -> Result<Self, LogMessageError> {
        let mut parts = Vec::new();
        let mut said = String::new();
        let mut at = 0;
        while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let next = at + character.len_utf8();
            let doubled = text.get(next..).is_some_and(|rest| rest.starts_with(character));
            match character {
                '{' | '}' if doubled => {
                    said.push(character);
                    at = next + 1;
                }
                '{' => {
                    let Some(end) = expression_end(text, next) else {
                        return Err(LogMessageError::new(
                            text,
                            at,
                            "has an expression without its closing brace",
                            "Add }, or write {{ for a brace.",
                        ));
                    };
                    let expression = text.get(next..end).unwrap_or_default().trim();
                    if expression.is_empty() {
                        return Err(LogMessageError::new(
                            text,
                            at,
                            "has an empty expression",
                            "Put an expression between the braces, or write {{ for a brace.",
                        ));
                    }
                    if !said.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut said)));
                    }
                    parts.push(Part::Expression(expression.to_owned()));
                    at = end + 1;
                }
                '}' => {
                    return Err(LogMessageError::new(
                        text,
                        at,
                        "has a closing brace without an expression",
                        "Write }} for a brace.",
                    ));
                }
                other => {
                    said.push(other);
                    at = next;
                }
            }
        }
        if !said.is_empty() {
            parts.push(Part::Text(said));
        }
        if parts.is_empty() {
            return Err(LogMessageError::new(text, 0, "is empty", "Write what to log, such as \"user {user.email}\"."));
        }
        Ok(Self(parts))
    }
}

/// Where the brace stands that closes an expression begun at `from`: braces pair, and those in quotes are text.
/// Comments and regular expressions are not told apart: a brace alone in one of them has to be written as `\x7d`.
fn expression_end(text: &str, from: usize) -> Option<usize> {
    let mut open = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (offset, character) in text.get(from..)?.char_indices() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(mark), _) if mark == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(character),
            (None, '{') => open += 1,
            (None, '}') if open == 0 => return Some(from + offset),
            (None, '}') => open -= 1,
            (None, _) => {}
        }
    }
    None
}

impl fmt::Display for LogMessage {
    /// The text it is read from, up to white space inside the braces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Text(text) => f.write_str(&text.replace('{', "{{").replace('}', "}}"))?,
                // A space keeps the braces of an object apart from the message's own.
                Part::Expression(expression) if expression.starts_with('{') => write!(f, "{{ {expression} }}")?,
                Part::Expression(expression) => write!(f, "{{{expression}}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parts(text: &str) -> Vec<Part> {
        text.parse::<LogMessage>().unwrap().parts().to_vec()
    }

    fn said(text: &str) -> Part {
        Part::Text(text.to_owned())
    }

    fn expression(text: &str) -> Part {
        Part::Expression(text.to_owned())
    }

    fn error(text: &str) -> String {
        text.parse::<LogMessage>().unwrap_err().to_string()
    }

    #[test]
    fn text_and_expressions_come_apart() {
        assert_eq!(
            parts("user {user.email} of { rows.length }"),
            [said("user "), expression("user.email"), said(" of "), expression("rows.length")]
        );
    }

    #[test]
    fn a_doubled_brace_is_a_brace() {
        assert_eq!(parts("{{ {a} }}"), [said("{ "), expression("a"), said(" }")]);
    }

    #[test]
    fn braces_inside_an_expression_pair_and_quoted_ones_are_text() {
        assert_eq!(parts("{ {a: {b}} }"), [expression("{a: {b}}")]);
        assert_eq!(parts(r#"{f("}", '\'}')}!"#), [expression(r#"f("}", '\'}')"#), said("!")]);
        assert_eq!(parts("{`${a}`}"), [expression("`${a}`")]);
    }

    #[test]
    fn a_message_reads_back_as_it_was_written() {
        for text in ["user {user.email} é {{x}}", "{a}{b}", "{ {a: 1} }", "}}{{", "{x}}}"] {
            let message: LogMessage = text.parse().unwrap();
            assert_eq!(message.to_string(), text);
        }
    }

    #[test]
    fn a_message_lists_its_expressions() {
        let message: LogMessage = "{a} and {b}".parse().unwrap();
        assert_eq!(message.expressions().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(
            error("é {user"),
            "the log message has an expression without its closing brace at character 3: {user. Add }, or write {{ \
             for a brace."
        );
        assert!(error("a { } b").starts_with("the log message has an empty expression at character 3: { } b."));
        assert!(error("a } b").starts_with("the log message has a closing brace without an expression at character 3"));
        assert!(error("").starts_with("the log message is empty at character 1: its end."));
        assert!(error("\u{1b}}").contains("at character 2"));
    }
}
