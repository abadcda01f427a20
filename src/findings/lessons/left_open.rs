//! L39: a connection to the legacy store was opened and still open when the run had ended.

use super::unclosed::RULE;
use super::{Finding, Level, Subject};
use crate::recording::OutcomeKind;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    // A run that was cut short could not close anything.
    let whole = subject.ended().filter(|(_, outcome)| outcome.kind != OutcomeKind::Timeout);
    let found = whole.filter_map(|(run, _)| {
        // What is kept in `global` is meant to stay.
        let script = subject.scripts.iter().find(|script| script.action == run.action);
        let shared = script.is_some_and(|script| {
            script.globals.iter().any(|(name, _)| ["global", "globalThis"].contains(&name.as_str()))
        });
        // The global pool of this module closes what is idle.
        let mut open = run.left_open.iter().filter(|handle| handle.driver != "mssql");
        let first = open.next().filter(|_| !shared)?;
        let more = open.count();
        let how_many = match more + 1 {
            1 => "a connection".to_owned(),
            more => format!("{more} connections"),
        };
        let message = format!(
            "`{}` opened {how_many} by `{}` and had not closed {} when it ended. Close on every path.",
            run.action,
            first.driver,
            if more == 0 { "it" } else { "them" }
        );
        let found = Finding::new(RULE.id, Level::Warning, message).at(first.at.clone());
        Some(found.shown_by(format!("step {}", first.step)))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, fires, in_run, in_run_with};
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::{ada, answered, place};
    use crate::recording::{Handle, ScriptRun};

    fn opening() -> ScriptRun {
        let handle = Handle { driver: "mysql".to_owned(), at: Some(place("login.js", 11)), step: 3 };
        ScriptRun { left_open: vec![handle], ..answered(Action::Login, OutcomeKind::Profile, ada()) }
    }

    #[test]
    fn what_is_never_closed_is_found() {
        let mut run = opening();
        assert!(fires(&RULE, &run).contains("`login` opened a connection by `mysql` and had not closed it"));
        run.left_open.clear();
        assert_eq!(in_run(&RULE, &run), []);
    }

    #[test]
    fn what_is_kept_in_global_is_meant_to_stay() {
        let mut script = facts(Action::Login, Some(3));
        script.globals.push(("global".to_owned(), 2));
        assert_eq!(in_run_with(&script, &RULE, &opening()), []);
    }
}
