//! L21: several connections return ids without prefixes that keep them apart (§2.4).

use super::{Check, Finding, Level, Rule, Whole};
use crate::connection::{Action, Connection};
use crate::recording::Place;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L21",
    title: "ids of several connections collide",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why:
        "An id must be unique among all custom databases of a tenant. Two stores that both count from 1 give different \
          people the same id.",
    fix: "Put a key of the connection before each id, such as `shop|` before the number.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/create-db-connection"],
    checks: &[Check::Connection(check)],
};

/// What `login` puts before the id of a row.
#[derive(PartialEq, Eq)]
enum Prefix<'t> {
    Nothing,
    Text(&'t str),
}

fn check(whole: &Whole<'_>) -> Vec<Finding> {
    let Some((own, line)) = prefix(whole.connection) else { return Vec::new() };
    let same = whole.others.iter().filter(|other| other.name != whole.connection.name);
    let Some(same) = same.into_iter().find(|other| prefix(other).is_some_and(|(prefix, _)| prefix == own)) else {
        return Vec::new();
    };
    let what = match own {
        Prefix::Nothing => "ids without a prefix".to_owned(),
        Prefix::Text(text) => format!("ids that begin with `{text}`"),
    };
    let message = format!(
        "this connection and `{}` both return {what}, so two people may get the same id. Put a key of the connection \
         before each id.",
        same.name
    );
    let login = whole.connection.script(Action::Login);
    let place = login.map(|script| Place { function: "login".into(), file: script.file.clone(), line, column: 1 });
    vec![Finding::new(RULE.id, Level::Warning, message).at(place)]
}

/// What stands before the row's id in the `user_id` of `login`, and on which line; `None` where that cannot be told.
fn prefix(connection: &Connection) -> Option<(Prefix<'_>, u32)> {
    let login = connection.script(Action::Login)?;
    let mut found = None;
    for (line, number) in login.text.lines().zip(1..) {
        let code = line.trim_start();
        if code.starts_with("//") || code.starts_with('*') {
            continue;
        }
        let Some(at) = code.find("user_id") else { continue };
        let value = code[at + "user_id".len()..].trim_start_matches(['\'', '"', ' ']);
        let Some(value) = value.strip_prefix([':', '=']).map(str::trim_start) else { continue };
        let read = match value.strip_prefix(['\'', '"', '`']) {
            Some(text) => {
                let end = text.find(['\'', '"', '`']).unwrap_or(text.len());
                let end = text[..end].find("${").unwrap_or(end);
                if end == 0 {
                    return None;
                }
                Prefix::Text(&text[..end])
            }
            None if value.contains(['+', '|', '(']) && !value.contains("toString()") && !value.contains("String(") => {
                return None;
            }
            None if value.contains('+') || value.is_empty() => return None,
            None => Prefix::Nothing,
        };
        found = found.or(Some((read, number)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::samples::connection;

    fn named(name: &str, id: &str) -> Connection {
        let mut connection = connection();
        connection.name = name.into();
        let text = format!("function login(a, b, callback) {{\n callback(null, {{\n user_id: {id},\n email: a }}); }}");
        connection.scripts[&Action::Login].text = text.into();
        connection
    }

    fn found(own: &str, other: &str) -> Vec<Finding> {
        let (own, other) = (named("one", own), named("two", other));
        check(&Whole { connection: &own, scripts: &[], others: &[&other] })
    }

    #[test]
    fn the_same_prefix_or_none_collides() {
        for (own, other) in [("row.id", "user.id.toString()"), ("'shop|' + row.id", "`shop|${id}`")] {
            let found = found(own, other);
            assert!(found.len() == 1 && found[0].message.contains("`two`"), "{own} {other}");
            assert_eq!(found[0].at.as_ref().map(|place| place.line), Some(3));
        }
    }

    #[test]
    fn different_prefixes_and_unknown_ones_do_not() {
        for (own, other) in
            [("'shop|' + row.id", "'club|' + row.id"), ("'shop|' + row.id", "row.id"), ("prefix + row.id", "row.id")]
        {
            assert_eq!(found(own, other), [], "{own} {other}");
        }
    }
}
