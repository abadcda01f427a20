//! Rules explained: as text, as JSON (schema `loginscope.explain/1`), and as the document `docs/rules.md`.

use std::fmt::Write;

use serde_json::{json, Value};

use super::json::to_text;
use super::wrapped::wrapped;
use crate::findings::{everything, Explained, Kind};
use crate::rules::Certainty;

/// The version of the document's form, its first field.
const SCHEMA: &str = "loginscope.explain/1";

/// Before every line of an entry but its first.
const INDENT: &str = "    ";

/// Entries one below the other, lines at most `width` columns wide.
pub fn text(entries: &[Explained], width: usize) -> String {
    let mut out = String::new();
    for entry in entries {
        if !out.is_empty() {
            out.push('\n');
        }
        let title = indented(entry.title, width);
        out.push_str(&format!("{:3} {}", entry.id, title.trim_start()));
        for paragraph in &entry.paragraphs {
            out.push_str(&indented(paragraph, width));
        }
        out.push_str(&indented(&format!("({})", sure(entry)), width));
        for source in &entry.sources {
            match source.starts_with("https://") {
                // Whole, so that it can be followed.
                true => out.push_str(&format!("{INDENT}{source}\n")),
                false => out.push_str(&indented(source, width)),
            }
        }
    }
    out
}

fn indented(text: &str, width: usize) -> String {
    let lines = wrapped(text, width.saturating_sub(INDENT.len()));
    lines.iter().map(|line| format!("{INDENT}{line}\n")).collect()
}

/// The ids of all there is, with their titles.
pub fn index(width: usize) -> String {
    let mut out = String::new();
    for kind in Kind::ALL {
        let entries: Vec<Explained> = everything().filter(|entry| entry.kind == kind).collect();
        let longest = entries.iter().map(|entry| entry.id.chars().count()).max().unwrap_or_default();
        out.push_str(&format!("{}\n", kind.title()));
        for entry in entries {
            let id = format!("{:longest$}", entry.id);
            let lead = 2 + longest + 2;
            for (index, line) in wrapped(entry.title, width.saturating_sub(lead)).iter().enumerate() {
                let lead = if index == 0 { format!("  {id}  ") } else { " ".repeat(lead) };
                out.push_str(&format!("{lead}{line}\n"));
            }
        }
        out.push('\n');
    }
    out.push_str("loginscope explain ID… says what is behind them.\n");
    out
}

/// The document.
pub fn json(entries: &[Explained]) -> String {
    let rule = |entry: &Explained| {
        json!({
            "id": entry.id,
            "kind": entry.kind.title(),
            "title": entry.title,
            "text": entry.paragraphs,
            "certainty": entry.certainty,
            "sources": entry.sources,
        })
    };
    to_text(&json!({ "schema": SCHEMA, "rules": entries.iter().map(rule).collect::<Vec<Value>>() }))
}

/// `docs/rules.md`: everything, each under an anchor of its id.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Rules\n\nEvery rule that decisions and findings cite, made from the tables in `src/rules/` and \
         `src/findings/`; `loginscope explain ID` says the same.\n",
    );
    for kind in Kind::ALL {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n## {}\n", kind.title());
        for entry in everything().filter(|entry| entry.kind == kind) {
            let anchor = entry.id.trim_start_matches('§').to_lowercase();
            let _ = write!(out, "\n<a id=\"{anchor}\"></a>\n### {} {}\n", entry.id, entry.title);
            for paragraph in &entry.paragraphs {
                let _ = write!(out, "\n{paragraph}\n");
            }
            let _ = write!(out, "\n*{}*\n", sure(&entry));
            if !entry.sources.is_empty() {
                out.push('\n');
            }
            for source in &entry.sources {
                let source = if source.starts_with("https://") { format!("<{source}>") } else { (*source).to_owned() };
                let _ = writeln!(out, "- {source}");
            }
        }
    }
    out
}

fn sure(entry: &Explained) -> &'static str {
    match (entry.kind, entry.certainty) {
        (Kind::Variant, _) => "the sources contradict each other; which reading holds is assumed",
        (_, Certainty::Documented) => "documented",
        (_, Certainty::Support) => "said by Auth0 support or a maintainer",
        (_, Certainty::Assumed) => "assumed: no source says it in so many words",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::explained;

    #[test]
    fn an_entry_says_what_holds_how_sure_it_is_and_where_it_is_said() {
        let shown = text(explained("x2").as_slice(), 60);
        assert!(
            shown.starts_with("X2  a user record in legacy authentication\n    `off`, the default: The first"),
            "{shown}"
        );
        assert!(shown.contains("(the sources contradict each other"), "{shown}");
        assert!(shown.contains("\n    https://auth0.com/docs/"), "{shown}");
        let prose = shown.lines().filter(|line| !line.contains("https://"));
        assert!(prose.map(str::len).max() <= Some(60), "{shown}");
    }

    #[test]
    fn the_index_names_everything_once() {
        let index = index(80);
        for entry in everything() {
            let starts = |line: &&str| line.trim_start().starts_with(&format!("{} ", entry.id));
            assert_eq!(index.lines().filter(starts).count(), 1, "{}", entry.id);
        }
    }

    #[test]
    fn the_document_of_several_keeps_their_order() {
        let both: Vec<Explained> = ["F1", "M6"].into_iter().filter_map(explained).collect();
        let document: Value = serde_json::from_str(&json(&both)).unwrap_or_default();
        assert_eq!(document["rules"][0]["id"], "F1");
        assert_eq!(document["rules"][1]["certainty"], "documented");
    }
}
