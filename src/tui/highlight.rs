//! The colours of JavaScript: computed once per text, on a thread of their own.
//!
//! The first frame is drawn plain; a few milliseconds later the classes arrive and the next frame has them. A text
//! that changes is a new text. Nothing here can hold up a frame.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{mpsc, Arc};
use std::thread;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use tokio::sync::Notify;

use super::theme::Role;

/// What a stretch of JavaScript is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing in particular.
    Plain,
    /// `const`, `return`, `=>` …
    Keyword,
    /// A string or regular expression.
    String,
    /// A number or a constant of the language.
    Number,
    /// A comment.
    Comment,
    /// The name of a function where it is declared or called.
    Function,
}

impl Class {
    /// Its look.
    pub const fn role(self) -> Role {
        match self {
            Self::Plain => Role::Text,
            Self::Keyword => Role::Keyword,
            Self::String => Role::String,
            Self::Number => Role::Number,
            Self::Comment => Role::Comment,
            Self::Function => Role::Function,
        }
    }
}

/// The classes of all lines of a text.
pub type Lines = Arc<Vec<Vec<(Range<usize>, Class)>>>;

/// Lines longer than this stay plain: they are data, and matching them costs more than it tells.
const LONGEST_LINE: usize = 2_000;
/// Texts kept. A connection has nine scripts.
const KEPT: usize = 16;

struct Job {
    text: Arc<str>,
    lines: Vec<Range<usize>>,
}

/// Asks the thread and keeps its answers.
pub struct Highlighter {
    known: HashMap<usize, (Arc<str>, Option<Lines>)>,
    jobs: Option<mpsc::Sender<Job>>,
    answers: Option<mpsc::Receiver<(Arc<str>, Lines)>>,
    ready: Arc<Notify>,
}

impl Default for Highlighter {
    fn default() -> Self {
        Self { known: HashMap::new(), jobs: None, answers: None, ready: Arc::new(Notify::new()) }
    }
}

impl Highlighter {
    /// Told when an answer has arrived and a frame would look different.
    pub fn ready(&self) -> Arc<Notify> {
        self.ready.clone()
    }

    /// Takes in what has arrived. `true` if there was something.
    pub fn collect(&mut self) -> bool {
        let mut any = false;
        while let Some((text, lines)) = self.answers.as_ref().and_then(|answers| answers.try_recv().ok()) {
            self.known.insert(key(&text), (text, Some(lines)));
            any = true;
        }
        any
    }

    /// The classes of a text, asked for if they are not known. `lines` are the byte ranges of its lines.
    pub fn lines(&mut self, text: &Arc<str>, lines: &[Range<usize>]) -> Option<Lines> {
        if let Some((_, known)) = self.known.get(&key(text)) {
            return known.clone();
        }
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        // The text itself is kept beside its classes: as long as it lives no other can have its address.
        self.known.insert(key(text), (text.clone(), None));
        self.ask(Job { text: text.clone(), lines: lines.to_vec() });
        None
    }

    fn ask(&mut self, job: Job) {
        let jobs = self.jobs.get_or_insert_with(|| {
            let (jobs, wanted) = mpsc::channel::<Job>();
            let (answer, answers) = mpsc::channel();
            self.answers = Some(answers);
            let ready = self.ready.clone();
            let work = move || {
                let syntaxes = SyntaxSet::load_defaults_nonewlines();
                for Job { text, lines } in wanted {
                    let classes = Arc::new(classes(&syntaxes, &text, &lines));
                    if answer.send((text, classes)).is_err() {
                        return;
                    }
                    ready.notify_one();
                }
            };
            // Without the thread the text stays plain, which is no reason to stop.
            let _ = thread::Builder::new().name("highlight".to_owned()).spawn(work);
            jobs
        });
        let _ = jobs.send(job);
    }
}

fn key(text: &Arc<str>) -> usize {
    text.as_ptr().addr()
}

fn classes(syntaxes: &SyntaxSet, text: &str, lines: &[Range<usize>]) -> Vec<Vec<(Range<usize>, Class)>> {
    let Some(syntax) = syntaxes.find_syntax_by_extension("js") else { return Vec::new() };
    let table = Table::new();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    lines
        .iter()
        .map(|range| {
            let line = &text[range.clone()];
            if line.len() > LONGEST_LINE {
                return Vec::new();
            }
            let Ok(changes) = state.parse_line(line, syntaxes) else { return Vec::new() };
            let mut found = Vec::new();
            let mut start = 0;
            for (at, change) in changes {
                push(&mut found, start..at, table.class(&stack));
                start = at;
                if stack.apply(&change).is_err() {
                    return found;
                }
            }
            push(&mut found, start..line.len(), table.class(&stack));
            found
        })
        .collect()
}

fn push(found: &mut Vec<(Range<usize>, Class)>, range: Range<usize>, class: Class) {
    if !range.is_empty() && class != Class::Plain {
        found.push((range, class));
    }
}

/// Scopes of the syntax definition and what they mean to us; the innermost that is listed decides.
struct Table(Vec<(Scope, Class)>);

impl Table {
    fn new() -> Self {
        const NAMES: [(&str, Class); 14] = [
            ("comment", Class::Comment),
            ("string", Class::String),
            ("constant.character.escape", Class::Number),
            ("constant.numeric", Class::Number),
            ("constant.language", Class::Number),
            ("keyword.operator.word", Class::Keyword),
            ("keyword.operator", Class::Plain),
            ("keyword", Class::Keyword),
            ("storage", Class::Keyword),
            ("variable.language", Class::Keyword),
            ("entity.name.function", Class::Function),
            ("variable.function", Class::Function),
            ("support.function", Class::Function),
            ("meta.template.expression", Class::Plain),
        ];
        Self(NAMES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect())
    }

    fn class(&self, stack: &ScopeStack) -> Class {
        stack
            .scopes
            .iter()
            .rev()
            .find_map(|scope| self.0.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)))
            .map_or(Class::Plain, |(_, class)| *class)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn javascript_gets_its_classes_and_the_caller_never_waits() {
        let text: Arc<str> = Arc::from("const n = 1; // one\nfunction login() { return 'x'; }");
        let ranges = [0..19, 20..text.len()];
        let mut highlighter = Highlighter::default();
        let start = Instant::now();
        assert!(highlighter.lines(&text, &ranges).is_none());
        assert!(start.elapsed() < Duration::from_millis(16));
        while !highlighter.collect() {
            assert!(start.elapsed() < Duration::from_secs(60), "no answer");
            thread::sleep(Duration::from_millis(5));
        }
        let lines = highlighter.lines(&text, &ranges).unwrap();
        let words = |index: usize| -> Vec<(&str, Class)> {
            let line = &text[ranges[index].clone()];
            lines[index].iter().map(|(range, class)| (line[range.clone()].trim(), *class)).collect()
        };
        assert!(words(0).contains(&("const", Class::Keyword)), "{:?}", words(0));
        assert!(words(0).contains(&("1", Class::Number)), "{:?}", words(0));
        assert!(words(0).iter().any(|(word, class)| word.contains("one") && *class == Class::Comment));
        assert!(words(1).contains(&("login", Class::Function)), "{:?}", words(1));
        assert!(words(1).iter().any(|(_, class)| *class == Class::String));
    }
}
