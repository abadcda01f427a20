//! What stands for the answer: `callback`, other names for it, and the functions that use it.

use std::collections::{HashMap, HashSet};

use oxc_ast::ast::Expression;
use oxc_ast::AstKind;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::{GetSpan, Span};

use crate::script::{symbol_of, FunctionNode, Syntax};

/// Names a parameter has where it is the callback, whatever its place.
const NAMES: [&str; 4] = ["callback", "cb", "done", "next"];

/// Where `callback` and what stands for it are spoken of.
pub(super) struct Carriers<'s> {
    /// `callback` and other names for it.
    names: HashSet<SymbolId>,
    /// Functions that use it, by their names, and whether they are spoken of at one place only.
    functions: HashMap<SymbolId, (NodeId, bool)>,
    /// Where one of these names is read: byte offsets, sorted.
    own: Vec<u32>,
    /// The same, and where a function is called that some function was given: it may lead to the answer, too.
    spots: Vec<u32>,
    /// Where `return`, `throw`, `break` and `continue` stand: byte offsets, sorted.
    exits: Vec<u32>,
    /// Where variables are read that somebody writes to: byte offset and what is known of the variable, sorted.
    variables: Vec<(u32, Variable)>,
    pub(super) syntax: &'s Syntax<'s>,
}

/// A variable that is written to after its declaration.
#[derive(Clone, Copy)]
struct Variable {
    declared: u32,
    /// It holds `true` or `false`.
    flag: bool,
}

impl<'s> Carriers<'s> {
    /// `None` where the script has no callback that could be followed.
    pub(super) fn of(syntax: &'s Syntax<'s>) -> Option<Self> {
        let action = syntax.action()?;
        let own = |name: &str| {
            let items = action.parameters.items.iter().map(|item| &item.pattern);
            items.filter_map(symbol_of).find(|symbol| syntax.semantic.scoping().symbol_name(*symbol) == name)
        };
        let last = || syntax.callback().filter(|_| action.parameters.items.len() > 1);
        let callback = NAMES.into_iter().find_map(own).or_else(last)?;
        let scoping = syntax.semantic.scoping();
        let by_position = scoping.root_unresolved_references().keys().any(|name| *name == "arguments");
        if by_position || syntax.is_written(callback) {
            return None;
        }
        let mut carriers = Self {
            names: HashSet::from([callback]),
            functions: HashMap::new(),
            own: Vec::new(),
            spots: Vec::new(),
            exits: Vec::new(),
            variables: Vec::new(),
            syntax,
        };
        carriers.follow(callback);
        carriers.given_functions(&action);
        carriers.places();
        Some(carriers)
    }

    /// Collects what carries the answer, from one name to the next.
    fn follow(&mut self, callback: SymbolId) {
        let scoping = self.syntax.semantic.scoping();
        let mut seen: HashSet<NodeId> = HashSet::new();
        let mut open = vec![callback];
        while let Some(symbol) = open.pop() {
            for reference in scoping.get_resolved_references(symbol) {
                let node = reference.node_id();
                self.own.push(self.syntax.nodes().kind(node).span().start);
                if self.names.contains(&symbol) {
                    let alias = self.declared_as(node).filter(|alias| self.names.insert(*alias));
                    open.extend(alias);
                }
                for around in self.syntax.nodes().ancestor_ids(node) {
                    let Some(function) = self.syntax.function(around) else { continue };
                    if !seen.insert(around) {
                        break;
                    }
                    if let Some(name) = self.name_of(&function) {
                        let places = scoping.get_resolved_reference_ids(name).len();
                        self.functions.insert(name, (around, places == 1));
                        open.push(name);
                    }
                }
            }
        }
        self.own.sort_unstable();
        self.own.dedup();
    }

    /// Functions that are parameters of helpers, such as `resolve` and `next`, and are called there.
    fn given_functions(&mut self, action: &FunctionNode<'_>) {
        self.spots = self.own.clone();
        let scoping = self.syntax.semantic.scoping();
        for function in self.syntax.functions().filter(|function| function.id != action.id) {
            for given in function.parameters.items.iter().filter_map(|item| symbol_of(&item.pattern)) {
                let places = || scoping.get_resolved_references(given).map(oxc_semantic::Reference::node_id);
                if places().any(|node| self.is_called(node)) {
                    self.spots.extend(places().map(|node| self.syntax.nodes().kind(node).span().start));
                }
            }
        }
        self.spots.sort_unstable();
    }

    fn is_called(&self, name: NodeId) -> bool {
        let nodes = self.syntax.nodes();
        match nodes.parent_kind(name) {
            AstKind::CallExpression(call) => call.callee.span() == nodes.kind(name).span(),
            _ => false,
        }
    }

    /// The name that `const name = <this>` gives and nothing else takes away.
    fn declared_as(&self, value: NodeId) -> Option<SymbolId> {
        let nodes = self.syntax.nodes();
        let mut above =
            nodes.ancestor_kinds(value).skip_while(|kind| matches!(kind, AstKind::ParenthesizedExpression(_)));
        let AstKind::VariableDeclarator(declarator) = above.next()? else { return None };
        symbol_of(&declarator.id).filter(|symbol| !self.syntax.is_written(*symbol))
    }

    fn name_of(&self, function: &FunctionNode<'_>) -> Option<SymbolId> {
        match self.syntax.nodes().kind(function.id) {
            AstKind::Function(declared) if declared.is_function_declaration() => {
                let symbol = declared.id.as_ref()?.symbol_id.get()?;
                Some(symbol).filter(|symbol| !self.syntax.is_written(*symbol))
            }
            _ => self.declared_as(function.id),
        }
    }

    fn places(&mut self) {
        for node in self.syntax.nodes().iter() {
            if let AstKind::ReturnStatement(_)
            | AstKind::ThrowStatement(_)
            | AstKind::BreakStatement(_)
            | AstKind::ContinueStatement(_) = node.kind()
            {
                self.exits.push(node.kind().span().start);
            }
        }
        self.exits.sort_unstable();
        let scoping = self.syntax.semantic.scoping();
        for symbol in scoping.symbol_ids().filter(|symbol| self.syntax.is_written(*symbol)) {
            let declared = scoping.symbol_span(symbol).start;
            let kinds = scoping.get_resolved_references(symbol).map(|reference| {
                (reference, self.syntax.nodes().kind(reference.node_id()).span(), reference.node_id())
            });
            let kinds: Vec<_> = kinds.collect();
            let flag = kinds.iter().any(|(reference, _, node)| reference.is_write() && self.sets_a_flag(*node));
            let reads = kinds.iter().filter(|(reference, ..)| reference.is_read());
            self.variables.extend(reads.map(|(_, span, _)| (span.start, Variable { declared, flag })));
        }
        self.variables.sort_unstable_by_key(|(at, _)| *at);
    }

    /// `name = true`, `name = false`, `name++`.
    fn sets_a_flag(&self, target: NodeId) -> bool {
        self.syntax.nodes().ancestor_kinds(target).find_map(|kind| match kind {
            AstKind::AssignmentExpression(assignment) => {
                Some(matches!(assignment.right.get_inner_expression(), Expression::BooleanLiteral(_)))
            }
            AstKind::UpdateExpression(_) => Some(true),
            AstKind::ExpressionStatement(_) => Some(false),
            _ => None,
        }) == Some(true)
    }

    /// Whether the answer is spoken of here.
    pub(super) fn mentions(&self, span: Span) -> bool {
        within(&self.spots, span)
    }

    /// Whether `callback` itself is spoken of here, or a function that uses it.
    pub(super) fn mentions_own(&self, span: Span) -> bool {
        within(&self.own, span)
    }

    /// Whether the way can end or part here.
    pub(super) fn exits(&self, span: Span) -> bool {
        within(&self.exits, span)
    }

    /// Whether a condition asks a variable that was declared outside of `function` and is written to.
    pub(super) fn asks_outside(&self, test: Span, function: Span) -> bool {
        let outside = |variable: &Variable| !(function.start..function.end).contains(&variable.declared);
        self.variables_in(test).any(outside)
    }

    /// Whether a condition asks a variable that is set to `true` or `false`, or counted.
    pub(super) fn asks_flag(&self, test: Span) -> bool {
        self.variables_in(test).any(|variable| variable.flag)
    }

    fn variables_in(&self, span: Span) -> impl Iterator<Item = &Variable> {
        let from = self.variables.partition_point(|(at, _)| *at < span.start);
        self.variables[from..].iter().take_while(move |(at, _)| *at < span.end).map(|(_, variable)| variable)
    }

    /// `callback`, or another name for it.
    pub(super) fn is_callback(&self, expression: &Expression<'_>) -> bool {
        self.syntax.symbol(expression).is_some_and(|symbol| self.names.contains(&symbol))
    }

    /// The function that uses the callback which a name stands for, and whether it is called at one place only.
    pub(super) fn function(&self, expression: &Expression<'_>) -> Option<(FunctionNode<'s>, bool)> {
        let symbol = self.syntax.symbol(expression)?;
        let (id, only) = self.functions.get(&symbol)?;
        Some((self.syntax.function(*id)?, *only))
    }
}

fn within(sorted: &[u32], span: Span) -> bool {
    let from = sorted.partition_point(|at| *at < span.start);
    sorted.get(from).is_some_and(|at| *at < span.end)
}
