//! Everything that can change the workbench.

use super::driver::{Judgement, LaunchRequest};
use super::edited::ReadAnew;
use super::line::Edit;
use super::pane::{Area, Pane};
use super::scroll::Extent;
use super::what_if;
use crate::connection;
use crate::debugger::Event;
use crate::flow::Contrast;
use crate::kept::Kept;
use crate::legacy::History;
use std::sync::Arc;

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
    /// Run to the end, past every stop.
    RunToEnd,
    /// Run to the end, and back to where it failed.
    RunToFailure,
    /// Go back into the script before, where the operation asked several.
    PreviousScript,
    /// On to the next script of the operation.
    NextScript,

    /// Back to the statement before.
    BackInto,
    /// Back to the statement before in the same function.
    BackOver,
    /// Back to the call of this function.
    BackOut,
    /// Back to the stop before, or to the start.
    ContinueBack,
    /// Back to the first statement.
    ToStart,
    /// Open the prompt that jumps to a moment.
    OpenJump,
    /// Jump to the moment of what is selected.
    JumpThere,
    /// Jump to the answer of the selected query.
    JumpToAnswer,
    /// Jump to where the selected variable changed.
    LastChange,
    /// Show where the selected value came from.
    Origins,
    /// Move the cursor of the timeline to the mark before.
    EarlierMark,
    /// Move the cursor of the timeline to the next mark.
    LaterMark,

    /// Set or clear the breakpoint of the source cursor's line.
    ToggleBreakpoint,
    /// Write a stop for the source cursor's line, or change the one that is there.
    OpenStop,
    /// Write a stop that begins like this; what does not end in a space is one already.
    StopAt(&'static str),
    /// Show the stops of all scripts.
    OpenStops,
    /// Switch the selected stop off, or on again.
    SwitchStop,
    /// Remove the selected stop.
    RemoveStop,
    /// Change the text of the selected stop.
    EditStop,
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

    /// Ask what would be if something were other.
    WhatIf,
    /// Say how the store shall fail.
    OpenFaults,
    /// Show the other of two runs.
    SwitchTimeline,
    /// Set the two runs side by side.
    Compare,
    /// Keep the run shown and drop the other.
    KeepTimeline,
    /// Open the script in the user's editor.
    EditScript,

    /// Open the inputs.
    OpenInputs,
    /// Open the prompt that evaluates an expression.
    OpenEvaluate,
    /// Open the prompt that sets the selected variable.
    OpenSet,
    /// Watch the selected value, or an expression.
    Watch,
    /// No longer watch the selected expression.
    RemoveWatch,
    /// Show how the selected value changed over the run.
    OpenHistory,
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
    /// Show or hide how often lines ran.
    ToggleHits,
    /// Show or hide values beside the code.
    ToggleValues,
    /// Play the connection in the other mode.
    ToggleMode,
    /// Show how contradicting sources are read, and choose otherwise.
    OpenReadings,
    /// Explain the rule of what is selected.
    Explain,
    /// Choose what the operation is set beside.
    OpenContrast,
    /// Show the users in the Auth0 store.
    OpenUsers,
    /// Add a user to the Auth0 store.
    AddUser,
    /// Remove the selected user from the Auth0 store.
    RemoveUser,
    /// The record of the selected user is whole, partial or without metadata.
    ChangeRecord,
    /// Let the next operation start where this one ended.
    CarryOn,
    /// Fill both stores anew.
    Reset,
    /// Write the users of the Auth0 store to a file.
    SaveStore,
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
    /// The pointer moves the run to a step.
    Seek(u64),
    /// Move a view by rows without moving the selection.
    Scroll(Area, isize),

    /// The workbench was opened.
    Begin,
    /// Something happened in the run.
    Heard(Told),
    /// What is kept of the chosen connection, or why that cannot be read. The operation starts with it.
    Recalled(Result<Kept, String>),
    /// Something could not be kept; the text says why and what to do.
    NotKept(String),
    /// A second run has begun beside the one shown.
    Forked(Box<LaunchRequest>, what_if::WhatIf),
    /// There can be no such second run; the text says why.
    ForkFailed(String),
    /// The run goes back into this script, counted from 0.
    Revisited(usize),
    /// It cannot; the text says why.
    NotRevisited(String),
    /// A file the connections were read from has changed, and they were read anew.
    ReadAnew(ReadAnew),
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
    /// Two operations were played to be set side by side; or why one could not be.
    Contrast(Result<Arc<Contrast>, String>),
    /// The operation is over; this is what the legacy store has been asked, from the beginning on.
    Over(History),
}
