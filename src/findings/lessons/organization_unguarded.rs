//! L53: something of `context.organization` is read although there may be no organization (§2.10).

use oxc_ast::ast::{BindingPattern, Expression};
use oxc_ast::AstKind;
use oxc_semantic::{NodeId, SymbolId};

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;
use crate::script::symbol_of;

pub(super) const RULE: Rule = Rule {
    id: "L53",
    title: "organization read without a guard",
    level: Level::Warning,
    certainty: Certainty::Assumed,
    why: "`context` holds an organization only where the login belongs to one, and `delete` always gets an empty \
          `context`. Reading on from what is not there throws, and the login fails.",
    fix: "Ask first: `context.organization?.id`, or `if (context.organization) { … }`.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/create-db-connection"],
    checks: &[Check::Text(check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let Some(context) = context(text) else { return Vec::new() };
    // `const { organization } = context` gives it a name of its own.
    let own_name = syntax.nodes().iter().find_map(|node| match node.kind() {
        AstKind::VariableDeclarator(declarator) => {
            let BindingPattern::ObjectPattern(pattern) = &declarator.id else { return None };
            let from = declarator.init.as_ref().and_then(|init| syntax.symbol(init))?;
            let organization =
                |key: &oxc_ast::ast::PropertyKey<'_>| key.static_name().is_some_and(|name| name == "organization");
            let property = pattern.properties.iter().find(|property| organization(&property.key))?;
            // With a default it is never missing.
            let plain = matches!(property.value, BindingPattern::BindingIdentifier(_));
            symbol_of(&property.value).filter(|_| from == context && plain)
        }
        _ => None,
    });
    let mut first = None;
    for node in syntax.nodes().iter() {
        let Some(organization) = organization(text, node.kind(), context, own_name) else { continue };
        match used(text, node.id()) {
            // Asked for somewhere: the author knows.
            Used::Asked => return Vec::new(),
            Used::Unguarded(member) if first.is_none() => first = Some((organization, member)),
            Used::Unguarded(_) | Used::Otherwise => {}
        }
    }
    let found = first.map(|(span, member)| {
        let when = match text.action {
            Action::Delete => "`delete` always gets an empty `context`, so this throws",
            _ => "outside an organization this throws",
        };
        let message = format!(
            "`{member}` of the organization is read without asking whether there is one: {when}. Write `?.{member}`."
        );
        Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)))
    });
    found.into_iter().collect()
}

/// The parameter before `callback`, if it is the context.
fn context(text: &ScriptText<'_>) -> Option<SymbolId> {
    let parameters = &text.syntax.action()?.parameters.items;
    let index = parameters.len().checked_sub(2)?;
    let symbol = text.syntax.parameter(index)?;
    let name = text.syntax.semantic.scoping().symbol_name(symbol);
    matches!(name, "context" | "ctx" | "_context").then_some(symbol)
}

/// Whether a node is `context.organization`, or the name it was given.
fn organization(
    text: &ScriptText<'_>,
    kind: AstKind<'_>,
    context: SymbolId,
    own_name: Option<SymbolId>,
) -> Option<oxc_span::Span> {
    match kind {
        AstKind::StaticMemberExpression(member) => (member.property.name == "organization"
            && text.syntax.symbol(&member.object) == Some(context))
        .then_some(member.span),
        AstKind::IdentifierReference(name) => {
            (own_name.is_some() && text.syntax.declared(name) == own_name).then_some(name.span)
        }
        _ => None,
    }
}

/// Nodes around that are looked at; nobody nests deeper.
const DEEPEST: usize = 200;

/// How an organization is used.
enum Used {
    /// It is tested, or read on from with `?.`, or inside a `try`.
    Asked,
    /// A member of it is read at once.
    Unguarded(String),
    /// Passed on or kept: whoever gets it may ask.
    Otherwise,
}

fn used(text: &ScriptText<'_>, id: NodeId) -> Used {
    let nodes = text.syntax.nodes();
    let guarded = nodes.ancestor_kinds(id).take(DEEPEST).any(|kind| match kind {
        AstKind::TryStatement(_) => true,
        AstKind::ChainExpression(chain) => match &chain.expression {
            oxc_ast::ast::ChainElement::CallExpression(_) => false,
            element => {
                element.as_member_expression().is_some_and(|member| is_optional(member.object()) || member.optional())
            }
        },
        _ => false,
    });
    if guarded {
        return Used::Asked;
    }
    match nodes.parent_kind(id) {
        AstKind::StaticMemberExpression(member) => Used::Unguarded(member.property.name.to_string()),
        AstKind::ComputedMemberExpression(member) if is_at(text, &member.object, id) => {
            Used::Unguarded(text.syntax.source(oxc_span::GetSpan::span(&member.expression)).to_owned())
        }
        AstKind::CallExpression(_) | AstKind::ObjectProperty(_) | AstKind::TemplateLiteral(_) => Used::Otherwise,
        // A test, a comparison, a default, another name: all of them see that it may be missing.
        _ => Used::Asked,
    }
}

fn is_optional(expression: &Expression<'_>) -> bool {
    expression.get_inner_expression().as_member_expression().is_some_and(|member| member.optional())
}

fn is_at(text: &ScriptText<'_>, expression: &Expression<'_>, id: NodeId) -> bool {
    oxc_span::GetSpan::span(expression) == oxc_span::GetSpan::span(&text.syntax.nodes().kind(id))
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn found(action: Action, body: &str) -> Vec<String> {
        let text = format!("function login(email, password, context, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, action, &text);
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn reading_on_without_asking_is_found_once() {
        for body in [
            "find(context.organization.id, callback);",
            "const key = `${context.organization.name}-${context.organization.id}`; callback(null);",
            "const { organization } = context; find(organization.id, callback);",
            "find(context.organization['id'], callback);",
        ] {
            assert_eq!(found(Action::Login, body).len(), 1, "{body}");
        }
        assert!(found(Action::Delete, "find(context.organization.id);")[0].contains("always gets an empty"));
    }

    #[test]
    fn an_organization_that_is_asked_for_is_fine() {
        for body in [
            "find(context.organization?.id, callback);",
            "find(context?.organization?.id, callback);",
            "if (context.organization) { find(context.organization.id, callback); }",
            "if (!context.organization) return callback(null); find(context.organization.id, callback);",
            "find(context.organization && context.organization.id);",
            "const { organization = {} } = context; find(organization.id, callback);",
            "const organization = context.organization || {}; find(organization.id);",
            "try { find(context.organization.id); } catch (error) { callback(error); }",
            "find(context.organization);",
            "find(other.organization.id);",
        ] {
            assert_eq!(found(Action::Login, body), [""; 0], "{body}");
        }
    }
}
