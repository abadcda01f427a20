//! What is known behind a rule.
//!
//! ```text
//! ╭ M6 ─────────────────────────────────────────── documented ╮
//! │ M6 creating a user takes two steps                         │
//! │                                                            │
//! │ Where the second step fails, a partial record is left …    │
//! │                                                            │
//! │ Sources                                                    │
//! ```

use ratatui::layout::Rect;

use super::drawn::Shown;
use super::list;
use super::painter::{piece, Painter, Row};
use super::panel;
use super::text;
use super::theme::Role;
use crate::flow::Certainty;
use crate::workbench::explain::Explanation;

/// Width of the box.
const WIDTH: u16 = 92;

/// Draws the box.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, shown: &Explanation) -> (Rect, Shown) {
    let width = WIDTH.min(screen.width);
    let room = usize::from(width).saturating_sub(5);
    let rule = &shown.rule;
    let mut rows: Vec<Row<'static>> = Vec::new();
    let mut plain = |words: &str, role: Role| {
        let lines = text::wrap(&painter.safe(words), room);
        rows.extend(lines.into_iter().map(|line| Row::new(vec![piece(line, role)])));
    };
    plain(&format!("{} {}", rule.id, rule.title), Role::Strong);
    for paragraph in &rule.paragraphs {
        plain("", Role::Text);
        plain(paragraph, Role::Text);
    }
    plain("", Role::Text);
    plain(certainty(rule.certainty), Role::Dim);
    if !rule.sources.is_empty() {
        plain("", Role::Text);
        plain("Sources", Role::Strong);
        rule.sources.iter().for_each(|source| plain(source, Role::Here));
    }
    let height = u16::try_from(rows.len() + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = panel::centred(screen, width, height);
    let inner = panel::boxed(painter, area, rule.id, rule.certainty.key());
    (area, list::read(painter, inner, &rows, true, shown.scroll))
}

/// How sure a rule is, in a sentence.
const fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Documented => "Documented: Auth0's documentation, schema or published source says so.",
        Certainty::Support => "Support: somebody at Auth0, or a maintainer, has said so.",
        Certainty::Assumed => "Assumed: our own conclusion; no source says it.",
    }
}
