//! What the decision's entries rest on, and where in the run that is.

use serde_json::Value;

use super::driver::Request;
use super::explain;
use super::origins;
use super::overlay::Overlay;
use super::state::Workbench;
use super::time;
use crate::debugger::Aim;
use crate::flow::{FieldChange, Matter, Reason, StateSeen};
use crate::recording::ScriptRun;
use crate::why;

/// Something that can be selected in the decision.
#[derive(Clone, Copy, Debug)]
pub enum DecisionEntry<'d> {
    /// What shows why it came out as it did.
    Shown(&'d why::Evidence),
    /// A reason.
    Reason(&'d Reason),
    /// A field of the profile, by its name.
    Field(&'d str, &'d Value),
    /// What becomes of a field that the profile does not show.
    Change(&'d FieldChange),
    /// A state the user was in, or is in now.
    State(&'d StateSeen),
    /// Another reading of the sources would change something.
    Matter(&'d Matter),
}

/// What evidence names.
#[derive(Debug, PartialEq, Eq)]
enum Evidence<'e> {
    Query(u32),
    Step(u64),
    Callback,
    Place { file: &'e str, line: u32 },
    Field(&'e str),
    Outside,
}

impl Evidence<'_> {
    /// Reads the words of [`Reason::evidence`].
    fn read(words: &str) -> Evidence<'_> {
        let words = words.strip_prefix("last seen: ").unwrap_or(words);
        let number = |prefix: &str| words.strip_prefix(prefix).map(str::trim);
        if let Some(seq) = number("query ").and_then(|seq| seq.parse().ok()) {
            return Evidence::Query(seq);
        }
        if let Some(step) = words.rsplit_once("step ").and_then(|(_, step)| step.trim().parse().ok()) {
            return Evidence::Step(step);
        }
        if words.starts_with("callback at ") {
            return Evidence::Callback;
        }
        if words == "profile" {
            return Evidence::Field("");
        }
        if let Some(field) = words.strip_prefix("profile.") {
            return Evidence::Field(field);
        }
        let mut parts = words.rsplitn(3, ':');
        let (_column, line, file) = (parts.next(), parts.next(), parts.next());
        match (file, line.and_then(|line| line.parse().ok())) {
            (Some(file), Some(line)) => Evidence::Place { file, line },
            _ => Evidence::Outside,
        }
    }
}

impl Workbench {
    /// What can be selected in the decision: what the card shows, its reasons, then the fields of its profile.
    pub fn decision_entries(&self) -> Vec<DecisionEntry<'_>> {
        let Some(decision) = &self.decision else { return Vec::new() };
        let fields = decision.profile.as_ref().and_then(Value::as_object).into_iter().flatten();
        let fields = fields.map(|(name, value)| DecisionEntry::Field(name, value));
        let shown = self.card.iter().flat_map(|card| &card.evidence).map(DecisionEntry::Shown);
        let reasons = decision.reasons.iter().map(DecisionEntry::Reason);
        let changes = self.unshown_changes().into_iter().map(DecisionEntry::Change);
        let states = decision.states.iter().map(DecisionEntry::State);
        let matters = decision.matters.iter().map(DecisionEntry::Matter);
        shown.chain(reasons).chain(fields).chain(changes).chain(states).chain(matters).collect()
    }

    /// What becomes of fields that the profile does not show: they were dropped, or went elsewhere.
    pub fn unshown_changes(&self) -> Vec<&FieldChange> {
        let Some(decision) = &self.decision else { return Vec::new() };
        let held = decision.profile.as_ref().and_then(Value::as_object);
        let shown = |change: &&FieldChange| held.is_some_and(|held| held.contains_key(&change.field));
        decision.profile_diff.iter().filter(|change| !shown(change)).collect()
    }

    /// The selected one.
    pub fn decision_entry(&self) -> Option<DecisionEntry<'_>> {
        self.decision_entries().get(self.decision_selected).copied()
    }
}

/// Goes where the selected entry of the decision leads: to the moment that shows it, or to where a field came from.
pub(super) fn follow(workbench: &mut Workbench) -> Vec<Request> {
    let field = match workbench.decision_entry() {
        Some(DecisionEntry::Field(..) | DecisionEntry::Change(_)) => true,
        Some(DecisionEntry::State(_) | DecisionEntry::Matter(_)) => return explain::selected(workbench),
        Some(DecisionEntry::Shown(shown)) => shown.query.is_none() && shown.step.is_none() && shown.field.is_some(),
        Some(DecisionEntry::Reason(reason)) => {
            matches!(reason.evidence.as_deref().map(Evidence::read), Some(Evidence::Field(_)))
        }
        None => return Vec::new(),
    };
    if field {
        match origins::of_selected(workbench) {
            Ok(found) => workbench.overlay = Some(Overlay::Origins(Box::new(found))),
            Err(why) => workbench.fail(why),
        }
        return Vec::new();
    }
    match moment(workbench) {
        Ok(aim) => time::jump(workbench, aim),
        Err(why) => {
            workbench.fail(why);
            Vec::new()
        }
    }
}

/// The field of the profile that the selected entry is about; empty for the whole.
pub(super) fn field(workbench: &Workbench) -> Option<&str> {
    match workbench.decision_entry()? {
        DecisionEntry::Field(name, _) => Some(name),
        DecisionEntry::Change(change) => Some(&change.field),
        DecisionEntry::State(_) | DecisionEntry::Matter(_) => None,
        DecisionEntry::Shown(shown) => {
            let field = shown.field.as_deref()?;
            Some(field.strip_prefix("profile.").unwrap_or(if field == "profile" { "" } else { field }))
        }
        DecisionEntry::Reason(reason) => match Evidence::read(reason.evidence.as_deref()?) {
            Evidence::Field(name) => Some(name),
            _ => None,
        },
    }
}

/// The moment of the run that shows the selected entry; `Err`: why there is none.
pub(super) fn moment(workbench: &Workbench) -> Result<Aim, String> {
    let run = workbench.run.known().ok_or("No script has run")?;
    let called = || {
        let call = run.callbacks.first().map(|call| Aim::Step(call.step));
        call.ok_or_else(|| "callback was not called".to_owned())
    };
    let evidence = match workbench.decision_entry().ok_or("Nothing is decided yet")? {
        DecisionEntry::Field(..) | DecisionEntry::Change(_) => return called(),
        DecisionEntry::State(state) => return Err(format!("{} is a state, no moment of the run", state.id)),
        DecisionEntry::Matter(matter) => return Err(format!("{} is a reading, no moment of the run", matter.id)),
        DecisionEntry::Shown(shown) => return shown_at(workbench, run, shown),
        DecisionEntry::Reason(reason) => reason.evidence.as_deref(),
    };
    match evidence.map(Evidence::read) {
        Some(Evidence::Query(seq)) => {
            let query = run.queries.iter().find(|query| query.seq == seq);
            query.map(|query| Aim::Step(query.step)).ok_or_else(|| format!("Query {seq} is not of the last script"))
        }
        Some(Evidence::Step(step)) => Ok(Aim::Step(step.max(1))),
        Some(Evidence::Callback | Evidence::Field(_)) => called(),
        Some(Evidence::Place { file, line }) if time::is_current_script(workbench, file) => {
            let failed_call = run.callbacks.iter().find(|call| call.error.is_some()).map(|call| call.step);
            let failed = run.failed_at.or(failed_call).map(Aim::Step);
            Ok(failed.unwrap_or(Aim::Line { line, nth: 1 }))
        }
        Some(Evidence::Place { file, .. }) => Err(format!("{file} ran earlier: {{ goes back into it")),
        Some(Evidence::Outside) => Err(format!("{} is no part of the run", evidence.unwrap_or_default())),
        None => Err("This reason rests on no moment of the run".to_owned()),
    }
}

/// The moment of the run that evidence of the card is about; `Err`: why there is none.
fn shown_at(workbench: &Workbench, run: &ScriptRun, shown: &why::Evidence) -> Result<Aim, String> {
    if let Some(place) = shown.at.as_ref().filter(|place| !time::is_current_script(workbench, &place.file)) {
        return Err(format!("{} ran earlier: {{ goes back into it", place.file));
    }
    let query = shown.query.and_then(|seq| run.queries.iter().find(|query| query.seq == seq));
    match (query, shown.step, &shown.at) {
        (Some(query), _, _) => Ok(Aim::Step(query.step.max(1))),
        (None, Some(step), _) => Ok(Aim::Step(step.max(1))),
        (None, None, Some(place)) => Ok(Aim::Line { line: place.line, nth: 1 }),
        (None, None, None) => Err("This is no moment of the run".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_read_as_decisions_word_it() {
        for (words, meant) in [
            ("query 2", Evidence::Query(2)),
            ("last seen: query 2", Evidence::Query(2)),
            ("step 14", Evidence::Step(14)),
            ("last seen: console line at step 14", Evidence::Step(14)),
            ("callback at login.js:22:5", Evidence::Callback),
            ("login.js:14:5", Evidence::Place { file: "login.js", line: 14 }),
            ("profile", Evidence::Field("")),
            ("profile.user_id", Evidence::Field("user_id")),
            ("[auth0] users", Evidence::Outside),
            ("options.passwordPolicy", Evidence::Outside),
            ("password", Evidence::Outside),
        ] {
            assert_eq!(Evidence::read(words), meant, "{words}");
        }
    }
}
