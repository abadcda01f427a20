//! The arguments a script is called with, all but `callback`.

use serde_json::{json, Map, Value};

use crate::connection::{Action, Connection};
use crate::flow::{About, Facts, Inputs, Operation, Step, Via};

/// One argument before `callback`.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// What it is, in the documentation's words: `identifier`, `newPassword`, `context` …
    pub name: &'static str,
    /// The value passed.
    pub value: Value,
    /// The whole value must be masked when shown. (A password inside `user` is masked by its key.)
    pub secret: bool,
}

/// An input that an operation needs and nobody gave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{who}` needs {input}: give {option}, or set `{key}` under {table} in loginscope.toml")]
pub struct MissingInput {
    /// The script, or the operation that asks for it before any script runs.
    pub who: String,
    /// What is missing, in words.
    pub input: &'static str,
    /// The command line option.
    pub option: &'static str,
    /// The key in `loginscope.toml`.
    pub key: &'static str,
    /// The table of that key, as written in the file.
    pub table: String,
}

/// What can be missing: in words, the option, the key.
type Wanted = (&'static str, &'static str, &'static str);

const IDENTIFIER: Wanted = ("an e-mail or user name", "--email or --username", "email");
const EMAIL: Wanted = ("an e-mail", "--email", "email");
const USERNAME: Wanted = ("a user name (the connection requires one)", "--username", "username");
const PASSWORD: Wanted = ("a password", "--password-stdin or --password", "password");
const NEW_PASSWORD: Wanted = ("a new password", "--new-password", "new_password");
const NEW_EMAIL: Wanted = ("a new e-mail", "--new-email", "new_email");
const NEW_USERNAME: Wanted = ("a new user name", "--set new_username=NAME", "new_username");
const NEW_PHONE_NUMBER: Wanted = ("a new phone number", "--set new_phone_number=+1…", "new_phone_number");
const USER_ID: Wanted = ("a user id without `auth0|`", "--user-id", "user_id");

/// `change_email` with this many declared parameters expects the context.
const CHANGE_EMAIL_WITH_CONTEXT: usize = 5;

/// The tenant name that `create` sees when none is given with `--set tenant=…`.
const TENANT: &str = "loginscope";

/// What the dashboard and the Management API put in place of an application's id (§2.6).
const API_CLIENT: &str = "API key";

/// The application that a sign-up on a page comes from when none is given with `--set client_id=…`.
const PAGE_CLIENT: &str = "loginscope-application";

/// The arguments of a script within the operation of `facts`, `callback` not included (§2.1).
///
/// `declared` is the number of parameters the script declares, where known: the sources disagree whether `change_email`
/// gets the context, and by default it does if it has room for it (X7).
///
/// # Errors
/// The first input that is missing.
pub fn arguments(
    facts: &Facts,
    step: Step,
    connection: &Connection,
    declared: Option<usize>,
) -> Result<Vec<Argument>, MissingInput> {
    let (action, inputs) = (step.action, &facts.inputs);
    let missing = |wanted| missing(action.key(), facts.operation, wanted);
    let open = |name, value: Value| Argument { name, value, secret: false };
    let text = |name, value: &str| open(name, json!(value));
    let secret = |name, value: &str| Argument { name, value: json!(value), secret: true };

    let subject = || subject(facts, step).ok_or_else(|| missing(IDENTIFIER));
    let address = || address(facts).ok_or_else(|| missing(IDENTIFIER));
    let password = || inputs.password().ok_or_else(|| missing(PASSWORD));

    let mut arguments = match action {
        Action::Login => vec![text("identifier", &subject()?), secret("password", password()?)],
        Action::GetUser => vec![text("identifier", &subject()?)],
        Action::Create => vec![open("user", user(facts, connection, &missing)?)],
        Action::Verify => vec![text("email", &address()?)],
        Action::ChangePassword => {
            let new = inputs.new_password().ok_or_else(|| missing(NEW_PASSWORD))?;
            vec![text("email", &subject()?), secret("newPassword", new)]
        }
        Action::ChangeEmail => {
            let email = address()?;
            // Where only the flag changes, the address stays what it is.
            let new = match (&inputs.new_email, inputs.more.get("verified")) {
                (Some(new), _) => new.clone(),
                (None, Some(_)) => email.clone(),
                (None, None) => return Err(missing(NEW_EMAIL)),
            };
            let verified = inputs.verified().unwrap_or(Value::Bool(false));
            vec![text("email", &email), text("newEmail", &new), open("verified", verified)]
        }
        Action::Delete => {
            let known = facts.subject().and_then(|known| known.user.raw_id());
            let given = inputs.user_id.as_deref().map(|id| id.strip_prefix("auth0|").unwrap_or(id).to_owned());
            vec![text("id", &known.or(given).ok_or_else(|| missing(USER_ID))?)]
        }
        Action::ChangeUsername => {
            let new = inputs.more_text("new_username").ok_or_else(|| missing(NEW_USERNAME))?;
            vec![text("identifier", &subject()?), text("newUsername", &new)]
        }
        Action::ChangePhoneNumber => {
            let new = inputs.more_text("new_phone_number").ok_or_else(|| missing(NEW_PHONE_NUMBER))?;
            vec![text("identifier", &subject()?), text("newPhoneNumber", &new)]
        }
    };
    if connection.has_context() && (action != Action::ChangeEmail || change_email_has_context(facts, declared)) {
        // `delete` always gets an empty object (§2.10).
        let context = inputs.context.clone().filter(|_| action != Action::Delete);
        arguments.push(open("context", context.unwrap_or_else(|| json!({}))));
    }
    Ok(arguments)
}

/// An input that the operation needs whichever scripts it asks.
///
/// # Errors
/// The input that is missing.
pub fn needed(facts: &Facts) -> Result<(), MissingInput> {
    let inputs = &facts.inputs;
    let who = facts.operation.to_string();
    let wants = |there: bool, wanted| {
        if there {
            Ok(())
        } else {
            Err(missing(&who, facts.operation, wanted))
        }
    };
    let identified = inputs.identifier().is_some() || facts.known.is_some();
    match facts.operation {
        // A login says it in the name of its script.
        Operation::Login | Operation::Script(_) => Ok(()),
        Operation::SignUp => {
            let with_email = inputs.email.is_some() || facts.options.attributes.is_some() && identified;
            wants(with_email, EMAIL)?;
            wants(inputs.password.is_some(), PASSWORD)
        }
        Operation::ResetPassword => {
            wants(identified, IDENTIFIER)?;
            let stops_before = facts.circumstances.interruption == Some(crate::flow::Interruption::Link);
            wants(stops_before || inputs.new_password.is_some(), NEW_PASSWORD)
        }
        Operation::ChangePassword => {
            wants(identified, IDENTIFIER)?;
            wants(inputs.new_password.is_some(), NEW_PASSWORD)
        }
        Operation::VerifyEmail => wants(identified, IDENTIFIER),
        Operation::ChangeEmail => {
            wants(identified, IDENTIFIER)?;
            wants(inputs.new_email.is_some() || inputs.more.contains_key("verified"), NEW_EMAIL)
        }
        Operation::ChangeUsername => {
            wants(identified, IDENTIFIER)?;
            wants(inputs.more_text("new_username").is_some(), NEW_USERNAME)
        }
        Operation::ChangePhoneNumber => {
            wants(identified, IDENTIFIER)?;
            wants(inputs.more_text("new_phone_number").is_some(), NEW_PHONE_NUMBER)
        }
        Operation::DeleteUser => wants(identified || inputs.user_id.is_some(), USER_ID),
    }
}

/// A login that the Auth0 store answers needs a password, too.
pub(super) fn password_of_login(facts: &Facts) -> MissingInput {
    missing(Action::Login.key(), facts.operation, PASSWORD)
}

fn missing(who: &str, operation: Operation, (input, option, key): Wanted) -> MissingInput {
    MissingInput { who: who.to_owned(), input, option, key, table: operation.inputs_table() }
}

/// Whom a script is asked about: what was typed, else how the Auth0 store calls the user.
pub(super) fn subject(facts: &Facts, step: Step) -> Option<String> {
    if step.about == About::NewValue {
        return facts.new_value();
    }
    let known = facts.subject().map(|known| &known.user);
    // A phone number is looked for by itself (§2.9).
    if facts.operation == Operation::ChangePhoneNumber && step.action == Action::GetUser {
        let held = known.and_then(|user| user.text("phone_number")).map(str::to_owned);
        if let Some(phone) = held.or_else(|| facts.inputs.more_text("phone_number")) {
            return Some(phone);
        }
    }
    let held = || known.and_then(|user| user.text("email").or_else(|| user.text("username"))).map(str::to_owned);
    facts.inputs.identifier().map(str::to_owned).or_else(held)
}

/// The user's e-mail: as the Auth0 store has it, else as typed.
fn address(facts: &Facts) -> Option<String> {
    let held = facts.subject().and_then(|known| known.user.text("email"));
    held.or(facts.inputs.email.as_deref()).or(facts.inputs.identifier()).map(str::to_owned)
}

fn change_email_has_context(facts: &Facts, declared: Option<usize>) -> bool {
    match facts.variants.choice("X7") {
        "always" => true,
        "never" => false,
        _ => declared == Some(CHANGE_EMAIL_WITH_CONTEXT),
    }
}

/// The `user` object of `create` (§2.6).
fn user(
    facts: &Facts,
    connection: &Connection,
    missing: &impl Fn(Wanted) -> MissingInput,
) -> Result<Value, MissingInput> {
    let inputs: &Inputs = &facts.inputs;
    let on_a_page = facts.operation == Operation::SignUp && facts.circumstances.via == Via::Page;
    let mut user = Map::new();
    user.insert("client_id".into(), json!(if on_a_page { PAGE_CLIENT } else { API_CLIENT }));
    user.insert("tenant".into(), json!(TENANT));
    match &inputs.email {
        Some(email) => {
            user.insert("email".into(), json!(email));
        }
        // With flexible identifiers the e-mail may be optional (§2.4).
        None if facts.options.attributes.is_some() => {}
        None => return Err(missing(EMAIL)),
    }
    user.insert("password".into(), json!(inputs.password().ok_or_else(|| missing(PASSWORD))?));
    user.insert("connection".into(), json!(connection.name));
    match &inputs.username {
        Some(username) => {
            user.insert("username".into(), json!(username));
        }
        None if connection.options.requires_username == Some(true) => return Err(missing(USERNAME)),
        None => {}
    }
    user.extend(inputs.more.iter().map(|(key, value)| (key.clone(), value.clone())));
    Ok(Value::Object(user))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connection::Mode;
    use crate::flow::samples::{connection, inputs};
    use crate::flow::{Circumstances, Situation};

    fn of(
        operation: Operation,
        step: Step,
        connection: &Connection,
        inputs: &Inputs,
        declared: Option<usize>,
    ) -> Result<Vec<Argument>, MissingInput> {
        let facts = Facts::new(connection, Situation::of(connection, operation, inputs.clone()));
        arguments(&facts, step, connection, declared)
    }

    fn names(action: Action, context: bool, declared: Option<usize>) -> Vec<&'static str> {
        let mut connection = connection();
        connection.options.enable_script_context = Some(context);
        let mut inputs = inputs();
        inputs.new_password = Some("battery-staple".to_owned().into());
        inputs.new_email = Some("ada@new.example.test".into());
        inputs.user_id = Some("7".into());
        inputs.more.insert("new_username".into(), json!("countess"));
        inputs.more.insert("new_phone_number".into(), json!("+15550100"));
        let arguments = of(Operation::Script(action), Step::of(action), &connection, &inputs, declared).unwrap();
        arguments.iter().map(|argument| argument.name).collect()
    }

    #[test]
    fn every_script_gets_what_its_signature_says() {
        for (action, expected) in [
            (Action::Login, &["identifier", "password"][..]),
            (Action::GetUser, &["identifier"]),
            (Action::Create, &["user"]),
            (Action::Verify, &["email"]),
            (Action::ChangePassword, &["email", "newPassword"]),
            (Action::Delete, &["id"]),
            (Action::ChangeUsername, &["identifier", "newUsername"]),
            (Action::ChangePhoneNumber, &["identifier", "newPhoneNumber"]),
        ] {
            assert_eq!(names(action, false, None), expected, "{action}");
            assert_eq!(names(action, true, None), [expected, &["context"]].concat(), "{action} with context");
        }
    }

    #[test]
    fn change_email_gets_the_context_only_if_it_has_room_for_it() {
        let short = ["email", "newEmail", "verified"];
        assert_eq!(names(Action::ChangeEmail, false, Some(5)), short);
        assert_eq!(names(Action::ChangeEmail, true, Some(4)), short);
        assert_eq!(names(Action::ChangeEmail, true, None), short);
        assert_eq!(names(Action::ChangeEmail, true, Some(5)), ["email", "newEmail", "verified", "context"]);
    }

    #[test]
    fn the_context_is_empty_without_an_organization_and_always_for_delete() {
        let mut connection = connection();
        connection.options.enable_script_context = Some(true);
        let mut inputs = Inputs { user_id: Some("7".into()), ..inputs() };
        let last = |action, inputs: &Inputs| {
            let all = of(Operation::Script(action), Step::of(action), &connection, inputs, None).unwrap();
            all.last().unwrap().value.clone()
        };
        assert_eq!(last(Action::Login, &inputs), json!({}));
        inputs.context = Some(json!({"organization": {"id": "org_1"}}));
        assert_eq!(last(Action::Login, &inputs), json!({"organization": {"id": "org_1"}}));
        assert_eq!(last(Action::Delete, &inputs), json!({}));
    }

    #[test]
    fn create_gets_the_user_object_with_further_fields() {
        let mut inputs = inputs();
        inputs.username = Some("ada".into());
        inputs.more.insert("user_metadata".into(), json!({"plan": "free"}));
        let operation = Operation::Script(Action::Create);
        let arguments = of(operation, Step::of(Action::Create), &connection(), &inputs, None).unwrap();
        assert_eq!(
            arguments[0].value,
            json!({"client_id": "API key", "tenant": "loginscope", "email": "ada@example.test",
                "password": "correct-horse", "connection": "legacy-users", "username": "ada",
                "user_metadata": {"plan": "free"}})
        );
    }

    #[test]
    fn only_passwords_are_secret_as_a_whole() {
        let arguments = of(Operation::Login, Step::of(Action::Login), &connection(), &inputs(), None).unwrap();
        assert_eq!(arguments.iter().map(|argument| argument.secret).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn a_missing_input_is_named_with_its_option_and_its_key() {
        let error = |operation: Operation, inputs: &Inputs, connection: &Connection| {
            of(operation, Step::of(operation.action()), connection, inputs, None).unwrap_err().to_string()
        };
        let none = Inputs::default();
        assert_eq!(
            error(Operation::Login, &none, &connection()),
            "`login` needs an e-mail or user name: give --email or --username, or set `email` under [inputs.login] in \
             loginscope.toml"
        );
        assert_eq!(
            error(Operation::Script(Action::Delete), &none, &connection()),
            "`delete` needs a user id without `auth0|`: give --user-id, or set `user_id` under \
             [inputs.\"script:delete\"] in loginscope.toml"
        );
        let mut with_usernames = connection();
        with_usernames.options.requires_username = Some(true);
        assert!(error(Operation::Script(Action::Create), &inputs(), &with_usernames).contains("--username"));
    }

    #[test]
    fn verified_given_as_text_becomes_a_boolean() {
        for (given, passed) in
            [(json!("true"), json!(true)), (json!(false), json!(false)), (json!("yes"), json!("yes"))]
        {
            let mut inputs = inputs();
            inputs.more.insert("verified".into(), given);
            let step = Step::of(Action::ChangeEmail);
            let arguments = of(Operation::ChangeEmail, step, &connection(), &inputs, None).unwrap();
            assert_eq!(arguments[2].value, passed);
            assert_eq!(arguments[1].value, "ada@example.test", "only the flag changes");
        }
    }

    #[test]
    fn a_script_asked_about_the_new_value_gets_that() {
        let mut inputs = inputs();
        inputs.new_email = Some("ada@new.example.test".into());
        inputs.more.insert("new_username".into(), json!("countess"));
        inputs.more.insert("new_phone_number".into(), json!(15_550_100));
        for (operation, asked) in [
            (Operation::ChangeEmail, "ada@new.example.test"),
            (Operation::ChangeUsername, "countess"),
            (Operation::ChangePhoneNumber, "15550100"),
        ] {
            let step = Step::of_new_value(Action::GetUser);
            assert_eq!(of(operation, step, &connection(), &inputs, None).unwrap()[0].value, asked);
            let step = Step::of(Action::GetUser);
            assert_eq!(of(operation, step, &connection(), &inputs, None).unwrap()[0].value, "ada@example.test");
        }
    }

    #[test]
    fn a_user_of_the_auth0_store_is_passed_as_it_is_held_there() {
        let mut connection = connection();
        connection.settings.auth0_users =
            vec![json!({"user_id": "auth0|shop|7", "email": "Ada@example.test", "phone_number": "+15550199"})];
        let first = |operation: Operation, step| {
            of(operation, step, &connection, &inputs(), None).map(|arguments| arguments[0].value.clone())
        };
        assert_eq!(first(Operation::DeleteUser, Step::of(Action::Delete)), Ok(json!("shop|7")));
        assert_eq!(first(Operation::VerifyEmail, Step::of(Action::Verify)), Ok(json!("Ada@example.test")));
        let old_number = first(Operation::ChangePhoneNumber, Step::of(Action::GetUser));
        assert_eq!(old_number, Ok(json!("+15550199")));
        let alone = first(Operation::Script(Action::Verify), Step::of(Action::Verify));
        assert_eq!(alone, Ok(json!("ada@example.test")), "played alone a script gets what was typed");
    }

    #[test]
    fn create_is_told_which_application_the_sign_up_comes_from() {
        let connection = connection();
        for (via, client) in [(Via::Page, "loginscope-application"), (Via::Api, "API key")] {
            let situation = Situation::of(&connection, Operation::SignUp, inputs());
            let circumstances = Circumstances { via, ..Circumstances::default() };
            let facts = Facts::new(&connection, Situation { circumstances, ..situation });
            let user = arguments(&facts, Step::of(Action::Create), &connection, None).unwrap();
            assert_eq!(user[0].value["client_id"], client);
        }
    }

    #[test]
    fn variant_x7_decides_whether_change_email_gets_the_context() {
        let mut connection = connection();
        connection.options.enable_script_context = Some(true);
        let inputs = Inputs { new_email: Some("ada@new.example.test".into()), ..inputs() };
        for (reading, declared, count) in [("always", 4, 4), ("never", 5, 3), ("arity", 5, 4), ("arity", 4, 3)] {
            connection.settings.variants.insert("X7".into(), json!(reading));
            let step = Step::of(Action::ChangeEmail);
            let arguments = of(Operation::ChangeEmail, step, &connection, &inputs, Some(declared)).unwrap();
            assert_eq!(arguments.len(), count, "{reading} {declared}");
        }
    }

    #[test]
    fn an_operation_says_what_it_needs_before_any_script_runs() {
        let connection = connection();
        let says = |operation, mode, inputs| {
            let situation = Situation { mode, ..Situation::of(&connection, operation, inputs) };
            needed(&Facts::new(&connection, situation)).map_err(|missing| missing.to_string())
        };
        for mode in [Mode::LegacyAuthentication, Mode::AutomaticMigration] {
            let error = says(Operation::ResetPassword, mode, inputs()).unwrap_err();
            assert!(error.starts_with("`reset-password` needs a new password: give --new-password"), "{error}");
            let error = says(Operation::ChangePhoneNumber, mode, inputs()).unwrap_err();
            assert!(error.contains("--set new_phone_number"), "{error}");
            assert_eq!(says(Operation::SignUp, mode, inputs()), Ok(()));
            let error = says(Operation::DeleteUser, mode, Inputs::default()).unwrap_err();
            assert!(error.contains("under [inputs.delete-user]"), "{error}");
        }
    }
}
