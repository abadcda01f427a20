//! How long the fields of a normalised profile may be (§2.4).

use serde_json::Value;

use crate::connection::Options;

/// Before the `@`, and altogether (RFC 5321, as the documentation has it).
const EMAIL: (usize, usize) = (64, 254);
/// `name` and `nickname`, as the Management API takes them.
const NAME: usize = 300;
/// The names a person has.
const PART_OF_NAME: usize = 150;
/// A user name where the connection says nothing else.
const USERNAME: usize = 15;
/// A raw id.
const ID: usize = 255;

/// The most characters of `field` if `value` has more; `None` if it is short enough or has no limit.
pub(super) fn exceeded(field: &str, value: &Value, options: &Options) -> Option<usize> {
    let text = value.as_str()?;
    let length = text.chars().count();
    let most = match field {
        "email" => {
            let local = text.rsplit_once('@').map_or(length, |(local, _)| local.chars().count());
            return (local > EMAIL.0).then_some(EMAIL.0).or((length > EMAIL.1).then_some(EMAIL.1));
        }
        "name" | "nickname" => NAME,
        "given_name" | "family_name" => PART_OF_NAME,
        "username" => longest_username(options),
        "user_id" => ID,
        _ => return None,
    };
    (length > most).then_some(most)
}

/// `validation.username.max`, or that of flexible identifiers.
fn longest_username(options: &Options) -> usize {
    let validation = options.other.get("validation").map(|validation| &validation["username"]["max"]);
    let attribute = options.attributes.as_ref().map(|attributes| &attributes["username"]["validation"]["max_length"]);
    let most = validation.into_iter().chain(attribute).find_map(Value::as_u64);
    most.map_or(USERNAME, |most| usize::try_from(most).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_is_as_long_as_the_documentation_allows() {
        let options = Options::default();
        let email = |local: usize, domain: usize| json!(format!("{}@{}", "a".repeat(local), "b".repeat(domain)));
        for (field, value, limit) in [
            ("email", email(64, 189), None),
            ("email", email(65, 10), Some(64)),
            ("email", email(64, 190), Some(254)),
            ("name", json!("é".repeat(300)), None),
            ("nickname", json!("n".repeat(301)), Some(300)),
            ("given_name", json!("n".repeat(151)), Some(150)),
            ("username", json!("n".repeat(16)), Some(15)),
            ("plan", json!("n".repeat(999)), None),
            ("name", json!(7), None),
        ] {
            assert_eq!(exceeded(field, &value, &options), limit, "{field}");
        }
    }

    #[test]
    fn the_connection_may_allow_longer_user_names() {
        let mut options = Options::default();
        options.other.insert("validation".into(), json!({"username": {"min": 1, "max": 20}}));
        assert_eq!(exceeded("username", &json!("n".repeat(20)), &options), None);
        let attributes = json!({"username": {"validation": {"max_length": 30}}});
        let options = Options { attributes: Some(attributes), ..Options::default() };
        assert_eq!(exceeded("username", &json!("n".repeat(31)), &options), Some(30));
    }
}
