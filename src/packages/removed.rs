//! Modules and versions the platform no longer has (domain facts §5.7).
//!
//! Which versions there are is known to the platform alone; these are those of which its documentation says that they
//! were taken away with Node 18, as data: a version, or the first and the last of a range.

/// What was taken away of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// These versions. `a..b` is a range, both ends included.
    Versions(&'static [&'static str]),
    /// The module, whatever the version.
    Altogether,
}

const REMOVED: &[(&str, Gone)] = &[
    ("async", Gone::Versions(&["0.9.0..2.6.1"])),
    ("aws-sdk", Gone::Versions(&["2.1.0..2.593.0"])),
    ("axios", Gone::Versions(&["0.15.2", "0.18.0", "0.19.2", "0.21.1", "0.21.3", "0.22.0", "0.27.2"])),
    ("bcrypt", Gone::Versions(&["4.0.0"])),
    ("easy-pbkdf2", Gone::Versions(&["0.0.2"])),
    ("edge", Gone::Altogether),
    ("edge-js", Gone::Altogether),
    ("got", Gone::Versions(&["3.2.0..11.5.2"])),
    ("ibm_db", Gone::Versions(&["2.6.4"])),
    ("jsonwebtoken", Gone::Versions(&["5.0.0", "5.0.1", "5.7.0", "7.1.9", "8.5.0"])),
    ("ldapjs", Gone::Versions(&["1.0.0"])),
    ("lodash", Gone::Versions(&["2.4.1..4.17.19"])),
    ("mongodb", Gone::Versions(&["2.0.27", "2.0.33", "2.0.48", "2.2.11", "3.1.4", "3.5.11", "3.6.10", "4.1.0"])),
    ("mongoose", Gone::Versions(&["4.1.6"])),
    ("mysql", Gone::Versions(&["2.0.0-alpha8", "2.6.2", "2.7.0", "2.15.0"])),
    ("mysql2", Gone::Versions(&["1.5.3"])),
    ("nano", Gone::Versions(&["6.2.0"])),
    ("neo4j-driver", Gone::Versions(&["1.7.1"])),
    ("node-fetch", Gone::Versions(&["2.6.0"])),
    ("oracledb", Gone::Altogether),
    ("pg", Gone::Versions(&["4.1.1", "4.3.0", "4.5.7", "6.1.2", "7.17.1"])),
    ("q", Gone::Versions(&["1.0.1"])),
    ("redis", Gone::Versions(&["0.12.1"])),
    (
        "request",
        Gone::Versions(&["2.27.0", "2.55.0", "2.56.0", "2.67.0", "2.73.0", "2.75.0", "2.81.0", "2.83.0", "2.88.0"]),
    ),
    ("sequelize", Gone::Versions(&["3.1.1"])),
    ("soap", Gone::Versions(&["0.23.0"])),
    ("superagent", Gone::Versions(&["1.2.0..4.1.0"])),
    ("tedious", Gone::Versions(&["0.1.4", "1.11.0", "6.6.2", "8.3.1", "9.2.1"])),
    ("uuid", Gone::Versions(&["2.0.1", "2.0.3", "3.1.0", "3.3.2", "7.0.3", "8.0.0"])),
    ("xml2js", Gone::Versions(&["0.2.8", "0.4.8"])),
    ("xmldom", Gone::Versions(&["0.1.13", "0.1.19"])),
    ("xpath", Gone::Versions(&["0.0.5"])),
];

/// What of `package`, asked for at `version` or without one, was taken away; `None` if that is not known to be so.
pub fn gone(package: &str, version: Option<&str>) -> Option<Gone> {
    let (_, gone) = REMOVED.iter().find(|(name, _)| *name == package)?;
    match gone {
        Gone::Altogether => Some(*gone),
        Gone::Versions(versions) => {
            let version = version?;
            versions.iter().any(|known| covers(known, version)).then_some(*gone)
        }
    }
}

fn covers(known: &str, version: &str) -> bool {
    match known.split_once("..") {
        Some((first, last)) => match (numbers(first), numbers(version), numbers(last)) {
            (Some(first), Some(version), Some(last)) => first <= version && version <= last,
            _ => false,
        },
        None => known == version,
    }
}

/// `1.2.3` as numbers.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut numbers = [0; 3];
    let mut parts = version.split('.');
    for number in &mut numbers {
        *number = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_ranges_and_whole_modules_are_known_to_be_gone() {
        for (package, version, is_gone) in [
            ("mongodb", Some("3.1.4"), true),
            ("mongodb", Some("4.4.1"), false),
            ("mongodb", None, false),
            ("lodash", Some("4.17.10"), true),
            ("lodash", Some("4.17.21"), false),
            ("lodash", Some("latest"), false),
            ("oracledb", None, true),
            ("oracledb", Some("6.0.0"), true),
            ("mysql", Some("2.0.0-alpha8"), true),
            ("left-pad", Some("1.0.0"), false),
        ] {
            assert_eq!(gone(package, version).is_some(), is_gone, "{package}@{version:?}");
        }
    }
}
