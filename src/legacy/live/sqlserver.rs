//! A SQL Server.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use base64::prelude::{Engine, BASE64_STANDARD};
use futures_util::io::{AsyncRead, AsyncWrite};
use futures_util::TryStreamExt;
use serde_json::{Map, Value};
use tiberius::error::Error;
use tiberius::{AuthMethod, Client, ColumnData, ColumnType, Config, EncryptionLevel, QueryItem, ToSql};
use tokio::io::ReadBuf;
use tokio::net::TcpStream;

use super::dry_run::renamed;
use super::network::{connect, driver_timed_out};
use crate::legacy::embedded::time::days_from_civil;
use crate::legacy::{Access, Cell, Column, Dialect, Params, Reply, StoreError, Target};

/// The most an answer may weigh.
const LARGEST_ANSWER: usize = 64 << 20;

/// An open session.
pub(super) struct Session {
    client: Client<Futures<TcpStream>>,
}

impl Session {
    /// Connects and says who one is.
    pub(super) async fn open(target: &Target, access: &Access) -> Result<Self, StoreError> {
        let host = target.host.as_deref().unwrap_or("localhost");
        let port = target.port.unwrap_or(Dialect::SqlServer.port());
        let limit = access.timeout_ms.map(Duration::from_millis);
        let stream = connect(host, port, limit).await?;
        let mut config = Config::new();
        config.host(host);
        config.port(port);
        let password = access.password.as_ref().map_or("", |password| password.expose().as_str());
        config.authentication(AuthMethod::sql_server(target.user.as_deref().unwrap_or_default(), password));
        if let Some(database) = &target.database {
            config.database(database);
        }
        match &access.tls {
            None => config.encryption(EncryptionLevel::NotSupported),
            Some(tls) => {
                config.encryption(if tls.optional { EncryptionLevel::On } else { EncryptionLevel::Required });
                if !tls.reject_unauthorized {
                    config.trust_cert();
                } else if !tls.ca.is_empty() {
                    config.trust_cert_ca_bundle(tls.ca.join("\n").into_bytes());
                }
                if let Some(name) = &tls.servername {
                    config.hostname_in_certificate(name);
                }
            }
        }
        let opened = async {
            let opened = Client::connect(config, Futures(stream)).await;
            opened.map_err(|error| StoreError { fatal: true, ..failure(error, "ELOGIN") })
        };
        let client = match limit {
            Some(limit) => {
                tokio::time::timeout(limit, opened).await.unwrap_or_else(|_| Err(driver_timed_out("connect")))?
            }
            None => opened.await?,
        };
        Ok(Self { client })
    }

    /// Runs a batch, its parameters bound by number.
    pub(super) async fn ask(&mut self, text: &str, params: &Params) -> Reply {
        let (text, cells) = numbered(text, params);
        let bound: Vec<Bound> = cells.into_iter().map(Bound).collect();
        let bound: Vec<&dyn ToSql> = bound.iter().map(|bound| bound as &dyn ToSql).collect();
        let answered =
            if brings_rows(&text) { self.rows(&text, &bound).await } else { self.written(&text, &bound).await };
        answered.unwrap_or_else(Reply::Error)
    }

    async fn written(&mut self, text: &str, bound: &[&dyn ToSql]) -> Result<Reply, StoreError> {
        if bound.is_empty() {
            // What is not bound goes as a batch: a transaction begun in a prepared statement would end with it.
            let stream = self.client.simple_query(format!("{text}\n;SELECT @@ROWCOUNT")).await;
            let stream = stream.map_err(|error| failure(error, "EREQUEST"))?;
            let counted = stream.into_row().await.map_err(|error| failure(error, "EREQUEST"))?;
            let count = counted.and_then(|row| row.try_get::<i32, _>(0).ok().flatten()).unwrap_or(0);
            return Ok(wrote(text, u64::try_from(count).unwrap_or(0)));
        }
        let done = self.client.execute(text, bound).await.map_err(|error| failure(error, "EREQUEST"))?;
        Ok(wrote(text, done.total()))
    }

    async fn rows(&mut self, text: &str, bound: &[&dyn ToSql]) -> Result<Reply, StoreError> {
        let asked = match bound {
            [] => self.client.simple_query(text).await,
            bound => self.client.query(text, bound).await,
        };
        let mut stream = asked.map_err(|error| failure(error, "EREQUEST"))?;
        let mut replies: Vec<Reply> = Vec::new();
        let mut weight = 0_usize;
        while let Some(item) = stream.try_next().await.map_err(|error| failure(error, "EREQUEST"))? {
            match item {
                QueryItem::Metadata(told) => replies.push(Reply::Rows {
                    command: verb(text),
                    columns: told.columns().iter().map(described).collect(),
                    rows: Vec::new(),
                    affected: None,
                }),
                QueryItem::Row(row) => {
                    let cells: Vec<Cell> = row.into_iter().map(cell).collect();
                    weight = weight.saturating_add(64).saturating_add(cells.iter().map(size).sum::<usize>());
                    if weight > LARGEST_ANSWER {
                        return Err(StoreError {
                            code: StoreError::DRIVER.to_owned(),
                            message: "the answer is larger than loginscope reads (64 MB)".to_owned(),
                            fatal: true,
                            ..StoreError::default()
                        });
                    }
                    if let Some(Reply::Rows { rows, .. }) = replies.last_mut() {
                        rows.push(cells);
                    }
                }
            }
        }
        Ok(match replies.len() {
            0 => wrote(text, 0),
            1 => replies.remove(0),
            _ => Reply::Several { replies },
        })
    }

    /// Says goodbye.
    pub(super) async fn close(self) {
        // The server takes a connection that is gone for a goodbye, too.
        let _gone = self.client.close().await;
    }
}

/// `@name` as the `@P1` … the client binds, each with its value.
fn numbered(text: &str, params: &Params) -> (String, Vec<Cell>) {
    match params {
        Params::Positional(cells) => (text.to_owned(), cells.clone()),
        Params::Named(named) => {
            let number = |word: &str| {
                let name = word.strip_prefix('@')?;
                let place = named.iter().position(|(known, _)| known.eq_ignore_ascii_case(name))?;
                Some(format!("@P{}", place + 1))
            };
            (renamed(Dialect::SqlServer, text, number), named.iter().map(|(_, cell)| cell.clone()).collect())
        }
    }
}

/// Whether a batch answers rows: the client tells either rows or counts.
fn brings_rows(text: &str) -> bool {
    let words = super::dry_run::words(Dialect::SqlServer, text);
    let is = |word: &str, of: &[&str]| of.contains(&word);
    let selects = words.windows(2).any(|pair| pair[0] == "SELECT" && !pair[1].starts_with('@'));
    let writes = words.first().is_some_and(|word| is(word, &["INSERT", "UPDATE", "DELETE", "MERGE"]));
    words.iter().any(|word| is(word, &["OUTPUT", "EXEC", "EXECUTE"])) || (selects && !writes) || {
        writes && words.iter().any(|word| word == ";") && selects
    }
}

fn verb(text: &str) -> String {
    super::dry_run::words(Dialect::SqlServer, text).into_iter().next().unwrap_or_default()
}

fn wrote(text: &str, count: u64) -> Reply {
    Reply::Written { command: verb(text), matched: count, changed: count, insert_id: 0 }
}

fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Bytes { base64: text } => text.len(),
        _ => 8,
    }
}

fn described(column: &tiberius::Column) -> Column {
    Column { name: column.name().to_owned(), type_name: type_name(column.column_type()).to_owned(), table: None }
}

fn type_name(kind: ColumnType) -> &'static str {
    use ColumnType as Type;
    match kind {
        Type::Null => "",
        Type::Bit | Type::Bitn => "bit",
        Type::Int1 => "tinyint",
        Type::Int2 => "smallint",
        Type::Int4 | Type::Intn => "int",
        Type::Int8 => "bigint",
        Type::Datetime4 => "smalldatetime",
        Type::Float4 => "real",
        Type::Float8 | Type::Floatn => "float",
        Type::Money => "money",
        Type::Money4 => "smallmoney",
        Type::Datetime | Type::Datetimen => "datetime",
        Type::Guid => "uniqueidentifier",
        Type::Decimaln => "decimal",
        Type::Numericn => "numeric",
        Type::Daten => "date",
        Type::Timen => "time",
        Type::Datetime2 => "datetime2",
        Type::DatetimeOffsetn => "datetimeoffset",
        Type::BigVarBin => "varbinary",
        Type::BigVarChar => "varchar",
        Type::BigBinary => "binary",
        Type::BigChar => "char",
        Type::NVarchar => "nvarchar",
        Type::NChar => "nchar",
        Type::Xml => "xml",
        Type::Text => "text",
        Type::Image => "image",
        Type::NText => "ntext",
        Type::SSVariant => "sql_variant",
        Type::Udt => "udt",
        // Types of later versions of the client.
        #[allow(unreachable_patterns)]
        _ => "",
    }
}

fn cell(value: ColumnData<'static>) -> Cell {
    let known = match value {
        ColumnData::U8(value) => value.map(|value| Cell::Integer(value.into())),
        ColumnData::I16(value) => value.map(|value| Cell::Integer(value.into())),
        ColumnData::I32(value) => value.map(|value| Cell::Integer(value.into())),
        ColumnData::I64(value) => value.map(Cell::Integer),
        ColumnData::F32(value) => value.map(|value| Cell::Real(value.into())),
        ColumnData::F64(value) => value.map(Cell::Real),
        ColumnData::Bit(value) => value.map(Cell::Bool),
        ColumnData::String(value) => value.map(|value| Cell::Text(value.into_owned())),
        ColumnData::Guid(value) => value.map(|value| Cell::Text(value.to_string().to_ascii_uppercase())),
        ColumnData::Binary(value) => value.map(|value| Cell::Bytes { base64: BASE64_STANDARD.encode(value) }),
        ColumnData::Numeric(value) => value.map(|value| Cell::Text(value.to_string())),
        ColumnData::Xml(value) => value.map(|value| Cell::Text(value.to_string())),
        ColumnData::DateTime(value) => value.map(|value| {
            let day = f64::from(value.days()) + days_to(1900);
            moment(day, f64::from(value.seconds_fragments()) * 1000.0 / 300.0)
        }),
        ColumnData::SmallDateTime(value) => value.map(|value| {
            moment(f64::from(value.days()) + days_to(1900), f64::from(value.seconds_fragments()) * 60_000.0)
        }),
        ColumnData::Date(value) => value.map(|value| moment(f64::from(value.days()) + days_to(1), 0.0)),
        ColumnData::Time(value) => value.map(|value| moment(0.0, of_day(value))),
        ColumnData::DateTime2(value) => {
            value.map(|value| moment(f64::from(value.date().days()) + days_to(1), of_day(value.time())))
        }
        ColumnData::DateTimeOffset(value) => value.map(|value| {
            let at = value.datetime2();
            moment(f64::from(at.date().days()) + days_to(1), of_day(at.time()))
        }),
    };
    known.unwrap_or(Cell::Null)
}

/// Days from 1970 to the first day of a year.
fn days_to(year: i64) -> f64 {
    days_from_civil(year, 1, 1) as f64
}

fn moment(day: f64, ms: f64) -> Cell {
    Cell::Date { ms: day * 86_400_000.0 + ms.round() }
}

/// Milliseconds since midnight.
fn of_day(time: tiberius::time::Time) -> f64 {
    time.increments() as f64 / 10_f64.powi(i32::from(time.scale())) * 1000.0
}

/// A value to be bound.
struct Bound(Cell);

impl ToSql for Bound {
    fn to_sql(&self) -> ColumnData<'_> {
        let text = |text: String| ColumnData::String(Some(text.into()));
        match &self.0 {
            Cell::Null => ColumnData::String(None),
            Cell::Bool(value) => ColumnData::Bit(Some(*value)),
            Cell::Integer(value) => match i32::try_from(*value) {
                Ok(value) => ColumnData::I32(Some(value)),
                Err(_) => ColumnData::I64(Some(*value)),
            },
            Cell::Real(value) => ColumnData::F64(Some(*value)),
            Cell::Text(value) => ColumnData::String(Some(value.as_str().into())),
            Cell::Bytes { base64 } => {
                ColumnData::Binary(Some(BASE64_STANDARD.decode(base64).unwrap_or_default().into()))
            }
            Cell::BigInt { digits } => text(digits.clone()),
            Cell::Date { ms } => text(crate::legacy::embedded::time::format((*ms * 1000.0) as i64)),
            Cell::Json { value } => text(value.to_string()),
        }
    }
}

/// What went wrong; `code` is how the driver sums up what the server says.
fn failure(error: Error, code: &str) -> StoreError {
    match error {
        Error::Server(said) => {
            let mut details = Map::new();
            details.insert("serverName".to_owned(), Value::from(said.server()));
            details.insert("procName".to_owned(), Value::from(said.procedure()));
            StoreError {
                code: code.to_owned(),
                errno: Some(i64::from(said.code())),
                sql_state: Some(said.state().to_string()),
                severity: Some(said.class().to_string()),
                position: Some(said.line()),
                message: said.message().to_owned(),
                fatal: said.class() >= 20,
                details,
                ..StoreError::default()
            }
        }
        Error::Io { message, .. } => {
            let code = "ESOCKET".to_owned();
            StoreError { code, message: format!("Connection lost - {message}"), fatal: true, ..StoreError::default() }
        }
        other => {
            StoreError { code: "ESOCKET".to_owned(), message: other.to_string(), fatal: true, ..StoreError::default() }
        }
    }
}

/// A stream as the client wants it.
struct Futures<S>(S);

impl<S: tokio::io::AsyncRead + Unpin> AsyncRead for Futures<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut read = ReadBuf::new(into);
        match Pin::new(&mut self.0).poll_read(context, &mut read) {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(read.filled().len())),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: tokio::io::AsyncWrite + Unpin> AsyncWrite for Futures<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
