//! The walk itself: what is done at each kind of node.

use oxc_ast::ast::*;
use oxc_ast_visit::{walk, Visit};
use oxc_span::GetSpan;
use oxc_syntax::scope::ScopeFlags;

use super::{Instrumenter, Statement_};
use crate::script::hooks::{Enters, Leaves};
use crate::script::naming::{argument_hint, binding_name, key_name, member_text, takes_a_name, Hint};
use crate::script::tables::{FunctionInfo, ScopeRole};

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
        let own_name = function.id.as_ref().filter(|_| function.is_expression());
        self.in_function(info, |this| {
            if let Some(id) = own_name {
                this.own_names.enter(id.name.as_str(), this.function);
            }
            this.parameters(&function.params);
            this.visit_formal_parameters(&function.params);
            if let Some(body) = &function.body {
                this.async_generator = function.r#async && function.generator;
                this.enter_body(
                    body,
                    match (function.r#async, function.generator) {
                        (true, _) => Enters::Asynchronous,
                        (false, true) => Enters::Generator,
                        (false, false) => Enters::Plain,
                    },
                );
                this.visit_statements(&body.statements);
                this.leave_body(body);
            }
        });
        if let Some(id) = own_name {
            self.own_names.leave(id.name.as_str());
        }
    }

    fn visit_arrow_function_expression(&mut self, arrow: &ArrowFunctionExpression<'a>) {
        let (name, derived) = self.name_of(None, arrow.span.start);
        let entered = if arrow.r#async { Enters::Asynchronous } else { Enters::Plain };
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
                    this.enter_body(body, entered);
                    this.visit_statements(&body.statements);
                    this.leave_body(body);
                }
                body => {
                    let Some(value) = body.as_expression() else { return };
                    let span = value.span();
                    let mut before = format!("{{{}", this.hooks.enter(entered));
                    before.push_str(&this.hook(span.start, span.end, false));
                    before.push_str("return");
                    this.edits.insert(span.start, before);
                    this.statement = this.tables.statements.len().checked_sub(1);
                    this.leaving(value, Leaves::Returned { function: this.function });
                    this.edits.insert(span.end, "}");
                }
            }
        });
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if it.name == "arguments" {
            self.tables.functions[self.function].parameters = None;
        }
        self.note_name(it.name.as_str(), it.span.start);
    }

    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        self.note_name(it.name.as_str(), it.span.start);
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
                this.edits.insert(opening, this.hooks.enter(Enters::Plain));
                this.visit_statements(&block.body);
                this.edits.insert(block.span.end - 1, this.hooks.leave(this.function));
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
            this.next_round(it);
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
        let (before, after, inside) = self.hooks.with();
        self.edits.insert(it.object.span().start, before);
        self.visit_expression(&it.object);
        self.edits.insert(it.object.span().end, after);
        self.edits.insert(it.body.span().start, inside);
        self.body(&it.body, false);
    }

    fn visit_throw_statement(&mut self, it: &ThrowStatement<'a>) {
        self.edits.insert(it.span.start, self.hooks.throw());
        self.visit_expression(&it.argument);
    }

    fn visit_simple_assignment_target(&mut self, it: &SimpleAssignmentTarget<'a>) {
        if let SimpleAssignmentTarget::AssignmentTargetIdentifier(identifier) = it {
            self.own_names.written(identifier.name.as_str());
        }
        walk::walk_simple_assignment_target(self, it);
    }

    fn visit_assignment_target_property_identifier(&mut self, it: &AssignmentTargetPropertyIdentifier<'a>) {
        self.own_names.written(it.binding.name.as_str());
        walk::walk_assignment_target_property_identifier(self, it);
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
            this.caught(it);
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
            AssignmentTarget::StaticMemberExpression(member) => Some(Hint::Derived(member_text(member))),
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
            self.visit_binding_identifier(id);
        }
        if let Some(parent) = &it.heritage {
            self.visit_class_heritage(parent);
        }
        let Some(statement) = self.statement else { return self.visit_class_body(&it.body) };
        let head = self.heads[statement];
        self.heads[statement] = head.min(it.body.span.start);
        self.visit_class_body(&it.body);
        self.heads[statement] = head;
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
        let Some(value) = &it.argument else {
            // Before the statement, not in it: an async generator awaits a value that it returns.
            self.edits.insert(it.span.start, format!("{};", self.hooks.leave(self.function)));
            return;
        };
        self.hint = takes_a_name(value).then(|| Hint::Derived("returned function".to_owned()));
        self.leaving(value, Leaves::Returned { function: self.function });
        self.hint = None;
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        let (before, after) = self.hooks.resuming(false);
        self.edits.insert(it.span.start, before);
        self.leaving(&it.argument, Leaves::Awaited);
        self.edits.insert(it.span.end, after);
    }

    fn visit_yield_expression(&mut self, it: &YieldExpression<'a>) {
        let (before, after) = self.hooks.resuming(self.async_generator && !it.delegate);
        self.edits.insert(it.span.start, before);
        match &it.argument {
            // What is asked instead runs on top of this function.
            Some(value) if it.delegate => {
                let (before, after) = self.hooks.delegating();
                self.edits.insert(value.span().start, before);
                self.noted = value.span().start;
                self.visit_expression(value);
                self.edits.insert(value.span().end, after);
            }
            Some(value) => self.leaving(value, Leaves::Yielded),
            None => self.edits.insert(it.span.end, self.hooks.leaving_empty()),
        }
        self.edits.insert(it.span.end, after);
    }
}
