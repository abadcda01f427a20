//! A terminal screen as an SVG picture.

use std::fmt::Write;

use vt100::{Color, Screen};

/// Cell size in pixels.
const WIDTH: u32 = 9;
const HEIGHT: u32 = 19;
const GROUND: &str = "#121218";
const TEXT: &str = "#d0d0d0";

/// The screen as it is, each row one line of text in runs of one look.
pub fn of(screen: &Screen, title: &str) -> String {
    let (rows, cols) = screen.size();
    let (width, height) = (u32::from(cols) * WIDTH + 20, u32::from(rows) * HEIGHT + 20);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{title}\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{GROUND}\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\" \
         xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        for run in runs(screen, row, cols) {
            run.draw(&mut svg, u32::from(row));
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

#[derive(PartialEq)]
struct Look {
    text: String,
    ground: Option<String>,
    bold: bool,
}

struct Run {
    column: u32,
    cells: u32,
    look: Look,
    text: String,
}

fn runs(screen: &Screen, row: u16, cols: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..cols {
        let Some(cell) = screen.cell(row, column) else { continue };
        if cell.is_wide_continuation() {
            continue;
        }
        let (mut text, mut ground) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
        if cell.inverse() {
            (text, ground) = (Some(ground.unwrap_or(GROUND.into())), Some(text.unwrap_or(TEXT.into())));
        }
        let look = Look { text: text.unwrap_or(TEXT.into()), ground, bold: cell.bold() };
        let shown = if cell.contents().is_empty() { " " } else { cell.contents() };
        match runs.last_mut() {
            Some(run) if run.look == look => {
                run.text.push_str(shown);
                run.cells += 1;
            }
            _ => runs.push(Run { column: u32::from(column), cells: 1, look, text: shown.to_owned() }),
        }
    }
    runs
}

impl Run {
    fn draw(&self, svg: &mut String, row: u32) {
        let (x, y) = (10 + self.column * WIDTH, 10 + row * HEIGHT);
        let width = self.cells * WIDTH;
        if let Some(ground) = &self.look.ground {
            writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"{ground}\"/>")
                .unwrap();
        }
        if self.text.trim().is_empty() {
            return;
        }
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let bold = if self.look.bold { " font-weight=\"bold\"" } else { "" };
        let (base, fill) = (y + 15, &self.look.text);
        writeln!(svg, "<text x=\"{x}\" y=\"{base}\" textLength=\"{width}\" fill=\"{fill}\"{bold}>{text}</text>")
            .unwrap();
    }
}

/// A colour as CSS; none for the terminal's own.
fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Default => None,
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Idx(index) => Some(format!("#{0:02x}{0:02x}{0:02x}", 60 + index % 16 * 12)),
    }
}
