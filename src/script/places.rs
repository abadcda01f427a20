//! The statements and functions that are meant by a line, a column or a name.

use super::load::Prepared;
use super::positions::Position;
use super::tables::Statement;

/// Stands between the name of a function and what is derived inside it.
pub(super) const WITHIN: &str = " › ";

impl Prepared {
    /// The statement on which a breakpoint for `line` is set: the first one on that line or after it.
    pub fn breakable(&self, line: u32) -> Option<usize> {
        let from = self.lines.start_of(line)?;
        self.first_of(|statement| statement.start >= from)
    }

    /// The statement meant by a line and, where there is one, a column (both from 1, columns in UTF-16 units): the
    /// innermost one around the column, else the next one on that line, else as [`Prepared::breakable`].
    pub fn statement_at(&self, line: u32, column: Option<u32>) -> Option<usize> {
        let at = column.and_then(|column| self.lines.offset(Position { line, column }));
        let on_column = at.and_then(|at| {
            let around = |statement: &Statement| statement.start <= at && at < statement.end;
            let innermost = self.tables.statements.iter().enumerate().filter(|(_, statement)| around(statement));
            let innermost = innermost.max_by_key(|(_, statement)| statement.start).map(|(index, _)| index);
            let next = |statement: &Statement| statement.start >= at && self.lines.line_of(statement.start) == line;
            innermost.or_else(|| self.first_of(next))
        });
        on_column.or_else(|| self.breakable(line))
    }

    /// The functions of a name, own or derived, or of the last part of a derived one (`client.query callback` of
    /// `login › client.query callback`). Capitals count only where they tell functions apart.
    pub fn functions_named(&self, name: &str) -> Vec<usize> {
        let name = name.trim();
        let named = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let last = |full: &str| full.rsplit_once(WITHIN).is_some_and(|(_, last)| same(last));
            let functions = self.tables.functions.iter().enumerate();
            functions.filter(|(_, it)| same(&it.name) || it.derived && last(&it.name)).map(|(index, _)| index).collect()
        };
        let exactly = named(&|other| other == name);
        if !exactly.is_empty() {
            return exactly;
        }
        let lower = name.to_lowercase();
        named(&|other| other.to_lowercase() == lower)
    }

    /// The first statement in the body of a function (index into the tables' functions), without the functions
    /// inside it. `None` if it has none.
    pub fn first_statement(&self, function: usize) -> Option<usize> {
        self.first_of(|statement| statement.function == function)
    }

    fn first_of(&self, meant: impl Fn(&Statement) -> bool) -> Option<usize> {
        let statements = self.tables.statements.iter().enumerate().filter(|(_, statement)| meant(statement));
        statements.min_by_key(|(_, statement)| statement.start).map(|(index, _)| index)
    }
}
