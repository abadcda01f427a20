//! Watched expressions, histories and what is written beside the code.

use super::bench::Bench;
use super::fake::{workbench, Ending};
use crate::debugger::Event;
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::run::Phase;
use crate::workbench::{Action, Told};

fn says(bench: &mut Bench, event: Event) {
    bench.session.act(Action::Heard(Told::Debugger(event)));
}

#[test]
fn an_expression_is_watched_and_its_changes_are_marked() {
    let mut bench = Bench::new(160, 45);
    bench.asked();
    bench.keys("w").shows("its value is shown at every stop").types("step").keys("enter");
    assert_eq!(bench.asked(), [r#"Watch(["step"])"#]);
    bench.shows("▾ Watches").shows("    step      1").keys("n").shows(" •  step      3");
}

#[test]
fn the_selected_variable_is_watched_at_once_and_the_selection_stays_on_it() {
    let mut bench = Bench::new(160, 45);
    bench.keys("3 down w").shows("email is watched").shows("▾ Watches");
    bench.keys("w").shows("email is watched already");
    assert_eq!(bench.session.workbench.scopes.variable().unwrap().name, "email");
}

#[test]
fn what_cannot_be_evaluated_says_so_and_what_could_change_something_was_asked_on_a_copy() {
    let mut bench = Bench::new(160, 45);
    bench.keys("w").types("nope").keys("enter w").types("client.toString()").keys("enter");
    bench.shows("✗ ReferenceError").shows("copy │");
}

#[test]
fn watches_outlive_a_run_and_the_next_one_is_told_of_them() {
    let mut bench = Bench::new(160, 45);
    bench.keys("w").types("step").keys("enter c").shows("▾ Watches").shows("The run is over. ←");
    bench.asked();
    bench.keys("r").shows("    step      1");
    assert_eq!(bench.asked()[1..], [r#"Watch(["step"])"#]);
}

#[test]
fn a_watch_is_removed() {
    let mut bench = Bench::new(160, 45);
    bench.keys("w").types("step").keys("enter 3 home del").shows("Select a watched expression first");
    bench.keys("down del").hides("Watches").shows("step is no longer watched");
}

#[test]
fn a_history_shows_what_was_and_what_is_to_come_and_goes_there() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n 3 down H").shows("History of email").shows("3 values").shows("to come");
    bench.asked();
    bench.keys("up enter");
    assert_eq!(bench.asked(), ["Jump(Step(1))"]);
    says(&mut bench, Event::Unmoved("There is nothing there".to_owned()));
    assert_eq!(bench.session.workbench.run.phase, Phase::Paused, "it stands where it stood");
}

#[test]
fn enter_on_a_watch_opens_its_history() {
    let mut bench = Bench::new(160, 45);
    bench.keys("w").types("step").keys("enter 3 home down enter").shows("History of step");
}

#[test]
fn an_answer_about_another_expression_is_not_taken() {
    let mut bench = Bench::new(160, 45);
    bench.keys("3 down H").shows("3 values");
    let changes = Err("`other` never had a value".to_owned());
    let answer = crate::debugger::Answer::History { expression: "other".to_owned(), changes, cut: false };
    says(&mut bench, Event::Answered(Box::new(answer)));
    bench.hides("never had a value");
}

#[test]
fn what_the_call_just_left_returned_stands_first_and_moves_no_selection() {
    let mut bench = Bench::new(160, 45);
    bench.keys("3 down");
    bench.keys("n").shows("↩ normalise() 'ada@example.test'");
    assert_eq!(bench.session.workbench.scopes.variable().unwrap().name, "email");
    bench.keys("n").hides("normalise()");
}

#[test]
fn watches_wide_and_narrow() {
    let themes = [
        ("wide", Theme::new(Depth::True, Ground::Dark, true), (160, 45)),
        ("narrow_in_ascii", Theme::new(Depth::None, Ground::Dark, false), (80, 24)),
    ];
    for (name, theme, size) in themes {
        let mut bench = Bench::with(workbench(), Ending::Profile, theme, size);
        for expression in ["step", "client.toString()", "nope", "result"] {
            bench.keys("w").types(expression).keys("enter");
        }
        insta::assert_snapshot!(format!("watches_{name}"), bench.keys("n n n s n n").screen());
    }
}

#[test]
fn a_history() {
    insta::assert_snapshot!(Bench::new(120, 35).keys("n n n s n 3 down down H").screen());
}

#[test]
fn hit_counts_and_values_stand_beside_the_code_and_can_be_hidden() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s n n").shows("×1 11 ").shows("┊ result = Result");
    bench.keys("# v").hides("×1 11 ").hides("┊ result = Result").shows("│  11   ");
    bench.keys("# v").shows("×1 11 ").shows("┊ result = Result");
    bench.keys("# n n").hides("×1 11 ");
    bench.resize(100, 30).keys("#").shows("Hit counts are shown where the source is wide enough").hides("×1 11 ");
}

#[test]
fn old_values_stay_until_new_ones_come_and_those_of_another_stop_are_not_taken() {
    use crate::debugger::Answer;
    let mut bench = Bench::new(160, 45);
    bench.keys("n n n s n n").shows("┊ result = Result");
    bench.session.act(Action::Heard(Told::Debugger(Event::Resumed)));
    says(&mut bench, Event::Answered(Box::new(Answer::Inline(Vec::new()))));
    says(&mut bench, Event::Answered(Box::new(Answer::Hits(Vec::new()))));
    bench.shows("┊ result = Result").shows("×1 11 ");
}

#[test]
fn a_run_that_is_over_has_counts_but_no_values() {
    let mut bench = Bench::new(160, 45);
    bench.keys("n c").shows("×1 22 ").hides("┊ bcrypt =");
}
