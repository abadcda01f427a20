//! The users in the Auth0 store, and what the operation on screen does to them.
//!
//! ```text
//! ╭ Users in the Auth0 store ───────────────────────── after 1 operation ╮
//! │     user_id        e-mail            password  record     operation   │
//! │     auth0|1        ada@example.test  hash      whole                  │
//! │ +   auth0|7        bob@example.test  typed     partial    created     │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::flow::Record;
use crate::workbench::users::{credential, record, Fate, Listed, Users};
use crate::workbench::Workbench;

/// Width of the box.
const WIDTH: u16 = 120;
/// Widths of the columns for password and record.
const PASSWORD: usize = 8;
const RECORD: usize = 11;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, workbench: &Workbench, shown: Users) -> (Rect, Shown) {
    let users = workbench.users();
    let width = WIDTH.min(screen.width);
    let height = u16::try_from(users.len().max(2) + 6).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, width, height);
    let note = match workbench.session.operations {
        0 => users.len().to_string(),
        _ => workbench.session.in_words(),
    };
    let inner = panel::boxed(painter, area, "Users in the Auth0 store", &note);
    let columns = Columns::of(&users, usize::from(inner.width));
    let head = columns.row(painter, [" ", "user_id", "e-mail", "password", "record", "operation"], [Role::Dim; 6]);
    painter.row(Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(1), ..inner }, 0, &head);
    let legend = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    painter.text(legend, 0, 2, words(workbench, &users), Role::Dim);
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(3), ..inner };
    if users.is_empty() {
        let words = "Nobody is in the Auth0 store. a adds a user; + after a login does, too.";
        return (area, list::empty(painter, below, words));
    }
    let rows: Vec<Row<'static>> = users.iter().map(|listed| user(painter, listed, &columns)).collect();
    let list = List {
        len: rows.len(),
        height: &|_| 1,
        rows: &|index| rows.get(index).cloned().into_iter().collect(),
        selected: Some(shown.selected),
        shared: false,
        focused: true,
        scroll: shown.scroll,
    };
    (area, list::draw(painter, below, &list))
}

/// What the table shows, and what can be done about it.
fn words(workbench: &Workbench, users: &[Listed]) -> &'static str {
    if workbench.session.changed {
        "Changed since the run on screen: r runs the operation again with this"
    } else if workbench.session.taken {
        "The next operation starts with these users; the marks say what the last one did"
    } else if users.iter().any(|listed| listed.fate != Fate::Same) {
        "The marks say what the operation would do: + carries on from it"
    } else {
        "The operation changes none of them"
    }
}

/// Widths of the columns for id and e-mail, and what is left for what was done.
struct Columns {
    id: usize,
    email: usize,
    rest: usize,
}

impl Columns {
    fn of(users: &[Listed], width: usize) -> Self {
        let widest = |key: fn(&Listed) -> String| users.iter().map(|user| text::width(&key(user))).max().unwrap_or(0);
        // The sign of the selection, the mark, and two spaces between columns.
        let room = width.saturating_sub(PASSWORD + RECORD + 2 + 2 * 5);
        let id = widest(id).clamp(7, 30).min(room / 3);
        let email = widest(email).clamp(6, 36).min(room / 3);
        Self { id, email, rest: room.saturating_sub(id + email) }
    }

    fn row(&self, painter: &Painter<'_>, cells: [&str; 6], roles: [Role; 6]) -> Row<'static> {
        let widths = [1, self.id, self.email, PASSWORD, RECORD, self.rest];
        let cell = |((index, (text, wide)), role): ((usize, (&str, usize)), Role)| {
            let text = text::cut(&painter.safe(text), wide, painter.theme.glyphs.cut).into_owned();
            let gap = if index == 5 { 0 } else { wide.saturating_sub(text::width(&text)) + 2 };
            piece(text + &" ".repeat(gap), role)
        };
        Row::new(cells.into_iter().zip(widths).enumerate().zip(roles).map(cell).collect())
    }
}

fn id(listed: &Listed) -> String {
    listed.user.user_id().unwrap_or_default()
}

fn email(listed: &Listed) -> String {
    let key = ["email", "username", "phone_number"].into_iter().find_map(|key| listed.user.text(key));
    key.unwrap_or_default().to_owned()
}

fn user(painter: &Painter<'_>, listed: &Listed, columns: &Columns) -> Row<'static> {
    let glyphs = painter.theme.glyphs;
    let (sign, role, done) = match &listed.fate {
        Fate::Same => (" ", Role::Text, String::new()),
        Fate::Added => (glyphs.only_second, Role::Good, "created".to_owned()),
        Fate::Changed(parts) => (glyphs.altered, Role::Warn, format!("changed: {}", parts.join(", "))),
        Fate::Removed => (glyphs.only_first, Role::Bad, "removed".to_owned()),
    };
    let whole = if listed.user.record == Record::Whole { Role::Text } else { Role::Warn };
    let cells = [sign, &id(listed), &email(listed), credential(&listed.user), record(listed.user.record), &done];
    columns.row(painter, cells, [role, Role::Text, Role::Text, Role::Text, whole, role])
}
