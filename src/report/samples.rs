//! Whole operations for tests, built by hand.

use serde_json::{json, Value};

use super::json;
use crate::connection::{Action, Mode};
use crate::findings::{findings, Finding, Subject};
use crate::flow::samples::{connection, facts, inputs};
use crate::flow::{decide, Decision, Facts, Operation};
use crate::legacy::{Cell, Dialect, Effect, Params, Reply, Request, StoreError, Target};
use crate::recording::masking::Mask;
use crate::recording::samples::{ada, answered, ended, error, failed, frame, place, query, rows, written};
use crate::recording::{ConsoleLevel, ConsoleLine, OutcomeKind, Query, Recording, ScriptRun};

const HASH: &str = "$2b$08$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

/// An operation with all that a report is made from.
pub(crate) struct Scene {
    pub(crate) recording: Recording,
    pub(crate) facts: Facts,
    pub(crate) decision: Decision,
    pub(crate) findings: Vec<Finding>,
    pub(crate) mask: Mask,
}

impl Scene {
    fn new(operation: Operation, mode: Mode, run: ScriptRun) -> Self {
        let connection = connection();
        let mut inputs = inputs();
        inputs.new_password = (run.action == Action::ChangePassword).then(|| "battery-staple".to_owned().into());
        let mask = Mask::new(["correct-horse", "battery-staple", "client-secret-1"].map(str::to_owned));
        let facts = facts(&connection, operation, mode, inputs);
        let decision = decide(&facts, Some(&run));
        let runs = vec![run];
        let findings = findings(&Subject { connection: &connection, scripts: &[], runs: &runs });
        let (connection, store) = (connection.name, "embedded".to_owned());
        let recording = Recording {
            connection,
            mode,
            store,
            dry_run: false,
            faults: Vec::new(),
            operation: operation.to_string(),
            runs,
        };
        Self { recording, facts, decision, findings, mask }
    }

    pub(crate) fn document(&self) -> Value {
        json::document(&self.recording, &self.facts, &self.decision, &self.findings, &self.mask)
    }
}

/// Tokens of all masks alike.
pub(crate) fn without_salt(text: &str) -> String {
    let mut parts = text.split("‹masked ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| format!("{out}‹masked ····{}", part.get(6..).unwrap_or_default()))
}

fn select() -> Query {
    let row = vec![Cell::Integer(7), Cell::Text("Ada@example.test".into()), Cell::Text(HASH.into())];
    let text = "SELECT id, email, password_hash\n  FROM users\n WHERE email = ?";
    query(2, text, Effect::Read, rows(&["id", "email", "password_hash"], vec![row]))
}

pub(crate) fn migration() -> Scene {
    let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
    run.queries.push(select());
    run.console.push(ConsoleLine {
        level: ConsoleLevel::Log,
        text: "checking correct-horse\nagainst the store".into(),
        at: Some(place("login.js", 9)),
        step: 4,
    });
    Scene::new(Operation::Login, Mode::AutomaticMigration, run)
}

pub(crate) fn wrong_credentials() -> Scene {
    let mut wrong = error("WrongUsernameOrPasswordError", "Wrong e-mail or password");
    wrong.code = Some(json!("wrongusernameorpassword"));
    wrong.properties.insert("user_id".into(), json!("ada@example.test"));
    let mut run = failed(Action::Login, OutcomeKind::WrongCredentials, wrong);
    run.queries.push(select());
    Scene::new(Operation::Login, Mode::LegacyAuthentication, run)
}

pub(crate) fn exception() -> Scene {
    let mut thrown = error("TypeError", "cannot read property 'email' of undefined");
    thrown.stack.push(frame(3));
    thrown.stack[1].asynchronous = true;
    let mut run = failed(Action::Login, OutcomeKind::Exception, thrown);
    let refused = StoreError {
        code: "ER_BAD_FIELD_ERROR".into(),
        errno: Some(1054),
        message: "Unknown column 'mail' in 'field list'".into(),
        ..StoreError::default()
    };
    run.queries.push(query(1, "SELECT mail FROM users", Effect::Read, Reply::Error(refused)));
    Scene::new(Operation::Login, Mode::LegacyAuthentication, run)
}

pub(crate) fn no_callback() -> Scene {
    let mut run = ended(Action::Login, OutcomeKind::NoCallback);
    run.queries.push(query(2, "SELECT 1 FROM users WHERE email = ?", Effect::Read, rows(&["1"], vec![])));
    Scene::new(Operation::Login, Mode::LegacyAuthentication, run)
}

pub(crate) fn second_callback() -> Scene {
    let mut run = answered(Action::Login, OutcomeKind::CallbackTwice, ada());
    let mut second = run.callbacks[0].clone();
    second.stack = vec![frame(25)];
    run.callbacks.push(second);
    Scene::new(Operation::Login, Mode::AutomaticMigration, run)
}

pub(crate) fn okpacket() -> Scene {
    let mut run = answered(Action::ChangePassword, OutcomeKind::Success, json!(false));
    let mut update = query(2, "", Effect::Write, written(1));
    update.request = Request::Sql {
        dialect: Dialect::MySql,
        target: Target::default(),
        text: "UPDATE users SET password = ? WHERE email = ?".into(),
        params: Params::Positional(vec![Cell::Text(HASH.into()), Cell::Text("ada@example.test".into())]),
        multiple: false,
        prepared: false,
    };
    run.queries.push(update);
    Scene::new(Operation::Script(Action::ChangePassword), Mode::LegacyAuthentication, run)
}

pub(crate) fn http() -> Scene {
    let mut run = answered(Action::GetUser, OutcomeKind::NotFound, Value::Null);
    let mut token = query(1, "", Effect::Write, Reply::Closed);
    token.driver = "axios".into();
    token.request = Request::Http {
        method: "POST".into(),
        url: "https://other.example.test/oauth/token?api_key=client-secret-1".into(),
        headers: vec![
            ("Authorization".into(), "Basic YXBwOmNsaWVudC1zZWNyZXQtMQ==".into()),
            ("Accept".into(), "application/json".into()),
        ],
        body: Some(Cell::Text("{\"client_secret\":\"client-secret-1\",\"audience\":\"api\"}".into())),
        access: crate::legacy::Access::default(),
    };
    token.reply = Some(Reply::Http {
        status: 200,
        reason: "OK".into(),
        headers: vec![],
        body: Cell::Text("{\"access_token\":\"opaque-token\",\"token_type\":\"Bearer\"}".into()),
    });
    let mut refused = query(
        2,
        "",
        Effect::Read,
        Reply::Error(StoreError {
            code: "ECONNREFUSED".into(),
            message: "connect ECONNREFUSED".into(),
            ..StoreError::default()
        }),
    );
    refused.request = Request::Connect {
        dialect: Dialect::MySql,
        target: Target { host: Some("db.example.test".into()), port: Some(3306), ..Target::default() },
        access: crate::legacy::Access::default(),
    };
    let mut connected = refused.clone();
    connected.reply = Some(Reply::Connected);
    run.queries.extend([token, refused, connected]);
    Scene::new(Operation::Script(Action::GetUser), Mode::AutomaticMigration, run)
}

pub(crate) fn all() -> Vec<Scene> {
    vec![migration(), wrong_credentials(), exception(), no_callback(), second_callback(), okpacket(), http()]
}

/// Every action with every ending and with answers nobody expects.
pub(crate) fn every_ending() -> impl Iterator<Item = Scene> {
    use OutcomeKind::{
        CallbackTwice, Error, Exception, LoadError, NoCallback, NotFound, Profile, Success, SyntaxError, Timeout,
        Unauthorized, ValidationError, WrongCredentials,
    };
    let answers = || {
        let deep = (0..50).fold(json!("end"), |inner, _| json!({ "password": [inner] }));
        vec![json!(null), json!(true), json!(0), json!(""), json!([]), json!({}), json!({"user_id": [1]}), ada(), deep]
    };
    let modes = [Mode::LegacyAuthentication, Mode::AutomaticMigration];
    Action::ALL.into_iter().flat_map(move |action| {
        let operation = Operation::Script(action);
        let calls = [Profile, Success, NotFound, CallbackTwice].into_iter();
        let called =
            calls.flat_map(move |kind| answers().into_iter().map(move |answer| answered(action, kind, answer)));
        let broke = [Error, Exception, LoadError, SyntaxError, Unauthorized, ValidationError, WrongCredentials];
        let broke = broke.into_iter().map(move |kind| failed(action, kind, error("", "")));
        let silent = [NoCallback, Timeout, Error, Exception, WrongCredentials, ValidationError].into_iter();
        let silent = silent.map(move |kind| ended(action, kind));
        called
            .chain(broke)
            .chain(silent)
            .flat_map(move |run| modes.map(|mode| Scene::new(operation, mode, run.clone())))
    })
}
