//! The reasons, each with the rule it follows and how sure that is.

use super::LONGEST;
use crate::flow::{Certainty, Reason, ReasonState};
use crate::tui::glyphs::Glyphs;
use crate::tui::painter::{piece, Painter, Piece, Row};
use crate::tui::text;
use crate::tui::theme::Role;

pub(super) fn rows(painter: &Painter<'_>, reason: &Reason, width: usize) -> Vec<Row<'static>> {
    let glyphs = painter.theme.glyphs;
    let (sign, role) = match reason.state {
        ReasonState::Yes => (glyphs.yes, Role::Good),
        ReasonState::No => (glyphs.no, Role::Bad),
        ReasonState::Waiting => (glyphs.waiting, Role::Dim),
    };
    let rule = rule(glyphs, reason.certainty, reason.rule);
    let taken = rule.iter().map(|piece| text::width(&piece.text)).sum::<usize>();
    let words = match &reason.evidence {
        Some(evidence) => format!("{} ({evidence})", reason.text),
        None => reason.text.clone(),
    };
    let text_role = if reason.state == ReasonState::Waiting { Role::Dim } else { Role::Text };
    let lines = text::wrap(&painter.safe(text::start(&words, LONGEST)), width.saturating_sub(2 + taken + 1));
    let row = |(index, line)| {
        let lead = if index == 0 { piece(format!("{sign} "), role) } else { piece("  ", role) };
        let right = if index == 0 { rule.clone() } else { Vec::new() };
        Row::new(vec![lead, piece(line, text_role)]).with_right(right)
    };
    lines.into_iter().enumerate().map(row).collect()
}

/// The rule with its certainty: documented plain, `s` said by support, `≈` assumed. The help explains the marks.
pub(super) fn rule(glyphs: &Glyphs, certainty: Certainty, rule: &str) -> Vec<Piece<'static>> {
    let mark = match certainty {
        Certainty::Documented => "",
        Certainty::Support => "s ",
        Certainty::Assumed => glyphs.ours,
    };
    let mark = if certainty == Certainty::Assumed { format!("{mark} ") } else { mark.to_owned() };
    vec![piece(mark, Role::Warn), piece(format!("{rule} "), Role::Dim)]
}
