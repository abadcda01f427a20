//! A change being typed in, with what can be written.
//!
//! ```text
//! ╭ What if query 2 … ──────────────────────────────────────────────╮
//! │ SELECT id, email FROM users WHERE email = $1                     │
//! │ answered 1 row                                                   │
//! │                                                                  │
//! │ > no rows                                                        │
//! │                                                                  │
//! │ no rows                        nobody was found, or nothing was … │
//! │ row 1 email = "x"              one cell                          │
//! ╰──────────────────────────────────────────────────────────────────╯
//! ```

use ratatui::layout::{Position, Rect};

use super::drawn::Shown;
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::legacy::altered::FORMS;
use crate::legacy::{Dialect, Request};
use crate::workbench::asking::{Asking, Subject};
use crate::workbench::queries::{answer, one_line};
use crate::workbench::scroll::Extent;

/// Width of the box.
const WIDTH: u16 = 92;

/// Draws the box; the cursor stands where one types.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, asking: &Asking) -> (Rect, Shown, Position) {
    let (title, above, below) = words(painter, &asking.subject);
    let width = WIDTH.min(screen.width);
    let room = usize::from(width).saturating_sub(4);
    let error = asking.error.as_deref().unwrap_or_default();
    let error: Vec<String> =
        if error.is_empty() { vec![String::new()] } else { text::wrap(error, room.saturating_sub(2)) };
    let rows = above.len() + 1 + error.len() + below.len();
    let height = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(screen.height);
    let area = panel::centred(screen, width, height);
    let inner = panel::boxed(painter, area, &title, "a second run beside this one");
    let inner = Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(2), ..inner };
    let mut row = 0;
    for line in &above {
        painter.row(inner, row, line);
        row += 1;
    }
    let cursor = line(painter, inner, row, asking);
    row += 1;
    for (index, words) in error.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
        let sign = if index == 0 { painter.theme.glyphs.no } else { " " };
        painter.text(inner, row, 0, &format!("{sign} {words}"), Role::Bad);
        row += 1;
    }
    row += u16::from(asking.error.is_none());
    for line in &below {
        painter.row(inner, row, line);
        row += 1;
    }
    (area, Shown { area: inner, extent: Extent::default(), entries: Vec::new() }, cursor)
}

/// The line being typed. A long one shows the part before the cursor.
fn line(painter: &mut Painter<'_>, inner: Rect, row: u16, asking: &Asking) -> Position {
    let start = painter.text(inner, row, 0, "> ", Role::Here);
    let room = usize::from(inner.width.saturating_sub(start + 1));
    let (before, after) = asking.line.halves();
    let before = painter.safe(before).into_owned();
    let hidden = text::width(&before).saturating_sub(room);
    let visible: String = before.chars().skip(hidden).collect();
    let role = if asking.line.is_example() { Role::Dim } else { Role::Strong };
    let column = painter.text(inner, row, start, &visible, role);
    painter.text(inner, row, column, after, role);
    Position { x: inner.x + column.min(inner.width.saturating_sub(1)), y: inner.y + row }
}

/// The title, what stands above the line, and what can be written.
fn words(painter: &Painter<'_>, subject: &Subject) -> (String, Vec<Row<'static>>, Vec<Row<'static>>) {
    let dim = |text: String| Row::new(vec![piece(text, Role::Dim)]);
    let explained = |(form, words): &(&'static str, &'static str)| {
        let gap = 32_usize.saturating_sub(text::width(form)).max(2);
        Row::new(vec![piece(*form, Role::Text), piece(format!("{}{words}", " ".repeat(gap)), Role::Dim)])
    };
    match subject {
        Subject::Reply(query) => {
            let said = answer(query);
            let (sign, role) = if said.is_ok() { ("", Role::Text) } else { (painter.theme.glyphs.no, Role::Bad) };
            let said = format!("{sign} {}", said.unwrap_or_else(|refusal| refusal));
            let above = vec![
                dim(one_line(&query.request)),
                Row::new(vec![piece("answered  ", Role::Dim), piece(said.trim_start().to_owned(), role)]),
                Row::default(),
            ];
            let http = matches!(query.request, Request::Http { .. });
            let connects = matches!(query.request, Request::Connect { .. });
            // Of the servers' own errors those of this one.
            let own = match query.request.dialect() {
                _ if matches!(query.request, Request::Documents { .. }) => "error 11000",
                _ if matches!(query.request, Request::Directory { .. }) => "error 49",
                Some(Dialect::MySql) => r#"error ER_DUP_ENTRY "message""#,
                Some(Dialect::SqlServer) => "error 2627",
                Some(Dialect::Oracle) => "error ORA-00001",
                Some(Dialect::Db2) => "error SQL0803N",
                _ => "error 23505",
            };
            let fits = |form: &&(&str, &str)| match form.0.split(' ').next() {
                Some("status" | "body") => http,
                Some("delay") => true,
                Some("connected") => connects,
                Some("error") if http => form.0 == "error ECONNREFUSED",
                Some("error") => form.0 == own || form.0 == "error ECONNREFUSED",
                _ if connects => false,
                _ => !http,
            };
            (
                format!("What if query {} were answered", query.seq),
                above,
                FORMS.iter().filter(fits).map(explained).collect(),
            )
        }
        Subject::Variable { target, .. } => (
            format!("What if {target} were"),
            Vec::new(),
            vec![dim("any JavaScript expression; the variable gets its value where the run stands".to_owned())],
        ),
        Subject::Clock => {
            let forms = [
                ("+30d, +2h, -15m, +10s", "so much later or earlier than this run"),
                ("2030-01-31T12:00:00Z", "at this time"),
            ];
            ("What if it ran at another time".to_owned(), Vec::new(), forms.iter().map(explained).collect())
        }
        Subject::Inputs | Subject::Script => ("What if".to_owned(), Vec::new(), Vec::new()),
    }
}
