//! The users in the Auth0 store: as they are before the next operation, and what the one on screen does to them.

use std::sync::Arc;

use super::driver::Request;
use super::evaluation::{Prompt, Purpose};
use super::overlay::Overlay;
use super::scroll::Scroll;
use super::state::Workbench;
use super::user_form::UserForm;
use crate::flow::{Auth0User, Change, Credential, Record};

/// The table of users.
#[derive(Clone, Copy, Debug, Default)]
pub struct Users {
    /// The selected one.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

/// What the operation on screen does to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Same,
    /// It is created.
    Added,
    /// These parts of it change.
    Changed(Vec<String>),
    /// It is removed.
    Removed,
}

/// A user of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// As it is after the operation, or was before it was removed.
    pub user: Auth0User,
    /// What the operation does to it.
    pub fate: Fate,
    /// Its place in the store that the next operation starts with; `None` if it is not in there.
    pub at: Option<usize>,
}

impl Workbench {
    /// The users, with what the operation on screen does to them: those that were there first, then those it adds.
    pub fn users(&self) -> Vec<Listed> {
        let session = &self.session;
        let changes = self.decision.as_ref().map_or(&[][..], |decision| &decision.changes);
        let (before, after) = match &self.launched {
            Some(launched) if session.taken => (Arc::clone(&launched.auth0), Arc::clone(&session.auth0)),
            Some(_) => (Arc::clone(&session.auth0), Arc::new(session.auth0.after(changes))),
            None => (Arc::clone(&session.auth0), Arc::clone(&session.auth0)),
        };
        let place = |wanted: &Auth0User| session.auth0.users().iter().position(|user| same(user, wanted));
        let was = before.users().iter().map(|user| match after.users().iter().find(|later| same(user, later)) {
            None => Listed { user: user.clone(), fate: Fate::Removed, at: place(user) },
            Some(later) if later == user => Listed { user: user.clone(), fate: Fate::Same, at: place(user) },
            Some(later) => Listed { user: later.clone(), fate: Fate::Changed(changed(user, later)), at: place(user) },
        });
        let added = after.users().iter().filter(|user| !before.users().iter().any(|known| same(known, user)));
        let added = added.map(|user| Listed { user: user.clone(), fate: Fate::Added, at: place(user) });
        was.chain(added).collect()
    }
}

/// Whether two records are of one user. Without an id the identifiers tell.
fn same(one: &Auth0User, other: &Auth0User) -> bool {
    match (one.user_id(), other.user_id()) {
        (Some(one), Some(other)) => one == other,
        (None, None) => ["email", "username", "phone_number"].iter().all(|key| one.text(key) == other.text(key)),
        _ => false,
    }
}

/// The parts of a user that differ, by their names.
fn changed(before: &Auth0User, after: &Auth0User) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    if before.credential != after.credential {
        parts.push("password".to_owned());
    }
    if before.record != after.record {
        parts.push("record".to_owned());
    }
    let gone = before.profile.keys().filter(|key| !after.profile.contains_key(*key));
    let other = after.profile.iter().filter(|(key, value)| before.profile.get(*key) != Some(value));
    parts.extend(other.map(|(key, _)| key.clone()).chain(gone.cloned()));
    parts
}

/// What the Auth0 store can compare a password with, in a word.
pub const fn credential(user: &Auth0User) -> &'static str {
    match user.credential {
        Credential::None => "none",
        Credential::Unknown => "not told",
        Credential::Password(_) => "typed",
        Credential::Hash(_) => "hash",
    }
}

/// How much of a user is there, in a word or two.
pub const fn record(record: Record) -> &'static str {
    match record {
        Record::Whole => "whole",
        Record::Partial => "partial",
        Record::WithoutMetadata => "no metadata",
    }
}

/// Opens the table.
pub(super) fn open(workbench: &mut Workbench) -> Vec<Request> {
    show(workbench, Users::default())
}

fn show(workbench: &mut Workbench, users: Users) -> Vec<Request> {
    let last = workbench.users().len().saturating_sub(1);
    let users = Users { selected: users.selected.min(last), ..users };
    workbench.overlay = Some(Overlay::Users(users));
    Vec::new()
}

/// Opens the selected user.
pub(super) fn open_selected(workbench: &mut Workbench, users: Users) -> Vec<Request> {
    let Some(listed) = workbench.users().into_iter().nth(users.selected) else { return show(workbench, users) };
    match listed.at.and_then(|at| Some((at, workbench.session.auth0.users().get(at)?))) {
        Some((at, user)) => {
            let form = UserForm::of(user, Some(at), users);
            workbench.overlay = Some(Overlay::User(Box::new(form)));
            Vec::new()
        }
        None => {
            workbench.fail("This user is there after the operation only: + carries on from it");
            show(workbench, users)
        }
    }
}

/// Opens the form of a user that is not there yet.
pub(super) fn add(workbench: &mut Workbench) -> Vec<Request> {
    let Some(Overlay::Users(users)) = workbench.overlay else { return Vec::new() };
    workbench.overlay = Some(Overlay::User(Box::new(UserForm::empty(users))));
    Vec::new()
}

/// Removes the selected user from the store that the next operation starts with.
pub(super) fn remove(workbench: &mut Workbench) -> Vec<Request> {
    let Some(Overlay::Users(users)) = workbench.overlay else { return Vec::new() };
    let id = workbench.users().into_iter().nth(users.selected).filter(|listed| listed.at.is_some());
    match id.and_then(|listed| listed.user.user_id()) {
        // Who was removed is known as such: a login may bring the user back.
        Some(user_id) => {
            workbench.session.auth0 = Arc::new(workbench.session.auth0.after(&[Change::Remove { user_id }]));
            let left = workbench.session.auth0.users().to_vec();
            keep(workbench, left, users)
        }
        None => alter(workbench, |users, at| {
            users.remove(at);
        }),
    }
}

/// The record of the selected user is whole, then partial, then without metadata.
pub(super) fn change_record(workbench: &mut Workbench) -> Vec<Request> {
    alter(workbench, |users, at| {
        if let Some(user) = users.get_mut(at) {
            user.record = match user.record {
                Record::Whole => Record::Partial,
                Record::Partial => Record::WithoutMetadata,
                Record::WithoutMetadata => Record::Whole,
            };
        }
    })
}

fn alter(workbench: &mut Workbench, alter: impl FnOnce(&mut Vec<Auth0User>, usize)) -> Vec<Request> {
    let Some(Overlay::Users(users)) = workbench.overlay else { return Vec::new() };
    let listed = workbench.users().into_iter().nth(users.selected);
    let mut kept = workbench.session.auth0.users().to_vec();
    match listed.and_then(|listed| listed.at).filter(|at| *at < kept.len()) {
        Some(at) => {
            alter(&mut kept, at);
            keep(workbench, kept, users)
        }
        None => {
            workbench.fail("Select a user that is there before the operation");
            Vec::new()
        }
    }
}

/// Takes what was typed of a user; what cannot be read stays in the form, with the reason.
pub(super) fn confirm(workbench: &mut Workbench, mut form: Box<UserForm>) -> Vec<Request> {
    let mut kept = workbench.session.auth0.users().to_vec();
    let user = match form.user(form.at.and_then(|at| kept.get(at))) {
        Ok(user) => user,
        Err(why) => {
            form.error = Some(why);
            workbench.overlay = Some(Overlay::User(form));
            return Vec::new();
        }
    };
    let mut users = form.users;
    match form.at.and_then(|at| kept.get_mut(at)) {
        Some(place) => *place = user,
        None => {
            users.selected = kept.len();
            kept.push(user);
        }
    }
    keep(workbench, kept, users)
}

/// These are the users that the next operation starts with.
fn keep(workbench: &mut Workbench, users: Vec<Auth0User>, shown: Users) -> Vec<Request> {
    workbench.session.auth0 = Arc::new(workbench.session.auth0.with_users(users));
    workbench.session.changed = workbench.launched.is_some();
    show(workbench, shown);
    if workbench.launched.is_some() {
        return Vec::new();
    }
    vec![Request::Judge]
}

/// Asks for the file that the users are written to.
pub(super) fn ask_where(workbench: &mut Workbench) -> Vec<Request> {
    workbench.overlay = Some(Overlay::Prompt(Prompt::filled(Purpose::SaveStore, 0, "")));
    Vec::new()
}

/// Writes the users that the next operation starts with to a file.
pub(super) fn save(workbench: &mut Workbench, path: &str) -> Vec<Request> {
    let path = path.trim();
    if path.is_empty() {
        workbench.fail("Give the file to write to: :save-store users.ndjson");
        return Vec::new();
    }
    vec![Request::SaveStore { path: path.into(), store: Arc::clone(&workbench.session.auth0) }]
}
