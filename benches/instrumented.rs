//! Measures what the hooks cost a run that stops nowhere: the same script plain and instrumented, each in a fresh
//! realm, watched as the debugger watches it.

use std::cell::Cell;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use criterion::Criterion;
use loginscope::connection::{Action, Script};
use loginscope::debugger::Launch;
use loginscope::legacy::Nobody;
use loginscope::recording::masking::Mask;
use loginscope::recording::ScriptRun;
use loginscope::sandbox::{Call, Limits, Program, Realm, Silent, World};

const STARTED_AT_MS: f64 = 1_772_366_400_000.0;
const STACK: usize = 32 << 20;

/// Name, script and how many times as long the instrumented one may take.
const PROGRAMS: [(&str, &str, f64); 2] = [
    (
        "loops",
        "function login(email, password, callback) {
          let digest = 0x811c9dc5;
          for (let round = 0; round < 1000000; round += 1) {
            const unit = email.charCodeAt(round % email.length);
            const mixed = digest ^ unit;
            digest = Math.imul(mixed, 0x01000193) >>> 0;
          }
          callback(null, { user_id: String(digest) });
        }",
        5.0,
    ),
    (
        "calls",
        "function login(email, password, callback) {
          function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
          callback(null, { user_id: String(fib(27)) });
        }",
        12.0,
    ),
];

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    // The engine wants more room than a main thread may have.
    let measured = thread::Builder::new().stack_size(STACK).spawn(measure)?;
    measured.join().map_err(|_| "the measurement did not end")?
}

fn limits() -> Limits {
    Limits { steps: u64::MAX >> 12, ..Limits::default() }
}

fn plain(text: &str) -> Result<ScriptRun, Failure> {
    let world = World::new(Box::new(Nobody), STARTED_AT_MS);
    let realm = Realm::new(limits(), world, Rc::new(Silent))?;
    let program = Program { file: "login.js".to_owned(), text: format!("(() => ({text}))"), hooks: Vec::new() };
    let arguments = vec!["ada@example.test".into(), "correct-horse".into()];
    Ok(realm.run(&program, &Call { action: Action::Login, arguments, configuration: [].into() }))
}

fn instrumented(text: &str) -> Result<ScriptRun, Failure> {
    let launch = Launch {
        script: Script { action: Action::Login, file: "login.js".to_owned(), path: None, text: text.into() },
        arguments: vec!["ada@example.test".into(), "correct-horse".into()],
        configuration: Default::default(),
        container: loginscope::sandbox::Container::default(),
        limits: limits(),
        stop_on_entry: false,
        stops: Vec::new(),
        oracle: None,
        past: None,
        aim: None,
        started_at_ms: STARTED_AT_MS,
        mask: Mask::new(["correct-horse".to_owned()]),
    };
    Ok(loginscope::debugger::run(launch, Box::new(Nobody))?)
}

fn measure() -> Result<(), Failure> {
    let mut criterion = Criterion::default()
        .configure_from_args()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(3));
    let mut told = Vec::new();
    for (name, text, budget) in PROGRAMS {
        let results = [plain(text)?, instrumented(text)?].map(|run| run.outcome.and_then(|outcome| outcome.result));
        if results[0].is_none() || results[0] != results[1] {
            return Err(format!("{name}: {results:?} is not the same answer twice").into());
        }
        let mut means = Vec::new();
        for (kind, run) in [("plain", plain as fn(&str) -> Result<ScriptRun, Failure>), ("instrumented", instrumented)]
        {
            let (times_run, total) = (Cell::new(0_u64), Cell::new(Duration::ZERO));
            criterion.bench_function(&format!("{name}, {kind}"), |bencher| {
                bencher.iter_custom(|times| {
                    let began = Instant::now();
                    (0..times).for_each(|_| drop(run(text)));
                    let took = began.elapsed();
                    times_run.set(times_run.get() + times);
                    total.set(total.get() + took);
                    took
                });
            });
            means.push(total.get().as_secs_f64() / times_run.get().max(1) as f64);
        }
        let ratio = means[1] / means[0];
        let verdict = if ratio <= budget { "within budget" } else { "MISSED" };
        told.push(format!("{name}: instrumented takes {ratio:.1} times as long as plain, budget {budget}: {verdict}"));
    }
    criterion.final_summary();
    told.iter().for_each(|line| println!("{line}"));
    Ok(())
}
