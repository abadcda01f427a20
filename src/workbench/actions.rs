//! The one table of actions: names, words, keys.
//!
//! Key map, help, command palette, key bar and the manual are derived from it, so they cannot disagree.

use super::action::Action;
use super::line::Edit;
use super::pane::Pane;

/// Where a key is looked up. The state says which contexts apply, the most particular first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Always.
    Everywhere,
    /// The panes, with nothing over them.
    Panes,
    /// The variables have the focus.
    Scopes,
    /// The timeline has the focus.
    Timeline,
    /// A text to read lies over the panes.
    Reading,
    /// A list to choose from lies over the panes; characters filter it.
    Choosing,
    /// The inputs are open.
    Form,
    /// A prompt is open.
    Prompt,
    /// Two runs are set side by side.
    Comparing,
    /// The list of stops is open.
    Stops,
    /// A list lies over the panes, whose entries are changed by keys.
    Listing,
}

/// A heading of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Run control.
    Run,
    /// What the run stops at.
    Stopping,
    /// Moving in time.
    Time,
    /// Looking around.
    Look,
    /// Asking and changing.
    Ask,
    /// The workbench itself.
    Workbench,
    /// Typing.
    Typing,
}

impl Group {
    /// All, in the order of the help.
    pub const ALL: [Self; 7] =
        [Self::Run, Self::Time, Self::Stopping, Self::Look, Self::Ask, Self::Workbench, Self::Typing];

    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Run => "Run",
            Self::Stopping => "Stops",
            Self::Time => "Back and forth in time",
            Self::Look => "Look around",
            Self::Ask => "Ask and change",
            Self::Workbench => "Workbench",
            Self::Typing => "While typing",
        }
    }
}

/// One action as users meet it.
#[derive(Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Its name in configuration, docs and tests.
    pub name: &'static str,
    /// Its title in the palette.
    pub title: &'static str,
    /// One sentence for the help.
    pub help: &'static str,
    /// Its heading.
    pub group: Group,
    /// Its rank and its word in the key bar, if it is offered there. On a narrow screen the last ranks are left out.
    pub bar: Option<(u8, &'static str)>,
    /// Its keys, the one to show first; none where it is found by its name alone.
    pub keys: &'static [(Context, &'static str)],
}

use Context::{Choosing, Comparing, Everywhere, Form, Listing, Panes, Prompt, Reading, Scopes, Stops, Timeline};
use Group::{Ask, Look, Run, Stopping, Time, Typing, Workbench};

macro_rules! table {
    ($($group:ident $name:ident $action:expr, $title:literal, $help:literal, bar $bar:expr, [$($context:ident $key:literal),*];)*) => {
        /// Every action that has a name, in the order of help and palette.
        pub static TABLE: &[Entry] = &[$(Entry {
            action: $action,
            name: stringify!($name),
            title: $title,
            help: $help,
            group: $group,
            bar: $bar,
            keys: &[$(($context, $key)),*],
        }),*];
    };
}

table! {
    Run step_over Action::StepOver, "Step over", "Run to the next statement of this function, also across an await.",
        bar Some((1, "over")), [Panes "n", Panes "f10"];
    Run step_into Action::StepInto, "Step into", "Run to the next statement, wherever it is.",
        bar Some((2, "into")), [Panes "s", Panes "f11", Panes "right", Panes "]"];
    Run step_out Action::StepOut, "Step out", "Run until this function has returned to its caller.",
        bar Some((3, "out")), [Panes "o", Panes "S-f11"];
    Run continue Action::Continue, "Continue", "Run to the next breakpoint, or to the end.",
        bar Some((4, "continue")), [Panes "c", Panes "f5"];
    Run run_to_cursor Action::RunToCursor, "Run to cursor", "Run to the line the source cursor is on.",
        bar None, [Panes "g"];
    Run pause Action::Pause, "Pause", "Stop a running script at its next statement.",
        bar Some((5, "pause")), [Panes "p", Panes "f6"];
    Run restart Action::Restart, "Run from the start", "Run the operation from the start with the present inputs.",
        bar Some((8, "run")), [Panes "r"];
    Run run_to_end Action::RunToEnd, "Run to the end", "Run this script to its end, past every stop.",
        bar None, [Panes "z"];
    Run run_to_failure Action::RunToFailure, "Run to the failure",
        "Run to the end, and back to the statement that threw or that gave callback an error.",
        bar None, [Panes "F"];
    Run previous_script Action::PreviousScript, "Previous script",
        "Go back into the script that the operation asked before this one.",
        bar Some((11, "script before")), [Panes "{"];
    Run next_script Action::NextScript, "Next script", "Run to the end of this script; the next one stops at its start.",
        bar None, [Panes "}"];
    Run stop Action::Stop, "Stop", "End the run where it is.",
        bar None, [Panes "x", Panes "S-f5"];

    Stopping toggle_breakpoint Action::ToggleBreakpoint, "Set or clear a breakpoint",
        "Set a breakpoint on the statement at the source cursor, or clear it.",
        bar Some((6, "breakpoint")), [Panes "b", Panes "f9"];
    Stopping write_stop Action::OpenStop, "Stop here if…",
        "Write a stop for the line of the source cursor: with a condition, a count of hits or a message to log instead.",
        bar None, [Panes "B", Stops "a", Stops "B"];
    Stopping stops Action::OpenStops, "Stops", "Show the stops of all scripts, and how a stop is written.",
        bar None, [Panes "P"];
    Stopping switch_stop Action::SwitchStop, "Switch a stop off or on", "Switch the selected stop off, or on again.",
        bar None, [Stops "space"];
    Stopping edit_stop Action::EditStop, "Change a stop", "Change the text of the selected stop.", bar None, [Stops "e"];
    Stopping remove_stop Action::RemoveStop, "Remove a stop", "Remove the selected stop.",
        bar None, [Stops "del", Stops "backspace"];
    Stopping stop_at_query Action::StopAt("query "), "Stop at a query…",
        "Write a stop at queries: with a text, on a table, by rows, errors or time.", bar None, [];
    Stopping stop_at_exception Action::StopAt("exception "), "Stop at exceptions…",
        "Write a stop where something is thrown, caught or not.", bar None, [];
    Stopping stop_at_callback_error Action::StopAt("callback error "), "Stop at callback errors…",
        "Write a stop where callback is given an error.", bar None, [];
    Stopping stop_at_second_callback Action::StopAt("callback twice"), "Stop at a second callback",
        "Set a stop where callback is called again.", bar None, [];
    Stopping stop_at_console Action::StopAt("console "), "Stop at a console line…",
        "Write a stop where a line is written to the console.", bar None, [];
    Stopping stop_at_profile Action::StopAt("profile "), "Stop at a profile field…",
        "Write a stop where callback is given a profile with a value in this field.", bar None, [];
    Stopping stop_at_rule Action::StopAt("rule "), "Stop at a rule…", "Write a stop where the decision cites a rule.",
        bar None, [];
    Stopping stop_at_function Action::StopAt("function "), "Stop at a function…",
        "Write a stop at the first statement of a function.", bar None, [];

    Time back_into Action::BackInto, "Back", "Go back to the statement before, wherever it is.",
        bar Some((4, "back")), [Panes "left", Panes "S", Panes "["];
    Time back_over Action::BackOver, "Back over", "Go back to the statement before of this function.",
        bar None, [Panes "N"];
    Time back_out Action::BackOut, "Back out", "Go back to the call of this function.",
        bar None, [Panes "O"];
    Time continue_back Action::ContinueBack, "Continue back", "Go back to the breakpoint before, or to the start.",
        bar None, [Panes "C"];
    Time to_start Action::ToStart, "Back to the start", "Go back to the first statement without running anew.",
        bar None, [Panes "R"];
    Time jump Action::OpenJump, "Jump to a moment",
        "Go to a step by its number, to a line, to a query or to its answer.",
        bar None, [Panes "t"];
    Time jump_there Action::JumpThere, "Jump to what is selected",
        "Go to the step of the selected query, console line, reason or line of the source.",
        bar None, [Panes "J", Reading "J"];
    Time jump_to_answer Action::JumpToAnswer, "Jump to the answer",
        "Go to the first statement after the answer to the selected query.",
        bar None, [Panes "A", Reading "A"];
    Time last_change Action::LastChange, "Where it changed",
        "Go to the statement that gave the selected variable its value.",
        bar None, [Panes "V"];
    Time origins Action::Origins, "Where it came from",
        "Show which query or input the selected variable or field of the profile came from.",
        bar None, [Panes "W"];
    Time earlier_mark Action::EarlierMark, "Earlier on the timeline",
        "On the timeline, select what happened before; Enter goes there.",
        bar Some((0, "earlier")), [Timeline "left", Timeline "h"];
    Time later_mark Action::LaterMark, "Later on the timeline",
        "On the timeline, select what happened next; Enter goes there.",
        bar Some((0, "later")), [Timeline "right", Timeline "l"];

    Look frame_outer Action::FrameOuter, "Up to the caller", "Select the frame that called this one.",
        bar Some((10, "caller")), [Panes "u"];
    Look frame_inner Action::FrameInner, "Down to the callee", "Select the frame that this one called.",
        bar None, [Panes "d"];
    Look focus_next Action::FocusNext, "Next pane", "Focus the next pane.", bar Some((12, "panes")), [Panes "tab"];
    Look focus_previous Action::FocusPrevious, "Previous pane", "Focus the pane before.", bar None, [Panes "S-tab"];
    Look focus_source Action::Focus(Pane::Source), "Go to the source", "Focus the source.", bar None, [Panes "1"];
    Look focus_inputs Action::Focus(Pane::Inputs), "Go to the inputs", "Focus the inputs.", bar None, [Panes "2"];
    Look focus_locals Action::Focus(Pane::Scopes), "Go to the variables", "Focus the variables.", bar None, [Panes "3"];
    Look focus_stack Action::Focus(Pane::Stack), "Go to the stack", "Focus the call stack.", bar None, [Panes "4"];
    Look focus_queries Action::Focus(Pane::Queries), "Go to the queries", "Focus the legacy queries.",
        bar None, [Panes "5"];
    Look focus_decision Action::Focus(Pane::Decision), "Go to the decision", "Focus the migration decision.",
        bar None, [Panes "6"];
    Look focus_console Action::Focus(Pane::Console), "Go to the console", "Focus the console.", bar None, [Panes "7"];
    Look focus_timeline Action::Focus(Pane::Timeline), "Go to the timeline", "Focus the run in time.",
        bar None, [Panes "8"];
    Look up Action::Up, "Up", "Select what is above.",
        bar None, [Panes "up", Panes "k", Reading "up", Reading "k", Choosing "up", Form "up", Form "S-tab", Prompt "up",
        Stops "up", Stops "k", Comparing "up", Comparing "k", Listing "up", Listing "k"];
    Look down Action::Down, "Down", "Select what is below.",
        bar None, [Panes "down", Panes "j", Reading "down", Reading "j", Choosing "down", Form "down", Form "tab",
        Prompt "down", Stops "down", Stops "j", Comparing "down", Comparing "j", Listing "down", Listing "j"];
    Look page_up Action::PageUp, "Page up", "Go up by a screenful.",
        bar None, [Panes "pgup", Panes "C-u", Reading "pgup", Choosing "pgup", Stops "pgup", Comparing "pgup", Listing "pgup"];
    Look page_down Action::PageDown, "Page down", "Go down by a screenful.",
        bar None, [Panes "pgdn", Panes "C-d", Reading "pgdn", Reading "space", Choosing "pgdn", Stops "pgdn",
        Comparing "pgdn", Comparing "space", Listing "pgdn"];
    Look first Action::First, "To the start", "Go to the first line or entry.",
        bar None, [Panes "home", Reading "home", Comparing "home", Listing "home"];
    Look last Action::Last, "To the end", "Go to the last line or entry.",
        bar None, [Panes "end", Panes "G", Reading "end", Comparing "end", Listing "end"];
    Look scroll_left Action::ScrollLeft, "Scroll left", "Show the left part of long lines.",
        bar None, [Panes "S-left", Panes "<"];
    Look scroll_right Action::ScrollRight, "Scroll right", "Show the right part of long lines.",
        bar None, [Panes "S-right", Panes ">"];
    Look activate Action::Activate, "Open or jump",
        "Open the selected query or value, or go to the line of the selected frame or message, or to the moment of a reason.",
        bar None, [Panes "enter", Choosing "enter", Form "enter", Prompt "enter", Stops "enter", Comparing "enter", Listing "enter",
        Listing "space"];
    Look toggle Action::Toggle, "Open or close a value", "Show or hide the properties of the selected value.",
        bar None, [Scopes "space"];
    Look collapse Action::Collapse, "Close a value", "Hide the properties of the selected value.",
        bar None, [Scopes "left", Scopes "h"];
    Look expand Action::Expand, "Open a value", "Show the properties of the selected value.",
        bar None, [Scopes "right", Scopes "l"];
    Look hits Action::ToggleHits, "Hit counts", "Show or hide how often each line ran, before its number.",
        bar None, [Panes "#"];
    Look values Action::ToggleValues, "Values beside the code",
        "Show or hide the values of variables after each line that ran.", bar None, [Panes "v"];

    Ask inputs Action::OpenInputs, "Inputs", "Fill in identifier, password, context and configuration.",
        bar Some((9, "inputs")), [Panes "i"];
    Ask evaluate Action::OpenEvaluate, "Evaluate", "Evaluate an expression in the selected frame.",
        bar Some((7, "evaluate")), [Panes "e"];
    Ask set_variable Action::OpenSet, "Set a variable", "Give the selected variable the value of an expression.",
        bar Some((11, "set")), [Panes "="];
    Ask watch Action::Watch, "Watch", "Watch the selected variable, or an expression: its value is shown at every stop.",
        bar None, [Panes "w"];
    Ask remove_watch Action::RemoveWatch, "Remove a watch", "No longer watch the selected expression.",
        bar None, [Scopes "del"];
    Ask history Action::OpenHistory, "History of a value",
        "Show how the selected variable or watch changed over the whole run; Enter goes to a change.",
        bar None, [Scopes "H"];
    Ask what_if Action::WhatIf, "What if…",
        "Run a second time beside this run with another answer of the store, variable, input, time or script.",
        bar Some((7, "what if")), [Panes "I", Reading "I"];
    Ask fault Action::OpenFaults, "Faults of the store…",
        "Let the store fail: refused, lost, slow, a duplicate key …; the operation runs again with that.",
        bar None, [Panes "X"];
    Ask switch_timeline Action::SwitchTimeline, "The other run", "Show the other of the two runs.",
        bar Some((2, "other run")), [Panes "`", Comparing "`"];
    Ask compare Action::Compare, "Compare the runs", "Set the two runs side by side, with what differs marked.",
        bar Some((3, "compare")), [Panes "D"];
    Ask keep_timeline Action::KeepTimeline, "Keep this run", "Keep the run shown and drop the other.",
        bar Some((4, "keep")), [Panes "K"];
    Ask edit_script Action::EditScript, "Edit the script",
        "Open the script in $VISUAL or $EDITOR at the cursor; what is saved is run beside this run.",
        bar None, [Panes "E"];
    Ask operation Action::OpenOperations, "Choose an operation", "Choose what is run: a login, a sign-up, a reset …, or one script alone.",
        bar None, [Panes "a"];
    Ask side_by_side Action::OpenContrast, "Side by side…",
        "Set the operation beside the other mode, a reset or an edit; `:compare mode`, `reset` or `edit` does it at once.",
        bar None, [Panes "|"];
    Ask variants Action::OpenReadings, "Variants and circumstances",
        "Choose how contradicting sources are read, and how the operation comes about; r runs it so.",
        bar None, [Panes "M"];
    Ask store Action::OpenUsers, "Users in the Auth0 store",
        "Show the users in the Auth0 store and what the operation does to them; change, add or remove them.",
        bar None, [Panes "U"];
    Ask add_user Action::AddUser, "Add a user", "Add a user to the Auth0 store.", bar None, [Listing "a"];
    Ask remove_user Action::RemoveUser, "Remove a user", "Remove the selected user from the Auth0 store.",
        bar None, [Listing "del", Listing "backspace"];
    Ask change_record Action::ChangeRecord, "Whole or partial record",
        "Let the record of the selected user be whole, partial, or without metadata.", bar None, [Listing "p"];
    Ask carry_on Action::CarryOn, "Carry on from here",
        "Let the next operation start where this one ended, with what it wrote to both stores.",
        bar Some((5, "carry on")), [Panes "+", Listing "+"];
    Ask reset Action::Reset, "Back to the seeds", "Fill both stores anew, as before the first operation.",
        bar None, [];
    Ask save_store Action::SaveStore, "Save the users…",
        "Write the users of the Auth0 store to a file, one a line; `:save-store FILE` does it at once.", bar None, [];
    Ask mode Action::ToggleMode, "Other mode",
        "Play the connection in the other mode: legacy authentication or automatic migration.",
        bar None, [Panes "m"];
    Ask connections Action::OpenConnections, "Choose a connection", "Choose another of the connections that were loaded.",
        bar None, [Panes "L"];
    Ask notes Action::OpenNotes, "Notes and findings", "Read what was noticed about the connection and the run.",
        bar None, [Panes "f"];
    Ask explain Action::Explain, "Explain the rule",
        "Explain the rule that what is selected cites, with its sources; `:explain M6` explains one by its id.",
        bar None, [Panes "Y", Panes "f2", Listing "Y", Listing "f2", Choosing "f2"];
    Ask copy Action::Copy, "Copy", "Copy what is selected, with secrets masked.", bar None, [Panes "y", Reading "y"];

    Workbench command Action::OpenPalette, "Commands", "Find a command by its name, or go to a line by its number.",
        bar Some((14, "command")), [Panes ":"];
    Workbench help Action::OpenHelp, "Help", "Show all keys and signs.", bar Some((15, "help")), [Panes "?", Panes "f1"];
    Workbench redraw Action::Redraw, "Draw anew", "Draw the whole screen anew.", bar None, [Everywhere "C-l"];
    Workbench suspend Action::Suspend, "Suspend", "Hand the terminal back to the shell; fg returns.",
        bar None, [Everywhere "C-z"];
    Workbench close Action::Close, "Close", "Close what lies over the panes.",
        bar None, [Panes "esc", Reading "esc", Reading "q", Reading "?", Reading "enter", Choosing "esc", Form "esc",
        Prompt "esc", Stops "esc", Stops "q", Stops "P", Comparing "esc", Comparing "q", Comparing "D", Listing "esc",
        Listing "q", Listing "M", Listing "U", Listing "|"];
    Workbench quit Action::Quit, "Quit", "Leave the workbench.", bar Some((13, "quit")), [Panes "q", Everywhere "C-c"];

    Typing backspace Action::Edit(Edit::Backspace), "Delete before", "Delete the character before the cursor.",
        bar None, [Form "backspace", Prompt "backspace", Choosing "backspace"];
    Typing delete Action::Edit(Edit::Delete), "Delete after", "Delete the character under the cursor.",
        bar None, [Form "del", Prompt "del", Choosing "del"];
    Typing delete_word Action::Edit(Edit::DeleteWord), "Delete a word", "Delete the word before the cursor.",
        bar None, [Form "C-w", Prompt "C-w", Choosing "C-w"];
    Typing clear Action::Edit(Edit::Clear), "Clear", "Delete everything typed.",
        bar None, [Form "C-u", Prompt "C-u", Choosing "C-u"];
    Typing left Action::Edit(Edit::Left), "Left", "Move the cursor left.",
        bar None, [Form "left", Prompt "left", Choosing "left"];
    Typing right Action::Edit(Edit::Right), "Right", "Move the cursor right.",
        bar None, [Form "right", Prompt "right", Choosing "right"];
    Typing line_start Action::Edit(Edit::Home), "To the line's start", "Move the cursor to the start.",
        bar None, [Form "home", Prompt "home", Choosing "home", Form "C-a", Prompt "C-a", Choosing "C-a"];
    Typing line_end Action::Edit(Edit::End), "To the line's end", "Move the cursor to the end.",
        bar None, [Form "end", Prompt "end", Choosing "end", Form "C-e", Prompt "C-e", Choosing "C-e"];
}

/// The entry of an action, if it stands in the table.
pub fn entry(action: &Action) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.action == *action)
}

impl Entry {
    /// The first key that means this action where keys are looked up in `contexts`, as shown on screen: one that a more
    /// particular context gives another meaning is passed over.
    pub fn key_in(&self, contexts: &[Context]) -> Option<String> {
        let bound = |context: &Context, key: &str| {
            TABLE.iter().any(|other| other.keys.iter().any(|(of, bound)| of == context && *bound == key))
        };
        let free = |(context, key): &&(Context, &str)| {
            let at = contexts.iter().position(|known| known == context);
            at.is_some_and(|at| !contexts.iter().take(at).any(|particular| bound(particular, key)))
        };
        let (_, key) = self.keys.iter().find(free)?;
        Some(key.parse::<super::keys::Key>().ok()?.to_string())
    }

    /// Whether it can be chosen by its name: what only makes sense in something that lies over the panes cannot.
    pub fn is_command(&self) -> bool {
        let reached = |(context, _): &(Context, &str)| matches!(context, Panes | Scopes | Everywhere);
        self.group != Typing && (self.keys.is_empty() || self.keys.iter().any(reached))
    }

    /// Its keys in a context as shown on screen.
    pub fn shown_keys(&self, contexts: &[Context]) -> impl Iterator<Item = String> + '_ {
        let contexts = contexts.to_vec();
        self.keys
            .iter()
            .filter(move |(context, _)| contexts.contains(context))
            .filter_map(|(_, key)| key.parse::<super::keys::Key>().ok())
            .map(|key| key.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_snake_case_and_every_action_says_what_it_does() {
        let mut names = HashSet::new();
        for entry in TABLE {
            assert!(names.insert(entry.name), "{} twice", entry.name);
            assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{}", entry.name);
            assert!(entry.help.ends_with('.'), "{}", entry.name);
        }
    }

    #[test]
    fn no_action_stands_in_the_table_twice() {
        for entry in TABLE {
            assert_eq!(TABLE.iter().filter(|other| other.action == entry.action).count(), 1, "{}", entry.name);
        }
    }
}
