//! A reply changed by hand: what the store might have answered instead.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | the change as data, and an example of one |
//! | `text` | its one-line form, and why a text is none |
//! | `apply` | what it makes of a reply |
//! | `found` | what it makes of documents and entries |
//! | `failures` | errors in the words of the server |
//! | `typed` | typed JSON as cells of the dialect |

mod apply;
mod failures;
mod found;
#[cfg(test)]
mod tests;
mod text;
mod typed;

use serde_json::{Map, Value};

use super::{documents, Reply, Request};
pub(super) use failures::reply_of;
pub(super) use found::emptied;
pub use text::AlterationError;

/// A change of one reply. [`FromStr`](std::str::FromStr) and [`Display`](std::fmt::Display) are its one-line form.
#[derive(Clone, Debug, PartialEq)]
pub enum Alteration {
    /// `no rows`: nobody was found, or nothing was written.
    NoRows,
    /// `rows [{"id": 1}]`: these rows, in place of whatever was answered.
    Rows(Vec<Map<String, Value>>),
    /// `row 1 email = "x"`: one cell.
    Cell {
        /// The row, from 1.
        row: usize,
        /// The column.
        column: String,
        /// Its new value.
        value: Value,
    },
    /// `without row 2`: one row less.
    WithoutRow(usize),
    /// `error ER_DUP_ENTRY "message"`: the store refuses.
    Error {
        /// MySQL's name, an SQLSTATE, the number of SQL Server, MongoDB or LDAP, `ORA-00001`, `SQL0803N`, or a
        /// network failure of Node.
        code: String,
        /// The server's words; `None` for its usual ones.
        message: Option<String>,
    },
    /// `connected`: the connection is opened after all.
    Connected,
    /// `delay 500`: the answer takes so many milliseconds.
    Delay(u64),
    /// `status 500`: an HTTP service answers with this status.
    Status(u16),
    /// `body {"a": 1}`: an HTTP service answers with this body.
    Body(Body),
}

/// The body of an HTTP answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// JSON, said to be JSON.
    Json(Value),
    /// Anything else.
    Text(String),
}

/// Each form with what it does, for whoever has to explain them.
pub const FORMS: &[(&str, &str)] = &[
    ("no rows", "nobody was found, or nothing was written"),
    (r#"rows [{"id": 1, "email": "x"}]"#, "these rows instead"),
    (r#"row 1 email = "x""#, "one cell"),
    ("without row 2", "one row less"),
    ("error ECONNREFUSED", "the network fails"),
    (r#"error ER_DUP_ENTRY "message""#, "MySQL refuses"),
    ("error 23505", "PostgreSQL refuses, by SQLSTATE"),
    ("error 2627", "SQL Server refuses, by number"),
    ("error ORA-00001", "Oracle refuses"),
    ("error SQL0803N", "Db2 refuses"),
    ("error 11000", "MongoDB refuses, by code"),
    ("error 49", "the directory refuses, by result code"),
    ("connected", "the connection is opened after all"),
    ("delay 500", "the answer takes 500 ms"),
    ("status 500", "an HTTP service answers with this status"),
    (r#"body {"active": false}"#, "an HTTP service answers with this body"),
];

impl Alteration {
    /// A change of this reply to `request` that is worth trying.
    pub fn example(request: &Request, reply: &Reply) -> Self {
        match reply {
            Reply::Error(_) if matches!(request, Request::Connect { .. }) => Self::Connected,
            Reply::Error(_) if matches!(request, Request::Http { .. }) => Self::Status(200),
            Reply::Rows { columns, rows, .. } if rows.is_empty() => {
                let row = columns.iter().map(|column| (column.name.clone(), typed::example(column)));
                Self::Rows(vec![row.collect()])
            }
            Reply::Rows { .. } | Reply::Written { .. } => Self::NoRows,
            Reply::Documents { answer } if documents::found(answer).is_some() => Self::NoRows,
            Reply::Directory { entries, .. } if !entries.is_empty() => Self::NoRows,
            Reply::Http { status: 500.., .. } => Self::Status(200),
            Reply::Http { .. } => Self::Status(500),
            Reply::Error(_) => Self::NoRows,
            _ => Self::Error { code: "ECONNREFUSED".to_owned(), message: None },
        }
    }
}
