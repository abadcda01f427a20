//! Function calls.

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments, Ident, ObjectName, Value,
};
use sqlparser::tokenizer::Span;

use crate::legacy::embedded::family::Family;

use super::super::errors::{no_such_function, unsupported, Refusal};
use super::super::functions;
use super::scope::bare;
use super::Translator;

impl Translator<'_> {
    /// Refuses a function the dialect or the store does not have.
    pub(super) fn check_function(&self, function: &Function) -> Result<(), Refusal> {
        let Some(ident) = own_name(function) else { return Ok(()) };
        if self.known(&ident.value.to_ascii_lowercase()).is_some() {
            return Ok(());
        }
        if functions::is_elsewhere(&ident.value.to_ascii_lowercase()) {
            return Err(unsupported(self.dialect(), &format!("calls of {}()", ident.value)));
        }
        let shown = match self.dialect() {
            Family::MySql => ident.value.clone(),
            Family::PostgreSql => format!("{}({})", ident.value, self.argument_types(&function.args).join(", ")),
        };
        let position = self.names.source.position(ident.span.start);
        Err(no_such_function(self.dialect(), self.names.database, &shown, position))
    }

    /// What the dialect has of this name; with a server that is no family's own, also what it is brought to.
    fn known(&self, name: &str) -> Option<&'static functions::Known> {
        match self.names.catalogue.server {
            Some(_) => functions::typed(self.dialect(), name),
            None => functions::known(self.dialect(), name),
        }
    }

    /// The types of the arguments as messages spell them; text literals and parameters have none yet.
    fn argument_types(&self, arguments: &FunctionArguments) -> Vec<String> {
        let FunctionArguments::List(list) = arguments else { return Vec::new() };
        let spelled = |argument: &FunctionArg| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value)))
                if !matches!(value.value, Value::Number(..) | Value::Boolean(_)) =>
            {
                "unknown".to_owned()
            }
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => {
                let ty = self.names.type_of(expr, &self.scopes);
                ty.spelled.split('(').next().unwrap_or_default().to_owned()
            }
            _ => "unknown".to_owned(),
        };
        list.args.iter().map(spelled).collect()
    }

    /// Names the function as SQLite knows it; its arguments are rewritten already.
    pub(super) fn function(&mut self, function: &mut Function) -> Result<(), Refusal> {
        let Some(ident) = own_name(function) else { return Ok(()) };
        let Some(known) = self.known(&ident.value.to_ascii_lowercase()) else { return Ok(()) };
        if matches!(function.args, FunctionArguments::None) {
            function.args = FunctionArguments::List(FunctionArgumentList {
                duplicate_treatment: None,
                args: Vec::new(),
                clauses: Vec::new(),
            });
        }
        function.uses_odbc_syntax = false;
        function.name =
            ObjectName::from(vec![Ident { value: known.sqlite.to_owned(), quote_style: None, span: Span::empty() }]);
        Ok(())
    }
}

/// The function's name, if a script gave it: a name without quotes is one the translation has put there.
fn own_name(function: &Function) -> Option<Ident> {
    let ident = function.name.0.last().and_then(|part| part.as_ident())?;
    ident.quote_style.is_some().then(|| ident.clone())
}

/// The column in MySQL's `VALUES(column)` after ON DUPLICATE KEY UPDATE: the row that could not be inserted.
pub(super) fn excluded_column(expr: &Expr) -> Option<Ident> {
    let Expr::Function(function) = expr else { return None };
    if !bare(&function.name).eq_ignore_ascii_case("values") {
        return None;
    }
    let FunctionArguments::List(list) = &function.args else { return None };
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(ident)))] => Some(ident.clone()),
        _ => None,
    }
}
