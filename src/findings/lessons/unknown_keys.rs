//! L54: `customScripts` has a key that no operation asks for (§7.2).

use super::noted::noted;
use super::{Check, Finding, Level, Rule, Whole};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L54",
    title: "unknown key of customScripts",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A script under a name that is no action is never called, and tools leave it out when they deploy.",
    fix: "Name it after the action it is for: login, get_user, create, verify, change_password, change_email, delete.",
    sources: &["https://github.com/auth0/auth0-deploy-cli"],
    checks: &[Check::Connection(check)],
};

fn check(whole: &Whole<'_>) -> Vec<Finding> {
    noted(whole, RULE.id)
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_connection_of;
    use super::*;
    use crate::connection::{Note, NoteLevel};
    use crate::flow::samples::connection;

    #[test]
    fn a_key_that_no_action_has_is_found() {
        let mut connection = connection();
        connection.notes = vec![
            Note::new(NoteLevel::Warning, "`customScripts.loginn` is no action script").citing(RULE.id),
            Note::new(NoteLevel::Error, "something else").citing("F41"),
        ];
        let found = in_connection_of(&connection, &RULE, &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "`customScripts.loginn` is no action script");
        assert_eq!(found[0].at.as_ref().map(|at| (at.file.as_str(), at.line)), None);
    }
}
