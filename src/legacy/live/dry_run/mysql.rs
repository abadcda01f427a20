//! What MySQL's statements do to a transaction. Whatever is not known to stay inside counts as committing: most of
//! what is no SELECT and no plain write does so by itself.

use super::Means;

const INSIDE: &[&str] = &[
    "SELECT",
    "INSERT",
    "REPLACE",
    "UPDATE",
    "DELETE",
    "WITH",
    "VALUES",
    "TABLE",
    "SHOW",
    "DESCRIBE",
    "DESC",
    "EXPLAIN",
    "USE",
    "SET",
    "DO",
    "HELP",
    "SAVEPOINT",
    "RELEASE",
];

pub(super) fn means(words: &[&str]) -> Means {
    let word = |index: usize| words.get(index).copied().unwrap_or_default();
    let refused = |why: &str| Means::Refused(why.to_owned());
    let first = words.iter().copied().find(|word| *word != "(").unwrap_or_default();
    if words.iter().any(|word| matches!(*word, "/*!" | "/*M!")) {
        return refused("a comment that only some versions of the server run hides what it does");
    }
    match (first, word(1)) {
        ("BEGIN", "" | "WORK") | ("START", "TRANSACTION") => Means::Begin,
        ("COMMIT", _) => Means::Commit,
        ("ROLLBACK", _) if words.contains(&"TO") => Means::BackToPoint,
        ("ROLLBACK", _) => Means::Rollback,
        ("SET", _) => setting(words),
        ("CREATE" | "DROP", "TEMPORARY") => Means::Inside,
        ("CALL" | "EXECUTE" | "PREPARE" | "BEGIN", _) => refused("what it runs could commit"),
        ("KILL" | "SHUTDOWN", _) => refused("it acts on the server"),
        _ if words.windows(2).any(|pair| pair[0] == "INTO" && matches!(pair[1], "OUTFILE" | "DUMPFILE")) => {
            refused("it writes a file on the server")
        }
        (first, _) if INSIDE.contains(&first) || first.is_empty() => Means::Inside,
        _ => Means::Unknown("MySQL commits by itself when it runs this".to_owned()),
    }
}

/// A mode in which quoted text ends elsewhere.
pub(super) fn changes_quotes(words: &[&str], statement: &str) -> bool {
    let mode = words.iter().any(|word| word.trim_start_matches(['@', '"']) == "SQL_MODE");
    let statement = statement.to_ascii_uppercase();
    mode && words.contains(&"SET") && ["NO_BACKSLASH_ESCAPES", "ANSI"].iter().any(|name| statement.contains(name))
}

fn setting(words: &[&str]) -> Means {
    let refused = |why: &str| Means::Refused(why.to_owned());
    let names = |name: &str| words.iter().any(|word| word.trim_start_matches(['@', '"']) == name);
    if names("AUTOCOMMIT") {
        let off = matches!(words.last(), Some(&"0" | &"OFF" | &"FALSE"));
        return if off { Means::Begin } else { refused("it would commit what was done") };
    }
    if words.get(1) == Some(&"STATEMENT") {
        return refused("what it runs could commit");
    }
    if names("SQL_MODE") && !matches!(words.last(), Some(&"'" | &"DEFAULT")) {
        return refused("it could change how the server reads what follows");
    }
    if names("GLOBAL") || names("PERSIST") || names("PERSIST_ONLY") {
        return refused("it changes the server for everybody");
    }
    if names("PASSWORD") || names("DEFAULT") && names("ROLE") {
        return refused("it changes an account");
    }
    if names("TRANSACTION") || names("TRANSACTION_ISOLATION") || names("TX_ISOLATION") {
        return Means::Setting;
    }
    Means::Inside
}
