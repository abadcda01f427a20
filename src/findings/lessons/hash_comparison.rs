//! L49: two hashes are compared character by character, which takes the longer the more of them agree.

use oxc_ast::ast::{Argument, CallExpression, Expression};
use oxc_ast::AstKind;
use oxc_semantic::SymbolId;

use super::password_comparison::RULE;
use super::{Finding, Level, ScriptText};
use crate::connection::Action;
use crate::script::{symbol_of, Given};

/// Functions that hand a derived key to their callback.
const DERIVE: [&str; 2] = ["pbkdf2", "scrypt"];

pub(super) fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if text.action != Action::Login {
        return Vec::new();
    }
    let syntax = text.syntax;
    let mut hashes: Vec<SymbolId> = Vec::new();
    for node in syntax.nodes().iter() {
        match node.kind() {
            AstKind::VariableDeclarator(declarator) => {
                let symbol = symbol_of(&declarator.id);
                hashes.extend(symbol.filter(|_| declarator.init.as_ref().is_some_and(|init| is_hash(text, init))));
            }
            AstKind::CallExpression(call) if derives(text, call) => hashes.extend(derived(call)),
            _ => {}
        }
    }
    let given = Given::of(syntax, &hashes);
    let is_made = |side: &Expression<'_>| is_hash(text, side);
    let found = syntax.nodes().iter().find_map(|node| {
        let AstKind::BinaryExpression(comparison) = node.kind() else { return None };
        if !comparison.operator.is_equality() {
            return None;
        }
        let sides = [(&comparison.left, &comparison.right), (&comparison.right, &comparison.left)];
        let (made, kept) = sides.into_iter().find(|(made, _)| is_made(made) || given.holds(made))?;
        let kept = syntax.path(kept).filter(|path| path != "undefined" && !path.ends_with(".length"))?;
        let made = syntax.path(made).unwrap_or_else(|| "the hash".to_owned());
        Some((comparison.span, made, kept))
    });
    let found = found.map(|(span, made, kept)| {
        let message = format!(
            "`{made}` is compared with `{kept}` character by character: how long that takes tells how many agree. Compare \
             two buffers of the same length with `crypto.timingSafeEqual`."
        );
        Finding::new(RULE.id, Level::Note, message).at(Some(text.place(span)))
    });
    found.into_iter().collect()
}

/// `….digest('hex')`, `crypto.pbkdf2Sync(…)`, and the text made of one.
fn is_hash(text: &ScriptText<'_>, expression: &Expression<'_>) -> bool {
    let mut current = expression.get_inner_expression();
    for _ in 0..4 {
        let Expression::CallExpression(call) = current else { return false };
        let path = text.syntax.path(&call.callee).unwrap_or_default();
        let name = path.rsplit('.').next().unwrap_or_default();
        if matches!(name, "pbkdf2Sync" | "scryptSync") {
            return true;
        }
        let Some(member) = call.callee.get_inner_expression().as_member_expression() else { return false };
        match member.static_property_name() {
            Some("digest") => return true,
            Some("toString" | "toLowerCase" | "toUpperCase") => current = member.object().get_inner_expression(),
            _ => return false,
        }
    }
    false
}

fn derives(text: &ScriptText<'_>, call: &CallExpression<'_>) -> bool {
    text.syntax.path(&call.callee).is_some_and(|path| DERIVE.contains(&path.rsplit('.').next().unwrap_or_default()))
}

/// The name under which the callback gets the key.
fn derived(call: &CallExpression<'_>) -> Option<SymbolId> {
    let parameters = match call.arguments.last().and_then(Argument::as_expression)?.get_inner_expression() {
        Expression::FunctionExpression(function) => &function.params,
        Expression::ArrowFunctionExpression(function) => &function.params,
        _ => return None,
    };
    symbol_of(&parameters.items.get(1)?.pattern)
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
    fn hashes_compared_as_texts_are_noted_once() {
        for (body, start) in [
            (
                "if (crypto.createHmac('sha256', k).update(p).digest('hex') === row.hash) { ok(); }",
                "note `the hash` is",
            ),
            (
                "const made = crypto.createHash('sha512').update(s).digest('hex'); ok(made == row.hash);",
                "note `made` is",
            ),
            (
                "crypto.pbkdf2(p, s, 1, 32, 'sha1', (e, key) => { ok(key.toString('hex') !== row.hash); });",
                "note `the hash`",
            ),
            ("const key = crypto.scryptSync(p, s, 64).toString('hex'); a(key === b.c); a(key === b.d);", "note `key`"),
        ] {
            let found = found(body);
            assert!(found.len() == 1 && found[0].starts_with(start), "{body}: {found:?}");
        }
    }

    #[test]
    fn comparisons_that_take_the_same_time_and_others_are_fine() {
        for body in [
            "ok(crypto.timingSafeEqual(crypto.scryptSync(p, s, 64), row.key));",
            "const made = hash.digest('hex'); if (made === undefined || made.length === 5) { no(); }",
            "ok(row.id === other.id);",
            "bcrypt.compare(p, row.hash, (e, same) => ok(same === true));",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }
}
