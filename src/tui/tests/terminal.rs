//! The real loop in a real (pseudo) terminal: what is taken is given back, whatever ends the program.
//!
//! The program under test is this test binary itself, started again with one variable set: [`child`] then opens the
//! workbench with the fake driver.

use std::io::{Read, Write};
use std::process::{Command as Process, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{native_pty_system, Child, CommandBuilder, MasterPty, PtySize};
use rustix::process::{kill_process, Pid, Signal};

use super::fake::{workbench, Ending, Fake};
use crate::connection::Connection;
use crate::debugger::Command;
use crate::kept::Kept;
use crate::recording::ScriptRun;
use crate::workbench::{Driver, Events, Judgement, LaunchRequest};

const CHILD: &str = "LOGINSCOPE_TEST_CHILD";
const PATIENCE: Duration = Duration::from_secs(60);

/// Opens the workbench if it was started by one of the tests below; does nothing in an ordinary test run.
#[test]
fn child() {
    let Ok(role) = std::env::var(CHILD) else { return };
    let closed = match role.as_str() {
        "panics" => crate::tui::open(workbench(), Panics(Fake::new(Ending::Profile), false)),
        "panics elsewhere" => crate::tui::open(workbench(), Panics(Fake::new(Ending::Profile), true)),
        _ => crate::tui::open(workbench(), Fake::new(Ending::Profile)),
    };
    match closed {
        Ok(closed) => println!("closed by {closed:?}"),
        Err(error) => println!("error: {error}"),
    }
}

/// A driver with a bug.
struct Panics(Fake, bool);

impl Driver for Panics {
    fn launch(&mut self, request: &LaunchRequest, events: Events) -> Result<(), String> {
        self.0.launch(request, events)
    }

    fn send(&mut self, command: Command) {
        if matches!(command, Command::Ask(_)) {
            // Asked at every stop, before any key is pressed.
            self.0.send(command);
        } else if self.1 {
            thread::spawn(|| panic!("a bug on another thread")).join().unwrap_err();
            self.0.send(command);
        } else {
            panic!("a bug in the driver");
        }
    }

    fn recall(&self, connection: &Connection) -> Result<Kept, String> {
        self.0.recall(connection)
    }

    fn keep(&self, connection: &Connection, kept: &Kept) -> Result<(), String> {
        self.0.keep(connection, kept)
    }

    fn judge(&self, request: &LaunchRequest, runs: &[ScriptRun]) -> Judgement {
        self.0.judge(request, runs)
    }
}

struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Arc<Mutex<Vec<u8>>>,
    size: PtySize,
}

impl Terminal {
    /// Starts the child and waits for its first frame.
    fn start(role: &str, environment: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 45, cols: 160, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "tui::tests::terminal::child", "--nocapture"]);
        // A backtrace would scroll away what the test reads.
        command.env("RUST_BACKTRACE", "0");
        command.env(CHILD, role);
        command.env_remove("NO_COLOR");
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")] {
            command.env(name, value);
        }
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let sink = bytes.clone();
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                sink.lock().unwrap().extend_from_slice(&chunk[..read]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        let mut terminal = Self { master: pair.master, keyboard, child, bytes, size };
        // The last row is drawn last.
        terminal.wait_for("the first frame", |screen| screen.contents().contains("? help"));
        terminal
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    fn emulator(&self) -> vt100::Parser {
        let mut parser = vt100::Parser::new(self.size.rows, self.size.cols, 0);
        parser.process(&self.bytes());
        parser
    }

    fn wait_for(&mut self, what: &str, done: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !done(self.emulator().screen()) {
            let shown = self.emulator().screen().contents();
            assert!(start.elapsed() < PATIENCE, "waited in vain for {what}:\n{shown}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.process_id().unwrap() as i32).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits until the child has ended and asserts that the terminal is as it was before.
    fn ended(mut self, said: &str) {
        self.child.wait().unwrap();
        self.wait_for(said, |screen| screen.contents().contains(said));
        self.given_back();
    }

    fn given_back(&self) {
        let parser = self.emulator();
        let screen = parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "bracketed paste is off");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is off");
        let bytes = String::from_utf8_lossy(&self.bytes()).into_owned();
        assert!(bytes.rfind("\u{1b}[?1004l") > bytes.rfind("\u{1b}[?1004h"), "focus reports are off");
        // None once the child has gone and closed its side.
        if let Some(modes) = self.master.get_termios() {
            let modes = format!("{:?}", modes.local_flags);
            assert!(modes.contains("ICANON") && modes.contains("ECHO"), "the line discipline is back: {modes}");
        }
    }
}

#[test]
fn what_was_taken_is_given_back_at_the_end() {
    let mut terminal = Terminal::start("opens", &[]);
    let parser = terminal.emulator();
    assert!(parser.screen().alternate_screen() && parser.screen().bracketed_paste() && parser.screen().hide_cursor());
    assert_ne!(parser.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    terminal.press("nn");
    terminal.wait_for("two steps", |screen| screen.contents().contains("step 5"));
    terminal.press("q");
    terminal.ended("closed by Quit");
}

#[test]
fn a_signal_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let terminal = Terminal::start("opens", &[]);
        terminal.signal(signal);
        terminal.ended(&format!("closed by Signal({})", signal.as_raw()));
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let mut terminal = Terminal::start("panics", &[]);
    terminal.press("n");
    terminal.ended("a bug in the driver");
}

#[test]
fn a_panic_on_another_thread_is_told_after_the_screen_is_gone() {
    let mut terminal = Terminal::start("panics elsewhere", &[]);
    terminal.press("n");
    terminal.wait_for("a step", |screen| screen.contents().contains("step 3"));
    assert!(!terminal.emulator().screen().contents().contains("a bug"));
    terminal.press("q");
    terminal.ended("a bug on another thread");
}

#[test]
fn suspended_the_shell_has_its_terminal_and_continued_the_screen_is_back() {
    let mut terminal = Terminal::start("opens", &[]);
    terminal.press("\u{1a}");
    let stat = format!("/proc/{}/stat", terminal.child.process_id().unwrap());
    let start = Instant::now();
    while !std::fs::read_to_string(&stat).unwrap().contains(") T ") {
        assert!(start.elapsed() < PATIENCE, "it did not stop");
        thread::sleep(Duration::from_millis(20));
    }
    terminal.wait_for("the shell's screen", |screen| !screen.alternate_screen());
    terminal.given_back();
    terminal.signal(Signal::CONT);
    terminal.wait_for("the screen", |screen| screen.alternate_screen() && screen.contents().contains("? help"));
    terminal.press("n");
    terminal.wait_for("a step", |screen| screen.contents().contains("step 3"));
    terminal.press("q");
    terminal.ended("closed by Quit");
}

#[test]
fn no_color_leaves_reverse_and_sends_no_colour() {
    let terminal = Terminal::start("opens", &[("NO_COLOR", "1")]);
    let frame = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    for colour in ["\u{1b}[38;5;", "\u{1b}[38;2;", "\u{1b}[48;5;", "\u{1b}[48;2;", "\u{1b}[31m", "\u{1b}[m"] {
        let at = frame.find(colour).map(|at| frame[at..].chars().take(80).collect::<String>());
        assert_eq!(at, None, "{colour:?} in the bytes");
    }
    let parser = terminal.emulator();
    let cells = (0..terminal.size.rows).flat_map(|row| (0..terminal.size.cols).map(move |column| (row, column)));
    let reversed: String = cells
        .filter_map(|(row, column)| parser.screen().cell(row, column))
        .filter(|cell| cell.inverse())
        .map(|cell| if cell.has_contents() { cell.contents() } else { " " })
        .collect();
    assert_eq!(reversed, "const bcrypt = require('bcrypt');");
}

#[test]
fn an_idle_screen_draws_nothing() {
    let mut terminal = Terminal::start("opens", &[]);
    // The colours of the source arrive a moment after the first frame.
    let mut before = 0;
    terminal.wait_for("quiet", |_| true);
    let start = Instant::now();
    while before != terminal.bytes().len() {
        assert!(start.elapsed() < PATIENCE, "it never rests");
        before = terminal.bytes().len();
        thread::sleep(Duration::from_millis(700));
    }
}

#[test]
fn without_a_terminal_there_is_one_clear_sentence() {
    let output = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "tui::tests::terminal::child", "--nocapture"])
        .env(CHILD, "opens")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("error: the workbench needs a terminal; use `loginscope run"), "{said}");
    assert!(!said.contains('\u{1b}'), "no escape codes in a pipe: {said:?}");
}
