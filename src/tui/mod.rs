//! The terminal front end: draws the workbench and turns keys into actions.
//!
//! The only folder that knows a terminal. It draws from the state and changes nothing in it but through
//! [`crate::workbench::update`]; it knows no engine and no store.
//!
//! | file | what |
//! | --- | --- |
//! | `run` | the loop, signals |
//! | `session` | everything between terminal and driver, also without a terminal |
//! | `guard` | terminal modes, taken and given back |
//! | `theme`, `glyphs` | colours and signs |
//! | `layout`, `panel`, `painter`, `list`, `text` | how a frame is put together |
//! | `screen`, then one file per region | what is drawn |

mod beside;
mod chooser;
mod compare;
mod console;
mod contrast;
mod decision;
mod drawn;
mod editor;
mod explain;
mod fault_prompt;
mod form;
mod glyphs;
mod guard;
mod gutter;
mod header;
mod help;
mod highlight;
mod history;
mod inputs;
mod keybar;
mod keys;
mod layout;
mod list;
mod moment;
mod mouse;
mod notes;
mod origins;
mod painter;
mod panel;
mod prompt;
mod queries;
mod query;
mod readings;
mod run;
mod scopes;
mod screen;
mod session;
mod source;
mod stack;
mod stop_prompt;
mod stop_sign;
mod stops;
mod text;
mod theme;
mod timeline;
mod timelines;
mod user_form;
mod users;
mod value;
mod verdict;
mod watch;
mod what_if;

#[cfg(test)]
mod tests;

use std::io::{self, IsTerminal};

use crate::workbench::{Driver, Workbench};
use guard::Guard;
use session::Session;
use theme::Theme;

/// How the screen was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// By the user.
    Quit,
    /// By this signal.
    Signal(i32),
}

/// Why there is no screen.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// Standard input or output is no terminal.
    #[error("the workbench needs a terminal; use `loginscope run CONNECTION OPERATION --json` in a pipe")]
    NoTerminal,
    /// The terminal failed.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
    /// The table of actions contradicts itself.
    #[error("the key bindings contradict each other: {0}")]
    Keys(String),
}

/// Shows the workbench until the user leaves.
///
/// # Errors
/// There is no terminal, or it fails.
pub fn open(workbench: Workbench, driver: impl Driver) -> Result<Closed, TuiError> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(TuiError::NoTerminal);
    }
    // Under NO_COLOR crossterm writes an empty colour command, which terminals read as a full reset, so that bold and
    // reverse would vanish. The theme has no colours then; what is left must be written as it is.
    crossterm::style::force_color_output(true);
    let theme = Theme::detect(|name| std::env::var(name).ok());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut session = Session::new(workbench, driver, theme).map_err(TuiError::Keys)?;
    let _guard = Guard::take()?;
    runtime.block_on(run::run(&mut session))
}
