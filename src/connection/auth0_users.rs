//! Users of the Auth0 store, from files: what the Management API lists, what its export writes, what a bulk import
//! takes, the export of password hashes that support gives out, and what loginscope saves itself.
//!
//! All of them become user objects of the Management API, with `password`, `password_hash`, `record` and `origin`
//! beside their fields where the file says something about them.

use std::path::Path;

use serde_json::{json, Map, Value};

use super::error::LoadError;
use super::json_text::parse_json;
use super::model::{Connection, Note, NoteLevel};
use super::text_file::read_text;

/// What may stand under `record`.
const RECORDS: [&str; 4] = ["partial", "without-metadata", "profile", "removed"];

/// Users as a file or a list gave them, and what its reader should know.
#[derive(Debug, Default)]
pub struct ReadUsers {
    users: Vec<Value>,
    notes: Vec<Note>,
    /// The page read last says that there is another one.
    more: bool,
    /// How many users there are altogether, as a page says.
    total: Option<u64>,
}

/// Reads the users in a file: a list, a page `{"users": […]}`, pages or users one a line.
///
/// # Errors
/// When it cannot be read, is none of these, or a user in it is odd; the error says where.
pub fn read_auth0_users(path: &Path) -> Result<ReadUsers, LoadError> {
    read(&read_text(path).map_err(|error| about_users(error, path))?, path)
}

/// What holds of any file is said of a connection elsewhere.
fn about_users(error: LoadError, path: &Path) -> LoadError {
    let said = match error {
        LoadError::Missing { .. } => "does not exist. Check the path; it names a file of users of the Auth0 store",
        LoadError::TooLarge { .. } => {
            "has more than 10 MB. Export the users of this connection alone, or fewer of them"
        }
        LoadError::NotAFile { .. } => "is not a regular file. Give a file of users, as an export writes it",
        LoadError::NotText { .. } => "is not text. If it is compressed (.gz), unpack it first",
        other => return other,
    };
    LoadError::Users { path: path.to_owned(), line: None, message: said.to_owned() }
}

fn read(text: &str, path: &Path) -> Result<ReadUsers, LoadError> {
    let mut read = ReadUsers::default();
    let wrong = |line: Option<usize>, message: String| LoadError::Users { path: path.to_owned(), line, message };
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let one_a_line = first.trim_start().starts_with('{')
        && serde_json::from_str::<Value>(first).is_ok_and(|value| value.is_object())
        && serde_json::from_str::<Value>(text).is_err();
    if one_a_line {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let said = |message| wrong(Some(index + 1), message);
            let value = serde_json::from_str(line).map_err(|error| {
                said(format!("not valid JSON at column {}; each line must hold one user", error.column()))
            })?;
            read.take(value, "", true).map_err(said)?;
        }
    } else {
        read.take(parse_json(text, path, &[])?, "", true).map_err(|message| wrong(None, message))?;
    }
    read.notes.extend(read.lacking().map(|note| note.about(path)));
    Ok(read)
}

impl ReadUsers {
    /// The users of a list in `loginscope.toml`, `name` being what it is called there.
    pub(super) fn listed(users: Vec<Value>, name: &str) -> Result<Vec<Value>, String> {
        let mut read = Self::default();
        for (index, user) in users.into_iter().enumerate() {
            read.take(user, &format!("{name}[{index}]"), false)?;
        }
        Ok(read.users)
    }

    pub(super) fn into_parts(self) -> (Vec<Value>, Vec<Note>) {
        (self.users, self.notes)
    }

    /// Says that the pages are not all there are.
    fn lacking(&self) -> Option<Note> {
        let count = self.users.len();
        let message = match self.total {
            _ if self.more => "There is a page after the last one read (`next`); its users are not known.".to_owned(),
            Some(total) if total > count as u64 => {
                format!("These are {count} of {total} users; the others are not known.")
            }
            _ => return None,
        };
        Some(Note::new(NoteLevel::Warning, message))
    }

    /// Takes whatever stands at `place`: a user, a page, or a list of either where one may stand.
    fn take(&mut self, value: Value, place: &str, in_bulk: bool) -> Result<(), String> {
        match value {
            Value::Array(items) if in_bulk => {
                items.into_iter().enumerate().try_for_each(|(index, item)| {
                    // A list in a list is none that any tool writes.
                    let in_bulk = item.is_object();
                    self.take(item, &format!("{place}[{index}]"), in_bulk)
                })
            }
            Value::Object(mut page) if in_bulk && page.get("users").is_some_and(Value::is_array) => {
                self.more = page.get("next").is_some_and(Value::is_string);
                self.total = page.get("total").and_then(Value::as_u64).or(self.total);
                let users = page.remove("users").unwrap_or_default();
                self.take(users, &format!("{}users", joined(place)), true)
            }
            Value::Object(fields) if fields.contains_key("statusCode") && !fields.contains_key("user_id") => {
                let said = fields.get("message").and_then(Value::as_str).unwrap_or("without a word");
                Err(format!("this is an error of the Management API, not a list of users: {said}. Fetch them again"))
            }
            Value::Object(fields) => {
                let user = normalised(fields);
                check(&user, place)?;
                self.users.push(Value::Object(user));
                Ok(())
            }
            other => Err(format!(
                "{} is {}; a user is an object of the Management API, {{\"user_id\": …, \"email\": …}}",
                named(place, "the file"),
                described(&other)
            )),
        }
    }
}

/// The export of password hashes has its own names: `passwordHash`, `connection`, and the raw id under `alt_id`, or
/// `_id` where Auth0 gave it.
fn normalised(mut user: Map<String, Value>) -> Map<String, Value> {
    let hash = user.remove("passwordHash");
    if hash.is_none() && !user.contains_key("_id") {
        return user;
    }
    let given = user.remove("_id").and_then(|id| id["$oid"].as_str().map(str::to_owned));
    let raw = user.remove("alt_id").and_then(|id| id.as_str().map(str::to_owned)).or(given);
    if let (Some(raw), false) = (&raw, user.contains_key("user_id")) {
        user.insert("user_id".into(), json!(format!("auth0|{raw}")));
    }
    if let Some(connection) = user.remove("connection").filter(Value::is_string) {
        let identity = json!({"connection": connection, "provider": "auth0", "user_id": raw, "isSocial": false});
        user.entry("identities").or_insert(json!([identity]));
    }
    if let Some(Value::Array(identifiers)) = user.remove("identifiers") {
        for identifier in &identifiers {
            let key = match identifier["type"].as_str() {
                Some("phone") => "phone_number",
                Some(key @ ("email" | "username")) => key,
                _ => continue,
            };
            user.entry(key).or_insert(identifier["value"].clone());
        }
    }
    ["tenant", "password_set_date", "_tmp_is_unique", "version"].iter().for_each(|key| {
        user.shift_remove(*key);
    });
    user.insert("password_hash".into(), hash.unwrap_or(Value::Null));
    user
}

/// Refuses a user nobody could be found by, and fields of another kind than the Management API's.
fn check(user: &Map<String, Value>, place: &str) -> Result<(), String> {
    const TEXTS: [&str; 5] = ["user_id", "email", "username", "phone_number", "password"];
    const OBJECTS: [&str; 3] = ["user_metadata", "app_metadata", "custom_password_hash"];
    let wrong = |key: &str, value: &Value, wanted: &str| {
        Err(format!("`{}{key}` is {}; it must be {wanted}", joined(place), described(value)))
    };
    let given = |key: &str| user.get(key).filter(|value| !value.is_null());
    for key in TEXTS.into_iter().chain(["password_hash"]) {
        if let Some(value) = given(key).filter(|value| !value.is_string()) {
            return wrong(key, value, "a text");
        }
    }
    for key in OBJECTS {
        if let Some(value) = given(key).filter(|value| !value.is_object()) {
            return wrong(key, value, "an object");
        }
    }
    if let Some(value) = given("identities").filter(|value| !value.is_array()) {
        return wrong("identities", value, "a list");
    }
    if let Some(value) = given("record").filter(|value| !value.as_str().is_some_and(|word| RECORDS.contains(&word))) {
        return wrong("record", value, "one of \"partial\", \"without-metadata\", \"profile\" and \"removed\"");
    }
    if let Some(value) = given("origin").filter(|value| value.as_str() != Some("bulk")) {
        return wrong("origin", value, "\"bulk\", or left out");
    }
    if TEXTS[..4].iter().all(|key| given(key).is_none()) {
        return Err(format!(
            "{} has neither `user_id` nor `email`, `username` or `phone_number`; give one of them",
            named(place, "the user")
        ));
    }
    Ok(())
}

fn joined(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!("{place}.")
    }
}

fn named(place: &str, otherwise: &str) -> String {
    if place.is_empty() {
        otherwise.to_owned()
    } else {
        format!("`{place}`")
    }
}

fn described(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "another text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Those of the users that have an identity in the connection of this name; a user without `identities` counts as one.
pub fn users_of<'u>(users: &'u [Value], connection: &'u str) -> impl Iterator<Item = &'u Value> {
    users.iter().filter(move |user| match user["identities"].as_array() {
        Some(identities) if !identities.is_empty() => {
            identities.iter().any(|identity| identity["connection"].as_str() == Some(connection))
        }
        _ => true,
    })
}

impl Connection {
    /// Puts more users into the Auth0 store of this connection.
    pub fn add_auth0_users(&mut self, read: &ReadUsers, path: &Path) {
        self.settings.auth0_users.extend(read.users.iter().cloned());
        self.notes.extend(read.notes.iter().cloned());
        self.notes.extend(left_out(&read.users, &self.name).map(|note| note.about(path)));
    }
}

/// Says how many of the users have nothing to do with the connection.
pub(super) fn left_out(users: &[Value], connection: &str) -> Option<Note> {
    let strangers = users.len() - users_of(users, connection).count();
    let message = match strangers {
        0 => return None,
        1 => format!("One of {} users is left out: it has no identity in `{connection}`.", users.len()),
        _ => format!("{strangers} of {} users are left out: they have no identity in `{connection}`.", users.len()),
    };
    Some(Note::new(NoteLevel::Note, message))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn users(text: &str) -> Vec<Value> {
        read(text, Path::new("users.json")).unwrap().users
    }

    fn emails(text: &str) -> Vec<String> {
        users(text).iter().map(|user| user["email"].as_str().unwrap_or("none").to_owned()).collect()
    }

    #[test]
    fn every_form_of_a_list_is_read() {
        for text in [
            r#"[{"email": "a@x.test"}, {"email": "b@x.test"}]"#,
            r#"{"users": [{"email": "a@x.test"}, {"email": "b@x.test"}], "start": 0, "limit": 50, "total": 2}"#,
            r#"{"users": [{"email": "a@x.test"}, {"email": "b@x.test"}], "next": "Mg"}"#,
            r#"[{"users": [{"email": "a@x.test"}], "next": "Mg"}, {"users": [{"email": "b@x.test"}]}]"#,
            "{\"email\": \"a@x.test\"}\n\n{\"email\": \"b@x.test\"}\r\n",
            "{\"users\": [{\"email\": \"a@x.test\"}], \"next\": \"Mg\"}\n{\"users\": [{\"email\": \"b@x.test\"}]}",
        ] {
            assert_eq!(emails(text), ["a@x.test", "b@x.test"], "{text}");
        }
        assert_eq!(emails("{\n \"email\": \"a@x.test\"\n}"), ["a@x.test"]);
        assert!(emails("[]").is_empty());
    }

    #[test]
    fn a_user_of_the_export_of_password_hashes_gets_the_names_of_the_management_api() {
        let line = r#"{"_id": {"$oid": "5d1"}, "email": "a@x.test", "email_verified": true, "passwordHash": "$2b$10$x",
            "tenant": "t", "connection": "shop", "_tmp_is_unique": true, "alt_id": "club|7",
            "identifiers": [{"type": "email", "value": "other@x.test"}, {"type": "username", "value": "ada"}]}"#;
        let line = line.replace('\n', " ");
        assert_eq!(
            users(&line),
            [json!({"email": "a@x.test", "email_verified": true, "user_id": "auth0|club|7", "identities":
                [{"connection": "shop", "provider": "auth0", "user_id": "club|7", "isSocial": false}],
                "username": "ada", "password_hash": "$2b$10$x"})]
        );
        assert_eq!(users(r#"[{"_id": {"$oid": "5d1"}}]"#)[0]["user_id"], "auth0|5d1");
    }

    #[test]
    fn what_is_odd_is_named_with_its_place() {
        for (text, said) in [
            ("", "users.json:1:1: not valid JSON: the file is empty. Correct it there, or export it again."),
            ("[{\"email\": }]", "users.json:1:12: not valid JSON: a value is missing here. Correct it there, or export it again."),
            ("7", "users.json: the file is a number; a user is an object of the Management API, {\"user_id\": …, \"email\": …}."),
            ("[7]", "users.json: `[0]` is a number; a user is an object of the Management API, {\"user_id\": …, \"email\": …}."),
            ("[[]]", "users.json: `[0]` is a list; a user is an object of the Management API, {\"user_id\": …, \"email\": …}."),
            ("{\"users\": [{\"email\": 7}]}", "users.json: `users[0].email` is a number; it must be a text."),
            ("{\"email\": \"a@x.test\"}\n{\"email\"", "users.json:2: not valid JSON at column 8; each line must hold one user."),
            ("{\"email\": \"a@x.test\"}\n{\"user_id\": []}", "users.json:2: `user_id` is a list; it must be a text."),
            ("[{\"name\": \"Ada\"}]", "users.json: `[0]` has neither `user_id` nor `email`, `username` or `phone_number`; give one of them."),
            ("[{\"email\": \"a\", \"record\": \"half\"}]", "users.json: `[0].record` is another text; it must be one of \"partial\", \"without-metadata\", \"profile\" and \"removed\"."),
            ("[{\"email\": \"a\", \"origin\": 1}]", "users.json: `[0].origin` is a number; it must be \"bulk\", or left out."),
            ("[{\"email\": \"a\", \"app_metadata\": \"x\"}]", "users.json: `[0].app_metadata` is another text; it must be an object."),
            ("{\"statusCode\": 401, \"message\": \"Invalid token\"}", "users.json: this is an error of the Management API, not a list of users: Invalid token. Fetch them again."),
        ] {
            assert_eq!(read(text, Path::new("users.json")).unwrap_err().to_string(), said, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(read(&deep, Path::new("users.json")).is_err());
    }

    #[test]
    fn pages_that_are_missing_and_users_of_others_are_counted() {
        let notes = |text: &str| {
            let read = read(text, Path::new("users.json")).unwrap();
            let strangers = left_out(&read.users, "shop").map(|note| note.to_string());
            read.notes.iter().map(ToString::to_string).chain(strangers).collect::<Vec<_>>()
        };
        assert_eq!(
            notes(r#"{"users": [], "next": "Mg"}"#),
            ["warning: There is a page after the last one read (`next`); its users are not known. (users.json)"]
        );
        assert_eq!(
            notes(r#"[{"users": [], "next": "Mg"}, {"users": [{"email": "a"}], "total": 9}]"#),
            ["warning: These are 1 of 9 users; the others are not known. (users.json)"]
        );
        let two = r#"[{"email": "a", "identities": [{"connection": "crm"}]}, {"email": "b"}]"#;
        assert_eq!(notes(two), ["note: One of 2 users is left out: it has no identity in `shop`."]);
    }
}
