//! `axios`, against what axios 1.21.1 and 0.22.0 answer on Node 22.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/scripted_store.rs"]
mod scripted_store;

use loginscope::legacy::Request;
use loginscope::recording::OutcomeKind;
use scripted_store::{answer, evaluate, login, Scripted};
use serde_json::{json, Value};

fn http(status: u16, reason: &str, body: &str) -> Value {
    json!({ "kind": "http", "status": status, "reason": reason, "headers": [["content-type", "application/json"]], "body": body })
}

/// One call: the request that reaches the store, as `[method, url, headers that matter, body]`.
fn sent(version: &str, call: &str) -> Value {
    let run = login(
        Scripted(vec![("", http(200, "OK", "{}"))]),
        &format!("const axios = require('axios{version}'); {call}.then(() => callback(null, {{}}), callback);"),
    );
    let Some(Request::Http { method, url, headers, body, .. }) = run.queries.first().map(|query| query.request.clone())
    else {
        panic!("{call} sent nothing: {:?}", run.outcome);
    };
    let dull = ["accept", "user-agent", "accept-encoding", "content-length"];
    let headers: Vec<String> = headers
        .iter()
        .filter(|(name, _)| !dull.contains(&name.to_lowercase().as_str()))
        .map(|(name, value)| format!("{}: {value}", name.to_lowercase()))
        .collect();
    json!([method, url, headers.join("; "), body])
}

const JSON: &str = "content-type: application/json";
const FORM: &str = "content-type: application/x-www-form-urlencoded";

#[test]
fn requests_are_made_as_axios_makes_them() {
    let address = "https://api.example.test/x";
    let rows = [
        ("axios.post('https://api.example.test/x', { a: 1 }, { timeout: 10000, headers: { 'x-api-key': 'k' } })",
            json!(["POST", address, format!("x-api-key: k; {JSON}"), "{\"a\":1}"])),
        ("axios.post('https://api.example.test/x', 'a=1')", json!(["POST", address, FORM, "a=1"])),
        ("axios.post('https://api.example.test/x')", json!(["POST", address, FORM, null])),
        ("axios.post('https://api.example.test/x', [1])", json!(["POST", address, JSON, "[1]"])),
        ("axios.post('https://api.example.test/x', 'abc', { headers: { 'Content-Type': 'application/json' } })", json!(["POST", address, JSON, "\"abc\""])),
        ("axios.post('https://api.example.test/x', '{\"a\":1}', { headers: { 'content-type': 'application/json' } })", json!(["POST", address, JSON, "{\"a\":1}"])),
        ("axios.post('https://api.example.test/x', { a: 1, b: [1, 2], c: { d: 3 } }, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })",
            json!(["POST", address, FORM, "a=1&b%5B%5D=1&b%5B%5D=2&c%5Bd%5D=3"])),
        ("axios({ url: 'https://api.example.test/x', method: 'PUT', data: { a: 1 } })", json!(["PUT", address, JSON, "{\"a\":1}"])),
        ("axios('https://api.example.test/x')", json!(["GET", address, "", null])),
        ("axios.delete('https://api.example.test/x', { data: { a: 1 } })", json!(["DELETE", address, JSON, "{\"a\":1}"])),
        ("axios.get('https://api.example.test/x', { auth: { username: 'u', password: 'pé' } })", json!(["GET", address, "authorization: Basic dTpww6k=", null])),
        ("axios.get('https://u:p@api.example.test')", json!(["GET", "https://api.example.test/", "authorization: Basic dTpw", null])),
        ("axios.create({ baseURL: 'https://api.example.test/', headers: { common: { 'X-C': 'c' }, post: { 'X-P': 'p' } } }).post('/x')",
            json!(["POST", address, format!("x-c: c; x-p: p; {FORM}"), null])),
        ("axios.create({ baseURL: 'http://nope' }).get('https://api.example.test/x')", json!(["GET", address, "", null])),
        ("axios.get('https://api.example.test/x?a=1#h', { params: { b: 2, c: [1, 2], d: null, e: undefined, f: { g: 1 }, h: new Date(0), i: 'a b+@:$,[]é' } })",
            json!(["GET", format!("{address}?a=1&b=2&c%5B%5D=1&c%5B%5D=2&f%5Bg%5D=1&h=1970-01-01T00:00:00.000Z&i=a+b%2B%40:$,%5B%5D%C3%A9"), "", null])),
        ("axios.get('https://api.example.test/x', { params: { a: [1, 2] }, paramsSerializer: { indexes: null } })", json!(["GET", format!("{address}?a=1&a=2"), "", null])),
        ("axios.get('https://api.example.test/x', { params: { a: [1] }, paramsSerializer: () => 'z=1' })", json!(["GET", format!("{address}?z=1"), "", null])),
        ("axios.post('https://api.example.test/x', { a: 1 }, { transformRequest: [(d, h) => { h['X-T'] = 't'; return JSON.stringify(d) + '!'; }] })",
            json!(["POST", address, format!("x-t: t; {FORM}"), "{\"a\":1}!"])),
        ("axios.post('https://api.example.test/x', new Uint8Array([1, 255]))", json!(["POST", address, FORM, { "$bytes": "Af8=" }])),
    ];
    for (call, expected) in rows {
        assert_eq!(sent("", call), expected, "{call}");
    }
    let classic = "axios.get('https://api.example.test/x', { params: { c: [1, 2], f: { g: 1 } } })";
    assert_eq!(sent("@0.22.0", classic)[1], "https://api.example.test/x?c[]=1&c[]=2&f=%7B%22g%22:1%7D");
    let classic = "axios.post('https://api.example.test/x', { a: 1 }, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })";
    assert_eq!(sent("@0.22.0", classic)[3], "{\"a\":1}");
}

#[test]
fn answers_are_read_as_axios_reads_them() {
    let store = Scripted(vec![
        (
            "/user",
            json!({ "kind": "http", "status": 200, "reason": "OK", "body": "{\"id\":7}",
            "headers": [["content-type", "application/json"], ["x-multi", "a"], ["X-Multi", "b"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]] }),
        ),
        ("/bad", http(200, "OK", "{bad")),
        ("/num", http(200, "OK", "12")),
        ("/empty", http(204, "No Content", "")),
        (
            "/bytes",
            json!({ "kind": "http", "status": 200, "reason": "OK", "headers": [], "body": { "$bytes": "w6k=" } }),
        ),
    ]);
    let get = |call: &str| format!("axios.{call}.then((r) => r.data)");
    let calls = [
        get("get('http://h/user')"),
        get("get('http://h/bad')"),
        get("get('http://h/num')"),
        get("get('http://h/num', { responseType: 'text' })"),
        get("get('http://h/empty')"),
        get("get('http://h/bytes')"),
        "axios.get('http://h/user', { responseType: 'arraybuffer' }).then((r) => r.data.length)".to_owned(),
        "axios.get('http://h/user').then((r) => [r.status, r.statusText, r.headers['content-type'], r.headers.get('Content-Type'), r.headers['x-multi'], r.headers['set-cookie'], r.headers['X-Multi'] === undefined])".to_owned(),
        "axios.get('http://h/user').then((r) => [Object.keys(r).join(), r.config.url, r.config.method, r.request.path])".to_owned(),
        "axios.get('http://h/user').then((r) => { try { return JSON.stringify(r); } catch (e) { return e.constructor.name; } })".to_owned(),
        "axios.get('http://h/user', { transformResponse: [(text) => '<' + text] }).then((r) => r.data)".to_owned(),
        "require('axios@0.22.0').get('http://h/num', { responseType: 'text' }).then((r) => [r.data, r.headers.constructor.name])".to_owned(),
    ];
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    let got = evaluate(store, "const axios = require('axios');", &calls);
    let expected = json!([{ "id": 7 }, "{bad", 12, "12", "", "é", 8,
        [200, "OK", "application/json", "application/json", "a, b", ["a=1", "b=2"], true],
        ["status,statusText,headers,config,request,data", "http://h/user", "get", "/user"], "TypeError", "<{\"id\":7}", [12, "Object"]]);
    assert_eq!(json!(got), expected);
}

const TOLD: &str = "const axios = require('axios');
    const told = (e) => [e.constructor.name, e.name, e.message, e.code, axios.isAxiosError(e), Object.keys(e).join(),
      e.response && e.response.status, e.response && e.response.data].map((x) => (x === undefined ? null : x));
    const fails = (promise) => promise.then(() => 'answered', told);";

#[test]
fn a_bad_status_rejects_with_an_axios_error() {
    let store = || {
        Scripted(vec![
            ("/404", http(404, "Not Found", "{\"e\":1}")),
            ("/500", http(500, "Oops", "no")),
            ("/302", http(302, "Found", "")),
        ])
    };
    let got = evaluate(
        store(),
        TOLD,
        &[
            "fails(axios.get('http://h/404'))",
            "fails(axios.get('http://h/500')).then((all) => all.slice(2, 4))",
            "fails(axios.get('http://h/302')).then((all) => all.slice(2, 4))",
            "axios.get('http://h/404', { validateStatus: () => true }).then((r) => r.status)",
            "axios.get('http://h/404', { validateStatus: null }).then((r) => r.status)",
            "axios.get('http://h/404').catch((e) => [e.status, String(e), e.request.method, Object.keys(e.toJSON()).join(), e.toJSON().config.url])",
            "fails(require('axios@0.22.0').get('http://h/404'))",
        ],
    );
    let expected = json!([
        ["AxiosError", "AxiosError", "Request failed with status code 404", "ERR_BAD_REQUEST", true,
            "message,name,isAxiosError,code,config,request,response,status", 404, { "e": 1 }],
        ["Request failed with status code 500", "ERR_BAD_RESPONSE"],
        ["Request failed with status code 302", "ERR_BAD_RESPONSE"],
        404, 404,
        [404, "AxiosError: Request failed with status code 404", "GET",
            "message,name,description,number,fileName,lineNumber,columnNumber,stack,config,code,status", "http://h/404"],
        ["Error", "Error", "Request failed with status code 404", null, true, "config,request,response,isAxiosError,toJSON", 404, { "e": 1 }],
    ]);
    assert_eq!(json!(got), expected);
}

fn failure(code: &str, syscall: &str) -> Value {
    json!({ "kind": "error", "code": code, "message": format!("{syscall} {code}"), "syscall": syscall, "fatal": true })
}

#[test]
fn a_network_failure_has_no_response() {
    let store = Scripted(vec![
        ("//down", failure("ECONNREFUSED", "connect")),
        ("//nobody", failure("ENOTFOUND", "getaddrinfo")),
        ("//slow", http(200, "OK", "late")),
    ]);
    let got = evaluate(
        store,
        TOLD,
        &[
            "fails(axios.get('http://down:1/'))",
            "fails(axios.get('https://nobody/')).then((all) => all.slice(1, 4))",
            "fails(axios.get('http://slow/', { timeout: 1 }))",
            "fails(axios.get('http://slow/', { timeout: 1, timeoutErrorMessage: 'mine' })).then((all) => all[2])",
            "axios.get('http://slow/', { timeout: 5 }).then((r) => r.data)",
            "fails(axios.get('/path')).then((all) => all.slice(0, 5))",
            "fails(axios()).then((all) => all.slice(0, 5))",
            "fails(axios.get('ftp://x/')).then((all) => all.slice(0, 6))",
            "fails(axios.post('http://slow/', 5)).then((all) => all.slice(2, 4))",
            "fails(require('axios@0.22.0').get('http://down:1/')).then((all) => [all[1], all[3], all[5]])",
            "fails(require('axios@0.22.0').get('http://slow/', { timeout: 1 })).then((all) => [all[1], all[3], all[5]])",
            "fails(require('axios@0.22.0').get(undefined)).then((all) => all.slice(0, 4))",
        ],
    );
    let expected = json!([
        [
            "AxiosError",
            "Error",
            "connect ECONNREFUSED down:1",
            "ECONNREFUSED",
            true,
            "message,name,isAxiosError,code,config,request",
            null,
            null
        ],
        ["Error", "getaddrinfo ENOTFOUND nobody", "ENOTFOUND"],
        [
            "AxiosError",
            "AxiosError",
            "timeout of 1ms exceeded",
            "ECONNABORTED",
            true,
            "message,name,isAxiosError,code,config,request",
            null,
            null
        ],
        "mine",
        "late",
        ["TypeError", "TypeError", "Invalid URL", "ERR_INVALID_URL", false],
        ["TypeError", "TypeError", "Invalid URL", "ERR_INVALID_URL", false],
        [
            "AxiosError",
            "AxiosError",
            "Unsupported protocol ftp:",
            "ERR_BAD_REQUEST",
            true,
            "message,name,isAxiosError,code,config"
        ],
        ["Data after transformation must be a string, an ArrayBuffer, a Buffer, or a Stream", "ERR_BAD_REQUEST"],
        ["Error", "ECONNREFUSED", "errno,code,syscall,address,port,config,request,response,isAxiosError,toJSON"],
        ["Error", "ECONNABORTED", "config,code,request,response,isAxiosError,toJSON"],
        [
            "TypeError",
            "TypeError",
            "The \"url\" argument must be of type string. Received undefined",
            "ERR_INVALID_ARG_TYPE"
        ],
    ]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_response_that_is_not_there_makes_the_catch_block_fail() {
    let run = login(
        Scripted(vec![("", failure("ECONNREFUSED", "connect"))]),
        "require('axios').post('http://down/', {}).catch((e) => { if (e.response.status === 404) callback(null); });",
    );
    let outcome = run.outcome.unwrap();
    assert_eq!((outcome.kind, outcome.error.unwrap().name.as_str()), (OutcomeKind::Exception, "TypeError"));
}

#[test]
fn redirects_are_followed_as_far_as_they_may() {
    let moved = |status: u16, to: &str| json!({ "kind": "http", "status": status, "reason": "", "headers": [["location", to]], "body": "" });
    let store = || {
        Scripted(vec![
            ("/loop", moved(302, "/loop")),
            ("/a", moved(302, "/end?r=1")),
            ("/b", moved(307, "https://other/end")),
            ("/end", http(200, "OK", "7")),
        ])
    };
    let got = evaluate(
        store(),
        TOLD,
        &[
            "axios.post('http://h/a', { a: 1 }).then((r) => r.data)",
            "fails(axios.get('http://h/loop')).then((all) => all.slice(1, 4))",
            "fails(axios.get('http://h/a', { maxRedirects: 0 })).then((all) => all[6])",
        ],
    );
    let expected = json!([
        7,
        ["Error [ERR_FR_TOO_MANY_REDIRECTS]", "Maximum number of redirects exceeded", "ERR_FR_TOO_MANY_REDIRECTS"],
        302
    ]);
    assert_eq!(json!(got), expected);
    let run = login(
        store(),
        "require('axios').post('http://h/b', 'x', { auth: { username: 'u' } }).then(() => callback(null, {}));",
    );
    let Request::Http { method, url, headers, body, .. } = &run.queries[1].request else { panic!("a request") };
    assert_eq!(
        (method.as_str(), url.as_str(), serde_json::to_value(body).unwrap()),
        ("POST", "https://other/end", json!("x"))
    );
    assert!(headers.iter().all(|(name, _)| name != "Authorization"), "{headers:?}");
}

#[test]
fn interceptors_and_cancelling_work_as_documented() {
    let got = evaluate(
        Scripted(vec![("", http(200, "OK", "{\"id\":7}"))]),
        &format!(
            "{TOLD} const own = axios.create(); const log = [];
            own.interceptors.request.use((c) => {{ log.push('r1'); c.headers['X-I'] = '1'; return c; }});
            own.interceptors.request.use((c) => {{ log.push('r2'); return c; }});
            own.interceptors.response.use((r) => {{ log.push('s1', r.config.headers['X-I']); return r; }});
            own.interceptors.response.use((r) => {{ log.push('s2'); return r.data; }});
            const source = axios.CancelToken.source();"
        ),
        &[
            "own.get('http://h/').then((data) => [data, log])",
            "(setTimeout(() => source.cancel('stop'), 1), axios.get('http://h/', { cancelToken: source.token }).catch((e) => [axios.isCancel(e), e.message, e.code]))",
            "axios.get('http://h/', { cancelToken: source.token }).catch((e) => e.message)",
            "axios.all([1, Promise.resolve(2)]).then(axios.spread((a, b) => a + b))",
            "axios.getUri({ baseURL: 'http://x', url: '/a', params: { b: 1 } })",
            "[axios.default === axios, typeof axios, axios.isAxiosError(null), axios.HttpStatusCode.NotFound]",
        ],
    );
    let expected = json!([[{ "id": 7 }, ["r2", "r1", "s1", "1", "s2"]], [true, "stop", "ERR_CANCELED"], "stop", 3, "http://x/a?b=1", [true, "function", false, 404]]);
    assert_eq!(json!(got), expected);
}

#[test]
fn a_request_is_recorded_where_the_script_made_it() {
    let run = login(
        Scripted(vec![("", http(200, "OK", "{}"))]),
        "const axios = require('axios');\n(async () => {\n  const r = await axios.get('http://h/');\n  callback(null, { id: r.status });\n})();",
    );
    assert_eq!(run.queries[0].at.as_ref().unwrap().line, 4);
    assert_eq!(run.outcome.unwrap().kind, OutcomeKind::Profile);
}

#[test]
fn a_multipart_form_carries_its_fields() {
    let got = sent("", "axios.postForm('http://h/', { a: 1 })");
    assert!(
        got[2].as_str().unwrap().starts_with("content-type: multipart/form-data; boundary=--------------------------"),
        "{got}"
    );
    assert!(got[3].as_str().unwrap().contains("Content-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"), "{got}");
    let unused =
        answer(Scripted::default(), "callback(null, { keys: Object.keys(require('axios').defaults.headers).join() });");
    assert_eq!(unused["keys"], "common,delete,get,head,post,put,patch");
}
