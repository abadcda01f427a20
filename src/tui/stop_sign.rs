//! The sign of a stop, the same beside the line and in the list.

use super::glyphs::Glyphs;
use super::theme::Role;
use crate::debugger::BoundStop;

/// Its sign and look. What it does comes before where it stands: one that is switched off is that, bound or not.
pub fn of(glyphs: &Glyphs, bound: &BoundStop) -> (&'static str, Role) {
    let stop = &bound.stop;
    let waits_for_an_event = bound.places.is_empty() && !stop.is_line();
    if !stop.enabled {
        (glyphs.off, Role::Dim)
    } else if bound.problem.is_some() || (bound.places.is_empty() && !waits_for_an_event) {
        (glyphs.unbound, Role::Bad)
    } else if !stop.pauses() {
        (glyphs.logging, Role::Here)
    } else if stop.condition.is_some() || stop.hits.is_some() {
        (glyphs.conditional, Role::Bad)
    } else {
        (glyphs.breakpoint, Role::Bad)
    }
}

/// The sign on a line (from 1): where several stops stand there, that of the first one that is switched on.
pub fn on_line(glyphs: &Glyphs, stops: &[BoundStop], line: u32) -> Option<(&'static str, Role)> {
    let here = |bound: &&BoundStop| bound.stands_on(line);
    let on = stops.iter().filter(here).find(|bound| bound.stop.enabled);
    on.or_else(|| stops.iter().find(here)).map(|bound| of(glyphs, bound))
}
