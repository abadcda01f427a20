//! L30: `get_user` checks a password, which it never gets (§2.5).

use oxc_span::Span;

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::Action;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L30",
    title: "get_user checks a password",
    level: Level::Error,
    certainty: Certainty::Documented,
    why: "Auth0 asks `get_user` only whether a user exists, before a sign-up or a reset. It passes no password, so a check \
          of one fails for everybody.",
    fix: "Look the user up by the identifier alone, and check passwords in `login`.",
    sources: &["https://auth0.com/docs/authenticate/database-connections/custom-db/templates/get-user"],
    checks: &[Check::Text(check)],
};

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    if text.action != Action::GetUser {
        return Vec::new();
    }
    let syntax = text.syntax;
    let mut found = Vec::new();
    let mut report = |span: Span, what: &str| {
        let message = format!("`get_user` {what}, but it gets no password. Look the user up by the identifier alone.");
        found.push(Finding::new(RULE.id, Level::Error, message).at(Some(text.place(span))));
    };
    for (_, call) in syntax.calls() {
        let member = syntax.member_of_module(&call.callee);
        let compares = member.as_ref().is_some_and(|(module, member)| {
            module.starts_with("bcrypt") && matches!(member.as_str(), "compare" | "compareSync")
        });
        let path = || syntax.path(&call.callee).is_some_and(|path| path.starts_with("bcrypt.compare"));
        if compares || path() {
            report(call.span, "compares a password with a hash");
        }
    }
    let unresolved = syntax.semantic.scoping().root_unresolved_references();
    let named = unresolved.iter().filter(|(name, _)| **name == "password").flat_map(|(_, places)| places.iter());
    if let Some(first) =
        named.map(|id| syntax.semantic.reference_span(syntax.semantic.scoping().get_reference(*id))).next()
    {
        report(first, "uses `password`, which is declared nowhere");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;

    fn count(action: Action, body: &str) -> usize {
        let text = format!("function getUser(email, callback) {{ const bcrypt = require('bcrypt'); {body} }}");
        in_text_of(&connection(), &RULE, action, &text).len()
    }

    #[test]
    fn a_check_of_a_password_is_found_in_get_user_alone() {
        for body in ["bcrypt.compare('a', row.password, callback);", "ask({ email, password }, callback);"] {
            assert_eq!(count(Action::GetUser, body), 1, "{body}");
            assert_eq!(count(Action::Login, body), 0, "{body}");
        }
        for body in ["ask({ password: configuration.DB_PASSWORD }, callback);", "const password = 1; ask(password);"] {
            assert_eq!(count(Action::GetUser, body), 0, "{body}");
        }
    }
}
