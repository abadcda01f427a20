use std::time::Duration;

use crate::legacy::{Cell, EmbeddedTemplate, Reply, Request, Store};

const ROUTES: &str = r#"
[[route]]
method = "POST"
url = "https://source.example.test/oauth/token"
[route.match]
json = { grant_type = "http://auth0.com/oauth/grant-type/password-realm", "user.email" = "ada@example.test", n = 1 }
[route.reply]
headers = { "X-Request-Id" = "1" }
json = { access_token = "token-of-ada" }
delay_ms = 250

[[route]]
method = "POST"
url = "https://source.example.test/oauth/token"
match = { form = { username = "ada@*" }, header = { Authorization = "Basic *" } }
reply = { text = "form" }

[[route]]
method = "POST"
url = "https://source.example.test/oauth/token"
reply = { status = 403, json = { error = "invalid_grant" } }

[[route]]
method = "GET"
url = "https://source.example.test/api/v2/users/{id}?fields=email"
reply = { json = { user_id = "{{id}}", list = ["<{{id}}>"] } }

[[route]]
url = "https://down.example.test:8443/*"
reply = { error = "ECONNREFUSED" }

[[route]]
url = "http://any.example.test/deep/*"
match = { query = { page = "1" }, body_contains = "needle" }
reply = { status = 204 }
"#;

fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> (Reply, Duration) {
    let mut store = EmbeddedTemplate::from_text(&[], &[("routes.toml", ROUTES)]).unwrap().open().unwrap();
    store.answer(&Request::Http {
        method: method.to_owned(),
        url: url.to_owned(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.map(|text| Cell::Text(text.to_owned())),
        access: crate::legacy::Access::default(),
    })
}

fn status_and_body(reply: &Reply) -> String {
    match reply {
        Reply::Http { status, body: Cell::Text(body), .. } => format!("{status} {body}"),
        Reply::Error(error) => format!("{} {} {}", error.code, error.syscall.as_deref().unwrap_or(""), error.message),
        other => format!("{other:?}"),
    }
}

#[test]
fn the_first_route_that_matches_answers() {
    let token = "https://source.example.test/oauth/token";
    let realm = "http://auth0.com/oauth/grant-type/password-realm";
    let right = format!(r#"{{"grant_type":"{realm}","user":{{"email":"ada@example.test"}},"n":1.0}}"#);
    for (method, url, headers, body, expected) in [
        ("POST", token, vec![], Some(right.as_str()), r#"200 {"access_token":"token-of-ada"}"#),
        ("POST", token, vec![("authorization", "Basic eA==")], Some("username=ada%40example.test"), "200 form"),
        ("POST", token, vec![], Some("{}"), r#"403 {"error":"invalid_grant"}"#),
        (
            "GET",
            "https://source.example.test/api/v2/users/auth0%7C7?fields=email&x=1",
            vec![],
            None,
            r#"200 {"user_id":"auth0|7","list":["<auth0|7>"]}"#,
        ),
        (
            "GET",
            "https://down.example.test:8443/a/b",
            vec![],
            None,
            "ECONNREFUSED connect connect ECONNREFUSED down.example.test:8443",
        ),
        (
            "GET",
            "https://down.example.test/a/b",
            vec![],
            None,
            "ENOTFOUND getaddrinfo getaddrinfo ENOTFOUND down.example.test",
        ),
        ("PUT", "http://any.example.test/deep/er/still?page=1", vec![], Some("a needle here"), "204 "),
        ("GET", "nonsense", vec![], None, "ERR_INVALID_URL  Invalid URL: nonsense"),
    ] {
        assert_eq!(status_and_body(&ask(method, url, &headers, body).0), expected, "{method} {url} {body:?}");
    }
}

#[test]
fn a_request_no_route_answers_gets_a_404_that_lists_the_routes_of_the_host() {
    let (reply, _) = ask("DELETE", "https://source.example.test/api/v2/users/7", &[], None);
    assert_eq!(
        status_and_body(&reply),
        r#"404 {"error":"no_route","message":"no route answers DELETE https://source.example.test/api/v2/users/7","routes":["POST https://source.example.test/oauth/token","POST https://source.example.test/oauth/token","POST https://source.example.test/oauth/token","GET https://source.example.test/api/v2/users/{id}?fields=email"]}"#
    );
}

#[test]
fn a_reply_carries_its_headers_and_counts_its_delay() {
    let body =
        r#"{"grant_type":"http://auth0.com/oauth/grant-type/password-realm","user.email":"ada@example.test","n":1}"#;
    let (reply, took) = ask("POST", "https://source.example.test/oauth/token", &[], Some(body));
    let Reply::Http { headers, reason, .. } = reply else { panic!("no answer") };
    assert_eq!(reason, "OK");
    assert_eq!(
        headers,
        [("x-request-id", "1"), ("content-type", "application/json; charset=utf-8"), ("content-length", "31")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert!(took >= Duration::from_millis(250) && took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn a_wrong_route_file_is_named_with_line_and_key() {
    for (text, expected) in [
        ("[[route]]\nurl = \"/a\"\nreply = { stat = 1 }", "r.toml:3: unknown field `stat`, expected one of `status`, `headers`, `json`, `text`, `delay_ms`, `error`"),
        ("[[route]]\nurl = \"/a\"\nreply = { error = \"EPERM\" }", "r.toml:1: reply.error: unknown failure \"EPERM\", expected one of ECONNREFUSED, ENOTFOUND, ETIMEDOUT, ECONNRESET"),
        ("[[route]]\nurl = \"/a\"\nreply = { json = {}, text = \"\" }", "r.toml:1: reply: json and text together; keep one of them"),
        ("\n[[route]]\nurl = \"a\"\nreply = {}", "r.toml:2: url: \"a\" is neither absolute nor a path that begins with /"),
        ("[[route]]\nurl = \"/a\"", "r.toml:1: missing field `reply`"),
        ("[[route]]\nurl = ", "r.toml:2: string values must be quoted, expected literal string"),
        ("[routes]", "r.toml:1: unknown field `routes`, expected `route`"),
    ] {
        let Err(error) = EmbeddedTemplate::from_text(&[], &[("r.toml", text)]) else { panic!("{text} was taken") };
        assert_eq!(error.to_string(), expected, "{text}");
    }
}

const TURNS: &str = r#"
[[route]]
url = "/users/{id}"
[route.reply]
status = 503
[[route.then]]
delay_ms = 40
json = { id = "{{id}}", page = "{{query.page}}", from = "<{{header.X-From}}>", age = "{{json.user.age}}", who = "{{ form.who }}", other = "{{nothing}}" }
[[route.then]]
text = "last {{id}}"
"#;

#[test]
fn a_route_answers_in_turn_and_with_parts_of_the_request() {
    let template = EmbeddedTemplate::from_text(&[], &[("routes.toml", TURNS)]).unwrap();
    let mut store = template.open().unwrap();
    let mut ask = |body: &str| {
        let (reply, took) = store.answer(&Request::Http {
            method: "POST".to_owned(),
            url: "http://any.example.test/users/7?page=2".to_owned(),
            headers: vec![("x-from".to_owned(), "here".to_owned())],
            body: Some(Cell::Text(body.to_owned())),
            access: crate::legacy::Access::default(),
        });
        (status_and_body(&reply), took >= Duration::from_millis(40))
    };
    assert_eq!(ask("{}"), ("503 ".to_owned(), false));
    let second = r#"200 {"id":"7","page":"2","from":"<here>","age":36,"who":"{{ form.who }}","other":"{{nothing}}"}"#;
    assert_eq!(ask(r#"{"user": {"age": 36}}"#), (second.to_owned(), true));
    assert_eq!(ask("who=ada").0, "200 last 7");
    assert_eq!(ask("").0, "200 last 7");
    let mut again = store.again().unwrap();
    let request = Request::Http {
        method: "GET".to_owned(),
        url: "http://any.example.test/users/7".to_owned(),
        headers: Vec::new(),
        body: None,
        access: crate::legacy::Access::default(),
    };
    assert_eq!(status_and_body(&again.answer(&request).0), "503 ");
}
