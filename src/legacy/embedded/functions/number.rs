//! Functions of numbers that SQLite is built without, or has otherwise.

use rusqlite::types::Value;

use super::{argument, bytes_of, number_of, text_of, Entry, Refusal};

pub(super) const ALL: &[Entry] = &[
    ("power_number", 2, |arguments, _| {
        let (Some(base), Some(exponent)) = (number_of(arguments, 0), number_of(arguments, 1)) else {
            return Ok(Value::Null);
        };
        Ok(finite(base.powf(exponent)))
    }),
    ("root_number", 1, |arguments, _| Ok(number_of(arguments, 0).map_or(Value::Null, |number| finite(number.sqrt())))),
    ("sign_number", 1, |arguments, _| {
        let sign = |number: f64| i64::from(number > 0.0) - i64::from(number < 0.0);
        Ok(number_of(arguments, 0).map_or(Value::Null, |number| Value::Integer(sign(number))))
    }),
    ("cut_number", 2, |arguments, _| {
        let (Some(number), Some(digits)) = (number_of(arguments, 0), number_of(arguments, 1)) else {
            return Ok(Value::Null);
        };
        let factor = 10_f64.powi(digits.clamp(-30.0, 30.0) as i32);
        Ok(finite((number * factor).trunc() / factor))
    }),
    ("hex_digits", 1, hex_digits),
    ("place_among", -1, place_among),
    ("decimal_text", 2, |arguments, _| {
        let digits = number_of(arguments, 1).unwrap_or(0.0).clamp(0.0, 60.0) as usize;
        Ok(number_of(arguments, 0).map_or(Value::Null, |number| Value::Text(format!("{number:.digits$}"))))
    }),
    ("boolean_text", 1, |arguments, _| {
        Ok(match argument(arguments, 0) {
            Value::Integer(truth) => Value::Text((*truth != 0).to_string()),
            other => other.clone(),
        })
    }),
];

fn finite(number: f64) -> Value {
    if number.is_finite() {
        Value::Real(number)
    } else {
        Value::Null
    }
}

/// `HEX(value)`: a number's own digits, else those of the bytes.
fn hex_digits(arguments: &[Value], _: &super::Shared) -> Result<Value, Refusal> {
    if let Value::Integer(number) = argument(arguments, 0) {
        return Ok(Value::Text(format!("{number:X}")));
    }
    let Some(bytes) = bytes_of(arguments, 0) else { return Ok(Value::Null) };
    Ok(Value::Text(bytes.iter().map(|byte| format!("{byte:02X}")).collect()))
}

/// `FIELD(value, …)`: which of the others it is, from 1; 0 if none.
fn place_among(arguments: &[Value], _: &super::Shared) -> Result<Value, Refusal> {
    let Some(wanted) = text_of(arguments, 0).map(|text| text.to_lowercase()) else { return Ok(Value::Integer(0)) };
    let is_it = |index: &usize| text_of(arguments, *index).is_some_and(|text| text.to_lowercase() == wanted);
    let place = (1..arguments.len()).find(is_it).unwrap_or(0);
    Ok(Value::Integer(i64::try_from(place).unwrap_or(0)))
}
