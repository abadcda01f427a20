//! A text run plain and made ready for stepping, with positions in the same terms.
//!
//! The engine notes positions only here and there, and reports the last it noted. A hook notes one too, at the
//! start of its statement. So two positions are the same when the text between them gave the engine nothing to
//! note, and when plain it noted nothing in the statement at all.

use std::sync::Arc;

use loginscope::script::{prepare_program, Prepared};

use crate::realm::{run_hooked, Completion, Ending, Place, Thrown, FILE, NO_ERROR};

/// Runs `text` made ready for stepping. Positions are those of `text`; where one is only nearer than what `plain`
/// tells for lack of hooks, it is told as plain.
///
/// # Errors
/// When there is no realm to be had.
pub fn run_instrumented(text: &str, plain: &Ending) -> std::io::Result<Ending> {
    let prepared = match prepare_program(FILE, text.into()) {
        Ok(prepared) => Arc::new(prepared),
        Err(failure) => {
            let places = vec![(failure.at.line, failure.at.column)];
            let refused = Thrown { name: "SyntaxError".to_owned(), message: failure.message, places };
            let completion = Completion::Refused(refused);
            return Ok(Ending { completion, output: Vec::new(), rejections: Vec::new(), errors: Vec::new() });
        }
    };
    let mut ending = run_hooked(&prepared)?;
    if let (Completion::Threw(thrown), Completion::Threw(expected)) = (&mut ending.completion, &plain.completion) {
        in_plain_terms(&prepared, thrown, Some(expected));
    } else if let Completion::Threw(thrown) = &mut ending.completion {
        in_plain_terms(&prepared, thrown, None);
    }
    for (index, thrown) in ending.rejections.iter_mut().enumerate() {
        in_plain_terms(&prepared, thrown, plain.rejections.get(index));
    }
    for (index, thrown) in ending.errors.iter_mut().enumerate() {
        in_plain_terms(&prepared, thrown, plain.errors.get(index));
    }
    Ok(ending)
}

fn in_plain_terms(prepared: &Prepared, thrown: &mut Thrown, expected: Option<&Thrown>) {
    let offsets: Vec<u32> = thrown.places.iter().filter_map(|(line, column)| prepared.offset(*line, *column)).collect();
    let told = offsets.iter().enumerate().map(|(index, offset)| {
        let line = prepared.lines.line_of(*offset);
        let place = (line, offset + 1 - prepared.lines.start_of(line).unwrap_or_default());
        let plain = expected.and_then(|expected| expected.places.get(index)).copied();
        let anywhere = index == 0 && put_behind(prepared, thrown, *offset);
        plain.filter(|plain| anywhere || same_place(prepared, *plain, *offset)).unwrap_or(place)
    });
    thrown.places = told.collect();
}

/// Whether the engine puts what was thrown at whatever comes next: it does so with constants that are written, and
/// with values that are no errors, which have no stack to be seen.
fn put_behind(prepared: &Prepared, thrown: &Thrown, offset: u32) -> bool {
    let start = statement_start(prepared, offset);
    let rest = start.and_then(|start| prepared.original.get(start as usize..)).unwrap_or_default();
    thrown.message.ends_with("is read-only") || thrown.name == NO_ERROR && rest.starts_with("throw")
}

/// The function that handles what is noted at `offset`: at the start of a function it is the one around.
fn function_around(prepared: &Prepared, offset: u32) -> usize {
    let tables = &prepared.tables;
    match tables.function_at(offset) {
        within if within > 0 && tables.functions[within].span.0 == offset => tables.function_at(offset - 1),
        within => within,
    }
}

/// Where the statement at `offset` begins.
fn statement_start(prepared: &Prepared, offset: u32) -> Option<u32> {
    let function = function_around(prepared, offset);
    let own = prepared.tables.statements.iter().filter(|statement| statement.function == function);
    own.map(|statement| statement.start).filter(|start| *start <= offset).max()
}

/// Whether a run without hooks tells `plain` for what stands at `offset`.
fn same_place(prepared: &Prepared, (line, column): Place, offset: u32) -> bool {
    let Some(plain) = prepared.lines.start_of(line).map(|start| start + column - 1) else { return false };
    let nothing_between =
        |plain: u32| prepared.original.get(plain as usize..offset as usize).is_some_and(notes_nothing);
    // Positions are those of tokens.
    let (before, after) = prepared.original.split_at_checked(offset as usize).unwrap_or_default();
    if plain != offset && before.ends_with(is_of_name) && after.starts_with(is_of_name) {
        return false;
    }
    // Of a function in which it noted nothing the engine knows the line.
    let only_line = || column == 1 && prepared.lines.line_of(offset) == line;
    // On the first line it is one off, except at names.
    let first_line = || line == 1 && nothing_between(plain + 1);
    let same = plain == offset || nothing_between(plain) || only_line() || first_line();
    same || noted_by_hook(prepared, (line, column), plain, offset)
}

/// Whether a hook noted `offset`, and the engine by itself noted nothing from there on: a hook stands at the start of
/// a statement, at the end of a function, in a loop's empty body, and around what is awaited or yielded.
fn noted_by_hook(prepared: &Prepared, (line, column): Place, plain: u32, offset: u32) -> bool {
    let tables = &prepared.tables;
    let function = &tables.functions[function_around(prepared, offset)];
    let begins = prepared.lines.line_of(function.span.0);
    let head = line == begins && (plain <= function.span.0 || column == 1);
    // What the engine noted last may stand inside a function that was handed over.
    if !head && !(function.span.0..function.span.1).contains(&plain) {
        return false;
    }
    let (up_to, from) = prepared.original.split_at(offset as usize);
    let empty_body = up_to.ends_with('{') && from.trim_start().starts_with('}');
    let around_value = ["await", "yield", "yield*"].iter().any(|word| up_to.trim_end().ends_with(word));
    if offset + 1 == function.span.1 || empty_body || around_value {
        return plain != offset;
    }
    let Some(start) = statement_start(prepared, offset) else { return false };
    let (up_to, from) = prepared.original.split_at(start as usize);
    let first_word = without_labels(from).split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let silent = SILENT.contains(&first_word) || up_to.trim_end_matches(['(', ' ', '\n']).ends_with("=>");
    let mut words = from[..(offset - start) as usize].split(|c: char| c.is_whitespace() || c == '(');
    silent && plain < start && words.all(|word| word.is_empty() || SILENT.contains(&word))
}

/// A statement without the labels before it.
fn without_labels(statement: &str) -> &str {
    let label = statement.trim_start().split_once(':').filter(|(label, _)| label.trim_end().chars().all(is_of_name));
    label.map_or(statement, |(_, rest)| without_labels(rest).trim_start())
}

/// What a statement begins with at whose start the engine notes no position.
const SILENT: &[&str] = &[
    "var", "let", "const", "using", "return", "if", "for", "while", "do", "switch", "with", "class", "await", "yield",
    "debugger", "break", "continue",
];

/// Whether the engine notes no position after the first token of `text`: it notes names, and tokens behind blanks.
fn notes_nothing(text: &str) -> bool {
    // What is open: quotes, templates and, inside these, braces.
    let mut open = Vec::new();
    let mut before = 'a';
    text.chars().all(|c| {
        let last = std::mem::replace(&mut before, c);
        match (open.last(), c) {
            (Some('`'), '{') if last == '$' => open.push('{'),
            (Some('{'), '}') => drop(open.pop()),
            (Some(quote), c) if *quote != '{' => drop(open.pop_if(|quote| *quote == c)),
            (_, '\'' | '"' | '`' | '{') => open.push(c),
            (_, c) if c.is_whitespace() => return false,
            // A name begins, unless it is a private one.
            _ => return c.is_numeric() || !is_of_name(c) || is_of_name(last) || last == '#',
        }
        true
    })
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}
