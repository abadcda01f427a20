//! The real program in a pseudo-terminal: open a connection, press keys, read the screen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/terminal.rs"]
mod terminal;

use terminal::Workbench;

const SAMPLE: &str = "sample-scripts/mysql-legacy";

#[test]
fn a_sample_opens_paused_on_the_first_statement_of_its_login() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["mysql-legacy", "paused", "step 1", "function login(identifier, password, callback)"]);
    let raw = workbench.quit();
    let leaves = b"\x1b[?1049l";
    assert!(raw.windows(leaves.len()).any(|window| window == leaves), "the other screen is left");
}

#[test]
fn stepping_reaches_the_query_callback_and_shows_its_rows_and_stack() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press("nnnnn");
    workbench.shows(&["onUser", "step 6 ", "FROM users", "? = ada@example.test", "1 row"]);
    workbench.shows(&["login                async :14", "rows", "RowDataPacket"]);
    workbench.quit();
}

#[test]
fn a_changed_variable_changes_what_the_run_comes_to() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press("nnnnn").shows(&["step 6 "]);
    workbench.press("e").shows(&["valuate"]).press("rows.length = 0\r").shows(&["rows.length = 0"]);
    workbench.escape("Evaluate").press("c").shows(&["denied", "WrongUsernameOrPasswordError", "fp"]);
    workbench.quit();
}

#[test]
fn a_whole_login_shows_its_decision_with_rules() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press("c");
    workbench.shows(&["authenticated", "auth0|shop|1", "M16", "§3.1", "Successful login"]);
    workbench.quit();
}

#[test]
fn a_failed_login_shows_error_and_line_and_enter_on_its_stack_jumps() {
    let mut workbench = Workbench::open((160, 45), &["sample-scripts/anonymous"], &[]);
    workbench.shows(&["step 1 "]).press("c");
    workbench.shows(&["failed", "TypeError", "memberships.map callback", ":44"]);
    // The stack pane, then two frames down: the call of bcrypt.compare on line 29.
    workbench.press("4").press("\x1b[B\x1b[B\r").shows(&["29 "]);
    workbench.quit();
}

#[test]
fn a_run_that_is_over_is_stepped_back_into_and_run_again() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press("z").shows(&["authenticated", "The run is over."]);
    // Back to the last statement, then to the query: its callback and its rows are not there any more.
    workbench.press("\x1b[D").shows(&["paused", "nothing decided yet", "RowDataPacket"]);
    workbench.press("tquery 1\r").shows(&["step 5 of", "here: query 1 reads", "to come"]);
    workbench.press("A").shows(&["onUser", "step 6 of", "after query 1 answered: 1 row"]);
    workbench.press("c").shows(&["authenticated", "auth0|shop|1"]);
    workbench.quit();
}

#[test]
fn another_answer_of_the_store_is_another_decision_beside_the_first() {
    let mut workbench = Workbench::open((160, 45), &["sample-scripts/pg-migration"], &[]);
    workbench.shows(&["step 1 "]).press("z").shows(&["authenticated", "The run is over."]);
    workbench.press("5I").shows(&["What if query 1 were answered", "> no rows", "answered  1 row"]);
    workbench.press("\r").shows(&["query 1: no rows  beside A", "paused", "onUser"]);
    workbench.press("z").shows(&["✗ denied", "✓ authenticated", "WrongUsernameOrPasswordError"]);
    workbench.press("D").shows(&["A and B", "B (shown)", "Auth0: authenticated", "Auth0: denied", "rows  no rows"]);
    workbench.escape("A and B").press("`").shows(&["A pg-migration", "beside B", "auth0|club|1"]);
    workbench.press("K").shows(&["Kept A; B (query 1: no rows) was dropped"]);
    workbench.quit();
}

#[test]
fn what_is_saved_in_an_editor_is_run_beside_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let login = folder.path().join("login.js");
    let text =
        "function login(email, password, callback) {\n  const id = '1';\n  callback(null, { user_id: id });\n}\n";
    std::fs::write(&login, text).unwrap();
    std::fs::write(
        folder.path().join("loginscope.toml"),
        "[inputs.login]\nemail = \"ada@example.test\"\npassword = \"correct-horse\"\n",
    )
    .unwrap();
    let path = folder.path().to_str().unwrap();
    let mut workbench = Workbench::open((120, 35), &[path], &[("VISUAL", "false")]);
    workbench.shows(&["step 1 "]).press("n").shows(&["step 2 "]);
    // Somebody saves the file.
    std::fs::write(&login, text.replace("  const id", "  // edited\n  const id").replace("'1'", "'2'")).unwrap();
    workbench.shows(&["edited script", "step 2 ", "// edited", "id        '2'"]);
    // A text that does not parse is said, and the run goes on as it was.
    std::fs::write(&login, "function login(").unwrap();
    workbench.shows(&["login.js:1:", "The run goes on with the text before", "// edited"]);
    workbench.press("z").shows(&["✓ authenticated"]);
    // The editor gets the terminal and gives it back.
    workbench.press("E").shows(&["The editor `false` ended with", "// edited"]);
    workbench.press("`").shows(&["A .tmp", "const id = '1';"]);
    workbench.quit();
}

#[test]
fn a_failed_run_is_gone_back_to_its_failure() {
    let mut workbench = Workbench::open((160, 45), &["sample-scripts/anonymous"], &[]);
    workbench.shows(&["step 1 "]).press("F").shows(&[
        "TypeError is thrown here",
        "step 14 of 14",
        "memberships.map callback",
    ]);
    workbench.quit();
}

#[test]
fn eighty_columns_are_enough_for_source_and_one_pane_at_a_time() {
    let mut workbench = Workbench::open((80, 24), &[SAMPLE], &[]);
    workbench.shows(&["mysql-legacy", "paused", "Source"]);
    for step in 2..=6 {
        workbench.press("n").shows(&[&format!("paused  step {step} ")]);
    }
    workbench.press("5").shows(&["FROM users"]);
    workbench.press("c").press("6").shows(&["authenticated"]);
    workbench.quit();
}

#[test]
fn under_no_color_not_one_colour_is_sent_and_the_mark_is_still_there() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[("NO_COLOR", "1")]);
    workbench.shows(&["step 1 "]).press("n").shows(&["step 2 "]);
    let raw = String::from_utf8_lossy(&workbench.quit()).into_owned();
    for sequence in raw.split("\x1b[").skip(1) {
        let Some((parameters, _)) = sequence.split_once('m') else { continue };
        if parameters.chars().all(|c| c.is_ascii_digit() || c == ';') {
            let colours = parameters.split(';').filter_map(|p| p.parse::<u16>().ok());
            let coloured = colours.filter(|p| (30..=49).contains(p) && *p != 39 && *p != 49).count();
            assert_eq!(coloured, 0, "`{parameters}` is a colour");
        }
    }
}

#[test]
fn the_password_never_reaches_the_terminal() {
    let mut workbench = Workbench::open((160, 45), &[SAMPLE], &[]);
    workbench.shows(&["step 1 "]).press("nnnnn").shows(&["step 6 "]);
    workbench.press("e").press("password + 'x'\r").shows(&["password + 'x'"]).escape("Evaluate").press("c");
    workbench.shows(&["authenticated"]);
    let raw = String::from_utf8_lossy(&workbench.quit()).into_owned();
    for secret in ["correct-horse", "shop-db-password", "$2b$"] {
        assert!(!raw.contains(secret), "{secret} was sent to the terminal");
    }
}

#[test]
fn several_connections_are_picked_from() {
    let mut workbench = Workbench::open((160, 45), &["sample-scripts"], &[]);
    workbench.shows(&["anonymous", "mysql-legacy", "pg-migration", "stall"]);
    workbench.press("\r").shows(&["step 1 "]);
    workbench.quit();
}
