//! L29: `get_user` looks for an e-mail alone, though users have other identifiers (§2.5).

use serde_json::Value;

use super::{Check, Finding, Level, Rule, ScriptText};
use crate::connection::{Action, Options};
use crate::rules::Certainty;

pub(super) const RULE: Rule = Rule {
    id: "L29",
    title: "get_user knows e-mails only",
    level: Level::Warning,
    certainty: Certainty::Support,
    why: "`get_user` gets what the user typed. Where user names or phone numbers are identifiers, a lookup by e-mail finds \
          nobody, and sign-up and password reset go wrong.",
    fix: "Look the identifier up in every column it may stand in.",
    sources: &["https://community.auth0.com/t/129297", "https://community.auth0.com/t/183190"],
    checks: &[Check::Text(check)],
};

/// How a lookup by e-mail is written, without white space and quotes.
const BY_EMAIL: [&str; 8] =
    ["email=?", "email=$1", "email=@email", "email=:email", "email)=", "{email:email", "{email}", "users-by-email"];

/// Words that name another identifier.
const OTHERS: [&str; 10] =
    ["username", "user_name", "phone", "nickname", "login_name", "loginname", "mobile", "identifiertype", "@')", "uid"];

fn check(text: &ScriptText<'_>) -> Vec<Finding> {
    let Some(other) = other_identifier(&text.connection.options).filter(|_| text.action == Action::GetUser) else {
        return Vec::new();
    };
    let script = &text.syntax.prepared.original;
    let plain = |line: &str| -> String {
        line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '`' | '"' | '[' | ']')).collect::<String>()
    };
    let lowered = script.to_lowercase();
    if OTHERS.iter().any(|word| lowered.contains(word)) {
        return Vec::new();
    }
    let mut lines = lowered.lines().zip(1..);
    let Some((_, line)) = lines.find(|(line, _)| BY_EMAIL.iter().any(|form| plain(line).contains(form))) else {
        return Vec::new();
    };
    let message = format!(
        "`get_user` looks for an e-mail, but this connection also knows users by {other}, and passes that. Look for both."
    );
    let place = text.syntax.action().map(|action| text.place(action.span));
    vec![Finding::new(RULE.id, Level::Warning, message).at(place.map(|place| crate::recording::Place {
        line,
        column: 1,
        ..place
    }))]
}

/// What else than an e-mail users are known by.
fn other_identifier(options: &Options) -> Option<&'static str> {
    let active = |name: &str| {
        options
            .attributes
            .as_ref()
            .is_some_and(|attributes| attributes[name]["identifier"]["active"] == Value::Bool(true))
    };
    if options.requires_username == Some(true) || active("username") {
        Some("user name")
    } else {
        active("phone_number").then_some("phone number")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::in_text_of;
    use super::*;
    use crate::flow::samples::connection;
    use serde_json::json;

    fn count(usernames: bool, phones: bool, body: &str) -> usize {
        let mut connection = connection();
        connection.options.requires_username = Some(usernames);
        connection.options.attributes = phones.then(|| json!({"phone_number": {"identifier": {"active": true}}}));
        let text = format!("function getUser(email, callback) {{\n{body} }}");
        in_text_of(&connection, &RULE, Action::GetUser, &text).len()
    }

    #[test]
    fn a_lookup_by_e_mail_alone_is_found_where_there_are_other_identifiers() {
        for body in ["ask('SELECT id FROM users WHERE email = ?', [email]);", "users.findOne({ email: email });"] {
            assert_eq!(count(true, false, body), 1, "{body}");
            assert_eq!(count(false, true, body), 1, "{body}");
            assert_eq!(count(false, false, body), 0, "{body}");
        }
    }

    #[test]
    fn a_lookup_by_more_than_the_e_mail_is_fine() {
        for body in ["ask('SELECT id FROM users WHERE email = ? OR username = ?');", "find(email);"] {
            assert_eq!(count(true, false, body), 0, "{body}");
        }
    }
}
