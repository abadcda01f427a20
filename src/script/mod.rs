//! An action script made ready to be stepped through.
//!
//! Pure: text in, text and tables out. The text is parsed, hooks are inserted on the lines where statements
//! stand, and tables say what stands where: statements, functions with a name for each, scopes, positions.
//! Nothing runs here.

mod call_sites;
mod edits;
mod hooks;
mod instrument;
mod load;
mod naming;
mod positions;
mod room;
mod tables;

pub use call_sites::Happened;
pub use load::{prepare, prepare_program, Prepared, SyntaxFailure};
pub use positions::{Lines, Position};
pub use tables::{FunctionInfo, ScopeInfo, ScopeRole, Statement, Tables};
