//! The JSON document of `loginscope run --json`, schema `loginscope.run/1`.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

use super::Document;
use crate::findings::Finding;
use crate::flow::{Decision, Facts};
use crate::recording::masking::Mask;
use crate::recording::Recording;
use crate::visible::visible;

/// The document of one operation, masked.
pub fn document(recording: &Recording, facts: &Facts, decision: &Decision, findings: &[Finding], mask: &Mask) -> Value {
    value(&Document::new(recording, facts, decision, findings, mask))
}

/// The document as a JSON value.
pub fn value(document: &Document) -> Value {
    // Every key of the document is text, which is all that serialising to a value asks for.
    serde_json::to_value(document).unwrap_or_default()
}

/// The value as text, indented, ending in a line feed. Characters that would turn the reading direction or hide
/// themselves are escaped like control characters, so that the text is safe to show.
pub fn to_text(value: &Value) -> String {
    safe(&format!("{value:#}\n"))
}

/// The same on one line.
pub fn line_text(value: &Value) -> String {
    safe(&format!("{value}\n"))
}

fn safe(text: &str) -> String {
    let mut out = String::new();
    // JSON's own escapes cover C0, and beyond ASCII only strings hold anything, so each such character may be escaped.
    for character in text.chars() {
        let is_plain = character.is_ascii_whitespace() || character.is_ascii_graphic();
        if !is_plain && matches!(visible(character.encode_utf8(&mut [0; 4])), Cow::Owned(_)) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::super::samples;
    use super::*;

    /// Masks differ from run to run; the snapshot must not.
    fn snapshot(scene: &samples::Scene) -> String {
        samples::without_salt(&to_text(&scene.document()))
    }

    #[test]
    fn a_profile_in_automatic_migration() {
        insta::assert_snapshot!(snapshot(&samples::migration()));
    }

    #[test]
    fn wrong_credentials_in_legacy_authentication() {
        insta::assert_snapshot!(snapshot(&samples::wrong_credentials()));
    }

    #[test]
    fn an_exception_with_its_stack() {
        insta::assert_snapshot!(snapshot(&samples::exception()));
    }

    #[test]
    fn no_callback_at_all() {
        insta::assert_snapshot!(snapshot(&samples::no_callback()));
    }

    #[test]
    fn a_callback_called_twice() {
        insta::assert_snapshot!(snapshot(&samples::second_callback()));
    }

    #[test]
    fn an_answer_that_contradicts_the_store() {
        insta::assert_snapshot!(snapshot(&samples::okpacket()));
    }

    #[test]
    fn a_proxy_over_http() {
        insta::assert_snapshot!(snapshot(&samples::http()));
    }

    #[test]
    fn no_secret_is_in_any_document() {
        for scene in samples::all() {
            let text = to_text(&scene.document());
            for secret in ["correct-horse", "battery-staple", "$2b$", "client-secret-1", "opaque-token"] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }

    #[test]
    fn every_ending_of_every_script_has_a_verdict_and_a_document() {
        for scene in samples::every_ending() {
            let document = scene.document();
            let what = format!("{} {}", scene.recording.operation, document["scripts"][0]["outcome"]);
            assert_ne!(document["decision"]["verdict"], Value::Null, "{what}");
            assert_ne!(document["decision"]["reasons"], json!([]), "{what}");
            assert_eq!(document["decision"]["user_created"] == true, scene.decision.user_created, "{what}");
            let text = to_text(&document);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document, "{what}");
        }
    }

    #[test]
    fn the_text_reads_back_as_the_value_and_hides_nothing() {
        let value = json!({"name": "a\u{202e}b\u{200b}c\u{1b}\u{7f}\u{9b}é😀\u{e0041}\n", "list": []});
        let text = to_text(&value);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert!(text.contains(r"a\u202eb\u200bc\u001b\u007f\u009bé😀\udb40\udc41\n"), "{text}");
        assert!(text.ends_with("}\n"));
    }
}
