//! What a script or a package's file asks for by name, read off its text: `require` calls, globals, and modules it calls
//! as functions.
//!
//! A name counts as a global where the text declares it nowhere: which scope a declaration belongs to is not asked.

use std::collections::HashSet;

use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, BindingIdentifier, BindingPattern, CallExpression, Expression, IdentifierReference, UnaryExpression,
    UnaryOperator, VariableDeclarator,
};
use oxc_ast_visit::{walk, Visit};
use oxc_parser::Parser;
use oxc_span::SourceType;

use super::load::options;
use super::positions::Lines;
use super::room::with_room;

/// Something asked for by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name as it stands: `pg`, `mongodb@3.1.4`, `./helper`, or that of a global.
    pub name: String,
    /// The line it stands on, from 1.
    pub line: u32,
}

/// What a text asks for by name, in order of appearance, every place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requires {
    /// What `require('…')` is called with.
    pub modules: Vec<Asked>,
    /// Names that are read and declared nowhere in the text; `typeof x` reads nothing.
    pub globals: Vec<Asked>,
    /// Requests whose module is called as a function: `require('mysql')({…})`, or by the variable it was put into.
    pub called: Vec<Asked>,
}

/// Reads a text. What does not parse asks for nothing.
pub fn requires(text: &str) -> Requires {
    with_room(text.len(), || read(text)).unwrap_or_default()
}

fn read(text: &str) -> Requires {
    let allocator = Allocator::default();
    // A function alone, as action scripts are, is a statement only where it has a name.
    let parser = || Parser::new(&allocator, text, SourceType::script()).with_options(options());
    let mut reading = Reading::default();
    let program = parser().parse();
    if program.panicked || program.diagnostics.has_errors() {
        match parser().parse_expression() {
            Ok(expression) => reading.visit_expression(&expression),
            Err(_) => return Requires::default(),
        }
    } else {
        reading.visit_program(&program.program);
    }
    reading.found(&Lines::new(text.into()))
}

#[derive(Default)]
struct Reading {
    modules: Vec<(String, u32)>,
    read: Vec<(String, u32)>,
    declared: HashSet<String>,
    /// Variables that hold a module: name and request.
    holders: Vec<(String, String)>,
    calls: Vec<(String, u32)>,
    called: Vec<(String, u32)>,
}

impl Reading {
    fn found(self, lines: &Lines) -> Requires {
        let asked = |(name, at): (String, u32)| Asked { name, line: lines.line_of(at) };
        let Self { modules, read, declared, holders, calls, mut called } = self;
        called.extend(calls.into_iter().filter_map(|(callee, at)| {
            let holder = holders.iter().find(|(name, _)| *name == callee)?;
            Some((holder.1.clone(), at))
        }));
        called.sort_by_key(|(_, at)| *at);
        let globals = read.into_iter().filter(|(name, _)| !declared.contains(name));
        Requires {
            modules: modules.into_iter().map(asked).collect(),
            globals: globals.map(asked).collect(),
            called: called.into_iter().map(asked).collect(),
        }
    }
}

/// The request of a `require('…')` call.
fn request(call: &CallExpression<'_>) -> Option<String> {
    let Expression::Identifier(callee) = &call.callee else { return None };
    match (callee.name.as_str(), call.arguments.first()) {
        ("require", Some(Argument::StringLiteral(text))) => Some(text.value.to_string()),
        ("require", Some(Argument::TemplateLiteral(text))) if text.expressions.is_empty() => {
            Some(text.quasis.first()?.value.cooked.as_ref()?.to_string())
        }
        _ => None,
    }
}

impl<'a> Visit<'a> for Reading {
    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        self.declared.insert(it.name.to_string());
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.read.push((it.name.to_string(), it.span.start));
    }

    fn visit_unary_expression(&mut self, it: &UnaryExpression<'a>) {
        if it.operator != UnaryOperator::Typeof || !matches!(it.argument, Expression::Identifier(_)) {
            walk::walk_unary_expression(self, it);
        }
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        if let (BindingPattern::BindingIdentifier(name), Some(Expression::CallExpression(call))) = (&it.id, &it.init) {
            if let Some(request) = request(call) {
                self.holders.push((name.name.to_string(), request));
            }
        }
        walk::walk_variable_declarator(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        if let Some(request) = request(it) {
            self.modules.push((request, it.span.start));
        }
        match &it.callee {
            Expression::Identifier(callee) => self.calls.push((callee.name.to_string(), it.span.start)),
            Expression::CallExpression(inner) => {
                self.called.extend(request(inner).map(|request| (request, it.span.start)));
            }
            _ => {}
        }
        walk::walk_call_expression(self, it);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(asked: &[Asked]) -> Vec<(&str, u32)> {
        asked.iter().map(|asked| (asked.name.as_str(), asked.line)).collect()
    }

    #[test]
    fn requires_globals_and_called_modules_are_read_off_the_text() {
        let found = requires(
            "function login(email, password, callback) {
               const mysql = require('mysql');
               const { Client } = require(`pg@8.7.1`);
               const connection = mysql({ host: 'x' });
               require('mongodb')('mongodb://x', (err, db) => callback(err, db));
               if (typeof uuid === 'undefined') require(email);
               return bcrypt.compare(password, request.hash, Client);
             }",
        );
        assert_eq!(names(&found.modules), [("mysql", 2), ("pg@8.7.1", 3), ("mongodb", 5)]);
        let globals: Vec<_> = names(&found.globals).into_iter().filter(|(name, _)| *name != "require").collect();
        assert_eq!(globals, [("bcrypt", 7), ("request", 7)]);
        assert_eq!(names(&found.called), [("mysql", 4), ("mongodb", 5)]);
    }

    #[test]
    fn a_function_without_a_name_is_read_and_what_does_not_parse_asks_for_nothing() {
        assert_eq!(names(&requires("(function () { require('a') })").modules), [("a", 1)]);
        assert_eq!(names(&requires("function (x) {\n require('a') }").modules), [("a", 2)]);
        assert_eq!(requires("function ("), Requires::default());
    }
}
