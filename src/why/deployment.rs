//! F8, F35–F44: what the scripts meet where they are deployed.

use std::collections::BTreeSet;

use super::case::in_words;
use super::{Card, Case, Evidence};
use crate::connection::{Action, Mode};
use crate::legacy::{Request, Target};
use crate::recording::wording::short;
use crate::recording::{Failure, OutcomeKind, ScriptRun};
use crate::rules::Certainty;

/// F37, F36: an e-mail cannot be changed without the script for it.
pub(super) fn change_email_is_missing(case: &Case<'_>) -> Option<Card> {
    (case.missing() == Some(Action::ChangeEmail)).then_some(())?;
    let cause = "The connection has no `change_email` script, so the change ends with \"change_email script does not \
                 exist\".";
    let fix =
        "Add the script by the Management API or deploy-cli. The Dashboard does not show it, and saving the scripts \
               there removes it.";
    let card = Card::new("F37", "§2.9", "There is no change_email script").because(cause).fixed_by(fix);
    Some(card.with_certainty(Certainty::Support).shown_by(unlisted(case)))
}

/// F35, F39: the operation asks a script that is not there.
pub(super) fn script_is_missing(case: &Case<'_>) -> Option<Card> {
    let action = case.missing()?;
    if let Some(note) = unlisted(case) {
        let cause =
            format!("The connection has no `{action}` script; a file beside it is not listed, so it was not deployed.");
        let fix = "List the file under `options.customScripts` in database.json: deploy-cli takes nothing else.";
        return Some(
            Card::new("F39", "F39", "The script was not deployed").because(cause).fixed_by(fix).shown_by([note]),
        );
    }
    let (rule, cause, fix) = match case.facts.mode {
        Mode::LegacyAuthentication => (
            "L45",
            format!("This operation asks `{action}`, and the connection has no such script: with import off every operation needs its own."),
            format!("Write `{action}`, or switch import mode on, where `login` and `get_user` are enough."),
        ),
        Mode::AutomaticMigration => (
            "L43",
            format!("Automatic migration asks `{action}`, and the connection has no such script."),
            format!("Write `{action}`: `login` and `get_user` are both needed while users move."),
        ),
    };
    Some(Card::new("F35", rule, "A script is missing").because(cause).fixed_by(fix))
}

/// A file beside the scripts that no list names.
fn unlisted(case: &Case<'_>) -> Option<Evidence> {
    let note = case.connection.notes.iter().find(|note| note.rule == Some("F39"))?;
    Some(Evidence::of(short(&note.message)))
}

/// F8: what the script requires, or took for granted, is not there.
pub(super) fn module_is_missing(case: &Case<'_>) -> Option<Card> {
    let (run, error) = case.error()?;
    let lacking = error.message.contains("Cannot find module");
    let gone = ["ReferenceError", "TypeError"].contains(&&*error.name)
        && (error.message.ends_with("is not defined") || error.message.ends_with("is not a function"));
    let text = case.connection.script(run.action).map_or("", |script| &*script.text);
    let era = error.message.ends_with("connect is not a function")
        && ["require('pg", "require(\"pg"].iter().any(|words| text.contains(words));
    let rule = if lacking || era { "L36" } else { "L35" };
    let found = case
        .findings
        .iter()
        .find(|finding| finding.rule == rule && finding.at.as_ref().is_some_and(|at| at.file == run.file));
    (lacking || era || gone && found.is_some()).then_some(())?;
    let cause = match (lacking, era) {
        (true, _) => format!("`{}` requires a module that is not there ({}).", run.action, in_words(error)),
        (_, true) => format!(
            "`{}` was written for an older version of its driver, which had what newer ones have not ({}).",
            run.action,
            in_words(error)
        ),
        _ => format!(
            "`{}` relies on what the platform gave scripts until Node 12 and has taken away ({}).",
            run.action,
            in_words(error)
        ),
    };
    let fix =
        "Require a module and version that the platform lists for the Node it runs, and check every script before \
               the runtime is changed.";
    let card = Card::new("F8", rule, "Gone with an older Node").because(cause).fixed_by(fix);
    let found = found.map(|found| Evidence::of(found.message.clone()).at(found.at.clone()));
    Some(card.shown_by(found).shown_by([Evidence::error(run, error)]))
}

/// F8: it runs here and will not run there.
pub(super) fn module_will_be_missing(case: &Case<'_>) -> Option<Card> {
    let found = case.fault("L36").or_else(|| case.fault("L35"))?;
    let cause =
        "It runs here, but on the platform's Node the script does not load: something it requires was taken away.";
    let fix = "Ask for a module and version that the platform lists for the Node it runs.";
    let card = Card::new("F8", found.rule, "Gone with an older Node").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::of(found.message.clone()).at(found.at.clone())]))
}

/// F8: the server speaks a TLS that Node 18 refuses.
pub(super) fn old_tls(case: &Case<'_>) -> Option<Card> {
    let (run, _) = case.last()?;
    let (query, _) = run.first_failure().filter(|(_, failure)| *failure == Failure::Tls)?;
    let cause = format!(
        "The server of query {} asks for a kind of TLS renegotiation that Node refuses since version 18.",
        query.seq
    );
    let fix = "Update the server. Until then an `https.Agent` with `secureOptions: \
               crypto.constants.SSL_OP_LEGACY_SERVER_CONNECT` lets it pass.";
    let card = Card::new("F8", "§5.1", "The server's TLS is too old").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// F41: `configuration` came without its values.
pub(super) fn settings_are_empty(case: &Case<'_>) -> Option<Card> {
    let (run, outcome) = case.last()?;
    let script = case.connection.script(run.action)?;
    let missing: Vec<String> = read_settings(&script.text)
        .into_iter()
        .filter(|name| case.connection.configuration.get(*name).is_none_or(|value| value.expose().is_empty()))
        .map(|name| format!("`configuration.{name}`"))
        .collect();
    let first = missing.first()?;
    let lost = run.queries.iter().find(|query| goes_nowhere(&query.request));
    let unreachable =
        run.first_failure().filter(|(_, failure)| *failure == Failure::Unreachable).map(|(query, _)| query);
    let undefined = outcome.error.as_ref().is_some_and(|error| {
        let ended = matches!(outcome.kind, OutcomeKind::Exception | OutcomeKind::Error);
        ended && (error.message.contains("undefined") || error.message.contains("Invalid URL"))
    });
    (lost.is_some() || unreachable.is_some() || undefined).then_some(())?;
    let cause = format!(
        "`{}` reads {}, which the connection does not have, and went on with `undefined`.",
        run.action,
        missing.join(", ")
    );
    let fix =
        "Set the values in the Dashboard or by the Management API after each import: no export holds them, and a \
               PATCH of `options` replaces all of them.";
    let card = Card::new("F41", "L32", "Settings are missing").because(cause).fixed_by(fix);
    let error = case.error().map(|(run, error)| Evidence::error(run, error));
    let shown = lost.or(unreachable).map(Evidence::query);
    Some(card.shown_by([Evidence::of(format!("{first} is not set"))]).shown_by(shown).shown_by(error))
}

/// The names after `configuration.` in a text, each once.
fn read_settings(text: &str) -> BTreeSet<&str> {
    let names = text.split("configuration.").skip(1).map(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$');
        &rest[..end.unwrap_or(rest.len())]
    });
    names.filter(|name| !name.is_empty()).collect()
}

/// Whether a request goes to `undefined`.
fn goes_nowhere(request: &Request) -> bool {
    let nowhere = |target: &Target| target.host.as_deref() == Some("undefined");
    match request {
        Request::Http { url, .. } => url.contains("undefined"),
        Request::Connect { target, .. } | Request::Sql { target, .. } => nowhere(target),
        _ => false,
    }
}

/// F44: nobody answered at that address.
pub(super) fn out_of_reach(case: &Case<'_>) -> Option<Card> {
    let (run, _) = broken(case)?;
    let (query, _) = run.first_failure().filter(|(_, failure)| *failure == Failure::Unreachable)?;
    let cause =
        format!("The legacy store could not be reached at query {} ({}).", query.seq, short(&query.answer_in_words()));
    let fix =
        "Check host, port and settings. Where it works from elsewhere, let the addresses of your Auth0 region through \
               the firewall.";
    let card = Card::new("F44", "§5.1", "The legacy store is out of reach").because(cause).fixed_by(fix);
    Some(card.shown_by([Evidence::query(query)]).shown_by(Evidence::answer(run)))
}

/// The script that ended with an error of its own making.
fn broken<'c>(case: &Case<'c>) -> Option<(&'c ScriptRun, &'c crate::recording::Outcome)> {
    case.ended(&[OutcomeKind::Error, OutcomeKind::ValidationError, OutcomeKind::Unauthorized])
}
