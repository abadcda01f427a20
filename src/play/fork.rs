//! A second chain beside a first: what it begins with, and where it goes first.

use std::sync::Arc;

use super::chain::{Chain, Trodden};
use super::setting::Setting;
use crate::connection::Action;
use crate::debugger::{Aim, Command, Hit, Past, Span};
use crate::flow::Step;
use crate::legacy::{effect, Alteration, Reply, Request};
use crate::recording::masking::Mask;
use crate::recording::{Masked, Query};
use crate::script::{prepare, Moved};
use crate::workbench::what_if::Clock;
use crate::workbench::{Events, LaunchRequest, WhatIf};

/// Starts the second chain.
///
/// # Errors
/// The change does not fit, as a sentence.
pub(super) fn beside(
    first: &Chain,
    setting: Arc<Setting>,
    request: &LaunchRequest,
    change: &WhatIf,
    events: Events,
) -> Result<Arc<Chain>, String> {
    let first_step = setting.first_step().map_err(|error| error.to_string())?;
    let Some(present) = first.present() else { return Err("The script has not begun yet".to_owned()) };
    let chain = Chain::new(Arc::clone(&setting), request.clone(), events);
    match change {
        WhatIf::Reply { seq, answered, alteration } => {
            let past = answered.map_or(present.past.clone(), |step| present.past.clone().until(step));
            let past = answered_otherwise(past, *seq, alteration, setting.mask())?;
            let step = present.step;
            let trodden = Trodden { past, aim: Some(Aim::Answer(*seq)), ..present };
            begin(chain.following(vec![trodden], first.ended()), step)
        }
        WhatIf::Variable { frame, target, expression } => {
            let Some((step, _)) = first.at() else {
                return Err("Variables can be changed while a script is paused".to_owned());
            };
            let (frame, target, expression) = (*frame, target.clone(), expression.clone());
            let then = Some(Command::SetVariable { frame, target, expression });
            let script = present.step;
            let trodden = Trodden { aim: Some(Aim::Step(step)), then, ..present };
            begin(chain.following(vec![trodden], first.ended()), script)
        }
        WhatIf::Inputs | WhatIf::Script | WhatIf::Clock(_) => {
            let Some(beginning) = first_step else {
                return Err("With that the Auth0 store answers alone: no script is asked".to_owned());
            };
            let moved = moved(first, &setting, present.step.action)?;
            let mut trodden: Vec<Trodden> = first.ended().into_iter().map(|(_, trodden)| trodden).collect();
            trodden.push(present);
            for trodden in &mut trodden {
                trodden.past = std::mem::take(&mut trodden.past).untouched();
                trodden.started_at_ms = match change {
                    WhatIf::Clock(Clock::At(ms)) => *ms,
                    WhatIf::Clock(Clock::Later(ms)) => trodden.started_at_ms + ms,
                    _ => trodden.started_at_ms,
                };
            }
            let second = chain.following(trodden, Vec::new());
            let Some((_, span)) = first.at() else { return begin(second, beginning) };
            let second = Arc::new(second);
            let waiting = Arc::clone(&second);
            // It starts as soon as it is known which time the statement was reached.
            first.count_hits(move |hits| {
                let nth = nth(hits, span);
                waiting.aim(match moved {
                    Some(moved) => Aim::Line { line: moved.near(span.line), nth },
                    None => Aim::Statement { line: span.line, column: span.column, nth },
                });
                // All was checked when the plan was made; only the system can refuse now.
                let _refused = waiting.start(beginning);
            });
            Ok(second)
        }
    }
}

fn begin(chain: Chain, step: Step) -> Result<Arc<Chain>, String> {
    let chain = Arc::new(chain);
    chain.start(step).map_err(|error| error.to_string())?;
    Ok(chain)
}

/// Which time the statement it stands at is about to run.
fn nth(hits: &[Hit], span: Span) -> u64 {
    hits.iter().find(|hit| hit.span == span).map_or(1, |hit| hit.count + 1)
}

/// Where the lines of the script went, if it has another text now.
///
/// # Errors
/// The new text does not parse.
fn moved(first: &Chain, setting: &Setting, action: Action) -> Result<Option<Moved>, String> {
    let before = first.setting().connection().script(action);
    let after = setting.connection().script(action);
    let (Some(before), Some(after)) = (before, after) else { return Ok(None) };
    if before.text == after.text {
        return Ok(None);
    }
    if let Err(failure) = prepare(&after.file, Arc::clone(&after.text)) {
        return Err(format!("{failure}. The run goes on with the text before"));
    }
    Ok(Some(Moved::new(&before.text, &after.text)))
}

/// The past with one answer changed. What was typed as it is shown, masked, stands for what it hides.
fn answered_otherwise(mut past: Past, seq: u32, alteration: &Alteration, mask: &Mask) -> Result<Past, String> {
    let Some((request, reply, took)) = past.exchange(seq) else {
        return Err(format!("Query {seq} has not been answered in this script's run"));
    };
    let alteration = alteration.clone().unmasked(reply, &shown(request, reply, mask));
    let (reply, took) = alteration.apply(request, reply, took).map_err(|error| error.to_string())?;
    past.answer_otherwise(seq, reply, took);
    Ok(past)
}

/// The reply as it is on the screen.
fn shown(request: &Request, reply: &Reply, mask: &Mask) -> Reply {
    let query = Query {
        seq: 0,
        driver: String::new(),
        request: request.clone(),
        effect: effect(request),
        reply: Some(reply.clone()),
        elapsed_ms: None,
        at: None,
        step: 0,
        answered: None,
    };
    query.masked(mask).reply.unwrap_or_else(|| reply.clone())
}
