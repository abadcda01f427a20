#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::connection::Action;
use crate::legacy::{Cell, Effect, Reply};
use crate::recording::masking::Mask;
use crate::recording::samples::{ada, answered, http, query, rows};
use crate::recording::{Masked, OutcomeKind};

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// A login that answered after these replies.
fn after(replies: Vec<Reply>) -> ScriptRun {
    let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
    run.callbacks[0].step = 100;
    let asked = replies.into_iter().zip(1..);
    run.queries.extend(asked.map(|(reply, seq)| query(seq, "SELECT …", Effect::Read, reply)));
    run
}

/// Everything found, in words: `q1 row 0 email same`.
fn told(run: &ScriptRun, field: &str, value: Value) -> Vec<String> {
    told_with(run, &[], field, value)
}

fn told_with(run: &ScriptRun, inputs: &[(String, Value)], field: &str, value: Value) -> Vec<String> {
    let in_words = |origin: Origin| {
        let likeness = match origin.likeness {
            Likeness::Same => "same",
            Likeness::SameText => "as text",
            Likeness::Contains => "part",
        };
        match origin.kind {
            OriginKind::Column { seq, row, column } => format!("q{seq} row {row} {column} {likeness}"),
            OriginKind::Body { seq, path } => format!("q{seq} body {path} {likeness}"),
            OriginKind::Input { name } => format!("input {name} {likeness}"),
        }
    };
    origins(run, inputs, field, &value).into_iter().map(in_words).collect()
}

#[test]
fn a_field_comes_from_the_column_of_its_name_before_any_other() {
    let columns = ["display", "GIVEN_NAME", "nick"];
    let run = after(vec![rows(&columns, vec![vec![text("Ada"), text("ada"), text("Ada")]])]);
    let expected = ["q1 row 0 GIVEN_NAME as text", "q1 row 0 display same", "q1 row 0 nick same"];
    assert_eq!(told(&run, "given_name", json!("Ada")), expected);
}

#[test]
fn an_origin_says_who_asked_and_when_the_script_got_it() {
    let run = after(vec![rows(&["email"], vec![vec![text("ada@example.test")]])]);
    let found = origins(&run, &[], "email", &json!("ada@example.test"));
    let expected = Origin {
        kind: OriginKind::Column { seq: 1, row: 0, column: "email".into() },
        likeness: Likeness::Same,
        at: run.queries[0].at.clone(),
        step: run.queries[0].answered.unwrap(),
    };
    assert_eq!(found, [expected]);
}

#[test]
fn an_id_with_a_prefix_comes_from_the_id() {
    let run = after(vec![rows(&["id", "age"], vec![vec![Cell::Integer(7), Cell::Integer(7)]])]);
    assert_eq!(told(&run, "user_id", json!("pg|7")), ["q1 row 0 id part"]);
    assert_eq!(told(&run, "user_id", json!("7")), ["q1 row 0 id as text"]);
}

#[test]
fn a_name_made_of_two_columns_comes_from_both() {
    let run = after(vec![rows(&["first", "last"], vec![vec![text("Ada"), text("Lovelace")]])]);
    assert_eq!(told(&run, "name", json!("Ada Lovelace")), ["q1 row 0 first part", "q1 row 0 last part"]);
}

#[test]
fn of_two_queries_that_answered_the_same_the_later_one_comes_first() {
    let reply = || rows(&["plan"], vec![vec![text("pro")]]);
    let run = after(vec![reply(), reply()]);
    assert_eq!(told(&run, "user_metadata.plan", json!("pro")), ["q2 row 0 plan same", "q1 row 0 plan same"]);
}

#[test]
fn what_reached_the_script_too_late_or_never_is_no_origin() {
    let mut run = after(vec![rows(&["plan"], vec![vec![text("pro")]])]);
    run.queries[0].answered = Some(101);
    assert_eq!(told(&run, "plan", json!("pro")), [""; 0]);
    run.queries[0].answered = None;
    assert_eq!(told(&run, "plan", json!("pro")), [""; 0]);
    run.callbacks.clear();
    run.queries[0].answered = Some(101);
    assert_eq!(told(&run, "plan", json!("pro")), ["q1 row 0 plan same"]);
}

#[test]
fn values_that_are_everywhere_come_only_from_a_column_of_their_name() {
    let columns = ["active", "email_verified", "phone", "locale"];
    let row = vec![Cell::Integer(1), Cell::Integer(1), Cell::Null, text("")];
    let run = after(vec![rows(&columns, vec![row])]);
    assert_eq!(told(&run, "email_verified", json!(true)), ["q1 row 0 email_verified as text"]);
    assert_eq!(told(&run, "email_verified", json!(false)), [""; 0]);
    assert_eq!(told(&run, "blocked", json!(true)), [""; 0]);
    assert_eq!(told(&run, "phone", json!(null)), ["q1 row 0 phone same"]);
    assert_eq!(told(&run, "locale", json!("")), ["q1 row 0 locale same"]);
    assert_eq!(told(&run, "name", json!("")), [""; 0]);
}

#[test]
fn each_column_gives_the_row_that_is_most_alike() {
    let role = |name: &str| vec![text(name)];
    let run = after(vec![rows(&["role"], vec![role("super-admin"), role("user"), role("admin"), role("admin")])]);
    assert_eq!(told(&run, "roles[0]", json!("admin")), ["q1 row 2 role same"]);
}

#[test]
fn json_in_a_cell_is_looked_into() {
    let stored = Cell::Json { value: json!({"plan": "pro", "tags": ["beta"]}) };
    let run = after(vec![rows(&["metadata", "raw"], vec![vec![stored, text(r#"{"plan":"pro"}"#)]])]);
    let plans = ["q1 row 0 metadata.plan same", "q1 row 0 raw.plan same", "q1 row 0 raw part"];
    assert_eq!(told(&run, "user_metadata.plan", json!("pro")), plans);
    assert_eq!(told(&run, "user_metadata.tags[0]", json!("beta")), ["q1 row 0 metadata.tags[0] same"]);
}

#[test]
fn dates_bytes_and_big_numbers_are_known_in_the_form_a_script_gives_them() {
    let uuid = Cell::Bytes { base64: "VQ6EAOKbQdSnFkRmVUQAAA==".into() };
    let row = vec![Cell::Date { ms: 1_709_210_096_789.0 }, uuid, Cell::BigInt { digits: "9007199254740993".into() }];
    let run = after(vec![rows(&["created", "uid", "big"], vec![row])]);
    assert_eq!(told(&run, "created_at", json!("2024-02-29T12:34:56.789Z")), ["q1 row 0 created same"]);
    let id = json!("550e8400-e29b-41d4-a716-446655440000");
    assert_eq!(told(&run, "user_id", id), ["q1 row 0 uid same"]);
    assert_eq!(told(&run, "user_id", json!("550E8400E29B41D4A716446655440000")), ["q1 row 0 uid as text"]);
    assert_eq!(told(&run, "x", json!("legacy-9007199254740993")), ["q1 row 0 big part"]);
}

#[test]
fn the_answer_of_a_proxy_is_looked_into() {
    let answer = json!({"data": {"users": [{"id": 7, "email": "ada@example.test"}]}}).to_string();
    let mut run = after(vec![]);
    run.queries.push(http(1, "https://legacy.example.test/users", 200, &answer));
    assert_eq!(told(&run, "email", json!("ada@example.test")), ["q1 body data.users[0].email same"]);
    assert_eq!(told(&run, "user_id", json!("7")), ["q1 body data.users[0].id as text"]);
    run.queries.push(http(2, "https://legacy.example.test/page", 200, "<p>ada@example.test</p>"));
    assert_eq!(told(&run, "email", json!("ada@example.test")).len(), 1);
}

#[test]
fn rows_of_several_results_are_counted_through() {
    let result = |name: &str| rows(&["role"], vec![vec![text(name)]]);
    let run = after(vec![Reply::Several { replies: vec![result("user"), result("admin")] }]);
    assert_eq!(told(&run, "roles[1]", json!("admin")), ["q1 row 1 role same"]);
}

#[test]
fn inputs_come_after_whatever_the_store_answered() {
    let inputs = [
        ("identifier".to_owned(), json!("ada@example.test")),
        ("user".to_owned(), json!({"email": "ada@example.test", "roles": ["admin"]})),
    ];
    let run = after(vec![rows(&["mail"], vec![vec![text("Ada@example.test")]])]);
    let expected = ["q1 row 0 mail as text", "input user.email same", "input identifier same"];
    assert_eq!(told_with(&run, &inputs, "email", json!("ada@example.test")), expected);
    assert_eq!(told_with(&run, &inputs, "roles[0]", json!("admin")), ["input user.roles[0] same"]);
}

#[test]
fn a_masked_secret_is_traced_by_its_mask() {
    let mask = Mask::new(["correct-horse".to_owned()]);
    let run = after(vec![rows(&["note"], vec![vec![text("correct-horse")]])]);
    let run = run.masked(&mask);
    assert_eq!(told(&run, "nickname", json!(mask.token("correct-horse"))), ["q1 row 0 note same"]);
    assert_eq!(told(&run, "nickname", json!(mask.token("another"))), [""; 0]);
}

#[test]
fn a_whole_table_is_searched_but_not_for_ever() {
    let row = |number: usize| vec![text(&format!("user-{number}")), Cell::Null];
    let run = after(vec![rows(&["login", "x"], (0..60_000).map(row).collect())]);
    assert_eq!(told(&run, "username", json!("user-24999")), ["q1 row 24999 login same"]);
    assert_eq!(told(&run, "username", json!("user-59999")), [""; 0]);
}

#[test]
fn an_answer_with_rows_shorter_than_its_columns_is_no_trouble() {
    let run = after(vec![rows(&["a", "b"], vec![vec![text("xy")], vec![]])]);
    assert_eq!(told(&run, "b", json!("xy")), ["q1 row 0 a same"]);
}
