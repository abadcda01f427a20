//! L35: a global is used that the platform gave scripts until Node 12 and took away with Node 16 (§5.3).

use super::{called_module, Check, Finding, Level, Rule, Subject};
use crate::connection::Runtime;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L35",
    title: "removed magic global",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "A global that is not there is a ReferenceError as soon as the line is reached, and the user sees a general failure.",
    fix: "Require the module by its name at the top of the function.",
    sources: &["https://auth0.com/docs/troubleshoot/product-lifecycle/past-migrations/migrate-nodejs-16-to-nodejs-18", "https://github.com/auth0/auth0-authz-rules-api"],
    checks: &[Check::Runs(check), Check::Runs(called_module::check)],
};

/// Every removed global and what to write instead: the module to require, or nothing where a word is not enough.
/// `ObjectID` is a property of its module.
pub const REMOVED_GLOBALS: [(&str, Option<&str>); 28] = [
    ("Auth0", Some("auth0")),
    ("Knex", Some("knex")),
    ("ObjectID", Some("mongodb")),
    ("Pubnub", Some("pubnub")),
    ("_", Some("lodash")),
    ("async", Some("async")),
    ("azure_storage", Some("azure-storage")),
    ("bcrypt", Some("bcrypt")),
    ("couchbase", Some("couchbase")),
    ("cql", Some("node-cassandra-cql")),
    ("crypto", Some("crypto")),
    ("ip", None),
    ("jwt", Some("jsonwebtoken")),
    ("mongo", Some("mongodb")),
    ("mysql", Some("mysql")),
    ("mysql_pool", Some("mysql")),
    ("pbkdf2", Some("easy-pbkdf2")),
    ("pg", Some("pg")),
    ("postgres", Some("pg")),
    ("q", Some("q")),
    ("querystring", Some("querystring")),
    ("request", Some("request")),
    ("sqlserver", Some("tedious")),
    ("uuid", Some("uuid")),
    ("xml2js", Some("xml2js")),
    ("xmldom", Some("xmldom")),
    ("xpath", Some("xpath")),
    ("xtend", Some("xtend")),
];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let runtime = subject.connection.settings.runtime;
    if runtime.has_magic_globals() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for script in subject.scripts {
        for (name, module) in REMOVED_GLOBALS {
            // Since Node 19 the name is that of the Web Crypto API.
            if name == "crypto" && runtime >= Runtime::Node22 {
                continue;
            }
            if name == "request" && subject.connection.settings.reads("X5", "present") {
                continue;
            }
            let Some((_, line)) = script.globals.iter().find(|(global, _)| global == name) else { continue };
            let instead = match module {
                Some(module) => format!("Require what it stood for: `require('{module}')`."),
                None => "Nothing takes its place: compare the address in the script.".to_owned(),
            };
            let message = format!(
                "`{name}` is used without `require`. The platform gave it to scripts as a global until Node 12; on \
                 {runtime} it is a ReferenceError. {instead}"
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
    use crate::connection::Action;
    use crate::flow::samples::connection;

    #[test]
    fn a_removed_global_is_found_at_its_first_line_and_not_on_node_12() {
        let mut connection = connection();
        let mut script = facts(Action::Login, Some(3));
        script.globals = [("bcrypt", 7), ("console", 8), ("bcrypt", 9), ("crypto", 10)]
            .map(|(name, line)| (name.to_owned(), line))
            .to_vec();
        let found = in_script(&connection, &RULE, &script);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].at.as_ref().map(|place| place.line), Some(7));
        assert!(found[0].message.contains("on Node 22 it is a ReferenceError. Require what it stood for: `require('b"));
        script.globals.push(("request".to_owned(), 11));
        assert_eq!(in_script(&connection, &RULE, &script).len(), 2);
        connection.settings.variants.insert("X5".into(), "present".into());
        assert_eq!(in_script(&connection, &RULE, &script).len(), 1, "the sources disagree about `request` alone");
        connection.settings.runtime = Runtime::Node16;
        assert_eq!(in_script(&connection, &RULE, &script).len(), 2);
        connection.settings.runtime = Runtime::Node12;
        assert_eq!(in_script(&connection, &RULE, &script), []);
    }
}
