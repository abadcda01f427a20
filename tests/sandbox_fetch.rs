//! `fetch` against a store that answers by route: what is sent, what comes back, and how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/realm.rs"]
mod realm;

use std::time::Duration;

use loginscope::legacy::{Cell, Reply, Request, Store, StoreError};
use loginscope::recording::ScriptRun;
use realm::{printed, run, run_against};

/// Answers by path; every answer takes ten milliseconds.
struct Routes;

impl Store for Routes {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn answer(&mut self, request: &Request) -> (Reply, Duration) {
        let Request::Http { method, url, .. } = request else { panic!("not HTTP: {request:?}") };
        let path = url.splitn(4, '/').nth(3).unwrap_or_default();
        let http = |status, reason: &str, headers: &[(&str, &str)], body: &str| Reply::Http {
            status,
            reason: reason.to_owned(),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: Cell::Text(body.to_owned()),
        };
        let reply = match path {
            "user" => http(200, "OK", &[("content-type", "application/json")], r#"{"user_id":7}"#),
            "page" => http(502, "Bad Gateway", &[("content-type", "text/html")], "<html>down</html>"),
            "moved" => http(302, "Found", &[("location", "/user")], ""),
            "elsewhere" => http(307, "Temporary Redirect", &[("location", "https://other.test/user")], ""),
            "round" => http(301, "Moved Permanently", &[("location", "/round")], ""),
            "empty" => http(204, "No Content", &[], ""),
            "bytes" => Reply::Http {
                status: 200,
                reason: "OK".to_owned(),
                headers: Vec::new(),
                body: Cell::Bytes { base64: "/wBB".to_owned() },
            },
            "echo" => http(200, "OK", &[], method),
            _ => Reply::Error(StoreError {
                code: "ENOTFOUND".to_owned(),
                message: "getaddrinfo ENOTFOUND nowhere.test".to_owned(),
                syscall: Some("getaddrinfo".to_owned()),
                ..StoreError::default()
            }),
        };
        (reply, Duration::from_millis(10))
    }
}

fn against_routes(body: &str) -> ScriptRun {
    run_against(Routes, body)
}

#[test]
fn an_answer_is_read_as_json_text_or_bytes() {
    let run = against_routes(
        "const r = await fetch('https://api.test/user');
         console.log(r.status, r.ok, r.statusText, r.url, r.redirected, r.type, r.headers.get('Content-Type'), await r.json());
         console.log(new Uint8Array(await (await fetch('https://api.test/bytes')).arrayBuffer()));
         const none = await fetch('https://api.test/empty'); console.log(none.status, none.body, await none.text());",
    );
    assert_eq!(
        printed(&run),
        "200 true OK https://api.test/user false basic application/json { user_id: 7 }\n\
         Uint8Array(3) [ 255, 0, 65 ]\n204 null \n"
    );
    assert_eq!(run.queries.len(), 3);
    assert_eq!(run.queries[0].driver, "fetch");
}

#[test]
fn what_is_sent_keeps_the_scripts_names_and_gains_nodes_own_headers() {
    let run = against_routes(
        "await fetch('https://api.test/echo#part', { method: 'post', headers: { 'X-Api-Key': 'k', Accept: 'a/b' }, body: JSON.stringify({ a: 'ü' }) });
         await fetch('https://api.test/echo', { method: 'PUT', body: new Uint8Array([255, 1]) });",
    );
    let Request::Http { method, url, headers, body, .. } = &run.queries[0].request else { panic!() };
    assert_eq!((method.as_str(), url.as_str()), ("POST", "https://api.test/echo"));
    let names: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(
        names,
        [
            "X-Api-Key: k",
            "Accept: a/b",
            "content-type: text/plain;charset=UTF-8",
            "accept-language: *",
            "sec-fetch-mode: cors",
            "user-agent: node",
            "accept-encoding: gzip, deflate",
        ]
    );
    assert_eq!(*body, Some(Cell::Text(r#"{"a":"ü"}"#.to_owned())));
    let Request::Http { body, .. } = &run.queries[1].request else { panic!() };
    assert_eq!(*body, Some(Cell::Bytes { base64: "/wE=".to_owned() }));
}

#[test]
fn a_redirect_is_followed_as_an_exchange_of_its_own() {
    let run = against_routes(
        "const r = await fetch('https://api.test/moved', { method: 'POST', body: 'b', headers: { authorization: 't' } });
         console.log(r.redirected, r.url, r.status);
         await fetch('https://api.test/elsewhere', { method: 'POST', body: 'b', headers: { authorization: 't' } });
         console.log((await fetch('https://api.test/moved', { redirect: 'manual' })).status);",
    );
    assert_eq!(printed(&run), "true https://api.test/user 200\n302\n");
    let sent = |i: usize| match &run.queries[i].request {
        Request::Http { method, url, headers, body, .. } => {
            (method.clone(), url.clone(), headers.iter().any(|(name, _)| name == "authorization"), body.is_some())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(sent(1), ("GET".to_owned(), "https://api.test/user".to_owned(), true, false));
    assert_eq!(sent(3), ("POST".to_owned(), "https://other.test/user".to_owned(), false, true));
}

#[test]
fn endless_and_forbidden_redirects_fail() {
    let run = against_routes(
        "for (const [url, init] of [['https://api.test/round', {}], ['https://api.test/moved', { redirect: 'error' }]]) {
           await fetch(url, init).catch((e) => console.log(e.name, e.message, e.cause.message));
         }",
    );
    assert_eq!(
        printed(&run),
        "TypeError fetch failed redirect count exceeded\nTypeError fetch failed unexpected redirect\n"
    );
    assert_eq!(run.queries.len(), 22);
}

#[test]
fn a_failed_connection_is_a_type_error_whose_cause_says_why() {
    let text = printed(&against_routes(
        "await fetch('https://nowhere.test/x').catch((e) => console.log(e.name, e.message, Object.entries(e.cause), e.cause.message));",
    ));
    assert_eq!(
        text,
        "TypeError fetch failed [\n  [ 'errno', -3008 ],\n  [ 'code', 'ENOTFOUND' ],\n  [ 'syscall', 'getaddrinfo' ],\n  \
         [ 'hostname', 'nowhere.test' ]\n] getaddrinfo ENOTFOUND nowhere.test\n"
    );
    let refused = printed(&run(
        "await fetch('http://api.test:81/').catch((e) => console.log(e.cause.code, e.cause.errno, e.cause.port));",
    ));
    assert_eq!(refused, "ECONNREFUSED -111 81\n");
}

#[test]
fn an_answer_slower_than_the_signal_allows_is_aborted() {
    let text = printed(&against_routes(
        "const started = Date.now();
         await fetch('https://api.test/user', { signal: AbortSignal.timeout(5) }).catch((e) => console.log(e.name, e.message, Date.now() - started));
         const c = new AbortController(); setTimeout(() => c.abort(), 3);
         await fetch('https://api.test/user', { signal: c.signal }).catch((e) => console.log(e.name, e.message, e.code));
         console.log((await fetch('https://api.test/user', { signal: AbortSignal.timeout(50) })).status);",
    ));
    assert_eq!(
        text,
        "TimeoutError The operation was aborted due to timeout 5\nAbortError This operation was aborted 20\n200\n"
    );
}

#[test]
fn a_body_is_read_once() {
    let text = printed(&against_routes(
        "const r = await fetch('https://api.test/page'); await r.text();
         await r.json().catch((e) => console.log(e.name, e.message));
         await (await fetch('https://api.test/page')).json().catch((e) => console.log(e.name));",
    ));
    assert_eq!(text, "TypeError Body is unusable: Body has already been read\nSyntaxError\n");
}
