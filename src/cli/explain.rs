//! `loginscope explain`: what is behind the ids that decisions and findings cite.

use clap::Args;

use super::settled::{print, width};
use super::Failure;
use crate::findings::{everything, explained, nearest, Explained};
use crate::report::explain as report;
use crate::visible::visible;

/// Arguments of `loginscope explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Ids as they are cited: L13, M6, S3, X1, F7, §2.3 (or 2.3); without one everything there is
    ids: Vec<String>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Prints the entries asked for, or the index of all.
pub(super) fn run(arguments: Explain) -> Result<u8, Failure> {
    let found = arguments.ids.iter().map(|id| explained(id).ok_or_else(|| unknown(id)));
    let found: Vec<Explained> = found.collect::<Result<_, _>>()?;
    print(&match (arguments.json, found.is_empty()) {
        (true, true) => report::json(&everything().collect::<Vec<_>>()),
        (true, false) => report::json(&found),
        (false, true) => report::index(width()),
        (false, false) => report::text(&found, width()),
    })?;
    Ok(0)
}

fn unknown(id: &str) -> Failure {
    let near = nearest(id);
    let hint = if near.is_empty() {
        "ids begin with L, M, S, X, F or §; `loginscope explain` lists them".to_owned()
    } else {
        format!("perhaps {}; `loginscope explain` lists all", near.join(", "))
    };
    Failure::Input(format!("there is no rule `{}`: {hint}", visible(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_id_is_answered_with_others() {
        let said = |id| match unknown(id) {
            Failure::Input(text) | Failure::Own(text) => text,
        };
        assert_eq!(
            said("M17"),
            "there is no rule `M17`: perhaps M16, M15, M14, M13, M12; `loginscope explain` lists all"
        );
        assert!(said("Q\u{1b}1").contains("`Q\\u{1b}1`: ids begin with L"), "{}", said("Q\u{1b}1"));
    }
}
