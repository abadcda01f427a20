//! One exchange in full: statement, parameters, answer.
//!
//! ```text
//! ╭ Query 1 ──────────────────────── pg · read · 0.4 ms ╮
//! │ SELECT id, email                                    │
//! │   FROM users                                        │
//! │                                                     │
//! │ parameters                                          │
//! │ $1  ada@example.test                                │
//! │                                                     │
//! │ 1 row                                               │
//! │ id  email                                           │
//! │ 7   ada@example.test                                │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list;
use super::painter::{piece, Painter, Row};
use super::panel;
use super::queries::sender;
use super::text;
use super::theme::Role;
use crate::legacy::{documents, Cell, Column, Effect, Reply, StoreError};
use crate::recording::Query;
use crate::workbench::queries::{answer, bindings, statement, value};
use crate::workbench::scroll::Scroll;

/// Width of the box.
const WIDTH: u16 = 110;
/// Rows of an answer shown; the recording has them all.
const ROWS: usize = 500;
/// The widest column.
const WIDEST: usize = 40;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, query: &Query, scroll: Scroll) -> (Rect, Shown) {
    let width = WIDTH.min(screen.width);
    let rows = rows(painter, query, usize::from(width).saturating_sub(4));
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, width, height);
    let effect = if query.effect == Effect::Read { "read" } else { "write" };
    let time = query.elapsed_ms.map(|ms| format!("  {ms:.1} ms")).unwrap_or_default();
    let note = format!("{}  {effect}{time}  sent by {}", query.driver, sender(query));
    let inner = panel::boxed(painter, area, &format!("Query {}", query.seq), &note);
    (area, list::read(painter, inner, &rows, true, scroll))
}

fn rows(painter: &Painter<'_>, query: &Query, width: usize) -> Vec<Row<'static>> {
    let mut rows = Vec::new();
    let mut plain = |text: &str, role: Role| {
        for line in text.lines() {
            let line = line.replace('\t', "    ");
            for line in text::wrap(&painter.safe(&line), width) {
                rows.push(Row::new(vec![piece(line, role)]));
            }
        }
    };
    plain(&statement(&query.request), Role::Text);
    let bound = bindings(&query.request);
    if !bound.is_empty() {
        rows.push(Row::default());
        rows.push(Row::new(vec![piece("bound", Role::Strong)]));
        let sign = bound.iter().map(|(sign, _)| text::width(sign)).max().unwrap_or(0).min(WIDEST);
        for (name, value) in bound {
            let gap = " ".repeat(sign.saturating_sub(text::width(&name)) + 2);
            for (index, line) in
                text::wrap(&painter.safe(&value), width.saturating_sub(sign + 2)).into_iter().enumerate()
            {
                let lead = if index == 0 { format!("{name}{gap}") } else { " ".repeat(sign + 2) };
                rows.push(Row::new(vec![piece(lead, Role::Dim), piece(line, Role::String)]));
            }
        }
    }
    rows.push(Row::default());
    match answer(query) {
        Ok(words) => rows.push(Row::new(vec![piece(words, Role::Strong)])),
        Err(words) => {
            for line in text::wrap(&painter.safe(&words), width.saturating_sub(2)) {
                rows.push(Row::new(vec![piece(format!("{} {line}", painter.theme.glyphs.no), Role::Bad)]));
            }
        }
    }
    match &query.reply {
        Some(Reply::Rows { columns, rows: cells, .. }) => rows.extend(table(painter, columns, cells)),
        Some(Reply::Http { headers, body, .. }) => {
            rows.extend(headers.iter().map(|(name, text)| {
                Row::new(vec![piece(format!("{name}: "), Role::Dim), piece(text.clone(), Role::Text)])
            }));
            rows.push(Row::default());
            for line in value(body).lines() {
                let wrapped = text::wrap(&painter.safe(line), width);
                rows.extend(wrapped.into_iter().map(|line| Row::new(vec![piece(line, Role::Text)])));
            }
        }
        Some(Reply::Documents { answer }) => match documents::found(answer) {
            Some(found) => found.iter().for_each(|document| rows.extend(pretty(painter, document, width))),
            None => rows.extend(pretty(painter, &serde_json::Value::Object(answer.clone()), width)),
        },
        Some(Reply::Directory { entries, .. }) => {
            for entry in entries {
                rows.push(Row::new(vec![piece("dn: ", Role::Dim), piece(entry.name.clone(), Role::Text)]));
                rows.extend(entry.attributes.iter().map(|attribute| {
                    let values = attribute.values.iter().map(value).collect::<Vec<_>>().join(", ");
                    Row::new(vec![piece(format!("{}: ", attribute.name), Role::Dim), piece(values, Role::Text)])
                }));
                rows.push(Row::default());
            }
        }
        Some(Reply::Error(error)) => rows.extend(error_rows(error)),
        _ => {}
    }
    rows
}

/// What the store said beyond code and message.
fn error_rows(error: &StoreError) -> Vec<Row<'static>> {
    [
        ("detail", error.detail.clone()),
        ("hint", error.hint.clone()),
        ("severity", error.severity.clone()),
        ("SQLSTATE", error.sql_state.clone()),
        ("errno", error.errno.map(|number| number.to_string())),
        ("position", error.position.map(|number| number.to_string())),
        ("table", error.table.clone()),
        ("column", error.column.clone()),
        ("constraint", error.constraint.clone()),
        ("system call", error.syscall.clone()),
    ]
    .into_iter()
    .filter_map(|(label, text)| Some(Row::new(vec![piece(format!("{label:12}"), Role::Dim), piece(text?, Role::Text)])))
    .collect()
}

fn table(painter: &Painter<'_>, columns: &[Column], cells: &[Vec<Cell>]) -> Vec<Row<'static>> {
    let shown: Vec<Vec<String>> = cells
        .iter()
        .take(ROWS)
        .map(|row| row.iter().map(|cell| painter.safe(&value(cell)).into_owned()).collect())
        .collect();
    let width = |index: usize| {
        let longest = shown.iter().filter_map(|row| row.get(index)).map(|cell| text::width(cell)).max().unwrap_or(0);
        longest.max(text::width(&columns[index].name)).min(WIDEST)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let padded = |text: &str, wide: usize| {
        let text = text::cut(text, wide, painter.theme.glyphs.cut).into_owned();
        let gap = " ".repeat(wide.saturating_sub(text::width(&text)) + 2);
        text + &gap
    };
    let head =
        columns.iter().zip(&widths).map(|(column, wide)| piece(padded(&column.name, *wide), Role::Dim)).collect();
    let mut rows = vec![Row::new(head)];
    rows.extend(shown.iter().map(|row| {
        Row::new(row.iter().zip(&widths).map(|(cell, wide)| piece(padded(cell, *wide), Role::Text)).collect())
    }));
    if cells.len() > ROWS {
        rows.push(Row::new(vec![piece(format!("and {} more", cells.len() - ROWS), Role::Dim)]));
    }
    rows
}

/// A document, indented.
fn pretty(painter: &Painter<'_>, document: &serde_json::Value, width: usize) -> Vec<Row<'static>> {
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let wrapped = text.lines().flat_map(|line| text::wrap(&painter.safe(line), width)).collect::<Vec<_>>();
    wrapped.into_iter().map(|line| Row::new(vec![piece(line, Role::Text)])).collect()
}
