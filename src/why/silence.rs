//! F1, F2, F11: the script does not answer, answers late, or leaves connections open.

use super::case::in_words;
use super::{Card, Case, Evidence};
use crate::connection::Action;
use crate::recording::wording::short;
use crate::recording::{Failure, OutcomeKind, ScriptRun, Upshot};
use crate::rules::Certainty;

/// As many scripts of a tenant run at a time in the public cloud.
const AT_A_TIME: f64 = 250.0;

/// From here on a login is slow enough to count against that limit.
const SLOW_MS: f64 = 5_000.0;

/// F11: the store takes no more connections.
pub(super) fn crowded(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.last()?;
    let (query, _) = run.first_failure().filter(|(_, failure)| *failure == Failure::Crowded)?;
    let cause = format!(
        "The legacy store has no connection left (query {}: {}): earlier runs did not give theirs back, or too many run \
         at a time.",
        query.seq,
        short(&query.answer_in_words())
    );
    let fix =
        "Close the connection on every path before `callback` is called, or share a small pool in `global`; every \
               container has a pool of its own.";
    let card = Card::new("F11", "L39", "No connection is left").because(cause).fixed_by(fix);
    Some(card.with_certainty(Certainty::Assumed).shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// F1: the 20 seconds were over.
pub(super) fn over_time(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::Timeout])?;
    let pending = run.queries.iter().find(|query| query.upshot() == Upshot::Unanswered);
    let (rule, cause) = match pending {
        Some(query) => (
            "L9",
            format!(
                "The legacy store never answered query {}, and `{}` waited for it without a limit.",
                query.seq, run.action
            ),
        ),
        None => {
            ("L10", format!("`{}` was still busy or waiting for a timer when its 20 seconds were over.", run.action))
        }
    };
    let fix =
        "Give every call a timeout of a few seconds and answer with an `Error` when it is over. Check that the store \
               can be reached from Auth0's network.";
    let card = Card::new("F1", rule, "The script ran out of time").because(cause).fixed_by(fix);
    Some(card.shown_by(pending.map(Evidence::query)).shown_by([load(case)]))
}

/// F1: nothing was left to do, and nobody had called back.
pub(super) fn no_callback(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.ended(&[OutcomeKind::NoCallback])?;
    let before = before_the_end(run);
    let place = run.ended_at.first().map(|frame| format!(" at {}:{}", frame.place.file, frame.place.line));
    let cause = format!(
        "`{}` took a path without `callback`{}{}; Auth0 waits until the 20 seconds are over.",
        run.action,
        place.unwrap_or_default(),
        before.as_ref().map(|(words, _)| format!(" after {words}")).unwrap_or_default()
    );
    let fix =
        "Call `callback` on this path, too: with the error where something failed, with the answer where nothing did.";
    let card = Card::new("F1", "L1", "The script never answered").because(cause).fixed_by(fix);
    Some(card.shown_by(before.map(|(_, evidence)| evidence)).shown_by([Evidence::end(run)]))
}

/// F1: an error left the script, and with it the way to `callback`.
pub(super) fn uncaught(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::Exception])?;
    let error = outcome.error.as_ref()?;
    let thrown = in_words(error);
    let nothing = run.last_lookup().filter(|(_, upshot)| *upshot == Upshot::Nothing);
    let (rule, cause, fix) = match (run.first_failure(), &nothing) {
        (Some((query, failure)), _) => (
            "L11",
            format!(
                "The legacy store {} at query {} ({}), and `{}` was not ready for that: it threw {thrown}, so it never \
                 answered.",
                if failure == Failure::Unreachable { "was not reached" } else { "refused" },
                query.seq,
                short(&query.answer_in_words()),
                run.action
            ),
            "Look at the error before the answer, and answer with `callback(new Error(…))`. Then see why the store failed.",
        ),
        (None, Some((query, _))) if run.action == Action::GetUser => (
            "L28",
            format!(
                "Query {} found nobody, and `get_user` went on as if somebody had been found: it threw {thrown}.",
                query.seq
            ),
            "Test for no result first, and call `callback(null)` there.",
        ),
        (None, Some((query, _))) => (
            "L11",
            format!(
                "Query {} found nothing, and `{}` went on as if it had: it threw {thrown}, so it never answered.",
                query.seq, run.action
            ),
            "Test for no result first, and answer there.",
        ),
        (None, None) => (
            "L11",
            format!("`{}` threw {thrown} and nothing caught it, so it never answered.", run.action),
            "Catch errors around what may throw, also in callbacks and promises, and pass them to `callback`.",
        ),
    };
    let failed = run.first_failure().map(|(query, _)| query);
    let shown = failed.or_else(|| nothing.map(|(query, _)| query)).map(Evidence::query);
    let card = Card::new("F1", rule, "An error nobody caught").because(cause).fixed_by(fix);
    Some(card.shown_by(shown).shown_by([Evidence::error(run, error)]))
}

/// F2: it went well, but so slowly that a burst of logins will not.
pub(super) fn slow(case: &Case<'_>) -> Option<Card> {
    (elapsed_ms(case) >= SLOW_MS).then_some(())?;
    let run = case.runs.iter().max_by(|a, b| a.elapsed_ms.total_cmp(&b.elapsed_ms))?;
    let slowest = run.queries.iter().max_by(|a, b| a.elapsed_ms.unwrap_or(0.0).total_cmp(&b.elapsed_ms.unwrap_or(0.0)));
    let cause = format!(
        "`{}` took {:.1} seconds; scripts that take long use up the number Auth0 runs at a time.",
        run.action,
        run.elapsed_ms / 1_000.0
    );
    let fix =
        "Make the slowest call faster or give up earlier: a burst of logins is refused with `resource_exhausted` \
               once the limit is reached.";
    let card = Card::new("F2", "L9", "Slow enough to exhaust the platform").because(cause).fixed_by(fix);
    Some(card.shown_by(slowest.map(Evidence::query)).shown_by([load(case)]))
}

/// F11: it went well, but connections stay open.
pub(super) fn left_open(case: &Case<'_>) -> Option<Card> {
    case.finding("L39")?;
    let (run, opened) = case.runs.iter().find_map(|run| Some((run, run.left_open.first()?)))?;
    let cause = format!("`{}` opened a connection to the legacy store and left it open.", run.action);
    let fix = "Close it on every path before `callback` is called. The store runs out of connections otherwise, hours \
               later.";
    let card = Card::new("F11", "L39", "A connection stays open").because(cause).fixed_by(fix);
    let shown = Evidence { step: Some(opened.step), ..Evidence::of(format!("opened by `{}`", opened.driver)) };
    Some(card.with_certainty(Certainty::Assumed).shown_by([shown.at(opened.at.clone())]))
}

/// What had gone before, where that was no success.
fn before_the_end(run: &ScriptRun) -> Option<(String, Evidence)> {
    if let Some((query, _)) = run.first_failure() {
        let words = format!("query {} failed ({})", query.seq, short(&query.answer_in_words()));
        return Some((words, Evidence::query(query)));
    }
    let (query, upshot) = run.last_lookup()?;
    let words = match upshot {
        Upshot::Nothing => format!("query {} had found nobody", query.seq),
        Upshot::Refused => format!("the service had refused at query {}", query.seq),
        _ => format!("query {} was answered", query.seq),
    };
    Some((words, Evidence::query(query)))
}

fn elapsed_ms(case: &Case<'_>) -> f64 {
    case.runs.iter().map(|run| run.elapsed_ms).sum()
}

/// How many operations of this length the platform's limit allows.
fn load(case: &Case<'_>) -> Evidence {
    // Less than a millisecond says nothing about a real store.
    let seconds = elapsed_ms(case).max(1.0) / 1_000.0;
    let rate = AT_A_TIME / seconds;
    let rate = if rate >= 10.0 { format!("{rate:.0}") } else { format!("{rate:.1}") };
    Evidence::of(format!(
        "{seconds:.1} s for each login: with {AT_A_TIME:.0} scripts at a time that is at most {rate} logins per second"
    ))
}
