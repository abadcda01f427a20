//! L9: an exchange took so long that a limit of the script's own should have ended it (§5.2).

use super::{Finding, Level, Subject};

/// Half of what a script may take at all.
const SLOW_MS: f64 = 10_000.0;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let exchanges = subject.runs.iter().flat_map(|run| run.queries.iter().map(move |query| (run, query)));
    let slow = exchanges.filter_map(|(run, query)| Some((run, query, query.elapsed_ms.filter(|ms| *ms >= SLOW_MS)?)));
    slow.map(|(run, query, ms)| {
        let message = format!(
            "`{}` waited {:.1} seconds for query {}; Auth0 ends a script after 20. Set a timeout of a few seconds and \
             answer with an error when it is over.",
            run.action,
            ms / 1_000.0,
            query.seq
        );
        Finding::new("L9", Level::Warning, message).at(query.at.clone()).shown_by(format!("query {}", query.seq))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::over_time::RULE;
    use super::super::samples::{fires, in_run};
    use crate::connection::Action;
    use crate::legacy::Effect;
    use crate::recording::samples::{ada, answered, query, rows};
    use crate::recording::OutcomeKind;

    #[test]
    fn ten_seconds_are_slow_and_nine_are_not() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        let mut asked = query(1, "SELECT 1", Effect::Read, rows(&["id"], vec![]));
        asked.elapsed_ms = Some(9_000.0);
        run.queries.push(asked);
        assert_eq!(in_run(&RULE, &run), []);
        run.queries[0].elapsed_ms = Some(12_340.0);
        assert!(fires(&RULE, &run).contains("waited 12.3 seconds for query 1"));
        assert_eq!(in_run(&RULE, &run)[0].rule, "L9");
    }
}
