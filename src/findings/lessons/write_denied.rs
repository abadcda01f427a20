//! L51, L52: the script answered that nothing was changed, although a statement had changed rows.
//!
//! The classic cause: MySQL answers an UPDATE with an OkPacket, not with an array, so `results.length > 0` is never
//! true (§8.1, §8.16).

use serde_json::Value;

use super::change_password_answer::RULE;
use super::{Finding, Level, Subject};
use crate::connection::Action;
use crate::legacy::{Dialect, Reply, Request};
use crate::recording::{OutcomeKind, Query, ScriptRun};

/// As much of a statement as a sentence can carry.
const LONGEST_STATEMENT: usize = 60;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let denials = subject.ended().filter(|(_, outcome)| {
        outcome.kind == OutcomeKind::Success && matches!(outcome.result, None | Some(Value::Null | Value::Bool(false)))
    });
    denials.filter_map(|(run, _)| found(run)).collect()
}

fn found(run: &ScriptRun) -> Option<Finding> {
    let rule = match run.action {
        Action::ChangePassword | Action::ChangeEmail => RULE.id,
        Action::Verify => "L52",
        _ => return None,
    };
    let (query, changed) = run.queries.iter().rev().find_map(|query| Some((query, changed(query)?)))?;
    let Request::Sql { dialect, text, .. } = &query.request else { return None };
    let advice = match dialect {
        Dialect::MySql => {
            "MySQL answers such a statement with an OkPacket, not an array, so its `length` is undefined: test \
             `affectedRows` instead (§8.1, §8.16)"
        }
        Dialect::SqlServer => "its callback is given the number of rows, and no rows without OUTPUT",
        Dialect::Oracle => "it answers no rows: test `rowsAffected`",
        Dialect::Db2 => "such a statement answers an empty array: ask again for what was changed",
        Dialect::PostgreSql => "without RETURNING it answers no rows: test `rowCount`, not `rows` (§8.16)",
    };
    let message = format!(
        "`{}` answered that nothing was changed, but query {} ({}) had changed {changed} row{}. {advice}.",
        run.action,
        query.seq,
        shortened(text),
        if changed == 1 { "" } else { "s" }
    );
    Some(Finding::new(rule, Level::Error, message).at(query.at.clone()))
}

/// How many rows the query changed, if any.
fn changed(query: &Query) -> Option<u64> {
    match query.reply.as_ref()? {
        Reply::Written { changed, .. } => Some(*changed),
        Reply::Rows { affected, .. } => *affected,
        _ => None,
    }
    .filter(|changed| *changed > 0)
}

fn shortened(statement: &str) -> String {
    let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match statement.char_indices().nth(LONGEST_STATEMENT) {
        Some((end, _)) => format!("{} …", statement[..end].trim_end()),
        None => statement,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run};
    use super::*;
    use crate::legacy::Effect;
    use crate::recording::samples::{answered, query, written};
    use serde_json::json;

    const UPDATE: &str = "UPDATE users\n   SET password = ?\n WHERE email = ? AND deleted_at IS NULL AND locked = 0";

    fn run(action: Action, answer: Value, changed: u64) -> ScriptRun {
        let mut run = answered(action, OutcomeKind::Success, answer);
        run.queries.push(query(2, UPDATE, Effect::Write, written(changed)));
        run
    }

    #[test]
    fn an_okpacket_read_as_an_array_is_found() {
        let run = run(Action::ChangePassword, json!(false), 1);
        assert_eq!(
            fires(&RULE, &run),
            "`change_password` answered that nothing was changed, but query 2 (UPDATE users SET password = ? WHERE email = \
             ? AND deleted_at …) had changed 1 row. MySQL answers such a statement with an OkPacket, not an array, so its \
             `length` is undefined: test `affectedRows` instead (§8.1, §8.16)."
        );
        assert_eq!(in_run(&RULE, &run)[0].rule, "L51");
    }

    #[test]
    fn verify_and_change_email_are_found_too() {
        assert_eq!(in_run(&RULE, &run(Action::Verify, json!(false), 1))[0].rule, "L52");
        assert_eq!(in_run(&RULE, &run(Action::ChangeEmail, Value::Null, 2))[0].rule, "L51");
        let mut pg = run(Action::ChangePassword, json!(false), 1);
        if let Request::Sql { dialect, .. } = &mut pg.queries[0].request {
            *dialect = Dialect::PostgreSql;
        }
        assert!(fires(&RULE, &pg).contains("test `rowCount`"));
    }

    #[test]
    fn an_honest_answer_is_fine() {
        assert_eq!(in_run(&RULE, &run(Action::ChangePassword, json!(true), 1)), []);
        assert_eq!(in_run(&RULE, &run(Action::ChangePassword, json!(false), 0)), []);
        assert_eq!(in_run(&RULE, &run(Action::Create, Value::Null, 1)), []);
    }
}
