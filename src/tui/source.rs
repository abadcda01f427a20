//! The script, with the exact statement, breakpoints and what happened where.
//!
//! ```text
//! ╭▸1 Source ──────────────────────────────────────── login.js ╮
//! │ ● 11   client.query(                               ◂ q1     │
//! │   14     (err, result) => {                                 │
//! │   15 ▶     if (err) return callback(err);                   │
//! │   16       const user = result.rows[0];   ✗ TypeError: …    │
//! ```

use std::collections::HashMap;
use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::beside;
use super::drawn::Shown;
use super::glyphs::Glyphs;
use super::gutter::Gutter;
use super::highlight::Class;
use super::list;
use super::painter::{piece, Painter, Piece};
use super::text;
use super::theme::Role;
use crate::debugger::Span;
use crate::legacy::Reply;
use crate::visible::visible;
use crate::workbench::scroll::Extent;
use crate::workbench::source::{Mark, MarkKind};
use crate::workbench::Workbench;

/// Cells between tab stops.
const TAB: usize = 4;
/// Cells between a line and what is said about it.
const ROOM_FOR_A_NAME: usize = 16;
const GAP: usize = 2;
/// Queries named beside a line that sent many.
const MOST_SENT: usize = 3;
/// Rows of a note that has rows of its own.
const LONGEST_NOTE: usize = 3;
/// Characters of a note worth looking at.
const LONGEST_WORDS: usize = 1_000;
/// Lines kept around the cursor.
const MARGIN: usize = 4;

/// Classes of stretches of a line: byte ranges within it, in order.
pub type Classes = [Vec<(Range<usize>, Class)>];

/// Draws the visible lines. `classes` is empty until the highlighter is done.
pub fn draw(painter: &mut Painter<'_>, area: Rect, workbench: &Workbench, focused: bool, classes: &Classes) -> Shown {
    let source = &workbench.source;
    if source.action.is_none() {
        return list::empty(
            painter,
            area,
            "The action script that runs appears here, with the statement it stands at.",
        );
    }
    let rows = usize::from(area.height);
    let top = source.scroll.resolve(Some(source.cursor..source.cursor + 1), rows, source.lines.len(), MARGIN);
    let gutter = Gutter::new(workbench, area.width, focused, painter.theme.glyphs.times);
    let before = gutter.width();
    let code = Rect { x: area.x.saturating_add(before), width: area.width.saturating_sub(before), ..area };
    let mark = workbench.mark();
    let left = sideways(workbench, mark, usize::from(code.width));
    let notes = notes(painter.theme.glyphs, workbench, &(top..top + rows));
    let values = workbench.values_by_line();
    let mut entries = vec![None; rows];
    let mut row = 0;
    for index in top..source.lines.len() {
        if row >= rows {
            break;
        }
        entries[row] = Some(index);
        let at = u16::try_from(row).unwrap_or(u16::MAX);
        if index == source.cursor && focused {
            painter.tint(area, at, Role::Cursor);
        }
        gutter.draw(painter, area, at, index);
        let line = source.line(index).unwrap_or_default();
        let marked = mark.and_then(|mark| marked(mark, index, line));
        let note = notes.get(&index).map_or(&[][..], Vec::as_slice);
        let place = place_note(painter, code, note, line, left);
        let taken = if place == NotePlace::OverTheEnd { note_width(painter, note) + GAP } else { 0 };
        let room = Rect { width: code.width.saturating_sub(u16::try_from(taken).unwrap_or(u16::MAX)), ..code };
        let end = draw_line(painter, room, at, &Line { text: line, left, marked }, classes.get(index));
        row += 1;
        if place == NotePlace::Below {
            row += draw_note_below(painter, code, row, note, usize::from(indent(line, left)));
        } else {
            let mut column = end.saturating_add(u16::try_from(GAP).unwrap_or(0));
            for piece in note {
                column = painter.text(code, at, column, &piece.text, piece.role);
            }
            let said = if note.is_empty() { end } else { column };
            let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
            beside::draw(painter, code, at, said, values.get(&line).map_or(&[][..], Vec::as_slice));
        }
    }
    Shown { area, extent: Extent { top, rows, content: source.lines.len() }, entries }
}

/// Where what is said about a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NotePlace {
    /// After the line's end.
    Beside,
    /// A short one, where the end of a long line would stand.
    OverTheEnd,
    /// A long one, on rows of its own.
    Below,
}

fn note_width(painter: &Painter<'_>, note: &[Piece<'_>]) -> usize {
    note.iter().map(|piece| text::width(&painter.safe(text::start(&piece.text, LONGEST_WORDS)))).sum()
}

fn place_note(painter: &Painter<'_>, code: Rect, note: &[Piece<'_>], line: &str, left: usize) -> NotePlace {
    let width = usize::from(code.width);
    let wide = note_width(painter, note);
    let free = width.saturating_sub(cells(line, left + width).saturating_sub(left));
    if wide == 0 || wide + GAP <= free {
        NotePlace::Beside
    } else if wide <= width / 5 {
        NotePlace::OverTheEnd
    } else {
        NotePlace::Below
    }
}

/// Draws a note on rows of its own, as far to the right as the line starts if there is room. Returns how many.
fn draw_note_below(painter: &mut Painter<'_>, code: Rect, row: usize, note: &[Piece<'_>], indent: usize) -> usize {
    let width = usize::from(code.width);
    let column = indent.min(width.saturating_sub(note_width(painter, note)));
    let role = note.first().map_or(Role::Text, |piece| piece.role);
    let words: String =
        note.iter().map(|piece| painter.safe(text::start(&piece.text, LONGEST_WORDS)).into_owned()).collect();
    let lines = text::wrap(&words, width.saturating_sub(column));
    let shown = lines.len().min(LONGEST_NOTE);
    for (offset, words) in lines.iter().take(shown).enumerate() {
        let at = u16::try_from(row + offset).unwrap_or(u16::MAX);
        painter.text(code, at, u16::try_from(column).unwrap_or(0), words, role);
    }
    shown
}

/// Cells a line takes, counted up to `enough`.
fn cells(line: &str, enough: usize) -> usize {
    let mut cell = 0;
    for grapheme in line.graphemes(true) {
        cell += cells_of(grapheme, cell);
        if cell > enough {
            break;
        }
    }
    cell
}

/// Cells a grapheme takes that starts at a cell.
fn cells_of(grapheme: &str, cell: usize) -> usize {
    if grapheme == "\t" {
        TAB - cell % TAB
    } else {
        text::width(&visible(grapheme))
    }
}

/// Where a note under a line starts: where the line's text does.
fn indent(line: &str, left: usize) -> u16 {
    let blank = line.len() - line.trim_start().len();
    u16::try_from(cells(&line[..blank], usize::from(u16::MAX)).saturating_sub(left)).unwrap_or(0)
}

/// A line to draw.
struct Line<'l> {
    text: &'l str,
    /// Cells scrolled out at the left.
    left: usize,
    /// Columns (UTF-16, from 0) of the mark, and its look.
    marked: Option<(Range<u32>, Role)>,
}

/// The part of a line that a mark covers. Of a statement over several lines the first is marked; the gutter shows how
/// far it goes.
fn marked(mark: Mark, index: usize, line: &str) -> Option<(Range<u32>, Role)> {
    let Span { line: first, column, end_line, end_column } = mark.span;
    if usize::try_from(first).ok()? != index + 1 {
        return None;
    }
    let start = column.saturating_sub(1);
    let length = u32::try_from(line.trim_end().encode_utf16().count()).unwrap_or(u32::MAX);
    let end = if end_line > first {
        length
    } else if end_column > column {
        end_column - 1
    } else {
        word_end(line, start)
    };
    let role = match mark.kind {
        MarkKind::Next | MarkKind::Failed => Role::Statement,
        MarkKind::Waits | MarkKind::Ended => Role::Waits,
    };
    Some((start..end.max(start + 1), role))
}

/// The end of the name that starts at a column: an error names only where it starts.
fn word_end(line: &str, start: u32) -> u32 {
    let mut at = 0_u32;
    for character in line.chars() {
        if at > start && !(character.is_alphanumeric() || matches!(character, '_' | '$' | '.')) {
            break;
        }
        at += u32::try_from(character.len_utf16()).unwrap_or(1);
    }
    at
}

/// Draws one line and returns the column after it.
fn draw_line(
    painter: &mut Painter<'_>,
    area: Rect,
    row: u16,
    line: &Line<'_>,
    classes: Option<&Vec<(Range<usize>, Class)>>,
) -> u16 {
    let mut cell = 0_usize;
    let mut utf16 = 0_u32;
    let right = line.left + usize::from(area.width);
    let mut end = 0;
    for (at, grapheme) in line.text.grapheme_indices(true) {
        if cell >= right {
            painter.text(area, row, area.width.saturating_sub(1), painter.theme.glyphs.cut, Role::Dim);
            break;
        }
        let shown = if grapheme == "\t" { " ".repeat(TAB - cell % TAB).into() } else { visible(grapheme) };
        let shown = if grapheme == "\t" { shown } else { painter.safe(&shown).into_owned().into() };
        let wide = text::width(&shown);
        if cell >= line.left {
            let column = u16::try_from(cell - line.left).unwrap_or(u16::MAX);
            let style = style(painter, line, utf16, class_at(classes, at));
            end = painter.styled(area, row, column, &shown, style).max(end);
        }
        cell += wide;
        utf16 += u32::try_from(grapheme.encode_utf16().count()).unwrap_or(1);
    }
    end
}

fn style(painter: &Painter<'_>, line: &Line<'_>, utf16: u32, class: Class) -> Style {
    let style = painter.theme.style(class.role());
    match &line.marked {
        Some((range, role)) if range.contains(&utf16) => style.patch(painter.theme.style(*role)),
        _ => style,
    }
}

fn class_at(classes: Option<&Vec<(Range<usize>, Class)>>, at: usize) -> Class {
    let Some(classes) = classes else { return Class::Plain };
    let index = classes.partition_point(|(range, _)| range.end <= at);
    classes.get(index).filter(|(range, _)| range.contains(&at)).map_or(Class::Plain, |(_, class)| *class)
}

/// What happened on the lines of the shown text, by line from 0: the queries a line sent, or the error that ended the
/// run there.
fn notes(glyphs: &Glyphs, workbench: &Workbench, shown: &Range<usize>) -> HashMap<usize, Vec<Piece<'static>>> {
    let index = |line: u32| usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    let mut notes: HashMap<usize, Vec<Piece<'static>>> = HashMap::new();
    for (number, query) in workbench.all_queries().into_iter().enumerate().take(workbench.queries_sent()) {
        let Some(at) = &query.at else { continue };
        if !shown.contains(&index(at.line)) || at.file != workbench.source.file {
            continue;
        }
        let pieces = notes.entry(index(at.line)).or_default();
        if pieces.len() > MOST_SENT {
            continue;
        }
        let role = match (matches!(query.reply, Some(Reply::Error(_))), workbench.queries.selected == number) {
            (true, _) => Role::Bad,
            (false, true) => Role::Here,
            (false, false) => Role::Dim,
        };
        let gap = if pieces.is_empty() { "" } else { " " };
        let more = if pieces.len() == MOST_SENT { glyphs.cut } else { "" };
        pieces.push(piece(format!("{gap}{} q{}{more}", glyphs.sent, query.seq), role));
    }
    if let Some((line, reason)) = workbench.reason_in_source() {
        notes.insert(index(line), vec![piece(format!("{} {reason}", glyphs.no), Role::Bad)]);
    }
    notes
}

/// Cells scrolled out at the left: what the user asked for, and at least as much as the marked statement needs.
fn sideways(workbench: &Workbench, mark: Option<Mark>, width: usize) -> usize {
    let asked = workbench.source.left;
    let Some(mark) = mark.filter(|_| asked == 0) else { return asked };
    let index = usize::try_from(mark.span.line).unwrap_or(usize::MAX).saturating_sub(1);
    let Some(line) = workbench.source.line(index) else { return asked };
    let start = cell_at(line, mark.span.column.saturating_sub(1));
    let end = match mark.span.end_line == mark.span.line && mark.span.end_column > mark.span.column + 1 {
        true => cell_at(line, mark.span.end_column.saturating_sub(1)),
        // A bare place: the name there should be seen.
        false => start + ROOM_FOR_A_NAME,
    };
    // As little as possible: what stands before a statement says where one is. If it starts well within the view, its
    // end is given up before the starts of the lines around it are.
    let whole = (end + GAP).saturating_sub(width).min(start);
    let indented = usize::from(indent(line, 0));
    let gentle = whole.min(indented);
    if start + ROOM_FOR_A_NAME <= gentle + width {
        gentle
    } else {
        whole
    }
}

/// Cells before the UTF-16 unit at `utf16` of a line.
fn cell_at(line: &str, utf16: u32) -> usize {
    let (mut units, mut cell) = (0, 0);
    for grapheme in line.graphemes(true) {
        if units >= utf16 {
            break;
        }
        units += u32::try_from(grapheme.encode_utf16().count()).unwrap_or(1);
        cell += cells_of(grapheme, cell);
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_an_error_covers_the_name_it_points_at() {
        assert_eq!(word_end("  user.name.length;", 2), 18);
        assert_eq!(word_end("  fail()", 2), 6);
        assert_eq!(word_end("a", 7), 1);
    }

    #[test]
    fn only_the_first_line_of_a_long_statement_is_marked() {
        let span = Span { line: 2, column: 3, end_line: 5, end_column: 2 };
        let mark = Mark { span, kind: MarkKind::Next };
        assert_eq!(marked(mark, 1, "  client.query(  "), Some((2..15, Role::Statement)));
        assert_eq!(marked(mark, 2, "    [email],"), None);
    }
}
