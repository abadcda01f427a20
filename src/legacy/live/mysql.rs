//! A MySQL or MariaDB server. Text goes as the driver would send it, with the values written in; only `execute` binds.

use std::time::Duration;

use base64::prelude::{Engine, BASE64_STANDARD};
use mysql_async::consts::{ColumnFlags, ColumnType};
use mysql_async::prelude::{Protocol, Queryable};
use mysql_async::{Conn, DriverError, Error, IoError, OptsBuilder, QueryResult, SslOpts, Value};

use super::network::{addresses, connect, driver_timed_out, failed};
use crate::legacy::mysql_errors;
use crate::legacy::mysql_text::literal;
use crate::legacy::{Access, Cell, Column, Dialect, Params, Reply, StoreError, Target, Tls};

/// The most an answer may weigh.
const LARGEST_ANSWER: usize = 64 << 20;

/// The number of the character set that means bytes.
const BINARY: u16 = 63;

/// An open session.
pub(super) struct Session {
    connection: Conn,
}

impl Session {
    /// Connects and says who one is.
    pub(super) async fn open(target: &Target, access: &Access) -> Result<Self, StoreError> {
        let host = target.host.as_deref().unwrap_or("localhost");
        let port = target.port.unwrap_or(Dialect::MySql.port());
        let limit = access.timeout_ms.map(Duration::from_millis);
        // A socket of our own first: what goes wrong on the way is told in Node's words, address by address.
        drop(connect(host, port, limit).await?);
        let known = addresses(host, port).await?.into_iter().map(|address| address.ip()).collect::<Vec<_>>();
        let options = OptsBuilder::default()
            .ip_or_hostname(host)
            .resolved_ips(Some(known))
            .tcp_port(port)
            .user(target.user.clone())
            .pass(access.password.as_ref().map(|password| password.expose().clone()))
            .db_name(target.database.clone())
            .prefer_socket(Some(false))
            .stmt_cache_size(Some(0))
            // What the drivers ask for: rows matched, not rows changed, are the affected ones.
            .client_found_rows(true)
            // Else the server would be asked for them with a statement the script never sent.
            .max_allowed_packet(Some(64 << 20))
            .wait_timeout(Some(28_800))
            .ssl_opts(access.tls.as_ref().map(tls_options));
        let opened = async { Conn::new(options).await.map_err(|error| failure(error, true)) };
        let connection = match limit {
            Some(limit) => {
                tokio::time::timeout(limit, opened).await.unwrap_or_else(|_| Err(driver_timed_out("connect")))?
            }
            None => opened.await?,
        };
        Ok(Self { connection })
    }

    /// Runs a text: with the values written in, or bound where `prepared`.
    pub(super) async fn ask(&mut self, text: &str, params: &Params, multiple: bool, prepared: bool) -> Reply {
        let Params::Positional(cells) = params else {
            return Reply::Error(of_driver("MySQL knows no named parameters"));
        };
        match self.answer(text, cells, multiple, prepared).await {
            Ok(reply) => reply,
            Err(Failed::Mysql(error)) => Reply::Error(failure(error, false)),
            Err(Failed::Later(index, error)) => {
                let mut failure = failure(error, false);
                failure.details.insert("index".to_owned(), index.into());
                Reply::Error(failure)
            }
            Err(Failed::TooLarge) => Reply::Error(of_driver("the answer is larger than loginscope reads (64 MB)")),
        }
    }

    async fn answer(&mut self, text: &str, cells: &[Cell], multiple: bool, prepared: bool) -> Result<Reply, Failed> {
        if prepared {
            let statement = self.connection.prep(text).await?;
            let values: Vec<Value> = cells.iter().map(bound).collect();
            let asked = self.connection.exec_iter(&statement, values).await;
            let answered = match asked {
                Ok(result) => read(result, text).await,
                Err(error) => Err(error.into()),
            };
            if !matches!(&answered, Err(Failed::Mysql(error) | Failed::Later(_, error)) if error.is_fatal()) {
                self.connection.close(statement).await?;
            }
            return answered;
        }
        let text = literal(text, cells);
        if !multiple && text.trim_end_matches([';', ' ', '\n']).contains(';') {
            // Preparing takes one statement only, and refuses the second in the server's own words.
            match self.connection.prep(text.as_str()).await {
                Ok(statement) => self.connection.close(statement).await?,
                // One statement of a kind that cannot be prepared.
                Err(Error::Server(said)) if said.code == 1295 && !holds_several(&text) => {}
                Err(error) => return Err(error.into()),
            }
        }
        read(self.connection.query_iter(text.as_str()).await?, &text).await
    }

    /// What the server has to say against a statement; `None`: it is one. Nothing is run.
    pub(super) async fn objection(&mut self, text: &str) -> Option<StoreError> {
        match self.connection.prep(text).await {
            Ok(statement) => {
                // Where closing fails, the next question tells.
                let _closed = self.connection.close(statement).await;
                None
            }
            // It knows the statement and cannot prepare this kind.
            Err(Error::Server(said)) if said.code == 1295 => None,
            Err(error) => Some(failure(error, false)),
        }
    }

    /// Says goodbye.
    pub(super) async fn close(self) {
        // The server takes a connection that is gone for a goodbye, too.
        let _gone = self.connection.disconnect().await;
    }
}

enum Failed {
    Mysql(Error),
    /// The statement at this place, from 0.
    Later(usize, Error),
    TooLarge,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Mysql(error)
    }
}

fn tls_options(tls: &Tls) -> SslOpts {
    let mut options = SslOpts::default().with_danger_accept_invalid_certs(!tls.reject_unauthorized);
    if !tls.ca.is_empty() {
        let roots = tls.ca.iter().map(|pem| pem.clone().into_bytes().into()).collect();
        options = options.with_root_certs(roots).with_disable_built_in_roots(true);
    }
    if let Some(name) = &tls.servername {
        options = options.with_danger_tls_hostname_override(Some(name.clone()));
    }
    options
}

/// Whether something follows a `;`.
fn holds_several(text: &str) -> bool {
    super::dry_run::statements(Dialect::MySql, text).len() > 1
}

/// A failure the driver itself reports.
fn of_driver(message: &str) -> StoreError {
    StoreError {
        code: StoreError::DRIVER.to_owned(),
        message: message.to_owned(),
        fatal: true,
        ..StoreError::default()
    }
}

async fn read<P: Protocol>(mut result: QueryResult<'_, '_, P>, text: &str) -> Result<Reply, Failed> {
    let verbs: Vec<String> = super::dry_run::statements(Dialect::MySql, text).iter().map(|one| verb(one)).collect();
    let mut replies = Vec::new();
    let mut weight = 0_usize;
    while let Some(columns) = result.columns() {
        // An answer more than there are statements comes of a procedure.
        let command = verbs.get(replies.len()).or(verbs.last()).cloned().unwrap_or_default();
        if columns.is_empty() {
            let matched = result.affected_rows();
            let info = result.info().into_owned();
            let insert_id = result.last_insert_id().unwrap_or(0).cast_signed();
            result.next().await.map_err(|error| Failed::Later(replies.len() + 1, error))?;
            let changed = changed(&info).unwrap_or(matched);
            replies.push(Reply::Written { command, matched, changed, insert_id });
            continue;
        }
        let mut rows = Vec::new();
        while let Some(mut row) = result.next().await.map_err(|error| Failed::Later(replies.len(), error))? {
            let cells: Vec<Cell> = columns
                .iter()
                .enumerate()
                .map(|(index, column)| cell(row.take(index).unwrap_or(Value::NULL), column))
                .collect();
            weight = weight.saturating_add(64).saturating_add(cells.iter().map(size).sum::<usize>());
            if weight > LARGEST_ANSWER {
                return Err(Failed::TooLarge);
            }
            rows.push(cells);
        }
        let columns = columns.iter().map(described).collect();
        replies.push(Reply::Rows { command, columns, rows, affected: None });
    }
    // A failure after the first statement waits here.
    if let Err(error) = result.next().await {
        return Err(Failed::Later(replies.len(), error));
    }
    Ok(match replies.len() {
        1 => replies.remove(0),
        _ => Reply::Several { replies },
    })
}

fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Bytes { base64: text } => text.len(),
        _ => 8,
    }
}

fn verb(text: &str) -> String {
    let start = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    start.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase()
}

/// `Rows matched: 2  Changed: 1  Warnings: 0`
fn changed(info: &str) -> Option<u64> {
    info.split("Changed: ").nth(1)?.split(' ').next()?.parse().ok()
}

fn described(column: &mysql_async::Column) -> Column {
    let table = column.table_str();
    Column {
        name: column.name_str().into_owned(),
        type_name: type_name(column),
        table: (!table.is_empty()).then(|| table.into_owned()),
    }
}

/// The type in MySQL's words, as a table would declare it.
fn type_name(column: &mysql_async::Column) -> String {
    use ColumnType as Type;
    let length = column.column_length();
    let scale = u32::from(column.decimals());
    let binary = column.character_set() == BINARY;
    let flags = column.flags();
    let unsigned = if flags.contains(ColumnFlags::UNSIGNED_FLAG) { " unsigned" } else { "" };
    match column.column_type() {
        Type::MYSQL_TYPE_DECIMAL | Type::MYSQL_TYPE_NEWDECIMAL => {
            // The length counts the point and the sign.
            let signs = u32::from(scale > 0) + u32::from(unsigned.is_empty());
            format!("decimal({},{scale}){unsigned}", length.saturating_sub(signs))
        }
        Type::MYSQL_TYPE_TINY => format!("tinyint({length}){unsigned}"),
        Type::MYSQL_TYPE_SHORT => format!("smallint{unsigned}"),
        Type::MYSQL_TYPE_INT24 => format!("mediumint{unsigned}"),
        Type::MYSQL_TYPE_LONG => format!("int{unsigned}"),
        Type::MYSQL_TYPE_LONGLONG => format!("bigint{unsigned}"),
        Type::MYSQL_TYPE_FLOAT => "float".to_owned(),
        Type::MYSQL_TYPE_DOUBLE => "double".to_owned(),
        Type::MYSQL_TYPE_NULL => "null".to_owned(),
        Type::MYSQL_TYPE_TIMESTAMP | Type::MYSQL_TYPE_TIMESTAMP2 => "timestamp".to_owned(),
        Type::MYSQL_TYPE_DATE | Type::MYSQL_TYPE_NEWDATE => "date".to_owned(),
        Type::MYSQL_TYPE_TIME | Type::MYSQL_TYPE_TIME2 => "time".to_owned(),
        Type::MYSQL_TYPE_DATETIME | Type::MYSQL_TYPE_DATETIME2 => "datetime".to_owned(),
        Type::MYSQL_TYPE_YEAR => "year".to_owned(),
        Type::MYSQL_TYPE_BIT => format!("bit({length})"),
        Type::MYSQL_TYPE_JSON => "json".to_owned(),
        Type::MYSQL_TYPE_GEOMETRY => "geometry".to_owned(),
        Type::MYSQL_TYPE_ENUM => "enum".to_owned(),
        Type::MYSQL_TYPE_SET => "set".to_owned(),
        Type::MYSQL_TYPE_STRING if flags.contains(ColumnFlags::ENUM_FLAG) => "enum".to_owned(),
        Type::MYSQL_TYPE_STRING if flags.contains(ColumnFlags::SET_FLAG) => "set".to_owned(),
        Type::MYSQL_TYPE_STRING if binary => format!("binary({length})"),
        Type::MYSQL_TYPE_STRING => "char".to_owned(),
        Type::MYSQL_TYPE_VAR_STRING | Type::MYSQL_TYPE_VARCHAR if binary => format!("varbinary({length})"),
        Type::MYSQL_TYPE_VAR_STRING | Type::MYSQL_TYPE_VARCHAR => "varchar".to_owned(),
        _ if binary => "blob".to_owned(),
        _ => "text".to_owned(),
    }
}

/// A value as the driver's columns read it: numbers as numbers where a cell holds them exactly, times and decimals
/// as the server writes them, bytes where the column holds bytes.
fn cell(value: Value, column: &mysql_async::Column) -> Cell {
    use ColumnType as Type;
    match value {
        Value::NULL => Cell::Null,
        Value::Int(number) => Cell::Integer(number),
        Value::UInt(number) => {
            i64::try_from(number).map_or_else(|_| Cell::BigInt { digits: number.to_string() }, Cell::Integer)
        }
        Value::Float(number) => Cell::Real(f64::from(number)),
        Value::Double(number) => Cell::Real(number),
        Value::Date(year, month, day, hour, minute, second, micros) => {
            let date = format!("{year:04}-{month:02}-{day:02}");
            let is_date = matches!(column.column_type(), Type::MYSQL_TYPE_DATE | Type::MYSQL_TYPE_NEWDATE);
            Cell::Text(if is_date {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}{}", fraction(micros, column.decimals()))
            })
        }
        Value::Time(negative, days, hours, minutes, seconds, micros) => {
            let sign = if negative { "-" } else { "" };
            let hours = days * 24 + u32::from(hours);
            let fraction = fraction(micros, column.decimals());
            Cell::Text(format!("{sign}{hours:02}:{minutes:02}:{seconds:02}{fraction}"))
        }
        Value::Bytes(bytes) => of_bytes(bytes, column),
    }
}

fn fraction(micros: u32, digits: u8) -> String {
    let text = format!(".{micros:06}");
    match usize::from(digits).min(6) {
        0 => String::new(),
        digits => text[..=digits].to_owned(),
    }
}

fn of_bytes(bytes: Vec<u8>, column: &mysql_async::Column) -> Cell {
    use ColumnType as Type;
    let kind = column.column_type();
    let is_number = matches!(
        kind,
        Type::MYSQL_TYPE_TINY
            | Type::MYSQL_TYPE_SHORT
            | Type::MYSQL_TYPE_INT24
            | Type::MYSQL_TYPE_LONG
            | Type::MYSQL_TYPE_LONGLONG
            | Type::MYSQL_TYPE_YEAR
    );
    let is_text = is_number
        || column.character_set() != BINARY
        || matches!(
            kind,
            Type::MYSQL_TYPE_DECIMAL
                | Type::MYSQL_TYPE_NEWDECIMAL
                | Type::MYSQL_TYPE_FLOAT
                | Type::MYSQL_TYPE_DOUBLE
                | Type::MYSQL_TYPE_TIMESTAMP
                | Type::MYSQL_TYPE_DATE
                | Type::MYSQL_TYPE_TIME
                | Type::MYSQL_TYPE_DATETIME
                | Type::MYSQL_TYPE_JSON
        );
    if !is_text || kind == Type::MYSQL_TYPE_BIT {
        return Cell::Bytes { base64: BASE64_STANDARD.encode(bytes) };
    }
    let text = String::from_utf8_lossy(&bytes);
    if is_number && !column.flags().contains(ColumnFlags::ZEROFILL_FLAG) {
        if let Ok(number) = text.parse() {
            return Cell::Integer(number);
        }
        return Cell::BigInt { digits: text.into_owned() };
    }
    Cell::Text(text.into_owned())
}

/// A parameter as `execute` binds it: numbers as doubles, everything else as text, as the driver does.
fn bound(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::NULL,
        Cell::Bool(value) => Value::Int(i64::from(*value)),
        Cell::Integer(value) => Value::Double(*value as f64),
        Cell::Real(value) => Value::Double(*value),
        Cell::Text(text) => Value::Bytes(text.clone().into_bytes()),
        Cell::BigInt { digits } => Value::Bytes(digits.clone().into_bytes()),
        Cell::Date { ms } => Value::Bytes(ms.to_string().into_bytes()),
        Cell::Json { value } => Value::Bytes(value.to_string().into_bytes()),
        Cell::Bytes { base64 } => Value::Bytes(BASE64_STANDARD.decode(base64).unwrap_or_default()),
    }
}

/// What went wrong, as the driver hears it. While connecting, what the server says is final.
fn failure(error: Error, connecting: bool) -> StoreError {
    match error {
        Error::Server(error) => StoreError {
            code: mysql_errors::name(error.code),
            errno: Some(i64::from(error.code)),
            sql_state: Some(error.state),
            message: error.message,
            fatal: connecting,
            ..StoreError::default()
        },
        Error::Io(IoError::Io(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => lost(),
        Error::Io(IoError::Io(error)) if connecting && error.kind() == std::io::ErrorKind::ConnectionRefused => {
            failed(&error, "connect", None)
        }
        Error::Io(IoError::Io(error)) => failed(&error, "read", None),
        Error::Io(IoError::Tls(error)) => {
            let message = error.to_string();
            StoreError { code: "HANDSHAKE_SSL_ERROR".to_owned(), message, fatal: true, ..StoreError::default() }
        }
        Error::Driver(DriverError::ConnectionClosed) => lost(),
        Error::Driver(DriverError::NoClientSslFlagFromServer) => StoreError {
            code: "HANDSHAKE_NO_SSL_SUPPORT".to_owned(),
            message: "Server does not support secure connection".to_owned(),
            fatal: true,
            ..StoreError::default()
        },
        other => of_driver(&other.to_string()),
    }
}

/// The server went away.
pub(super) fn lost() -> StoreError {
    StoreError {
        code: "PROTOCOL_CONNECTION_LOST".to_owned(),
        message: "Connection lost: The server closed the connection.".to_owned(),
        fatal: true,
        ..StoreError::default()
    }
}
