//! Measures the debugger: process start to the first pause, and one step over with the state at each stop.
//!
//! Prints one line of JSON at the end, for `benches/against-node.sh`.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command as Process, ExitCode, Stdio};
use std::sync::mpsc::{channel, Receiver, TryRecvError};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use criterion::Criterion;
use loginscope::connection::{load, Action, LoadOptions};
use loginscope::debugger::{Command, Event, Launch, Pause, Session, StepKind};
use loginscope::flow::{Inputs, Operation, Situation, Step};
use loginscope::play::Setting;

/// Steps taken of one run, well before its loop ends; the peer takes as many.
const STEPS: u64 = 2_000;
const CHILD: &str = "--pause-once";

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let child = std::env::args().any(|argument| argument == CHILD);
    match if child { pause_once() } else { measure() } {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stepping: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(Session, Receiver<Event>), Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/connection");
    let connection = Arc::new(load(&path, &LoadOptions::default())?.connections.remove(0));
    let inputs = Inputs::default().or_defaults(Operation::Login, &connection.settings.inputs)?;
    let situation = Situation::of(&connection, Operation::Login, inputs);
    let configuration = connection.configuration.clone();
    let setting = Setting::new(connection, situation, configuration)?;
    let (sender, events) = channel();
    let session = Session::start(
        Launch { stop_on_entry: true, ..setting.launch(Step::of(Action::Login))? },
        setting.store()?,
        move |event| {
            // The receiver is gone when the measurement is over.
            let _over = sender.send(event);
        },
    )?;
    Ok((session, events))
}

/// Waits for the first stop.
fn paused(events: &Receiver<Event>) -> Result<(), Failure> {
    loop {
        match events.recv()? {
            Event::Paused(_) => return Ok(()),
            Event::Finished(_) => return Err("the script ended before it paused".into()),
            _ => {}
        }
    }
}

/// Waits for a stop without sleeping: the peer's client does not sleep either.
fn paused_again(events: &Receiver<Event>) -> Result<Box<Pause>, Failure> {
    let mut idle = 0_u32;
    loop {
        match events.try_recv() {
            Ok(Event::Paused(pause)) => return Ok(pause),
            Ok(Event::Finished(_)) => return Err("the script ended while it was stepped".into()),
            Ok(_) => {}
            Err(TryRecvError::Empty) if idle < 2_000 => {
                idle += 1;
                std::hint::spin_loop();
            }
            // Where every core is busy, the script's thread may be waiting for this one.
            Err(TryRecvError::Empty) => thread::yield_now(),
            Err(TryRecvError::Disconnected) => return Err("the run is gone".into()),
        }
    }
}

fn pause_once() -> Result<(), Failure> {
    let (_session, events) = start()?;
    paused(&events)?;
    println!("paused");
    std::io::stdout().flush()?;
    Ok(())
}

/// How long something takes on average, over all samples.
#[derive(Default)]
struct Mean {
    times: Cell<u64>,
    took: Cell<Duration>,
}

impl Mean {
    fn add(&self, times: u64, took: Duration) -> Duration {
        self.times.set(self.times.get() + times);
        self.took.set(self.took.get() + took);
        took
    }

    fn seconds(&self) -> f64 {
        self.took.get().as_secs_f64() / self.times.get() as f64
    }
}

fn measure() -> Result<(), Failure> {
    // What cannot be measured is said before anything is.
    start_to_pause()?;
    step_over(1)?;
    let (starts, steps) = (Mean::default(), Mean::default());
    let failed = |error: Failure| -> Duration {
        eprintln!("stepping: {error}");
        std::process::exit(1)
    };
    let mut criterion = Criterion::default()
        .configure_from_args()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    criterion.bench_function("process start to first pause", |bencher| {
        bencher.iter_custom(|times| {
            let took = (0..times).map(|_| start_to_pause()).sum::<Result<Duration, Failure>>();
            starts.add(times, took.unwrap_or_else(failed))
        });
    });
    criterion.bench_function("step over with state", |bencher| {
        bencher.iter_custom(|times| steps.add(times, step_over(times).unwrap_or_else(failed)));
    });
    criterion.final_summary();
    let (start_to_pause_ms, steps_per_second) = (starts.seconds() * 1000.0, 1.0 / steps.seconds());
    println!("{}", serde_json::json!({ "start_to_pause_ms": start_to_pause_ms, "steps_per_second": steps_per_second }));
    Ok(())
}

/// Takes so many steps, of several runs if need be; a run's start does not count.
fn step_over(times: u64) -> Result<Duration, Failure> {
    let (mut left, mut took) = (times, Duration::ZERO);
    while left > 0 {
        let (session, events) = start()?;
        paused(&events)?;
        let steps = left.min(STEPS);
        // A front end holds what it shows until the next stop.
        let mut shown = None;
        let began = Instant::now();
        for _ in 0..steps {
            session.send(Command::Step(StepKind::Over));
            shown.replace(paused_again(&events)?);
        }
        took += began.elapsed();
        left -= steps;
    }
    Ok(took)
}

fn start_to_pause() -> Result<Duration, Failure> {
    let began = Instant::now();
    let mut child = Process::new(std::env::current_exe()?).arg(CHILD).stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().ok_or("the child has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let took = began.elapsed();
    child.wait()?;
    if line.trim() != "paused" {
        return Err("the child did not pause".into());
    }
    Ok(took)
}
