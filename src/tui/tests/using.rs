//! What a person does, key by key.

use super::bench::Bench;
use super::fake::{connection, opening, workbench, Ending};
use crate::connection::{Note, NoteLevel};
use crate::flow::Inputs;
use crate::tui::session::Errand;
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::run::Phase;
use crate::workbench::{Pane, Workbench};
use crossterm::event::MouseEventKind;

fn colourful() -> Theme {
    Theme::new(Depth::True, Ground::Dark, true)
}

#[test]
fn opening_runs_at_once_where_all_inputs_are_there() {
    let mut bench = Bench::new(160, 45);
    assert_eq!(bench.asked(), ["launch ada@example.test, password given, automatic-migration"]);
    bench.shows("paused").shows("step 1");
}

#[test]
fn opening_asks_for_what_is_missing_and_runs_with_it() {
    let workbench =
        Workbench::new(crate::workbench::Opening { inputs: Inputs::default(), ..opening(vec![connection("pg")]) });
    let mut bench = Bench::with(workbench, Ending::Profile, colourful(), (160, 45));
    assert!(bench.asked().is_empty());
    bench.shows("Inputs").types("ada@example.test").keys("tab tab").types("hunter2").hides("hunter2").shows("•••••••");
    bench.keys("enter");
    assert_eq!(bench.asked(), ["launch ada@example.test, password given, automatic-migration"]);
    bench.hides("hunter2").shows("••••••••");
}

#[test]
fn several_connections_are_a_choice() {
    let workbench = Workbench::new(opening(vec![connection("first"), connection("second")]));
    let mut bench = Bench::with(workbench, Ending::Profile, colourful(), (120, 35));
    assert!(bench.asked().is_empty());
    bench.shows("Connection").types("sec").shows("1 of 2").keys("enter");
    assert_eq!(bench.session.workbench.connection().unwrap().name, "second");
    bench.shows("paused");
}

#[test]
fn letters_and_function_keys_step() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys("n f10 s f11 o S-f11");
    let over = "Step(Over)";
    assert_eq!(bench.asked(), [over, over, "Step(Into)", "Step(Into)", "Step(Out)", "Step(Out)"]);
}

#[test]
fn a_key_that_cannot_do_anything_says_why() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c n").shows("The run is over: ← steps back into it, r runs it again");
    bench.keys("r").shows("step 1").hides("The run is over: ←");
}

#[test]
fn run_to_cursor_goes_to_the_line_of_the_cursor() {
    let mut bench = Bench::new(160, 45);
    bench.keys("down down down");
    bench.asked();
    bench.keys("g");
    assert_eq!(bench.asked(), ["RunTo { line: 5 }"]);
}

#[test]
fn a_breakpoint_is_set_where_it_was_bound_and_cleared_again() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys("down b").shows("●      3 ");
    bench.keys("b").hides("●      3 ");
    assert_eq!(bench.asked(), ["SetStops line 3", "SetStops "]);
}

#[test]
fn values_open_lazily_and_stay_open_while_stepping() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s 3 down down");
    bench.asked();
    bench.keys("right").shows("'SELECT'");
    assert_eq!(bench.asked(), ["Expand(Handle(3))"]);
    bench.keys("n").shows("'SELECT'");
    assert_eq!(bench.asked(), ["Step(Over)", "Expand(Handle(3))"], "asked anew at the next stop");
    bench.keys("left").hides("'SELECT'");
}

#[test]
fn frames_are_gone_through_and_their_scopes_asked_for() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s");
    bench.asked();
    bench.keys("u").shows("frame 1").shows("of login");
    assert_eq!(bench.asked(), ["Scopes(1)"]);
    assert_eq!(bench.session.workbench.source.cursor, 8, "the line of client.query");
    bench.keys("u").shows("No frame called this one");
    bench.keys("d").shows("result");
    assert!(bench.asked().is_empty(), "the innermost frame is known");
}

#[test]
fn an_expression_is_evaluated_in_the_selected_frame_and_recalled() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s u e");
    bench.asked();
    bench.types("1 + 1").keys("enter");
    assert_eq!(bench.asked(), [r#"Evaluate { frame: 1, expression: "1 + 1" }"#]);
    bench.keys("up").shows("> 1 + 1").keys("esc");
    bench.shows("1 + 1 → 1");
}

#[test]
fn a_variable_is_set_through_a_prompt() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s 3 down =").shows("Set err");
    bench.asked();
    bench.types("42").keys("enter");
    assert_eq!(bench.asked(), [r#"SetVariable { frame: 0, target: "err", expression: "42" }"#]);
    bench.shows("err = 42 → 42");
}

#[test]
fn selecting_a_query_shows_the_line_that_sent_it() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s n n 5 up");
    assert_eq!(bench.session.workbench.source.cursor, 5, "client.connect()");
    bench.keys("down");
    assert_eq!(bench.session.workbench.source.cursor, 8, "client.query()");
}

#[test]
fn an_exception_shows_its_line_its_reason_and_its_stack() {
    let mut bench = Bench::with(workbench(), Ending::Exception, colourful(), (160, 45));
    bench.keys("c").shows("✗ TypeError: cannot read property 'password_hash'").shows("of the error");
    assert_eq!(bench.session.workbench.source.cursor, 15, "the line of bcrypt.compare");
    bench.keys("4 down enter");
    assert_eq!(bench.session.workbench.source.cursor, 8, "the line of client.query");
    assert_eq!(bench.session.workbench.focus(), Pane::Source);
}

#[test]
fn the_mode_can_be_switched_for_the_next_run() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys("m").shows("legacy authentication (switched)").keys("r");
    assert_eq!(bench.asked(), ["Stop", "launch ada@example.test, password given, legacy-authentication"]);
    assert_eq!(bench.session.workbench.run.phase, Phase::Paused, "what the given-up run still said was not heard");
}

#[test]
fn a_launch_that_fails_says_why() {
    let mut bench = Bench::new(120, 35);
    bench.keys("i C-u enter").shows("login needs an e-mail or a user name");
}

#[test]
fn json_that_cannot_be_read_is_named_with_its_field() {
    let mut context = connection("pg");
    context.options.enable_script_context = Some(true);
    let mut bench = Bench::with(Workbench::new(opening(vec![context])), Ending::Profile, colourful(), (120, 35));
    bench.keys("i down down down").types("{nope").keys("enter");
    bench.shows("✗ context must be a JSON object: column 2, key must be a string");
}

#[test]
fn commands_are_found_by_name_and_lines_by_number() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys(":").types("over").keys("enter");
    assert_eq!(bench.asked(), ["Step(Over)"]);
    bench.keys(":").types("21").keys("enter");
    assert_eq!(bench.session.workbench.source.cursor, 20);
}

#[test]
fn notes_of_the_loader_and_findings_are_read_in_one_place() {
    let mut noted = connection("pg");
    noted.notes.push(Note {
        level: NoteLevel::Warning,
        rule: Some("L54"),
        message: "helper.js is not one of the connection's scripts; it is not used.".to_owned(),
        place: None,
    });
    let mut bench = Bench::with(Workbench::new(opening(vec![noted])), Ending::Exception, colourful(), (160, 45));
    bench.keys("c").shows("2 notes (f)").keys("f").shows("helper.js is not one").shows("L6").keys("down enter");
    assert_eq!(bench.session.workbench.source.cursor, 8);
}

#[test]
fn a_click_focuses_selects_and_jumps() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s n n");
    bench.click("1 connect");
    assert_eq!(bench.session.workbench.focus(), Pane::Queries);
    assert_eq!(bench.session.workbench.source.cursor, 5);
    bench.click("Migration decision");
    assert_eq!(bench.session.workbench.focus(), Pane::Decision);
    bench.click("const { Client }");
    assert_eq!((bench.session.workbench.focus(), bench.session.workbench.source.cursor), (Pane::Source, 2));
}

#[test]
fn tabs_of_a_narrow_screen_are_clicked_and_tabbed_through() {
    let mut bench = Bench::new(80, 24);
    bench.click("5 Queries").shows("Everything the script asks");
    bench.keys("tab").shows("verdict");
    bench.keys("S-tab S-tab").shows("login");
    assert_eq!(bench.session.workbench.focus(), Pane::Stack);
}

#[test]
fn the_wheel_scrolls_without_moving_the_cursor() {
    let mut bench = Bench::new(80, 24);
    let before = bench.session.workbench.source.cursor;
    bench.mouse(MouseEventKind::ScrollDown, 20, 5).mouse(MouseEventKind::ScrollDown, 20, 5).hides("function login");
    assert_eq!(bench.session.workbench.source.cursor, before);
    bench.keys("down").shows("function login");
}

#[test]
fn what_is_selected_is_copied() {
    let mut bench = Bench::new(160, 45);
    bench.keys("y");
    assert_eq!(bench.session.errands(), [Errand::Copy("const bcrypt = require('bcrypt');".to_owned())]);
    bench.keys("q");
    assert_eq!(bench.session.errands(), [Errand::Quit]);
}

#[test]
fn a_value_that_cannot_be_opened_is_shown_in_full() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n 3 down down down down down down").hides("email_verified …'").keys("enter");
    bench.shows("'SELECT id, email, password_hash, email_verified …'").keys("esc").hides("email_verified …'");
}

#[test]
fn a_breakpoint_below_the_last_statement_says_so() {
    use crate::debugger::{BoundStop, Event, Stop};
    use crate::workbench::{Action, Told};
    let mut bench = Bench::new(160, 45);
    bench.keys("G b").shows("●     29");
    let problem = Some("There is no statement at or after line 29 to stop at".to_owned());
    let lost = BoundStop { problem, ..BoundStop::unbound(Stop::line(29)) };
    bench.session.act(Action::Heard(Told::Debugger(Event::Stops(vec![lost]))));
    bench.shows("There is no statement at or after line 29").shows("○     29");
}
