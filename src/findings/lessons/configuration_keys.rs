//! L32: `configuration` is asked for a key the connection does not define, or is written to (§5.3).

use std::collections::HashSet;

use oxc_ast::ast::{BindingPattern, Expression, UnaryOperator};
use oxc_ast::AstKind;
use oxc_semantic::NodeId;
use oxc_span::{GetSpan, Span};

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L32",
    title: "configuration key",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "`configuration` holds what the connection defines, and nothing else: any other key is `undefined`. What a script \
          writes into it is gone after the run.",
    fix: "Define the key in the connection's settings, and keep own values in variables.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/create-db-connection",
    ],
    checks: &[Check::Text(check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let scoping = syntax.semantic.scoping();
    let places = scoping.root_unresolved_references().iter().filter(|(name, _)| **name == "configuration");
    let mut found = Vec::new();
    let mut missing: HashSet<String> = HashSet::new();
    let defined = &text.connection.configuration;
    for id in places.flat_map(|(_, places)| places.iter()) {
        for (key, span, used) in keys(text, scoping.get_reference(*id).node_id()) {
            if used == Use::Written {
                let message = format!(
                    "`configuration.{key}` is written to. `configuration` is meant to be read, and the value is gone \
                     after the run: keep it in a variable."
                );
                found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))));
            } else if used == Use::Read
                && !defined.is_empty()
                && !defined.contains_key(&key)
                && missing.insert(key.clone())
            {
                let message = format!(
                    "`configuration.{key}` is not among the {} keys this connection defines, so it is `undefined`. \
                     Define it in the connection's settings.",
                    defined.len()
                );
                found.push(Finding::new(RULE.id, Level::Error, message).at(Some(text.place(span))));
            }
        }
    }
    found.sort_by_key(|finding| finding.at.as_ref().map(|place| (place.line, place.column)));
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Read,
    /// Asked in a way that allows for its absence.
    Tested,
    Written,
}

/// The keys asked for where `configuration` stands, and how.
fn keys(text: &ScriptText<'_>, name: NodeId) -> Vec<(String, Span, Use)> {
    let nodes = text.syntax.nodes();
    let mut around = nodes.ancestor_kinds(name);
    let (key, span) = match around.next() {
        Some(AstKind::StaticMemberExpression(member)) => (member.property.name.to_string(), member.span),
        Some(AstKind::ComputedMemberExpression(member)) => match &member.expression {
            Expression::StringLiteral(key) => (key.value.to_string(), member.span),
            _ => return Vec::new(),
        },
        Some(AstKind::VariableDeclarator(declarator)) => {
            let BindingPattern::ObjectPattern(pattern) = &declarator.id else { return Vec::new() };
            let plain = pattern.properties.iter().filter(|key| !key.value.is_assignment_pattern());
            return plain.filter_map(|key| Some((key.key.static_name()?.into_owned(), key.span, Use::Read))).collect();
        }
        _ => return Vec::new(),
    };
    let used = match around.next() {
        Some(AstKind::AssignmentExpression(assignment)) if assignment.left.span() == span => Use::Written,
        Some(AstKind::UpdateExpression(_)) => Use::Written,
        Some(AstKind::UnaryExpression(unary)) if unary.operator == UnaryOperator::Delete => Use::Written,
        Some(
            AstKind::UnaryExpression(_)
            | AstKind::LogicalExpression(_)
            | AstKind::ConditionalExpression(_)
            | AstKind::IfStatement(_)
            | AstKind::BinaryExpression(_)
            | AstKind::ChainExpression(_),
        ) => Use::Tested,
        _ => Use::Read,
    };
    // `'https://' + configuration.HOST` is a use like any other.
    let added = matches!(nodes.ancestor_kinds(name).nth(1), Some(AstKind::BinaryExpression(sum))
        if sum.operator == oxc_ast::ast::BinaryOperator::Addition);
    vec![(key, span, if added { Use::Read } else { used })]
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn found(defined: &[&str], body: &str) -> Vec<(Level, String)> {
        let mut connection = connection();
        let values = defined.iter().map(|key| ((*key).to_owned(), "x".to_owned().into()));
        connection.configuration = values.collect();
        let text = format!("function login(id, password, callback) {{ {body} }}");
        let found = in_text_of(&connection, &RULE, Action::Login, &text);
        found.into_iter().map(|finding| (finding.level, finding.message)).collect()
    }

    #[test]
    fn keys_that_are_not_defined_are_named_once() {
        for body in [
            "ask(configuration.PORT); ask(configuration.PORT);",
            "ask('a' + configuration['PORT']);",
            "const { PORT, HOST } = configuration;",
            "const port = `${configuration.PORT}`;",
        ] {
            let found = found(&["HOST"], body);
            assert!(
                found.len() == 1 && found[0].1.starts_with("`configuration.PORT` is not among"),
                "{body} {found:?}"
            );
            assert_eq!(found[0].0, Level::Error);
        }
    }

    #[test]
    fn writing_is_found_whatever_is_defined() {
        for body in ["configuration.token = 1;", "delete configuration.HOST;"] {
            assert_eq!(found(&[], body).len(), 1, "{body}");
        }
    }

    #[test]
    fn known_keys_defaults_and_unknown_configurations_are_fine() {
        assert_eq!(found(&["HOST"], "ask(configuration.HOST); ask(configuration.PORT || 1);"), []);
        assert_eq!(found(&["HOST"], "if (configuration.DEBUG) ask(); const { PORT = 1 } = configuration;"), []);
        assert_eq!(found(&[], "ask(configuration.PORT);"), []);
        assert_eq!(found(&["HOST"], "const configuration = {}; ask(configuration.PORT);"), []);
    }
}
