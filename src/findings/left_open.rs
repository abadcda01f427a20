//! L39: a connection to the legacy store was opened and still open when the run had ended.

use super::{Check, Finding, Level, Rule, Subject};
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L39",
    title: "connection left open",
    level: Level::Warning,
    certainty: Certainty::Assumed,
    why:
        "Each run that leaves a connection open takes one from the store until its container is recycled; many logins \
          later there is none left.",
    fix:
        "Close or release the connection on every path before `callback` is called, or share a small pool in `global`.",
    sources: &[
        "Inferred from Auth0's templates, which never close, and from the limits of database servers",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
    ],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // A run that was cut short could not close anything.
    let whole = subject.ended().filter(|(_, outcome)| outcome.kind != OutcomeKind::Timeout);
    let found = whole.filter_map(|(run, _)| {
        // What is kept in `global` is meant to stay.
        let script = subject.scripts.iter().find(|script| script.action == run.action);
        let shared = script.is_some_and(|script| {
            script.globals.iter().any(|(name, _)| ["global", "globalThis"].contains(&name.as_str()))
        });
        let open: Vec<_> = run.left_open().collect();
        let first = open.first().filter(|_| !shared)?;
        let how_many = match open.len() {
            1 => "a connection".to_owned(),
            more => format!("{more} connections"),
        };
        let message = format!(
            "`{}` opened {how_many} by `{}` and had not closed {} when it ended. Close on every path.",
            run.action,
            first.driver,
            if open.len() == 1 { "it" } else { "them" }
        );
        let found = Finding::new(RULE.id, Level::Warning, message).at(first.at.clone());
        Some(found.shown_by(format!("query {}", first.seq)))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, fires, in_run, in_run_with};
    use super::*;
    use crate::connection::Action;
    use crate::legacy::{Access, Dialect, Effect, Reply, Request, Target};
    use crate::recording::samples::{ada, answered, query};
    use crate::recording::{Query, ScriptRun};

    fn opening() -> ScriptRun {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        let request =
            Request::Connect { dialect: Dialect::MySql, target: Target::default(), access: Access::default() };
        run.queries.push(Query { request, ..query(1, "", Effect::Read, Reply::Connected) });
        run
    }

    #[test]
    fn what_is_never_closed_is_found() {
        let mut run = opening();
        assert!(fires(&RULE, &run).contains("`login` opened a connection by `mysql` and had not closed it"));
        run.queries.push(Query {
            request: Request::Close { target: Target::default() },
            ..query(2, "", Effect::Read, Reply::Closed)
        });
        assert_eq!(in_run(&RULE, &run), []);
    }

    #[test]
    fn what_is_kept_in_global_is_meant_to_stay() {
        let mut script = facts(Action::Login, Some(3));
        script.globals.push(("global".to_owned(), 2));
        assert_eq!(in_run_with(&script, &RULE, &opening()), []);
    }
}
