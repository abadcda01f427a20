//! Moving through a run in time, key by key and with the pointer.

use super::bench::Bench;
use super::fake::{workbench, Ending};
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::run::Phase;
use crate::workbench::Pane;
use crossterm::event::{MouseButton, MouseEventKind};

const DOWN: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

/// Row and first column of the timeline's line at 160×45.
const LINE: (u16, u16) = (42, 9);

fn colourful() -> Theme {
    Theme::new(Depth::True, Ground::Dark, true)
}

#[test]
fn arrows_and_brackets_and_capital_letters_move_in_time() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n n n n");
    bench.asked();
    bench.keys("left [ S N O right ]");
    let (back, on) = ("Back(Into)", "Step(Into)");
    assert_eq!(bench.asked(), [back, back, back, "Back(Over)", "Back(Out)", on, on]);
    bench.keys("C R z");
    assert_eq!(bench.asked(), ["ContinueBack", "RunToEnd"], "at the start there is no way back");
}

#[test]
fn arrows_open_and_close_where_there_is_something_to_open() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n 3");
    bench.asked();
    bench.keys("left [");
    assert_eq!(bench.asked(), ["Back(Into)"]);
    bench.keys("c 3 left");
    assert_eq!(bench.asked(), ["Continue", "Back(Into)"]);
}

#[test]
fn a_run_that_is_over_is_stepped_back_into() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c").shows("authenticated").shows("The run is over. ← steps back").shows("← back");
    bench.keys("left").shows("paused").shows("step 16 of 17").shows("nothing decided yet").hides("The run is over");
    assert_eq!(bench.session.workbench.run.phase, Phase::Paused);
    bench.keys("c").shows("authenticated").shows("17 steps");
}

#[test]
fn what_happens_later_is_dimmed_and_comes_again_once() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c t").types("8").keys("enter").shows("step 8 of 17");
    bench.shows("┄ password accepted for ada@example.test").shows("2 of 3").shows("close db.example.test:5432");
    bench.shows("to come");
    bench.keys("c").hides("to come").hides("┄ password");
    let screen = bench.screen();
    assert_eq!(screen.matches("password accepted for ada@example.test").count(), 1, "{screen}");
    assert_eq!(screen.matches("login returned a profile").count(), 2, "console and decision:\n{screen}");
}

#[test]
fn a_change_makes_another_future() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c t").types("8").keys("enter").shows("┄ password accepted").shows("step 8 of 17");
    bench.keys("3 down =").types("42").keys("enter");
    bench.hides("┄ password accepted").hides("step 8 of").shows("┤ ?").shows("err = 42 → 42");
}

#[test]
fn a_jump_is_typed_as_step_line_query_or_answer() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c");
    bench.asked();
    for (typed, asked) in [
        ("5", "Jump(Step(5))"),
        ("line 9", "Jump(Line { line: 9, nth: 1 })"),
        ("line 9 2", "Jump(Line { line: 9, nth: 2 })"),
        ("query 2", "Jump(Step(6))"),
        ("answer 2", "Jump(Answer(2))"),
        ("end", "Jump(Step(17))"),
    ] {
        bench.keys("t").types(typed).keys("enter");
        assert_eq!(bench.asked(), [asked], "{typed}");
    }
    bench.keys("t").types("tomorrow").keys("enter").shows("`tomorrow` names no moment: write 14, line 9").keys("esc");
    bench.keys("t").types("query 9").keys("enter").shows("No query 9 is known").keys("esc");
    assert!(bench.asked().is_empty());
}

#[test]
fn what_does_not_move_stays_as_it_was() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c t").types("line 2").keys("enter").shows("That line was never reached");
    assert_eq!(bench.session.workbench.run.phase, Phase::Finished);
    bench.keys("left t").types("line 2").keys("enter").shows("That line was never reached").shows("step 16 of 17");
    assert_eq!(bench.session.workbench.run.phase, Phase::Paused);
}

#[test]
fn a_stopped_run_can_be_walked_too() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n x").shows("stopped").shows("← steps back into it").keys("left").shows("paused");
    bench.shows("step 5");
}

#[test]
fn from_a_query_one_jumps_to_where_it_was_sent_and_to_its_answer() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 5 up");
    bench.asked();
    bench.keys("J").shows("step 6 of 17").shows("here: query 2 reads: SELECT id");
    assert_eq!(bench.session.workbench.queries.selected, 1, "what one jumped from stays selected");
    bench.keys("A").shows("step 9 of 17");
    bench.keys("enter J").hides("Parameters").shows("step 6 of 17");
    assert_eq!(bench.asked(), ["Jump(Step(6))", "Jump(Answer(2))", "Jump(Step(6))"]);
}

#[test]
fn from_the_console_one_jumps_to_what_wrote_the_line() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 7 up up J").shows("step 16 of 17");
    bench.keys("up").shows("password accepted");
    assert_eq!(bench.session.workbench.focus(), Pane::Console);
    bench.keys("down down J");
    assert_eq!(bench.asked().last().map(String::as_str), Some("Jump(Step(17))"));
}

#[test]
fn a_reason_leads_to_the_step_that_shows_it() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 6 enter").shows("This reason rests on no moment of the run");
    bench.keys("down enter").shows("variant off is no part of the run");
    bench.asked();
    bench.keys("down enter");
    assert_eq!(bench.asked(), ["Jump(Step(17))"]);
    bench.shows("paused");
}

#[test]
fn a_field_of_the_profile_leads_to_the_query_that_brought_it() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 6 down down down enter").shows("Where profile.user_id came from");
    bench.shows("query 2, row 1, column id").shows("written differently").keys("esc");
    bench.keys("down down down W").shows("Where profile.email came from").shows("the same value").shows("input email");
    bench.asked();
    bench.keys("enter").shows("step 6 of 17");
    assert_eq!(bench.asked(), ["Jump(Step(6))"]);
    assert_eq!((bench.session.workbench.focus(), bench.session.workbench.queries.selected), (Pane::Queries, 1));
    bench.keys("c 6 end up up up W").shows("The script returned no nickname: Auth0 makes it");
}

#[test]
fn a_variable_leads_to_the_statement_that_changed_it() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s n n n 3 down down down");
    bench.asked();
    bench.keys("V").shows("user became {id: 7").shows("at step 8, line 11").shows("step 8");
    assert_eq!(bench.asked(), [r#"Ask(LastChange { frame: 0, expression: "user" })"#, "Jump(Step(8))"]);
    bench.keys("up V").shows("`result` never had a value");
    bench.keys("c V").shows("Variables are there while a script is paused");
}

#[test]
fn on_the_timeline_one_goes_from_mark_to_mark_and_enter_jumps() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 8");
    bench.asked();
    bench.shows("← earlier   → later").shows("S back");
    bench.keys("left").shows("step 16: console.log: password accepted");
    bench.keys("left left").shows("step 8: query 2 answered: 1 row");
    bench.keys("down").shows("step 9, after query 2 answered: 1 row");
    bench.keys("home").shows("step 1");
    bench.keys("right right").shows("step 5: query 1 answered: connected");
    assert!(bench.asked().is_empty(), "nothing moves before one says so");
    bench.keys("enter");
    assert_eq!(bench.asked(), ["Jump(Step(5))"]);
    bench.shows("step 5 of 17");
}

#[test]
fn the_pointer_moves_the_run_and_only_its_newest_wish_counts() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c");
    bench.asked();
    let (row, first) = LINE;
    bench.mouse(DOWN, first, row).shows("step 1 of 17");
    bench.mouse(DRAG, first + 40, row + 1).mouse(UP, first + 40, row + 1).mouse(DRAG, first, row);
    assert_eq!(bench.asked(), ["Jump(Step(1))", "Jump(Step(5))"]);
    bench.drag(row, [first + 60, first + 80, first + 145]);
    assert_eq!(bench.asked(), ["Jump(Step(7))", "Jump(Step(17))"], "what was passed on the way is not gone to");
    bench.shows("step 16 of 17");
}

#[test]
fn how_long_a_run_was_is_expected_of_the_next_one_only_with_the_same_inputs() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c r n").shows("of 17").hides("┤ ?");
    bench.keys("i C-u").types("bob@example.test").keys("enter n").hides("of 17").shows("┤ ?");
}

#[test]
fn wide_gone_back_from_the_end() {
    insta::assert_snapshot!(Bench::new(160, 45).keys("c t").types("9").keys("enter").screen());
}

#[test]
fn narrow_gone_back_from_the_end_with_the_timeline_in_focus() {
    insta::assert_snapshot!(Bench::new(80, 24).keys("c t").types("9").keys("enter 8 left left").screen());
}

#[test]
fn narrow_in_ascii_gone_back_from_a_failure() {
    let ascii = Theme::new(Depth::None, Ground::Dark, false);
    let mut bench = Bench::with(workbench(), Ending::Exception, ascii, (80, 24));
    insta::assert_snapshot!(bench.keys("c left left 5").screen());
}

#[test]
fn the_origins_of_a_field() {
    let mut bench = Bench::with(workbench(), Ending::Profile, colourful(), (120, 35));
    insta::assert_snapshot!(bench.keys("c 6 end up up W").screen());
}

#[test]
fn a_jump_being_typed() {
    insta::assert_snapshot!(Bench::new(120, 35).keys("n n t").screen());
}
