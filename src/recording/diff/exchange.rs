//! Two exchanges with the legacy store compared part by part.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::found::Found;
use super::moments::words;
use crate::legacy::{Cell, Column, Params, Reply, Request};
use crate::recording::fields::{inside, joined, parsed};
use crate::recording::wording::{self, answer, statement, target};
use crate::recording::Query;

/// Compares what was asked and what the script was answered.
pub(super) fn compare(found: &mut Found<'_>, before: &Query, after: &Query) {
    found.text("driver", Some(&before.driver), Some(&after.driver));
    found.text("text", Some(&words(&statement(&before.request))), Some(&words(&statement(&after.request))));
    asked(found, &before.request, &after.request);
    // What the store answered is part of what happened once the script has it.
    let got = |query: &'_ Query| query.answered.is_some();
    match (&before.reply, &after.reply) {
        (Some(ours), Some(theirs)) if got(before) && got(after) => replies(found, "", ours, theirs),
        _ if got(before) || got(after) => {
            let said = |query: &Query| got(query).then(|| answer(query).unwrap_or_else(|refusal| refusal));
            found.note("answer", said(before).as_deref(), said(after).as_deref());
        }
        _ => {}
    }
}

fn asked(found: &mut Found<'_>, before: &Request, after: &Request) {
    match (before, after) {
        (
            Request::Sql { target: ours, params: bound, .. },
            Request::Sql { target: theirs, params: bound_after, .. },
        ) => {
            found.text("target", Some(&target(ours)), Some(&target(theirs)));
            let (ours, theirs) = (by_name(bound), by_name(bound_after));
            for (name, cell) in &ours {
                found.cell(&inside("params", name), Some(cell), theirs.get(name).copied());
            }
            for (name, cell) in theirs.iter().filter(|(name, _)| !ours.contains_key(*name)) {
                found.cell(&inside("params", name), None, Some(cell));
            }
        }
        (Request::Http { headers: ours, body, .. }, Request::Http { headers: theirs, body: body_after, .. }) => {
            headers(found, "headers", ours, theirs);
            content(found, "body", body.as_ref(), body_after.as_ref());
        }
        _ => {}
    }
}

/// Parameters by the end of their path: `[0]`, `email`.
fn by_name(params: &Params) -> IndexMap<String, &Cell> {
    match params {
        Params::Positional(cells) => {
            cells.iter().enumerate().map(|(index, cell)| (format!("[{index}]"), cell)).collect()
        }
        Params::Named(cells) => cells.iter().map(|(name, cell)| (name.clone(), cell)).collect(),
    }
}

/// `within`: the path before every part, for one of several results.
fn replies(found: &mut Found<'_>, within: &str, before: &Reply, after: &Reply) {
    let part = |name: &str| if within.is_empty() { name.to_owned() } else { inside(within, name) };
    match (before, after) {
        (
            Reply::Rows { columns, rows: ours, affected, .. },
            Reply::Rows { columns: columns_after, rows: theirs, affected: affected_after, .. },
        ) => {
            let names = |columns: &[Column]| columns.iter().map(|column| &*column.name).collect::<Vec<_>>().join(", ");
            found.text(&part("columns"), Some(&names(columns)), Some(&names(columns_after)));
            if ours.len() != theirs.len() || affected != affected_after {
                found.note(&part("rows"), said(before).as_deref(), said(after).as_deref());
            }
            rows(found, &part("rows"), (columns, ours), (columns_after, theirs));
        }
        (Reply::Written { insert_id: ours, .. }, Reply::Written { insert_id: theirs, .. }) => {
            found.text(&part("rows"), said(before).as_deref(), said(after).as_deref());
            found.text(&part("insert_id"), Some(&ours.to_string()), Some(&theirs.to_string()));
        }
        (Reply::Http { headers: ours, body, .. }, Reply::Http { headers: theirs, body: body_after, .. }) => {
            found.text(&part("status"), said(before).as_deref(), said(after).as_deref());
            headers(found, &part("answer.headers"), ours, theirs);
            content(found, &part("answer.body"), Some(body), Some(body_after));
        }
        (Reply::Documents { answer: ours }, Reply::Documents { answer: theirs }) => {
            let whole = |answer: &serde_json::Map<_, _>| serde_json::Value::Object(answer.clone());
            found.value(&part("answer"), Some(&whole(ours)), Some(&whole(theirs)));
        }
        (Reply::Directory { .. }, Reply::Directory { .. }) => {
            let whole = |reply| serde_json::to_value(reply).ok();
            found.value(&part("answer"), whole(before).as_ref(), whole(after).as_ref());
        }
        (Reply::Several { replies: ours }, Reply::Several { replies: theirs }) => {
            if ours.len() != theirs.len() {
                found.note(&part("results"), said(before).as_deref(), said(after).as_deref());
            }
            for (index, (one, other)) in ours.iter().zip(theirs).enumerate() {
                replies(found, &part(&format!("results[{index}]")), one, other);
            }
        }
        (Reply::Error(ours), Reply::Error(theirs)) if ours.code == theirs.code && ours.message == theirs.message => {
            let fields = |error| serde_json::to_value(error).ok();
            found.value(&part("error"), fields(ours).as_ref(), fields(theirs).as_ref());
        }
        (Reply::Error(_), Reply::Error(_)) => {
            found.text(&part("error"), refusal(before).as_deref(), refusal(after).as_deref())
        }
        (Reply::Error(_), _) | (_, Reply::Error(_)) => {
            found.note(&part("error"), refusal(before).as_deref(), refusal(after).as_deref());
        }
        _ => found.text(&part("answer"), said(before).as_deref(), said(after).as_deref()),
    }
}

/// Of two tables, row by row, the cells of columns that both have.
fn rows(found: &mut Found<'_>, part: &str, before: (&[Column], &[Vec<Cell>]), after: (&[Column], &[Vec<Cell>])) {
    let places: HashMap<&str, usize> = after.0.iter().enumerate().map(|(at, column)| (&*column.name, at)).collect();
    for (index, (ours, theirs)) in before.1.iter().zip(after.1).enumerate() {
        if found.is_full() {
            return;
        }
        for (column, cell) in before.0.iter().zip(ours) {
            let other = places.get(&*column.name).and_then(|at| theirs.get(*at));
            if other.is_some_and(|other| other != cell) {
                found.cell(&joined(&format!("{part}[{index}]"), &column.name), Some(cell), other);
            }
        }
    }
}

/// Two lists of headers by their names. The time at which an answer was given says nothing of it.
fn headers(found: &mut Found<'_>, part: &str, before: &[(String, String)], after: &[(String, String)]) {
    let (ours, theirs) = (headers_by_name(before), headers_by_name(after));
    let added = theirs.keys().filter(|name| !ours.contains_key(*name));
    for name in ours.keys().chain(added).filter(|name| *name != "date") {
        let value = |headers: &IndexMap<String, String>| headers.get(name).cloned();
        found.text(&joined(part, name), value(&ours).as_deref(), value(&theirs).as_deref());
    }
}

/// Headers of the same name are one, as HTTP has it.
fn headers_by_name(headers: &[(String, String)]) -> IndexMap<String, String> {
    let mut named: IndexMap<String, String> = IndexMap::new();
    for (name, value) in headers {
        let all = named.entry(name.to_ascii_lowercase()).or_default();
        if !all.is_empty() {
            all.push_str(", ");
        }
        all.push_str(value);
    }
    named
}

/// Two bodies, field by field where both are JSON.
fn content(found: &mut Found<'_>, part: &str, before: Option<&Cell>, after: Option<&Cell>) {
    if let (Some(Cell::Text(ours)), Some(Cell::Text(theirs))) = (before, after) {
        if let (Some(ours), Some(theirs)) = (parsed(ours), parsed(theirs)) {
            found.value(part, Some(&ours), Some(&theirs));
            return;
        }
    }
    found.cell(part, before, after);
}

/// What the store answered, in words; `None` if it refused.
fn said(reply: &Reply) -> Option<String> {
    wording::reply(reply).ok()
}

/// Why the store refused; `None` if it did not.
fn refusal(reply: &Reply) -> Option<String> {
    wording::reply(reply).err()
}
