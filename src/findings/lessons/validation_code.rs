//! L16: the first argument of `ValidationError` is no code (§2.3).

use oxc_ast::ast::{Argument, Expression};
use oxc_ast::AstKind;

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::rules::Certainty;
use crate::script::Syntax;

pub(super) const RULE: Rule = Rule {
    id: "L16",
    title: "ValidationError without a code",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why:
        "Login pages look up their texts by the code, the first argument of `ValidationError`. Anything else there is \
          found in no dictionary.",
    fix: "Write a short code first and the message second: `new ValidationError('user_exists', message)`.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/error-handling",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/create",
    ],
    checks: &[Check::Text(check)],
};

/// Longer than any code.
const LONGEST: usize = 64;

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for node in text.syntax.nodes().iter() {
        let AstKind::NewExpression(new) = node.kind() else { continue };
        let declared = text.syntax.symbol(&new.callee).is_some();
        if declared || !new.callee.is_specific_id("ValidationError") {
            continue;
        }
        let Some(wrong) = wrong(text.syntax, new.arguments.first()) else { continue };
        let message = format!(
            "the first argument of `ValidationError` {wrong}. Put a code such as `user_exists` there, and the message \
             behind it."
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(new.span))));
    }
    found
}

fn wrong<'a>(syntax: &Syntax<'a>, first: Option<&Argument<'a>>) -> Option<&'static str> {
    let Some(first) = first else { return Some("is missing") };
    let first = first.as_expression()?.get_inner_expression();
    if let Some(code) = syntax.constant(first) {
        let sentence = code.is_empty() || code.contains(char::is_whitespace) || code.len() > LONGEST;
        return sentence.then_some("is a message, not a code");
    }
    match first {
        Expression::TemplateLiteral(_) => Some("is a message, not a code"),
        Expression::Identifier(name) => {
            let action = syntax.action()?;
            let own = action.parameters.items.iter().filter_map(|item| crate::script::symbol_of(&item.pattern));
            let declared = syntax.declared(name)?;
            own.into_iter().any(|symbol| symbol == declared).then_some("is an argument of the script, not a code")
        }
        Expression::StaticMemberExpression(member) if member.property.name == "email" => {
            Some("is the e-mail, not a code")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn count(arguments: &str) -> usize {
        let text = format!("function create(user, callback) {{ callback(new ValidationError({arguments})); }}");
        in_text_of(&connection(), &RULE, Action::Create, &text).len()
    }

    #[test]
    fn only_a_code_may_come_first() {
        for arguments in ["", "'The user exists.'", "`${user.email} exists`", "user.email, 'exists'", "user"] {
            assert_eq!(count(arguments), 1, "{arguments}");
        }
        for arguments in ["'user_exists', 'There is one.'", "'email-too-long'", "code, 'There is one.'", "err.code"] {
            assert_eq!(count(arguments), 0, "{arguments}");
        }
    }
}
