//! The scalar functions and aggregates that SQL of either dialect may call.
//!
//! The table behind [`known()`] is an allow-list: what is not in it does not exist, so no function of SQLite can be
//! reached that the server would not have. Functions whose SQLite namesake behaves the same are passed on to SQLite; the others are
//! registered by [`register`] under names of their own.

mod digest;
mod foreign;
mod internal;
mod known;
mod moment;
mod number;
mod regular;
mod sequence;
mod structure;
mod text;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::Connection;

use super::errors::{carry, Refusal};
use super::session::Shared;

pub(crate) use foreign::oracle_date;
pub(crate) use known::{is_elsewhere, known, typed, Known, Returns};

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
    let pure = [internal::ALL, text::ALL, number::ALL, structure::ALL, foreign::ALL, regular::ALL]
        .into_iter()
        .flatten()
        .map(|entry| (entry, true));
    let others = [internal::EACH, digest::ALL, moment::ALL, sequence::ALL, foreign::EACH]
        .into_iter()
        .flatten()
        .map(|entry| (entry, false));
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
