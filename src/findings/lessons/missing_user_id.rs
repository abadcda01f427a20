//! L17: a profile without `user_id` or `id`, which is mandatory (§2.4).

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::flow::raw_id;
use crate::rules::Certainty;
use serde_json::Value;

pub(super) const RULE: Rule = Rule {
    id: "L17",
    title: "profile without user_id",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "The id ties the profile in Auth0 to the row in the legacy store. Without one there is no user to log in.",
    fix: "Return the key of the row as `user_id`, as a string that never changes.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/get-user",
    ],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let nameless = subject.profiles().filter(|(_, fields)| raw_id(&Value::Object((*fields).clone())).is_none());
    nameless
        .map(|(run, fields)| {
            let message = format!(
                "the profile of `{}` has no `user_id` (and no `id`); it has {}. Return the stable id of the legacy row \
                 as a string.",
                run.action,
                fields.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
            );
            Finding::new(RULE.id, Level::Error, message).at(answered_at(run))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::answered;
    use crate::recording::OutcomeKind;
    use serde_json::json;

    #[test]
    fn a_profile_without_an_id_is_found() {
        for profile in
            [json!({"email": "a@b"}), json!({"email": "a@b", "user_id": ""}), json!({"email": "a@b", "id": null})]
        {
            let message = fires(&RULE, &answered(Action::Login, OutcomeKind::Profile, profile));
            assert!(message.contains("it has `email`"), "{message}");
        }
    }

    #[test]
    fn user_id_or_id_is_enough() {
        for profile in [json!({"user_id": "7"}), json!({"id": 7})] {
            assert_eq!(in_run(&RULE, &answered(Action::GetUser, OutcomeKind::Profile, profile)), []);
        }
    }
}
