//! L35: a driver's module is called as a function, as the global of the same name could be until Node 12 (§5.3).

use super::removed_global::RULE;
use super::{Finding, Level, Subject};

/// The module, how it was called, and what to write instead.
const CALLS: [(&str, &str, &str); 3] = [
    ("mysql", "mysql({…})", "mysql.createConnection({…})"),
    ("pg", "pg(address, callback)", "new pg.Pool({ connectionString: address }).connect(callback)"),
    ("mongodb", "mongodb(address, callback)", "mongodb.MongoClient.connect(address)"),
];

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let runtime = subject.connection.settings.runtime;
    if runtime.has_magic_globals() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for script in subject.scripts {
        for (module, call, instead) in CALLS {
            let Some((_, line)) = script.called.iter().find(|(called, _)| called == module) else { continue };
            let message = format!(
                "The module `{module}` is called as a function, as in `{call}`. Only the platform's own global could \
                 be called so, until Node 12; the driver's module is an object, and on {runtime} this is a TypeError. \
                 Write `{instead}`."
            );
            found.push(Finding::new(RULE.id, Level::Error, message).at(Some(script.at_line(*line))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_script};
    use super::*;
    use crate::connection::{Action, Runtime};
    use crate::flow::samples::connection;

    #[test]
    fn only_drivers_that_could_be_called_are_found() {
        let mut connection = connection();
        let mut script = facts(Action::Login, Some(3));
        script.called = [("mysql", 4), ("qs", 5), ("mongodb", 6)].map(|(name, line)| (name.to_owned(), line)).to_vec();
        let found = in_script(&connection, &RULE, &script);
        assert_eq!(
            found.iter().filter_map(|finding| finding.at.as_ref()).map(|at| at.line).collect::<Vec<_>>(),
            [4, 6]
        );
        assert!(found[0].message.contains("on Node 22 this is a TypeError. Write `mysql.createConnection({…})`."));
        connection.settings.runtime = Runtime::Node12;
        assert_eq!(in_script(&connection, &RULE, &script), []);
    }
}
