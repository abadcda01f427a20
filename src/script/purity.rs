//! What an expression could change: asked before one is evaluated without being asked for, as a condition or a watch.
//!
//! Only what is known to change nothing passes. A built-in is known by its name, so a script that replaces one
//! deceives itself. Getters and conversions to text are trusted. Going through a value moves it on if it is an iterator,
//! which nobody can tell of a name: only what is made on the spot may be spread.

use std::fmt;
use std::sync::Arc;

use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrayExpression, ArrayExpressionElement, AwaitExpression, CallExpression, Expression, FunctionBody,
    NewExpression, Statement, UnaryOperator,
};
use oxc_ast_visit::{walk, Visit};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};

use super::load::{first, options, SyntaxFailure};
use super::naming::callee_text;
use super::positions::{Lines, Position};
use super::readers::{Reader, ASKED, FUNCTIONS, GO_THROUGH, MADE, METHODS};
use super::room::with_room;

/// What an expression is called where it does not parse.
const FILE: &str = "expression";
/// At most so many characters of the expression are repeated.
const LONGEST_QUOTE: usize = 40;

/// What could change something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEffect {
    /// Where it stands in the expression.
    pub at: Position,
    /// What the expression does, as the rest of a sentence: ``assigns to `x` ``.
    pub does: String,
}

impl fmt::Display for SideEffect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.does)
    }
}

/// The first thing in an expression that could change something; `None` if nothing can.
///
/// # Errors
/// When the text does not parse; the position is that in the expression.
pub fn side_effect(expression: &str) -> Result<Option<SideEffect>, SyntaxFailure> {
    let lines = Lines::new(Arc::from(expression));
    let failure = |(offset, message): (u32, String)| SyntaxFailure {
        file: FILE.to_owned(),
        at: lines.position(offset.min(expression.trim_end().len() as u32)),
        message,
    };
    let no_room = || Err((0, "there is not enough memory to take the expression apart".to_owned()));
    let found = with_room(expression.len(), || look(expression)).unwrap_or_else(no_room).map_err(failure)?;
    Ok(found.map(|(offset, does)| SideEffect { at: lines.position(offset), does }))
}

/// An effect by its byte offset.
type Found = (u32, String);

fn look(text: &str) -> Result<Option<Found>, (u32, String)> {
    let allocator = Allocator::default();
    let parser = |source_type| Parser::new(&allocator, text, source_type).with_options(options());
    let mut reading = Reading { text, found: None };
    let errors = match parser(SourceType::script()).parse_expression() {
        Ok(expression) => {
            reading.visit_expression(&expression);
            return Ok(reading.found);
        }
        Err(errors) => errors,
    };
    // Statements, or an `await` of its own: understood, to say what is the matter with them.
    for source_type in [SourceType::script(), SourceType::mjs()] {
        let parsed = parser(source_type).parse();
        let program = &parsed.program;
        if parsed.panicked || parsed.diagnostics.has_errors() || program.is_empty() {
            continue;
        }
        for statement in &program.body {
            match statement {
                Statement::ExpressionStatement(statement) => reading.visit_expression(&statement.expression),
                Statement::EmptyStatement(_) => {}
                other => reading.note(other.span(), "holds a statement, which may change something"),
            }
        }
        return Ok(reading.found);
    }
    Err(first(&errors))
}

struct Reading<'t> {
    text: &'t str,
    found: Option<Found>,
}

impl Reading<'_> {
    fn note(&mut self, span: Span, does: impl Into<String>) {
        self.found.get_or_insert_with(|| (span.start, does.into()));
    }

    /// A part of the expression, on one line and not too long.
    fn quote(&self, span: Span) -> String {
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(LONGEST_QUOTE) {
            Some((end, _)) => format!("`{}…`", &words[..end]),
            None => format!("`{words}`"),
        }
    }

    fn note_call(&mut self, callee: &Expression<'_>) {
        let called = match callee.get_inner_expression() {
            Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_) => "a function".to_owned(),
            named => callee_text(named).map_or_else(|| self.quote(named.span()), |name| format!("`{name}`")),
        };
        self.note(callee.span(), format!("calls {called}, which may change something"));
    }

    /// Whether an argument that a built-in may call is known to change nothing when called. An arrow function is
    /// looked at where it stands.
    fn may_be_called(argument: &Argument<'_>) -> bool {
        match argument.as_expression().map(Expression::get_inner_expression) {
            Some(Expression::Identifier(name)) => name.name == "undefined" || function(&name.name).is_some(),
            Some(value) => matches!(
                value,
                Expression::ArrowFunctionExpression(_) | Expression::NullLiteral(_) | Expression::ArrayExpression(_)
            ),
            None => false,
        }
    }

    /// A value is gone through: that moves it on if it is an iterator.
    fn gone_through(&mut self, value: &Expression<'_>) {
        let value = value.get_inner_expression();
        let made_here = match value {
            Expression::ArrayExpression(_)
            | Expression::ObjectExpression(_)
            | Expression::StringLiteral(_)
            | Expression::TemplateLiteral(_)
            | Expression::NullLiteral(_)
            | Expression::NumericLiteral(_) => true,
            Expression::CallExpression(call) => reader(&call.callee).is_some(),
            Expression::NewExpression(_) => true,
            _ => false,
        };
        if !made_here {
            let what = self.quote(value.span());
            self.note(value.span(), format!("goes through {what}, which is moved on by that if it is an iterator"));
        }
    }

    /// The arguments that are gone through: those that are spread, and the first where `first` says so.
    fn spread(&mut self, arguments: &[Argument<'_>], first: bool) {
        for (at, argument) in arguments.iter().enumerate() {
            match argument {
                Argument::SpreadElement(spread) => self.gone_through(&spread.argument),
                _ if first && at == 0 => {
                    if let Some(value) = argument.as_expression() {
                        self.gone_through(value);
                    }
                }
                _ => {}
            }
        }
    }

    fn arguments(&mut self, reader: Reader, called: &str, arguments: &[Argument<'_>]) {
        let spread = arguments.iter().position(|argument| matches!(argument, Argument::SpreadElement(_)));
        let (pattern, function, needed) = match reader {
            Reader::Plain => return,
            Reader::Calls(at) => (None, at, true),
            Reader::MayCall(at) => (None, at, false),
            Reader::Pattern => (Some(0), 1, false),
        };
        let last = arguments.get(function).map_or(arguments.len(), |_| function + 1);
        if let Some(spread) = spread.filter(|at| *at < last) {
            let what = self.quote(arguments[spread].span());
            return self.note(arguments[spread].span(), format!("hands {what} to `{called}`, which may call it"));
        }
        if let Some(argument) = pattern.and_then(|at: usize| arguments.get(at)) {
            let regex = matches!(argument, Argument::RegExpLiteral(_));
            if !regex && !is_text(argument) {
                let what = self.quote(argument.span());
                let does = format!("matches with {what}, which changes its `lastIndex` if it is a regular expression");
                return self.note(argument.span(), does);
            }
        }
        match arguments.get(function) {
            Some(argument) if Self::may_be_called(argument) || (pattern.is_some() && is_text(argument)) => {}
            Some(argument) => {
                let what = self.quote(argument.span());
                self.note(argument.span(), format!("lets `{called}` call {what}, which may change something"));
            }
            // `collection.find()` is no search in an array.
            None if needed => {
                let span = arguments.first().map_or(Span::empty(0), GetSpan::span);
                self.note(span, format!("calls `{called}` without a function, which may change something"));
            }
            None => {}
        }
    }
}

/// Whether a value is text, whatever it is made of.
fn is_text(argument: &Argument<'_>) -> bool {
    matches!(argument, Argument::StringLiteral(_) | Argument::TemplateLiteral(_))
}

fn function(name: &str) -> Option<Reader> {
    let listed = FUNCTIONS.iter().find(|(listed, _)| *listed == name).map(|(_, reader)| *reader);
    listed.or_else(|| (name.starts_with("Math.") && name != "Math.random").then_some(Reader::Plain))
}

/// Whether an object is one whose functions are listed with its name.
fn is_namespace(name: &str) -> bool {
    name == "Math" || FUNCTIONS.iter().any(|(listed, _)| listed.split_once('.').is_some_and(|(first, _)| first == name))
}

/// The name that a chain of members and calls begins with.
fn root<'e>(expression: &'e Expression<'_>) -> Option<&'e str> {
    let mut expression = expression.get_inner_expression();
    loop {
        expression = match expression {
            Expression::Identifier(name) => return Some(name.name.as_str()),
            Expression::CallExpression(call) => call.callee.get_inner_expression(),
            other => other.as_member_expression()?.object().get_inner_expression(),
        };
    }
}

/// How a call that is known to change nothing treats its arguments, and what it is called.
fn reader(callee: &Expression<'_>) -> Option<(Reader, String)> {
    let callee = callee.get_inner_expression();
    if let Expression::Identifier(name) = callee {
        return function(&name.name).map(|reader| (reader, name.name.to_string()));
    }
    if matches!(callee, Expression::ArrowFunctionExpression(_)) {
        return Some((Reader::Plain, String::new()));
    }
    let member = callee.as_member_expression()?;
    let property = member.static_property_name()?;
    let object = member.object().get_inner_expression();
    if let Expression::Identifier(name) = object {
        let name = name.name.as_str();
        if is_namespace(name) {
            let full = format!("{name}.{property}");
            return function(&full).map(|reader| (reader, full));
        }
    }
    // A match moves the `lastIndex` of its regular expression: of one that stands here, nobody sees it.
    if matches!(object, Expression::RegExpLiteral(_)) && ["test", "exec"].contains(&property) {
        return Some((Reader::Plain, property.to_owned()));
    }
    if root(object).is_some_and(|root| ASKED.contains(&root)) {
        return None;
    }
    METHODS.iter().find(|(listed, _)| *listed == property).map(|(_, reader)| (*reader, property.to_owned()))
}

impl<'a> Visit<'a> for Reading<'_> {
    fn visit_expression(&mut self, it: &Expression<'a>) {
        let span = it.span();
        match it {
            Expression::AssignmentExpression(it) => {
                let target = self.quote(it.left.span());
                self.note(span, format!("assigns to {target}"));
            }
            Expression::UpdateExpression(it) => {
                let target = self.quote(it.argument.span());
                self.note(span, format!("assigns to {target}"));
            }
            Expression::UnaryExpression(it) if it.operator == UnaryOperator::Delete => {
                let target = self.quote(it.argument.span());
                self.note(span, format!("deletes {target}"));
            }
            Expression::YieldExpression(_) => self.note(span, "yields"),
            Expression::ImportExpression(_) => self.note(span, "imports a module"),
            Expression::TaggedTemplateExpression(it) => self.note_call(&it.tag),
            Expression::ClassExpression(_) => self.note(span, "declares a class, which may change something"),
            Expression::FunctionExpression(_) => {
                self.note(span, "holds a function with statements, which may change something");
            }
            Expression::BooleanLiteral(_)
            | Expression::NullLiteral(_)
            | Expression::NumericLiteral(_)
            | Expression::BigIntLiteral(_)
            | Expression::RegExpLiteral(_)
            | Expression::StringLiteral(_)
            | Expression::TemplateLiteral(_)
            | Expression::Identifier(_)
            | Expression::ThisExpression(_)
            | Expression::Super(_)
            | Expression::NewTarget(_)
            | Expression::ImportMeta(_)
            | Expression::ArrayExpression(_)
            | Expression::ObjectExpression(_)
            | Expression::ArrowFunctionExpression(_)
            | Expression::AwaitExpression(_)
            | Expression::BinaryExpression(_)
            | Expression::CallExpression(_)
            | Expression::ChainExpression(_)
            | Expression::ComputedMemberExpression(_)
            | Expression::ConditionalExpression(_)
            | Expression::LogicalExpression(_)
            | Expression::NewExpression(_)
            | Expression::ParenthesizedExpression(_)
            | Expression::PrivateFieldExpression(_)
            | Expression::PrivateInExpression(_)
            | Expression::SequenceExpression(_)
            | Expression::StaticMemberExpression(_)
            | Expression::UnaryExpression(_) => walk::walk_expression(self, it),
            _ => {
                let what = self.quote(span);
                self.note(span, format!("holds {what}, which may change something"));
            }
        }
    }

    fn visit_array_expression(&mut self, it: &ArrayExpression<'a>) {
        for element in &it.elements {
            if let ArrayExpressionElement::SpreadElement(spread) = element {
                self.gone_through(&spread.argument);
            }
        }
        walk::walk_array_expression(self, it);
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.note(it.span, "awaits");
    }

    fn visit_function_body(&mut self, it: &FunctionBody<'a>) {
        match it.statements.as_slice() {
            [] => {}
            [Statement::ReturnStatement(it)] => {
                if let Some(value) = &it.argument {
                    self.visit_expression(value);
                }
            }
            _ => self.note(it.span, "holds a function with statements, which may change something"),
        }
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        self.visit_expression(&it.callee);
        match reader(&it.callee) {
            Some((reader, called)) => self.arguments(reader, &called, &it.arguments),
            None => self.note_call(&it.callee),
        }
        let named = callee_text(&it.callee);
        self.spread(&it.arguments, named.as_deref().is_some_and(|named| GO_THROUGH.contains(&named)));
        self.visit_arguments(&it.arguments);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        let made = callee_text(&it.callee);
        if !made.as_deref().is_some_and(|made| MADE.contains(&made)) {
            let made = made.map_or_else(|| self.quote(it.callee.span()), |made| format!("`{made}`"));
            self.note(it.span, format!("makes a {made}, which may change something"));
        } else {
            self.spread(&it.arguments, made.as_deref().is_some_and(|made| GO_THROUGH.contains(&made)));
        }
        self.visit_arguments(&it.arguments);
    }
}
