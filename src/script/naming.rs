//! A name for every function: its own, or one derived from where it stands or was passed.

use oxc_ast::ast::{Argument, BindingPattern, Expression, PropertyKey};

/// What is known of a function before it is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// The engine names it so too: a variable, property or method it is assigned to.
    Own(String),
    /// Only we call it so: `client.query callback`.
    Derived(String),
}

/// Whether an expression is a function or class that takes its name from where it stands.
pub(super) fn takes_a_name(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::FunctionExpression(function) => function.id.is_none(),
        Expression::ArrowFunctionExpression(_) | Expression::ClassExpression(_) => true,
        Expression::ParenthesizedExpression(inner) => takes_a_name(&inner.expression),
        _ => false,
    }
}

/// The name of a simple binding.
pub(super) fn binding_name(pattern: &BindingPattern<'_>) -> Option<String> {
    match pattern {
        BindingPattern::BindingIdentifier(identifier) => Some(identifier.name.to_string()),
        _ => None,
    }
}

/// The name of a property that is not computed.
pub(super) fn key_name(key: &PropertyKey<'_>) -> Option<String> {
    key.static_name().map(|name| name.into_owned()).or_else(|| match key {
        PropertyKey::PrivateIdentifier(identifier) => Some(format!("#{}", identifier.name)),
        _ => None,
    })
}

/// A short text for what is called: `client.query`, `then`, `setTimeout`.
pub(super) fn callee_text(callee: &Expression<'_>) -> Option<String> {
    match callee {
        Expression::Identifier(identifier) => Some(identifier.name.to_string()),
        Expression::ThisExpression(_) => Some("this".to_owned()),
        Expression::StaticMemberExpression(member) => {
            let property = member.property.name.as_str();
            // `pool.query(…).then`: the call before it is another story.
            Some(match callee_text(&member.object) {
                Some(object) => format!("{object}.{property}"),
                None => property.to_owned(),
            })
        }
        Expression::ParenthesizedExpression(inner) => callee_text(&inner.expression),
        Expression::ChainExpression(chain) => {
            chain.expression.as_member_expression().and_then(|member| member.static_property_name().map(str::to_owned))
        }
        _ => None,
    }
}

/// What a function passed as an argument is called.
pub(super) fn argument_hint(callee: &Expression<'_>, constructed: bool, argument: &Argument<'_>) -> Option<Hint> {
    argument.as_expression().filter(|expression| takes_a_name(expression))?;
    let callee = match callee {
        // `util.callbackify(f)(argument, callback)`: what is called was made by a call.
        Expression::CallExpression(maker) => format!("{}()", callee_text(&maker.callee)?),
        other => callee_text(other)?,
    };
    Some(Hint::Derived(if constructed { format!("new {callee} callback") } else { format!("{callee} callback") }))
}

/// A short text for a property: `exports.find`.
pub(super) fn member_text(member: &oxc_ast::ast::StaticMemberExpression<'_>) -> String {
    let property = member.property.name.as_str();
    callee_text(&member.object).map_or_else(|| property.to_owned(), |object| format!("{object}.{property}"))
}
