//! A small connection for tests.

use std::path::PathBuf;

use indexmap::IndexMap;

use crate::connection::{Action, Connection, Form, Mode, Options, Script, Settings};
use crate::flow::{Facts, Inputs, Operation, Situation};

pub(crate) fn script(action: Action) -> Script {
    Script { action, file: format!("{action}.js"), path: None, text: "function f() {}".into() }
}

/// `legacy-users` with a `login` script.
pub(crate) fn connection() -> Connection {
    Connection {
        name: "legacy-users".into(),
        form: Form::BareFolder,
        path: PathBuf::from("legacy-users"),
        scripts: IndexMap::from([(Action::Login, script(Action::Login))]),
        configuration: IndexMap::new(),
        options: Options::default(),
        settings: Settings::default(),
        notes: Vec::new(),
    }
}

/// Ada with the right password.
pub(crate) fn inputs() -> Inputs {
    Inputs {
        email: Some("ada@example.test".into()),
        password: Some("correct-horse".to_owned().into()),
        ..Inputs::default()
    }
}

/// What a decision about `connection` rests on.
pub(crate) fn facts(connection: &Connection, operation: Operation, mode: Mode, inputs: Inputs) -> Facts {
    Facts::new(connection, Situation { mode, ..Situation::of(connection, operation, inputs) })
}
