//! Which functions there are: the names of each dialect, what SQLite calls them and what they give.

use crate::legacy::embedded::family::Family;

use super::super::types::ColumnType;

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returns {
    Text,
    Integer,
    Big,
    Float,
    Boolean,
    Now,
    Date,
    Json,
    /// PostgreSQL `json` as opposed to `jsonb`.
    PlainJson,
    Bytes,
    Uuid,
    /// An array of what the argument is.
    Array,
    /// The type of the first argument that has one.
    Argument,
    /// As [`Self::Argument`], of several that are brought to one type: fixed lengths are lost.
    Mixed,
    /// As [`Self::Argument`], brought to the type it is compared in.
    Compared,
    /// MySQL's text beyond what a VARCHAR holds.
    LongText,
    /// The argument with the digits after the point that the second one says.
    Cut,
    /// What the mean of the argument is.
    Average,
    /// What adding up the argument gives.
    Sum,
    /// An exact number without digits after the point.
    Whole,
    /// What the value says.
    Unknown,
}

/// One function a dialect has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// As scripts call it, lower case.
    name: &'static str,
    /// What SQLite calls it.
    pub(crate) sqlite: &'static str,
    pub(crate) returns: Returns,
}

const fn f(name: &'static str, sqlite: &'static str, returns: Returns) -> Known {
    Known { name, sqlite, returns }
}

use Returns::{
    Argument, Array, Average, Big, Boolean, Bytes, Date, Float, Integer, Json, Now, PlainJson, Sum, Text as T, Uuid,
};

/// What both dialects have.
const COMMON: &[Known] = &[
    f("count", "count", Big),
    f("sum", "sum", Sum),
    f("avg", "avg", Average),
    f("min", "min", Argument),
    f("max", "max", Argument),
    f("coalesce", "coalesce", Returns::Mixed),
    f("nullif", "nullif", Returns::Compared),
    f("lower", "lower_text", T),
    f("upper", "upper_text", T),
    f("trim", "trim", T),
    f("ltrim", "ltrim", T),
    f("rtrim", "rtrim", T),
    f("replace", "replace", T),
    f("substring", "cut_text", T),
    f("substr", "cut_text", T),
    f("left", "left_text", T),
    f("right", "right_text", T),
    f("char_length", "length", Integer),
    f("character_length", "length", Integer),
    f("octet_length", "octet_length", Integer),
    f("bit_length", "bit_length", Integer),
    f("reverse", "reverse_text", T),
    f("repeat", "repeat_text", T),
    f("lpad", "lpad_text", T),
    f("rpad", "rpad_text", T),
    f("ascii", "unicode", Integer),
    f("concat", "concat_text", T),
    f("concat_ws", "concat_separated", T),
    f("md5", "md5_hex", T),
    f("now", "now_text", Now),
    f("current_timestamp", "now_text", Now),
    f("localtimestamp", "now_text", Now),
    f("localtime", "now_text", Now),
    f("current_date", "today_text", Date),
    f("current_time", "clock_text", T),
    f("version", "version_text", T),
    f("current_user", "current_user_text", T),
    f("session_user", "current_user_text", T),
    f("abs", "abs", Argument),
    f("round", "round", Returns::Cut),
    f("ceil", "ceil_number", Argument),
    f("ceiling", "ceil_number", Argument),
    f("floor", "floor_number", Argument),
    f("mod", "mod_number", Argument),
    f("greatest", "max", Argument),
    f("least", "min", Argument),
    f("row_number", "row_number", Big),
    f("rank", "rank", Big),
    f("dense_rank", "dense_rank", Big),
    f("lag", "lag", Argument),
    f("lead", "lead", Argument),
    f("first_value", "first_value", Argument),
    f("last_value", "last_value", Argument),
];

const MYSQL: &[Known] = &[
    f("ifnull", "ifnull", Returns::Mixed),
    f("if", "iif", Returns::Mixed),
    f("isnull", "is_null", Integer),
    f("lcase", "lower_text", T),
    f("ucase", "upper_text", T),
    f("mid", "cut_text", T),
    f("length", "octet_length", Integer),
    f("locate", "locate_text", Integer),
    f("instr", "position_text", Integer),
    f("substring_index", "substring_index", T),
    f("group_concat", "group_concat", Returns::LongText),
    f("sha", "sha1_hex", T),
    f("sha1", "sha1_hex", T),
    f("sha2", "sha2_hex", T),
    f("hex", "hex_digits", T),
    f("pow", "power_number", Float),
    f("power", "power_number", Float),
    f("sqrt", "root_number", Float),
    f("sign", "sign_number", Integer),
    f("truncate", "cut_number", Returns::Cut),
    f("field", "place_among", Integer),
    f("json_value", "json_value_text", T),
    f("json_length", "json_size", Integer),
    f("unhex", "unhex", Bytes),
    f("to_base64", "to_base64", T),
    f("from_base64", "from_base64", Bytes),
    f("uuid", "random_uuid", T),
    f("rand", "random_float", Float),
    f("sysdate", "now_text", Now),
    f("utc_timestamp", "now_text", Now),
    f("curdate", "today_text", Date),
    f("curtime", "clock_text", T),
    f("utc_date", "today_text", Date),
    f("unix_timestamp", "unix_seconds", Big),
    f("from_unixtime", "from_unix", Now),
    f("date_format", "strftime_mysql", T),
    f("date_add", "shifted_by", Now),
    f("date_sub", "shifted_back", Now),
    f("adddate", "shifted_by", Now),
    f("subdate", "shifted_back", Now),
    f("datediff", "date_difference", Integer),
    f("date", "date_part", Date),
    f("year", "year_part", Integer),
    f("month", "month_part", Integer),
    f("day", "day_part", Integer),
    f("hour", "hour_part", Integer),
    f("minute", "minute_part", Integer),
    f("second", "second_part", Integer),
    f("last_insert_id", "last_insert_id", Big),
    f("row_count", "row_count", Big),
    f("connection_id", "connection_number", Big),
    f("database", "database_text", T),
    f("schema", "database_text", T),
    f("user", "current_user_text", T),
    f("sleep", "no_sleep", Integer),
    f("json_extract", "json_extract", Json),
    f("json_unquote", "json_unquoted", T),
    f("json_object", "json_object", Json),
    f("json_array", "json_array", Json),
    f("json_set", "json_set", Json),
    f("json_valid", "json_valid", Integer),
    f("find_in_set", "position_in_list", Integer),
    f("json_contains", "json_contained", Integer),
    f("regexp_like", "regexp_match", Integer),
    f("json_arrayagg", "json_group_array", Json),
    f("json_objectagg", "json_group_object", Json),
];

const POSTGRESQL: &[Known] = &[
    f("power", "power_number", Float),
    f("sqrt", "root_number", Float),
    f("btrim", "trim", T),
    f("length", "length", Integer),
    f("strpos", "position_text", Integer),
    f("split_part", "split_part", T),
    f("initcap", "initial_capitals", T),
    f("string_agg", "string_agg", T),
    f("array_agg", "json_group_array", Array),
    f("json_agg", "json_group_array", PlainJson),
    f("jsonb_agg", "json_group_array", Json),
    f("bool_or", "max", Boolean),
    f("bool_and", "min", Boolean),
    f("every", "min", Boolean),
    f("random", "random_float", Float),
    f("encode", "encode_bytes", T),
    f("decode", "decode_text", Bytes),
    f("digest", "digest_bytes", Bytes),
    f("hmac", "hmac_bytes", Bytes),
    f("sha256", "sha256_bytes", Bytes),
    f("sha512", "sha512_bytes", Bytes),
    f("crypt", "crypt_text", T),
    f("gen_salt", "salt_text", T),
    f("gen_random_uuid", "random_uuid", Uuid),
    f("uuid_generate_v4", "random_uuid", Uuid),
    f("gen_random_bytes", "random_bytes", Bytes),
    f("clock_timestamp", "now_text", Now),
    f("statement_timestamp", "now_text", Now),
    f("transaction_timestamp", "now_text", Now),
    f("to_char", "to_char_text", T),
    f("to_timestamp", "from_unix", Now),
    f("date_trunc", "date_truncated", Now),
    f("date_part", "extract_field", Float),
    f("date", "date_part", Date),
    f("nextval", "next_value", Big),
    f("currval", "current_value", Big),
    f("lastval", "last_sequence_value", Big),
    f("setval", "set_value", Big),
    f("current_database", "database_text", T),
    f("current_schema", "schema_text", T),
    f("current_catalog", "database_text", T),
    f("user", "current_user_text", T),
    f("pg_sleep", "no_sleep", T),
    f("set_config", "set_setting", T),
    f("current_setting", "current_setting", T),
    f("json_build_object", "json_object", PlainJson),
    f("jsonb_build_object", "json_object", Json),
    f("json_build_array", "json_array", PlainJson),
    f("jsonb_build_array", "json_array", Json),
    f("json_array_length", "json_array_length", Integer),
    f("jsonb_array_length", "json_array_length", Integer),
    f("jsonb_extract_path_text", "json_path_text", T),
    f("json_extract_path_text", "json_path_text", T),
    f("to_json", "to_json_text", PlainJson),
    f("to_jsonb", "to_json_text", Json),
    f("jsonb_set", "json_with", Json),
    f("array_append", "array_with", Argument),
    f("array_remove", "array_without", Argument),
    f("array_length", "array_size", Integer),
    f("cardinality", "array_size", Integer),
    f("regexp_like", "regexp_match", Boolean),
    f("array_to_string", "array_joined", T),
];

/// Functions the servers have and the embedded store does not: to say that they do not exist would mislead.
const ELSEWHERE: &[&str] = &[
    "aes_decrypt",
    "aes_encrypt",
    "age",
    "benchmark",
    "bin_to_uuid",
    "convert_tz",
    "crc32",
    "elt",
    "format",
    "generate_series",
    "get_lock",
    "inet_aton",
    "json_each",
    "json_merge_patch",
    "json_remove",
    "json_search",
    "jsonb_array_elements",
    "jsonb_array_elements_text",
    "jsonb_each",
    "make_date",
    "ntile",
    "overlay",
    "password",
    "percent_rank",
    "pg_advisory_lock",
    "pg_advisory_xact_lock",
    "pg_notify",
    "pgp_sym_decrypt",
    "pgp_sym_encrypt",
    "quote",
    "quote_ident",
    "quote_literal",
    "regexp_match",
    "regexp_matches",
    "regexp_replace",
    "release_lock",
    "row_to_json",
    "soundex",
    "str_to_date",
    "substr_count",
    "time_format",
    "timestampdiff",
    "to_date",
    "to_number",
    "to_tsquery",
    "to_tsvector",
    "translate",
    "unnest",
    "uuid_generate_v1",
    "uuid_generate_v5",
    "uuid_short",
    "uuid_to_bin",
    "validate_password_strength",
    "width_bucket",
];

/// Whether a server would know this function though the embedded store does not.
pub(crate) fn is_elsewhere(name: &str) -> bool {
    ELSEWHERE.contains(&name)
}

/// The function of this name, if the dialect has it and the embedded store too.
pub(crate) fn known(dialect: Family, name: &str) -> Option<&'static Known> {
    let own = match dialect {
        Family::MySql => MYSQL,
        Family::PostgreSql => POSTGRESQL,
    };
    own.iter().chain(COMMON).find(|known| known.name == name)
}

/// What statements of other servers are brought to, by SQLite's name. No script can name them: its own names are
/// looked up before.
const BROUGHT: &[Known] = &[
    f("divided", "divided", Argument),
    f("remainder", "remainder", Argument),
    f("plus_any", "plus_any", Returns::Unknown),
    f("minus_any", "minus_any", Returns::Unknown),
    f("trunc_any", "trunc_any", Returns::Unknown),
    f("regexp_match", "regexp_match", Boolean),
    f("json_valid", "json_valid", Integer),
    f("char", "char", T),
    f("oracle_user", "oracle_user", T),
    f("open_transactions", "open_transactions", Integer),
    f("hour_part", "hour_part", Integer),
    f("minute_part", "minute_part", Integer),
    f("second_part", "second_part", Integer),
    f("len_text", "len_text", Integer),
    f("char_index", "char_index", Integer),
    f("instr_any", "instr_any", Integer),
    f("is_numeric", "is_numeric", Integer),
    f("date_diff", "date_diff", Integer),
    f("year_part", "year_part", Integer),
    f("month_part", "month_part", Integer),
    f("day_part", "day_part", Integer),
    f("extract_field", "extract_field", Integer),
    f("date_added", "date_added", Now),
    f("months_added", "months_added", Date),
    f("oracle_date", "oracle_date", Date),
    f("sysdate_text", "sysdate_text", Date),
    f("oracle_number", "oracle_number", Returns::Unknown),
    f("oracle_char", "oracle_char", T),
    f("oracle_concat", "oracle_concat", T),
    f("substr_any", "substr_any", T),
    f("stuff_text", "stuff_text", T),
    f("json_value_text", "json_value_text", T),
    f("convert_style", "convert_style", T),
    f("hash_bytes", "hash_bytes", Bytes),
    f("random_bytes", "random_bytes", Bytes),
    f("guid_text", "guid_text", Uuid),
    f("last_identity", "last_identity", Returns::Whole),
    f("row_count", "row_count", Integer),
    f("hex", "hex", T),
    f("unhex", "unhex", Bytes),
    f("strict_number", "strict_number", Float),
];

/// The function of this name, for its type: also what only the translation can call.
pub(crate) fn typed(dialect: Family, name: &str) -> Option<&'static Known> {
    known(dialect, name).or_else(|| BROUGHT.iter().find(|known| known.name == name))
}

impl Returns {
    /// The type of the answer, given the types of the arguments.
    pub(crate) fn of(self, arguments: &[ColumnType], dialect: Family) -> ColumnType {
        use super::super::types::Kind;
        match self {
            Self::Text => ColumnType::text(dialect),
            Self::Integer => ColumnType::integer(dialect),
            Self::Big => ColumnType::big(dialect),
            Self::Average => match (arguments.first().map(|ty| &ty.kind), dialect) {
                (Some(Kind::Float), _) => ColumnType::float(dialect),
                (_, Family::PostgreSql) => ColumnType::scaled(16, dialect),
                _ => ColumnType::scaled(arguments.first().and_then(ColumnType::scale).unwrap_or(0) + 4, dialect),
            },
            Self::Float => ColumnType::float(dialect),
            Self::Unknown => ColumnType::unknown(),
            Self::Whole => ColumnType::scaled(0, dialect),
            Self::Boolean => ColumnType::boolean(dialect),
            Self::Now => ColumnType::now(dialect),
            Self::Date => ColumnType::date(),
            Self::Json => ColumnType::json(dialect),
            Self::PlainJson => ColumnType { name: "json".to_owned(), ..ColumnType::json(dialect) },
            Self::Array => ColumnType::array(arguments.first().cloned().unwrap_or_else(|| ColumnType::text(dialect))),
            Self::Bytes => ColumnType::bytes(dialect),
            Self::Uuid => ColumnType::uuid(dialect),
            Self::Argument => {
                let typed = arguments.iter().find(|ty| ty.kind != Kind::Unknown);
                typed.cloned().unwrap_or_else(ColumnType::unknown)
            }
            Self::Cut => ColumnType::decimal(dialect),
            Self::Mixed => {
                let ty = Self::Argument.of(arguments, dialect);
                match (dialect, ty.name.as_str()) {
                    (Family::MySql, "char") => ColumnType::text(dialect),
                    _ => ty,
                }
            }
            Self::Compared => {
                let ty = Self::Argument.of(arguments, dialect);
                match (dialect, ty.name.as_str()) {
                    (Family::PostgreSql, "varchar") => ColumnType::text(dialect),
                    _ => ty,
                }
            }
            Self::LongText => ColumnType { name: "text".to_owned(), ..ColumnType::text(dialect) },
            Self::Sum => match (arguments.first().map(|ty| &ty.kind), dialect) {
                (Some(Kind::Float), _) => ColumnType::float(dialect),
                (Some(Kind::Decimal(Some(scale))), _) => ColumnType::scaled(*scale, dialect),
                (Some(Kind::Integer(bits)), Family::PostgreSql) if *bits < 64 => ColumnType::big(dialect),
                _ => ColumnType::decimal(dialect),
            },
        }
    }
}
