//! Seed files of directories: LDIF (RFC 2849), as `slapcat` and `ldapsearch -LLL` write it.
//!
//! ```ldif
//! dn: dc=example,dc=test
//! objectClass: domain
//! dc: example
//!
//! dn: uid=ada,dc=example,dc=test
//! objectClass: inetOrgPerson
//! uid: ada
//! mail: ada@example.test
//! userPassword: correct-horse
//! ```
//!
//! - Values after `::` are base64; a line that begins with a blank goes on with the line before; `#` begins a comment.
//! - `changetype: add` is an entry like any other. Other changes and values from files (`:<`) are refused.
//! - `userPassword` is plain or `{SSHA}`, `{SHA}`, `{SMD5}`, `{MD5}`, `{SHA256}`, `{SSHA256}` and so on up to 512.
//! - An entry whose parent is not in the file is the top of a tree of its own.

use std::path::Path;

use base64::prelude::{Engine, BASE64_STANDARD};

use super::name::Name;
use super::{Directory, Stored};
use crate::legacy::embedded::seed::SeedError;

/// Whether a file is a seed of a directory, by its name.
pub(in crate::legacy::embedded) fn is_seed(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|found| found.eq_ignore_ascii_case("ldif"))
}

/// Plays a seed into the directory.
///
/// # Errors
/// [`SeedError::Statement`] with the line.
pub(in crate::legacy::embedded) fn play(directory: &mut Directory, path: &Path, text: &str) -> Result<(), SeedError> {
    let refused = |line: u64, statement: &str, reason: String| SeedError::Statement {
        path: path.to_owned(),
        line,
        statement: statement.chars().take(120).collect(),
        reason,
    };
    let mut entry: Option<(u64, Stored)> = None;
    let mut finish = |entry: &mut Option<(u64, Stored)>| -> Result<(), SeedError> {
        let Some((line, entry)) = entry.take() else { return Ok(()) };
        let name = entry.name.clone();
        directory.seed(entry).map_err(|reason| refused(line, &name, reason))
    };
    for (line, text) in lines(text) {
        if text.trim().is_empty() {
            finish(&mut entry)?;
            continue;
        }
        let (name, value) = field(&text).map_err(|reason| refused(line, &text, reason))?;
        match (&mut entry, name.to_ascii_lowercase().as_str()) {
            (None, "version") => {}
            (None, "dn") => {
                let dn =
                    String::from_utf8(value).map_err(|_| refused(line, &text, "the name is no UTF-8".to_owned()))?;
                let key =
                    Name::read(&dn).ok_or_else(|| refused(line, &text, format!("{dn:?} is no distinguished name")))?;
                entry = Some((line, Stored { name: dn, key, attributes: Vec::new() }));
            }
            (None, _) => return Err(refused(line, &text, "an entry begins with its dn".to_owned())),
            (Some(_), "dn") => return Err(refused(line, &text, "a blank line stands between entries".to_owned())),
            (Some(_), "changetype") if value == b"add" => {}
            (Some(_), "changetype" | "control") => {
                return Err(refused(line, &text, "only entries can be seeded, no changes".to_owned()))
            }
            (Some((_, entry)), _) => entry.add(&name, vec![value]),
        }
    }
    finish(&mut entry)
}

/// Lines with what goes on in the next ones, without comments.
fn lines(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    let mut comment = false;
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if let Some(more) = line.strip_prefix(' ') {
            if !comment {
                if let Some((_, last)) = lines.last_mut() {
                    last.push_str(more);
                }
            }
            continue;
        }
        comment = line.starts_with('#');
        if !comment {
            lines.push((number, line.to_owned()));
        }
    }
    lines
}

fn field(line: &str) -> Result<(String, Vec<u8>), String> {
    let (name, value) = line.split_once(':').ok_or("a line is `attribute: value`")?;
    if let Some(encoded) = value.strip_prefix(':') {
        let bytes = BASE64_STANDARD.decode(encoded.trim()).map_err(|_| "the value is no base64".to_owned())?;
        return Ok((name.to_owned(), bytes));
    }
    if value.starts_with('<') {
        return Err("values from files are not read".to_owned());
    }
    Ok((name.to_owned(), value.trim_start_matches(' ').as_bytes().to_vec()))
}
