//! Types as SQL Server, Oracle and Db2 call them.

use sqlparser::ast::DataType;

use crate::legacy::{Cell, Column, Dialect};

use super::super::types::{ColumnType, Kind};

/// A declared type in parts: `VARCHAR2(255 CHAR)` is `varchar2`, `[255]` and nothing more.
struct Declared {
    base: String,
    numbers: Vec<u32>,
    /// What follows the parentheses: `with time zone`, `for bit data`.
    rest: String,
}

impl Declared {
    fn read(text: &str) -> Self {
        let text = text.replace(['"', '[', ']'], "").to_ascii_lowercase();
        let (base, rest) = text.split_once('(').unwrap_or((text.as_str(), ""));
        let (arguments, after) = rest.split_once(')').unwrap_or((rest, ""));
        let numbers = arguments.split([',', ' ']).filter_map(|part| part.trim().parse().ok()).collect();
        let mut words = base.split_whitespace();
        let first = words.next().unwrap_or_default();
        let first = first.rsplit('.').next().unwrap_or(first).to_owned();
        let more: Vec<&str> = words.chain(after.split_whitespace()).collect();
        Self { base: first, numbers, rest: more.join(" ") }
    }

    fn length(&self) -> Option<u64> {
        self.numbers.first().map(|length| u64::from(*length))
    }

    fn scale(&self, default: u32) -> Kind {
        Kind::Decimal(Some(self.numbers.get(1).copied().unwrap_or(default).min(30)))
    }

    /// The type with its length, as SQL Server and its drivers write it.
    fn sized(&self) -> String {
        match (self.base.as_str(), self.numbers.first()) {
            ("varchar" | "nvarchar" | "varbinary", None) => format!("{}(max)", self.base),
            (base, None) => base.to_owned(),
            (base, Some(length)) => format!("{base}({length})"),
        }
    }
}

/// Reads a declared type; `None` where the server, or the embedded store, has none of that name.
pub(crate) fn of(declared: &DataType, server: Dialect) -> Option<ColumnType> {
    let text = declared.to_string();
    let declared = Declared::read(&text);
    match server {
        Dialect::SqlServer => sql_server(&declared, text.to_ascii_lowercase().contains("max")),
        Dialect::Oracle => oracle(&declared),
        _ => db2(&declared),
    }
}

fn made(kind: Kind, name: impl Into<String>, spelled: &str) -> Option<ColumnType> {
    Some(ColumnType { kind, name: name.into(), spelled: spelled.to_owned() })
}

fn sql_server(declared: &Declared, is_max: bool) -> Option<ColumnType> {
    let base = declared.base.as_str();
    let limit = if is_max { None } else { declared.length() };
    let spelled = match base {
        "integer" => "int",
        "dec" => "decimal",
        "double" => "float",
        base => base,
    };
    match base {
        "bit" => made(Kind::Boolean, "bit", "bit"),
        // Its values go from 0 to 255.
        "tinyint" => made(Kind::Integer(16), "tinyint", "tinyint"),
        "smallint" => made(Kind::Integer(16), "smallint", "smallint"),
        "int" | "integer" => made(Kind::Integer(32), "int", "int"),
        "bigint" => made(Kind::Integer(64), "bigint", "bigint"),
        "decimal" | "numeric" | "dec" => {
            let precision = declared.numbers.first().copied().unwrap_or(18);
            let scale = declared.numbers.get(1).copied().unwrap_or(0);
            made(declared.scale(0), format!("{spelled}({precision},{scale})"), spelled)
        }
        "money" | "smallmoney" => made(Kind::Decimal(Some(4)), base, base),
        "float" | "real" | "double" => made(Kind::Float, spelled, spelled),
        "date" => made(Kind::Date, base, base),
        "time" => made(Kind::Time, base, base),
        "datetime" | "datetime2" | "smalldatetime" | "datetimeoffset" => {
            made(Kind::Timestamp { fraction: base != "smalldatetime" }, base, base)
        }
        "char" | "nchar" => {
            let length = limit.unwrap_or(1);
            made(Kind::Text(Some(length)), format!("{base}({length})"), base)
        }
        "varchar" | "nvarchar" if is_max => made(Kind::Text(None), format!("{base}(max)"), base),
        // Without a length a conversion gives 30 characters.
        "varchar" | "nvarchar" => {
            let length = limit.unwrap_or(30);
            made(Kind::Text(Some(length)), format!("{base}({length})"), base)
        }
        "sysname" => made(Kind::Text(Some(128)), "nvarchar(128)", "nvarchar"),
        "text" | "ntext" | "xml" => made(Kind::Text(None), base, base),
        "uniqueidentifier" => made(Kind::Uuid, base, base),
        "binary" | "varbinary" | "image" => made(Kind::Bytes, declared.sized(), base),
        _ => None,
    }
}

fn oracle(declared: &Declared) -> Option<ColumnType> {
    let base = declared.base.as_str();
    let upper = base.to_ascii_uppercase();
    let number = |kind| made(kind, "NUMBER", "NUMBER");
    match base {
        "varchar2" | "nvarchar2" => made(Kind::Text(declared.length()), upper.clone(), &upper),
        "varchar" | "character" if base == "varchar" || declared.rest.starts_with("varying") => {
            made(Kind::Text(declared.length()), "VARCHAR2", "VARCHAR2")
        }
        "char" | "nchar" | "character" => made(Kind::Text(declared.length().or(Some(1))), upper.clone(), &upper),
        "clob" | "nclob" | "long" if declared.rest != "raw" => made(Kind::Text(None), upper.clone(), &upper),
        "number" | "decimal" | "numeric" | "dec" => match declared.numbers.len() {
            0 if base == "number" => number(Kind::Decimal(None)),
            _ => number(declared.scale(0)),
        },
        "integer" | "int" | "smallint" => number(Kind::Decimal(Some(0))),
        "float" | "real" | "double" => number(Kind::Float),
        "binary_float" | "binary_double" => made(Kind::Float, upper.clone(), &upper),
        "date" => made(Kind::Timestamp { fraction: false }, "DATE", "DATE"),
        "timestamp" => {
            let digits = declared.numbers.first().copied().unwrap_or(6);
            let zone = match declared.rest.as_str() {
                "" | "without time zone" => String::new(),
                zone => format!(" {}", zone.to_ascii_uppercase()),
            };
            let name = format!("TIMESTAMP({digits}){zone}");
            made(Kind::Timestamp { fraction: true }, name.clone(), &name)
        }
        "raw" | "blob" | "long" => made(Kind::Bytes, upper.clone(), &upper),
        "json" => made(Kind::Json, "JSON", "JSON"),
        _ => None,
    }
}

fn db2(declared: &Declared) -> Option<ColumnType> {
    let base = declared.base.as_str();
    let same = |kind| made(kind, base.to_ascii_uppercase(), &base.to_ascii_uppercase());
    match base {
        "smallint" => same(Kind::Integer(16)),
        "int" | "integer" => made(Kind::Integer(32), "INTEGER", "INTEGER"),
        "bigint" => same(Kind::Integer(64)),
        "decimal" | "dec" | "numeric" => made(declared.scale(0), "DECIMAL", "DECIMAL"),
        "real" | "double" | "float" | "decfloat" => made(Kind::Float, "DOUBLE", "DOUBLE"),
        "char" | "character" if declared.rest.starts_with("varying") => {
            made(Kind::Text(declared.length()), "VARCHAR", "VARCHAR")
        }
        "char" | "character" => made(Kind::Text(declared.length().or(Some(1))), "CHAR", "CHAR"),
        "varchar" | "graphic" | "vargraphic" | "nvarchar" | "nchar" => same(Kind::Text(declared.length())),
        "clob" | "dbclob" | "xml" => same(Kind::Text(None)),
        "long" => made(Kind::Text(None), "LONG VARCHAR", "LONG VARCHAR"),
        "blob" | "binary" | "varbinary" => same(Kind::Bytes),
        "date" => same(Kind::Date),
        "time" => same(Kind::Time),
        "timestamp" => same(Kind::Timestamp { fraction: true }),
        "boolean" => same(Kind::Boolean),
        _ => None,
    }
}

/// Column and values of an answer as the server's own protocol would give them.
///
/// What an expression gives comes typed in PostgreSQL's words and is renamed. Exact numbers become what the driver
/// makes of them: numbers with SQL Server and Oracle, text with all its digits with Db2.
pub(super) fn brought_back(column: &mut Column, mut values: Vec<&mut Cell>, server: Dialect) {
    let given = std::mem::take(&mut column.type_name);
    let word = match (given.as_str(), server) {
        ("", _) => by_value(&values, server),
        ("text" | "varchar" | "bpchar", Dialect::SqlServer) => "nvarchar",
        ("text" | "varchar" | "bpchar", Dialect::Oracle) => "VARCHAR2",
        ("text" | "varchar" | "bpchar", _) => "VARCHAR",
        ("int8", Dialect::SqlServer) if values.iter().all(|cell| is_small(cell)) => "int",
        ("int2" | "int4", Dialect::SqlServer) => "int",
        ("int8", Dialect::SqlServer) => "bigint",
        ("int2" | "int4" | "int8" | "numeric" | "float4" | "float8" | "bool", Dialect::Oracle) => "NUMBER",
        ("int8", _) if values.iter().all(|cell| is_small(cell)) => "INTEGER",
        ("int2" | "int4", _) => "INTEGER",
        ("int8", _) => "BIGINT",
        ("numeric", Dialect::SqlServer) => "numeric",
        ("numeric", _) => "DECIMAL",
        ("float4" | "float8", Dialect::SqlServer) => "float",
        ("float4" | "float8", _) => "DOUBLE",
        ("bool", Dialect::SqlServer) => "bit",
        ("bool", _) => "BOOLEAN",
        ("timestamptz" | "timestamp", Dialect::SqlServer) => "datetime",
        ("timestamptz", Dialect::Oracle) => "TIMESTAMP(6) WITH TIME ZONE",
        ("timestamptz" | "timestamp", _) => "TIMESTAMP",
        ("date", Dialect::Oracle | Dialect::Db2) => "DATE",
        ("bytea", Dialect::SqlServer) => "varbinary",
        ("bytea", Dialect::Oracle) => "RAW",
        ("bytea", _) => "VARBINARY",
        ("uuid", Dialect::SqlServer) => "uniqueidentifier",
        (own, _) => own,
    };
    // What has no type and reads as the store writes points in time is one.
    let is_moment = given.is_empty() && server != Dialect::Db2 && values.iter().any(|cell| **cell != Cell::Null);
    let moment = |cell: &Cell| match cell {
        Cell::Text(text) if text.len() >= 19 && text.as_bytes()[10] == b' ' => super::super::time::parse(text),
        _ => None,
    };
    if is_moment && values.iter().all(|cell| **cell == Cell::Null || moment(cell).is_some()) {
        for cell in &mut values {
            if let Some(at) = moment(cell) {
                **cell = Cell::Date { ms: at.div_euclid(1_000) as f64 };
            }
        }
        column.type_name = if server == Dialect::Oracle { "DATE" } else { "datetime" }.to_owned();
        return;
    }
    let is_number = ["numeric", "decimal", "money", "smallmoney", "NUMBER"].iter().any(|name| word.starts_with(name));
    for cell in &mut values {
        match cell {
            Cell::Text(digits) if is_number => {
                if let Some(number) = number(digits) {
                    **cell = number;
                }
            }
            Cell::Bool(value) if server == Dialect::Oracle => **cell = Cell::Integer(i64::from(*value)),
            _ => {}
        }
    }
    column.type_name = word.to_owned();
}

fn is_small(cell: &Cell) -> bool {
    match cell {
        Cell::Integer(number) => i32::try_from(*number).is_ok(),
        _ => true,
    }
}

fn number(digits: &str) -> Option<Cell> {
    if let Ok(whole) = digits.parse() {
        return Some(Cell::Integer(whole));
    }
    let number: f64 = digits.parse().ok()?;
    let whole = number.fract() == 0.0 && number.abs() < 9e15;
    Some(if whole { Cell::Integer(number as i64) } else { Cell::Real(number) })
}

/// The type of what has none, by the first value there is.
fn by_value(values: &[&mut Cell], server: Dialect) -> &'static str {
    let per = |sql_server, oracle, db2| match server {
        Dialect::SqlServer => sql_server,
        Dialect::Oracle => oracle,
        _ => db2,
    };
    match values.iter().find(|cell| ***cell != Cell::Null) {
        Some(Cell::Integer(_) | Cell::Bool(_)) => per("int", "NUMBER", "INTEGER"),
        Some(Cell::Real(_) | Cell::BigInt { .. }) => per("float", "NUMBER", "DOUBLE"),
        Some(Cell::Bytes { .. }) => per("varbinary", "RAW", "VARBINARY"),
        Some(Cell::Date { .. }) => per("datetime", "DATE", "TIMESTAMP"),
        None => per("int", "VARCHAR2", "VARCHAR"),
        _ => per("nvarchar", "VARCHAR2", "VARCHAR"),
    }
}

#[cfg(test)]
mod tests {
    use sqlparser::dialect::GenericDialect;
    use sqlparser::parser::Parser;

    use super::*;

    fn read(text: &str, server: Dialect) -> Option<(Kind, String)> {
        let declared =
            Parser::new(&GenericDialect {}).try_with_sql(text).and_then(|mut parser| parser.parse_data_type());
        of(&declared.unwrap_or(DataType::Unspecified), server).map(|ty| (ty.kind, ty.name))
    }

    #[test]
    fn a_type_is_known_by_its_servers_word() {
        for (text, server, kind, name) in [
            ("NVARCHAR(255)", Dialect::SqlServer, Kind::Text(Some(255)), "nvarchar(255)"),
            ("NVARCHAR(MAX)", Dialect::SqlServer, Kind::Text(None), "nvarchar(max)"),
            ("BIT", Dialect::SqlServer, Kind::Boolean, "bit"),
            ("DECIMAL(10, 2)", Dialect::SqlServer, Kind::Decimal(Some(2)), "decimal(10,2)"),
            ("DATETIME2(7)", Dialect::SqlServer, Kind::Timestamp { fraction: true }, "datetime2"),
            ("VARCHAR2(255 CHAR)", Dialect::Oracle, Kind::Text(Some(255)), "VARCHAR2"),
            ("NUMBER", Dialect::Oracle, Kind::Decimal(None), "NUMBER"),
            ("NUMBER(10)", Dialect::Oracle, Kind::Decimal(Some(0)), "NUMBER"),
            ("TIMESTAMP(6)", Dialect::Oracle, Kind::Timestamp { fraction: true }, "TIMESTAMP(6)"),
            (
                "TIMESTAMP WITH TIME ZONE",
                Dialect::Oracle,
                Kind::Timestamp { fraction: true },
                "TIMESTAMP(6) WITH TIME ZONE",
            ),
            ("INT", Dialect::Db2, Kind::Integer(32), "INTEGER"),
            ("VARCHAR(60)", Dialect::Db2, Kind::Text(Some(60)), "VARCHAR"),
        ] {
            assert_eq!(read(text, server), Some((kind, name.to_owned())), "{text}");
        }
        assert_eq!(read("JSONB", Dialect::SqlServer), None);
        assert_eq!(read("NVARCHAR(3)", Dialect::Oracle), None);
    }
}
