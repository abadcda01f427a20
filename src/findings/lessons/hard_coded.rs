//! L31: passwords, keys, connection strings and addresses stand in the script (§8).

use oxc_ast::ast::{AssignmentTarget, BindingPattern, Expression};
use oxc_ast::AstKind;
use oxc_span::{GetSpan, Span};

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::recording::masking::names_a_secret;
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L31",
    title: "hard-coded settings",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "Whoever can read the script, its export or its repository can read what stands in it. The connection's \
          `configuration` is encrypted, and can differ between development and production.",
    fix: "Put the value into the connection's settings and read it as `configuration.NAME`.",
    sources: &[
        "https://auth0.com/docs/authenticate/database-connections/custom-db/create-db-connection",
        "https://auth0.com/docs/authenticate/database-connections/custom-db/custom-database-connections-scripts",
    ],
    checks: &[Check::Text(check)],
};

/// What stands in templates and examples where a real value belongs.
const PLACEHOLDERS: [&str; 29] = [
    "the-",
    "myservice",
    "mycompany",
    "mymongo",
    "your",
    "example",
    "localhost",
    "127.0.0.1",
    "placeholder",
    "changeme",
    "change_me",
    "replace",
    "xxx",
    "***",
    "<",
    "...",
    "mydb",
    "my-",
    "my_",
    "mypass",
    "dummy",
    ".test",
    ".invalid",
    "{",
    "contoso",
    "acme",
    "foo",
    "todo",
    "fake",
];

/// Values that are nothing but their own name.
const SAMPLES: [&str; 13] = [
    "secret",
    "password",
    "passwd",
    "pass",
    "pwd",
    "test",
    "token",
    "apikey",
    "api_key",
    "mysecret",
    "mypassword",
    "root",
    "key",
];

/// Names that speak of a secret without holding one.
const ABOUT: [&str; 9] = ["hash", "salt", "type", "digest", "url", "endpoint", "field", "column", "algorithm"];

/// Properties that name a machine.
const HOSTS: [&str; 4] = ["host", "hostname", "server", "auth0_domain"];

/// Properties that hold the address of an API.
const ADDRESSES: [&str; 6] = ["url", "uri", "baseurl", "endpoint", "apiurl", "apiendpoint"];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for node in text.syntax.nodes().iter() {
        let named = match node.kind() {
            AstKind::ObjectProperty(property) => {
                property.key.static_name().map(|name| (name.into_owned(), &property.value))
            }
            AstKind::VariableDeclarator(declarator) => match (&declarator.id, &declarator.init) {
                (BindingPattern::BindingIdentifier(name), Some(value)) => Some((name.name.to_string(), value)),
                _ => None,
            },
            AstKind::AssignmentExpression(assignment) => match &assignment.left {
                AssignmentTarget::StaticMemberExpression(member) => {
                    Some((member.property.name.to_string(), &assignment.right))
                }
                _ => None,
            },
            _ => None,
        };
        if let Some((name, value)) = named {
            if let Some(literal) = written(value) {
                found.extend(setting(text, &name, literal, value.span()));
            }
        }
        if let AstKind::StringLiteral(literal) = node.kind() {
            found.extend(connection_string(text, &literal.value, literal.span));
        }
        if let AstKind::TemplateLiteral(template) = node.kind() {
            if let Some(cooked) = template.quasis.first().and_then(|first| first.value.cooked.as_ref()) {
                found.extend(connection_string(text, cooked, template.span));
            }
        }
    }
    // A connection string that is the value of `url` is told once.
    let mut places = std::collections::HashSet::new();
    found.sort_by_key(|finding: &Finding| std::cmp::Reverse(finding.level));
    found.retain(|finding| finding.at.as_ref().is_none_or(|place| places.insert((place.line, place.column))));
    found.sort_by_key(|finding| finding.at.as_ref().map(|place| (place.line, place.column)));
    found
}

fn written<'e>(value: &'e Expression<'_>) -> Option<&'e str> {
    match value.get_inner_expression() {
        Expression::StringLiteral(literal) => Some(literal.value.as_str()),
        Expression::TemplateLiteral(template) if template.expressions.is_empty() => {
            Some(template.quasis.first()?.value.cooked.as_ref()?.as_str())
        }
        _ => None,
    }
}

fn setting(text: &ScriptText<'_>, name: &str, value: &str, span: Span) -> Option<Finding> {
    let lower = name.to_ascii_lowercase();
    if value.is_empty()
        || value.starts_with([':', '@', '$', '#', '%', '?'])
        || value.contains("##")
        || value.contains("@@")
    {
        return None;
    }
    let authorization = lower == "authorization" && (value.starts_with("Basic ") || value.starts_with("Bearer "));
    let secret = names_a_secret(name) && !ABOUT.iter().any(|word| lower.contains(word)) && is_secret_like(value);
    if secret && value.starts_with("configuration.") {
        let message = format!(
            "`{name}` holds the name of a setting as text, not its value: take the quotes away, so that it is read from \
             the connection's settings."
        );
        return Some(Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span))));
    }
    if secret || authorization {
        return Some(if is_placeholder(value) {
            let message = format!(
                "`{name}` still has the placeholder of a template. Put the real value into the connection's settings and \
                 read it as `configuration.NAME`."
            );
            Finding::new(RULE.id, Level::Note, message).at(Some(text.place(span)))
        } else {
            let message = format!(
                "`{name}` stands in the script as text. Put it into the connection's settings, where it is encrypted, and \
                 read it as `configuration.NAME`."
            );
            Finding::new(RULE.id, Level::Warning, message).at(Some(text.place(span)))
        });
    }
    let address = ADDRESSES.contains(&lower.replace(['_', '-'], "").as_str())
        && ["http://", "https://", "ldap://", "ldaps://"].iter().any(|scheme| value.starts_with(scheme));
    let host = HOSTS.contains(&lower.as_str()) && value.contains('.') && !value.contains('/');
    if (address || host) && !is_placeholder(value) && !value.contains(char::is_whitespace) {
        let message = format!(
            "the address in `{name}` stands in the script, so it is the same for development and production. Read it as \
             `configuration.NAME`."
        );
        return Some(Finding::new(RULE.id, Level::Note, message).at(Some(text.place(span))));
    }
    None
}

/// A secret is one word, and no name of a kind of thing.
fn is_secret_like(value: &str) -> bool {
    const KINDS: [&str; 12] = [
        "string",
        "text",
        "number",
        "required",
        "id_token",
        "access_token",
        "refresh_token",
        "code",
        "Bearer",
        "none",
        "client_credentials",
        "bearer",
    ];
    !value.contains(char::is_whitespace) && !KINDS.contains(&value) && !value.starts_with("http") && value.len() > 2
}

fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    SAMPLES.contains(&lower.as_str()) || PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

/// `scheme://user:password@host`.
fn connection_string(text: &ScriptText<'_>, value: &str, span: Span) -> Option<Finding> {
    let (scheme, rest) = value.split_once("://")?;
    let (credentials, _) = rest.split_once('@')?;
    let (user, password) = credentials.split_once(':')?;
    let plain = |part: &str| !part.is_empty() && !part.contains(['/', ' ', '$', '{', '<', '@', '#', '%', '?']);
    let named = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
    if !named || !plain(user) || !plain(password) {
        return None;
    }
    let (level, what) = if is_placeholder(password) || is_placeholder(value) {
        (Level::Note, "is a placeholder with user and password")
    } else {
        (Level::Warning, "holds user and password as text")
    };
    let message = format!(
        "this `{scheme}` address {what}. Put the real one into the connection's settings and read it as \
         `configuration.NAME`."
    );
    Some(Finding::new(RULE.id, level, message).at(Some(text.place(span))))
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;

    fn found(body: &str) -> Vec<(Level, String)> {
        let text = format!("function login(id, password, callback) {{ {body} }}");
        let found = in_text_of(&connection(), &RULE, Action::Login, &text);
        found.into_iter().map(|finding| (finding.level, finding.message)).collect()
    }

    #[test]
    fn secrets_are_found_and_not_repeated() {
        for body in [
            "ask({ password: 'hunter22x' });",
            "const API_KEY = 'k-8f73hs';",
            "options.client_secret = 'z8s7d6f5';",
            "ask({ headers: { Authorization: 'Basic YWRhOnB3' } });",
            "ask('mongodb+srv://ada:hunter22x@cluster0.sxv.mongodb.net/users');",
        ] {
            let found = found(body);
            assert_eq!(found.len(), 1, "{body}");
            assert_eq!(found[0].0, Level::Warning, "{body}");
            assert!(!["hunter22x", "8f73hs", "z8s7d6f5", "YWRh"].iter().any(|secret| found[0].1.contains(secret)));
        }
    }

    #[test]
    fn a_setting_in_quotes_is_told_as_such() {
        let found = found("ask({ password: 'configuration.DB_PASSWORD' });");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.contains("take the quotes away"), "{}", found[0].1);
    }

    #[test]
    fn placeholders_and_addresses_are_notes() {
        for body in [
            "ask({ password: 'secret' });",
            "ask('postgres://me:secret@localhost/mydb');",
            "ask({ url: 'https://api.shop.com/login' });",
            "ask({ host: 'db.shop.com' });",
        ] {
            assert_eq!(found(body).iter().map(|found| found.0).collect::<Vec<_>>(), [Level::Note], "{body}");
        }
    }

    #[test]
    fn settings_read_from_the_configuration_and_other_texts_are_fine() {
        for body in [
            "ask({ password: configuration.DB_PASSWORD, host: configuration.HOST });",
            "ask({ password: password, token: row.token });",
            "ask({ host: 'localhost', url: 'https://api.example.com' });",
            "ask({ passwordHash: 'sha256', token_type: 'Bearer', password: ':password' });",
            "ask({ password: 'The password is wrong.' });",
            "ask({ grant_type: 'http://auth0.com/oauth/grant-type/password-realm' });",
            "ask(`https://${host}/a:b@c`);",
        ] {
            assert_eq!(found(body), [], "{body}");
        }
    }
}
