//! Moving and typing in what lies over the panes.

use super::action::Action;
use super::actions;
use super::driver::Request;
use super::evaluation::{Evaluation, Purpose};
use super::line::Edit;
use super::moving::scroll;
use super::overlay::{Choice, Chooser, Overlay};
use super::pane::{Area, Pane};
use super::state::Workbench;
use super::update::{choose_operation, focus, give_up, launch, update};
use super::{asking, contrast, faults, history, origins, readings, spoken, stops, time, users, watches};
use crate::debugger::Command;

pub(super) fn act(workbench: &mut Workbench, action: Action) -> Vec<Request> {
    let page = workbench.extent(Area::Overlay).rows.saturating_sub(1).max(1) as isize;
    match action {
        Action::Up => by(workbench, -1),
        Action::Down => by(workbench, 1),
        // Below the stops stands how they are written: there is more to see than to select.
        Action::PageUp if matches!(workbench.overlay, Some(Overlay::Stops { .. })) => {
            scroll(workbench, Area::Overlay, -page);
        }
        Action::PageDown if matches!(workbench.overlay, Some(Overlay::Stops { .. })) => {
            scroll(workbench, Area::Overlay, page);
        }
        Action::PageUp => by(workbench, -page),
        Action::PageDown => by(workbench, page),
        Action::First => by(workbench, isize::MIN / 2),
        Action::Last => by(workbench, isize::MAX / 2),
        Action::Scroll(area, rows) => scroll(workbench, area, rows),
        Action::Edit(edit) => type_in(workbench, &edit),
        Action::Choose(index) => {
            match &mut workbench.overlay {
                Some(Overlay::Choose(chooser)) => chooser.selected = index,
                Some(Overlay::Notes { selected, .. }) => *selected = index,
                Some(Overlay::History(history)) => history.selected = index,
                Some(Overlay::Stops { .. }) => {
                    stops::select(workbench, index);
                    return Vec::new();
                }
                Some(Overlay::Origins(found)) => found.selected = index,
                Some(Overlay::Compare(comparison)) => {
                    comparison.selected = index;
                    return Vec::new();
                }
                Some(Overlay::Readings(readings)) => {
                    readings.selected = index;
                    return Vec::new();
                }
                Some(Overlay::Contrast(shown)) => {
                    shown.selected = index;
                    return Vec::new();
                }
                Some(Overlay::Users(users)) => {
                    users.selected = index;
                    return Vec::new();
                }
                Some(Overlay::User(form)) => {
                    form.selected = index.min(form.fields.len().saturating_sub(1));
                    return Vec::new();
                }
                Some(Overlay::Inputs) => {
                    workbench.form.selected = index.min(workbench.form.fields.len().saturating_sub(1));
                    return Vec::new();
                }
                _ => return Vec::new(),
            }
            return confirm(workbench);
        }
        Action::Activate => return confirm(workbench),
        Action::SwitchStop => return stops::switch(workbench),
        Action::RemoveStop => return stops::remove(workbench),
        Action::AddUser => return users::add(workbench),
        Action::RemoveUser => return users::remove(workbench),
        Action::ChangeRecord => return users::change_record(workbench),
        _ => {}
    }
    Vec::new()
}

fn by(workbench: &mut Workbench, rows: isize) {
    let Some(overlay) = &mut workbench.overlay else { return };
    match overlay {
        Overlay::Help(_) | Overlay::Query(_) | Overlay::Value(_) | Overlay::Explain(_) => {
            scroll(workbench, Area::Overlay, rows);
        }
        Overlay::Inputs => workbench.form.select(rows.signum()),
        Overlay::Prompt(prompt) if prompt.purpose.is_an_expression() => {
            prompt.recall(&workbench.evaluations, -rows.signum());
        }
        Overlay::Prompt(_) => {}
        Overlay::History(history) => history.by(rows),
        Overlay::Stops { selected, .. } => {
            let to = selected.saturating_add_signed(rows);
            stops::select(workbench, to);
        }
        Overlay::Origins(found) => {
            found.selected = found.selected.saturating_add_signed(rows).min(found.len().saturating_sub(1));
            found.scroll.follow = true;
        }
        Overlay::Compare(comparison) => {
            let last = comparison.entries.len().saturating_sub(1);
            comparison.selected = comparison.selected.saturating_add_signed(rows).min(last);
            comparison.scroll.follow = true;
        }
        Overlay::WhatIf(_) => {}
        Overlay::Readings(readings) => {
            readings.selected = readings.selected.saturating_add_signed(rows).min(readings::count().saturating_sub(1));
            readings.scroll.follow = true;
        }
        Overlay::Contrast(shown) => {
            shown.selected = shown.selected.saturating_add_signed(rows).min(shown.len().saturating_sub(1));
            shown.scroll.follow = true;
        }
        Overlay::User(form) => form.select(rows.signum()),
        Overlay::Users(_) => {
            let last = workbench.users().len().saturating_sub(1);
            if let Some(Overlay::Users(users)) = &mut workbench.overlay {
                users.selected = users.selected.saturating_add_signed(rows).min(last);
                users.scroll.follow = true;
            }
        }
        Overlay::Notes { .. } => {
            let len = workbench.remarks().len();
            if let Some(Overlay::Notes { selected, scroll }) = &mut workbench.overlay {
                *selected = selected.saturating_add_signed(rows).min(len.saturating_sub(1));
                scroll.follow = true;
            }
        }
        Overlay::Choose(_) => {
            let Some(Overlay::Choose(mut chooser)) = workbench.overlay.take() else { return };
            let len = chooser.fitting(workbench).len();
            chooser.selected = chooser.selected.saturating_add_signed(rows).min(len.saturating_sub(1));
            chooser.scroll.follow = true;
            workbench.overlay = Some(Overlay::Choose(chooser));
        }
    }
}

fn type_in(workbench: &mut Workbench, edit: &Edit) {
    match &mut workbench.overlay {
        Some(Overlay::Inputs) => {
            workbench.form_error = None;
            workbench.form.edit(edit);
        }
        Some(Overlay::Prompt(prompt)) => {
            prompt.back = 0;
            prompt.error = None;
            prompt.line.edit(edit);
        }
        Some(Overlay::WhatIf(asking)) => asking.edit(edit),
        Some(Overlay::User(form)) => form.edit(edit),
        Some(Overlay::Choose(chooser)) => {
            chooser.line.edit(edit);
            chooser.selected = 0;
        }
        _ => {}
    }
}

fn confirm(workbench: &mut Workbench) -> Vec<Request> {
    match workbench.overlay.take() {
        Some(Overlay::Inputs) if workbench.timelines.before.is_some() => asking::confirm_inputs(workbench),
        Some(Overlay::WhatIf(asked)) => asking::confirm(workbench, asked),
        Some(Overlay::Readings(chosen)) => readings::choose_next(workbench, chosen),
        Some(Overlay::Users(shown)) => users::open_selected(workbench, shown),
        Some(Overlay::User(form)) => users::confirm(workbench, form),
        Some(Overlay::Compare(comparison)) => match comparison.aim() {
            Ok(aim) => time::jump(workbench, aim),
            Err(why) => {
                workbench.fail(why);
                workbench.overlay = Some(Overlay::Compare(comparison));
                Vec::new()
            }
        },
        Some(Overlay::Inputs) => {
            let mut requests = give_up(workbench);
            requests.extend(launch(workbench));
            requests
        }
        Some(Overlay::Choose(chooser)) => chosen(workbench, &chooser),
        Some(Overlay::Notes { selected, .. }) => {
            if let Some(place) = workbench.remarks().into_iter().nth(selected).and_then(|remark| remark.at) {
                if workbench.show_place(&place.file, place.line) {
                    focus(workbench, Pane::Source);
                }
            }
            Vec::new()
        }
        Some(Overlay::Origins(found)) => origins::confirm(workbench, &found),
        Some(Overlay::Prompt(mut prompt)) => {
            if prompt.purpose == Purpose::Faults {
                return faults::confirm(workbench, prompt);
            }
            if prompt.purpose == Purpose::SaveStore {
                return users::save(workbench, prompt.line.text());
            }
            let expression = prompt.line.text().trim().to_owned();
            if expression.is_empty() {
                return Vec::new();
            }
            let frame = prompt.frame;
            match prompt.purpose {
                Purpose::Watch => watches::add(workbench, expression),
                Purpose::Stop(edited) => stops::confirm(workbench, edited, prompt),
                Purpose::Jump => match time::typed(workbench, &expression) {
                    Ok(aim) => time::jump(workbench, aim),
                    Err(why) => {
                        workbench.fail(why);
                        workbench.overlay = Some(Overlay::Prompt(prompt));
                        Vec::new()
                    }
                },
                Purpose::Faults => faults::confirm(workbench, prompt),
                Purpose::SaveStore => users::save(workbench, &expression),
                Purpose::Set(target) => vec![Request::Send(Command::SetVariable { frame, target, expression })],
                Purpose::Evaluate => {
                    workbench.evaluations.push(Evaluation { expression: expression.clone(), result: None });
                    // The prompt stays open: one question leads to the next.
                    prompt.line.edit(&Edit::Clear);
                    prompt.back = 0;
                    workbench.overlay = Some(Overlay::Prompt(prompt));
                    vec![Request::Send(Command::Evaluate { frame, expression })]
                }
            }
        }
        Some(Overlay::History(history)) => history::go_to_selected(workbench, &history),
        Some(Overlay::Stops { selected, .. }) if selected < workbench.listed_stops().len() => {
            stops::open_selected(workbench, selected)
        }
        other => {
            workbench.overlay = other;
            Vec::new()
        }
    }
}

fn chosen(workbench: &mut Workbench, chooser: &Chooser) -> Vec<Request> {
    if chooser.choice == Choice::Command {
        if let Ok(line) = chooser.line.text().trim().parse::<usize>() {
            workbench.source.go(line.saturating_sub(1));
            focus(workbench, Pane::Source);
            return Vec::new();
        }
        if let Some(requests) = spoken::with_words(workbench, chooser.line.text()) {
            return requests;
        }
    }
    let Some(index) = chooser.fitting(workbench).get(chooser.selected).copied() else {
        workbench.fail(format!("No {} fits", chooser.choice.title().to_lowercase()));
        return Vec::new();
    };
    match chooser.choice {
        Choice::Command => {
            actions::TABLE.get(index).map_or_else(Vec::new, |entry| update(workbench, entry.action.clone()))
        }
        Choice::Connection => {
            let mut requests = give_up(workbench);
            workbench.choose_connection(index);
            requests.push(Request::RecallStops);
            requests
        }
        Choice::Operation => match workbench.operations().get(index).copied() {
            Some(operation) => choose_operation(workbench, operation),
            None => Vec::new(),
        },
        Choice::Contrast => match contrast::Beside::ALL.get(index) {
            Some(beside) => contrast::ask(workbench, *beside),
            None => Vec::new(),
        },
        Choice::WhatIf => match asking::subjects(workbench).into_iter().nth(index) {
            Some(subject) => asking::ask(workbench, subject),
            None => Vec::new(),
        },
    }
}
