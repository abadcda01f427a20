//! Measures going back: one step back at step 10,000, a jump to anywhere in a run of 1,000,000 steps, and what such a
//! recording takes of memory. Node's inspector has no such verbs, so the budgets are absolute; they are printed beside
//! what was measured.

use std::cell::Cell;
use std::process::ExitCode;
use std::sync::mpsc::{channel, Receiver};
use std::time::{Duration, Instant};

use criterion::Criterion;
use loginscope::connection::{Action, Script};
use loginscope::debugger::{Aim, Command, Event, Launch, Session, StepKind};
use loginscope::legacy::Nobody;
use loginscope::recording::masking::Mask;
use loginscope::sandbox::Limits;

/// Ten statements and a call a turn, as a script that hashes or merges rows does.
const SCRIPT: &str = "function login(email, password, callback) {
  const mix = function mix(a, b) {
    const c = a ^ b;
    return (c * 31) | 0;
  };
  let hash = 7;
  let rows = [];
  for (let n = 0; n < 200000; n++) {
    const twice = n * 2;
    hash = mix(hash, twice);
    if (n % 1000 === 0) {
      rows.push({ n, hash });
    }
  }
  callback(null, { user_id: String(hash), rows: rows.length });
}";

const NEAR: u64 = 10_000;
const FAR: u64 = 1_000_000;
const BACK_BUDGET: Duration = Duration::from_millis(16);
const JUMP_BUDGET: Duration = Duration::from_millis(200);
const MEMORY_BUDGET_MB: f64 = 50.0;

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("time_travel: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Run {
    session: Session,
    events: Receiver<Event>,
}

impl Run {
    fn start() -> Result<Self, Failure> {
        let launch = Launch {
            script: Script { action: Action::Login, file: "login.js".to_owned(), path: None, text: SCRIPT.into() },
            arguments: vec!["ada@example.test".into(), "correct-horse".into()],
            configuration: Default::default(),
            container: loginscope::sandbox::Container::default(),
            limits: Limits::default(),
            stop_on_entry: true,
            stops: Vec::new(),
            started_at_ms: 1_772_366_400_000.0,
            mask: Mask::new(["correct-horse".to_owned()]),
            oracle: None,
            past: None,
            aim: None,
        };
        let (sender, events) = channel();
        let session = Session::start(launch, Box::new(Nobody), move |event| {
            // The receiver is gone when the measurement is over.
            let _over = sender.send(event);
        })?;
        let run = Self { session, events };
        run.paused()?;
        Ok(run)
    }

    fn paused(&self) -> Result<u64, Failure> {
        loop {
            match self.events.recv()? {
                Event::Paused(pause) => return Ok(pause.step),
                Event::Unmoved(why) => return Err(why.into()),
                _ => {}
            }
        }
    }

    fn finished(&self) -> Result<u64, Failure> {
        self.session.send(Command::Continue);
        loop {
            if let Event::Finished(run) = self.events.recv()? {
                return Ok(run.steps);
            }
        }
    }

    fn timed(&self, command: Command, step: u64) -> Result<Duration, Failure> {
        let began = Instant::now();
        self.session.send(command);
        let arrived = self.paused()?;
        let took = began.elapsed();
        if arrived == step {
            Ok(took)
        } else {
            Err(format!("arrived at step {arrived} instead of {step}").into())
        }
    }
}

/// Resident memory of this process in megabytes, 0 where the system does not say.
fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// The longest of all samples.
#[derive(Default)]
struct Longest(Cell<Duration>);

impl Longest {
    fn of(&self, took: Duration) -> Duration {
        self.0.set(self.0.get().max(took));
        took
    }
}

fn measure() -> Result<(), Failure> {
    let before = resident_mb();
    let run = Run::start()?;
    let steps = run.finished()?;
    if steps < FAR {
        return Err(format!("the script takes {steps} steps only").into());
    }
    let recording_mb = resident_mb() - before;
    let failed = |error: Failure| -> Duration {
        eprintln!("time_travel: {error}");
        std::process::exit(1)
    };
    let mut criterion = Criterion::default()
        .configure_from_args()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    let (back, over, jump) = (Longest::default(), Longest::default(), Longest::default());
    for (name, kind, longest) in [("back", StepKind::Into, &back), ("back over", StepKind::Over, &over)] {
        criterion.bench_function(&format!("step {name} at step {NEAR}"), |bencher| {
            bencher.iter_custom(|times| {
                let once = |_| -> Result<Duration, Failure> {
                    run.timed(Command::Jump(Aim::Step(NEAR)), NEAR)?;
                    let began = Instant::now();
                    run.session.send(Command::Back(kind));
                    run.paused()?;
                    Ok(longest.of(began.elapsed()))
                };
                (0..times).map(once).sum::<Result<Duration, Failure>>().unwrap_or_else(failed)
            });
        });
    }
    criterion.bench_function(&format!("jump within {FAR} steps"), |bencher| {
        let places = [FAR, FAR / 2, 10, FAR * 9 / 10];
        bencher.iter_custom(|times| {
            let once = |turn: u64| {
                let step = places[turn as usize % places.len()];
                run.timed(Command::Jump(Aim::Step(step)), step).map(|took| jump.of(took))
            };
            (0..times).map(once).sum::<Result<Duration, Failure>>().unwrap_or_else(failed)
        });
    });
    criterion.final_summary();
    let ms = |duration: Duration| duration.as_secs_f64() * 1000.0;
    for (what, longest, budget) in [
        ("step back at step 10,000", &back, BACK_BUDGET),
        ("step back over at step 10,000", &over, BACK_BUDGET),
        ("jump in 1,000,000 steps", &jump, JUMP_BUDGET),
    ] {
        println!("{what}: longest {:.1} ms, budget {:.0} ms", ms(longest.0.get()), ms(budget));
    }
    println!("recording of {steps} steps: {recording_mb:.1} MB more, budget {MEMORY_BUDGET_MB:.0} MB");
    Ok(())
}
