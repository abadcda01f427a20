//! L8: the script is larger than the platform takes, or near it (§5.2, X11).

use super::{Check, Finding, Level, Rule, Subject};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L8",
    title: "script too large",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "A script of more than 100 KB is not taken, and a long one takes longer to start.",
    fix: "Require modules of the platform instead of pasting libraries, or move the logic behind an API.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
    ],
    checks: &[Check::Runs(check)],
};

/// Bytes. The documentation says 100 KB.
const LIMIT: usize = 100_000;

/// Bytes from which growing on is worth a warning.
const HALF: usize = 50_000;

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for facts in subject.scripts {
        let Some(script) = subject.connection.scripts.get(&facts.action) else { continue };
        let size = script.text.len();
        let (level, what) = match size {
            _ if size > LIMIT && subject.connection.settings.reads("X11", "must") => (Level::Error, "more than"),
            _ if size > LIMIT => (Level::Warning, "more than"),
            _ if size > HALF => (Level::Warning, "more than half of"),
            _ => continue,
        };
        let message = format!(
            "`{}` has {size} bytes, {what} the {LIMIT} that Auth0 takes. Move libraries into modules that `require` finds.",
            script.file
        );
        found.push(Finding::new(RULE.id, level, message));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_script};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    #[test]
    fn the_limit_itself_is_allowed_and_half_of_it_unremarkable() {
        let mut connection = connection();
        for (size, level) in [
            (0, None),
            (50_000, None),
            (50_001, Some(Level::Warning)),
            (100_000, Some(Level::Warning)),
            (100_001, Some(Level::Error)),
        ] {
            connection.scripts[&Action::Login].text = " ".repeat(size).into();
            let found = in_script(&connection, &RULE, &facts(Action::Login, Some(3)));
            assert_eq!(found.first().map(|finding| finding.level), level, "{size}");
        }
        connection.settings.variants.insert("X11".into(), "should".into());
        let found = in_script(&connection, &RULE, &facts(Action::Login, Some(3)));
        assert_eq!(found.first().map(|finding| finding.level), Some(Level::Warning));
    }
}
