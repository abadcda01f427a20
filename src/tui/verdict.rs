//! Verdicts in words and signs.

use super::glyphs::Glyphs;
use super::theme::Role;
use crate::flow::Verdict;

/// The verdict as on screen.
pub const fn word(verdict: Verdict) -> &'static str {
    verdict.words()
}

/// Its sign and colour.
pub const fn sign(glyphs: &Glyphs, verdict: Option<Verdict>) -> (&'static str, Role) {
    match verdict {
        None => (glyphs.waiting, Role::Dim),
        Some(
            Verdict::Authenticated
            | Verdict::Created
            | Verdict::Changed
            | Verdict::Verified
            | Verdict::Deleted
            | Verdict::MailSent,
        ) => (glyphs.yes, Role::Good),
        Some(Verdict::Nothing) => (glyphs.yes, Role::Text),
        Some(Verdict::Denied | Verdict::Failed | Verdict::UserExists | Verdict::Unchanged) => (glyphs.no, Role::Bad),
    }
}
