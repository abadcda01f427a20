//! The functions of SQL Server, Oracle and Db2: which of PostgreSQL's or of the store's own they are.

use sqlparser::ast::{
    CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments, Ident,
    ObjectName, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Span;

use crate::legacy::Dialect;

use super::super::super::errors::Refusal;
use super::super::super::translate::scope::bare;
use super::super::errors::{no_such_function, sql_server, unsupported};
use super::{call, case, known_call, number, take, text, Bringing};

/// What a function is brought to.
#[derive(Clone, Copy)]
enum To {
    /// One of PostgreSQL's.
    Known(&'static str),
    /// One of the store's own.
    Own(&'static str),
    /// It is there, but not here.
    Elsewhere,
}

use To::{Elsewhere, Known, Own};

/// What all three have.
const COMMON: &[(&str, To)] = &[
    ("count", Known("count")),
    ("sum", Known("sum")),
    ("avg", Known("avg")),
    ("min", Known("min")),
    ("max", Known("max")),
    ("coalesce", Known("coalesce")),
    ("nullif", Known("nullif")),
    ("lower", Known("lower")),
    ("upper", Known("upper")),
    ("trim", Known("trim")),
    ("ltrim", Known("ltrim")),
    ("rtrim", Known("rtrim")),
    ("replace", Known("replace")),
    ("concat", Known("concat")),
    ("abs", Known("abs")),
    ("round", Known("round")),
    ("floor", Known("floor")),
    ("current_timestamp", Known("now")),
    ("row_number", Known("row_number")),
    ("rank", Known("rank")),
    ("dense_rank", Known("dense_rank")),
    ("lag", Known("lag")),
    ("lead", Known("lead")),
    ("first_value", Known("first_value")),
    ("last_value", Known("last_value")),
    ("ascii", Known("ascii")),
    ("greatest", Known("greatest")),
    ("least", Known("least")),
    ("soundex", Elsewhere),
];

const SQL_SERVER: &[(&str, To)] = &[
    ("getdate", Known("now")),
    ("getutcdate", Known("now")),
    ("sysdatetime", Known("now")),
    ("sysutcdatetime", Known("now")),
    ("sysdatetimeoffset", Known("now")),
    ("isnull", Known("coalesce")),
    ("len", Own("len_text")),
    ("datalength", Known("octet_length")),
    ("charindex", Own("char_index")),
    ("substring", Known("substring")),
    ("left", Known("left")),
    ("right", Known("right")),
    ("reverse", Known("reverse")),
    ("replicate", Known("repeat")),
    ("concat_ws", Known("concat_ws")),
    ("ceiling", Known("ceiling")),
    ("count_big", Known("count")),
    ("string_agg", Known("string_agg")),
    ("newid", Own("guid_text")),
    ("newsequentialid", Own("guid_text")),
    ("scope_identity", Own("last_identity")),
    ("hashbytes", Own("hash_bytes")),
    ("isnumeric", Own("is_numeric")),
    ("stuff", Own("stuff_text")),
    ("isjson", Own("json_valid")),
    ("json_value", Own("json_value_text")),
    ("char", Own("char")),
    ("nchar", Own("char")),
    ("unicode", Known("ascii")),
    ("year", Own("year_part")),
    ("month", Own("month_part")),
    ("day", Own("day_part")),
    ("db_name", Known("current_database")),
    ("user_name", Known("current_user")),
    ("suser_sname", Known("current_user")),
    ("suser_name", Known("current_user")),
    ("system_user", Known("current_user")),
    ("session_user", Known("current_user")),
    ("current_user", Known("current_user")),
    ("rand", Known("random")),
    ("crypt_gen_random", Own("random_bytes")),
    ("pwdcompare", Elsewhere),
    ("pwdencrypt", Elsewhere),
    ("format", Elsewhere),
    ("datename", Elsewhere),
    ("eomonth", Elsewhere),
    ("choose", Elsewhere),
    ("json_query", Elsewhere),
    ("patindex", Elsewhere),
    ("quotename", Elsewhere),
    ("translate", Elsewhere),
    ("parsename", Elsewhere),
    ("ident_current", Elsewhere),
    ("checksum", Elsewhere),
    ("encryptbypassphrase", Elsewhere),
    ("decryptbypassphrase", Elsewhere),
    ("ntile", Elsewhere),
    ("sqrt", Elsewhere),
    ("power", Elsewhere),
    ("context_info", Elsewhere),
    ("session_context", Elsewhere),
];

const ORACLE: &[(&str, To)] = &[
    ("nvl", Known("coalesce")),
    ("length", Known("length")),
    ("lpad", Known("lpad")),
    ("rpad", Known("rpad")),
    ("initcap", Known("initcap")),
    ("ceil", Known("ceil")),
    ("mod", Known("mod")),
    ("substr", Own("substr_any")),
    ("instr", Own("instr_any")),
    ("to_char", Own("oracle_char")),
    ("to_nchar", Own("oracle_char")),
    ("to_clob", Own("oracle_char")),
    ("to_date", Own("oracle_date")),
    ("to_timestamp", Own("oracle_date")),
    ("to_number", Own("oracle_number")),
    ("standard_hash", Own("hash_bytes")),
    ("ora_hash", Elsewhere),
    ("rawtohex", Own("hex")),
    ("hextoraw", Own("unhex")),
    ("add_months", Own("months_added")),
    ("trunc", Own("trunc_any")),
    ("regexp_like", Own("regexp_match")),
    ("regexp_replace", Elsewhere),
    ("regexp_substr", Elsewhere),
    ("months_between", Elsewhere),
    ("last_day", Elsewhere),
    ("next_day", Elsewhere),
    ("translate", Elsewhere),
    ("chr", Own("char")),
    ("cast_to_raw", Elsewhere),
    ("hash", Elsewhere),
    ("userenv", Elsewhere),
    ("json_value", Own("json_value_text")),
    ("to_timestamp_tz", Elsewhere),
    ("to_dsinterval", Elsewhere),
    ("numtodsinterval", Elsewhere),
    ("xmlagg", Elsewhere),
];

const DB2: &[(&str, To)] = &[
    ("value", Known("coalesce")),
    ("ifnull", Known("coalesce")),
    ("nvl", Known("coalesce")),
    ("lcase", Known("lower")),
    ("ucase", Known("upper")),
    ("length", Known("length")),
    ("char_length", Known("length")),
    ("character_length", Known("length")),
    ("substr", Known("substring")),
    ("substring", Known("substring")),
    ("left", Known("left")),
    ("right", Known("right")),
    ("lpad", Known("lpad")),
    ("rpad", Known("rpad")),
    ("repeat", Known("repeat")),
    ("initcap", Known("initcap")),
    ("ceil", Known("ceil")),
    ("ceiling", Known("ceiling")),
    ("mod", Known("mod")),
    ("locate", Own("char_index")),
    ("posstr", Own("instr_any")),
    ("instr", Own("instr_any")),
    ("strip", Known("trim")),
    ("hex", Own("hex")),
    ("identity_val_local", Own("last_identity")),
    ("year", Own("year_part")),
    ("month", Own("month_part")),
    ("day", Own("day_part")),
    ("hour", Own("hour_part")),
    ("minute", Own("minute_part")),
    ("second", Own("second_part")),
    ("now", Known("now")),
    ("current_date", Known("current_date")),
    ("current_time", Known("current_time")),
    ("current_user", Known("current_user")),
    ("current_schema", Own("oracle_user")),
    ("session_user", Known("current_user")),
    ("rand", Known("random")),
    ("days", Elsewhere),
    ("timestampdiff", Elsewhere),
    ("timestamp_format", Elsewhere),
    ("varchar_format", Elsewhere),
    ("to_char", Own("oracle_char")),
    ("to_date", Own("oracle_date")),
    ("translate", Elsewhere),
    ("generate_unique", Elsewhere),
    ("encrypt", Elsewhere),
    ("decrypt_char", Elsewhere),
    ("hash_md5", Elsewhere),
    ("hash_sha256", Elsewhere),
    ("regexp_like", Own("regexp_match")),
    ("regexp_replace", Elsewhere),
];

/// Functions of Db2 that are named after a type and cast to it.
const CASTS: &[&str] = &[
    "varchar",
    "char",
    "integer",
    "int",
    "bigint",
    "smallint",
    "decimal",
    "double",
    "float",
    "date",
    "timestamp",
    "clob",
];

/// Parts of a date as SQL Server shortens them.
fn part(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "year" | "yy" | "yyyy" => "year",
        "quarter" | "qq" | "q" => "quarter",
        "month" | "mm" | "m" => "month",
        "dayofyear" | "dy" | "y" => "doy",
        "day" | "dd" | "d" => "day",
        "week" | "wk" | "ww" => "week",
        "weekday" | "dw" | "w" => "weekday",
        "hour" | "hh" => "hour",
        "minute" | "mi" | "n" => "minute",
        "second" | "ss" | "s" => "second",
        "millisecond" | "ms" => "millisecond",
        "microsecond" | "mcs" => "microsecond",
        "nanosecond" | "ns" => "nanosecond",
        _ => return None,
    })
}

impl Bringing<'_> {
    /// A function call whose names are in quotes already.
    pub(super) fn function(&mut self, mut function: Function) -> Result<Expr, Refusal> {
        let Some(ident) = function.name.0.last().and_then(|part| part.as_ident()).cloned() else {
            return Ok(Expr::Function(function));
        };
        if ident.quote_style.is_none() {
            return Ok(Expr::Function(function));
        }
        let name = ident.value.to_lowercase();
        if let Some(special) = self.special(&name, &mut function)? {
            return Ok(special);
        }
        let own = match self.server {
            Dialect::SqlServer => SQL_SERVER,
            Dialect::Oracle => ORACLE,
            _ => DB2,
        };
        let found = own.iter().chain(COMMON).find(|(known, _)| *known == name).map(|(_, to)| *to);
        let (to, quote) = match found {
            Some(Known(to)) => (to, Some('"')),
            Some(Own(to)) => (to, None),
            Some(Elsewhere) => return Err(unsupported(self.server, &format!("calls of {}()", name.to_uppercase()))),
            None => return Err(self.unknown(&function)),
        };
        function.name = ObjectName::from(vec![Ident { value: to.to_owned(), quote_style: quote, span: Span::empty() }]);
        if matches!(function.args, FunctionArguments::None) {
            if let Expr::Function(empty) = call(to, Vec::new()) {
                function.args = empty.args;
            }
        }
        sort_inside(&mut function);
        Ok(Expr::Function(function))
    }

    fn unknown(&self, function: &Function) -> Refusal {
        let parts: Vec<&str> =
            function.name.0.iter().filter_map(|part| part.as_ident()).map(|ident| ident.value.as_str()).collect();
        match (self.server, parts.as_slice()) {
            // With a schema it would be the user's own.
            (Dialect::SqlServer, [schema, .., name]) => {
                let message = format!(
                    "Cannot find either column \"{schema}\" or the user-defined function or aggregate \
                     \"{schema}.{name}\", or the name is ambiguous."
                );
                sql_server(4121, 16, 1, message)
            }
            (Dialect::Oracle, [_, ..]) => {
                let quoted: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
                super::oracle(904, format!("{}: invalid identifier", quoted.join(".")))
            }
            _ => no_such_function(self.server, &bare(&function.name)),
        }
    }

    /// Functions that become something other than a call with the same arguments.
    fn special(&mut self, name: &str, function: &mut Function) -> Result<Option<Expr>, Refusal> {
        let special = match self.server {
            Dialect::SqlServer => {
                matches!(
                    name,
                    "dateadd" | "datediff" | "datediff_big" | "datepart" | "iif" | "space" | "object_id" | "col_length"
                ) || name.starts_with("error_")
            }
            Dialect::Oracle => matches!(name, "decode" | "nvl2" | "listagg" | "sys_guid" | "sys_context"),
            _ => matches!(name, "decode" | "nvl2" | "listagg") || CASTS.contains(&name),
        };
        if !special {
            return Ok(None);
        }
        let mut arguments = arguments(function);
        let wrong = |server: Dialect| match server {
            Dialect::SqlServer => {
                sql_server(174, 15, 1, format!("The {name} function does not have the right number of arguments."))
            }
            Dialect::Oracle => super::oracle(909, "invalid number of arguments"),
            _ => no_such_function(server, name),
        };
        let count = arguments.len();
        let expr = match (name, count) {
            ("iif", 3) => {
                let (no, yes, condition) = (arguments.pop(), arguments.pop(), arguments.pop());
                match (condition, yes) {
                    (Some(condition), Some(yes)) => case(vec![(condition, yes)], no),
                    _ => return Err(wrong(self.server)),
                }
            }
            ("dateadd", 3) | ("datediff" | "datediff_big", 3) | ("datepart", 2) => {
                let unit = match &arguments[0] {
                    Expr::Identifier(ident) => ident.value.clone(),
                    other => other.to_string(),
                };
                let Some(part) = part(&unit) else {
                    return Err(sql_server(155, 15, 1, format!("'{unit}' is not a recognized {name} option.")));
                };
                arguments[0] = text(part);
                let own = match name {
                    "dateadd" => "date_added",
                    "datepart" => "extract_field",
                    _ => "date_diff",
                };
                call(own, arguments)
            }
            ("space", 1) => known_call("repeat", vec![text(" "), take(&mut arguments[0])]),
            ("object_id", 1 | 2) => self.object_id(&arguments[0]),
            ("col_length", 2) => Expr::Value(Value::Null.into()),
            ("error_message", 0) => self.of_caught(|error| text(&error.message)),
            ("error_number", 0) => self.of_caught(|error| number(&error.errno.unwrap_or_default().to_string())),
            ("error_severity", 0) => self.of_caught(|error| number(error.severity.as_deref().unwrap_or("16"))),
            ("error_state", 0) => self.of_caught(|error| number(error.sql_state.as_deref().unwrap_or("1"))),
            ("error_line", 0) => self.of_caught(|error| number(&error.position.unwrap_or(1).to_string())),
            ("error_procedure", 0) => Expr::Value(Value::Null.into()),
            ("decode", 3..) => decoded(arguments),
            ("nvl2", 3) => {
                let (otherwise, then, value) = (arguments.pop(), arguments.pop(), arguments.pop());
                match (value, then) {
                    (Some(value), Some(then)) => case(vec![(Expr::IsNotNull(Box::new(value)), then)], otherwise),
                    _ => return Err(wrong(self.server)),
                }
            }
            ("listagg", 1 | 2) => {
                if count == 1 {
                    arguments.push(text(""));
                }
                let mut expr = known_call("string_agg", arguments);
                if let Expr::Function(aggregate) = &mut expr {
                    aggregate.within_group = std::mem::take(&mut function.within_group);
                    aggregate.over = function.over.take();
                    sort_inside(aggregate);
                }
                expr
            }
            ("sys_guid", 0) => call("random_bytes", vec![number("16")]),
            ("sys_context", _) => return Err(unsupported(self.server, "calls of SYS_CONTEXT()")),
            (cast, _) if self.server == Dialect::Db2 && CASTS.contains(&cast) => {
                let length = match (&arguments.get(1), &arguments.get(2)) {
                    (None, _) => String::new(),
                    (Some(first), None) => format!("({first})"),
                    (Some(first), Some(second)) => format!("({first},{second})"),
                };
                let ty = match (cast, length.as_str()) {
                    ("varchar" | "char", "") => "VARCHAR(32672)".to_owned(),
                    (cast, length) => format!("{cast}{length}"),
                };
                let data_type: DataType = Parser::new(&GenericDialect {})
                    .try_with_sql(&ty)
                    .and_then(|mut parser| parser.parse_data_type())
                    .map_err(|_| wrong(self.server))?;
                Expr::Cast { kind: CastKind::Cast, expr: Box::new(take(&mut arguments[0])), data_type, format: None }
            }
            _ => return Err(wrong(self.server)),
        };
        Ok(Some(expr))
    }

    /// A number where there is such a table, as scripts ask before they create one.
    fn object_id(&self, name: &Expr) -> Expr {
        let name = match name {
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) | Value::NationalStringLiteral(text) => text.as_str(),
                _ => "",
            },
            _ => "",
        };
        let own = name.rsplit('.').next().unwrap_or(name).trim_matches(['[', ']', '"']);
        let names = self.catalogue.tables.keys().chain(self.catalogue.views.keys());
        match names.into_iter().position(|known| known.eq_ignore_ascii_case(own)) {
            Some(place) => number(&(245_575_913 + place).to_string()),
            None => Expr::Value(Value::Null.into()),
        }
    }

    fn of_caught(&self, told: impl FnOnce(&crate::legacy::StoreError) -> Expr) -> Expr {
        self.caught.map_or_else(|| Expr::Value(Value::Null.into()), told)
    }
}

/// The arguments as they are; what is none, such as `*`, is left out.
fn arguments(function: &mut Function) -> Vec<Expr> {
    let FunctionArguments::List(list) = &mut function.args else { return Vec::new() };
    let taken = std::mem::take(&mut list.args);
    taken
        .into_iter()
        .filter_map(|argument| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            _ => None,
        })
        .collect()
}

/// `DECODE(value, a, x, b, y, z)`, in which NULL equals NULL.
fn decoded(arguments: Vec<Expr>) -> Expr {
    let mut rest = arguments.into_iter();
    let value = rest.next().unwrap_or_else(|| Expr::Value(Value::Null.into()));
    let mut conditions = Vec::new();
    let mut otherwise = None;
    while let Some(wanted) = rest.next() {
        match rest.next() {
            Some(result) => {
                let same = Expr::IsNotDistinctFrom(Box::new(value.clone()), Box::new(wanted));
                conditions.push((same, result));
            }
            None => otherwise = Some(wanted),
        }
    }
    case(conditions, otherwise)
}

/// `WITHIN GROUP (ORDER BY …)` of an aggregate over text stands inside the parentheses with PostgreSQL.
fn sort_inside(function: &mut Function) {
    if function.within_group.is_empty() {
        return;
    }
    let order = std::mem::take(&mut function.within_group);
    if let FunctionArguments::List(list) = &mut function.args {
        list.clauses.push(FunctionArgumentClause::OrderBy(order));
    }
}
