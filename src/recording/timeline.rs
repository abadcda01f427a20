//! What happened in a run, as marks at its steps: queries, answers, console lines, calls of `callback`, the end.
//!
//! A step is the number of statements executed so far, so several marks may stand at one step.

use super::wording::{answer, called, ending, one_line, short};
use super::{ConsoleLevel, OutcomeKind, Place, Query, ScriptRun};
use crate::legacy::{documents, Effect, Reply};
use crate::visible::visible;

/// Something that happened at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The step to go to in order to see it. For a script that threw, the end stands where it threw.
    pub step: u64,
    /// What it was.
    pub kind: MarkKind,
}

/// What a mark stands for. Every text is one short line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The script asked the legacy store.
    Query {
        /// The query's number, from 1.
        seq: u32,
        /// Whether it can change the store.
        effect: Effect,
        /// The statement, or `GET https://…`.
        text: String,
    },
    /// The answer reached the script.
    Answer {
        /// The query's number, from 1.
        seq: u32,
        /// The store refused or failed.
        failed: bool,
        /// How many rows it answered; `None` for a write, an HTTP answer and a failure.
        rows: Option<usize>,
        /// `1 row`, `200 OK`, `ER_DUP_ENTRY: …`.
        text: String,
    },
    /// The script wrote to `console`.
    Console {
        /// Where in [`ScriptRun::console`], from 0.
        index: usize,
        /// Its level.
        level: ConsoleLevel,
        /// What was written.
        text: String,
    },
    /// The script called `callback`.
    Callback {
        /// Where in [`ScriptRun::callbacks`], from 0.
        index: usize,
        /// With an error.
        failed: bool,
        /// The call as one would write it.
        text: String,
    },
    /// The script is over.
    End {
        /// How.
        kind: OutcomeKind,
        /// The same in words, to be read after the script's name.
        text: String,
    },
}

impl Mark {
    /// One line for a list, safe to show if the run was masked.
    pub fn title(&self) -> String {
        let title = match &self.kind {
            MarkKind::Query { seq, effect: Effect::Read, text } => format!("query {seq} reads: {text}"),
            MarkKind::Query { seq, effect: Effect::Write, text } => format!("query {seq} writes: {text}"),
            MarkKind::Answer { seq, failed: false, text, .. } => format!("query {seq} answered: {text}"),
            MarkKind::Answer { seq, failed: true, text, .. } => format!("query {seq} failed: {text}"),
            MarkKind::Console { level, text, .. } => format!("console.{}: {text}", level_name(*level)),
            MarkKind::Callback { text, .. } => text.clone(),
            MarkKind::End { text, .. } => format!("the script {text}"),
        };
        visible(&title).into_owned()
    }
}

/// The method of `console` that writes at this level.
pub const fn level_name(level: ConsoleLevel) -> &'static str {
    match level {
        ConsoleLevel::Log => "log",
        ConsoleLevel::Debug => "debug",
        ConsoleLevel::Info => "info",
        ConsoleLevel::Warn => "warn",
        ConsoleLevel::Error => "error",
    }
}

/// What happened at one step happened in this order: first what the statement did, then what reached the script from
/// outside, then what was done without a statement of the script (`.then(console.log)`, `.catch(callback)`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Statement,
    Arrival,
    Native,
    End,
}

impl Turn {
    const fn of(at: Option<&Place>) -> Self {
        match at {
            Some(_) => Self::Statement,
            None => Self::Native,
        }
    }
}

/// The marks of a run in order of steps; works on a run under way, too.
pub fn marks(run: &ScriptRun) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(run.queries.len() * 2 + run.console.len() + run.callbacks.len() + 1);
    for query in &run.queries {
        let kind = MarkKind::Query { seq: query.seq, effect: query.effect, text: short(&one_line(&query.request)) };
        marks.push((Turn::of(query.at.as_ref()), Mark { step: query.step, kind }));
        marks.extend(arrival(query).map(|mark| (Turn::Arrival, mark)));
    }
    for (index, line) in run.console.iter().enumerate() {
        let kind = MarkKind::Console { index, level: line.level, text: short(&line.text) };
        marks.push((Turn::of(line.at.as_ref()), Mark { step: line.step, kind }));
    }
    for (index, call) in run.callbacks.iter().enumerate() {
        let at = call.stack.iter().find(|frame| !frame.asynchronous).map(|frame| &frame.place);
        let kind = MarkKind::Callback { index, failed: call.error.is_some(), text: short(&called(call)) };
        marks.push((Turn::of(at), Mark { step: call.step, kind }));
    }
    if let Some(outcome) = &run.outcome {
        let kind = MarkKind::End { kind: outcome.kind, text: short(&ending::sentence(outcome)) };
        marks.push((Turn::End, Mark { step: run.failed_at.unwrap_or(run.steps), kind }));
    }
    marks.sort_by_key(|(turn, mark)| (mark.step, *turn));
    marks.into_iter().map(|(_, mark)| mark).collect()
}

fn arrival(query: &Query) -> Option<Mark> {
    let reply = query.reply.as_ref()?;
    let (failed, text) = match answer(query) {
        Ok(text) => (false, text),
        Err(text) => (true, text),
    };
    let kind = MarkKind::Answer { seq: query.seq, failed, rows: rows(reply), text: short(&text) };
    Some(Mark { step: query.answered?, kind })
}

fn rows(reply: &Reply) -> Option<usize> {
    match reply {
        Reply::Rows { rows, .. } => Some(rows.len()),
        Reply::Documents { answer } => documents::found(answer).map(Vec::len),
        Reply::Directory { entries, .. } => Some(entries.len()),
        Reply::Several { replies } => replies.iter().filter_map(rows).reduce(|all, more| all + more),
        _ => None,
    }
}

/// The first mark after `step`. `marks` as [`marks`] gives them.
pub fn next_after(marks: &[Mark], step: u64) -> Option<&Mark> {
    marks.get(marks.partition_point(|mark| mark.step <= step))
}

/// The last mark before `step`. `marks` as [`marks`] gives them.
pub fn previous_before(marks: &[Mark], step: u64) -> Option<&Mark> {
    marks.get(marks.partition_point(|mark| mark.step < step).checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Action;
    use crate::legacy::Cell;
    use crate::recording::samples::{
        ada, answered, console, ended, error, failed, query, refused, rows as reply, written as changed,
    };

    fn titles(run: &ScriptRun) -> Vec<String> {
        marks(run).iter().map(|mark| format!("{} {}", mark.step, mark.title())).collect()
    }

    #[test]
    fn marks_stand_in_the_order_in_which_things_happened() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        let row = vec![Cell::Integer(7)];
        run.queries.push(query(1, "SELECT id\n  FROM users", Effect::Read, reply(&["id"], vec![row])));
        run.queries.push(query(2, "UPDATE users SET seen = 1", Effect::Write, changed(1)));
        run.console.push(console(5, "found\n  7"));
        assert_eq!(
            titles(&run),
            [
                "3 query 1 reads: SELECT id FROM users",
                "4 query 1 answered: 1 row",
                "5 console.log: found 7",
                "6 query 2 writes: UPDATE users SET seen = 1",
                "7 query 2 answered: 1 row changed",
                r#"11 callback(null, {"user_id":"7","email":"ada@example.test","email_verified":true})"#,
                "12 the script returned a profile",
            ]
        );
    }

    #[test]
    fn an_answer_that_never_reached_the_script_has_no_mark() {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        let sent = query(1, "SELECT 1", Effect::Read, reply(&["1"], vec![]));
        run.queries.push(Query { answered: None, ..sent });
        assert_eq!(titles(&run), ["3 query 1 reads: SELECT 1", "12 the script ended without calling callback"]);
    }

    #[test]
    fn a_refusal_is_told_with_its_reason() {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        run.queries.push(query(1, "SELECT mail", Effect::Read, refused("ER_BAD_FIELD_ERROR", "Unknown column 'mail'")));
        let all = marks(&run);
        assert_eq!(all[1].title(), "query 1 failed: ER_BAD_FIELD_ERROR: Unknown column 'mail'");
        assert!(matches!(all[1].kind, MarkKind::Answer { seq: 1, failed: true, rows: None, .. }));
    }

    #[test]
    fn at_one_step_the_statement_comes_first_then_the_answer_then_what_the_answer_set_off() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        let mut sent = query(1, "SELECT 1", Effect::Read, reply(&["1"], vec![]));
        (sent.step, sent.answered, run.steps) = (4, Some(4), 4);
        run.queries.push(sent);
        run.console.push(console(4, "asked"));
        run.callbacks[0].step = 4;
        run.callbacks[0].stack[0].asynchronous = true;
        let order: Vec<String> =
            marks(&run).iter().map(|mark| mark.title().chars().take(15).collect::<String>()).collect();
        assert_eq!(
            order,
            ["query 1 reads: ", "console.log: as", "query 1 answere", "callback(null, ", "the script retu"]
        );
    }

    #[test]
    fn the_end_of_a_script_that_threw_stands_where_it_threw() {
        let thrown = error("TypeError", "cannot read properties of undefined (reading 'email')");
        let mut run = failed(Action::Login, OutcomeKind::Exception, thrown);
        assert_eq!(marks(&run)[0].step, 12);
        run.failed_at = Some(9);
        assert_eq!(marks(&run)[0].step, 9);
        assert!(marks(&run)[0].title().starts_with("the script threw an error that nothing caught: TypeError: "));
    }

    #[test]
    fn a_run_under_way_has_the_marks_so_far_and_no_end() {
        let mut run = crate::recording::samples::run(Action::Login);
        assert_eq!(marks(&run), []);
        let sent = query(1, "SELECT 1", Effect::Read, changed(0));
        run.queries.push(Query { reply: None, answered: None, ..sent });
        assert_eq!(titles(&run), ["3 query 1 reads: SELECT 1"]);
    }

    #[test]
    fn one_goes_from_mark_to_mark_in_both_directions() {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        run.console.extend([console(2, "a"), console(2, "b"), console(7, "c")]);
        let all = marks(&run);
        let next = |step| next_after(&all, step).map(|mark| mark.step);
        let previous = |step| previous_before(&all, step).map(|mark| mark.step);
        assert_eq!([next(0), next(2), next(7), next(12)], [Some(2), Some(7), Some(12), None]);
        assert_eq!([previous(99), previous(12), previous(7), previous(2)], [Some(12), Some(7), Some(2), None]);
        assert_eq!((next_after(&[], 0), previous_before(&[], 9)), (None, None));
    }

    #[test]
    fn nothing_in_a_title_can_steer_a_terminal() {
        let mut run = ended(Action::Login, OutcomeKind::NoCallback);
        run.console.push(console(1, "\u{1b}[2J\u{202e}gone"));
        assert_eq!(marks(&run)[0].title(), "console.log: \\u{1b}[2J\\u{202e}gone");
    }
}
