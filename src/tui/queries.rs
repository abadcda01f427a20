//! What the script asked the legacy store.
//!
//! ```text
//! ╭ 5 Legacy queries ───────────────────── 2 ╮
//! │  1 connect db.example.test:5432/app  0.1 │
//! │▸ 2 read  SELECT id, email, password_has… │
//! │    $1 = ada@example.test                 │
//! │    1 row   0.4 ms              login:11  │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list::{self, List};
use super::painter::{piece, Painter, Piece, Row};
use super::theme::Role;
use crate::legacy::{Effect, Params, Request};
use crate::recording::Query;
use crate::workbench::queries::{answer, bindings, one_line};
use crate::workbench::Workbench;

/// Draws the exchanges, oldest first.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool) -> Shown {
    let queries = workbench.all_queries();
    if queries.is_empty() {
        let sentence = if workbench.run.phase.under_way() || workbench.run.scripts.is_empty() {
            "Everything the script asks the legacy store appears here: statement, parameters, rows or error, time, and \
             the line that sent it."
        } else {
            "The script asked the legacy store nothing."
        };
        return list::empty(painter, area, sentence);
    }
    let glyphs = painter.theme.glyphs;
    let list = List {
        len: queries.len(),
        height: &|index| height(queries[index]),
        rows: &|index| {
            let rows = rows(glyphs, queries[index]);
            if index < workbench.queries_sent() {
                rows
            } else {
                to_come(rows)
            }
        },
        selected: Some(workbench.queries.selected),
        shared: true,
        focused,
        scroll: workbench.queries.scroll,
    };
    list::draw(painter, area, &list)
}

/// Opening and closing take one row unless they failed; what binds nothing has no row for it.
fn height(query: &Query) -> usize {
    match &query.request {
        request if !request.is_statement() => 1,
        Request::Sql { params: Params::Positional(cells), .. } if cells.is_empty() => 2,
        Request::Sql { params: Params::Named(cells), .. } if cells.is_empty() => 2,
        Request::Http { headers, body, .. } if headers.is_empty() && body.is_none() => 2,
        request if bindings(request).is_empty() => 2,
        _ => 3,
    }
}

fn rows(glyphs: &super::glyphs::Glyphs, query: &Query) -> Vec<Row<'static>> {
    let number = piece(format!("{:>2} ", query.seq), Role::Dim);
    let answer = match answer(query) {
        Ok(text) if query.reply.is_none() => piece(format!("{} {text}", glyphs.waiting), Role::Dim),
        Ok(text) => piece(text, Role::Text),
        Err(text) => piece(format!("{} {text}", glyphs.no), Role::Bad),
    };
    let right = vec![piece(format!("{} ", sender(query)), Role::Dim)];
    let time = query.elapsed_ms.map(|ms| format!("  {ms:.1} ms")).unwrap_or_default();
    if !query.request.is_statement() {
        // That it worked goes without saying.
        let failed = answer.role == Role::Bad || query.reply.is_none();
        let mut pieces = vec![number, piece(format!("{}  ", one_line(&query.request)), Role::Dim)];
        pieces.extend(failed.then_some(answer));
        return vec![Row::new(pieces).with_right(right)];
    }
    let effect = match query.effect {
        Effect::Read => piece("read  ", Role::Good),
        Effect::Write => piece("write ", Role::Warn),
    };
    let mut rows = vec![Row::new(vec![number, effect, piece(one_line(&query.request), Role::Text)])];
    if height(query) == 3 {
        let mut pieces = vec![piece("   ", Role::Text)];
        for (sign, value) in bindings(&query.request) {
            pieces.push(piece(format!("{sign} = "), Role::Dim));
            pieces.push(piece(format!("{value}  "), Role::String));
        }
        rows.push(Row::new(pieces));
    }
    rows.push(Row::new(vec![piece("   ", Role::Text), answer, piece(time, Role::Dim)]).with_right(right));
    rows
}

/// Rows of an exchange that is sent later than where the run stands.
fn to_come(rows: Vec<Row<'static>>) -> Vec<Row<'static>> {
    let dim = |pieces: Vec<Piece<'static>>| pieces.into_iter().map(|known| piece(known.text, Role::Dim)).collect();
    let mut rows: Vec<_> = rows.into_iter().map(|row| Row { pieces: dim(row.pieces), right: dim(row.right) }).collect();
    if let Some(first) = rows.first_mut() {
        first.right.insert(0, piece("to come ", Role::Dim));
    }
    rows
}

/// Who sent it: `login:11`.
pub fn sender(query: &Query) -> String {
    query.at.as_ref().map_or_else(String::new, |at| {
        let short = at.function.split(" › ").next().unwrap_or(&at.function);
        format!("{short}:{}", at.line)
    })
}
