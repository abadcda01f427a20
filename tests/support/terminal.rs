//! The real program in a pseudo-terminal.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{native_pty_system, Child, CommandBuilder, MasterPty, PtySize};

/// How long a screen may take to show what it should; machines are shared and slow.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Workbench {
    screen: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _terminal: Box<dyn MasterPty + Send>,
    /// What is kept in one test is nobody else's, least of all the user's own.
    _state: tempfile::TempDir,
}

impl Workbench {
    /// Starts the program in a terminal of `size` columns and rows.
    pub fn open(size: (u16, u16), arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let (cols, rows) = size;
        let pair = native_pty_system().openpty(PtySize { rows, cols, ..PtySize::default() }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_loginscope"));
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        // What the machine says of its own terminal must not change what the test sees.
        for name in ["NO_COLOR", "COLORTERM", "COLORFGBG", "LC_ALL", "LC_CTYPE"] {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8");
        let state = tempfile::tempdir().unwrap();
        command.env("XDG_STATE_HOME", state.path());
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, cols, 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let (shown, kept) = (Arc::clone(&screen), Arc::clone(&raw));
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = output.read(&mut buffer) {
                shown.lock().unwrap().process(&buffer[..read]);
                kept.lock().unwrap().extend_from_slice(&buffer[..read]);
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { screen, raw, keys, child, _terminal: pair.master, _state: state }
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// The screen with its colours.
    pub fn screen(&self) -> vt100::Screen {
        self.screen.lock().unwrap().screen().clone()
    }

    /// Waits until the screen shows all of these.
    pub fn shows(&mut self, expected: &[&str]) -> &mut Self {
        let began = Instant::now();
        while !expected.iter().all(|text| self.text().contains(text)) {
            assert!(began.elapsed() < PATIENCE, "{expected:?} is not on the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(20));
        }
        self
    }

    /// Presses Escape and waits until what it closes is gone: with the next key right behind it, a terminal sends
    /// the same bytes as for Alt and that key.
    pub fn escape(&mut self, closed: &str) -> &mut Self {
        self.press("\x1b");
        let began = Instant::now();
        while self.text().contains(closed) {
            assert!(began.elapsed() < PATIENCE, "{closed} is still on the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(20));
        }
        self
    }

    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    /// Quits and hands over everything that was written to the terminal.
    pub fn quit(mut self) -> Vec<u8> {
        self.press("q");
        let began = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(began.elapsed() < PATIENCE, "it does not quit:\n{}", self.text());
            thread::sleep(Duration::from_millis(20));
        }
        assert!(self.child.wait().unwrap().success());
        thread::sleep(Duration::from_millis(50));
        let raw = self.raw.lock().unwrap();
        raw.clone()
    }
}
