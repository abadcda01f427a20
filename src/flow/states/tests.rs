#![allow(clippy::unwrap_used)]

use serde_json::{json, Value};

use crate::connection::{Action, Connection, Mode};
use crate::flow::samples::{connection, inputs, script};
use crate::flow::{decide, Auth0User, Change, Decision, Facts, Inputs, Operation, Situation};
use crate::legacy::{Cell, Effect};
use crate::recording::samples::{ada, answered, error, failed, query, rows, written};
use crate::recording::{OutcomeKind, ScriptRun};

/// `S1 before` and so on, of a decision.
fn words(decision: &Decision) -> Vec<String> {
    decision.states.iter().map(|seen| format!("{} {}", seen.id, seen.when.key())).collect()
}

/// A connection in this mode with these users in the Auth0 store.
fn with(mode: Mode, users: Vec<Value>) -> Connection {
    let mut connection = connection();
    connection.options.import_mode = Some(mode == Mode::AutomaticMigration);
    connection.settings.auth0_users = users;
    connection.scripts.insert(Action::GetUser, script(Action::GetUser));
    connection
}

fn facts_of(connection: &Connection, operation: Operation) -> Facts {
    Facts::new(connection, Situation::of(connection, operation, inputs()))
}

/// The states of a login that these runs belong to.
fn login(mode: Mode, users: Vec<Value>, runs: &[ScriptRun]) -> Vec<String> {
    words(&decide(&facts_of(&with(mode, users), Operation::Login), runs))
}

/// What is recognised where the decision is given, changes and all.
fn given(mode: Mode, users: Vec<Value>, runs: &[ScriptRun], decision: &Decision) -> Vec<String> {
    let runs: Vec<&ScriptRun> = runs.iter().collect();
    let states = super::seen(&facts_of(&with(mode, users), Operation::Login), &runs, decision);
    words(&Decision { states, ..Decision::open() })
}

fn profile(value: Value) -> ScriptRun {
    ScriptRun { about: Some("ada@example.test".into()), ..answered(Action::Login, OutcomeKind::Profile, value) }
}

fn refused_with_rows(columns: &[&str], found: Vec<Vec<Cell>>) -> ScriptRun {
    let mut run = failed(Action::Login, OutcomeKind::WrongCredentials, error("WrongUsernameOrPasswordError", ""));
    run.queries.push(query(1, "SELECT * FROM users WHERE email = ?", Effect::Read, rows(columns, found)));
    run
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

const LEGACY: Mode = Mode::LegacyAuthentication;
const MIGRATION: Mode = Mode::AutomaticMigration;

#[test]
fn s1_a_user_who_is_in_the_legacy_store_alone() {
    let wrong = refused_with_rows(&["id", "email"], vec![vec![Cell::Integer(7), text("Ada@example.test")]]);
    assert_eq!(login(MIGRATION, vec![], &[wrong]), ["S1 before", "S1 after"]);
    let nobody = refused_with_rows(&["id", "email"], vec![]);
    assert!(login(MIGRATION, vec![], &[nobody]).is_empty());
}

#[test]
fn s5_a_user_whom_the_auth0_store_answers_for() {
    let user = json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "correct-horse"});
    assert_eq!(login(MIGRATION, vec![user], &[]), ["S5 before", "S5 after"]);
}

#[test]
fn s3_and_s4_a_user_who_is_half_there() {
    let user = |record: &str| json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "correct-horse", "record": record});
    assert!(login(MIGRATION, vec![user("partial")], &[]).contains(&"S3 before".to_owned()));
    assert!(login(MIGRATION, vec![user("without-metadata")], &[]).contains(&"S4 before".to_owned()));
}

#[test]
fn s4_metadata_that_a_script_returns_and_the_store_lacks() {
    let user = json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "correct-horse"});
    let connection = with(MIGRATION, vec![user]);
    let facts = facts_of(&connection, Operation::Script(Action::GetUser));
    let returned = json!({"user_id": "7", "email": "ada@example.test", "app_metadata": {"plan": "gold"}});
    let run = answered(Action::GetUser, OutcomeKind::Profile, returned);
    let decision = decide(&facts, [&run]);
    assert_eq!(words(&decision), ["S4 before", "S4 after"]);
    assert!(decision.states[0].evidence.contains("`app_metadata`"), "{:?}", decision.states);
}

#[test]
fn s2_and_s7_a_profile_of_legacy_authentication_with_and_without_its_row() {
    let user = || vec![json!({"user_id": "auth0|7", "email": "ada@example.test"})];
    assert!(login(LEGACY, user(), &[profile(ada())]).contains(&"S2 before".to_owned()));
    let gone = refused_with_rows(&["id", "email"], vec![]);
    assert_eq!(login(LEGACY, user(), &[gone]), ["S7 before", "S7 after"]);
    let wrong = refused_with_rows(&["id", "email"], vec![vec![Cell::Integer(7), text("ada@example.test")]]);
    assert_eq!(login(LEGACY, user(), &[wrong]), ["S2 before", "S2 after"]);
}

#[test]
fn s6_a_user_who_was_deleted_comes_back() {
    let gone = || vec![json!({"email": "ada@example.test", "record": "removed"})];
    let mut decision = Decision::open();
    decision.verdict = Some(crate::flow::Verdict::Authenticated);
    decision.user_id = Some("auth0|7".into());
    let back = json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "correct-horse"});
    decision.changes = vec![Change::Add(Auth0User::of(&back).unwrap())];
    assert_eq!(given(MIGRATION, gone(), &[profile(ada())], &decision), ["S6 before", "S5 after", "S6 after"]);
    let nothing = given(MIGRATION, gone(), &[profile(ada())], &Decision::open());
    assert_eq!(nothing, ["S6 before"], "nothing is decided yet");
}

#[test]
fn s6_a_user_who_is_deleted_in_auth0_alone() {
    let user = json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "x"});
    let mut decision = Decision::open();
    decision.verdict = Some(crate::flow::Verdict::Deleted);
    decision.changes = vec![Change::Remove { user_id: "auth0|7".into() }];
    assert_eq!(given(MIGRATION, vec![user], &[], &decision), ["S5 before", "S6 after"]);
}

#[test]
fn s8_s9_and_s16_what_both_sides_say_differently() {
    let other_email = json!({"user_id": "auth0|7", "email": "new@example.test", "password": "x"});
    assert!(login(MIGRATION, vec![other_email], &[profile(ada())]).contains(&"S8 before".to_owned()));
    let other_id = json!({"user_id": "auth0|9", "email": "ada@example.test"});
    assert!(login(LEGACY, vec![other_id], &[profile(ada())]).contains(&"S9 before".to_owned()));
    let other_case = json!({"user_id": "auth0|7", "email": "ada@example.test"});
    let run = profile(json!({"user_id": "7", "email": "Ada@Example.test"}));
    assert!(login(LEGACY, vec![other_case], &[run]).contains(&"S16 before".to_owned()));
}

#[test]
fn s9_two_scripts_that_give_different_ids() {
    let mut connection = with(MIGRATION, vec![]);
    connection.settings.variants.insert("X1".into(), json!(true));
    let found = json!({"user_id": "other", "email": "ada@example.test"});
    let get_user =
        ScriptRun { about: Some("Ada@example.test".into()), ..answered(Action::GetUser, OutcomeKind::Profile, found) };
    let decision = decide(&facts_of(&connection, Operation::Login), &[get_user, profile(ada())]);
    let seen = decision.states.iter().find(|seen| seen.id == "S9").unwrap();
    assert_eq!(seen.evidence, "`get_user` says auth0|other, `login` says auth0|7");
}

#[test]
fn s10_import_mode_over_a_legacy_profile() {
    let user = json!({"user_id": "auth0|7", "email": "ada@example.test", "record": "profile"});
    assert_eq!(login(MIGRATION, vec![user.clone()], &[]), ["S10 before"]);
    let run = profile(ada());
    let decision = decide(&facts_of(&with(MIGRATION, vec![user]), Operation::Login), [&run]);
    assert_eq!(words(&decision), ["S10 before", "S10 after"]);
    assert_eq!(decision.log_event.unwrap().description, "DUPLICATED_USER");
}

#[test]
fn s11_two_users_of_one_name_in_the_legacy_store() {
    let two =
        || vec![vec![Cell::Integer(7), text("ada@example.test")], vec![Cell::Integer(8), text("ADA@example.test")]];
    let mut run = refused_with_rows(&["id", "email"], two());
    assert!(login(MIGRATION, vec![], &[run.clone()]).contains(&"S11 before".to_owned()));
    let joined = "SELECT u.id, u.email FROM users u JOIN roles r ON r.user_id = u.id";
    run.queries = vec![query(1, joined, Effect::Read, rows(&["id", "email"], two()))];
    assert!(!login(MIGRATION, vec![], &[run]).contains(&"S11 before".to_owned()));
}

#[test]
fn s12_factors_that_cannot_be_imported() {
    let run = profile(json!({"user_id": "7", "email": "ada@example.test", "mfa_factors": [{"totp": {"secret": "?"}}]}));
    assert_eq!(login(MIGRATION, vec![], &[run]), ["S1 before", "S12 after"]);
}

#[test]
fn s13_a_password_that_the_policy_refuses() {
    let mut decision = Decision::open();
    decision.no("M11", crate::flow::Certainty::Documented, "the password is too short for the policy");
    decision.verdict = Some(crate::flow::Verdict::Failed);
    assert_eq!(given(MIGRATION, vec![], &[profile(ada())], &decision), ["S1 before", "S13 after"]);
}

#[test]
fn s14_a_user_of_a_bulk_import_who_logs_in_by_another_name() {
    let user = json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "x", "origin": "bulk"});
    let connection = with(MIGRATION, vec![user]);
    let inputs = Inputs { username: Some("ada".into()), ..inputs() };
    let facts = Facts::new(&connection, Situation::of(&connection, Operation::Login, inputs));
    let run = answered(Action::Login, OutcomeKind::Profile, ada());
    assert_eq!(words(&decide(&facts, [&run])), ["S14 before", "S14 after"]);
}

#[test]
fn s15_import_mode_off_after_a_migration() {
    let user = json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "changed-since"});
    assert!(login(LEGACY, vec![user], &[profile(ada())]).contains(&"S15 before".to_owned()));
}

#[test]
fn s17_a_marker_without_a_user() {
    let mut run = profile(json!({"user_id": "7", "email": "ada@example.test", "mfa_factors": []}));
    run.queries.push(query(2, "UPDATE users SET migrated = 1 WHERE email = ?", Effect::Write, written(1)));
    assert_eq!(login(MIGRATION, vec![], &[run]), ["S1 before", "S12 after", "S17 after"]);
    let row = vec![text("ada@example.test"), Cell::Integer(1)];
    let locked_out = refused_with_rows(&["email", "migrated"], vec![row]);
    assert_eq!(login(MIGRATION, vec![], &[locked_out]), ["S17 before", "S17 after"]);
}
