//! What each folder must never know, as ARCHITECTURE.md says it, read off the sources.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

const SCREEN: [&str; 3] = ["ratatui", "crossterm", "crate::tui"];
const ENGINE: [&str; 1] = ["rquickjs"];
const STORES: [&str; 2] = ["rusqlite", "TcpStream"];

/// (folder, what it must not mention)
fn rules() -> Vec<(&'static str, Vec<&'static str>)> {
    let own = |names: &[&'static str]| names.to_vec();
    let all = |lists: &[&[&'static str]]| lists.concat();
    vec![
        ("connection", all(&[&SCREEN, &ENGINE, &STORES, &["crate::sandbox", "crate::debugger", "crate::flow"]])),
        ("script", all(&[&SCREEN, &ENGINE, &STORES, &["std::fs", "crate::sandbox", "crate::debugger"]])),
        ("sandbox", all(&[&SCREEN, &STORES, &["crate::debugger", "crate::flow", "crate::workbench"]])),
        ("legacy", all(&[&SCREEN, &ENGINE, &["crate::sandbox", "crate::debugger", "crate::flow"]])),
        ("debugger", all(&[&SCREEN, &STORES, &["crate::flow", "crate::workbench", "crate::report"]])),
        (
            "debugger/stops",
            all(&[&SCREEN, &ENGINE, &STORES, &["std::fs", "std::net", "std::time", "crate::sandbox", "crate::script"]]),
        ),
        (
            "kept",
            all(&[
                &SCREEN,
                &ENGINE,
                &STORES,
                &["crate::debugger::{", "crate::debugger::Session", "crate::debugger::Command", "crate::sandbox"],
                &["crate::recording", "crate::legacy", "crate::flow", "crate::workbench"],
            ]),
        ),
        (
            "packages",
            all(&[
                &SCREEN,
                &ENGINE,
                &STORES,
                &["crate::sandbox", "crate::debugger", "crate::connection", "crate::flow"],
            ]),
        ),
        ("recording", all(&[&SCREEN, &ENGINE, &STORES, &["crate::sandbox", "crate::debugger"]])),
        ("flow", all(&[&SCREEN, &ENGINE, &STORES, &["std::fs", "std::net", "std::time", "crate::sandbox"]])),
        (
            "rules",
            all(&[
                &SCREEN,
                &ENGINE,
                &STORES,
                &["std::fs", "crate::flow", "crate::findings", "crate::connection", "crate::script"],
            ]),
        ),
        ("findings", all(&[&SCREEN, &ENGINE, &STORES, &["std::fs", "std::net", "std::time", "crate::sandbox"]])),
        (
            "why",
            all(&[
                &SCREEN,
                &ENGINE,
                &STORES,
                &["std::fs", "std::net", "std::time", "crate::sandbox", "crate::debugger", "crate::play"],
            ]),
        ),
        ("play", all(&[&SCREEN, &ENGINE, &STORES])),
        ("workbench", all(&[&SCREEN, &ENGINE, &STORES, &["std::fs"]])),
        ("report", all(&[&SCREEN, &ENGINE, &STORES, &["std::fs", "crate::sandbox", "crate::debugger"]])),
        ("tui", all(&[&ENGINE, &STORES])),
        ("cli", all(&[&ENGINE, &STORES, &own(&["ratatui", "crossterm"])])),
    ]
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code of a file: what stands in comments may name what the code must not.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_folder_reaches_for_what_it_must_not_know() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for (folder, forbidden) in rules() {
        let files = sources(&root.join(folder));
        assert!(!files.is_empty(), "src/{folder} holds no source");
        for file in files {
            let text = code(&std::fs::read_to_string(&file).unwrap());
            for word in forbidden.iter().filter(|word| text.contains(**word)) {
                broken.push(format!("{} mentions {word}", file.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_folder_has_a_rule_and_a_row_in_the_architecture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    for entry in std::fs::read_dir(root.join("src")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(rules().iter().any(|(folder, _)| *folder == name), "src/{name} has no rule here");
            assert!(architecture.contains(&format!("| `{name}/` |")), "src/{name} has no row in ARCHITECTURE.md");
        }
    }
}

#[test]
fn only_one_file_allows_unsafe_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: Vec<PathBuf> = sources(&root)
        .into_iter()
        .filter(|file| code(&std::fs::read_to_string(file).unwrap()).contains("allow(unsafe_code)"))
        .collect();
    assert_eq!(allowed, [root.join("sandbox/bytes.rs")]);
}
