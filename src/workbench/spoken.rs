//! Commands typed as words: a name, and what it is about.

use super::actions::TABLE;
use super::driver::Request;
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
        _ => None,
    }
}
