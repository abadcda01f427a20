//! Functions of date and time.

use rusqlite::types::Value;

use crate::legacy::embedded::family::Family;

use super::super::errors::postgresql::error;
use super::super::session::Shared;
use super::super::time;
use super::{number_of, text_of, text_or_null, Entry, Refusal};

pub(super) const ALL: &[Entry] = &[
    ("now_text", -1, |_, shared| Ok(Value::Text(time::format(shared.lock().now)))),
    ("today_text", -1, |_, shared| Ok(Value::Text(time::format_date(shared.lock().now)))),
    ("clock_text", -1, |_, shared| {
        let text = time::format(shared.lock().now);
        Ok(Value::Text(text.split(' ').nth(1).unwrap_or_default().to_owned()))
    }),
    ("shifted_by", 2, |arguments, _| shifted(arguments, 1)),
    ("shifted_back", 2, |arguments, _| shifted(arguments, -1)),
    ("days_on", 2, |arguments, _| days(arguments, 1)),
    ("days_back", 2, |arguments, _| days(arguments, -1)),
    ("date_part", 1, |arguments, _| text_or_null(moment(arguments, 0).map(time::format_date))),
    ("date_difference", 2, |arguments, _| {
        let (Some(one), Some(other)) = (moment(arguments, 0), moment(arguments, 1)) else { return Ok(Value::Null) };
        let day = 86_400_000_000;
        Ok(Value::Integer(one.div_euclid(day) - other.div_euclid(day)))
    }),
    ("seconds_between", 2, |arguments, _| {
        let (Some(one), Some(other)) = (moment(arguments, 0), moment(arguments, 1)) else { return Ok(Value::Null) };
        Ok(Value::Text(clock((one - other).div_euclid(1_000_000))))
    }),
    ("unix_seconds", -1, |arguments, shared| match arguments.is_empty() {
        true => Ok(Value::Integer(shared.lock().now.div_euclid(1_000_000))),
        false => Ok(moment(arguments, 0).map_or(Value::Null, |at| Value::Integer(at.div_euclid(1_000_000)))),
    }),
    ("from_unix", -1, from_unix),
    ("year_part", 1, |arguments, _| Ok(field(arguments, 0, "year"))),
    ("month_part", 1, |arguments, _| Ok(field(arguments, 0, "month"))),
    ("day_part", 1, |arguments, _| Ok(field(arguments, 0, "day"))),
    ("hour_part", 1, |arguments, _| Ok(field(arguments, 0, "hour"))),
    ("minute_part", 1, |arguments, _| Ok(field(arguments, 0, "minute"))),
    ("second_part", 1, |arguments, _| Ok(field(arguments, 0, "second"))),
    ("extract_field", 2, |arguments, _| {
        Ok(field(arguments, 1, &text_of(arguments, 0).unwrap_or_default().to_ascii_lowercase()))
    }),
    ("date_truncated", 2, truncated),
    ("strftime_mysql", 2, date_format),
    ("to_char_text", 2, to_char),
    ("no_sleep", 1, |_, shared| {
        Ok(if shared.lock().dialect == Family::MySql { Value::Integer(0) } else { Value::Text(String::new()) })
    }),
];

fn moment(arguments: &[Value], index: usize) -> Option<i64> {
    time::parse(&text_of(arguments, index)?)
}

/// A time span of whole seconds as the servers print it.
fn clock(seconds: i64) -> String {
    let (sign, rest) = (if seconds < 0 { "-" } else { "" }, seconds.abs());
    let days = if rest >= 86_400 { format!("{} days ", rest / 86_400) } else { String::new() };
    format!("{sign}{days}{:02}:{:02}:{:02}", rest % 86_400 / 3600, rest / 60 % 60, rest % 60)
}

/// A point in time and an interval as text. A date stays a date where the interval has whole days only (MySQL).
fn shifted(arguments: &[Value], sign: i64) -> Result<Value, Refusal> {
    let (Some(text), Some(span)) = (text_of(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let Some(interval) = time::parse_interval(&span) else {
        return Err(error("22007", format!("invalid input syntax for type interval: \"{span}\"")));
    };
    let Some(at) = time::parse(&text).and_then(|at| time::shift(at, interval, sign)) else { return Ok(Value::Null) };
    let stays_date = text.len() <= 10 && interval.micros == 0;
    Ok(Value::Text(if stays_date { time::format_date(at) } else { time::format(at) }))
}

/// PostgreSQL's date and a number of days.
fn days(arguments: &[Value], sign: i64) -> Result<Value, Refusal> {
    let (Some(at), Some(days)) = (moment(arguments, 0), number_of(arguments, 1)) else { return Ok(Value::Null) };
    let interval = time::Interval { days: days.clamp(-4e6, 4e6) as i64, ..time::Interval::default() };
    text_or_null(time::shift(at, interval, sign).map(time::format_date))
}

fn from_unix(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let seconds = number_of(arguments, 0).filter(|seconds| seconds.abs() < 2.5e11);
    text_or_null(seconds.map(|seconds| time::format((seconds * 1e6) as i64)))
}

fn field(arguments: &[Value], index: usize, name: &str) -> Value {
    let Some(at) = moment(arguments, index) else { return Value::Null };
    let p = time::parts(at);
    let days = at.div_euclid(86_400_000_000);
    match name {
        "epoch" => Value::Real(at as f64 / 1e6),
        "year" => Value::Integer(p.year),
        "quarter" => Value::Integer((p.month + 2) / 3),
        "month" => Value::Integer(p.month),
        "day" => Value::Integer(p.day),
        "hour" => Value::Integer(p.hour),
        "minute" => Value::Integer(p.minute),
        "second" if p.micros == 0 => Value::Integer(p.second),
        "second" => Value::Real(p.second as f64 + p.micros as f64 / 1e6),
        "milliseconds" => Value::Real(p.second as f64 * 1e3 + p.micros as f64 / 1e3),
        // The epoch was a Thursday.
        "dow" => Value::Integer((days + 4).rem_euclid(7)),
        "isodow" => Value::Integer((days + 3).rem_euclid(7) + 1),
        "doy" => Value::Integer(days - time::days_from_civil(p.year, 1, 1) + 1),
        _ => Value::Null,
    }
}

fn truncated(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(unit), Some(at)) = (text_of(arguments, 0), moment(arguments, 1)) else { return Ok(Value::Null) };
    let p = time::parts(at);
    let midnight = |month, day| time::days_from_civil(p.year, month, day) * 86_400_000_000;
    let down_to = |unit: i64| at.div_euclid(unit) * unit;
    let at = match unit.to_ascii_lowercase().as_str() {
        "second" => down_to(1_000_000),
        "minute" => down_to(60_000_000),
        "hour" => down_to(3_600_000_000),
        "day" => midnight(p.month, p.day),
        "month" => midnight(p.month, 1),
        "year" => midnight(1, 1),
        other => {
            return Err(error("22023", format!("unit \"{other}\" not recognized for type timestamp with time zone")))
        }
    };
    Ok(Value::Text(time::format(at)))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

fn month(p: &time::Parts) -> &'static str {
    MONTHS.get(usize::try_from(p.month - 1).unwrap_or(0)).copied().unwrap_or_default()
}

fn weekday(at: i64) -> &'static str {
    DAYS.get(usize::try_from((at.div_euclid(86_400_000_000) + 4).rem_euclid(7)).unwrap_or(0))
        .copied()
        .unwrap_or_default()
}

/// MySQL's `DATE_FORMAT(date, format)`.
fn date_format(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(at), Some(format)) = (moment(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let p = time::parts(at);
    let half = if p.hour % 12 == 0 { 12 } else { p.hour % 12 };
    let mut text = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        text.push_str(&match chars.next() {
            Some('Y') => format!("{:04}", p.year),
            Some('y') => format!("{:02}", p.year % 100),
            Some('m') => format!("{:02}", p.month),
            Some('c') => p.month.to_string(),
            Some('d') => format!("{:02}", p.day),
            Some('e') => p.day.to_string(),
            Some('H') => format!("{:02}", p.hour),
            Some('k') => p.hour.to_string(),
            Some('h' | 'I') => format!("{half:02}"),
            Some('i') => format!("{:02}", p.minute),
            Some('s' | 'S') => format!("{:02}", p.second),
            Some('f') => format!("{:06}", p.micros),
            Some('T') => format!("{:02}:{:02}:{:02}", p.hour, p.minute, p.second),
            Some('p') => if p.hour < 12 { "AM" } else { "PM" }.to_owned(),
            Some('M') => month(&p).to_owned(),
            Some('b') => month(&p)[..3].to_owned(),
            Some('W') => weekday(at).to_owned(),
            Some('a') => weekday(at)[..3].to_owned(),
            Some(other) => other.to_string(),
            None => String::new(),
        });
    }
    Ok(Value::Text(text))
}

/// PostgreSQL's `to_char(timestamp, format)`: the patterns for dates and times in digits, and names of days and
/// months. Longer patterns are tried first, as the server does.
pub(super) fn to_char(arguments: &[Value], _: &Shared) -> Result<Value, Refusal> {
    let (Some(at), Some(format)) = (moment(arguments, 0), text_of(arguments, 1)) else { return Ok(Value::Null) };
    let p = time::parts(at);
    let half = if p.hour % 12 == 0 { 12 } else { p.hour % 12 };
    let patterns: [(&str, String); 16] = [
        ("YYYY", format!("{:04}", p.year)),
        ("HH24", format!("{:02}", p.hour)),
        ("HH12", format!("{half:02}")),
        ("Month", format!("{:<9}", month(&p))),
        ("Mon", month(&p)[..3].to_owned()),
        ("Day", format!("{:<9}", weekday(at))),
        ("YY", format!("{:02}", p.year % 100)),
        ("MM", format!("{:02}", p.month)),
        ("DD", format!("{:02}", p.day)),
        ("Dy", weekday(at)[..3].to_owned()),
        ("HH", format!("{half:02}")),
        ("MI", format!("{:02}", p.minute)),
        ("SS", format!("{:02}", p.second)),
        ("MS", format!("{:03}", p.micros / 1000)),
        ("US", format!("{:06}", p.micros)),
        ("AM", if p.hour < 12 { "AM" } else { "PM" }.to_owned()),
    ];
    let mut text = String::new();
    let mut rest = format.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some(verbatim) = rest.strip_prefix('"') {
            let end = verbatim.find('"').unwrap_or(verbatim.len());
            text.push_str(&verbatim[..end]);
            rest = verbatim.get(end + 1..).unwrap_or_default();
            continue;
        }
        let lower = |name: &str| name.chars().any(char::is_lowercase);
        let found = patterns.iter().find(|(name, _)| {
            let head = rest.get(..name.len()).unwrap_or_default();
            head == *name || (!lower(name) && head.eq_ignore_ascii_case(name))
        });
        match found {
            Some((name, value)) => {
                text.push_str(value);
                rest = &rest[name.len()..];
            }
            None => {
                text.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    Ok(Value::Text(text))
}
