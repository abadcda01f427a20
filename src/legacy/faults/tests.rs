//! What faults are, where they strike and what they make of replies.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use serde_json::json;

use super::{Fault, FaultKind, Faulty, FORMS};
use crate::legacy::{Access, Cell, Dialect, EmbeddedTemplate, Params, Reply, Request, Store, Target};

fn store(faults: &str) -> Faulty {
    let seed = "CREATE TABLE users (id INT PRIMARY KEY, email TEXT); INSERT INTO users VALUES (1, 'ada@example.test')";
    let template = EmbeddedTemplate::from_text(&[("seed.pg.sql", &format!("-- dialect: postgresql\n{seed}"))], &[]);
    Faulty::new(Box::new(template.unwrap().open().unwrap()), &Fault::list(faults).unwrap())
}

fn sql(text: &str) -> Request {
    Request::Sql {
        dialect: Dialect::PostgreSql,
        target: Target::default(),
        text: text.to_owned(),
        params: Params::default(),
        multiple: false,
        prepared: false,
    }
}

fn connect(dialect: Dialect, access: Access) -> Request {
    Request::Connect { dialect, target: Target { host: Some("db.example.test".into()), ..Target::default() }, access }
}

fn code(reply: &Reply) -> &str {
    match reply {
        Reply::Error(error) => &error.code,
        _ => "",
    }
}

#[test]
fn a_fault_reads_and_writes_as_one_line() {
    for text in ["refused", "slow:500", "lost@users", "slow:20@http://idp.example.test:80/a", "timeout@mysql#2"] {
        assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
    }
    for (form, _) in FORMS {
        assert!(form.parse::<Fault>().is_ok(), "{form}");
    }
    assert_eq!(Fault::list(" lost , slow:1@a,").unwrap().len(), 2);
    for (text, said) in [
        ("broken", "`broken` is no fault; there are refused, dns, timeout"),
        ("slow:soon", "`soon` is no number of milliseconds"),
        ("lost:5", "lost takes no milliseconds"),
        ("lost#0", "`0` is no number of a query"),
        ("\u{1b}[2J", "`\\u{1b}[2J` is no fault"),
    ] {
        let error = text.parse::<Fault>().unwrap_err().to_string();
        assert!(error.starts_with(said), "{error}");
    }
}

#[test]
fn a_fault_strikes_where_it_is_told_to_and_nowhere_else() {
    let mut lost = store("lost@users");
    assert_eq!(code(&lost.answer(&sql("SELECT 1")).0), "");
    assert_eq!(code(&lost.answer(&sql("SELECT * FROM users")).0), "DRIVER");
    let mut second = store("server-error#2");
    let codes: Vec<String> = (0..3).map(|_| code(&second.answer(&sql("SELECT * FROM users")).0).to_owned()).collect();
    assert_eq!(codes, ["", "XX000", ""]);
    let mut refused = store("refused@mysql");
    assert_eq!(code(&refused.answer(&connect(Dialect::PostgreSql, Access::default())).0), "");
    assert_eq!(code(&refused.answer(&connect(Dialect::MySql, Access::default())).0), "ECONNREFUSED");
    let mut named = store("dns@db.example");
    assert_eq!(code(&named.answer(&connect(Dialect::PostgreSql, Access::default())).0), "ENOTFOUND");
}

#[test]
fn what_fails_on_the_way_never_reaches_the_store() {
    let mut faulty = store("lost@delete");
    faulty.answer(&sql("DELETE FROM users"));
    let (reply, _) = faulty.answer(&sql("SELECT * FROM users"));
    assert!(matches!(reply, Reply::Rows { ref rows, .. } if rows.len() == 1), "{reply:?}");
}

#[test]
fn a_slow_store_answers_the_same_later() {
    let (reply, took) = store("slow:700").answer(&sql("SELECT * FROM users"));
    assert!(matches!(reply, Reply::Rows { ref rows, .. } if rows.len() == 1), "{reply:?}");
    assert!(took >= Duration::from_millis(700));
}

#[test]
fn without_an_answer_the_driver_waits_as_long_as_it_was_told() {
    let access = Access { timeout_ms: Some(300), ..Access::default() };
    let (reply, took) = store("timeout").answer(&connect(Dialect::MySql, access));
    let Reply::Error(error) = reply else { panic!("{reply:?}") };
    assert_eq!((error.message.as_str(), took), ("connect ETIMEDOUT", Duration::from_millis(300)));
    assert_eq!(error.details["timeout"], json!(true));
    let (_, took) = store("timeout").answer(&connect(Dialect::MySql, Access::default()));
    assert!(took > Duration::from_secs(20));
}

#[test]
fn an_empty_store_finds_nothing_in_any_protocol() {
    let fault = Fault::new(FaultKind::Empty);
    let documents = Request::Documents {
        target: Target::default(),
        database: "app".to_owned(),
        command: json!({"find": "users"}).as_object().unwrap().clone(),
        access: Access::default(),
    };
    let found = json!({"cursor": {"firstBatch": [{"_id": 1}], "id": 0}, "ok": 1});
    let reply = Reply::Documents { answer: found.as_object().unwrap().clone() };
    let (reply, _) = super::strike::after(&fault, &documents, reply, Duration::ZERO);
    let Reply::Documents { answer } = reply else { panic!("{reply:?}") };
    assert_eq!(answer["cursor"]["firstBatch"], json!([]));
    let (reply, _) = store("empty").answer(&sql("SELECT * FROM users"));
    assert!(matches!(reply, Reply::Rows { ref rows, ref columns, .. } if rows.is_empty() && columns.len() == 2));
}

#[test]
fn a_malformed_body_is_cut_between_characters() {
    let http = Request::Http {
        method: "GET".to_owned(),
        url: "http://idp.example.test/".to_owned(),
        headers: Vec::new(),
        body: None,
        access: Access::default(),
    };
    for (body, cut) in [("{\"a\":1}", "{\"a"), ("ää", "ä"), ("", "<html><bo")] {
        let headers = vec![("content-length".to_owned(), body.len().to_string())];
        let reply = Reply::Http { status: 200, reason: "OK".to_owned(), headers, body: Cell::Text(body.to_owned()) };
        let fault = Fault::new(FaultKind::Malformed);
        let (reply, _) = super::strike::after(&fault, &http, reply, Duration::ZERO);
        let Reply::Http { body, headers, .. } = reply else { panic!("{reply:?}") };
        assert_eq!((body, headers[0].1.clone()), (Cell::Text(cut.to_owned()), cut.len().to_string()));
    }
}

#[test]
fn every_dialect_has_words_for_a_key_that_is_there_already() {
    for (dialect, code, errno) in [
        (Dialect::MySql, "ER_DUP_ENTRY", Some(1062)),
        (Dialect::PostgreSql, "23505", None),
        (Dialect::SqlServer, "EREQUEST", Some(2627)),
        (Dialect::Oracle, "ORA-00001", Some(1)),
        (Dialect::Db2, "SQL0803N", Some(-803)),
    ] {
        let request = Request::Sql {
            dialect,
            target: Target::default(),
            text: "INSERT INTO users (email) VALUES ('x')".to_owned(),
            params: Params::default(),
            multiple: false,
            prepared: false,
        };
        let (reply, _) = store("duplicate-key").answer(&request);
        let Reply::Error(error) = reply else { panic!("{dialect:?} {reply:?}") };
        assert_eq!((error.code.as_str(), error.errno), (code, errno), "{dialect:?}");
        assert!(!error.fatal);
    }
}
