//! SQL Server, Oracle and Db2: their statements brought into PostgreSQL's words, their answers brought back.
//!
//! | file | what it is |
//! | --- | --- |
//! | `read` | text into parsed statements, or the server's complaint |
//! | `bring` | parsed statements in PostgreSQL's words |
//! | `run` | one statement: bring, run, bring back |
//! | `batch` | T-SQL batches: variables, IF, WHILE, TRY |
//! | `seed` | seed files: `GO` and `/` lines |
//! | `answer` | column names and types of an answer |
//! | `types`, `coerce` | declared types; values that meet them |
//! | `names` | how names are read; names of constraints |
//! | `errors` | errors in each server's words |

mod answer;
mod batch;
mod bring;
pub(crate) mod coerce;
pub(crate) mod errors;
pub(crate) mod names;
mod read;
mod run;
pub(super) mod seed;
pub(crate) mod types;

use crate::legacy::room::with_room;
use crate::legacy::{Cell, Dialect, Params, Reply};

use super::database::Database;
use super::errors::Refusal;
use super::parse::Source;
use super::statement::{done, size, LARGEST_STATEMENT, MOST_STATEMENTS};
use super::values::bound;
use read::Binds;

impl Database {
    /// Runs the statements of a request in the words of a server no family is named after.
    ///
    /// T-SQL may hold any number of statements; Oracle takes one; Db2 takes several between semicolons. A statement
    /// with `RETURNING … INTO :a, :b` answers rows whose columns are named `a` and `b`, in that order.
    pub(super) fn answer_in(&mut self, server: Dialect, text: &str, params: &Params) -> Reply {
        let answers = with_room(text.len(), || self.answers_in(server, text, params));
        let no_room = || Err(errors::too_much(server, "the embedded store has no room for this statement"));
        match answers.unwrap_or_else(no_room) {
            Ok(mut replies) if replies.len() == 1 => replies.remove(0),
            Ok(replies) => Reply::Several { replies },
            Err(refusal) => Reply::Error(*refusal),
        }
    }

    fn answers_in(&mut self, server: Dialect, text: &str, params: &Params) -> Result<Vec<Reply>, Refusal> {
        let (names, cells): (Option<Vec<String>>, Vec<Cell>) = match params {
            Params::Positional(cells) => (None, cells.clone()),
            Params::Named(pairs) => {
                let (names, cells) = pairs.iter().cloned().unzip();
                (Some(names), cells)
            }
        };
        if text.len() + cells.iter().map(size).sum::<usize>() > LARGEST_STATEMENT {
            return Err(errors::too_much(server, "the statement is larger than the embedded store allows (1 MB)"));
        }
        let source = Source::new(text);
        let values: Vec<rusqlite::types::Value> = cells.iter().map(bound).collect();
        let binds = Binds { count: cells.len(), names };
        let pieces = read::read(&source, server, &binds, false).map_err(|misread| misread.refusal)?;
        if pieces.len() > MOST_STATEMENTS {
            let message = "the text holds more statements than the embedded store allows (1,000)";
            return Err(errors::too_much(server, message));
        }
        if server == Dialect::SqlServer {
            return batch::Batch::new(self, &source, &binds, values).run(pieces);
        }
        let mut replies = Vec::with_capacity(pieces.len());
        for piece in pieces {
            replies.push(self.run_piece(server, piece, &source, &values)?);
        }
        if replies.is_empty() {
            return match server {
                Dialect::Oracle => Err(errors::oracle(900, "invalid SQL statement")),
                _ => Ok(vec![done("")]),
            };
        }
        Ok(replies)
    }
}
