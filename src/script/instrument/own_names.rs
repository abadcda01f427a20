//! Functions that the engine runs differently while their variables are within reach.
//!
//! Variables are reached by `eval`. Where that stands, the engine forgets two rules: that the name a function
//! expression gives itself cannot be written and gives way to a variable of that name, and that a parameter may be
//! called `arguments`.

use std::collections::{HashMap, HashSet};

/// Finds such functions while a script is walked.
#[derive(Default)]
pub(super) struct OwnNames {
    /// The function expressions around, by the names they give themselves; the last is the innermost.
    around: HashMap<String, Vec<usize>>,
    /// What was found: indices of functions.
    pub(super) differing: HashSet<usize>,
}

impl OwnNames {
    /// A function expression begins that gives itself a name.
    pub(super) fn enter(&mut self, name: &str, function: usize) {
        self.around.entry(name.to_owned()).or_default().push(function);
    }

    /// The innermost function expression of that name ends.
    pub(super) fn leave(&mut self, name: &str) {
        self.around.get_mut(name).map(Vec::pop);
    }

    /// A variable or parameter is declared inside `function`.
    pub(super) fn bound(&mut self, name: &str, function: usize) {
        self.written(name);
        if name == "arguments" {
            self.differing.insert(function);
        }
    }

    /// A variable is written.
    pub(super) fn written(&mut self, name: &str) {
        self.differing.extend(self.around.get(name).and_then(|functions| functions.last()));
    }
}
