//! The stops of all scripts, and how a stop is written.
//!
//! ```text
//! ╭ Stops ──────────────────────────────────────────── 3 ╮
//! │▸ ◆ line 16 if !isValid                 ran ×2  login │
//! │  ● query table users                           login │
//! │  ○ line 99                                  get_user │
//! │    There is no statement at or after line 99 …       │
//! │                                                      │
//! │ How a stop is written                                │
//! │   line 12              Stop before the first state…  │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::stop_prompt::{form_row, FORM};
use super::theme::Role;
use super::{panel, stop_sign, text};
use crate::debugger::stops::FORMS;
use crate::workbench::scroll::Scroll;
use crate::workbench::stops::Listed;
use crate::workbench::Workbench;

/// Width of the box.
const WIDTH: u16 = 108;

/// Draws the box. The stops are the first entries, so that a click on one selects it.
pub fn draw(
    painter: &mut Painter<'_>,
    screen: Rect,
    workbench: &Workbench,
    selected: usize,
    scroll: Scroll,
) -> (Rect, Shown) {
    let listed = workbench.listed_stops();
    let area = panel::centred(screen, WIDTH, screen.height.saturating_sub(2));
    let inner = panel::boxed(painter, area, "Stops", &listed.len().to_string());
    let room = usize::from(inner.width).saturating_sub(2);
    let mut entries: Vec<Vec<Row<'_>>> = listed.iter().map(|stop| entry(painter, workbench, stop, room)).collect();
    let none = entries.is_empty();
    let mut legend = vec![Row::default(), Row::new(vec![piece("How a stop is written", Role::Strong)])];
    if none {
        let sentence = "No stop is set. b sets one on a line, B one with a condition, a adds any of these.";
        legend.splice(0..0, text::wrap(sentence, room).into_iter().map(|line| Row::new(vec![piece(line, Role::Dim)])));
    }
    legend.extend(FORMS.iter().flat_map(|(form, meaning)| form_rows(painter, form, meaning, room)));
    let count = entries.len();
    entries.extend(legend.into_iter().map(|row| vec![row]));
    let list = List {
        len: entries.len(),
        height: &|index| entries[index].len(),
        rows: &|index| entries[index].clone(),
        selected: (selected < count).then_some(selected),
        shared: false,
        focused: true,
        scroll,
    };
    (area, list::draw(painter, inner, &list))
}

fn entry(painter: &Painter<'_>, workbench: &Workbench, listed: &Listed<'_>, room: usize) -> Vec<Row<'static>> {
    let (sign, role) = stop_sign::of(painter.theme.glyphs, listed.bound);
    let look = if listed.bound.stop.enabled { Role::Text } else { Role::Dim };
    let text = listed.bound.stop.to_string();
    let current = workbench.run.current().is_some_and(|run| run.action == listed.script);
    let hits = workbench.beside.hits_at(&listed.bound.places).filter(|_| current);
    let hits = hits.map(|hits| format!("ran {}{hits}", painter.theme.glyphs.times)).unwrap_or_default();
    let mut rows = vec![Row::new(vec![piece(format!(" {sign} "), role), piece(text, look)])
        .with_right(vec![piece(format!("{hits}  {} ", listed.script), Role::Dim)])];
    if let Some(problem) = &listed.bound.problem {
        let lines = text::wrap(&painter.safe(problem), room.saturating_sub(4));
        rows.extend(lines.into_iter().map(|line| Row::new(vec![piece(format!("   {line}"), Role::Bad)])));
    }
    rows
}

fn form_rows(painter: &Painter<'_>, form: &str, meaning: &str, room: usize) -> Vec<Row<'static>> {
    let form = painter.safe(form);
    let lines = text::wrap(&painter.safe(meaning), room.saturating_sub(FORM + 3));
    let rows = lines.into_iter().enumerate();
    rows.map(|(index, line)| form_row(if index == 0 { &form } else { "" }, line)).collect()
}
