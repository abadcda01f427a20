//! What an action comes to as a whole: the text it was created with, nothing, or something of its own.

use oxc_ast::ast::{Argument, CallExpression, Expression, Statement, VariableDeclarator};

use super::pieces::Pieces;
use super::ScriptText;

/// What a script does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::findings) enum Body {
    /// It answers the error that a new script comes with: "Please implement the … script".
    Default,
    /// It answers at once that there is nobody: `callback(null)`.
    Nobody,
    /// Anything else.
    Own,
}

/// What the action of a script comes to.
pub(in crate::findings) fn body<'a>(text: &ScriptText<'a>) -> Body {
    let Some(action) = text.syntax.action() else { return Body::Own };
    let mut answers = Vec::new();
    if let Some(expression) = action.expression {
        answers.push(expression);
    }
    for statement in action.statements {
        match statement {
            Statement::ExpressionStatement(statement) => answers.push(&statement.expression),
            Statement::ReturnStatement(statement) => answers.extend(&statement.argument),
            Statement::EmptyStatement(_) => {}
            Statement::VariableDeclaration(declaration) if declaration.declarations.iter().all(is_text) => {}
            _ => return Body::Own,
        }
    }
    let is_log = |answer: &&Expression<'_>| match answer.get_inner_expression() {
        Expression::CallExpression(call) => {
            text.syntax.path(&call.callee).is_some_and(|path| path.starts_with("console."))
        }
        _ => false,
    };
    answers.retain(|answer| !is_log(answer));
    let [only] = answers.as_slice() else { return Body::Own };
    match only.get_inner_expression() {
        Expression::CallExpression(call) if text.syntax.symbol(&call.callee) == text.syntax.callback() => {
            answer(text, call)
        }
        _ => Body::Own,
    }
}

fn answer<'a>(text: &ScriptText<'a>, call: &'a CallExpression<'a>) -> Body {
    let nothing = |argument: &Argument<'_>| match argument.as_expression().map(Expression::get_inner_expression) {
        Some(Expression::NullLiteral(_)) => true,
        Some(Expression::BooleanLiteral(literal)) => !literal.value,
        Some(Expression::Identifier(name)) => name.name == "undefined",
        _ => false,
    };
    if call.arguments.iter().all(nothing) {
        return Body::Nobody;
    }
    match call.arguments.first().and_then(Argument::as_expression).map(Expression::get_inner_expression) {
        Some(Expression::NewExpression(error)) => {
            let message = error.arguments.first().and_then(Argument::as_expression);
            let words = message.map(|message| written(text, message).words()).unwrap_or_default();
            match words.contains("please implement the") && words.contains("script") {
                true => Body::Default,
                false => Body::Own,
            }
        }
        _ => Body::Own,
    }
}

/// A text, or the one that a name holds.
fn written<'a>(text: &ScriptText<'a>, message: &'a Expression<'a>) -> Pieces<'a> {
    let held = text.syntax.symbol(message).and_then(|symbol| text.syntax.value_of(symbol));
    Pieces::of(text.syntax, held.unwrap_or(message))
}

/// Whether a name is declared that holds a text and no more.
fn is_text(declarator: &VariableDeclarator<'_>) -> bool {
    declarator.init.as_ref().is_none_or(|init| {
        matches!(
            init.get_inner_expression(),
            Expression::StringLiteral(_) | Expression::TemplateLiteral(_) | Expression::BinaryExpression(_)
        )
    })
}
