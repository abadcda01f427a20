//! What the recognisers look at.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::rows::rows;
use crate::connection::{Action, Mode};
use crate::flow::profile::held;
use crate::flow::{Auth0Store, Auth0User, Decision, Facts};
use crate::recording::{OutcomeKind, Query, ScriptRun};

/// An operation, and what it showed.
pub(super) struct Scene<'s> {
    pub(super) facts: &'s Facts,
    pub(super) runs: &'s [&'s ScriptRun],
    pub(super) decision: &'s Decision,
    /// The Auth0 store after it.
    pub(super) after: Cow<'s, Auth0Store>,
    /// The profiles the scripts answered with.
    pub(super) profiles: Vec<Profile<'s>>,
}

/// A profile a script answered with.
pub(super) struct Profile<'s> {
    pub(super) action: Action,
    /// Whom the script was asked about.
    pub(super) about: Option<&'s str>,
    pub(super) returned: &'s Map<String, Value>,
    /// The public id Auth0 makes of it.
    pub(super) user_id: Option<String>,
}

impl Profile<'_> {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.returned.get(key)?.as_str()
    }
}

impl<'s> Scene<'s> {
    pub(super) fn new(facts: &'s Facts, runs: &'s [&'s ScriptRun], decision: &'s Decision) -> Self {
        let after = match decision.changes.as_slice() {
            [] => Cow::Borrowed(&*facts.store),
            changes => Cow::Owned(facts.store.after(changes)),
        };
        let profile = |run: &&'s ScriptRun| {
            let outcome = run.outcome.as_ref().filter(|outcome| outcome.kind == OutcomeKind::Profile)?;
            let returned = outcome.result.as_ref()?.as_object()?;
            let user_id = held(returned, facts).user_id;
            Some(Profile { action: run.action, about: run.about.as_deref(), returned, user_id })
        };
        Self { facts, runs, decision, after, profiles: runs.iter().filter_map(profile).collect() }
    }

    pub(super) fn before(&self) -> &Auth0Store {
        &self.facts.store
    }

    pub(super) fn migrates(&self) -> bool {
        self.facts.mode == Mode::AutomaticMigration
    }

    pub(super) fn name(&self) -> &str {
        self.facts.identifier()
    }

    /// The user as the Auth0 store had it.
    pub(super) fn known(&self) -> Option<&Auth0User> {
        self.facts.known.as_ref().map(|known| &known.user)
    }

    /// The user as the Auth0 store has it now.
    pub(super) fn user_after(&self) -> Option<&Auth0User> {
        let id = self.known().and_then(Auth0User::user_id).or_else(|| self.decision.user_id.clone());
        let by_id = id.and_then(|id| self.after.by_id(&id));
        by_id.or_else(|| self.after.find(self.facts.inputs.identifier()?))
    }

    /// The runs that asked about the user as it is, not about a value it is to get.
    pub(super) fn own_runs(&self) -> impl Iterator<Item = &'s ScriptRun> + '_ {
        let name = self.name().to_lowercase();
        let own = move |run: &&ScriptRun| run.about.as_ref().is_none_or(|about| about.to_lowercase() == name);
        self.runs.iter().copied().filter(own)
    }

    /// What shows that the legacy store has the user; `None` where nothing does.
    pub(super) fn in_legacy_store(&self) -> Option<String> {
        let name = self.name().to_lowercase();
        self.own_runs().find_map(|run| {
            if run.outcome.as_ref().is_some_and(|outcome| outcome.kind == OutcomeKind::Profile) {
                return Some(format!("`{}` brought a profile", run.action));
            }
            let holds = |query: &&Query| rows(query).iter().flatten().any(|(_, value)| value.to_lowercase() == name);
            let query = run.queries.iter().find(holds)?;
            Some(format!("query {} of `{}` found it", query.seq, run.action))
        })
    }
}

/// `auth0|7`, or what else the user is known by.
pub(super) fn called(user: &Auth0User) -> String {
    user.user_id().or_else(|| user.text("email").map(str::to_owned)).unwrap_or_else(|| "the user".to_owned())
}
