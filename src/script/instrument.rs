//! Walks a parsed script, inserts the hooks and fills the tables.
//!
//! What must stay as it was: lines, hoisting, completion values, automatic semicolons, directives, labels. So a
//! hook begins with `;`, stands after directives and before labels, function declarations get none, and a body
//! without braces gets braces.

use std::collections::HashSet;

use oxc_ast::ast::*;
use oxc_ast_visit::{walk, Visit};
use oxc_span::{GetSpan, Span};
use oxc_syntax::scope::ScopeFlags;

use super::call_sites::CallSites;
use super::edits::Edits;
use super::hooks::Hooks;
use super::naming::{argument_hint, binding_name, key_name, takes_a_name, Hint};
use super::positions::Lines;
use super::tables::{FunctionInfo, ScopeInfo, ScopeRole, Statement, Tables};

/// Longest derived name in characters: names are made of the names of the functions around.
const LONGEST_NAME: usize = 120;

/// What a walk leaves behind.
pub(super) struct Instrumented {
    pub(super) edits: Edits,
    pub(super) tables: Tables,
    pub(super) call_sites: CallSites,
}

pub(super) struct Instrumenter<'h> {
    hooks: &'h Hooks,
    file: &'h str,
    lines: &'h Lines,
    edits: Edits,
    tables: Tables,
    call_sites: CallSites,
    /// The names in [`ScopeInfo::names`], with their scope.
    declared: HashSet<(usize, String)>,
    function: usize,
    scope: usize,
    /// The statement being walked.
    statement: Option<usize>,
    /// What the next function is called.
    hint: Option<Hint>,
    /// Where the engine last noted a position: at the last hook.
    noted: u32,
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
            declared: HashSet::new(),
            function: 0,
            scope: 0,
            statement: None,
            hint: None,
            noted: 0,
        }
    }

    pub(super) fn finish(self) -> Instrumented {
        Instrumented { edits: self.edits, tables: self.tables, call_sites: self.call_sites }
    }

    fn declare(&mut self, scope: usize, name: &str) {
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
        let (function, statement) = (self.function, self.statement.take());
        self.tables.functions.push(info);
        self.function = self.tables.functions.len() - 1;
        self.in_scope(ScopeRole::Function, walk);
        self.function = function;
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
            Some(ancestor) => format!("{ancestor} › {derived}"),
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
        let statement = Statement { start, end, function: self.function, scope: self.scope, is_debugger };
        self.tables.statements.push(statement);
        self.noted = start;
        self.hooks.statement(self.tables.statements.len() - 1)
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
            Statement_::FunctionDeclaration(_) => self.walk_inside(body),
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

    fn enter_body(&mut self, body: &FunctionBody<'_>, asynchronous: bool) {
        let after = body.directives.last().map_or(body.span.start + 1, |directive| directive.span.end);
        self.edits.insert(after, self.hooks.enter(asynchronous));
    }

    fn leave_body(&mut self, body: &FunctionBody<'_>) {
        self.edits.insert(body.span.end - 1, self.hooks.leave());
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

    fn leaving<'a>(&mut self, value: &Expression<'a>) {
        let (before, after) = self.hooks.leaving();
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

fn counted(parameters: &FormalParameters<'_>) -> Option<usize> {
    parameters.rest.is_none().then_some(parameters.items.len())
}

impl<'a> Visit<'a> for Instrumenter<'_> {
    fn visit_statements(&mut self, statements: &oxc_allocator::Vec<'a, Statement_<'a>>) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn visit_function(&mut self, function: &Function<'a>, _flags: ScopeFlags) {
        let own = function.id.as_ref().map(|id| id.name.to_string());
        if let (Some(name), true) = (&own, function.is_function_declaration()) {
            self.declare(self.scope, name);
        }
        let (name, derived) = self.name_of(own, function.span.start);
        let asynchronous = function.r#async && !function.generator;
        if let Some(body) = &function.body {
            self.ends_before_body(body.span);
        }
        let info = FunctionInfo {
            name,
            derived,
            span: (function.span.start, function.span.end),
            asynchronous,
            parameters: counted(&function.params),
        };
        self.in_function(info, |this| {
            this.parameters(&function.params);
            this.visit_formal_parameters(&function.params);
            if let Some(body) = &function.body {
                this.enter_body(body, asynchronous);
                this.visit_statements(&body.statements);
                this.leave_body(body);
            }
        });
    }

    fn visit_arrow_function_expression(&mut self, arrow: &ArrowFunctionExpression<'a>) {
        let (name, derived) = self.name_of(None, arrow.span.start);
        let info = FunctionInfo {
            name,
            derived,
            span: (arrow.span.start, arrow.span.end),
            asynchronous: arrow.r#async,
            parameters: counted(&arrow.params),
        };
        self.ends_before_body(arrow.body.span());
        self.in_function(info, |this| {
            this.parameters(&arrow.params);
            this.visit_formal_parameters(&arrow.params);
            match &arrow.body {
                ArrowFunctionBody::FunctionBody(body) => {
                    this.enter_body(body, arrow.r#async);
                    this.visit_statements(&body.statements);
                    this.leave_body(body);
                }
                body => {
                    let Some(value) = body.as_expression() else { return };
                    let span = value.span();
                    let mut before = format!("{{{}", this.hooks.enter(arrow.r#async));
                    before.push_str(&this.hook(span.start, span.end, false));
                    before.push_str("return");
                    this.edits.insert(span.start, before);
                    this.statement = this.tables.statements.len().checked_sub(1);
                    this.leaving(value);
                    this.edits.insert(span.end, "}");
                }
            }
        });
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if it.name == "arguments" {
            self.tables.functions[self.function].parameters = None;
        }
    }

    fn visit_static_block(&mut self, block: &StaticBlock<'a>) {
        let info = FunctionInfo {
            name: "static initialiser".to_owned(),
            derived: true,
            span: (block.span.start, block.span.end),
            asynchronous: false,
            parameters: Some(0),
        };
        self.in_function(info, |this| {
            let opening = block.body.first().map(|first| first.span().start);
            if let Some(opening) = opening {
                this.edits.insert(opening, this.hooks.enter(false));
                this.visit_statements(&block.body);
                this.edits.insert(block.span.end - 1, this.hooks.leave());
            }
        });
    }

    fn visit_block_statement(&mut self, block: &BlockStatement<'a>) {
        self.in_scope(ScopeRole::Block, |this| this.visit_statements(&block.body));
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.visit_expression(&it.test);
        self.body(&it.consequent, false);
        if let Some(alternate) = &it.alternate {
            self.body(alternate, false);
        }
    }

    fn visit_for_statement(&mut self, it: &ForStatement<'a>) {
        self.in_scope(ScopeRole::Block, |this| {
            if let Some(init) = &it.init {
                this.visit_for_statement_init(init);
            }
            if let Some(test) = &it.test {
                this.visit_expression(test);
            }
            if let Some(update) = &it.update {
                this.visit_expression(update);
            }
            this.body(&it.body, true);
        });
    }

    fn visit_for_in_statement(&mut self, it: &ForInStatement<'a>) {
        self.in_scope(ScopeRole::Block, |this| {
            this.visit_for_statement_left(&it.left);
            this.visit_expression(&it.right);
            this.body(&it.body, true);
        });
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        self.in_scope(ScopeRole::Block, |this| {
            this.call_sites.iteration(&it.right, this.noted);
            this.visit_for_statement_left(&it.left);
            this.visit_expression(&it.right);
            this.body(&it.body, true);
        });
    }

    fn visit_while_statement(&mut self, it: &WhileStatement<'a>) {
        self.visit_expression(&it.test);
        self.body(&it.body, true);
    }

    fn visit_do_while_statement(&mut self, it: &DoWhileStatement<'a>) {
        self.body(&it.body, true);
        self.visit_expression(&it.test);
    }

    fn visit_with_statement(&mut self, it: &WithStatement<'a>) {
        self.visit_expression(&it.object);
        self.body(&it.body, false);
    }

    fn visit_labeled_statement(&mut self, it: &LabeledStatement<'a>) {
        // The label must stay with its loop: the hook already stands before the label.
        walk::walk_statement(self, &it.body);
    }

    fn visit_switch_statement(&mut self, it: &SwitchStatement<'a>) {
        self.visit_expression(&it.discriminant);
        self.in_scope(ScopeRole::Block, |this| {
            for case in &it.cases {
                if let Some(test) = &case.test {
                    this.visit_expression(test);
                }
                this.visit_statements(&case.consequent);
            }
        });
    }

    fn visit_catch_clause(&mut self, it: &CatchClause<'a>) {
        self.in_scope(ScopeRole::Block, |this| {
            if let Some(parameter) = &it.param {
                this.pattern(&parameter.pattern);
                this.visit_binding_pattern(&parameter.pattern);
            }
            this.visit_block_statement(&it.body);
        });
    }

    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        let scope = if it.kind.is_var() { self.function_scope() } else { self.scope };
        for declarator in &it.declarations {
            for identifier in declarator.id.get_binding_identifiers() {
                self.declare(scope, identifier.name.as_str());
            }
            self.visit_binding_pattern(&declarator.id);
            if let Some(value) = &declarator.init {
                self.hinted(binding_name(&declarator.id).map(Hint::Own), value);
            }
        }
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        let name = match &it.left {
            AssignmentTarget::AssignmentTargetIdentifier(identifier) => Some(Hint::Own(identifier.name.to_string())),
            AssignmentTarget::StaticMemberExpression(member) => Some(Hint::Derived(super::naming::member_text(member))),
            _ => None,
        };
        let operator = self.lines.after_blanks(it.left.span().end);
        self.call_sites.assignment(it, operator, self.noted);
        self.visit_assignment_target(&it.left);
        self.hinted(name, &it.right);
    }

    fn visit_object_property(&mut self, it: &ObjectProperty<'a>) {
        self.visit_property_key(&it.key);
        self.hinted(key_name(&it.key).map(Hint::Own), &it.value);
    }

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        self.visit_property_key(&it.key);
        if let Some(value) = &it.value {
            self.hinted(key_name(&it.key).map(Hint::Own), value);
        }
    }

    fn visit_method_definition(&mut self, it: &MethodDefinition<'a>) {
        self.visit_property_key(&it.key);
        self.hint = key_name(&it.key).map(Hint::Own);
        self.visit_function(&it.value, ScopeFlags::Function);
        self.hint = None;
    }

    fn visit_class(&mut self, it: &Class<'a>) {
        self.hint = None;
        if let (Some(id), true) = (&it.id, it.is_declaration()) {
            self.declare(self.scope, id.name.as_str());
        }
        walk::walk_class(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        self.call_sites.call(it);
        if takes_a_name(&it.callee) {
            self.hinted(Some(Hint::Derived("immediately called function".to_owned())), &it.callee);
        } else {
            self.visit_expression(&it.callee);
        }
        self.mark(it.arguments.first().map_or(it.span.end - 1, |argument| argument.span().start));
        for argument in &it.arguments {
            self.hint = argument_hint(&it.callee, false, argument);
            self.visit_argument(argument);
            self.hint = None;
        }
    }

    fn visit_binary_expression(&mut self, it: &BinaryExpression<'a>) {
        self.visit_expression(&it.left);
        self.mark(it.right.span().start);
        self.visit_expression(&it.right);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        self.call_sites.new_expression(it);
        self.visit_expression(&it.callee);
        for argument in &it.arguments {
            self.hint = argument_hint(&it.callee, true, argument);
            self.visit_argument(argument);
            self.hint = None;
        }
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        self.call_sites.member(it, self.noted);
        self.visit_expression(&it.object);
    }

    fn visit_computed_member_expression(&mut self, it: &ComputedMemberExpression<'a>) {
        self.call_sites.computed_member(it, self.noted);
        walk::walk_computed_member_expression(self, it);
    }

    fn visit_return_statement(&mut self, it: &ReturnStatement<'a>) {
        if let Some(value) = &it.argument {
            self.hint = takes_a_name(value).then(|| Hint::Derived("returned function".to_owned()));
            self.leaving(value);
            self.hint = None;
        }
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        let (before, after) = self.hooks.resuming();
        self.edits.insert(it.span.start, before);
        self.leaving(&it.argument);
        self.edits.insert(it.span.end, after);
    }

    fn visit_yield_expression(&mut self, it: &YieldExpression<'a>) {
        let (before, after) = self.hooks.resuming();
        self.edits.insert(it.span.start, before);
        match &it.argument {
            Some(value) => self.leaving(value),
            None => self.edits.insert(it.span.end, self.hooks.leaving_empty()),
        }
        self.edits.insert(it.span.end, after);
    }
}
