//! Where a run under the debugger stands and where a command takes it, a line each.
#![allow(dead_code)]

use loginscope::debugger::{Command, Pause, StepKind};

use super::debugged::{debug, Debugged};

/// A frame a word, innermost first, the lines of all but the innermost with it; `~` before asynchronous parents.
pub fn stack(pause: &Pause) -> String {
    let told = pause.frames.iter().enumerate().map(|(index, frame)| {
        let mark = if frame.asynchronous { "~" } else { "" };
        let line = if index == 0 { String::new() } else { format!(":{}", frame.span.line) };
        format!("{mark}{}{line}", frame.function)
    });
    told.collect::<Vec<_>>().join(" < ")
}

/// What is shown of a statement of several lines.
pub fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// Steps Into until this statement is reached for the `nth` time.
pub fn reach(run: &mut Debugged, statement: &str, nth: usize) -> Pause {
    let mut pause = run.paused();
    let mut seen = 0;
    loop {
        seen += usize::from(first_line(&run.at(&pause)) == statement);
        if seen == nth {
            return pause;
        }
        pause = run.after(Command::Step(StepKind::Into));
    }
}

/// The stack at a statement reached for the first time.
pub fn stack_at(text: &str, statement: &str) -> String {
    stack(&reach(&mut debug(text), statement, 1))
}

/// Where a command lands that is given at a statement reached for the `nth` time: the statement, or `the end`.
pub fn from(text: &str, (statement, nth): (&str, usize), command: Command) -> String {
    let mut run = debug(text);
    reach(&mut run, statement, nth);
    run.send(command);
    run.stop().map_or("the end".to_owned(), |pause| first_line(&run.at(&pause)))
}

/// Where a step lands from a statement reached for the first time.
pub fn step(text: &str, statement: &str, kind: StepKind) -> String {
    from(text, (statement, 1), Command::Step(kind))
}

/// Where a step back lands from there.
pub fn back(text: &str, statement: &str, kind: StepKind) -> String {
    from(text, (statement, 1), Command::Back(kind))
}

/// The statements at which stepping stops, first lines alone.
pub fn trace(text: &str, kind: StepKind) -> Vec<String> {
    debug(text).trace(kind).iter().map(|statement| first_line(statement)).collect()
}
