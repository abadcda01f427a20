//! L57: scripts are there, but the connection is not told to use them (§7.1).

use super::noted::noted;
use super::{Check, Finding, Level, Rule, Whole};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L57",
    title: "scripts of a connection that has no use for them",
    level: Level::Note,
    certainty: Certainty::Documented,
    why: "Without `enabledDatabaseCustomization` the connection is an ordinary one: Auth0 checks passwords itself and calls no script.",
    fix: "Set `enabledDatabaseCustomization` to true before the connection has users; afterwards the API refuses to change it.",
    sources: &["https://auth0.com/docs/api/management/v2/connections/patch-connections-by-id"],
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
    fn scripts_that_are_not_called_are_noted() {
        let mut connection = connection();
        connection.notes = vec![
            Note::new(NoteLevel::Note, "the scripts are not called").citing(RULE.id),
            Note::new(NoteLevel::Error, "something else").citing("F41"),
        ];
        let found = in_connection_of(&connection, &RULE, &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the scripts are not called");
        assert_eq!(found[0].at.as_ref().map(|at| (at.file.as_str(), at.line)), None);
    }
}
