//! Two runs in time, one under the other: what happened in both stands in one column.
//!
//! ```text
//!  8 A ├━━◇━━━━━━◇━━━━━━━━━·━━━━━━━━↩━━━━━━■┤ authenticated
//!  ▸ B ├━━◇━━━━━━≠━━━━━━━━━┄┄┄┄┄┄┄┄┄✗━━━━━━✗┤ denied
//! ```

use ratatui::layout::Rect;

use super::painter::Painter;
use super::text;
use super::theme::Role;
use super::timeline::Track;
use super::verdict;
use crate::recording::diff::{align, Moment, MomentKind, Pair};
use crate::recording::wording::{answer, ending};
use crate::recording::ScriptRun;
use crate::workbench::comparison::pending_from;
use crate::workbench::run::{Phase, Run};
use crate::workbench::time::cursor;
use crate::workbench::{Pane, Workbench};

/// More moments than this are not set side by side at every frame; the comparison shows them.
const MOST: usize = 1_000;
/// Cells kept for the verdict.
const VERDICT: u16 = 17;

/// Draws both, if there are two runs and two rows. Returns where the title stands, and the line of the run shown.
pub fn draw(
    painter: &mut Painter<'_>,
    area: Rect,
    workbench: &Workbench,
    focused: bool,
) -> Option<(Rect, Option<Track>)> {
    let other = workbench.timelines.beside.as_ref().filter(|_| area.height > 1)?;
    let ours = (workbench.timelines.letter, workbench.run.known()?, &workbench.run, workbench.decision.as_ref());
    let theirs = (other.letter, other.run.known()?, &other.run, other.decision.as_ref());
    let shown = u16::from(other.letter < workbench.timelines.letter);
    let [first, second] = if shown == 0 { [ours, theirs] } else { [theirs, ours] };
    if moments(first.1) + moments(second.1) > MOST || first.1.action != second.1.action {
        return None;
    }
    let pairs = align(first.1, second.1);
    let pending = pending_from(&pairs, [first.1, second.1]);
    let parted = pairs.iter().take(pending).position(|pair| !pair.is_same());
    let from = 6;
    let line = Rect {
        x: area.x + from + 1,
        y: area.y,
        width: area.width.checked_sub(from + VERDICT + 3).filter(|width| *width > 8)?,
        height: 2.min(area.height),
    };
    title(painter, area, focused);
    for (row, (letter, run, whole, decision)) in [(0, first), (1, second)] {
        let here = row == shown;
        let sign = if here { painter.theme.glyphs.selected } else { " " };
        painter.text(area, row, 3, sign, Role::Here);
        painter.text(area, row, 4, &letter.to_string(), if here { Role::Here } else { Role::Dim });
        painter.text(area, row, from, painter.theme.glyphs.tee_left, Role::Faint);
        draw_line(painter, line, row, &pairs, run, (stands_at(whole), parted), here);
        let end = from + 1 + line.width;
        painter.text(area, row, end, painter.theme.glyphs.tee_right, Role::Faint);
        let (sign, role) = verdict::sign(painter.theme.glyphs, decision.and_then(|decision| decision.verdict));
        let words = match decision.and_then(|decision| decision.verdict) {
            Some(found) => format!("{sign} {}", verdict::word(found)),
            None => format!("{sign} {}", whole.phase.title()),
        };
        painter.text(area, row, end + 2, &words, role);
    }
    let side = usize::from(shown);
    let own =
        |pair: &Pair| if side == 0 { pair.before.as_ref() } else { pair.after.as_ref() }.map(|moment| moment.step);
    let marked: Vec<(u16, u64)> = pairs
        .iter()
        .enumerate()
        .filter_map(|(index, pair)| Some((column(index, pairs.len(), line.width), own(pair)?.max(1))))
        .collect();
    let own_row = Rect { y: line.y + shown, height: 1, ..line };
    if focused && cursor(workbench) != workbench.run.step() {
        let at = marked.iter().rev().find(|(_, step)| *step <= cursor(workbench));
        let at = at.map_or(0, |(column, _)| *column);
        painter.text(own_row, 0, at, painter.theme.glyphs.chosen, Role::Here);
    }
    let titled = Rect { width: from, ..area };
    Some((titled, Some(Track::of_marks(own_row, marked))))
}

fn title(painter: &mut Painter<'_>, area: Rect, focused: bool) {
    let number = Pane::ALL.iter().position(|pane| *pane == Pane::Timeline).map_or(0, |at| at + 1);
    let role = if focused { Role::Here } else { Role::Dim };
    painter.text(area, 0, 1, &number.to_string(), role);
}

fn moments(run: &ScriptRun) -> usize {
    run.queries.len() + run.console.len() + run.callbacks.len() + 1
}

/// The step a run stands at; `None` once it is over.
fn stands_at(run: &Run) -> Option<u64> {
    (run.phase == Phase::Paused).then(|| run.step())
}

/// The column of a moment: they stand at equal distances, because steps differ between the two.
fn column(index: usize, all: usize, width: u16) -> u16 {
    let last = u64::from(width.saturating_sub(1));
    let at = last * (index as u64 + 1) / all.max(1) as u64;
    u16::try_from(at).unwrap_or(width).min(width.saturating_sub(1))
}

fn draw_line(
    painter: &mut Painter<'_>,
    line: Rect,
    row: u16,
    pairs: &[Pair],
    run: &ScriptRun,
    (stands, parted): (Option<u64>, Option<usize>),
    here: bool,
) {
    let glyphs = painter.theme.glyphs;
    let own = |pair: &Pair| if row == 0 { pair.before.clone() } else { pair.after.clone() };
    let has_passed = |moment: &Moment| stands.is_none_or(|step| moment.step < step);
    let passed = pairs.iter().rposition(|pair| own(pair).is_some_and(|moment| has_passed(&moment)));
    let until = passed.map_or(0, |index| column(index, pairs.len(), line.width));
    let parted_at = parted.map_or(u16::MAX, |index| column(index, pairs.len(), line.width));
    for at in 0..line.width {
        let (sign, role) = match (at <= until, at < parted_at) {
            (true, true) => (glyphs.passed, Role::Dim),
            (true, false) => (glyphs.passed, if here { Role::Here } else { Role::Text }),
            (false, _) => (glyphs.to_come, Role::Faint),
        };
        painter.text(line, row, at, sign, role);
    }
    for (index, pair) in pairs.iter().enumerate() {
        let at = column(index, pairs.len(), line.width);
        let Some(moment) = own(pair) else {
            painter.text(line, row, at, glyphs.to_come, Role::Faint);
            continue;
        };
        let (sign, role) = sign(painter, run, &moment);
        let role = if pair.is_same() { Role::Dim } else { role };
        painter.text(line, row, at, sign, role);
        if parted == Some(index) && at > 0 {
            // Where the two part is said by a sign of its own.
            painter.text(line, row, at - 1, glyphs.differs, Role::Warn);
        }
        if let MomentKind::Query { seq } = moment.kind {
            let number = seq.to_string();
            let next = column(index + 1, pairs.len(), line.width);
            if usize::from(next.saturating_sub(at)) > text::width(&number) + 2 {
                painter.text(line, row, at + 1, &number, Role::Dim);
            }
        }
    }
    if let Some(step) = stands.filter(|_| here) {
        let last = pairs.iter().rposition(|pair| own(pair).is_some_and(|moment| moment.step < step));
        let at = last.map_or(0, |index| column(index, pairs.len(), line.width).saturating_add(1));
        painter.text(line, row, at.min(line.width.saturating_sub(1)), glyphs.now, Role::Warn);
    }
}

fn sign(painter: &Painter<'_>, run: &ScriptRun, moment: &Moment) -> (&'static str, Role) {
    let glyphs = painter.theme.glyphs;
    match moment.kind {
        MomentKind::Query { seq } => {
            let query = run.queries.iter().find(|query| query.seq == seq);
            let writes = query.is_some_and(|query| query.effect == crate::legacy::Effect::Write);
            match query.map(|query| answer(query).is_err()) {
                Some(true) => (glyphs.no, Role::Bad),
                _ if writes => (glyphs.write, Role::Strong),
                _ => (glyphs.read, Role::Strong),
            }
        }
        MomentKind::Console { .. } => (glyphs.line, Role::Text),
        MomentKind::Callback { index } => match run.callbacks.get(index).is_some_and(|call| call.error.is_some()) {
            true => (glyphs.no, Role::Bad),
            false => (glyphs.callback, Role::Good),
        },
        MomentKind::End { kind } if ending::fine(kind) => (glyphs.ended, Role::Good),
        MomentKind::End { .. } => (glyphs.no, Role::Bad),
    }
}
