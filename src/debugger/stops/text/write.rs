//! A stop as its line.

use std::fmt;

use super::words::{in_quotes, name};
use crate::debugger::stops::{Count, ErrorPattern, QueryPattern, Stop, Trigger, Which};
use crate::legacy::Effect;

impl fmt::Display for Stop {
    /// One line that reads back as the same stop: `off query table users rows 0 hit >=2 log "none" if retry`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.enabled {
            f.write_str("off ")?;
        }
        write!(f, "{}", self.trigger)?;
        if let Some(hits) = self.hits {
            write!(f, " hit {hits}")?;
        }
        if let Some(log) = &self.log {
            write!(f, " log {}", in_quotes(&log.to_string()))?;
        }
        if let Some(condition) = &self.condition {
            let breaks_the_line = |character: char| character.is_control() && character != '\t';
            write!(f, " if {}", condition.trim().replace(breaks_the_line, " "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Trigger {
    /// The first part of a stop's line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line { line, column: None } => write!(f, "line {line}"),
            Self::Line { line, column: Some(column) } => write!(f, "line {line}:{column}"),
            Self::Function { name: function } => write!(f, "function {}", name(function)),
            Self::Exception { which, class } => {
                f.write_str(match which {
                    Which::All => "exception",
                    Which::Caught => "exception caught",
                    Which::Uncaught => "exception uncaught",
                })?;
                followed_by(f, class)
            }
            Self::CallbackError { class } => {
                f.write_str("callback error")?;
                followed_by(f, class)
            }
            Self::SecondCallback => f.write_str("callback twice"),
            Self::Query(pattern) => write!(f, "query{pattern}"),
            Self::Console { text: None } => f.write_str("console"),
            Self::Console { text: Some(text) } => write!(f, "console {}", in_quotes(text)),
            Self::ProfileField { path } => write!(f, "profile {}", name(path)),
            Self::Rule { id } => write!(f, "rule {}", name(id)),
        }
    }
}

fn followed_by(f: &mut fmt::Formatter<'_>, class: &Option<String>) -> fmt::Result {
    class.iter().try_for_each(|class| write!(f, " {}", name(class)))
}

impl fmt::Display for QueryPattern {
    /// What stands behind `query`: empty, or a space before each part.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = &self.text {
            write!(f, " text {}", in_quotes(text))?;
        }
        if let Some(table) = &self.table {
            write!(f, " table {}", name(table))?;
        }
        match self.effect {
            Some(Effect::Read) => f.write_str(" read")?,
            Some(Effect::Write) => f.write_str(" write")?,
            None => {}
        }
        if let Some(rows) = self.rows {
            write!(f, " rows {rows}")?;
        }
        match &self.error {
            Some(ErrorPattern::Any) => f.write_str(" error")?,
            Some(ErrorPattern::Named(error)) => write!(f, " error {}", name(error))?,
            None => {}
        }
        self.slower_than_ms.iter().try_for_each(|ms| write!(f, " slower {ms}"))
    }
}

impl fmt::Display for Count {
    /// `2`, `>=2` or `<=2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(number) => write!(f, "{number}"),
            Self::AtLeast(number) => write!(f, ">={number}"),
            Self::AtMost(number) => write!(f, "<={number}"),
        }
    }
}
