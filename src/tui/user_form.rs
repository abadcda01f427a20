//! One user of the Auth0 store, being changed.
//!
//! ```text
//! ╭ ada@example.test ─────────────────────────╮
//! │▸ user_id          auth0|1                 │
//! │  password_hash    ••••••••                │
//! │  record           whole                   │
//! │  another field    name = value            │
//! ╰───────────────────────────────────────────╯
//! ```

use ratatui::layout::{Position, Rect};

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::workbench::scroll::Scroll;
use crate::workbench::user_form::{UserField, UserForm};

/// Width of the box.
const WIDTH: u16 = 84;

/// Draws the box; the cursor stands in the selected line.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, form: &UserForm) -> (Rect, Shown, Option<Position>) {
    let label = form.fields.iter().map(|field| text::width(field.label())).max().unwrap_or(0).clamp(14, 28) + 2;
    let height = u16::try_from(form.fields.len() + 4).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, WIDTH, height);
    let title = if form.at.is_some() { "User" } else { "New user" };
    let inner = panel::boxed(painter, area, title, "before the next operation");
    let above = Rect { height: inner.height.saturating_sub(2), ..inner };
    let value = usize::from(inner.width).saturating_sub(label + 3);
    let fields = form.fields.iter().enumerate();
    let rows: Vec<Row<'static>> =
        fields.map(|(index, field)| line(painter, field, index == form.selected, label, value)).collect();
    let list = List {
        len: rows.len(),
        height: &|_| 1,
        rows: &|index| rows.get(index).cloned().into_iter().collect(),
        selected: None,
        shared: false,
        focused: true,
        scroll: Scroll { top: form.selected.saturating_sub(usize::from(above.height) / 2), follow: false },
    };
    let shown = list::draw(painter, above, &list);
    let footer = inner.height.saturating_sub(1);
    match &form.error {
        Some(why) => {
            painter.text(inner, footer, 1, &format!("{} {why}", painter.theme.glyphs.no), Role::Bad);
        }
        None => {
            painter.text(inner, footer, 1, "Enter takes it, Esc leaves it. Secrets are never shown.", Role::Dim);
        }
    }
    let cursor = cursor(painter, form, &shown, label, value);
    (area, shown, cursor)
}

/// What is seen of a line: the part around the cursor where it is longer than its place.
fn part(painter: &Painter<'_>, field: &UserField, room: usize) -> (String, usize) {
    let (before, _) = field.line.halves();
    let typed = if field.secret() { before.chars().count() } else { text::width(&painter.safe(before)) };
    let hidden = typed.saturating_sub(room.saturating_sub(1));
    let whole = field.shown(true);
    (painter.safe(&whole).chars().skip(hidden).collect(), typed - hidden)
}

fn line(painter: &Painter<'_>, field: &UserField, typing: bool, label: usize, room: usize) -> Row<'static> {
    let shown = if typing { part(painter, field, room).0 } else { field.shown(false) };
    let value = if shown.is_empty() { piece(field.hint(), Role::Dim) } else { piece(shown, Role::Text) };
    let name = text::cut(&painter.safe(field.label()), label.saturating_sub(2), painter.theme.glyphs.cut).into_owned();
    let gap = " ".repeat(label.saturating_sub(text::width(&name)));
    let role = if typing { Role::Here } else { Role::Text };
    Row::new(vec![piece(format!(" {name}{gap}"), role), value])
}

fn cursor(painter: &mut Painter<'_>, form: &UserForm, shown: &Shown, label: usize, room: usize) -> Option<Position> {
    let field = form.fields.get(form.selected)?;
    let row = shown.entries.iter().position(|entry| *entry == Some(form.selected))?;
    let row = u16::try_from(row).ok()?;
    painter.text(shown.area, row, 0, painter.theme.glyphs.selected, Role::Here);
    let column = label + 2 + part(painter, field, room).1;
    let x = shown.area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
    Some(Position { x: x.min(shown.area.right().saturating_sub(1)), y: shown.area.y + row })
}
