//! What happened at a moment of the run, in words: `here: query 2 writes: UPDATE users …`.

use crate::recording::timeline::{marks, Mark};
use crate::recording::ScriptRun;
use crate::workbench::run::Phase;
use crate::workbench::Workbench;

/// When, seen from the moment, and what.
pub struct Words {
    when: String,
    what: String,
}

impl Words {
    /// All of it.
    pub fn whole(&self) -> String {
        format!("{}{}", self.when, self.what)
    }

    /// What goes before the colon says what it was, where there is no room for more.
    pub fn short(&self) -> String {
        let short = self.what.split_once(": ").filter(|_| self.what.starts_with("query "));
        format!("{}{}", self.when, short.map_or(self.what.as_str(), |(short, _)| short))
    }
}

/// What happens at step `at` of all that is known of the run, else what happened last before it, else what comes first.
pub fn words(workbench: &Workbench, known: &ScriptRun, at: u64) -> Words {
    let all = told(known, at);
    let chosen = at != workbench.run.step();
    let over = !chosen && workbench.run.phase == Phase::Finished;
    // What the statement here does comes first; of what lies behind, what came last.
    let mark = if over || all.last().is_some_and(|mark| mark.step < at) { all.last() } else { all.first() };
    let when = match (mark, chosen) {
        _ if over => String::new(),
        (Some(mark), true) if mark.step == at => format!("step {at}: "),
        (Some(mark), true) if mark.step < at => format!("step {at}, after "),
        (Some(_), true) => format!("step {at}, before "),
        (Some(mark), false) if mark.step == at => "here: ".to_owned(),
        (Some(mark), false) if mark.step < at => "after ".to_owned(),
        (Some(_), false) => "before ".to_owned(),
        (None, true) => format!("step {at}"),
        (None, false) => String::new(),
    };
    Words { when, what: mark.map(Mark::title).unwrap_or_default() }
}

/// The marks of the last step up to `at` that has any, or of the first one after it. Only those are put into words: a
/// run may have written a hundred thousand lines, and answers may have as many rows.
fn told(run: &ScriptRun, at: u64) -> Vec<Mark> {
    let behind = run.console.partition_point(|line| line.step <= at);
    let line = run.console.get(behind.saturating_sub(1));
    let end = run.outcome.as_ref().map(|_| run.failed_at.unwrap_or(run.steps));
    let queries = run.queries.iter().flat_map(|query| [Some(query.step), query.answered]).flatten();
    let calls = run.callbacks.iter().map(|call| call.step);
    let steps = queries.chain(calls).chain(line.map(|line| line.step)).chain(end);
    let (before, after): (Vec<u64>, Vec<u64>) = steps.partition(|step| *step <= at);
    let Some(told) = before.into_iter().max().or(after.into_iter().min()) else { return Vec::new() };
    let asked = run.queries.iter().filter(|query| query.step == told || query.answered == Some(told));
    let near = ScriptRun {
        queries: asked.cloned().collect(),
        console: line.filter(|line| line.step == told).cloned().into_iter().collect(),
        callbacks: run.callbacks.iter().filter(|call| call.step == told).cloned().collect(),
        outcome: run.outcome.clone().filter(|_| end == Some(told)),
        failed_at: run.failed_at,
        steps: run.steps,
        ..ScriptRun::begun(run.action, String::new())
    };
    marks(&near).into_iter().filter(|mark| mark.step == told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Action;
    use crate::recording::samples::{ada, answered, console};
    use crate::recording::OutcomeKind;

    fn titles(run: &ScriptRun, at: u64) -> Vec<String> {
        told(run, at).iter().map(Mark::title).collect()
    }

    #[test]
    fn of_a_moment_is_told_what_happened_there_or_last_before_or_first_after() {
        let mut run = answered(Action::Login, OutcomeKind::Profile, ada());
        run.console.extend([console(3, "a"), console(3, "b"), console(7, "c")]);
        assert_eq!(titles(&run, 1), ["console.log: a"]);
        assert_eq!(titles(&run, 3), ["console.log: b"]);
        assert_eq!(titles(&run, 6), ["console.log: b"]);
        assert_eq!(titles(&run, 7), ["console.log: c"]);
        assert_eq!(titles(&run, 99), ["the script returned a profile"]);
    }

    #[test]
    fn a_run_in_which_nothing_happened_has_nothing_to_tell() {
        assert!(titles(&crate::recording::samples::run(Action::Login), 5).is_empty());
    }

    #[test]
    fn where_there_is_little_room_a_query_is_told_without_its_text() {
        let words = |what: &str| Words { when: "here: ".to_owned(), what: what.to_owned() };
        assert_eq!(words("query 2 reads: SELECT ': '").short(), "here: query 2 reads");
        assert_eq!(words("console.log: a: b").short(), "here: console.log: a: b");
    }
}
