//! Where a value came from: what was found for a field of the profile, or for a variable.

use serde_json::Value;

use super::driver::Request;
use super::evidence;
use super::pane::Pane;
use super::scroll::Scroll;
use super::state::Workbench;
use super::time;
use super::update::focus;
use crate::debugger::{Aim, ValueKind, Variable};
use crate::recording::origins::{fields, origins, Likeness, Origin, OriginKind};
use crate::recording::wording::short;

/// The most origins listed of one value.
const MOST: usize = 6;
/// The most fields of an object looked at.
const FIELDS: usize = 12;

/// A value, and what it may have come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced {
    /// The field's path, or the variable's.
    pub path: String,
    /// The value on one line.
    pub value: String,
    /// Best first.
    pub origins: Vec<Origin>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Origins {
    /// What was asked about.
    pub title: String,
    /// One value, or the fields of one.
    pub values: Vec<Traced>,
    /// The selected origin, counted over all values.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

impl Origins {
    /// How many origins there are.
    pub fn len(&self) -> usize {
        self.values.iter().map(|traced| traced.origins.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn selected(&self) -> Option<&Origin> {
        self.values.iter().flat_map(|traced| &traced.origins).nth(self.selected)
    }
}

/// An origin in words: `query 1, row 1, column email`.
pub fn words(origin: &Origin) -> String {
    match &origin.kind {
        OriginKind::Column { seq, row, column } => format!("query {seq}, row {}, column {column}", row + 1),
        OriginKind::Body { seq, path } if path.is_empty() => format!("query {seq}, the whole answer"),
        OriginKind::Body { seq, path } => format!("query {seq}, {path}"),
        OriginKind::Input { name } => format!("input {name}"),
    }
}

/// How alike an origin is, in words.
pub const fn likeness(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Same => "the same value",
        Likeness::SameText => "written differently",
        Likeness::Contains => "a part of it",
    }
}

/// The origins of what is selected; `Err`: why nothing can be said.
pub(super) fn of_selected(workbench: &Workbench) -> Result<Origins, String> {
    let (title, values) = match workbench.focus() {
        Pane::Scopes => {
            let variable = workbench
                .scopes
                .variable()
                .ok_or("Select a variable first: 3 goes to the variables, ↓ through them")?;
            let value = plain(&variable).ok_or("Open the value and select one of its properties")?;
            (variable.path.unwrap_or_else(|| variable.name.clone()), vec![(variable.name, value)])
        }
        Pane::Decision => of_profile(workbench)?,
        _ => {
            return Err("Select a variable or a field of the profile first: 3 goes to the variables, 6 to the decision"
                .to_owned())
        }
    };
    let run = workbench.run.current().ok_or("No script has run")?;
    let inputs = inputs(workbench);
    let trace = |(path, value): (String, Value)| {
        let mut origins = origins(run, &inputs, &path, &value);
        origins.truncate(MOST);
        Traced { value: short(&value.to_string()), path, origins }
    };
    let values = values.into_iter().take(FIELDS).map(trace).collect();
    Ok(Origins { title, values, selected: 0, scroll: Scroll::default() })
}

/// The field that is selected in the decision, as the script returned it.
fn of_profile(workbench: &Workbench) -> Result<(String, Vec<(String, Value)>), String> {
    let field = evidence::field(workbench)
        .ok_or("This reason is not about a field of the profile: ↓ goes to the fields, where there are some")?;
    let returned = workbench.run.current().and_then(|run| run.callbacks.first()).and_then(|call| call.result.as_ref());
    let returned = returned.ok_or("The script has returned no profile yet")?;
    if field.is_empty() {
        return Ok(("profile".to_owned(), fields(returned)));
    }
    // Auth0 takes `id` where there is no `user_id`.
    let value = returned.get(field).or_else(|| returned.get("id").filter(|_| field == "user_id"));
    let value = value.ok_or_else(|| format!("The script returned no {field}: Auth0 makes it"))?;
    let leaves = match value {
        Value::Object(_) | Value::Array(_) => {
            let whole = Value::Object([(field.to_owned(), value.clone())].into_iter().collect());
            fields(&whole)
        }
        leaf => vec![(field.to_owned(), leaf.clone())],
    };
    Ok((format!("profile.{field}"), leaves))
}

/// A value that is shown in full, read back from its preview.
fn plain(variable: &Variable) -> Option<Value> {
    let preview = variable.preview.as_str();
    match variable.kind {
        ValueKind::String | ValueKind::Masked => {
            let quoted = preview.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'));
            let inner = match quoted {
                Some(quote) => preview.strip_prefix(quote)?.strip_suffix(quote)?,
                None => preview,
            };
            Some(Value::String(inner.replace("\\'", "'").replace("\\\"", "\"")))
        }
        ValueKind::Number | ValueKind::Boolean => serde_json::from_str(preview).ok(),
        _ => None,
    }
}

/// The inputs that may be shown, by name.
fn inputs(workbench: &Workbench) -> Vec<(String, Value)> {
    let Some(launched) = &workbench.launched else { return Vec::new() };
    let given = &launched.inputs;
    let text = |name: &str, value: &Option<String>| value.clone().map(|value| (name.to_owned(), Value::String(value)));
    [text("email", &given.email), text("username", &given.username)].into_iter().flatten().collect()
}

/// Goes to the query that brought the selected origin.
pub(super) fn confirm(workbench: &mut Workbench, found: &Origins) -> Vec<Request> {
    let Some(origin) = found.selected() else { return Vec::new() };
    let seq = match origin.kind {
        OriginKind::Column { seq, .. } | OriginKind::Body { seq, .. } => seq,
        OriginKind::Input { .. } => {
            focus(workbench, Pane::Inputs);
            return Vec::new();
        }
    };
    let before: usize = workbench.run.scripts.iter().rev().skip(1).map(|run| run.queries.len()).sum();
    let queries = workbench.run.known().map(|run| run.queries.as_slice()).unwrap_or_default();
    let Some(index) = queries.iter().position(|query| query.seq == seq) else { return Vec::new() };
    let step = queries.get(index).map_or(1, |query| query.step);
    focus(workbench, Pane::Queries);
    workbench.queries.selected = before + index;
    workbench.queries.scroll.follow = true;
    time::jump(workbench, Aim::Step(step))
}
