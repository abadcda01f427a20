//! Field by field, what becomes of the profile a script returned.
//!
//! Nothing is decided here: what was returned is compared with what the Auth0 store holds before and after.

use serde::Serialize;
use serde_json::{json, Map, Value};

use crate::connection::Mode;
use crate::flow::profile::limits;
use crate::flow::profile::normalised::{held, id_field, is_persistent, metadata_is_renamed, AUTH0_PREFIX};
use crate::flow::{Auth0User, Change, Decision, Facts, Operation, Record, Verdict};
use crate::recording::{OutcomeKind, ScriptRun};

/// What becomes of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Its name, as Auth0 has it: `email`, `identities[0].access_token`.
    pub field: String,
    /// What it was: what the script returned, or what the store held where that is overwritten.
    pub from: Option<Value>,
    /// What Auth0 holds now.
    pub to: Option<Value>,
    /// What happened to it.
    pub how: How,
    /// The rule that says so.
    pub rule: &'static str,
}

/// What happens to a field between script and Auth0 store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is held as returned.
    Kept,
    /// It takes the place of another value.
    Overwritten,
    /// What the store held stays, whatever the script returned (`set_user_root_attributes`).
    Stays,
    /// The script did not return it; Auth0 made it.
    Generated,
    /// It is not held.
    Dropped,
    /// It is put in lower case.
    LowerCased,
    /// It goes where it does not show as a field of the profile.
    Moved,
    /// It is held under another name.
    Renamed,
    /// The connection's prefix is put before it.
    Prefixed,
    /// It becomes a text.
    Retyped,
    /// It is held, but longer than the documentation allows.
    TooLong,
}

impl How {
    /// The word used in JSON and on screen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Overwritten => "overwritten",
            Self::Stays => "stays",
            Self::Generated => "generated",
            Self::Dropped => "dropped",
            Self::LowerCased => "lower-cased",
            Self::Moved => "moved",
            Self::Renamed => "renamed",
            Self::Prefixed => "prefixed",
            Self::Retyped => "retyped",
            Self::TooLong => "too-long",
        }
    }
}

/// What Auth0 makes of the last profile that a script returned; empty where it makes nothing of it.
pub(in crate::flow) fn diff(facts: &Facts, runs: &[&ScriptRun], decision: &Decision) -> Vec<FieldChange> {
    let went_well = decision.verdict.is_some_and(Verdict::is_success);
    if !went_well && decision.changes.is_empty() {
        return Vec::new();
    }
    let profile = runs.iter().rev().filter_map(|run| run.outcome.as_ref()).find_map(|outcome| match outcome.kind {
        OutcomeKind::Profile => outcome.result.as_ref().and_then(Value::as_object),
        _ => None,
    });
    let Some(returned) = profile else { return Vec::new() };
    let Some(user_id) = held(returned, facts).user_id else { return Vec::new() };
    let after = facts.store.after(&decision.changes);
    let touched = decision.changes.iter().any(|change| change.is_about(&user_id));
    // A login of legacy authentication that changes nothing leaves what is there; a script alone leaves the store alone.
    let rests = facts.operation == Operation::Login && facts.mode == Mode::LegacyAuthentication;
    let stored = if touched || rests { after.by_id(&user_id) } else { None };
    let before = stored.and(facts.store.by_id(&user_id)).map(|user| &user.profile);
    let whole = decision.profile.as_ref().and_then(Value::as_object);
    let Some(held) = stored.map(|user| &user.profile).or(whole) else { return Vec::new() };
    let record = stored.map_or(Record::Whole, |user: &Auth0User| user.record);
    Way { facts, returned, before, held, record }.changes()
}

impl Change {
    /// Whether it is about the user with this public id.
    fn is_about(&self, id: &str) -> bool {
        match self {
            Self::Add(user) => user.user_id().as_deref() == Some(id),
            Self::Fields { user_id, .. }
            | Self::Password { user_id, .. }
            | Self::Complete { user_id }
            | Self::Remove { user_id } => user_id == id,
        }
    }
}

/// The way from what was returned to what is held.
struct Way<'w> {
    facts: &'w Facts,
    returned: &'w Map<String, Value>,
    before: Option<&'w Map<String, Value>>,
    held: &'w Map<String, Value>,
    record: Record,
}

impl Way<'_> {
    fn changes(&self) -> Vec<FieldChange> {
        let id = id_field(self.returned, self.facts);
        let mut changes = id.map(|id| self.id(&self.returned[id])).unwrap_or_default();
        let is_id = |key: &str| key == "user_id" || Some(key) == id;
        changes.extend(
            self.returned.iter().filter(|(key, _)| !is_id(key)).flat_map(|(key, value)| self.field(key, value)),
        );
        let mut known: Vec<&str> = self.returned.keys().map(String::as_str).collect();
        known.extend(["user_id", "identities"]);
        if metadata_is_renamed(self.returned, self.facts) {
            known.push("app_metadata");
        }
        let made = self.held.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        changes.extend(made.filter(|(key, value)| self.old(key) != Some(*value)).map(|(key, value)| {
            let rule = if key == "email_verified" { "M10" } else { "§2.4" };
            change(key, None, Some(value), How::Generated, rule)
        }));
        changes
    }

    fn id(&self, value: &Value) -> Vec<FieldChange> {
        let raw = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let public = json!(format!("{AUTH0_PREFIX}{raw}"));
        let rule = if raw.starts_with(AUTH0_PREFIX) { "L19" } else { "M2" };
        let mut changes = vec![change("user_id", Some(value), Some(&public), How::Prefixed, rule)];
        if !value.is_string() {
            changes.push(change("identities[0].user_id", Some(value), Some(&json!(raw)), How::Retyped, "L18"));
        }
        if limits::exceeded("user_id", &json!(raw), &self.facts.options).is_some() {
            changes.push(change("identities[0].user_id", Some(value), Some(&json!(raw)), How::TooLong, "L18"));
        }
        changes
    }

    fn old(&self, key: &str) -> Option<&Value> {
        self.before?.get(key)
    }

    fn field(&self, key: &str, value: &Value) -> Vec<FieldChange> {
        let one = |name: &str, to, how, rule| vec![change(name, Some(value), to, how, rule)];
        match key {
            "access_token" | "refresh_token" => {
                return one(&format!("identities[0].{key}"), Some(value), How::Moved, "§2.4");
            }
            "mfa_factors" if self.facts.mode == Mode::AutomaticMigration => return one(key, None, How::Moved, "M13"),
            "metadata" if metadata_is_renamed(self.returned, self.facts) => {
                let to = self.held.get("app_metadata");
                let how = if to.is_some() { How::Renamed } else { How::Dropped };
                return one("app_metadata", to, how, if to.is_some() { "X4" } else { self.dropped_by(key) });
            }
            _ => {}
        }
        let Some(now) = self.held.get(key) else { return one(key, None, How::Dropped, self.dropped_by(key)) };
        let is_lower = |text: &Value| text.as_str().map(str::to_lowercase).as_deref() == now.as_str();
        let mut changes = match self.old(key) {
            Some(old) if old == now && now != value && !is_lower(value) => one(key, Some(now), How::Stays, "M16"),
            Some(old) if old != now => vec![change(key, Some(old), Some(now), How::Overwritten, "M16")],
            _ if now != value => one(key, Some(now), How::LowerCased, if key == "email" { "M9" } else { "M8" }),
            _ if key == "email_verified" && !value.is_boolean() => one(key, Some(now), How::Kept, "L22"),
            _ => one(key, Some(now), How::Kept, "§2.4"),
        };
        if limits::exceeded(key, now, &self.facts.options).is_some() {
            changes.extend(one(key, Some(now), How::TooLong, "§2.4"));
        }
        changes
    }

    /// Why a field is not held.
    fn dropped_by(&self, key: &str) -> &'static str {
        match self.record {
            Record::Partial => "M6",
            Record::WithoutMetadata if key.ends_with("metadata") => "M7",
            _ if !is_persistent(key, self.facts) => "§7.1",
            _ => "§2.4",
        }
    }
}

fn change(field: &str, from: Option<&Value>, to: Option<&Value>, how: How, rule: &'static str) -> FieldChange {
    FieldChange { field: field.to_owned(), from: from.cloned(), to: to.cloned(), how, rule }
}

#[cfg(test)]
mod tests;
