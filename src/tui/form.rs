//! The inputs, being filled in.
//!
//! ```text
//! ╭ Inputs ────────────────────────── login ╮
//! │▸ email          ada@example.test        │
//! │  password       ••••••••••••            │
//! │                                         │
//! │  configuration                          │
//! │  DATABASE_URL   ••••••••                │
//! ╰─────────────────────────────────────────╯
//! ```

use ratatui::layout::{Position, Rect};

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::workbench::inputs::{Field, FieldName};
use crate::workbench::scroll::Scroll;
use crate::workbench::Workbench;

/// Draws the box; the cursor stands in the selected field.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, workbench: &Workbench) -> (Rect, Shown, Option<Position>) {
    let form = &workbench.form;
    let label = form.fields.iter().map(|field| text::width(field.label())).max().unwrap_or(0).clamp(12, 28) + 2;
    let height = |index: usize| 1 + usize::from(index == first_of_configuration(&form.fields)) * 2;
    let rows: usize = (0..form.fields.len()).map(height).sum();
    let footer = 2;
    let area = panel::centred(screen, 76, u16::try_from(rows + 2 + footer).unwrap_or(u16::MAX));
    let inner = panel::boxed(painter, area, "Inputs", &workbench.operation.to_string());
    let list_area = Rect { height: inner.height.saturating_sub(2), ..inner };
    let list = List {
        len: form.fields.len(),
        height: &height,
        rows: &|index| entry(&form.fields, index, index == form.selected, label),
        selected: None,
        shared: false,
        focused: true,
        scroll: Scroll { top: form.selected.saturating_sub(usize::from(list_area.height) / 2), follow: false },
    };
    let shown = list::draw(painter, list_area, &list);
    let cursor = draw_selection(painter, workbench, &shown, label);
    let footer = inner.height.saturating_sub(1);
    match &workbench.form_error {
        Some(error) => {
            painter.text(inner, footer, 1, &format!("{} {}", painter.theme.glyphs.no, error.message), Role::Bad);
        }
        None => {
            let words = if workbench.timelines.is_asking_for_inputs() {
                "Enter runs with these beside the present run. Secrets are never shown."
            } else {
                "Enter runs with these inputs. Secrets are never shown."
            };
            painter.text(inner, footer, 1, words, Role::Dim);
        }
    }
    (area, shown, cursor)
}

fn first_of_configuration(fields: &[Field]) -> usize {
    fields.iter().position(|field| matches!(field.name, FieldName::Configuration(_))).unwrap_or(usize::MAX)
}

fn entry(fields: &[Field], index: usize, typing: bool, label: usize) -> Vec<Row<'static>> {
    let field = &fields[index];
    let mut rows = Vec::new();
    if index == first_of_configuration(fields) {
        rows.push(Row::default());
        rows.push(Row::new(vec![piece(" configuration", Role::Strong)]));
    }
    let shown = field.shown(typing);
    let value = if shown.is_empty() { piece(field.hint(), Role::Dim) } else { piece(shown, Role::Text) };
    let name = text::cut(field.label(), label - 2, "…").into_owned();
    let gap = " ".repeat(label.saturating_sub(text::width(&name)));
    let role = if typing { Role::Here } else { Role::Text };
    rows.push(Row::new(vec![piece(format!(" {name}{gap}"), role), value]));
    rows
}

/// Marks the selected field and finds the cell of its cursor; long values show the part around it.
fn draw_selection(painter: &mut Painter<'_>, workbench: &Workbench, shown: &Shown, label: usize) -> Option<Position> {
    let form = &workbench.form;
    let field = form.fields.get(form.selected)?;
    let row = shown.entries.iter().rposition(|entry| *entry == Some(form.selected))?;
    let row = u16::try_from(row).ok()?;
    painter.text(shown.area, row, 0, painter.theme.glyphs.selected, Role::Here);
    let start = u16::try_from(label + 2).unwrap_or(u16::MAX);
    let room = usize::from(shown.area.width.saturating_sub(start + 1));
    let (before, _) = field.line.halves();
    let typed = if field.secret() { before.chars().count() } else { text::width(&painter.safe(before)) };
    let hidden = typed.saturating_sub(room);
    if hidden > 0 {
        let value = field.shown(true);
        let tail: String = value.chars().skip(hidden).collect();
        let value_area = Rect { x: shown.area.x + start, width: shown.area.width.saturating_sub(start), ..shown.area };
        painter.clear(Rect { y: value_area.y + row, height: 1, ..value_area });
        painter.text(value_area, row, 0, &tail, Role::Text);
    }
    let column = start.saturating_add(u16::try_from(typed - hidden).unwrap_or(u16::MAX));
    Some(Position { x: shown.area.x.saturating_add(column), y: shown.area.y + row })
}
