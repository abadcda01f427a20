//! Everything that can change the workbench.

use super::driver::Judgement;
use super::line::Edit;
use super::pane::{Area, Pane};
use super::scroll::Extent;
use crate::connection;
use crate::debugger::Event;

/// One change. The first groups stand in [`super::actions::TABLE`] with names, keys and help; the last two groups come
/// from the pointer and from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Run to the next statement of the same function.
    StepOver,
    /// Run to the next statement, wherever it is.
    StepInto,
    /// Run to the caller.
    StepOut,
    /// Run to the next breakpoint, or to the end.
    Continue,
    /// Run to the line of the source cursor.
    RunToCursor,
    /// Stop at the next statement.
    Pause,
    /// Run the operation from the start.
    Restart,
    /// End the run.
    Stop,
    /// Set or clear the breakpoint of the source cursor's line.
    ToggleBreakpoint,
    /// Select the caller's frame.
    FrameOuter,
    /// Select the called frame.
    FrameInner,

    /// Focus the next pane.
    FocusNext,
    /// Focus the pane before.
    FocusPrevious,
    /// Focus this pane.
    Focus(Pane),
    /// Select what is above.
    Up,
    /// Select what is below.
    Down,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the start.
    First,
    /// To the end.
    Last,
    /// Show the left part of long lines.
    ScrollLeft,
    /// Show the right part of long lines.
    ScrollRight,
    /// Open, jump to or confirm what is selected.
    Activate,
    /// Open or close the selected value.
    Toggle,
    /// Close the selected value, or go to what contains it.
    Collapse,
    /// Open the selected value, or go to its first property.
    Expand,

    /// Open the inputs.
    OpenInputs,
    /// Open the prompt that evaluates an expression.
    OpenEvaluate,
    /// Open the prompt that sets the selected variable.
    OpenSet,
    /// Choose what is run.
    OpenOperations,
    /// Choose a connection.
    OpenConnections,
    /// Show what was noticed about connection and run.
    OpenNotes,
    /// Find a command by name.
    OpenPalette,
    /// Show all keys.
    OpenHelp,
    /// Close what lies over the panes.
    Close,
    /// Play the connection in the other mode.
    ToggleMode,
    /// Copy what is selected.
    Copy,
    /// Hand the terminal back to the shell.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit,

    /// Change the line being typed.
    Edit(Edit),

    /// Select an entry of a pane: a frame, a query, a variable, a line (from 0), by its index.
    Select(Pane, usize),
    /// Select an entry of what lies over the panes.
    Choose(usize),
    /// Move a view by rows without moving the selection.
    Scroll(Area, isize),

    /// The workbench was opened.
    Begin,
    /// Something happened in the run.
    Heard(Told),
    /// The run could not be started; the text says why and what to do.
    LaunchFailed(String),
    /// What the run so far amounts to.
    Judged(Box<Judgement>),
    /// A frame was drawn: what was shown of each area.
    Drawn(Vec<(Area, Extent)>),
    /// Something outside the run is worth a word.
    Say(String),
}

/// What a driver tells about an operation under way.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// This script starts now.
    Script(connection::Action),
    /// It says something. [`Event::Finished`] ends the operation unless another [`Told::Script`] follows.
    Debugger(Event),
    /// The operation needs no script: the Auth0 store answers alone.
    NothingToRun,
}
