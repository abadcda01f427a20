//! Checks for tests of the reports.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use serde_json::{json, Value};

use super::Wanted;
use crate::connection::{Action, Connection, Note, NoteLevel, Script};
use crate::findings::Level;
use crate::flow::samples::connection;
use crate::play::check::{check, Checked};

/// Everything is wanted.
pub(super) fn wanted() -> Wanted {
    Wanted { level: Level::Note, rules: Vec::new(), baseline: None }
}

fn script(action: Action, file: &str, path: Option<&str>, text: &str) -> Script {
    Script { action, file: file.to_owned(), path: path.map(PathBuf::from), text: text.into() }
}

fn of(name: &str, path: &str, scripts: Vec<Script>) -> Connection {
    Connection {
        name: name.to_owned(),
        path: path.into(),
        scripts: scripts.into_iter().map(|script| (script.action, script)).collect(),
        ..connection()
    }
}

/// Only these rules are looked at, so that the samples stay as they are when rules come.
const RULES: [&str; 5] = ["L5", "L6", "L35", "L38", "L54"];

fn checked_for(connections: Vec<Connection>) -> Vec<Checked> {
    let mut checked = check(vec![connections], false);
    for checked in &mut checked {
        checked.found.retain(|found| RULES.contains(&found.finding.rule));
    }
    checked
}

/// `shop`: a global that is gone, in a function without a name; another, ignored; a note of the loader. `club`: a script
/// inside JSON that does not parse.
pub(super) fn checked() -> Vec<Checked> {
    let login = "function (email, password, callback) {\n  // loginscope-ignore L35: the platform is on Node 12\n  \
                 request('a', callback);\n  bcrypt.compare(password, email, callback);\n}";
    let mut shop =
        of("shop", "shop/database.json", vec![script(Action::Login, "login.js", Some("shop/login.js"), login)]);
    let note = Note::new(NoteLevel::Note, "`customScripts.logout` is no action script.").citing("L54");
    shop.notes.push(note.about(&shop.path));
    let broken = script(Action::GetUser, "get_user.js", None, "function getUser(id, callback) {\n  callback(null;\n}");
    checked_for(vec![shop, of("club", "tenant.json", vec![broken])])
}

/// Names and texts that would steer a terminal.
pub(super) fn hostile() -> Vec<Checked> {
    let text = "function (a, b, c) { uuid\u{200b}\u{202e}; bcrypt(a); }";
    let scripts = vec![script(Action::Login, "lo\u{1b}[2Jgin.js", Some("sh\u{202e}op/ #?%\u{7f}.js"), text)];
    let mut connection = of("na\u{1b}[31mme\n", "sh\u{9b}op", scripts);
    connection.notes.push(Note::new(NoteLevel::Warning, "a\u{1b}]0;b\u{7}").citing("L54"));
    checked_for(vec![connection])
}

/// A document without what belongs to the rules and not to their finding.
pub(super) fn without_rule_texts(mut document: Value) -> Value {
    for connection in document["connections"].as_array_mut().unwrap() {
        for finding in connection["findings"].as_array_mut().unwrap() {
            for key in ["why", "fix", "sources"] {
                finding[key] = json!("…");
            }
        }
    }
    document
}
