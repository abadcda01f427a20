//! Commands typed as words: a name, and what it is about.

use super::actions::TABLE;
use super::contrast::{self, Beside};
use super::driver::Request;
use super::explain;
use super::state::Workbench;
use super::users;

/// The place in the table of the command that is called so, `-` or `_` between its words.
pub(super) fn named(typed: &str) -> Option<usize> {
    let name = typed.trim().replace('-', "_").to_lowercase();
    TABLE.iter().position(|entry| entry.name == name && entry.is_command())
}

/// Does what a command says that has words after its name; `None` if this is no such command.
pub(super) fn with_words(workbench: &mut Workbench, typed: &str) -> Option<Vec<Request>> {
    let (name, words) = typed.trim().split_once(' ')?;
    match name.replace('-', "_").as_str() {
        "save_store" => Some(users::save(workbench, words)),
        "explain" => Some(explain::this(workbench, words.trim())),
        "compare" | "side_by_side" => {
            let beside = Beside::ALL.into_iter().find(|beside| beside.word() == words.trim())?;
            Some(contrast::ask(workbench, beside))
        }
        _ => None,
    }
}
