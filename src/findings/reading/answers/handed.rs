//! Calls that are given the answer: whose functions have to call `callback`, and chains of promises.

use oxc_ast::ast::{Argument, CallExpression, Expression};
use oxc_span::{GetSpan, Span};

use super::carriers::Carriers;
use crate::script::FunctionNode;

/// A call that is given `callback`, or functions that use it.
pub(super) struct Handing<'s> {
    /// Functions each of which has to answer, if nobody else is given the answer.
    pub(super) answerers: Vec<FunctionNode<'s>>,
    /// A `catch` of promises that gives errors to the console alone.
    pub(super) swallows: Option<Span>,
}

impl<'s> Handing<'s> {
    pub(super) fn to(answerer: Option<FunctionNode<'s>>) -> Self {
        Self { answerers: answerer.into_iter().collect(), swallows: None }
    }

    /// Who has to answer cannot be told.
    pub(super) const fn unknown() -> Self {
        Self { answerers: Vec::new(), swallows: None }
    }

    pub(super) fn is_known(&self) -> bool {
        !self.answerers.is_empty() || self.swallows.is_some()
    }
}

/// Methods whose function runs any number of times, or beside other things.
const REPEATING: [&str; 27] = [
    "on",
    "once",
    "addListener",
    "addEventListener",
    "forEach",
    "map",
    "filter",
    "some",
    "every",
    "find",
    "findIndex",
    "reduce",
    "each",
    "eachSeries",
    "eachOf",
    "eachLimit",
    "eachRow",
    "sort",
    "flatMap",
    "setTimeout",
    "setInterval",
    "Promise",
    "series",
    "parallel",
    "whilst",
    "subscribe",
    "addHook",
];

/// One `.then(…)`, `.catch(…)` or `.finally(…)`.
pub(super) struct Link<'s> {
    pub(super) kind: LinkKind,
    pub(super) call: &'s CallExpression<'s>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkKind {
    Then,
    Catch,
    Finally,
}

/// The links of a chain of promises in their order, and what it begins with.
pub(super) fn chain<'s>(call: &'s CallExpression<'s>) -> Option<(&'s Expression<'s>, Vec<Link<'s>>)> {
    let mut links = Vec::new();
    let mut call = call;
    let base = loop {
        let member = call.callee.get_inner_expression().as_member_expression()?;
        let kind = match member.static_property_name() {
            Some("then") => LinkKind::Then,
            Some("catch") => LinkKind::Catch,
            Some("finally") => LinkKind::Finally,
            _ => return None,
        };
        links.push(Link { kind, call });
        match member.object().get_inner_expression() {
            Expression::CallExpression(inner) if is_link(inner) => call = inner,
            other => break other,
        }
    };
    links.reverse();
    Some((base, links))
}

fn is_link(call: &CallExpression<'_>) -> bool {
    let member = call.callee.get_inner_expression().as_member_expression();
    let name = member.and_then(|member| member.static_property_name());
    matches!(name, Some("then" | "catch" | "finally"))
}

impl<'s> Carriers<'s> {
    /// The function written here.
    pub(super) fn literal(&self, expression: &Expression<'_>) -> Option<FunctionNode<'s>> {
        let id = match expression.get_inner_expression() {
            Expression::FunctionExpression(function) => function.node_id.get(),
            Expression::ArrowFunctionExpression(arrow) => arrow.node_id.get(),
            _ => return None,
        };
        self.syntax.function(id)
    }

    /// The one function among the arguments that has to answer; `None` where it is not certain which.
    pub(super) fn answerer(&self, callee: &Expression<'_>, arguments: &[Argument<'_>]) -> Option<FunctionNode<'s>> {
        let mut spoken = arguments.iter().filter(|argument| self.mentions(argument.span()));
        let (only, others) = (spoken.next()?, spoken.next());
        let name = self.name_called(callee)?;
        let mut repeating = REPEATING.contains(&name) || name.starts_with("each") || name.starts_with("forEach");
        if name == "on" || name == "once" {
            // The one event that comes once and comes first.
            let event = arguments.first().and_then(Argument::as_expression);
            repeating = !event.is_some_and(|event| event.is_specific_string_literal("connect"));
        }
        if repeating || others.is_some() {
            return None;
        }
        self.literal(only.as_expression()?).filter(|function| self.mentions_own(function.span))
    }

    fn name_called<'e>(&self, callee: &'e Expression<'_>) -> Option<&'e str> {
        match callee.get_inner_expression() {
            Expression::Identifier(name) => Some(name.name.as_str()),
            other => other.as_member_expression()?.static_property_name(),
        }
    }

    /// Where `callback` is called or passed on within the arguments, in functions written there.
    pub(super) fn answers_within(&self, arguments: &[Argument<'_>]) -> Option<Span> {
        let spoken = arguments.iter().find(|argument| self.mentions_own(argument.span()))?;
        let expression = spoken.as_expression()?;
        (self.literal(expression).is_some() || self.is_callback(expression)).then(|| spoken.span())
    }

    /// `console.log`, `console.error` …
    pub(super) fn is_console(&self, expression: &Expression<'_>) -> bool {
        self.syntax.path(expression).is_some_and(|path| path.starts_with("console."))
    }
}
