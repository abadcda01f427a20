//! What happened, in words: exchanges, endings, and any text as one short line.
//!
//! The words are those of the run; what must not be seen was masked before, and what a terminal would obey is made
//! visible where it is drawn.

pub mod ending;
mod exchange;
mod stores;

pub use exchange::{answer, bindings, counted, date, one_line, reply, statement, target, value};

use super::CallbackCall;

/// The most characters of a short text.
const SHORT: usize = 120;

/// A call of `callback` as one would write it: `callback(null, {"user_id":"7"})`.
pub fn called(call: &CallbackCall) -> String {
    match (&call.error, &call.result) {
        (Some(error), _) => format!("callback({}: {})", error.name, error.message),
        (None, Some(result)) => format!("callback(null, {result})"),
        (None, None) => "callback(null)".to_owned(),
    }
}

/// The start of `text` on one line: every run of white space is one space, and what is cut off is `…`.
pub fn short(text: &str) -> String {
    let mut line = String::new();
    let mut room = SHORT;
    for word in text.split_whitespace() {
        let space = (!line.is_empty()).then_some(' ');
        for character in space.into_iter().chain(word.chars()) {
            if room == 0 {
                line.push('…');
                return line;
            }
            line.push(character);
            room -= 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_one_line_and_says_that_it_goes_on() {
        assert_eq!(short("  { a: 1,\n    b: 2 }\n"), "{ a: 1, b: 2 }");
        assert_eq!(short(&"é".repeat(120)), "é".repeat(120));
        assert_eq!(short(&"é".repeat(121)), format!("{}…", "é".repeat(120)));
        assert_eq!(short(&"word ".repeat(1_000_000)).chars().count(), 121);
        assert_eq!(short(""), "");
    }
}
