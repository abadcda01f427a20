//! L39: a function closes a connection on one of its paths and answers on another without.
//!
//! Only paths that end in a plain `return callback(…)` are followed, through blocks and `if`; a function with
//! loops, `switch` or `try` is left alone.

use oxc_ast::ast::{
    ArrowFunctionExpression, CallExpression, Expression, Function, IdentifierReference, Statement, VariableDeclarator,
};
use oxc_ast::AstKind;
use oxc_ast_visit::{walk, Visit};
use oxc_semantic::SymbolId;
use oxc_span::Span;
use oxc_syntax::scope::ScopeFlags;

use super::unclosed::{opened, CLOSES, RULE};
use super::{Finding, Level, ScriptText};
use crate::script::{symbol_of, FunctionNode};

pub(super) fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let opened = opened(text);
    if opened.is_empty() {
        return found;
    }
    for function in text.syntax.functions() {
        let mut own = Own::of(text);
        function.statements.iter().for_each(|statement| own.visit_statement(statement));
        let closed = opened.iter().map(|opened| opened.symbol).filter(|symbol| own.closed.contains(symbol));
        for symbol in closed {
            let failed = failure_of_opening(text, &function, symbol);
            let mut path = Path { text, symbol, failed, at_declaration: false, leak: None };
            // Where the function opens it, it is not open before.
            let opens = own.connected.contains(&symbol) || own.declared.contains(&symbol);
            path.at_declaration = !own.connected.contains(&symbol);
            if path.follow(function.statements, opens).is_none() {
                continue;
            }
            let name = text.syntax.semantic.scoping().symbol_name(symbol);
            found.extend(path.leak.map(|span| {
                let message = format!(
                    "The script answers here with `{name}` still open, though another path closes it. Close it before \
                     this callback, too."
                );
                Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)))
            }));
        }
    }
    found
}

/// The parameter that says that opening failed, in the function that is told when `symbol` is open.
fn failure_of_opening(text: &ScriptText<'_>, function: &FunctionNode<'_>, symbol: SymbolId) -> Option<SymbolId> {
    let first = symbol_of(&function.parameters.items.first()?.pattern)?;
    let hands_it = function.parameters.items.iter().any(|parameter| symbol_of(&parameter.pattern) == Some(symbol));
    let AstKind::CallExpression(call) = text.syntax.nodes().parent_kind(function.id) else { return None };
    let member = call.callee.get_inner_expression().as_member_expression();
    let opens = member.is_some_and(|member| {
        matches!(member.static_property_name(), Some("connect" | "on" | "once" | "open" | "beginTransaction"))
            && text.syntax.symbol(member.object()) == Some(symbol)
    });
    (hands_it || opens).then_some(first)
}

/// What a piece of the script does itself, without the functions in it.
struct Own<'t, 's> {
    text: &'t ScriptText<'s>,
    closed: Vec<SymbolId>,
    connected: Vec<SymbolId>,
    declared: Vec<SymbolId>,
    named: Vec<SymbolId>,
}

impl<'t, 's> Own<'t, 's> {
    fn of(text: &'t ScriptText<'s>) -> Self {
        Self { text, closed: Vec::new(), connected: Vec::new(), declared: Vec::new(), named: Vec::new() }
    }
}

impl<'s> Visit<'s> for Own<'_, 's> {
    fn visit_call_expression(&mut self, call: &CallExpression<'s>) {
        if let Some(member) = call.callee.get_inner_expression().as_member_expression() {
            let symbol = self.text.syntax.symbol(member.object());
            match member.static_property_name() {
                Some("connect") => self.connected.extend(symbol),
                Some(name) if CLOSES.contains(&name) => self.closed.extend(symbol),
                _ => {}
            }
        }
        walk::walk_call_expression(self, call);
    }

    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'s>) {
        self.declared.extend(symbol_of(&declarator.id));
        walk::walk_variable_declarator(self, declarator);
    }

    fn visit_identifier_reference(&mut self, name: &IdentifierReference<'s>) {
        self.named.extend(self.text.syntax.declared(name));
    }

    fn visit_function(&mut self, _: &Function<'s>, _: ScopeFlags) {}

    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'s>) {}
}

/// The paths through one function, for one connection.
struct Path<'t, 's> {
    text: &'t ScriptText<'s>,
    symbol: SymbolId,
    /// The parameter that says that opening failed.
    failed: Option<SymbolId>,
    /// Whether it is open from its declaration on, rather than from `connect`.
    at_declaration: bool,
    /// The first answer that leaves it open.
    leak: Option<Span>,
}

impl<'s> Path<'_, 's> {
    /// Follows statements; whether nothing is open behind them. `None` where that cannot be told.
    fn follow(&mut self, statements: &[Statement<'s>], mut closed: bool) -> Option<bool> {
        for statement in statements {
            closed = self.one(statement, closed)?;
            if matches!(statement, Statement::ReturnStatement(_) | Statement::ThrowStatement(_)) {
                // What follows is no path of this one.
                return Some(true);
            }
        }
        Some(closed)
    }

    fn one(&mut self, statement: &Statement<'s>, closed: bool) -> Option<bool> {
        match statement {
            Statement::BlockStatement(block) => self.follow(&block.body, closed),
            Statement::IfStatement(branch) => {
                let mut test = Own::of(self.text);
                test.visit_expression(&branch.test);
                if self.failed.is_some_and(|failed| test.named.contains(&failed)) {
                    return Some(closed);
                }
                let then = self.one(&branch.consequent, closed)?;
                let otherwise = match &branch.alternate {
                    Some(alternate) => self.one(alternate, closed)?,
                    None => closed,
                };
                Some(then && otherwise)
            }
            Statement::ReturnStatement(returned) => {
                let Some(argument) = &returned.argument else { return Some(true) };
                let answers = match argument.get_inner_expression() {
                    Expression::CallExpression(call) => {
                        let callee = self.text.syntax.symbol(&call.callee);
                        callee.is_some() && callee == self.text.syntax.callback()
                    }
                    _ => false,
                };
                if answers && !self.after(statement, closed) && self.leak.is_none() {
                    self.leak = Some(returned.span);
                }
                Some(true)
            }
            Statement::ExpressionStatement(_) | Statement::VariableDeclaration(_) => {
                Some(self.after(statement, closed))
            }
            Statement::FunctionDeclaration(_) | Statement::EmptyStatement(_) | Statement::ThrowStatement(_) => {
                Some(closed)
            }
            // Loops, `switch`, `try`: more paths than are followed here.
            _ => None,
        }
    }

    /// Whether nothing is open behind a statement without branches.
    fn after(&self, statement: &Statement<'s>, closed: bool) -> bool {
        let mut own = Own::of(self.text);
        own.visit_statement(statement);
        let opening = if self.at_declaration { &own.declared } else { &own.connected };
        own.closed.contains(&self.symbol) || (closed && !opening.contains(&self.symbol))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn found(body: &str) -> Vec<u32> {
        let text = format!("async function login(email, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().filter_map(|finding| finding.at).map(|at| at.line).collect()
    }

    const MYSQL: &str = "const mysql = require('mysql'); const c = mysql.createConnection({});\n";

    #[test]
    fn an_answer_that_leaves_it_open_is_found() {
        for body in [
            "c.query('x', function (err, rows) {\nif (err) return callback(err);\nc.end(); callback(null);\n});",
            "c.query('x', (err, rows) => {\nif (!rows) { log('a'); return callback(null); }\nc.end(() => callback(null));\n});",
            "c.query('x', (err, rows) => {\nif (err) { if (err.code) { return callback(err); } c.end(); }\nc.end(); });",
        ] {
            assert_eq!(found(&format!("{MYSQL}{body}")), [4], "{body}");
        }
        let pg = "const { Client } = require('pg'); const c = new Client();\nif (!email) return callback(null);\n\
                  await c.connect();\nif (password) return callback(null);\nawait c.end();\ncallback(null);";
        assert_eq!(found(pg), [5]);
    }

    #[test]
    fn paths_that_close_fail_to_open_or_cannot_be_followed_are_fine() {
        for body in [
            "c.query('x', (err, rows) => {\nc.end();\nif (err) return callback(err);\ncallback(null);\n});",
            "c.query('x', (err, rows) => {\nif (err) { c.end(); return callback(err); }\nc.end(); callback(null);\n});",
            "c.connect(function (err) {\nif (err) return callback(err);\nc.query('x', done); c.end();\n});",
            "c.query('x', (err, rows) => {\ntry { if (err) return callback(err); } finally { c.end(); }\n});",
            "function end(err) {\nc.end(); return callback(err); }\nc.query('x', (err) => { if (err) return end(err); end(); });",
        ] {
            assert_eq!(found(&format!("{MYSQL}{body}")), [0u32; 0], "{body}");
        }
    }
}
