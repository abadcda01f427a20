//! L10: the run took longer than the platform allows (§5.2).

use super::{in_words, slow_exchange, Check, Finding, Level, Rule, Subject};
use crate::recording::OutcomeKind;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L10",
    title: "over 20 seconds",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "About 20 seconds after the start the container is recycled: pending work is lost, the cache in `global` \
          too, and the login fails.",
    fix: "Give every call to others a timeout well below the limit, and look at what the run was waiting for.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices",
    ],
    checks: &[Check::Runs(check), Check::Runs(slow_exchange::check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let late = subject.ended().filter(|(_, outcome)| outcome.kind == OutcomeKind::Timeout);
    late.map(|(run, _)| {
        let pending = run.queries.iter().find(|query| query.reply.is_none());
        let waiting = match pending {
            Some(query) => {
                let place = query.at.as_ref().map(|place| format!(", sent at {}", in_words(place)));
                format!("query {} was still unanswered{}", query.seq, place.unwrap_or_default())
            }
            None => "no query was unanswered, so it was busy or waited for a timer".to_owned(),
        };
        let message = format!(
            "`{}` did not end within 20 seconds and {} statements; {waiting}. Set a timeout on every external call, well \
             under the limit.",
            run.action, run.steps
        );
        Finding::new(RULE.id, Level::Error, message).at(pending.and_then(|query| query.at.clone()))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::legacy::{Effect, Reply};
    use crate::recording::samples::{ended, query};

    #[test]
    fn a_run_over_time_is_found_with_what_it_waited_for() {
        let mut run = ended(Action::Login, OutcomeKind::Timeout);
        assert!(fires(&RULE, &run).contains("it was busy or waited for a timer"));
        let mut pending = query(2, "SELECT SLEEP(60)", Effect::Read, Reply::Connected);
        pending.reply = None;
        run.queries.push(pending);
        assert!(fires(&RULE, &run).contains("query 2 was still unanswered, sent at login.js:11:5"));
    }

    #[test]
    fn a_run_without_callback_is_another_rule() {
        assert_eq!(in_run(&RULE, &ended(Action::Login, OutcomeKind::NoCallback)), []);
    }
}
