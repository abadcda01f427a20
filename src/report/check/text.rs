//! A check as text: connection by connection, a line a finding, a summary.

use std::fmt::Write;

use super::document::{At, ConnectionPart, Document, FindingPart, Summary};
use crate::findings::{KnownFinding, Level};
use crate::visible::visible;

/// The document as text, with colours if the reader sees them.
pub fn render(document: &Document, colours: bool) -> String {
    let mut out = String::new();
    for connection in &document.connections {
        let told: Vec<&FindingPart> = connection.findings.iter().filter(|finding| finding.counts()).collect();
        if told.is_empty() && connection.unplayed.is_empty() {
            continue;
        }
        out.push_str(&heading(connection));
        let places: Vec<String> = told.iter().map(|finding| place(&finding.at)).collect();
        let rules = told.iter().map(|finding| finding.rule.len()).max().unwrap_or_default();
        let mut before = None;
        for (finding, place) in told.iter().zip(places) {
            // A line between scripts lets the eye rest where the file changes.
            if before.replace(&finding.at.file).is_some_and(|before| *before != finding.at.file) {
                out.push('\n');
            }
            let level = painted(finding.level, colours);
            let message = visible(&finding.message);
            // Writing to a String cannot fail.
            let _ = writeln!(out, "  {place}  {level}  {:rules$}  {message}", finding.rule);
        }
        for unplayed in &connection.unplayed {
            let _ = writeln!(out, "  with --run: {}", visible(unplayed));
        }
        out.push('\n');
    }
    for gone in &document.gone {
        let KnownFinding { connection, file, rule, message, .. } = gone;
        let (connection, file) = (visible(connection), visible(file));
        let _ = writeln!(out, "gone: {rule} in {file} of {connection}: {}", visible(message));
    }
    if !document.gone.is_empty() {
        out.push_str("Write the baseline anew to forget what is gone.\n\n");
    }
    out.push_str(&summary(&document.summary));
    let told = document.connections.iter().flat_map(|connection| &connection.findings).filter(|found| found.counts());
    // The first of the gravest.
    if let Some(finding) = told.min_by_key(|finding| std::cmp::Reverse(finding.level)) {
        let _ = writeln!(out, "Why, and what to do: loginscope explain {}", finding.rule);
    }
    out
}

fn heading(connection: &ConnectionPart) -> String {
    format!("{} ({})\n", visible(&connection.name), connection.mode.replace('-', " "))
}

/// `folder/login.js:14:5`; for a script inside another file `tenant.json › login.js:14:5`.
fn place(at: &At) -> String {
    let mut text = visible(&at.path).into_owned();
    if at.inline {
        let _ = write!(text, " › {}", visible(&at.file));
    }
    for number in [at.line, at.line.and(at.column)].into_iter().flatten() {
        let _ = write!(text, ":{number}");
    }
    text
}

/// The level's word, as wide as the longest.
fn painted(level: Level, colours: bool) -> String {
    let word = format!("{:7}", level.key());
    let colour = match level {
        Level::Error => "1;31",
        Level::Warning => "33",
        Level::Note => "36",
    };
    if colours {
        format!("\u{1b}[{colour}m{word}\u{1b}[0m")
    } else {
        word
    }
}

fn summary(summary: &Summary) -> String {
    let Summary { connections, scripts, errors, warnings, notes, suppressed, baseline } = summary;
    let mut out = format!(
        "{}, {}: {}, {}, {}",
        counted(*connections, "connection"),
        counted(*scripts, "script"),
        counted(*errors, "error"),
        counted(*warnings, "warning"),
        counted(*notes, "note")
    );
    let hidden = [(*suppressed, "ignored"), (*baseline, "in the baseline")];
    let hidden: Vec<String> =
        hidden.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if !hidden.is_empty() {
        let _ = write!(out, " ({})", hidden.join(", "));
    }
    out + ".\n"
}

fn counted(count: usize, word: &str) -> String {
    match count {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::baseline;
    use super::super::samples::{checked, hostile, wanted};
    use super::super::Wanted;
    use super::*;

    #[test]
    fn findings_stand_under_their_connection_by_script_and_line() {
        insta::assert_snapshot!(render(&Document::new(&checked(), &wanted()), false));
    }

    #[test]
    fn the_level_is_a_word_in_a_colour() {
        let text = render(&Document::new(&checked(), &wanted()), true);
        assert!(text.contains("\u{1b}[1;31merror  \u{1b}[0m  L35"), "{text}");
        assert!(text.contains("\u{1b}[33mwarning\u{1b}[0m"), "{text}");
    }

    #[test]
    fn known_findings_are_counted_and_gone_ones_named() {
        let mut checked = checked();
        let known = Wanted { baseline: Some(baseline(&checked)), ..wanted() };
        checked[0].found.retain(|found| found.finding.rule != "L6");
        let text = render(&Document::new(&checked, &known), false);
        assert!(text.starts_with("gone: L6 in login.js of shop: the function"), "{text}");
        assert!(text.ends_with("no errors, no warnings, no notes (1 ignored, 3 in the baseline).\n"), "{text}");
    }

    #[test]
    fn hostile_names_and_texts_do_not_reach_the_terminal() {
        let text = render(&Document::new(&hostile(), &wanted()), false);
        assert!(!text.chars().any(|c| c != '\n' && crate::visible::hides(c)), "{text:?}");
    }
}
