//! One operation after another: who is in the Auth0 store, how sources are read, which script is shown.

use std::sync::Arc;

use super::bench::Bench;
use super::fake::{workbench, Ending};
use crate::connection;
use crate::debugger::Event;
use crate::recording::{Outcome, OutcomeKind, ScriptRun};
use crate::tui::theme::{Depth, Ground, Theme};
use crate::workbench::{Action, Pane, Told};

fn ascii(size: (u16, u16)) -> Bench {
    Bench::with(workbench(), Ending::Profile, Theme::new(Depth::None, Ground::Dark, false), size)
}

/// A login that is over, and a get_user after it that is over, too.
fn two_scripts() -> Bench {
    let mut bench = Bench::new(160, 45);
    bench.keys("c");
    let outcome = Outcome { kind: OutcomeKind::NotFound, error: None, result: None };
    let get_user = connection::Action::GetUser;
    let run = ScriptRun { outcome: Some(outcome), ..ScriptRun::begun(get_user, "get_user.js".to_owned()) };
    bench.session.act(Action::Heard(Told::Script(get_user)));
    bench.session.act(Action::Heard(Told::Debugger(Event::Finished(Arc::new(run)))));
    bench.asked();
    bench
}

#[test]
fn the_users_show_what_the_operation_would_do_to_them() {
    let mut bench = Bench::new(160, 45);
    bench.keys("U").shows("Nobody is in the Auth0 store");
    bench.keys("esc c U");
    insta::assert_snapshot!(bench.screen());
}

#[test]
fn the_next_operation_starts_where_one_carries_on_from() {
    let mut bench = Bench::new(160, 45);
    bench.keys("+").shows("The operation is not over yet");
    bench.keys("c r");
    assert!(bench.session.workbench.session.auth0.users().is_empty(), "r repeats it from the same state");
    bench.keys("c +").shows("1 change in Auth0's store is kept").shows("after 1 operation");
    bench.keys("+").shows("The next operation starts after this one already");
    bench.keys("r");
    assert_eq!(bench.session.workbench.launched.as_ref().unwrap().auth0.users().len(), 1);
    bench.keys(":").types("reset").keys("enter").hides("after 1 operation");
    assert!(bench.session.workbench.session.auth0.users().is_empty());
}

#[test]
fn a_user_is_added_changed_and_removed() {
    let mut bench = Bench::new(120, 40);
    bench.keys("U a").types("auth0|9").keys("down").types("eve@example.test").keys("down").types("hunter2");
    bench.hides("hunter2").shows("•••••••").keys("enter").shows("auth0|9").shows("typed").hides("hunter2");
    bench.shows("Changed since the run on screen: r runs the operation again");
    bench.keys("p").shows("partial").keys("p").shows("no metadata");
    bench.keys("enter down C-u").types("mallory@example.test").keys("enter").shows("mallory@example.test");
    bench.keys("esc").shows("changed: r runs it").keys("r").hides("changed: r runs it");
    bench.keys("U del").shows("Nobody is in the Auth0 store");
}

#[test]
fn a_user_that_cannot_be_read_stays_in_the_form() {
    let mut bench = Bench::new(120, 40);
    bench.keys("U a enter").shows("A user needs a user_id, an email").keys("esc").shows("Nobody is in the Auth0");
    bench.keys("esc").hides("Users in the Auth0 store");
}

#[test]
fn one_user_being_changed() {
    let mut bench = Bench::new(120, 35);
    insta::assert_snapshot!(bench.keys("c + U enter").screen());
    bench.hides("correct-horse");
}

#[test]
fn the_users_are_saved_to_the_file_that_is_named() {
    let mut bench = Bench::new(120, 35);
    bench.keys("c +");
    bench.asked();
    bench.keys(":").types("save-store users.ndjson").keys("enter").shows("The users of the Auth0 store are in users");
    bench.keys(":").types("save_store").keys("enter").types("b.ndjson").keys("enter");
    assert_eq!(bench.asked(), ["save 1 in users.ndjson", "save 1 in b.ndjson"]);
}

#[test]
fn another_reading_is_chosen_said_and_run() {
    let mut bench = Bench::new(160, 45);
    bench.keys("M enter").shows("1 not as usual").shows("Changed since the run on screen");
    bench.keys("esc").shows("X1 on").shows("changed: r runs it");
    bench.keys("r").shows("X1 on").hides("changed: r runs it");
    assert!(bench.session.workbench.launched.as_ref().unwrap().variants.is("X1", "on"));
    bench.keys("M enter esc").hides("X1 on");
    bench.keys("M end enter enter enter esc").shows("cut off at completion");
}

#[test]
fn the_variants() {
    insta::assert_snapshot!("the_variants_wide", Bench::new(160, 45).keys("M enter").screen());
    insta::assert_snapshot!("the_variants_narrow_in_ascii", ascii((80, 24)).keys("M down").screen());
}

#[test]
fn one_goes_back_into_an_earlier_script_and_on_again() {
    let mut bench = two_scripts();
    bench.shows("script 2 of 2").keys("{").shows("script 1 of 2").shows("paused");
    assert_eq!(bench.asked()[0], "revisit 0");
    assert_eq!(bench.session.workbench.run.furthest(), 17, "what it did is known and to come");
    bench.shows("step 1 of 17");
    bench.keys("{").shows("The operation asked no script before this one");
    bench.asked();
    bench.keys("}");
    assert_eq!(bench.asked(), ["RunToEnd"]);
}

#[test]
fn after_the_last_script_there_is_none() {
    two_scripts().keys("}").shows("The operation asked no script after this one");
    Bench::new(160, 45).keys("{").shows("The operation asked no script before this one");
}

#[test]
fn two_operations_side_by_side() {
    let mut bench = Bench::new(160, 45);
    insta::assert_snapshot!("side_by_side_wide", bench.keys("c | enter").screen());
    insta::assert_snapshot!("side_by_side_narrow_in_ascii", ascii((80, 24)).keys("c | enter").screen());
    bench.keys("esc").asked();
    bench.keys(":").types("compare reset").keys("enter").shows("the connection has no `get_user` script");
    assert_eq!(bench.asked(), ["contrast Reset"]);
    bench.keys("esc :").types("compare edit").keys("enter").shows("No edited script runs beside this one");
}

#[test]
fn the_operations_say_what_they_ask() {
    let mut bench = Bench::new(120, 35);
    bench.keys("a").shows("login").shows("this script alone").shows("automatic migration");
}

#[test]
fn what_shows_the_cause_leads_to_its_moment() {
    let mut bench = Bench::with(workbench(), Ending::Exception, Theme::new(Depth::True, Ground::Dark, true), (160, 45));
    bench.keys("c").shows("F4 The script reads").shows("query 2 reads SELECT");
    bench.asked();
    bench.keys("6 enter");
    assert!(bench.asked()[0].starts_with("Jump(Step("), "to the query");
    assert_eq!(bench.session.workbench.focus(), Pane::Decision);
}

#[test]
fn a_rule_is_explained_with_its_sources_and_one_comes_back_to_what_cited_it() {
    let mut bench = Bench::new(120, 40);
    bench.keys("c 6 Y").shows("§3.2").shows("Documented:").keys("esc").hides("Documented:");
    bench.keys(":").types("explain m6").keys("enter").shows("M6 ").shows("Sources").keys("esc");
    bench.keys(":").types("explain Q1").keys("enter").shows("No rule is called Q1");
    bench.keys("M Y").shows("X1 ").keys("esc").shows("Variants and circumstances");
}

#[test]
fn a_state_and_another_reading_lead_to_what_is_known_of_them() {
    let mut bench = Bench::new(160, 45);
    bench.keys("c 6 end enter").shows("X1 ").shows("Sources").keys("esc up enter").shows("S1 ");
}
