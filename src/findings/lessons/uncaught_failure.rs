//! L11: the store failed, and the script's way of dealing with that threw an error nobody caught (§8.8).

use super::unhandled_rejection::RULE;
use super::{Finding, Level, Subject};
use crate::recording::{OutcomeKind, StackFrame};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let thrown = subject.ended().filter(|(_, outcome)| outcome.kind == OutcomeKind::Exception);
    let found = thrown.filter_map(|(run, outcome)| {
        let error = outcome.error.as_ref()?;
        let (query, _) = run.first_failure()?;
        let message = format!(
            "Query {} failed ({}), and `{}` was not ready for that: it threw {} and nothing caught it. Look at the error \
             first, and pass it to `callback`.",
            query.seq,
            query.answer_in_words(),
            run.action,
            error.name
        );
        let place = StackFrame::innermost(&error.stack).map(|frame| frame.place.clone());
        Some(Finding::new(RULE.id, Level::Error, message).at(place).shown_by(format!("query {}", query.seq)))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::legacy::Effect;
    use crate::recording::samples::{error, failed, query, refused};

    #[test]
    fn an_exception_after_a_failure_of_the_store_is_found() {
        let mut run = failed(Action::Login, OutcomeKind::Exception, error("TypeError", "rows is undefined"));
        assert_eq!(in_run(&RULE, &run), []);
        run.queries.push(query(1, "SELECT 1", Effect::Read, refused("ECONNREFUSED", "connect ECONNREFUSED")));
        let message = fires(&RULE, &run);
        assert!(
            message.contains("Query 1 failed (connect ECONNREFUSED)") && message.contains("threw TypeError"),
            "{message}"
        );
    }
}
