//! The password policy of a connection, checked against what was typed (M11).

use crate::connection::Options;

/// bcrypt, and so the Auth0 store, takes no longer ones; bytes.
const LONGEST: usize = 72;

/// What a level asks for.
struct Level {
    name: &'static str,
    /// Fewest characters.
    shortest: u64,
    /// How many of lower case, upper case, digits and others there must be.
    kinds: usize,
    /// Lower case, upper case and a digit each.
    three_named: bool,
    /// Most equal characters in a row.
    in_a_row: usize,
}

const fn level(name: &'static str, shortest: u64) -> Level {
    Level { name, shortest, kinds: 0, three_named: false, in_a_row: usize::MAX }
}

/// The levels of `passwordPolicy`.
const LEVELS: [Level; 5] = [
    level("none", 1),
    level("low", 6),
    Level { three_named: true, ..level("fair", 8) },
    Level { kinds: 3, ..level("good", 8) },
    Level { kinds: 3, in_a_row: 2, ..level("excellent", 10) },
];

/// What speaks against the password, in words that do not give it away; `None` if nothing known does.
pub(super) fn violation(options: &Options, password: &str) -> Option<String> {
    if password.len() > LONGEST {
        return Some(format!("the typed password is longer than {LONGEST} bytes"));
    }
    let level = of(options);
    let policy = level.map_or_else(|| "the connection".to_owned(), |level| format!("the policy `{}`", level.name));
    let shortest = shortest(options, level);
    if shortest.is_some_and(|shortest| (password.chars().count() as u64) < shortest) {
        let shortest = shortest.unwrap_or_default();
        return Some(format!("the typed password is shorter than the {shortest} characters that {policy} wants"));
    }
    let level = level?;
    let has = |wanted: fn(&char) -> bool| password.chars().any(|character| wanted(&character));
    let named = [has(char::is_ascii_lowercase), has(char::is_ascii_uppercase), has(char::is_ascii_digit)];
    let kinds = named.iter().filter(|has| **has).count() + usize::from(has(|c| !c.is_ascii_alphanumeric()));
    if level.three_named && named.contains(&false) {
        return Some(format!(
            "the typed password lacks a lower-case letter, a capital or a digit: {policy} wants each"
        ));
    }
    if kinds < level.kinds {
        let wanted = level.kinds;
        return Some(format!(
            "the typed password has {kinds} of lower case, capitals, digits and signs: {policy} wants {wanted}"
        ));
    }
    if longest_row(password) > level.in_a_row {
        return Some(format!("the typed password repeats a character more than twice: {policy} refuses that"));
    }
    None
}

/// What was checked and what cannot be, in words; `None` where the connection has no policy.
pub(super) fn checked(options: &Options) -> Option<String> {
    let level = of(options)?;
    let mut wants = vec![format!("at least {} characters", shortest(options, Some(level)).unwrap_or_default())];
    if level.three_named {
        wants.push("lower case, a capital and a digit".to_owned());
    }
    if level.kinds > 0 {
        wants.push(format!("{} of lower case, capitals, digits and signs", level.kinds));
    }
    if level.in_a_row < usize::MAX {
        wants.push("no character more than twice in a row".to_owned());
    }
    Some(format!(
        "the typed password meets the policy `{}` ({}); known leaks, dictionary and history are not checked here",
        level.name,
        wants.join(", ")
    ))
}

fn of(options: &Options) -> Option<&'static Level> {
    let name = options.password_policy.as_deref()?;
    LEVELS.iter().find(|level| level.name == name)
}

/// A length of its own goes before the level's.
fn shortest(options: &Options, level: Option<&Level>) -> Option<u64> {
    let own = options.other.get("password_complexity_options").and_then(|given| given["min_length"].as_u64());
    own.or(level.map(|level| level.shortest))
}

fn longest_row(password: &str) -> usize {
    let mut longest = 0;
    let mut row: (Option<char>, usize) = (None, 0);
    for character in password.chars() {
        row = if row.0 == Some(character) { (row.0, row.1 + 1) } else { (Some(character), 1) };
        longest = longest.max(row.1);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_level_asks_for_more() {
        for (policy, password, passes) in [
            ("none", "x", true),
            ("low", "five5", false),
            ("low", "sixsix", true),
            ("fair", "Battery1", true),
            ("fair", "battery1", false),
            ("good", "battery-1", true),
            ("good", "battery-staple", false),
            ("excellent", "Battery-staple", true),
            ("excellent", "Batteeery-1", false),
            ("excellent", "Battery-1", false),
        ] {
            let options = Options { password_policy: Some(policy.to_owned()), ..Options::default() };
            assert_eq!(violation(&options, password).is_none(), passes, "{policy} {password}");
            assert!(checked(&options).is_some_and(|text| text.contains(policy)));
        }
    }

    #[test]
    fn a_length_of_its_own_and_the_72_bytes_hold_without_a_policy() {
        let mut options = Options::default();
        assert_eq!(violation(&options, "x"), None);
        assert_eq!(checked(&options), None);
        assert!(violation(&options, &"é".repeat(37)).is_some_and(|text| text.contains("72 bytes")));
        options.other.insert("password_complexity_options".into(), json!({"min_length": 12}));
        assert!(violation(&options, "correct").is_some_and(|text| text.contains("12 characters")));
    }
}
