//! Pictures of the whole screen, as text.

use super::bench::Bench;
use super::fake::{workbench, Ending};
use crate::tui::theme::{Depth, Ground, Theme};

/// Steps from the first statement into the query's callback, past `const user`.
const INTO_CALLBACK: &str = "n n n s n n";

fn colourful() -> Theme {
    Theme::new(Depth::True, Ground::Dark, true)
}

#[test]
fn wide_paused_on_the_first_line() {
    insta::assert_snapshot!(Bench::new(160, 45).screen());
}

#[test]
fn wide_in_the_query_callback() {
    insta::assert_snapshot!(Bench::new(160, 45).keys(INTO_CALLBACK).screen());
}

#[test]
fn wide_finished_with_a_profile() {
    insta::assert_snapshot!(Bench::new(160, 45).keys("c").screen());
}

#[test]
fn wide_finished_with_an_exception() {
    let mut bench = Bench::with(workbench(), Ending::Exception, colourful(), (160, 45));
    insta::assert_snapshot!(bench.keys("c").screen());
}

#[test]
fn medium_in_the_query_callback() {
    insta::assert_snapshot!(Bench::new(120, 35).keys(INTO_CALLBACK).screen());
}

#[test]
fn narrow_in_the_query_callback() {
    insta::assert_snapshot!(Bench::new(80, 24).keys(INTO_CALLBACK).screen());
}

#[test]
fn narrow_finished_with_a_profile() {
    insta::assert_snapshot!(Bench::new(80, 24).keys("c").screen());
}

#[test]
fn narrow_in_ascii() {
    let ascii = Theme::new(Depth::None, Ground::Dark, false);
    let mut bench = Bench::with(workbench(), Ending::Profile, ascii, (80, 24));
    insta::assert_snapshot!(bench.keys(INTO_CALLBACK).screen());
}

#[test]
fn the_smallest_size() {
    insta::assert_snapshot!(Bench::new(60, 15).keys(INTO_CALLBACK).screen());
}

#[test]
fn narrow_finished_with_an_exception_and_its_notes() {
    let mut bench = Bench::with(workbench(), Ending::Exception, colourful(), (80, 24));
    insta::assert_snapshot!(bench.keys("c f").screen());
}

#[test]
fn below_the_smallest_size_one_sentence() {
    insta::assert_snapshot!(Bench::new(59, 14).screen());
}

#[test]
fn the_help() {
    insta::assert_snapshot!(Bench::new(120, 35).keys("?").screen());
}

#[test]
fn the_command_palette() {
    insta::assert_snapshot!(Bench::new(120, 35).keys(":").types("step").screen());
}

#[test]
fn the_inputs() {
    insta::assert_snapshot!(Bench::new(120, 35).keys("i").screen());
}

#[test]
fn a_query_in_full() {
    insta::assert_snapshot!(Bench::new(120, 35).keys(INTO_CALLBACK).keys("5 enter").screen());
}

#[test]
fn an_evaluation() {
    let mut bench = Bench::new(120, 35);
    bench.keys(INTO_CALLBACK).keys("e").types("result.rowCount").keys("enter").types("nope").keys("enter");
    insta::assert_snapshot!(bench.types("user.em").screen());
}
