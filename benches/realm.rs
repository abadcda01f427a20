//! Measures a fresh realm: set up, and run to a script's first statement. This is what going back in a run costs
//! before the first statement is run again.

use std::cell::Cell;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use criterion::Criterion;
use loginscope::connection::Action;
use loginscope::legacy::Nobody;
use loginscope::sandbox::{Call, Limits, Observer, Program, Realm, Silent, World};
use loginscope::script::{prepare, Prepared};
use rquickjs::{Ctx, Function, Object};

/// Stays within its budget at this.
const BUDGET: Duration = Duration::from_millis(3);
const STACK: usize = 32 << 20;
const LOGIN: &str = include_str!("connection/login.js");

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    // The engine wants more room than a main thread may have.
    let measured = thread::Builder::new().stack_size(STACK).spawn(measure)?;
    measured.join().map_err(|_| "the measurement did not end")?
}

/// Ends a run at its first statement and says when that was.
#[derive(Default)]
struct FirstStatement {
    arrived: Rc<Cell<Option<Instant>>>,
}

impl Observer for FirstStatement {
    fn install<'js>(&self, ctx: &Ctx<'js>, hooks: &Object<'js>) -> rquickjs::Result<()> {
        let arrived = Rc::clone(&self.arrived);
        let stop = move || {
            arrived.set(arrived.get().or_else(|| Some(Instant::now())));
        };
        hooks.set("stop", Function::new(ctx.clone(), stop)?)?;
        hooks.set("attach", Function::new(ctx.clone(), || ())?)?;
        hooks.set("entered", Function::new(ctx.clone(), || ())?)
    }

    fn stopped(&self) -> bool {
        self.arrived.get().is_some()
    }
}

fn world() -> World {
    World::new(Box::new(Nobody), 1_772_366_400_000.0)
}

fn measure() -> Result<(), Failure> {
    let script = prepare("login.js", LOGIN.into())?;
    let program = Program { file: script.file.clone(), text: script.text, hooks: Prepared::HOOKS.to_vec() };
    let arguments = vec!["ada@example.test".into(), "correct-horse".into()];
    let call = Call { action: Action::Login, arguments, configuration: [].into() };
    let to_first_statement = || -> Result<Duration, Failure> {
        let began = Instant::now();
        let observer = Rc::new(FirstStatement::default());
        let realm = Realm::new(Limits::default(), world(), Rc::<FirstStatement>::clone(&observer))?;
        realm.run(&program, &call);
        Ok(observer.arrived.get().ok_or("no statement was run")?.duration_since(began))
    };
    to_first_statement()?;
    let (times_run, total) = (Cell::new(0_u64), Cell::new(Duration::ZERO));
    let mut criterion = Criterion::default()
        .configure_from_args()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    criterion.bench_function("fresh realm", |bencher| {
        bencher.iter_with_large_drop(|| Realm::new(Limits::default(), world(), Rc::new(Silent)).ok());
    });
    criterion.bench_function("fresh realm to first statement", |bencher| {
        bencher.iter_custom(|times| {
            let took = (0..times).filter_map(|_| to_first_statement().ok()).sum();
            times_run.set(times_run.get() + times);
            total.set(total.get() + took);
            took
        });
    });
    criterion.final_summary();
    let mean = total.get().div_f64(times_run.get().max(1) as f64);
    let verdict = if mean <= BUDGET { "within budget" } else { "MISSED" };
    println!("fresh realm to first statement: {mean:.2?}, budget {BUDGET:?}: {verdict}");
    Ok(())
}
