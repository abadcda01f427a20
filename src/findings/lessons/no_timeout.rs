//! L9: others are asked without a timeout, or with one as long as the platform's limit (§5.2).
//!
//! Drivers that give up by themselves in time (mysql, tedious) are not named. What the options are must be plain from
//! the text: a call that is given anything else counts as limited.

use oxc_ast::ast::{Argument, CallExpression, Expression, ObjectExpression, ObjectPropertyKind};
use oxc_ast::AstKind;
use oxc_span::GetSpan;

use super::outside::{sends, without_version};
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::rules::Certainty;
use crate::script::Syntax;

pub(super) const RULE: Rule = Rule {
    id: "L9",
    title: "call without a timeout",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A store that hangs keeps the script waiting until the platform stops it after about 20 seconds. Until then the \
          user waits, and the run takes one of the tenant's places.",
    fix: "Set a timeout of a few seconds on each call, and call `callback` with an error when it runs out.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
    ],
    checks: &[Check::Text(unlimited), Check::Text(too_long)],
};

/// Options that limit a call or a connection.
const LIMITS: [&str; 16] = [
    "timeout",
    "signal",
    "connectTimeout",
    "connectionTimeout",
    "connectionTimeoutMillis",
    "requestTimeout",
    "query_timeout",
    "statement_timeout",
    "socketTimeoutMS",
    "connectTimeoutMS",
    "serverSelectionTimeoutMS",
    "socketTimeout",
    "cancelToken",
    "agentOptions",
    "agent",
    "httpsAgent",
];

/// Words that say that a limit is set in some other way.
const ELSEWHERE: [&str; 9] =
    ["race(", "defaults", ".create(", ".extend(", "setTimeout(", ".timeout", "abort", "Abort", "setGlobalDispatcher"];

/// Milliseconds the platform waits.
const LIMIT: f64 = 20_000.0;

/// What can be told of the options of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Options {
    Unlimited,
    Limited,
    Unknown,
}

fn unlimited(text: &ScriptText<'_>) -> Vec<Finding> {
    let syntax = text.syntax;
    let whole = &syntax.prepared.original;
    if ELSEWHERE.iter().any(|word| whole.contains(word)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut report = |span, what: &str| {
        let message = format!(
            "{what} has no timeout: if there is no answer, the script hangs until the platform stops it. Set one of a \
             few seconds."
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))));
    };
    for (_, call) in syntax.calls() {
        let Some(module) = sends(syntax, call) else { continue };
        let options = options_of(syntax, call, module);
        let nowhere = || !["timeout", "Timeout", "signal"].iter().any(|word| whole.contains(word));
        if options == Options::Unlimited || (options == Options::Unknown && nowhere()) {
            report(call.span, &format!("this request by `{module}`"));
        }
    }
    for node in syntax.nodes().iter() {
        let AstKind::NewExpression(new) = node.kind() else { continue };
        let Some((module, member)) = syntax.member_of_module(&new.callee) else { continue };
        if without_version(module) != "pg" || !matches!(member.as_str(), "Client" | "Pool") {
            continue;
        }
        let settings = new.arguments.first().and_then(Argument::as_expression);
        if let Some(Expression::ObjectExpression(settings)) = settings.map(Expression::get_inner_expression) {
            let by_address = settings.properties.iter().any(|property| {
                property.as_property().is_some_and(|property| property.key.is_specific_static_name("connectionString"))
            });
            if written(settings) == Options::Unlimited && !by_address {
                report(new.span, &format!("this `{member}` of `pg`"));
            }
        }
    }
    found
}

fn options_of<'a>(syntax: &Syntax<'a>, call: &CallExpression<'a>, module: &str) -> Options {
    let member = call.callee.get_inner_expression().as_member_expression();
    let method = member.and_then(|member| member.static_property_name()).unwrap_or_default();
    // Where the options stand; before it are the address and the body.
    let from = match (module, method) {
        ("axios", "post" | "put" | "patch") => 2,
        ("axios", "get" | "delete" | "head") | ("fetch" | "node-fetch", _) => 1,
        _ => 0,
    };
    let mut told = Options::Unlimited;
    for argument in call.arguments.iter().skip(from) {
        let Some(argument) = argument.as_expression() else { return Options::Unknown };
        match options(syntax, argument) {
            Options::Unlimited => {}
            other => told = other,
        }
    }
    told
}

fn options<'a>(syntax: &Syntax<'a>, argument: &Expression<'a>) -> Options {
    match argument.get_inner_expression() {
        Expression::ObjectExpression(object) => written(object),
        Expression::FunctionExpression(_)
        | Expression::ArrowFunctionExpression(_)
        | Expression::StringLiteral(_)
        | Expression::TemplateLiteral(_)
        | Expression::BinaryExpression(_) => Options::Unlimited,
        Expression::Identifier(name) => {
            let value = syntax.declared(name).and_then(|symbol| syntax.value_of(symbol));
            match value.map(Expression::get_inner_expression) {
                Some(Expression::ObjectExpression(object)) => written(object),
                Some(
                    Expression::StringLiteral(_) | Expression::TemplateLiteral(_) | Expression::BinaryExpression(_),
                ) => Options::Unlimited,
                _ => Options::Unknown,
            }
        }
        _ => Options::Unknown,
    }
}

fn written(object: &ObjectExpression<'_>) -> Options {
    let mut told = Options::Unlimited;
    for property in &object.properties {
        match property {
            ObjectPropertyKind::ObjectProperty(property) => {
                let limit = property.key.static_name().is_none_or(|name| LIMITS.contains(&name.as_ref()));
                if limit {
                    return Options::Limited;
                }
            }
            ObjectPropertyKind::SpreadProperty(_) => told = Options::Unknown,
        }
    }
    told
}

fn too_long(text: &ScriptText<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for node in text.syntax.nodes().iter() {
        let AstKind::ObjectProperty(property) = node.kind() else { continue };
        let Some(name) = property.key.static_name() else { continue };
        let Expression::NumericLiteral(milliseconds) = property.value.get_inner_expression() else { continue };
        if milliseconds.value >= LIMIT
            && name.to_ascii_lowercase().contains("timeout")
            && LIMITS.contains(&name.as_ref())
        {
            let message = format!(
                "`{name}: {}` is no shorter than the 20 seconds after which the platform stops the script. Choose a few \
                 seconds.",
                milliseconds.value
            );
            found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(property.value.span()))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn count(body: &str) -> usize {
        let text = format!(
            "async function login(id, password, callback) {{ const axios = require('axios@1'); \
             const request = require('request'); const {{ Client }} = require('pg'); {body} }}"
        );
        in_text_of(&connection(), &RULE, Action::Login, &text).len()
    }

    #[test]
    fn calls_that_may_wait_for_ever_are_found() {
        for body in [
            "request.post({ url: id }, callback);",
            "request({ url: id, json: true }, (err) => callback(err));",
            "const options = { url: id }; request.get(options, callback);",
            "await axios.post(id, { password });",
            "await axios.get(id, { headers: {} });",
            "await axios({ url: id });",
            "await fetch(id);",
            "await fetch(id, { method: 'POST' });",
            "const client = new Client({ host: id });",
            "await axios.get(id, { timeout: 30000 });",
        ] {
            assert_eq!(count(body), 1, "{body}");
        }
    }

    #[test]
    fn limited_calls_and_unknown_options_are_fine() {
        for body in [
            "request.post({ url: id, timeout: 5000 }, callback);",
            "const options = { timeout: 5000 }; request.get(options, callback);",
            "await axios.post(id, { password }, { timeout: 5000 });",
            "await fetch(id, { signal: AbortSignal.timeout(5000) });",
            "await Promise.race([fetch(id), limit()]);",
            "const timeout = 1; await axios.get(id, options(timeout));",
            "const client = new Client({ host: id, connectionTimeoutMillis: 5000 });",
            "const client = new Client(configuration.URL);",
            "function fetch() {} await fetch(id);",
            "ask({ idleTimeoutMillis: 60000 });",
        ] {
            assert_eq!(count(body), 0, "{body}");
        }
    }
}
