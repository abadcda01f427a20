//! What happened in two runs, side by side.

use super::run::Run;
use super::scroll::Scroll;
use super::state::Workbench;
use crate::debugger::Aim;
use crate::flow::Decision;
use crate::recording::diff::{align, Difference, Moment, Pair};
use crate::recording::ScriptRun;

/// Two runs set side by side: the one with the earlier letter on the left.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The letters.
    pub letters: [char; 2],
    /// What is other in each, in a few words; empty for the first run.
    pub changes: [String; 2],
    /// What happened, the decision last.
    pub entries: Vec<Entry>,
    /// The selected entry.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
    /// Which side is shown in the workbench: 0 or 1.
    pub shown: usize,
    /// Both runs have ended, so that what is missing in one did not happen there.
    pub complete: bool,
}

/// Something set side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// On the left and on the right; `None` did not happen there.
    pub sides: [Option<String>; 2],
    /// The step to go to on each side, where it can be gone to.
    pub steps: [Option<u64>; 2],
    /// What differs.
    pub differs: Vec<Difference>,
    /// Whether it is the decision of Auth0, and nothing of the script's.
    pub decision: bool,
    /// One of the runs has not got there: it may still happen, so that nothing can be said of a difference.
    pub pending: bool,
}

impl Entry {
    /// Whether both sides are the same.
    pub fn is_same(&self) -> bool {
        self.pending || (self.sides.iter().all(Option::is_some) && self.differs.is_empty())
    }
}

impl Comparison {
    /// The two runs of the workbench; `None` if there is but one.
    pub fn of(workbench: &Workbench) -> Option<Self> {
        let other = workbench.timelines.beside.as_ref()?;
        let ours = (workbench.timelines.letter, &workbench.timelines.change, &workbench.run, &workbench.decision);
        let theirs = (other.letter, &other.change, &other.run, &other.decision);
        let shown = usize::from(other.letter < workbench.timelines.letter);
        let [left, right] = if shown == 0 { [ours, theirs] } else { [theirs, ours] };
        let mut entries = entries(left.2, right.2);
        entries.extend(decisions(left.3.as_ref(), right.3.as_ref()));
        let undecided =
            |decision: &Option<Decision>| decision.as_ref().is_none_or(|decision| decision.verdict.is_none());
        if let Some(last) = entries.last_mut().filter(|last| last.decision) {
            last.pending = undecided(left.3) || undecided(right.3);
        }
        let selected = entries.iter().position(|entry| !entry.is_same()).unwrap_or(0);
        let has_ended = |run: &Run| known(run).last().is_some_and(|run| run.outcome.is_some());
        Some(Self {
            letters: [left.0, right.0],
            changes: [left.1.clone(), right.1.clone()],
            selected,
            scroll: Scroll { follow: true, ..Scroll::default() },
            shown,
            complete: has_ended(left.2) && has_ended(right.2),
            entries,
        })
    }

    /// How many entries differ.
    pub fn differing(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.is_same()).count()
    }

    /// Where the selected entry is gone to in the run shown; `Err` says why it cannot be.
    pub(super) fn aim(&self) -> Result<Aim, String> {
        let Some(entry) = self.entries.get(self.selected) else { return Err("Nothing is selected".to_owned()) };
        match entry.steps.get(self.shown).copied().flatten() {
            Some(step) => Ok(Aim::Step(step.max(1))),
            None if entry.decision => Err("Auth0 decides when the script is over: there is no step of it".to_owned()),
            None => {
                let letter = self.letters.get(self.shown).copied().unwrap_or_default();
                Err(format!("That did not happen in {letter}, the run shown: ` shows the other one"))
            }
        }
    }
}

/// All scripts of a run, the last as far as it is known.
fn known(run: &Run) -> Vec<&ScriptRun> {
    let over = run.scripts.len().saturating_sub(1);
    run.scripts.iter().take(over).chain(run.known()).collect()
}

fn entries(left: &Run, right: &Run) -> Vec<Entry> {
    let (left, right) = (known(left), known(right));
    let mut entries = Vec::new();
    for (index, before) in left.iter().enumerate() {
        let nothing = ScriptRun::begun(before.action, before.file.clone());
        let after = right.iter().find(|after| after.action == before.action).copied().unwrap_or(&nothing);
        let last = [index + 1 == left.len(), right.last().is_some_and(|last| last.action == before.action)];
        let pairs = align(before, after);
        let from = pending_from(&pairs, [before, after]);
        entries.extend(pairs.into_iter().enumerate().map(|(index, pair)| entry(pair, last, index >= from)));
    }
    for after in right.iter().filter(|after| !left.iter().any(|before| before.action == after.action)) {
        let nothing = ScriptRun::begun(after.action, after.file.clone());
        entries.extend(align(&nothing, after).into_iter().map(|pair| entry(pair, [false, true], false)));
    }
    entries
}

/// The first of these pairs that one of the runs has not got to.
pub fn pending_from(pairs: &[Pair], runs: [&ScriptRun; 2]) -> usize {
    let happened = [|pair: &Pair| pair.before.is_some(), |pair: &Pair| pair.after.is_some()];
    let known = runs.into_iter().zip(happened).map(|(run, happened)| match run.outcome {
        Some(_) => pairs.len(),
        None => pairs.iter().rposition(happened).map_or(0, |last| last + 1),
    });
    known.min().unwrap_or(pairs.len())
}

/// `last`: on which sides it is the script whose time can be walked.
fn entry(pair: Pair, last: [bool; 2], pending: bool) -> Entry {
    let title = |moment: &Option<Moment>| moment.as_ref().map(|moment| moment.title.clone());
    let step = |moment: &Option<Moment>, last: bool| moment.as_ref().filter(|_| last).map(|moment| moment.step);
    Entry {
        sides: [title(&pair.before), title(&pair.after)],
        steps: [step(&pair.before, last[0]), step(&pair.after, last[1])],
        differs: pair.differs,
        decision: false,
        pending,
    }
}

fn decisions(left: Option<&Decision>, right: Option<&Decision>) -> Option<Entry> {
    let words = |decision: Option<&Decision>| decision?.verdict.map(|verdict| verdict.words().to_owned());
    let sides = [words(left), words(right)];
    if sides.iter().all(Option::is_none) {
        return None;
    }
    let mut differs = Vec::new();
    let mut note = |part: &str, before: Option<String>, after: Option<String>| {
        if before != after {
            differs.push(Difference { part: part.to_owned(), before, after });
        }
    };
    if sides[0] != sides[1] {
        note("verdict", sides[0].clone(), sides[1].clone());
    }
    let of = |decision: Option<&Decision>, read: fn(&Decision) -> Option<String>| decision.and_then(read);
    for (part, read) in [
        (
            "user created",
            (|decision| Some(if decision.user_created { "yes" } else { "no" }.to_owned()))
                as fn(&Decision) -> Option<String>,
        ),
        ("user_id", |decision| decision.user_id.clone()),
        ("log", |decision| decision.log_event.as_ref().map(|log| format!("{} {}", log.code, log.description))),
        ("the user sees", |decision| decision.user_sees.clone()),
    ] {
        note(part, of(left, read), of(right, read));
    }
    let sides = sides.map(|words| Some(format!("Auth0: {}", words.unwrap_or_else(|| "undecided".to_owned()))));
    Some(Entry { sides, steps: [None, None], differs, decision: true, pending: false })
}
