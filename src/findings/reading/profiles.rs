//! The profiles a script calls back with, as far as its text writes them down.

use oxc_ast::ast::{Argument, Expression, ObjectExpression, ObjectPropertyKind, Statement};
use oxc_ast::AstKind;

use crate::script::Syntax;

/// How many names and calls are followed from `callback(null, …)` to the object.
const FURTHEST: u8 = 4;

/// Every object written down that `callback` is given as a profile.
pub(in crate::findings) fn profiles<'a>(syntax: &Syntax<'a>) -> Vec<&'a ObjectExpression<'a>> {
    let mut found = Vec::new();
    for (_, call) in syntax.callback_calls() {
        if let Some(profile) = call.arguments.get(1).and_then(Argument::as_expression) {
            collect(syntax, profile, FURTHEST, &mut found);
        }
    }
    found.sort_by_key(|object: &&ObjectExpression<'_>| object.span.start);
    found.dedup_by_key(|object| object.span);
    found
}

/// A property by its name.
pub(in crate::findings) fn property<'o, 'a>(
    object: &'o ObjectExpression<'a>,
    name: &str,
) -> Option<&'o Expression<'a>> {
    object.properties.iter().find_map(|property| match property {
        ObjectPropertyKind::ObjectProperty(property) if property.key.is_specific_static_name(name) => {
            Some(&property.value)
        }
        _ => None,
    })
}

fn collect<'a>(
    syntax: &Syntax<'a>,
    expression: &'a Expression<'a>,
    further: u8,
    found: &mut Vec<&'a ObjectExpression<'a>>,
) {
    let Some(further) = further.checked_sub(1) else { return };
    match expression.get_inner_expression() {
        Expression::ObjectExpression(object) => found.push(object),
        Expression::Identifier(name) => {
            if let Some(value) = syntax.declared(name).and_then(|symbol| syntax.value_of(symbol)) {
                collect(syntax, value, further, found);
            }
        }
        Expression::ConditionalExpression(choice) => {
            collect(syntax, &choice.consequent, further, found);
            collect(syntax, &choice.alternate, further, found);
        }
        Expression::LogicalExpression(logical) => collect(syntax, &logical.right, further, found),
        Expression::CallExpression(call) => {
            let Some(symbol) = syntax.symbol(&call.callee) else { return };
            let function = match syntax.nodes().kind(syntax.semantic.scoping().symbol_declaration(symbol)) {
                AstKind::Function(function) => syntax.function(function.node_id.get()),
                _ => match syntax.value_of(symbol).map(Expression::get_inner_expression) {
                    Some(Expression::ArrowFunctionExpression(arrow)) => syntax.function(arrow.node_id.get()),
                    Some(Expression::FunctionExpression(function)) => syntax.function(function.node_id.get()),
                    _ => None,
                },
            };
            let Some(function) = function else { return };
            if let Some(answer) = function.expression {
                collect(syntax, answer, further, found);
            }
            for statement in function.statements {
                if let Statement::ReturnStatement(answer) = statement {
                    if let Some(answer) = &answer.argument {
                        collect(syntax, answer, further, found);
                    }
                }
            }
        }
        _ => {}
    }
}
