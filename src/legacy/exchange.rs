//! What goes over the wire between a driver and the store, as data.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::directory::{Entry, Operation, ResultCode};
use super::socket::{Received, SocketAction};
use crate::secret::Secret;

/// The SQL dialect a driver speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// `mysql`, `mysql2`.
    MySql,
    /// `pg`.
    PostgreSql,
    /// `tedious`, `mssql`: T-SQL.
    SqlServer,
    /// `oracledb`.
    Oracle,
    /// `ibm_db`.
    Db2,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::MySql, Self::PostgreSql, Self::SqlServer, Self::Oracle, Self::Db2];

    /// The port a server listens on unless told otherwise.
    pub const fn port(self) -> u16 {
        match self {
            Self::MySql => 3306,
            Self::PostgreSql => 5432,
            Self::SqlServer => 1433,
            Self::Oracle => 1521,
            Self::Db2 => 50000,
        }
    }

    /// The server's name as its makers write it.
    pub const fn server(self) -> &'static str {
        match self {
            Self::MySql => "MySQL",
            Self::PostgreSql => "PostgreSQL",
            Self::SqlServer => "SQL Server",
            Self::Oracle => "Oracle",
            Self::Db2 => "Db2",
        }
    }

    /// How the placeholder at this place (from 0) is written.
    pub fn placeholder(self, index: usize) -> String {
        match self {
            Self::MySql | Self::Db2 => "?".to_owned(),
            Self::PostgreSql => format!("${}", index + 1),
            Self::SqlServer => format!("@p{}", index + 1),
            Self::Oracle => format!(":{}", index + 1),
        }
    }
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
    /// Which of the script's connections it is, counted from 1; 0 where a driver does not tell them apart. What
    /// belongs to one session (a transaction, the last generated key) belongs to one of these.
    #[serde(skip_serializing_if = "is_zero")]
    pub connection: u32,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What it takes to be let in. Only a live store reads it; it is never shown and never written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Access {
    /// The password the script gave.
    #[serde(skip_serializing)]
    pub password: Option<Secret<String>>,
    /// Whether and how to speak TLS; `None`: not at all, except where the address says so (`https:`).
    #[serde(skip_serializing)]
    pub tls: Option<Tls>,
    /// How long the script is willing to wait, in milliseconds.
    #[serde(skip_serializing)]
    pub timeout_ms: Option<u64>,
    /// What else the driver was told that only its own server understands.
    #[serde(skip_serializing)]
    pub options: Map<String, Value>,
}

/// TLS options as Node names them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Tls {
    /// Whether an unknown certificate ends the connection.
    pub reject_unauthorized: bool,
    /// Certificates to trust instead of the usual ones, PEM. [`Tls::USUAL`] among them stands for the usual ones.
    pub ca: Vec<String>,
    /// The client's certificate, PEM.
    pub cert: Option<String>,
    /// The client's key, PEM.
    #[serde(skip_serializing)]
    pub key: Option<Secret<String>>,
    /// The name the certificate must carry, if not the host's.
    pub servername: Option<String>,
    /// Go on without TLS where the server does not offer it.
    pub optional: bool,
    /// Whether the certificate must carry the host's name; not where the script looks at it itself.
    pub check_name: bool,
}

impl Tls {
    /// Stands among certificates to trust for those that are trusted anyway.
    pub const USUAL: &'static str = "# the usual certificate authorities";
}

impl Default for Tls {
    fn default() -> Self {
        Self {
            reject_unauthorized: true,
            ca: Vec::new(),
            cert: None,
            key: None,
            servername: None,
            optional: false,
            check_name: true,
        }
    }
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
        /// What it takes to be let in.
        #[serde(default)]
        access: Access,
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
        /// The server itself is to bind the parameters (`execute` of mysql2); else they go to MySQL within the text.
        #[serde(default, skip_serializing_if = "is_false")]
        prepared: bool,
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
        /// TLS options and the longest wait.
        #[serde(default)]
        access: Access,
    },
    /// Ask a document store (MongoDB).
    Documents {
        /// Where to.
        target: Target,
        /// The database the command is for.
        database: String,
        /// The command as the wire protocol has it, in relaxed extended JSON:
        /// `{"find": "users", "filter": {"email": "…"}, "limit": 1}`. `{"hello": 1}` opens the connection.
        command: Map<String, Value>,
        /// What it takes to be let in.
        #[serde(default)]
        access: Access,
    },
    /// Ask a directory (LDAP).
    Directory {
        /// Where to.
        target: Target,
        /// What to do there.
        operation: Operation,
        /// What it takes to be let in.
        #[serde(default)]
        access: Access,
    },
    /// Use a socket of one's own, as real drivers do.
    Socket {
        /// The number the script's side gave it.
        socket: u32,
        /// What to do with it.
        action: SocketAction,
    },
    /// Ask for the addresses of a host.
    Lookup {
        /// Its name.
        host: String,
        /// 4 or 6; anything else: both.
        #[serde(default)]
        family: u8,
    },
    /// Close a connection.
    Close {
        /// Where to.
        target: Target,
    },
}

impl Request {
    /// Whether it asks something of the store, rather than opening or closing the way to it.
    pub fn is_statement(&self) -> bool {
        match self {
            Self::Sql { .. } | Self::Http { .. } => true,
            Self::Documents { command, .. } => !["hello", "endSessions"].iter().any(|verb| command.contains_key(*verb)),
            Self::Directory { operation, .. } => !matches!(operation, Operation::Connect { .. } | Operation::Unbind),
            Self::Connect { .. } | Self::Close { .. } | Self::Socket { .. } | Self::Lookup { .. } => false,
        }
    }

    /// Whether it opens a socket of the script's own: all that is seen of what goes over it.
    pub const fn opens_socket(&self) -> bool {
        matches!(self, Self::Socket { action: SocketAction::Open { .. }, .. })
    }

    /// The SQL dialect of who asks, where it is SQL.
    pub const fn dialect(&self) -> Option<Dialect> {
        match self {
            Self::Connect { dialect, .. } | Self::Sql { dialect, .. } => Some(*dialect),
            _ => None,
        }
    }
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
    /// A document store's answer to a command, in relaxed extended JSON: `{"cursor": {"firstBatch": […]}, "ok": 1}`.
    /// Errors of the server are such an answer, too (`{"ok": 0, "code": 13, …}`, `writeErrors`).
    Documents {
        /// The whole answer.
        answer: Map<String, Value>,
    },
    /// A directory's answer.
    Directory {
        /// 0: success.
        result: ResultCode,
        /// What was found by a search.
        #[serde(default)]
        entries: Vec<Entry>,
        /// Addresses of other directories a search was referred to.
        #[serde(default)]
        references: Vec<String>,
    },
    /// What came of using a socket.
    Socket(Received),
    /// The addresses of a host, as text.
    Addresses {
        /// In the resolver's order.
        addresses: Vec<String>,
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
    /// What else the store says of it, by the driver's names: PostgreSQL's `file`, `line` and `routine`.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub details: Map<String, Value>,
}

impl StoreError {
    /// The code of a failure that the driver itself reports, as an `Error` with nothing but a message.
    pub const DRIVER: &'static str = "DRIVER";
    /// The code of a refusal of the dry run.
    pub const DRY_RUN: &'static str = "LOGINSCOPE_DRY_RUN";
}
