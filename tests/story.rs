//! The story that a recording of the sample scripts tells: its marks, where the profile came from, what an edit changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use loginscope::connection::{load, Action, Connection, LoadOptions};
use loginscope::flow::{Inputs, Operation, Situation};
use loginscope::play::{to_end, Setting};
use loginscope::recording::diff::{align, same, Difference};
use loginscope::recording::origins::{fields, origins, OriginKind};
use loginscope::recording::timeline::marks;
use loginscope::recording::ScriptRun;

fn sample(name: &str) -> Connection {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-scripts").join(name);
    let connection = load(&folder, &LoadOptions::default()).unwrap().connections.remove(0);
    Connection::clone(&connection)
}

/// Ada logs in. Every play has a mask of its own.
fn played(connection: Connection) -> ScriptRun {
    let inputs = Inputs::default().or_defaults(Operation::Login, &connection.settings.inputs).unwrap();
    let situation = Situation::of(&connection, Operation::Login, inputs);
    let configuration = connection.configuration.clone();
    let setting = Setting::new(Arc::new(connection), situation, configuration).unwrap();
    to_end(&setting).unwrap().recording.runs.remove(0)
}

/// The same after an edit of the script.
fn edited(name: &str, from: &str, to: &str) -> ScriptRun {
    let mut connection = sample(name);
    let script = connection.scripts.get_mut(&Action::Login).unwrap();
    assert!(script.text.contains(from), "{from} is not in the script");
    script.text = script.text.replace(from, to).into();
    played(connection)
}

/// The likeliest origin of every field that has one.
fn stories(run: &ScriptRun) -> Vec<String> {
    let profile = run.outcome.as_ref().unwrap().result.clone().unwrap();
    let first = |(field, value): (String, serde_json::Value)| {
        let kind = origins(run, &[], &field, &value).into_iter().next()?.kind;
        Some(match kind {
            OriginKind::Column { seq, column, .. } => format!("{field}: query {seq}, {column}"),
            OriginKind::Body { seq, path } => format!("{field}: answer {seq}, {path}"),
            OriginKind::Input { name } => format!("{field}: {name}"),
        })
    };
    fields(&profile).into_iter().filter_map(first).collect()
}

fn differences(before: &ScriptRun, after: &ScriptRun) -> Vec<String> {
    let side = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
    let told = |difference: Difference| {
        format!("{}: {} -> {}", difference.part, side(difference.before), side(difference.after))
    };
    align(before, after).into_iter().flat_map(|pair| pair.differs).map(told).collect()
}

#[test]
fn a_login_is_told_from_the_query_to_the_end() {
    let run = played(sample("pg-migration"));
    let titles: Vec<String> = marks(&run).iter().map(|mark| mark.title().chars().take(24).collect()).collect();
    let told = [
        "query 1 reads: SELECT id",
        "query 1 answered: 1 row",
        "callback(null, {\"user_id",
        "the script returned a pr",
    ];
    assert_eq!(titles, told);
    assert!(marks(&run).windows(2).all(|two| two[0].step <= two[1].step));
}

#[test]
fn every_field_of_the_profile_has_its_column() {
    assert_eq!(
        stories(&played(sample("pg-migration"))),
        [
            "user_id: query 1, id",
            "email: query 1, email",
            "email_verified: query 1, email_verified",
            "given_name: query 1, given_name",
            "family_name: query 1, family_name",
            "name: query 1, given_name",
            "nickname: query 1, nickname",
            "app_metadata.plan: query 1, plan",
        ]
    );
}

#[test]
fn every_field_of_the_profile_has_its_place_in_the_proxy_s_answer() {
    assert_eq!(
        stories(&played(sample("http-proxy"))),
        [
            "user_id: answer 2, sub",
            "email: answer 2, email",
            "email_verified: answer 2, email_verified",
            "given_name: answer 2, given_name",
            "family_name: answer 2, family_name",
            "name: answer 2, name",
            "nickname: answer 2, nickname",
        ]
    );
}

#[test]
fn a_script_that_was_not_edited_does_the_same_again() {
    for name in ["pg-migration", "http-proxy", "mysql-legacy", "mysql2-async", "stall", "double-callback"] {
        let (before, after) = (played(sample(name)), played(sample(name)));
        assert!(same(&before, &after), "{name}: {:?}", differences(&before, &after));
    }
}

#[test]
fn an_edit_is_seen_in_what_it_changed_and_nowhere_else() {
    let before = played(sample("pg-migration"));
    let renamed = edited("pg-migration", "nickname: user.nickname", "\n\n      nickname: 'the ' + user.nickname");
    assert_eq!(differences(&before, &renamed), ["profile.nickname: \"ada\" -> \"the ada\""]);
    let asked = edited("pg-migration", "client.query(", "client.query('SELECT 1 AS one', () => {});\n client.query(");
    let added: Vec<String> = align(&before, &asked)
        .into_iter()
        .filter(|pair| !pair.is_same())
        .map(|pair| pair.after.unwrap().title)
        .collect();
    assert_eq!(added, ["query 1 reads: SELECT 1 AS one"]);
}
