//! How contradicting sources are read and how the operation comes about, to be chosen.
//!
//! ```text
//! ╭ Variants and circumstances ─────────────── 1 not as usual ╮
//! │▸ X1  get_user before login in automatic migration    off  │
//! │      `login` alone is asked for a user Auth0 does not …   │
//! │• X3  when a reset creates the user             next-login │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::rules::Variant;
use crate::workbench::readings::{all, Reading, Readings};
use crate::workbench::Workbench;

/// Width of the box.
const WIDTH: u16 = 100;

/// Draws the box. What holds is said in full for the selected one.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, workbench: &Workbench, readings: Readings) -> (Rect, Shown) {
    let width = WIDTH.min(screen.width);
    let room = usize::from(width).saturating_sub(4);
    let entries: Vec<Vec<Row<'static>>> = all()
        .enumerate()
        .map(|(index, reading)| entry(painter, workbench, reading, index == readings.selected, room))
        .collect();
    // The height does not follow the selection: the box stays where it is.
    let height = u16::try_from(entries.len() + 8).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, width, height);
    let note = match workbench.unusual().len() {
        0 => "all as usual".to_owned(),
        number => format!("{number} not as usual"),
    };
    let inner = panel::boxed(painter, area, "Variants and circumstances", &note);
    let legend = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    let words = if workbench.session.changed {
        "Changed since the run on screen: r runs the operation again with this"
    } else {
        "Sources contradict each other here. Enter takes the next reading"
    };
    let role = if workbench.session.changed { Role::Warn } else { Role::Dim };
    painter.text(legend, 0, 2, words, role);
    let below = Rect { height: inner.height.saturating_sub(2), ..inner };
    let list = List {
        len: entries.len(),
        height: &|index| entries.get(index).map_or(0, Vec::len),
        rows: &|index| entries.get(index).cloned().unwrap_or_default(),
        selected: Some(readings.selected),
        shared: false,
        focused: true,
        scroll: readings.scroll,
    };
    (area, list::draw(painter, below, &list))
}

fn entry(
    painter: &Painter<'_>,
    workbench: &Workbench,
    reading: Reading,
    selected: bool,
    room: usize,
) -> Vec<Row<'static>> {
    let session = &workbench.session;
    let (id, topic, chosen, says, usual, keys) = match reading {
        Reading::Variant(variant) => {
            let chosen = session.variants.choice(variant.id);
            let choice = variant.choices.iter().find(|choice| choice.key == chosen);
            let usual = variant.choices.first().is_some_and(|first| first.key == chosen);
            (variant.id, variant.topic, chosen, choice.map_or("", |choice| choice.text), usual, keys(variant))
        }
        Reading::Circumstance(about) => {
            let (word, says) = about.chosen(session.circumstances);
            let usual = about.chosen(Default::default()).0 == word;
            ("", about.topic(), word, says, usual, String::new())
        }
    };
    let sign = if usual { " " } else { painter.theme.glyphs.changed };
    let role = if usual { Role::Text } else { Role::Warn };
    let mut rows = vec![Row::new(vec![
        piece(format!("{sign} "), Role::Warn),
        piece(format!("{id:5}"), Role::Dim),
        piece(topic, Role::Text),
    ])
    .with_right(vec![piece(format!("{chosen} "), role)])];
    if selected {
        let lines = text::wrap(&painter.safe(says), room.saturating_sub(9));
        rows.extend(lines.into_iter().map(|line| Row::new(vec![piece(format!("       {line}"), Role::Dim)])));
        if !keys.is_empty() {
            rows.push(Row::new(vec![piece(format!("       {keys}"), Role::Dim)]));
        }
    }
    rows
}

fn keys(variant: &Variant) -> String {
    let keys: Vec<&str> = variant.choices.iter().map(|choice| choice.key).collect();
    format!("One of: {}", keys.join(", "))
}
