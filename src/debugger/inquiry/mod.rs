//! Questions about a whole run, answered by running it again aside: the run the user looks at does not move.
//!
//! One file a question; `aside` is the copy they look at.

pub(super) mod aside;
mod history;
mod hits;
mod inline;
mod logs;
pub(super) mod once;
pub(super) mod probe;

use rquickjs::{Ctx, Function};

use super::link::Link;
use super::protocol::{Answer, Event, FrameId, Question, Variable};
use super::watcher::Watcher;
use crate::script::Prepared;

/// Looks at the statements of a copy.
pub(super) trait Inquiry {
    /// The first step it wants to see; `None`: only the marked statements.
    fn first(&self) -> Option<u64> {
        Some(1)
    }

    /// Statements it wants to see whenever they run.
    fn marks(&self) -> Vec<usize> {
        Vec::new()
    }

    /// A statement is about to run.
    fn look(&mut self, look: &Look<'_, '_>) -> Onward;
}

/// What an inquiry wants to see next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Onward {
    /// The next statement.
    Every,
    /// This step.
    At(u64),
    /// Only marked statements.
    Marked,
    /// Nothing more.
    Enough,
}

/// A statement of a copy, about to run.
pub(super) struct Look<'l, 'js> {
    pub(super) watcher: &'l Watcher,
    pub(super) ctx: &'l Ctx<'js>,
    pub(super) statement: usize,
    pub(super) token: f64,
    pub(super) count: u64,
    pub(super) evaluate: &'l Function<'js>,
}

impl Look<'_, '_> {
    /// The value of an expression here; `Err` is the error's text.
    pub(super) fn value(&self, expression: &str) -> Result<Variable, String> {
        let value = self.watcher.evaluate(self.ctx, self.count, self.evaluate, expression)?;
        // A handle would name a value of the copy, which is gone by the time someone opens it.
        Ok(Variable { handle: None, ..self.watcher.variable(self.ctx, expression, value) })
    }
}

/// Where the run stands that is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) step: u64,
    pub(super) statement: usize,
    pub(super) token: f64,
}

/// Answers a question when the answer is found. `place` is where the run stands, `None` when it is over; `token_of`
/// gives the calls of its frames.
pub(super) fn ask(link: &Link, question: Question, place: Option<&Place>, token_of: impl Fn(FrameId) -> Option<f64>) {
    let (furthest, over) = (link.furthest.get(), place.is_none());
    let until = place.map_or(furthest, |place| place.step);
    let kind = std::mem::discriminant(&question);
    let aside = link.aside();
    let script = std::sync::Arc::clone(&aside.recipe.script);
    match question {
        Question::Hits => {
            aside.answer(link, kind, hits::Hits::new(until, over), move |hits| Answer::Hits(hits.listed(&script)));
        }
        Question::Inline => match place {
            Some(place) => {
                aside.answer(link, kind, inline::Inline::new(*place), |inline| Answer::Inline(inline.listed()));
            }
            None => link.tell(Event::Answered(Box::new(Answer::Inline(Vec::new())))),
        },
        Question::History { frame, expression } => {
            let watched = standing(place)
                .and_then(|place| history::Watched::new(&script, place, frame, token_of(frame), &expression));
            match watched {
                Ok(watched) => {
                    aside.answer(link, kind, history::History::new(watched, 1, furthest), |history| history.answer())
                }
                Err(why) => {
                    let answer = Answer::History { expression, changes: Err(why), cut: false };
                    link.tell(Event::Answered(Box::new(answer)));
                }
            }
        }
        Question::LastChange { frame, expression } => {
            let watched = standing(place)
                .and_then(|place| history::Watched::new(&script, place, frame, token_of(frame), &expression));
            match watched {
                Ok(watched) => {
                    aside.answer(link, kind, history::History::new(watched, 1, until), |history| history.last_change())
                }
                Err(why) => link.tell(Event::Answered(Box::new(Answer::LastChange { expression, change: Err(why) }))),
            }
        }
        Question::Logs => {
            let logs = logs::Logs::new(&link.stops.borrow(), furthest);
            aside.answer(link, kind, logs, |logs| Answer::Logs(logs.listed));
        }
    }
}

fn standing(place: Option<&Place>) -> Result<&Place, String> {
    place.ok_or_else(|| "The run is over: go back to a statement first".to_owned())
}

/// The value of an expression on a copy of the run that is thrown away afterwards.
pub(super) fn on_a_copy(link: &Link, place: &Place, expression: &str) -> Result<Variable, String> {
    let looked = link.aside().look_now(once::Once::new(place.step, expression), &link.control);
    let read = looked.and_then(|looked| looked.read);
    let (value, _) = read.unwrap_or_else(|| Err("The copy of the run ended too early".to_owned()))?;
    Ok(Variable { handle: None, ..value })
}

/// The scope in which a name that is visible in `scope` is declared.
pub(super) fn declaring(script: &Prepared, scope: usize, name: &str) -> Option<usize> {
    let mut next = Some(scope);
    while let Some(index) = next {
        let info = script.tables.scopes.get(index)?;
        if info.names.iter().any(|known| known == name) {
            return Some(index);
        }
        next = info.parent;
    }
    None
}
