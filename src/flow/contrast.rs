//! Two operations set side by side, row by row: the same inputs under both modes, a login beside a reset, a script
//! before and after an edit.

use std::collections::BTreeSet;

use serde_json::Value;

use super::written::{in_words, plain};
use super::{Auth0User, Credential, Decision, Facts, LinkState, ReasonState};
use crate::legacy::Effect;
use crate::recording::masking::Mask;
use crate::recording::wording::{one_line, short};
use crate::recording::{Masked, Query, ScriptRun};

/// One of the two operations, played to its end.
#[derive(Clone, Copy)]
pub struct Side<'s> {
    /// What tells it from the other, in a few words.
    pub title: &'s str,
    /// What it rested on.
    pub facts: &'s Facts,
    /// The scripts it asked.
    pub runs: &'s [ScriptRun],
    /// What came of it.
    pub decision: &'s Decision,
}

/// Two operations, aligned. All of it is masked; control characters are made visible where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// What tells the sides from each other: left, right.
    pub titles: [String; 2],
    /// What was given and what came of it, in the order they are read.
    pub rows: Vec<ContrastRow>,
}

/// One thing said of both operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContrastRow {
    /// What it is.
    pub label: String,
    /// Left and right; `None` where there is nothing to say.
    pub sides: [Option<String>; 2],
    /// The sides are not the same.
    pub differs: bool,
    /// It was given, not found out: a difference in it is what the comparison is about.
    pub given: bool,
    /// The rule that says what the difference means, if one does.
    pub rule: Option<&'static str>,
}

impl Contrast {
    /// Sets two operations side by side. `mask` knows the secrets of both.
    pub fn of(left: Side<'_>, right: Side<'_>, mask: &Mask) -> Self {
        let sides = [left, right];
        let mut rows = Rows { sides, mask, rows: Vec::new() };
        rows.given();
        rows.asked();
        rows.outcome();
        rows.profile();
        rows.written();
        rows.reasons();
        Self { titles: sides.map(|side| mask.text(side.title).into_owned()), rows: rows.rows }
    }

    /// Whether the same came of both.
    pub fn is_same(&self) -> bool {
        self.rows.iter().all(|row| row.given || !row.differs)
    }
}

struct Rows<'s> {
    sides: [Side<'s>; 2],
    mask: &'s Mask,
    rows: Vec<ContrastRow>,
}

impl<'s> Rows<'s> {
    /// A row, unless neither side has anything to say.
    fn row(&mut self, label: &str, of: impl Fn(Side<'s>) -> Option<String>) -> Option<&mut ContrastRow> {
        let raw = self.sides.map(of);
        if raw.iter().all(Option::is_none) {
            return None;
        }
        let differs = raw[0] != raw[1];
        let sides = raw.map(|side| side.map(|text| self.mask.text(&text).into_owned()));
        self.rows.push(ContrastRow { label: label.to_owned(), sides, differs, given: false, rule: None });
        self.rows.last_mut()
    }

    fn given_row(&mut self, label: &str, of: impl Fn(Side<'s>) -> Option<String>) {
        if let Some(row) = self.row(label, of) {
            row.given = true;
        }
    }

    fn given(&mut self) {
        self.given_row("operation", |side| Some(side.facts.operation.to_string()));
        self.given_row("mode", |side| Some(side.facts.mode.title().to_owned()));
        self.given_row("identifier", |side| Some(side.facts.identifier().to_owned()));
        self.given_row("in the Auth0 store", |side| Some(yes(side.facts.known.is_some())));
    }

    fn asked(&mut self) {
        self.row("scripts", |side| {
            let asked: Vec<String> = side.runs.iter().map(|run| format!("{}{}", run.action, ending(run))).collect();
            Some(if asked.is_empty() { "none".to_owned() } else { asked.join(", then ") })
        });
        self.row("not asked", |side| {
            let left_out = |state| matches!(state, LinkState::Skipped | LinkState::Missing);
            let names = side.decision.chain.iter().filter(|link| left_out(link.state));
            let names: Vec<String> = names.map(|link| format!("{}: {}", link.action, link.why)).collect();
            (!names.is_empty()).then(|| names.join("; "))
        });
        self.row("legacy queries", |side| {
            let writes = statements(side).filter(|query| query.effect == Effect::Write).count();
            Some(format!("{}, {writes} of them writing", statements(side).count()))
        });
        let most = self.sides.map(|side| statements(side).count()).into_iter().max().unwrap_or_default();
        for index in 0..most {
            let mask = self.mask;
            self.row(&format!("query {}", index + 1), |side| {
                Some(short(&one_line(&statements(side).nth(index)?.masked(mask).request)))
            });
        }
    }

    fn outcome(&mut self) {
        self.row("verdict", |side| Some(side.decision.verdict.map_or("open", super::Verdict::words).to_owned()));
        self.row("user created", |side| Some(yes(side.decision.user_created)));
        let differs = self.row("user id", |side| side.decision.user_id.clone());
        if let Some(row) = differs.filter(|row| row.differs && row.sides.iter().all(Option::is_some)) {
            row.rule = Some("L24");
        }
        self.row("password in Auth0", |side| Some(password(side).to_owned()));
        self.row("tenant log", |side| {
            let event = side.decision.log_event.as_ref()?;
            Some(format!("{} {}", event.code, event.description))
        });
        self.row("end user reads", |side| side.decision.user_sees.clone());
    }

    /// Field by field, in the order of the left profile, what only the right one has behind it.
    fn profile(&mut self) {
        let fields = |side: Side<'s>| side.decision.profile.as_ref().and_then(Value::as_object);
        let mut known = BTreeSet::new();
        let names = self.sides.into_iter().filter_map(fields).flat_map(|fields| fields.keys());
        let names: Vec<&String> = names.filter(|name| known.insert(name.as_str())).collect();
        // A user who comes by a login and by a reset gets the profile of another script (M3).
        let two_ways = self.sides[0].facts.operation != self.sides[1].facts.operation;
        for name in names {
            let mask = self.mask;
            let value = |side: Side<'s>| Some(plain(&mask.field(name, fields(side)?.get(name)?)));
            if let Some(row) = self.row(&format!("profile.{name}"), value).filter(|row| row.differs && two_ways) {
                row.rule = Some("M3");
            }
        }
    }

    fn written(&mut self) {
        let mask = self.mask;
        self.row("Auth0 writes", |side| {
            let changes: Vec<String> = side.decision.changes.iter().map(|change| in_words(change, mask)).collect();
            Some(if changes.is_empty() { "nothing".to_owned() } else { changes.join("; ") })
        });
    }

    /// Where the ways part: the first reason that is not the same on both sides.
    fn reasons(&mut self) {
        let told = |side: Side<'s>, index: usize| {
            let reason = side.decision.reasons.get(index)?;
            let state = match reason.state {
                ReasonState::Yes => "",
                ReasonState::No => "no: ",
                ReasonState::Waiting => "open: ",
            };
            Some(format!("{} {state}{}", reason.rule, reason.text))
        };
        let most = self.sides.map(|side| side.decision.reasons.len()).into_iter().max().unwrap_or_default();
        let parted = (0..most).find(|index| told(self.sides[0], *index) != told(self.sides[1], *index));
        if let Some(index) = parted {
            self.row("first other reason", |side| told(side, index));
        }
    }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// ` (profile)`: how a script ended.
fn ending(run: &ScriptRun) -> String {
    let words = run.outcome.as_ref().map(|outcome| crate::recording::wording::ending::words(outcome.kind));
    words.map_or_else(|| " (not ended)".to_owned(), |words| format!(" ({words})"))
}

/// What was asked of the legacy store, connecting and closing left out.
fn statements<'s>(side: Side<'s>) -> impl Iterator<Item = &'s Query> {
    side.runs.iter().flat_map(|run| &run.queries).filter(|query| query.request.is_statement())
}

/// What the Auth0 store would compare a password with after the operation.
fn password(side: Side<'_>) -> &'static str {
    let after = side.facts.store.after(&side.decision.changes);
    let by_id = side.decision.user_id.as_deref().and_then(|id| after.by_id(id));
    let user: Option<&Auth0User> = by_id.or_else(|| after.find(side.facts.identifier()));
    match user.map(|user| &user.credential) {
        None if side.decision.user_created => "the typed one",
        None => "no user there",
        Some(Credential::None) => "none",
        Some(Credential::Password(_) | Credential::Unknown) => "yes",
        Some(Credential::Hash(_)) => "yes, as a hash",
    }
}

#[cfg(test)]
mod tests {
    use crate::connection::{Action, Mode};
    use crate::flow::samples::{connection, facts, inputs};
    use crate::flow::{decide, Operation};
    use crate::recording::samples::{ada, answered};
    use crate::recording::OutcomeKind;

    use super::*;

    /// A login in two modes, the second with another id if one is given.
    fn contrast(modes: [Mode; 2], other_id: Option<&str>) -> Contrast {
        let runs = [None, other_id].map(|id| {
            let mut profile = ada();
            profile["user_id"] = id.map_or_else(|| profile["user_id"].clone(), Value::from);
            profile["note"] = Value::from("said correct-horse aloud");
            vec![answered(Action::Login, OutcomeKind::Profile, profile)]
        });
        let facts = modes.map(|mode| facts(&connection(), Operation::Login, mode, inputs()));
        let decisions = [decide(&facts[0], &runs[0]), decide(&facts[1], &runs[1])];
        let side =
            |at: usize| Side { title: modes[at].title(), facts: &facts[at], runs: &runs[at], decision: &decisions[at] };
        Contrast::of(side(0), side(1), &Mask::new(["correct-horse".to_owned()]))
    }

    fn differing(contrast: &Contrast) -> Vec<&str> {
        contrast.rows.iter().filter(|row| row.differs).map(|row| row.label.as_str()).collect()
    }

    #[test]
    fn the_modes_differ_in_what_auth0_keeps() {
        let contrast = contrast([Mode::AutomaticMigration, Mode::LegacyAuthentication], None);
        let differing = differing(&contrast);
        for label in ["mode", "user created", "password in Auth0", "first other reason"] {
            assert!(differing.contains(&label), "{label} is not among {differing:?}");
        }
        assert!(!differing.contains(&"verdict") && !contrast.is_same());
        let created = contrast.rows.iter().find(|row| row.label == "user created").map(|row| row.sides.clone());
        assert_eq!(created, Some([Some("yes".to_owned()), Some("no".to_owned())]));
    }

    #[test]
    fn another_id_is_a_sign_of_two_users() {
        let contrast = contrast([Mode::AutomaticMigration; 2], Some("8"));
        let id = contrast.rows.iter().find(|row| row.label == "user id");
        assert!(id.is_some_and(|row| row.differs && row.rule == Some("L24")), "{id:?}");
    }

    #[test]
    fn what_was_given_is_no_difference_and_nothing_secret_shows() {
        let contrast = contrast([Mode::LegacyAuthentication; 2], None);
        assert!(contrast.is_same() && differing(&contrast).is_empty(), "{contrast:?}");
        let shown = format!("{contrast:?}");
        assert!(!shown.contains("correct-horse") && shown.contains("masked"), "{shown}");
    }
}
