//! The statements of a text, for questions about them.

use sqlparser::ast::Statement;
use sqlparser::dialect::{
    Dialect as Grammar, GenericDialect, MsSqlDialect, MySqlDialect, OracleDialect, PostgreSqlDialect,
};
use sqlparser::parser::{Parser, ParserOptions};

use super::room::with_room;
use super::Dialect;

/// Longer texts are not parsed.
const LONGEST: usize = 16 << 10;

/// The grammar of a dialect.
pub(super) fn grammar(dialect: Dialect) -> &'static dyn Grammar {
    match dialect {
        Dialect::MySql => &MySqlDialect {},
        Dialect::PostgreSql => &PostgreSqlDialect {},
        Dialect::SqlServer => &MsSqlDialect {},
        Dialect::Oracle => &OracleDialect {},
        Dialect::Db2 => &GenericDialect {},
    }
}

/// What `work` finds in the statements of `text`; `None` where it is too long or does not parse.
pub(super) fn parsed<T: Send>(dialect: Dialect, text: &str, work: impl FnOnce(&[Statement]) -> T + Send) -> Option<T> {
    if text.len() > LONGEST {
        return None;
    }
    let found = with_room(text.len(), || {
        let mut options = ParserOptions::new();
        // T-SQL needs nothing between statements.
        options.require_semicolon_stmt_delimiter = dialect != Dialect::SqlServer;
        let mut parser = Parser::new(grammar(dialect)).with_options(options).try_with_sql(text).ok()?;
        let statements = parser.parse_statements().ok()?;
        Some(work(&statements))
    });
    found.flatten()
}
