//! The first line and the headers of a message, out and in.

use url::Url;

use super::{hung_up, words, Incoming};
use crate::legacy::live::network::Stream;
use crate::legacy::StoreError;

/// The head of an answer.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) reason: String,
    /// As they came.
    pub(super) headers: Vec<(String, String)>,
}

impl Head {
    /// The values of a header, in order.
    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Node's own limit.
const LARGEST: usize = 16 << 10;
/// Answers that only say that another one follows.
const MOST_INTERIM: usize = 20;

/// The whole request as it goes out. What every request must have is added where the script's headers lack it.
pub(super) fn request(
    method: &str,
    address: &str,
    url: &Url,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    let is_token = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
    let invalid = |text: &str| text.chars().any(|c| matches!(c, '\r' | '\n' | '\0'));
    let target = target(address, url);
    if !is_token(method) || !target.bytes().all(|byte| byte > b' ' && byte != 0x7f) {
        return Err(words("ERR_UNESCAPED_CHARACTERS", "Request path contains unescaped characters"));
    }
    let has = |name: &str| headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let mut out = latin1(&format!("{method} {target} HTTP/1.1\r\n"));
    let mut add = |name: &str, value: &str| out.extend(latin1(&format!("{name}: {value}\r\n")));
    if !has("host") {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        add("host", &format!("{}{port}", url.host_str().unwrap_or_default()));
    }
    if !has("connection") {
        add("connection", "keep-alive");
    }
    for (name, value) in headers {
        if !is_token(name) || invalid(value) {
            return Err(words("ERR_INVALID_CHAR", &format!("Invalid character in header content [\"{name}\"]")));
        }
        add(name, value);
    }
    let chunked =
        headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("transfer-encoding") && ends_chunked(value));
    let takes_body = !matches!(method, "GET" | "HEAD" | "OPTIONS" | "DELETE" | "TRACE");
    if !chunked && !has("content-length") && (takes_body || !body.is_empty()) {
        add("content-length", &body.len().to_string());
    }
    out.extend(b"\r\n");
    if chunked {
        if !body.is_empty() {
            out.extend(format!("{:x}\r\n", body.len()).into_bytes());
            out.extend(body);
            out.extend(b"\r\n");
        }
        out.extend(b"0\r\n\r\n");
    } else {
        out.extend(body);
    }
    Ok(out)
}

/// Whether the last of the codings is `chunked`.
pub(super) fn ends_chunked(value: &str) -> bool {
    value.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("chunked"))
}

/// Path and query as the script wrote them, where they can stand in the first line.
fn target(address: &str, url: &Url) -> String {
    let written = address.split_once("://").map(|(_, rest)| rest.split('#').next().unwrap_or_default());
    let start = written.and_then(|rest| rest.find(['/', '?']).map(|at| &rest[at..]));
    match start {
        Some(path) if path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic()) => path.to_owned(),
        _ => url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())),
    }
}

/// One byte a character, as headers are; what has none becomes `?`.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

/// Reads heads until one is an answer.
pub(super) async fn read<S: Stream>(incoming: &mut Incoming<S>) -> Result<Head, StoreError> {
    for _ in 0..MOST_INTERIM {
        let head = one(incoming).await?;
        // 101 would leave HTTP, which was not asked for.
        if !(100..200).contains(&head.status) || head.status == 101 {
            return Ok(head);
        }
    }
    Err(words("HPE_INVALID_STATUS", "Parse Error: Invalid status code"))
}

async fn one<S: Stream>(incoming: &mut Incoming<S>) -> Result<Head, StoreError> {
    let mut size = 0;
    let first = line(incoming, &mut size).await?.ok_or_else(hung_up)?;
    let not_http = || words("HPE_INVALID_CONSTANT", "Parse Error: Expected HTTP/");
    let rest = first.strip_prefix("HTTP/1.").ok_or_else(not_http)?;
    let mut parts = rest.splitn(3, ' ');
    let (_, status, reason) = (parts.next(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let status = Some(status).filter(|status| status.len() == 3).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| words("HPE_INVALID_STATUS", "Parse Error: Invalid status code"))?;
    let mut headers = Vec::new();
    while let Some(line) = line(incoming, &mut size).await? {
        if line.is_empty() {
            return Ok(Head { status, reason: reason.trim().to_owned(), headers });
        }
        let (name, value) = line
            .split_once(':')
            .filter(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace))
            .ok_or_else(|| words("HPE_INVALID_HEADER_TOKEN", "Parse Error: Invalid header token"))?;
        headers.push((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()));
    }
    Err(hung_up())
}

/// One line without its end; `None` where nothing comes any more.
pub(super) async fn line<S: Stream>(
    incoming: &mut Incoming<S>,
    size: &mut usize,
) -> Result<Option<String>, StoreError> {
    let mut line = Vec::new();
    loop {
        let piece = incoming.piece().await?;
        if piece.is_empty() {
            return Ok(None);
        }
        let end = piece.iter().position(|byte| *byte == b'\n');
        let taken = &piece[..end.unwrap_or(piece.len())];
        line.extend_from_slice(taken);
        let count = taken.len() + usize::from(end.is_some());
        incoming.take(count);
        *size += count;
        if *size > LARGEST {
            return Err(words("HPE_HEADER_OVERFLOW", "Parse Error: Header overflow"));
        }
        if end.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(Some(line.into_iter().map(char::from).collect()));
        }
    }
}
