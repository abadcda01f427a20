//! A script taken apart for whoever wants to read it: its tree, what its names mean, and where things stand.
//!
//! The tree is oxc's, with its scopes and references. What rules ask again and again has a word here:
//! the action's function and its `callback`, the module a name stands for, the path of a member (`configuration.HOST`),
//! the text of a constant.

use std::collections::HashSet;

use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrowFunctionBody, BindingPattern, CallExpression, Expression, FormalParameters, IdentifierReference,
    Program, Statement, VariableDeclarator,
};
use oxc_ast::AstKind;
use oxc_parser::Parser;
use oxc_semantic::{AstNodes, NodeId, ReferenceId, Semantic, SemanticBuilder, SymbolId};
use oxc_span::{SourceType, Span};

use super::load::{options, Prepared};
use super::positions::Position;
use super::room::with_room;

/// A parsed script.
pub struct Syntax<'a> {
    /// What it was prepared to: names of functions, lines.
    pub prepared: &'a Prepared,
    /// The tree. Spans are byte offsets into what was parsed; [`Syntax::position`] brings them back to the file.
    pub program: &'a Program<'a>,
    /// Scopes and references.
    pub semantic: Semantic<'a>,
    /// What was parsed: the user's text, in parentheses where it is an expression.
    text: &'a str,
    /// How many bytes stand before the user's text.
    before: u32,
    /// Names that are given another value after their declaration.
    written: HashSet<SymbolId>,
}

/// The action's function, or any other.
#[derive(Clone, Copy)]
pub struct FunctionNode<'a> {
    /// Its node.
    pub id: NodeId,
    /// All of it.
    pub span: Span,
    /// What it declares.
    pub parameters: &'a FormalParameters<'a>,
    /// What it does; empty for an arrow function of one expression.
    pub statements: &'a [Statement<'a>],
    /// What an arrow function of one expression answers.
    pub expression: Option<&'a Expression<'a>>,
    /// `async`.
    pub asynchronous: bool,
}

/// Takes a prepared script apart. `None` where the system has no room for it.
pub fn read<R: Send>(prepared: &Prepared, read: impl FnOnce(&Syntax<'_>) -> R + Send) -> Option<R> {
    let length = prepared.original.len();
    with_room(length, || {
        let allocator = Allocator::default();
        let parse = |text| Parser::new(&allocator, text, SourceType::script()).with_options(options()).parse();
        let shown = prepared.original.trim_end().trim_end_matches([';', ' ', '\t', '\r', '\n']);
        let as_expression = allocator.alloc_str(&format!("({shown}\n)"));
        let parsed = parse(as_expression);
        let (parsed, text, before) = if parsed.panicked || parsed.diagnostics.has_errors() {
            let text = allocator.alloc_str(&prepared.original);
            (parse(text), text, 0)
        } else {
            (parsed, as_expression, 1)
        };
        let program = &*allocator.alloc(parsed.program);
        let semantic = SemanticBuilder::new().with_build_nodes(true).build(program).semantic;
        let scoping = semantic.scoping();
        let written = scoping.symbol_ids().filter(|symbol| scoping.symbol_is_mutated(*symbol)).collect();
        read(&Syntax { prepared, program, semantic, text, before, written })
    })
}

impl<'a> Syntax<'a> {
    /// Where something stands in the user's file.
    pub fn position(&self, span: Span) -> Position {
        self.prepared.lines.position(self.offset(span))
    }

    /// The name of the innermost function around, derived if it has none of its own.
    pub fn function_name(&self, span: Span) -> &'a str {
        let tables = &self.prepared.tables;
        &tables.functions[tables.function_at(self.offset(span))].name
    }

    /// How something is written.
    pub fn source(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn offset(&self, span: Span) -> u32 {
        span.start.saturating_sub(self.before)
    }

    /// All nodes.
    pub fn nodes(&self) -> &AstNodes<'a> {
        self.semantic.nodes()
    }

    /// The function the platform calls; `None` where it is made by a call or the like.
    pub fn action(&self) -> Option<FunctionNode<'a>> {
        let function = &self.prepared.tables.functions[self.prepared.function?];
        self.functions().find(|node| node.span.start == function.span.0 + self.before)
    }

    /// Every function with a body.
    pub fn functions(&self) -> impl Iterator<Item = FunctionNode<'a>> + '_ {
        self.nodes().iter().filter_map(|node| self.function(node.id()))
    }

    /// The function that this node is.
    pub fn function(&self, id: NodeId) -> Option<FunctionNode<'a>> {
        match self.nodes().kind(id) {
            AstKind::Function(function) => Some(FunctionNode {
                id,
                span: function.span,
                parameters: &function.params,
                statements: &function.body.as_deref()?.statements,
                expression: None,
                asynchronous: function.r#async,
            }),
            AstKind::ArrowFunctionExpression(arrow) => Some(FunctionNode {
                id,
                span: arrow.span,
                parameters: &arrow.params,
                statements: match &arrow.body {
                    ArrowFunctionBody::FunctionBody(body) => &body.statements,
                    _ => &[],
                },
                expression: arrow.body.as_expression(),
                asynchronous: arrow.r#async,
            }),
            _ => None,
        }
    }

    /// The innermost function around a node, not the node itself.
    pub fn function_around(&self, id: NodeId) -> Option<FunctionNode<'a>> {
        self.nodes().ancestor_ids(id).find_map(|around| self.function(around))
    }

    /// The action's parameter at this place, from 0.
    pub fn parameter(&self, index: usize) -> Option<SymbolId> {
        symbol_of(&self.action()?.parameters.items.get(index)?.pattern)
    }

    /// The action's last parameter: `callback`.
    pub fn callback(&self) -> Option<SymbolId> {
        symbol_of(&self.action()?.parameters.items.last()?.pattern)
    }

    /// Every call, in order of appearance.
    pub fn calls(&self) -> impl Iterator<Item = (NodeId, &'a CallExpression<'a>)> + '_ {
        self.nodes().iter().filter_map(|node| match node.kind() {
            AstKind::CallExpression(call) => Some((node.id(), call)),
            _ => None,
        })
    }

    /// Every call of the action's `callback` by its own name.
    pub fn callback_calls(&self) -> impl Iterator<Item = (NodeId, &'a CallExpression<'a>)> + '_ {
        let callback = self.callback();
        self.calls().filter(move |(_, call)| callback.is_some() && self.symbol(&call.callee) == callback)
    }

    /// What a name is declared as; `None` for a global and for what is no name.
    pub fn symbol(&self, expression: &Expression<'_>) -> Option<SymbolId> {
        match expression.get_inner_expression() {
            Expression::Identifier(name) => self.declared(name),
            _ => None,
        }
    }

    /// What a name is declared as.
    pub fn declared(&self, name: &IdentifierReference<'_>) -> Option<SymbolId> {
        let reference: ReferenceId = name.reference_id.get()?;
        self.semantic.scoping().get_reference(reference).symbol_id()
    }

    /// Whether a name is given another value after its declaration.
    pub fn is_written(&self, symbol: SymbolId) -> bool {
        self.written.contains(&symbol)
    }

    /// The value a name is declared with, if it is never given another.
    pub fn value_of(&self, symbol: SymbolId) -> Option<&'a Expression<'a>> {
        if self.is_written(symbol) {
            return None;
        }
        self.declarator(symbol).filter(|found| matches!(found.id, BindingPattern::BindingIdentifier(_)))?.init.as_ref()
    }

    /// The declaration `name = …` a name comes from.
    pub fn declarator(&self, symbol: SymbolId) -> Option<&'a VariableDeclarator<'a>> {
        let declared = self.semantic.scoping().symbol_declaration(symbol);
        std::iter::once(declared).chain(self.nodes().ancestor_ids(declared)).find_map(|id| {
            match self.nodes().kind(id) {
                AstKind::VariableDeclarator(declarator) => Some(declarator),
                _ => None,
            }
        })
    }

    /// The request of the module an expression stands for: `require('pg')`, a name that holds it.
    pub fn module(&self, expression: &Expression<'a>) -> Option<&'a str> {
        match expression.get_inner_expression() {
            Expression::CallExpression(call) => required(call),
            Expression::Identifier(name) => {
                let value = self.value_of(self.declared(name)?)?;
                match value.get_inner_expression() {
                    Expression::CallExpression(call) => required(call),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What is written as names and dots: `configuration.HOST`, `bcrypt.compare`. `configuration['HOST']` counts, too.
    pub fn path(&self, expression: &Expression<'_>) -> Option<String> {
        match expression.get_inner_expression() {
            Expression::Identifier(name) => Some(name.name.to_string()),
            Expression::ThisExpression(_) => Some("this".to_owned()),
            Expression::StaticMemberExpression(member) => {
                Some(format!("{}.{}", self.path(&member.object)?, member.property.name))
            }
            Expression::ComputedMemberExpression(member) => match member.expression.get_inner_expression() {
                Expression::StringLiteral(key) => Some(format!("{}.{}", self.path(&member.object)?, key.value)),
                _ => None,
            },
            Expression::ChainExpression(chain) => {
                let member = chain.expression.as_member_expression()?;
                Some(format!("{}.{}", self.path(member.object())?, member.static_property_name()?))
            }
            _ => None,
        }
    }

    /// What an expression calls, as module and member: `("pg", "Client")` for `pg.Client` where `pg = require('pg')`,
    /// and for `Client` where `{ Client } = require('pg')`.
    pub fn member_of_module(&self, expression: &Expression<'a>) -> Option<(&'a str, String)> {
        if let Some(member) = expression.get_inner_expression().as_member_expression() {
            return Some((self.module(member.object())?, member.static_property_name()?.to_string()));
        }
        let Expression::Identifier(name) = expression.get_inner_expression() else { return None };
        let symbol = self.declared(name)?;
        if self.is_written(symbol) {
            return None;
        }
        let declarator = self.declarator(symbol)?;
        let init = declarator.init.as_ref()?;
        match &declarator.id {
            BindingPattern::ObjectPattern(pattern) => {
                let property = pattern.properties.iter().find(|property| symbol_of(&property.value) == Some(symbol))?;
                Some((self.module(init)?, property.key.static_name()?.to_string()))
            }
            BindingPattern::BindingIdentifier(_) => {
                let member = init.get_inner_expression().as_member_expression()?;
                Some((self.module(member.object())?, member.static_property_name()?.to_string()))
            }
            _ => None,
        }
    }

    /// The text of a constant: a literal, a template without gaps, or a name that holds one.
    pub fn constant(&self, expression: &Expression<'a>) -> Option<&'a str> {
        match expression.get_inner_expression() {
            Expression::StringLiteral(literal) => Some(literal.value.as_str()),
            Expression::TemplateLiteral(template) if template.expressions.is_empty() => {
                Some(template.quasis.first()?.value.cooked.as_ref()?.as_str())
            }
            Expression::Identifier(name) => match self.value_of(self.declared(name)?)?.get_inner_expression() {
                Expression::StringLiteral(literal) => Some(literal.value.as_str()),
                Expression::TemplateLiteral(template) if template.expressions.is_empty() => {
                    Some(template.quasis.first()?.value.cooked.as_ref()?.as_str())
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The request of a `require('…')`.
fn required<'a>(call: &CallExpression<'a>) -> Option<&'a str> {
    let callee = matches!(&call.callee, Expression::Identifier(name) if name.name == "require");
    match call.arguments.first().filter(|_| callee)? {
        Argument::StringLiteral(request) => Some(request.value.as_str()),
        _ => None,
    }
}

/// The name a pattern declares, if it is one name.
pub fn symbol_of(pattern: &BindingPattern<'_>) -> Option<SymbolId> {
    match pattern {
        BindingPattern::BindingIdentifier(name) => name.symbol_id.get(),
        BindingPattern::AssignmentPattern(assignment) => symbol_of(&assignment.left),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::load::prepare;
    use super::*;

    fn asked<R: Send>(text: &str, ask: impl FnOnce(&Syntax<'_>) -> R + Send) -> R {
        let prepared = prepare("login.js", text.into()).unwrap();
        read(&prepared, ask).unwrap()
    }

    #[test]
    fn the_action_and_its_callback_are_found_in_every_form() {
        for text in [
            "function login(id, pw, callback) { callback(null); }",
            "function (id, pw, callback) { callback(null); };",
            "// why\n(id, pw, callback) => callback(null)",
            "const secret = 1;\nasync function login(id, pw, callback) { callback(null); }",
            "module.exports = function (id, pw, callback) { callback(null); };",
        ] {
            let (parameters, calls) = asked(text, |syntax| {
                (syntax.action().unwrap().parameters.items.len(), syntax.callback_calls().count())
            });
            assert_eq!((parameters, calls), (3, 1), "{text}");
        }
    }

    #[test]
    fn positions_are_those_of_the_users_file() {
        for text in
            ["function (a, callback) {\n  callback(null);\n}", "var a;\nfunction f(a, callback) { callback(); }"]
        {
            let (position, name) = asked(text, |syntax| {
                let (_, call) = syntax.callback_calls().next().unwrap();
                (syntax.position(call.span), syntax.function_name(call.span).to_owned())
            });
            let expected = if text.starts_with("var") { (2, 27, "f") } else { (2, 3, "anonymous at login.js:1") };
            assert_eq!((position.line, position.column, name.as_str()), expected, "{text}");
        }
    }

    #[test]
    fn modules_members_and_constants_are_resolved() {
        let text = "function f(a, callback) { const pg = require('pg@8'); const { Client: C } = require('mysql2');\n\
                    const sql = 'SELECT 1'; pg.connect(sql); C(sql); other.call(configuration['HOST']); callback(); }";
        let found = asked(text, |syntax| {
            let mut found = Vec::new();
            for (_, call) in syntax.calls() {
                if let Some((module, member)) = syntax.member_of_module(&call.callee) {
                    let first = call.arguments.first().and_then(Argument::as_expression).unwrap();
                    found.push(format!("{module} {member} {}", syntax.constant(first).unwrap_or("?")));
                } else if let Some(path) = syntax.path(&call.callee) {
                    let first = call.arguments.first().and_then(Argument::as_expression);
                    found.push(format!("{path} {:?}", first.and_then(|first| syntax.path(first))));
                }
            }
            found
        });
        assert_eq!(
            found,
            [
                "require None",
                "require None",
                "pg@8 connect SELECT 1",
                "mysql2 Client SELECT 1",
                "other.call Some(\"configuration.HOST\")",
                "callback None"
            ]
        );
    }
}
