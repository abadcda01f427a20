//! What goes over the wire between a driver and the store, as data.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The SQL dialect a driver speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// `mysql`, `mysql2`.
    MySql,
    /// `pg`.
    PostgreSql,
}

/// Where the script said the store is. Never used by the embedded store, always shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// Host name or address.
    pub host: Option<String>,
    /// TCP port.
    pub port: Option<u16>,
    /// User name.
    pub user: Option<String>,
    /// Database name.
    pub database: Option<String>,
}

/// Bound parameters of a statement, in the driver's own style. Cells use the tagged form of [`Cell`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Params {
    /// `?` or `$1`.
    Positional(Vec<Cell>),
    /// `:name`, `@name`: name without its sign, value.
    Named(Vec<(String, Cell)>),
}

impl Default for Params {
    fn default() -> Self {
        Self::Positional(Vec::new())
    }
}

/// One value in a row or a parameter. The JSON form is tagged where JSON has no type of its own:
/// `{"$bytes": "<base64>"}`, `{"$bigint": "…"}`, `{"$date": <ms since 1970 UTC>}`, `{"$json": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    /// SQL NULL, JavaScript null and undefined.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A floating point number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes, base64 in JSON.
    Bytes {
        /// Standard base64 with padding.
        #[serde(rename = "$bytes")]
        base64: String,
    },
    /// A JavaScript BigInt, in decimal.
    BigInt {
        /// Decimal digits.
        #[serde(rename = "$bigint")]
        digits: String,
    },
    /// A point in time.
    Date {
        /// Milliseconds since 1970-01-01T00:00:00Z.
        #[serde(rename = "$date")]
        ms: f64,
    },
    /// An array or object given as a parameter.
    Json {
        /// The value.
        #[serde(rename = "$json")]
        value: Value,
    },
}

/// What a driver asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Request {
    /// Open a connection.
    Connect {
        /// The dialect of the driver.
        dialect: Dialect,
        /// Where to.
        target: Target,
    },
    /// Run one SQL statement.
    Sql {
        /// The dialect of the driver.
        dialect: Dialect,
        /// Where to.
        target: Target,
        /// The statement as the driver would send it, placeholders in place.
        text: String,
        /// What is bound to them.
        #[serde(default)]
        params: Params,
        /// Several statements in one text are allowed (MySQL's `multipleStatements`). PostgreSQL allows them
        /// whenever there are no parameters.
        #[serde(default)]
        multiple: bool,
    },
    /// Send one HTTP request.
    Http {
        /// Upper case.
        method: String,
        /// Absolute.
        url: String,
        /// In the order sent; names as the script wrote them.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// The body as text, if it is valid UTF-8, else base64 in `$bytes`.
        #[serde(default)]
        body: Option<Cell>,
    },
    /// Close a connection.
    Close {
        /// Where to.
        target: Target,
    },
}

/// Whether an exchange can change the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It cannot.
    Read,
    /// It can.
    Write,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The name as the driver reports it.
    pub name: String,
    /// The type in the dialect's own words, lower case (`int`, `varchar`, `int8`, `timestamptz`, `tinyint(1)`),
    /// empty where the store cannot tell.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The table it comes from, if it is a plain column.
    #[serde(default)]
    pub table: Option<String>,
}

/// What the store answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Reply {
    /// The connection is open.
    Connected,
    /// The connection is closed.
    Closed,
    /// The statement answered rows (SELECT, SHOW, `RETURNING`).
    Rows {
        /// The statement's verb, upper case: `SELECT`, `INSERT` …
        command: String,
        /// The columns, in order.
        columns: Vec<Column>,
        /// The rows; each as long as `columns`. Values are in the form the wire protocol's type implies:
        /// booleans as [`Cell::Bool`], dates as [`Cell::Date`], 64-bit integers as [`Cell::Integer`].
        rows: Vec<Vec<Cell>>,
        /// Rows changed, where the statement wrote.
        affected: Option<u64>,
    },
    /// The statement wrote and answered no rows.
    Written {
        /// The statement's verb, upper case.
        command: String,
        /// Rows matched by the statement.
        matched: u64,
        /// Rows really changed.
        changed: u64,
        /// The last generated key, 0 if none.
        insert_id: i64,
    },
    /// The text held several statements: one answer for each. If one of them fails, its error alone is the reply.
    Several {
        /// In order.
        replies: Vec<Reply>,
    },
    /// An HTTP answer.
    Http {
        /// Status code.
        status: u16,
        /// Reason phrase.
        reason: String,
        /// Header names in lower case.
        headers: Vec<(String, String)>,
        /// The body as text, or base64 in `$bytes`.
        body: Cell,
    },
    /// The store refused or failed.
    Error(StoreError),
}

/// A failure in the store's own terms, as far as the dialect has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoreError {
    /// `ER_DUP_ENTRY`, `23505`, `ECONNREFUSED`, `ENOTFOUND` …
    pub code: String,
    /// MySQL's number.
    pub errno: Option<i64>,
    /// SQLSTATE.
    pub sql_state: Option<String>,
    /// The server's message.
    pub message: String,
    /// PostgreSQL: `ERROR`, `FATAL` …
    pub severity: Option<String>,
    /// PostgreSQL: detail line.
    pub detail: Option<String>,
    /// PostgreSQL: hint line.
    pub hint: Option<String>,
    /// PostgreSQL: character position in the statement, from 1.
    pub position: Option<u32>,
    /// PostgreSQL: schema.
    pub schema: Option<String>,
    /// PostgreSQL: table.
    pub table: Option<String>,
    /// PostgreSQL: column.
    pub column: Option<String>,
    /// PostgreSQL: constraint.
    pub constraint: Option<String>,
    /// System call of a network failure: `connect`, `getaddrinfo`, `read`.
    pub syscall: Option<String>,
    /// Whether the connection is unusable afterwards.
    pub fatal: bool,
}
