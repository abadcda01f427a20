//! Stops, as a person sets, changes and reads them.

use super::bench::Bench;
use super::fake::{opening, workbench, Ending};
use crate::connection::{Action, Note, NoteLevel};
use crate::debugger::{BoundStop, Event, Logged, Stop};
use crate::kept::Kept;
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::{Opening, Told, Workbench};

fn colourful() -> Theme {
    Theme::new(Depth::True, Ground::Dark, true)
}

fn kept(stops: &[&str]) -> Kept {
    let stops = stops.iter().map(|line| line.parse().unwrap()).collect();
    Kept { stops: [(Action::Login, stops)].into_iter().collect(), notes: Vec::new() }
}

fn with_kept(kept: Result<Kept, String>, stops: &[&str]) -> Bench {
    let stops = stops.iter().map(|line| line.parse().unwrap()).collect();
    let opening = Opening { stops, ..opening(vec![super::fake::connection("pg-migration")]) };
    Bench::keeping(kept, Workbench::new(opening), Ending::Profile, colourful(), (160, 45))
}

fn says(bench: &mut Bench, event: Event) {
    bench.session.act(crate::workbench::Action::Heard(Told::Debugger(event)));
}

#[test]
fn a_condition_a_count_and_a_message_are_written_for_the_line_of_the_cursor() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys("down down down B").shows("> line 5").types("hit 2 if email").keys("enter");
    assert_eq!(bench.asked(), ["SetStops line 5 hit 2 if email"]);
    bench.shows("◆      5 ").shows("line 5 hit 2 if email is set");
    bench.keys("B").shows("> line 5 hit 2 if email").keys("C-u").types("line 5 log \"at {email}\"").keys("enter");
    assert_eq!(bench.asked(), [r#"SetStops line 5 log "at {email}""#, "Ask(Logs)"]);
    bench.shows("»      5 ");
}

#[test]
fn what_is_no_stop_stays_in_the_prompt_with_the_reason() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys("B C-u").types("query tabel users").keys("enter").shows("`tabel` at character 7 is not understood");
    bench.keys("backspace").hides("is not understood").shows("query table users").keys("esc");
    assert!(bench.asked().is_empty());
}

#[test]
fn the_palette_begins_a_stop_at_an_event() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys(":").types("stop at a query").keys("enter").shows("> query").types("rows 0").keys("enter");
    bench.keys(":").types("second callback").keys("enter").shows("callback twice is set");
    assert_eq!(bench.asked(), ["SetStops query rows 0", "SetStops query rows 0, callback twice"]);
}

#[test]
fn the_list_switches_changes_removes_and_goes_to_stops() {
    let mut bench = with_kept(Ok(kept(&["line 5", "query rows 0"])), &[]);
    bench.asked();
    bench.keys("P").shows("● line 5").shows("● query rows 0").keys("space").shows("– off line 5");
    bench.keys("down e").shows("Change a stop").types(" if email").keys("enter").shows("◆ query rows 0 if email");
    bench.keys("del").hides("◆ query rows 0 if email");
    assert_eq!(
        bench.asked(),
        ["SetStops off line 5, query rows 0", "SetStops off line 5, query rows 0 if email", "SetStops off line 5"]
    );
    bench.keys("enter").hides("How a stop is written").shows("–      5 ");
    assert_eq!(bench.session.workbench.source.cursor, 4);
}

#[test]
fn an_empty_list_says_how_to_set_a_stop() {
    let mut bench = Bench::new(80, 24);
    bench.keys("P").shows("No stop is set").keys("enter").shows("How a stop is written").keys("space del e");
    bench.shows("Select a stop first").keys("a").types("x").keys("esc").hides("Stops");
}

#[test]
fn a_stop_with_a_problem_says_it_once_and_in_the_list() {
    let mut bench = Bench::new(160, 45);
    bench.keys("B").types("if email = 1").keys("enter");
    let problem = Some("`email = 1` assigns to `email`".to_owned());
    let stop: Stop = "line 2 if email = 1".parse().unwrap();
    let refused = BoundStop { problem, ..BoundStop::unbound(stop) };
    says(&mut bench, Event::Stops(vec![refused.clone()]));
    bench.shows("✗ `email = 1` assigns to `email`").keys("down");
    says(&mut bench, Event::Stops(vec![refused]));
    bench.hides("assigns to").shows("○      2 ").keys("P").shows("assigns to");
}

#[test]
fn what_the_debugger_says_of_stops_that_changed_since_is_not_taken() {
    let mut bench = Bench::new(160, 45);
    bench.keys("b");
    says(&mut bench, Event::Stops(Vec::new()));
    bench.shows("●      2 ");
}

#[test]
fn the_reason_of_a_stop_stays_in_sight() {
    let mut bench = Bench::new(160, 45);
    let mut pause = bench.session.workbench.run.pause.clone().unwrap();
    pause.reason = crate::debugger::PauseReason::Event { stop: 0, what: "Query 1 is sent here".to_owned() };
    says(&mut bench, Event::Paused(pause));
    bench.keys("down").shows("‖ paused: Query 1 is sent here");
}

#[test]
fn stops_are_recalled_before_the_first_run_and_kept_whenever_they_change() {
    let mut bench = with_kept(Ok(kept(&["line 9"])), &["query", "line 9"]);
    bench.keys("P").shows("line 9").shows("query").keys("del esc");
    assert_eq!(*bench.kept.borrow(), Ok(kept(&["query"])));
    assert_eq!(bench.asked().len(), 2, "one launch, with them; one change");
    let launched = bench.session.workbench.launched.as_ref().unwrap();
    assert_eq!(launched.stops[&Action::Login].len(), 2);
}

#[test]
fn what_was_said_about_kept_stops_is_told_and_stays_among_the_notes() {
    let note = Note {
        level: NoteLevel::Warning,
        rule: None,
        message: "login line 9 was not found again".to_owned(),
        place: None,
    };
    let mut bench = with_kept(Ok(Kept { notes: vec![note], ..kept(&["line 9"]) }), &[]);
    bench.shows("login line 9 was not found again").keys("down").hides("not found again");
    bench.shows("1 note (f)").keys("f").shows("not found again");
}

#[test]
fn stops_that_cannot_be_read_stop_nothing() {
    let mut bench = with_kept(Err("The kept stops cannot be read: denied".to_owned()), &["line 3"]);
    bench.shows("✗ The kept stops cannot be read: denied").shows("paused").shows("●      3 ");
}

#[test]
fn a_message_is_written_as_the_run_passes_and_once() {
    let mut bench = with_kept(Ok(kept(&["line 8 log \"asking\""])), &[]);
    bench.keys("c").shows("» asking");
    // Gone back and run again, the debugger says it again.
    says(&mut bench, Event::Logged(Logged { stop: 0, step: 5, line: 8, text: "asking".to_owned() }));
    assert_eq!(bench.screen().matches("» asking").count(), 1);
}

#[test]
fn a_message_set_after_the_run_shows_what_it_would_have_written_in_the_order_of_steps() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c").asked();
    bench.keys("1 home down down down down B").types("log \"made\"").keys("enter");
    assert_eq!(bench.asked(), [r#"SetStops line 5 log "made""#, "Ask(Logs)"]);
    let screen = bench.screen();
    let at = |text: &str| screen.lines().position(|line| line.contains(text)).unwrap();
    assert!(at("» made") < at("password accepted for ada"), "step 3 comes before step 16:\n{screen}");
    bench.keys("b").hides("» made");
}

#[test]
fn the_list_of_stops_wide_and_narrow() {
    let stops = ["line 5 if email", "line 9 log \"{email}\"", "off line 11", "query table users rows 0"];
    for (name, size) in [("wide", (160, 45)), ("narrow", (80, 24))] {
        let mut bench = Bench::keeping(Ok(kept(&stops)), workbench(), Ending::Profile, colourful(), size);
        insta::assert_snapshot!(format!("the_list_of_stops_{name}"), bench.keys("P").screen());
    }
}

#[test]
fn writing_a_stop_in_ascii() {
    let ascii = Theme::new(Depth::None, Ground::Dark, false);
    let stops = ["line 5 if email", "line 9 log \"{email}\"", "off line 11", "line 3"];
    let mut bench = Bench::keeping(Ok(kept(&stops)), workbench(), Ending::Profile, ascii, (80, 24));
    insta::assert_snapshot!(bench.keys("down b B").screen());
}
