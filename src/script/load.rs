//! From the text of an action script to something the engine can run.
//!
//! The platform evaluates a script as one function expression. Texts that are not exactly that are common:
//! constants or helpers beside the function, a semicolon after it, `module.exports =`. They are made to work
//! where it is clear what was meant, and every such help is said (domain facts §5.4, L5).

use std::collections::HashSet;
use std::sync::Arc;

use oxc_allocator::Allocator;
use oxc_ast::ast::{AssignmentTarget, BindingPattern, Expression, Program as Ast, Statement};
use oxc_ast_visit::Visit;
use oxc_diagnostics::OxcDiagnostic;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::{GetSpan, SourceType};
use thiserror::Error;

use super::call_sites::{CallSites, Happened};
use super::edits::{ColumnMap, Edits};
use super::hooks::{Hooks, GLOBAL, NATIVE};
use super::instrument::{Instrumented, Instrumenter};
use super::naming::binding_name;
use super::positions::{Lines, Position};
use super::room::with_room;
use super::tables::Tables;

/// What the engine may spend on scopes, in the unit of [`Tables::scope_cost`]: about two seconds.
const MOST_SCOPE_COST: u64 = 1_000_000_000;

/// A script that does not parse.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file}:{}:{}: {message}", .at.line, .at.column)]
pub struct SyntaxFailure {
    /// File label.
    pub file: String,
    /// Where.
    pub at: Position,
    /// What the parser says.
    pub message: String,
}

/// A script ready to run and to be stepped through.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// File label.
    pub file: String,
    /// The text as the user wrote it.
    pub original: Arc<str>,
    /// The text that runs: evaluates to a function of [`Prepared::HOOKS`] which returns the action's function.
    pub text: String,
    /// Statements, functions, scopes.
    pub tables: Tables,
    /// Lines of the original.
    pub lines: Lines,
    /// The action's function: index into the tables' functions; `None` where it is made by a call or the like.
    pub function: Option<usize>,
    /// What was helped with, as sentences.
    pub warnings: Vec<String>,
    map: ColumnMap,
    call_sites: CallSites,
    /// What every hook contains, and the script does not.
    prefix: String,
    /// The line our own text stands on, and from which to which column.
    prologue: (u32, u32, u32),
}

impl Prepared {
    /// The names of the native hooks the text takes, in order.
    pub const HOOKS: [&'static str; 4] = NATIVE;

    /// The property of the global object in which a whole program finds the native hooks, as a list.
    pub const GLOBAL: &'static str = GLOBAL;

    /// The original byte offset of an engine position (line from 1, column in bytes from 1); `None` for a
    /// position in the text around the script, which is ours.
    pub fn offset(&self, line: u32, column: u32) -> Option<u32> {
        let (ours, from, to) = self.prologue;
        if line == ours && (from..to).contains(&column) {
            return None;
        }
        self.map.original(&self.lines, line, column).filter(|offset| *offset as usize <= self.original.len())
    }

    /// The user's text of a function, from the text of it that runs; `None` for a text that is none of ours.
    pub fn text_of_function(&self, running: &str) -> Option<&str> {
        if !running.contains(&self.prefix) {
            return None;
        }
        // Two functions of the same text that runs cannot be: every hook has its number. One without statements
        // may be there twice, in the same words.
        let begins = self.text.find(running)?;
        let at = |offset: usize| {
            let before = &self.text[..offset];
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            let line = before.matches('\n').count() as u32 + 1;
            self.map.original(&self.lines, line, (offset - line_start) as u32 + 1)
        };
        let (from, to) = (at(begins)?, at(begins + running.len())?);
        self.original.get(from as usize..to as usize)
    }

    /// The place of a call or an error, which the engine reports only roughly.
    pub fn refine(&self, offset: u32, happened: Happened<'_>) -> u32 {
        self.call_sites.refine(offset, happened)
    }
}

/// How a text becomes one function.
enum Form {
    /// The text, or this part of it, is an expression.
    Expression { end: u32 },
    /// The text is a program, and this is what it returns.
    Program { returns: String },
}

/// Makes a script ready.
///
/// # Errors
/// When the text does not parse; the position is that of the user's file.
pub fn prepare(file: &str, text: Arc<str>) -> Result<Prepared, SyntaxFailure> {
    with_room(text.len(), || prepare_action(file, &text)).unwrap_or_else(|| Err(no_room(file)))
}

/// Makes a whole program ready: text that is evaluated as it is, for nothing but what it does.
///
/// The text that runs finds the native hooks as a list on the global object, under [`Prepared::GLOBAL`].
///
/// # Errors
/// When the text does not parse; the position is that of the file.
pub fn prepare_program(file: &str, text: Arc<str>) -> Result<Prepared, SyntaxFailure> {
    with_room(text.len(), || prepare_whole(file, &text)).unwrap_or_else(|| Err(no_room(file)))
}

fn no_room(file: &str) -> SyntaxFailure {
    let message = "there is not enough memory to take the script apart".to_owned();
    SyntaxFailure { file: file.to_owned(), at: Position { line: 1, column: 1 }, message }
}

fn prepare_action(file: &str, text: &Arc<str>) -> Result<Prepared, SyntaxFailure> {
    let source = Source::new(file, text)?;
    let mut warnings = Vec::new();
    let form = form_of(file, text, &mut warnings).map_err(|(offset, message)| source.failure(offset, message))?;

    let allocator = Allocator::default();
    let mut prepared;
    let function_start;
    match &form {
        Form::Expression { end } => {
            let shown = &text[..*end as usize];
            let parser = Parser::new(&allocator, shown, source_type()).with_options(options());
            let expression = parser.parse_expression().map_err(|errors| first(&errors));
            let expression = expression.map_err(|(offset, message)| source.failure(offset, message))?;
            function_start = function_of(&expression);
            let (hooks, instrumented) = source.instrument(|instrumenter| instrumenter.visit_expression(&expression));
            let prologue = hooks.prologue(instrumented.tables.statements.len(), false);
            prepared = source.assemble(shown, (0, prologue), &hooks.epilogue(None), instrumented);
        }
        Form::Program { returns } => {
            let parsed = Parser::new(&allocator, text, source_type()).with_options(options()).parse();
            let body = &parsed.program.body;
            function_start = start_of(&parsed.program, returns);
            let (hooks, instrumented) = source.instrument(|instrumenter| instrumenter.visit_statements(body));
            let prologue = hooks.prologue(instrumented.tables.statements.len(), true);
            prepared = source.assemble(text, (0, prologue), &hooks.epilogue(Some(returns)), instrumented);
        }
    }
    let tables = &prepared.tables;
    let function = function_start.and_then(|start| tables.functions.iter().skip(1).position(|f| f.span.0 == start));
    prepared.function = function.map(|index| index + 1);
    prepared.warnings = warnings;
    Ok(prepared)
}

fn prepare_whole(file: &str, text: &Arc<str>) -> Result<Prepared, SyntaxFailure> {
    let source = Source::new(file, text)?;
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, source_type()).with_options(options()).parse();
    if parsed.panicked || parsed.diagnostics.has_errors() {
        let (offset, message) = first(&parsed.diagnostics);
        return Err(source.failure(offset, message));
    }
    let program = &parsed.program;
    let after_hashbang = program.hashbang.as_ref().map_or(0, |hashbang| source.lines.line_end(hashbang.span.end));
    let begins = program.directives.last().map_or(after_hashbang, |directive| directive.span.end);
    let (hooks, instrumented) = source.instrument(|instrumenter| instrumenter.visit_statements(&program.body));
    let prologue = hooks.program_prologue(instrumented.tables.statements.len());
    Ok(source.assemble(text, (begins, prologue), "", instrumented))
}

/// A text to be made ready, and what is known of it beforehand.
struct Source<'t> {
    file: &'t str,
    text: &'t Arc<str>,
    lines: Lines,
}

impl<'t> Source<'t> {
    fn new(file: &'t str, text: &'t Arc<str>) -> Result<Self, SyntaxFailure> {
        let source = Self { file, text, lines: Lines::new(Arc::clone(text)) };
        match text.find('\0') {
            Some(offset) => Err(source.failure(offset as u32, "a NUL character".to_owned())),
            None => Ok(source),
        }
    }

    fn failure(&self, offset: u32, message: String) -> SyntaxFailure {
        // What is missing at the end is shown behind the last character, not on an empty line after it.
        let end = self.text.trim_end().len() as u32;
        SyntaxFailure { file: self.file.to_owned(), at: self.lines.position(offset.min(end)), message }
    }

    /// Lets `walk` go over what was parsed. A script whose scopes would cost the engine too much to keep within
    /// reach is walked again with hooks that reach none; so is one with functions that would run differently, with
    /// hooks that reach none in these.
    fn instrument(&self, walk: impl Fn(&mut Instrumenter<'_>)) -> (Hooks, Instrumented) {
        let once = |hooks: Hooks, without| {
            let length = self.text.len() as u32;
            let mut instrumenter = Instrumenter::new(&hooks, self.file, &self.lines, length).without(without);
            walk(&mut instrumenter);
            let instrumented = instrumenter.finish();
            (hooks, instrumented)
        };
        let (hooks, instrumented) = once(Hooks::for_text(self.text), HashSet::new());
        if instrumented.tables.scope_cost() > MOST_SCOPE_COST {
            return once(hooks.without_scopes(), HashSet::new());
        }
        match instrumented.differing.is_empty() {
            true => (hooks, instrumented),
            false => once(hooks, instrumented.differing),
        }
    }

    /// Puts the text that runs together: `shown` is the part of the text that is used, the prologue comes with
    /// the place where it stands.
    fn assemble(
        &self,
        shown: &str,
        (begins, prologue): (u32, String),
        epilogue: &str,
        Instrumented { edits, tables, call_sites, .. }: Instrumented,
    ) -> Prepared {
        let mut all = Edits::default();
        let line = self.lines.line_of(begins);
        let column = begins - self.lines.start_of(line).unwrap_or_default() + 1;
        let ours = (line, column, column + prologue.len() as u32);
        all.insert(begins, prologue);
        all.append(edits);
        let (mut text, map) = all.apply(shown);
        text.push_str(epilogue);
        Prepared {
            file: self.file.to_owned(),
            original: Arc::clone(self.text),
            text,
            tables,
            lines: self.lines.clone(),
            function: None,
            warnings: Vec::new(),
            map,
            call_sites,
            prefix: Hooks::for_text(self.text).prefix().to_owned(),
            prologue: ours,
        }
    }
}

fn source_type() -> SourceType {
    SourceType::script()
}

pub(super) fn options() -> ParseOptions {
    ParseOptions { parse_regular_expression: false, ..ParseOptions::default() }
}

fn form_of(file: &str, text: &str, warnings: &mut Vec<String>) -> Result<Form, (u32, String)> {
    let allocator = Allocator::default();
    let as_expression = Parser::new(&allocator, text, source_type()).with_options(options()).parse_expression();
    let errors = match as_expression {
        Ok(expression) => {
            warnings.extend(called_at_once(file, &expression));
            return Ok(Form::Expression { end: text.len() as u32 });
        }
        Err(errors) => errors,
    };

    // A lone semicolon after the function.
    let trimmed = text.trim_end().trim_end_matches([';', ' ', '\t', '\r', '\n']);
    if trimmed.len() < text.trim_end().len() {
        let shorter = Parser::new(&allocator, trimmed, source_type()).with_options(options()).parse_expression();
        if let Ok(expression) = shorter {
            warnings.push(called_at_once(file, &expression).unwrap_or_else(|| {
                format!(
                    "{file} ends with `;` after the function: the platform evaluates a script as one expression, where it does not belong. Remove it."
                )
            }));
            return Ok(Form::Expression { end: trimmed.len() as u32 });
        }
    }

    let parsed = Parser::new(&allocator, text, source_type()).with_options(options()).parse();
    if parsed.panicked || parsed.diagnostics.has_errors() {
        // The further of the two attempts came closer to what was meant.
        let (as_program, as_expression) = (first(&parsed.diagnostics), first(&errors));
        return Err(if as_expression.0 > as_program.0 { as_expression } else { as_program });
    }
    // The parser lets these pass, the engine does not.
    if let Some(statement) = parsed.program.body.iter().find(|statement| statement.is_module_declaration()) {
        let message = "`import` and `export` make it a module; an action script is one function expression".to_owned();
        return Err((statement.span().start, message));
    }
    let Some(returns) = meant(&parsed.program) else {
        let message = "no function stands at the top level; an action script is one function expression".to_owned();
        return Err((0, message));
    };
    warnings.push(format!(
        "{file} has more at its top level than one function; `{returns}` was taken as the action. Move helpers and constants inside it."
    ));
    Ok(Form::Program { returns })
}

/// What to say of a named function that is called by the parentheses behind it, which is then no function any more.
fn called_at_once(file: &str, expression: &Expression<'_>) -> Option<String> {
    let Expression::CallExpression(call) = expression else { return None };
    let mut callee = &call.callee;
    while let Expression::CallExpression(call) = callee {
        callee = &call.callee;
    }
    let named = matches!(callee, Expression::FunctionExpression(function) if function.id.is_some());
    named.then(|| {
        format!(
            "{file} has parentheses behind the function, which call it: what comes back is taken as the action. Leave nothing behind the function."
        )
    })
}

/// What a program is meant to be: `module.exports`, else the last function declared at its top level.
fn meant(program: &Ast<'_>) -> Option<String> {
    let mut found = None;
    for statement in &program.body {
        match statement {
            Statement::FunctionDeclaration(function) => {
                found = function.id.as_ref().map(|id| id.name.to_string()).or(found);
            }
            Statement::VariableDeclaration(declaration) => {
                for declarator in &declaration.declarations {
                    if declarator.init.as_ref().is_some_and(is_function) {
                        found = binding_name(&declarator.id).or(found);
                    }
                }
            }
            Statement::ExpressionStatement(statement) if exported(&statement.expression).is_some() => {
                return Some("module.exports".to_owned());
            }
            _ => {}
        }
    }
    found
}

/// The value assigned to `module.exports`.
fn exported<'e, 'a>(expression: &'e Expression<'a>) -> Option<&'e Expression<'a>> {
    let Expression::AssignmentExpression(assignment) = expression else { return None };
    let AssignmentTarget::StaticMemberExpression(member) = &assignment.left else { return None };
    let module = matches!(&member.object, Expression::Identifier(object) if object.name == "module");
    (module && member.property.name == "exports").then_some(&assignment.right)
}

fn is_function(expression: &Expression<'_>) -> bool {
    matches!(
        expression.get_inner_expression(),
        Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_)
    )
}

/// Where the function that an expression evaluates to begins.
fn function_of(expression: &Expression<'_>) -> Option<u32> {
    match expression.get_inner_expression() {
        inner if is_function(inner) => Some(inner.span().start),
        Expression::AssignmentExpression(assignment) => function_of(&assignment.right),
        _ => None,
    }
}

/// Where the function a program returns begins.
fn start_of(program: &Ast<'_>, name: &str) -> Option<u32> {
    let mut found = None;
    for statement in &program.body {
        match statement {
            Statement::FunctionDeclaration(function) if function.id.as_ref().is_some_and(|id| id.name == name) => {
                found = Some(function.span.start);
            }
            Statement::VariableDeclaration(declaration) => {
                for declarator in &declaration.declarations {
                    let named = matches!(&declarator.id, BindingPattern::BindingIdentifier(id) if id.name == name);
                    found = declarator.init.as_ref().filter(|_| named).and_then(function_of).or(found);
                }
            }
            Statement::ExpressionStatement(statement) if name == "module.exports" => {
                let value = exported(&statement.expression).map(Expression::get_inner_expression);
                let start = value.and_then(|value| match value {
                    Expression::Identifier(declared) => start_of(program, declared.name.as_str()),
                    value => function_of(value),
                });
                found = start.or(found);
            }
            _ => {}
        }
    }
    found
}

/// The first of what a parser complains about: byte offset and words.
pub(super) fn first<'d>(errors: impl IntoIterator<Item = &'d OxcDiagnostic>) -> (u32, String) {
    let Some(error) = errors.into_iter().next() else { return (0, "it does not parse".to_owned()) };
    let offset = error.labels.iter().next().map_or(0, |label| label.offset());
    (offset, error.message.to_string())
}
