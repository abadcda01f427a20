//! L34: `global` keeps what belongs to one user, or is read before anybody has written it (§5.3).

use std::collections::{HashMap, HashSet};

use oxc_ast::ast::{AssignmentTarget, Expression};
use oxc_ast::AstKind;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::{GetSpan, Span};

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::rules::Certainty;
use crate::script::{symbol_of, Syntax};

pub(super) const RULE: Rule = Rule {
    id: "L34",
    title: "use of global",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "`global` outlives a run and is shared by all that follow in the same container, for other users, too; another \
          container begins with an empty one.",
    fix: "Keep only what is the same for everybody there, such as a token of an API, and test that it is there before it \
          is used.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts"],
    checks: &[Check::Text(check)],
};

/// What Node itself keeps in `global`.
const BUILT_IN: [&str; 16] = [
    "process",
    "Buffer",
    "console",
    "crypto",
    "URL",
    "JSON",
    "Math",
    "Promise",
    "Object",
    "Array",
    "Date",
    "configuration",
    "performance",
    "Intl",
    "Reflect",
    "String",
];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let Some(action) = syntax.action() else { return Vec::new() };
    let parameters = action.parameters.items.iter().filter_map(|item| symbol_of(&item.pattern));
    let parameters: HashSet<SymbolId> = parameters.filter(|symbol| Some(*symbol) != syntax.callback()).collect();
    let scoping = syntax.semantic.scoping();
    let globals = scoping.root_unresolved_references().iter();
    let places = globals.filter(|(name, _)| matches!(name.as_str(), "global" | "globalThis"));
    let mut found = Vec::new();
    let mut guarded: HashSet<String> = HashSet::new();
    let mut read: HashMap<String, Span> = HashMap::new();
    for id in places.flat_map(|(_, places)| places.iter()) {
        let node = scoping.get_reference(*id).node_id();
        if let Some((span, name)) = kept(syntax, node, &parameters) {
            let message = format!(
                "`global` keeps `{name}`, which belongs to one user, and shows it to the runs of others. Keep it in a \
                 variable."
            );
            found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))));
        }
        let Some((key, read_at)) = property(syntax, node) else { continue };
        match read_at {
            Some(span) if !BUILT_IN.contains(&key.as_str()) => {
                let first = read.entry(key).or_insert(span);
                *first = if span.start < first.start { span } else { *first };
            }
            Some(_) => {}
            None => {
                guarded.insert(key);
            }
        }
    }
    for (key, span) in read.into_iter().filter(|(key, _)| !guarded.contains(key)) {
        let message = format!(
            "`global.{key}` is used as if it were there, but this script never sets it: in a fresh container it is \
             `undefined`. Set it where it is missing."
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))));
    }
    found.sort_by_key(|finding| finding.at.as_ref().map(|place| (place.line, place.column)));
    found
}

/// An assignment into `global` whose value or key is made of an argument of the script.
fn kept(syntax: &Syntax<'_>, node: NodeId, parameters: &HashSet<SymbolId>) -> Option<(Span, String)> {
    let nodes = syntax.nodes();
    let mut inner = nodes.kind(node).span();
    for around in nodes.ancestor_kinds(node) {
        match around {
            AstKind::StaticMemberExpression(member) if member.object.span() == inner => inner = member.span,
            AstKind::ComputedMemberExpression(member) if member.object.span() == inner => {
                inner = member.span;
            }
            AstKind::AssignmentExpression(assignment) if assignment.left.span() == inner => {
                let given = parameter(syntax, &assignment.right, parameters).or_else(|| match &assignment.left {
                    AssignmentTarget::ComputedMemberExpression(member) => {
                        parameter(syntax, &member.expression, parameters)
                    }
                    _ => None,
                });
                return given.map(|name| (assignment.span, name));
            }
            _ => return None,
        }
    }
    None
}

/// The argument of the script that a value is: by itself, in an object, or in a text.
fn parameter(syntax: &Syntax<'_>, value: &Expression<'_>, parameters: &HashSet<SymbolId>) -> Option<String> {
    match value.get_inner_expression() {
        Expression::Identifier(name) => {
            syntax.declared(name).filter(|symbol| parameters.contains(symbol)).map(|_| name.name.to_string())
        }
        Expression::ObjectExpression(object) => {
            object.properties.iter().find_map(|property| parameter(syntax, &property.as_property()?.value, parameters))
        }
        Expression::TemplateLiteral(template) => {
            template.expressions.iter().find_map(|each| parameter(syntax, each, parameters))
        }
        Expression::BinaryExpression(binary) => {
            parameter(syntax, &binary.left, parameters).or_else(|| parameter(syntax, &binary.right, parameters))
        }
        Expression::StaticMemberExpression(member) => parameter(syntax, &member.object, parameters),
        _ => None,
    }
}

/// The property of `global` that is spoken of, and where something of it is read; without that it is set or tested.
fn property(syntax: &Syntax<'_>, node: NodeId) -> Option<(String, Option<Span>)> {
    let mut around = syntax.nodes().ancestor_kinds(node);
    let AstKind::StaticMemberExpression(own) = around.next()? else { return None };
    let read = match around.next()? {
        AstKind::StaticMemberExpression(member) if !member.optional => Some(member.span),
        AstKind::CallExpression(call) if call.callee.span() == own.span && !call.optional => Some(call.span),
        _ => None,
    };
    Some((own.property.name.to_string(), read))
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn found(body: &str) -> Vec<String> {
        let text = format!("function login(id, password, callback) {{ {body} }}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn what_belongs_to_one_user_is_found() {
        for (body, name) in [
            ("global.last = id;", "`id`"),
            ("global.last = { id, password };", "`id`"),
            ("global.seen = global.seen || {}; global.seen[id] = true;", "`id`"),
        ] {
            let found = found(body);
            assert!(found.len() == 1 && found[0].contains(name), "{body}: {found:?}");
        }
    }

    #[test]
    fn reading_what_was_never_set_is_found() {
        for body in ["ask(global.pool.size);", "global.connect(id);"] {
            let found = found(body);
            assert!(found.len() == 1 && found[0].contains("never sets it"), "{body}: {found:?}");
        }
    }

    #[test]
    fn a_guarded_cache_for_everybody_is_fine() {
        for body in [
            "if (!global.pool) { global.pool = make(); } global.pool.query(id);",
            "const cached = global.token; if (cached && cached.value) ask(cached.value);",
            "global.token = { value: answer.access_token }; ask(global.token.value);",
            "ask(global.process.version, global.token?.value);",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }
}
