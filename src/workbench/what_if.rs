//! What can be changed so that a run takes another course.

use crate::debugger::FrameId;
use crate::legacy::Alteration;

/// A change a second run begins with. Inputs, configuration and texts stand in the launch request; here stands what
/// does not.
#[derive(Clone, Debug, PartialEq)]
pub enum WhatIf {
    /// An exchange of the script under way is answered otherwise.
    Reply {
        /// Its number, from 1.
        seq: u32,
        /// The step at which the answer reached the script; `None` if it has not.
        answered: Option<u64>,
        /// How the answer is changed.
        alteration: Alteration,
    },
    /// A variable has another value, from where the run stands.
    Variable {
        /// The frame.
        frame: FrameId,
        /// An assignable expression.
        target: String,
        /// Any JavaScript expression.
        expression: String,
    },
    /// Other inputs or another configuration: those of the request.
    Inputs,
    /// The script was edited: its text is the one of the request's connection.
    Script,
    /// The run begins at another time.
    Clock(Clock),
}

impl WhatIf {
    /// What is other, in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Reply { seq, alteration, .. } => format!("query {seq}: {alteration}"),
            Self::Variable { target, expression, .. } => format!("{target} = {expression}"),
            Self::Inputs => "other inputs".to_owned(),
            Self::Script => "edited script".to_owned(),
            Self::Clock(clock) => format!("clock {clock}"),
        }
    }
}

/// When a run begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clock {
    /// At this time, milliseconds since 1970 UTC.
    At(f64),
    /// So many milliseconds after the time the first run began at, or before it.
    Later(f64),
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::At(ms) => f.write_str(&crate::recording::wording::date(ms)),
            Self::Later(ms) => {
                let sign = if ms < 0.0 { '-' } else { '+' };
                let (unit, letter) = UNITS.into_iter().find(|(unit, _)| ms % unit == 0.0).unwrap_or((1000.0, 's'));
                write!(f, "{sign}{}{letter}", ms.abs() / unit)
            }
        }
    }
}

/// Days, hours, minutes, seconds in milliseconds, with their letters.
const UNITS: [(f64, char); 4] = [(86_400_000.0, 'd'), (3_600_000.0, 'h'), (60_000.0, 'm'), (1000.0, 's')];

/// A text that is no time to begin at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A time is written 2030-01-31T12:00:00Z, or as so much later or earlier: +30d, +2h, -15m, +10s")]
pub struct NoTime;

impl std::str::FromStr for Clock {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, NoTime> {
        let text = text.trim();
        let Some(amount) = text.strip_prefix(['+', '-']) else {
            return crate::legacy::moment(text).map(Self::At).ok_or(NoTime);
        };
        let (number, unit) =
            UNITS.into_iter().find_map(|(unit, letter)| Some((amount.strip_suffix(letter)?, unit))).ok_or(NoTime)?;
        let number: u32 = number.trim().parse().map_err(|_| NoTime)?;
        let later = f64::from(number) * unit;
        // JavaScript knows no time more than 100 million days from 1970.
        if later > 8.64e15 / 2.0 {
            return Err(NoTime);
        }
        Ok(Self::Later(if text.starts_with('-') { -later } else { later }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_date_or_so_much_later() {
        for (text, clock, written) in [
            ("1970-01-02T00:00:00Z", Clock::At(86_400_000.0), "1970-01-02T00:00:00.000Z"),
            ("1970-01-02", Clock::At(86_400_000.0), "1970-01-02T00:00:00.000Z"),
            ("+30d", Clock::Later(30.0 * 86_400_000.0), "+30d"),
            (" -90m ", Clock::Later(-5_400_000.0), "-90m"),
            ("+10s", Clock::Later(10_000.0), "+10s"),
        ] {
            assert_eq!(text.parse(), Ok(clock), "{text}");
            assert_eq!(clock.to_string(), written);
        }
        for text in ["", "soon", "+d", "+5", "30d", "+99999999999d", "2024-13-01", "+4294967295d"] {
            assert_eq!(text.parse::<Clock>(), Err(NoTime), "{text}");
        }
    }
}
