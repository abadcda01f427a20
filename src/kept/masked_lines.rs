//! The lines of a script as they may be written down: no secrets, no control characters, no endless line.

use crate::connection::{Connection, Script};

/// Characters of a line that are kept; more do not tell lines apart any better.
const LONGEST: usize = 200;

/// What stands in a line where a secret stood.
const MASK: &str = "••••";

/// The lines of a script, each as it is kept.
pub(super) fn masked_lines(connection: &Connection, script: &Script) -> Vec<String> {
    let secrets = secrets(connection);
    script.text.lines().map(|line| kept(line, &secrets)).collect()
}

/// Keywords were replaced in the script's text, so it may hold what a connection keeps secret; longest first, so that
/// none is left half masked.
fn secrets(connection: &Connection) -> Vec<String> {
    let values = connection.secret_keywords().chain(connection.configuration.values());
    let mut secrets: Vec<String> = values
        .flat_map(|value| {
            // As it stands, which may be over several lines, and as it stands between quotes.
            let escaped = serde_json::Value::from(value.expose().as_str()).to_string();
            let escaped = escaped.trim_matches('"').to_owned();
            value.expose().lines().map(str::to_owned).chain([escaped]).collect::<Vec<_>>()
        })
        .filter(|secret| !secret.trim().is_empty())
        .collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.dedup();
    secrets
}

fn kept(line: &str, secrets: &[String]) -> String {
    let mut line = line.to_owned();
    for secret in secrets {
        if line.contains(secret.as_str()) {
            line = line.replace(secret.as_str(), MASK);
        }
    }
    let plain = |character: char| if character.is_control() && character != '\t' { '\u{fffd}' } else { character };
    line.trim_end().chars().take(LONGEST).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_before_its_line_is_cut() {
        let line = format!("{}hunter22 ", " ".repeat(LONGEST - 3));
        assert_eq!(kept(&line, &["hunter22".to_owned()]), format!("{}•••", " ".repeat(LONGEST - 3)));
    }

    #[test]
    fn control_characters_are_replaced_but_tabs_are_not() {
        assert_eq!(kept("\ta\u{1b}[2Jb \r", &[]), "\ta\u{fffd}[2Jb");
    }
}
