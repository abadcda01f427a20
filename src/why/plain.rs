//! No known failure: wrong credentials, a store that refused, and whatever else ended the operation.

use super::case::in_words;
use super::{Card, Case, Evidence};
use crate::connection::Action;
use crate::findings::{rule, Level};
use crate::flow::{Operation, ReasonState, Verdict};
use crate::recording::wording::short;
use crate::recording::{Failure, OutcomeKind, Upshot};
use crate::rules::Certainty;

/// The text is no script.
pub(super) fn unreadable(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::SyntaxError, OutcomeKind::LoadError])?;
    let error = outcome.error.as_ref()?;
    let cause = match outcome.kind {
        OutcomeKind::SyntaxError => {
            format!("`{}` does not parse ({}), so nothing of it runs.", run.file, in_words(error))
        }
        _ => format!("`{}` is not one function ({}), so it cannot be called.", run.file, in_words(error)),
    };
    let fix =
        "Correct the text at this place. Text copied from a page may bring characters that are not part of the code.";
    let card = Card::new("", "L5", "The script cannot be read")
        .because(cause)
        .fixed_by(fix)
        .with_certainty(Certainty::Assumed);
    Some(card.shown_by([Evidence::error(run, error)]))
}

/// The store answered, and refused; the script said so.
pub(super) fn store_failed(case: &Case<'_>) -> Option<Card> {
    let kinds = [OutcomeKind::Error, OutcomeKind::ValidationError, OutcomeKind::Unauthorized, OutcomeKind::Success];
    let (run, _) = case.ended(&kinds)?;
    let (query, failure) = run.first_failure()?;
    let said = short(&query.answer_in_words());
    if failure == Failure::DryRun {
        let cause = format!(
            "Query {} was kept from the live store by the dry run, and `{}` took that for a failure.",
            query.seq, run.action
        );
        let fix = "This is no fault of the script: play it over the embedded store, or with `--commit` where writing is meant.";
        return Some(
            Card::new("", "dry-run", "Kept from the live store")
                .because(cause)
                .fixed_by(fix)
                .shown_by([Evidence::query(query)]),
        );
    }
    if failure == Failure::Duplicate && case.decision.verdict == Some(Verdict::UserExists) {
        return None;
    }
    let cause = format!("The legacy store refused query {} ({said}), and `{}` passed that on.", query.seq, run.action);
    let fix = "Correct the statement or the rights of the account it is sent with. The end user reads a general text.";
    let card = Card::new("", "§2.3", "The legacy store refused").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// Somebody with this name is there.
pub(super) fn user_exists(case: &Case<'_>) -> Option<Card> {
    (case.decision.verdict == Some(Verdict::UserExists)).then_some(())?;
    let run = case.runs.last();
    let who = run.map_or_else(|| "The Auth0 store".to_owned(), |run| format!("`{}`", run.action));
    let cause = format!("{who} knows {} already, so nobody else can sign up with that name.", case.typed());
    let fix =
        "Have the person log in, or reset the password. If nobody of that name should exist, look at what was asked.";
    let card = Card::new("", "§2.3", "The user exists").because(cause).fixed_by(fix);
    let lookup = run.and_then(|run| run.last_lookup()).map(|(query, _)| Evidence::query(query));
    Some(card.shown_by(lookup).shown_by(run.and_then(Evidence::answer)))
}

/// The credentials are wrong, and the script said so as it should.
pub(super) fn wrong_credentials(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::WrongCredentials])?;
    let error = outcome.error.as_ref()?;
    let lookup = run.last_lookup();
    if case.facts.operation == Operation::SignUp && run.action == Action::Login {
        let cause = "`create` reported success, and `login` refused the same name and password right after it.";
        let fix =
            "Compare how `create` keeps the password with how `login` checks it, and what each takes as the name.";
        let card = Card::new("", "§2.6", "Created, and not let in").because(cause).fixed_by(fix);
        return Some(
            card.shown_by(lookup.map(|(query, _)| Evidence::query(query))).shown_by([Evidence::error(run, error)]),
        );
    }
    let (title, cause) = match &lookup {
        Some((query, Upshot::Nothing)) => (
            "Nobody has this name",
            format!("The legacy store has nobody called {} (query {}).", case.typed(), query.seq),
        ),
        Some((query, Upshot::Refused)) => (
            "Name or password is wrong",
            format!("The service refused name and password of {} (query {}).", case.typed(), query.seq),
        ),
        Some((query, _)) => (
            "The password is wrong",
            format!(
                "{} was found (query {}), and `{}` refused the password or the account.",
                case.typed(),
                query.seq,
                run.action
            ),
        ),
        None => {
            ("Name or password is wrong", format!("`{}` refused name or password of {}.", run.action, case.typed()))
        }
    };
    let fix = "Have the user check the spelling or reset the password. The scripts answered as they should.";
    let card = Card::new("", "§2.3", title).because(cause).fixed_by(fix).with_certainty(Certainty::Assumed);
    Some(card.shown_by(lookup.map(|(query, _)| Evidence::query(query))).shown_by([Evidence::error(run, error)]))
}

/// The script refused and gave its own text.
pub(super) fn refused_with_words(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.ended(&[OutcomeKind::Unauthorized, OutcomeKind::ValidationError])?;
    let error = outcome.error.as_ref()?;
    let cause =
        format!("`{}` refused with a text of its own: {}.", run.action, short(error.message.trim_end_matches('.')));
    let fix = "This is what the script means to do; whether the reason holds for this user is seen in what it asked.";
    let card = Card::new("", "§2.3", "Refused by the script").because(cause).fixed_by(fix);
    let lookup = run.last_lookup().map(|(query, _)| Evidence::query(query));
    Some(card.shown_by(lookup).shown_by([Evidence::error(run, error)]))
}

/// Whatever the decision names as what stopped it.
pub(super) fn said_no(case: &Case<'_>) -> Option<Card> {
    let reason = case.decision.reasons.iter().rev().find(|reason| reason.state == ReasonState::No)?;
    let mut cause: String = reason.text.clone();
    if !cause.ends_with('.') {
        cause.push('.');
    }
    let fix = if case.runs.is_empty() {
        "No script was asked: what Auth0 holds decided it. Look at the users in its store, and at the settings."
    } else {
        "Look at what the script asked and answered before this."
    };
    let card =
        Card::new("", reason.rule, "What stopped it").because(cause).fixed_by(fix).with_certainty(reason.certainty);
    let answer = case.last().and_then(|(run, _)| Evidence::answer(run));
    Some(card.shown_by(reason.evidence.clone().map(Evidence::of)).shown_by(answer))
}

/// It went well, and something in it is broken all the same.
pub(super) fn gravest_finding(case: &Case<'_>) -> Option<Card> {
    let found = case.findings.iter().find(|finding| finding.level == Level::Error)?;
    let lesson = rule(found.rule);
    let title = lesson.map_or("Something is broken", |lesson| lesson.title);
    let certainty = lesson.map_or(Certainty::Documented, |lesson| lesson.certainty);
    let fix = lesson.map_or("", |lesson| lesson.fix);
    let card = Card::new("", found.rule, title).because(found.message.clone()).fixed_by(fix).with_certainty(certainty);
    let shown = Evidence::of(found.evidence.clone().unwrap_or_else(|| title.to_owned())).at(found.at.clone());
    Some(card.shown_by([shown]))
}
