//! What the console pane shows: lines of the script, calls of `callback`, evaluations, words of the workbench.

use super::outcome;
use super::scroll::Scroll;
use crate::connection::Action;
use crate::recording::{CallbackCall, ConsoleLevel, ConsoleLine, Outcome, Place};

/// What kind of entry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `console.*`.
    Console(ConsoleLevel),
    /// `callback` was called; `true` with an error.
    Callback(bool),
    /// The script is over; `true` if it failed.
    Outcome(bool),
    /// The workbench says something.
    Remark,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its kind.
    pub kind: Kind,
    /// Its text, possibly of several lines.
    pub text: String,
    /// The place that wrote it.
    pub at: Option<Place>,
}

/// The entries of one operation.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Oldest first.
    pub entries: Vec<Entry>,
    /// How many old entries were dropped.
    pub dropped: usize,
    /// The selected one.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

/// A script that writes for ever must not fill the memory of the screen; the recording has it all.
const LONGEST: usize = 10_000;

impl Journal {
    /// Adds an entry; the selection stays on the newest if it was there.
    pub fn push(&mut self, entry: Entry) {
        let newest = self.selected + 1 >= self.entries.len();
        self.entries.push(entry);
        if self.entries.len() > LONGEST {
            let gone = self.entries.len() - LONGEST * 9 / 10;
            self.entries.drain(..gone);
            self.dropped += gone;
            self.selected = self.selected.saturating_sub(gone);
        }
        if newest {
            self.selected = self.entries.len() - 1;
            self.scroll.follow = true;
        }
    }

    /// Adds a console line.
    pub fn console(&mut self, line: &ConsoleLine) {
        self.push(Entry { kind: Kind::Console(line.level), text: line.text.clone(), at: line.at.clone() });
    }

    /// Adds a call of `callback`.
    pub fn callback(&mut self, call: &CallbackCall) {
        let text = match (&call.error, &call.result) {
            (Some(error), _) => format!("callback({}: {})", error.name, error.message),
            (None, Some(result)) => format!("callback(null, {result})"),
            (None, None) => "callback(null)".to_owned(),
        };
        let at = call.stack.first().map(|frame| frame.place.clone());
        self.push(Entry { kind: Kind::Callback(call.error.is_some()), text, at });
    }

    /// Adds how a script ended.
    pub fn outcome(&mut self, action: Action, ended: &Outcome) {
        let at = ended.error.as_ref().and_then(|error| error.stack.first()).map(|frame| frame.place.clone());
        let text = format!("{action} {}", outcome::sentence(ended));
        self.push(Entry { kind: Kind::Outcome(!outcome::fine(ended.kind)), text, at });
    }

    /// Adds a word of the workbench.
    pub fn remark(&mut self, text: impl Into<String>) {
        self.push(Entry { kind: Kind::Remark, text: text.into(), at: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_cut_and_counted_and_the_newest_stays_selected() {
        let mut journal = Journal::default();
        for number in 0..25_000 {
            journal.remark(number.to_string());
        }
        assert!(journal.entries.len() <= LONGEST);
        assert_eq!(journal.entries.len() + journal.dropped, 25_000);
        assert_eq!(journal.entries[journal.selected].text, "24999");
    }

    #[test]
    fn an_older_entry_stays_selected_when_new_ones_come() {
        let mut journal = Journal::default();
        journal.remark("a");
        journal.remark("b");
        journal.selected = 0;
        journal.remark("c");
        assert_eq!(journal.selected, 0);
    }
}
