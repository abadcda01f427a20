//! `get_user`: what its answer means to the operations that ask it, and what it would mean played alone (§2.5).

use serde_json::{Map, Value};

use super::telling::{Answer, Telling};
use super::{answered_at, broken, in_words, innermost};
use crate::connection::{Action, Mode};
use crate::flow::arguments::subject;
use crate::flow::profile::held;
use crate::flow::{Certainty, Decision, Facts, Step, Verdict};
use crate::recording::{Outcome, OutcomeKind, ScriptRun};

/// What `get_user` brought.
#[derive(Clone, Copy)]
pub(super) enum Looked<'t> {
    /// The user is in the legacy store; the profile, if it is one.
    Found(Option<&'t Map<String, Value>>),
    /// Nobody like that is in the legacy store.
    Nobody,
    /// The connection has no such script, and legacy authentication does without.
    Unasked,
}

/// Asks `get_user` on the way to something else. `log` is the tenant log's code if it breaks. `None` while it has not
/// answered, and where its answer ends the operation.
pub(super) fn look<'t>(
    telling: &mut Telling<'t>,
    step: Step,
    why: &str,
    log: Option<&'static str>,
) -> Option<Looked<'t>> {
    let facts = telling.facts;
    if facts.mode == Mode::LegacyAuthentication && !facts.scripts.contains(&Action::GetUser) {
        telling.go_without(step, why);
        let text = "there is no `get_user` script, which legacy authentication need not have: nobody is looked for";
        telling.decision.yes("§2.1", Certainty::Assumed, text).seen_in("options.customScripts".to_owned());
        return Some(Looked::Unasked);
    }
    let Answer { run, outcome } = telling.ask(step, why, "a profile or nothing")?;
    let decision = &mut telling.decision;
    let whom = subject(facts, step).unwrap_or_else(|| facts.identifier().to_owned());
    match outcome.kind {
        OutcomeKind::Profile | OutcomeKind::Success => {
            let text = format!("`get_user` found {whom} in the legacy store");
            decision.yes("§2.5", Certainty::Documented, text).seen_in(answered_at(run));
            let returned = outcome.result.as_ref().and_then(Value::as_object).filter(|fields| !fields.is_empty());
            if returned.is_none() {
                let text = "it is no filled object, but anything that is not nothing counts as found";
                decision.yes("L28", Certainty::Assumed, text).seen_in("profile".to_owned());
            }
            Some(Looked::Found(returned))
        }
        OutcomeKind::NotFound => {
            let text = format!("`get_user` did not find {whom}");
            decision.yes("§2.5", Certainty::Documented, text).seen_in(answered_at(run));
            Some(Looked::Nobody)
        }
        _ => {
            if !broken::decide(decision, run, outcome, log) {
                broken::passed_error(decision, Action::GetUser, outcome.error.as_ref(), log);
                let text = "an error is not \"not found\": the operation ends here instead of going on";
                decision.no("L28", Certainty::Assumed, text);
            }
            None
        }
    }
}

pub(super) fn tell_alone(telling: &mut Telling<'_>) -> Option<()> {
    let facts = telling.facts;
    let text = format!("`get_user` is asked whether the legacy store has {}", facts.identifier());
    telling.decision.yes("§2.5", Certainty::Documented, text);
    let answer = telling.ask(Step::of(Action::GetUser), "it is played alone", "a profile or nothing")?;
    answered(&mut telling.decision, facts, answer.run, answer.outcome);
    Some(())
}

fn answered(decision: &mut Decision, facts: &Facts, run: &ScriptRun, outcome: &Outcome) {
    match outcome.kind {
        OutcomeKind::Profile | OutcomeKind::Success => found(decision, facts, run, outcome.result.as_ref()),
        OutcomeKind::NotFound => {
            let text = "no profile: the user is not in the legacy store";
            decision.yes("§2.5", Certainty::Documented, text).seen_in(answered_at(run));
            let next = match facts.mode {
                Mode::LegacyAuthentication => "a sign-up would go on to `create`",
                Mode::AutomaticMigration => "a sign-up would create the user in Auth0 alone, without `create`",
            };
            decision.yes(mode_section(facts), Certainty::Documented, next);
            decision.end(Verdict::Nothing, None, None);
        }
        _ if broken::decide(decision, run, outcome, None) => {}
        _ => {
            let error = outcome.error.as_ref();
            let said = error.map_or_else(|| "an error".to_owned(), in_words);
            let evidence = error.and_then(|error| innermost(&error.stack));
            decision.no("§2.5", Certainty::Documented, format!("`get_user` called back with {said}")).seen_in(evidence);
            let text = "an error is not \"not found\": a sign-up or a password reset would fail here";
            decision.no("L28", Certainty::Assumed, text);
            broken::failed(decision, None, "");
        }
    }
}

fn found(decision: &mut Decision, facts: &Facts, run: &ScriptRun, result: Option<&Value>) {
    let text = "a profile: the user is in the legacy store";
    decision.yes("§2.5", Certainty::Documented, text).seen_in(answered_at(run));
    let returned = result.and_then(Value::as_object).filter(|fields| !fields.is_empty());
    if let Some(returned) = returned {
        let profile = held(returned, facts);
        if profile.user_id.is_none() {
            let text =
                "the profile has neither `user_id` nor `id`, which is mandatory; no source says what Auth0 does then";
            decision.no("L17", Certainty::Assumed, text).seen_in("profile.user_id".to_owned());
        }
        decision.user_id = profile.user_id;
        decision.profile = Some(profile.value);
    } else {
        let text = "it is no filled object, but anything that is not nothing counts as found";
        decision.no("L28", Certainty::Assumed, text).seen_in("profile".to_owned());
    }
    let text = "a sign-up would stop here: the user exists";
    decision.yes(mode_section(facts), Certainty::Documented, text);
    if facts.mode == Mode::AutomaticMigration {
        let text = "a password reset would migrate the user with this profile";
        decision.yes("M3", Certainty::Documented, text);
    }
    decision.end(Verdict::Nothing, None, None);
}

const fn mode_section(facts: &Facts) -> &'static str {
    match facts.mode {
        Mode::LegacyAuthentication => "§3.1",
        Mode::AutomaticMigration => "§3.2",
    }
}
