#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod operations;

use serde_json::{json, Value};

use super::*;
use crate::connection::{Connection, Mode};
use crate::flow::samples::{connection, facts, inputs, script};
use crate::flow::{Inputs, ReasonState, Verdict};
use crate::legacy::Effect;
use crate::recording::samples::{ada, answered, ended, error, failed, frame, query, rows, run};
use crate::recording::OutcomeKind;

const LEGACY: Mode = Mode::LegacyAuthentication;
const MIGRATION: Mode = Mode::AutomaticMigration;

fn login_in(mode: Mode, connection: &Connection, run: Option<&ScriptRun>) -> Decision {
    decide(&facts(connection, Operation::Login, mode, inputs()), run)
}

fn login(mode: Mode, run: &ScriptRun) -> Decision {
    login_in(mode, &connection(), Some(run))
}

fn alone(action: Action, mode: Mode, run: &ScriptRun) -> Decision {
    decide(&facts(&connection(), Operation::Script(action), mode, inputs()), Some(run))
}

fn rules(decision: &Decision) -> Vec<&'static str> {
    decision.reasons.iter().map(|reason| reason.rule).collect()
}

fn log(decision: &Decision) -> Option<(&'static str, &str)> {
    decision.log_event.as_ref().map(|event| (event.code, event.description.as_str()))
}

fn reason<'d>(decision: &'d Decision, rule: &str) -> &'d crate::flow::Reason {
    decision.reasons.iter().find(|reason| reason.rule == rule).unwrap()
}

#[test]
fn migration_creates_the_user_with_the_typed_password() {
    let decision = login(MIGRATION, &answered(Action::Login, OutcomeKind::Profile, ada()));
    assert_eq!(decision.verdict, Some(Verdict::Authenticated));
    assert!(decision.user_created);
    assert_eq!(decision.user_id.as_deref(), Some("auth0|7"));
    assert_eq!(decision.profile.as_ref().unwrap()["user_id"], "auth0|7");
    assert_eq!(log(&decision), Some(("s", "Successful login")));
    assert_eq!(rules(&decision), ["§3.2", "X1", "M1", "M2", "M2", "M3", "M4", "§2.4"]);
    assert_eq!(reason(&decision, "M1").evidence.as_deref(), Some("callback at login.js:22:5"));
    assert_eq!(reason(&decision, "X1").certainty, Certainty::Assumed);
}

#[test]
fn legacy_authentication_imports_nothing() {
    let decision = login(LEGACY, &answered(Action::Login, OutcomeKind::Profile, ada()));
    assert_eq!(decision.verdict, Some(Verdict::Authenticated));
    assert!(!decision.user_created);
    assert_eq!(decision.user_id.as_deref(), Some("auth0|7"));
    assert_eq!(rules(&decision), ["§3.1", "§2.4", "M16", "X2", "§2.4"]);
}

#[test]
fn variant_x2_keeps_no_record_in_legacy_authentication() {
    let mut connection = connection();
    let run = answered(Action::Login, OutcomeKind::Profile, ada());
    assert!(reason(&login_in(LEGACY, &connection, Some(&run)), "X2")
        .text
        .starts_with("Auth0 keeps a profile as auth0|7"));
    connection.settings.variants.insert("X2".into(), json!(true));
    let decision = login_in(LEGACY, &connection, Some(&run));
    assert!(reason(&decision, "X2").text.starts_with("Auth0 makes no user record"));
    assert_eq!(decision.verdict, Some(Verdict::Authenticated));
}

#[test]
fn a_second_legacy_login_refreshes_the_profile_as_the_connection_says() {
    let mut connection = connection();
    connection.settings.auth0_users = vec![json!({"user_id": "auth0|7", "email": "ada@example.test"})];
    let run = answered(Action::Login, OutcomeKind::Profile, ada());
    for (setting, words) in [
        (None, "root attributes included"),
        (Some("on_first_login"), "stay as of the first login"),
        (Some("never_on_login"), "left alone"),
    ] {
        connection.options.set_user_root_attributes = setting.map(str::to_owned);
        let decision = login_in(LEGACY, &connection, Some(&run));
        assert!(decision.reasons[3].text.contains(words), "{:?}", decision.reasons);
        assert!(!rules(&decision).contains(&"X2"));
    }
}

#[test]
fn a_known_user_is_answered_by_auth0_alone() {
    let mut connection = connection();
    for (stored, verdict, code) in
        [("correct-horse", Verdict::Authenticated, "s"), ("changed-since", Verdict::Denied, "fp")]
    {
        connection.settings.auth0_users =
            vec![json!({"user_id": "auth0|7", "email": "Ada@example.test", "password": stored})];
        let decision = login_in(MIGRATION, &connection, None);
        assert_eq!(decision.verdict, Some(verdict));
        assert_eq!(log(&decision).unwrap().0, code);
        assert_eq!(decision.user_id.as_deref(), Some("auth0|7"));
        assert!(!decision.user_created);
        assert!(rules(&decision).contains(&"M4"));
    }
    connection.settings.auth0_users =
        vec![json!({"user_id": "auth0|7", "email": "ada@example.test", "password_hash": "5f4dcc3b5aa7"})];
    let decision = login_in(MIGRATION, &connection, None);
    assert_eq!(decision.verdict, None);
    assert_eq!(decision.reasons.last().unwrap().state, ReasonState::Waiting);
}

#[test]
fn the_first_argument_of_the_wrong_credentials_error_decides_the_log_code() {
    for (first, code, user_id) in [
        (json!("ada@example.test"), "fp", Some("auth0|ada@example.test")),
        (json!(7), "fp", Some("auth0|7")),
        (json!(""), "fu", None),
        (json!(0), "fu", None),
        (Value::Null, "fu", None),
    ] {
        let mut wrong = error("WrongUsernameOrPasswordError", "Wrong e-mail or password");
        wrong.properties.insert("user_id".into(), first.clone());
        let decision = login(MIGRATION, &failed(Action::Login, OutcomeKind::WrongCredentials, wrong));
        assert_eq!(decision.verdict, Some(Verdict::Denied), "{first}");
        assert_eq!(log(&decision), Some((code, "Wrong e-mail or password")), "{first}");
        assert_eq!(decision.user_id.as_deref(), user_id, "{first}");
        assert_eq!(decision.user_sees.as_deref(), Some("Wrong e-mail or password"));
        assert!(!decision.user_created);
        assert_eq!(reason(&decision, "M5").text, "nothing is created in the Auth0 store");
    }
    let bare = failed(Action::Login, OutcomeKind::WrongCredentials, error("WrongUsernameOrPasswordError", ""));
    let decision = login(LEGACY, &bare);
    assert_eq!(log(&decision), Some(("fu", "Wrong email or password.")));
    assert_eq!(decision.user_sees.as_deref(), Some("Wrong email or password"));
    assert!(!rules(&decision).contains(&"M5"), "nothing could have been created in legacy authentication");
}

#[test]
fn every_other_ending_of_login_has_its_verdict_log_code_and_text() {
    let generic = "Something went wrong, please try again later";
    let too_long = "Request to Webtask exceeded allowed execution time";
    for (kind, name, verdict, logged, sees) in [
        (OutcomeKind::Unauthorized, "UnauthorizedError", Verdict::Denied, Some(("f", "locked")), "locked"),
        (OutcomeKind::ValidationError, "ValidationError", Verdict::Denied, Some(("f", "locked")), "locked"),
        (OutcomeKind::Error, "Error", Verdict::Failed, Some(("f", "locked")), generic),
        (OutcomeKind::Exception, "TypeError", Verdict::Failed, Some(("f", "locked")), generic),
        (OutcomeKind::SyntaxError, "SyntaxError", Verdict::Failed, Some(("f", "locked")), generic),
        (OutcomeKind::LoadError, "Error", Verdict::Failed, Some(("f", "locked")), generic),
        (OutcomeKind::Timeout, "Error", Verdict::Failed, Some(("f", too_long)), generic),
        (OutcomeKind::NoCallback, "Error", Verdict::Failed, Some(("f", too_long)), generic),
    ] {
        for mode in [LEGACY, MIGRATION] {
            let decision = login(mode, &failed(Action::Login, kind, error(name, "locked")));
            assert_eq!(decision.verdict, Some(verdict), "{kind:?}");
            assert_eq!(log(&decision), logged, "{kind:?}");
            assert_eq!(decision.user_sees.as_deref(), Some(sees), "{kind:?}");
            assert!(!decision.user_created, "{kind:?}");
            assert!(decision.reasons.iter().any(|reason| reason.state == ReasonState::No), "{kind:?}");
        }
    }
}

#[test]
fn no_profile_is_a_denial_whose_log_code_is_assumed() {
    let decision = login(MIGRATION, &answered(Action::Login, OutcomeKind::NotFound, Value::Null));
    assert_eq!(decision.verdict, Some(Verdict::Denied));
    assert_eq!(log(&decision).unwrap().0, "fu");
    let code = decision.reasons.iter().find(|reason| reason.text.contains("`fu`")).unwrap();
    assert_eq!(code.certainty, Certainty::Assumed);
}

#[test]
fn a_second_callback_fails_whatever_the_first_one_said() {
    let mut run = answered(Action::Login, OutcomeKind::CallbackTwice, ada());
    run.callbacks.push(run.callbacks[0].clone());
    let decision = login(MIGRATION, &run);
    assert_eq!(decision.verdict, Some(Verdict::Failed));
    assert!(!decision.user_created);
    assert_eq!(decision.log_event, None);
    assert!(decision.reasons.iter().any(|reason| reason.text.contains("called `callback` 2 times")));
    assert!(!rules(&decision).contains(&"M5"), "the first answer may have created the user");
}

#[test]
fn what_stands_against_a_creation_is_named() {
    let mut taken = connection();
    taken.settings.auth0_users = vec![json!({"user_id": "auth0|9", "email": "ADA@example.test", "password": "other"})];
    let mut usernames = connection();
    usernames.options.requires_username = Some(true);
    usernames.options.strategy_version = Some(2);
    let run = |profile: Value| answered(Action::Login, OutcomeKind::Profile, profile);
    let typed = Inputs { email: None, username: Some("ada".into()), ..inputs() };
    let cases = [
        (&connection(), ada_with("mfa_factors", json!([])), "M13", Some(("fu", "Unable to import MFA factors."))),
        (&connection(), ada_with("user_id", Value::Null), "L17", None),
        (&taken, ada(), "M8", Some(("f", "DUPLICATED_USER"))),
        (&usernames, ada(), "M8", Some(("f", "The profile is incomplete"))),
    ];
    for (connection, profile, rule, logged) in cases {
        let facts = facts(connection, Operation::Login, MIGRATION, typed.clone());
        let decision = decide(&facts, Some(&run(profile)));
        assert_eq!(decision.verdict, Some(Verdict::Failed), "{rule}");
        assert_eq!(reason(&decision, rule).state, ReasonState::No, "{rule}");
        assert_eq!(log(&decision), logged, "{rule}");
        assert!(!decision.user_created, "{rule}");
    }
    let with_name = ada_with("username", json!("ada"));
    let facts = facts(&usernames, Operation::Login, MIGRATION, typed);
    assert!(decide(&facts, Some(&run(with_name))).user_created);
}

fn ada_with(key: &str, value: Value) -> Value {
    let mut profile = ada();
    profile[key] = value;
    profile
}

#[test]
fn what_auth0_changes_on_the_way_in_is_said() {
    let mut connection = connection();
    connection.options.password_policy = Some("low".into());
    let mut profile = ada_with("email", json!("Ada@Example.test"));
    profile["email_verified"] = json!(1);
    profile["user_id"] = json!("auth0|7");
    let run = answered(Action::Login, OutcomeKind::Profile, profile);
    let decision = login_in(MIGRATION, &connection, Some(&run));
    for rule in ["L19", "M9", "M10", "M11"] {
        assert_eq!(reason(&decision, rule).state, ReasonState::Yes, "{rule}");
    }
    assert_eq!(decision.user_id.as_deref(), Some("auth0|auth0|7"));
    let profile = decision.profile.unwrap();
    assert_eq!(profile["email"], "ada@example.test");
    assert_eq!(profile["email_verified"], 1);
}

#[test]
fn a_profile_without_an_id_is_an_open_question_in_legacy_authentication_too() {
    let run = answered(Action::Login, OutcomeKind::Profile, json!({"email": "ada@example.test"}));
    let decision = login(LEGACY, &run);
    assert_eq!(decision.verdict, Some(Verdict::Failed));
    assert_eq!(reason(&decision, "L17").certainty, Certainty::Assumed);
    let run = answered(Action::Login, OutcomeKind::Profile, json!(["ada"]));
    assert_eq!(login(LEGACY, &run).verdict, Some(Verdict::Failed));
}

#[test]
fn the_decision_forms_while_the_script_runs() {
    let open = login_in(MIGRATION, &connection(), None);
    assert_eq!(open.verdict, None);
    assert_eq!(rules(&open), ["§3.2", "X1", "§2.2"]);
    let last = |run: &ScriptRun| {
        let decision = login(MIGRATION, run);
        assert_eq!(decision.verdict, None);
        let last = decision.reasons.last().unwrap().clone();
        assert_eq!(last.state, ReasonState::Waiting);
        (last.text, last.evidence)
    };
    let mut run = run(Action::Login);
    assert!(last(&run).0.contains("nothing asked of the legacy store yet"));
    let mut first = query(1, "SELECT 1", Effect::Read, rows(&["1"], vec![]));
    let reply = first.reply.take();
    run.queries.push(first);
    let (text, evidence) = last(&run);
    assert!(text.contains("waiting for the legacy store to answer query 1"), "{text}");
    assert_eq!(evidence.as_deref(), Some("query 1"));
    run.queries[0].reply = reply;
    assert!(last(&run).0.contains("the legacy store answered query 1"));
    run.callbacks = answered(Action::Login, OutcomeKind::Profile, ada()).callbacks;
    let (text, evidence) = last(&run);
    assert!(text.contains("called back with a result; waiting for it to end"), "{text}");
    assert_eq!(evidence.as_deref(), Some("callback at login.js:22:5"));
}

#[test]
fn variant_x1_puts_get_user_before_login() {
    let mut connection = connection();
    connection.settings.variants.insert("X1".into(), json!(true));
    connection.scripts.insert(Action::GetUser, script(Action::GetUser));
    let facts = facts(&connection, Operation::Login, MIGRATION, inputs());
    let login = answered(Action::Login, OutcomeKind::Profile, ada());
    assert!(decide(&facts, []).reasons.last().unwrap().text.starts_with("`get_user` has not started"));
    for kind in [OutcomeKind::Profile, OutcomeKind::NotFound] {
        let get_user = answered(Action::GetUser, kind, ada());
        assert!(decide(&facts, [&get_user]).reasons.last().unwrap().text.starts_with("`login` has not started"));
        assert!(decide(&facts, [&get_user, &login]).user_created);
    }
    let broken = failed(Action::GetUser, OutcomeKind::Error, error("Error", "store is down"));
    let decision = decide(&facts, [&broken]);
    assert_eq!(decision.verdict, Some(Verdict::Failed));
    assert_eq!(log(&decision), Some(("f", "store is down")));
}

#[test]
fn login_alone_does_not_ask_the_auth0_store() {
    let mut connection = connection();
    connection.settings.auth0_users = vec![json!({"user_id": "8", "email": "other@example.test", "password": "x"})];
    let facts = facts(&connection, Operation::Script(Action::Login), MIGRATION, inputs());
    let decision = decide(&facts, Some(&answered(Action::Login, OutcomeKind::Profile, ada())));
    assert_eq!(decision.verdict, Some(Verdict::Authenticated));
    assert!(!rules(&decision).contains(&"§3.2"));
}

#[test]
fn get_user_alone_answers_found_not_found_or_broken() {
    for mode in [LEGACY, MIGRATION] {
        let found = alone(Action::GetUser, mode, &answered(Action::GetUser, OutcomeKind::Profile, ada()));
        assert_eq!(found.verdict, Some(Verdict::Nothing));
        assert_eq!(found.user_id.as_deref(), Some("auth0|7"));
        assert_eq!(found.log_event, None);
        assert!(!found.user_created);
        let absent = alone(Action::GetUser, mode, &answered(Action::GetUser, OutcomeKind::NotFound, Value::Null));
        assert_eq!((absent.verdict, absent.user_id), (Some(Verdict::Nothing), None));
        let missing = error("Error", "User not found");
        let broken = alone(Action::GetUser, mode, &failed(Action::GetUser, OutcomeKind::Error, missing));
        assert_eq!(broken.verdict, Some(Verdict::Failed));
        assert!(rules(&broken).contains(&"L28"));
    }
    let empty = alone(Action::GetUser, LEGACY, &answered(Action::GetUser, OutcomeKind::Profile, json!({})));
    assert_eq!(reason(&empty, "L28").state, ReasonState::No);
}

#[test]
fn the_answer_of_a_writing_script_decides_its_verdict() {
    use OutcomeKind::Success;
    for (action, answer, verdict, code) in [
        (Action::Create, Value::Null, Verdict::Created, "ss"),
        (Action::Verify, json!(true), Verdict::Verified, "sv"),
        (Action::Verify, json!(false), Verdict::Unchanged, "fv"),
        (Action::Verify, Value::Null, Verdict::Unchanged, "fv"),
        (Action::Verify, json!({"email": "a@b"}), Verdict::Verified, "sv"),
        (Action::ChangePassword, json!(true), Verdict::Changed, "scp"),
        (Action::ChangePassword, json!({"last_password_reset": "2026-01-01"}), Verdict::Changed, "scp"),
        (Action::ChangePassword, json!(false), Verdict::Unchanged, "fcp"),
        (Action::ChangePassword, Value::Null, Verdict::Unchanged, "fcp"),
        (Action::ChangePassword, json!("ok"), Verdict::Changed, "scp"),
        (Action::ChangeEmail, json!(true), Verdict::Changed, "sce"),
        (Action::ChangeEmail, json!(false), Verdict::Unchanged, "fce"),
        (Action::Delete, Value::Null, Verdict::Deleted, "sdu"),
        (Action::ChangeUsername, json!(true), Verdict::Changed, "scu"),
        (Action::ChangePhoneNumber, json!(true), Verdict::Changed, "scpn"),
    ] {
        let decision = alone(action, LEGACY, &answered(action, Success, answer.clone()));
        assert_eq!(decision.verdict, Some(verdict), "{action} {answer}");
        assert_eq!(log(&decision).unwrap().0, code, "{action} {answer}");
        assert_eq!(decision.user_created, action == Action::Create);
    }
}

#[test]
fn an_existing_user_is_told_from_other_refusals_of_create() {
    for (code, verdict) in [("user_exists", Verdict::UserExists), ("email-too-long", Verdict::Denied)] {
        let mut refusal = error("ValidationError", "no, thanks");
        refusal.code = Some(json!(code));
        let decision = alone(Action::Create, LEGACY, &failed(Action::Create, OutcomeKind::ValidationError, refusal));
        assert_eq!(decision.verdict, Some(verdict));
        assert_eq!(log(&decision), Some(("fs", "no, thanks")));
        assert_eq!(decision.user_sees.as_deref(), Some("no, thanks"));
    }
}

#[test]
fn a_writing_script_that_breaks_gets_its_own_failure_code() {
    for (action, code) in [
        (Action::Create, "fs"),
        (Action::Verify, "fv"),
        (Action::ChangePassword, "fcp"),
        (Action::ChangeEmail, "fce"),
        (Action::Delete, "fdu"),
    ] {
        for kind in [OutcomeKind::Error, OutcomeKind::Exception, OutcomeKind::WrongCredentials] {
            let decision = alone(action, LEGACY, &failed(action, kind, error("Error", "down")));
            assert_eq!(decision.verdict, Some(Verdict::Failed), "{action} {kind:?}");
            assert_eq!(log(&decision), Some((code, "down")), "{action} {kind:?}");
        }
        let silent = alone(action, LEGACY, &ended(action, OutcomeKind::NoCallback));
        assert_eq!(silent.verdict, Some(Verdict::Failed), "{action}");
    }
}

#[test]
fn a_script_that_automatic_migration_leaves_out_says_so() {
    let created = answered(Action::Create, OutcomeKind::Success, Value::Null);
    let decision = alone(Action::Create, MIGRATION, &created);
    assert_eq!(rules(&decision)[0], "§3.2");
    assert!(!decision.user_created);
    assert_eq!(rules(&alone(Action::Create, LEGACY, &created))[0], "§3.1");
    let changed = answered(Action::ChangePassword, OutcomeKind::Success, json!(true));
    assert_eq!(rules(&alone(Action::ChangePassword, MIGRATION, &changed))[0], "X14");
}

#[test]
fn the_place_of_an_error_is_its_innermost_frame() {
    let mut thrown = error("TypeError", "rows is undefined");
    thrown.stack.push(frame(3));
    let decision = login(LEGACY, &failed(Action::Login, OutcomeKind::Exception, thrown));
    let reason = decision.reasons.iter().find(|reason| reason.state == ReasonState::No).unwrap();
    assert_eq!(reason.evidence.as_deref(), Some("login.js:14:5"));
    assert_eq!(reason.text, "`login` threw TypeError: rows is undefined and nothing caught it");
}
