//! The run in time: what was executed, where queries were sent and `callback` called, where it stands.
//!
//! ```text
//!  1 ├━━━━━━━━━1━━━━━━━2━━━━━━━━━━━━━━━↩━━●┄┄┄┄┄┄┄┄┄┤ 41
//! ```

use ratatui::layout::Rect;

use super::painter::Painter;
use super::theme::Role;
use crate::workbench::run::Phase;
use crate::workbench::Workbench;

/// Draws the line. Without a run it stays empty.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench) {
    let Some(run) = workbench.run.current() else {
        let waiting = painter.theme.glyphs.to_come.repeat(usize::from(area.width.saturating_sub(4)));
        painter.text(area, 0, 2, &waiting, Role::Faint);
        return;
    };
    let glyphs = painter.theme.glyphs;
    let now = workbench.run.step().max(1);
    let (end, label) = scale(now, workbench.run.expected_steps, workbench.run.phase.under_way());
    let from = 3;
    let to = area.width.saturating_sub(u16::try_from(label.len()).unwrap_or(u16::MAX).saturating_add(3));
    if to <= from + 4 {
        return;
    }
    let at = |step: u64| from + 1 + scaled(step.clamp(1, end) - 1, end - 1, to - from - 2);
    painter.text(area, 0, 1, "1", Role::Dim);
    painter.text(area, 0, from, glyphs.tee_left, Role::Faint);
    for column in from + 1..to {
        let passed = column <= at(now);
        let (sign, role) = if passed { (glyphs.passed, Role::Here) } else { (glyphs.to_come, Role::Faint) };
        painter.text(area, 0, column, sign, role);
    }
    painter.text(area, 0, to, glyphs.tee_right, Role::Faint);
    painter.text(area, 0, to + 2, &label, Role::Dim);
    let mut free = 0;
    for query in &run.queries {
        let column = at(query.step);
        // Where queries come close together the first names the place.
        if column >= free {
            free = painter.text(area, 0, column, &format!("q{}", query.seq), Role::Strong) + 1;
        }
    }
    for call in &run.callbacks {
        let role = if call.error.is_some() { Role::Bad } else { Role::Good };
        painter.text(area, 0, at(call.step), glyphs.callback, role);
    }
    if workbench.run.phase == Phase::Paused {
        painter.text(area, 0, at(now), glyphs.now, Role::Warn);
    }
}

/// The step at the right end and its label. While nobody knows how long the run will be, the scale doubles now and then
/// instead of moving all marks at every step.
fn scale(now: u64, expected: Option<u64>, under_way: bool) -> (u64, String) {
    /// The first scale.
    const SHORTEST: u64 = 32;
    match expected.filter(|expected| *expected >= now) {
        Some(expected) => (expected, expected.to_string()),
        None if under_way => (now.checked_next_power_of_two().unwrap_or(u64::MAX).max(SHORTEST), "?".to_owned()),
        None => (now, now.to_string()),
    }
}

/// `value` of `all` on a scale of `room` cells.
fn scaled(value: u64, all: u64, room: u16) -> u16 {
    let cells = u128::from(value) * u128::from(room) / u128::from(all.max(1));
    u16::try_from(cells).unwrap_or(room).min(room)
}

#[cfg(test)]
mod tests {
    use super::{scale, scaled};

    #[test]
    fn the_scale_of_a_run_of_unknown_length_stays_while_one_steps() {
        assert_eq!(scale(1, None, true), scale(32, None, true));
        assert_eq!(scale(33, None, true).0, 64);
        assert_eq!(scale(33, Some(41), true), (41, "41".to_owned()));
        assert_eq!(scale(17, None, false), (17, "17".to_owned()));
        assert_eq!(scale(u64::MAX, None, true).0, u64::MAX);
    }

    #[test]
    fn any_number_of_steps_fits_the_line() {
        assert_eq!(scaled(0, 0, 100), 0);
        assert_eq!(scaled(50, 100, 10), 5);
        assert_eq!(scaled(u64::MAX, u64::MAX, 100), 100);
        assert_eq!(scaled(9, 4, 100), 100);
    }
}
