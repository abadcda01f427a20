#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::FORMS;
use crate::debugger::stops::{Count, ErrorPattern, Hits, LogMessage, QueryPattern, Stop, Trigger, Which};
use crate::legacy::Effect;

fn read(line: &str) -> Stop {
    line.parse().unwrap_or_else(|error| unreachable!("{line}: {error}"))
}

fn refusal(line: &str) -> String {
    line.parse::<Stop>().unwrap_err().to_string()
}

fn class(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[test]
fn every_form_says_its_trigger() {
    for (line, expected) in [
        ("line 12", Trigger::Line { line: 12, column: None }),
        ("line 12:5", Trigger::Line { line: 12, column: Some(5) }),
        ("function verifyPassword", Trigger::Function { name: "verifyPassword".into() }),
        ("function \"login › query callback\"", Trigger::Function { name: "login › query callback".into() }),
        ("function if", Trigger::Function { name: "if".into() }),
        ("exception", Trigger::Exception { which: Which::All, class: None }),
        ("exception caught TypeError", Trigger::Exception { which: Which::Caught, class: class("TypeError") }),
        ("exception uncaught", Trigger::Exception { which: Which::Uncaught, class: None }),
        ("exception TypeError", Trigger::Exception { which: Which::All, class: class("TypeError") }),
        ("exception \"caught\"", Trigger::Exception { which: Which::All, class: class("caught") }),
        ("callback error", Trigger::CallbackError { class: None }),
        ("callback error ValidationError", Trigger::CallbackError { class: class("ValidationError") }),
        ("callback twice", Trigger::SecondCallback),
        ("console", Trigger::Console { text: None }),
        ("console \"it's \\\"on\\\"\"", Trigger::Console { text: class("it's \"on\"") }),
        ("console 'say \"hi\"'", Trigger::Console { text: class("say \"hi\"") }),
        ("profile user_metadata.plan", Trigger::ProfileField { path: "user_metadata.plan".into() }),
        ("rule M6", Trigger::Rule { id: "M6".into() }),
        ("12", Trigger::Line { line: 12, column: None }),
        (" 12:5 ", Trigger::Line { line: 12, column: Some(5) }),
        ("LINE 12", Trigger::Line { line: 12, column: None }),
    ] {
        assert_eq!(read(line), Stop::at(expected), "{line}");
    }
}

#[test]
fn a_query_takes_its_parts_in_any_order() {
    let pattern = QueryPattern {
        text: None,
        table: class("users"),
        effect: Some(Effect::Write),
        rows: Some(Count::Exactly(0)),
        error: Some(ErrorPattern::Any),
        slower_than_ms: Some(200.0),
    };
    let stop = Stop::at(Trigger::Query(pattern));
    assert_eq!(read("query table users write rows 0 error slower 200"), stop);
    assert_eq!(read("query error slower 200 rows 0 write table users"), stop);
    let asks = |line: &str| match read(line).trigger {
        Trigger::Query(pattern) => pattern,
        other => unreachable!("{other}"),
    };
    assert_eq!(asks("query"), QueryPattern::default());
    assert_eq!(asks("query text \"select 1\"").text, class("select 1"));
    assert_eq!(asks("query error ER_DUP_ENTRY").error, Some(ErrorPattern::Named("ER_DUP_ENTRY".into())));
    assert_eq!(asks("query rows >=2").rows, Some(Count::AtLeast(2)));
    assert_eq!(asks("query rows <= 2").rows, Some(Count::AtMost(2)));
}

#[test]
fn hits_a_message_and_a_condition_may_follow() {
    let stop = read("off line 12 hit >=3 log \"user {user[\\\"email\\\"]}\" if user && user.active  ");
    assert!(!stop.enabled);
    assert_eq!(stop.hits, Some(Hits::AtLeast(3)));
    assert_eq!(stop.log.unwrap().expressions().collect::<Vec<_>>(), ["user[\"email\"]"]);
    assert_eq!(stop.condition.as_deref(), Some("user && user.active"));
    assert_eq!(read("exception hit every 2").hits, Some(Hits::Every(2)));
    assert_eq!(read("query error hit 4 if retry").hits, Some(Hits::Exactly(4)));
    assert_eq!(read("console if a if b").condition.as_deref(), Some("a if b"));
}

#[test]
fn a_refusal_names_the_word_what_is_expected_and_an_example() {
    for (line, expected) in [
        (
            "lime 12",
            "`lime` at character 1 is not understood; expected a line number, or one of line, function, exception, \
             callback, query, console, profile, rule. Example: line 12",
        ),
        (
            "off",
            "something is missing at the end; expected a line number, or one of line, function, exception, \
                 callback, query, console, profile, rule. Example: line 12",
        ),
        (
            "line 0",
            "`0` at character 6 is not understood; expected a line number from 1, with a column after a colon \
                    if wanted. Example: line 12",
        ),
        (
            "callback",
            "something is missing at the end; expected error or twice. Example: callback error \
                      ValidationError",
        ),
        (
            "callback thrice",
            "`thrice` at character 10 is not understood; expected error or twice. Example: callback \
                             error ValidationError",
        ),
        (
            "query tabel users",
            "`tabel` at character 7 is not understood; expected one of text, table, read, write, \
                               rows, error, slower, hit, log, if, or nothing further. Example: query table users \
                               write rows 0",
        ),
        (
            "query read write",
            "`write` at character 12 is not understood; expected each part of a query only once. \
                              Example: query table users write rows 0",
        ),
        (
            "query rows many",
            "`many` at character 12 is not understood; expected a number of rows, such as 0, >=2 or \
                             <=2. Example: query table users write rows 0",
        ),
        (
            "query slower -1",
            "`-1` at character 14 is not understood; expected a number of milliseconds. Example: \
                             query table users write rows 0",
        ),
        (
            "profile roles[",
            "`roles[` at character 9 is not understood; expected a path into the profile, such as \
                            email or roles[0]. Example: profile user_metadata.plan",
        ),
        (
            "12 hit 0",
            "`0` at character 8 is not understood; expected a number from 1, such as 3, >=3 or every 3. \
                      Example: line 12 hit >=3",
        ),
        (
            "12 if ",
            "something is missing at the end; expected a JavaScript expression. Example: line 12 if \
                    user.active",
        ),
        (
            "é12 if x",
            "`é12` at character 1 is not understood; expected a line number, or one of line, function, \
                      exception, callback, query, console, profile, rule. Example: line 12",
        ),
        (
            "line 12 foo",
            "`foo` at character 9 is not understood; expected hit, log, if, or nothing further. Example: \
                         line 12",
        ),
        (
            "console \"é",
            "`\"é` at character 9 is not understood; expected a text with a closing quote. Example: \
                         console \"started\"",
        ),
        (
            "console \"a\\d\"",
            "`\\d\"` at character 11 is not understood; expected \\\\ for a backslash, or one of \
                              \\\" \\' \\n \\r \\t \\u{7f}. Example: console \"started\"",
        ),
        (
            "12 log \"{a\"",
            "the log message has an expression without its closing brace at character 1: {a. Add }, or \
                           write {{ for a brace. Example: line 12 log \"user {user.email}\"",
        ),
        (
            "12 if a\u{1b}[2J",
            "`\\u{1b}` at character 8 is not understood; expected one line without control \
                              characters. Example: line 12",
        ),
    ] {
        assert_eq!(refusal(line), expected, "{line}");
    }
}

#[test]
fn a_part_may_stand_only_once() {
    for line in
        ["12 hit 1 hit 2", "12 log \"a\" log \"b\"", "query rows 1 rows 2", "function \"\"", "\"12\"", "12 hit +3"]
    {
        assert!(line.parse::<Stop>().is_err(), "{line}");
    }
}

#[test]
fn a_condition_is_one_line_and_keeps_its_tabs() {
    let written = |condition: &str| Stop { condition: class(condition), ..Stop::line(1) }.to_string();
    assert_eq!(written("a &&\n\tb "), "line 1 if a && \tb");
    assert_eq!(read("1 if a\tb").to_string(), "line 1 if a\tb");
}

#[test]
fn every_form_that_is_listed_can_be_read() {
    for (form, sentence) in FORMS {
        let line = form.replace('…', "line 12");
        assert_eq!(read(&line).to_string(), line);
        assert!(sentence.ends_with('.'), "{sentence}");
    }
}

/// Names with what makes reading hard: words that mean something, quotes, escapes, spaces, no Latin letter.
fn some_name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "if", "caught", "Error", "hit", "all", "OFF", "12", "a b", "\\", "\"", "{", "\u{202e}"
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z_$.›é\"'\\\\ \t\n\u{1b}{}:]{1,12}",
        "\\PC{1,8}",
    ]
}

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![1..9_u64, Just(u64::MAX)]
}

fn pattern() -> impl Strategy<Value = QueryPattern> {
    let rows = prop_oneof![
        any::<u64>().prop_map(Count::Exactly),
        any::<u64>().prop_map(Count::AtLeast),
        any::<u64>().prop_map(Count::AtMost)
    ];
    let error = prop_oneof![Just(ErrorPattern::Any), some_name().prop_map(ErrorPattern::Named)];
    (
        prop::option::of(some_name()),
        prop::option::of(some_name()),
        prop::option::of(prop_oneof![Just(Effect::Read), Just(Effect::Write)]),
        prop::option::of(rows),
        prop::option::of(error),
        prop::option::of(prop_oneof![0.0..1e4_f64, prop::num::f64::POSITIVE]),
    )
        .prop_map(|(text, table, effect, rows, error, slower_than_ms)| QueryPattern {
            text,
            table,
            effect,
            rows,
            error,
            slower_than_ms,
        })
}

fn trigger() -> impl Strategy<Value = Trigger> {
    let which = prop_oneof![Just(Which::All), Just(Which::Caught), Just(Which::Uncaught)];
    prop_oneof![
        (1_u32.., prop::option::of(1_u32..)).prop_map(|(line, column)| Trigger::Line { line, column }),
        some_name().prop_map(|name| Trigger::Function { name }),
        (which, prop::option::of(some_name())).prop_map(|(which, class)| Trigger::Exception { which, class }),
        prop::option::of(some_name()).prop_map(|class| Trigger::CallbackError { class }),
        Just(Trigger::SecondCallback),
        pattern().prop_map(Trigger::Query),
        prop::option::of(some_name()).prop_map(|text| Trigger::Console { text }),
        "[a-z \"'é]{1,5}(\\.[a-z]{1,5})?(\\[[0-9]\\])?".prop_map(|path| Trigger::ProfileField { path }),
        some_name().prop_map(|id| Trigger::Rule { id }),
    ]
}

fn stop() -> impl Strategy<Value = Stop> {
    let hits =
        prop_oneof![number().prop_map(Hits::Exactly), number().prop_map(Hits::AtLeast), number().prop_map(Hits::Every)];
    let log = "[a-z \"'é\\\\]{0,6}\\{[a-z.\\\\ ]{0,4}[a-z]\\}[a-z\n\"]{0,6}"
        .prop_map(|text| text.parse::<LogMessage>().unwrap());
    let condition = "[a-z\"'{}\\\\é][a-z\"' {}\\\\]{0,12}[a-z\"'{}é]";
    (trigger(), prop::option::of(condition), prop::option::of(hits), prop::option::of(log), any::<bool>())
        .prop_map(|(trigger, condition, hits, log, enabled)| Stop { trigger, condition, hits, log, enabled })
}

proptest! {
    #[test]
    fn every_stop_reads_back_as_it_was_written(stop in stop()) {
        let line = stop.to_string();
        prop_assert!(!line.contains(crate::visible::hides), "{:?}", line);
        prop_assert_eq!(line.parse::<Stop>().map_err(|error| error.to_string()), Ok(stop), "{}", line);
    }

    #[test]
    fn no_text_makes_reading_fall_over(line in "\\PC{0,40}") {
        if let Ok(stop) = line.parse::<Stop>() {
            prop_assert_eq!(stop.to_string().parse::<Stop>().unwrap(), stop);
        }
    }
}
