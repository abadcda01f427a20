//! What a script asks of others: requests and queries, by how they are written.

use oxc_ast::ast::{CallExpression, Expression};
use oxc_span::Span;

use crate::script::Syntax;

/// Modules that send HTTP requests.
const HTTP: [&str; 12] = [
    "request",
    "request-promise",
    "request-promise-native",
    "axios",
    "got",
    "node-fetch",
    "superagent",
    "needle",
    "phin",
    "bent",
    "undici",
    "unirest",
];

/// Methods that ask a store, whatever the object.
const ASKING: [&str; 10] = [
    "query",
    "execute",
    "execSql",
    "findOne",
    "insertOne",
    "updateOne",
    "deleteOne",
    "findOneAndUpdate",
    "replaceOne",
    "callProcedure",
];

/// The name of a module without its version.
pub(in crate::findings) fn without_version(request: &str) -> &str {
    match request.rfind('@') {
        Some(at) if at > 0 => &request[..at],
        _ => request,
    }
}

/// The call of others that an expression is, awaited or not.
pub(in crate::findings) fn asks_others<'a>(syntax: &Syntax<'a>, expression: &Expression<'a>) -> Option<Span> {
    match expression.get_inner_expression() {
        Expression::AwaitExpression(wait) => asks_others(syntax, &wait.argument),
        Expression::CallExpression(call) => {
            if sends(syntax, call).is_some() || asks_a_store(call) {
                return Some(call.span);
            }
            // `fetch(…).then(…)`
            asks_others(syntax, call.callee.get_inner_expression().as_member_expression()?.object())
        }
        _ => None,
    }
}

/// The HTTP module a call sends a request with: `axios` for `axios.get(…)`, `fetch` for the global.
pub(in crate::findings) fn sends<'a>(syntax: &Syntax<'a>, call: &CallExpression<'a>) -> Option<&'a str> {
    let callee = call.callee.get_inner_expression();
    if let Expression::Identifier(name) = callee {
        if name.name == "fetch" && syntax.declared(name).is_none() {
            return Some("fetch");
        }
    }
    let module = syntax.module(callee).or_else(|| {
        let (module, member) = syntax.member_of_module(callee)?;
        matches!(member.as_str(), "get" | "post" | "put" | "patch" | "del" | "delete" | "head" | "request" | "default")
            .then_some(module)
    })?;
    HTTP.into_iter().find(|name| *name == without_version(module))
}

fn asks_a_store(call: &CallExpression<'_>) -> bool {
    let member = call.callee.get_inner_expression().as_member_expression();
    member.and_then(|member| member.static_property_name()).is_some_and(|name| ASKING.contains(&name))
}
