//! What the console pane shows: lines of the script, calls of `callback`, evaluations, words of the workbench.
//!
//! It follows the run through time: what a script wrote later is not there earlier, and comes again when it does. Words
//! of the workbench stay.

use super::outcome;
use super::scroll::Scroll;
use crate::connection::Action;
use crate::recording::wording::called;
use crate::recording::{CallbackCall, ConsoleLevel, ConsoleLine, Outcome, Place, ScriptRun, StackFrame};

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
    /// A stop with a message was reached, or would have been; `true` where it waits for an event.
    Logged(bool),
}

/// What of a run an entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Its console line of this index.
    Console(usize),
    /// Its call of `callback` of this index.
    Callback(usize),
    /// How it ended.
    End,
    /// A message of a stop.
    Message,
    /// Nothing of it: a word of the workbench.
    Nothing,
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
    /// What of its script's run it tells.
    pub tells: Tells,
    /// The step of the current script it belongs to: a message of a stop stands in the order of steps. `None` for words
    /// of the workbench; the end of a script comes after all its steps.
    pub step: Option<u64>,
}

/// The entries of one operation.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Oldest first. What is known to come after the place where the run stands is at the end.
    pub entries: Vec<Entry>,
    /// How many old entries were dropped.
    pub dropped: usize,
    /// The selected one.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
    /// How many of the entries are still to come.
    pub(super) to_come: usize,
    /// Where the entries of the current script begin.
    pub(super) current: usize,
    /// Console lines and calls of the current script that have happened.
    happened: (usize, usize),
    /// Console lines and calls of the current script that have an entry.
    known: (usize, usize),
    /// The step the current script stands at.
    pub(super) now: u64,
}

/// A script that writes for ever must not fill the memory of the screen; the recording has it all.
const LONGEST: usize = 10_000;

impl Journal {
    /// How many entries tell what has happened; those after them are to come.
    pub const fn past(&self) -> usize {
        self.entries.len() - self.to_come
    }

    /// Adds an entry after what has happened; the selection stays on the newest if it was there.
    pub fn push(&mut self, entry: Entry) {
        let newest = self.is_on_newest();
        self.entries.insert(self.past(), entry);
        if self.entries.len() > LONGEST {
            let gone = (self.entries.len() - LONGEST * 9 / 10).min(self.past());
            self.entries.drain(..gone);
            self.dropped += gone;
            self.current = self.current.saturating_sub(gone);
            self.selected = self.selected.saturating_sub(gone);
        }
        if newest {
            self.select_newest();
        }
    }

    fn is_on_newest(&self) -> bool {
        self.selected + 1 >= self.past()
    }

    fn select_newest(&mut self) {
        self.selected = self.past().saturating_sub(1);
        self.scroll.follow = true;
    }

    /// What scripts that are over wrote, and how each ended.
    pub fn of(scripts: &[ScriptRun]) -> Self {
        let mut journal = Self::default();
        for run in scripts {
            journal.begin();
            journal.follow(run, false);
            if let Some(outcome) = &run.outcome {
                journal.outcome(run.action, outcome);
            }
        }
        journal
    }

    /// Another script begins.
    pub fn begin(&mut self) {
        self.forget_to_come();
        self.current = self.entries.len();
        self.now = 0;
        (self.happened, self.known) = ((0, 0), (0, 0));
    }

    /// Adds a console line, or says that the one known to come has come.
    pub fn console(&mut self, line: &ConsoleLine) {
        let tells = Tells::Console(self.happened.0);
        self.happened.0 += 1;
        let (kind, step) = (Kind::Console(line.level), Some(line.step));
        self.come(Entry { kind, text: line.text.clone(), at: line.at.clone(), tells, step });
    }

    /// Adds a call of `callback`, or says that the one known to come has come.
    pub fn callback(&mut self, call: &CallbackCall) {
        let at = call.stack.first().map(|frame| frame.place.clone());
        let tells = Tells::Callback(self.happened.1);
        self.happened.1 += 1;
        let (kind, step) = (Kind::Callback(call.error.is_some()), Some(call.step));
        self.come(Entry { kind, text: called(call), at, tells, step });
    }

    fn come(&mut self, entry: Entry) {
        let past = self.past();
        if let Some(at) = self.entries[past..].iter().position(|known| known.tells == entry.tells) {
            let newest = self.is_on_newest();
            self.entries[past..=past + at].rotate_right(1);
            self.entries[past] = entry;
            self.to_come -= 1;
            if newest {
                self.select_newest();
            }
        } else {
            self.push(entry);
        }
        self.known = (self.known.0.max(self.happened.0), self.known.1.max(self.happened.1));
    }

    /// Adds how a script ended, after everything it did.
    pub fn outcome(&mut self, action: Action, ended: &Outcome) {
        let innermost = ended.error.as_ref().and_then(|error| StackFrame::innermost(&error.stack));
        let at = innermost.map(|frame| frame.place.clone());
        let text = format!("{action} {}", outcome::sentence(ended));
        let (kind, step) = (Kind::Outcome(!outcome::fine(ended.kind)), Some(u64::MAX));
        self.push(Entry { kind, text, at, tells: Tells::End, step });
    }

    /// Adds what loading the script had to work around; told with its end.
    pub fn warning(&mut self, text: impl Into<String>) {
        let step = Some(u64::MAX);
        self.push(Entry { kind: Kind::Remark, text: text.into(), at: None, tells: Tells::End, step });
    }

    /// Adds a word of the workbench.
    pub fn remark(&mut self, text: impl Into<String>) {
        self.push(Entry { kind: Kind::Remark, text: text.into(), at: None, tells: Tells::Nothing, step: None });
    }

    /// The current script is somewhere else in time, and `run` is all that had happened there: what it wrote later is
    /// to come, what it wrote before has happened. `keep`: the selection stays where it is.
    pub fn follow(&mut self, run: &ScriptRun, keep: bool) {
        let newest = self.is_on_newest() && !keep;
        let (lines, calls) = (run.console.len(), run.callbacks.len());
        self.now = run.steps + 1;
        let now = Some(self.now);
        let current = self.current.min(self.entries.len());
        let own = self.entries.split_off(current);
        let (past, to_come): (Vec<Entry>, Vec<Entry>) = own.into_iter().partition(|entry| match entry.tells {
            Tells::Console(index) => index < lines,
            Tells::Callback(index) => index < calls,
            Tells::Message => entry.step <= now,
            Tells::End => false,
            Tells::Nothing => true,
        });
        self.to_come = to_come.len();
        self.entries.extend(past.into_iter().chain(to_come));
        self.happened = (lines.min(self.known.0), calls.min(self.known.1));
        while let Some(line) = run.console.get(self.happened.0) {
            match run.callbacks.get(self.happened.1).filter(|call| call.step < line.step) {
                Some(call) => self.callback(call),
                None => self.console(line),
            }
        }
        while let Some(call) = run.callbacks.get(self.happened.1) {
            self.callback(call);
        }
        if newest {
            self.select_newest();
        }
        self.selected = self.selected.min(self.entries.len().saturating_sub(1));
    }

    /// The current script came to this step: messages up to it have been written.
    pub fn stands_at(&mut self, step: u64) {
        self.now = step;
        let past = self.past();
        let reached = |entry: &&Entry| entry.tells == Tells::Message && entry.step <= Some(step);
        let messages = self.entries.iter().skip(past).take_while(reached).count();
        self.to_come -= messages;
    }

    /// What was known to come no longer holds.
    pub fn forget_to_come(&mut self) {
        self.entries.truncate(self.past());
        self.to_come = 0;
        self.known = self.happened;
        self.selected = self.selected.min(self.entries.len().saturating_sub(1));
    }

    /// What the selected entry tells of the run of the current script; `None` if it is not about that.
    pub fn told_by_selected(&self) -> Option<&Entry> {
        let entry = self.entries.get(self.selected).filter(|_| self.selected >= self.current)?;
        (entry.tells != Tells::Nothing).then_some(entry)
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

    fn line(text: &str, step: u64) -> ConsoleLine {
        ConsoleLine { level: ConsoleLevel::Log, text: text.to_owned(), at: None, step }
    }

    fn texts(journal: &Journal) -> Vec<&str> {
        journal.entries.iter().map(|entry| entry.text.as_str()).collect()
    }

    #[test]
    fn what_was_written_later_is_to_come_and_comes_again_once() {
        let mut run = ScriptRun::begun(Action::Login, "login.js".to_owned());
        let mut journal = Journal::default();
        journal.remark("before");
        journal.begin();
        for (text, step) in [("a", 2), ("b", 4), ("c", 6)] {
            run.console.push(line(text, step));
            journal.console(&line(text, step));
        }
        let whole = run.clone();
        run.console.truncate(1);
        journal.follow(&run, false);
        assert_eq!((texts(&journal), journal.past(), journal.selected), (vec!["before", "a", "b", "c"], 2, 1));
        journal.remark("asked");
        journal.console(&whole.console[1]);
        assert_eq!((texts(&journal), journal.past(), journal.selected), (vec!["before", "a", "asked", "b", "c"], 4, 3));
        journal.follow(&whole, false);
        assert_eq!((texts(&journal), journal.past(), journal.selected), (vec!["before", "a", "asked", "b", "c"], 5, 4));
    }

    #[test]
    fn a_jump_ahead_adds_what_was_never_told_in_the_order_of_steps() {
        let mut journal = Journal::default();
        journal.begin();
        let mut run = ScriptRun::begun(Action::Login, "login.js".to_owned());
        run.console = vec![line("first", 2), line("last", 9)];
        run.callbacks = vec![CallbackCall { error: None, result: None, arguments: 1, stack: Vec::new(), step: 5 }];
        journal.follow(&run, false);
        assert_eq!(texts(&journal), ["first", "callback(null)", "last"]);
    }

    #[test]
    fn what_was_changed_makes_another_future() {
        let mut journal = Journal::default();
        journal.begin();
        let mut run = ScriptRun::begun(Action::Login, "login.js".to_owned());
        run.console = vec![line("a", 2), line("b", 4)];
        journal.follow(&run, false);
        run.console.truncate(1);
        journal.follow(&run, false);
        journal.forget_to_come();
        journal.console(&line("other", 4));
        assert_eq!(texts(&journal), ["a", "other"]);
    }
}
