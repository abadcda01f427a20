//! L52: `verify` answered something else than `true` (§2.7, X6).

use serde_json::Value;

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::connection::Action;
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L52",
    title: "answer of verify",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "The page behind the verification link tells the user what the script answered; `true` is the one value documented as done.",
    fix: "Answer `callback(null, true)` once the store has confirmed the change.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/templates/verify"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let answers =
        subject.ended().filter(|(run, outcome)| run.action == Action::Verify && outcome.kind == OutcomeKind::Success);
    let odd = answers.filter(|(_, outcome)| outcome.result != Some(Value::Bool(true)));
    odd.map(|(run, outcome)| {
        let answer = outcome.result.as_ref().map_or_else(|| "nothing".to_owned(), |answer| format!("`{answer}`"));
        let message = format!("`verify` answered {answer}. Only `true` is documented as success.");
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
    fn anything_but_true_is_found() {
        for (answer, expected) in
            [(Value::Null, "nothing"), (json!(false), "`false`"), (json!({"email": "a"}), "email")]
        {
            let message = fires(&RULE, &answered(Action::Verify, OutcomeKind::Success, answer));
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn true_is_fine() {
        assert_eq!(in_run(&RULE, &answered(Action::Verify, OutcomeKind::Success, json!(true))), []);
    }
}
