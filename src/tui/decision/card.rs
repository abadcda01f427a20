//! The card that says why an operation came out as it did: the first cause, what shows it, what to do.
//!
//! ```text
//! why        F7 The row is not there                  L13
//!            Nobody in the legacy store has that name …
//! seen in    query 1 reads SELECT …                  0 rows
//! do         Answer with a WrongUsernameOrPasswordError …
//! ```

use super::{labelled, reasons, LABEL, LONGEST};
use crate::tui::painter::{piece, Painter, Row};
use crate::tui::text;
use crate::tui::theme::Role;
use crate::why::Card;

/// The cause, under its title.
pub(super) fn cause(painter: &Painter<'_>, card: &Card, width: usize) -> Vec<Row<'static>> {
    let rule = reasons::rule(painter.theme.glyphs, card.certainty, card.rule);
    let taken = rule.iter().map(|piece| text::width(&piece.text)).sum::<usize>() + 1;
    let title =
        if card.failure.is_empty() { card.title.to_owned() } else { format!("{} {}", card.failure, card.title) };
    let lines = text::wrap(&painter.safe(&title), width.saturating_sub(LABEL + taken + 1));
    let mut rows: Vec<Row<'static>> = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        let (label, right) = if index == 0 { ("why", rule.clone()) } else { ("", Vec::new()) };
        let pieces = vec![piece(format!("{label:LABEL$}"), Role::Dim), piece(line, Role::Strong)];
        rows.push(Row::new(pieces).with_right(right));
    }
    rows.extend(labelled(painter, "", &card.cause, Role::Text, width));
    rows
}

/// What shows it, each on rows of its own, for it can be gone to.
pub(super) fn evidence(painter: &Painter<'_>, card: &Card, width: usize) -> Vec<Vec<Row<'static>>> {
    let shown = card.evidence.iter().enumerate().map(|(index, shown)| {
        let place = shown.at.as_ref().map(|place| format!(" ({}:{})", place.file, place.line)).unwrap_or_default();
        let words = format!("{}{place}", text::start(&shown.words, LONGEST));
        labelled(painter, if index == 0 { "seen in" } else { "" }, &words, Role::Text, width)
    });
    shown.collect()
}

/// What to do.
pub(super) fn fix(painter: &Painter<'_>, card: &Card, width: usize) -> Vec<Row<'static>> {
    if card.fix.is_empty() {
        return Vec::new();
    }
    labelled(painter, "do", &card.fix, Role::Here, width)
}
