//! Stops, messages and watches in the real program, in a pseudo-terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/terminal.rs"]
mod terminal;

use terminal::Workbench;

const SAMPLE: &str = "sample-scripts/pg-migration";

#[test]
fn a_conditional_stop_is_reached_and_one_whose_condition_never_holds_is_not() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press(":32\rB").shows(&["> line 32"]);
    workbench.press("if user.email === 'nobody'\r").shows(&["◆     32"]);
    workbench.press(":36\rB").shows(&["> line 36"]).press("if user.id === 1\r").shows(&["◆     36"]);
    workbench.press("c").shows(&["Stopped at a breakpoint", "36 ▶"]);
    workbench.quit();
}

#[test]
fn a_message_set_after_the_run_is_written_for_the_whole_run() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press("c").shows(&["authenticated"]);
    workbench.press(":32\rB").shows(&["> line 32"]).press("log \"found {user.email}\"\r");
    workbench.shows(&["» found ada@example.test", "»  ×1 32"]);
    workbench.quit();
}

#[test]
fn a_condition_that_could_change_the_run_is_refused_in_words() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press(":32\rB").shows(&["> line 32"]).press("if user.id = 2\r");
    workbench
        .shows(&["must not change the run", "○     32"])
        .press("P")
        .shows(&["line 32 if user.id = 2", "How a stop is written"]);
    workbench.escape("How a stop is written");
    workbench.quit();
}

#[test]
fn stops_given_at_the_start_stop_at_events_and_say_why() {
    let stops = ["--break", "query table users", "--break", "47"];
    let mut workbench = Workbench::open((160, 45), &[&[SAMPLE], &stops[..]].concat(), &[]);
    workbench.shows(&["step 1 "]).press("c").shows(&["‖ paused: Query 1 is sent here"]);
    workbench.press("c").shows(&["47 ▶"]);
    workbench.quit();
}

#[test]
fn stops_are_kept_from_one_use_to_the_next() {
    let state = tempfile::tempdir().unwrap();
    let environment = [("XDG_STATE_HOME", state.path().to_str().unwrap())];
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &environment);
    workbench.shows(&["step 1 "]).press(":36\rb").shows(&["●     36"]);
    workbench.quit();
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &environment);
    workbench.shows(&["step 1 "]).press("c").shows(&["36 ▶"]);
    workbench.quit();
}

#[test]
fn a_watch_has_its_value_at_every_stop_and_its_history_goes_to_where_it_came_from() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE, "--break", "36"], &[]);
    workbench.shows(&["step 1 "]).press("w").shows(&["its value is shown"]).press("user.email\r");
    workbench.shows(&["Watches", "ReferenceError"]).press("c").shows(&["36 ▶", "•  user.email"]);
    // What the last call returned, the heading, then the watch.
    workbench.press("3\x1b[H\x1b[B\x1b[B\r").shows(&["History of user.email", "1 value"]).press("\r").shows(&["30 ▶"]);
    workbench.quit();
}

#[test]
fn values_and_counts_stand_beside_the_code() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE, "--break", "36"], &[]);
    workbench.shows(&["step 1 "]).press("c").shows(&["36 ▶", "┊ err = null", "×1 30"]);
    workbench.press("v#").shows(&["Hit counts are hidden"]);
    assert!(!workbench.text().contains("┊ err = null"));
    workbench.quit();
}
