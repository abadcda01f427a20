//! What comes of the operation: the verdict, what the end user sees, what the tenant log says, and whom it is about.

use super::labelled;
use crate::flow::Decision;
use crate::tui::painter::{Painter, Row};
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::verdict;

/// Columns of a user id: one that a script made of what was typed must not push the reasons off the screen.
const LONGEST_ID: usize = 72;

pub(super) fn rows(painter: &Painter<'_>, decision: &Decision, width: usize) -> Vec<Row<'static>> {
    let glyphs = painter.theme.glyphs;
    let (sign, role) = verdict::sign(glyphs, decision.verdict);
    let found = decision.verdict.map_or("nothing decided yet", verdict::word);
    let mut rows = labelled(painter, "verdict", &format!("{sign} {found}"), role, width);
    // Once there is a verdict nothing is awaited any more: what is missing then is said by nobody.
    let nothing = if decision.verdict.is_some() { glyphs.off } else { glyphs.waiting };
    let waiting = || nothing.to_owned();
    // While nothing is decided each of these takes the one row it mostly takes in the end.
    let sees = decision.user_sees.clone().unwrap_or_else(waiting);
    rows.extend(labelled(painter, "user sees", &sees, Role::Text, width));
    let log = decision.log_event.as_ref().map(|log| format!("{}  {}", log.code, log.description));
    rows.extend(labelled(painter, "tenant log", &log.unwrap_or_else(waiting), Role::Text, width));
    if let Some(id) = &decision.user_id {
        let id = text::cut(id, LONGEST_ID, glyphs.cut);
        let what = if decision.user_created { format!("{id}  would be created") } else { id.into_owned() };
        let role = if decision.user_created { Role::Good } else { Role::Text };
        rows.extend(labelled(painter, "user", &what, role, width));
    }
    rows.push(Row::default());
    rows
}
