//! L39: a connection is opened, and no path closes it. What one path of several forgets: `unclosed_path.rs`.
//!
//! Only where the script shows it for certain: the name that holds the connection is used for queries and nothing else.
//! What is passed on, kept in `global` or returned may be closed elsewhere.

use oxc_ast::ast::{Argument, CallExpression, Expression, VariableDeclarator};
use oxc_ast::AstKind;
use oxc_semantic::{NodeId, SymbolId};
use oxc_span::Span;

use super::reached::{package, required};
use super::{left_open, unclosed_path, Check, Finding, Level, Rule, ScriptText};
use crate::rules::Certainty;
use crate::script::symbol_of;

pub(super) const RULE: Rule = Rule {
    id: "L39",
    title: "connection never closed",
    level: Level::Warning,
    certainty: Certainty::Assumed,
    why: "The container lives on after the script has answered, and so does what it opened. Run by run the database \
          gets nearer to the connections it allows, until it refuses everybody.",
    fix: "Close it on every path before the callback is called, or keep one pool in `global` for all runs.",
    sources: &[
        "https://github.com/auth0/db-connections-templates",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
    ],
    checks: &[Check::Text(check), Check::Text(unclosed_path::check), Check::Runs(left_open::check)],
};

/// Methods that give a connection back.
pub(super) const CLOSES: [&str; 12] = [
    "close",
    "closeSync",
    "destroy",
    "disconnect",
    "dispose",
    "end",
    "endConnection",
    "quit",
    "release",
    "releaseConnection",
    "terminate",
    "unbind",
];

/// What opens: the package, its member, and whether it is a pool.
const OPENS: [(&str, &str, bool); 13] = [
    ("ldapjs", "createClient", false),
    ("mariadb", "createConnection", false),
    ("mariadb", "createPool", true),
    ("mongodb", "MongoClient", false),
    ("mysql", "createConnection", false),
    ("mysql", "createPool", true),
    ("mysql2", "createConnection", false),
    ("mysql2", "createPool", true),
    ("mysql2/promise", "createConnection", false),
    ("mysql2/promise", "createPool", true),
    ("pg", "Client", false),
    ("pg", "Pool", true),
    ("tedious", "Connection", false),
];

/// Calls that hand an open connection to their callback, or answer it: the package and the member.
const HANDS: [(&str, &str); 5] = [
    ("ibm_db", "open"),
    ("mongodb", "connect"),
    ("mysql", "getConnection"),
    ("mysql2", "getConnection"),
    ("oracledb", "getConnection"),
];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let left = opened(text).into_iter().filter(|opened| is_left_open(text, opened.symbol));
    left.map(|Opened { symbol, span, pool }| {
        let name = text.syntax.semantic.scoping().symbol_name(symbol);
        let message = match pool {
            true => format!(
                "`{name}` is a pool of its own for every run and is never ended: its connections stay open. Keep one \
                 pool in `global`, or call `{name}.end()`."
            ),
            false => format!(
                "`{name}` is opened and never closed: every run leaves a connection open in the container. Close it \
                 on every path, before the callback is called."
            ),
        };
        Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)))
    })
    .collect()
}

/// Every name that holds a connection the script opens.
pub(super) fn opened(text: &ScriptText<'_>) -> Vec<Opened> {
    let packages: Vec<String> = required(text).into_iter().map(|(package, _)| package).collect();
    let nodes = text.syntax.nodes().iter();
    let opened = nodes.filter_map(|node| match node.kind() {
        AstKind::VariableDeclarator(declarator) => declared(text, declarator, &packages),
        AstKind::CallExpression(call) => handed(text, call, &packages),
        _ => None,
    });
    opened.collect()
}

/// A name that holds an open connection.
pub(super) struct Opened {
    /// The name.
    pub symbol: SymbolId,
    /// Where it is declared.
    pub span: Span,
    /// Whether it is a pool.
    pub pool: bool,
}

/// `const connection = mysql.createConnection(…)`, `new pg.Client(…)`, `await MongoClient.connect(…)`.
fn declared<'a>(text: &ScriptText<'a>, declarator: &'a VariableDeclarator<'a>, packages: &[String]) -> Option<Opened> {
    let symbol = symbol_of(&declarator.id)?;
    let opened = |pool| Some(Opened { symbol, span: declarator.span, pool });
    let init = declarator.init.as_ref()?.get_inner_expression();
    let init = match init {
        Expression::AwaitExpression(awaited) => {
            let call = awaited.argument.get_inner_expression();
            if let Expression::CallExpression(call) = call {
                if hands(text, call, packages) {
                    return opened(false);
                }
            }
            call
        }
        init => init,
    };
    let callee = match init {
        Expression::CallExpression(call) => &call.callee,
        Expression::NewExpression(new) => &new.callee,
        _ => return None,
    };
    let (module, member) = text.syntax.member_of_module(callee)?;
    let module = if module.ends_with("/promise") { "mysql2/promise".to_owned() } else { package(module) };
    let (.., pool) = OPENS.iter().find(|(package, opens, _)| *package == module && *opens == member)?;
    // Without `new` these are no constructors, and with it no functions.
    let constructs = member.starts_with(char::is_uppercase);
    if constructs != matches!(init, Expression::NewExpression(_)) {
        return None;
    }
    opened(*pool)
}

/// `pool.getConnection(function (err, connection) { … })`.
fn handed<'a>(text: &ScriptText<'a>, call: &'a CallExpression<'a>, packages: &[String]) -> Option<Opened> {
    if !hands(text, call, packages) {
        return None;
    }
    let parameters = match call.arguments.last().and_then(Argument::as_expression)?.get_inner_expression() {
        Expression::FunctionExpression(function) => &function.params,
        Expression::ArrowFunctionExpression(function) => &function.params,
        _ => return None,
    };
    let parameter = parameters.items.get(1)?;
    Some(Opened { symbol: symbol_of(&parameter.pattern)?, span: parameter.span, pool: false })
}

fn hands<'a>(text: &ScriptText<'a>, call: &CallExpression<'a>, packages: &[String]) -> bool {
    let Some(member) = call.callee.get_inner_expression().as_member_expression() else { return false };
    let Some(name) = member.static_property_name() else { return false };
    if !HANDS.iter().any(|(package, hands)| *hands == name && packages.iter().any(|required| required == package)) {
        return false;
    }
    // `connect` is a method of many; here only that of `MongoClient` itself, which answers the client.
    name != "connect" || text.syntax.member_of_module(member.object()).is_some_and(|(_, class)| class == "MongoClient")
}

/// Whether a name is used for nothing but members that do not close what it holds.
fn is_left_open(text: &ScriptText<'_>, symbol: SymbolId) -> bool {
    let scoping = text.syntax.semantic.scoping();
    let mut used = false;
    for reference in scoping.get_resolved_references(symbol) {
        if reference.is_write() {
            return false;
        }
        match member_read(text, reference.node_id()) {
            Some(name) if !CLOSES.contains(&name) => used = true,
            _ => return false,
        }
    }
    used
}

/// The member of a name that is called or read, where the name stands for nothing else there.
fn member_read<'a>(text: &ScriptText<'a>, id: NodeId) -> Option<&'a str> {
    let nodes = text.syntax.nodes();
    let parent = nodes.parent_id(id);
    let AstKind::StaticMemberExpression(member) = nodes.kind(parent) else { return None };
    Some(member.property.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn found(body: &str) -> Vec<String> {
        let text = format!("async function login(email, password, callback) {{\n{body}\n}}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn what_is_opened_and_only_asked_is_found() {
        for (body, name) in [
            ("const mysql = require('mysql'); const c = mysql.createConnection({}); c.connect(); c.query('x', done);", "`c` is opened"),
            ("const { Client } = require('pg'); const db = new Client(); await db.connect(); db.query('x');", "`db` is opened"),
            ("const { Pool } = require('pg'); const pool = new Pool({}); pool.query('x', done);", "`pool` is a pool"),
            ("const { MongoClient } = require('mongodb'); const client = new MongoClient(u); client.db('a');", "`client`"),
            ("const m = require('mongodb'); const client = await m.MongoClient.connect(u); client.db('a');", "`client`"),
            ("const m = require('mysql'); m.createPool({}).getConnection((err, c) => { c.query('x', done); });", "`c` is opened"),
            ("require('ibm_db').open(dsn, function (err, conn) { conn.query('x', done); });", "`conn` is opened"),
        ] {
            let found = found(body);
            assert!(found.len() == 1 && found[0].starts_with(name), "{body}: {found:?}");
        }
    }

    #[test]
    fn what_is_closed_kept_or_passed_on_is_not() {
        for body in [
            "const mysql = require('mysql'); const c = mysql.createConnection({}); c.query('x', () => { c.end(); });",
            "const mysql = require('mysql'); const c = mysql.createConnection({}); c.query('x'); finish(c);",
            "const { Pool } = require('pg'); global.pool = global.pool || new Pool(); global.pool.query('x');",
            "const { Pool } = require('pg'); const pool = new Pool(); global.pool = pool; pool.query('x');",
            "const { Pool } = require('pg'); const pool = global.pool || (global.pool = new Pool()); pool.query('x');",
            "const { MongoClient } = require('mongodb'); const c = new MongoClient(u); try { c.db('a'); } finally { await c.close(); }",
            "const x = require('other'); const c = x.createConnection({}); c.query('x');",
            "const mysql = require('mysql'); const c = mysql.createConnection({});",
            "const net = require('net'); net.connect(1, (a, b) => b.x());",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }
}
