//! What there is of the user in the Auth0 store: nothing (S1), a profile (S2, S10), half a user (S3, S4), all (S5, S15).

use serde_json::Value;

use super::scene::{called, Profile, Scene};
use super::{Seen, When};
use crate::flow::{Auth0User, Record};

pub(super) fn look(scene: &Scene<'_>, seen: &mut Seen) {
    let found = scene.in_legacy_store();
    let legacy_only = |found: &str| format!("{found}, and the Auth0 store has nobody called {}", scene.name());
    let specific = |seen: &Seen| ["S6", "S10", "S14", "S17"].iter().any(|id| seen.has(id, When::Before));
    match (scene.known(), &found) {
        (Some(user), _) => of(scene, user, When::Before, seen),
        (None, Some(found)) if !specific(seen) => seen.before("S1", legacy_only(found)),
        (None, _) => {}
    }
    let created = scene.decision.user_created;
    match (scene.user_after(), &found) {
        (Some(user), _) => of(scene, user, When::After, seen),
        (None, Some(found)) if !created && scene.known().is_none() && !seen.any_after() => {
            seen.after("S1", legacy_only(found));
        }
        (None, _) => {}
    }
}

fn of(scene: &Scene<'_>, user: &Auth0User, when: When, seen: &mut Seen) {
    let id = called(user);
    let lacking = lacking(scene, user);
    let (state, evidence) = match user.record {
        Record::Partial => ("S3", format!("{id} is half there: it blocks its identifiers, and no search finds it")),
        Record::WithoutMetadata if lacking.is_empty() => {
            ("S4", format!("{id} was created, but its metadata never arrived"))
        }
        Record::WithoutMetadata => ("S4", format!("{id} was created without {}", lacking.join(" and "))),
        Record::Whole => match (user.is_mere_profile(), scene.migrates()) {
            (true, false) if seen.has("S7", when) => return,
            (true, false) => ("S2", format!("{id} is a profile without a password")),
            (true, true) => ("S10", format!("{id} is a profile of legacy authentication, and import mode is on now")),
            (false, true) if !lacking.is_empty() => {
                ("S4", format!("{id} has no {}, which the script returns", lacking.join(" and no ")))
            }
            (false, true) => ("S5", format!("{id} has its password in the Auth0 store; the scripts are not asked")),
            (false, false) => ("S15", format!("{id} has a password in the Auth0 store, and import mode is off")),
        },
    };
    seen.add(state, when, evidence);
}

/// Metadata that a script returned for this user and that its profile in the Auth0 store has nothing of.
fn lacking(scene: &Scene<'_>, user: &Auth0User) -> Vec<String> {
    let own = |profile: &&Profile<'_>| profile.user_id.is_some() && profile.user_id == user.user_id();
    let Some(profile) = scene.profiles.iter().rfind(own) else { return Vec::new() };
    let filled = |value: Option<&Value>| value.and_then(Value::as_object).is_some_and(|fields| !fields.is_empty());
    let app = if profile.returned.contains_key("app_metadata") { "app_metadata" } else { "metadata" };
    [("user_metadata", "user_metadata"), (app, "app_metadata")]
        .into_iter()
        .filter(|(returned, held)| filled(profile.returned.get(*returned)) && !filled(user.profile.get(*held)))
        .map(|(_, held)| format!("`{held}`"))
        .collect()
}
