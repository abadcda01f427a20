//! Errors in the words of the server that would give them.

use url::Url;

use super::AlterationError;
use crate::legacy::embedded::errors::{mysql, postgresql};
use crate::legacy::embedded::foreign::errors as foreign;
use crate::legacy::embedded::http::reply;
use crate::legacy::socket::SocketAction;
use crate::legacy::{Dialect, Reply, Request, StoreError, Target};

/// MySQL's errors: name, number, SQLSTATE, words.
const MYSQL: &[(&str, i64, &str, &str)] = &[
    ("ER_ACCESS_DENIED_ERROR", 1045, "28000", "Access denied for user"),
    ("ER_BAD_DB_ERROR", 1049, "42000", "Unknown database"),
    ("ER_BAD_FIELD_ERROR", 1054, "42S22", "Unknown column in 'field list'"),
    ("ER_BAD_NULL_ERROR", 1048, "23000", "Column cannot be null"),
    ("ER_CON_COUNT_ERROR", 1040, "08004", "Too many connections"),
    ("ER_DATA_TOO_LONG", 1406, "22001", "Data too long for column at row 1"),
    ("ER_DUP_ENTRY", 1062, "23000", "Duplicate entry"),
    ("ER_LOCK_DEADLOCK", 1213, "40001", "Deadlock found when trying to get lock; try restarting transaction"),
    ("ER_LOCK_WAIT_TIMEOUT", 1205, "HY000", "Lock wait timeout exceeded; try restarting transaction"),
    ("ER_NO_REFERENCED_ROW_2", 1452, "23000", "Cannot add or update a child row: a foreign key constraint fails"),
    ("ER_NO_SUCH_TABLE", 1146, "42S02", "Table doesn't exist"),
    ("ER_OPTION_PREVENTS_STATEMENT", 1290, "HY000", "The MySQL server is running with the --read-only option"),
    ("ER_PARSE_ERROR", 1064, "42000", "You have an error in your SQL syntax"),
    ("ER_QUERY_INTERRUPTED", 1317, "70100", "Query execution was interrupted"),
    ("ER_TABLEACCESS_DENIED_ERROR", 1142, "42000", "command denied to user"),
    ("ER_UNKNOWN_ERROR", 1105, "HY000", "Unknown error"),
    ("ER_USER_LIMIT_REACHED", 1226, "42000", "User has exceeded the 'max_user_connections' resource"),
];

/// PostgreSQL's errors: SQLSTATE, words.
const POSTGRESQL: &[(&str, &str)] = &[
    ("08006", "connection failure"),
    ("22001", "value too long for type character varying"),
    ("22P02", "invalid input syntax"),
    ("23502", "null value violates not-null constraint"),
    ("23503", "insert or update violates foreign key constraint"),
    ("23505", "duplicate key value violates unique constraint"),
    ("23514", "new row violates check constraint"),
    ("25006", "cannot execute in a read-only transaction"),
    ("28P01", "password authentication failed"),
    ("3D000", "database does not exist"),
    ("40001", "could not serialize access due to concurrent update"),
    ("40P01", "deadlock detected"),
    ("42501", "permission denied"),
    ("42601", "syntax error"),
    ("42703", "column does not exist"),
    ("42P01", "relation does not exist"),
    ("53300", "sorry, too many clients already"),
    ("57014", "canceling statement due to statement timeout"),
    ("57P01", "terminating connection due to administrator command"),
    ("XX000", "internal error"),
];

/// SQL Server's errors: number, class, words.
const SQL_SERVER: &[(i64, &str, &str)] = &[
    (208, "16", "Invalid object name."),
    (515, "16", "Cannot insert the value NULL into column; column does not allow nulls."),
    (547, "16", "The statement conflicted with a FOREIGN KEY constraint."),
    (
        1205,
        "13",
        "Transaction was deadlocked on lock resources with another process and has been chosen as the deadlock \
        victim. Rerun the transaction.",
    ),
    (2627, "14", "Violation of UNIQUE KEY constraint. Cannot insert duplicate key in object."),
    (
        8645,
        "17",
        "A timeout occurred while waiting for memory resources to execute the query in resource pool 'default' \
        (2). Rerun the query.",
    ),
    (18456, "14", "Login failed for user."),
];

/// Oracle's errors: number, nothing more, words.
const ORACLE: &[(i64, &str, &str)] = &[
    (1, "", "unique constraint violated"),
    (60, "", "deadlock detected while waiting for resource"),
    (600, "", "internal error code, arguments: [], [], [], [], [], [], [], []"),
    (942, "", "table or view does not exist"),
    (1017, "", "invalid username/password; logon denied"),
    (1400, "", "cannot insert NULL"),
];

/// Db2's errors: SQLCODE without its sign, SQLSTATE, words.
const DB2: &[(i64, &str, &str)] = &[
    (204, "42704", "The name is an undefined name."),
    (407, "23502", "Assignment of a NULL value to a NOT NULL column is not allowed."),
    (803, "23505", "One or more values in the INSERT statement, UPDATE statement, or foreign key update caused by a DELETE \
        statement are not valid because the primary key, unique constraint or unique index identified constrains the table \
        from having duplicate values for the index key."),
    (901, "58004", "The SQL statement or command failed because of a database system error."),
    (911, "40001", "The current transaction has been rolled back because of a deadlock or timeout."),
];

/// What fails below the server, as Node names it.
const NETWORK: &[&str] =
    &["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EPIPE"];

/// The reply of a store that refuses this request.
pub(in crate::legacy) fn reply_of(
    request: &Request,
    code: &str,
    message: Option<&str>,
) -> Result<Reply, AlterationError> {
    let error = match request {
        _ if NETWORK.contains(&code) => network(request, code),
        Request::Sql { dialect: Dialect::MySql, .. } | Request::Connect { dialect: Dialect::MySql, .. } => {
            of_mysql(code)?
        }
        Request::Sql { dialect: Dialect::PostgreSql, .. } | Request::Connect { dialect: Dialect::PostgreSql, .. } => {
            of_postgresql(code)?
        }
        Request::Sql { dialect, .. } | Request::Connect { dialect, .. } => of_foreign(*dialect, code)?,
        _ => {
            let what = format!("{code} is no failure of the network");
            return Err(AlterationError::unfit(what, "write error ECONNREFUSED, error ETIMEDOUT, or status 500"));
        }
    };
    let message = message.map_or(error.message, str::to_owned);
    Ok(Reply::Error(StoreError { message, ..error }))
}

fn of_mysql(code: &str) -> Result<StoreError, AlterationError> {
    if code == "PROTOCOL_CONNECTION_LOST" {
        let message = "Connection lost: The server closed the connection.".to_owned();
        return Ok(StoreError { code: code.to_owned(), message, fatal: true, ..StoreError::default() });
    }
    match MYSQL.iter().find(|(name, ..)| *name == code) {
        Some((name, number, sql_state, words)) => Ok(*mysql::error(name, *number, sql_state, *words)),
        None if code.starts_with("ER_") => Ok(*mysql::error(code, 1105, "HY000", "Unknown error")),
        None => {
            let what = format!("{code} is no error of MySQL");
            Err(AlterationError::unfit(
                what,
                "write error ER_DUP_ENTRY, error PROTOCOL_CONNECTION_LOST or error ETIMEDOUT",
            ))
        }
    }
}

/// SQL Server by its number, Oracle by `ORA-00001`, Db2 by `SQL0803N`.
fn of_foreign(dialect: Dialect, code: &str) -> Result<StoreError, AlterationError> {
    let (digits, example) = match dialect {
        Dialect::SqlServer => (Some(code), "error 2627 (unique), error 208 (no table) or error ETIMEDOUT"),
        Dialect::Oracle => (code.strip_prefix("ORA-"), "error ORA-00001 (unique), error ORA-00942 or error ETIMEDOUT"),
        _ => {
            let digits = code.strip_prefix("SQL").and_then(|code| code.strip_suffix('N'));
            (digits, "error SQL0803N (unique), error SQL0204N (no table) or error ETIMEDOUT")
        }
    };
    let number = digits.and_then(|digits| digits.parse::<u32>().ok()).map(i64::from).ok_or_else(|| {
        AlterationError::unfit(format!("{code} is no error of {}", dialect.server()), format!("write {example}"))
    })?;
    let known = |list: &[(i64, &'static str, &'static str)]| {
        list.iter().find(|(own, ..)| *own == number).map(|(_, more, words)| (*more, *words))
    };
    Ok(*match dialect {
        Dialect::SqlServer => {
            let (class, words) = known(SQL_SERVER).unwrap_or(("16", "An error occurred on the server."));
            foreign::sql_server(number, class.parse().unwrap_or(16), 1, words)
        }
        Dialect::Oracle => foreign::oracle(number, known(ORACLE).map_or("an error occurred", |(_, words)| words)),
        _ => {
            let (state, words) = known(DB2).unwrap_or(("58004", "A severe non-fatal error occurred."));
            foreign::db2(-number, state, words)
        }
    })
}

fn of_postgresql(code: &str) -> Result<StoreError, AlterationError> {
    if code.len() != 5 {
        let what = format!("{code} is no SQLSTATE, which has five characters");
        return Err(AlterationError::unfit(
            what,
            "write error 23505 (unique), error 42P01 (no table) or error ETIMEDOUT",
        ));
    }
    let words = POSTGRESQL.iter().find(|(state, _)| *state == code).map_or("error", |(_, words)| words);
    let mut error = *postgresql::error(code, words);
    if matches!(code, "57P01" | "53300" | "28P01" | "3D000") {
        error.severity = Some("FATAL".to_owned());
        error.fatal = true;
    }
    Ok(error)
}

fn network(request: &Request, code: &str) -> StoreError {
    let port = |target: &Target, usual: Option<u16>| target.port.or(usual).unwrap_or_default();
    let tcp = |target: &Target, port: u16| {
        let host = target.host.as_deref().unwrap_or("localhost");
        Url::parse(&format!("tcp://{host}:{port}")).ok()
    };
    let url = match request {
        Request::Http { url, .. } => Url::parse(url).ok(),
        Request::Sql { dialect, target, .. } | Request::Connect { dialect, target, .. } => {
            tcp(target, port(target, Some(dialect.port())))
        }
        Request::Documents { target, .. } => tcp(target, port(target, Some(27017))),
        Request::Directory { target, .. } => tcp(target, port(target, Some(389))),
        Request::Socket { action: SocketAction::Open { host, port, .. }, .. } => {
            Url::parse(&format!("tcp://{host}:{port}")).ok()
        }
        Request::Lookup { host, .. } => Url::parse(&format!("tcp://{host}:0")).ok(),
        _ => None,
    };
    let failed = url.map(|url| reply::failure(code, &url));
    match failed {
        Some(Reply::Error(error)) => error,
        _ => StoreError { code: code.to_owned(), message: code.to_owned(), fatal: true, ..StoreError::default() },
    }
}
