//! What is recognised, failure by failure. Those that a connection shows by itself are played in
//! `tests/scenarios/slips`; here stand those that need a store, a network or a tenant in some other state.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{json, Value};

use super::samples::{decided, named, of, with};
use super::Card;
use crate::connection::{Action, Connection, Mode, Note, NoteLevel};
use crate::flow::samples::connection;
use crate::flow::{
    About, Auth0Store, Certainty, Decision, Interruption, Link, LinkState, Reason, ReasonState, Situation, Verdict,
};
use crate::legacy::{Cell, Effect};
use crate::recording::samples::{ada, answered, ended, error, failed, http, query, refused, rows};
use crate::recording::{ErrorInfo, OutcomeKind, Query, ScriptRun};

fn lookup(found: bool) -> Query {
    let found = if found { vec![vec![Cell::Integer(7)]] } else { Vec::new() };
    query(1, "SELECT id FROM users WHERE email = ?", Effect::Read, rows(&["id"], found))
}

fn asked(mut run: ScriptRun, query: Query) -> ScriptRun {
    run.queries.push(query);
    run
}

fn wrong(identifier: Value) -> ErrorInfo {
    let mut wrong = error("WrongUsernameOrPasswordError", "Wrong e-mail or password.");
    wrong.properties.insert("user_id".into(), identifier);
    wrong
}

fn down(code: &str, message: &str) -> Query {
    query(1, "SELECT id FROM users WHERE email = ?", Effect::Read, refused(code, message))
}

fn login_error(message: &str, query: Query) -> ScriptRun {
    asked(failed(Action::Login, OutcomeKind::Error, error("Error", message)), query)
}

fn users(situation: &mut Situation, users: &[Value]) {
    let mut connection = connection();
    connection.options.import_mode = Some(true);
    connection.settings.auth0_users = users.to_vec();
    situation.store = std::sync::Arc::new(Auth0Store::of(&connection));
}

fn stopped(decision: &mut Decision, rule: &'static str, text: &str) {
    decision.verdict = Some(Verdict::Failed);
    let text = text.to_owned();
    decision.reasons.push(Reason {
        rule,
        certainty: Certainty::Documented,
        text,
        state: ReasonState::No,
        evidence: None,
    });
}

fn lacks(decision: &mut Decision, action: Action) {
    decision.verdict = Some(Verdict::Failed);
    decision.chain.push(Link { action, about: About::User, state: LinkState::Missing, why: String::new() });
}

fn migrating() -> Connection {
    let mut connection = connection();
    connection.options.import_mode = Some(true);
    connection
}

#[test]
fn a_run_under_way_and_a_healthy_login_have_no_card() {
    let connection = connection();
    assert_eq!(of(&connection, crate::recording::samples::run(Action::Login)), None);
    assert_eq!(of(&connection, asked(answered(Action::Login, OutcomeKind::Profile, ada()), lookup(true))), None);
    let nobody = asked(answered(Action::GetUser, OutcomeKind::NotFound, Value::Null), lookup(false));
    assert_eq!(of(&connection, nobody), None);
}

#[test]
fn a_plain_denial_says_whether_the_name_or_the_password_is_wrong() {
    let connection = connection();
    let login = || failed(Action::Login, OutcomeKind::WrongCredentials, wrong(json!("ada@example.test")));
    for (query, title, cause) in [
        (lookup(false), "Nobody has this name", "The legacy store has nobody called ada@example.test (query 1)."),
        (
            lookup(true),
            "The password is wrong",
            "ada@example.test was found (query 1), and `login` refused the password or the account.",
        ),
        (
            http(1, "https://legacy.example.test/login", 401, ""),
            "Name or password is wrong",
            "The service refused name and password of ada@example.test (query 1).",
        ),
    ] {
        let card = of(&connection, asked(login(), query)).unwrap();
        assert_eq!((card.failure, card.rule, card.title, card.cause.as_str()), ("", "§2.3", title, cause));
    }
}

#[test]
fn the_store_comes_before_what_the_script_made_of_it() {
    let connection = connection();
    for (run, expected) in [
        (login_error("The store is down", down("ECONNREFUSED", "connect ECONNREFUSED")), "F44 §5.1"),
        (login_error("The store is down", down("ER_CON_COUNT_ERROR", "Too many connections")), "F11 L39"),
        (login_error("The store is down", down("EPROTO", "unsafe legacy renegotiation disabled")), "F8 §5.1"),
        (login_error("The store is down", down("ER_PARSE_ERROR", "You have an error")), "§2.3"),
        (login_error("The store is down", down("LOGINSCOPE_DRY_RUN", "not sent")), "dry-run"),
        (
            asked(
                failed(Action::Login, OutcomeKind::Exception, error("TypeError", "rows is undefined")),
                down("ER_BAD_FIELD_ERROR", "Unknown column"),
            ),
            "F1 L11",
        ),
        (
            asked(
                failed(Action::Login, OutcomeKind::WrongCredentials, wrong(json!("ada"))),
                down("ECONNREFUSED", "connect ECONNREFUSED"),
            ),
            "F5 L14",
        ),
        (asked(ended(Action::Login, OutcomeKind::NoCallback), down("ECONNREFUSED", "connect ECONNREFUSED")), "F1 L1"),
    ] {
        assert_eq!(named(of(&connection, run).as_ref()), expected);
    }
}

#[test]
fn a_script_that_waits_says_what_for_and_what_that_costs() {
    let connection = connection();
    let mut waiting = lookup(true);
    (waiting.reply, waiting.elapsed_ms, waiting.answered) = (None, None, None);
    let mut run = asked(ended(Action::Login, OutcomeKind::Timeout), waiting);
    run.elapsed_ms = 20_000.0;
    let card = of(&connection, run).unwrap();
    assert_eq!(named(Some(&card)), "F1 L9");
    let words: Vec<&str> = card.evidence.iter().map(|shown| shown.words.as_str()).collect();
    assert_eq!(words[1], "20.0 s for each login: with 250 scripts at a time that is at most 12 logins per second");
    assert_eq!(named(of(&connection, ended(Action::Login, OutcomeKind::Timeout)).as_ref()), "F1 L10");
}

#[test]
fn what_the_text_shows_stands_beside_its_exchange() {
    let page = http(1, "https://legacy.example.test/me", 502, "<html><body>Bad Gateway</body></html>");
    let thrown = error("SyntaxError", "Unexpected token '<', \"<html><bod\"... is not valid JSON");
    let card = of(&connection(), asked(failed(Action::Login, OutcomeKind::Exception, thrown), page)).unwrap();
    assert_eq!(named(Some(&card)), "F4 L11");
    let shown = &card.evidence[1];
    assert_eq!(
        (shown.words.as_str(), shown.query),
        ("the answer begins: <html><body>Bad Gateway</body></html>", Some(1))
    );
}

#[test]
fn an_action_of_the_tenant_is_not_blamed_on_the_scripts() {
    let refuses = |situation: &mut Situation| situation.circumstances.interruption = Some(Interruption::Registration);
    let card = decided(&connection(), &[], refuses, |decision| stopped(decision, "F10", "an Action refused"));
    assert_eq!(named(card.as_ref()), "F10 F10");
    // What fails before it comes to that has another cause.
    let run = failed(Action::Create, OutcomeKind::Error, error("Error", "no"));
    assert_ne!(named(with(&connection(), run, refuses).as_ref()), "F10 F10");
}

#[test]
fn two_people_cannot_share_an_id_or_an_address() {
    let profile = || asked(answered(Action::Login, OutcomeKind::Profile, ada()), lookup(true));
    for (user, expected) in [
        (json!({"user_id": "auth0|7", "email": "grace@example.test", "password": "x"}), "F14 L21"),
        (json!({"user_id": "auth0|8", "email": "ada@example.test", "username": "ada", "password": "x"}), "F33 M8"),
        (json!({"user_id": "auth0|8", "email": "ada@example.test"}), "F22 M8"),
    ] {
        let card = with(&migrating(), profile(), |situation| {
            users(situation, &[user]);
            (situation.inputs.email, situation.inputs.username) = (None, Some("countess".to_owned()));
        });
        assert_eq!(named(card.as_ref()), expected);
    }
}

#[test]
fn a_user_that_is_known_is_compared_with_what_comes_back() {
    let login = |profile| asked(answered(Action::Login, OutcomeKind::Profile, profile), lookup(true));
    let known = json!({"user_id": "auth0|7", "email": "ada@example.test", "name": "Countess of Lovelace"});
    let seen =
        |profile| with(&connection(), login(profile), |situation| users(situation, std::slice::from_ref(&known)));
    assert_eq!(seen(ada()), None);
    let named_otherwise = json!({"user_id": "7", "email": "ada@example.test", "email_verified": true, "name": "Ada"});
    assert_eq!(named(seen(named_otherwise).as_ref()), "F16 M16");
    let other_id = json!({"user_id": "9", "email": "ada@example.test", "email_verified": true});
    assert_eq!(named(seen(other_id).as_ref()), "F13 L20");
}

#[test]
fn what_stops_a_creation_is_named() {
    let profile = || asked(answered(Action::Login, OutcomeKind::Profile, ada()), lookup(true));
    let stopped_by = |rule: &'static str| {
        decided(&migrating(), &[profile()], |_| {}, |decision| stopped(decision, rule, "the password is too short"))
    };
    assert_eq!(named(stopped_by("M11").as_ref()), "F31 M11");
    // What nobody recognises is told in the words of the decision.
    let card = stopped_by("M12").unwrap();
    assert_eq!((card.rule, card.cause.as_str()), ("M12", "the password is too short."));
    let interrupted = |interruption, rule: &'static str| {
        decided(
            &migrating(),
            &[profile()],
            |situation| situation.circumstances.interruption = Some(interruption),
            |decision| stopped(decision, rule, "it broke off"),
        )
    };
    assert_eq!(named(interrupted(Interruption::Completion, "M6").as_ref()), "F21 M6");
    assert_eq!(named(interrupted(Interruption::Metadata, "M7").as_ref()), "F18 M7");
    assert_eq!(named(interrupted(Interruption::Link, "X3").as_ref()), "F25 X3");
}

#[test]
fn a_user_deleted_in_auth0_alone_will_be_back() {
    let gone = |decision: &mut Decision| decision.verdict = Some(Verdict::Deleted);
    assert_eq!(named(decided(&migrating(), &[], |_| {}, gone).as_ref()), "F23 S6");
    assert_eq!(decided(&connection(), &[], |_| {}, gone), None);
}

#[test]
fn a_new_address_that_get_user_still_finds_is_refused() {
    let found = asked(answered(Action::GetUser, OutcomeKind::Profile, ada()), lookup(true));
    let card = decided(
        &migrating(),
        &[found],
        |_| {},
        |decision| {
            decision.verdict = Some(Verdict::Failed);
            let link = Link {
                action: Action::GetUser,
                about: About::NewValue,
                state: LinkState::Answered,
                why: String::new(),
            };
            decision.chain = vec![link];
        },
    );
    assert_eq!(named(card.as_ref()), "F24 §3.2");
}

#[test]
fn a_missing_script_says_why_it_is_missing() {
    let missing = |connection: &Connection, action, mode| -> Option<Card> {
        decided(connection, &[], |situation| situation.mode = mode, |decision| lacks(decision, action))
    };
    let mut connection = connection();
    let legacy = Mode::LegacyAuthentication;
    assert_eq!(named(missing(&connection, Action::Create, legacy).as_ref()), "F35 L45");
    assert_eq!(named(missing(&connection, Action::GetUser, Mode::AutomaticMigration).as_ref()), "F35 L43");
    assert_eq!(named(missing(&connection, Action::ChangeEmail, legacy).as_ref()), "F37 §2.9");
    connection.notes.push(Note::new(NoteLevel::Warning, "`create.js` is not listed").citing("F39"));
    assert_eq!(named(missing(&connection, Action::Create, legacy).as_ref()), "F39 F39");
}

#[test]
fn every_card_is_whole() {
    let connection = connection();
    for run in [
        ended(Action::Login, OutcomeKind::NoCallback),
        failed(Action::Login, OutcomeKind::SyntaxError, error("SyntaxError", "Unexpected token")),
        failed(Action::Login, OutcomeKind::Unauthorized, error("UnauthorizedError", "Locked.")),
        failed(Action::Create, OutcomeKind::Error, error("Error", "Please implement the Create script")),
        answered(Action::Verify, OutcomeKind::Success, json!(false)),
        login_error("no", down("ECONNREFUSED", "connect ECONNREFUSED")),
    ] {
        let card = of(&connection, run).unwrap();
        assert!(!card.title.is_empty() && !card.rule.is_empty() && !card.fix.is_empty(), "{card:?}");
        assert!(card.cause.ends_with('.') && !card.evidence.is_empty(), "{card:?}");
    }
}

#[test]
fn a_user_who_was_deleted_in_auth0_alone_is_back_with_the_next_login() {
    let login = asked(answered(Action::Login, OutcomeKind::Profile, ada()), lookup(true));
    let removed = json!({"email": "ada@example.test", "record": "removed"});
    let card = with(&migrating(), login, |situation| users(situation, &[removed]));
    assert_eq!(named(card.as_ref()), "F23 S6");
}

#[test]
fn a_missing_table_is_no_unknown_user() {
    let failed = failed(Action::GetUser, OutcomeKind::Error, error("Error", "relation \"users\" does not exist"));
    let run = asked(failed, down("42P01", "relation \"users\" does not exist"));
    assert_eq!(named(of(&connection(), run).as_ref()), "§2.3");
}
