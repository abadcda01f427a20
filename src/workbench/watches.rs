//! Watched expressions: what is asked at every stop, shown above the variables.

use super::driver::Request;
use super::evaluation::{Prompt, Purpose};
use super::overlay::Overlay;
use super::pane::Pane;
use super::run::Phase;
use super::scopes::{Key, Row, Scopes};
use super::state::Workbench;
use crate::debugger::{Command, Handle, Variable, Watched};

/// The heading's place in the tree.
const HEADING: &str = "watches";

/// A watched expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The expression.
    pub expression: String,
    /// Its value at the last stop, or the error's text; `None` while there is none.
    pub value: Option<Result<Variable, String>>,
    /// It can change something, so it was evaluated on a copy of the run.
    pub on_a_copy: bool,
    /// Its value at the stop before, in words.
    before: Option<String>,
}

impl Watch {
    /// Whether the value differs from the one at the stop before.
    pub fn changed(&self) -> bool {
        let now = self.in_words();
        now.is_some() && self.before.is_some() && now != self.before.as_deref()
    }

    fn in_words(&self) -> Option<&str> {
        self.value.as_ref().map(|value| match value {
            Ok(variable) => variable.preview.as_str(),
            Err(error) => error,
        })
    }
}

/// The watched expressions of a session, whatever runs in it.
#[derive(Clone, Debug, Default)]
pub struct Watches {
    /// In the order they were added.
    pub list: Vec<Watch>,
    /// The script under way was told of them.
    pub(super) known_to_run: bool,
}

impl Watches {
    /// The expressions.
    pub fn expressions(&self) -> Vec<String> {
        self.list.iter().map(|watch| watch.expression.clone()).collect()
    }

    /// A new stop: the values there will be compared with these.
    pub(super) fn stop(&mut self) {
        for watch in &mut self.list {
            watch.before = watch.in_words().map(str::to_owned);
        }
    }

    /// Takes over what is watched in another run, if that is something else.
    pub(super) fn follow(&mut self, other: &Self) {
        if self.expressions() != other.expressions() {
            self.list = other.list.clone();
            self.known_to_run = false;
            self.forget_values();
        }
    }

    pub(super) fn forget_values(&mut self) {
        for watch in &mut self.list {
            (watch.value, watch.before) = (None, None);
        }
    }

    fn told(&mut self, watched: Vec<Watched>) {
        for Watched { expression, value, on_a_copy } in watched {
            if let Some(watch) = self.list.iter_mut().find(|watch| watch.expression == expression) {
                (watch.value, watch.on_a_copy) = (Some(value), on_a_copy);
            }
        }
    }
}

impl Scopes {
    /// Values of watched expressions arrived. Returns what to ask: properties of open values.
    pub fn watched(&mut self, watched: Vec<Watched>) -> Vec<Handle> {
        self.watches.told(watched);
        self.ask()
    }

    /// What stands above the scopes: what the call just left returned, and the watched expressions.
    pub(super) fn above(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(returned) = &self.returned {
            let key: Key = vec!["returned".to_owned()];
            let open = returned.value.handle.is_some() && self.is_open(&key, false);
            let (function, variable) = (returned.function.clone(), returned.value.clone());
            rows.push(Row::Returned { key: key.clone(), function, variable, open });
            if open {
                self.push_children(&mut rows, &key);
            }
        }
        if self.watches.list.is_empty() {
            return rows;
        }
        let heading: Key = vec![HEADING.to_owned()];
        let open = self.is_open(&heading, true);
        rows.push(Row::Heading {
            key: heading.clone(),
            kind: None,
            title: "Watches".to_owned(),
            open,
            variables: self.watches.list.len(),
        });
        for (at, watch) in self.watches.list.iter().enumerate().filter(|_| open) {
            let key: Key = vec![HEADING.to_owned(), watch.expression.clone()];
            let expandable = matches!(&watch.value, Some(Ok(Variable { handle: Some(_), .. })));
            let open = expandable && self.is_open(&key, false);
            rows.push(Row::Watch { key: key.clone(), at, watch: watch.clone(), open });
            if open {
                self.push_children(&mut rows, &key);
            }
        }
        rows
    }
}

/// Watches the selected variable; where none is selected, asks for an expression.
pub(super) fn watch(workbench: &mut Workbench) -> Vec<Request> {
    let in_variables = workbench.focus() == Pane::Scopes && selected(workbench).is_none();
    let path = workbench.scopes.variable().filter(|_| in_variables).and_then(|variable| variable.path);
    match path {
        Some(path) => add(workbench, path),
        None => {
            workbench.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Watch, 0)));
            Vec::new()
        }
    }
}

/// Watches an expression.
pub(super) fn add(workbench: &mut Workbench, expression: String) -> Vec<Request> {
    let known = &workbench.scopes.watches.list;
    if known.iter().any(|watch| watch.expression == expression) {
        workbench.tell(format!("{expression} is watched already"));
        return Vec::new();
    }
    let watch = Watch { expression: expression.clone(), value: None, on_a_copy: false, before: None };
    workbench.scopes.keeping_the_selection(|scopes| scopes.watches.list.push(watch));
    workbench.scopes.scroll.follow = workbench.scopes.selected > 0;
    workbench.raise(Pane::Scopes);
    workbench.tell(format!("{expression} is watched"));
    changed(workbench)
}

/// No longer watches the selected expression.
pub(super) fn remove(workbench: &mut Workbench) -> Vec<Request> {
    let Some(at) = selected(workbench) else { return Vec::new() };
    if at < workbench.scopes.watches.list.len() {
        let gone = workbench.scopes.watches.list.remove(at);
        workbench.tell(format!("{} is no longer watched", gone.expression));
    }
    workbench.scopes.selected = workbench.scopes.selected.min(workbench.scopes.rows().len().saturating_sub(1));
    changed(workbench)
}

/// The place of the selected watch among the watched expressions.
pub(super) fn selected(workbench: &Workbench) -> Option<usize> {
    match workbench.scopes.rows().get(workbench.scopes.selected)? {
        Row::Watch { at, .. } => Some(*at),
        _ => None,
    }
}

fn changed(workbench: &mut Workbench) -> Vec<Request> {
    if workbench.run.phase == Phase::Ready {
        return Vec::new();
    }
    workbench.scopes.watches.known_to_run = true;
    vec![Request::Send(Command::Watch(workbench.scopes.watches.expressions()))]
}

/// Tells a script that stands still for the first time what is watched.
pub(super) fn ask(workbench: &mut Workbench) -> Vec<Request> {
    let watches = &workbench.scopes.watches;
    if watches.known_to_run || watches.list.is_empty() {
        return Vec::new();
    }
    changed(workbench)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::debugger::ValueKind;

    fn watched(preview: &str) -> Watched {
        let value = Variable {
            name: "n".to_owned(),
            kind: ValueKind::Number,
            preview: preview.to_owned(),
            handle: None,
            path: None,
        };
        Watched { expression: "n".to_owned(), value: Ok(value), on_a_copy: false }
    }

    #[test]
    fn a_value_has_changed_when_it_differs_from_the_one_at_the_stop_before() {
        let mut scopes = Scopes::default();
        let watch = Watch { expression: "n".to_owned(), value: None, on_a_copy: false, before: None };
        scopes.watches.list.push(watch);
        let mut changes = Vec::new();
        for preview in ["1", "1", "2"] {
            scopes.watches.stop();
            scopes.watched(vec![watched(preview)]);
            changes.push(scopes.watches.list[0].changed());
        }
        assert_eq!(changes, [false, false, true]);
        scopes.watched(vec![watched("1")]);
        assert!(!scopes.watches.list[0].changed(), "told again at the same stop it is compared with the stop before");
    }

    #[test]
    fn what_is_watched_stays_when_all_else_is_forgotten() {
        let mut scopes = Scopes::default();
        let value = Some(Err("no".to_owned()));
        scopes.watches.list.push(Watch { expression: "n".to_owned(), value, on_a_copy: false, before: None });
        scopes.reset();
        assert_eq!(scopes.watches.expressions(), ["n"]);
        assert_eq!(scopes.watches.list[0].value, None);
    }
}
