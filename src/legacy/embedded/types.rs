//! Column types: what the dialect calls them, how SQLite keeps them.

use sqlparser::ast::{
    ArrayElemTypeDef, BinaryLength, CharacterLength, DataType, EnumMember, ExactNumberInfo, TimezoneInfo,
};

use crate::legacy::embedded::family::Family;

/// What a type means, whatever it is called.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// PostgreSQL `boolean`. MySQL has none: its `BOOL` is `TINYINT(1)`.
    Boolean,
    /// Whole numbers of so many bits.
    Integer(u8),
    Float,
    /// Exact numbers; the digits after the point, if declared.
    Decimal(Option<u32>),
    /// Text of at most so many characters.
    Text(Option<u64>),
    /// One of these words.
    Enum(Vec<String>),
    Uuid,
    Json,
    Bytes,
    Date,
    Time,
    /// With or without fractions of a second.
    Timestamp {
        fraction: bool,
    },
    Interval,
    /// An array, kept as JSON.
    Array(Box<ColumnType>),
    /// The store cannot tell; the value speaks for itself.
    Unknown,
}

/// A type with its name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ColumnType {
    pub(crate) kind: Kind,
    /// In the dialect's own words, as it goes into answers: `varchar`, `int8`, `tinyint(1)`.
    pub(crate) name: String,
    /// As messages spell it: `character varying(20)`, `bigint`.
    pub(crate) spelled: String,
}

impl ColumnType {
    fn new(kind: Kind, name: &str, spelled: &str) -> Self {
        Self { kind, name: name.to_owned(), spelled: spelled.to_owned() }
    }

    /// The type of what has none.
    pub(crate) fn unknown() -> Self {
        Self::new(Kind::Unknown, "", "unknown")
    }

    /// Text without a limit, as expressions have it.
    pub(crate) fn text(dialect: Family) -> Self {
        Self::new(Kind::Text(None), per(dialect, "varchar", "text"), "text")
    }

    /// The type of a comparison.
    pub(crate) fn boolean(dialect: Family) -> Self {
        match dialect {
            Family::MySql => Self::new(Kind::Integer(32), "int", "int"),
            Family::PostgreSql => Self::new(Kind::Boolean, "bool", "boolean"),
        }
    }

    /// A whole number of 32 bits.
    pub(crate) fn integer(dialect: Family) -> Self {
        Self::new(Kind::Integer(32), per(dialect, "int", "int4"), "integer")
    }

    /// A whole number of 64 bits.
    pub(crate) fn big(dialect: Family) -> Self {
        Self::new(Kind::Integer(64), per(dialect, "bigint", "int8"), "bigint")
    }

    /// A whole number written with so many digits: MariaDB counts them to see what a result can be.
    pub(crate) fn of_digits(digits: usize) -> Self {
        let bits = match digits {
            0..=2 => 8,
            3..=4 => 16,
            5..=6 => 24,
            7..=9 => 32,
            _ => return Self::big(Family::MySql),
        };
        Self { kind: Kind::Integer(bits), ..Self::integer(Family::MySql) }
    }

    /// MariaDB's JSON: text that is checked.
    pub(crate) fn checked_json() -> Self {
        Self::new(Kind::Text(None), "longtext", "longtext")
    }

    /// An exact number.
    pub(crate) fn decimal(dialect: Family) -> Self {
        Self::new(Kind::Decimal(None), per(dialect, "decimal", "numeric"), "numeric")
    }

    /// An exact number with so many digits after the point.
    pub(crate) fn scaled(scale: u32, dialect: Family) -> Self {
        Self { kind: Kind::Decimal(Some(scale.min(30))), ..Self::decimal(dialect) }
    }

    /// The digits after the point, 0 for whole numbers; `None` for what has no fixed number of them.
    pub(crate) fn scale(&self) -> Option<u32> {
        match self.kind {
            Kind::Integer(_) => Some(0),
            Kind::Decimal(scale) => scale,
            _ => None,
        }
    }

    /// A floating point number.
    pub(crate) fn float(dialect: Family) -> Self {
        Self::new(Kind::Float, per(dialect, "double", "float8"), "double precision")
    }

    /// What `NOW()` gives.
    pub(crate) fn now(dialect: Family) -> Self {
        match dialect {
            Family::MySql => Self::new(Kind::Timestamp { fraction: false }, "datetime", "datetime"),
            Family::PostgreSql => {
                Self::new(Kind::Timestamp { fraction: true }, "timestamptz", "timestamp with time zone")
            }
        }
    }

    /// A date without time.
    pub(crate) fn date() -> Self {
        Self::new(Kind::Date, "date", "date")
    }

    /// A span of time.
    pub(crate) fn interval() -> Self {
        Self::new(Kind::Interval, "interval", "interval")
    }

    /// JSON, the kind that compares.
    pub(crate) fn json(dialect: Family) -> Self {
        Self::new(Kind::Json, per(dialect, "json", "jsonb"), "jsonb")
    }

    /// An array.
    pub(crate) fn array(element: Self) -> Self {
        let (name, spelled) = (format!("_{}", element.name), format!("{}[]", element.spelled));
        Self { kind: Kind::Array(Box::new(element)), name, spelled }
    }

    /// Bytes.
    pub(crate) fn bytes(dialect: Family) -> Self {
        Self::new(Kind::Bytes, per(dialect, "blob", "bytea"), "bytea")
    }

    /// A UUID; MySQL has it as text.
    pub(crate) fn uuid(dialect: Family) -> Self {
        match dialect {
            Family::MySql => Self::text(dialect),
            Family::PostgreSql => Self::new(Kind::Uuid, "uuid", "uuid"),
        }
    }

    /// The SQLite type whose affinity keeps such values as they are.
    pub(crate) fn affinity(&self) -> &'static str {
        match self.kind {
            Kind::Boolean | Kind::Integer(_) => "INTEGER",
            Kind::Float => "REAL",
            Kind::Decimal(_) => "NUMERIC",
            Kind::Bytes | Kind::Unknown => "BLOB",
            _ => "TEXT",
        }
    }

    /// Whether values are kept as text.
    pub(crate) fn is_textual(&self) -> bool {
        matches!(self.kind, Kind::Text(_) | Kind::Enum(_))
    }

    /// Reads a declared type. `None` for what the embedded store does not have.
    pub(crate) fn of(declared: &DataType, dialect: Family) -> Option<Self> {
        match dialect {
            Family::MySql => mysql(declared),
            Family::PostgreSql => postgresql(declared),
        }
    }
}

fn per(dialect: Family, mysql: &'static str, postgresql: &'static str) -> &'static str {
    match dialect {
        Family::MySql => mysql,
        Family::PostgreSql => postgresql,
    }
}

fn characters(length: Option<&CharacterLength>) -> Option<u64> {
    match length {
        Some(CharacterLength::IntegerLength { length, .. }) => Some(*length),
        _ => None,
    }
}

fn scale(number: &ExactNumberInfo, default: Option<u32>) -> Option<u32> {
    match number {
        ExactNumberInfo::PrecisionAndScale(_, scale) => u32::try_from(*scale).ok().map(|scale| scale.min(60)),
        ExactNumberInfo::Precision(_) => Some(0),
        ExactNumberInfo::None => default,
    }
}

fn mysql(declared: &DataType) -> Option<ColumnType> {
    use DataType as T;
    let simple = |kind, name: &str| Some(ColumnType::new(kind, name, name));
    match declared {
        T::Bool | T::Boolean | T::TinyInt(Some(1)) => simple(Kind::Integer(8), "tinyint(1)"),
        T::TinyInt(_) | T::TinyIntUnsigned(_) => simple(Kind::Integer(8), "tinyint"),
        T::SmallInt(_) | T::SmallIntUnsigned(_) | T::Int2(_) => simple(Kind::Integer(16), "smallint"),
        T::MediumInt(_) | T::MediumIntUnsigned(_) => simple(Kind::Integer(24), "mediumint"),
        T::Int(_) | T::Integer(_) | T::IntUnsigned(_) | T::IntegerUnsigned(_) | T::Int4(_) => {
            simple(Kind::Integer(32), "int")
        }
        T::BigInt(_) | T::BigIntUnsigned(_) | T::Int8(_) | T::Signed | T::SignedInteger => {
            simple(Kind::Integer(64), "bigint")
        }
        T::Unsigned | T::UnsignedInteger => simple(Kind::Integer(64), "bigint"),
        T::Float(_) | T::FloatUnsigned(_) | T::Float4 => simple(Kind::Float, "float"),
        T::Double(_) | T::DoubleUnsigned(_) | T::DoublePrecision | T::Real => simple(Kind::Float, "double"),
        T::Decimal(n) | T::DecimalUnsigned(n) | T::Numeric(n) | T::Dec(n) => {
            simple(Kind::Decimal(scale(n, Some(0))), "decimal")
        }
        T::Char(length) | T::Character(length) => simple(Kind::Text(characters(length.as_ref()).or(Some(1))), "char"),
        T::Varchar(length) | T::CharacterVarying(length) | T::CharVarying(length) | T::Nvarchar(length) => {
            simple(Kind::Text(characters(length.as_ref())), "varchar")
        }
        T::TinyText => simple(Kind::Text(Some(255)), "tinytext"),
        T::Text => simple(Kind::Text(Some(65_535)), "text"),
        T::MediumText => simple(Kind::Text(None), "mediumtext"),
        T::LongText => simple(Kind::Text(None), "longtext"),
        T::Enum(members, _) => {
            let words = members.iter().map(|member| match member {
                EnumMember::Name(name) | EnumMember::NamedValue(name, _) => name.clone(),
            });
            simple(Kind::Enum(words.collect()), "enum")
        }
        T::Set(_) => simple(Kind::Text(None), "set"),
        T::JSON => simple(Kind::Json, "json"),
        T::Binary(_) => simple(Kind::Bytes, "binary"),
        T::Varbinary(None | Some(BinaryLength::IntegerLength { .. } | BinaryLength::Max)) => {
            simple(Kind::Bytes, "varbinary")
        }
        T::TinyBlob | T::Blob(_) | T::MediumBlob | T::LongBlob => simple(Kind::Bytes, "blob"),
        T::Bit(_) => simple(Kind::Integer(64), "bit"),
        T::Date => simple(Kind::Date, "date"),
        T::Time(..) => simple(Kind::Time, "time"),
        T::Datetime(digits) => simple(Kind::Timestamp { fraction: digits.unwrap_or(0) > 0 }, "datetime"),
        T::Timestamp(digits, _) => simple(Kind::Timestamp { fraction: digits.unwrap_or(0) > 0 }, "timestamp"),
        T::Uuid => simple(Kind::Text(Some(36)), "char"),
        T::Custom(name, _) if name.to_string().trim_matches('"').eq_ignore_ascii_case("year") => {
            simple(Kind::Integer(16), "year")
        }
        _ => None,
    }
}

fn postgresql(declared: &DataType) -> Option<ColumnType> {
    use DataType as T;
    let simple = |kind, name: &str, spelled: &str| Some(ColumnType::new(kind, name, spelled));
    match declared {
        T::Bool | T::Boolean => simple(Kind::Boolean, "bool", "boolean"),
        T::SmallInt(_) | T::Int2(_) => simple(Kind::Integer(16), "int2", "smallint"),
        T::Int(_) | T::Integer(_) | T::Int4(_) => simple(Kind::Integer(32), "int4", "integer"),
        T::BigInt(_) | T::Int8(_) => simple(Kind::Integer(64), "int8", "bigint"),
        T::Real | T::Float4 => simple(Kind::Float, "float4", "real"),
        T::Float(_) | T::Float8 | T::Double(_) | T::DoublePrecision => {
            simple(Kind::Float, "float8", "double precision")
        }
        T::Decimal(n) | T::Numeric(n) | T::Dec(n) => simple(Kind::Decimal(scale(n, None)), "numeric", "numeric"),
        T::Char(length) | T::Character(length) => {
            let limit = characters(length.as_ref()).unwrap_or(1);
            simple(Kind::Text(Some(limit)), "bpchar", &format!("character({limit})"))
        }
        T::Varchar(length) | T::CharacterVarying(length) | T::CharVarying(length) => {
            let limit = characters(length.as_ref());
            let spelled = limit.map_or("character varying".to_owned(), |n| format!("character varying({n})"));
            simple(Kind::Text(limit), "varchar", &spelled)
        }
        T::Text | T::String(_) => simple(Kind::Text(None), "text", "text"),
        T::Uuid => simple(Kind::Uuid, "uuid", "uuid"),
        T::JSON => simple(Kind::Json, "json", "json"),
        T::JSONB => simple(Kind::Json, "jsonb", "jsonb"),
        T::Bytea => simple(Kind::Bytes, "bytea", "bytea"),
        T::Date => simple(Kind::Date, "date", "date"),
        T::Time(..) => simple(Kind::Time, "time", "time without time zone"),
        T::Timestamp(_, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz) => {
            simple(Kind::Timestamp { fraction: true }, "timestamptz", "timestamp with time zone")
        }
        T::Timestamp(..) => simple(Kind::Timestamp { fraction: true }, "timestamp", "timestamp without time zone"),
        T::Interval { .. } => simple(Kind::Interval, "interval", "interval"),
        T::Array(ArrayElemTypeDef::SquareBracket(inner, _) | ArrayElemTypeDef::Qualified(inner, _)) => {
            Some(ColumnType::array(postgresql(inner)?))
        }
        T::Custom(name, _) => custom(&name.to_string().to_ascii_lowercase()),
        _ => None,
    }
}

/// Types the grammar has no word for. An extension's `citext` is text that compares without case.
fn custom(name: &str) -> Option<ColumnType> {
    let bare = name.rsplit('.').next().unwrap_or(name).trim_matches('"');
    let simple = |kind, name: &str, spelled: &str| Some(ColumnType::new(kind, name, spelled));
    match bare {
        "serial" | "serial4" => simple(Kind::Integer(32), "int4", "integer"),
        "bigserial" | "serial8" => simple(Kind::Integer(64), "int8", "bigint"),
        "smallserial" | "serial2" => simple(Kind::Integer(16), "int2", "smallint"),
        "citext" | "inet" | "cidr" | "name" | "bpchar" => simple(Kind::Text(None), bare, bare),
        "timestamptz" => simple(Kind::Timestamp { fraction: true }, "timestamptz", "timestamp with time zone"),
        _ => None,
    }
}

/// Whether a PostgreSQL type brings its own sequence.
pub(crate) fn is_serial(declared: &DataType) -> bool {
    let DataType::Custom(name, _) = declared else { return false };
    let name = name.to_string().to_ascii_lowercase();
    let bare = name.trim_matches('"');
    matches!(bare, "serial" | "bigserial" | "smallserial" | "serial2" | "serial4" | "serial8")
}
