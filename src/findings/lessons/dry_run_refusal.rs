//! The dry run kept a request from a live store: nobody must take that failure for the store's own.

use super::{Check, Finding, Level, Rule, Subject};
use crate::legacy::{Reply, StoreError};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "dry-run",
    title: "kept from the live store",
    level: Level::Note,
    certainty: Certainty::Documented,
    why: "A live store is left as it is unless the run is told to keep what it writes, so a request that cannot be taken back is not sent.",
    fix: "Run again with `--commit` to send it, allow it under `[store.live] allow`, or use an embedded store.",
    sources: &["loginscope, README"],
    checks: &[Check::Runs(check)],
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let queries = subject.runs.iter().flat_map(|run| &run.queries);
    let refused = queries.filter_map(|query| match &query.reply {
        Some(Reply::Error(error)) if error.code == StoreError::DRY_RUN => Some((query, error)),
        _ => None,
    });
    refused
        .map(|(query, error)| {
            let message = format!(
                "Query {} failed because of the dry run, not because of the store; what follows may differ from what \
                 it would be. {}.",
                query.seq,
                error.message.trim_end_matches('.')
            );
            Finding::new(RULE.id, Level::Warning, message).at(query.at.clone())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::connection::Action;
    use crate::legacy::Effect;
    use crate::recording::samples::{answered, query};
    use crate::recording::OutcomeKind;
    use serde_json::json;

    #[test]
    fn a_refusal_of_the_dry_run_is_said_to_be_one() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, json!({"user_id": "7"}));
        let refusal = StoreError {
            code: StoreError::DRY_RUN.to_owned(),
            message: "The dry run did not send `VACUUM`: why. Run with --commit to send it".to_owned(),
            ..StoreError::default()
        };
        run.queries.push(query(1, "VACUUM", Effect::Write, Reply::Error(refusal)));
        assert!(fires(&RULE, &run).contains("because of the dry run, not because of the store"));
    }

    #[test]
    fn a_failure_of_the_store_is_none() {
        let run = answered(Action::Login, OutcomeKind::Profile, json!({"user_id": "7"}));
        assert_eq!(in_run(&RULE, &run), []);
    }
}
