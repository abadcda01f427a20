//! Reading a text file that may be anything: huge, binary, a pipe, a folder.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::error::LoadError;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 10_000_000;

/// The text of `path` without byte order mark. Never blocks on a pipe and never reads more than the limit.
pub(super) fn read_text(path: &Path) -> Result<String, LoadError> {
    // Asked before opening: opening a pipe waits for its other end.
    let metadata = fs::metadata(path).map_err(|source| unreadable(path, source))?;
    if metadata.is_dir() {
        return Err(LoadError::NotAFile { path: path.to_owned(), what: "a folder" });
    }
    if !metadata.is_file() {
        return Err(LoadError::NotAFile { path: path.to_owned(), what: "a pipe, device or socket" });
    }
    if metadata.len() > LIMIT {
        return Err(LoadError::TooLarge { path: path.to_owned(), bytes: metadata.len() });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // Some files (under /proc, or one that grows) are longer than they say.
    File::open(path)
        .and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|source| unreadable(path, source))?;
    if bytes.len() as u64 > LIMIT {
        return Err(LoadError::TooLarge { path: path.to_owned(), bytes: bytes.len() as u64 });
    }
    decode(bytes).map_err(|found| LoadError::NotText { path: path.to_owned(), found })
}

/// The error for a path the system would not read.
pub(super) fn unreadable(path: &Path, source: std::io::Error) -> LoadError {
    if source.kind() == ErrorKind::NotFound {
        LoadError::Missing { path: path.to_owned() }
    } else {
        LoadError::Unreadable { path: path.to_owned(), source }
    }
}

fn decode(mut bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is UTF-16".to_owned());
    }
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(format!("it has a NUL byte on line {}", line_at(&bytes, at)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("its bytes on line {} are not UTF-8", line_at(error.as_bytes(), at))
    })
}

fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + bytes[..offset].iter().filter(|byte| **byte == b'\n').count()
}

/// Line and column (characters, both from 1) of a byte offset in `text`.
pub(super) fn position(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
    let column = 1 + before[line_start..].chars().count();
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(decode(b"\xef\xbb\xbf{}".to_vec()).unwrap(), "{}");
    }

    #[test]
    fn what_is_not_text_is_named_with_its_line() {
        assert_eq!(decode(b"a\nb\0".to_vec()).unwrap_err(), "it has a NUL byte on line 2");
        assert_eq!(decode(b"a\n\n\xc3".to_vec()).unwrap_err(), "its bytes on line 3 are not UTF-8");
        assert_eq!(decode(b"\xff\xfe{\0".to_vec()).unwrap_err(), "it is UTF-16");
    }

    #[test]
    fn positions_count_characters_from_one() {
        assert_eq!(position("ab\ncd", 0), (1, 1));
        assert_eq!(position("é\nüx", 5), (2, 2));
        assert_eq!(position("ab", 99), (1, 3));
    }
}
