//! L33: passwords, users, tokens or `configuration` go to the console (§5.5).

use oxc_ast::ast::BinaryOperator;
use oxc_ast::AstKind;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::{GetSpan, Span};

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::recording::masking::names_a_secret;
use crate::rules::Certainty;
use crate::script::Syntax;

pub(super) const RULE: Rule = Rule {
    id: "L33",
    title: "secrets in the log",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "What goes to the console is shown live to everybody who may see the tenant's logs, and can be saved from there.",
    fix: "Log that something happened, with an id if need be, but no password, token, configuration or whole user.",
    sources: &[
        "https://auth0.com/docs/customize/actions/actions-real-time-logs",
        "https://auth0.com/docs/deploy-monitor/pre-deployment-checks/pre-launch-tips",
    ],
    checks: &[Check::Text(check)],
};

/// What scripts call a whole user.
const USERS: [&str; 6] = ["user", "profile", "userProfile", "user_profile", "dbUser", "mongoUser"];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let password = match text.action {
        Action::Login | Action::ChangePassword => syntax.parameter(1),
        _ => None,
    };
    let mut found = Vec::new();
    for (id, call) in syntax.calls() {
        let console = syntax.path(&call.callee).is_some_and(|path| path.starts_with("console."));
        if !console {
            continue;
        }
        if let Some((what, span)) = secret(syntax, id, call.span, password) {
            let message =
                format!("{what} goes to the console, where everybody who sees the logs can read it. Leave it out.");
            found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))));
        }
    }
    found
}

/// The first secret that a call of the console prints.
fn secret(syntax: &Syntax<'_>, call: NodeId, span: Span, password: Option<SymbolId>) -> Option<(String, Span)> {
    let inside = syntax.nodes().iter().skip(call.index() + 1);
    for node in inside.take_while(|node| span.contains_inclusive(node.kind().span())) {
        let what = match node.kind() {
            AstKind::IdentifierReference(name) => {
                let declared = syntax.declared(name);
                if declared.is_some() && declared == password {
                    Some("the password".to_owned())
                } else if declared.is_none() && name.name == "configuration" {
                    Some("`configuration` with all its secrets".to_owned())
                } else if USERS.contains(&name.name.as_str()) {
                    Some(format!("`{}`, a whole user,", name.name))
                } else {
                    names_a_secret(&name.name).then(|| format!("`{}`", name.name))
                }
            }
            AstKind::StaticMemberExpression(member) => {
                names_a_secret(&member.property.name).then(|| format!("`{}`", syntax.source(member.span)))
            }
            _ => None,
        };
        if let Some(what) = what.filter(|_| is_printed(syntax, node.id(), call)) {
            return Some((what, node.kind().span()));
        }
    }
    None
}

/// Whether a value itself gets from where it stands into the call, not something told of it.
fn is_printed(syntax: &Syntax<'_>, value: NodeId, call: NodeId) -> bool {
    let nodes = syntax.nodes();
    let mut inner = nodes.kind(value).span();
    for around in nodes.ancestor_ids(value) {
        if around == call {
            return true;
        }
        let kind = nodes.kind(around);
        let passes = match kind {
            AstKind::TemplateLiteral(_)
            | AstKind::ObjectExpression(_)
            | AstKind::ArrayExpression(_)
            | AstKind::LogicalExpression(_)
            | AstKind::ParenthesizedExpression(_) => true,
            AstKind::ObjectProperty(property) => property.value.span() == inner,
            AstKind::BinaryExpression(sum) => sum.operator == BinaryOperator::Addition,
            AstKind::ConditionalExpression(choice) => choice.test.span() != inner,
            AstKind::CallExpression(call) => {
                let path = syntax.path(&call.callee).unwrap_or_default();
                matches!(path.as_str(), "JSON.stringify" | "util.inspect" | "String") && call.callee.span() != inner
            }
            _ => false,
        };
        if !passes {
            return false;
        }
        inner = kind.span();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn count(body: &str) -> usize {
        let text = format!("function login(id, password, callback) {{ {body} }}");
        in_text_of(&connection(), &RULE, Action::Login, &text).len()
    }

    #[test]
    fn printed_secrets_are_found() {
        for body in [
            "console.log(password);",
            "console.log('try ' + id + ' ' + password);",
            "console.error(`try ${id} ${password}`);",
            "console.log(JSON.stringify(user));",
            "console.log({ user });",
            "console.log(configuration);",
            "console.info('key', configuration.CLIENT_SECRET);",
            "console.log(body.access_token);",
        ] {
            assert_eq!(count(body), 1, "{body}");
        }
    }

    #[test]
    fn what_is_told_of_a_secret_is_fine() {
        for body in [
            "console.log('wrong password for %s', id);",
            "console.log(password.length, !!password, typeof password);",
            "console.log(user.id, configuration.HOST);",
            "console.log(password ? 'given' : 'missing', password === id);",
            "console.log(masked(password));",
            "ask(password);",
        ] {
            assert_eq!(count(body), 0, "{body}");
        }
    }
}
