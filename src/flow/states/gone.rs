//! The user is on one side alone, and should not be: deleted in Auth0 (S6), or in the legacy store (S7).

use super::rows::rows;
use super::scene::{called, Scene};
use super::Seen;
use crate::connection::Action;
use crate::flow::{Auth0User, Change};
use crate::legacy::Effect;
use crate::recording::{OutcomeKind, Query, ScriptRun};

pub(super) fn look(scene: &Scene<'_>, seen: &mut Seen) {
    deleted_in_auth0(scene, seen);
    deleted_in_legacy_store(scene, seen);
}

fn deleted_in_auth0(scene: &Scene<'_>, seen: &mut Seen) {
    if scene.migrates() {
        for change in &scene.decision.changes {
            if let Change::Remove { user_id } = change {
                let text = format!(
                    "{user_id} goes from Auth0 alone; where the legacy store still has it, the next login brings it back"
                );
                seen.after("S6", text);
            }
        }
    }
    if scene.known().is_some() {
        return;
    }
    let profiles = scene.profiles.iter().flat_map(|profile| [profile.user_id.as_deref(), profile.text("email")]);
    let names = profiles.flatten().chain(scene.facts.inputs.identifier());
    let gone = names.into_iter().find(|name| scene.before().was_removed(name));
    let (Some(gone), Some(found)) = (gone, scene.in_legacy_store()) else { return };
    seen.before("S6", format!("{gone} was deleted in Auth0, and {found}"));
    match scene.user_after() {
        Some(user) => {
            let text = format!("{} is back, with what the legacy store says of it", called(user));
            seen.after("S6", text);
        }
        None => seen.after("S6", format!("{gone} is still deleted in Auth0 and still in the legacy store")),
    }
}

/// Legacy authentication: the profile shows, but nobody can log in with it.
fn deleted_in_legacy_store(scene: &Scene<'_>, seen: &mut Seen) {
    let Some(user) = scene.known().filter(|user| !scene.migrates() && user.is_mere_profile()) else { return };
    let Some(run) = scene.own_runs().find(|run| found_nobody(run)) else { return };
    let text = format!("{} is in Auth0, but `{}` found nobody called {}", called(user), run.action, scene.name());
    seen.before("S7", text.clone());
    if user.user_id().is_some_and(|id| scene.after.by_id(&id).map(Auth0User::is_mere_profile) == Some(true)) {
        seen.after("S7", text);
    }
}

/// `get_user` says so itself; of `login` only the store's answers tell a missing user from a wrong password.
fn found_nobody(run: &ScriptRun) -> bool {
    let Some(outcome) = &run.outcome else { return false };
    match (run.action, outcome.kind) {
        (Action::GetUser, OutcomeKind::NotFound) => true,
        (Action::Login, OutcomeKind::NotFound | OutcomeKind::WrongCredentials) => {
            let is_read =
                |query: &&Query| query.effect == Effect::Read && query.request.is_statement() && query.reply.is_some();
            let mut reads = run.queries.iter().filter(is_read).peekable();
            reads.peek().is_some() && reads.all(|query| rows(query).is_empty())
        }
        _ => false,
    }
}
