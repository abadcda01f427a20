//! The JSON document of `loginscope check --json`, schema `loginscope.check/1`.

use super::Document;
use crate::report::json::to_text;

/// The document as text.
pub fn render(document: &Document) -> String {
    // Every key of the document is text, which is all that serialising to a value asks for.
    to_text(&serde_json::to_value(document).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::samples::{checked, wanted, without_rule_texts};
    use super::*;

    #[test]
    fn a_document_with_everything_in_it() {
        let text = render(&Document::new(&checked(), &wanted()));
        insta::assert_json_snapshot!(without_rule_texts(serde_json::from_str(&text).unwrap()));
    }
}
