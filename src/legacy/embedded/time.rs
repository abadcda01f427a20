//! Points in time as the embedded store keeps them: text `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC, which sorts as it
//! should, and microseconds since 1970 to compute with.

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// Days since 1970-01-01 of a date in the Gregorian calendar.
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a number of days since 1970-01-01.
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_from_civil(next.0, next.1, 1) - days_from_civil(year, month, 1)
}

/// The parts of a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    pub(crate) micros: i64,
}

/// Takes microseconds since 1970 apart.
pub(crate) fn parts(micros: i64) -> Parts {
    let (year, month, day) = civil_from_days(micros.div_euclid(MICROS_PER_DAY));
    let rest = micros.rem_euclid(MICROS_PER_DAY);
    let seconds = rest / MICROS_PER_SECOND;
    Parts {
        year,
        month,
        day,
        hour: seconds / 3600,
        minute: seconds / 60 % 60,
        second: seconds % 60,
        micros: rest % MICROS_PER_SECOND,
    }
}

/// `YYYY-MM-DD HH:MM:SS`, with a fraction if there is one.
pub(crate) fn format(micros: i64) -> String {
    let p = parts(micros);
    let whole = format!("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", p.year, p.month, p.day, p.hour, p.minute, p.second);
    if p.micros == 0 {
        return whole;
    }
    format!("{whole}.{}", format!("{:06}", p.micros).trim_end_matches('0'))
}

/// `YYYY-MM-DD`.
pub(crate) fn format_date(micros: i64) -> String {
    let p = parts(micros);
    format!("{:04}-{:02}-{:02}", p.year, p.month, p.day)
}

/// Reads `YYYY-MM-DD`, optionally with `HH:MM[:SS[.f]]` after a blank or `T`, optionally with `Z` or an offset,
/// which is applied. Returns microseconds since 1970 UTC.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let mut cursor = Cursor { bytes: text.trim().as_bytes(), at: 0 };
    let year = cursor.number(4, 6)?;
    cursor.skip(b'-')?;
    let month = cursor.number(1, 2)?;
    cursor.skip(b'-')?;
    let day = cursor.number(1, 2)?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    let mut micros = days_from_civil(year, month, day) * MICROS_PER_DAY;
    if cursor.done() {
        return Some(micros);
    }
    cursor.skip(b'T').or_else(|| cursor.skip(b' '))?;
    micros += cursor.clock()?;
    cursor.blanks();
    micros -= cursor.offset()?;
    cursor.done().then_some(micros)
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn done(&self) -> bool {
        self.at == self.bytes.len()
    }

    fn skip(&mut self, wanted: u8) -> Option<()> {
        (self.bytes.get(self.at) == Some(&wanted)).then(|| self.at += 1)
    }

    fn blanks(&mut self) {
        while self.skip(b' ').is_some() {}
    }

    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        let start = self.at;
        while self.at - start < most && self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at - start < least {
            return None;
        }
        std::str::from_utf8(&self.bytes[start..self.at]).ok()?.parse().ok()
    }

    fn clock(&mut self) -> Option<i64> {
        let hour = self.number(1, 2)?;
        self.skip(b':')?;
        let minute = self.number(2, 2)?;
        let mut micros = (hour * 3600 + minute * 60) * MICROS_PER_SECOND;
        let mut second = 0;
        if self.skip(b':').is_some() {
            second = self.number(2, 2)?;
            micros += second * MICROS_PER_SECOND;
            if self.skip(b'.').is_some() {
                let start = self.at;
                let fraction = self.number(1, 6)?;
                let digits = self.at - start;
                micros += fraction * 10_i64.pow(6 - u32::try_from(digits).ok()?);
                while self.number(1, 1).is_some() {}
            }
        }
        (hour <= 24 && minute < 60 && second <= 60).then_some(micros)
    }

    fn offset(&mut self) -> Option<i64> {
        if self.done() || self.skip(b'Z').is_some() {
            return Some(0);
        }
        let sign = if self.skip(b'+').is_some() { 1 } else { self.skip(b'-').map(|()| -1)? };
        let hours = self.number(2, 2)?;
        let _ = self.skip(b':');
        let minutes = if self.done() { 0 } else { self.number(2, 2)? };
        Some(sign * (hours * 3600 + minutes * 60) * MICROS_PER_SECOND)
    }
}

/// A span of time in the three units that do not convert into each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) months: i64,
    pub(crate) days: i64,
    pub(crate) micros: i64,
}

/// Reads `1 day`, `2 hours 30 minutes`, `-1 month`, `01:30:00`.
pub(crate) fn parse_interval(text: &str) -> Option<Interval> {
    let mut interval = Interval::default();
    let mut words = text.split_whitespace();
    let mut any = false;
    while let Some(word) = words.next() {
        any = true;
        if word.contains(':') {
            interval.micros = interval.micros.checked_add(Cursor { bytes: word.as_bytes(), at: 0 }.clock()?)?;
            continue;
        }
        let amount: f64 = word.parse().ok().filter(|amount: &f64| amount.is_finite() && amount.abs() < 1e9)?;
        let unit = words.next().unwrap_or("second").to_ascii_lowercase();
        let whole = amount as i64;
        let seconds = |each: f64| (amount * each * MICROS_PER_SECOND as f64) as i64;
        match unit.trim_end_matches(',').trim_end_matches('s') {
            "microsecond" => interval.micros += whole,
            "second" | "sec" => interval.micros += seconds(1.0),
            "minute" | "min" => interval.micros += seconds(60.0),
            "hour" | "h" => interval.micros += seconds(3600.0),
            "day" | "d" if amount.fract() == 0.0 => interval.days += whole,
            "day" | "d" => interval.micros += seconds(86_400.0),
            "week" | "w" => interval.days += whole * 7,
            "month" | "mon" => interval.months += whole,
            "quarter" => interval.months += whole * 3,
            "year" | "y" => interval.months += whole * 12,
            _ => return None,
        }
    }
    any.then_some(interval)
}

/// Moves a point in time; the day of the month is cut to what the month has. `None` outside the years 0 to 9999.
pub(crate) fn shift(micros: i64, interval: Interval, sign: i64) -> Option<i64> {
    let p = parts(micros);
    let months = p.year * 12 + p.month - 1 + interval.months * sign;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    if !(0..=9999).contains(&year) {
        return None;
    }
    let day = p.day.min(days_in_month(year, month));
    let days = (days_from_civil(year, month, day) + interval.days * sign).checked_mul(MICROS_PER_DAY)?;
    days.checked_add(micros.rem_euclid(MICROS_PER_DAY))?.checked_add(interval.micros.checked_mul(sign)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_in_time_reads_back_as_it_was_written() {
        for (text, expected) in [
            ("2024-02-29", "2024-02-29 00:00:00"),
            ("2024-02-29T13:14:15Z", "2024-02-29 13:14:15"),
            ("2024-02-29 13:14:15.5", "2024-02-29 13:14:15.5"),
            ("2024-02-29 13:14:15.123456+02", "2024-02-29 11:14:15.123456"),
            ("1969-12-31 23:59:59", "1969-12-31 23:59:59"),
        ] {
            assert_eq!(parse(text).map(format).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_point_in_time_is_refused() {
        for text in ["", "yesterday", "2023-02-29", "2024-13-01", "2024-01-01 25:00:00x", "2024-01-01 10:99:00"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_later_stays_within_the_month() {
        let january = parse("2024-01-31 10:00:00").unwrap_or_default();
        let month = parse_interval("1 month").unwrap_or_default();
        assert_eq!(shift(january, month, 1).map(format).as_deref(), Some("2024-02-29 10:00:00"));
        let mixed = parse_interval("1 day 02:30:00").unwrap_or_default();
        assert_eq!(shift(january, mixed, -1).map(format).as_deref(), Some("2024-01-30 07:30:00"));
        assert_eq!(parse_interval("soon"), None);
    }
}
