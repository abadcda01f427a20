//! The scalar functions and aggregates that SQL of either dialect may call.
//!
//! [`known`] is an allow-list: what is not in it does not exist, so no function of SQLite can be reached that the
//! server would not have. Functions whose SQLite namesake behaves the same are passed on to SQLite; the others are
//! registered by [`register`] under names of their own.

mod digest;
mod internal;
mod moment;
mod sequence;
mod structure;
mod text;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::Connection;

use crate::legacy::Dialect;

use super::errors::{carry, Refusal};
use super::session::Shared;
use super::types::ColumnType;

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returns {
    Text,
    Integer,
    Big,
    Decimal,
    Float,
    Boolean,
    Now,
    Date,
    Json,
    Bytes,
    Uuid,
    /// The type of the first argument that has one.
    Argument,
    /// What adding up the argument gives.
    Sum,
}

/// One function a dialect has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// As scripts call it, lower case.
    name: &'static str,
    /// What SQLite calls it.
    pub(crate) sqlite: &'static str,
    pub(crate) returns: Returns,
}

const fn f(name: &'static str, sqlite: &'static str, returns: Returns) -> Known {
    Known { name, sqlite, returns }
}

use Returns::{Argument, Big, Boolean, Bytes, Date, Decimal, Float, Integer, Json, Now, Sum, Text as T, Uuid};

/// What both dialects have.
const COMMON: &[Known] = &[
    f("count", "count", Big),
    f("sum", "sum", Sum),
    f("avg", "avg", Decimal),
    f("min", "min", Argument),
    f("max", "max", Argument),
    f("coalesce", "coalesce", Argument),
    f("nullif", "nullif", Argument),
    f("lower", "lower_text", T),
    f("upper", "upper_text", T),
    f("trim", "trim", T),
    f("ltrim", "ltrim", T),
    f("rtrim", "rtrim", T),
    f("replace", "replace", T),
    f("substring", "cut_text", T),
    f("substr", "cut_text", T),
    f("left", "left_text", T),
    f("right", "right_text", T),
    f("char_length", "length", Integer),
    f("character_length", "length", Integer),
    f("octet_length", "octet_length", Integer),
    f("bit_length", "bit_length", Integer),
    f("reverse", "reverse_text", T),
    f("repeat", "repeat_text", T),
    f("lpad", "lpad_text", T),
    f("rpad", "rpad_text", T),
    f("ascii", "unicode", Integer),
    f("concat", "concat_text", T),
    f("concat_ws", "concat_separated", T),
    f("md5", "md5_hex", T),
    f("now", "now_text", Now),
    f("current_timestamp", "now_text", Now),
    f("localtimestamp", "now_text", Now),
    f("localtime", "now_text", Now),
    f("current_date", "today_text", Date),
    f("current_time", "clock_text", T),
    f("version", "version_text", T),
    f("current_user", "current_user_text", T),
    f("session_user", "current_user_text", T),
    f("abs", "abs", Argument),
    f("round", "round", Argument),
    f("ceil", "ceil_number", Argument),
    f("ceiling", "ceil_number", Argument),
    f("floor", "floor_number", Argument),
    f("mod", "mod_number", Argument),
    f("greatest", "max", Argument),
    f("least", "min", Argument),
    f("row_number", "row_number", Big),
    f("rank", "rank", Big),
    f("dense_rank", "dense_rank", Big),
    f("lag", "lag", Argument),
    f("lead", "lead", Argument),
    f("first_value", "first_value", Argument),
    f("last_value", "last_value", Argument),
];

const MYSQL: &[Known] = &[
    f("ifnull", "ifnull", Argument),
    f("if", "iif", Argument),
    f("isnull", "is_null", Integer),
    f("lcase", "lower_text", T),
    f("ucase", "upper_text", T),
    f("mid", "cut_text", T),
    f("length", "octet_length", Integer),
    f("locate", "locate_text", Integer),
    f("instr", "position_text", Integer),
    f("substring_index", "substring_index", T),
    f("group_concat", "group_concat", T),
    f("sha", "sha1_hex", T),
    f("sha1", "sha1_hex", T),
    f("sha2", "sha2_hex", T),
    f("hex", "hex", T),
    f("unhex", "unhex", Bytes),
    f("to_base64", "to_base64", T),
    f("from_base64", "from_base64", Bytes),
    f("uuid", "random_uuid", T),
    f("rand", "random_float", Float),
    f("sysdate", "now_text", Now),
    f("utc_timestamp", "now_text", Now),
    f("curdate", "today_text", Date),
    f("curtime", "clock_text", T),
    f("utc_date", "today_text", Date),
    f("unix_timestamp", "unix_seconds", Big),
    f("from_unixtime", "from_unix", Now),
    f("date_format", "strftime_mysql", T),
    f("date_add", "shifted_by", Now),
    f("date_sub", "shifted_back", Now),
    f("adddate", "shifted_by", Now),
    f("subdate", "shifted_back", Now),
    f("datediff", "date_difference", Integer),
    f("date", "date_part", Date),
    f("year", "year_part", Integer),
    f("month", "month_part", Integer),
    f("day", "day_part", Integer),
    f("hour", "hour_part", Integer),
    f("minute", "minute_part", Integer),
    f("second", "second_part", Integer),
    f("last_insert_id", "last_insert_id", Big),
    f("row_count", "row_count", Big),
    f("connection_id", "connection_number", Big),
    f("database", "database_text", T),
    f("schema", "database_text", T),
    f("user", "current_user_text", T),
    f("sleep", "no_sleep", Integer),
    f("json_extract", "json_extract", Json),
    f("json_unquote", "json_unquoted", T),
    f("json_object", "json_object", Json),
    f("json_array", "json_array", Json),
    f("json_set", "json_set", Json),
    f("json_valid", "json_valid", Integer),
    f("json_contains", "json_contained", Integer),
    f("json_arrayagg", "json_group_array", Json),
    f("json_objectagg", "json_group_object", Json),
];

const POSTGRESQL: &[Known] = &[
    f("btrim", "trim", T),
    f("length", "length", Integer),
    f("strpos", "position_text", Integer),
    f("split_part", "split_part", T),
    f("initcap", "initial_capitals", T),
    f("string_agg", "string_agg", T),
    f("array_agg", "json_group_array", Json),
    f("json_agg", "json_group_array", Json),
    f("jsonb_agg", "json_group_array", Json),
    f("bool_or", "max", Boolean),
    f("bool_and", "min", Boolean),
    f("every", "min", Boolean),
    f("random", "random_float", Float),
    f("encode", "encode_bytes", T),
    f("decode", "decode_text", Bytes),
    f("digest", "digest_bytes", Bytes),
    f("hmac", "hmac_bytes", Bytes),
    f("sha256", "sha256_bytes", Bytes),
    f("sha512", "sha512_bytes", Bytes),
    f("crypt", "crypt_text", T),
    f("gen_salt", "salt_text", T),
    f("gen_random_uuid", "random_uuid", Uuid),
    f("uuid_generate_v4", "random_uuid", Uuid),
    f("gen_random_bytes", "random_bytes", Bytes),
    f("clock_timestamp", "now_text", Now),
    f("statement_timestamp", "now_text", Now),
    f("transaction_timestamp", "now_text", Now),
    f("to_char", "to_char_text", T),
    f("to_timestamp", "from_unix", Now),
    f("date_trunc", "date_truncated", Now),
    f("date_part", "extract_field", Float),
    f("date", "date_part", Date),
    f("nextval", "next_value", Big),
    f("currval", "current_value", Big),
    f("lastval", "last_sequence_value", Big),
    f("setval", "set_value", Big),
    f("current_database", "database_text", T),
    f("current_schema", "schema_text", T),
    f("current_catalog", "database_text", T),
    f("user", "current_user_text", T),
    f("pg_sleep", "no_sleep", T),
    f("set_config", "set_setting", T),
    f("current_setting", "current_setting", T),
    f("json_build_object", "json_object", Json),
    f("jsonb_build_object", "json_object", Json),
    f("json_build_array", "json_array", Json),
    f("jsonb_build_array", "json_array", Json),
    f("json_array_length", "json_array_length", Integer),
    f("jsonb_array_length", "json_array_length", Integer),
    f("jsonb_extract_path_text", "json_path_text", T),
    f("json_extract_path_text", "json_path_text", T),
    f("to_json", "to_json_text", Json),
    f("to_jsonb", "to_json_text", Json),
    f("array_length", "array_size", Integer),
    f("cardinality", "array_size", Integer),
    f("array_to_string", "array_joined", T),
];

/// The function of this name, if the dialect has it and the embedded store too.
pub(crate) fn known(dialect: Dialect, name: &str) -> Option<&'static Known> {
    let own = match dialect {
        Dialect::MySql => MYSQL,
        Dialect::PostgreSql => POSTGRESQL,
    };
    own.iter().chain(COMMON).find(|known| known.name == name)
}

impl Returns {
    /// The type of the answer, given the types of the arguments.
    pub(crate) fn of(self, arguments: &[ColumnType], dialect: Dialect) -> ColumnType {
        use super::types::Kind;
        match self {
            Self::Text => ColumnType::text(dialect),
            Self::Integer => ColumnType::integer(dialect),
            Self::Big => ColumnType::big(dialect),
            Self::Decimal => match arguments.first().map(|ty| &ty.kind) {
                Some(Kind::Float) => ColumnType::float(dialect),
                _ => ColumnType::decimal(dialect),
            },
            Self::Float => ColumnType::float(dialect),
            Self::Boolean => ColumnType::boolean(dialect),
            Self::Now => ColumnType::now(dialect),
            Self::Date => ColumnType::date(),
            Self::Json => ColumnType::json(dialect),
            Self::Bytes => ColumnType::bytes(dialect),
            Self::Uuid => ColumnType::uuid(dialect),
            Self::Argument => {
                let typed = arguments.iter().find(|ty| ty.kind != Kind::Unknown);
                typed.cloned().unwrap_or_else(ColumnType::unknown)
            }
            Self::Sum => match (arguments.first().map(|ty| &ty.kind), dialect) {
                (Some(Kind::Float), _) => ColumnType::float(dialect),
                (Some(Kind::Integer(bits)), Dialect::PostgreSql) if *bits < 64 => ColumnType::big(dialect),
                _ => ColumnType::decimal(dialect),
            },
        }
    }
}

/// A function body: its arguments and the session in, a value out.
type Body = fn(&[Value], &Shared) -> Result<Value, Refusal>;

/// A function to register: SQLite name, number of arguments (-1: any), body.
type Entry = (&'static str, i32, Body);

/// Makes the functions known to a connection.
///
/// # Errors
/// SQLite's, if it cannot take one.
pub(crate) fn register(connection: &Connection, shared: &Shared) -> rusqlite::Result<()> {
    // SQLite computes a deterministic function of constants once a statement, and allows it in indexes.
    let pure = [internal::ALL, text::ALL, structure::ALL].into_iter().flatten().map(|entry| (entry, true));
    let others =
        [internal::EACH, digest::ALL, moment::ALL, sequence::ALL].into_iter().flatten().map(|entry| (entry, false));
    for (&(name, arguments, body), is_pure) in pure.chain(others) {
        let shared = shared.clone();
        let mut flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
        flags.set(FunctionFlags::SQLITE_DETERMINISTIC, is_pure);
        connection.create_scalar_function(name, arguments, flags, move |context| {
            let arguments = (0..context.len()).map(|index| context.get(index)).collect::<Result<Vec<Value>, _>>()?;
            body(&arguments, &shared).map_err(|refusal| carry(&refusal))
        })?;
    }
    Ok(())
}

/// The argument at `index`, NULL if it is not there.
fn argument(arguments: &[Value], index: usize) -> &Value {
    arguments.get(index).unwrap_or(&Value::Null)
}

/// The argument as text; `None` for NULL.
fn text_of(arguments: &[Value], index: usize) -> Option<String> {
    match argument(arguments, index) {
        Value::Null => None,
        value => Some(super::coerce::as_text(value)),
    }
}

/// The argument as a number; `None` for NULL and what is none.
fn number_of(arguments: &[Value], index: usize) -> Option<f64> {
    match argument(arguments, index) {
        Value::Integer(n) => Some(*n as f64),
        Value::Real(n) => Some(*n),
        Value::Null => None,
        other => super::coerce::as_text(other).trim().parse().ok(),
    }
}

/// The argument as bytes, text as UTF-8; `None` for NULL.
fn bytes_of(arguments: &[Value], index: usize) -> Option<Vec<u8>> {
    match argument(arguments, index) {
        Value::Null => None,
        Value::Blob(bytes) => Some(bytes.clone()),
        other => Some(super::coerce::as_text(other).into_bytes()),
    }
}

/// `Some` as text, `None` as NULL.
fn text_or_null(text: Option<String>) -> Result<Value, Refusal> {
    Ok(text.map_or(Value::Null, Value::Text))
}
