//! What a check finds in connections of our own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use super::*;
use crate::connection::{Ignored, NoteLevel};
use crate::flow::samples::connection;

fn with(scripts: &[(Action, &str)]) -> Connection {
    let script = |(action, text): &(Action, &str)| {
        let file = format!("{action}.js");
        let path = Some(PathBuf::from(format!("shop/{file}")));
        (*action, Script { action: *action, file, path, text: (*text).into() })
    };
    Connection { path: "shop".into(), scripts: scripts.iter().map(script).collect(), ..connection() }
}

fn checked(connection: Connection) -> Checked {
    check(vec![vec![connection]], false).remove(0)
}

/// Rule, file and line of what was found by one of `rules`.
fn told(checked: &Checked, rules: &[&str]) -> Vec<(&'static str, String, u32)> {
    let found = checked.found.iter().filter(|found| rules.contains(&found.finding.rule));
    found.map(|found| (found.finding.rule, found.spot.file.clone(), found.spot.line)).collect()
}

const NAMELESS: &str = "function (id, password, callback) {\n  callback(null);\n}";
const BROKEN: &str = "function getUser(id, callback) {\n  callback(null;\n}";

#[test]
fn a_script_that_does_not_parse_is_a_finding_and_the_others_are_still_checked() {
    let checked = checked(with(&[(Action::Login, NAMELESS), (Action::GetUser, BROKEN)]));
    let expected = [("L6", "login.js".to_owned(), 1), ("L5", "get_user.js".to_owned(), 2)];
    assert_eq!(told(&checked, &["L5", "L6"]), expected);
}

#[test]
fn comments_and_settings_make_findings_quiet_with_their_reason() {
    let text = format!("// loginscope-ignore-file L6: made by a generator\n{NAMELESS}");
    let ignored = checked(with(&[(Action::Login, &text)]));
    let quiet: Vec<_> = ignored.found.iter().filter(|found| found.finding.rule == "L6").collect();
    assert_eq!(quiet[0].quiet.as_deref(), Some("made by a generator"));
    let mut connection = with(&[(Action::Login, NAMELESS)]);
    connection.settings.ignored.push(Ignored { rule: "L6".into(), reason: "old".into() });
    let by_settings = checked(connection);
    assert!(by_settings.found.iter().any(|found| found.quiet.as_deref() == Some("old")));
}

#[test]
fn a_fingerprint_survives_lines_that_come_before_it() {
    let print = |text: &str| {
        let found = checked(with(&[(Action::Login, text)])).found;
        found.into_iter().find(|found| found.finding.rule == "L6").unwrap().fingerprint
    };
    assert_eq!(print(NAMELESS), print(&format!("// a word\n\n  {NAMELESS}")));
    assert_ne!(print(NAMELESS), print("(id, password, callback) => callback(null)"));
}

#[test]
fn what_the_loader_noted_is_told_once() {
    let mut connection = with(&[(Action::Login, NAMELESS)]);
    let note = |rule| Note::new(NoteLevel::Warning, format!("about {rule}")).citing(rule);
    connection.notes.extend([note("L54").about(&connection.path), note("L6").about("shop/login.js".as_ref())]);
    connection.notes.push(Note::new(NoteLevel::Warning, "without a rule"));
    let told = told(&checked(connection), &["L6", "L54"]);
    assert_eq!(told, [("L54", "shop".to_owned(), 0), ("L6", "login.js".to_owned(), 1)]);
}

#[test]
fn two_checks_find_the_same_in_the_same_order() {
    let many = || -> Vec<Connection> {
        let scripts = [(Action::Login, NAMELESS), (Action::GetUser, BROKEN)];
        (0..40).map(|n| Connection { name: format!("shop-{n}"), ..with(&scripts) }).collect()
    };
    let all = || -> Vec<(String, String)> {
        let checked = check(vec![many()], false);
        let found = checked.iter().flat_map(|checked| &checked.found);
        found.map(|found| (found.fingerprint.clone(), found.finding.message.clone())).collect()
    };
    assert_eq!(all(), all());
}

#[test]
fn a_secret_of_the_connection_is_masked_alike_every_time() {
    let mut connection = with(&[(Action::Login, NAMELESS)]);
    connection.configuration.insert("DB_PASSWORD".into(), "swan-lake-7".to_owned().into());
    connection.notes.push(Note::new(NoteLevel::Warning, "it says swan-lake-7.").citing("L54"));
    let checked = checked(connection);
    let noted = checked.found.iter().find(|found| found.finding.rule == "L54").unwrap();
    assert_eq!(noted.finding.message, "it says ‹masked›.");
}

#[test]
fn torn_and_mangled_scripts_never_panic_and_take_no_time() {
    const TEXT: &str = include_str!("../../../sample-scripts/sqlserver-membership/login.js");
    let mut texts = Vec::new();
    for end in (0..TEXT.len()).step_by(41) {
        texts.push(TEXT[..TEXT.floor_char_boundary(end)].to_owned());
    }
    // A small generator is enough: what matters is that every run tries the same.
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    const PIECES: [&str; 12] =
        ["}", "{", "(", ")", "'", "`", "\u{202e}", "/*", "// loginscope-ignore L1: ", "=>", "\0", "é"];
    for _ in 0..60 {
        let mut text = TEXT.to_owned();
        for _ in 0..4 {
            let at = text.floor_char_boundary(random(text.len()));
            text.insert_str(at, PIECES[random(PIECES.len())]);
        }
        texts.push(text);
    }
    let connections = texts.iter().map(|text| with(&[(Action::Login, text.as_str())])).collect();
    let begun = Instant::now();
    assert_eq!(check(vec![connections], false).len(), texts.len());
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
