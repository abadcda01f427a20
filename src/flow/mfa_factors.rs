//! `mfa_factors` of a profile, imported with the user in automatic migration (M13).

use serde_json::{Map, Value};

const MOST: usize = 10;

/// What is wrong with `mfa_factors`, in words; `None` if it is absent or well formed (§2.4).
pub fn malformed(profile: &Map<String, Value>) -> Option<String> {
    let Value::Array(factors) = profile.get("mfa_factors")? else {
        return Some("`mfa_factors` is no array".to_owned());
    };
    if factors.is_empty() || factors.len() > MOST {
        return Some(format!("`mfa_factors` has {} elements, it must have 1 to {MOST}", factors.len()));
    }
    factors
        .iter()
        .enumerate()
        .find_map(|(index, factor)| wrong_with(factor).map(|wrong| format!("`mfa_factors[{index}]` {wrong}")))
}

fn wrong_with(factor: &Value) -> Option<&'static str> {
    let one = factor.as_object().filter(|fields| fields.len() == 1).and_then(|fields| fields.iter().next());
    match one.map(|(kind, value)| (kind.as_str(), value)) {
        Some(("totp", value)) => (!value["secret"].as_str().is_some_and(is_base32))
            .then_some("has a `totp.secret` that is no Base32 text without padding"),
        Some(("phone", value)) => (!value["value"].as_str().is_some_and(is_phone_number))
            .then_some("has a `phone.value` that is no number in the form +15550100"),
        Some(("email", value)) => (!value["value"].as_str().is_some_and(|email| email.contains('@')))
            .then_some("has an `email.value` that is no e-mail address"),
        _ => Some("must have exactly one of `totp`, `phone`, `email`"),
    }
}

fn is_base32(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
}

/// `+` and up to 15 digits (§2.4).
pub(super) fn is_phone_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn well_formed_factors_pass() {
        for factors in [
            json!({}),
            json!({"mfa_factors": [{"totp": {"secret": "JBSWY3DP"}}]}),
            json!({"mfa_factors": [{"phone": {"value": "+15550100"}}, {"email": {"value": "ada@example.test"}}]}),
        ] {
            assert_eq!(malformed(factors.as_object().unwrap()), None, "{factors}");
        }
    }

    #[test]
    fn malformed_factors_are_named() {
        for (factors, expected) in [
            (json!({"totp": {}}), "`mfa_factors` is no array"),
            (json!([]), "has 0 elements"),
            (json!([{"totp": {"secret": "jbsw"}}]), "`mfa_factors[0]` has a `totp.secret`"),
            (json!([{"totp": {"secret": "JBSWY3DP===="}}]), "Base32"),
            (json!([{"email": {"value": "a@b"}}, {"phone": {"value": "15550100"}}]), "`mfa_factors[1]` has a `phone"),
            (json!([{"phone": {"value": "+1234567890123456"}}]), "phone.value"),
            (json!([{"totp": {"secret": "A"}, "phone": {}}]), "exactly one"),
            (json!(["totp"]), "exactly one"),
        ] {
            let profile = json!({"mfa_factors": factors});
            let wrong = malformed(profile.as_object().unwrap()).unwrap();
            assert!(wrong.contains(expected), "{wrong}");
        }
    }
}
