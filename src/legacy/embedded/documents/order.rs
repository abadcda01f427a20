//! How values compare: the order of types, numbers across their types, text by collation.

use std::cmp::Ordering;

use bson::{Bson, Document};

/// Which differences between texts count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Collation {
    /// Every one: bytes are compared.
    #[default]
    Simple,
    /// Letters and accents count, case does not (strength 2).
    WithoutCase,
    /// Letters alone count (strength 1).
    Letters,
}

impl Collation {
    /// The text as it is compared.
    pub(super) fn folded(self, text: &str) -> String {
        match self {
            Self::Simple => text.to_owned(),
            Self::WithoutCase => text.chars().flat_map(char::to_lowercase).collect(),
            Self::Letters => text.chars().flat_map(char::to_lowercase).map(without_accent).collect(),
        }
    }
}

/// The plain letter under the accents of Latin text.
fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// The place of a value's type among all types.
pub(super) fn rank(value: &Bson) -> u8 {
    match value {
        Bson::MinKey => 0,
        Bson::Undefined | Bson::Null => 1,
        Bson::Int32(_) | Bson::Int64(_) | Bson::Double(_) | Bson::Decimal128(_) => 2,
        Bson::Symbol(_) | Bson::String(_) => 3,
        Bson::Document(_) => 4,
        Bson::Array(_) => 5,
        Bson::Binary(_) => 6,
        Bson::ObjectId(_) => 7,
        Bson::Boolean(_) => 8,
        Bson::DateTime(_) => 9,
        Bson::Timestamp(_) => 10,
        Bson::RegularExpression(_) => 11,
        Bson::DbPointer(_) => 12,
        Bson::JavaScriptCode(_) => 13,
        Bson::JavaScriptCodeWithScope(_) => 14,
        Bson::MaxKey => 15,
    }
}

/// A number of any type; `None` for what is none.
pub(super) fn number(value: &Bson) -> Option<f64> {
    match value {
        Bson::Int32(number) => Some(f64::from(*number)),
        Bson::Int64(number) => Some(*number as f64),
        Bson::Double(number) => Some(*number),
        Bson::Decimal128(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// A whole number of any type; `None` for what is none.
pub(super) fn integer(value: &Bson) -> Option<i64> {
    match value {
        Bson::Int32(number) => Some(i64::from(*number)),
        Bson::Int64(number) => Some(*number),
        other => {
            number(other).filter(|number| number.fract() == 0.0 && number.abs() < 9.0e18).map(|number| number as i64)
        }
    }
}

/// Whether a value counts as true.
pub(super) fn truth(value: &Bson) -> bool {
    match value {
        Bson::Boolean(value) => *value,
        Bson::Null | Bson::Undefined => false,
        other => number(other) != Some(0.0),
    }
}

/// The order of two values.
pub(super) fn compare(one: &Bson, other: &Bson, collation: Collation) -> Ordering {
    match (one, other) {
        (Bson::Int32(_) | Bson::Int64(_), Bson::Int32(_) | Bson::Int64(_)) => integer(one).cmp(&integer(other)),
        (Bson::String(one) | Bson::Symbol(one), Bson::String(other) | Bson::Symbol(other)) => match collation {
            Collation::Simple => one.cmp(other),
            folding => folding.folded(one).cmp(&folding.folded(other)),
        },
        (Bson::Document(one), Bson::Document(other)) => compare_documents(one, other, collation),
        (Bson::Array(one), Bson::Array(other)) => {
            let pairs = one.iter().zip(other).map(|(one, other)| compare(one, other, collation));
            pairs.into_iter().find(|order| order.is_ne()).unwrap_or_else(|| one.len().cmp(&other.len()))
        }
        (Bson::Binary(one), Bson::Binary(other)) => {
            let key = |binary: &bson::Binary| (binary.bytes.len(), u8::from(binary.subtype));
            key(one).cmp(&key(other)).then_with(|| one.bytes.cmp(&other.bytes))
        }
        (Bson::ObjectId(one), Bson::ObjectId(other)) => one.bytes().cmp(&other.bytes()),
        (Bson::Boolean(one), Bson::Boolean(other)) => one.cmp(other),
        (Bson::DateTime(one), Bson::DateTime(other)) => one.cmp(other),
        (Bson::Timestamp(one), Bson::Timestamp(other)) => (one.time, one.increment).cmp(&(other.time, other.increment)),
        (Bson::RegularExpression(one), Bson::RegularExpression(other)) => {
            (one.pattern.as_str(), one.options.as_str()).cmp(&(other.pattern.as_str(), other.options.as_str()))
        }
        (Bson::JavaScriptCode(one), Bson::JavaScriptCode(other)) => one.cmp(other),
        _ => match (number(one), number(other)) {
            // What is no number comes before all numbers.
            (Some(one), Some(other)) => one.partial_cmp(&other).unwrap_or_else(|| other.is_nan().cmp(&one.is_nan())),
            _ => rank(one).cmp(&rank(other)),
        },
    }
}

fn compare_documents(one: &Document, other: &Document, collation: Collation) -> Ordering {
    for ((name, value), (other_name, other_value)) in one.iter().zip(other) {
        let order = rank(value)
            .cmp(&rank(other_value))
            .then_with(|| name.cmp(other_name))
            .then_with(|| compare(value, other_value, collation));
        if order.is_ne() {
            return order;
        }
    }
    one.len().cmp(&other.len())
}

/// Whether two values are the same to a query.
pub(super) fn equal(one: &Bson, other: &Bson, collation: Collation) -> bool {
    rank(one) == rank(other) && compare(one, other, collation).is_eq()
}

/// A text that is the same for equal values and for no others.
pub(super) fn key(value: &Bson, collation: Collation) -> String {
    match value {
        Bson::String(text) | Bson::Symbol(text) => format!("s{:?}", collation.folded(text)),
        Bson::Document(document) => {
            let parts: Vec<String> =
                document.iter().map(|(name, value)| format!("{name:?}:{}", key(value, collation))).collect();
            format!("{{{}}}", parts.join(","))
        }
        Bson::Array(items) => {
            format!("[{}]", items.iter().map(|item| key(item, collation)).collect::<Vec<_>>().join(","))
        }
        Bson::Null | Bson::Undefined => "null".to_owned(),
        other => match (integer(other), number(other)) {
            (Some(whole), _) => format!("n{whole}"),
            (None, Some(number)) => format!("n{number}"),
            (None, None) => format!("{}{other:?}", rank(other)),
        },
    }
}

/// The type's name and number in queries and messages.
pub(super) const fn type_of(value: &Bson) -> (&'static str, i32) {
    match value {
        Bson::Double(_) => ("double", 1),
        Bson::String(_) => ("string", 2),
        Bson::Document(_) => ("object", 3),
        Bson::Array(_) => ("array", 4),
        Bson::Binary(_) => ("binData", 5),
        Bson::Undefined => ("undefined", 6),
        Bson::ObjectId(_) => ("objectId", 7),
        Bson::Boolean(_) => ("bool", 8),
        Bson::DateTime(_) => ("date", 9),
        Bson::Null => ("null", 10),
        Bson::RegularExpression(_) => ("regex", 11),
        Bson::DbPointer(_) => ("dbPointer", 12),
        Bson::JavaScriptCode(_) => ("javascript", 13),
        Bson::Symbol(_) => ("symbol", 14),
        Bson::JavaScriptCodeWithScope(_) => ("javascriptWithScope", 15),
        Bson::Int32(_) => ("int", 16),
        Bson::Timestamp(_) => ("timestamp", 17),
        Bson::Int64(_) => ("long", 18),
        Bson::Decimal128(_) => ("decimal", 19),
        Bson::MinKey => ("minKey", -1),
        Bson::MaxKey => ("maxKey", 127),
    }
}

/// A value as the server writes it into its messages.
pub(super) fn shown(value: &Bson) -> String {
    match value {
        Bson::String(text) => format!("\"{text}\""),
        Bson::Document(document) if document.is_empty() => "{}".to_owned(),
        Bson::Document(document) => shown_document(document),
        Bson::Array(items) => format!("[ {} ]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Bson::ObjectId(id) => format!("ObjectId('{}')", id.to_hex()),
        Bson::DateTime(date) => format!("new Date({})", date.timestamp_millis()),
        Bson::Double(number) if number.fract() == 0.0 && number.abs() < 1.0e15 => format!("{number:.1}"),
        Bson::Null => "null".to_owned(),
        Bson::Undefined => "undefined".to_owned(),
        Bson::RegularExpression(regex) => format!("/{}/{}", regex.pattern.as_str(), regex.options.as_str()),
        other => other.to_string(),
    }
}

/// A document as the server writes it into its messages.
pub(super) fn shown_document(document: &Document) -> String {
    let parts: Vec<String> = document.iter().map(|(name, value)| format!("{name}: {}", shown(value))).collect();
    format!("{{ {} }}", parts.join(", "))
}
