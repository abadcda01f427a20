#![allow(clippy::unwrap_used)]

use super::*;
use crate::connection::Action;
use crate::flow::samples::{connection, inputs};
use crate::flow::{Situation, Verdict};
use crate::recording::samples::answered;

const LEGACY: Mode = Mode::LegacyAuthentication;
const MIGRATION: Mode = Mode::AutomaticMigration;

/// `field how rule`, a line each; `known` is in the Auth0 store before.
fn told(mode: Mode, returned: Value, known: Option<Value>, change: Option<Change>, root: Option<&str>) -> Vec<String> {
    let mut connection = connection();
    connection.settings.auth0_users = known.into_iter().collect();
    connection.options.set_user_root_attributes = root.map(str::to_owned);
    let situation = Situation { mode, ..Situation::of(&connection, Operation::Login, inputs()) };
    let facts = Facts::new(&connection, situation);
    let mut decision = Decision::open();
    decision.verdict = Some(Verdict::Authenticated);
    decision.profile = Some(held(returned.as_object().unwrap(), &facts).value);
    decision.changes = change.into_iter().collect();
    let run = answered(Action::Login, OutcomeKind::Profile, returned);
    let changes = diff(&facts, &[&run], &decision);
    changes.iter().map(|change| format!("{} {} {}", change.field, change.how.key(), change.rule)).collect()
}

fn new_user(returned: Value) -> Vec<String> {
    told(MIGRATION, returned, None, None, None)
}

#[test]
fn a_new_user_shows_what_auth0_changes_and_adds() {
    let returned = json!({"user_id": 7, "email": "Ada@Example.test", "name": "Ada", "metadata": {"plan": "gold"},
        "access_token": "t", "mfa_factors": [{"totp": {"secret": "JBSWY3DP"}}]});
    assert_eq!(
        new_user(returned),
        [
            "user_id prefixed M2",
            "identities[0].user_id retyped L18",
            "email lower-cased M9",
            "name kept §2.4",
            "app_metadata renamed X4",
            "identities[0].access_token moved §2.4",
            "mfa_factors moved M13",
            "email_verified generated M10",
            "nickname generated §2.4",
            "picture generated §2.4",
        ]
    );
}

#[test]
fn what_is_odd_is_kept_and_named() {
    let long = "n".repeat(301);
    let returned = json!({"user_id": "auth0|7", "email_verified": 1, "nickname": long});
    assert_eq!(
        new_user(returned),
        ["user_id prefixed L19", "email_verified kept L22", "nickname kept §2.4", "nickname too-long §2.4"]
    );
}

#[test]
fn a_second_legacy_login_overwrites_or_leaves_as_the_connection_says() {
    let known = json!({"user_id": "auth0|7", "name": "Ada L.", "plan": "gold", "email_verified": true});
    let returned = || json!({"user_id": "7", "name": "Ada", "plan": "gold", "email_verified": true});
    let fields = json!({"name": "Ada"}).as_object().unwrap().clone();
    let refreshed = Change::Fields { user_id: "auth0|7".into(), fields };
    assert_eq!(
        told(LEGACY, returned(), Some(known.clone()), Some(refreshed), None),
        ["user_id prefixed M2", "name overwritten M16", "plan kept §2.4", "email_verified kept §2.4"]
    );
    assert_eq!(
        told(LEGACY, returned(), Some(known), None, Some("on_first_login")),
        ["user_id prefixed M2", "name stays M16", "plan kept §2.4", "email_verified kept §2.4"]
    );
}

#[test]
fn what_never_arrives_is_dropped_with_its_rule() {
    let user = json!({"user_id": "auth0|7", "record": "without-metadata", "email_verified": true});
    let added = Change::Add(Auth0User::of(&user).unwrap());
    let returned = json!({"user_id": "7", "email_verified": true, "metadata": {"a": 1}, "user_metadata": {"b": 2}});
    assert_eq!(
        told(MIGRATION, returned, None, Some(added), None),
        ["user_id prefixed M2", "email_verified kept §2.4", "app_metadata dropped M7", "user_metadata dropped M7"]
    );
}

#[test]
fn the_values_before_and_after_are_told() {
    let mut connection = connection();
    connection.options.import_mode = Some(true);
    let facts = Facts::new(&connection, Situation::of(&connection, Operation::Login, inputs()));
    let run = answered(Action::Login, OutcomeKind::Profile, json!({"user_id": "7", "email": "A@b.test"}));
    let mut decision = Decision::open();
    assert_eq!(diff(&facts, &[&run], &decision), [], "nothing is decided yet");
    decision.verdict = Some(Verdict::Authenticated);
    decision.profile = Some(json!({"user_id": "auth0|7", "email": "a@b.test"}));
    let changes = diff(&facts, &[&run], &decision);
    assert_eq!((&changes[0].from, &changes[0].to), (&Some(json!("7")), &Some(json!("auth0|7"))));
    assert_eq!((&changes[1].from, &changes[1].to), (&Some(json!("A@b.test")), &Some(json!("a@b.test"))));
}
