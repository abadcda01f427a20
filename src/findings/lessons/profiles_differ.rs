//! L24: `login` and `get_user` tell different things of the same person; L20: so does one script, asked twice (§2.4).

use serde_json::{Map, Value};

use super::{answered_at, Check, Finding, Level, Rule, Subject};
use crate::flow::raw_id;
use crate::recording::ScriptRun;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L24",
    title: "login and get_user differ",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A login stores what `login` returned, a password reset what `get_user` returned. Where they differ, what Auth0 \
          holds depends on the way a user came; where the ids differ, one person becomes two users.",
    fix: "Build the profile in one function and use the same text in both scripts.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/get-user",
    ],
    checks: &[Check::Runs(check)],
};

/// Change from one moment to the next and say nothing of who it is.
const MOMENTARY: [&str; 6] = ["last_login", "last_ip", "logins_count", "updated_at", "access_token", "refresh_token"];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let profiles: Vec<(&ScriptRun, &Map<String, Value>)> = subject.profiles().collect();
    let mut found = Vec::new();
    for (index, (run, fields)) in profiles.iter().enumerate() {
        let before = profiles[..index].iter().rev().find(|(other, theirs)| same_person(other, theirs, run, fields));
        found.extend(before.and_then(|(other, theirs)| compare((other, theirs), (run, fields))));
    }
    found
}

/// Asked about by the same name, or with the same address in the profile.
fn same_person(one: &ScriptRun, first: &Map<String, Value>, other: &ScriptRun, second: &Map<String, Value>) -> bool {
    let alike = |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
    let email = |fields: &Map<String, Value>| fields.get("email").and_then(Value::as_str).map(str::to_owned);
    alike(one.about.as_deref(), other.about.as_deref()) || alike(email(first).as_deref(), email(second).as_deref())
}

fn compare(one: (&ScriptRun, &Map<String, Value>), other: (&ScriptRun, &Map<String, Value>)) -> Option<Finding> {
    let ((first, before), (second, after)) = (one, other);
    let both = if first.action == second.action {
        format!("two runs of `{}`", first.action)
    } else {
        format!("`{}` and `{}`", first.action, second.action)
    };
    let id = |fields: &Map<String, Value>| raw_id(&Value::Object(fields.clone()));
    if let (Some(one), Some(other)) = (id(before), id(after)) {
        if one != other {
            let rule = if first.action == second.action { "L20" } else { RULE.id };
            let message = format!(
                "{both} gave the same person two ids, `{one}` and `{other}`: Auth0 makes two users of them. Return the id \
                 of the legacy row from both."
            );
            return Some(Finding::new(rule, Level::Error, message).at(answered_at(second)).shown_by("profile.user_id"));
        }
    }
    let mut differing: Vec<&String> = before
        .iter()
        .filter(|(key, value)| after.get(*key) != Some(value))
        .map(|(key, _)| key)
        .chain(after.keys().filter(|key| !before.contains_key(*key)))
        .filter(|key| !["id", "user_id"].contains(&key.as_str()) && !MOMENTARY.contains(&key.as_str()))
        .collect();
    differing.dedup();
    let first_field = differing.first()?;
    let names = differing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let message =
        format!("{both} differ in {names} for the same person, so what Auth0 holds depends on the way taken.");
    let shown = format!("profile.{first_field}");
    Some(Finding::new(RULE.id, Level::Warning, message).at(answered_at(second)).shown_by(shown))
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_runs;
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::{ada, answered};
    use crate::recording::OutcomeKind;
    use serde_json::json;

    fn found(profiles: [(Action, Value); 2]) -> Vec<Finding> {
        let runs = profiles.map(|(action, profile)| answered(action, OutcomeKind::Profile, profile));
        in_runs(&RULE, &runs)
    }

    #[test]
    fn two_ids_of_one_person_are_found() {
        let other = json!({"user_id": "8", "email": "Ada@example.test", "email_verified": true});
        let told = found([(Action::GetUser, ada()), (Action::Login, other.clone())]);
        assert_eq!((told[0].rule, told[0].level), ("L24", Level::Error));
        assert!(told[0].message.contains("`get_user` and `login` gave the same person two ids, `7` and `8`"));
        let told = found([(Action::GetUser, ada()), (Action::GetUser, other)]);
        assert_eq!(told[0].rule, "L20");
    }

    #[test]
    fn other_fields_are_named() {
        let other = json!({"user_id": 7, "email": "ada@example.test", "nickname": "ada", "updated_at": "now"});
        let told = found([(Action::GetUser, ada()), (Action::Login, other)]);
        assert_eq!((told[0].rule, told[0].level), ("L24", Level::Warning));
        assert!(told[0].message.contains("differ in `email_verified`, `nickname` for"), "{}", told[0].message);
    }

    #[test]
    fn the_same_profile_and_two_people_are_fine() {
        assert_eq!(found([(Action::GetUser, ada()), (Action::Login, ada())]), []);
        let grace = json!({"user_id": "8", "email": "grace@example.test"});
        assert_eq!(found([(Action::GetUser, ada()), (Action::Login, grace)]), []);
    }
}
