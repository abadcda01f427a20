//! The run in time: where it stands, what happened before, and what is known to come.
//!
//! ```text
//!  8 Time ├━━━◇1━━◦━━·━━━●┄┄┄◆2┄┄◦┄┄┄┄↩┄■┤ 41
//!                        ▲ here: query 2 writes: UPDATE users SET …
//! ```
//!
//! On a low screen it has one row, and the words stand at its right end.

use ratatui::layout::{Position, Rect};

use super::glyphs::Glyphs;
use super::moment;
use super::painter::Painter;
use super::text;
use super::theme::Role;
use crate::legacy::Effect;
use crate::recording::wording::{answer, ending};
use crate::recording::{ConsoleLevel, ScriptRun};
use crate::workbench::run::{Phase, Run};
use crate::workbench::time::cursor;
use crate::workbench::{Pane, Workbench};

/// Where the line stands on screen, for the pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// The cells of the line.
    pub area: Rect,
    /// The step at its right end; 0 where the line has no scale.
    end: u64,
    /// The steps of what is marked on it, by column from the left.
    marked: Vec<(u16, u64)>,
}

impl Track {
    /// A line on which only what is marked can be meant.
    pub(super) const fn of_marks(area: Rect, marked: Vec<(u16, u64)>) -> Self {
        Self { area, end: 0, marked }
    }

    /// The step under a column, also left and right of the line: what is marked there, else by the scale.
    pub fn step(&self, column: u16) -> u64 {
        let column = column.saturating_sub(self.area.x).min(self.area.width.saturating_sub(1));
        if let Some((_, step)) = self.marked.iter().find(|(marked, _)| *marked == column) {
            return *step;
        }
        if self.end == 0 {
            let nearest = self.marked.iter().min_by_key(|(marked, _)| marked.abs_diff(column));
            return nearest.map_or(1, |(_, step)| *step);
        }
        let cells = u128::from(self.area.width.saturating_sub(1).max(1));
        let passed = u128::from(self.end.saturating_sub(1)) * u128::from(column) / cells;
        u64::try_from(passed).unwrap_or(u64::MAX).saturating_add(1)
    }

    /// Whether a position is on the line.
    pub fn contains(&self, at: Position) -> bool {
        self.area.contains(at)
    }

    fn column(&self, step: u64) -> u16 {
        scaled(step.clamp(1, self.end) - 1, self.end - 1, self.area.width.saturating_sub(1))
    }
}

/// Something marked on the line; of several in one cell the last of this order is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Console,
    Answer,
    Query(u32),
    Warning,
    Write(u32),
    Callback,
    End,
    Refused,
    Failed,
}

impl Sign {
    const fn drawn(self, glyphs: &Glyphs) -> (&'static str, Role) {
        match self {
            Self::Console => (glyphs.line, Role::Text),
            Self::Warning => (glyphs.warning, Role::Warn),
            Self::Answer => (glyphs.answer, Role::Text),
            Self::Query(_) => (glyphs.read, Role::Strong),
            Self::Write(_) => (glyphs.write, Role::Strong),
            Self::Callback => (glyphs.callback, Role::Good),
            Self::End => (glyphs.ended, Role::Good),
            Self::Refused | Self::Failed => (glyphs.no, Role::Bad),
        }
    }
}

/// What is marked of a run, without the words for it: this is made for every frame.
fn signs(run: &ScriptRun) -> Vec<(u64, Sign)> {
    let mut signs = Vec::new();
    for line in &run.console {
        let loud = matches!(line.level, ConsoleLevel::Warn | ConsoleLevel::Error);
        signs.push((line.step, if loud { Sign::Warning } else { Sign::Console }));
    }
    for query in &run.queries {
        let sent = if query.effect == Effect::Write { Sign::Write(query.seq) } else { Sign::Query(query.seq) };
        signs.push((query.step, sent));
        if let Some(step) = query.answered {
            signs.push((step, if answer(query).is_err() { Sign::Refused } else { Sign::Answer }));
        }
    }
    signs.extend(run.callbacks.iter().map(|call| {
        let sign = if call.error.is_some() { Sign::Failed } else { Sign::Callback };
        (call.step, sign)
    }));
    if let Some(outcome) = &run.outcome {
        let sign = if ending::fine(outcome.kind) { Sign::End } else { Sign::Failed };
        signs.push((run.failed_at.unwrap_or(run.steps), sign));
    }
    signs
}

/// Draws it, with the words under it where there is a second row. Without a run it stays empty. Returns where the line
/// stands, and where its title does.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool) -> (Rect, Option<Track>) {
    let wide = area.width >= 100;
    let from = title(painter, area, focused, wide);
    let titled = Rect { width: from, height: 1, ..area };
    let Some(run) = workbench.run.known() else {
        let waiting = painter.theme.glyphs.to_come.repeat(usize::from(area.width.saturating_sub(from + 2)));
        painter.text(area, 0, from, &waiting, Role::Faint);
        return (titled, None);
    };
    let (end, label) = scale(&workbench.run);
    let below = area.height > 1;
    let beside = if below { 0 } else { (area.width * 3 / 10).clamp(18, 44) };
    let label_room = u16::try_from(label.len()).unwrap_or(u16::MAX).max(3) + 2;
    let to = area.width.saturating_sub(label_room + beside + 1);
    if to <= from + 6 {
        return (titled, None);
    }
    let line = Rect { x: area.x + from + 1, y: area.y, width: to - from - 1, height: 1 };
    let mut track = Track { area: line, end, marked: Vec::new() };
    painter.text(area, 0, from, painter.theme.glyphs.tee_left, Role::Faint);
    painter.text(area, 0, to, painter.theme.glyphs.tee_right, Role::Faint);
    painter.text(area, 0, to + 2, &label, Role::Dim);
    draw_line(painter, &mut track, workbench, run);
    let at = cursor(workbench);
    if focused && at != workbench.run.step() {
        painter.text(line, 0, track.column(at), painter.theme.glyphs.chosen, Role::Here);
    }
    let words = moment::words(workbench, run, at);
    if below {
        under(painter, Rect { y: area.y + 1, height: 1, ..area }, from + 1 + track.column(at), &words.whole(), focused);
    } else {
        let right = Rect { x: area.x + area.width - beside, width: beside.saturating_sub(1), ..area };
        let room = usize::from(right.width);
        let shown = text::cut(&painter.safe(&words.short()), room, painter.theme.glyphs.cut).into_owned();
        painter.text(right, 0, 0, &shown, Role::Dim);
    }
    (titled, Some(track))
}

/// The number and the name, as panes have them. Returns the column after them.
fn title(painter: &mut Painter<'_>, area: Rect, focused: bool, wide: bool) -> u16 {
    let number = Pane::ALL.iter().position(|pane| *pane == Pane::Timeline).map_or(0, |at| at + 1);
    let sign = if focused { painter.theme.glyphs.selected } else { " " };
    let column = painter.text(area, 0, 0, sign, Role::Here);
    let column = painter.text(area, 0, column, &number.to_string(), Role::Dim);
    let role = if focused { Role::Here } else { Role::Dim };
    let column = if wide { painter.text(area, 0, column + 1, Pane::Timeline.title(), role) } else { column };
    column + 1
}

fn draw_line(painter: &mut Painter<'_>, track: &mut Track, workbench: &Workbench, run: &ScriptRun) {
    let glyphs = painter.theme.glyphs;
    let line = track.area;
    let now = track.column(workbench.run.step());
    for column in 0..line.width {
        let (sign, role) = if column <= now { (glyphs.passed, Role::Here) } else { (glyphs.to_come, Role::Faint) };
        painter.text(line, 0, column, sign, role);
    }
    let mut signs = signs(run);
    let mut cells: Vec<Option<(Sign, u64)>> = vec![None; usize::from(line.width)];
    signs.sort_by_key(|(_, sign)| *sign);
    for (step, sign) in signs {
        if let Some(cell) = cells.get_mut(usize::from(track.column(step))) {
            *cell = Some((sign, step));
        }
    }
    for (column, cell) in (0..line.width).zip(&cells) {
        let Some((sign, step)) = cell else { continue };
        track.marked.push((column, (*step).max(1)));
        let (glyph, role) = sign.drawn(glyphs);
        let to_come = column > now;
        painter.text(line, 0, column, glyph, if to_come { Role::Dim } else { role });
        if let Sign::Query(seq) | Sign::Write(seq) = sign {
            let number = seq.to_string();
            let room = usize::from(column) + 1..usize::from(column) + 1 + number.len();
            // The number is drawn where nothing else is marked.
            if cells.get(room).is_some_and(|cells| cells.iter().all(Option::is_none)) {
                painter.text(line, 0, column + 1, &number, Role::Dim);
            }
        }
    }
    if workbench.run.phase == Phase::Paused {
        painter.text(line, 0, now, glyphs.now, Role::Warn);
    }
}

/// The words under the line, at the cursor's column, on the side that has room.
fn under(painter: &mut Painter<'_>, area: Rect, column: u16, words: &str, focused: bool) {
    if words.is_empty() {
        return;
    }
    let role = if focused { Role::Here } else { Role::Dim };
    let pointer = painter.theme.glyphs.pointer;
    let words = painter.safe(words).into_owned();
    let right = usize::from(area.width.saturating_sub(column + 3));
    let left = usize::from(column.saturating_sub(2));
    let wide = text::width(&words);
    painter.text(area, 0, column, pointer, role);
    if wide <= right || right >= left {
        let shown = text::cut(&words, right, painter.theme.glyphs.cut).into_owned();
        painter.text(area, 0, column + 2, &shown, role);
    } else {
        let shown = text::cut(&words, left, painter.theme.glyphs.cut).into_owned();
        let start = left.saturating_sub(text::width(&shown));
        painter.text(area, 0, u16::try_from(start + 1).unwrap_or(1), &shown, role);
    }
}

/// The step at the right end and its label. While nobody knows how long the run will be, the scale doubles now and then
/// instead of moving all marks at every step.
fn scale(run: &Run) -> (u64, String) {
    /// The first scale.
    const SHORTEST: u64 = 32;
    let furthest = run.furthest().max(1);
    match run.end() {
        Some(end) => (end.max(furthest), end.to_string()),
        None if run.phase.under_way() => {
            let before = run.expected_steps.filter(|all| *all >= furthest);
            let doubled = || furthest.checked_next_power_of_two().unwrap_or(u64::MAX).max(SHORTEST);
            (before.unwrap_or_else(doubled), "?".to_owned())
        }
        None => (furthest, furthest.to_string()),
    }
}

/// `value` of `all` on a scale of `room` cells.
fn scaled(value: u64, all: u64, room: u16) -> u16 {
    let cells = u128::from(value) * u128::from(room) / u128::from(all.max(1));
    u16::try_from(cells).unwrap_or(room).min(room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Action;

    fn run(step: u64, expected_steps: Option<u64>, phase: Phase) -> Run {
        let current = ScriptRun { steps: step, ..ScriptRun::begun(Action::Login, "login.js".to_owned()) };
        Run { phase, scripts: vec![current], expected_steps, ..Run::default() }
    }

    #[test]
    fn the_scale_of_a_run_of_unknown_length_stays_while_one_steps() {
        let at = |step| scale(&run(step, None, Phase::Paused));
        assert_eq!(at(1), at(32));
        assert_eq!(at(33).0, 64);
        assert_eq!(scale(&run(33, Some(41), Phase::Paused)), (41, "41".to_owned()));
        assert_eq!(scale(&run(17, None, Phase::Stopped)), (17, "17".to_owned()));
        assert_eq!(at(u64::MAX).0, u64::MAX);
    }

    #[test]
    fn the_scale_of_a_run_whose_future_was_changed_stays_too_but_promises_nothing() {
        let changed = Run { rewritten: true, ..run(5, Some(41), Phase::Paused) };
        assert_eq!(scale(&changed), (41, "?".to_owned()));
    }

    #[test]
    fn any_number_of_steps_fits_the_line() {
        assert_eq!(scaled(0, 0, 100), 0);
        assert_eq!(scaled(50, 100, 10), 5);
        assert_eq!(scaled(u64::MAX, u64::MAX, 100), 100);
        assert_eq!(scaled(9, 4, 100), 100);
    }

    #[test]
    fn a_column_means_what_is_marked_there_else_a_step_by_the_scale() {
        let area = Rect { x: 10, y: 0, width: 41, height: 1 };
        let track = Track { area, end: 81, marked: vec![(20, 42)] };
        assert_eq!((track.step(0), track.step(10), track.step(50), track.step(99)), (1, 1, 81, 81));
        assert_eq!((track.step(30), track.step(31)), (42, 43));
        assert_eq!(track.column(81), 40);
    }
}
