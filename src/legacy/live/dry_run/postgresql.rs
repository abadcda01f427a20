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
    "DBLINK_CONNECT_U",
    "DBLINK_OPEN",
    "PG_CREATE_PHYSICAL_REPLICATION_SLOT",
    "PG_CREATE_LOGICAL_REPLICATION_SLOT",
    "PG_COPY_PHYSICAL_REPLICATION_SLOT",
    "PG_COPY_LOGICAL_REPLICATION_SLOT",
    "PG_DROP_REPLICATION_SLOT",
    "PG_REPLICATION_SLOT_ADVANCE",
    "PG_LOGICAL_SLOT_GET_CHANGES",
    "PG_STAT_RESET",
    "PG_STAT_RESET_SHARED",
    "PG_STAT_RESET_SINGLE_TABLE_COUNTERS",
    "PG_STAT_STATEMENTS_RESET",
    "PG_BACKUP_START",
    "PG_START_BACKUP",
    "PG_WAL_REPLAY_PAUSE",
    "PG_WAL_REPLAY_RESUME",
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
        // What stands in its quotes is not read here.
        "DO" => refused("what it runs could reach out of the transaction"),
        "VACUUM" | "CHECKPOINT" | "LOAD" => refused("it acts outside any transaction"),
        // PostgreSQL itself refuses within a transaction what a transaction cannot take back.
        _ => Means::Inside,
    }
}

/// `COPY t TO STDOUT` stays here; a file or a program does not.
fn copies_outside(words: &[&str]) -> bool {
    let here = words.windows(2).any(|pair| matches!(pair, ["TO", "STDOUT"] | ["FROM", "STDIN"]));
    let quoted = words.windows(2).any(|pair| matches!(pair, ["TO" | "FROM", "'" | "U"]));
    !here || quoted || words.contains(&"PROGRAM")
}

/// A function of the list that is called.
fn reaching<'w>(words: &[&'w str]) -> Option<&'w str> {
    let called = words.windows(2).filter(|pair| pair[1] == "(").map(|pair| pair[0].trim_start_matches('"'));
    called.into_iter().find(|name| REACHING.contains(name))
}
