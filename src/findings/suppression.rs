//! `ignore`: comments that tell a rule to be quiet, with the reason why.
//!
//! ```js
//! // loginscope-ignore L38: the name of the table comes from a fixed list
//! client.query('SELECT id FROM ' + TABLES[kind]);
//! ```
//!
//! Such a comment holds for its own line, and where it stands alone for the next line of code; with
//! `loginscope-ignore-file` at the top it holds for the whole script. Without a reason it is not honoured. What concerns
//! no line is named under `[check] ignore` in `loginscope.toml`.

use super::{rule, Check, Finding, Level, Rule, ScriptText, Whole, RULES};
use crate::connection::Ignored;
use crate::recording::Place;
use crate::rules::Certainty;
use crate::script::Syntax;

pub(super) const RULE: Rule = Rule {
    id: "ignore",
    title: "a comment that ignores a rule",
    level: Level::Warning,
    certainty: Certainty::Documented,
    why: "A finding that is hidden without a reason, or by a comment that fits nothing any more, is a finding nobody \
          looks at again.",
    fix:
        "Write `loginscope-ignore`, the ids of the rules, a colon and the reason; remove the comment when what it was \
          written for is gone.",
    sources: &["loginscope, docs/check.md"],
    checks: &[Check::Text(in_script), Check::Connection(in_settings)],
};

const MARK: &str = "loginscope-ignore";

/// Ids that only the reading of a connection cites.
const OF_THE_LOADER: [&str; 7] = ["L54", "L55", "L57", "F39", "F40", "F41", "F42"];

/// A comment that is honoured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The ids of the rules.
    pub rules: Vec<String>,
    /// Why.
    pub reason: String,
    /// The lines it holds for, first and last, from 1; `None` for the whole script.
    pub lines: Option<(u32, u32)>,
    /// Where it stands.
    pub place: Place,
}

impl Ignore {
    fn covers(&self, rule: &str, at: &Place) -> bool {
        let holds = self.lines.is_none_or(|(first, last)| (first..=last).contains(&at.line));
        holds && self.place.file == at.file && self.rules.iter().any(|ignored| ignored == rule)
    }
}

/// The reason a finding is not to be shown, if there is one.
pub fn why_quiet<'i>(
    finding: &Finding,
    comments: impl IntoIterator<Item = &'i Ignore>,
    settings: &'i [Ignored],
) -> Option<&'i str> {
    if finding.rule == RULE.id {
        return None;
    }
    let at = finding.at.as_ref();
    let comment = comments.into_iter().find(|ignore| at.is_some_and(|at| ignore.covers(finding.rule, at)));
    let comment = comment.map(|ignore| ignore.reason.as_str());
    comment.or_else(|| Some(settings.iter().find(|ignored| ignored.rule == finding.rule)?.reason.as_str()))
}

/// The comments of a script that are honoured.
pub fn ignores(syntax: &Syntax<'_>) -> Vec<Ignore> {
    read(syntax).into_iter().filter_map(Result::ok).collect()
}

/// Comments for rules that read texts alone, and that none of `found` needs.
pub fn idle<'i>(found: &[Finding], comments: impl IntoIterator<Item = &'i Ignore>) -> Vec<Finding> {
    let mut idle = Vec::new();
    for ignore in comments {
        for id in ignore.rules.iter().filter(|id| reads_texts_alone(id)) {
            let needed = |finding: &Finding| finding.at.as_ref().is_some_and(|at| ignore.covers(finding.rule, at));
            if !found.iter().any(|finding| finding.rule == id && needed(finding)) {
                let message = format!("Nothing here is found by {id}, which this comment ignores. Remove the comment.");
                idle.push(Finding::new(RULE.id, Level::Note, message).at(Some(ignore.place.clone())));
            }
        }
    }
    idle
}

/// What runs show may not show in this one, so a comment about it may be needed all the same.
fn reads_texts_alone(id: &str) -> bool {
    let mut checks = RULES.iter().filter(|rule| rule.id == id).flat_map(|rule| rule.checks).peekable();
    checks.peek().is_some() && checks.all(|check| !matches!(check, Check::Runs(_)))
}

fn is_known(id: &str) -> bool {
    rule(id).is_some() || OF_THE_LOADER.contains(&id)
}

fn in_script(text: &ScriptText<'_>) -> Vec<Finding> {
    let read = read(text.syntax);
    let unknown = read.iter().filter_map(|read| read.as_ref().ok()).flat_map(|ignore| {
        let unknown = ignore.rules.iter().filter(|id| !is_known(id));
        unknown.map(|id| {
            let message = format!("There is no rule `{id}` to ignore. Write the id as a finding shows it, like L38.");
            Finding::new(RULE.id, Level::Note, message).at(Some(ignore.place.clone()))
        })
    });
    let unknown: Vec<Finding> = unknown.collect();
    read.into_iter().filter_map(Result::err).chain(unknown).collect()
}

fn in_settings(whole: &Whole<'_>) -> Vec<Finding> {
    let unknown = whole.connection.settings.ignored.iter().filter(|ignored| !is_known(&ignored.rule));
    let message = |id: &str| {
        format!("`check.ignore` in loginscope.toml names `{id}`, which is no rule. Write the id as a finding shows it.")
    };
    unknown.map(|ignored| Finding::new(RULE.id, Level::Note, message(&ignored.rule))).collect()
}

/// Every comment that ignores a rule, in order; one that is not honoured as the finding that says why not.
fn read(syntax: &Syntax<'_>) -> Vec<Result<Ignore, Finding>> {
    let text = &*syntax.prepared.original;
    if !text.contains(MARK) {
        return Vec::new();
    }
    let mut found = Vec::new();
    // How far the text holds nothing but comments.
    let mut head = 0;
    for comment in &syntax.program.comments {
        let at = syntax.position(comment.span);
        let Some(start) = syntax.prepared.lines.offset(at).map(|start| start as usize) else { continue };
        let end = start + comment.span.size() as usize;
        let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { continue };
        let at_top = text.get(head..start).is_some_and(|between| between.trim().is_empty());
        if at_top {
            head = end;
        }
        let content = syntax.source(comment.content_span());
        let Some((whole_file, ids, reason)) = said(content) else { continue };
        let function = syntax.function_name(comment.span).to_owned();
        let place = Place { function, file: syntax.prepared.file.clone(), line: at.line, column: at.column };
        let refused = |why: &str| {
            let message = format!("This comment is not honoured: {why}.");
            Err(Finding::new(RULE.id, Level::Warning, message).at(Some(place.clone())))
        };
        found.push(if ids.is_empty() {
            refused("it names no rule. Write `loginscope-ignore L38: ` and the reason")
        } else if reason.is_empty() {
            refused("it gives no reason. Write the reason behind the ids and a colon")
        } else if whole_file && !at_top {
            refused("`loginscope-ignore-file` must stand at the top of the script, before its code")
        } else {
            let last = at.line + text[start..end].matches('\n').count() as u32;
            let lines = (!whole_file).then(|| (at.line, last_line(before, after, last)));
            Ok(Ignore { rules: ids.into_iter().map(str::to_owned).collect(), reason, lines, place })
        });
    }
    found
}

/// Whether a comment is about the whole script, the ids it names and its reason; `None` for any other comment.
fn said(content: &str) -> Option<(bool, Vec<&str>, String)> {
    let rest = content.trim_start_matches(|c: char| c == '*' || c.is_whitespace()).strip_prefix(MARK)?;
    let (whole_file, rest) = rest.strip_prefix("-file").map_or((false, rest), |rest| (true, rest));
    if rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_')) {
        return None;
    }
    let (ids, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let ids = ids.split(|c: char| c == ',' || c.is_whitespace()).filter(|id| !id.is_empty()).collect();
    Some((whole_file, ids, reason.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The last line a comment holds for, which itself ends on the line `last`: that one, or where nothing else stands
/// beside it the next line of code.
fn last_line(before: &str, after: &str, last: u32) -> u32 {
    let beside = before.rsplit('\n').next().unwrap_or_default();
    let mut lines = after.split('\n');
    let alone = beside.trim().is_empty() && lines.next().unwrap_or_default().trim().is_empty();
    let is_comment = |line: &str| ["//", "/*", "*"].iter().any(|begin| line.starts_with(begin));
    let skipped = lines.take_while(|line| line.trim().is_empty() || is_comment(line.trim())).count() as u32;
    if alone {
        last + skipped + 1
    } else {
        last
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::samples::in_text_of;
    use super::*;
    use crate::connection::Action;
    use crate::flow::samples::connection;
    use crate::script::{prepare, read as taken_apart};

    fn of(text: &str) -> Vec<Ignore> {
        let prepared = prepare("login.js", text.into()).unwrap();
        taken_apart(&prepared, ignores).unwrap()
    }

    fn about(text: &str) -> Vec<(Level, String)> {
        let found = in_text_of(&connection(), &RULE, Action::Login, text);
        found.into_iter().map(|finding| (finding.level, finding.message)).collect()
    }

    fn finding(rule: &'static str, line: u32) -> Finding {
        let place = Place { function: "login".into(), file: "login.js".into(), line, column: 1 };
        Finding::new(rule, Level::Warning, "x".into()).at(Some(place))
    }

    const SCRIPT: &str = "// loginscope-ignore-file L6, L4: made by a generator\n\
                          function (id, password, callback) {\n\
                          \x20 // loginscope-ignore L38: a fixed list\n\
                          \x20 // of tables\n\n\
                          \x20 query('a' + b);\n\
                          \x20 query('a' + c); // loginscope-ignore L38 L35: só assim\n\
                          \x20 query('a' + d);\n\
                          }";

    #[test]
    fn a_comment_holds_for_its_line_the_next_code_or_the_file() {
        let ignores = of(SCRIPT);
        let told: Vec<_> = ignores.iter().map(|ignore| (ignore.rules.join(" "), ignore.lines)).collect();
        let expected = [("L6 L4", None), ("L38", Some((3, 6))), ("L38 L35", Some((7, 7)))];
        assert_eq!(told, expected.map(|(rules, lines)| (rules.to_owned(), lines)));
        assert_eq!(ignores[2].reason, "só assim");
        for (rule, line, quiet) in [
            ("L38", 6, true),
            ("L38", 7, true),
            ("L38", 8, false),
            ("L6", 8, true),
            ("L35", 6, false),
            ("L1", 7, false),
        ] {
            assert_eq!(why_quiet(&finding(rule, line), &ignores, &[]).is_some(), quiet, "{rule} {line}");
        }
        assert_eq!(about(SCRIPT), []);
    }

    #[test]
    fn comments_in_blocks_and_behind_helpers_are_read_at_their_places() {
        let text =
            "var a = 1;\nfunction login(id, pw, cb) {\n  /* loginscope-ignore L31: a\n     test host */ go('x');\n}";
        assert_eq!(of(text)[0].lines, Some((3, 4)));
        assert_eq!(of(text)[0].reason, "a test host");
    }

    #[test]
    fn without_reason_rule_or_place_it_is_refused() {
        for (comment, expected) in [
            ("// loginscope-ignore L38", "gives no reason"),
            ("// loginscope-ignore L38:  ", "gives no reason"),
            ("// loginscope-ignore : because", "names no rule"),
            ("// loginscope-ignore-file L38: because", "at the top"),
        ] {
            let text = format!("function login(id, pw, cb) {{\n  {comment}\n  cb(null);\n}}");
            let found = about(&text);
            assert!(found.len() == 1 && found[0].1.contains(expected), "{comment}: {found:?}");
            assert_eq!(found[0].0, Level::Warning);
            assert_eq!(of(&text), []);
        }
    }

    #[test]
    fn an_unknown_rule_is_noted_and_other_comments_are_left_alone() {
        let text = "function login(id, pw, cb) { cb(null); // loginscope-ignore L999: because\n}";
        assert_eq!(about(text), [(Level::Note, about(text)[0].1.clone())]);
        assert!(about(text)[0].1.contains("no rule `L999`"));
        for other in ["// loginscope-ignored L1", "// about loginscope-ignore L1: x", "// 'loginscope-ignores'"] {
            assert_eq!(about(&format!("function login(id, pw, cb) {{ cb(null); {other}\n}}")), [], "{other}");
        }
    }

    #[test]
    fn a_comment_that_fits_nothing_is_told_for_rules_over_texts() {
        let ignores = of("function login(id, pw, cb) { cb(null); // loginscope-ignore ignore, L2: because\n}");
        let idle = idle(&[], &ignores);
        assert_eq!(idle.len(), 1, "{idle:?}");
        assert!(idle[0].message.starts_with("Nothing here is found by ignore"));
    }

    #[test]
    fn settings_speak_for_what_has_no_line() {
        let mut nowhere = finding("L45", 1);
        nowhere.at = None;
        let settings = [Ignored { rule: "L45".into(), reason: "the users are read only".into() }];
        assert_eq!(why_quiet(&nowhere, &[], &settings), Some("the users are read only"));
        assert_eq!(
            why_quiet(&finding("ignore", 1), &[], &[Ignored { rule: "ignore".into(), ..settings[0].clone() }]),
            None
        );
    }
}
