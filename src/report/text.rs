//! The report a person reads: the cause first where there is one, then the verdict, why, what was asked, what was printed and what was found.
//!
//! No colours and no other escape codes: it reads the same in a terminal, a file and a ticket.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::chain;
use super::document::{
    DecisionPart, Document, ErrorPart, FieldPart, FindingPart, QueryPart, ReasonPart, ScriptPart, StatePart,
    VariantPart, WhyPart,
};
use crate::connection::Runtime;
use crate::flow::{Certainty, ReasonState, When};
use crate::recording::{Place, StackFrame};
use crate::visible::visible;

/// Rows shown of one answer; the JSON document has all.
const MOST_ROWS: usize = 5;

/// The longest rule around the card.
const CARD_WIDTH: usize = 72;

/// The report, lines at most `width` columns wide where words allow, ending in a line feed.
pub fn render(document: &Document, width: usize) -> String {
    let mut page = Page { out: String::new(), width };
    if let Some(why) = &document.why {
        card(&mut page, why);
    }
    headline(&mut page, document);
    let DecisionPart { chain, changes, .. } = &document.decision;
    if !chain.is_empty() {
        page.title("Scripts asked");
        owned_table(&mut page, &chain::reasons(chain));
    }
    if !changes.is_empty() {
        page.title("Auth0 store");
        owned_table(&mut page, &chain::changes(changes));
    }
    if !document.decision.reasons.is_empty() {
        page.title("Why");
        reasons(&mut page, &document.decision.reasons);
    }
    if !document.decision.variants.is_empty() {
        page.title("Where the sources disagree");
        variants(&mut page, &document.decision.variants);
    }
    if !document.decision.profile_diff.is_empty() {
        page.title("What becomes of the profile");
        profile_diff(&mut page, &document.decision.profile_diff);
    }
    if !document.decision.states.is_empty() {
        page.title("States of the user");
        states(&mut page, &document.decision.states);
    }
    if !document.inputs.is_empty() {
        page.title("Inputs");
        let inputs: Vec<_> = document.inputs.iter().map(|(key, value)| (key.as_str(), plain(value))).collect();
        table(&mut page, &inputs);
    }
    for script in &document.scripts {
        page.title(&format!("{} ({})", script.action, visible(&script.file)));
        self::script(&mut page, script);
    }
    if !document.queries.is_empty() {
        page.title("Legacy queries");
        for query in &document.queries {
            self::query(&mut page, query);
        }
    }
    if !document.findings.is_empty() {
        page.title("Findings");
        for finding in &document.findings {
            self::finding(&mut page, finding);
        }
    }
    page.out
}

/// Lines with hanging indents.
struct Page {
    out: String,
    width: usize,
}

impl Page {
    fn title(&mut self, title: &str) {
        self.out.push('\n');
        self.out.push_str(title);
        self.out.push('\n');
    }

    /// `text` behind `lead`, further lines indented to where it began. `text` is made visible here.
    fn item(&mut self, lead: &str, text: &str) {
        let indent = lead.width();
        let room = self.width.saturating_sub(indent).max(20);
        let mut line = lead.to_owned();
        let mut used = 0;
        for word in visible(text).split(' ').filter(|word| !word.is_empty()) {
            if used > 0 && used + 1 + word.width() > room {
                self.line(&line);
                line = " ".repeat(indent);
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += word.width();
        }
        self.line(&line);
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }
}

/// The cause before all else, between two rules.
fn card(page: &mut Page, why: &WhyPart) {
    let rule = "-".repeat(page.width.min(CARD_WIDTH));
    page.line(&rule);
    let failure = why.failure.map(|failure| format!("{failure} · ")).unwrap_or_default();
    let certainty = sure(why.certainty);
    page.item("", &format!("{}  ({failure}{}{certainty})", why.title, why.rule));
    page.item("  why    ", &why.cause);
    for (index, shown) in why.evidence.iter().enumerate() {
        let lead = if index == 0 { "  shown  " } else { "         " };
        let place = shown.at.as_ref().map(|place| format!(" [{}:{}:{}]", place.file, place.line, place.column));
        page.item(lead, &format!("{}{}", shown.words, place.unwrap_or_default()));
    }
    if !why.fix.is_empty() {
        page.item("  fix    ", &why.fix);
    }
    page.line(&rule);
    page.out.push('\n');
}

/// What is added where a statement is not documented.
const fn sure(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Documented => "",
        Certainty::Support => ", said by support",
        Certainty::Assumed => ", assumed",
    }
}

fn headline(page: &mut Page, document: &Document) {
    let decision = &document.decision;
    let verdict = decision.verdict.map_or("undecided", |verdict| verdict.key());
    let connection = &document.connection;
    page.item("", &format!("{}: {} on {}", verdict, document.operation, connection.name));
    let mode = connection.mode.replace('-', " ");
    let stays = match (connection.store.as_str(), connection.dry_run) {
        (_, true) => " (dry run: nothing that was written stays)",
        ("live", false) => " (what was written stays)",
        _ => "",
    };
    // The platform's current one goes without saying.
    let runtime = if connection.runtime == Runtime::default().major() {
        String::new()
    } else {
        format!(", Node {}", connection.runtime)
    };
    page.item("", &format!("{mode}, {} store{stays}{runtime}", connection.store));
    if !connection.faults.is_empty() {
        page.item("", &format!("faults: {}", connection.faults.join(", ")));
    }
    page.out.push('\n');
    let created = if decision.user_created { "yes" } else { "no" };
    let asked = (!decision.chain.is_empty()).then(|| ("scripts", chain::in_one_line(&decision.chain)));
    let mut facts: Vec<_> = asked.into_iter().chain([("user created", created.to_owned())]).collect();
    facts.extend(decision.user_id.clone().map(|id| ("user id", id)));
    facts.extend(
        decision.log_event.as_ref().map(|event| ("tenant log", format!("{} {}", event.code, event.description))),
    );
    facts.extend(decision.user_sees.clone().map(|text| ("end user reads", text)));
    facts.extend(decision.profile.as_ref().map(|profile| ("profile", pairs(profile))));
    table(page, &facts);
}

fn owned_table(page: &mut Page, lines: &[(String, String)]) {
    let lines: Vec<_> = lines.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    table(page, &lines);
}

/// Names in one column, what belongs to them in the other.
fn table(page: &mut Page, lines: &[(&str, String)]) {
    let longest = lines.iter().map(|(name, _)| visible(name).width()).max().unwrap_or_default();
    for (name, value) in lines {
        let name = visible(name);
        page.item(&format!("  {name}{}  ", " ".repeat(longest - name.width())), value);
    }
}

fn reasons(page: &mut Page, reasons: &[ReasonPart]) {
    let longest = reasons.iter().map(|reason| reason.rule.width()).max().unwrap_or_default();
    for reason in reasons {
        let state = match reason.state {
            ReasonState::Yes => "yes ",
            ReasonState::No => "no  ",
            ReasonState::Waiting => "open",
        };
        let mut text = reason.text.clone();
        if let Some(evidence) = &reason.evidence {
            text.push_str(&format!(" · {evidence}"));
        }
        match reason.certainty {
            Certainty::Documented => {}
            Certainty::Support => text.push_str(" (said by support)"),
            Certainty::Assumed => text.push_str(" (assumed)"),
        }
        let padding = " ".repeat(longest - reason.rule.width());
        page.item(&format!("  {}{padding}  {state}  ", reason.rule), &text);
    }
}

fn variants(page: &mut Page, variants: &[VariantPart]) {
    let lead = |variant: &VariantPart| format!("  {} {}  ", variant.id, variant.chosen);
    let longest = variants.iter().map(|variant| lead(variant).width()).max().unwrap_or_default();
    for variant in variants {
        let lead = lead(variant);
        let padding = " ".repeat(longest - lead.width());
        page.item(&format!("{lead}{padding}"), &format!("with {}: {}", variant.other, variant.changes));
    }
}

fn profile_diff(page: &mut Page, fields: &[FieldPart]) {
    let longest = fields.iter().map(|field| visible(&field.field).width()).max().unwrap_or_default();
    for field in fields {
        let name = visible(&field.field);
        let lead = format!("  {name}{}  {:<11}  ", " ".repeat(longest - name.width()), field.how.key());
        let values = match (&field.from, &field.to) {
            (Some(from), Some(to)) if from != to => format!("{} -> {}", plain(from), plain(to)),
            (_, Some(value)) | (Some(value), None) => plain(value),
            (None, None) => String::new(),
        };
        page.item(&lead, &format!("{values} · {}", field.rule));
    }
}

/// A state that holds before and after is told once.
fn states(page: &mut Page, states: &[StatePart]) {
    let twin = |state: &StatePart, when: When| {
        states.iter().any(|other| other.when == when && other.id == state.id && other.evidence == state.evidence)
    };
    for state in states {
        let when = match state.when {
            When::Before if twin(state, When::After) => "before and after",
            When::After if twin(state, When::Before) => continue,
            when => when.key(),
        };
        page.item(&format!("  {:<3}  ", state.id), &format!("{}, {when}: {}", state.name, state.evidence));
    }
}

fn script(page: &mut Page, script: &ScriptPart) {
    let kind = script.outcome.as_ref().and_then(|outcome| serde_json::to_value(outcome.kind).ok());
    let kind = kind.as_ref().and_then(Value::as_str).unwrap_or("not ended");
    let steps = counted(script.steps, "step");
    page.item("  ", &format!("{kind} after {steps}, {} ms", script.elapsed_ms));
    for warning in &script.warnings {
        page.item("  warning  ", warning);
    }
    if let Some(outcome) = &script.outcome {
        if let Some(error) = &outcome.error {
            self::error(page, error);
        }
        let values = [("profile  ", &outcome.profile), ("result   ", &outcome.result)];
        for (name, value) in values.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            page.item(&format!("  {name}"), &pairs(value));
        }
    }
    if script.callbacks.len() > 1 {
        for (index, call) in script.callbacks.iter().enumerate() {
            let what = call.error.as_deref().unwrap_or("no error");
            page.item("  ", &format!("callback {}: {what}, at step {}", index + 1, call.step));
            stack(page, &call.stack);
        }
    }
    for line in &script.console {
        let level = serde_json::to_value(line.level).ok();
        let level = level.as_ref().and_then(Value::as_str).unwrap_or_default();
        for (index, text) in line.text.lines().enumerate() {
            let lead = if index == 0 { format!("  console.{level:<6} ") } else { " ".repeat(17) };
            // Not wrapped: the script may have aligned it.
            page.line(&format!("{lead}{}", visible(text)));
        }
    }
}

fn error(page: &mut Page, error: &ErrorPart) {
    let code = error.code.as_ref().map(|code| format!(" ({})", plain(code))).unwrap_or_default();
    page.item("  ", &format!("{}: {}{code}", error.name, error.message));
    stack(page, &error.stack);
}

fn stack(page: &mut Page, frames: &[StackFrame]) {
    for frame in frames {
        let asynchronous = if frame.asynchronous { "async " } else { "" };
        page.item("    at ", &format!("{asynchronous}{}", in_words(&frame.place)));
    }
}

/// `login › client.query callback (login.js:14:5)`.
fn in_words(place: &Place) -> String {
    format!("{} ({}:{}:{})", place.function, place.file, place.line, place.column)
}

fn query(page: &mut Page, query: &QueryPart) {
    let effect = match query.effect {
        crate::legacy::Effect::Read => "read ",
        crate::legacy::Effect::Write => "write",
    };
    let lead = format!("  {:>2}  {effect}  ", query.seq);
    let under = " ".repeat(lead.width());
    page.item(&lead, &query.text.split_whitespace().collect::<Vec<_>>().join(" "));
    for (index, param) in query.params.iter().enumerate() {
        let (name, value) = match (param["name"].as_str(), &param["value"]) {
            (Some(name), value) => (name.to_owned(), plain(value)),
            (None, _) => ((index + 1).to_string(), plain(param)),
        };
        page.item(&format!("{under}{} = ", visible(&name)), &value);
    }
    // A directory's success says nothing that what was found does not say.
    let told = query.more.iter().filter(|(name, value)| *name != "result" || value.as_u64() != Some(0));
    for (name, value) in told {
        page.item(&format!("{under}{} ", visible(name)), &pairs(value));
    }
    if let Some(rows) = &query.rows {
        let one = if query.more.contains_key("command") {
            "document"
        } else if query.more.contains_key("result") {
            "entry"
        } else {
            "row"
        };
        page.item(&under, &counted(rows.len() as u64, one));
        for row in rows.iter().take(MOST_ROWS) {
            page.item(&format!("{under}  "), &pairs(row));
        }
        if rows.len() > MOST_ROWS {
            page.item(&format!("{under}  "), &format!("and {} more", rows.len() - MOST_ROWS));
        }
    }
    if let Some(error) = &query.error {
        page.item(&format!("{under}error "), &pairs(error));
    }
    let took = query.elapsed_ms.map_or_else(|| "unanswered".to_owned(), |ms| format!("{ms} ms"));
    let sender = query.at.as_ref().map(|place| format!(", sent by {}", in_words(place))).unwrap_or_default();
    page.item(&under, &format!("{took}{sender}"));
}

fn finding(page: &mut Page, finding: &FindingPart) {
    let lead = format!("  {:<7}  {:<3}  ", finding.level.key(), finding.rule);
    let place = finding.at.as_ref().map(|place| format!(" [{}:{}:{}]", place.file, place.line, place.column));
    page.item(&lead, &format!("{}{}", finding.message, place.unwrap_or_default()));
}

fn counted(count: u64, what: &str) -> String {
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {what}s"),
    }
}

/// The fields of an object as `key: value, key: value`; anything else like [`plain`].
pub(super) fn pairs(value: &Value) -> String {
    match value.as_object().filter(|fields| !fields.is_empty()) {
        Some(fields) => {
            fields.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        None => plain(value),
    }
}

/// Text without quotes, anything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::samples;
    use super::*;

    fn rendered(scene: &samples::Scene) -> String {
        let document = Document::new(&scene.recording, &scene.facts, &scene.decision, &scene.findings, &scene.mask);
        samples::without_salt(&render(&document, 100))
    }

    #[test]
    fn a_migrating_login_reads_well() {
        insta::assert_snapshot!(rendered(&samples::migration()));
    }

    #[test]
    fn an_exception_reads_well() {
        insta::assert_snapshot!(rendered(&samples::exception()));
    }

    #[test]
    fn a_second_callback_reads_well() {
        insta::assert_snapshot!(rendered(&samples::second_callback()));
    }

    #[test]
    fn a_proxy_over_http_reads_well() {
        insta::assert_snapshot!(rendered(&samples::http()));
    }

    #[test]
    fn the_verdict_comes_first() {
        assert!(rendered(&samples::wrong_credentials()).starts_with("denied: login on legacy-users\n"));
        assert!(rendered(&samples::no_callback()).starts_with("failed: login on legacy-users\n"));
        assert!(rendered(&samples::okpacket()).starts_with("unchanged: script:change_password on legacy-users\n"));
    }

    #[test]
    fn nothing_in_it_is_secret_or_moves_the_cursor() {
        for mut scene in samples::all() {
            let evil = "\u{1b}[2J\u{202e}\r\nfake line";
            scene.recording.connection = evil.into();
            scene.facts.inputs.username = Some(evil.into());
            scene.facts.inputs.more.insert(evil.into(), json!(evil));
            for run in &mut scene.recording.runs {
                run.file = evil.into();
                run.warnings.push(evil.into());
                for query in &mut run.queries {
                    query.at = query.at.take().map(|place| Place { function: evil.into(), file: evil.into(), ..place });
                }
            }
            let text = rendered(&scene);
            assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
            assert!(!text.contains('\u{202e}') && !text.contains("\nfake line"), "{text:?}");
            for secret in ["correct-horse", "battery-staple", "$2b$", "client-secret-1", "opaque-token"] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }

    #[test]
    fn lines_keep_to_the_width_where_words_allow() {
        let scene = samples::no_callback();
        let document = Document::new(&scene.recording, &scene.facts, &scene.decision, &scene.findings, &scene.mask);
        let longest = render(&document, 72).lines().map(UnicodeWidthStr::width).max();
        assert!(longest.is_some_and(|longest| longest <= 72), "{longest:?}");
        assert!(!render(&document, 0).is_empty());
    }

    #[test]
    fn the_exit_code_follows_verdict_and_errors() {
        let code = |scene: samples::Scene| super::super::exit_code(&scene.recording, &scene.decision, &scene.findings);
        assert_eq!(code(samples::migration()), 0);
        assert_eq!(code(samples::http()), 0);
        for scene in [
            samples::wrong_credentials(),
            samples::exception(),
            samples::no_callback(),
            samples::second_callback(),
            samples::okpacket(),
        ] {
            assert_eq!(code(scene), 1);
        }
    }
}
