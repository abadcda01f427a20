//! A line as the stop it says.

use std::str::FromStr;

use super::words::{next_word, NoWord, Word};
use super::StopError;
use crate::debugger::stops::profile_path::is_path;
use crate::debugger::stops::{Count, ErrorPattern, Hits, QueryPattern, Stop, Trigger, Which};
use crate::legacy::Effect;

const TRIGGERS: &str = "a line number, or one of line, function, exception, callback, query, console, profile, rule";
const ENDINGS: &str = "hit, log, if, or nothing further";
const QUERY_PARTS: &str = "one of text, table, read, write, rows, error, slower, hit, log, if, or nothing further";

impl FromStr for Stop {
    type Err = StopError;

    /// Words that mean something are taken in any case; a word in quotes is always a name.
    fn from_str(line: &str) -> Result<Self, StopError> {
        let mut words = Words { line, at: 0, example: "line 12" };
        if let Some((at, character)) = line.char_indices().find(|(_, c)| c.is_control() && *c != '\t') {
            return Err(words.refusal(character.to_string(), at, "one line without control characters"));
        }
        let enabled = !words.take("off")?;
        let mut stop = Self { enabled, ..Self::at(words.trigger()?) };
        let what_follows = if matches!(stop.trigger, Trigger::Query(_)) { QUERY_PARTS } else { ENDINGS };
        while let Some(word) = words.next()? {
            match word.keyword().as_str() {
                "hit" if stop.hits.is_none() => stop.hits = Some(words.hits()?),
                "log" if stop.log.is_none() => {
                    words.example = "line 12 log \"user {user.email}\"";
                    let message = words.name("the message to log, in quotes")?;
                    let error = |error| StopError::Log { error, example: words.example };
                    stop.log = Some(message.text.parse().map_err(error)?);
                }
                "if" => {
                    words.example = "line 12 if user.active";
                    stop.condition = Some(words.rest("a JavaScript expression")?);
                }
                _ => return Err(words.unexpected(&word, what_follows)),
            }
        }
        Ok(stop)
    }
}

impl Word {
    /// The word in lower case if it may mean something, else nothing.
    fn keyword(&self) -> String {
        if self.quoted {
            String::new()
        } else {
            self.text.to_ascii_lowercase()
        }
    }

    /// A word that begins the next part of the line, so that it is no name.
    fn is_next_part(&self) -> bool {
        const PARTS: [&str; 10] = ["text", "table", "read", "write", "rows", "error", "slower", "hit", "log", "if"];
        PARTS.contains(&self.keyword().as_str())
    }
}

/// The line, word by word.
struct Words<'l> {
    line: &'l str,
    /// How far it is read, in bytes.
    at: usize,
    /// A stop of the form that is being read.
    example: &'static str,
}

impl Words<'_> {
    fn peek(&self) -> Result<Option<Word>, StopError> {
        next_word(self.line, self.at).map_err(|NoWord { start, expected }| {
            let near = self.line.get(start..).unwrap_or_default();
            self.refusal(near.to_owned(), start, expected)
        })
    }

    fn next(&mut self) -> Result<Option<Word>, StopError> {
        let word = self.peek()?;
        if let Some(word) = &word {
            self.at = word.end;
        }
        Ok(word)
    }

    /// Takes the next word if it is `keyword`.
    fn take(&mut self, keyword: &str) -> Result<bool, StopError> {
        let is_next = self.peek()?.is_some_and(|word| word.keyword() == keyword);
        if is_next {
            self.next()?;
        }
        Ok(is_next)
    }

    fn some(&mut self, expected: &'static str) -> Result<Word, StopError> {
        let end = StopError::End { expected, example: self.example };
        self.next()?.ok_or(end)
    }

    /// A word that is not empty.
    fn name(&mut self, expected: &'static str) -> Result<Word, StopError> {
        let word = self.some(expected)?;
        if word.text.is_empty() {
            return Err(self.unexpected(&word, expected));
        }
        Ok(word)
    }

    /// A name, unless the line ends or its next part begins.
    fn optional_name(&mut self, expected: &'static str) -> Result<Option<String>, StopError> {
        match self.peek()? {
            Some(word) if !word.is_next_part() => self.name(expected).map(|word| Some(word.text)),
            _ => Ok(None),
        }
    }

    fn rest(&mut self, expected: &'static str) -> Result<String, StopError> {
        let rest = self.line.get(self.at..).unwrap_or_default().trim();
        self.at = self.line.len();
        if rest.is_empty() {
            return Err(StopError::End { expected, example: self.example });
        }
        Ok(rest.to_owned())
    }

    fn unexpected(&self, word: &Word, expected: &'static str) -> StopError {
        let raw = self.line.get(word.start..word.end).unwrap_or_default();
        self.refusal(raw.to_owned(), word.start, expected)
    }

    fn refusal(&self, word: String, at: usize, expected: &'static str) -> StopError {
        /// A whole line in a complaint would hide what it complains about.
        const SHOWN: usize = 40;
        let at = self.line.get(..at).unwrap_or(self.line).chars().count() + 1;
        StopError::Word { word: word.chars().take(SHOWN).collect(), at, expected, example: self.example }
    }

    fn trigger(&mut self) -> Result<Trigger, StopError> {
        let word = self.some(TRIGGERS)?;
        Ok(match word.keyword().as_str() {
            "line" => {
                let place = self.some("a line number from 1")?;
                self.line_place(&place, "a line number from 1, with a column after a colon if wanted")?
            }
            "function" => {
                self.example = "function verifyPassword";
                Trigger::Function { name: self.name("the name of a function")?.text }
            }
            "exception" => {
                self.example = "exception caught TypeError";
                let which = if self.take("caught")? {
                    Which::Caught
                } else if self.take("uncaught")? {
                    Which::Uncaught
                } else {
                    self.take("all")?;
                    Which::All
                };
                Trigger::Exception { which, class: self.optional_name("the name of an error")? }
            }
            "callback" => {
                self.example = "callback error ValidationError";
                let what = self.some("error or twice")?;
                match what.keyword().as_str() {
                    "error" => Trigger::CallbackError { class: self.optional_name("the name of an error")? },
                    "twice" => Trigger::SecondCallback,
                    _ => return Err(self.unexpected(&what, "error or twice")),
                }
            }
            "query" => {
                self.example = "query table users write rows 0";
                Trigger::Query(self.pattern()?)
            }
            "console" => {
                self.example = "console \"started\"";
                Trigger::Console { text: self.optional_name("a part of the line, in quotes")? }
            }
            "profile" => {
                self.example = "profile user_metadata.plan";
                let expected = "a path into the profile, such as email or roles[0]";
                let path = self.name(expected)?;
                if !is_path(&path.text) {
                    return Err(self.unexpected(&path, expected));
                }
                Trigger::ProfileField { path: path.text }
            }
            "rule" => {
                self.example = "rule M6";
                Trigger::Rule { id: self.name("the id of a rule, such as M6")?.text }
            }
            _ => self.line_place(&word, TRIGGERS)?,
        })
    }

    fn line_place(&self, word: &Word, expected: &'static str) -> Result<Trigger, StopError> {
        let from_one = |text: &str| text.parse().ok().filter(|number: &u32| *number > 0);
        let place = match word.text.split_once(':') {
            Some((line, column)) => from_one(line).zip(from_one(column).map(Some)),
            None => from_one(&word.text).map(|line| (line, None)),
        };
        match place {
            Some((line, column)) if !word.quoted => Ok(Trigger::Line { line, column }),
            _ => Err(self.unexpected(word, expected)),
        }
    }

    fn pattern(&mut self) -> Result<QueryPattern, StopError> {
        let mut pattern = QueryPattern::default();
        while let Some(word) = self.peek()? {
            let keyword = word.keyword();
            let is_new = match keyword.as_str() {
                "text" => pattern.text.is_none(),
                "table" => pattern.table.is_none(),
                "read" | "write" => pattern.effect.is_none(),
                "rows" => pattern.rows.is_none(),
                "error" => pattern.error.is_none(),
                "slower" => pattern.slower_than_ms.is_none(),
                _ => break,
            };
            if !is_new {
                return Err(self.unexpected(&word, "each part of a query only once"));
            }
            self.next()?;
            match keyword.as_str() {
                "text" => pattern.text = Some(self.name("a part of the query, in quotes")?.text),
                "table" => pattern.table = Some(self.name("the name of a table")?.text),
                "read" => pattern.effect = Some(Effect::Read),
                "write" => pattern.effect = Some(Effect::Write),
                "rows" => pattern.rows = Some(self.count()?),
                "error" => {
                    let name = self.optional_name("an error's code or a part of its message")?;
                    pattern.error = Some(name.map_or(ErrorPattern::Any, ErrorPattern::Named));
                }
                _ => pattern.slower_than_ms = Some(self.milliseconds()?),
            }
        }
        Ok(pattern)
    }

    fn count(&mut self) -> Result<Count, StopError> {
        let expected = "a number of rows, such as 0, >=2 or <=2";
        let (word, sign) = self.signed(expected, &[">=", "<="])?;
        let number = unsigned(&word, sign).ok_or_else(|| self.unexpected(&word, expected))?;
        Ok(match sign {
            ">=" => Count::AtLeast(number),
            "<=" => Count::AtMost(number),
            _ => Count::Exactly(number),
        })
    }

    fn hits(&mut self) -> Result<Hits, StopError> {
        self.example = "line 12 hit >=3";
        let expected = "a number from 1, such as 3, >=3 or every 3";
        let every = self.take("every")?;
        let (word, sign) = self.signed(expected, if every { &[] } else { &[">="] })?;
        let number = unsigned(&word, sign).filter(|number| *number > 0);
        let number = number.ok_or_else(|| self.unexpected(&word, expected))?;
        Ok(match sign {
            ">=" => Hits::AtLeast(number),
            _ if every => Hits::Every(number),
            _ => Hits::Exactly(number),
        })
    }

    /// The word with a number, and the sign before it; a space may stand between.
    fn signed(&mut self, expected: &'static str, signs: &[&'static str]) -> Result<(Word, &'static str), StopError> {
        let word = self.some(expected)?;
        let sign = signs.iter().copied().find(|sign| word.text.starts_with(sign)).unwrap_or_default();
        if !sign.is_empty() && word.text == sign {
            let number = self.some(expected)?;
            return Ok((Word { text: format!("{sign}{}", number.text), start: word.start, ..number }, sign));
        }
        Ok((word, sign))
    }

    fn milliseconds(&mut self) -> Result<f64, StopError> {
        let expected = "a number of milliseconds";
        let word = self.some(expected)?;
        let number = word.text.parse().ok().filter(|number: &f64| number.is_finite() && !number.is_sign_negative());
        number.filter(|_| !word.quoted).ok_or_else(|| self.unexpected(&word, expected))
    }
}

fn unsigned(word: &Word, sign: &str) -> Option<u64> {
    let digits = word.text.strip_prefix(sign).filter(|_| !word.quoted)?;
    // `parse` would take `+3` too, which then would not read back as it was written.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}
