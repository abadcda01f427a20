//! The first pass: every name as the server reads it, in quotes.
//!
//! PostgreSQL folds names without quotes to lower case, MySQL keeps them. Afterwards a name without quotes is text
//! that the translation itself has put there.

use std::ops::ControlFlow;

use sqlparser::ast::{Ident, VisitMut, VisitorMut};

use crate::legacy::embedded::family::Family;

struct Normaliser(Family);

impl VisitorMut for Normaliser {
    type Break = ();

    fn pre_visit_ident(&mut self, ident: &mut Ident) -> ControlFlow<()> {
        // `DEFAULT` as a value looks like a name, and so do MySQL's variables.
        if ident.quote_style.is_none() && (ident.value.eq_ignore_ascii_case("default") || ident.value.starts_with('@'))
        {
            return ControlFlow::Continue(());
        }
        if ident.quote_style.is_none() && self.0 == Family::PostgreSql {
            ident.value = ident.value.to_lowercase();
        }
        ident.quote_style = Some('"');
        ControlFlow::Continue(())
    }
}

/// Normalises all names in a part of a statement.
pub(crate) fn normalise<T: VisitMut>(part: &mut T, dialect: Family) {
    let _ = part.visit(&mut Normaliser(dialect));
}
