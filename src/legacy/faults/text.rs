//! The one-line form of a fault: `KIND[:MS][@WHERE][#NTH]`.

use std::fmt;
use std::str::FromStr;

use super::{Fault, FaultKind};
use crate::visible::visible;

/// A text that is no fault: what is wrong, and what can be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// There is no such kind.
    #[error("`{}` is no fault; there are {}", visible(.0), kinds())]
    Kind(String),
    /// The milliseconds are no number, or more than a day.
    #[error("`{}` is no number of milliseconds; write for example slow:500", visible(.0))]
    Milliseconds(String),
    /// Milliseconds for what takes none.
    #[error("{0} takes no milliseconds; slow and timeout do")]
    Timeless(&'static str),
    /// The number of the query is none.
    #[error("`{}` is no number of a query; write for example lost#2", visible(.0))]
    Number(String),
    /// Nothing stands behind the `@`.
    #[error("where it strikes is left empty; write for example lost@users, or leave the place out")]
    Nowhere,
}

fn kinds() -> String {
    FaultKind::ALL.map(FaultKind::name).join(", ")
}

/// No wait is longer than a day.
const LONGEST_MS: u64 = 86_400_000;

impl FromStr for FaultKind {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == text.trim());
        known.ok_or_else(|| FaultError::Kind(text.trim().chars().take(40).collect()))
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (text, nth) = match text.trim().rsplit_once('#') {
            Some((text, number)) => {
                let wrong = || FaultError::Number(number.to_owned());
                let nth = number.trim().parse::<u32>().ok().filter(|nth| *nth > 0).ok_or_else(wrong)?;
                (text, Some(nth))
            }
            None => (text.trim(), None),
        };
        let (text, place) = match text.split_once('@') {
            Some((text, place)) => (text, Some(place.trim().to_owned())),
            None => (text, None),
        };
        let (kind, ms) = match text.split_once(':') {
            Some((kind, ms)) => (kind, Some(ms.trim())),
            None => (text, None),
        };
        let kind: FaultKind = kind.parse()?;
        let number = |ms: &str| {
            let ms_read = ms.parse::<u64>().ok().filter(|ms| *ms <= LONGEST_MS);
            ms_read.ok_or_else(|| FaultError::Milliseconds(ms.to_owned()))
        };
        let ms = ms.map(number).transpose()?;
        Self { kind, ms, place, nth }.checked()
    }
}

impl Fault {
    /// The fault, if its parts go together.
    ///
    /// # Errors
    /// Milliseconds for what takes none, or too many; a place without a name; a query of the number 0.
    pub fn checked(self) -> Result<Self, FaultError> {
        match self {
            Self { ms: Some(_), kind, .. } if !matches!(kind, FaultKind::Slow | FaultKind::Timeout) => {
                Err(FaultError::Timeless(kind.name()))
            }
            Self { ms: Some(ms), .. } if ms > LONGEST_MS => Err(FaultError::Milliseconds(ms.to_string())),
            Self { place: Some(place), .. } if place.trim().is_empty() => Err(FaultError::Nowhere),
            Self { nth: Some(0), .. } => Err(FaultError::Number("0".to_owned())),
            fault => Ok(fault),
        }
    }

    /// Several, with commas between them; none in an empty text.
    ///
    /// # Errors
    /// That of the first that is none.
    pub fn list(text: &str) -> Result<Vec<Self>, FaultError> {
        text.split(',').filter(|part| !part.trim().is_empty()).map(str::parse).collect()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        if let Some(ms) = self.ms {
            write!(f, ":{ms}")?;
        }
        if let Some(place) = &self.place {
            write!(f, "@{place}")?;
        }
        if let Some(nth) = self.nth {
            write!(f, "#{nth}")?;
        }
        Ok(())
    }
}
