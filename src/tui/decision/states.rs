//! The states between the legacy store and Auth0 that the user was in, and is in now; and what would be otherwise if the
//! sources were read differently.
//!
//! ```text
//! state      S2 legacy profile (before)
//!            The user is in Auth0 without a password.
//! ```

use super::labelled;
use crate::flow::{Matter, StateSeen};
use crate::rules;
use crate::tui::painter::{Painter, Row};
use crate::tui::theme::Role;

pub(super) fn rows(painter: &Painter<'_>, states: &[StateSeen], width: usize) -> Vec<Vec<Row<'static>>> {
    let rows = states.iter().enumerate().map(|(index, seen)| {
        let name = rules::state(seen.id).map_or("", |state| state.name);
        let label = if index == 0 { "state" } else { "" };
        let mut rows =
            labelled(painter, label, &format!("{} {name} ({})", seen.id, seen.when.key()), Role::Text, width);
        rows.extend(labelled(painter, "", &seen.evidence, Role::Dim, width));
        rows
    });
    rows.collect()
}

/// Where another reading of the sources would change something.
pub(super) fn matters(painter: &Painter<'_>, matters: &[Matter], width: usize) -> Vec<Vec<Row<'static>>> {
    let rows = matters.iter().enumerate().map(|(index, matter)| {
        let label = if index == 0 { "read else" } else { "" };
        let words = format!("{} {} instead of {}: {}", matter.id, matter.other, matter.chosen, matter.what);
        labelled(painter, label, &words, Role::Dim, width)
    });
    rows.collect()
}
