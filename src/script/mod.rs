//! An action script made ready to be stepped through.
//!
//! Pure: text in, text and tables out. The text is parsed, hooks are inserted on the lines where statements
//! stand, and tables say what stands where: statements, functions with a name for each, scopes, positions.
//! Nothing runs here. Beside that: what an expression could change before it is evaluated, and where lines went when
//! a script was edited.

mod call_sites;
mod edits;
mod given;
mod hooks;
mod instrument;
mod load;
mod moved;
mod naming;
mod places;
mod positions;
mod purity;
mod readers;
mod requires;
mod room;
mod roots;
mod syntax;
mod tables;

pub use call_sites::Happened;
pub use given::{bound, Given};
pub use load::{prepare, prepare_program, Prepared, SyntaxFailure};
pub use moved::Moved;
pub use positions::{Lines, Position};
pub use purity::{side_effect, SideEffect};
pub use requires::{requires, Asked, Requires};
pub use roots::roots;
pub use syntax::{read, symbol_of, FunctionNode, Syntax};
pub use tables::{FunctionInfo, ScopeInfo, ScopeRole, Statement, Tables};
