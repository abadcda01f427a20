//! What PostgreSQL's statements do to a transaction.

use super::Means;

/// Functions that reach out of the transaction, or the server.
const REACHING: &[&str] = &[
    "DBLINK",
    "DBLINK_EXEC",
    "DBLINK_CONNECT",
    "DBLINK_SEND_QUERY",
    "LO_EXPORT",
    "LO_IMPORT",
    "PG_TERMINATE_BACKEND",
    "PG_CANCEL_BACKEND",
    "PG_RELOAD_CONF",
    "PG_ROTATE_LOGFILE",
    "PG_FILE_WRITE",
    "PG_FILE_UNLINK",
    "PG_FILE_RENAME",
    "PG_SWITCH_WAL",
    "PG_PROMOTE",
    "PG_CREATE_RESTORE_POINT",
    "PG_LOGICAL_EMIT_MESSAGE",
    "SETVAL",
];

pub(super) fn means(words: &[&str]) -> Means {
    let word = |index: usize| words.get(index).copied().unwrap_or_default();
    let refused = |why: &str| Means::Refused(why.to_owned());
    let first = words.iter().copied().find(|word| *word != "(").unwrap_or_default();
    match (first, word(1)) {
        ("BEGIN", _) | ("START", "TRANSACTION") => return Means::Begin,
        ("COMMIT" | "ROLLBACK", "PREPARED") | ("PREPARE", "TRANSACTION") => {
            return refused("a prepared transaction outlives the run");
        }
        ("ROLLBACK", _) if words.contains(&"TO") => return Means::BackToPoint,
        ("COMMIT" | "END", _) => return Means::Commit,
        ("ROLLBACK" | "ABORT", _) => return Means::Rollback,
        (
            "CREATE" | "ALTER" | "DROP" | "REINDEX" | "COMMENT",
            "DATABASE" | "TABLESPACE" | "SYSTEM" | "SUBSCRIPTION",
        ) if first != "COMMENT" => {
            return refused("it acts outside any transaction");
        }
        ("SET", "TRANSACTION") | ("SET", "SESSION") if words.contains(&"TRANSACTION") => return Means::Setting,
        ("COPY", _) if copies_outside(words) => return refused("it reads or writes files or starts programs"),
        _ => {}
    }
    if words.contains(&"CONCURRENTLY") && matches!(first, "CREATE" | "DROP" | "REINDEX") {
        return refused("it acts outside any transaction");
    }
    if let Some(function) = reaching(words) {
        return refused(&format!("{} reaches out of the transaction", function.to_ascii_lowercase()));
    }
    match first {
        "VACUUM" | "CHECKPOINT" | "LOAD" => refused("it acts outside any transaction"),
        // PostgreSQL itself refuses within a transaction what a transaction cannot take back.
        _ => Means::Inside,
    }
}

/// `COPY t TO STDOUT` stays here; a file or a program does not.
fn copies_outside(words: &[&str]) -> bool {
    let target = words.windows(2).rev().find(|pair| matches!(pair[0], "TO" | "FROM") && pair[1] != "(");
    words.contains(&"PROGRAM") || target.is_some_and(|pair| pair[1] == "'")
}

/// A function of the list that is called.
fn reaching<'w>(words: &[&'w str]) -> Option<&'w str> {
    let called = words.windows(2).filter(|pair| pair[1] == "(").map(|pair| pair[0].trim_start_matches('"'));
    called.into_iter().find(|name| REACHING.contains(name))
}
