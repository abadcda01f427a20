//! Documents that are made, not written: the picture of the screen, the list of keys and the rules.
//!
//! They are compared with what the program gives now. `LOGINSCOPE_UPDATE_DOCS=1 cargo test --test documents` writes
//! them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/svg.rs"]
mod svg;
#[path = "support/terminal.rs"]
mod terminal;

use std::fmt::Write;
use std::path::Path;

use loginscope::workbench::actions::{Context, Group, TABLE};
use similar::TextDiff;
use terminal::Workbench;

/// A key as code; a backtick needs more of them around it.
fn code(key: &str) -> String {
    if key.contains('`') {
        format!("`` {key} ``")
    } else {
        format!("`{key}`")
    }
}

/// Compares a document with what it should be, or writes it.
fn document(name: &str, made: &str, comparable: fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("LOGINSCOPE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let (kept, made) = (comparable(&std::fs::read_to_string(&path).unwrap_or_default()), comparable(made));
    let changes = TextDiff::from_lines(&kept, &made).unified_diff().context_radius(2).to_string();
    assert!(
        changes.is_empty(),
        "docs/{name} is not what the program shows now. Look at what changed, then write it anew:\n\
         LOGINSCOPE_UPDATE_DOCS=1 cargo test --test documents\n{changes}"
    );
}

#[test]
fn the_list_of_keys_is_the_table_of_actions() {
    let mut text = String::from(
        "# Keys\n\nMade from the table of actions in `src/workbench/actions.rs`; `?` shows the same on screen. \
         `:` takes every name.\n",
    );
    let contexts = [
        Context::Panes,
        Context::Everywhere,
        Context::Scopes,
        Context::Timeline,
        Context::Reading,
        Context::Choosing,
        Context::Form,
        Context::Prompt,
        Context::Stops,
        Context::Comparing,
        Context::Listing,
    ];
    for group in Group::ALL {
        write!(text, "\n## {}\n\n| key | name | what it does |\n| --- | --- | --- |\n", group.title()).unwrap();
        for entry in TABLE.iter().filter(|entry| entry.group == group) {
            let mut keys: Vec<String> = Vec::new();
            for key in entry.shown_keys(&contexts).map(|key| code(&key)) {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            if keys.is_empty() {
                keys.push("`:`".to_owned());
            }
            let keys = keys.join(" ").replace('|', "\\|");
            writeln!(text, "| {keys} | `{}` | {} |", entry.name, entry.help.replace('|', "\\|")).unwrap();
        }
    }
    document("keys.md", &text, str::to_owned);
}

#[test]
fn the_list_of_rules_is_that_of_the_tables() {
    document("rules.md", &loginscope::report::explain::markdown(), str::to_owned);
}

#[test]
fn the_picture_of_the_screen_is_a_real_run() {
    let mut workbench = Workbench::open((160, 45), &["sample-scripts/pg-migration"], &[("COLORTERM", "truecolor")]);
    workbench.shows(&["step 1 "]).press("nnnnnnnn").shows(&["step 9 ", "onUser", "1 row"]);
    let picture = || svg::of(&workbench.screen(), "loginscope, paused in the callback of a query");
    // Colours come a moment after the text, on a busy machine a long one.
    let mut settled = picture();
    let kept =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screen.svg")).unwrap_or_default();
    for _ in 0..100 {
        std::thread::sleep(std::time::Duration::from_millis(100));
        let now = picture();
        let done = without_what_differs(&now) == without_what_differs(&kept);
        settled = now;
        if done {
            break;
        }
    }
    workbench.quit();
    document("screen.svg", &settled, without_what_differs);
}

/// Colours and words in order. Times with their units and masks differ from run to run, and with them what stands beside them moves.
fn without_what_differs(picture: &str) -> String {
    let mut shown = String::new();
    for line in picture.lines().filter(|line| line.starts_with("<text")) {
        let (attributes, text) = line.split_once('>').unwrap_or((line, ""));
        let colour = attributes.split("fill=").nth(1).unwrap_or_default();
        let text = text.trim_end_matches("</text>").trim();
        let text = text.split("‹masked").next().unwrap_or_default();
        let digits_apart: String = text.chars().map(|c| if c.is_ascii_digit() || c == '.' { ' ' } else { c }).collect();
        let is_unit = |word: &&str| matches!(*word, "µs" | "ms" | "s");
        let words = digits_apart.split_whitespace().filter(|word| !is_unit(word)).collect::<Vec<_>>().join(" ");
        writeln!(shown, "{colour} {words}").unwrap();
    }
    shown
}
