//! What a batch of T-SQL does to a transaction. A batch has no borders between its statements, so it is looked through
//! word by word.

use super::Means;

/// Words that leave the transaction or end it, wherever they stand in a batch.
const OUTSIDE: &[&str] = &[
    "COMMIT",
    "ROLLBACK",
    "TRAN",
    "TRANSACTION",
    "EXEC",
    "EXECUTE",
    "BACKUP",
    "RESTORE",
    "SHUTDOWN",
    "KILL",
    "RECONFIGURE",
    "OPENROWSET",
    "OPENDATASOURCE",
    "OPENQUERY",
    "BULK",
    "IMPLICIT_TRANSACTIONS",
    "DBCC",
    "CHECKPOINT",
    "WAITFOR",
];

/// What begins a batch whose first word may be left without `EXEC`.
const BEGINNINGS: &[&str] = &[
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "MERGE",
    "WITH",
    "SET",
    "DECLARE",
    "IF",
    "BEGIN",
    "WHILE",
    "CREATE",
    "ALTER",
    "DROP",
    "TRUNCATE",
    "PRINT",
    "RAISERROR",
    "THROW",
    "USE",
    "RETURN",
    "GOTO",
    "SAVE",
    "GRANT",
    "REVOKE",
    "DENY",
    "",
];

pub(super) fn means(words: &[&str]) -> Means {
    let refused = |why: &str| Means::Refused(why.to_owned());
    // What is one statement may end in `;`; between two, it must be seen.
    let end = words.iter().rposition(|word| *word != ";").map_or(0, |last| last + 1);
    let said = &words[..end];
    let is_name = |word: &str| word != ";" && !OUTSIDE.contains(&word);
    let guarded = said.strip_prefix(["IF", "@@TRANCOUNT", ">", "0"].as_slice()).unwrap_or(said);
    match guarded {
        ["BEGIN", "TRAN" | "TRANSACTION"] => return Means::Begin,
        ["BEGIN", "TRAN" | "TRANSACTION", name] if is_name(name) => return Means::Begin,
        ["COMMIT"] | ["COMMIT", "TRAN" | "TRANSACTION" | "WORK"] => return Means::Commit,
        ["COMMIT", "TRAN" | "TRANSACTION", name] if is_name(name) => return Means::Commit,
        ["ROLLBACK"] | ["ROLLBACK", "TRAN" | "TRANSACTION" | "WORK"] => return Means::Rollback,
        ["ROLLBACK", "TRAN" | "TRANSACTION", name] if is_name(name) => return Means::BackToPoint,
        ["SAVE", "TRAN" | "TRANSACTION", name] if is_name(name) => return Means::Inside,
        ["SET", "TRANSACTION", "ISOLATION", "LEVEL", "SNAPSHOT" | "SERIALIZABLE"]
        | ["SET", "TRANSACTION", "ISOLATION", "LEVEL", "READ", "COMMITTED" | "UNCOMMITTED"]
        | ["SET", "TRANSACTION", "ISOLATION", "LEVEL", "REPEATABLE", "READ"] => return Means::Inside,
        _ => {}
    }
    if let Some(word) = said.iter().find(|word| OUTSIDE.contains(word) || word.starts_with("XP_")) {
        return refused(&format!("{word} could leave the transaction"));
    }
    if said.windows(2).any(|pair| matches!(pair[0], "CREATE" | "ALTER" | "DROP") && pair[1] == "DATABASE") {
        return refused("it acts outside any transaction");
    }
    if !BEGINNINGS.contains(&said.first().copied().unwrap_or_default()) {
        return refused("what it runs could commit");
    }
    Means::Inside
}
