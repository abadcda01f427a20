//! Seed files of SQL Server, Oracle and Db2.
//!
//! Beside semicolons a line with `GO` ends a batch of T-SQL, and a line with `/` a statement of Oracle.

use std::path::Path;

use crate::legacy::{Dialect, StoreError};

use super::super::database::Database;
use super::super::parse::Source;
use super::super::seed::{failed, SeedError};
use super::batch::Batch;
use super::read::{read, Binds, Piece};

/// Plays a seed into a database.
pub(in super::super) fn play(
    database: &mut Database,
    server: Dialect,
    path: &Path,
    text: &str,
) -> Result<(), SeedError> {
    let text = separated(text, server);
    let wrong = |line: u64, statement: &str, error: &StoreError| failed(path, line, statement, error);
    let batches = match server {
        Dialect::SqlServer => batches(&text),
        _ => vec![text.as_str()],
    };
    let mut line_before = 0;
    for batch in batches {
        let own = Source::new(batch);
        let pieces = read(&own, server, &Binds::default(), true)
            .map_err(|misread| wrong(line_before + misread.line, &own.text[misread.range.clone()], &misread.refusal))?;
        let place = |piece: &Piece| (piece.line(), own.range(piece.span));
        if server == Dialect::SqlServer {
            let places: Vec<_> = pieces.iter().map(place).collect();
            Batch::new(database, &own, &Binds::default(), Vec::new()).run(pieces).map_err(|refusal| {
                let at = u64::from(refusal.position.unwrap_or(1));
                let found = places.iter().rev().find(|(line, _)| *line <= at).cloned().unwrap_or((at, 0..0));
                wrong(line_before + at, &own.text[found.1], &refusal)
            })?;
        } else {
            for piece in pieces {
                let (line, range) = place(&piece);
                database
                    .run_piece(server, piece, &own, &[])
                    .map_err(|refusal| wrong(line, &own.text[range], &refusal))?;
            }
        }
        line_before += batch.lines().count() as u64 + 1;
    }
    // What a client leaves open at the end of a file it commits.
    database.end(true).map_err(|refusal| wrong(line_before, "COMMIT", &refusal))?;
    database.shared.lock().identity_insert = None;
    Ok(())
}

/// Oracle's `/` lines as semicolons, each in its place.
fn separated(text: &str, server: Dialect) -> String {
    if server != Dialect::Oracle {
        return text.to_owned();
    }
    let line = |line: &str| match line.trim() {
        "/" => line.replace('/', ";"),
        _ => line.to_owned(),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The batches between lines with `GO`.
fn batches(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let word = line.trim().trim_end_matches(';').trim();
        if word.eq_ignore_ascii_case("go") {
            found.push(text[start..at].trim_end_matches('\n'));
            start = at + line.len();
        }
        at += line.len();
    }
    found.push(&text[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_go_ends_a_batch() {
        assert_eq!(batches("a\nb\nGO\nc\ngo;\n"), ["a\nb", "c", ""]);
        assert_eq!(batches("SELECT 'GO'"), ["SELECT 'GO'"]);
    }

    #[test]
    fn a_line_with_a_slash_ends_a_statement_of_oracle() {
        assert_eq!(separated("a\n/\nb / c", Dialect::Oracle), "a\n;\nb / c");
        assert_eq!(separated("a\n/", Dialect::Db2), "a\n/");
    }
}
