//! L55: a keyword marker was not replaced (§7.4).

use super::noted::noted;
use super::{Check, Finding, Level, Rule, Whole};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L55",
    title: "marker not replaced",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A marker without a value stays in the text: in a script it is a syntax error or a wrong value, in a setting a wrong value.",
    fix: "Give the key a value in `[keywords]` of loginscope.toml or in the environment, and in the mappings that deploy it.",
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
    fn a_marker_is_found_at_its_line() {
        let mut connection = connection();
        connection.notes = vec![
            Note::new(NoteLevel::Warning, "`##HOST##` is not replaced")
                .citing(RULE.id)
                .at_line(std::path::Path::new("a/login.js"), 4),
            Note::new(NoteLevel::Error, "something else").citing("F41"),
        ];
        let found = in_connection_of(&connection, &RULE, &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "`##HOST##` is not replaced");
        assert_eq!(found[0].at.as_ref().map(|at| (at.file.as_str(), at.line)), Some(("login.js", 4)));
    }
}
