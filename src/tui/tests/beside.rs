//! A second run beside the first, key by key and as pictures.

use std::sync::Arc;

use super::bench::Bench;
use super::fake::{workbench, Ending};
use crate::connection::{Action as Script, Connection};
use crate::debugger::Stop;
use crate::tui::session::Errand;
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::edited::ReadAnew;
use crate::workbench::run::Phase;
use crate::workbench::{Action, Workbench};

/// To the end, then a second run in which query 2 finds nobody, to its end.
const BESIDE: &str = "c 5 up I enter";

fn two_runs(size: (u16, u16)) -> Bench {
    let mut bench = Bench::new(size.0, size.1);
    bench.keys(BESIDE);
    bench
}

fn letters(bench: &Bench) -> (char, Option<char>) {
    let timelines = &bench.session.workbench.timelines;
    (timelines.letter, timelines.beside.as_ref().map(|other| other.letter))
}

#[test]
fn a_query_is_answered_otherwise_in_a_second_run() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 5 up");
    bench.asked();
    bench.keys("I").shows("What if query 2 were answered").shows("> no rows").shows("nobody was found").keys("enter");
    assert_eq!(bench.asked(), ["fork ada@example.test, query 2: no rows"]);
    bench.shows("B pg-migration").shows("query 2: no rows  beside A").shows("paused").hides("What if query 2 were");
    assert_eq!(letters(&bench), ('B', Some('A')));
}

#[test]
fn the_first_character_replaces_the_example_and_moving_or_deleting_keeps_it() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 5 up I").types("delay 500").shows("> delay 500").hides("> no rows");
    bench.keys("esc I backspace").types("x").shows("> no rowx");
    bench.keys("esc I home").types("1 ").shows("> 1 no rows");
}

#[test]
fn an_exchange_read_in_full_is_changed_from_there() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 5 up enter I").shows("What if query 2 were answered");
}

#[test]
fn a_change_that_is_none_is_said_and_can_be_mended() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 5 up I C-u").types("row 1").keys("enter").shows("✗ a cell is given its value with `=`");
    assert!(!bench.asked().iter().any(|asked| asked.starts_with("fork")));
    bench
        .keys("C-u")
        .hides("✗ a cell")
        .types("error ER_DUP_ENTRY")
        .keys("enter")
        .shows("✗ ER_DUP_ENTRY is no SQLSTATE");
    assert_eq!(letters(&bench), ('A', None));
    bench.keys("C-u").types("no rows").keys("enter");
    assert_eq!(letters(&bench), ('B', Some('A')));
}

#[test]
fn each_run_keeps_what_belongs_to_it() {
    let mut bench = two_runs((160, 45));
    bench.keys("c").shows("✗ failed").shows("TypeError");
    bench.asked();
    bench
        .keys("`")
        .shows("✓ authenticated")
        .hides("TypeError")
        .shows("password accepted")
        .shows("A pg-migration")
        .shows("beside B");
    assert_eq!(bench.asked(), ["switch"]);
    assert_eq!(bench.session.workbench.run.phase, Phase::Finished);
    bench.keys("`").shows("✗ failed").shows("B pg-migration").shows("query 2: no rows  beside A");
}

#[test]
fn keeping_one_drops_the_other_and_says_so() {
    let mut bench = two_runs((160, 45));
    bench.asked();
    bench.keys("K").shows("Kept B; A was dropped");
    assert_eq!(bench.asked(), ["drop the other"]);
    assert_eq!(letters(&bench), ('B', None));
    bench.keys("`").shows("There is but one run: I begins a second one beside it");
}

#[test]
fn a_third_run_takes_the_place_of_the_one_not_shown() {
    let mut bench = two_runs((160, 45));
    bench.keys("5 up I enter").shows("A was dropped");
    assert_eq!(letters(&bench), ('C', Some('B')));
}

#[test]
fn running_anew_forgets_both() {
    let mut bench = two_runs((160, 45));
    bench.keys("r").shows("step 1");
    assert_eq!(letters(&bench), ('A', None));
}

#[test]
fn the_comparison_jumps_in_the_run_shown() {
    let mut bench = two_runs((160, 45));
    bench.keys("c D").shows("A and B").shows("(shown)").shows("rows  no rows");
    bench.asked();
    bench.keys("enter");
    assert_eq!(bench.asked(), ["Jump(Step(6))"], "the first that differs: query 2");
    bench.keys("D end enter").shows("Auth0 decides when the script is over").keys("esc").hides("A and B");
}

#[test]
fn what_happened_in_the_other_run_alone_cannot_be_jumped_to() {
    let mut bench = two_runs((160, 45));
    bench.keys("c D");
    let only_a = |bench: &Bench| match &bench.session.workbench.overlay {
        Some(crate::workbench::Overlay::Compare(comparison)) => {
            comparison.entries.iter().position(|entry| entry.sides[1].is_none()).unwrap()
        }
        other => panic!("no comparison: {other:?}"),
    };
    let index = only_a(&bench);
    bench.session.act(Action::Choose(index));
    bench.keys("enter").shows("That did not happen in B, the run shown");
}

#[test]
fn a_run_under_way_is_not_said_to_lack_what_may_still_happen() {
    let mut bench = two_runs((160, 45));
    bench.keys("D").shows("1 of ").shows("… may still happen");
}

#[test]
fn inputs_are_other_in_the_second_run_alone() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 2 I").shows("Enter runs with these beside the present run");
    bench.asked();
    bench.shows("begin the second run");
    bench.keys("C-u").types("bob@example.test").keys("enter");
    assert_eq!(bench.asked(), ["fork bob@example.test, other inputs"]);
    bench.shows("bob@example.test").keys("` 2").shows("ada@example.test").hides("bob@example.test");
}

#[test]
fn inputs_not_wanted_after_all_are_as_they_were() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 2 I C-u").types("bob@example.test").keys("esc").hides("bob@example.test").shows("ada@example.test");
    bench.asked();
    bench.keys("i enter");
    assert!(bench.asked().iter().any(|asked| asked.starts_with("launch ada@example.test")), "and no second run");
}

#[test]
fn a_variable_has_another_value_in_a_second_run() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s 3 down I").shows("What if err were").keys("enter").shows("Write a JavaScript expression");
    bench.asked();
    bench.types("new Error('x')").keys("enter");
    assert_eq!(bench.asked(), ["fork ada@example.test, err = new Error('x')"]);
}

#[test]
fn everything_that_can_be_other_is_offered_where_nothing_is_selected() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 1 I").shows("What if…").shows("query 2 answered otherwise than: 1 row").shows("another time");
    bench.types("time").keys("enter C-u").types("soon").keys("enter").shows("A time is written 2030-01-31T12:00:00Z");
    bench.asked();
    bench.keys("C-u").types("+30d").keys("enter");
    assert_eq!(bench.asked(), ["fork ada@example.test, clock +30d"]);
}

/// The connection with its login script changed.
fn edited(workbench: &Workbench, change: impl Fn(&str) -> String) -> ReadAnew {
    let mut connection = Connection::clone(workbench.connection().unwrap());
    let login = connection.scripts.get_mut(&Script::Login).unwrap();
    login.text = change(&login.text).into();
    ReadAnew(Arc::new(Ok(vec![connection])))
}

#[test]
fn an_edited_script_is_run_beside_the_old_one_and_stops_move_with_it() {
    let mut bench = Bench::new(160, 45);
    bench.keys("down down down down down down down b");
    bench.asked();
    let read = edited(&bench.session.workbench, |text| format!("// one\n// two\n{text}"));
    bench.session.act(Action::ReadAnew(read));
    assert_eq!(bench.asked(), ["fork ada@example.test, edited script"]);
    bench.shows("edited script  beside A");
    let line = |bench: &Bench| bench.session.workbench.stops[&Script::Login][0].stop.clone();
    assert_eq!(line(&bench), Stop::line(11));
    assert!(bench.session.workbench.connection().unwrap().scripts[&Script::Login].text.starts_with("// one"));
    bench.keys("`");
    assert_eq!(line(&bench), Stop::line(9));
    assert!(!bench.session.workbench.connection().unwrap().scripts[&Script::Login].text.starts_with("// one"));
}

#[test]
fn a_file_that_cannot_be_read_any_more_is_said_and_the_run_goes_on() {
    let mut bench = Bench::new(160, 45);
    bench.session.act(Action::ReadAnew(ReadAnew(Arc::new(Err("login.js: no such file".to_owned())))));
    bench.shows("✗ login.js: no such file").keys("n").shows("step 3");
}

#[test]
fn a_script_inside_an_export_has_no_file_to_edit() {
    let mut bench = Bench::new(160, 45);
    bench.keys("E").shows("This script has no file of its own");
    assert_eq!(bench.session.errands(), []);
}

#[test]
fn the_editor_is_opened_at_the_line_of_the_cursor() {
    let mut own = super::fake::connection("pg");
    own.scripts.get_mut(&Script::Login).unwrap().path = Some("scripts/login.js".into());
    let theme = Theme::new(Depth::True, Ground::Dark, true);
    let opened = Workbench::new(super::fake::opening(vec![own]));
    let mut bench = Bench::with(opened, Ending::Profile, theme, (160, 45));
    bench.keys("down E");
    assert_eq!(bench.session.errands(), [Errand::Edit { path: "scripts/login.js".into(), line: 3 }]);
}

#[test]
fn wide_two_runs() {
    insta::assert_snapshot!(two_runs((160, 45)).keys("c").screen());
}

#[test]
fn wide_the_comparison() {
    insta::assert_snapshot!(two_runs((160, 45)).keys("c D").screen());
}

#[test]
fn narrow_two_runs() {
    insta::assert_snapshot!(two_runs((80, 24)).screen());
}

#[test]
fn narrow_the_comparison() {
    insta::assert_snapshot!(two_runs((80, 24)).keys("c D").screen());
}

#[test]
fn the_comparison_in_ascii() {
    let ascii = Theme::new(Depth::None, Ground::Dark, false);
    let mut bench = Bench::with(workbench(), Ending::Profile, ascii, (100, 30));
    insta::assert_snapshot!(bench.keys(BESIDE).keys("c D").screen());
}

#[test]
fn another_answer_being_typed() {
    insta::assert_snapshot!(Bench::new(100, 30).keys("c 5 up I").screen());
}

#[test]
fn what_if_of_everything() {
    insta::assert_snapshot!(Bench::new(80, 24).keys("c I").screen());
}
