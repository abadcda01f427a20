//! MariaDB's words, where they are not MySQL's.

use crate::legacy::StoreError;

use super::Refusal;

const MYSQL_SYNTAX: &str =
    "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version ";
const MARIADB_SYNTAX: &str =
    "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version ";

/// An error made in MySQL's words, as MariaDB says it. `table`: the table written to, with its database.
pub(crate) fn worded(mut refusal: Refusal, table: Option<(&str, &str)>) -> Refusal {
    match (refusal.errno, table) {
        (Some(1064), _) => {
            if let Some(rest) = refusal.message.strip_prefix(MYSQL_SYNTAX) {
                refusal.message = format!("{MARIADB_SYNTAX}{rest}");
            }
        }
        (Some(1366 | 1292), Some((database, table))) => whole_column(&mut refusal, database, table),
        _ => {}
    }
    refusal
}

/// A value that does not fit: the column is named with its table and database.
fn whole_column(error: &mut StoreError, database: &str, table: &str) {
    let named = error.message.strip_suffix("' at row 1").and_then(|rest| rest.rsplit_once(" for column '"));
    if let Some((before, column)) = named {
        error.message = format!("{before} for column `{database}`.`{table}`.`{column}` at row 1");
        error.sql_state = Some("22007".to_owned());
    }
}
