//! Walks a parsed script, inserts the hooks and fills the tables.
//!
//! What must stay as it was: lines, hoisting, completion values, automatic semicolons, directives, labels. So a
//! hook begins with `;`, stands after directives and before labels, function declarations get none, and a body
//! without braces gets braces.

mod names;
mod own_names;
mod visit;

use std::collections::HashSet;

use oxc_ast::ast::*;
use oxc_ast_visit::{walk, Visit};
use oxc_span::{GetSpan, Span};

use super::call_sites::CallSites;
use super::edits::Edits;
use super::hooks::{Enters, Hooks, Leaves};
use super::naming::{takes_a_name, Hint};
use super::places::WITHIN;
use super::positions::Lines;
use super::tables::{FunctionInfo, ScopeInfo, ScopeRole, Statement, Tables};
use names::Names;
use own_names::OwnNames;

/// Longest derived name in characters: names are made of the names of the functions around.
const LONGEST_NAME: usize = 120;

/// What a walk leaves behind.
pub(super) struct Instrumented {
    pub(super) edits: Edits,
    pub(super) tables: Tables,
    pub(super) call_sites: CallSites,
    /// Functions that the engine runs differently while their variables are within reach: see [`own_names`].
    pub(super) differing: HashSet<usize>,
}

pub(super) struct Instrumenter<'h> {
    hooks: &'h Hooks,
    file: &'h str,
    lines: &'h Lines,
    edits: Edits,
    tables: Tables,
    call_sites: CallSites,
    names: Names,
    /// Where the own part of each statement ends, whatever of it is highlighted.
    heads: Vec<u32>,
    /// The names in [`ScopeInfo::names`], with their scope.
    declared: HashSet<(usize, String)>,
    function: usize,
    /// The function being walked is an async generator.
    async_generator: bool,
    scope: usize,
    /// The statement being walked.
    statement: Option<usize>,
    /// What the next function is called.
    hint: Option<Hint>,
    /// Where the engine last noted a position: at the last hook.
    noted: u32,
    own_names: OwnNames,
    /// Functions whose variables are not to be within reach.
    beyond_reach: HashSet<usize>,
    /// Whether the function being walked is one of these or inside one.
    within_reach: bool,
}

impl<'h> Instrumenter<'h> {
    pub(super) fn new(hooks: &'h Hooks, file: &'h str, lines: &'h Lines, text_length: u32) -> Self {
        let top_level = FunctionInfo {
            name: format!("top level of {file}"),
            derived: true,
            span: (0, text_length + 1),
            asynchronous: false,
            parameters: Some(0),
        };
        let scope = ScopeInfo { parent: None, function: 0, role: ScopeRole::Function, names: Vec::new() };
        Self {
            hooks,
            file,
            lines,
            edits: Edits::default(),
            tables: Tables { statements: Vec::new(), functions: vec![top_level], scopes: vec![scope] },
            call_sites: CallSites::default(),
            names: Names::default(),
            heads: Vec::new(),
            declared: HashSet::new(),
            function: 0,
            async_generator: false,
            scope: 0,
            statement: None,
            hint: None,
            noted: 0,
            own_names: OwnNames::default(),
            beyond_reach: HashSet::new(),
            within_reach: true,
        }
    }

    /// The variables of these functions, and of those inside, are not to be within reach.
    pub(super) fn without(self, beyond_reach: HashSet<usize>) -> Self {
        Self { beyond_reach, ..self }
    }

    pub(super) fn finish(mut self) -> Instrumented {
        self.names.hand_over(&self.tables.scopes, &mut self.tables.statements);
        let differing = self.own_names.differing;
        Instrumented { edits: self.edits, tables: self.tables, call_sites: self.call_sites, differing }
    }

    fn declare(&mut self, scope: usize, name: &str) {
        self.own_names.bound(name, self.function);
        if self.declared.insert((scope, name.to_owned())) {
            self.tables.scopes[scope].names.push(name.to_owned());
        }
    }

    fn function_scope(&self) -> usize {
        let mut scope = self.scope;
        while self.tables.scopes[scope].role != ScopeRole::Function {
            match self.tables.scopes[scope].parent {
                Some(parent) => scope = parent,
                None => break,
            }
        }
        scope
    }

    fn in_scope(&mut self, role: ScopeRole, walk: impl FnOnce(&mut Self)) {
        let around = self.scope;
        self.tables.scopes.push(ScopeInfo { parent: Some(around), function: self.function, role, names: Vec::new() });
        self.scope = self.tables.scopes.len() - 1;
        walk(self);
        self.scope = around;
    }

    fn in_function(&mut self, info: FunctionInfo, walk: impl FnOnce(&mut Self)) {
        let (function, statement, within_reach) = (self.function, self.statement.take(), self.within_reach);
        let async_generator = std::mem::take(&mut self.async_generator);
        self.tables.functions.push(info);
        self.function = self.tables.functions.len() - 1;
        self.within_reach = within_reach && !self.beyond_reach.contains(&self.function);
        self.in_scope(ScopeRole::Function, walk);
        self.within_reach = within_reach;
        self.function = function;
        self.async_generator = async_generator;
        self.statement = statement;
    }

    /// The name of a function that begins at `start`.
    fn name_of(&mut self, own: Option<String>, start: u32) -> (String, bool) {
        let hint = self.hint.take();
        if let Some(own) = own.or_else(|| match &hint {
            Some(Hint::Own(name)) => Some(name.clone()),
            _ => None,
        }) {
            return (own, false);
        }
        let Some(Hint::Derived(derived)) = hint else {
            return (format!("anonymous at {}:{}", self.file, self.lines.line_of(start)), true);
        };
        let mut name = match self.named_ancestor() {
            Some(ancestor) => format!("{ancestor}{WITHIN}{derived}"),
            None => derived,
        };
        if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
            name.truncate(end);
        }
        (name, true)
    }

    /// The nearest function around that has a name of its own.
    fn named_ancestor(&self) -> Option<String> {
        let mut scope = Some(self.scope);
        while let Some(index) = scope {
            let info = &self.tables.scopes[index];
            let function = &self.tables.functions[info.function];
            if !function.derived {
                return Some(function.name.clone());
            }
            scope = info.parent;
        }
        None
    }

    /// A name that stands at `offset`, if that is in the own part of the statement being walked.
    fn note_name(&mut self, name: &str, offset: u32) {
        if let Some(statement) = self.statement.filter(|statement| offset < self.heads[*statement]) {
            self.names.note(name, offset, statement, self.scope);
        }
    }

    /// The highlighted part of the statement being walked ends before the body of a function in it, if that body
    /// is more than a line.
    fn ends_before_body(&mut self, body: Span) {
        let Some(statement) = self.statement else { return };
        let statement = &mut self.tables.statements[statement];
        if body.start > statement.start && self.lines.line_of(body.start) != self.lines.line_of(body.end) {
            statement.end = statement.end.min(body.start);
        }
    }

    fn hook(&mut self, start: u32, end: u32, is_debugger: bool) -> String {
        let (function, scope) = (self.function, self.scope);
        self.tables.statements.push(Statement { start, end, function, scope, is_debugger, names: Vec::new() });
        self.heads.push(end);
        self.noted = start;
        self.hooks.statement(self.tables.statements.len() - 1, self.within_reach)
    }

    /// One statement of a list.
    fn statement<'a>(&mut self, statement: &Statement_<'a>) {
        if has_hook(statement) {
            let hook = self.hook_for(statement);
            self.edits.insert(statement.span().start, hook);
        }
        self.walk_inside(statement);
    }

    fn hook_for(&mut self, statement: &Statement_<'_>) -> String {
        let span = statement.span();
        let is_debugger = matches!(statement, Statement_::DebuggerStatement(_));
        self.hook(span.start, head_end(statement), is_debugger)
    }

    fn walk_inside<'a>(&mut self, statement: &Statement_<'a>) {
        let around = self.statement;
        let index = self.tables.statements.len().checked_sub(1);
        self.statement = index.filter(|index| self.tables.statements[*index].start == statement.span().start);
        walk::walk_statement(self, statement);
        self.statement = around;
    }

    /// The body of `if`, `else`, a loop or `with`: braces are added where there are none, and a hook where a loop
    /// would go round without one.
    fn body<'a>(&mut self, body: &Statement_<'a>, is_loop: bool) {
        match body {
            Statement_::BlockStatement(block) => {
                if is_loop && !block.body.iter().any(has_hook) {
                    let end = block.body.first().map_or(block.span.end, |first| first.span().start);
                    let hook = self.hook(block.span.start, end, false);
                    self.edits.insert(block.span.start + 1, hook);
                }
                self.walk_inside(body);
            }
            // Braces would make a label legal that stands before a function.
            body if is_function(body) => self.walk_inside(body),
            Statement_::EmptyStatement(empty) => {
                if is_loop {
                    let hook = self.hook(empty.span.start, empty.span.end, false);
                    self.edits.insert(empty.span.start, format!("{{{hook}"));
                    self.edits.insert(empty.span.end, "}");
                }
            }
            _ => {
                self.edits.insert(body.span().start, "{");
                self.statement(body);
                self.edits.insert(body.span().end, "}");
            }
        }
    }

    /// The engine notes no place of its own for asking what is gone through for the next value: it would report the
    /// last one of the body. A place is noted behind the body that stands for what is gone through.
    fn next_round(&mut self, it: &ForOfStatement<'_>) {
        let behind = match &it.body {
            Statement_::BlockStatement(block) => block.span.end - 1,
            other => other.span().end,
        };
        self.edits.insert(behind, self.hooks.place());
        self.call_sites.next_round(&it.right, behind);
    }

    fn enter_body(&mut self, body: &FunctionBody<'_>, kind: Enters) {
        let after = body.directives.last().map_or(body.span.start + 1, |directive| directive.span.end);
        self.edits.insert(after, self.hooks.enter(kind));
    }

    fn leave_body(&mut self, body: &FunctionBody<'_>) {
        self.edits.insert(body.span.end - 1, self.hooks.leave(self.function));
    }

    fn parameters(&mut self, parameters: &FormalParameters<'_>) {
        for parameter in &parameters.items {
            self.pattern(&parameter.pattern);
        }
        if let Some(rest) = &parameters.rest {
            self.pattern(&rest.rest.argument);
        }
    }

    fn pattern(&mut self, pattern: &BindingPattern<'_>) {
        for identifier in pattern.get_binding_identifiers() {
            self.declare(self.scope, identifier.name.as_str());
        }
    }

    fn hinted<'a>(&mut self, hint: Option<Hint>, value: &Expression<'a>) {
        self.hint = hint.filter(|_| takes_a_name(value));
        self.visit_expression(value);
        self.hint = None;
    }

    /// The engine reports a token where it noted a column last: behind a blank or at a name. So a blank is put
    /// before a token whose place matters.
    fn mark(&mut self, token: u32) {
        if !self.lines.after_a_blank(token) {
            self.edits.insert(token, " ");
        }
    }

    /// The hook at the start of a `catch` block.
    fn caught(&mut self, clause: &CatchClause<'_>) {
        let hook = match clause.param.as_ref().map(|parameter| &parameter.pattern) {
            Some(BindingPattern::BindingIdentifier(error)) => self.hooks.caught(Some(error.name.as_str())),
            Some(_) => self.hooks.caught(None),
            None => {
                let (name, parameter) = self.hooks.catch_parameter();
                self.edits.insert(clause.span.start + "catch".len() as u32, parameter);
                self.hooks.caught(Some(&name))
            }
        };
        self.edits.insert(clause.body.span.start + 1, hook);
    }

    /// A value that leaves the function.
    fn leaving<'a>(&mut self, value: &Expression<'a>, leaves: Leaves) {
        let (before, after) = self.hooks.leaving(leaves);
        self.edits.insert(value.span().start, before);
        self.noted = value.span().start;
        self.visit_expression(value);
        self.edits.insert(value.span().end, after);
    }
}

use oxc_ast::ast::Statement as Statement_;

/// Whether a statement is one the debugger stops at; the others only hold statements, or do nothing.
fn has_hook(statement: &Statement_<'_>) -> bool {
    !matches!(
        statement,
        Statement_::FunctionDeclaration(_)
            | Statement_::EmptyStatement(_)
            | Statement_::BlockStatement(_)
            | Statement_::TryStatement(_)
    )
}

/// Whether a statement is the declaration of a function, behind labels or not.
fn is_function(statement: &Statement_<'_>) -> bool {
    match statement {
        Statement_::LabeledStatement(labelled) => is_function(&labelled.body),
        other => matches!(other, Statement_::FunctionDeclaration(_)),
    }
}

/// Where the statement's own part ends: before the body of a loop, a condition, a `switch` or a class.
fn head_end(statement: &Statement_<'_>) -> u32 {
    let span = statement.span();
    match statement {
        Statement_::IfStatement(it) => it.consequent.span().start,
        Statement_::ForStatement(it) => it.body.span().start,
        Statement_::ForInStatement(it) => it.body.span().start,
        Statement_::ForOfStatement(it) => it.body.span().start,
        Statement_::WhileStatement(it) => it.body.span().start,
        Statement_::DoWhileStatement(it) => it.body.span().start,
        Statement_::WithStatement(it) => it.body.span().start,
        Statement_::SwitchStatement(it) => it.cases.first().map_or(span.end, |case| case.span.start),
        Statement_::ClassDeclaration(it) => it.body.span.start,
        Statement_::LabeledStatement(it) => head_end(&it.body),
        _ => span.end,
    }
}
