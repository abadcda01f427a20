//! Answers to questions about the whole run.

use super::driver::Request;
use super::state::Workbench;
use super::{beside, history, logs, time};
use crate::debugger::Answer;

pub(super) fn answered(workbench: &mut Workbench, answer: Answer) -> Vec<Request> {
    match answer {
        Answer::Logs(logged) => logs::answered(workbench, &logged),
        Answer::History { expression, changes, cut } => history::answered(workbench, &expression, changes, cut),
        Answer::Hits(hits) => beside::hits(workbench, hits),
        Answer::Inline(values) => beside::values(workbench, values),
        Answer::LastChange { expression, change } => return time::last_change(workbench, &expression, change),
    }
    Vec::new()
}
