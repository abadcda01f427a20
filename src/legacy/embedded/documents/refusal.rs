//! What the server says when it refuses: code, name of the code, words.

use bson::{doc, Document};

/// A refusal.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    /// The server's number.
    pub(super) code: i32,
    /// The server's words.
    pub(super) message: String,
    /// What else the answer carries: `keyPattern`, `keyValue`.
    pub(super) more: Document,
}

impl Refusal {
    pub(super) fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), more: Document::new() }
    }

    /// A value of the wrong form.
    pub(super) fn bad_value(message: impl Into<String>) -> Self {
        Self::new(2, message)
    }

    /// Text that is no command.
    pub(super) fn unread(message: impl Into<String>) -> Self {
        Self::new(9, message)
    }

    /// A value of the wrong type.
    pub(super) fn wrong_type(message: impl Into<String>) -> Self {
        Self::new(14, message)
    }

    /// Something servers know and the embedded store does not.
    pub(super) fn not_here(what: &str) -> Self {
        Self::new(238, format!("{what} is not supported by the embedded document store of loginscope"))
    }

    /// As said of what failed while a plan was carried out.
    pub(super) fn during(mut self, verb: &str) -> Self {
        self.message = format!("Plan executor error during {verb} :: caused by :: {}", self.message);
        self
    }

    /// As the answer to a whole command.
    pub(super) fn answer(self) -> Document {
        let mut answer = doc! { "ok": 0, "errmsg": self.message, "code": self.code, "codeName": code_name(self.code) };
        answer.extend(self.more);
        answer
    }

    /// As one of the `writeErrors` of a command.
    pub(super) fn of_write(self, index: usize) -> Document {
        let index = i32::try_from(index).unwrap_or(i32::MAX);
        let mut error = doc! { "index": index, "code": self.code, "errmsg": self.message };
        error.extend(self.more);
        error
    }
}

fn code_name(code: i32) -> String {
    let name = match code {
        2 => "BadValue",
        9 => "FailedToParse",
        14 => "TypeMismatch",
        20 => "IllegalOperation",
        26 => "NamespaceNotFound",
        27 => "IndexNotFound",
        28 => "PathNotViable",
        40 => "ConflictingUpdateOperators",
        43 => "CursorNotFound",
        48 => "NamespaceExists",
        52 => "DollarPrefixedFieldName",
        53 => "InvalidIdField",
        54 => "NotSingleValueField",
        56 => "EmptyFieldName",
        59 => "CommandNotFound",
        66 => "ImmutableField",
        67 => "CannotCreateIndex",
        72 => "InvalidOptions",
        73 => "InvalidNamespace",
        85 => "IndexOptionsConflict",
        86 => "IndexKeySpecsConflict",
        238 => "NotImplemented",
        241 => "ConversionFailure",
        251 => "NoSuchTransaction",
        10334 => "BSONObjectTooLarge",
        11000 => "DuplicateKey",
        14031 => "OutOfDiskSpace",
        other => return format!("Location{other}"),
    };
    name.to_owned()
}
