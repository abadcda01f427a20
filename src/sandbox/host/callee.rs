//! `host.callee`: what stands at a place of the script, for messages that name it.
//!
//! The engine says "not a function" and where; V8 says what is none. The engine's place is that of the last name it
//! read before the call: the callee's own, or one among the arguments. From there the callee is read backwards.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::bytes::Text;
use crate::sandbox::state::State;

/// Bytes read at most in either direction.
const FARTHEST: usize = 2000;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, state: &Rc<State>) -> Result<()> {
    let shared = Rc::clone(state);
    // (file, line, column in bytes, how many calls around it to go outwards) → the callee as V8 prints it, and `new` if
    // it is constructed
    let callee = move |Text(file): Text, line: u32, column: u32, outwards: u32| {
        shared.with_text(&file, |text| callee_at(text.as_bytes(), offset_of(text, line, column)?, outwards))
    };
    host.set("callee", Function::new(ctx.clone(), callee)?)?;
    let state = Rc::clone(state);
    // (file, line, column in bytes, name) → whether the statement up to there assigns to the variable of that name
    let assigned = move |Text(file): Text, line: u32, column: u32, Text(name): Text| {
        state.with_text(&file, |text| {
            let offset = offset_of(text, line, column)?;
            Some(assigns_to(text.as_bytes(), offset, name.as_bytes()))
        })
    };
    host.set("assigned", Function::new(ctx.clone(), assigned)?)
}

/// Whether `name` is assigned to, as a variable and not as a member, between the start of the statement and `offset`.
/// The engine's place is that of the last name it read before it assigned.
fn assigns_to(text: &[u8], offset: usize, name: &[u8]) -> bool {
    if name.is_empty() {
        return false;
    }
    let farthest = offset.saturating_sub(FARTHEST);
    let start = text[farthest..offset].iter().rposition(|byte| *byte == b';').map_or(farthest, |at| farthest + at);
    let end = word_end(text, offset).max(offset);
    (start..=end.saturating_sub(name.len())).any(|at| {
        let after = at + name.len();
        let is_name = text[at..].starts_with(name) && word_end(text, at) == after && word_start(text, at) == at;
        let before = &text[..skip_blanks_back(text, at)];
        let rest = &text[skip_blanks(text, after)..];
        is_name
            && before.last() != Some(&b'.')
            && (is_assignment(rest) || before.ends_with(b"++") || before.ends_with(b"--"))
    })
}

fn is_assignment(rest: &[u8]) -> bool {
    if rest.starts_with(b"++") || rest.starts_with(b"--") {
        return true;
    }
    let operator = rest.iter().take_while(|byte| b"+-*/%&|^<>?".contains(byte)).count();
    let compares = operator == 1 && matches!(rest.first(), Some(b'<' | b'>'));
    !compares && rest.get(operator) == Some(&b'=') && !matches!(rest.get(operator + 1), Some(b'=' | b'>'))
}

fn offset_of(text: &str, line: u32, column: u32) -> Option<usize> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let start = if index == 0 { 0 } else { text.match_indices('\n').nth(index - 1)?.0 + 1 };
    let offset = start + usize::try_from(column).ok()?.checked_sub(1)?;
    (offset < text.len() && text.is_char_boundary(offset)).then_some(offset)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte == b'#' || byte >= 0x80
}

fn word_end(text: &[u8], start: usize) -> usize {
    start + text[start..].iter().take_while(|byte| is_word(**byte)).count()
}

fn word_start(text: &[u8], end: usize) -> usize {
    end - text[..end].iter().rev().take_while(|byte| is_word(**byte)).count()
}

fn skip_blanks(text: &[u8], from: usize) -> usize {
    from + text[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn skip_blanks_back(text: &[u8], to: usize) -> usize {
    to - text[..to].iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Where the bracket that closes before `close` opens. Quotes are passed over, comments are not.
fn opening(text: &[u8], close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = close;
    loop {
        match text[at] {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' => depth = depth.checked_sub(1)?,
            quote @ (b'"' | b'\'' | b'`') => at = text[..at].iter().rposition(|byte| *byte == quote)?,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
        at = at.checked_sub(1).filter(|at| close - at < FARTHEST)?;
    }
}

const NO_CALLEES: [&str; 16] = [
    "await",
    "case",
    "delete",
    "do",
    "else",
    "for",
    "if",
    "in",
    "instanceof",
    "new",
    "of",
    "return",
    "typeof",
    "void",
    "while",
    "yield",
];

/// The callee of the call that failed at `offset`, calls in it as `(...)`, and `new` if it is constructed; or of the
/// call among whose arguments it stands, so many times `outwards`.
fn callee_at(text: &[u8], offset: usize, outwards: u32) -> Option<Vec<String>> {
    let token_end = token_end(text, offset)?;
    let end = if word_before(text, offset) == b"new" {
        chain_end(text, token_end)
    } else if token_end > offset && opens_call(text, token_end) {
        token_end
    } else if let Some(end) = literal_index_end(text, token_end).filter(|end| opens_call(text, *end)) {
        end
    } else {
        callee_end(text, offset)?
    };
    let mut end = end;
    let mut parts = Vec::new();
    let mut start = read_back(text, end, &mut parts)?;
    for _ in 0..outwards {
        parts.clear();
        end = callee_end(text, start)?;
        start = read_back(text, end, &mut parts)?;
    }
    let named = std::str::from_utf8(&text[start..end]).ok()?;
    if named.is_empty() || NO_CALLEES.contains(&named) {
        return None;
    }
    parts.reverse();
    let constructed = (word_before(text, start) == b"new").then(|| "new".to_owned());
    Some([parts.concat()].into_iter().chain(constructed).collect())
}

fn word_before(text: &[u8], at: usize) -> &[u8] {
    let end = skip_blanks_back(text, at);
    &text[word_start(text, end)..end]
}

/// Where the name, number or string that begins at `offset` ends.
fn token_end(text: &[u8], offset: usize) -> Option<usize> {
    let first = *text.get(offset)?;
    if matches!(first, b'"' | b'\'' | b'`') {
        let length = text[offset + 1..].iter().take(FARTHEST).position(|byte| *byte == first)?;
        return Some(offset + length + 2);
    }
    Some(word_end(text, offset))
}

fn opens_call(text: &[u8], end: usize) -> bool {
    let rest = &text[skip_blanks(text, end)..];
    rest.starts_with(b"(") || rest.starts_with(b"`") || rest.starts_with(b"?.(")
}

/// The end of `a.b.c` from the end of `a`.
fn chain_end(text: &[u8], mut end: usize) -> usize {
    loop {
        let dot = skip_blanks(text, end);
        if text.get(dot) != Some(&b'.') {
            return end;
        }
        end = word_end(text, skip_blanks(text, dot + 1));
    }
}

/// The end of `a['b']` or `a[0]` from the end of `a`: reading such an index leaves no place of its own.
fn literal_index_end(text: &[u8], end: usize) -> Option<usize> {
    let open = skip_blanks(text, end);
    let literal = (text.get(open) == Some(&b'[')).then(|| skip_blanks(text, open + 1))?;
    let close = skip_blanks(text, token_end(text, literal)?);
    (text.get(close) == Some(&b']')).then_some(close + 1)
}

/// The end of the callee among whose arguments, or in whose index, `offset` stands.
fn callee_end(text: &[u8], offset: usize) -> Option<usize> {
    let mut at = offset;
    while at > 0 && offset - at < FARTHEST {
        at -= 1;
        match text[at] {
            b')' | b']' | b'}' => at = opening(text, at)?,
            quote @ (b'"' | b'\'' | b'`') => at = text[..at].iter().rposition(|byte| *byte == quote)?,
            b'(' if is_called(text, at) => return Some(skip_blanks_back(text, at)),
            b'[' => {
                let close = offset + text[offset..].iter().take(FARTHEST).position(|byte| *byte == b']')?;
                if opens_call(text, close + 1) {
                    return Some(close + 1);
                }
            }
            // The brace of a block, not of an object among the arguments.
            b'{' if !matches!(text[..skip_blanks_back(text, at)].last(), Some(b'(' | b',' | b':' | b'[' | b'?')) => {
                return None;
            }
            b';' => return None,
            _ => {}
        }
    }
    None
}

/// Reads the expression that ends at `end` backwards, and gives where it starts.
fn read_back(text: &[u8], mut end: usize, parts: &mut Vec<String>) -> Option<usize> {
    let first = end;
    loop {
        if first - end > FARTHEST {
            return None;
        }
        let last = *text.get(end.checked_sub(1)?)?;
        let start = match last {
            b')' => {
                let open = opening(text, end - 1)?;
                if !is_called(text, open) {
                    parts.push("(intermediate value)".to_owned());
                    return Some(open);
                }
                parts.push("(...)".to_owned());
                end = skip_blanks_back(text, open);
                continue;
            }
            b']' => {
                let open = opening(text, end - 1)?;
                parts.push(index(text.get(open + 1..end - 1)?));
                end = skip_blanks_back(text, open);
                continue;
            }
            byte if is_word(byte) => word_start(text, end),
            _ => {
                parts.push("(intermediate value)".to_owned());
                return Some(end);
            }
        };
        parts.push(std::str::from_utf8(&text[start..end]).ok()?.to_owned());
        let before = skip_blanks_back(text, start);
        if before == 0 || text[before - 1] != b'.' || (before > 1 && text[before - 2] == b'.') {
            return Some(start);
        }
        parts.push(".".to_owned());
        let optional = before > 1 && text[before - 2] == b'?';
        if optional {
            parts.push("?".to_owned());
        }
        end = skip_blanks_back(text, before - if optional { 2 } else { 1 });
    }
}

/// Whether the parenthesis at `open` holds arguments.
fn is_called(text: &[u8], open: usize) -> bool {
    let before = skip_blanks_back(text, open);
    let Some(last) = before.checked_sub(1).map(|at| text[at]) else { return false };
    if !is_word(last) {
        return last == b')' || last == b']';
    }
    let word = std::str::from_utf8(&text[word_start(text, before)..before]).unwrap_or_default();
    !NO_CALLEES.contains(&word)
}

/// `[key]`, `[0]`, `.name` for a string, `[...]` for anything longer.
fn index(inner: &[u8]) -> String {
    let inner = std::str::from_utf8(inner).unwrap_or_default().trim();
    let quoted = inner.strip_prefix(['\'', '"']).and_then(|rest| rest.strip_suffix(['\'', '"']));
    match quoted {
        Some(name) if name.bytes().all(is_word) => format!(".{name}"),
        _ if inner.bytes().all(is_word) => format!("[{inner}]"),
        _ => "[...]".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callee_is_read_from_its_last_name() {
        for (text, at, expected) in [
            ("a.b(1)", "b(", Some("a.b")),
            ("cb()", "cb", Some("cb")),
            ("x = user.list[0].go (1)", "go", Some("user.list[0].go")),
            ("user['name'].first()", "first", Some("user.name.first")),
            ("table[key]()", "key", Some("table[key]")),
            ("get(1, ')').then(2)", "then", Some("get(...).then")),
            ("(await x).y()", "y", Some("(intermediate value).y")),
            ("return (a || b).c()", "c()", Some("(intermediate value).c")),
            ("new a.B(1)", "a.B", Some("a.B new")),
            ("a\n  .b\n  .c()", "c", Some("a.b.c")),
            ("a?.b()", "b", Some("a?.b")),
            ("...f()", "f", Some("f")),
            ("({}).x()", "x", Some("(intermediate value).x")),
            ("a + b", "a", None),
            ("return callback(null, 5)", "null", Some("callback")),
            ("find(user, { id: row.id, list: [1] })", "row", Some("find")),
            ("users['find all'](id)", "id", Some("users[...]")),
            ("users['find']()", "'find'", Some("users.find")),
            ("users['find']()", "users", Some("users.find")),
            ("users[0](x, 1)", "x", Some("users[0]")),
            ("f(')', x)", "x", Some("f")),
            ("run((a), (b))", "b", Some("run")),
            ("new q(1, r)", "r", Some("q new")),
            ("x(1); y = z", "z", None),
            ("then(() => { z })", "z", None),
            ("if (x) y", "x", None),
            ("()", "(", None),
            ("this.store.find``", "find", Some("this.store.find")),
        ] {
            let offset = text.find(at).unwrap_or_default();
            assert_eq!(
                callee_at(text.as_bytes(), offset, 0).map(|parts| parts.join(" ")).as_deref(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn an_assignment_is_told_from_a_member_and_a_comparison() {
        let assigns = |text: &str, at: &str, name: &str| {
            text.rfind(at).is_some_and(|offset| assigns_to(text.as_bytes(), offset, name.as_bytes()))
        };
        assert!(assigns("email = email.toLowerCase()", "email", "email"));
        assert!(assigns("a = b.length", "length", "a"));
        assert!(assigns("a **= 2", "a", "a"));
        assert!(assigns("++a", "a", "a"));
        assert!(!assigns("o.k = v", "v", "k"));
        assert!(!assigns("const a = 1; o[a] === 2", "2", "a"));
        assert!(!assigns("a <= b", "b", "a"));
        assert!(!assigns("a => b", "b", "a"));
    }

    #[test]
    fn places_outside_of_the_text_name_nothing() {
        assert_eq!(offset_of("ab\ncd", 2, 2), Some(4));
        for (line, column) in [(0, 1), (1, 0), (3, 1), (2, 99), (u32::MAX, u32::MAX)] {
            assert_eq!(offset_of("ab\ncd", line, column), None, "{line}:{column}");
        }
        for text in ["", ")", "'", "(((", "x", "f(f(f(", "]]]", "}{", "'\"`", "a[", "new", "new ."] {
            (0..=text.len()).for_each(|at| drop(callee_at(text.as_bytes(), at, 0)));
        }
        assert_eq!(callee_at(b")", 0, 0), None);
        assert_eq!(callee_at(b"]x(", 1, 0), Some(vec!["x".to_owned()]));
    }
}
