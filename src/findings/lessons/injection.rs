//! L38: what was typed becomes part of a query's own text.
//!
//! Only where an argument of the action, or a text made of one, ends up in the text: a table name that is constant, a
//! parameter, and what a call has escaped or hashed are none of its business.

use oxc_ast::ast::{Argument, AssignmentTarget, CallExpression};
use oxc_ast::AstKind;
use oxc_semantic::NodeId;
use oxc_span::{GetSpan, Span};

use super::pieces::{is_told, parent_of_value, Pieces, GAP};
use super::reached::{by_package, package, required, Reached};
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;
use crate::script::Given;

pub(super) const RULE: Rule = Rule {
    id: "L38",
    title: "what was typed becomes part of a query",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "Auth0 hands over what the user typed as it is. A quote or bracket in it ends the value, and the rest is \
          read as part of the query: whoever is at the login box decides what is asked.",
    fix: "Send the value beside the query, as a parameter of the driver, or escape it for the language the query is \
          written in.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/create-db-connection"],
    checks: &[Check::Text(check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let Some(action) = syntax.action() else { return Vec::new() };
    let beside = if text.connection.has_context() { 2 } else { 1 };
    let count = action.parameters.items.len().saturating_sub(beside);
    let roots: Vec<_> = (0..count).filter_map(|index| syntax.parameter(index)).collect();
    if roots.is_empty() {
        return Vec::new();
    }
    let given = Given::of(syntax, &roots);
    let packages = required(text);
    let mut found: Vec<(Span, Language, String)> = Vec::new();
    for pieces in Pieces::all(text) {
        if pieces.values.is_empty() || is_told(syntax, pieces.node) {
            continue;
        }
        let words = pieces.words();
        let mut values = pieces.values.iter().take(MOST_VALUES);
        let told = values.find_map(|(at, value)| {
            let name = given.name(value)?;
            Some((language(text, &pieces, *at, &words, &packages)?, name))
        });
        found.extend(told.map(|(language, name)| (pieces.span, language, name)));
    }
    let documents = packages.iter().any(|(package, _)| by_package(package) == Some(Reached::Documents));
    for node in syntax.nodes().iter() {
        let told = match node.kind() {
            AstKind::ObjectProperty(property) => match property.key.static_name().as_deref() {
                Some("$where") => given.name(&property.value).map(|name| (Language::Code, name)),
                Some("$regex") => given.name(&property.value).map(|name| (Language::Pattern, name)),
                _ => None,
            },
            AstKind::NewExpression(new) if documents && syntax.path(&new.callee).as_deref() == Some("RegExp") => {
                let is_value = matches!(
                    parent_of_value(syntax, node.id()),
                    AstKind::ObjectProperty(_) | AstKind::VariableDeclarator(_)
                );
                let pattern = new.arguments.first().and_then(Argument::as_expression).filter(|_| is_value);
                pattern.and_then(|pattern| given.name(pattern)).map(|name| (Language::Pattern, name))
            }
            AstKind::CallExpression(call) => {
                formatted(text, &given, call).filter(|_| !is_told(syntax, node.id())).map(|name| (Language::Sql, name))
            }
            _ => None,
        };
        found.extend(told.map(|(language, name)| (node.kind().span(), language, name)));
    }
    found.sort_by_key(|(span, ..)| span.start);
    found.into_iter().map(|(span, language, name)| language.finding(text, &name, span, &packages)).collect()
}

/// Values of one text that are looked at.
const MOST_VALUES: usize = 50;

/// What a query is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Sql,
    Filter,
    Name,
    Lucene,
    Code,
    Pattern,
}

impl Language {
    fn finding(self, text: &ScriptText<'_>, name: &str, span: Span, packages: &[(String, Span)]) -> Finding {
        let (what, fix) = match self {
            Self::Sql => ("the text of this SQL statement", sql_fix(packages)),
            Self::Filter => (
                "the text of this LDAP filter, where `*` stands for anybody",
                "Build the filter of objects (`new ldap.EqualityFilter({…})`), or escape `\\ * ( )` and NUL."
                    .to_owned(),
            ),
            Self::Name => (
                "this distinguished name, where a comma begins another part",
                "Search for the entry with an escaped filter and bind with the name found, or escape the value."
                    .to_owned(),
            ),
            Self::Lucene => (
                "the text of this search, where a quote ends the value and `OR` adds others",
                "Escape quotes and backslashes in it, or ask by an address of its own (`users-by-email`).".to_owned(),
            ),
            Self::Code => {
                ("a `$where`, which the server runs as code", "Compare fields instead: `{ email: value }`.".to_owned())
            }
            Self::Pattern => (
                "a regular expression, where `.*` matches anybody",
                "Compare the value itself, or escape what is special in a pattern.".to_owned(),
            ),
        };
        let level = match self {
            // The id comes from the store itself, not from whoever logs in.
            _ if text.action == Action::Delete => Level::Warning,
            Self::Sql | Self::Filter | Self::Code => Level::Error,
            Self::Name | Self::Lucene | Self::Pattern => Level::Warning,
        };
        let message = format!("`{name}` becomes part of {what}. {fix}");
        Finding::new(RULE.id, level, message).at(Some(text.place(span))).shown_by(format!("`{name}` in the text"))
    }
}

fn sql_fix(packages: &[(String, Span)]) -> String {
    let placed = |mark: &str, call: &str| format!("Write `{mark}` there and give the value beside it: `{call}`.");
    match packages.iter().map(|(package, _)| package.as_str()).find(|package| by_package(package) == Some(Reached::Sql))
    {
        Some("mysql" | "mysql2" | "mariadb" | "ibm_db" | "better-sqlite3") => placed("?", "query(sql, [value], …)"),
        Some("pg" | "pg-promise") => placed("$1", "query(sql, [value], …)"),
        Some("tedious") => placed("@name", "request.addParameter('name', TYPES.VarChar, value)"),
        Some("mssql") => placed("@name", "request.input('name', value)"),
        Some("oracledb") => placed(":1", "execute(sql, [value], …)"),
        _ => "Give the value beside the statement, as a parameter.".to_owned(),
    }
}

/// The language of a text, seen from the value that stands at byte `at` of it.
fn language(
    text: &ScriptText<'_>,
    pieces: &Pieces<'_>,
    at: usize,
    words: &str,
    packages: &[(String, Span)],
) -> Option<Language> {
    if is_sql(words) || (continues_sql(text, pieces.node) && has_clause(words)) {
        return Some(Language::Sql);
    }
    let before = pieces.before(at).to_lowercase();
    let attribute = before.strip_suffix('=').map(|before| before.trim_end_matches(|c: char| c.is_alphanumeric()));
    if let Some(rest) = attribute.filter(|rest| rest.len() + 1 < before.len()) {
        let after = pieces.constant.get(at + GAP.len_utf8()..).unwrap_or_default();
        let directory = packages.iter().any(|(package, _)| by_package(package) == Some(Reached::Directory));
        if directory && rest.ends_with('(') && after.starts_with([')', '*', '@', GAP]) {
            return Some(Language::Filter);
        }
        if directory && (rest.is_empty() || rest.ends_with(',')) && after.starts_with(',') {
            return Some(Language::Name);
        }
    }
    is_lucene(text, pieces, &before).then_some(Language::Lucene)
}

/// Whether words are a statement, told by how it begins.
fn is_sql(words: &str) -> bool {
    let words = words.trim_start_matches([' ', '(']);
    let then = |first: &str, second: &str| words.strip_prefix(first).is_some_and(|rest| rest.contains(second));
    then("select ", " from ")
        || words.starts_with("insert into ")
        || words.starts_with("replace into ")
        || words.starts_with("merge into ")
        || words.starts_with("delete from ")
        || then("update ", " set ")
        || words.starts_with("exec ")
        || words.starts_with("execute ")
        || words.strip_prefix("call ").is_some_and(|rest| rest.contains('('))
        || (words.starts_with("with ") && words.contains(" as (") && words.contains("select "))
}

/// Whether a text is added to a name that holds a statement, by what it began with or by how it is called.
fn continues_sql(text: &ScriptText<'_>, node: NodeId) -> bool {
    let AstKind::AssignmentExpression(assignment) = parent_of_value(text.syntax, node) else { return false };
    let AssignmentTarget::AssignmentTargetIdentifier(name) = &assignment.left else { return false };
    let declared = text.syntax.declared(name).and_then(|symbol| text.syntax.declarator(symbol));
    let begun = declared.and_then(|declarator| declarator.init.as_ref());
    let name = name.name.to_lowercase();
    begun.is_some_and(|begun| is_sql(&Pieces::of(text.syntax, begun).words()))
        || ["sql", "query", "stmt", "statement", "where"].iter().any(|word| name.contains(word))
}

fn has_clause(words: &str) -> bool {
    let clause = ["where ", "and ", "or ", "set ", "values ", "values("];
    clause.iter().any(|word| words.starts_with(word) || words.contains(&format!(" {word}")))
        && ["=", " like ", "values"].iter().any(|sign| words.contains(sign))
}

/// A search of Auth0's Management API: `email:"…"` as the value of `q`, or beside the connection to search in.
fn is_lucene(text: &ScriptText<'_>, pieces: &Pieces<'_>, before: &str) -> bool {
    let field = before.trim_end_matches(['"', '\'', '\\']);
    let Some(field) = field.strip_suffix(':') else { return false };
    if !field.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return false;
    }
    let is_query = match parent_of_value(text.syntax, pieces.node) {
        AstKind::ObjectProperty(property) => property.key.static_name().is_some_and(|name| name == "q"),
        _ => false,
    };
    is_query || ["?q=", "&q=", "identities.connection:"].iter().any(|sign| before.contains(sign))
}

/// `util.format('SELECT … %s', value)`.
fn formatted<'a>(text: &ScriptText<'a>, given: &Given<'_, 'a>, call: &CallExpression<'a>) -> Option<String> {
    let (module, member) = text.syntax.member_of_module(&call.callee)?;
    let mut arguments = call.arguments.iter().filter_map(Argument::as_expression);
    if package(module) != "util" || member != "format" {
        return None;
    }
    let statement = Pieces::of(text.syntax, arguments.next()?);
    is_sql(&statement.words()).then(|| arguments.find_map(|value| given.name(value))).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn found(body: &str) -> Vec<String> {
        let text = format!("function login(email, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().map(|finding| format!("{} {}", finding.level.key(), finding.message)).collect()
    }

    #[test]
    fn a_value_inside_a_statement_is_found_however_it_gets_there() {
        for (body, name) in [
            ("db.query('SELECT id FROM users WHERE email = \\'' + email + '\\'', done);", "email"),
            ("const sql = `UPDATE users SET seen = 1 WHERE email = '${email.toLowerCase()}'`; db.query(sql);", "email"),
            ("var q = 'SELECT * FROM users'; q += \" WHERE email = '\" + email + \"'\"; db.query(q);", "email"),
            ("function find(who) { db.query(\"DELETE FROM t WHERE who = '\" + who + \"'\"); } find(email);", "who"),
            (
                "const util = require('util'); db.query(util.format(\"SELECT a FROM b WHERE c = '%s'\", email));",
                "email",
            ),
            ("db.query(['SELECT 1'], 'insert into log values (' + [email, password].join() + ')');", "email"),
        ] {
            let found = found(body);
            assert!(found.len() == 1 && found[0].contains(&format!("error `{name}")), "{body}: {found:?}");
        }
        assert!(
            found("const pg = require('pg@8'); x.query(`SELECT a FROM b WHERE c = '${email}'`)")[0].contains("`$1`")
        );
    }

    #[test]
    fn parameters_constants_and_escaped_values_are_fine() {
        for body in [
            "db.query('SELECT id FROM users WHERE email = ?', [email], done);",
            "var table = 'users'; db.query('SELECT id FROM ' + table + ' WHERE email = ?', [email]);",
            "db.query('SELECT id FROM users WHERE email = ' + mysql.escape(email));",
            "db.query(`SELECT id FROM users WHERE hash = '${sha256(password)}'`);",
            "db.query(`SELECT id FROM ${configuration.TABLE} WHERE email = $1`, [email]);",
            "callback(new Error('Select a user from the list, not ' + email));",
            "console.log('SELECT id FROM users WHERE email = ' + email);",
            "sql`SELECT id FROM users WHERE email = ${email}`;",
            "db.query('SELECT a FROM b', (e, rows) => db.query(`SELECT c FROM d WHERE id = ${rows[0].id}`));",
            "request('https://api.example.test/users?email=' + email);",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn filters_names_searches_and_documents_are_found_in_their_languages() {
        for (body, expected) in [
            (
                "const l = require('ldapjs'); c.search(b, { filter: '(&(a=b)(mail=' + email + '))' });",
                "error `email` becomes part of the text of this LDAP",
            ),
            (
                "const l = require('ldapjs'); c.bind(`uid=${email},ou=people,dc=test`, password);",
                "warning `email` becomes part of this distinguished",
            ),
            (
                "get({ qs: { q: 'email:\"' + email + '\"' } });",
                "warning `email` becomes part of the text of this search",
            ),
            ("get(`${base}/api/v2/users?q=email:${email}&x=1`);", "warning `email`"),
            (
                "users.findOne({ $where: 'this.email == \"' + email + '\"' });",
                "error `email` becomes part of a `$where`",
            ),
            (
                "require('mongodb'); users.findOne({ email: new RegExp('^' + email + '$', 'i') });",
                "warning `email` becomes part of a regular",
            ),
            ("users.findOne({ email: { $regex: email } });", "warning `email` becomes part of a regular"),
        ] {
            let found = found(body);
            assert!(found.len() == 1 && found[0].starts_with(expected), "{body}: {found:?}");
        }
    }

    #[test]
    fn other_texts_are_none_of_these() {
        for body in [
            "const l = require('ldapjs'); c.search(b, { filter: '(mail=' + escaped(email) + ')' });",
            "show('(mail=' + email + ')');",
            "const l = require('ldapjs'); c.search(b, { filter: new l.EqualityFilter({ attribute: 'mail', value: email }) });",
            "users.findOne({ email: email });",
            "require('mongodb'); if (!new RegExp(email).test('a')) { stop(); }",
            "get({ body: { text: 'email:\"' + email + '\"' } });",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn an_id_from_the_store_weighs_less() {
        let text = "function remove(id, callback) { db.query('DELETE FROM users WHERE id = ' + id, callback); }";
        let found = in_text_of(&connection(), &RULE, Action::Delete, text);
        assert_eq!(found.iter().map(|finding| finding.level).collect::<Vec<_>>(), [Level::Warning]);
    }
}
