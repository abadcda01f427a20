//! L20: the id of a profile is made by chance or by the clock, so it is another one each time (§2.5).

use oxc_ast::ast::Expression;
use oxc_span::GetSpan;

use super::outside::without_version;
use super::profiles::{profiles, property};
use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;
use crate::script::Syntax;

pub(super) const RULE: Rule = Rule {
    id: "L20",
    title: "user_id changes from run to run",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Auth0 knows a user by the id. If it is another one at each login, every login makes a new user, and `login` and \
          `get_user` speak of different ones.",
    fix: "Return the key of the row in the legacy store.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/templates/get-user"],
    checks: &[Check::Text(check)],
};

/// Calls whose answer nobody can foresee.
const CHANCE: [&str; 6] =
    ["Math.random", "Date.now", "crypto.randomUUID", "crypto.randomBytes", "crypto.randomInt", "performance.now"];

/// Modules that make ids up.
const MAKERS: [&str; 6] = ["uuid", "node-uuid", "uuidv4", "nanoid", "shortid", "cuid"];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if !matches!(text.action, Action::Login | Action::GetUser) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for profile in profiles(text.syntax) {
        let key = ["user_id", "id"].into_iter().find_map(|key| Some((key, property(profile, key)?)));
        let Some((key, value)) = key else { continue };
        if let Some(source) = chance(text.syntax, value, 4) {
            let message = format!(
                "`{key}` comes from `{source}`, so `{}` returns another id each time. Return the key of the row instead.",
                text.action
            );
            found.push(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(value.span()))));
        }
    }
    found
}

/// The call that makes a value unforeseeable.
fn chance<'a>(syntax: &Syntax<'a>, value: &Expression<'a>, further: u8) -> Option<String> {
    let further = further.checked_sub(1)?;
    match value.get_inner_expression() {
        Expression::CallExpression(call) => {
            let callee = call.callee.get_inner_expression();
            let path = syntax.path(callee);
            if let Some(path) = path.filter(|path| CHANCE.contains(&path.as_str())) {
                return Some(path);
            }
            let module = syntax.module(callee).or_else(|| Some(syntax.member_of_module(callee)?.0));
            if let Some(module) = module.filter(|module| MAKERS.contains(&without_version(module))) {
                return Some(module.to_owned());
            }
            // `uuid().replace(…)`, `String(uuid())`
            let object = callee.as_member_expression().and_then(|member| chance(syntax, member.object(), further));
            let argument = || call.arguments.first()?.as_expression();
            object.or_else(|| chance(syntax, argument().filter(|_| callee.is_specific_id("String"))?, further))
        }
        Expression::TemplateLiteral(template) => {
            template.expressions.iter().find_map(|each| chance(syntax, each, further))
        }
        Expression::BinaryExpression(binary) => {
            chance(syntax, &binary.left, further).or_else(|| chance(syntax, &binary.right, further))
        }
        Expression::LogicalExpression(logical) => {
            chance(syntax, &logical.left, further).or_else(|| chance(syntax, &logical.right, further))
        }
        Expression::Identifier(name) => chance(syntax, syntax.value_of(syntax.declared(name)?)?, further),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn found(action: Action, body: &str) -> Vec<String> {
        let text = format!("function login(id, password, callback) {{ const {{ v4 }} = require('uuid@8'); {body} }}");
        in_text_of(&connection(), &RULE, action, &text).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn an_id_made_up_is_found_with_its_source() {
        for (body, source) in [
            ("callback(null, { user_id: v4() });", "uuid@8"),
            ("callback(null, { user_id: 'shop|' + Math.random() });", "Math.random"),
            ("const made = `x${Date.now()}`; const profile = { id: made }; callback(null, profile);", "Date.now"),
            ("callback(null, toProfile()); function toProfile() { return { user_id: String(v4()) }; }", "uuid@8"),
            ("callback(null, { user_id: row.id || crypto.randomBytes(8).toString('hex') });", "crypto.randomBytes"),
        ] {
            let found = found(Action::Login, body);
            assert!(found.len() == 1 && found[0].contains(source), "{body}: {found:?}");
        }
    }

    #[test]
    fn ids_of_the_store_and_chance_elsewhere_are_fine() {
        for body in [
            "callback(null, { user_id: row.id.toString(), nonce: v4() });",
            "const made = v4(); ask(made); callback(null, { user_id: String(row.id) });",
        ] {
            assert_eq!(found(Action::Login, body), [""; 0], "{body}");
        }
        assert_eq!(found(Action::Create, "callback(null, { user_id: v4() });"), [""; 0]);
    }
}
