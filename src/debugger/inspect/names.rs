//! Which names are visible at a statement, and how they are grouped.

use crate::debugger::protocol::ScopeKind;
use crate::script::{Prepared, ScopeRole};

/// Names shown under one title, so many.
pub(super) struct Group {
    pub(super) kind: ScopeKind,
    pub(super) title: String,
    pub(super) size: usize,
}

/// A visible variable.
pub(super) struct Name {
    pub(super) name: String,
    /// The index of its scope, and its place among that scope's names.
    pub(super) at: (usize, usize),
    /// It stays the same variable as long as the call goes on.
    pub(super) steady: bool,
}

/// The groups at a statement, innermost first, and the names of all in their order.
pub(super) fn groups(script: &Prepared, statement: usize) -> (Vec<Group>, Vec<Name>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    let function = script.tables.statements[statement].function;
    let mut next = Some(script.tables.statements[statement].scope);
    while let Some(index) = next {
        let info = &script.tables.scopes[index];
        next = info.parent;
        let own = info.function == function;
        let kind = if own { ScopeKind::Locals } else { ScopeKind::Closure };
        let steady = !own || info.role == ScopeRole::Function;
        let hidden = |name: &str| names.iter().any(|inner| inner.name == name);
        let fresh = info.names.iter().enumerate().filter(|(_, name)| !hidden(name));
        let found: Vec<Name> =
            fresh.map(|(place, name)| Name { name: name.clone(), at: (index, place), steady }).collect();
        let title = match info.role {
            ScopeRole::Block => "block".to_owned(),
            ScopeRole::Function => script.tables.functions[info.function].name.clone(),
        };
        // The blocks of a function and the function itself are one group to the reader, and come first.
        match groups.last_mut() {
            Some(group) if own && group.kind == ScopeKind::Locals => {
                group.title = title;
                group.size += found.len();
                names.splice(0..0, found);
            }
            _ if found.is_empty() => {}
            _ => {
                groups.push(Group { kind, title, size: found.len() });
                names.extend(found);
            }
        }
    }
    (groups, names)
}
