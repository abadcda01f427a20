//! Expressions: what SQLite lacks or reads differently.

use sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList,
    FunctionArguments, Ident, ObjectName, UnaryOperator, Value,
};
use sqlparser::tokenizer::Span;

use crate::legacy::embedded::family::Family;
use crate::legacy::Dialect;

use super::super::catalogue::literal;
use super::super::errors::{postgresql, unsupported, Refusal};
use super::super::types::{ColumnType, Kind};
use super::scope::bare;
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
pub(super) fn take(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::Value(Value::Null.into()))
}

impl Translator<'_> {
    /// The number under which a type is cast to.
    pub(super) fn cast_index(&mut self, ty: ColumnType) -> usize {
        self.casts.iter().position(|known| *known == ty).unwrap_or_else(|| {
            self.casts.push(ty);
            self.casts.len() - 1
        })
    }

    fn cast(&mut self, inner: String, data_type: &DataType, function: &str) -> Result<Expr, Refusal> {
        let dialect = self.dialect();
        if matches!(data_type, DataType::Regclass) {
            return Ok(raw(inner));
        }
        match infer::declared(data_type, dialect, self.names.catalogue) {
            Some(ColumnType { kind: Kind::Interval, .. }) => Ok(raw(inner)),
            Some(ty) => Ok(raw(format!("{function}({inner}, {})", self.cast_index(ty)))),
            None => Err(match dialect {
                Family::MySql => unsupported(dialect, &format!("casts to {data_type}")),
                Family::PostgreSql => postgresql::error(
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
                CastKind::TryCast | CastKind::SafeCast if self.names.catalogue.server.is_none() => {
                    return Err(unsupported(dialect, "TRY_CAST and SAFE_CAST"));
                }
                CastKind::TryCast | CastKind::SafeCast => self.cast(inner.to_string(), data_type, "try_cast_to")?,
                _ => self.cast(inner.to_string(), data_type, "cast_to")?,
            },
            Expr::Convert { is_try, expr: inner, data_type, .. } => match data_type {
                Some(data_type) if *is_try => self.cast(inner.to_string(), data_type, "try_cast_to")?,
                Some(data_type) => self.cast(inner.to_string(), data_type, "cast_to")?,
                None => raw(inner.to_string()),
            },
            Expr::TypedString(typed) => self.cast(typed.value.value.to_string(), &typed.data_type, "cast_to")?,
            Expr::Like { negated, any: false, expr: text, pattern, escape_char } => {
                like(text, pattern, escape_char.as_deref(), *negated, self.folds_all() || self.folds(text))
            }
            Expr::ILike { negated, any: false, expr: text, pattern, escape_char } => {
                like(text, pattern, escape_char.as_deref(), *negated, true)
            }
            Expr::RLike { negated, expr: text, pattern, .. } => regular(text, pattern, *negated, true),
            Expr::SimilarTo { .. } => return Err(unsupported(dialect, "SIMILAR TO patterns")),
            Expr::BinaryOp { left, op, right } => match operator(left, op, right, dialect, self.folds_all())? {
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
            Expr::Prefixed { prefix, value } => match prefix.value.eq_ignore_ascii_case("binary") {
                true => raw(format!("{value} COLLATE BINARY")),
                false => raw(value.to_string()),
            },
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

    /// MySQL and SQL Server compare without case unless told otherwise.
    fn folds_all(&self) -> bool {
        self.dialect() == Family::MySql || self.names.catalogue.server == Some(Dialect::SqlServer)
    }

    /// A column PostgreSQL's `citext` extension compares without case.
    fn folds(&self, text: &Expr) -> bool {
        infer::column(text, &self.scopes, self.dialect()).is_some_and(|output| output.ty.name == "citext")
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

fn like(text: &Expr, pattern: &Expr, escape: Option<&Expr>, negated: bool, folds: bool) -> Expr {
    let escape = escape.map_or_else(|| literal("\\"), ToString::to_string);
    let not = if negated { "NOT " } else { "" };
    raw(format!("({not}like_text({text}, {pattern}, {escape}, {}))", i32::from(folds)))
}

/// A regular expression is looked for in a text.
fn regular(text: &Expr, pattern: &Expr, negated: bool, folds: bool) -> Expr {
    let not = if negated { "NOT " } else { "" };
    let flags = if folds { "'i'" } else { "''" };
    raw(format!("({not}regexp_match({text}, {pattern}, {flags}))"))
}

/// `= ANY(array)`: the array is a parameter, a column or a literal, kept as JSON.
fn any(left: &Expr, right: &Expr, operator: &str) -> Expr {
    match right {
        Expr::Subquery(query) => raw(format!("{left} {operator} ({query})")),
        array => raw(format!("{left} {operator} (SELECT value FROM json_each(array_elements({array})))")),
    }
}

fn operator(
    left: &Expr,
    op: &BinaryOperator,
    right: &Expr,
    dialect: Family,
    folds: bool,
) -> Result<Option<Expr>, Refusal> {
    use BinaryOperator as Op;
    let mysql = dialect == Family::MySql;
    Ok(Some(raw(match op {
        Op::Spaceship => format!("({left} IS {right})"),
        Op::Eq | Op::NotEq | Op::Lt | Op::LtEq | Op::Gt | Op::GtEq if folds => {
            let (left, right) = (left.to_string(), right.to_string());
            let is_exact = left.contains("COLLATE BINARY") || right.contains("COLLATE BINARY");
            // The usual collation folds case, whatever the text comes from; numbers do not mind.
            let collation = if is_exact || left.starts_with('(') { "" } else { " COLLATE NOCASE" };
            format!("{left}{collation} {op} {right}")
        }
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
        Op::Regexp => return Ok(Some(regular(left, right, false, true))),
        Op::PGRegexMatch => return Ok(Some(regular(left, right, false, false))),
        Op::PGRegexIMatch => return Ok(Some(regular(left, right, false, true))),
        Op::PGRegexNotMatch => return Ok(Some(regular(left, right, true, false))),
        Op::PGRegexNotIMatch => return Ok(Some(regular(left, right, true, true))),
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
