//! Where the user of an operation stands between the two stores, in automatic migration (§4.4).

use crate::flow::{Credential, Facts, Known, Record};

/// What the Auth0 store has of the user.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing<'f> {
    /// Nothing.
    Unknown,
    /// Only a part: the second step of a creation failed, or a reset was abandoned (M6).
    HalfCreated,
    /// A temporary identity: its password was reset, its first login has not come yet (X3).
    ResetPending(&'f Known),
    /// A profile of the time when import mode was off; no password (§4.3).
    LegacyProfile,
    /// A user with a password: the Auth0 store answers.
    Migrated(&'f Known),
}

impl<'f> Standing<'f> {
    pub(super) fn of(facts: &'f Facts) -> Self {
        let Some(known) = facts.subject() else { return Self::Unknown };
        let has_password = known.user.credential != Credential::None;
        match known.user.record {
            Record::Partial if has_password && !facts.reads("X3", "confirmation") => Self::ResetPending(known),
            Record::Partial => Self::HalfCreated,
            _ if has_password => Self::Migrated(known),
            _ => Self::LegacyProfile,
        }
    }
}

/// The user as the Dashboard and the Management API see it: a half-created one they do not find (M6).
pub(super) fn visible(facts: &Facts) -> Option<&Known> {
    facts.subject().filter(|known| known.user.record != Record::Partial)
}
