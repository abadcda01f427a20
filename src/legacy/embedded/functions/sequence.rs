//! Sequences, and what a session knows of itself.

use rusqlite::types::Value;

use super::super::errors::postgresql::error;
use super::super::session::Shared;
use super::{argument, number_of, text_of, Entry, Refusal};

pub(super) const ALL: &[Entry] = &[
    ("next_value", 1, next_value),
    ("current_value", 1, current_value),
    ("last_sequence_value", 0, |_, shared| match &shared.lock().last_sequence {
        Some((_, value)) => Ok(Value::Integer(*value)),
        None => Err(error("55000", "lastval is not yet defined in this session")),
    }),
    ("set_value", -1, set_value),
    ("last_insert_id", -1, |arguments, shared| match argument(arguments, 0) {
        Value::Integer(value) => {
            shared.lock().last_insert_id = *value;
            Ok(Value::Integer(*value))
        }
        _ => Ok(Value::Integer(shared.lock().last_insert_id)),
    }),
    ("row_count", 0, |_, shared| Ok(Value::Integer(shared.lock().row_count))),
    ("connection_number", 0, |_, _| Ok(Value::Integer(1))),
    ("database_text", 0, |_, shared| Ok(Value::Text(shared.lock().database.clone()))),
    ("schema_text", 0, |_, _| Ok(Value::Text("public".to_owned()))),
    ("current_user_text", 0, |_, shared| Ok(Value::Text(shared.lock().user.clone()))),
    ("version_text", 0, |_, shared| {
        let session = shared.lock();
        Ok(Value::Text(super::super::introspect::version(session.dialect, session.catalogue.flavour).to_owned()))
    }),
    ("set_setting", 3, |arguments, _| Ok(argument(arguments, 1).clone())),
    ("current_setting", -1, |_, _| Ok(Value::Text(String::new()))),
];

/// The bare name in `'public.users_id_seq'`.
fn name_of(arguments: &[Value]) -> String {
    let text = text_of(arguments, 0).unwrap_or_default();
    text.rsplit('.').next().unwrap_or_default().trim_matches('"').to_owned()
}

fn missing(name: &str) -> Refusal {
    error("42P01", format!("relation \"{name}\" does not exist"))
}

fn next_value(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let name = name_of(arguments);
    let mut session = shared.lock();
    let next = session.sequences.get_mut(&name).ok_or_else(|| missing(&name))?;
    let value = *next;
    *next = value.saturating_add(1);
    session.last_sequence = Some((name, value));
    Ok(Value::Integer(value))
}

fn current_value(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let name = name_of(arguments);
    match &shared.lock().last_sequence {
        Some((last, value)) if *last == name => Ok(Value::Integer(*value)),
        _ => Err(error("55000", format!("currval of sequence \"{name}\" is not yet defined in this session"))),
    }
}

fn set_value(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let name = name_of(arguments);
    let Some(value) = number_of(arguments, 1).map(|value| value as i64) else { return Ok(Value::Null) };
    let called = !matches!(argument(arguments, 2), Value::Integer(0));
    let mut session = shared.lock();
    let next = session.sequences.get_mut(&name).ok_or_else(|| missing(&name))?;
    *next = value.saturating_add(i64::from(called));
    Ok(Value::Integer(value))
}
