//! Regular expressions: `REGEXP`, `RLIKE`, `~`, `REGEXP_LIKE`.
//!
//! A pattern becomes a small program whose threads walk the text together, so that no pattern takes more than text
//! times pattern. What such a walk cannot do (back references, looking around) is refused.

use rusqlite::types::Value;

use crate::legacy::embedded::family::Family;
use crate::legacy::Dialect;

use super::super::errors::{mysql, postgresql, Refusal};
use super::super::foreign::errors::{db2, oracle};
use super::super::session::Shared;
use super::{text_of, Entry};

/// `regexp_match(text, pattern[, flags])`.
pub(super) const ALL: &[Entry] = &[("regexp_match", -1, regexp_match)];

fn regexp_match(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(pattern)) = (text_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let folds = match text_of(arguments, 2) {
        Some(flags) => flags.contains('i'),
        // MySQL's usual collation folds case.
        None => shared.lock().dialect == Family::MySql,
    };
    let found = Regular::read(&pattern, folds).and_then(|regular| regular.is_in(&text).ok_or(Fault::Unsupported));
    found.map(|found| Value::Integer(i64::from(found))).map_err(|fault| refused(fault, &pattern, shared))
}

/// A fault in the server's words.
fn refused(fault: Fault, pattern: &str, shared: &Shared) -> Refusal {
    let session = shared.lock();
    let unsupported = "such a regular expression is not available in the embedded store";
    let unbalanced = pattern.matches('(').count() != pattern.matches(')').count();
    match (session.catalogue.server, session.dialect, fault) {
        (Some(Dialect::Oracle), _, Fault::Unsupported) => oracle(3001, unsupported),
        (Some(Dialect::Oracle), ..) if unbalanced => oracle(12725, "unmatched parentheses in regular expression"),
        (Some(Dialect::Oracle), ..) => oracle(12726, "unmatched bracket in regular expression"),
        (Some(_), ..) => db2(
            -171,
            "42815",
            "The data type, length or value of the argument for the parameter in \
                                             position \"2\" of routine \"REGEXP_LIKE\" is incorrect.",
        ),
        (None, Family::MySql, Fault::Unsupported) => mysql::error("ER_NOT_SUPPORTED_YET", 1235, "42000", unsupported),
        (None, Family::MySql, _) if unbalanced => {
            let message = "Mismatched parenthesis in regular expression.";
            mysql::error("ER_REGEXP_MISMATCHED_PAREN", 3691, "HY000", message)
        }
        (None, Family::MySql, _) => {
            let message = "The regular expression contains an unclosed bracket expression.";
            mysql::error("ER_REGEXP_MISSING_CLOSE_BRACKET", 3696, "HY000", message)
        }
        (None, Family::PostgreSql, Fault::Unsupported) => postgresql::error("0A000", unsupported),
        (None, Family::PostgreSql, _) => {
            let why = match pattern {
                pattern if unbalanced && !pattern.is_empty() => "parentheses () not balanced",
                pattern if pattern.starts_with(['*', '+', '?']) => "quantifier operand invalid",
                _ => "brackets [] not balanced",
            };
            postgresql::error("2201B", format!("invalid regular expression: {why}"))
        }
    }
}

/// The most instructions a pattern may become; `x{1000}` is a thousand of them.
const LARGEST: usize = 5_000;

/// How deep groups may be nested.
const DEEPEST: usize = 50;

/// The most steps of all threads together.
const MOST_STEPS: usize = 20_000_000;

/// What is wrong with a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is none.
    Malformed,
    /// It is one, but not for this engine.
    Unsupported,
}

#[derive(Clone, Debug)]
enum Step {
    Char(char),
    Any,
    Class {
        items: Vec<Item>,
        negated: bool,
    },
    /// Go on at both places.
    Split(usize, usize),
    Jump(usize),
    Start,
    End,
    WordBoundary(bool),
    Found,
}

#[derive(Clone, Copy, Debug)]
enum Item {
    One(char),
    Range(char, char),
    /// A class by name, or its opposite.
    Named(Named, bool),
}

#[derive(Clone, Copy, Debug)]
enum Named {
    Digit,
    Word,
    Space,
    Alpha,
    Alnum,
    Lower,
    Upper,
    Punct,
    Hex,
}

impl Named {
    fn has(self, c: char) -> bool {
        match self {
            Self::Digit => c.is_ascii_digit(),
            Self::Word => c.is_alphanumeric() || c == '_',
            Self::Space => c.is_whitespace(),
            Self::Alpha => c.is_alphabetic(),
            Self::Alnum => c.is_alphanumeric(),
            Self::Lower => c.is_lowercase(),
            Self::Upper => c.is_uppercase(),
            Self::Punct => c.is_ascii_punctuation(),
            Self::Hex => c.is_ascii_hexdigit(),
        }
    }
}

/// A pattern, ready to be looked for.
pub(super) struct Regular {
    program: Vec<Step>,
    folds: bool,
}

impl Regular {
    /// Reads a pattern; `folds`: letters match whatever their case.
    ///
    /// # Errors
    /// [`Fault`].
    pub(super) fn read(pattern: &str, folds: bool) -> Result<Self, Fault> {
        let mut chars: Vec<char> = pattern.chars().collect();
        let mut folds = folds;
        if pattern.starts_with("(?i)") {
            folds = true;
            chars.drain(..4);
        }
        let mut reader = Reader { chars, at: 0, depth: 0 };
        let mut program = reader.alternatives()?;
        if reader.at < reader.chars.len() {
            return Err(Fault::Malformed);
        }
        program.push(Step::Found);
        Ok(Self { program, folds })
    }

    /// Whether it is found anywhere in a text; `None` if that takes too long to tell.
    pub(super) fn is_in(&self, text: &str) -> Option<bool> {
        let chars: Vec<char> = text.chars().collect();
        let mut threads = Threads::new(self.program.len());
        let mut next = Threads::new(self.program.len());
        let mut steps = 0_usize;
        for at in 0..=chars.len() {
            self.follow(&mut threads, 0, &chars, at, &mut steps);
            if threads.found {
                return Some(true);
            }
            let Some(&c) = chars.get(at) else { break };
            for index in 0..threads.list.len() {
                let here = threads.list[index];
                if self.takes(here, c) {
                    self.follow(&mut next, here + 1, &chars, at + 1, &mut steps);
                }
            }
            if next.found {
                return Some(true);
            }
            if steps > MOST_STEPS {
                return None;
            }
            std::mem::swap(&mut threads, &mut next);
            next.clear();
        }
        Some(false)
    }

    fn takes(&self, step: usize, c: char) -> bool {
        let both = |c: char| c.to_lowercase().chain(c.to_uppercase()).collect::<Vec<char>>();
        let same = |one: char, other: char| one == other || (self.folds && both(one).contains(&other));
        match &self.program[step] {
            Step::Char(wanted) => same(c, *wanted),
            Step::Any => c != '\n',
            Step::Class { items, negated } => {
                let has = |c: char| {
                    items.iter().any(|item| match item {
                        Item::One(own) => *own == c,
                        Item::Range(from, to) => (*from..=*to).contains(&c),
                        Item::Named(named, negated) => named.has(c) != *negated,
                    })
                };
                let found = has(c) || (self.folds && both(c).into_iter().any(has));
                found != *negated
            }
            _ => false,
        }
    }

    /// Adds a thread at `start`, following what takes no character.
    fn follow(&self, threads: &mut Threads, start: usize, chars: &[char], at: usize, steps: &mut usize) {
        let mut open = vec![start];
        while let Some(here) = open.pop() {
            *steps += 1;
            if std::mem::replace(&mut threads.seen[here], true) {
                continue;
            }
            let is_word =
                |index: Option<usize>| index.and_then(|index| chars.get(index)).is_some_and(|c| Named::Word.has(*c));
            match &self.program[here] {
                Step::Jump(to) => open.push(*to),
                Step::Split(one, other) => open.extend([*other, *one]),
                Step::Start if at == 0 => open.push(here + 1),
                Step::End if at == chars.len() => open.push(here + 1),
                Step::Start | Step::End => {}
                Step::WordBoundary(wanted) => {
                    if (is_word(at.checked_sub(1)) != is_word(Some(at))) == *wanted {
                        open.push(here + 1);
                    }
                }
                Step::Found => threads.found = true,
                _ => threads.list.push(here),
            }
        }
    }
}

struct Threads {
    list: Vec<usize>,
    seen: Vec<bool>,
    found: bool,
}

impl Threads {
    fn new(size: usize) -> Self {
        Self { list: Vec::new(), seen: vec![false; size], found: false }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.seen.fill(false);
    }
}

/// Reads a pattern from left to right; each part is a program of its own whose jumps count from its beginning.
struct Reader {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

/// A part's program, moved `by` places.
fn moved(program: &[Step], by: usize) -> impl Iterator<Item = Step> + '_ {
    program.iter().map(move |step| match step {
        Step::Split(one, other) => Step::Split(one + by, other + by),
        Step::Jump(to) => Step::Jump(to + by),
        other => other.clone(),
    })
}

fn append(program: &mut Vec<Step>, part: &[Step]) -> Result<(), Fault> {
    if program.len() + part.len() > LARGEST {
        return Err(Fault::Unsupported);
    }
    let by = program.len();
    program.extend(moved(part, by));
    Ok(())
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn alternatives(&mut self) -> Result<Vec<Step>, Fault> {
        let mut program = self.sequence()?;
        while self.take('|') {
            let other = self.sequence()?;
            let mut both = vec![Step::Split(1, program.len() + 2)];
            append(&mut both, &program)?;
            both.push(Step::Jump(program.len() + 2 + other.len()));
            append(&mut both, &other)?;
            program = both;
        }
        Ok(program)
    }

    fn sequence(&mut self) -> Result<Vec<Step>, Fault> {
        let mut program = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let atom = self.atom()?;
            let repeated = self.repeated(atom)?;
            append(&mut program, &repeated)?;
        }
        Ok(program)
    }

    fn atom(&mut self) -> Result<Vec<Step>, Fault> {
        let c = self.peek().ok_or(Fault::Malformed)?;
        self.at += 1;
        Ok(vec![match c {
            '.' => Step::Any,
            '^' => Step::Start,
            '$' => Step::End,
            '[' => self.class()?,
            '(' => return self.group(),
            '\\' => self.escape()?,
            '*' | '+' | '?' => return Err(Fault::Malformed),
            other => Step::Char(other),
        }])
    }

    fn group(&mut self) -> Result<Vec<Step>, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::Unsupported);
        }
        if self.take('?') && !self.take(':') {
            return Err(Fault::Unsupported);
        }
        let inner = self.alternatives()?;
        self.depth -= 1;
        if self.take(')') {
            Ok(inner)
        } else {
            Err(Fault::Malformed)
        }
    }

    fn escape(&mut self) -> Result<Step, Fault> {
        let c = self.peek().ok_or(Fault::Malformed)?;
        self.at += 1;
        let class = |named, negated| Step::Class { items: vec![Item::Named(named, false)], negated };
        Ok(match c {
            'd' => class(Named::Digit, false),
            'D' => class(Named::Digit, true),
            'w' => class(Named::Word, false),
            'W' => class(Named::Word, true),
            's' => class(Named::Space, false),
            'S' => class(Named::Space, true),
            'b' | 'y' => Step::WordBoundary(true),
            'B' | 'Y' => Step::WordBoundary(false),
            'A' => Step::Start,
            'Z' | 'z' => Step::End,
            'n' => Step::Char('\n'),
            't' => Step::Char('\t'),
            'r' => Step::Char('\r'),
            '1'..='9' => return Err(Fault::Unsupported),
            other => Step::Char(other),
        })
    }

    fn class(&mut self) -> Result<Step, Fault> {
        let negated = self.take('^');
        let mut items = Vec::new();
        loop {
            let c = self.peek().ok_or(Fault::Malformed)?;
            self.at += 1;
            match c {
                ']' if !items.is_empty() => return Ok(Step::Class { items, negated }),
                '[' if self.peek() == Some(':') => items.push(self.named_class()?),
                '\\' => match self.escape()? {
                    Step::Class { items: inner, negated } => {
                        items.extend(inner.into_iter().map(|item| match item {
                            Item::Named(named, _) => Item::Named(named, negated),
                            other => other,
                        }));
                    }
                    Step::Char(c) => items.push(self.range(c)?),
                    _ => return Err(Fault::Unsupported),
                },
                c => {
                    let item = self.range(c)?;
                    items.push(item);
                }
            }
        }
    }

    /// `a-z`, or `a` alone.
    fn range(&mut self, from: char) -> Result<Item, Fault> {
        let ends = self.chars.get(self.at + 1).copied();
        match (self.peek(), ends) {
            (Some('-'), Some(to)) if to != ']' => {
                self.at += 2;
                let to = match to {
                    '\\' => {
                        let escaped = self.peek().ok_or(Fault::Malformed)?;
                        self.at += 1;
                        escaped
                    }
                    to => to,
                };
                if to < from {
                    return Err(Fault::Malformed);
                }
                Ok(Item::Range(from, to))
            }
            _ => Ok(Item::One(from)),
        }
    }

    /// `[:alpha:]` within a class.
    fn named_class(&mut self) -> Result<Item, Fault> {
        let rest: String = self.chars[self.at..].iter().take(12).collect();
        let name = rest.strip_prefix(':').and_then(|rest| rest.split_once(":]")).map(|(name, _)| name);
        let name = name.ok_or(Fault::Malformed)?;
        self.at += name.len() + 3;
        Ok(Item::Named(
            match name {
                "digit" => Named::Digit,
                "alpha" => Named::Alpha,
                "alnum" => Named::Alnum,
                "space" | "blank" => Named::Space,
                "lower" => Named::Lower,
                "upper" => Named::Upper,
                "punct" => Named::Punct,
                "xdigit" => Named::Hex,
                "word" => Named::Word,
                _ => return Err(Fault::Malformed),
            },
            false,
        ))
    }

    /// The times a part is repeated. Whether as often as possible or as seldom makes no difference here.
    fn repeated(&mut self, atom: Vec<Step>) -> Result<Vec<Step>, Fault> {
        let mut program = atom;
        loop {
            let (least, most) = match self.peek() {
                Some('{') => self.counts()?,
                Some(sign @ ('*' | '+' | '?')) => {
                    self.at += 1;
                    (usize::from(sign == '+'), (sign == '?').then_some(1))
                }
                _ => return Ok(program),
            };
            self.take('?');
            let mut repeated = Vec::new();
            for _ in 0..least {
                append(&mut repeated, &program)?;
            }
            match most {
                None => {
                    let mut turn = vec![Step::Split(1, program.len() + 2)];
                    append(&mut turn, &program)?;
                    turn.push(Step::Jump(0));
                    append(&mut repeated, &turn)?;
                }
                Some(most) => {
                    for _ in least..most {
                        let mut once = vec![Step::Split(1, program.len() + 1)];
                        append(&mut once, &program)?;
                        append(&mut repeated, &once)?;
                    }
                }
            }
            program = repeated;
        }
    }

    /// `{2}`, `{2,}`, `{2,3}`.
    fn counts(&mut self) -> Result<(usize, Option<usize>), Fault> {
        let rest: String = self.chars[self.at + 1..].iter().take(16).collect();
        let (inner, _) = rest.split_once('}').ok_or(Fault::Malformed)?;
        let count = |digits: &str| digits.parse::<usize>().map_err(|_| Fault::Malformed);
        let (least, most) = match inner.split_once(',') {
            None => (count(inner)?, Some(count(inner)?)),
            Some((least, "")) => (count(least)?, None),
            Some((least, most)) => (count(least)?, Some(count(most)?)),
        };
        if most.is_some_and(|most| most < least) {
            return Err(Fault::Malformed);
        }
        if least > LARGEST || most.is_some_and(|most| most > LARGEST) {
            return Err(Fault::Unsupported);
        }
        self.at += inner.len() + 2;
        Ok((least, most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_found_or_not() {
        for (pattern, text, expected) in [
            ("^[a-z]+@example\\.test$", "ada@example.test", true),
            ("^[a-z]+@example\\.test$", "ada@example-test", false),
            ("a|b", "xbx", true),
            ("^(ada|grace)$", "grace", true),
            ("^(ada|grace)$", "ada grace", false),
            ("[[:digit:]]{2,3}$", "a12", true),
            ("^\\d{3}-\\d{4}$", "555-1234", true),
            ("^x*$", "", true),
            ("colou?r", "the color", true),
            ("\\bada\\b", "say ada now", true),
            ("\\bada\\b", "adam", false),
            ("[^@]+@[^@]+", "no address", false),
            ("[]a]", "]", true),
            ("", "anything", true),
            ("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false),
            ("^.{2,}?$", "ab", true),
            ("é+", "caféé", true),
        ] {
            let regular = Regular::read(pattern, false).map(|regular| regular.is_in(text));
            assert_eq!(regular.ok().flatten(), Some(expected), "{pattern} in {text}");
        }
        assert_eq!(Regular::read("ADA", true).ok().and_then(|regular| regular.is_in("ada")), Some(true));
        assert_eq!(Regular::read("[A-C]", true).ok().and_then(|regular| regular.is_in("b")), Some(true));
        assert_eq!(Regular::read("(?i)ada", false).ok().and_then(|regular| regular.is_in("ADA")), Some(true));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["(", "[a", "*a", "a{3,2}", "a)", "[[:nope:]]", "\\"] {
            assert_eq!(Regular::read(pattern, false).err(), Some(Fault::Malformed), "{pattern}");
        }
        for pattern in ["(?=a)", "(a)\\1", "a{9999}", &"(".repeat(60)] {
            assert_eq!(Regular::read(pattern, false).err(), Some(Fault::Unsupported), "{pattern}");
        }
    }
}
