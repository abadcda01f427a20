//! Marked in the legacy store as migrated, but not in the Auth0 store: locked out of both (S17).

use super::rows::rows;
use super::scene::Scene;
use super::Seen;
use crate::connection::Action;
use crate::flow::Record;
use crate::legacy::{Cell, Effect, Reply, Request};
use crate::recording::wording::statement;
use crate::recording::{OutcomeKind, Query};

/// Words that names of such markers are made of.
const WORDS: [&str; 5] = ["migrat", "imported", "in_auth0", "to_auth0", "auth0_id"];

pub(super) fn look(scene: &Scene<'_>, seen: &mut Seen) {
    if !scene.migrates() || scene.known().is_some() {
        return;
    }
    let there = scene.user_after().is_some_and(|user| user.record != Record::Partial);
    if there {
        return;
    }
    for run in scene.own_runs().filter(|run| matches!(run.action, Action::Login | Action::GetUser)) {
        if let Some(query) = run.queries.iter().find(|query| marks(query)) {
            let text = format!(
                "query {} of `{}` marked {} as migrated, but the Auth0 store does not have it",
                query.seq,
                run.action,
                scene.name()
            );
            seen.after("S17", text);
        }
        let profile = run.outcome.as_ref().is_some_and(|outcome| outcome.kind == OutcomeKind::Profile);
        let marked = || run.queries.iter().find_map(|query| Some((query, marked(query)?)));
        if let (false, Some((query, column))) = (profile, marked()) {
            let text = format!(
                "query {} of `{}` answered `{column}` for {}, but the Auth0 store does not have it",
                query.seq,
                run.action,
                scene.name()
            );
            seen.before("S17", text.clone());
            seen.after("S17", text);
        }
    }
}

fn names_a_marker(text: &str) -> bool {
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether it wrote a marker.
fn marks(query: &Query) -> bool {
    let refused = matches!(query.reply, Some(Reply::Error(_)) | None);
    let body = match &query.request {
        Request::Http { body: Some(Cell::Text(body)), .. } => body.as_str(),
        _ => "",
    };
    query.effect == Effect::Write && !refused && (names_a_marker(&statement(&query.request)) || names_a_marker(body))
}

/// The column that says of a user who was found that it is migrated.
fn marked(query: &Query) -> Option<String> {
    const NOT: [&str; 6] = ["NULL", "null", "0", "false", "f", ""];
    let all = rows(query);
    let mut values = all.into_iter().flatten();
    values.find(|(column, value)| names_a_marker(column) && !NOT.contains(&value.as_str())).map(|(column, _)| column)
}
