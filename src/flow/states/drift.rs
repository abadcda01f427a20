//! Auth0 and the legacy store, or two scripts, say different things of one user: another e-mail (S8), another id (S9),
//! another case (S16).

use serde_json::Value;

use super::scene::{called, Profile, Scene};
use super::{Seen, When};
use crate::flow::{Auth0Store, Change, Origin};

pub(super) fn look(scene: &Scene<'_>, seen: &mut Seen) {
    for profile in &scene.profiles {
        against(profile, scene, scene.before(), When::Before, seen);
        against(profile, scene, &scene.after, When::After, seen);
    }
    two_scripts(scene, seen);
    changed_in_auth0_alone(scene, seen);
}

/// A script's profile against the store.
fn against(profile: &Profile<'_>, scene: &Scene<'_>, store: &Auth0Store, when: When, seen: &mut Seen) {
    let Some(id) = profile.user_id.as_deref() else { return };
    if let Some(user) = store.by_id(id) {
        for key in ["email", "username"] {
            let (Some(held), Some(said)) = (user.text(key), profile.text(key)) else { continue };
            if held == said {
                continue;
            }
            let text = format!("{id} is {held} in Auth0, and {said} by `{}`", profile.action);
            match (held.to_lowercase() == said.to_lowercase(), key) {
                (true, _) => seen.add("S16", when, text),
                (false, "email") => seen.add("S8", when, text),
                (false, _) => {}
            }
        }
    }
    let Some(email) = profile.text("email").filter(|_| emails_are_unique(scene)) else { return };
    let same = |other: &str| other.to_lowercase() == email.to_lowercase();
    let mut others = store.users().iter().filter(|user| user.text("email").is_some_and(same));
    let other = others.find(|user| user.origin != Origin::Bulk && user.user_id().is_some_and(|other| other != id));
    if let Some(other) = other {
        let text = format!("{email} is {} in Auth0, and {id} by `{}`", called(other), profile.action);
        seen.add("S9", when, text);
    }
}

/// Flexible identifiers may allow the same e-mail twice (M14).
fn emails_are_unique(scene: &Scene<'_>) -> bool {
    let attributes = scene.facts.options.attributes.as_ref();
    attributes.and_then(|attributes| attributes["email"]["unique"].as_bool()) != Some(false)
}

/// Two scripts that were asked about the same user.
fn two_scripts(scene: &Scene<'_>, seen: &mut Seen) {
    for (index, first) in scene.profiles.iter().enumerate() {
        for second in &scene.profiles[index + 1..] {
            let asked = |profile: &Profile<'_>| profile.about.map(str::to_lowercase);
            if let (Some(one), Some(other)) = (&first.user_id, &second.user_id) {
                if one != other && asked(first).is_some() && asked(first) == asked(second) {
                    let text = format!("`{}` says {one}, `{}` says {other}", first.action, second.action);
                    seen.before("S9", text);
                }
            }
        }
    }
}

/// Automatic migration: a new e-mail reaches the Auth0 store and nobody else.
fn changed_in_auth0_alone(scene: &Scene<'_>, seen: &mut Seen) {
    if !scene.migrates() {
        return;
    }
    for change in &scene.decision.changes {
        let Change::Fields { user_id, fields } = change else { continue };
        let old = scene.before().by_id(user_id).and_then(|user| user.text("email"));
        let (Some(old), Some(new)) = (old, fields.get("email").and_then(Value::as_str)) else { continue };
        if old.to_lowercase() != new.to_lowercase() {
            let text = format!("{user_id} is {new} in Auth0 now; a legacy row, if there is one, still says {old}");
            seen.after("S8", text);
        }
    }
}
