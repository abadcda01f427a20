//! The variables of the selected frame, as a tree that opens lazily.

use std::collections::{HashMap, HashSet};

use super::scroll::Scroll;
use crate::debugger::{FrameId, Handle, Pause, Scope, ScopeKind, Variable};

/// Names a place in the tree across stops: scope title, then names downwards.
pub type Key = Vec<String>;

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A scope's heading.
    Heading {
        /// Where it is.
        key: Key,
        /// What it is.
        kind: ScopeKind,
        /// Whose it is.
        title: String,
        /// Whether its variables are shown.
        open: bool,
        /// How many there are.
        variables: usize,
    },
    /// A variable or property.
    Variable {
        /// Where it is.
        key: Key,
        /// The variable.
        variable: Variable,
        /// How deep: 1 in a scope.
        depth: usize,
        /// Whether its properties are shown.
        open: bool,
        /// Its value differs from the one at the stop before.
        changed: bool,
    },
    /// Why there is nothing here, or what is awaited.
    Remark(String),
}

impl Row {
    /// Its place, if it can be selected.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::Heading { key, .. } | Self::Variable { key, .. } => Some(key),
            Self::Remark(_) => None,
        }
    }
}

/// The tree.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// Answers so far, per frame of the stop.
    frames: HashMap<FrameId, Result<Vec<Scope>, String>>,
    /// Properties by place. Those of the stop before stay until the new ones arrive, so that nothing flickers.
    children: HashMap<Key, Vec<Variable>>,
    /// What was opened or closed by hand; scopes but `Globals` are open by themselves.
    toggled: HashSet<Key>,
    /// What was asked and is not answered.
    pending: HashMap<Handle, Key>,
    /// What was asked for in this stop and frame; handles alone do not tell, their numbers may come again.
    asked: HashSet<Key>,
    /// Previews at the stop before.
    before: HashMap<Key, String>,
    /// The frame shown.
    frame: FrameId,
    /// The selected row.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

impl Scopes {
    /// A new stop: everything is asked anew, what was open stays open. Returns what to ask.
    pub fn stop(&mut self, pause: &Pause) -> Vec<Handle> {
        self.before = self.previews();
        self.frames = HashMap::from([(0, Ok(pause.scopes.clone()))]);
        self.turn_to(0);
        self.ask()
    }

    /// Values can no longer be asked for.
    pub fn leave(&mut self) {
        self.pending.clear();
    }

    /// Forgets everything but what was opened.
    pub fn reset(&mut self) {
        *self = Self { toggled: std::mem::take(&mut self.toggled), ..Self::default() };
    }

    /// Shows another frame. `None` if its scopes must be asked for first, else what to ask.
    pub fn show(&mut self, frame: FrameId) -> Option<Vec<Handle>> {
        self.turn_to(frame);
        self.before.clear();
        self.selected = 0;
        self.scroll = Scroll::default();
        self.frames.contains_key(&frame).then(|| self.ask())
    }

    fn turn_to(&mut self, frame: FrameId) {
        self.frame = frame;
        self.pending.clear();
        self.asked.clear();
    }

    /// Scopes arrived. Returns what to ask.
    pub fn arrived(&mut self, frame: FrameId, scopes: Result<Vec<Scope>, String>) -> Vec<Handle> {
        self.frames.insert(frame, scopes);
        // After a variable was set the properties of open values may have changed too.
        self.asked.clear();
        self.ask()
    }

    /// Properties arrived. Returns what to ask: an open property of an open value.
    pub fn expanded(&mut self, of: Handle, properties: Vec<Variable>) -> Vec<Handle> {
        let Some(key) = self.pending.remove(&of) else { return Vec::new() };
        self.children.insert(key, properties);
        self.ask()
    }

    /// Opens or closes the selected row. Returns what to ask.
    pub fn toggle(&mut self) -> Vec<Handle> {
        let Some(row) = self.rows().into_iter().nth(self.selected) else { return Vec::new() };
        let expandable = match &row {
            Row::Heading { .. } => true,
            Row::Variable { variable, .. } => variable.handle.is_some(),
            Row::Remark(_) => false,
        };
        if let Some(key) = row.key().filter(|_| expandable) {
            if !self.toggled.remove(key) {
                self.toggled.insert(key.clone());
            }
        }
        self.ask()
    }

    /// Opens the selected row, or goes to its first property.
    pub fn open(&mut self) -> Vec<Handle> {
        match self.rows().get(self.selected) {
            Some(Row::Heading { open: false, .. } | Row::Variable { open: false, .. }) => self.toggle(),
            Some(Row::Heading { open: true, .. } | Row::Variable { open: true, .. }) => {
                self.selected += 1;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Closes the selected row, or goes to the row that contains it.
    pub fn close(&mut self) {
        let rows = self.rows();
        match rows.get(self.selected) {
            Some(Row::Heading { open: true, .. } | Row::Variable { open: true, .. }) => {
                self.toggle();
            }
            Some(row) => {
                let parent = row.key().and_then(|key| key.split_last()).map(|(_, parent)| parent.to_vec());
                let at = parent.and_then(|parent| rows.iter().position(|row| row.key() == Some(&parent)));
                self.selected = at.unwrap_or(self.selected);
            }
            None => {}
        }
    }

    /// The selected variable.
    pub fn variable(&self) -> Option<Variable> {
        match self.rows().into_iter().nth(self.selected)? {
            Row::Variable { variable, .. } => Some(variable),
            _ => None,
        }
    }

    /// What is shown, top to bottom.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        match self.frames.get(&self.frame) {
            None => {}
            Some(Err(why)) => rows.push(Row::Remark(why.clone())),
            Some(Ok(scopes)) => {
                for (index, scope) in scopes.iter().enumerate() {
                    let key = vec![format!("{index} {:?} {}", scope.kind, scope.title)];
                    let open = self.is_open(&key, scope.kind != ScopeKind::Globals);
                    rows.push(Row::Heading {
                        key: key.clone(),
                        kind: scope.kind,
                        title: scope.title.clone(),
                        open,
                        variables: scope.variables.len(),
                    });
                    if open {
                        self.push(&mut rows, &key, &scope.variables);
                    }
                }
            }
        }
        rows
    }

    fn push(&self, rows: &mut Vec<Row>, parent: &Key, variables: &[Variable]) {
        for variable in variables {
            let mut key = parent.clone();
            key.push(variable.name.clone());
            let open = variable.handle.is_some() && self.is_open(&key, false);
            let changed = self.before.get(&key).is_some_and(|before| *before != variable.preview);
            rows.push(Row::Variable {
                depth: parent.len(),
                open,
                changed,
                variable: variable.clone(),
                key: key.clone(),
            });
            if open {
                match self.children.get(&key) {
                    Some(children) if children.is_empty() => rows.push(Row::Remark("no properties".to_owned())),
                    Some(children) => self.push(rows, &key, children),
                    None => rows.push(Row::Remark("…".to_owned())),
                }
            }
        }
    }

    fn is_open(&self, key: &Key, by_itself: bool) -> bool {
        by_itself != self.toggled.contains(key)
    }

    /// Handles of all open values that were not asked in this stop.
    fn ask(&mut self) -> Vec<Handle> {
        let mut ask = Vec::new();
        for row in self.rows() {
            if let Row::Variable { key, variable: Variable { handle: Some(handle), .. }, open: true, .. } = row {
                if self.asked.insert(key.clone()) {
                    self.pending.insert(handle, key);
                    ask.push(handle);
                }
            }
        }
        ask
    }

    fn previews(&self) -> HashMap<Key, String> {
        self.rows()
            .into_iter()
            .filter_map(|row| match row {
                Row::Variable { key, variable, .. } => Some((key, variable.preview)),
                _ => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::debugger::{PauseReason, ValueKind};

    fn variable(name: &str, preview: &str, handle: Option<u32>) -> Variable {
        Variable {
            name: name.into(),
            kind: ValueKind::Object,
            preview: preview.into(),
            handle: handle.map(Handle),
            path: Some(name.into()),
        }
    }

    fn pause(variables: Vec<Variable>) -> Pause {
        let scope = Scope { kind: ScopeKind::Locals, title: "login".into(), variables };
        Pause { reason: PauseReason::Step, step: 1, frames: Vec::new(), scopes: vec![scope], run_time_ms: 0.0 }
    }

    fn names(scopes: &Scopes) -> Vec<String> {
        scopes
            .rows()
            .iter()
            .map(|row| match row {
                Row::Heading { title, .. } => title.clone(),
                Row::Variable { variable, depth, changed, .. } => {
                    format!("{}{}{}", "  ".repeat(*depth), variable.name, if *changed { " *" } else { "" })
                }
                Row::Remark(text) => text.clone(),
            })
            .collect()
    }

    #[test]
    fn properties_are_asked_for_once_and_only_when_opened() {
        let mut scopes = Scopes::default();
        assert!(scopes.stop(&pause(vec![variable("user", "{id: 1}", Some(7))])).is_empty());
        scopes.selected = 1;
        assert_eq!(scopes.toggle(), [Handle(7)]);
        assert_eq!(names(&scopes), ["login", "  user", "…"]);
        scopes.expanded(Handle(7), vec![variable("id", "1", None)]);
        assert_eq!(names(&scopes), ["login", "  user", "    id"]);
        scopes.toggle();
        assert!(scopes.toggle().is_empty(), "the answer is kept");
    }

    #[test]
    fn what_was_open_stays_open_at_the_next_stop_and_changes_are_marked() {
        let mut scopes = Scopes::default();
        scopes.stop(&pause(vec![variable("user", "{id: 1}", Some(1)), variable("n", "1", None)]));
        scopes.selected = 1;
        scopes.toggle();
        scopes.expanded(Handle(1), vec![variable("id", "1", None)]);

        let ask = scopes.stop(&pause(vec![variable("user", "{id: 2}", Some(1)), variable("n", "1", None)]));
        assert_eq!(ask, [Handle(1)], "asked again although the number is the same");
        assert_eq!(names(&scopes), ["login", "  user *", "    id", "  n"], "the old answer stays until the new comes");
        scopes.expanded(Handle(1), vec![variable("id", "2", None)]);
        assert_eq!(names(&scopes), ["login", "  user *", "    id *", "  n"]);
    }

    #[test]
    fn after_a_variable_was_set_open_values_are_asked_again() {
        let mut scopes = Scopes::default();
        let first = pause(vec![variable("user", "{id: 1}", Some(1))]);
        scopes.stop(&first);
        scopes.selected = 1;
        scopes.toggle();
        scopes.expanded(Handle(1), vec![variable("id", "1", None)]);
        assert_eq!(scopes.arrived(0, Ok(first.scopes)), [Handle(1)]);
    }

    #[test]
    fn another_frame_is_asked_for_and_an_answer_for_the_frame_before_is_not_mixed_in() {
        let mut scopes = Scopes::default();
        scopes.stop(&pause(vec![variable("user", "{}", Some(1))]));
        scopes.selected = 1;
        scopes.toggle();
        assert_eq!(scopes.show(1), None);
        assert!(scopes.expanded(Handle(1), vec![variable("id", "1", None)]).is_empty());
        scopes.arrived(1, Err("the frame has returned".into()));
        assert_eq!(names(&scopes), ["the frame has returned"]);
        assert_eq!(scopes.show(0), Some(vec![Handle(1)]));
    }

    #[test]
    fn left_goes_to_the_container_and_right_to_the_first_property() {
        let mut scopes = Scopes::default();
        scopes.stop(&pause(vec![variable("user", "{}", Some(1))]));
        scopes.selected = 1;
        scopes.open();
        scopes.expanded(Handle(1), vec![variable("id", "1", None)]);
        scopes.open();
        assert_eq!(scopes.variable().map(|v| v.name), Some("id".into()));
        scopes.close();
        assert_eq!(scopes.selected, 1);
        scopes.close();
        scopes.close();
        assert_eq!(scopes.selected, 0);
    }
}
