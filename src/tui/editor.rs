//! The user's own editor, with the terminal handed over to it.

use std::io;
use std::path::Path;
use std::process::Command;

/// Opens a file at a line (from 1) in `$VISUAL` or `$EDITOR`, else in `vi`, and waits until it is closed. The terminal
/// must have been given back before.
///
/// # Errors
/// Why there was no editor, and what to do.
pub fn edit(path: &Path, line: u32, variable: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(variable).find(|words| !words.trim().is_empty());
    let words = named.unwrap_or_else(|| "vi".to_owned());
    let (program, arguments) = command(&words, path, line);
    let refused = |error: io::Error| {
        format!(
            "The editor `{program}` could not be started ({error}): set VISUAL or EDITOR, or edit the file elsewhere"
        )
    };
    let status = Command::new(&program).args(arguments).status().map_err(refused)?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("The editor `{program}` ended with {status}")),
    }
}

/// The program and its arguments; every editor has its own way to be told a line.
fn command(words: &str, path: &Path, line: u32) -> (String, Vec<String>) {
    let mut words = words.split_whitespace().map(str::to_owned);
    let program = words.next().unwrap_or_else(|| "vi".to_owned());
    let mut arguments: Vec<String> = words.collect();
    let file = path.to_string_lossy().into_owned();
    let name = Path::new(&program).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    match name {
        "code" | "code-insiders" | "codium" | "cursor" => {
            if !arguments.iter().any(|argument| argument == "--wait" || argument == "-w") {
                arguments.push("--wait".to_owned());
            }
            arguments.extend(["--goto".to_owned(), format!("{file}:{line}")]);
        }
        "hx" | "helix" | "subl" | "zed" => arguments.push(format!("{file}:{line}")),
        _ => arguments.extend([format!("+{line}"), file]),
    }
    (program, arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let shown = |words: &str| {
            let (program, arguments) = command(words, Path::new("login.js"), 7);
            format!("{program} {}", arguments.join(" "))
        };
        assert_eq!(shown("vi"), "vi +7 login.js");
        assert_eq!(shown("/usr/bin/emacs -nw"), "/usr/bin/emacs -nw +7 login.js");
        assert_eq!(shown("code"), "code --wait --goto login.js:7");
        assert_eq!(shown("code -w"), "code -w --goto login.js:7");
        assert_eq!(shown("hx"), "hx login.js:7");
    }

    #[test]
    fn an_editor_that_is_not_there_is_named() {
        let variable = |name: &str| (name == "EDITOR").then(|| "no-such-editor-anywhere".to_owned());
        let error = edit(Path::new("login.js"), 1, variable).err().unwrap_or_default();
        assert!(error.starts_with("The editor `no-such-editor-anywhere` could not be started"), "{error}");
        assert!(error.contains("set VISUAL or EDITOR"));
    }
}
