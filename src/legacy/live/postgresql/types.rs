//! Types by number, and values as the server writes them.

use base64::prelude::{Engine, BASE64_STANDARD};

use crate::legacy::embedded::time::parts;
use crate::legacy::Cell;

/// Names of the types that have a number of their own on every server, those of arrays with `_`; those a driver would
/// take for another type are left to their number.
const NAMES: &[(i32, &str)] = &[
    (16, "bool"),
    (17, "bytea"),
    (20, "int8"),
    (21, "int2"),
    (23, "int4"),
    (24, "regproc"),
    (25, "text"),
    (26, "oid"),
    (28, "xid"),
    (114, "json"),
    (142, "xml"),
    (199, "_json"),
    (600, "point"),
    (602, "path"),
    (604, "polygon"),
    (650, "cidr"),
    (700, "float4"),
    (701, "float8"),
    (718, "circle"),
    (774, "macaddr8"),
    (790, "money"),
    (829, "macaddr"),
    (869, "inet"),
    (1000, "_bool"),
    (1001, "_bytea"),
    (1005, "_int2"),
    (1007, "_int4"),
    (1009, "_text"),
    (1014, "_bpchar"),
    (1015, "_varchar"),
    (1016, "_int8"),
    (1017, "_point"),
    (1021, "_float4"),
    (1022, "_float8"),
    (1041, "_inet"),
    (1042, "bpchar"),
    (1043, "varchar"),
    (1082, "date"),
    (1083, "time"),
    (1114, "timestamp"),
    (1115, "_timestamp"),
    (1182, "_date"),
    (1183, "_time"),
    (1184, "timestamptz"),
    (1185, "_timestamptz"),
    (1186, "interval"),
    (1187, "_interval"),
    (1231, "_numeric"),
    (1266, "timetz"),
    (1560, "bit"),
    (1562, "varbit"),
    (1700, "numeric"),
    (2205, "regclass"),
    (2206, "regtype"),
    (2950, "uuid"),
    (2951, "_uuid"),
    (3220, "pg_lsn"),
    (3614, "tsvector"),
    (3615, "tsquery"),
    (3802, "jsonb"),
    (3807, "_jsonb"),
];

/// The type's name with its length or scale; `oid 16385` for one that only this server knows.
pub(super) fn name(oid: i32, modifier: i32) -> String {
    let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == oid) else {
        // Read as the number it is on the wire, which is unsigned.
        return format!("oid {}", oid.cast_unsigned());
    };
    match oid {
        1042 | 1043 if modifier > 4 => format!("{name}({})", modifier - 4),
        1700 if modifier > 4 => {
            let packed = modifier - 4;
            format!("{name}({},{})", packed >> 16, packed & 0x7ff)
        }
        _ => (*name).to_owned(),
    }
}

/// A value as a cell: in the server's own text, but for what a cell has a form for that reads back the same.
pub(super) fn cell(bytes: &[u8], oid: i32) -> Cell {
    let text = String::from_utf8_lossy(bytes);
    match oid {
        16 => Cell::Bool(text == "t"),
        20 | 21 | 23 | 26 => text.parse().map_or_else(|_| Cell::Text(text.into_owned()), Cell::Integer),
        17 => match text.strip_prefix("\\x").and_then(unhex) {
            Some(bytes) => Cell::Bytes { base64: BASE64_STANDARD.encode(bytes) },
            None => Cell::Text(text.into_owned()),
        },
        _ => Cell::Text(text.into_owned()),
    }
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.as_bytes().chunks(2).map(pair).collect()
}

/// A parameter as the driver sends it: whether in binary, and the bytes; `None` is NULL.
pub(super) fn bound(cell: &Cell) -> (bool, Option<Vec<u8>>) {
    let text = |text: String| (false, Some(text.into_bytes()));
    match cell {
        Cell::Null => (false, None),
        Cell::Bool(value) => text(value.to_string()),
        Cell::Integer(value) => text(value.to_string()),
        Cell::Real(value) => text(value.to_string()),
        Cell::Text(value) => text(value.clone()),
        Cell::BigInt { digits } => text(digits.clone()),
        Cell::Date { ms } => text(moment(*ms)),
        Cell::Json { value } => text(value.to_string()),
        Cell::Bytes { base64 } => match BASE64_STANDARD.decode(base64) {
            Ok(bytes) => (true, Some(bytes)),
            Err(_) => (false, None),
        },
    }
}

/// A point in time as the driver writes it where the clock shows UTC, as on the platform.
fn moment(ms: f64) -> String {
    let at = parts((ms * 1000.0) as i64);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+00:00",
        at.year,
        at.month,
        at.day,
        at.hour,
        at.minute,
        at.second,
        at.micros / 1000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_says_its_length_and_one_of_the_server_alone_its_number() {
        assert_eq!(name(1043, 259), "varchar(255)");
        assert_eq!(name(1700, ((10 << 16) | 2) + 4), "numeric(10,2)");
        assert_eq!(name(1700, -1), "numeric");
        assert_eq!(name(1007, -1), "_int4");
        assert_eq!(name(16_385, -1), "oid 16385");
        assert_eq!(name(-1, -1), "oid 4294967295");
    }

    #[test]
    fn values_read_back_as_the_server_wrote_them() {
        assert_eq!(cell(b"t", 16), Cell::Bool(true));
        assert_eq!(cell(b"9007199254740993", 20), Cell::Integer(9_007_199_254_740_993));
        assert_eq!(cell(b"1.50", 1700), Cell::Text("1.50".to_owned()));
        assert_eq!(cell(b"\\x00ff", 17), Cell::Bytes { base64: "AP8=".to_owned() });
        assert_eq!(cell(b"{\"a\": 1}", 3802), Cell::Text("{\"a\": 1}".to_owned()));
    }

    #[test]
    fn bytes_alone_are_bound_in_binary() {
        assert_eq!(bound(&Cell::Bool(true)), (false, Some(b"true".to_vec())));
        assert_eq!(bound(&Cell::Null), (false, None));
        assert_eq!(bound(&Cell::Bytes { base64: "AP8=".to_owned() }), (true, Some(vec![0, 255])));
        assert_eq!(bound(&Cell::Date { ms: 0.0 }), (false, Some(b"1970-01-01T00:00:00.000+00:00".to_vec())));
    }
}
