//! Which names of a script hold what its action was given: a parameter itself, or a text made of one.
//!
//! A guess by names, without order: a name counts once anything given is put into it. What a call makes of a value counts
//! only for calls known to hand text through, so that what was hashed, escaped or counted is no longer the value given.

use std::collections::{HashMap, HashSet};

use oxc_ast::ast::{
    Argument, ArrayExpressionElement, AssignmentTarget, BindingPattern, CallExpression, Expression, ObjectPropertyKind,
};
use oxc_ast::AstKind;
use oxc_semantic::SymbolId;
use oxc_syntax::operator::BinaryOperator;

use super::syntax::{symbol_of, FunctionNode, Syntax};

/// Methods of a text that answer it, or a part of it.
const HANDS_THROUGH: [&str; 18] = [
    "at",
    "charAt",
    "concat",
    "join",
    "normalize",
    "padEnd",
    "padStart",
    "slice",
    "split",
    "substr",
    "substring",
    "toLocaleLowerCase",
    "toLocaleUpperCase",
    "toLowerCase",
    "toString",
    "toUpperCase",
    "trim",
    "valueOf",
];

/// Functions whose answer holds their arguments' text.
const FUNCTIONS: [&str; 6] =
    ["String", "JSON.stringify", "Object.assign", "decodeURIComponent", "util.format", "unescape"];

/// What was given, followed through a script.
pub struct Given<'s, 'a> {
    syntax: &'s Syntax<'a>,
    symbols: HashSet<SymbolId>,
    overwritten: HashSet<String>,
}

impl<'s, 'a> Given<'s, 'a> {
    /// Follows `roots`, parameters mostly.
    pub fn of(syntax: &'s Syntax<'a>, roots: &[SymbolId]) -> Self {
        let mut given = Self { syntax, symbols: HashSet::new(), overwritten: HashSet::new() };
        let mut flows = Flows::default();
        for node in syntax.nodes().iter() {
            match node.kind() {
                AstKind::VariableDeclarator(declarator) => {
                    if let Some(init) = &declarator.init {
                        let sources = given.sources(init);
                        bound(&declarator.id, &mut |symbol| flows.add(&sources, symbol));
                    }
                }
                AstKind::AssignmentExpression(assignment) => {
                    let sources = given.sources(&assignment.right);
                    match &assignment.left {
                        AssignmentTarget::AssignmentTargetIdentifier(name) => {
                            if let Some(symbol) = syntax.declared(name) {
                                flows.assigned(&sources, symbol);
                            }
                        }
                        AssignmentTarget::StaticMemberExpression(member) => {
                            if let Some(object) = syntax.path(&member.object) {
                                flows.members.push((format!("{object}.{}", member.property.name), sources));
                            }
                        }
                        _ => {}
                    }
                }
                AstKind::CallExpression(call) => {
                    let Some(function) = called(syntax, call) else { continue };
                    for (parameter, argument) in function.parameters.items.iter().zip(&call.arguments) {
                        let sources = argument.as_expression().map(|argument| given.sources(argument));
                        let sources = sources.unwrap_or_default();
                        bound(&parameter.pattern, &mut |symbol| flows.add(&sources, symbol));
                    }
                }
                _ => {}
            }
        }
        // A parameter that is given another value no longer is what was given.
        let roots = roots.iter().copied().filter(|root| !flows.replaced.contains(root));
        let mut reached: Vec<SymbolId> = roots.collect();
        while let Some(symbol) = reached.pop() {
            if given.symbols.insert(symbol) {
                reached.extend(flows.targets.get(&symbol).into_iter().flatten());
            }
        }
        let members = flows.members.into_iter();
        let replaced = members.filter(|(_, sources)| !sources.iter().any(|source| given.symbols.contains(source)));
        given.overwritten = replaced.map(|(path, _)| path).collect();
        given
    }

    /// The name of what was given in this expression's value, if anything was.
    pub fn name(&self, expression: &Expression<'a>) -> Option<String> {
        let mut found = None;
        self.visit(expression, 0, &mut |part, symbol| {
            if found.is_none() && self.symbols.contains(&symbol) {
                found = Some(self.syntax.path(part).unwrap_or_default());
            }
        });
        found.filter(|name| !name.is_empty())
    }

    /// Whether anything given is in this expression's value.
    pub fn holds(&self, expression: &Expression<'a>) -> bool {
        self.name(expression).is_some()
    }

    fn sources(&self, expression: &Expression<'a>) -> Vec<SymbolId> {
        let mut sources = Vec::new();
        self.visit(expression, 0, &mut |_, symbol| sources.push(symbol));
        sources
    }

    /// Calls `see` with every name whose text the expression's value can hold: the name or member, and what it is.
    fn visit(&self, expression: &Expression<'a>, depth: usize, see: &mut dyn FnMut(&Expression<'a>, SymbolId)) {
        // Deeper than anybody writes; the parser's own stack is larger than ours.
        if depth > 200 {
            return;
        }
        let inner = expression.get_inner_expression();
        let mut next = |expression: &Expression<'a>| self.visit(expression, depth + 1, see);
        match inner {
            Expression::Identifier(name) => {
                if let Some(symbol) = self.syntax.declared(name) {
                    see(inner, symbol);
                }
            }
            Expression::StaticMemberExpression(_) | Expression::ComputedMemberExpression(_) => {
                let Some((root, last)) = self.root(inner) else { return };
                let replaced = self.syntax.path(inner).is_some_and(|path| self.overwritten.contains(&path));
                if last != Some("length") && !replaced {
                    see(inner, root);
                }
            }
            Expression::TemplateLiteral(template) => template.expressions.iter().for_each(next),
            Expression::BinaryExpression(binary) if binary.operator == BinaryOperator::Addition => {
                // Long sums lean to the left: a loop, not a call for each.
                let mut left = &binary.left;
                next(&binary.right);
                while let Expression::BinaryExpression(more) = left.get_inner_expression() {
                    if more.operator != BinaryOperator::Addition {
                        return;
                    }
                    next(&more.right);
                    left = &more.left;
                }
                next(left);
            }
            Expression::LogicalExpression(logical) => [&logical.left, &logical.right].into_iter().for_each(next),
            Expression::ConditionalExpression(either) => {
                [&either.consequent, &either.alternate].into_iter().for_each(next);
            }
            Expression::AwaitExpression(awaited) => next(&awaited.argument),
            Expression::AssignmentExpression(assignment) => next(&assignment.right),
            Expression::SequenceExpression(sequence) => sequence.expressions.last().into_iter().for_each(next),
            Expression::ArrayExpression(array) => {
                array.elements.iter().filter_map(ArrayExpressionElement::as_expression).for_each(next);
            }
            Expression::ObjectExpression(object) => {
                for property in &object.properties {
                    if let ObjectPropertyKind::SpreadProperty(spread) = property {
                        next(&spread.argument);
                    }
                }
            }
            Expression::CallExpression(call) => {
                let arguments = call.arguments.iter().filter_map(Argument::as_expression);
                if self.syntax.path(&call.callee).is_some_and(|path| FUNCTIONS.contains(&path.as_str())) {
                    arguments.for_each(next);
                } else if let Some(member) = call.callee.get_inner_expression().as_member_expression() {
                    if member.static_property_name().is_some_and(|name| HANDS_THROUGH.contains(&name)) {
                        next(member.object());
                        if member.static_property_name() == Some("concat") {
                            arguments.for_each(next);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The name a chain of members begins with, and the last member's own.
    fn root<'e>(&self, expression: &'e Expression<'a>) -> Option<(SymbolId, Option<&'e str>)> {
        let mut current = expression.get_inner_expression();
        let last = current.as_member_expression().and_then(|member| member.static_property_name());
        while let Some(member) = current.as_member_expression() {
            current = member.object().get_inner_expression();
        }
        Some((self.syntax.symbol(current)?, last))
    }
}

/// What flows from name to name.
#[derive(Default)]
struct Flows {
    targets: HashMap<SymbolId, Vec<SymbolId>>,
    /// Names that are assigned what no name is in.
    replaced: HashSet<SymbolId>,
    members: Vec<(String, Vec<SymbolId>)>,
}

impl Flows {
    fn add(&mut self, sources: &[SymbolId], target: SymbolId) {
        for source in sources {
            self.targets.entry(*source).or_default().push(target);
        }
    }

    fn assigned(&mut self, sources: &[SymbolId], target: SymbolId) {
        self.add(sources, target);
        if !sources.contains(&target) {
            self.replaced.insert(target);
        }
    }
}

/// The function of the script that a call by name calls.
fn called<'a>(syntax: &Syntax<'a>, call: &CallExpression<'a>) -> Option<FunctionNode<'a>> {
    let symbol = syntax.symbol(&call.callee)?;
    let declared = syntax.semantic.scoping().symbol_declaration(symbol);
    if let Some(function) = syntax.function(declared) {
        return Some(function);
    }
    let value = syntax.value_of(symbol)?.get_inner_expression();
    match value {
        Expression::FunctionExpression(function) => syntax.function(function.node_id.get()),
        Expression::ArrowFunctionExpression(function) => syntax.function(function.node_id.get()),
        _ => None,
    }
}

/// Every name a pattern declares.
pub fn bound(pattern: &BindingPattern<'_>, see: &mut dyn FnMut(SymbolId)) {
    match pattern {
        BindingPattern::ObjectPattern(object) => {
            object.properties.iter().for_each(|property| bound(&property.value, see));
        }
        BindingPattern::ArrayPattern(array) => {
            array.elements.iter().flatten().for_each(|element| bound(element, see));
        }
        BindingPattern::AssignmentPattern(assignment) => bound(&assignment.left, see),
        BindingPattern::BindingIdentifier(_) => symbol_of(pattern).into_iter().for_each(see),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::load::prepare;
    use super::super::syntax::read;
    use super::*;

    /// What is given of the arguments of `show(…)` in a script whose first parameter is followed.
    fn given(body: &str) -> Vec<Option<String>> {
        let text = format!("function login(email, callback) {{ {body} }}");
        let prepared = prepare("login.js", text.into()).unwrap();
        read(&prepared, |syntax| {
            let given = Given::of(syntax, &[syntax.parameter(0).unwrap()]);
            let shown = syntax.calls().filter(|(_, call)| syntax.path(&call.callee).as_deref() == Some("show"));
            shown.map(|(_, call)| given.name(call.arguments[0].as_expression().unwrap())).collect()
        })
        .unwrap()
    }

    #[test]
    fn what_is_made_of_a_parameter_is_followed() {
        for (body, name) in [
            ("show(email)", "email"),
            ("show('a' + email + 'b')", "email"),
            ("show(`a ${email.trim().toLowerCase()}`)", "email"),
            ("var q = 'x'; q += email; show(q)", "q"),
            ("const { name, id } = email; show(id)", "id"),
            ("show(email.name || '')", "email.name"),
            ("email = email.toLowerCase(); show(email)", "email"),
            ("function find(who) { show('id=' + who); } find(email);", "who"),
            ("const find = (who) => show(['a', who].join('')); find(email);", "who"),
            ("email.name = email.name.trim(); show(email.name)", "email.name"),
        ] {
            assert_eq!(given(body), [Some(name.to_owned())], "{body}");
        }
    }

    #[test]
    fn what_was_hashed_escaped_or_replaced_is_not() {
        for body in [
            "show('a')",
            "show(hash(email))",
            "show(email.length)",
            "show(encodeURIComponent(email))",
            "email = hash(email); show(email)",
            "email.password = hash(email.password); show(email.password)",
            "show(email ? 'a' : 'b')",
            "find(email, function (err, row) { show(row.email); });",
            "show(email.replace(/'/g, ''))",
            "function find(who) { show(who); } find('x');",
        ] {
            assert_eq!(given(body), [None], "{body}");
        }
    }

    #[test]
    fn endless_sums_and_circles_end() {
        let sum = format!("show('a'{} + email)", " + 'b'".repeat(5_000));
        assert_eq!(given(&sum), [Some("email".to_owned())]);
        assert_eq!(given("var a = b, b = a; a = email; show(b)"), [Some("b".to_owned())]);
    }
}
