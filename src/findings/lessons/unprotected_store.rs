//! L40: the script talks to a database itself, or over HTTP without encryption.

use oxc_ast::AstKind;
use oxc_semantic::NodeId;
use oxc_span::GetSpan;

use super::pieces::{is_told, parent_of_value, Pieces, GAP};
use super::reached::{by_package, Reached};
use super::{Check, Finding, Level, Rule, ScriptText, Whole};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L40",
    title: "store reached without protection",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Scripts call from addresses that all tenants of a region share, so a database open to them is open to \
          others; and what goes over plain HTTP, the password among it, can be read on the way.",
    fix: "Put an API in front of the database that asks for a token and speaks HTTPS.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices"],
    checks: &[Check::Connection(database), Check::Text(plain_http)],
};

/// One note for all scripts: what is said of one holds for the others.
fn database(whole: &Whole<'_>) -> Vec<Finding> {
    // Caches are not where users are kept.
    let is_database = |package: &str| {
        matches!(by_package(package), Some(Reached::Sql | Reached::Documents)) && !package.contains("redis")
    };
    let mut drivers: Vec<String> = Vec::new();
    let mut at = None;
    for script in whole.scripts {
        for required in script.requires.iter().filter(|required| is_database(&required.package)) {
            at = at.or_else(|| Some(script.at_line(required.line)));
            let driver = format!("`{}`", required.package);
            if !drivers.contains(&driver) {
                drivers.push(driver);
            }
        }
    }
    if drivers.is_empty() {
        return Vec::new();
    }
    let message = format!(
        "The scripts reach the database itself, with {}: its port must be open to addresses that other tenants of the \
         region use as well. The documented way is an API in front of it, with a token of its own.",
        drivers.join(", ")
    );
    vec![Finding::new(RULE.id, Level::Note, message).at(at)]
}

/// Hosts where nobody listens on the way, and names that are no addresses.
const HARMLESS: [&str; 7] =
    ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal", "www.w3.org", "schemas.xmlsoap.org"];

fn plain_http(text: &ScriptText<'_>) -> Vec<Finding> {
    let mut told: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for pieces in Pieces::all(text) {
        let Some(rest) = pieces.constant.strip_prefix("http://") else { continue };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // Whoever logs in may stand before the host.
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = if host.starts_with("[::1]") { "[::1]" } else { host.split(':').next().unwrap_or_default() };
        let harmless = HARMLESS.contains(&host) || host.ends_with(".localhost") || host.starts_with("schemas.");
        if harmless || told.iter().any(|told| told == host) {
            continue;
        }
        if is_told(text.syntax, pieces.node) || !is_asked(text, pieces.node) {
            continue;
        }
        told.push(host.to_owned());
        let shown = host.replace(GAP, "…");
        let message = format!(
            "what is sent to `http://{shown}` is not encrypted: the password and all else in it can be read on the way. \
             Use `https://`."
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(pieces.span))));
    }
    found
}

/// Whether an address stands where one is asked: in the options or arguments of a request, or under a name that says so.
fn is_asked(text: &ScriptText<'_>, node: NodeId) -> bool {
    let syntax = text.syntax;
    let says_so = |name: &str| {
        let name = name.to_lowercase();
        ["url", "uri", "host", "endpoint", "api", "base", "server", "address"].iter().any(|word| name.contains(word))
    };
    match parent_of_value(syntax, node) {
        AstKind::ObjectProperty(property) => property.key.static_name().is_some_and(|name| says_so(&name)),
        AstKind::VariableDeclarator(declarator) => {
            declarator.id.get_identifier_name().is_some_and(|name| says_so(name.as_str()))
        }
        AstKind::AssignmentExpression(assignment) => {
            syntax.source(assignment.left.span()).rsplit('.').next().is_some_and(says_so)
        }
        AstKind::CallExpression(call) => {
            let path = syntax.path(&call.callee).unwrap_or_default();
            let mut parts = path.split('.');
            let first = parts.next().unwrap_or_default();
            let clients = ["request", "axios", "fetch", "got", "http", "superagent", "rp", "needle", "unirest"];
            clients.contains(&first)
                || syntax.module(&call.callee).is_some_and(|module| by_package(module) == Some(Reached::Http))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{facts, in_connection_of, in_text_of};
    use super::super::{ModuleSource, Required, ScriptFacts};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn found(body: &str) -> Vec<String> {
        let text = format!("function login(email, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().map(|finding| format!("{} {}", finding.level.key(), finding.message)).collect()
    }

    #[test]
    fn drivers_are_noted_once_and_other_packages_are_not() {
        let requiring = |packages: &[&str]| {
            let required = |package: &&str| Required {
                request: (*package).to_owned(),
                package: (*package).to_owned(),
                version: None,
                line: 2,
                source: ModuleSource::BuiltIn,
            };
            ScriptFacts { requires: packages.iter().map(required).collect(), ..facts(Action::Login, Some(3)) }
        };
        let scripts = [requiring(&["axios", "mysql"]), requiring(&["mysql", "pg"])];
        let told = in_connection_of(&connection(), &RULE, &scripts);
        assert!(told.len() == 1 && told[0].message.contains("with `mysql`, `pg`: its port"), "{told:?}");
        assert_eq!(in_connection_of(&connection(), &RULE, &[requiring(&["axios", "ioredis", "bcrypt"])]), []);
    }

    #[test]
    fn plain_addresses_that_are_asked_are_found_once_each() {
        for (body, host) in [
            ("request.get({ url: 'http://api.example.test/users' });", "http://api.example.test"),
            ("const url = `http://${configuration.HOST}/login`; fetch(url); const b_url = `http://${x}`;", "http://…"),
            ("axios.post('http://user:pw@legacy.example.test:8080/login', {});", "http://legacy"),
            ("options.uri = 'http://10.0.0.8/a';", "http://10.0.0.8"),
        ] {
            let found = found(body);
            assert!(found.len() == 1 && found[0].contains(host), "{body}: {found:?}");
            assert!(!found[0].contains("pw"), "{found:?}");
        }
    }

    #[test]
    fn local_addresses_names_and_texts_are_fine() {
        for body in [
            "fetch('http://localhost:3000/users'); fetch('http://127.0.0.1/');",
            "fetch('https://api.example.test');",
            "const profile = { 'http://example.test/roles': ['a'] };",
            "const xml = { xmlns: 'http://schemas.xmlsoap.org/soap/envelope/' };",
            "profile.picture = 'http://img.example.test/' + email;",
            "callback(new Error('http://example.test is down'));",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }
}
