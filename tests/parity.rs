//! The same script, inputs and server under Node 22 with the real packages and under loginscope: what the script
//! answered, threw and printed must be equal.
//!
//! A file under `tests/parity/<module>/` is one script; its comments say which store it needs and what it is called
//! with. Each case runs three times: under Node against the real server, here against the same server (`--store
//! live`), and here against the embedded store filled from the same seeds. `docs/parity.md` keeps the count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/parity/mod.rs"]
mod parity;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use parity::cases::{self, Case};
use parity::servers::Servers;
use parity::{compare, node, ours};
use serde_json::Value;

/// The ways a case runs here.
const SIDES: [&str; 3] = ["live", "npm drivers", "embedded"];

/// Cases that agree, of how many, on each side; by module.
type Counts = BTreeMap<String, [(usize, usize); 3]>;

/// At least so many cases must be there, or something was lost.
const LEAST: usize = 150;

#[test]
fn scripts_do_here_what_they_do_under_node_with_the_real_packages() {
    let Some(node) = node::Node::found() else { return };
    let Some(servers) = Servers::found() else { return };
    let cases = cases::all();
    let only = std::env::var("LOGINSCOPE_PARITY").ok();
    let wanted: Vec<&Case> =
        cases.iter().filter(|case| only.as_ref().is_none_or(|only| case.title().contains(only))).collect();
    let next = Mutex::new(wanted.iter());
    let found: Mutex<(Counts, Vec<String>)> = Mutex::default();
    thread::scope(|scope| {
        for worker in 0..2 {
            let (node, next, found, servers) = (&node, &next, &found, &servers);
            scope.spawn(move || loop {
                let Some(case) = next.lock().unwrap().next() else { return };
                let differences = differences(case, node, servers, worker);
                let (counts, texts) = &mut *found.lock().unwrap();
                let counts = counts.entry(case.module.clone()).or_default();
                for (side, difference) in differences {
                    let count = &mut counts[SIDES.iter().position(|known| *known == side).unwrap()];
                    count.1 += 1;
                    count.0 += usize::from(difference.is_none());
                    if let Some(difference) = difference {
                        let text = format!("{} ({side})\n{difference}", case.title());
                        texts.push(text);
                    }
                }
            });
        }
    });
    let (counts, mut differences) = found.into_inner().unwrap();
    differences.sort();
    println!("{}", table(&counts));
    assert!(differences.is_empty(), "{} differ:\n\n{}", differences.len(), differences.join("\n\n"));
    if only.is_none() {
        assert!(cases.len() >= LEAST, "only {} cases are left", cases.len());
        keep(&document(&counts));
    }
}

/// How each side of ours that has something to compare differs from Node, if it does.
fn differences(
    case: &Case,
    node: &node::Node,
    servers: &Servers,
    worker: usize,
) -> Vec<(&'static str, Option<String>)> {
    let store = servers.of(case.store, worker);
    store.fill();
    let expected = node.run(case, store.configuration());
    let differs = |found: &Value, apart| compare::difference(&expected, found, apart);
    store.fill();
    let mut found = vec![(SIDES[0], differs(&ours::live(case, store, node), &[]))];
    if case.has_npm_drivers() {
        store.fill();
        found.push((SIDES[1], differs(&ours::npm(case, store, node), &[])));
    }
    if !case.only_live {
        found.push((SIDES[2], differs(&ours::embedded(case, store, node), compare::OF_THE_SERVER)));
    }
    found
}

fn table(counts: &Counts) -> String {
    let mut text = format!("| module | {} |\n| --- | --- | --- | --- |\n", SIDES.join(" | "));
    let row = |counts: &[(usize, usize); 3]| {
        let cells = counts.iter().map(|(agree, all)| match all {
            0 => "–".to_owned(),
            _ => format!("{agree} of {all}"),
        });
        cells.collect::<Vec<_>>().join(" | ")
    };
    let mut sums = [(0, 0); 3];
    for (module, counts) in counts {
        writeln!(text, "| `{module}` | {} |", row(counts)).unwrap();
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum = (sum.0 + count.0, sum.1 + count.1);
        }
    }
    writeln!(text, "| all | {} |", row(&sums)).unwrap();
    text
}

fn document(counts: &Counts) -> String {
    format!(
        "# Parity\n\nThe same script, inputs and server under Node 22 with the real npm package and here: cases in which \
         callback calls (error name, code, message and own properties; profile), uncaught errors and console lines are \
         equal.\n\n- *live*: our drivers, against the same server\n- *npm drivers*: the unmodified packages in our \
         sandbox, against the same server\n- *embedded*: our drivers, against the embedded store filled from the same \
         seeds\n\nMade by `tests/parity.rs` from the scripts under `tests/parity/`; versions of the packages stand in \
         `tests/npm/package.json`.\n\n{}",
        table(counts)
    )
}

fn keep(made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/parity.md");
    if std::env::var_os("LOGINSCOPE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "docs/parity.md is out of date: LOGINSCOPE_UPDATE_DOCS=1 cargo test --test parity");
}
