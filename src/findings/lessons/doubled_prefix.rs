//! L19: the id brings the prefix `auth0|` that Auth0 always adds (§2.4).

use serde_json::Value;

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::flow::{raw_id, AUTH0_PREFIX};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L19",
    title: "prefix auth0| doubled",
    level: Level::Error,
    certainty: Certainty::Support,
    why: "Auth0 puts `auth0|` before every id of a database connection. An id that already has it gets it twice, \
          and references to the user break.",
    fix: "Cut `auth0|` off before the id is returned.",
    sources: &["https://community.auth0.com/t/101506", "https://community.auth0.com/t/106441"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (run, fields) in subject.profiles() {
        let id = raw_id(&Value::Object(fields.clone())).filter(|id| id.starts_with(AUTH0_PREFIX));
        found.extend(id.map(|id| {
            let message = format!(
                "`{}` returned the id `{id}`; Auth0 adds its prefix again, which makes `{AUTH0_PREFIX}{id}`. Return the \
                 part after `{AUTH0_PREFIX}`.",
                run.action
            );
            Finding::new(RULE.id, Level::Error, message).at(answered_at(run))
        }));
    }
    found
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
    fn a_prefixed_id_is_found() {
        let run = answered(Action::GetUser, OutcomeKind::Profile, json!({"user_id": "auth0|7"}));
        assert!(fires(&RULE, &run).contains("makes `auth0|auth0|7`"));
    }

    #[test]
    fn another_prefix_is_fine() {
        for id in ["shop|7", "auth07", "7"] {
            assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, json!({"user_id": id}))), []);
        }
    }
}
