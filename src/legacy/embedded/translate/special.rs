//! Function calls.

use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments, Ident, ObjectName,
};
use sqlparser::tokenizer::Span;

use crate::legacy::Dialect;

use super::super::errors::{no_such_function, Refusal};
use super::super::functions;
use super::scope::bare;
use super::Translator;

impl Translator<'_> {
    /// Names the function as SQLite knows it; its arguments are rewritten already.
    pub(super) fn function(&mut self, function: &mut Function) -> Result<(), Refusal> {
        let part = function.name.0.last().and_then(|part| part.as_ident()).cloned();
        // A name without quotes is one the translation has put there.
        let Some(ident) = part.filter(|ident| ident.quote_style.is_some()) else { return Ok(()) };
        let name = bare(&function.name).to_ascii_lowercase();
        let Some(known) = functions::known(self.dialect(), &name) else {
            let shown = match self.dialect() {
                Dialect::MySql => name,
                Dialect::PostgreSql => format!("{name}({})", vec!["unknown"; count(&function.args)].join(", ")),
            };
            let position = self.names.source.position(ident.span.start);
            return Err(no_such_function(self.dialect(), self.names.database, &shown, position));
        };
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

fn count(arguments: &FunctionArguments) -> usize {
    match arguments {
        FunctionArguments::List(list) => list.args.len(),
        _ => 0,
    }
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
