//! L6: the script's function has no name, which makes call stacks hard to read.

use super::{Check, Finding, Level, Rule, Subject};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L6",
    title: "anonymous function",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Call stacks and logs name functions. Without a name nobody sees which script a line belongs to.",
    fix: "Give the function the name of its script: `login`, `getUser`, `create` and so on.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let nameless = subject.scripts.iter().filter(|script| script.anonymous);
    nameless
        .map(|script| {
            let message = format!(
                "the function in `{}` has no name, so call stacks in the platform's logs do not say what ran. Name it, \
                 for example after the script.",
                script.file
            );
            Finding::new(RULE.id, Level::Warning, message).at(Some(script.place()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_script};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    #[test]
    fn only_a_function_without_a_name_is_found() {
        let mut script = facts(Action::Login, Some(3));
        assert_eq!(in_script(&connection(), &RULE, &script), []);
        script.anonymous = true;
        script.function = None;
        let found = in_script(&connection(), &RULE, &script);
        assert_eq!(found.len(), 1);
        let place = found[0].at.clone();
        assert_eq!(place.map(|place| place.function).as_deref(), Some("anonymous at login.js:3"));
    }
}
