//! Whether a request can change the store.

use sqlparser::ast::{Query, SetExpr, Statement};

use super::documents;
use super::parsed::parsed;
use super::socket::SocketAction;
use super::{Dialect, Effect, Request};

/// Whether a request can change the store. What does not parse is told by its first word; what cannot be told counts
/// as a write.
pub fn effect(request: &Request) -> Effect {
    match request {
        Request::Connect { .. } | Request::Close { .. } | Request::Lookup { .. } => Effect::Read,
        Request::Documents { command, .. } if documents::writes(command) => Effect::Write,
        Request::Directory { operation, .. } if operation.writes() => Effect::Write,
        Request::Documents { .. } | Request::Directory { .. } => Effect::Read,
        Request::Socket { action, .. } => match action {
            SocketAction::Write { .. } => Effect::Write,
            _ => Effect::Read,
        },
        Request::Http { method, .. } => match method.to_ascii_uppercase().as_str() {
            "GET" | "HEAD" | "OPTIONS" => Effect::Read,
            _ => Effect::Write,
        },
        Request::Sql { dialect, text, .. } => sql(*dialect, text),
    }
}

fn sql(dialect: Dialect, text: &str) -> Effect {
    let told = |statements: &[Statement]| if statements.iter().all(reads) { Effect::Read } else { Effect::Write };
    parsed(dialect, text, told).unwrap_or_else(|| by_first_word(dialect, text))
}

fn reads(statement: &Statement) -> bool {
    match statement {
        Statement::Query(query) => query_reads(query),
        Statement::Explain { analyze, statement, .. } => !analyze || reads(statement),
        Statement::ExplainTable { .. }
        | Statement::ShowTables { .. }
        | Statement::ShowColumns { .. }
        | Statement::ShowCreate { .. }
        | Statement::ShowDatabases { .. }
        | Statement::ShowStatus { .. }
        | Statement::ShowVariable { .. }
        | Statement::ShowVariables { .. }
        | Statement::Set(_)
        | Statement::Declare { .. }
        | Statement::Print(_)
        | Statement::Return(_)
        | Statement::Throw(_)
        | Statement::RaisError { .. }
        | Statement::Use(_)
        | Statement::StartTransaction { has_end_keyword: false, .. }
        | Statement::Commit { .. }
        | Statement::Rollback { .. }
        | Statement::Savepoint { .. }
        | Statement::ReleaseSavepoint { .. } => true,
        Statement::StartTransaction { statements, .. } => statements.iter().all(reads),
        Statement::If(branches) => {
            let blocks = [Some(&branches.if_block), branches.else_block.as_ref()];
            blocks.into_iter().flatten().flat_map(|block| block.statements()).all(reads)
        }
        _ => false,
    }
}

/// `WITH gone AS (DELETE …) SELECT …` writes.
fn query_reads(query: &Query) -> bool {
    let tables = query.with.iter().flat_map(|with| &with.cte_tables);
    tables.map(|cte| cte.query.as_ref()).all(query_reads) && body_reads(&query.body)
}

fn body_reads(body: &SetExpr) -> bool {
    match body {
        SetExpr::Select(select) => select.into.is_none(),
        SetExpr::Query(query) => query_reads(query),
        SetExpr::SetOperation { left, right, .. } => body_reads(left) && body_reads(right),
        SetExpr::Values(_) | SetExpr::Table(_) => true,
        SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => false,
    }
}

fn by_first_word(dialect: Dialect, text: &str) -> Effect {
    // Db2 reads the rows it has just written.
    let upper = text.to_ascii_uppercase();
    let changed = ["FINAL TABLE", "NEW TABLE", "OLD TABLE"].iter().any(|words| upper.contains(words));
    if dialect == Dialect::Db2 && changed {
        return Effect::Write;
    }
    let word: String = text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    match word.to_ascii_uppercase().as_str() {
        // PL/SQL, which may do anything.
        "BEGIN" if dialect == Dialect::Oracle => Effect::Write,
        "SELECT" | "SHOW" | "DESCRIBE" | "DESC" | "EXPLAIN" | "BEGIN" | "START" | "COMMIT" | "ROLLBACK" => Effect::Read,
        _ => Effect::Write,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::legacy::{Access, Params, Target};

    #[test]
    fn a_statement_reads_or_writes() {
        for (text, expected) in [
            ("SELECT 1", Effect::Read),
            ("SELECT * FROM users WHERE id = ? FOR UPDATE", Effect::Read),
            ("INSERT INTO users SET ?", Effect::Write),
            ("WITH gone AS (DELETE FROM users RETURNING id) SELECT * FROM gone", Effect::Write),
            ("SELECT 1; DROP TABLE users", Effect::Write),
            ("BEGIN", Effect::Read),
            ("CALL login('x')", Effect::Write),
            ("select this does not parse at all '", Effect::Read),
            ("", Effect::Read),
            (&format!("SELECT {}1", "1+".repeat(8_000)), Effect::Read),
        ] {
            for dialect in [Dialect::MySql, Dialect::PostgreSql] {
                let request = Request::Sql {
                    dialect,
                    target: Target::default(),
                    text: text.to_owned(),
                    params: Params::default(),
                    multiple: false,
                    prepared: false,
                };
                assert_eq!(effect(&request), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_batch_or_a_query_over_changed_rows_reads_or_writes() {
        for (dialect, text, expected) in [
            (Dialect::SqlServer, "DECLARE @id INT = 1 SELECT TOP 1 * FROM dbo.Users WHERE Id = @id", Effect::Read),
            (Dialect::SqlServer, "SET NOCOUNT ON; SELECT 1", Effect::Read),
            (Dialect::SqlServer, "IF EXISTS (SELECT 1) SELECT 1 ELSE SELECT 2", Effect::Read),
            (Dialect::SqlServer, "IF EXISTS (SELECT 1) DELETE FROM Users", Effect::Write),
            (Dialect::SqlServer, "EXEC login", Effect::Write),
            (Dialect::Oracle, "SELECT * FROM users WHERE ROWNUM = 1", Effect::Read),
            (Dialect::Oracle, "BEGIN login(:a); END;", Effect::Write),
            (Dialect::Db2, "SELECT id FROM users FETCH FIRST 1 ROWS ONLY WITH UR", Effect::Read),
            (Dialect::Db2, "SELECT id FROM FINAL TABLE (INSERT INTO users (a) VALUES (1))", Effect::Write),
        ] {
            assert_eq!(sql(dialect, text), expected, "{text}");
        }
    }

    #[test]
    fn a_request_over_http_is_told_by_its_method() {
        for (method, expected) in
            [("GET", Effect::Read), ("head", Effect::Read), ("POST", Effect::Write), ("DELETE", Effect::Write)]
        {
            let request = Request::Http {
                method: method.to_owned(),
                url: String::new(),
                headers: Vec::new(),
                body: None,
                access: Access::default(),
            };
            assert_eq!(effect(&request), expected, "{method}");
        }
    }
}
