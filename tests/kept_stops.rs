//! Stops survive from one use to the next, and follow their lines through edits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use loginscope::connection::{load, Action, Connection, Environment, LoadOptions};
use loginscope::debugger::Stop;
use loginscope::kept::{Kept, KeptError, Shelf};
use tempfile::TempDir;

const LOGIN: &str = "function login(email, password, callback) {
  const user = find(email);
  if (!user) {
    return callback(null);
  }
  return callback(null, user);
}
";

/// A connection in a folder of its own, and a shelf that does not exist yet.
struct Place {
    folder: TempDir,
}

impl Place {
    fn with(login: &str) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(place.connection_folder()).unwrap();
        place.edit(login);
        place
    }

    fn connection_folder(&self) -> PathBuf {
        self.folder.path().join("shop users")
    }

    fn edit(&self, login: &str) {
        fs::write(self.connection_folder().join("login.js"), login).unwrap();
    }

    fn connection(&self) -> Connection {
        let options = LoadOptions { config: None, environment: Environment::default() };
        load(&self.connection_folder(), &options).unwrap().connections.remove(0)
    }

    fn shelf(&self) -> Shelf {
        Shelf::at(self.folder.path().join("state/stops"))
    }

    fn file(&self) -> PathBuf {
        self.shelf().file(&self.connection()).unwrap()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn keep(&self, stops: &[&str]) {
        self.shelf().write(&self.connection(), &kept(stops)).unwrap();
    }

    fn read(&self) -> Kept {
        self.shelf().read(&self.connection()).unwrap()
    }

    fn lines(&self) -> Vec<String> {
        self.read().of(Action::Login).iter().map(Stop::to_string).collect()
    }

    /// The complaint about a file that holds `text`, with the file's name left out.
    fn complaint(&self, text: &str) -> String {
        fs::create_dir_all(self.file().parent().unwrap()).unwrap();
        fs::write(self.file(), text).unwrap();
        let error = self.shelf().read(&self.connection()).unwrap_err().to_string();
        error.replace(&self.file().display().to_string(), "FILE")
    }

    fn complaint_about(&self, stops: &str) -> String {
        let path = fs::canonicalize(self.connection_folder()).unwrap();
        self.complaint(&format!("connection = \"{}\"\n{stops}", path.display()))
    }
}

fn kept(stops: &[&str]) -> Kept {
    let stops = stops.iter().map(|line| line.parse().unwrap()).collect();
    Kept { stops: [(Action::Login, stops)].into_iter().collect(), notes: Vec::new() }
}

fn files_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).map(|entries| entries.collect::<Vec<_>>()).unwrap_or_default();
    entries.into_iter().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn what_was_kept_is_read_back() {
    let place = Place::with(LOGIN);
    let stops = [
        "line 3 hit >=2 log \"no {email}\" if !user",
        "off line 6:10",
        "query table users write rows 0",
        "console \"a \\\"quoted\\\" \\u{1b}[2J text\"",
        "callback twice",
    ];
    place.keep(&stops);
    assert_eq!(place.lines(), stops);
    assert_eq!(place.read().notes, []);
}

#[test]
fn nothing_is_kept_of_a_connection_that_was_never_opened() {
    let place = Place::with(LOGIN);
    assert_eq!(place.read(), Kept::default());
    assert!(!place.folder.path().join("state").exists());
}

#[test]
fn the_file_says_what_it_is_and_what_its_lines_said() {
    let place = Place::with(LOGIN);
    place.keep(&["line 3 if !user", "exception"]);
    let text = place.text();
    let (header, rest) = text.split_once("\n\n").unwrap();
    assert!(header.lines().all(|line| line.starts_with("# ")), "{header}");
    let path = fs::canonicalize(place.connection_folder()).unwrap();
    assert_eq!(
        rest,
        format!(
            "connection = \"{}\"\n\n[[stops.login]]\nstop = \"line 3 if !user\"\nanchor = \"  if (!user) {{\"\n\
             before = \"const user = find(email);\"\nafter = \"return callback(null);\"\n\n[[stops.login]]\n\
             stop = \"exception\"\n",
            path.display()
        )
    );
}

#[test]
fn the_file_is_named_after_the_connection_and_its_path() {
    let (one, other) = (Place::with(LOGIN), Place::with(LOGIN));
    let name = one.file().file_name().unwrap().to_string_lossy().into_owned();
    let hash = name.strip_prefix("shop_users-").unwrap().strip_suffix(".toml").unwrap();
    assert!(hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit()), "{name}");
    assert_ne!(one.file().file_name(), other.file().file_name());
    let renamed = Connection { name: "shop/users".to_owned(), ..one.connection() };
    assert_ne!(one.shelf().file(&renamed).unwrap(), one.file());
}

#[test]
fn a_name_cannot_leave_the_folder() {
    let place = Place::with(LOGIN);
    for name in ["../../escape", "/etc/passwd", "..", "", "a\0b", "\u{1b}[2J", &"long".repeat(500)] {
        let connection = Connection { name: name.to_owned(), ..place.connection() };
        let file = place.shelf().file(&connection).unwrap();
        assert_eq!(file.parent().unwrap(), place.folder.path().join("state/stops"), "{name}");
        place.shelf().write(&connection, &kept(&["12"])).unwrap();
        assert!(file.is_file(), "{name}");
    }
}

#[test]
fn a_stop_moves_with_its_line() {
    let place = Place::with(LOGIN);
    place.keep(&["line 3 if !user", "line 6:10", "callback error"]);
    place.edit(&format!(
        "// Looks the user up.\n\n{}",
        LOGIN.replace("  return callback(null, user)", "      return callback(null, user)")
    ));
    assert_eq!(place.lines(), ["line 5 if !user", "line 8:14", "callback error"]);
    assert_eq!(place.read().notes, []);
}

#[test]
fn neighbours_say_which_of_several_lines_was_meant() {
    let place = Place::with("a();\nsend();\nb();\nsend();\nc();\n");
    place.keep(&["line 4"]);
    place.edit("send();\nb();\nx();\na();\nsend();\nb();\nsend();\nc();\n");
    assert_eq!(place.lines(), ["line 7"]);
}

#[test]
fn a_stop_whose_line_is_gone_stays_and_is_said() {
    let place = Place::with(LOGIN);
    place.keep(&["line 2", "line 6"]);
    place.edit(&LOGIN.replace("find(email)", "lookUp(email)"));
    let kept = place.read();
    assert_eq!(kept.of(Action::Login), [Stop::line(2), Stop::line(6)]);
    let notes: Vec<String> = kept.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].starts_with(
            "warning: The stop `line 2` in login was set on a line that read `const user = find(email);`; no line reads \
             so now. It stays where it was: move it or remove it. ("
        ),
        "{notes:?}"
    );
    assert!(notes[0].ends_with("login.js:2)"), "{notes:?}");
}

#[test]
fn two_stops_that_come_to_say_the_same_are_one() {
    let place = Place::with("once();\ntwice();\n");
    place.keep(&["line 1", "line 2"]);
    let text = place.text().replace("twice();", "once();");
    fs::write(place.file(), text).unwrap();
    assert_eq!(place.lines(), ["line 1"]);
}

#[test]
fn stops_of_a_script_that_is_not_there_now_are_not_lost() {
    let place = Place::with(LOGIN);
    let verify = [(Action::Verify, vec![Stop::line(4)])].into_iter().collect();
    let kept = Kept { stops: verify, notes: Vec::new() };
    place.shelf().write(&place.connection(), &kept).unwrap();
    assert_eq!(place.read(), kept);
}

#[test]
fn where_the_last_stop_is_gone_so_is_the_file() {
    let place = Place::with(LOGIN);
    place.keep(&["12"]);
    assert!(place.file().is_file());
    place.keep(&[]);
    assert_eq!(files_in(place.file().parent().unwrap()), Vec::<String>::new());
    place.keep(&[]);
}

#[cfg(unix)]
#[test]
fn the_file_and_its_folders_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(LOGIN);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    place.keep(&["12"]);
    fs::set_permissions(place.file(), fs::Permissions::from_mode(0o644)).unwrap();
    place.keep(&["13"]);
    assert_eq!(mode(&place.file()), 0o600);
    assert_eq!(mode(&place.folder.path().join("state")), 0o700);
    assert_eq!(files_in(place.file().parent().unwrap()).len(), 1);
}

#[test]
fn a_secret_in_the_script_is_not_written_down() {
    let place = Place::with("connect('@@NOTHING@@');\nconnect(##DB_PASSWORD##, '##DB_PASSWORD##');\n");
    let settings = "[keywords]\nDB_PASSWORD = \"hunter22\"\n[configuration]\nAPI = \"token-of-ada\"\n";
    fs::write(place.connection_folder().join("loginscope.toml"), settings).unwrap();
    assert!(place.connection().script(Action::Login).unwrap().text.contains("hunter22"));
    place.keep(&["line 1", "line 2"]);
    assert!(!place.text().contains("hunter22"), "{}", place.text());
    place.edit("// token-of-ada\nconnect('@@NOTHING@@');\nconnect(##DB_PASSWORD##, '##DB_PASSWORD##');\n");
    assert_eq!(place.lines(), ["line 2", "line 3"]);
    place.keep(&["line 1"]);
    assert!(!place.text().contains("token-of-ada"), "{}", place.text());
}

#[test]
fn a_damaged_file_is_said_with_line_and_remedy() {
    let place = Place::with(LOGIN);
    let remedy = " Correct it there, or remove the file to begin without stops.";
    let stop = |line: &str| format!("[[stops.login]]\nstop = {line}\n");
    for (text, expected) in [
        (stop("'line 12' x"), "FILE:3: "),
        (stop("12"), "FILE:3: invalid type: integer `12`, expected a string."),
        (stop("'lime 12'"), "FILE:3: `lime 12` is no stop: `lime` at character 1 is not understood; "),
        (stop("'line 12'\ncolour = 'red'"), "FILE:4: unknown field `colour`, expected one of `stop`, "),
        (stop("\"line 12 if \\u001b\""), "FILE:3: a text holds a control character."),
        (stop("'line 12'\nanchor = \"\\u0007\""), "FILE:4: a text holds a control character."),
        (stop(&format!("'line 12 if {}'", "a".repeat(4_000))), "FILE:3: a text is longer than 4000 characters."),
        (stop("'12'").repeat(501), "FILE:1: it holds more than 500 stops."),
        ("[[stops.logn]]\nstop = '12'".to_owned(), "FILE:2: `logn` is no action script; known are login, get_user, "),
        ("[[stops.login]]\nanchor = 'x'".to_owned(), "FILE:2: missing field `stop`."),
    ] {
        let complaint = place.complaint_about(&text);
        assert!(complaint.starts_with(expected), "{text}: {complaint}");
        assert!(complaint.ends_with(remedy), "{complaint}");
    }
    let other = place.complaint("connection = '/elsewhere'\n");
    assert!(other.starts_with("FILE:1: these are the stops of another connection, not of "), "{other}");
}

#[test]
fn what_is_no_text_of_ours_is_said() {
    let place = Place::with(LOGIN);
    let remedy = "Move it away, or remove it to begin without stops.";
    assert_eq!(
        place.complaint(&"#".repeat(2_000_000)),
        format!("FILE holds no kept stops: it is larger than 1 MB. {remedy}")
    );
    fs::write(place.file(), [0xff, 0xfe]).unwrap();
    let error = place.shelf().read(&place.connection()).unwrap_err().to_string();
    assert!(error.ends_with(&format!("it is not UTF-8 text. {remedy}")), "{error}");
    fs::remove_file(place.file()).unwrap();
    fs::create_dir(place.file()).unwrap();
    let error = place.shelf().read(&place.connection()).unwrap_err().to_string();
    assert!(error.ends_with(&format!("it is not a regular file. {remedy}")), "{error}");
}

#[test]
fn a_file_that_was_not_understood_is_never_written_over() {
    let place = Place::with(LOGIN);
    let damaged = "stops = 'mine'";
    place.complaint(damaged);
    for stops in [kept(&["12"]), Kept::default()] {
        let error = place.shelf().write(&place.connection(), &stops).unwrap_err();
        assert!(matches!(error, KeptError::Damaged { .. }), "{error}");
        assert_eq!(place.text(), damaged);
    }
}

#[test]
fn more_than_can_be_read_back_is_not_written() {
    let place = Place::with(LOGIN);
    place.keep(&["12"]);
    let before = place.text();
    let many = Kept { stops: [(Action::Login, vec![Stop::line(1); 501])].into_iter().collect(), notes: Vec::new() };
    let long = kept(&[&format!("12 if {}", "a".repeat(4_000))]);
    for (stops, expected) in [
        (many, "The stops are not kept: there are 501 of them, and at most 500 are kept. Remove some, or make them shorter."),
        (long, "The stops are not kept: `line 12 if aaaaaaaaaaaaaaaaaaaaaaaaaaaaa…` is longer than 4000 characters. \
                Remove some, or make them shorter."),
    ] {
        let error = place.shelf().write(&place.connection(), &stops).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(place.text(), before);
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let place = Place::with(LOGIN);
    fs::write(place.folder.path().join("state"), "in the way").unwrap();
    let error = place.shelf().write(&place.connection(), &kept(&["12"])).unwrap_err().to_string();
    assert!(error.contains("state/stops/shop_users-"), "{error}");
}
