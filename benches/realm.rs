//! Measures a fresh realm: set up, and run to a script's first statement. This is what going back in a run costs
//! before the first statement is run again. Beside it: what requiring a module adds (one nobody requires adds
//! nothing), and one query through the embedded store.

use std::cell::Cell;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use criterion::Criterion;
use loginscope::connection::Action;
use loginscope::legacy::{EmbeddedTemplate, Nobody, Store};
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
    world_with(Nobody)
}

fn world_with(store: impl Store + 'static) -> World {
    World::new(Box::new(store), 1_772_366_400_000.0)
}

/// A script's whole run in a fresh realm.
fn run(body: &str, world: World) -> Result<(), Failure> {
    let text = format!("(function () {{ return (function login(email, password, callback) {{{body}}}) }})");
    let program = Program { file: "login.js".to_owned(), text, hooks: Vec::new() };
    let arguments = vec!["ada@example.test".into(), "correct-horse".into()];
    let realm = Realm::new(Limits::default(), world, Rc::new(Silent))?;
    let run = realm.run(&program, &Call { action: Action::Login, arguments, configuration: [].into() });
    match run.outcome.and_then(|outcome| outcome.error) {
        Some(error) => Err(error.message.into()),
        None => Ok(()),
    }
}

/// What a script requires, by what it is called in the report.
const REQUIRED: [(&str, &str); 5] = [
    ("nothing", ""),
    ("util", "require('util');"),
    ("crypto", "require('crypto');"),
    ("pg", "require('pg');"),
    ("axios", "require('axios');"),
];
const QUERY: &str = "const { Client } = require('pg'); const client = new Client(); client.connect();
    client.query('SELECT id, email FROM users WHERE email = $1', [email], (error, result) =>
      callback(error, result && { user_id: String(result.rows[0].id) }));";
const SEED: &str = "-- dialect: postgresql
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
    INSERT INTO users (id, email) VALUES (1, 'ada@example.test');";

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
    for (name, body) in REQUIRED {
        let body = format!("{body} callback(null, {{ user_id: '1' }});");
        run(&body, world())?;
        criterion.bench_function(&format!("whole run, requiring {name}"), |bencher| {
            bencher.iter(|| run(&body, world()).is_ok());
        });
    }
    let template = EmbeddedTemplate::from_text(&[("users.sql", SEED)], &[])?;
    let query = || -> Result<(), Failure> { run(QUERY, world_with(template.open()?)) };
    query()?;
    criterion.bench_function("whole run, one query through the embedded store", |bencher| {
        bencher.iter(|| query().is_ok());
    });
    criterion.final_summary();
    let mean = total.get().div_f64(times_run.get().max(1) as f64);
    let verdict = if mean <= BUDGET { "within budget" } else { "MISSED" };
    println!("fresh realm to first statement: {mean:.2?}, budget {BUDGET:?}: {verdict}");
    Ok(())
}
