#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::connection::Action;
use crate::legacy::{Cell, Effect, Params, Reply, Request};
use crate::recording::masking::Mask;
use crate::recording::samples::{
    ada, answered, console, ended, error, failed, http, place, query, refused, rows, written,
};
use crate::recording::{ConsoleLevel, ConsoleLine, Masked, OutcomeKind, Query};

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn select(seq: u32, statement: &str, cells: &[&str]) -> Query {
    query(seq, statement, Effect::Read, rows(&["email"], cells.iter().map(|cell| vec![text(cell)]).collect()))
}

/// A login that asked and wrote this and answered with Ada.
fn login(queries: Vec<Query>) -> ScriptRun {
    let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
    (run.callbacks[0].step, run.steps) = (90, 91);
    run.queries = queries;
    run
}

/// The pairs in words: what happened in both, `-` in the first alone, `+` in the second alone, and the differences.
fn told(before: &ScriptRun, after: &ScriptRun) -> Vec<String> {
    let name = |moment: &Moment| moment.title.split(" {").next().unwrap_or_default().to_owned();
    let lines = align(before, after).into_iter().flat_map(|pair| {
        let first = match (&pair.before, &pair.after) {
            (Some(before), Some(_)) => format!("= {}", name(before)),
            (Some(before), None) => format!("- {}", name(before)),
            (None, Some(after)) => format!("+ {}", name(after)),
            (None, None) => "nothing".to_owned(),
        };
        let side = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
        let differs = pair
            .differs
            .into_iter()
            .map(move |differs| format!("    {}: {} -> {}", differs.part, side(differs.before), side(differs.after)));
        std::iter::once(first).chain(differs)
    });
    lines.collect()
}

/// The differences alone.
fn differences_of(before: &ScriptRun, after: &ScriptRun) -> Vec<String> {
    told(before, after).iter().filter_map(|line| line.strip_prefix("    ").map(str::to_owned)).collect()
}

/// What differs between two answers to the same query.
fn between(before: Reply, after: Reply) -> Vec<String> {
    let asked = |reply| login(vec![query(1, "SELECT email FROM users", Effect::Read, reply)]);
    differences_of(&asked(before), &asked(after))
}

#[test]
fn a_run_is_the_same_as_itself() {
    let mut run = login(vec![select(1, "SELECT email FROM users", &["ada@example.test"])]);
    run.console.push(console(2, "hello"));
    assert!(same(&run, &run));
    assert_eq!(
        told(&run, &run),
        [
            "= console.log: hello",
            "= query 1 reads: SELECT email FROM users",
            "= callback(null,",
            "= the script returned a profile"
        ]
    );
}

#[test]
fn lines_steps_and_times_may_differ() {
    let before = login(vec![select(1, "SELECT email FROM users", &["ada@example.test"])]);
    let mut after = before.clone();
    let sent = &mut after.queries[0];
    (sent.at, sent.step, sent.answered, sent.elapsed_ms) = (Some(place("login.js", 40)), 7, Some(8), Some(9.9));
    sent.request = select(1, "SELECT email\n  FROM users", &[]).request;
    after.callbacks[0].stack[0].place.line = 50;
    assert!(same(&before, &after));
}

#[test]
fn an_inserted_query_moves_nothing() {
    let users = |seq| select(seq, "SELECT email FROM users", &["ada@example.test"]);
    let roles = |seq| select(seq, "SELECT role FROM roles", &["admin"]);
    let before = login(vec![users(1), roles(2)]);
    let after = login(vec![select(1, "SELECT 1 FROM bans", &[]), users(2), roles(3)]);
    assert!(!same(&before, &after));
    assert_eq!(
        told(&before, &after),
        [
            "+ query 1 reads: SELECT 1 FROM bans",
            "= query 1 reads: SELECT email FROM users",
            "= query 2 reads: SELECT role FROM roles",
            "= callback(null,",
            "= the script returned a profile",
        ]
    );
    assert_eq!(told(&after, &before)[0], "- query 1 reads: SELECT 1 FROM bans");
}

#[test]
fn an_edited_statement_is_the_same_query_with_another_text() {
    let before = login(vec![select(1, "SELECT email FROM users WHERE mail = ?", &["a"])]);
    let after = login(vec![select(1, "SELECT email FROM users WHERE email = ?", &["a"])]);
    assert_eq!(
        differences_of(&before, &after),
        ["text: SELECT email FROM users WHERE mail = ? -> SELECT email FROM users WHERE email = ?"]
    );
}

#[test]
fn of_a_loop_the_turns_are_known_by_their_parameters() {
    let turn = |seq, id| {
        let mut query = select(seq, "SELECT role FROM roles WHERE id = ?", &["admin"]);
        if let Request::Sql { params, .. } = &mut query.request {
            *params = Params::Positional(vec![Cell::Integer(id)]);
        }
        query
    };
    let before = login(vec![turn(1, 10), turn(2, 20), turn(3, 30)]);
    let after = login(vec![turn(1, 10), turn(2, 30)]);
    let kinds: String = told(&before, &after).iter().map(|line| &line[..1]).collect();
    assert_eq!(kinds, "=-===");
    assert_eq!(differences_of(&login(vec![turn(1, 10)]), &login(vec![turn(1, 11)])), ["params[0]: 10 -> 11"]);
}

#[test]
fn named_parameters_are_known_by_name() {
    let asked = |params| {
        let mut query = select(1, "SELECT 1", &[]);
        if let Request::Sql { params: bound, .. } = &mut query.request {
            *bound = Params::Named(params);
        }
        login(vec![query])
    };
    let before = asked(vec![("email".into(), text("7")), ("old".into(), Cell::Null)]);
    let after = asked(vec![("new".into(), Cell::Bool(true)), ("email".into(), Cell::Integer(7))]);
    assert_eq!(
        differences_of(&before, &after),
        ["params.email: \"7\" -> 7", "params.old: NULL -> nothing", "params.new: nothing -> true"]
    );
}

#[test]
fn rows_differ_cell_by_cell() {
    let row = |email: &str, age| vec![text(email), Cell::Integer(age)];
    let before = rows(&["email", "age"], vec![row("a", 1), row("b", 2)]);
    let after = rows(&["email", "age"], vec![row("a", 1), row("B", 3), row("c", 3)]);
    assert_eq!(
        between(before, after),
        ["rows: 2 rows -> 3 rows", "rows[1].email: \"b\" -> \"B\"", "rows[1].age: 2 -> 3"]
    );
    let before = rows(&["email", "count(*)"], vec![row("a", 1)]);
    let after = rows(&["count(*)", "mail"], vec![vec![Cell::Integer(2), text("a")]]);
    assert_eq!(between(before, after), ["columns: email, count(*) -> count(*), mail", "rows[0][\"count(*)\"]: 1 -> 2"]);
}

#[test]
fn a_table_that_changed_altogether_is_not_listed_to_its_end() {
    let table = |of: &str| rows(&["x"], (0..5_000).map(|row| vec![text(&format!("{of}{row}"))]).collect());
    assert_eq!(between(table("a"), table("b")).len(), 100);
}

#[test]
fn other_answers_differ_in_their_own_parts() {
    assert_eq!(between(written(1), written(0)), ["rows: 1 row changed -> no rows changed"]);
    assert_eq!(between(written(1), rows(&["x"], vec![])), ["answer: 1 row changed -> no rows"]);
    assert_eq!(between(written(1), refused("ER_X", "No")), ["error: nothing -> ER_X: No"]);
    assert_eq!(between(refused("ER_X", "No"), refused("ER_Y", "No")), ["error: ER_X: No -> ER_Y: No"]);
    let several = |second| Reply::Several { replies: vec![written(1), second] };
    assert_eq!(between(several(written(1)), several(written(2))), ["results[1].rows: 1 row changed -> 2 rows changed"]);
    assert_eq!(between(Reply::Connected, Reply::Connected), [""; 0]);
}

#[test]
fn an_answer_that_came_too_late_is_none() {
    let before = login(vec![select(1, "SELECT 1", &["a", "b"])]);
    let mut after = before.clone();
    after.queries[0].answered = None;
    assert_eq!(differences_of(&before, &after), ["answer: 2 rows -> nothing"]);
    assert!(same(&after, &after));
}

#[test]
fn a_proxy_s_answer_differs_field_by_field() {
    let url = "https://legacy.example.test/users/7";
    let get = |body: serde_json::Value, date: &str| {
        let mut query = http(1, url, 200, &body.to_string());
        if let Some(Reply::Http { headers, .. }) = &mut query.reply {
            headers.extend([("date".into(), date.into()), ("Etag".into(), body["etag"].to_string())]);
        }
        login(vec![query])
    };
    let before = get(json!({"etag": 1, "user": {"email": "a", "tags": ["x"]}}), "Mon");
    let after = get(json!({"user": {"tags": ["x", "y"], "email": "b"}, "etag": 2}), "Tue");
    assert_eq!(
        differences_of(&before, &after),
        [
            "answer.headers.etag: 1 -> 2",
            "answer.body.etag: 1 -> 2",
            "answer.body.user.email: \"a\" -> \"b\"",
            "answer.body.user.tags[1]: nothing -> \"y\"",
        ]
    );
    let gone = login(vec![http(1, url, 404, "not found")]);
    let found = login(vec![http(1, url, 200, "found")]);
    assert_eq!(differences_of(&found, &gone), ["status: 200 OK -> 404 OK", "answer.body: \"found\" -> \"not found\""]);
}

#[test]
fn profiles_differ_field_by_field_and_once() {
    let run = |profile| answered(Action::Login, OutcomeKind::Profile, profile);
    let before = run(json!({"user_id": "7", "email": "a", "user_metadata": {"plan": "free", "old": 1}}));
    let after = run(json!({"email": "a", "user_id": 7, "user_metadata": {"plan": "pro"}, "roles": ["x"]}));
    assert_eq!(
        differences_of(&before, &after),
        [
            "profile.user_id: \"7\" -> 7",
            "profile.user_metadata.plan: \"free\" -> \"pro\"",
            "profile.user_metadata.old: 1 -> nothing",
            "profile.roles[0]: nothing -> \"x\"",
        ]
    );
    let changed = |result| answered(Action::ChangePassword, OutcomeKind::Success, json!(result));
    assert_eq!(differences_of(&changed(true), &changed(false)), ["result: true -> false"]);
}

#[test]
fn another_ending_is_told_with_its_error() {
    let before = answered(Action::Login, OutcomeKind::Profile, ada());
    let after = failed(Action::Login, OutcomeKind::Exception, error("TypeError", "no email of undefined"));
    assert_eq!(
        told(&before, &after),
        [
            "- callback(null,",
            "= the script returned a profile",
            "    outcome: returned a profile -> threw an error that nothing caught",
            "    error: nothing -> TypeError: no email of undefined",
        ]
    );
}

#[test]
fn two_errors_differ_in_message_code_and_properties() {
    let run = |message: &str, code, user: &str| {
        let mut wrong = error("WrongUsernameOrPasswordError", message);
        wrong.code = code;
        wrong.properties.insert("user_id".into(), json!(user));
        let mut run = failed(Action::Login, OutcomeKind::WrongCredentials, wrong.clone());
        run.callbacks = login(vec![]).callbacks;
        (run.callbacks[0].error, run.callbacks[0].result) = (Some(wrong), None);
        run
    };
    assert_eq!(
        differences_of(&run("no", Some(json!("x")), "a"), &run("No!", None, "b")),
        ["message: no -> No!", "error.code: \"x\" -> nothing", "error.user_id: \"a\" -> \"b\""]
    );
}

#[test]
fn console_lines_differ_in_level_and_message() {
    let run = |line| {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        run.console.push(line);
        run
    };
    let warning = ConsoleLine { level: ConsoleLevel::Warn, ..console(1, "found 1") };
    assert_eq!(
        differences_of(&run(console(1, "found 0")), &run(console(1, "found 1"))),
        ["message: found 0 -> found 1"]
    );
    assert_eq!(differences_of(&run(console(1, "found 1")), &run(warning)), ["level: log -> warn"]);
}

#[test]
fn long_texts_are_shown_where_they_part() {
    let columns = "column, ".repeat(60);
    let before = login(vec![select(1, &format!("SELECT {columns} a FROM users"), &[])]);
    let after = login(vec![select(1, &format!("SELECT {columns} b FROM users"), &[])]);
    let found = differences_of(&before, &after);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("text: …") && found[0].contains(" a FROM users -> …"), "{found:?}");
    assert!(found[0].ends_with(" b FROM users"), "{found:?}");
}

#[test]
fn the_same_secrets_under_two_masks_are_no_difference() {
    let run = || {
        let mut run = login(vec![select(1, "SELECT 1", &["correct-horse", "battery-staple", "correct-horse"])]);
        run.console.push(console(2, "correct-horse and battery-staple"));
        run
    };
    let secrets = || ["correct-horse", "battery-staple"].map(str::to_owned);
    let (one, other) = (Mask::new(secrets()), Mask::new(secrets()));
    assert!(same(&run().masked(&one), &run().masked(&other)));
    assert!(same(&run().masked(&one), &run().masked(&one)));
}

#[test]
fn another_secret_in_its_place_is_a_difference_as_far_as_it_can_be_told() {
    let secrets = || ["correct-horse", "battery-staple", "third-secret"].map(str::to_owned);
    let run = |cells: &[&str]| login(vec![select(1, "SELECT 1", cells)]);
    let (one, other) = (Mask::new(secrets()), Mask::new(secrets()));
    let before = run(&["correct-horse", "correct-horse", "battery-staple"]).masked(&one);
    let twice = run(&["correct-horse", "battery-staple", "battery-staple"]);
    assert_eq!(differences_of(&before, &twice.masked(&other)).len(), 1);
    // Under one mask every secret is known again.
    let third = run(&["correct-horse", "correct-horse", "third-secret"]).masked(&one);
    assert_eq!(differences_of(&before, &third).len(), 1);
}

#[test]
fn runs_under_way_are_compared_as_far_as_they_got() {
    let whole = login(vec![select(1, "SELECT 1", &[])]);
    let mut begun = whole.clone();
    begun.outcome = None;
    begun.callbacks.clear();
    let kinds: String = told(&begun, &whole).iter().map(|line| line[..1].to_owned()).collect();
    assert_eq!(kinds, "=++");
    assert!(align(&ScriptRun::begun(Action::Login, "login.js".into()), &begun)
        .iter()
        .all(|pair| pair.before.is_none()));
}

#[test]
fn ten_thousand_lines_that_changed_here_and_there_are_paired() {
    let run = |every: usize| {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        let lines = (0..10_000).filter(|line| line % every != 0);
        run.console.extend(lines.map(|line| console(1, &format!("line {}", line % 100))));
        run
    };
    let pairs = align(&run(7), &run(11));
    let both = pairs.iter().filter(|pair| pair.is_same()).count();
    assert!(both > 7_000, "{both} of {}", pairs.len());
}
