//! L7: the function is called like that of another script (§2.1).

use super::{default_body, Check, Finding, Level, Rule, Subject};
use crate::connection::Action;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L7",
    title: "name of the function",
    level: Level::Note,
    certainty: Certainty::Documented,
    why: "The platform does not look at the name, but people and call stacks do: a `create` that calls itself `login` leads \
          them to the wrong script.",
    fix: "Name the function after its script, with the name Auth0 advises.",
    sources: &[
        "https://github.com/auth0/docs",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices",
    ],
    checks: &[Check::Runs(check)],
};

/// What Auth0 advises, and what its own templates use.
const fn names(action: Action) -> &'static [&'static str] {
    match action {
        Action::Login => &["login"],
        Action::GetUser => &["getUser", "get_user", "getByEmail", "loginByEmail"],
        Action::Create => &["create"],
        Action::Verify => &["verify"],
        Action::ChangePassword => &["changePassword", "change_password"],
        Action::ChangeEmail => &["changeEmail", "change_email"],
        Action::Delete => &["deleteUser", "delete_user", "remove", "removeUser"],
        Action::ChangeUsername => &["changeUsername", "change_username"],
        Action::ChangePhoneNumber => &["changePhoneNumber", "change_phone_number"],
    }
}

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for script in subject.scripts {
        let Some(name) = script.function.as_deref() else { continue };
        // A default text is to be written anew, name and all.
        if script.in_text.iter().any(|finding| finding.rule == default_body::RULE.id) {
            continue;
        }
        let is = |action: Action| names(action).iter().any(|known| known.eq_ignore_ascii_case(name));
        let advised = names(script.action)[0];
        let Some(other) = Action::ALL.into_iter().find(|action| *action != script.action && is(*action)) else {
            continue;
        };
        let message = format!(
            "the function in `{}` is called `{name}`, like that of `{other}`. Call it `{advised}`, so that stacks and logs \
             name the right script.",
            script.file
        );
        found.push(Finding::new(RULE.id, Level::Note, message).at(Some(script.place())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_script};
    use super::*;
    use crate::flow::samples::connection;

    fn found(action: Action, name: &str) -> Option<String> {
        let mut script = facts(action, Some(2));
        script.function = Some(name.into());
        in_script(&connection(), &RULE, &script).pop().map(|finding| finding.message)
    }

    #[test]
    fn a_default_text_is_left_to_its_own_finding() {
        let mut script = facts(Action::Create, Some(2));
        script.function = Some("login".into());
        script.in_text = vec![Finding::new(default_body::RULE.id, Level::Error, "default".into())];
        assert_eq!(in_script(&connection(), &RULE, &script), []);
    }

    #[test]
    fn only_the_name_of_another_script_is_found() {
        let message = found(Action::Create, "login").unwrap_or_default();
        assert!(message.contains("like that of `login`. Call it `create`"), "{message}");
        assert!(found(Action::Verify, "changepassword").is_some());
        for (action, name) in [
            (Action::GetUser, "getByEmail"),
            (Action::Delete, "remove"),
            (Action::Login, "Login"),
            (Action::Login, "checkPassword"),
        ] {
            assert_eq!(found(action, name), None, "{name}");
        }
    }
}
