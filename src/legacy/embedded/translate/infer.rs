//! The type of an expression, read off its form.

use sqlparser::ast::{
    BinaryOperator, DataType, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, SelectItem, SetExpr,
    UnaryOperator, Value,
};

use crate::legacy::embedded::family::{Family, Flavour};

use super::super::catalogue::{Catalogue, Output};
use super::super::foreign;
use super::super::functions;
use super::super::types::{ColumnType, Kind};
use super::scope::{bare, resolve, Resolved, Scope};

/// The column an expression is, if it is no more than one.
pub(crate) fn column<'a>(expr: &Expr, scopes: &'a [Scope], dialect: Family) -> Option<&'a Output> {
    let (qualifier, name) = match expr {
        Expr::Identifier(ident) => (None, ident.value.as_str()),
        Expr::CompoundIdentifier(parts) => {
            let [.., qualifier, name] = parts.as_slice() else { return None };
            (Some(qualifier.value.as_str()), name.value.as_str())
        }
        Expr::Nested(inner) => return column(inner, scopes, dialect),
        _ => return None,
    };
    match resolve(scopes, qualifier, name, dialect) {
        Resolved::Column(output) => Some(output),
        _ => None,
    }
}

/// A declared type, also one made by `CREATE TYPE … AS ENUM`.
pub(crate) fn declared(data_type: &DataType, dialect: Family, catalogue: &Catalogue) -> Option<ColumnType> {
    if let Some(server) = catalogue.server {
        return foreign::types::of(data_type, server);
    }
    if matches!(data_type, DataType::JSON) && catalogue.flavour == Flavour::MariaDb {
        return Some(ColumnType::checked_json());
    }
    ColumnType::of(data_type, dialect).or_else(|| {
        let DataType::Custom(name, _) = data_type else { return None };
        let name = bare(name).to_ascii_lowercase();
        let words = catalogue.enums.get(&name)?.clone();
        Some(ColumnType { kind: Kind::Enum(words), name: name.clone(), spelled: name })
    })
}

/// The type of an expression; unknown where its form does not tell.
pub(crate) fn type_of(expr: &Expr, scopes: &[Scope], dialect: Family, catalogue: &Catalogue) -> ColumnType {
    let inner = |expr: &Expr| type_of(expr, scopes, dialect, catalogue);
    match expr {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
            column(expr, scopes, dialect).map_or_else(ColumnType::unknown, |output| output.ty.clone())
        }
        Expr::Nested(nested) | Expr::Collate { expr: nested, .. } => inner(nested),
        Expr::Value(value) => literal(&value.value, dialect, catalogue.flavour),
        Expr::Cast { expr: inner, data_type, .. } => {
            let ty = declared(data_type, dialect, catalogue).unwrap_or_else(ColumnType::unknown);
            match (&ty.kind, written_scale(inner)) {
                (Kind::Decimal(None), Some(scale)) => ColumnType { kind: Kind::Decimal(Some(scale)), ..ty },
                _ => ty,
            }
        }
        Expr::Convert { data_type: Some(data_type), .. } => {
            declared(data_type, dialect, catalogue).unwrap_or_else(ColumnType::unknown)
        }
        Expr::Convert { .. } => ColumnType::text(dialect),
        Expr::TypedString(typed) => declared(&typed.data_type, dialect, catalogue).unwrap_or_else(ColumnType::unknown),
        Expr::Function(function) => {
            let name = bare(&function.name).to_ascii_lowercase();
            let Some(known) = functions::typed(dialect, &name) else { return ColumnType::unknown() };
            let mut arguments: Vec<ColumnType> = match &function.args {
                FunctionArguments::List(list) => list.args.iter().filter_map(argument).map(inner).collect(),
                _ => Vec::new(),
            };
            if name == "if" && !arguments.is_empty() {
                arguments.remove(0);
            }
            let ty = match known.returns {
                functions::Returns::Cut => cut(function, &arguments, dialect),
                returns => returns.of(&arguments, dialect),
            };
            match (&ty.kind, catalogue.flavour) {
                (Kind::Json, Flavour::MariaDb) => ColumnType::checked_json(),
                _ => ty,
            }
        }
        Expr::BinaryOp { left, op, right } => binary(&inner(left), op, &inner(right), dialect, catalogue.flavour),
        Expr::UnaryOp { op: UnaryOperator::Not, .. } => ColumnType::boolean(dialect),
        Expr::UnaryOp { expr, .. } => inner(expr),
        Expr::Case { conditions, else_result, .. } => {
            let results = conditions.iter().map(|when| &when.result).chain(else_result.as_deref());
            results.map(inner).find(|ty| ty.kind != Kind::Unknown).unwrap_or_else(|| ColumnType::text(dialect))
        }
        Expr::Subquery(query) => match query.body.as_ref() {
            SetExpr::Select(select) => match select.projection.first() {
                // Its own FROM is not looked into: an aggregate or a function tells enough.
                Some(SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) => inner(expr),
                _ => ColumnType::unknown(),
            },
            _ => ColumnType::unknown(),
        },
        Expr::Extract { field, .. } => match (dialect, field.to_string().to_ascii_lowercase().as_str()) {
            (Family::MySql, _) => ColumnType::integer(dialect),
            (Family::PostgreSql, "epoch" | "second" | "seconds") => ColumnType::scaled(6, dialect),
            (Family::PostgreSql, "milliseconds" | "millisecond") => ColumnType::scaled(3, dialect),
            (Family::PostgreSql, _) => ColumnType::scaled(0, dialect),
        },
        Expr::Trim { .. } | Expr::Substring { .. } => ColumnType::text(dialect),
        Expr::Position { .. } => ColumnType::integer(dialect),
        Expr::Ceil { expr, .. } | Expr::Floor { expr, .. } | Expr::AtTimeZone { timestamp: expr, .. } => inner(expr),
        Expr::Interval(_) => ColumnType::interval(),
        Expr::Array(array) => ColumnType::array(array.elem.first().map_or_else(|| ColumnType::text(dialect), inner)),
        other if is_condition(other) => ColumnType::boolean(dialect),
        _ => ColumnType::unknown(),
    }
}

fn argument(argument: &FunctionArg) -> Option<&Expr> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    }
}

fn is_condition(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::IsNull(_)
            | Expr::IsNotNull(_)
            | Expr::IsTrue(_)
            | Expr::IsNotTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsNotFalse(_)
            | Expr::IsDistinctFrom(..)
            | Expr::IsNotDistinctFrom(..)
            | Expr::InList { .. }
            | Expr::InSubquery { .. }
            | Expr::Between { .. }
            | Expr::Like { .. }
            | Expr::ILike { .. }
            | Expr::AnyOp { .. }
            | Expr::AllOp { .. }
            | Expr::Exists { .. }
    )
}

/// A number cut or rounded to the digits after the point that the second argument says.
fn cut(function: &sqlparser::ast::Function, arguments: &[ColumnType], dialect: Family) -> ColumnType {
    let Some(first) = arguments.first() else { return ColumnType::unknown() };
    let second = match &function.args {
        FunctionArguments::List(list) => list.args.get(1).and_then(argument),
        _ => None,
    };
    let digits = match second {
        Some(Expr::Value(value)) => value.value.to_string().parse::<u32>().ok(),
        Some(_) => None,
        None => Some(0),
    };
    match (&first.kind, digits) {
        (Kind::Decimal(given), Some(digits)) => {
            // PostgreSQL fills up what is missing, MySQL does not.
            let digits =
                if dialect == Family::MySql { given.map_or(digits, |given| given.min(digits)) } else { digits };
            ColumnType::scaled(digits, dialect)
        }
        _ => first.clone(),
    }
}

/// The digits after the point of a number that is written out, in quotes or without.
fn written_scale(expr: &Expr) -> Option<u32> {
    let Expr::Value(value) = expr else { return None };
    let (Value::Number(text, _) | Value::SingleQuotedString(text)) = &value.value else { return None };
    let is_plain = text.parse::<f64>().is_ok() && text.chars().all(|c| c.is_ascii_digit() || "+-.".contains(c));
    is_plain.then(|| text.split('.').nth(1).map_or(0, str::len)).and_then(|scale| u32::try_from(scale).ok())
}

fn literal(value: &Value, dialect: Family, flavour: Flavour) -> ColumnType {
    match value {
        Value::Number(digits, _) if digits.contains(['e', 'E']) && dialect == Family::MySql => {
            ColumnType::float(dialect)
        }
        Value::Number(digits, _) if digits.contains(['e', 'E']) => ColumnType::decimal(dialect),
        Value::Number(digits, _) if digits.contains('.') => {
            let after = digits.split('.').nth(1).map_or(0, str::len);
            ColumnType::scaled(u32::try_from(after).unwrap_or(30), dialect)
        }
        Value::Number(digits, _) if flavour == Flavour::MariaDb && digits.len() < 19 => {
            ColumnType::of_digits(digits.len())
        }
        Value::Number(digits, _) => match (dialect, digits.parse::<i32>(), digits.parse::<i64>()) {
            (Family::MySql, _, Ok(_)) | (_, Err(_), Ok(_)) => ColumnType::big(dialect),
            (Family::PostgreSql, Ok(_), _) => ColumnType::integer(dialect),
            _ => ColumnType::decimal(dialect),
        },
        Value::Boolean(_) if flavour == Flavour::MariaDb => ColumnType::of_digits(1),
        Value::Boolean(_) => ColumnType::boolean(dialect),
        Value::HexStringLiteral(_) => ColumnType::bytes(dialect),
        // A parameter keeps its own type with MySQL and is text until something else is asked with PostgreSQL.
        Value::Placeholder(_) if dialect == Family::MySql => ColumnType::unknown(),
        Value::Null if dialect == Family::MySql => {
            ColumnType { kind: Kind::Unknown, name: "null".to_owned(), spelled: "null".to_owned() }
        }
        _ => ColumnType::text(dialect),
    }
}

fn binary(left: &ColumnType, op: &BinaryOperator, right: &ColumnType, dialect: Family, flavour: Flavour) -> ColumnType {
    use BinaryOperator as Op;
    // MariaDB has room in 32 bits for what is made of short numbers.
    let is_short = |ty: &ColumnType| matches!(ty.kind, Kind::Integer(..=24));
    if flavour == Flavour::MariaDb && is_short(left) {
        match op {
            Op::Modulo | Op::MyIntegerDivide => return ColumnType::integer(dialect),
            Op::Plus | Op::Minus | Op::Multiply if is_short(right) => return ColumnType::integer(dialect),
            _ => {}
        }
    }
    match op {
        Op::Plus | Op::Minus | Op::Multiply | Op::Divide | Op::Modulo => arithmetic(left, op, right, dialect),
        Op::MyIntegerDivide | Op::BitwiseAnd | Op::BitwiseOr | Op::BitwiseXor => ColumnType::big(dialect),
        Op::StringConcat if dialect == Family::PostgreSql => match (&left.kind, &right.kind) {
            (Kind::Json, _) => left.clone(),
            _ => ColumnType::text(dialect),
        },
        Op::Arrow | Op::HashArrow => match left.kind {
            Kind::Json => left.clone(),
            _ => ColumnType::json(dialect),
        },
        Op::LongArrow | Op::HashLongArrow => ColumnType::text(dialect),
        _ => ColumnType::boolean(dialect),
    }
}

fn arithmetic(left: &ColumnType, op: &BinaryOperator, right: &ColumnType, dialect: Family) -> ColumnType {
    let is_time = |ty: &ColumnType| matches!(ty.kind, Kind::Timestamp { .. } | Kind::Date);
    match (is_time(left), is_time(right)) {
        (true, true) if left.kind == Kind::Date && right.kind == Kind::Date => return ColumnType::integer(dialect),
        (true, true) => return ColumnType::interval(),
        (true, false) if left.kind == Kind::Date && matches!(right.kind, Kind::Integer(_)) => return left.clone(),
        (true, false) if left.kind == Kind::Date && dialect == Family::PostgreSql => {
            return ColumnType::of(&DataType::Timestamp(None, sqlparser::ast::TimezoneInfo::None), dialect)
                .unwrap_or_else(ColumnType::unknown);
        }
        (true, false) => return left.clone(),
        (false, true) => return right.clone(),
        (false, false) => {}
    }
    let any = |wanted: fn(&Kind) -> bool| wanted(&left.kind) || wanted(&right.kind);
    if any(|kind| *kind == Kind::Float) || (dialect == Family::MySql && any(|kind| matches!(kind, Kind::Text(_)))) {
        return ColumnType::float(dialect);
    }
    if any(|kind| matches!(kind, Kind::Decimal(_))) || (dialect == Family::MySql && *op == BinaryOperator::Divide) {
        let (one, other) = (left.scale(), right.scale());
        let scale = match op {
            BinaryOperator::Divide if dialect == Family::PostgreSql => Some(16),
            BinaryOperator::Divide => Some(one.unwrap_or(0) + 4),
            BinaryOperator::Multiply => one.zip(other).map(|(one, other)| one + other),
            _ => one.zip(other).map(|(one, other)| one.max(other)),
        };
        return scale.map_or_else(|| ColumnType::decimal(dialect), |scale| ColumnType::scaled(scale, dialect));
    }
    match (&left.kind, &right.kind) {
        (Kind::Integer(_), Kind::Integer(_)) if dialect == Family::MySql => ColumnType::big(dialect),
        (Kind::Integer(one), Kind::Integer(other)) if one >= other => left.clone(),
        (Kind::Integer(_), Kind::Integer(_)) => right.clone(),
        (Kind::Integer(_), _) => left.clone(),
        (_, Kind::Integer(_)) => right.clone(),
        _ => ColumnType::unknown(),
    }
}
