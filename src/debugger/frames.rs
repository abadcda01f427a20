//! Stacks in the user's terms: names from the tables, lines and columns of the user's file.

use crate::recording::{Place, StackFrame};
use crate::sandbox::EngineFrame;
use crate::script::{Happened, Prepared};

use super::protocol::{Frame, Span};

/// Turns a backtrace, innermost first, into frames of the user's file.
pub(super) fn places(script: &Prepared, frames: &[EngineFrame], error: Option<(&str, &str)>) -> Vec<StackFrame> {
    let mut found = Vec::new();
    for (index, frame) in frames.iter().enumerate() {
        if frame.is_packages() && error.is_some() && frame.line != 0 {
            found.push(in_package(frame));
            continue;
        }
        if frame.file != script.file || frame.line == 0 {
            continue;
        }
        let Some(offset) = script.offset(frame.line, frame.column) else { continue };
        let happened = match (index.checked_sub(1).and_then(|above| frames.get(above)), error) {
            (Some(above), _) => Happened::Called(&above.function),
            (None, Some((class, message))) => Happened::Threw(class, message),
            (None, None) => Happened::Called(""),
        };
        let offset = script.refine(offset, happened);
        let info = &script.tables.functions[script.tables.function_at(offset)];
        let position = script.lines.position(offset);
        found.push(StackFrame {
            place: Place {
                function: info.name.clone(),
                file: script.file.clone(),
                line: position.line,
                column: position.column,
            },
            derived: info.derived,
            asynchronous: false,
        });
    }
    found
}

/// A frame of a package's code, of which nothing is known but what the engine says.
fn in_package(frame: &EngineFrame) -> StackFrame {
    let function = if frame.function.is_empty() { "<anonymous>" } else { &frame.function };
    let EngineFrame { file, line, column, .. } = frame;
    let place = Place { function: function.to_owned(), file: file.clone(), line: *line, column: *column };
    StackFrame { place, derived: false, asynchronous: false }
}

/// The highlighted part of a statement.
pub(super) fn span_of(script: &Prepared, statement: usize) -> Span {
    let statement = &script.tables.statements[statement];
    let text = script.original.get(statement.start as usize..statement.end as usize).unwrap_or_default();
    let end = statement.start + text.trim_end().len() as u32;
    let (from, to) = (script.lines.position(statement.start), script.lines.position(end));
    Span { line: from.line, column: from.column, end_line: to.line, end_column: to.column }
}

/// A frame of the call stack from a frame of a recorded stack.
pub(super) fn frame_of(frame: &StackFrame) -> Frame {
    let Place { line, column, .. } = frame.place;
    Frame {
        function: frame.place.function.clone(),
        derived: frame.derived,
        asynchronous: frame.asynchronous,
        file: frame.place.file.clone(),
        span: Span { line, column, end_line: line, end_column: column + 1 },
    }
}
