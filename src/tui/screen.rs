//! A whole frame, region by region.

use ratatui::layout::Rect;

use super::drawn::{Drawn, Shown};
use super::layout::{layout, SMALLEST};
use super::painter::Painter;
use super::source::Classes;
use super::theme::Role;
use super::{
    chooser, compare, console, contrast, decision, explain, fault_prompt, form, header, help, history, inputs, keybar,
    notes, origins, panel, prompt, queries, query, readings, scopes, source, stack, stop_prompt, stops, text, timeline,
    timelines, user_form, users, value, what_if,
};
use crate::workbench::evaluation::Purpose;
use crate::workbench::{Overlay, Pane, Workbench};

/// Draws the workbench. Nothing is changed; what is shown where is returned.
pub fn draw(painter: &mut Painter<'_>, workbench: &Workbench, classes: &Classes) -> Drawn {
    let screen = painter.area();
    let Some(layout) = layout(screen, &workbench.recent) else {
        too_small(painter, screen);
        return Drawn::default();
    };
    let mut drawn = Drawn::default();
    let focus = workbench.overlay.is_none().then(|| workbench.focus());
    header::draw(painter, layout.header, workbench);
    for slot in &layout.slots {
        let tabs = panel::draw(painter, slot, focus, &note(workbench, slot.shown));
        drawn.targets.extend(tabs);
        drawn.targets.push((slot.area, slot.shown));
        let shown = pane(painter, slot.inner(), workbench, slot.shown, focus == Some(slot.shown), classes);
        drawn.panes.push((slot.shown, shown));
    }
    let in_time = focus == Some(Pane::Timeline);
    let (titled, track) = timelines::draw(painter, layout.timeline, workbench, in_time)
        .unwrap_or_else(|| timeline::draw(painter, layout.timeline, workbench, in_time));
    drawn.targets.push((titled, Pane::Timeline));
    drawn.timeline = track;
    keybar::draw(painter, layout.keys, layout.timeline.height, workbench);
    let above_keys = Rect { height: screen.height.saturating_sub(1), ..screen };
    overlay(painter, above_keys, workbench, &mut drawn);
    drawn
}

fn pane(
    painter: &mut Painter<'_>,
    area: Rect,
    workbench: &Workbench,
    pane: Pane,
    focused: bool,
    classes: &Classes,
) -> Shown {
    match pane {
        Pane::Source => source::draw(painter, area, workbench, focused, classes),
        Pane::Inputs => inputs::draw(painter, area, workbench, focused),
        Pane::Scopes => scopes::draw(painter, area, workbench, focused),
        Pane::Stack => stack::draw(painter, area, workbench, focused),
        Pane::Queries => queries::draw(painter, area, workbench, focused),
        Pane::Decision => decision::draw(painter, area, workbench, focused),
        Pane::Console => console::draw(painter, area, workbench, focused),
        Pane::Timeline => Shown::default(),
    }
}

/// What stands at the right end of a pane's title.
fn note(workbench: &Workbench, pane: Pane) -> String {
    match pane {
        Pane::Source => workbench.source.file.clone(),
        Pane::Inputs => workbench.operation.to_string(),
        Pane::Scopes => {
            let frame = workbench.run.pause.as_ref().and_then(|pause| pause.frames.get(workbench.frame));
            frame.filter(|_| workbench.frame > 0).map(|frame| format!("of {}", frame.function)).unwrap_or_default()
        }
        Pane::Stack => stack::note(workbench).to_owned(),
        Pane::Queries => match (workbench.queries_sent(), workbench.query_count()) {
            (_, 0) => String::new(),
            (sent, known) if sent < known => format!("{sent} of {known}"),
            (sent, _) => sent.to_string(),
        },
        Pane::Decision => match workbench.remarks().len() {
            0 => String::new(),
            1 => "1 note (f)".to_owned(),
            number => format!("{number} notes (f)"),
        },
        Pane::Timeline => String::new(),
        Pane::Console => match workbench.journal.dropped {
            0 => String::new(),
            dropped => format!("{dropped} older lines dropped"),
        },
    }
}

fn overlay(painter: &mut Painter<'_>, screen: Rect, workbench: &Workbench, drawn: &mut Drawn) {
    let Some(overlay) = &workbench.overlay else { return };
    let (area, shown, cursor) = match overlay {
        Overlay::Help(scroll) => {
            let (area, shown) = help::draw(painter, screen, *scroll);
            (area, shown, None)
        }
        Overlay::Query(scroll) => {
            let Some(selected) = workbench.query() else { return };
            let (area, shown) = query::draw(painter, screen, selected, *scroll);
            (area, shown, None)
        }
        Overlay::Value(scroll) => {
            let Some(variable) = workbench.scopes.variable() else { return };
            let (area, shown) = value::draw(painter, screen, &variable, *scroll);
            (area, shown, None)
        }
        Overlay::Notes { selected, scroll } => {
            let (area, shown) = notes::draw(painter, screen, workbench, *selected, *scroll);
            (area, shown, None)
        }
        Overlay::Stops { selected, scroll } => {
            let (area, shown) = stops::draw(painter, screen, workbench, *selected, *scroll);
            (area, shown, None)
        }
        Overlay::Origins(found) => {
            let (area, shown) = origins::draw(painter, screen, found);
            (area, shown, None)
        }
        Overlay::History(history) => {
            let (area, shown) = history::draw(painter, screen, workbench, history);
            (area, shown, None)
        }
        Overlay::WhatIf(asking) => {
            let (area, shown, cursor) = what_if::draw(painter, screen, asking);
            (area, shown, Some(cursor))
        }
        Overlay::Compare(comparison) => {
            let (area, shown) = compare::draw(painter, screen, comparison);
            (area, shown, None)
        }
        Overlay::Explain(shown) => {
            let (area, shown) = explain::draw(painter, screen, shown);
            (area, shown, None)
        }
        Overlay::Contrast(shown) => {
            let (area, shown) = contrast::draw(painter, screen, shown);
            (area, shown, None)
        }
        Overlay::Readings(chosen) => {
            let (area, shown) = readings::draw(painter, screen, workbench, *chosen);
            (area, shown, None)
        }
        Overlay::Users(table) => {
            let (area, shown) = users::draw(painter, screen, workbench, *table);
            (area, shown, None)
        }
        Overlay::User(form) => user_form::draw(painter, screen, form),
        Overlay::Choose(list) => {
            let (area, shown, cursor) = chooser::draw(painter, screen, workbench, list);
            (area, shown, Some(cursor))
        }
        Overlay::Inputs => form::draw(painter, screen, workbench),
        Overlay::Prompt(line) => {
            let (area, shown, cursor) = match line.purpose {
                Purpose::Stop(edited) => stop_prompt::draw(painter, screen, edited, line),
                Purpose::Faults => fault_prompt::draw(painter, screen, line),
                _ => prompt::draw(painter, screen, workbench, line),
            };
            (area, shown, Some(cursor))
        }
    };
    drawn.overlay = Some((area, shown));
    drawn.cursor = cursor;
}

fn too_small(painter: &mut Painter<'_>, screen: Rect) {
    let sentence = format!(
        "loginscope needs {} columns and {} rows; this terminal has {} and {}. Make it larger, or press q to leave.",
        SMALLEST.0, SMALLEST.1, screen.width, screen.height
    );
    for (row, line) in text::wrap(&sentence, usize::from(screen.width)).iter().enumerate() {
        painter.text(screen, u16::try_from(row).unwrap_or(u16::MAX), 0, line, Role::Text);
    }
}
