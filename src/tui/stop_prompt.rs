//! A stop being written, with the forms it may have.
//!
//! ```text
//! ╭ Stop ─────────────────────────────────────── in login ╮
//! │ > line 12 if user.act                                 │
//! │                                                       │
//! │   line 12                Stop before the first state… │
//! │   … if user.active       Stop only where this is tru… │
//! ╰───────────────────────────────────────────────────────╯
//! ```

use std::borrow::Cow;

use ratatui::layout::{Position, Rect};

use super::drawn::Shown;
use super::painter::{piece, Painter, Row};
use super::theme::Role;
use super::{panel, prompt, text};
use crate::debugger::stops::FORMS;
use crate::workbench::evaluation::Prompt;
use crate::workbench::scroll::Extent;
use crate::workbench::stops::Edited;

/// Rows of the box.
const HEIGHT: u16 = 11;
/// Cells of a form.
pub const FORM: usize = 34;

/// Draws the box at the foot of the screen. What is wrong stands where the forms stood.
pub fn draw(painter: &mut Painter<'_>, screen: Rect, edited: Edited, prompt: &Prompt) -> (Rect, Shown, Position) {
    let height = HEIGHT.min(screen.height * 2 / 3).max(4);
    let area = prompt::at_the_foot(screen, height);
    let title = if edited.at.is_some() { "Change a stop" } else { "Stop" };
    let inner = panel::boxed(painter, area, title, &format!("in {}", edited.script));
    let hint = "line 12, query table users, exception, callback error …";
    let cursor = prompt::typed(painter, inner, 0, &prompt.line, hint);
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    match &prompt.error {
        Some(error) => {
            let room = usize::from(below.width).saturating_sub(6);
            for (row, words) in text::wrap(&painter.safe(error), room).into_iter().enumerate() {
                let sign = if row == 0 { painter.theme.glyphs.no } else { " " };
                let row = u16::try_from(row).unwrap_or(u16::MAX);
                painter.row(below, row, &Row::new(vec![piece(format!("   {sign} {words}"), Role::Bad)]));
            }
        }
        None => {
            for (row, (form, meaning)) in forms(prompt.line.text()).into_iter().enumerate() {
                let row = u16::try_from(row + 1).unwrap_or(u16::MAX);
                let form = painter.safe(form).into_owned();
                painter.row(below, row, &form_row(&form, meaning));
            }
        }
    }
    (area, Shown { area: below, extent: Extent::default(), entries: Vec::new() }, cursor)
}

/// A form and what it means.
pub fn form_row(form: &str, meaning: impl Into<Cow<'static, str>>) -> Row<'static> {
    let gap = " ".repeat(FORM.saturating_sub(text::width(form)));
    Row::new(vec![piece(format!("   {form}{gap}"), Role::Text), piece(meaning, Role::Dim)])
}

/// The forms that begin with the same word as what was typed, then those that can follow; all where none does.
fn forms(typed: &str) -> Vec<(&'static str, &'static str)> {
    let word = typed.split_whitespace().find(|word| *word != "off").unwrap_or_default();
    let begins = |form: &str| !word.is_empty() && form.split(' ').next().is_some_and(|first| first.starts_with(word));
    let mut forms: Vec<_> = FORMS.iter().filter(|(form, _)| begins(form)).copied().collect();
    let whole = FORMS.iter().any(|(form, _)| form.split(' ').next() == Some(word));
    if forms.is_empty() {
        return FORMS.to_vec();
    }
    if whole {
        let few = forms.len().min(4);
        forms.truncate(few);
        forms.extend(FORMS.iter().filter(|(form, _)| form.starts_with('…')).copied());
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_shown_are_those_that_fit_what_was_typed() {
        let shown = |typed: &str| forms(typed).into_iter().map(|(form, _)| form).collect::<Vec<_>>();
        assert!(shown("li").iter().all(|form| form.starts_with("line 12")));
        assert_eq!(shown("off line 12 ").last(), Some(&"… if user.active"));
        assert_eq!(shown("").len(), FORMS.len());
        assert_eq!(shown("nonsense").len(), FORMS.len());
    }
}
