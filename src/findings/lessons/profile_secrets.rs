//! L25: the profile carries a hash or another secret, which tenant administrators can read (§2.4).

use oxc_ast::ast::{Expression, ObjectExpression, ObjectPropertyKind};
use oxc_span::Span;
use serde_json::{Map, Value};

use super::profiles::profiles;
use super::{answered_at, Check, Finding, Level, Rule, ScriptText, Subject};
use crate::connection::Action;
use crate::recording::masking::{looks_secret, names_a_secret};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L25",
    title: "secrets in the profile",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Whatever a script returns becomes part of the profile, which administrators, rules and applications can \
          read.",
    fix: "Build the profile from the fields that are needed, instead of returning the whole row.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/templates/login",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/action-script-best-practices",
    ],
    checks: &[Check::Text(in_text), Check::Runs(check)],
};

fn in_text(text: &ScriptText<'_>) -> Vec<Finding> {
    if !matches!(text.action, Action::Login | Action::GetUser) {
        return Vec::new();
    }
    let mut secrets = Vec::new();
    for profile in profiles(text.syntax) {
        written(profile, &mut secrets);
    }
    secrets
        .into_iter()
        .map(|(name, span)| {
            let message =
                format!("the profile carries `{name}`, which administrators and applications can read. Leave it out.");
            Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)))
        })
        .collect()
}

/// Fields of a written profile that hold secrets by their names.
fn written(object: &ObjectExpression<'_>, secrets: &mut Vec<(String, Span)>) {
    for property in &object.properties {
        let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
        let Some(name) = property.key.static_name() else { continue };
        let value = property.value.get_inner_expression();
        let says_no_secret = value.is_null_or_undefined()
            || matches!(value, Expression::BooleanLiteral(_) | Expression::UnaryExpression(_))
            || matches!(value, Expression::BinaryExpression(binary) if binary.operator.is_compare());
        match value {
            _ if ALLOWED.contains(&name.as_ref()) || says_no_secret => {}
            Expression::ObjectExpression(inner) => written(inner, secrets),
            _ if names_a_secret(&name) => secrets.push((name.into_owned(), property.span)),
            _ => {}
        }
    }
}

/// Auth0 moves the tokens out of sight, and imports the factors.
const ALLOWED: [&str; 3] = ["access_token", "refresh_token", "mfa_factors"];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (run, fields) in subject.profiles() {
        let mut paths = Vec::new();
        for (key, value) in fields.iter().filter(|(key, _)| !ALLOWED.contains(&key.as_str())) {
            collect(key, key, value, &mut paths);
        }
        if paths.is_empty() {
            continue;
        }
        let message = format!(
            "the profile of `{}` carries what looks like a secret: {}. Everything returned is stored in Auth0 and shown \
             to administrators; return only what the profile needs.",
            run.action,
            paths.join(", ")
        );
        found.push(Finding::new(RULE.id, Level::Warning, message).at(answered_at(run)));
    }
    found
}

fn collect(path: &str, key: &str, value: &Value, paths: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.is_empty() && (names_a_secret(key) || looks_secret(text)) => {
            paths.push(format!("`{path}`"));
        }
        Value::Number(_) if names_a_secret(key) => paths.push(format!("`{path}`")),
        Value::Object(fields) => nested(path, fields, paths),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(&format!("{path}[{index}]"), key, item, paths);
            }
        }
        _ => {}
    }
}

fn nested(path: &str, fields: &Map<String, Value>, paths: &mut Vec<String>) {
    for (key, value) in fields {
        collect(&format!("{path}.{key}"), key, value, paths);
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{fires, in_run, in_text_of};
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::recording::samples::answered;
    use crate::recording::OutcomeKind;
    use serde_json::json;

    const HASH: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    #[test]
    fn secrets_are_found_by_key_and_by_look() {
        for (profile, path) in [
            (json!({"password": "x"}), "`password`"),
            (json!({"password_hash": HASH}), "`password_hash`"),
            (json!({"remarks": HASH}), "`remarks`"),
            (json!({"app_metadata": {"api": [{"secret": "x"}]}}), "`app_metadata.api[0].secret`"),
            (json!({"id_token": "x"}), "`id_token`"),
            (json!({"pin_hash": 1234}), "`pin_hash`"),
        ] {
            let message = fires(&RULE, &answered(Action::Login, OutcomeKind::Profile, profile));
            assert!(message.contains(path) && !message.contains(HASH), "{message}");
        }
    }

    #[test]
    fn harmless_fields_are_fine() {
        let profile = json!({
            "user_id": "7", "access_token": "a", "refresh_token": "b", "mfa_factors": [{"totp": {"secret": "JBSWY3DP"}}],
            "has_password": true, "password": null, "last_password_reset": "2026-01-01", "email_verified": true
        });
        assert_eq!(in_run(&RULE, &answered(Action::Login, OutcomeKind::Profile, profile)), []);
    }

    #[test]
    fn secrets_written_into_a_profile_are_found_in_the_text() {
        let count = |profile: &str| {
            let text = format!("function login(id, password, callback) {{ callback(null, {profile}); }}");
            in_text_of(&connection(), &RULE, Action::Login, &text).len()
        };
        for profile in ["{ password: row.password }", "{ app_metadata: { salt: row.salt } }", "{ id, password }"] {
            assert_eq!(count(profile), 1, "{profile}");
        }
        for profile in [
            "{ has_password: !!row.password }",
            "{ access_token: t }",
            "{ password: undefined }",
            "{ email: row.email }",
        ] {
            assert_eq!(count(profile), 0, "{profile}");
        }
    }
}
