//! Expressions: what SQLite lacks or reads differently.

use sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
    FunctionArguments, Ident, ObjectName, UnaryOperator, Value,
};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Span, Token};

use crate::legacy::Dialect;

use super::super::catalogue::literal;
use super::super::errors::{mysql, postgresql, unsupported, Refusal};
use super::super::types::{ColumnType, Kind};
use super::scope::{bare, resolve, Resolved};
use super::special::excluded_column;
use super::{infer, Translator};

/// Text as a value that prints exactly as SQLite reads it.
pub(super) fn text_value(text: impl AsRef<str>) -> Value {
    Value::Number(literal(text.as_ref()), false)
}

/// SQLite text in the place of an expression: a name without quotes prints as it is.
pub(super) fn raw(text: String) -> Expr {
    Expr::Identifier(Ident { value: text, quote_style: None, span: Span::empty() })
}

/// A call of one of the store's own functions, made before its arguments are rewritten.
pub(super) fn call(name: &str, arguments: Vec<Expr>) -> Expr {
    let args = arguments.into_iter().map(|expr| FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))).collect();
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident { value: name.to_owned(), quote_style: None, span: Span::empty() }]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList { duplicate_treatment: None, args, clauses: Vec::new() }),
        within_group: Vec::new(),
        filter: None,
        null_treatment: None,
        over: None,
    })
}

/// Takes an expression out of its place.
fn take(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::Value(Value::Null.into()))
}

impl Translator<'_> {
    /// Before the parts are rewritten: what depends on their types.
    pub(super) fn prepare(&mut self, expr: &mut Expr) {
        use BinaryOperator as Op;
        if let (Dialect::MySql, Some(column)) = (self.dialect(), excluded_column(expr)) {
            *expr = Expr::CompoundIdentifier(vec![Ident::with_quote('"', "excluded"), column]);
            return;
        }
        match expr {
            Expr::BinaryOp {
                left,
                op: Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq | Op::Spaceship,
                right,
            } => {
                self.meet(left, right);
                self.meet(right, left);
            }
            Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
                self.meet(left, right);
                self.meet(right, left);
            }
            Expr::BinaryOp { left, op: op @ (Op::Plus | Op::Minus), right } => {
                let function = self.of_time(left, op, right);
                if let Some((function, swapped)) = function {
                    let (one, other) = (take(left), take(right));
                    let arguments = if swapped { vec![other, one] } else { vec![one, other] };
                    *expr = call(function, arguments);
                }
            }
            Expr::BinaryOp { left, op: Op::StringConcat, right }
                if self.names.dialect == Dialect::PostgreSql
                    && self.names.type_of(left, &self.scopes).kind == Kind::Json =>
            {
                *expr = call("json_merged", vec![take(left), take(right)]);
            }
            Expr::InList { expr: operand, list, .. } => {
                for item in list {
                    self.meet(operand, item);
                }
            }
            Expr::Between { expr: operand, low, high, .. } => {
                self.meet(operand, low);
                self.meet(operand, high);
            }
            Expr::Function(function) if function.name.0.len() == 1 => separator_as_argument(function),
            _ => {}
        }
    }

    /// A value that meets a column takes the column's type, or is refused by it.
    fn meet(&self, column: &mut Expr, value: &mut Expr) {
        if !is_constant(value) {
            return;
        }
        let Some(output) = infer::column(column, &self.scopes, self.dialect()) else { return };
        let Some(table) = output.table.clone() else { return };
        let name = output.name.clone();
        let is_number = matches!(value, Expr::Value(value) if matches!(value.value, Value::Number(..)));
        if self.dialect() == Dialect::MySql && output.ty.is_textual() && is_number {
            // Text against a number: MySQL compares the number the text begins with.
            *column = call("as_number", vec![take(column)]);
            return;
        }
        let text = |text: String| Expr::Value(Value::SingleQuotedString(text).into());
        *value = call("compared", vec![take(value), text(table), text(name)]);
    }

    /// The function that adds to or subtracts from a point in time, and whether the sides must be swapped.
    fn of_time(&self, left: &Expr, op: &BinaryOperator, right: &Expr) -> Option<(&'static str, bool)> {
        let kind = |expr| self.names.type_of(expr, &self.scopes).kind;
        let is_time = |kind: &Kind| matches!(kind, Kind::Timestamp { .. } | Kind::Date);
        let minus = *op == BinaryOperator::Minus;
        match (kind(left), kind(right)) {
            (_, Kind::Interval) if minus => Some(("shifted_back", false)),
            (_, Kind::Interval) => Some(("shifted_by", false)),
            (Kind::Interval, _) if !minus => Some(("shifted_by", true)),
            (Kind::Date, Kind::Date) if minus => Some(("date_difference", false)),
            (one, other) if minus && is_time(&one) && is_time(&other) => Some(("seconds_between", false)),
            _ => None,
        }
    }

    /// The number under which a type is cast to.
    pub(super) fn cast_index(&mut self, ty: ColumnType) -> usize {
        self.casts.iter().position(|known| *known == ty).unwrap_or_else(|| {
            self.casts.push(ty);
            self.casts.len() - 1
        })
    }

    fn cast(&mut self, inner: String, data_type: &DataType) -> Result<Expr, Refusal> {
        let dialect = self.dialect();
        if matches!(data_type, DataType::Regclass) {
            return Ok(raw(inner));
        }
        match infer::declared(data_type, dialect, &self.names.catalogue.enums) {
            Some(ColumnType { kind: Kind::Interval, .. }) => Ok(raw(inner)),
            Some(ty) => Ok(raw(format!("cast_to({inner}, {})", self.cast_index(ty)))),
            None => Err(match dialect {
                Dialect::MySql => unsupported(dialect, &format!("casts to {data_type}")),
                Dialect::PostgreSql => postgresql::error(
                    "42704",
                    format!("type \"{}\" does not exist", data_type.to_string().replace('"', "")),
                ),
            }),
        }
    }

    /// After the parts are rewritten: the expression itself.
    pub(super) fn finish(&mut self, expr: &mut Expr) -> Result<(), Refusal> {
        let dialect = self.dialect();
        let rewritten = match expr {
            Expr::Identifier(ident) => match (ident.quote_style, ident.value.starts_with('@')) {
                (None, true) => raw(self.variable(&ident.value)?),
                (None, false) => return Ok(()),
                _ => return self.check_name(None, ident),
            },
            Expr::CompoundIdentifier(parts) => {
                // A schema or database before the table says nothing here.
                if let [.., qualifier, name] = parts.as_slice() {
                    self.check_name(Some(qualifier), name)?;
                    if self.returning_of.as_ref() == Some(&qualifier.value) {
                        *expr = Expr::Identifier(name.clone());
                        return Ok(());
                    }
                    let is_new_row = self.row_alias.as_ref() == Some(&qualifier.value);
                    let qualifier = if is_new_row { Ident::with_quote('"', "excluded") } else { qualifier.clone() };
                    *parts = vec![qualifier, name.clone()];
                }
                return Ok(());
            }
            Expr::Function(function) => return self.function(function),
            Expr::Cast { kind, expr: inner, data_type, .. } => match kind {
                CastKind::TryCast | CastKind::SafeCast => return Err(unsupported(dialect, "TRY_CAST and SAFE_CAST")),
                _ => self.cast(inner.to_string(), data_type)?,
            },
            Expr::Convert { expr: inner, data_type, .. } => match data_type {
                Some(data_type) => self.cast(inner.to_string(), data_type)?,
                None => raw(inner.to_string()),
            },
            Expr::TypedString(typed) => self.cast(typed.value.value.to_string(), &typed.data_type)?,
            Expr::Like { negated, any: false, expr: text, pattern, escape_char } => {
                like(text, pattern, escape_char.as_deref(), *negated, dialect == Dialect::MySql || self.folds(text))
            }
            Expr::ILike { negated, any: false, expr: text, pattern, escape_char } => {
                like(text, pattern, escape_char.as_deref(), *negated, true)
            }
            Expr::RLike { .. } | Expr::SimilarTo { .. } => return Err(unsupported(dialect, "regular expressions")),
            Expr::BinaryOp { left, op, right } => match operator(left, op, right, dialect)? {
                Some(rewritten) => rewritten,
                None => return Ok(()),
            },
            Expr::UnaryOp { op, expr: inner } => match op {
                UnaryOperator::BangNot => raw(format!("(NOT {inner})")),
                UnaryOperator::Plus | UnaryOperator::Minus | UnaryOperator::Not | UnaryOperator::BitwiseNot => {
                    return Ok(())
                }
                _ => return Err(unsupported(dialect, "such operators")),
            },
            Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => any(left, right, "IN"),
            Expr::AllOp { left, compare_op: BinaryOperator::NotEq, right } => any(left, right, "NOT IN"),
            Expr::AnyOp { .. } | Expr::AllOp { .. } => {
                return Err(unsupported(dialect, "ANY and ALL other than = ANY and <> ALL"));
            }
            Expr::Collate { expr: inner, collation } => {
                let name = bare(collation).to_ascii_lowercase();
                let sqlite = if name.contains("_ci") || name.contains("nocase") { "NOCASE" } else { "BINARY" };
                raw(format!("{inner} COLLATE {sqlite}"))
            }
            Expr::Prefixed { value, .. } => raw(value.to_string()),
            Expr::AtTimeZone { timestamp, .. } => raw(timestamp.to_string()),
            Expr::Extract { field, expr: inner, .. } => {
                raw(format!("extract_field({}, {inner})", literal(&field.to_string().replace('"', ""))))
            }
            Expr::Position { expr: wanted, r#in: text } => raw(format!("position_text({text}, {wanted})")),
            Expr::Ceil { expr: inner, .. } => raw(format!("ceil_number({inner})")),
            Expr::Floor { expr: inner, .. } => raw(format!("floor_number({inner})")),
            Expr::Substring { expr: text, substring_from, substring_for, .. } => {
                let from = substring_from.as_ref().map_or("1".to_owned(), ToString::to_string);
                let length = substring_for.as_ref().map_or(String::new(), |length| format!(", {length}"));
                raw(format!("cut_text({text}, {from}{length})"))
            }
            Expr::Trim { trim_where, trim_what, expr: text, trim_characters } => {
                let function = match trim_where {
                    Some(sqlparser::ast::TrimWhereField::Leading) => "ltrim",
                    Some(sqlparser::ast::TrimWhereField::Trailing) => "rtrim",
                    _ => "trim",
                };
                let what = trim_what.as_deref().or(trim_characters.as_ref().and_then(|all| all.first()));
                raw(format!("{function}({text}{})", what.map_or(String::new(), |what| format!(", {what}"))))
            }
            Expr::Interval(interval) => {
                let unit = interval.leading_field.as_ref().map_or(String::new(), |unit| format!(" || ' {unit}'"));
                raw(format!("({}{unit})", interval.value))
            }
            Expr::Array(array) => {
                let elements: Vec<String> = array.elem.iter().map(ToString::to_string).collect();
                raw(format!("json_array({})", elements.join(", ")))
            }
            other if passes(other) => return Ok(()),
            _ => return Err(unsupported(dialect, "expressions of this kind")),
        };
        *expr = rewritten;
        Ok(())
    }

    /// A column PostgreSQL's `citext` extension compares without case.
    fn folds(&self, text: &Expr) -> bool {
        infer::column(text, &self.scopes, self.dialect()).is_some_and(|output| output.ty.name == "citext")
    }

    /// `@@name` and `@name`.
    fn variable(&self, name: &str) -> Result<String, Refusal> {
        let bare = name.trim_start_matches('@').rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match (name.starts_with("@@"), super::super::introspect::variable(&bare)) {
            (true, Some(value)) if value.parse::<i64>().is_ok() => Ok(value.to_owned()),
            (true, Some(value)) => Ok(literal(value)),
            (true, None) => {
                let message = format!("Unknown system variable '{bare}'");
                Err(mysql::error("ER_UNKNOWN_SYSTEM_VARIABLE", 1193, "HY000", message))
            }
            (false, _) => Ok("NULL".to_owned()),
        }
    }

    fn check_name(&self, qualifier: Option<&Ident>, name: &Ident) -> Result<(), Refusal> {
        let wanted = qualifier.map(|ident| ident.value.as_str());
        match resolve(&self.scopes, wanted, &name.value, self.dialect()) {
            Resolved::Missing | Resolved::NoRelation if wanted == Some("excluded") => Ok(()),
            Resolved::Missing => Err(self.missing(qualifier, name, true)),
            Resolved::Alias if !self.sees_aliases(name) => Err(self.missing(None, name, true)),
            Resolved::NoRelation => Err(self.missing(qualifier, name, false)),
            _ => Ok(()),
        }
    }

    /// Names given in the select list are known after it has been computed, and in MySQL in HAVING.
    fn sees_aliases(&self, name: &Ident) -> bool {
        match self.clause(name.span.start) {
            "order clause" | "group statement" => true,
            "having clause" => self.dialect() == Dialect::MySql,
            _ => false,
        }
    }

    fn missing(&self, qualifier: Option<&Ident>, name: &Ident, has_relation: bool) -> Refusal {
        let start = qualifier.unwrap_or(name).span.start;
        let position = self.names.source.position(start);
        let full =
            qualifier.map_or_else(|| name.value.clone(), |qualifier| format!("{}.{}", qualifier.value, name.value));
        match self.dialect() {
            Dialect::MySql => mysql::bad_field(&full, self.clause(start)),
            Dialect::PostgreSql if qualifier.is_some() && !has_relation => {
                let relation = qualifier.map(|ident| ident.value.as_str()).unwrap_or_default();
                let mut error =
                    postgresql::error("42P01", format!("missing FROM-clause entry for table \"{relation}\""));
                error.position = position;
                error
            }
            Dialect::PostgreSql => {
                let shown = if qualifier.is_some() { full } else { format!("\"{full}\"") };
                postgresql::undefined_column(&shown, position, self.similar(&name.value))
            }
        }
    }

    /// PostgreSQL's hint for a name that is nearly right; the usual reason is a capital letter without quotes.
    fn similar(&self, name: &str) -> Option<String> {
        let letters = |name: &str| name.to_lowercase().replace('_', "");
        let relations = self.scopes.iter().rev().flat_map(|scope| &scope.relations);
        let mut found = relations.flat_map(|relation| relation.outputs.iter().map(move |output| (relation, output)));
        let (relation, output) = found.find(|(_, output)| letters(&output.name) == letters(name))?;
        Some(format!("Perhaps you meant to reference the column \"{}.{}\".", relation.name, output.name))
    }

    /// The clause MySQL's message names: told from the last keyword before the place.
    fn clause(&self, at: sqlparser::tokenizer::Location) -> &'static str {
        let before = self.tokens.iter().take_while(|token| token.span.start < at);
        let keyword = |word: Keyword| match word {
            Keyword::SELECT | Keyword::SET | Keyword::VALUES | Keyword::INSERT => Some("field list"),
            Keyword::WHERE => Some("where clause"),
            Keyword::ON => Some("on clause"),
            Keyword::ORDER => Some("order clause"),
            Keyword::GROUP => Some("group statement"),
            Keyword::HAVING => Some("having clause"),
            _ => None,
        };
        let clauses = before.filter_map(|token| match &token.token {
            Token::Word(word) => keyword(word.keyword),
            _ => None,
        });
        clauses.last().unwrap_or("field list")
    }
}

/// Forms SQLite reads as they are.
fn passes(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Value(_)
            | Expr::Nested(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::InList { .. }
            | Expr::InSubquery { .. }
            | Expr::Between { .. }
            | Expr::Case { .. }
            | Expr::Exists { .. }
            | Expr::Subquery(_)
            | Expr::Tuple(_)
            | Expr::Wildcard(_)
            | Expr::QualifiedWildcard(..)
    )
}

fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Value(value) => !matches!(value.value, Value::Null),
        Expr::Nested(inner) | Expr::UnaryOp { expr: inner, .. } => is_constant(inner),
        _ => false,
    }
}

/// MySQL's GROUP_CONCAT says its separator in a clause, SQLite's in an argument.
fn separator_as_argument(function: &mut Function) {
    let name = bare(&function.name).to_ascii_lowercase();
    if let ("group_concat", FunctionArguments::List(list)) = (name.as_str(), &mut function.args) {
        let separator = list.clauses.iter().find_map(|clause| match clause {
            sqlparser::ast::FunctionArgumentClause::Separator(value) => Some(value.value.clone()),
            _ => None,
        });
        list.clauses.retain(|clause| matches!(clause, sqlparser::ast::FunctionArgumentClause::OrderBy(_)));
        // With DISTINCT SQLite's takes one argument and separates by a comma, which is also MySQL's default.
        if let (Some(separator), None) = (separator, &list.duplicate_treatment) {
            list.args.push(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(separator.into()))));
        }
    }
}

fn like(text: &Expr, pattern: &Expr, escape: Option<&Expr>, negated: bool, folds: bool) -> Expr {
    let escape = escape.map_or_else(|| literal("\\"), ToString::to_string);
    let not = if negated { "NOT " } else { "" };
    raw(format!("({not}like_text({text}, {pattern}, {escape}, {}))", i32::from(folds)))
}

/// `= ANY(array)`: the array is a parameter, a column or a literal, kept as JSON.
fn any(left: &Expr, right: &Expr, operator: &str) -> Expr {
    match right {
        Expr::Subquery(query) => raw(format!("{left} {operator} ({query})")),
        array => raw(format!("{left} {operator} (SELECT value FROM json_each(array_elements({array})))")),
    }
}

fn operator(left: &Expr, op: &BinaryOperator, right: &Expr, dialect: Dialect) -> Result<Option<Expr>, Refusal> {
    use BinaryOperator as Op;
    let mysql = dialect == Dialect::MySql;
    Ok(Some(raw(match op {
        Op::Spaceship => format!("({left} IS {right})"),
        Op::Xor => format!("(({left}) <> ({right}))"),
        Op::StringConcat if mysql => format!("({left} OR {right})"),
        Op::Divide if mysql => format!("({left} * 1.0 / {right})"),
        Op::MyIntegerDivide => format!("CAST({left} / {right} AS INTEGER)"),
        Op::HashArrow => format!("json_at_path({left}, {right})"),
        Op::HashLongArrow => format!("json_at_path_text({left}, {right})"),
        Op::AtArrow => format!("json_contained({left}, {right})"),
        Op::ArrowAt => format!("json_contained({right}, {left})"),
        Op::Question => format!("json_has_key({left}, {right})"),
        Op::PGLikeMatch => return Ok(Some(like(left, right, None, false, false))),
        Op::PGILikeMatch => return Ok(Some(like(left, right, None, false, true))),
        Op::PGNotLikeMatch => return Ok(Some(like(left, right, None, true, false))),
        Op::PGNotILikeMatch => return Ok(Some(like(left, right, None, true, true))),
        Op::Regexp | Op::PGRegexMatch | Op::PGRegexIMatch | Op::PGRegexNotMatch | Op::PGRegexNotIMatch => {
            return Err(unsupported(dialect, "regular expressions"));
        }
        Op::Plus
        | Op::Minus
        | Op::Multiply
        | Op::Divide
        | Op::Modulo
        | Op::StringConcat
        | Op::Gt
        | Op::Lt
        | Op::GtEq
        | Op::LtEq
        | Op::Eq
        | Op::NotEq
        | Op::And
        | Op::Or
        | Op::BitwiseOr
        | Op::BitwiseAnd
        | Op::PGBitwiseShiftLeft
        | Op::PGBitwiseShiftRight
        | Op::Arrow
        | Op::LongArrow => return Ok(None),
        other => return Err(unsupported(dialect, &format!("the operator {other} and its kin"))),
    })))
}
