//! Two operations side by side, as text and as JSON (schema `loginscope.compare/1`).

use serde_json::{json, Value};
use unicode_width::UnicodeWidthStr;

use super::json::to_text;
use super::wrapped::wrapped;
use crate::flow::{Contrast, ContrastRow};
use crate::visible::visible;

/// The version of the document's form, its first field.
const SCHEMA: &str = "loginscope.compare/1";

/// Stands before a row whose sides differ.
const DIFFERS: &str = "* ";
const SAME: &str = "  ";

/// Between columns.
const GAP: &str = "  ";

/// Fewer columns than this for one side are no use.
const NARROWEST: usize = 16;

/// The document.
pub fn json(connection: &str, operation: &str, contrast: &Contrast) -> String {
    let row = |row: &ContrastRow| {
        json!({
            "label": row.label,
            "left": row.sides[0],
            "right": row.sides[1],
            "differs": row.differs,
            "given": row.given,
            "rule": row.rule,
        })
    };
    let document = json!({
        "schema": SCHEMA,
        "connection": connection,
        "operation": operation,
        "left": contrast.titles[0],
        "right": contrast.titles[1],
        "same": contrast.is_same(),
        "rows": contrast.rows.iter().map(row).collect::<Vec<Value>>(),
    });
    to_text(&document)
}

/// Two aligned columns, lines at most `width` columns wide where words allow; a star before what differs.
pub fn text(connection: &str, operation: &str, contrast: &Contrast, width: usize) -> String {
    let mut out = format!("{}: {operation}\n\n", visible(connection));
    let label = contrast.rows.iter().map(|row| visible(&row.label).width()).max().unwrap_or_default();
    let taken = DIFFERS.width() + label + 2 * GAP.width();
    let room = (width.saturating_sub(taken) / 2).max(NARROWEST);
    let mut line = |mark: &str, name: &str, sides: [&str; 2]| {
        let [left, right] = sides.map(|side| wrapped(side, room));
        for index in 0..left.len().max(right.len()).max(1) {
            let first = index == 0;
            let lead = if first { mark } else { SAME };
            let name = if first { name } else { "" };
            let left = left.get(index).map_or("", String::as_str);
            let right = right.get(index).map_or("", String::as_str);
            let shown = format!("{lead}{}{GAP}{}{GAP}{right}", padded(name, label), padded(left, room));
            out.push_str(shown.trim_end());
            out.push('\n');
        }
    };
    line(SAME, "", [&contrast.titles[0], &contrast.titles[1]]);
    for row in &contrast.rows {
        let side = |side: usize| row.sides[side].as_deref().unwrap_or("-");
        line(if row.differs { DIFFERS } else { SAME }, &visible(&row.label), [side(0), side(1)]);
    }
    let differing: Vec<&ContrastRow> = contrast.rows.iter().filter(|row| row.differs && !row.given).collect();
    out.push('\n');
    match differing.len() {
        0 => out.push_str("The same comes of both.\n"),
        1 => out.push_str("1 difference, marked *.\n"),
        many => out.push_str(&format!("{many} differences, marked *.\n")),
    }
    let mut rules: Vec<&str> = differing.iter().filter_map(|row| row.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules {
        let about: Vec<&str> =
            differing.iter().filter(|row| row.rule == Some(rule)).map(|row| row.label.as_str()).collect();
        let about = visible(&about.join(", ")).into_owned();
        out.push_str(&format!("{rule} says what a difference in {about} means: loginscope explain {rule}\n"));
    }
    out
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}
