//! What a dry run refuses where there is no transaction: writes over HTTP, to document stores, to directories, and
//! sockets, of which nobody knows what goes over them.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::refusal;
use crate::legacy::socket::SocketAction;
use crate::legacy::{documents, effect, Effect, Request, StoreError};

/// A request that may be sent although it could write: `POST https://idp.example.test/oauth/token`; or a socket that
/// may be opened: `SOCKET tcp://db.example.test:5432`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Allowed {
    method: String,
    /// Without query and fragment; a `*` at the end stands for any rest.
    url: String,
}

/// A text that allows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a method and an address, as in \"POST https://idp.example.test/oauth/token\"; a * at the end stands for any rest")]
pub struct NotAllowed;

impl FromStr for Allowed {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        let (method, address) = text.trim().split_once(char::is_whitespace).ok_or(NotAllowed)?;
        let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic());
        let (address, any) = match address.trim().strip_suffix('*') {
            Some(start) => (start, "*"),
            None => (address.trim(), ""),
        };
        let schemes: &[&str] = if method.eq_ignore_ascii_case("SOCKET") { &["tcp"] } else { &["http", "https"] };
        let url = Url::parse(address).ok().filter(|url| schemes.contains(&url.scheme()) && url.has_host());
        let url = url.filter(|_| is_method).ok_or(NotAllowed)?;
        Ok(Self { method: method.to_ascii_uppercase(), url: format!("{}{any}", bare(&url)) })
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)
    }
}

impl Allowed {
    fn fits(&self, method: &str, url: &Url) -> bool {
        let url = bare(url);
        let fits = match self.url.strip_suffix('*') {
            Some(start) => url.starts_with(start),
            None => url == self.url,
        };
        fits && self.method.eq_ignore_ascii_case(method)
    }
}

/// The address without query, fragment and credentials.
fn bare(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // An address with a host can always go without them.
    let _cannot = (url.set_username(""), url.set_password(None));
    url.to_string()
}

/// Why a request that is not SQL is not sent; `None`: it is.
pub(in crate::legacy::live) fn refused(request: &Request, allowed: &[Allowed]) -> Option<StoreError> {
    match request {
        Request::Http { method, url, .. } if effect(request) == Effect::Write => {
            let read = Url::parse(url).ok()?;
            if allowed.iter().any(|allowed| allowed.fits(method, &read)) {
                return None;
            }
            let name = format!("{} {}", method.to_ascii_uppercase(), bare(&read));
            Some(StoreError {
                message: format!(
                    "The dry run did not send {name}: it could write, and nothing could take it back. Allow it with \
                     --allow \"{name}\" or under [store.live] allow in loginscope.toml, or run with --commit"
                ),
                ..refusal(&name, "")
            })
        }
        Request::Socket { action: SocketAction::Open { host, port, .. }, .. } => {
            let host = if host.contains(':') { format!("[{host}]") } else { host.clone() };
            let address = format!("tcp://{host}:{port}");
            let fits = |url: Url| allowed.iter().any(|allowed| allowed.fits("SOCKET", &url));
            if Url::parse(&address).is_ok_and(fits) {
                return None;
            }
            let name = format!("SOCKET {address}");
            Some(StoreError {
                message: format!(
                    "The dry run did not open a socket to {host}:{port}: what goes over it could write, and nothing \
                     could take it back. Allow it with --allow \"{name}\" or under [store.live] allow in \
                     loginscope.toml, or run with --commit"
                ),
                ..refusal(&name, "")
            })
        }
        Request::Documents { command, .. } if documents::writes(command) => {
            let what = format!("`{}`", documents::verb(command));
            Some(refusal(&what, "writes to a document store cannot be taken back"))
        }
        Request::Directory { operation, .. } if operation.writes() => {
            let what = format!("`{}`", operation.verb());
            Some(refusal(&what, "writes to a directory cannot be taken back"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use serde_json::json;

    use super::*;
    use crate::legacy::Access;

    fn request(method: &str, url: &str) -> Request {
        Request::Http {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: None,
            access: Access::default(),
        }
    }

    #[test]
    fn a_request_that_could_write_is_sent_only_where_it_is_allowed_by_name() {
        let allowed: Vec<Allowed> = ["post https://idp.example.test/oauth/token", "PUT http://localhost:8080/users/*"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        let sent = |method: &str, url: &str| refused(&request(method, url), &allowed).is_none();
        assert!(sent("GET", "https://anywhere.example.test/"));
        assert!(sent("POST", "https://idp.example.test/oauth/token?audience=x"));
        assert!(sent("PUT", "http://localhost:8080/users/7"));
        assert!(!sent("POST", "https://idp.example.test/oauth/token/other"));
        assert!(!sent("DELETE", "http://localhost:8080/users/7"));
        assert!(!sent("POST", "https://idp.example.test.evil.test/oauth/token"));
        let refusal = refused(&request("post", "https://u:p@x.test/a?secret=1"), &allowed).unwrap();
        assert_eq!(
            refusal.message,
            "The dry run did not send POST https://x.test/a: it could write, and nothing could take it back. Allow it \
             with --allow \"POST https://x.test/a\" or under [store.live] allow in loginscope.toml, or run with --commit"
        );
    }

    #[test]
    fn a_command_for_documents_is_sent_only_where_it_is_known_to_read() {
        let sent = |command: serde_json::Value| {
            let request = Request::Documents {
                target: crate::legacy::Target::default(),
                database: "test".to_owned(),
                command: command.as_object().cloned().unwrap_or_default(),
                access: Access::default(),
            };
            refused(&request, &[]).is_none()
        };
        for read in [
            json!({ "find": "users" }),
            json!({ "aggregate": "users", "pipeline": [{ "$match": {} }] }),
            json!({ "ping": 1 }),
            json!({}),
        ] {
            assert!(sent(read.clone()), "{read}");
        }
        for other in [
            json!({ "insert": "users" }),
            json!({ "findandmodify": "users" }),
            json!({ "aggregate": "users", "pipeline": [{ "$out": "x" }, { "$match": {} }] }),
            json!({ "shutdown": 1 }),
            json!({ "fsync": 1 }),
            json!({ "setParameter": 1 }),
            json!({ "somethingNew": 1 }),
        ] {
            assert!(!sent(other.clone()), "{other}");
        }
    }

    #[test]
    fn a_socket_is_opened_only_where_it_is_allowed_by_name() {
        let allowed = ["socket tcp://db.example.test:5432".parse::<Allowed>().unwrap()];
        let open = |host: &str, port| Request::Socket {
            socket: 1,
            action: SocketAction::Open { host: host.to_owned(), port, address: None, timeout_ms: None },
        };
        assert!(refused(&open("db.example.test", 5432), &allowed).is_none());
        let refusal = refused(&open("db.example.test", 3306), &allowed).unwrap();
        assert!(refusal.message.contains("--allow \"SOCKET tcp://db.example.test:3306\""), "{}", refusal.message);
        assert!(refused(&open("::1", 5432), &allowed).is_some());
    }

    #[test]
    fn what_is_allowed_is_a_method_and_an_address() {
        for text in ["", "POST", "POST /path", "POST ftp://x.test/", "P-T https://x.test/"] {
            assert_eq!(text.parse::<Allowed>(), Err(NotAllowed), "{text}");
        }
        assert_eq!("post https://X.test/a?b".parse::<Allowed>().unwrap().to_string(), "POST https://x.test/a");
    }
}
