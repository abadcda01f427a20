//! What stands against creating the user in the Auth0 store: duplicates in the legacy store (S11), factors (S12), the
//! password (S13), and users who are there already by another way (S10, S14).

use super::rows::{rows, Row};
use super::scene::{called, Scene};
use super::{Seen, When};
use crate::flow::{Auth0User, Credential, Origin, ReasonState};
use crate::recording::wording::statement;
use crate::recording::Query;

/// Columns by which two rows are told to be two users.
const IDS: [&str; 8] = ["id", "user_id", "userid", "_id", "uid", "uuid", "guid", "customer_id"];

pub(super) fn look(scene: &Scene<'_>, seen: &mut Seen) {
    for query in scene.own_runs().flat_map(|run| &run.queries) {
        if let Some(text) = twice(query, scene.name()) {
            seen.before("S11", text);
        }
    }
    if !scene.migrates() {
        return;
    }
    for reason in scene.decision.reasons.iter().filter(|reason| reason.state == ReasonState::No) {
        match reason.rule {
            "M13" => seen.after("S12", reason.text.clone()),
            "M11" => seen.after("S13", reason.text.clone()),
            _ => {}
        }
    }
    there_already(scene, seen);
}

/// The rows of an answer that are two users with the name asked for.
fn twice(query: &Query, name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let all = rows(query);
    let same: Vec<&Row> = all.iter().filter(|row| row.iter().any(|(_, value)| value.to_lowercase() == name)).collect();
    let column =
        |row: &Row| row.iter().find(|(_, value)| value.to_lowercase() == name).map(|(column, _)| column.clone());
    let [first, rest @ ..] = same.as_slice() else { return None };
    let id = |row: &Row| IDS.iter().find_map(|id| row.iter().find(|(column, _)| column == id)).cloned();
    let other = rest.iter().find(|row| id(row).is_some() && id(row) != id(first) && column(row) == column(first))?;
    // A join answers one user once for each of its memberships, orders or roles; then an id may be theirs.
    let text = statement(&query.request).to_lowercase();
    if text.split_whitespace().any(|word| word == "join") {
        return None;
    }
    let (one, two) = (id(first)?.1, id(other)?.1);
    Some(format!("query {} answered two users called {name}: {one} and {two}", query.seq))
}

/// A user who is known to Auth0, but not by what was typed or not by a password.
fn there_already(scene: &Scene<'_>, seen: &mut Seen) {
    let by_profile = scene.profiles.iter().find_map(|profile| {
        let by_id = profile.user_id.as_deref().and_then(|id| scene.before().by_id(id));
        by_id.or_else(|| scene.before().find(profile.text("email")?))
    });
    let Some(user) = scene.known().filter(|user| !scene.profiles.is_empty() || !compares(user)).or(by_profile) else {
        return;
    };
    let stays = user.user_id().is_some_and(|id| scene.after.by_id(&id).is_some());
    let (state, text) = match user.origin {
        Origin::Bulk => ("S14", format!("{} came by a bulk import, and import mode is on, too", called(user))),
        Origin::OneByOne if user.is_mere_profile() => {
            ("S10", format!("{} is a profile of legacy authentication, and import mode is on now", called(user)))
        }
        Origin::OneByOne => return,
    };
    seen.before(state, text.clone());
    if stays {
        seen.add(state, When::After, text);
    }
}

/// Whether Auth0 has a password to compare with.
fn compares(user: &Auth0User) -> bool {
    !matches!(user.credential, Credential::None | Credential::Unknown)
}
