//! What differs between two endings.

use crate::realm::{Completion, Ending, Place, Thrown};

/// How deep calls may go differs, and with it where there is no room for another one, and whether there is room to
/// tell of it.
const OVERFLOW: &str = "Maximum call stack size exceeded";

/// A kind of difference, and both sides of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Of what.
    pub kind: &'static str,
    /// What was told plain.
    pub plain: String,
    /// What was told instrumented.
    pub instrumented: String,
}

impl Difference {
    pub(crate) fn new(kind: &'static str, plain: impl Into<String>, instrumented: impl Into<String>) -> Self {
        Self { kind, plain: plain.into(), instrumented: instrumented.into() }
    }
}

/// All differences between a plain run and an instrumented one.
pub fn differences(plain: &Ending, instrumented: &Ending) -> Vec<Difference> {
    let mut found = Vec::new();
    match (&plain.completion, &instrumented.completion) {
        // Two parsers say the same in different words.
        (Completion::Refused(_), Completion::Refused(_)) => return found,
        (Completion::Threw(plain), Completion::Threw(instrumented)) => thrown(plain, instrumented, &mut found),
        (plain, instrumented) if plain == instrumented => {}
        (_, Completion::OutOfTime) => found.push(Difference::new("hang", shown(&plain.completion), "out of time")),
        (_, Completion::OutOfMemory) => {
            found.push(Difference::new("memory", shown(&plain.completion), "out of memory"))
        }
        (plain, instrumented) => found.push(Difference::new("completion", shown(plain), shown(instrumented))),
    }
    if plain.output != instrumented.output {
        let at = plain.output.iter().zip(&instrumented.output).take_while(|(plain, other)| plain == other).count();
        let line =
            |ending: &Ending| ending.output.get(at).map_or("(nothing more)".to_owned(), |line| format!("{line:?}"));
        found.push(Difference::new("output", line(plain), line(instrumented)));
    }
    all_thrown("rejections", &plain.rejections, &instrumented.rejections, &mut found);
    all_thrown("errors", &plain.errors, &instrumented.errors, &mut found);
    found
}

fn all_thrown(kind: &'static str, plain: &[Thrown], instrumented: &[Thrown], found: &mut Vec<Difference>) {
    let before = found.len();
    let comparable = |thrown: &&Thrown| thrown.message != OVERFLOW;
    let count = |all: &[Thrown]| all.iter().filter(comparable).count();
    let pairs = plain.iter().filter(comparable).zip(instrumented.iter().filter(comparable));
    pairs.for_each(|(plain, other)| thrown(plain, other, found));
    // One is enough: what follows on it says nothing new.
    found.truncate(before + 1);
    if count(plain) != count(instrumented) {
        found.push(Difference::new(kind, count(plain).to_string(), count(instrumented).to_string()));
    }
}

fn thrown(plain: &Thrown, instrumented: &Thrown, found: &mut Vec<Difference>) {
    if plain.name != instrumented.name {
        found.push(Difference::new("error name", told(plain), told(instrumented)));
    } else if plain.message != instrumented.message {
        found.push(Difference::new("message", told(plain), told(instrumented)));
    } else if plain.places != instrumented.places && plain.message != OVERFLOW {
        found.push(Difference::new("position", told(plain), told(instrumented)));
    }
}

/// A completion in words.
pub fn shown(completion: &Completion) -> String {
    match completion {
        Completion::Normal => "ended".to_owned(),
        Completion::Refused(thrown) => format!("does not parse: {}", told(thrown)),
        Completion::Threw(thrown) => told(thrown),
        Completion::OutOfTime => "out of time".to_owned(),
        Completion::OutOfMemory => "out of memory".to_owned(),
    }
}

fn told(thrown: &Thrown) -> String {
    format!("{}: {:?} at {}", thrown.name, thrown.message, places(&thrown.places))
}

fn places(places: &[Place]) -> String {
    let all: Vec<String> = places.iter().map(|(line, column)| format!("{line}:{column}")).collect();
    match all.is_empty() {
        true => "no place in the file".to_owned(),
        false => all.join(" < "),
    }
}
