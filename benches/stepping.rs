//! Measures the debugger for `benches/against-node.sh`: process start to the first pause, and steps over with the
//! state at each stop. Prints one line of JSON.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command as Process, ExitCode, Stdio};
use std::sync::mpsc::{channel, Receiver};
use std::sync::Arc;
use std::time::Instant;

use loginscope::connection::{load, Action, LoadOptions};
use loginscope::debugger::{Command, Event, Session, StepKind};
use loginscope::flow::{Inputs, Operation};
use loginscope::play::Setting;

/// Steps taken for the rate; the peer takes as many.
const STEPS: u32 = 2_000;
/// Processes started for the median time to the first pause.
const STARTS: usize = 9;
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
    let (mode, configuration) = (connection.mode(), connection.configuration.clone());
    let setting = Setting::new(connection, Operation::Login, mode, inputs, configuration)?;
    let (sender, events) = channel();
    let session = Session::start(setting.launch(Action::Login, true, &[])?, setting.store()?, move |event| {
        // The receiver is gone when the measurement is over.
        let _over = sender.send(event);
    })?;
    Ok((session, events))
}

/// Waits for the next stop; false when the run is over.
fn paused(events: &Receiver<Event>) -> Result<bool, Failure> {
    loop {
        match events.recv()? {
            Event::Paused(_) => return Ok(true),
            Event::Finished(_) => return Ok(false),
            _ => {}
        }
    }
}

fn pause_once() -> Result<(), Failure> {
    let (_session, events) = start()?;
    if !paused(&events)? {
        return Err("the script ended before it paused".into());
    }
    println!("paused");
    std::io::stdout().flush()?;
    Ok(())
}

fn measure() -> Result<(), Failure> {
    let mut starts = (0..STARTS).map(|_| start_to_pause_ms()).collect::<Result<Vec<f64>, Failure>>()?;
    starts.sort_by(f64::total_cmp);

    let (session, events) = start()?;
    paused(&events)?;
    let began = Instant::now();
    for step in 0..STEPS {
        session.send(Command::Step(StepKind::Over));
        if !paused(&events)? {
            return Err(format!("the script ended after {step} steps; {STEPS} are measured").into());
        }
    }
    let rate = f64::from(STEPS) / began.elapsed().as_secs_f64();
    println!("{}", serde_json::json!({ "start_to_pause_ms": starts[STARTS / 2], "steps_per_second": rate }));
    Ok(())
}

fn start_to_pause_ms() -> Result<f64, Failure> {
    let began = Instant::now();
    let mut child = Process::new(std::env::current_exe()?).arg(CHILD).stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().ok_or("the child has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let took = began.elapsed().as_secs_f64() * 1000.0;
    child.wait()?;
    if line.trim() != "paused" {
        return Err("the child did not pause".into());
    }
    Ok(took)
}
