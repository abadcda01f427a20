//! Whose rules a database of the embedded store follows.

use crate::legacy::Dialect;

/// Whose types, comparisons and errors hold. A dialect that is neither of the two is brought into PostgreSQL's words
/// before it is translated, and its answers are brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    /// MySQL's.
    MySql,
    /// PostgreSQL's.
    PostgreSql,
}

/// Which server it is of those that speak MySQL's dialect: their words and the types of their numbers differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// MySQL 8.
    #[default]
    MySql,
    /// MariaDB 10.11.
    MariaDb,
}

impl Family {
    /// The family a dialect is translated by.
    pub(crate) const fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::MySql => Self::MySql,
            Dialect::PostgreSql | Dialect::SqlServer | Dialect::Oracle | Dialect::Db2 => Self::PostgreSql,
        }
    }

    /// The dialect itself, where no family is named after it.
    pub(crate) const fn foreign(dialect: Dialect) -> Option<Dialect> {
        match dialect {
            Dialect::MySql | Dialect::PostgreSql => None,
            Dialect::SqlServer | Dialect::Oracle | Dialect::Db2 => Some(dialect),
        }
    }
}
