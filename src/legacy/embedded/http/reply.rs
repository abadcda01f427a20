//! What a route answers.

use serde_json::json;
use url::Url;

use crate::legacy::{Cell, Reply, StoreError};

use super::route::Answer;
use super::template::Template;

/// The reply of a route, parts of the request filled in.
pub(super) fn of(answer: &Answer, template: &Template<'_>, url: &Url) -> Reply {
    if let Some(code) = &answer.error {
        return failure(code, url);
    }
    let (content_type, body) = match (&answer.json, &answer.text) {
        (Some(json), _) => {
            let mut json = json.clone();
            template.json(&mut json);
            (Some("application/json; charset=utf-8"), json.to_string())
        }
        (None, Some(text)) => (Some("text/plain; charset=utf-8"), template.text(text)),
        (None, None) => (None, String::new()),
    };
    let mut headers: Vec<(String, String)> =
        answer.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), template.text(value))).collect();
    finish(answer.status, &mut headers, content_type, body)
}

fn finish(status: u16, headers: &mut Vec<(String, String)>, content_type: Option<&str>, body: String) -> Reply {
    let mut default = |name: &str, value: String| {
        if !headers.iter().any(|(own, _)| own == name) {
            headers.push((name.to_owned(), value));
        }
    };
    if let Some(content_type) = content_type {
        default("content-type", content_type.to_owned());
    }
    default("content-length", body.len().to_string());
    Reply::Http { status, reason: reason(status).to_owned(), headers: std::mem::take(headers), body: Cell::Text(body) }
}

/// The host is known but no route answers: a 404 that lists what there is.
pub(super) fn no_route(method: &str, url: &Url, known: &[String]) -> Reply {
    let body = json!({
        "error": "no_route",
        "message": format!("no route answers {method} {url}"),
        "routes": known,
    });
    finish(404, &mut Vec::new(), Some("application/json; charset=utf-8"), body.to_string())
}

/// No answer at all, in the words of Node's sockets.
pub(in crate::legacy) fn failure(code: &str, url: &Url) -> Reply {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(0);
    let (syscall, message) = match code {
        "ENOTFOUND" => ("getaddrinfo", format!("getaddrinfo ENOTFOUND {host}")),
        "ECONNRESET" => ("read", "read ECONNRESET".to_owned()),
        other => ("connect", format!("connect {other} {host}:{port}")),
    };
    Reply::Error(StoreError {
        code: code.to_owned(),
        errno: errno(code),
        message,
        syscall: Some(syscall.to_owned()),
        fatal: true,
        ..StoreError::default()
    })
}

/// libuv's numbers on Linux.
fn errno(code: &str) -> Option<i64> {
    match code {
        "ECONNREFUSED" => Some(-111),
        "ETIMEDOUT" => Some(-110),
        "ECONNRESET" => Some(-104),
        "ENOTFOUND" => Some(-3008),
        _ => None,
    }
}

/// The reason phrases of RFC 9110 that services use.
pub(in crate::legacy) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        410 => "Gone",
        422 => "Unprocessable Entity",
        423 => "Locked",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}
