//! The variables that stand in the own part of each statement.

use std::collections::{HashMap, HashSet};

use crate::script::tables::{ScopeInfo, Statement};

struct Name {
    /// The scope it is used or declared in.
    scope: usize,
    statement: usize,
    offset: u32,
    name: String,
}

/// Names by the statements they stand in. Whether they are variables is known only when all is read.
#[derive(Default)]
pub(super) struct Names {
    noted: Vec<Name>,
}

impl Names {
    /// A name that stands at `offset` in the own part of a statement, and the scope it is looked up in.
    pub(super) fn note(&mut self, name: &str, offset: u32, statement: usize, scope: usize) {
        self.noted.push(Name { scope, statement, offset, name: name.to_owned() });
    }

    /// Gives every statement the names that some scope around them declares, in order of appearance.
    pub(super) fn hand_over(mut self, scopes: &[ScopeInfo], statements: &mut [Statement]) {
        self.noted.sort_by_key(|name| name.scope);
        let mut noted = self.noted.into_iter().peekable();
        // Scopes stand in the table before those inside them, so one pass knows at each what is declared around it.
        let mut visible: HashMap<&str, usize> = HashMap::new();
        let mut around: Vec<usize> = Vec::new();
        let mut variables = Vec::new();
        for (index, scope) in scopes.iter().enumerate() {
            while let Some(ended) = around.pop_if(|last| Some(*last) != scope.parent) {
                for name in &scopes[ended].names {
                    visible.entry(name).and_modify(|times| *times -= 1);
                }
            }
            around.push(index);
            for name in &scope.names {
                *visible.entry(name).or_default() += 1;
            }
            while let Some(name) = noted.next_if(|name| name.scope == index) {
                if visible.get(name.name.as_str()).is_some_and(|times| *times > 0) {
                    variables.push(name);
                }
            }
        }
        variables.sort_by_key(|name| (name.statement, name.offset));
        let mut seen = HashSet::new();
        for Name { statement, name, .. } in variables {
            if seen.insert((statement, name.clone())) {
                statements[statement].names.push(name);
            }
        }
    }
}
