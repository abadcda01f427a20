//! Errors in the words of the server that would give them.

use serde_json::json;
use url::Url;

use super::AlterationError;
use crate::legacy::directory::ResultCode;
use crate::legacy::embedded::errors::{mysql, postgresql};
use crate::legacy::embedded::foreign::errors::{db2, oracle, sql_server};
use crate::legacy::embedded::http::reply;
use crate::legacy::socket::SocketAction;
use crate::legacy::{documents, mysql_errors, Dialect, Reply, Request, StoreError, Target};

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

/// SQL Server's errors: number, class, state, words.
const SQL_SERVER: &[(i64, u8, u8, &str)] = &[
    (102, 15, 1, "Incorrect syntax near ''."),
    (207, 16, 1, "Invalid column name ''."),
    (208, 16, 1, "Invalid object name ''."),
    (229, 14, 5, "The SELECT permission was denied on the object."),
    (245, 16, 1, "Conversion failed when converting the varchar value to data type int."),
    (515, 16, 2, "Cannot insert the value NULL into column; column does not allow nulls. INSERT fails."),
    (547, 16, 0, "The INSERT statement conflicted with the FOREIGN KEY constraint."),
    (
        1205,
        13,
        51,
        "Transaction was deadlocked on lock resources with another process and has been chosen as the \
                    deadlock victim. Rerun the transaction.",
    ),
    (1222, 16, 51, "Lock request time out period exceeded."),
    (2601, 14, 1, "Cannot insert duplicate key row in object with unique index."),
    (2627, 14, 1, "Violation of UNIQUE KEY constraint. Cannot insert duplicate key in object."),
    (2628, 16, 1, "String or binary data would be truncated."),
    (2812, 16, 62, "Could not find stored procedure ''."),
    (4060, 11, 1, "Cannot open database requested by the login. The login failed."),
    (8152, 16, 30, "String or binary data would be truncated."),
    (
        8645,
        17,
        1,
        "A timeout occurred while waiting for memory resources to execute the query in resource pool 'default' (2). \
         Rerun the query.",
    ),
    (18456, 14, 1, "Login failed for user ''."),
    (40501, 20, 1, "The service is currently busy. Retry the request after 10 seconds."),
    (40613, 17, 1, "Database is not currently available. Please retry the connection later."),
];

/// Oracle's errors: number, words.
const ORACLE: &[(i64, &str)] = &[
    (1, "unique constraint violated"),
    (54, "resource busy and acquire with NOWAIT specified or timeout expired"),
    (60, "deadlock detected while waiting for resource"),
    (600, "internal error code, arguments: [], [], [], [], [], [], [], []"),
    (904, "invalid identifier"),
    (933, "SQL command not properly ended"),
    (936, "missing expression"),
    (942, "table or view does not exist"),
    (1017, "invalid username/password; logon denied"),
    (1031, "insufficient privileges"),
    (1400, "cannot insert NULL"),
    (1722, "invalid number"),
    (2291, "integrity constraint violated - parent key not found"),
    (2292, "integrity constraint violated - child record found"),
    (3113, "end-of-file on communication channel"),
    (12154, "TNS:could not resolve the connect identifier specified"),
    (12170, "TNS:Connect timeout occurred"),
    (12514, "TNS:listener does not currently know of service requested in connect descriptor"),
    (12541, "TNS:no listener"),
    (12899, "value too large for column"),
    (28000, "the account is locked"),
    (28001, "the password has expired"),
];

/// Db2's errors: SQLCODE, SQLSTATE, words.
const DB2: &[(i64, &str, &str)] = &[
    (-104, "42601", "An unexpected token was found."),
    (-204, "42704", "The name is an undefined name."),
    (-206, "42703", "The column is not valid in the context where it is used."),
    (-407, "23502", "Assignment of a NULL value to a NOT NULL column is not allowed."),
    (-433, "22001", "Value is too long."),
    (-530, "23503", "The insert or update value of the FOREIGN KEY is not equal to any value of the parent key."),
    (-532, "23504", "A parent row cannot be deleted because the relationship restricts the deletion."),
    (-551, "42501", "The statement failed because the authorization ID does not have the required authorization."),
    (
        -803,
        "23505",
        "One or more values in the INSERT statement, UPDATE statement, or foreign key update caused by a DELETE \
         statement are not valid because the primary key, unique constraint or unique index constrains the table \
         from having duplicate values for the index key.",
    ),
    (-901, "58004", "The SQL statement or command failed because of a database system error."),
    (-911, "40001", "The current transaction has been rolled back because of a deadlock or timeout."),
    (-30081, "08001", "A communication error has been detected."),
    (-30082, "08001", "Security processing failed with reason \"24\" (\"USERNAME AND/OR PASSWORD INVALID\")."),
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
        Request::Sql { dialect: Dialect::SqlServer, .. } | Request::Connect { dialect: Dialect::SqlServer, .. } => {
            of_sql_server(code)?
        }
        Request::Sql { dialect: Dialect::Oracle, .. } | Request::Connect { dialect: Dialect::Oracle, .. } => {
            of_oracle(code)?
        }
        Request::Sql { dialect: Dialect::Db2, .. } | Request::Connect { dialect: Dialect::Db2, .. } => of_db2(code)?,
        Request::Sql { .. } | Request::Connect { .. } => of_postgresql(code)?,
        Request::Documents { command, .. } => {
            return of_documents(code, message, matches!(documents::verb(command), "insert" | "update" | "delete"));
        }
        Request::Directory { .. } => return of_directory(code, message),
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
        None => {
            if let Some(number) = mysql_errors::number(code) {
                return Ok(*mysql::error(code, i64::from(number), "HY000", "Unknown error"));
            }
            let what = format!("{code} is no error of MySQL");
            Err(AlterationError::unfit(
                what,
                "write error ER_DUP_ENTRY, error PROTOCOL_CONNECTION_LOST or error ETIMEDOUT",
            ))
        }
    }
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

fn of_sql_server(code: &str) -> Result<StoreError, AlterationError> {
    let Ok(number) = code.parse::<i64>() else {
        let what = format!("{code} is no error number of SQL Server");
        return Err(AlterationError::unfit(
            what,
            "write error 2627 (unique), error 208 (no table), error 18456 (login) or error ETIMEDOUT",
        ));
    };
    let known = SQL_SERVER.iter().find(|(own, ..)| *own == number);
    let (_, class, state, words) = known.copied().unwrap_or((number, 16, 1, "error"));
    let mut error = *sql_server(number, class, state, words);
    if matches!(number, 18456 | 4060) {
        error.code = "ELOGIN".to_owned();
        error.fatal = true;
    }
    Ok(error)
}

fn of_oracle(code: &str) -> Result<StoreError, AlterationError> {
    let Some(number) = code.strip_prefix("ORA-").and_then(|digits| digits.parse::<i64>().ok()) else {
        let what = format!("{code} is no error of Oracle");
        return Err(AlterationError::unfit(
            what,
            "write error ORA-00001 (unique), error ORA-00942 (no table), error ORA-01017 (login) or error ETIMEDOUT",
        ));
    };
    let words = ORACLE.iter().find(|(own, _)| *own == number).map_or("error", |(_, words)| words);
    let mut error = *oracle(number, words);
    error.fatal = matches!(number, 1017 | 3113 | 12154 | 12170 | 12514 | 12541 | 28000);
    Ok(error)
}

fn of_db2(code: &str) -> Result<StoreError, AlterationError> {
    let digits = code.strip_prefix("SQL").and_then(|rest| rest.strip_suffix('N')).or(code.strip_prefix('-'));
    let Some(number) = digits.and_then(|digits| digits.parse::<i64>().ok()) else {
        let what = format!("{code} is no SQLCODE of Db2");
        return Err(AlterationError::unfit(
            what,
            "write error SQL0803N or error -803 (unique), error SQL0204N (no table) or error ETIMEDOUT",
        ));
    };
    let known = DB2.iter().find(|(own, ..)| *own == -number).copied();
    let (sqlcode, sql_state, words) = known.unwrap_or((-number, "58004", "error"));
    let mut error = *db2(sqlcode, sql_state, words);
    error.fatal = sqlcode <= -30_000;
    Ok(error)
}

/// MongoDB's codes with their names and what the server says.
const DOCUMENTS: &[(i64, &str, &str)] = &[
    (11000, "DuplicateKey", "E11000 duplicate key error"),
    (13, "Unauthorized", "not authorized on admin to execute command"),
    (18, "AuthenticationFailed", "Authentication failed."),
    (50, "MaxTimeMSExpired", "operation exceeded time limit"),
    (10107, "NotWritablePrimary", "not primary"),
];

fn of_documents(code: &str, message: Option<&str>, write: bool) -> Result<Reply, AlterationError> {
    let Ok(number) = code.parse::<i64>() else {
        let what = format!("{code} is no error code of MongoDB and no failure of the network");
        return Err(AlterationError::unfit(what, "write error 11000 or error ECONNREFUSED"));
    };
    let known = DOCUMENTS.iter().find(|(known, ..)| *known == number);
    let (_, name, words) = known.copied().unwrap_or((number, "UnknownError", "the server refused the command"));
    let words = message.unwrap_or(words);
    // A key that exists already fails one write of a command that is in order.
    let answer = if write && number == 11000 {
        json!({ "n": 0, "writeErrors": [{ "index": 0, "code": number, "errmsg": words }], "ok": 1.0 })
    } else {
        json!({ "ok": 0.0, "errmsg": words, "code": number, "codeName": name })
    };
    Ok(Reply::Documents { answer: answer.as_object().cloned().unwrap_or_default() })
}

fn of_directory(code: &str, message: Option<&str>) -> Result<Reply, AlterationError> {
    let Some(code) = code.parse::<u32>().ok().filter(|code| *code > 0) else {
        let what = format!("{code} is no result code of LDAP and no failure of the network");
        return Err(AlterationError::unfit(what, "write error 49 or error ECONNREFUSED"));
    };
    let message = message.unwrap_or_default().to_owned();
    let result = ResultCode { code, message, ..ResultCode::default() };
    Ok(Reply::Directory { result, entries: Vec::new(), references: Vec::new() })
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
