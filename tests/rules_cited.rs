//! Every rule that the code cites is explained: users see the ids and want to read what is behind them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use loginscope::findings::explained;

#[test]
fn everything_the_code_cites_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut cited = BTreeSet::new();
    for folder in ["flow", "findings", "connection", "play", "why", "report", "workbench"] {
        gather(&root.join(folder), &mut cited);
    }
    assert!(cited.contains("M1") && cited.contains("§2.2"), "{cited:?}");
    let unknown: Vec<&String> = cited.iter().filter(|id| explained(id).is_none()).collect();
    assert!(unknown.is_empty(), "nothing explains {unknown:?}");
}

/// Ids as whole texts in the code of a folder, tests left out.
fn gather(folder: &Path, cited: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            gather(&path, cited);
        }
        if path.is_dir() || !name.ends_with(".rs") || name == "tests.rs" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        cited.extend(code.split('"').skip(1).step_by(2).filter(|text| is_id(text)).map(str::to_owned));
    }
}

fn is_id(text: &str) -> bool {
    let number = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit());
    match text.strip_prefix('§') {
        Some(rest) => rest.split('.').all(number),
        None => text.strip_prefix(['M', 'L', 'S', 'X', 'F']).is_some_and(number),
    }
}
