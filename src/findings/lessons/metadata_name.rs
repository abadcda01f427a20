//! L26: a profile carries `metadata`, which today is called `app_metadata` (§2.4).

use oxc_span::GetSpan;

use super::profiles::{profiles, property};
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L26",
    title: "metadata instead of app_metadata",
    level: Level::Note,
    certainty: Certainty::Support,
    why:
        "Older documentation asked for `metadata`, newer asks for `app_metadata`. Under the old name values may end up \
          where nobody looks for them.",
    fix: "Return `app_metadata` for what the application owns and `user_metadata` for what the user owns.",
    sources: &[
        "https://github.com/auth0/docs/issues/8595",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
    ],
    checks: &[Check::Text(check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if !matches!(text.action, Action::Login | Action::GetUser) {
        return Vec::new();
    }
    let named = profiles(text.syntax).into_iter().filter_map(|profile| property(profile, "metadata"));
    named
        .map(|value| {
            let message = "the profile has `metadata`. Call it `app_metadata`, or `user_metadata` if the user may \
                           change it."
                .to_owned();
            Finding::new(RULE.id, Level::Note, message).at(Some(text.place(value.span())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    #[test]
    fn only_metadata_of_a_profile_is_found() {
        let count = |text: &str| in_text_of(&connection(), &RULE, Action::Login, text).len();
        assert_eq!(
            count("function login(a, b, callback) { callback(null, { user_id: '1', metadata: { a: 1 } }); }"),
            1
        );
        assert_eq!(count("function login(a, b, callback) { callback(null, { user_id: '1', app_metadata: {} }); }"), 0);
        assert_eq!(count("function login(a, b, callback) { ask({ metadata: 1 }); callback(null, { id: 1 }); }"), 0);
    }
}
