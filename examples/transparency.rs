//! Runs scripts plain and made ready for stepping, and tells where the two differ. `docs/transparency.md` says
//! what is compared and which differences are known.

#[path = "transparency/both_ways.rs"]
mod both_ways;
#[path = "transparency/judge.rs"]
mod judge;
#[path = "transparency/realm.rs"]
mod realm;
#[path = "transparency/worker.rs"]
mod worker;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

use clap::Parser;
use loginscope::visible::{visible, visible_path};

use judge::{differences, shown, Difference};
use realm::Completion;
use worker::{Endings, Lost, Worker};

const DIFFERENCES: u8 = 1;
const UNUSABLE: u8 = 2;

/// Run each script plain and instrumented, in bare realms, and tell what differs.
///
/// The last line says how many of the files that end plain agree. Exit status: 0 all agree, 1 some differ,
/// 2 a file cannot be read.
#[derive(Parser)]
#[command(name = "transparency")]
struct Arguments {
    /// A file that names more scripts, a path a line
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// Scripts to run
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Read paths from standard input and answer each with two lines of JSON
    #[arg(long = "child", hide = true)]
    child: bool,
}

/// What became of a file.
enum Verdict {
    Agrees,
    Differs(Vec<Difference>),
    /// It does not end plain, so there is nothing to compare with.
    LeftOut(String),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.child {
        return match worker::answer() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(UNUSABLE),
        };
    }
    match files(arguments).and_then(|files| compare(&files)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(DIFFERENCES),
        Err(message) => {
            eprintln!("transparency: {message}");
            ExitCode::from(UNUSABLE)
        }
    }
}

/// The files that were named, each of which can be read.
fn files(arguments: Arguments) -> Result<Vec<PathBuf>, String> {
    let mut files = arguments.files;
    if let Some(list) = &arguments.list {
        let unreadable = |error| format!("cannot read the list {}: {error}", visible_path(list));
        let listed = std::fs::read_to_string(list).map_err(unreadable)?;
        files.extend(listed.lines().filter(|line| !line.trim().is_empty()).map(PathBuf::from));
    }
    if files.is_empty() {
        return Err("no files; name some, or a list of them with --list (see --help)".to_owned());
    }
    for file in &files {
        let unreadable = |error| format!("cannot read {}: {error}", visible_path(file));
        let metadata = File::open(file).and_then(|open| open.metadata()).map_err(unreadable)?;
        if !metadata.is_file() || file.as_os_str().as_encoded_bytes().contains(&b'\n') {
            return Err(format!("cannot read {}: not a file with a name of one line", visible_path(file)));
        }
    }
    Ok(files)
}

/// Judges all files, tells what differs in their order, and whether all agree.
fn compare(files: &[PathBuf]) -> Result<bool, String> {
    let next = AtomicUsize::new(0);
    let (sender, verdicts) = channel();
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get).min(files.len());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (next, sender) = (&next, sender.clone());
            scope.spawn(move || {
                let mut worker = Worker::default();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(index) else { break };
                    if sender.send((index, judge(&mut worker, file))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut told = Told::default();
        let mut waiting = BTreeMap::new();
        for (index, verdict) in verdicts {
            waiting.insert(index, verdict);
            while let Some(verdict) = waiting.remove(&told.files) {
                let verdict = verdict.map_err(|error| format!("cannot run a child: {error}"))?;
                let Some(file) = files.get(told.files) else { break };
                told.tell(file, &verdict).map_err(|error| format!("cannot say what differs: {error}"))?;
            }
        }
        let (agree, compared) = (told.agree, told.agree + told.differ);
        let _unheard = writeln!(std::io::stdout(), "{agree} of {compared} agree");
        Ok(told.differ == 0)
    })
}

fn judge(worker: &mut Worker, file: &Path) -> std::io::Result<Verdict> {
    let left_out = |why: &str| Verdict::LeftOut(why.to_owned());
    Ok(match worker.ask(file)? {
        Err(Lost::Crash) => left_out("crashes plain"),
        Err(Lost::Hang) => left_out("hangs plain"),
        Ok(Endings { plain, .. }) if matches!(plain.completion, Completion::OutOfTime | Completion::OutOfMemory) => {
            left_out(&format!("{} plain", shown(&plain.completion)))
        }
        Ok(Endings { plain, instrumented: Err(lost) }) => {
            let (kind, words) = match lost {
                Lost::Crash => ("crash", "the engine is gone"),
                Lost::Hang => ("hang", "no answer"),
            };
            Verdict::Differs(vec![Difference::new(kind, shown(&plain.completion), words)])
        }
        Ok(Endings { plain, instrumented: Ok(instrumented) }) => match differences(&plain, &instrumented) {
            none if none.is_empty() => Verdict::Agrees,
            some => Verdict::Differs(some),
        },
    })
}

/// What was told so far.
#[derive(Default)]
struct Told {
    files: usize,
    agree: usize,
    differ: usize,
}

impl Told {
    fn tell(&mut self, file: &Path, verdict: &Verdict) -> std::io::Result<()> {
        self.files += 1;
        let mut screen = std::io::stdout().lock();
        match verdict {
            Verdict::Agrees => self.agree += 1,
            Verdict::LeftOut(why) => writeln!(screen, "{}: left out: {why}", visible_path(file))?,
            Verdict::Differs(differences) => {
                self.differ += 1;
                for Difference { kind, plain, instrumented } in differences {
                    let (plain, instrumented) = (visible(plain), visible(instrumented));
                    writeln!(screen, "{}: {kind}: plain {plain}; instrumented {instrumented}", visible_path(file))?;
                }
            }
        }
        Ok(())
    }
}
