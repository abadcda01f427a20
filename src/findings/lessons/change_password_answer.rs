//! L51: `change_password` answered neither a boolean nor `{last_password_reset}` (§2.8).

use serde_json::Value;

use super::{answered_at, write_denied, Check, Finding, Level, Rule, Subject};
use crate::connection::Action;
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L51",
    title: "answer of change_password",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "The answer is all that Auth0 learns: anything but `true` or the date of the reset reads as if the password had stayed as it was.",
    fix: "Answer `callback(null, true)` once the store has confirmed a changed row, and `callback(null, false)` where there was none.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/templates/change-password"],
    checks: &[Check::Runs(check), Check::Runs(write_denied::check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let answers = subject
        .ended()
        .filter(|(run, outcome)| run.action == Action::ChangePassword && outcome.kind == OutcomeKind::Success);
    let odd = answers.filter_map(|(run, outcome)| match &outcome.result {
        Some(Value::Bool(_)) => None,
        Some(Value::Object(fields)) if fields.contains_key("last_password_reset") => None,
        None | Some(Value::Null) => Some((run, "nothing".to_owned())),
        Some(other) => Some((run, format!("`{other}`"))),
    });
    odd.map(|(run, answer)| {
        let message = format!(
            "`change_password` answered {answer}. Answer `true` when the password was changed, `false` when it was not, \
             or `{{ last_password_reset: date }}`."
        );
        Finding::new(RULE.id, Level::Warning, message).at(answered_at(run))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::recording::samples::answered;
    use serde_json::json;

    #[test]
    fn other_answers_are_found() {
        for (answer, expected) in
            [(Value::Null, "nothing"), (json!(1), "`1`"), (json!({"affectedRows": 1}), "affectedRows")]
        {
            let message = fires(&RULE, &answered(Action::ChangePassword, OutcomeKind::Success, answer));
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn documented_answers_are_fine() {
        for answer in [json!(true), json!(false), json!({"last_password_reset": "2026-01-01"})] {
            assert_eq!(in_run(&RULE, &answered(Action::ChangePassword, OutcomeKind::Success, answer)), []);
        }
        assert_eq!(in_run(&RULE, &answered(Action::Create, OutcomeKind::Success, Value::Null)), []);
    }
}
