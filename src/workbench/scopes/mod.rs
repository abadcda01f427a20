//! The variables of the selected frame, as a tree that opens lazily.

mod row;

#[cfg(test)]
mod tests;

pub use row::{Key, Row};

use std::collections::{HashMap, HashSet};

use super::scroll::Scroll;
use super::watches::Watches;
use crate::debugger::{FrameId, Handle, Pause, Returned, Scope, ScopeKind, Variable};

/// The tree.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// Answers so far, per frame of the stop.
    frames: HashMap<FrameId, Result<Vec<Scope>, String>>,
    /// Properties by place. Those of the stop before stay until the new ones arrive, so that nothing flickers.
    pub(super) children: HashMap<Key, Vec<Variable>>,
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
    /// The watched expressions.
    pub watches: Watches,
    /// What the call that was just left returned.
    pub(super) returned: Option<Returned>,
    /// The selected row.
    pub selected: usize,
    /// The part shown.
    pub scroll: Scroll,
}

impl Scopes {
    /// A new stop: everything is asked anew, what was open stays open. Returns what to ask.
    pub fn stop(&mut self, pause: &Pause) -> Vec<Handle> {
        self.before = self.previews();
        self.watches.stop();
        self.keeping_the_selection(|scopes| {
            scopes.returned.clone_from(&pause.returned);
            scopes.frames = HashMap::from([(0, Ok(pause.scopes.clone()))]);
            scopes.turn_to(0);
        });
        self.ask()
    }

    /// Changes the tree; what was selected stays selected if it is still there.
    pub(super) fn keeping_the_selection(&mut self, change: impl FnOnce(&mut Self)) {
        let key = self.rows().get(self.selected).and_then(Row::key).cloned();
        change(self);
        let rows = self.rows();
        let at = key.and_then(|key| {
            // In another frame a variable stands in another scope, but is the same to who follows it.
            let named = |row: &Row| row.key().is_some_and(|other| key.len() > 1 && other.get(1..) == key.get(1..));
            rows.iter().position(|row| row.key() == Some(&key)).or_else(|| rows.iter().position(named))
        });
        self.selected = at.unwrap_or(self.selected).min(rows.len().saturating_sub(1));
    }

    /// Values can no longer be asked for.
    pub fn leave(&mut self) {
        self.pending.clear();
    }

    /// Forgets everything but what was opened and what is watched.
    pub fn reset(&mut self) {
        let (toggled, mut watches) = (std::mem::take(&mut self.toggled), std::mem::take(&mut self.watches));
        watches.forget_values();
        *self = Self { toggled, watches, ..Self::default() };
    }

    /// Whether there is nothing but what is watched.
    pub fn is_gone(&self) -> bool {
        self.frames.is_empty()
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
        if let Some(key) = row.key().filter(|_| row.is_expandable()) {
            if !self.toggled.remove(key) {
                self.toggled.insert(key.clone());
            }
        }
        self.ask()
    }

    /// Opens the selected row, or goes to its first property.
    pub fn open(&mut self) -> Vec<Handle> {
        match self.rows().get(self.selected) {
            Some(row) if row.is_open() => {
                self.selected += 1;
                Vec::new()
            }
            Some(_) => self.toggle(),
            None => Vec::new(),
        }
    }

    /// Closes the selected row, or goes to the row that contains it.
    pub fn close(&mut self) {
        let rows = self.rows();
        match rows.get(self.selected) {
            Some(row) if row.is_open() => {
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
        self.rows().get(self.selected)?.variable().cloned()
    }

    /// What is shown, top to bottom.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = self.above();
        match self.frames.get(&self.frame) {
            None => {}
            Some(Err(why)) => rows.push(Row::Remark(why.clone())),
            Some(Ok(scopes)) => {
                for (index, scope) in scopes.iter().enumerate() {
                    let key = vec![format!("{index} {:?} {}", scope.kind, scope.title)];
                    let open = self.is_open(&key, scope.kind != ScopeKind::Globals);
                    rows.push(Row::Heading {
                        key: key.clone(),
                        kind: Some(scope.kind),
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

    pub(super) fn push(&self, rows: &mut Vec<Row>, parent: &Key, variables: &[Variable]) {
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
                self.push_children(rows, &key);
            }
        }
    }

    /// What an open value contains, as far as it is known.
    pub(super) fn push_children(&self, rows: &mut Vec<Row>, key: &Key) {
        match self.children.get(key) {
            Some(children) if children.is_empty() => rows.push(Row::Remark("no properties".to_owned())),
            Some(children) => self.push(rows, key, children),
            None => rows.push(Row::Remark("…".to_owned())),
        }
    }

    pub(super) fn is_open(&self, key: &Key, by_itself: bool) -> bool {
        by_itself != self.toggled.contains(key)
    }

    /// Handles of all open values that were not asked in this stop.
    pub(super) fn ask(&mut self) -> Vec<Handle> {
        let mut ask = Vec::new();
        for row in self.rows().iter().filter(|row| row.is_open()) {
            let handle = row.variable().and_then(|variable| variable.handle);
            if let (Some(handle), Some(key)) = (handle, row.key()) {
                if self.asked.insert(key.clone()) {
                    self.pending.insert(handle, key.clone());
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
