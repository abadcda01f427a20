//! The scripts of an operation and what Auth0 writes, as lines of the text report.

use super::document::{ChangePart, LinkPart};
use super::text::pairs;

/// `get_user → create → login not asked`.
pub(super) fn in_one_line(chain: &[LinkPart]) -> String {
    let link = |link: &LinkPart| {
        let state = match link.state {
            "answered" => "",
            "skipped" => " not asked",
            "missing" => " missing",
            "running" => " running",
            _ => " next",
        };
        format!("{}{state}", name(link))
    };
    chain.iter().map(link).collect::<Vec<_>>().join(" → ")
}

/// Each script with what decided about it.
pub(super) fn reasons(chain: &[LinkPart]) -> Vec<(String, String)> {
    let reason = |link: &LinkPart| {
        let state = match link.state {
            "answered" => "asked",
            "skipped" => "not asked",
            other => other,
        };
        (name(link), format!("{state}: {}", link.why))
    };
    chain.iter().map(reason).collect()
}

/// Each change with the user it is about: `+` comes, `~` changes, `-` goes.
pub(super) fn changes(changes: &[ChangePart]) -> Vec<(String, String)> {
    let change = |change: &ChangePart| {
        let (sign, words) = match change.kind {
            "add" => ("+", "added"),
            "remove" => ("-", "removed"),
            "password" => ("~", "another password"),
            "complete" => ("~", "complete from now on"),
            _ => ("~", "changed"),
        };
        let mut said = words.to_owned();
        if let Some(record) = change.record {
            said.push_str(&format!(", {}", record.replace('-', " ")));
        }
        if change.kind == "add" {
            said.push_str(if change.password == Some(true) { ", with a password" } else { ", without a password" });
        }
        if let Some(fields) = &change.fields {
            said.push_str(&format!(" · {}", pairs(fields)));
        }
        (format!("{sign} {}", change.user_id.as_deref().unwrap_or("a user without an id")), said)
    };
    changes.iter().map(change).collect()
}

fn name(link: &LinkPart) -> String {
    let about = if link.about == "new-value" { " (new value)" } else { "" };
    format!("{}{about}", link.action)
}
