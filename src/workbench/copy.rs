//! What the clipboard gets: text that is on screen, so masked as that is.

use super::journal::Journal;
use super::overlay::Overlay;
use super::pane::Pane;
use super::queries;
use super::state::Workbench;
use crate::visible::visible;

/// The text of what is selected; `None` if nothing is.
pub fn text(workbench: &Workbench) -> Option<String> {
    if let Some(Overlay::Query(_)) = workbench.overlay {
        return query(workbench);
    }
    match workbench.focus() {
        Pane::Source => workbench.source.line(workbench.source.cursor).map(|line| line.trim().to_owned()),
        Pane::Inputs | Pane::Timeline => None,
        Pane::Scopes => workbench.scopes.variable().map(|variable| visible(&variable.preview).into_owned()),
        Pane::Stack => stack(workbench),
        Pane::Queries => query(workbench),
        Pane::Decision => decision(workbench),
        Pane::Console => console(&workbench.journal),
    }
}

fn stack(workbench: &Workbench) -> Option<String> {
    let rows = workbench.stack();
    let lines = rows.iter().map(|row| {
        let prefix = if row.asynchronous { "async " } else { "" };
        format!("    at {prefix}{} ({}:{}:{})", visible(&row.function), row.file, row.span.line, row.span.column)
    });
    (!rows.is_empty()).then(|| lines.collect::<Vec<_>>().join("\n"))
}

fn query(workbench: &Workbench) -> Option<String> {
    workbench.query().map(|query| queries::statement(&query.request))
}

fn decision(workbench: &Workbench) -> Option<String> {
    let decision = workbench.decision.as_ref()?;
    let reasons = decision.reasons.iter().map(|reason| format!("{} [{}]", reason.text, reason.rule));
    let seen = decision.user_sees.iter().map(|seen| format!("The user sees: {seen}"));
    Some(reasons.chain(seen).collect::<Vec<_>>().join("\n"))
}

fn console(journal: &Journal) -> Option<String> {
    journal.entries.get(journal.selected).map(|entry| entry.text.clone())
}
