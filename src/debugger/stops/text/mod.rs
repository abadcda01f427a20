//! Stops as one line of text: `line 12 if user.active`, `query table users write rows 0`.
//!
//! `write` is the `Display` of a [`Stop`](super::Stop), `read` its `FromStr`, `words` what both know of words and
//! quotes. Every stop reads back as it was written, as long as its condition is one trimmed line that is not empty,
//! its path is a path and its numbers are numbers a line may hold.

mod read;
mod refusal;
mod words;
mod write;

pub use refusal::StopError;

/// The forms a stop is written in, each with one sentence, for help and documents.
pub const FORMS: &[(&str, &str)] = &[
    ("line 12", "Stop before the first statement of line 12; the number alone will do."),
    ("line 12:5", "Stop before the statement at column 5 of line 12."),
    ("function verifyPassword", "Stop at the first statement of a function; a name with spaces stands in quotes."),
    ("exception", "Stop where something is thrown."),
    ("exception caught TypeError", "Stop where a TypeError is thrown that the script catches."),
    ("exception uncaught", "Stop where something is thrown that nothing catches."),
    ("callback error", "Stop where callback is given an error."),
    ("callback error ValidationError", "Stop where callback is given an error of this name."),
    ("callback twice", "Stop where callback is called again."),
    ("query", "Stop at each query to the legacy store."),
    ("query text \"select 1\"", "Stop at a query whose text contains this."),
    ("query table users", "Stop at a query that names this table."),
    ("query read", "Stop at a query that only reads."),
    ("query write", "Stop at a query that can change the store."),
    ("query rows 0", "Stop at an answer with so many rows; >=2 is at least two, <=2 at most two."),
    ("query error", "Stop at a query that fails."),
    ("query error ER_DUP_ENTRY", "Stop at a query that fails with this code or with this in its message."),
    ("query slower 200", "Stop at an answer that takes longer than 200 milliseconds."),
    ("query table users write rows 0", "Stop at a query where all of this holds."),
    ("console", "Stop at each line written to the console."),
    ("console \"started\"", "Stop at a console line that contains this."),
    ("profile user_metadata.plan", "Stop where callback is given a profile with a value there."),
    ("rule M6", "Stop where the decision cites this rule."),
    ("… hit 3", "Stop the third time only; >=3 is the third time and later, every 3 each third time."),
    ("… log \"user {user.email}\"", "Log this instead of stopping; {{ is a brace."),
    ("… if user.active", "Stop only where this is true; it is always the last part."),
    ("off …", "Keep the stop, but switched off."),
];

#[cfg(test)]
mod tests;
