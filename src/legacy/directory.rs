//! What goes over the wire between an LDAP client and a directory, as data (RFC 4511).

use serde::{Deserialize, Serialize};

use super::Cell;
use crate::secret::Secret;

/// What is asked of a directory. Names are distinguished names as the script wrote them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Operation {
    /// Open the connection; `secure` for `ldaps:`.
    Connect {
        /// Whether TLS is spoken from the first byte.
        #[serde(default)]
        secure: bool,
    },
    /// Go on in TLS.
    StartTls,
    /// Say who one is.
    Bind {
        /// Whose password it is; empty: nobody's.
        name: String,
        /// Only a store reads it.
        #[serde(skip_serializing, default)]
        password: Secret<String>,
    },
    /// Look for entries.
    Search {
        /// Where to begin.
        base: String,
        /// How far to go.
        scope: Scope,
        /// The filter in its text form (RFC 4515).
        filter: String,
        /// The attributes wanted; none: all.
        #[serde(default)]
        attributes: Vec<String>,
        /// The most entries wanted; 0: all.
        #[serde(default)]
        size_limit: u32,
        /// Seconds; 0: no limit.
        #[serde(default)]
        time_limit: u32,
    },
    /// Add an entry.
    Add {
        /// Its name.
        name: String,
        /// What it holds.
        attributes: Vec<Attribute>,
    },
    /// Change an entry.
    Modify {
        /// Its name.
        name: String,
        /// In order.
        changes: Vec<Change>,
    },
    /// Remove an entry.
    Delete {
        /// Its name.
        name: String,
    },
    /// Give an entry another name.
    ModifyName {
        /// Its name.
        name: String,
        /// The new first part.
        new_rdn: String,
        /// Whether the old first part's value goes.
        delete_old: bool,
        /// The new parent, if it moves.
        #[serde(default)]
        new_superior: Option<String>,
    },
    /// Ask whether an attribute has a value.
    Compare {
        /// The entry.
        name: String,
        /// The attribute.
        attribute: String,
        /// The value.
        value: Cell,
    },
    /// Close the connection.
    Unbind,
}

impl Operation {
    /// Its name in the protocol's words, lower case.
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::Connect { .. } => "connect",
            Self::StartTls => "start TLS",
            Self::Bind { .. } => "bind",
            Self::Search { .. } => "search",
            Self::Add { .. } => "add",
            Self::Modify { .. } => "modify",
            Self::Delete { .. } => "delete",
            Self::ModifyName { .. } => "modify name",
            Self::Compare { .. } => "compare",
            Self::Unbind => "unbind",
        }
    }

    /// The entry it is about; empty where it is about none.
    pub fn name(&self) -> &str {
        match self {
            Self::Connect { .. } | Self::StartTls | Self::Unbind => "",
            Self::Search { base, .. } => base,
            Self::Bind { name, .. }
            | Self::Add { name, .. }
            | Self::Modify { name, .. }
            | Self::Delete { name }
            | Self::ModifyName { name, .. }
            | Self::Compare { name, .. } => name,
        }
    }

    /// Whether it can change the directory.
    pub const fn writes(&self) -> bool {
        matches!(self, Self::Add { .. } | Self::Modify { .. } | Self::Delete { .. } | Self::ModifyName { .. })
    }
}

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The base alone.
    Base,
    /// The entries right below it.
    One,
    /// The base and everything below it.
    Sub,
}

/// An attribute with its values: text, or bytes where they are no UTF-8.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// As written.
    pub name: String,
    /// In order.
    pub values: Vec<Cell>,
}

/// One change of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// `add`, `delete` or `replace`.
    pub operation: ChangeKind,
    /// What is added, taken away or put in place; no values: all of them.
    pub attribute: Attribute,
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// Adds values.
    Add,
    /// Takes values away.
    Delete,
    /// Puts values in place of all others.
    Replace,
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its distinguished name.
    pub name: String,
    /// The attributes asked for.
    pub attributes: Vec<Attribute>,
}

/// How an operation ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ResultCode {
    /// RFC 4511's number: 0 success, 32 no such object, 49 invalid credentials, 68 entry already exists …
    pub code: u32,
    /// The nearest entry there is.
    pub matched: String,
    /// The server's words.
    pub message: String,
}

impl ResultCode {
    /// Whether the operation was refused. A comparison answers 5 (no) or 6 (yes).
    pub const fn is_refusal(&self) -> bool {
        !matches!(self.code, 0 | 5 | 6)
    }

    /// The server's words, or the name of the result where it said nothing.
    pub fn words(&self) -> &str {
        if !self.message.is_empty() {
            return &self.message;
        }
        match self.code {
            0 => "success",
            1 => "operations error",
            2 => "protocol error",
            3 => "time limit exceeded",
            4 => "size limit exceeded",
            5 => "compares false",
            6 => "compares true",
            8 => "stronger authentication required",
            10 => "referral",
            11 => "administrative limit exceeded",
            13 => "confidentiality required",
            16 => "no such attribute",
            17 => "undefined attribute type",
            19 => "constraint violation",
            20 => "attribute or value exists",
            21 => "invalid attribute syntax",
            32 => "no such object",
            34 => "invalid name",
            48 => "inappropriate authentication",
            49 => "invalid credentials",
            50 => "insufficient access rights",
            51 => "busy",
            52 => "unavailable",
            53 => "unwilling to perform",
            64 => "naming violation",
            65 => "object class violation",
            66 => "not allowed on an entry with others below it",
            67 => "not allowed on the name of an entry",
            68 => "entry already exists",
            _ => "other",
        }
    }
}
