//! Measures `bcrypt.compare` at cost 10 as a script sees it: the whole way from the realm into native code and back.

use std::cell::Cell;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use criterion::Criterion;
use loginscope::connection::Action;
use loginscope::legacy::Nobody;
use loginscope::sandbox::{Call, Limits, Program, Realm, Silent, World};

const STACK: usize = 32 << 20;
/// Comparisons a run; what the realm itself costs does not show beside them.
const COMPARISONS: u32 = 10;
const SCRIPT: &str = "(function () { return (async function login(email, password, callback) {
  const bcrypt = require('bcrypt');
  for (let i = 0; i < 10; i++) {
    if (!(await bcrypt.compare(password, HASH))) throw new Error('the hash is that of the password');
  }
  callback(null, { user_id: '1' });
}) })";
/// Of `correct-horse`, at cost 10.
const HASH: &str = "'$2b$10$6FZ2esb79OLobNxXD0ke0uwi0vFGa8i2YXWi1V1giAbrU0vHrfa/q'";

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    // The engine wants more room than a main thread may have.
    let measured = thread::Builder::new().stack_size(STACK).spawn(measure)?;
    measured.join().map_err(|_| "the measurement did not end")?
}

fn run() -> Result<Duration, Failure> {
    let world = World::new(Box::new(Nobody), 1_772_366_400_000.0);
    let realm = Realm::new(Limits::default(), world, Rc::new(Silent))?;
    let text = SCRIPT.replace("HASH", HASH);
    let program = Program { file: "login.js".to_owned(), text, hooks: Vec::new() };
    let arguments = vec!["ada@example.test".into(), "correct-horse".into()];
    let began = Instant::now();
    let run = realm.run(&program, &Call { action: Action::Login, arguments, configuration: [].into() });
    let took = began.elapsed();
    if run.callbacks.len() != 1 {
        return Err("the script did not call back".into());
    }
    Ok(took / COMPARISONS)
}

fn measure() -> Result<(), Failure> {
    run()?;
    let (times_run, total) = (Cell::new(0_u64), Cell::new(Duration::ZERO));
    let mut criterion = Criterion::default()
        .configure_from_args()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(5));
    criterion.bench_function("bcrypt.compare at cost 10", |bencher| {
        bencher.iter_custom(|times| {
            let took = (0..times).filter_map(|_| run().ok()).sum();
            times_run.set(times_run.get() + times);
            total.set(total.get() + took);
            took
        });
    });
    criterion.final_summary();
    let mean = total.get().div_f64(times_run.get().max(1) as f64);
    println!("{{\"bcrypt_compare_ms\": {:.3}}}", mean.as_secs_f64() * 1000.0);
    Ok(())
}
