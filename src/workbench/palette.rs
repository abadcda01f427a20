//! Finding something in a list by a few of its letters.

/// How well `wanted` fits `text`, higher is better; `None` if its letters do not stand in it in order.
///
/// Letters at the start of words count most, letters in a row more than scattered ones. Case does not matter.
pub fn score(wanted: &str, text: &str) -> Option<i32> {
    let mut total = 0;
    let mut previous: Option<char> = None;
    let mut in_a_row = false;
    let mut rest = text.chars();
    for letter in wanted.chars().filter(|c| !c.is_whitespace()) {
        let mut skipped = 0;
        loop {
            let found = rest.next()?;
            let start = previous.is_none_or(|before| !before.is_alphanumeric());
            previous = Some(found);
            if found.to_lowercase().eq(letter.to_lowercase()) {
                total += 1 + if start { 8 } else { 0 } + if in_a_row && skipped == 0 { 5 } else { 0 };
                in_a_row = true;
                break;
            }
            skipped += 1;
            in_a_row = false;
        }
        total -= skipped.min(3);
    }
    Some(total)
}

/// Indices of the texts that fit, the best first; all in their own order if nothing is wanted.
pub fn matching<'t>(wanted: &str, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
    let mut found: Vec<(i32, usize)> = texts
        .into_iter()
        .enumerate()
        .filter_map(|(index, text)| score(wanted, text).map(|score| (score, index)))
        .collect();
    if !wanted.trim().is_empty() {
        found.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
    }
    found.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_of_words_win() {
        let texts = ["Step over", "Stop", "Set a breakpoint", "Scroll left"];
        assert_eq!(matching("so", texts)[0], 0);
        assert_eq!(matching("stop", texts), [1]);
        assert_eq!(matching("BREAK", texts), [2]);
        assert_eq!(matching("", texts), [0, 1, 2, 3]);
        assert!(matching("zzz", texts).is_empty());
    }
}
