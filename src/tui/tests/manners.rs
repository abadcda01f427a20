//! What must hold at every size and for every terminal.

use super::bench::Bench;
use super::fake::{workbench, Ending};
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::{Status, StatusKind};
use ratatui::style::Color;

fn bench(ending: Ending, depth: Depth, unicode: bool) -> Bench {
    Bench::with(workbench(), ending, Theme::new(depth, Ground::Dark, unicode), (160, 45))
}

#[test]
fn every_size_draws_in_every_state() {
    for keys in [
        "",
        "n n n s n n",
        "c",
        "?",
        ":",
        "i",
        "n n n s n n 5 enter",
        "f",
        "e",
        "3 down =",
        "a",
        "U a",
        "c U",
        "M",
        "| enter",
    ] {
        let mut bench = bench(Ending::Exception, Depth::True, true);
        bench.keys(keys);
        // Both sides of every size at which the layout changes, and what lies between.
        for width in [1, 2, 34, 59, 60, 80, 99, 100, 139, 140, 200] {
            for height in [1, 2, 14, 15, 24, 60] {
                bench.resize(width, height).buffer();
            }
        }
    }
}

#[test]
fn without_colours_no_cell_has_one_and_the_statement_still_stands_out() {
    let mut bench = bench(Ending::Profile, Depth::None, true);
    let buffer = bench.keys("n n n s n n").buffer();
    assert!(buffer.content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    let marked: String = buffer
        .content()
        .iter()
        .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED))
        .map(|cell| cell.symbol())
        .collect();
    assert_eq!(marked, "if (!user) {");
}

#[test]
fn an_ascii_terminal_gets_nothing_but_ascii() {
    for keys in ["", "n n n s n n", "c", "?", "i", "n n n s n n 5 enter", "c U", "esc U a", "M", "| enter"] {
        let mut bench = bench(Ending::Exception, Depth::Sixteen, false);
        let screen = bench.keys(keys).screen();
        assert!(screen.is_ascii(), "{keys}: {screen}");
    }
}

#[test]
fn text_from_outside_cannot_steer_the_terminal() {
    let mut hostile = super::fake::opening(vec![super::fake::connection("evil\u{1b}[2J\u{202e}name")]);
    hostile.inputs.email = Some("a\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{202e}@b".to_owned());
    let workbench = crate::workbench::Workbench::new(hostile);
    let mut bench = Bench::with(workbench, Ending::Profile, Theme::new(Depth::True, Ground::Dark, true), (160, 45));
    for keys in ["", "i", "esc c"] {
        let screen = bench.keys(keys).screen();
        let hidden = screen.chars().find(|c| *c != '\n' && crate::visible::hides(*c));
        assert_eq!(hidden, None, "{screen}");
    }
    bench.shows("evil\\u{1b}[2J\\u{202e}name");
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut bench = bench(Ending::Profile, Depth::True, true);
    assert!(!bench.session.stale());
    bench.keys("n");
    assert!(!bench.session.stale());
}

#[test]
fn the_same_state_draws_the_same_frame() {
    let mut bench = bench(Ending::Profile, Depth::True, true);
    let once = bench.keys("n n n s n n").buffer();
    assert_eq!(once.content().iter().map(|c| c.symbol()).collect::<String>(), {
        let again = bench.buffer();
        again.content().iter().map(|c| c.symbol().to_owned()).collect::<String>()
    });
}

#[test]
fn passwords_and_configuration_are_never_drawn() {
    let mut bench = bench(Ending::Profile, Depth::True, true);
    for keys in ["", "i", "tab tab", "tab", "esc c"] {
        bench.keys(keys).hides("correct-horse").hides("s3cret");
    }
}

#[test]
fn megabytes_on_one_line_do_not_hold_up_a_frame() {
    let long = "x\u{301}日".repeat(200_000);
    let mut connection = super::fake::connection("pg");
    let text = format!("const a = '{long}';\n{}", super::replay::LOGIN);
    connection.scripts.values_mut().for_each(|script| script.text = text.as_str().into());
    let mut opening = super::fake::opening(vec![connection]);
    opening.inputs.email = Some(long);
    let workbench = crate::workbench::Workbench::new(opening);
    let theme = Theme::new(Depth::True, Ground::Dark, true);
    let mut bench = Bench::with(workbench, Ending::Profile, theme, (200, 60));
    let start = std::time::Instant::now();
    for _ in 0..10 {
        bench.buffer();
    }
    // Measured without optimisation; the budget of a frame is checked where the build is optimised.
    assert!(start.elapsed() < std::time::Duration::from_secs(2), "{:?} for ten frames", start.elapsed());
}

#[test]
fn a_failure_too_long_for_its_row_is_shown_to_its_end_and_a_key_brings_the_timeline_back() {
    let mut bench = bench(Ending::Profile, Depth::True, true);
    bench.resize(80, 24);
    let text = format!("{}press r", "it is long ".repeat(10));
    bench.session.workbench.status = Some(Status { kind: StatusKind::Failed, text });
    bench.shows("✗ it is long").shows("press r").hides("8 ├");
    bench.keys("down").shows("8 ├");
}

#[test]
fn an_ascii_terminal_names_the_arrow_keys() {
    let mut bench = bench(Ending::Profile, Depth::True, false);
    bench.keys("n n").shows("Left back");
    bench.keys("?").shows("s  F11  Right  ]");
}
