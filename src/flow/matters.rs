//! Where another reading of the sources would change what comes of an operation.

use std::collections::BTreeSet;

use super::decide::told;
use super::{Change, Decision, Facts, LinkState, LogEvent};
use crate::connection::Action;
use crate::recording::ScriptRun;
use crate::rules::VARIANTS;

/// A contradiction of the sources that this operation depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// `X1` …
    pub id: &'static str,
    /// The reading that holds.
    pub chosen: &'static str,
    /// The other reading.
    pub other: &'static str,
    /// What would be otherwise under it, in one sentence without its full stop. Not masked.
    pub what: String,
}

/// The readings under which something else would come of the operation: it is decided once more under each.
///
/// What a script does that was not asked nobody knows; of such a reading it is only said which script would be asked.
pub fn variants_that_matter(facts: &Facts, runs: &[&ScriptRun], decided: &Decision) -> Vec<Matter> {
    let mut matters = Vec::new();
    for variant in VARIANTS {
        let chosen = facts.variants.choice(variant.id);
        for other in variant.choices.iter().map(|choice| choice.key).filter(|key| *key != chosen) {
            let mut facts = facts.clone();
            facts.variants.choose(variant.id, other);
            if let Some(what) = difference(decided, &told(&facts, runs)) {
                matters.push(Matter { id: variant.id, chosen, other, what });
            }
        }
    }
    matters
}

/// What differs in the outcome, if anything does; how it is argued for does not count.
fn difference(decided: &Decision, other: &Decision) -> Option<String> {
    if let Some(step) = other.next {
        let before =
            other.chain.iter().filter(|link| link.state == LinkState::Answered).map(|link| link.action).next_back();
        return Some(match before {
            None => format!("`{}` would be asked first", step.action),
            Some(before) => format!("`{}` would be asked after `{before}`", step.action),
        });
    }
    let mut clauses = Vec::new();
    let (asked, would_be) = (asked(decided), asked(other));
    clauses.extend(asked.difference(&would_be).map(|action| format!("`{action}` would not be asked")));
    if other.verdict != decided.verdict {
        let verdict = other.verdict.map_or("left open", super::Verdict::words);
        clauses.push(format!("the verdict would be \"{verdict}\""));
    }
    if other.user_created != decided.user_created {
        let user = if other.user_created { "a user" } else { "no user" };
        clauses.push(format!("{user} would be created"));
    }
    if other.user_id != decided.user_id {
        let id = other.user_id.as_deref().unwrap_or("nobody in particular");
        clauses.push(format!("it would be about {id}"));
    }
    if other.log_event != decided.log_event {
        clauses.push(match &other.log_event {
            Some(LogEvent { code, description }) => format!("the tenant log would get `{code}` ({description})"),
            None => "the tenant log would get nothing".to_owned(),
        });
    }
    if other.changes != decided.changes {
        clauses.push(written(decided, other));
    }
    if other.user_sees != decided.user_sees {
        clauses.push(match &other.user_sees {
            Some(text) => format!("the end user would read \"{text}\""),
            None => "the end user would read nothing".to_owned(),
        });
    }
    match clauses.split_last() {
        None if other.profile != decided.profile => Some("the profile would be another".to_owned()),
        None => None,
        Some((last, [])) => Some(last.clone()),
        Some((last, rest)) => Some(format!("{} and {last}", rest.join(", "))),
    }
}

fn asked(decision: &Decision) -> BTreeSet<Action> {
    let answered = decision.chain.iter().filter(|link| link.state == LinkState::Answered);
    answered.map(|link| link.action).collect()
}

/// What Auth0 would write instead.
fn written(decided: &Decision, other: &Decision) -> String {
    let adds = |decision: &Decision| decision.changes.iter().any(|change| matches!(change, Change::Add(_)));
    match (other.changes.is_empty(), adds(decided), adds(other)) {
        (true, ..) => "Auth0 would write nothing to its store".to_owned(),
        (false, false, true) => "Auth0 would keep a record of the user".to_owned(),
        (false, true, false) => "Auth0 would keep no new record of the user".to_owned(),
        _ => "Auth0 would write something else to its store".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::connection::{Action, Connection, Mode};
    use crate::flow::samples::{connection, facts, inputs, script};
    use crate::flow::{decide, Operation};
    use crate::recording::samples::{ada, answered, run};
    use crate::recording::{OutcomeKind, ScriptRun};

    fn matters(connection: &Connection, mode: Mode, runs: &[ScriptRun]) -> Vec<(&'static str, &'static str, String)> {
        let decision = decide(&facts(connection, Operation::Login, mode, inputs()), runs);
        decision.matters.into_iter().map(|matter| (matter.id, matter.other, matter.what)).collect()
    }

    fn with_get_user() -> Connection {
        let mut connection = connection();
        connection.scripts.insert(Action::GetUser, script(Action::GetUser));
        connection
    }

    #[test]
    fn a_migrating_login_depends_on_whether_get_user_is_asked_first() {
        let connection = with_get_user();
        let login = answered(Action::Login, OutcomeKind::Profile, ada());
        let found = matters(&connection, Mode::AutomaticMigration, std::slice::from_ref(&login));
        let first = found.iter().find(|(id, ..)| *id == "X1");
        assert_eq!(first, Some(&("X1", "on", "`get_user` would be asked first".to_owned())));
        let found = matters(&connection, Mode::LegacyAuthentication, &[login]);
        assert!(found.iter().all(|(id, ..)| *id != "X1"), "{found:?}");
    }

    #[test]
    fn under_the_other_reading_get_user_was_asked_in_vain() {
        let mut connection = with_get_user();
        connection.settings.variants.insert("X1".into(), json!(true));
        let runs = [
            answered(Action::GetUser, OutcomeKind::Profile, ada()),
            answered(Action::Login, OutcomeKind::Profile, ada()),
        ];
        let found = matters(&connection, Mode::AutomaticMigration, &runs);
        let first = found.iter().find(|(id, ..)| *id == "X1");
        assert_eq!(first, Some(&("X1", "off", "`get_user` would not be asked".to_owned())));
    }

    #[test]
    fn a_profile_from_verify_and_two_ids_matter() {
        let unverified = answered(Action::Verify, OutcomeKind::Success, json!({"email": "ada@example.test"}));
        let facts_of = |operation| facts(&connection(), operation, Mode::LegacyAuthentication, inputs());
        let decision = decide(&facts_of(Operation::Script(Action::Verify)), [&unverified]);
        assert!(decision.matters.iter().any(|matter| matter.id == "X6"), "{:?}", decision.matters);
        let mut two_ids = ada();
        two_ids["id"] = json!("other");
        let login = answered(Action::Login, OutcomeKind::Profile, two_ids);
        let decision = decide(&facts_of(Operation::Login), [&login]);
        let matter = decision.matters.iter().find(|matter| matter.id == "X12");
        assert!(matter.is_some_and(|matter| matter.what.contains("it would be about auth0|other")), "{matter:?}");
    }

    #[test]
    fn nothing_matters_before_the_end() {
        let found = matters(&with_get_user(), Mode::AutomaticMigration, &[run(Action::Login)]);
        assert_eq!(found, []);
    }
}
