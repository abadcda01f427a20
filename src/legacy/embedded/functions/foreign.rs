//! What SQL Server, Oracle and Db2 have and the two families do not, or not like this.

use digest::Digest;
use rusqlite::types::Value;

use crate::legacy::Dialect;

use super::super::coerce::{as_text, unhex};
use super::super::errors::postgresql;
use super::super::foreign::coerce::strict_number;
use super::super::foreign::errors::{db2, oracle, sql_server};
use super::super::session::{Session, Shared};
use super::super::time;
use super::{argument, bytes_of, number_of, text_of, text_or_null, Entry, Refusal};

pub(super) const ALL: &[Entry] = &[
    ("plus_any", 2, |arguments, shared| moved(arguments, shared, 1)),
    ("minus_any", 2, |arguments, shared| moved(arguments, shared, -1)),
    ("divided", 3, |arguments, shared| quotient(arguments, shared, false)),
    ("remainder", 3, |arguments, shared| quotient(arguments, shared, true)),
    ("strict_number", 1, |arguments, shared| strict_number(argument(arguments, 0).clone(), server(shared))),
    ("len_text", 1, |arguments, _| {
        let text = text_of(arguments, 0);
        Ok(text.map_or(Value::Null, |text| Value::Integer(text.trim_end_matches(' ').chars().count() as i64)))
    }),
    ("char_index", -1, |arguments, shared| Ok(found(arguments, 0, 1, shared))),
    ("instr_any", -1, |arguments, shared| Ok(found(arguments, 1, 0, shared))),
    ("substr_any", -1, substr),
    ("stuff_text", 4, stuff),
    ("is_numeric", 1, |arguments, _| {
        let is = match argument(arguments, 0) {
            Value::Integer(_) | Value::Real(_) => true,
            Value::Text(text) => text.trim().parse::<f64>().is_ok_and(f64::is_finite),
            _ => false,
        };
        Ok(Value::Integer(i64::from(is)))
    }),
    ("json_value_text", 2, |arguments, _| {
        let (Some(json), Some(path)) = (text_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
        text_or_null(json_value(&json, &path))
    }),
    ("convert_style", 3, convert_style),
    ("hash_bytes", -1, hash),
    ("date_added", 3, date_added),
    ("date_diff", 3, date_diff),
    ("months_added", 2, |arguments, _| {
        let (Some(at), Some(months)) = (moment(arguments, 0), number_of(arguments, 1)) else { return Ok(Value::Null) };
        let span = time::Interval { months: months as i64, ..time::Interval::default() };
        text_or_null(time::shift(at, span, 1).map(time::format))
    }),
    ("trunc_any", -1, trunc),
    ("oracle_concat", 2, |arguments, _| {
        let joined: String = (0..2).filter_map(|index| text_of(arguments, index)).collect();
        text_or_null((!joined.is_empty()).then_some(joined))
    }),
    ("oracle_char", -1, oracle_char),
    ("oracle_date", -1, to_date),
    ("oracle_number", -1, |arguments, _| match argument(arguments, 0) {
        Value::Text(text) => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() && number.fract() == 0.0 && number.abs() < 9e15 => {
                Ok(Value::Integer(number as i64))
            }
            Ok(number) if number.is_finite() => Ok(Value::Real(number)),
            _ => Err(oracle(1722, "invalid number")),
        },
        other => Ok(other.clone()),
    }),
];

/// Called anew for each row and statement.
pub(super) const EACH: &[Entry] = &[
    ("guid_text", 0, |_, _| Ok(Value::Text(super::digest::uuid().to_uppercase()))),
    ("last_identity", 0, |_, shared| {
        Ok(shared.lock().last_sequence.as_ref().map_or(Value::Null, |(_, value)| Value::Integer(*value)))
    }),
    ("open_transactions", 0, |_, shared| Ok(Value::Integer(i64::from(shared.lock().open_transactions)))),
    ("oracle_user", 0, |_, shared| Ok(Value::Text(shared.lock().user.to_uppercase()))),
    ("sysdate_text", 0, |_, shared| {
        let now = shared.lock().now;
        Ok(Value::Text(time::format(now.div_euclid(1_000_000) * 1_000_000)))
    }),
];

fn server(shared: &Shared) -> Dialect {
    of(&shared.lock())
}

fn of(session: &Session) -> Dialect {
    session.catalogue.server.unwrap_or(Dialect::SqlServer)
}

fn moment(arguments: &[Value], index: usize) -> Option<i64> {
    time::parse(&text_of(arguments, index)?)
}

const DAY: f64 = 86_400_000_000.0;

/// `+` and `-`, which look at what they are given: text is joined by SQL Server, days are added to a date, and the
/// days between two dates counted; all else is numbers.
fn moved(arguments: &[Value], shared: &Shared, sign: i64) -> Result<Value, Refusal> {
    let (one, other) = (argument(arguments, 0), argument(arguments, 1));
    let server = server(shared);
    let date = |value: &Value| match value {
        Value::Text(text) if text.len() >= 10 && text.as_bytes()[4..].starts_with(b"-") => time::parse(text),
        _ => None,
    };
    let days = |at: i64, days: f64, sign: i64| {
        let micros = (days * DAY).round();
        // Beyond these years nobody lives.
        let fits = micros.abs() < 4e6 * DAY;
        Value::Text(time::format(at.saturating_add(if fits { micros as i64 * sign } else { 0 })))
    };
    let number = |value: &Value| match value {
        Value::Integer(n) => Some(*n as f64),
        Value::Real(n) => Some(*n),
        _ => None,
    };
    match (one, other) {
        (Value::Null, _) | (_, Value::Null) => return Ok(Value::Null),
        (Value::Text(one), Value::Text(other)) if sign > 0 && server == Dialect::SqlServer => {
            return Ok(Value::Text(format!("{one}{other}")));
        }
        (Value::Blob(one), Value::Blob(other)) if sign > 0 => {
            return Ok(Value::Blob([one.as_slice(), other.as_slice()].concat()));
        }
        (Value::Integer(one), Value::Integer(other)) => {
            let sum = if sign > 0 { one.checked_add(*other) } else { one.checked_sub(*other) };
            return Ok(sum.map_or(Value::Real(*one as f64 + *other as f64 * sign as f64), Value::Integer));
        }
        _ => {}
    }
    match (date(one), date(other), number(one), number(other)) {
        (Some(one), Some(other), ..) if sign < 0 => return Ok(Value::Real((one - other) as f64 / DAY)),
        (Some(at), _, _, Some(count)) => return Ok(days(at, count, sign)),
        (_, Some(at), Some(count), _) if sign > 0 => return Ok(days(at, count, 1)),
        (Some(at), None, None, None) => {
            if let Some(span) = time::parse_interval(&as_text(other)) {
                return text_or_null(time::shift(at, span, sign).map(time::format));
            }
        }
        _ => {}
    }
    let strict = |value: &Value| -> Result<f64, Refusal> {
        match strict_number(value.clone(), server)? {
            Value::Integer(n) => Ok(n as f64),
            Value::Real(n) => Ok(n),
            _ => Ok(0.0),
        }
    };
    let sum = strict(one)? + strict(other)? * sign as f64;
    let whole =
        sum.fract() == 0.0 && sum.abs() < 9e15 && !matches!((one, other), (Value::Real(_), _) | (_, Value::Real(_)));
    Ok(if whole { Value::Integer(sum as i64) } else { Value::Real(sum) })
}

/// `/` and `%`. Whole numbers give whole numbers unless the third argument says that one of them is exact; Oracle
/// knows no whole numbers.
fn quotient(arguments: &[Value], shared: &Shared, remainder: bool) -> Result<Value, Refusal> {
    let (Some(one), Some(other)) = (number_of(arguments, 0), number_of(arguments, 1)) else { return Ok(Value::Null) };
    let server = shared.lock().catalogue.server;
    if other == 0.0 {
        return Err(match server {
            None => postgresql::error("22012", "division by zero"),
            Some(Dialect::SqlServer) => sql_server(8134, 16, 1, "Divide by zero error encountered."),
            Some(Dialect::Oracle) => oracle(1476, "divisor is equal to zero"),
            Some(_) => db2(-801, "22012", "Division by zero was attempted."),
        });
    }
    let whole = server != Some(Dialect::Oracle) && !matches!(argument(arguments, 2), Value::Integer(1));
    Ok(match (argument(arguments, 0), argument(arguments, 1)) {
        (Value::Integer(one), Value::Integer(other)) if whole || remainder => {
            let result = if remainder { one.checked_rem(*other) } else { one.checked_div(*other) };
            result.map_or(Value::Null, Value::Integer)
        }
        _ if remainder => Value::Real(one % other),
        _ => Value::Real(one / other),
    })
}

/// The place of one text in another, from 1; the third argument says where to begin.
fn found(arguments: &[Value], wanted: usize, within: usize, shared: &Shared) -> Value {
    let (Some(wanted), Some(text)) = (text_of(arguments, wanted), text_of(arguments, within)) else {
        return Value::Null;
    };
    let folds = server(shared) == Dialect::SqlServer;
    let fold = |text: String| -> Vec<char> { if folds { text.to_lowercase() } else { text }.chars().collect() };
    let (wanted, text) = (fold(wanted), fold(text));
    let start = number_of(arguments, 2).map_or(0, |start| (start.max(1.0) as usize) - 1);
    if wanted.is_empty() || start >= text.len() {
        return Value::Integer(0);
    }
    let place = text[start..].windows(wanted.len()).position(|window| window == wanted);
    Value::Integer(place.map_or(0, |place| (start + place + 1) as i64))
}

/// Oracle's `SUBSTR`: from the end if negative, 0 means 1.
fn substr(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(from)) = (text_of(arguments, 0), number_of(arguments, 1)) else { return Ok(Value::Null) };
    let chars: Vec<char> = text.chars().collect();
    let size = chars.len() as i64;
    let start = match from as i64 {
        from if from < 0 => size.saturating_add(from),
        0 => 0,
        from => from - 1,
    };
    if start < 0 || start >= size {
        return Ok(Value::Null);
    }
    let length = if arguments.len() > 2 { number_of(arguments, 2).unwrap_or(0.0) as i64 } else { size };
    let end = start.saturating_add(length.max(0)).min(size);
    let cut: String = chars.get(start as usize..end as usize).unwrap_or_default().iter().collect();
    text_or_null((!cut.is_empty()).then_some(cut))
}

/// `STUFF(text, start, length, with)`.
fn stuff(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(text), Some(start), Some(length)) =
        (text_of(arguments, 0), number_of(arguments, 1), number_of(arguments, 2))
    else {
        return Ok(Value::Null);
    };
    let chars: Vec<char> = text.chars().collect();
    if start < 1.0 || start as usize > chars.len() || length < 0.0 {
        return Ok(Value::Null);
    }
    let start = start as usize - 1;
    let end = start.saturating_add(length as usize).min(chars.len());
    let with = text_of(arguments, 3).unwrap_or_default();
    Ok(Value::Text(chars[..start].iter().copied().chain(with.chars()).chain(chars[end..].iter().copied()).collect()))
}

/// `$.a.b[0]` of a JSON text; objects and arrays have no value.
fn json_value(json: &str, path: &str) -> Option<String> {
    let root: serde_json::Value = serde_json::from_str(json).ok()?;
    let path = path.trim().trim_start_matches("lax ").trim_start_matches("strict ").strip_prefix('$')?;
    let mut at = &root;
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let (name, indexes) = part.split_once('[').map_or((part, ""), |(name, rest)| (name, rest));
        if !name.is_empty() {
            at = at.get(name.trim_matches('"'))?;
        }
        for index in indexes.split(['[', ']']).filter(|index| !index.is_empty()) {
            at = at.get(index.parse::<usize>().ok()?)?;
        }
    }
    match at {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(_) | serde_json::Value::Bool(_) => Some(at.to_string()),
        _ => None,
    }
}

/// `CONVERT(type, value, style)`: bytes as hexadecimal digits and back (1 with `0x`, 2 without), dates by number.
fn convert_style(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let value = argument(arguments, 0);
    let style = number_of(arguments, 1).unwrap_or(0.0) as i64;
    let to_bytes = text_of(arguments, 2).is_some_and(|kind| kind == "bytes");
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    Ok(match value {
        Value::Blob(bytes) if !to_bytes && style == 1 => Value::Text(format!("0x{}", hex(bytes))),
        Value::Blob(bytes) if !to_bytes && style == 2 => Value::Text(hex(bytes)),
        Value::Text(text) if to_bytes && matches!(style, 1 | 2) => {
            let digits = if style == 1 { text.strip_prefix("0x") } else { Some(text.as_str()) };
            match digits.and_then(unhex) {
                Some(bytes) => Value::Blob(bytes),
                None => return Err(sql_server(8114, 16, 5, "Error converting data type varchar to varbinary.")),
            }
        }
        Value::Text(text) if !to_bytes => match time::parse(text) {
            Some(at) => Value::Text(styled(at, style).unwrap_or_else(|| text.clone())),
            None => value.clone(),
        },
        other => other.clone(),
    })
}

fn styled(at: i64, style: i64) -> Option<String> {
    let p = time::parts(at);
    let date = |separator: &str| format!("{:04}{separator}{:02}{separator}{:02}", p.year, p.month, p.day);
    let clock = format!("{:02}:{:02}:{:02}", p.hour, p.minute, p.second);
    let millis = p.micros / 1_000;
    Some(match style {
        101 => format!("{:02}/{:02}/{:04}", p.month, p.day, p.year),
        103 => format!("{:02}/{:02}/{:04}", p.day, p.month, p.year),
        104 => format!("{:02}.{:02}.{:04}", p.day, p.month, p.year),
        108 => clock,
        111 => date("/"),
        112 => date(""),
        23 => date("-"),
        20 | 120 => format!("{} {clock}", date("-")),
        21 | 121 => format!("{} {clock}.{millis:03}", date("-")),
        126 | 127 => format!("{}T{clock}.{millis:03}", date("-")),
        _ => return None,
    })
}

/// `HASHBYTES('SHA2_256', value)` and Oracle's `STANDARD_HASH(value, 'SHA256')`.
fn hash(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    let (name, bytes) = match server(shared) {
        Dialect::SqlServer => (text_of(arguments, 0), bytes_of(arguments, 1)),
        _ => (Some(text_of(arguments, 1).unwrap_or_else(|| "SHA1".to_owned())), bytes_of(arguments, 0)),
    };
    let (Some(name), Some(bytes)) = (name, bytes) else { return Ok(Value::Null) };
    Ok(match name.to_ascii_uppercase().as_str() {
        "MD5" => Value::Blob(md5::Md5::digest(&bytes).to_vec()),
        "SHA" | "SHA1" => Value::Blob(sha1::Sha1::digest(&bytes).to_vec()),
        "SHA2_256" | "SHA256" => Value::Blob(sha2::Sha256::digest(&bytes).to_vec()),
        "SHA384" => Value::Blob(sha2::Sha384::digest(&bytes).to_vec()),
        "SHA2_512" | "SHA512" => Value::Blob(sha2::Sha512::digest(&bytes).to_vec()),
        _ => Value::Null,
    })
}

fn date_added(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(part), Some(count), Some(at)) = (text_of(arguments, 0), number_of(arguments, 1), moment(arguments, 2))
    else {
        return Ok(Value::Null);
    };
    let count = count.trunc().clamp(-4e9, 4e9) as i64;
    let mut span = time::Interval::default();
    match part.as_str() {
        "year" => span.months = count.saturating_mul(12),
        "quarter" => span.months = count.saturating_mul(3),
        "month" => span.months = count,
        "week" => span.days = count.saturating_mul(7),
        "hour" => span.micros = count.saturating_mul(3_600_000_000),
        "minute" => span.micros = count.saturating_mul(60_000_000),
        "second" => span.micros = count.saturating_mul(1_000_000),
        "millisecond" => span.micros = count.saturating_mul(1_000),
        "microsecond" => span.micros = count,
        "nanosecond" => span.micros = count / 1_000,
        _ => span.days = count,
    }
    let overflow = || sql_server(517, 16, 1, "Adding a value to a 'datetime' column caused an overflow.");
    let near = span.months.abs() < 200_000 && span.days.abs() < 5_000_000;
    let shifted = near.then(|| time::shift(at, span, 1)).flatten().ok_or_else(overflow)?;
    Ok(Value::Text(time::format(shifted)))
}

/// How many boundaries lie between two points in time.
fn date_diff(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(part), Some(from), Some(to)) = (text_of(arguments, 0), moment(arguments, 1), moment(arguments, 2)) else {
        return Ok(Value::Null);
    };
    let (one, other) = (time::parts(from), time::parts(to));
    let months = (other.year - one.year) * 12 + other.month - one.month;
    let units = |micros: i64| to.div_euclid(micros) - from.div_euclid(micros);
    Ok(Value::Integer(match part.as_str() {
        "year" => other.year - one.year,
        "quarter" => (other.year * 4 + (other.month - 1) / 3) - (one.year * 4 + (one.month - 1) / 3),
        "month" => months,
        // Weeks begin on Sunday, and the epoch was a Thursday.
        "week" => {
            (to.div_euclid(86_400_000_000) + 4).div_euclid(7) - (from.div_euclid(86_400_000_000) + 4).div_euclid(7)
        }
        "hour" => units(3_600_000_000),
        "minute" => units(60_000_000),
        "second" => units(1_000_000),
        "millisecond" => units(1_000),
        "microsecond" => to - from,
        "nanosecond" => (to - from).saturating_mul(1_000),
        _ => units(86_400_000_000),
    }))
}

/// Oracle's `TRUNC` of a date or a number.
fn trunc(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let unit = text_of(arguments, 1);
    match argument(arguments, 0) {
        Value::Text(text) => {
            let Some(at) = time::parse(text) else { return Err(oracle(932, "inconsistent datatypes")) };
            let p = time::parts(at);
            let midnight = |month, day| time::days_from_civil(p.year, month, day) * 86_400_000_000;
            let at = match unit.as_deref().map(str::to_ascii_uppercase).as_deref() {
                Some("YEAR" | "YYYY" | "YY") => midnight(1, 1),
                Some("MONTH" | "MM" | "MON") => midnight(p.month, 1),
                Some("HH" | "HH24") => at.div_euclid(3_600_000_000) * 3_600_000_000,
                Some("MI") => at.div_euclid(60_000_000) * 60_000_000,
                _ => midnight(p.month, p.day),
            };
            Ok(Value::Text(time::format(at)))
        }
        Value::Real(number) => {
            let factor = 10_f64.powi(unit.and_then(|digits| digits.parse().ok()).unwrap_or(0).clamp(-15, 15));
            Ok(Value::Real((number * factor).trunc() / factor))
        }
        other => Ok(other.clone()),
    }
}

/// `TO_CHAR` of a date with a format, or of anything without.
fn oracle_char(arguments: &[Value], shared: &Shared) -> Result<Value, Refusal> {
    match (argument(arguments, 0), text_of(arguments, 1)) {
        (Value::Null, _) => Ok(Value::Null),
        (Value::Text(text), Some(_)) if time::parse(text).is_some() => {
            super::moment::to_char(arguments.get(..2).unwrap_or_default(), shared)
        }
        (Value::Real(number), None) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Ok(Value::Text(format!("{number:.0}")))
        }
        (value @ (Value::Integer(_) | Value::Real(_)), Some(format)) => {
            Ok(Value::Text(number_as(&as_text(value), &format)))
        }
        (value, _) => text_or_null(Some(as_text(value)).filter(|text| !text.is_empty())),
    }
}

/// `FM0000`, `999.99` and the like: digits after the point as many as the format has, zeros where it has zeros.
fn number_as(number: &str, format: &str) -> String {
    let upper = format.to_ascii_uppercase();
    let fills = upper.starts_with("FM");
    let upper = upper.trim_start_matches("FM");
    let (before, after) = upper.split_once(['.', 'D']).unwrap_or((upper, ""));
    let value: f64 = number.parse().unwrap_or(0.0);
    let digits = after.chars().filter(|c| matches!(c, '0' | '9')).count();
    let width = before.chars().filter(|c| matches!(c, '0' | '9')).count();
    let zeros = before.chars().position(|c| c == '0').map_or(1, |place| width.saturating_sub(place));
    let text = format!("{:.digits$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = format!("{whole:0>zeros$}");
    let point = if digits > 0 { "." } else { "" };
    let sign = if value < 0.0 { "-" } else { "" };
    let shown = format!("{sign}{whole}{point}{fraction}");
    if fills {
        shown
    } else {
        // One place is kept for the sign.
        format!("{shown:>size$}", size = width + 1 + if digits > 0 { digits + 1 } else { 0 })
    }
}

/// `TO_DATE(text, format)`.
fn to_date(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let Some(text) = text_of(arguments, 0) else { return Ok(Value::Null) };
    let format = text_of(arguments, 1).unwrap_or_else(|| "DD-MON-RR".to_owned());
    // What is a point in time already is one.
    let parsed = oracle_date(&text, &format).or_else(|| if text.contains(':') { time::parse(&text) } else { None });
    match parsed {
        Some(at) => Ok(Value::Text(time::format(at))),
        None => Err(oracle(1861, "literal does not match format string")),
    }
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// Reads a date by Oracle's format; `None` where it does not match.
pub(crate) fn oracle_date(text: &str, format: &str) -> Option<i64> {
    let format = format.to_ascii_uppercase();
    let (mut rest, mut pattern) = (text.trim(), format.trim_start_matches("FX"));
    let (mut year, mut month, mut day, mut micros) = (None, 1_i64, 1_i64, 0_i64);
    let mut afternoon = None;
    fn digits<'t>(rest: &mut &'t str, most: usize) -> Option<&'t str> {
        let end = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (found, after) = rest.split_at(end);
        *rest = after;
        (end > 0).then_some(found)
    }
    const PARTS: [&str; 16] =
        ["YYYY", "RRRR", "RR", "YY", "MONTH", "MON", "MM", "MI", "DD", "HH24", "HH12", "HH", "SS", "FF", "AM", "PM"];
    while !pattern.is_empty() {
        let Some(part) = PARTS.into_iter().find(|part| pattern.starts_with(part)) else {
            // What is no part stands for itself; any punctuation will do for any other.
            let wanted = pattern.chars().next()?;
            pattern = &pattern[wanted.len_utf8()..];
            let literal = match wanted {
                '"' => {
                    let end = pattern.find('"')?;
                    let literal = &pattern[..end];
                    pattern = &pattern[end + 1..];
                    literal.len()
                }
                _ => 1,
            };
            if !rest.is_empty() {
                let taken = rest.char_indices().nth(literal).map_or(rest.len(), |(at, _)| at);
                rest = &rest[taken..];
            }
            continue;
        };
        pattern = pattern[part.len()..].trim_start_matches(|c: char| part == "FF" && c.is_ascii_digit());
        if rest.is_empty() {
            break;
        }
        match part {
            "YYYY" | "RRRR" => year = Some(digits(&mut rest, 4)?.parse::<i64>().ok()?),
            "RR" | "YY" => {
                let found = digits(&mut rest, 4)?;
                let short: i64 = found.parse().ok()?;
                year = Some(match (found.len(), part) {
                    (3.., _) => short,
                    (_, "RR") if short >= 50 => 1900 + short,
                    _ => 2000 + short,
                });
            }
            "MON" | "MONTH" => {
                let name = rest.get(..3)?.to_ascii_uppercase();
                month = MONTHS.iter().position(|own| *own == name)? as i64 + 1;
                let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                rest = &rest[if part == "MON" { 3 } else { letters }..];
            }
            "MM" => month = digits(&mut rest, 2)?.parse().ok()?,
            "DD" => day = digits(&mut rest, 2)?.parse().ok()?,
            "HH24" | "HH12" | "HH" => micros += digits(&mut rest, 2)?.parse::<i64>().ok()? * 3_600_000_000,
            "MI" => micros += digits(&mut rest, 2)?.parse::<i64>().ok()? * 60_000_000,
            "SS" => micros += digits(&mut rest, 2)?.parse::<i64>().ok()? * 1_000_000,
            "FF" => {
                let found = digits(&mut rest, 9)?;
                micros += format!("{found:0<6}").get(..6)?.parse::<i64>().ok()?;
            }
            "AM" | "PM" => {
                afternoon = Some(rest.get(..2)?.eq_ignore_ascii_case("pm"));
                rest = &rest[2..];
            }
            _ => return None,
        }
    }
    if let Some(afternoon) = afternoon {
        let twelve = 12 * 3_600_000_000;
        micros = micros % twelve + if afternoon { twelve } else { 0 };
    }
    let year = year?;
    let date = time::parse(&format!("{year:04}-{month:02}-{day:02}"))?;
    (rest.trim().is_empty() && micros < 86_400_000_000).then_some(date + micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_by_oracles_format() {
        for (text, format, expected) in [
            ("2024-02-29", "YYYY-MM-DD", Some("2024-02-29 00:00:00")),
            ("29-FEB-24", "DD-MON-RR", Some("2024-02-29 00:00:00")),
            ("29-feb-1999", "DD-MON-YYYY", None),
            ("2024-02-29 13:14:15", "YYYY-MM-DD HH24:MI:SS", Some("2024-02-29 13:14:15")),
            ("2024-02-29T13:14:15", "YYYY-MM-DD\"T\"HH24:MI:SS", Some("2024-02-29 13:14:15")),
            ("02/29/2024 01:00 PM", "MM/DD/YYYY HH:MI AM", Some("2024-02-29 13:00:00")),
            ("2024-02-29", "DD-MON-RR", None),
            ("soon", "YYYY-MM-DD", None),
        ] {
            assert_eq!(oracle_date(text, format).map(time::format).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_written_by_oracles_format() {
        for (number, format, expected) in
            [("7", "FM0000", "0007"), ("7", "0000", " 0007"), ("12.5", "FM999.00", "12.50"), ("-3", "FM99", "-3")]
        {
            assert_eq!(number_as(number, format), expected, "{format}");
        }
    }

    #[test]
    fn a_value_is_found_in_json_by_its_path() {
        let json = r#"{"a": {"b": [1, "x"]}, "c": true}"#;
        for (path, expected) in [("$.a.b[1]", Some("x")), ("$.c", Some("true")), ("$.a", None), ("$.z", None)] {
            assert_eq!(json_value(json, path).as_deref(), expected, "{path}");
        }
    }
}
