//! Whole operations: which scripts they ask, what comes of it, what is written.

use serde_json::{json, Value};

use super::{log, rules, LEGACY, MIGRATION};
use crate::connection::{Action, Connection, Mode};
use crate::flow::samples::{connection, inputs, script};
use crate::flow::{
    decide, Change, Circumstances, Credential, Decision, Facts, Inputs, Interruption, Operation, Record, Situation,
    Verdict, Via,
};
use crate::recording::samples::{ada, answered, error, failed};
use crate::recording::{OutcomeKind, ScriptRun};

/// A connection with every script, played by Ada.
struct Play {
    connection: Connection,
    operation: Operation,
    mode: Mode,
    inputs: Inputs,
    circumstances: Circumstances,
}

impl Play {
    fn of(operation: Operation, mode: Mode) -> Self {
        let mut connection = connection();
        connection.scripts = Action::ALL.map(|action| (action, script(action))).into_iter().collect();
        let mut inputs = inputs();
        inputs.new_password = Some("battery-staple".to_owned().into());
        inputs.new_email = Some("ada@new.example.test".into());
        inputs.more.insert("new_username".into(), json!("countess"));
        inputs.more.insert("new_phone_number".into(), json!("+15550100"));
        Self { connection, operation, mode, inputs, circumstances: Circumstances::default() }
    }

    fn knowing(mut self, user: Value) -> Self {
        self.connection.settings.auth0_users = vec![user];
        self
    }

    fn reading(mut self, id: &str, key: &str) -> Self {
        self.connection.settings.variants.insert(id.to_owned(), json!(key));
        self
    }

    fn interrupted(mut self, at: Interruption) -> Self {
        self.circumstances.interruption = Some(at);
        self
    }

    fn decide(&self, runs: &[&ScriptRun]) -> Decision {
        let (mode, circumstances) = (self.mode, self.circumstances);
        let situation = Situation::of(&self.connection, self.operation, self.inputs.clone());
        let facts = Facts::new(&self.connection, Situation { mode, circumstances, ..situation });
        decide(&facts, runs.iter().copied())
    }
}

fn found() -> ScriptRun {
    answered(Action::GetUser, OutcomeKind::Profile, ada())
}

fn nobody() -> ScriptRun {
    answered(Action::GetUser, OutcomeKind::NotFound, Value::Null)
}

fn did(action: Action) -> ScriptRun {
    answered(action, OutcomeKind::Success, json!(true))
}

fn logged_in() -> ScriptRun {
    answered(Action::Login, OutcomeKind::Profile, ada())
}

/// Kept by legacy authentication: no password.
fn kept() -> Value {
    json!({"user_id": "auth0|7", "email": "ada@example.test"})
}

fn migrated() -> Value {
    json!({"user_id": "auth0|7", "email": "ada@example.test", "password": "correct-horse"})
}

fn partial() -> Value {
    json!({"user_id": "auth0|7", "email": "ada@example.test", "record": "partial"})
}

/// `get_user create -login`: asked, asked, not asked; `?` is missing, `>` comes next.
fn chain(decision: &Decision) -> String {
    let link = |link: &crate::flow::Link| {
        let sign = match link.state.key() {
            "skipped" => "-",
            "missing" => "?",
            "next" => ">",
            _ => "",
        };
        format!("{sign}{}", link.action)
    };
    decision.chain.iter().map(link).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_story_waits_for_each_script_in_turn() {
    let play = Play::of(Operation::SignUp, LEGACY);
    let (nobody, created, logged_in) =
        (nobody(), answered(Action::Create, OutcomeKind::Success, Value::Null), logged_in());
    assert_eq!(chain(&play.decide(&[])), ">get_user");
    assert_eq!(chain(&play.decide(&[&nobody])), "get_user >create");
    assert_eq!(chain(&play.decide(&[&nobody, &created])), "get_user create >login");
    let decision = play.decide(&[&nobody, &created, &logged_in]);
    assert_eq!((chain(&decision).as_str(), decision.verdict), ("get_user create login", Some(Verdict::Created)));
    assert!(decision.user_created && matches!(decision.changes[..], [Change::Add(_)]));
}

#[test]
fn where_the_answer_ends_an_operation_no_further_script_is_asked() {
    for (operation, mode, user, run, verdict, asked) in [
        (Operation::SignUp, LEGACY, None, found(), Verdict::UserExists, "get_user -create -login"),
        (Operation::SignUp, MIGRATION, None, found(), Verdict::UserExists, "get_user -create"),
        (Operation::SignUp, MIGRATION, None, nobody(), Verdict::Created, "get_user -create -login"),
        (Operation::ResetPassword, LEGACY, None, nobody(), Verdict::Nothing, "get_user -change_password"),
        (Operation::ResetPassword, MIGRATION, None, nobody(), Verdict::Nothing, "get_user -change_password"),
        (Operation::ResetPassword, MIGRATION, None, found(), Verdict::Changed, "get_user -change_password"),
        (Operation::ChangePassword, LEGACY, Some(kept()), nobody(), Verdict::Unchanged, "get_user -change_password"),
        (Operation::ChangeEmail, LEGACY, Some(kept()), found(), Verdict::Unchanged, "get_user -change_email"),
        (Operation::ChangeEmail, MIGRATION, Some(migrated()), found(), Verdict::Unchanged, "get_user -change_email"),
        (Operation::ChangeEmail, MIGRATION, Some(migrated()), nobody(), Verdict::Changed, "get_user -change_email"),
        (
            Operation::ChangeUsername,
            MIGRATION,
            Some(migrated()),
            nobody(),
            Verdict::Changed,
            "get_user -change_username",
        ),
        (
            Operation::ChangePhoneNumber,
            LEGACY,
            Some(kept()),
            nobody(),
            Verdict::Unchanged,
            "get_user -change_phone_number",
        ),
    ] {
        let play = Play::of(operation, mode);
        let play = if let Some(user) = user { play.knowing(user) } else { play };
        let decision = play.decide(&[&run]);
        assert_eq!(decision.verdict, Some(verdict), "{operation} {mode:?}");
        assert_eq!(chain(&decision), asked, "{operation} {mode:?}");
        assert_eq!(decision.next, None, "{operation} {mode:?}");
    }
}

#[test]
fn what_auth0_does_alone_asks_nobody() {
    for (operation, verdict, written) in [
        (Operation::SignUp, Verdict::UserExists, 0),
        (Operation::ResetPassword, Verdict::Changed, 1),
        (Operation::ChangePassword, Verdict::Changed, 1),
        (Operation::VerifyEmail, Verdict::Verified, 1),
        (Operation::DeleteUser, Verdict::Deleted, 1),
    ] {
        let decision = Play::of(operation, MIGRATION).knowing(migrated()).decide(&[]);
        assert_eq!(decision.verdict, Some(verdict), "{operation}");
        assert_eq!(decision.changes.len(), written, "{operation}");
        assert!(decision.chain.iter().all(|link| link.state.key() == "skipped"), "{operation}");
    }
}

#[test]
fn what_is_done_to_a_user_needs_a_user() {
    for operation in Operation::WHOLE {
        let changes = matches!(
            operation,
            Operation::ChangePassword
                | Operation::ChangeEmail
                | Operation::ChangeUsername
                | Operation::ChangePhoneNumber
                | Operation::DeleteUser
        );
        for mode in [LEGACY, MIGRATION] {
            let decision = Play::of(operation, mode).decide(&[]);
            let refused = decision.verdict == Some(Verdict::Unchanged);
            assert_eq!(refused, changes || (operation == Operation::VerifyEmail && mode == MIGRATION), "{operation}");
        }
    }
    let half_created = Play::of(Operation::ChangeEmail, MIGRATION).knowing(partial()).decide(&[]);
    assert_eq!(half_created.verdict, Some(Verdict::Unchanged));
    assert!(half_created.reasons[0].text.contains("not found by search"));
}

#[test]
fn the_writing_script_of_legacy_authentication_comes_last_and_decides() {
    for (operation, before, action, code, failure) in [
        (Operation::ChangePassword, vec![found()], Action::ChangePassword, "scp", "fcp"),
        (Operation::ChangeEmail, vec![nobody()], Action::ChangeEmail, "sce", "fce"),
        (Operation::ChangeUsername, vec![nobody()], Action::ChangeUsername, "scu", "fcu"),
        (Operation::ChangePhoneNumber, vec![found(), nobody()], Action::ChangePhoneNumber, "scpn", "fcpn"),
        (Operation::DeleteUser, vec![], Action::Delete, "sdu", "fdu"),
        (Operation::VerifyEmail, vec![], Action::Verify, "sv", "fv"),
        (Operation::ResetPassword, vec![found(), found()], Action::ChangePassword, "scp", "fcp"),
    ] {
        let play = Play::of(operation, LEGACY).knowing(kept());
        let with = |last: ScriptRun| {
            let mut runs: Vec<&ScriptRun> = before.iter().collect();
            runs.push(&last);
            play.decide(&runs)
        };
        let decision = with(did(action));
        assert_eq!(log(&decision).map(|(code, _)| code), Some(code), "{operation}");
        let decision = with(failed(action, OutcomeKind::Error, error("Error", "down")));
        assert_eq!(decision.verdict, Some(Verdict::Failed), "{operation}");
        assert_eq!(log(&decision), Some((failure, "down")), "{operation}");
        assert!(decision.changes.is_empty(), "{operation}");
    }
}

#[test]
fn each_of_the_three_stories_of_a_reset_leaves_another_record() {
    let (found, changed) = (found(), did(Action::ChangePassword));
    let runs = [&found, &changed];
    for (key, asked, record, created) in [
        ("confirmation", 1, Record::Whole, true),
        ("next-login", 1, Record::Partial, false),
        ("change-password", 2, Record::Partial, false),
    ] {
        let decision = Play::of(Operation::ResetPassword, MIGRATION).reading("X3", key).decide(&runs[..asked]);
        assert_eq!(decision.verdict, Some(Verdict::Changed), "{key}");
        assert_eq!(decision.user_created, created, "{key}");
        let [Change::Add(user)] = &decision.changes[..] else { panic!("{key}: {:?}", decision.changes) };
        assert_eq!(user.record, record, "{key}");
        assert_eq!(user.credential, Credential::Password("battery-staple".to_owned().into()), "{key}");
        assert!(rules(&decision).contains(&"X3"), "{key}");
    }
}

#[test]
fn the_temporary_identity_of_a_reset_is_completed_by_the_next_login() {
    let pending =
        json!({"user_id": "auth0|7", "email": "ada@example.test", "record": "partial", "password": "correct-horse"});
    let play = Play::of(Operation::Login, MIGRATION).knowing(pending.clone()).reading("X3", "change-password");
    let decision = play.decide(&[&logged_in()]);
    assert!(decision.user_created);
    assert!(matches!(decision.changes[..], [Change::Complete { .. }, Change::Fields { .. }]), "{:?}", decision.changes);
    let play = Play::of(Operation::Login, MIGRATION).knowing(pending).reading("X3", "next-login");
    assert!(matches!(play.decide(&[]).changes[..], [Change::Complete { .. }]));
}

#[test]
fn a_creation_that_is_cut_off_leaves_what_it_had_written() {
    for (at, verdict, record) in [
        (Interruption::Creation, Verdict::Failed, None),
        (Interruption::Completion, Verdict::Failed, Some(Record::Partial)),
        (Interruption::Metadata, Verdict::Created, Some(Record::WithoutMetadata)),
    ] {
        let mut profile = ada();
        profile["app_metadata"] = json!({"plan": "gold"});
        let run = answered(Action::Login, OutcomeKind::Profile, profile);
        let decision = Play::of(Operation::Login, MIGRATION).interrupted(at).decide(&[&run]);
        assert_eq!(decision.verdict, Some(verdict), "{at:?}");
        let written = decision.changes.iter().map(|change| match change {
            Change::Add(user) => (user.record, user.profile.contains_key("app_metadata")),
            other => panic!("{other:?}"),
        });
        let written: Vec<_> = written.collect();
        let expected: Vec<_> = record.map(|record| (record, record == Record::Partial)).into_iter().collect();
        assert_eq!(written, expected, "{at:?}");
    }
}

#[test]
fn a_partial_record_refuses_whoever_comes_after() {
    let login = Play::of(Operation::Login, MIGRATION).knowing(partial()).decide(&[&logged_in()]);
    assert_eq!(login.user_sees.as_deref(), Some("The user already exists."));
    assert!(rules(&login).contains(&"M6") && login.changes.is_empty());
    let sign_up = Play::of(Operation::SignUp, MIGRATION).knowing(partial()).decide(&[]);
    assert_eq!(sign_up.verdict, Some(Verdict::UserExists));
    let delete = Play::of(Operation::DeleteUser, MIGRATION).knowing(partial()).decide(&[]);
    assert!(matches!(delete.changes[..], [Change::Remove { .. }]));
}

#[test]
fn a_missing_script_ends_an_operation_in_its_own_words() {
    for (operation, mode, lacking, sees) in [
        (Operation::ChangeEmail, LEGACY, Action::ChangeEmail, "Management API: change_email script does not exist"),
        (Operation::SignUp, LEGACY, Action::Create, super::super::SOMETHING_WENT_WRONG),
        (Operation::SignUp, MIGRATION, Action::GetUser, super::super::SOMETHING_WENT_WRONG),
        (Operation::VerifyEmail, LEGACY, Action::Verify, super::super::SOMETHING_WENT_WRONG),
    ] {
        let mut play =
            Play::of(operation, mode).knowing(if operation == Operation::SignUp { json!({}) } else { kept() });
        play.connection.scripts.shift_remove(&lacking);
        let nobody = nobody();
        let before = if matches!(lacking, Action::GetUser | Action::Verify) { vec![] } else { vec![&nobody] };
        let decision = play.decide(&before);
        assert_eq!(decision.verdict, Some(Verdict::Failed), "{operation}");
        assert_eq!(decision.user_sees.as_deref(), Some(sees), "{operation}");
        assert!(chain(&decision).ends_with(&format!("?{lacking}")), "{operation}");
    }
    let mut without = Play::of(Operation::DeleteUser, LEGACY).knowing(kept());
    without.connection.scripts.shift_remove(&Action::Delete);
    assert_eq!(without.decide(&[]).verdict, Some(Verdict::Deleted));
}

#[test]
fn a_page_and_the_api_are_told_apart() {
    let mut play = Play::of(Operation::SignUp, LEGACY);
    play.connection.options.disable_signup = Some(true);
    assert_eq!(play.decide(&[]).verdict, Some(Verdict::Denied));
    play.circumstances.via = Via::Api;
    let decision = play.decide(&[&found()]);
    assert_eq!((decision.verdict, log(&decision)), (Some(Verdict::UserExists), None));
    let created = answered(Action::Create, OutcomeKind::Success, Value::Null);
    let decision = play.decide(&[&nobody(), &created, &logged_in()]);
    assert_eq!(log(&decision).map(|(code, _)| code), Some("sapi"));
}

#[test]
fn change_email_that_writes_nothing_is_warned_of() {
    let decision =
        Play::of(Operation::ChangeEmail, LEGACY).knowing(kept()).decide(&[&nobody(), &did(Action::ChangeEmail)]);
    assert!(rules(&decision).contains(&"F38"));
    let [Change::Fields { fields, .. }] = &decision.changes[..] else { panic!("{:?}", decision.changes) };
    assert_eq!(Value::Object(fields.clone()), json!({"email": "ada@new.example.test", "email_verified": false}));
}

#[test]
fn a_script_played_alone_writes_nothing_to_auth0() {
    for action in Action::ALL {
        let answer = if matches!(action, Action::Login | Action::GetUser) { logged_in() } else { did(action) };
        let run = ScriptRun { action, ..answer };
        for mode in [LEGACY, MIGRATION] {
            let decision = Play::of(Operation::Script(action), mode).decide(&[&run]);
            assert!(decision.verdict.is_some() && decision.changes.is_empty(), "{action}");
        }
    }
}
