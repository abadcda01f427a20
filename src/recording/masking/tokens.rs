//! The stretches of a text that stand for secrets.

use std::ops::Range;

use super::{TOKEN_DIGITS, TOKEN_END, TOKEN_START};

/// Where the masked secrets stand in `text`, in order.
pub(in crate::recording) fn tokens(text: &str) -> Vec<Range<usize>> {
    let token = |(start, _): (usize, &str)| {
        let digits = start + TOKEN_START.len();
        let end = digits + TOKEN_DIGITS + TOKEN_END.len_utf8();
        let hex = text.get(digits..digits + TOKEN_DIGITS)?.bytes().all(|byte| byte.is_ascii_hexdigit());
        (hex && text.get(digits + TOKEN_DIGITS..end)?.starts_with(TOKEN_END)).then_some(start..end)
    };
    text.match_indices(TOKEN_START).filter_map(token).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Mask;
    use super::*;

    #[test]
    fn every_token_is_found_and_nothing_that_only_looks_like_one() {
        let mask = Mask::new(["correct-horse".to_owned()]);
        let text = mask.text("é correct-horse, again correct-horse").into_owned();
        let found: Vec<&str> = tokens(&text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [mask.token("correct-horse"), mask.token("correct-horse")]);
        for other in ["", "‹masked ", "‹masked 3f2a1", "‹masked 3f2aé›", "‹masked zzzzzz›", "‹masked 3f2a3f2›"]
        {
            assert!(tokens(other).is_empty(), "{other}");
        }
    }
}
