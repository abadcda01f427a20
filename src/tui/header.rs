//! The first row: what is played, and how far it is.
//!
//! ```text
//!  pg-migration  login  automatic migration  embedded store          ‖ paused  step 14 of 41  3.2 ms
//! ```

use ratatui::layout::Rect;

use super::painter::{piece, Painter, Piece, Row};
use super::text;
use super::theme::Role;
use super::verdict;
use crate::workbench::run::Phase;
use crate::workbench::{reason, Workbench};

/// Columns from which the header says why a run stands still.
const ROOM_FOR_REASONS: u16 = 140;

/// Draws the row. On a narrow screen the least telling parts go first.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench) {
    let connection = workbench.connection().map_or("no connection", |connection| connection.name.as_str());
    let operation = workbench.operation.to_string();
    let mut pieces = vec![
        piece(" ", Role::Text),
        piece(connection.to_owned(), Role::Strong),
        piece("  ", Role::Text),
        piece(operation, Role::Here),
        piece("  ", Role::Text),
        piece(workbench.mode().title(), Role::Text),
    ];
    if workbench.mode.is_some() {
        pieces.push(piece(" (switched)", Role::Warn));
    }
    let timelines = &workbench.timelines;
    if let Some(other) = &timelines.beside {
        // The letter stands where a narrow screen cuts nothing away.
        pieces.insert(1, piece(format!("{} ", timelines.letter), Role::Here));
        if !timelines.change.is_empty() && area.width >= 100 {
            let change = text::cut(&timelines.change, 40, painter.theme.glyphs.cut).into_owned();
            pieces.push(piece(format!("  {change}"), Role::Warn));
        }
        // Below that the state at the right end is worth more than either.
        if area.width >= 140 || (area.width >= 100 && timelines.change.is_empty()) {
            pieces.push(piece(format!("  beside {}", other.letter), Role::Dim));
        }
    }
    let runtime = workbench.connection().map(|connection| connection.settings.runtime).unwrap_or_default();
    if runtime != Default::default() && area.width >= 100 && timelines.beside.is_none() {
        pieces.push(piece(format!("  {runtime}"), Role::Dim));
    }
    if workbench.store.is_live() {
        // Nobody may take a live store for an embedded one, however narrow the screen is.
        let role = if workbench.store.commits() { Role::Bad } else { Role::Warn };
        pieces.insert(1, piece(format!("{} ", workbench.store.title()), role));
    } else if area.width >= 90 && timelines.beside.is_none() {
        pieces.push(piece(format!("  {}", workbench.store.title()), Role::Dim));
    }
    let unusual = workbench.unusual();
    if !unusual.is_empty() {
        // What is not as usual decides how all below is to be read.
        let words = format!("  {}", unusual.join(", "));
        let room = usize::from(area.width / 3);
        pieces.push(piece(text::cut(&words, room, painter.theme.glyphs.cut).into_owned(), Role::Warn));
    }
    let after = workbench.session.in_words();
    if !after.is_empty() && area.width >= 80 {
        pieces.push(piece(format!("  {after}"), Role::Here));
    }
    if !workbench.faults().is_empty() {
        let faults = format!("fault {} ", workbench.faults_in_words());
        pieces.insert(1, piece(text::cut(&faults, 40, painter.theme.glyphs.cut).into_owned(), Role::Bad));
    }
    painter.row(area, 0, &Row::new(pieces).with_right(state(painter, workbench, area.width)));
}

fn state(painter: &Painter<'_>, workbench: &Workbench, width: u16) -> Vec<Piece<'static>> {
    let glyphs = painter.theme.glyphs;
    let phase = workbench.run.phase;
    let mut pieces = if workbench.session.changed {
        vec![piece(if width >= 100 { "changed: r runs it  " } else { "changed  " }, Role::Warn)]
    } else {
        Vec::new()
    };
    let state = match (phase, workbench.decision.as_ref().and_then(|decision| decision.verdict)) {
        (Phase::Finished, Some(found)) => {
            let (sign, role) = verdict::sign(painter.theme.glyphs, Some(found));
            vec![piece(format!("{sign} {}", verdict::word(found)), role)]
        }
        _ => {
            let (sign, role) = match phase {
                Phase::Paused => (glyphs.paused, Role::Warn),
                Phase::Running => (glyphs.running, Role::Here),
                Phase::Finished | Phase::Stopped => (glyphs.ended, Role::Strong),
                Phase::Ready => (glyphs.unbound, Role::Dim),
            };
            let stopped = workbench.run.pause.as_ref().filter(|_| phase == Phase::Paused && width >= ROOM_FOR_REASONS);
            let reason = stopped.and_then(|pause| reason(&pause.reason));
            let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            vec![piece(format!("{sign} {}{reason}", phase.title()), role)]
        }
    };
    pieces.extend(state);
    let words = match workbench.script_place() {
        (place, Some(all)) if all > 1 && width >= 100 => format!("  script {place} of {all}"),
        (place, Some(all)) if all > 1 => format!("  {place}/{all}"),
        (place, None) if place > 1 && width >= 100 => format!("  script {place}"),
        (place, None) if place > 1 => format!("  {place}."),
        _ => String::new(),
    };
    pieces.push(piece(words, Role::Text));
    let step = workbench.run.step();
    if step > 0 {
        let of = workbench.run.end().filter(|_| phase.under_way());
        let of = of.map(|all| format!(" of {all}")).unwrap_or_default();
        let word = if phase.under_way() { format!("step {step}{of}") } else { format!("{step} steps") };
        pieces.push(piece(format!("  {word}"), Role::Text));
        if width >= 80 {
            pieces.push(piece(format!("  {:.1} ms ", workbench.run.elapsed_ms()), Role::Dim));
        }
    }
    pieces.push(piece(" ", Role::Text));
    pieces
}
