//! Messages of stops in the console: as the run passes them, and for a run that has passed already.

use super::journal::{Entry, Journal, Kind, Tells};
use super::state::Workbench;
use crate::debugger::Logged;
use crate::recording::Place;

/// A stop with a message was reached.
pub(super) fn logged(workbench: &mut Workbench, logged: Logged) {
    let entry = entry(workbench, &logged);
    workbench.journal.stands_at(workbench.journal.now.max(logged.step));
    workbench.journal.log(entry);
}

/// What all stops on statements would have logged over the run: it takes the place of what they did log.
pub(super) fn answered(workbench: &mut Workbench, logged: &[Logged]) {
    let entries: Vec<Entry> = logged.iter().map(|logged| entry(workbench, logged)).collect();
    workbench.journal.replace_logs(entries);
}

fn entry(workbench: &Workbench, logged: &Logged) -> Entry {
    let run = workbench.run.current();
    let stop = run.and_then(|run| workbench.stops.get(&run.action)).and_then(|stops| stops.get(logged.stop));
    let at = run.map(|run| Place { function: String::new(), file: run.file.clone(), line: logged.line, column: 1 });
    let at_event = stop.is_some_and(|bound| bound.places.is_empty() && !bound.stop.is_line());
    Entry {
        kind: Kind::Logged(at_event),
        text: logged.text.clone(),
        at,
        tells: Tells::Message,
        step: Some(logged.step),
    }
}

impl Journal {
    /// Whether a stop with a message wrote something.
    pub(super) fn has_logs(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.kind, Kind::Logged(_)))
    }

    /// Adds a message in the order of steps; one that is there already is not added again.
    pub(super) fn log(&mut self, entry: Entry) {
        let current = self.current.min(self.entries.len());
        let own = self.entries.get(current..).unwrap_or_default();
        if own.contains(&entry) {
            return;
        }
        let later = own.iter().position(|known| known.step > entry.step).map(|at| current + at);
        let past = self.past();
        let to_come = entry.step > Some(self.now);
        let at = match later {
            None if !to_come => return self.push(entry),
            None => self.entries.len(),
            Some(at) if to_come => at.max(past),
            Some(at) if at > past => return self.push(entry),
            Some(at) => at,
        };
        self.to_come += usize::from(to_come);
        self.entries.insert(at, entry);
        if at <= self.selected {
            self.selected += 1;
        }
    }

    /// Puts these in the place of all messages of stops on statements.
    pub(super) fn replace_logs(&mut self, entries: Vec<Entry>) {
        let current = self.current;
        self.forget(|at, entry| at >= current && entry.kind == Kind::Logged(false));
        entries.into_iter().for_each(|entry| self.log(entry));
    }

    /// Forgets the messages of steps after this one.
    pub(super) fn forget_logs_beyond(&mut self, step: u64) {
        let current = self.current;
        self.forget(|at, entry| at >= current && matches!(entry.kind, Kind::Logged(_)) && entry.step > Some(step));
    }

    fn forget(&mut self, gone: impl Fn(usize, &Entry) -> bool) {
        let past = self.past();
        let newest = self.selected + 1 >= past;
        let to_come = self.entries.iter().enumerate().skip(past).filter(|(at, entry)| gone(*at, entry)).count();
        let before = self.entries.iter().enumerate().take(self.selected).filter(|(at, entry)| gone(*at, entry)).count();
        let mut at = 0;
        self.entries.retain(|entry| {
            let gone = gone(at, entry);
            at += 1;
            !gone
        });
        self.to_come -= to_come;
        let last = self.past().saturating_sub(1);
        self.selected = if newest { last } else { self.selected.saturating_sub(before).min(last) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, step: u64) -> Entry {
        Entry { kind: Kind::Logged(false), text: text.to_owned(), at: None, tells: Tells::Message, step: Some(step) }
    }

    fn at_the_end() -> Journal {
        let mut journal = Journal::default();
        journal.stands_at(u64::MAX);
        journal
    }

    fn texts(journal: &Journal) -> Vec<&str> {
        journal.entries.iter().map(|entry| entry.text.as_str()).collect()
    }

    #[test]
    fn messages_stand_in_the_order_of_steps_and_never_twice() {
        let mut journal = at_the_end();
        journal.push(Entry {
            kind: Kind::Remark,
            text: "written at 9".to_owned(),
            at: None,
            tells: Tells::Nothing,
            step: Some(9),
        });
        for (text, step) in [("third", 12), ("first", 4), ("second", 8), ("first", 4)] {
            journal.log(message(text, step));
        }
        assert_eq!(texts(&journal), ["first", "second", "written at 9", "third"]);
        assert_eq!(journal.entries[journal.selected].text, "third", "the newest stays selected");
    }

    #[test]
    fn messages_of_a_script_stay_behind_those_of_the_one_before() {
        let mut journal = at_the_end();
        journal.log(message("of get_user", 7));
        journal.begin();
        journal.log(message("of login", 2));
        journal.replace_logs(vec![message("of login, anew", 1)]);
        assert_eq!(texts(&journal), ["of get_user", "of login, anew"]);
    }

    #[test]
    fn what_would_have_been_logged_takes_the_place_of_what_was_and_events_stay() {
        let mut journal = at_the_end();
        journal.log(message("old", 3));
        journal.log(Entry { kind: Kind::Logged(true), ..message("query", 5) });
        journal.replace_logs(vec![message("new", 4), message("new", 6)]);
        assert_eq!(texts(&journal), ["new", "query", "new"]);
        journal.forget_logs_beyond(4);
        assert_eq!(texts(&journal), ["new"]);
    }
}
