//! The ways through a script, and whether `callback` is called on each of them: never (L1), again (L2), too early (L3).
//!
//! A path analysis over the statements of the action and of the functions it gives `callback` to. It would rather stay
//! silent than be wrong: whoever receives `callback`, or a function that uses it, in a form that cannot be followed
//! counts as answering. Conditions that exclude each other make no path.

mod carriers;
mod handed;
mod path;
mod walk;

pub(in crate::findings) use path::Turn;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use oxc_semantic::NodeId;
use oxc_span::Span;

use crate::script::{FunctionNode, Syntax};
use carriers::Carriers;
use handed::Handing;
use path::{Path, Stage};

/// What is wrong with the answers of a script.
#[derive(Default)]
pub(in crate::findings) struct Answers {
    /// Ways that end without an answer: the function, and where the way parted from those that answer.
    pub(in crate::findings) missing: Vec<(Span, Turn)>,
    /// Ways that answer twice.
    pub(in crate::findings) repeated: Vec<Repeated>,
    /// Ways that ask something of others after they have answered: where they answered, and what they ask.
    pub(in crate::findings) late: Vec<(Span, Span)>,
}

/// A way that answers twice.
#[derive(Clone, Copy)]
pub(in crate::findings) struct Repeated {
    /// Where first.
    pub(in crate::findings) first: Span,
    /// Where again.
    pub(in crate::findings) again: Span,
    /// The second is the next link in a chain of promises.
    pub(in crate::findings) chained: bool,
}

/// How the ways through one function end.
#[derive(Default)]
struct Ends {
    paths: Vec<Path>,
    /// There were too many ways, or one that cannot be followed.
    lost: bool,
    /// Calls that were given the answer, and that nobody else was given it beside.
    alone: Vec<usize>,
}

impl Ends {
    /// Every way answers at once; the place of one answer.
    fn always(&self) -> Option<Span> {
        let mut answers = self.paths.iter().map(|path| match path.stage {
            Stage::Answered(span) if !self.lost => Some(span),
            _ => None,
        });
        let first = answers.next()??;
        answers.all(|answer| answer.is_some()).then_some(first)
    }
}

/// The analysis of one script.
struct Analysis<'s> {
    carriers: Carriers<'s>,
    /// Functions looked at; `None` while it is being done.
    ends: HashMap<NodeId, Option<Rc<Ends>>>,
    /// Calls that are given the answer.
    handings: Vec<Handing<'s>>,
    found: Answers,
}

/// What is wrong with the answers of a script.
pub(in crate::findings) fn answers<'s>(syntax: &'s Syntax<'s>) -> Answers {
    let (Some(action), Some(carriers)) = (syntax.action(), Carriers::of(syntax)) else { return Answers::default() };
    let mut analysis = Analysis { carriers, ends: HashMap::new(), handings: Vec::new(), found: Answers::default() };
    analysis.missing(action);
    for function in syntax.functions() {
        if analysis.carriers.mentions(function.span) {
            analysis.ends(&function);
        }
    }
    let Answers { missing, mut repeated, mut late } = analysis.found;
    repeated.sort_by_key(|found| (found.first.start, found.again.start));
    repeated.dedup_by_key(|found| found.first);
    late.retain(|(answered, _)| !repeated.iter().any(|found| found.first == *answered));
    late.sort_by_key(|(_, call)| call.start);
    late.dedup_by_key(|(_, call)| *call);
    Answers { missing, repeated, late }
}

impl<'s> Analysis<'s> {
    /// Looks for ways without an answer through the action, and through the functions that are left to answer for it.
    fn missing(&mut self, action: FunctionNode<'s>) {
        let mut seen = HashSet::new();
        let mut open = vec![action];
        while let Some(function) = open.pop() {
            if !seen.insert(function.id) {
                continue;
            }
            let ends = self.ends(&function);
            if ends.lost {
                continue;
            }
            let mut turns: Vec<Turn> = Vec::new();
            for path in ends.paths.iter().filter(|path| path.stage == Stage::Silent && !path.guarded) {
                if !turns.contains(&path.turn) {
                    turns.push(path.turn);
                }
            }
            self.found.missing.extend(turns.into_iter().map(|turn| (function.span, turn)));
            for handing in ends.alone.iter().map(|index| &self.handings[*index]) {
                self.found.missing.extend(handing.swallows.map(|span| (span, Turn::Catch(span))));
                open.extend(&handing.answerers);
            }
        }
    }
}
