//! A child process that runs files, and the parent's end of it.
//!
//! A text may bring the engine down, or hang it where it cannot be interrupted; it takes only the child with it.
//! The parent writes a path a line and reads two answers, each a line of JSON.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{channel, Receiver, RecvTimeoutError};
use std::time::Duration;

use rustix::process::{setrlimit, Resource, Rlimit};

use crate::both_ways::run_instrumented;
use crate::realm::{run_plain, Ending, TIME};

/// The argument that makes this program a child.
pub const CHILD: &str = "--child";

/// What a child may take beyond the engine's own limits: most of it is room for the parser's stack, which is
/// set apart and hardly ever used.
const MOST_MEMORY: u64 = 8 << 30;
/// How much later than a file's time a child is taken for hung.
const GRACE: Duration = Duration::from_secs(5);

/// Answers paths until there are no more.
///
/// # Errors
/// When the parent is gone or a file cannot be read.
pub fn answer() -> std::io::Result<()> {
    setrlimit(Resource::As, Rlimit { current: Some(MOST_MEMORY), maximum: Some(MOST_MEMORY) })?;
    let mut answers = std::io::stdout();
    let mut tell = |ending: &Ending| {
        let line = serde_json::to_string(ending).map_err(std::io::Error::other)?;
        writeln!(answers, "{line}")?;
        answers.flush()
    };
    for path in std::io::stdin().lines() {
        let text = std::fs::read(path?)?;
        let text = String::from_utf8_lossy(&text);
        let plain = run_plain(&text)?;
        tell(&plain)?;
        tell(&run_instrumented(&text, &plain)?)?;
    }
    Ok(())
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The child died.
    Crash,
    /// The child did not answer in time.
    Hang,
}

/// How a file ends plain, and how instrumented, if that could be found out.
pub struct Endings {
    pub plain: Ending,
    pub instrumented: Result<Ending, Lost>,
}

/// The parent's end of a child; the child is started when there is something to ask.
#[derive(Default)]
pub struct Worker {
    child: Option<(Child, ChildStdin, Receiver<String>)>,
}

impl Worker {
    /// Both endings of the file at `path`, plain first. After a loss the child is replaced.
    ///
    /// # Errors
    /// When no child can be started.
    pub fn ask(&mut self, path: &Path) -> std::io::Result<Result<Endings, Lost>> {
        let (_, paths, answers) = match self.child.take() {
            Some(child) => self.child.insert(child),
            None => self.child.insert(start()?),
        };
        let asked = paths.write_all(path.as_os_str().as_encoded_bytes()).and_then(|()| paths.write_all(b"\n"));
        let endings = match asked.map_err(|_| Lost::Crash).and_then(|()| next(answers)) {
            Ok(plain) => {
                let instrumented = next(answers);
                if instrumented.is_err() {
                    self.end();
                }
                Ok(Endings { plain, instrumented })
            }
            Err(lost) => {
                self.end();
                Err(lost)
            }
        };
        Ok(endings)
    }

    fn end(&mut self) {
        if let Some((mut child, ..)) = self.child.take() {
            // One that is dead already cannot be killed, and is waited for all the same.
            let _dead = child.kill();
            let _status = child.wait();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

fn next(answers: &Receiver<String>) -> Result<Ending, Lost> {
    let line = answers.recv_timeout(TIME + GRACE).map_err(|error| match error {
        RecvTimeoutError::Timeout => Lost::Hang,
        RecvTimeoutError::Disconnected => Lost::Crash,
    })?;
    serde_json::from_str(&line).map_err(|_| Lost::Crash)
}

fn start() -> std::io::Result<(Child, ChildStdin, Receiver<String>)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (Some(paths), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::Error::other("a child without pipes"));
    };
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(answers).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    Ok((child, paths, receiver))
}
