//! HTTP services: one request, one connection, one answer.
//!
//! Methods, header names and their order go out as the script wrote them, and what comes back is handed over as it
//! came: redirects are not followed, nothing is unpacked. That is why the protocol is spoken here byte by byte: a
//! library would put names in its own order and case.
//!
//! | file | what it is |
//! | --- | --- |
//! | `mod` | [`answer`]: from the request to the answer |
//! | `head` | the first line and the headers, out and in |
//! | `body` | the three ways a body says where it ends |

mod body;
mod head;
#[cfg(test)]
mod tests;

use std::time::Duration;

use base64::Engine;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

use super::network::{connect, driver_timed_out, failed, Stream};
use super::tls::secure;
use crate::legacy::{Access, Cell, Reply, Request, StoreError};

/// Answers a request over HTTP; `None` for any other.
pub async fn answer(request: &Request) -> Option<Reply> {
    let Request::Http { method, url, headers, body, access } = request else { return None };
    let asked = asked(method, url, headers, body.as_ref(), access);
    let answered = match access.timeout_ms {
        Some(ms) => tokio::time::timeout(Duration::from_millis(ms), asked)
            .await
            .unwrap_or_else(|_| Err(driver_timed_out("read"))),
        None => asked.await,
    };
    Some(answered.unwrap_or_else(Reply::Error))
}

async fn asked(
    method: &str,
    address: &str,
    headers: &[(String, String)],
    body: Option<&Cell>,
    access: &Access,
) -> Result<Reply, StoreError> {
    let url = Url::parse(address)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| words("ERR_INVALID_URL", "Invalid URL"))?;
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Err(words("ERR_INVALID_URL", "Invalid URL"));
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let body = body.map(bytes_of).transpose()?.unwrap_or_default();
    let sent = head::request(method, address, &url, headers, body)?;
    let socket = connect(host, port, None).await?;
    if url.scheme() == "http" {
        return exchange(socket, method, &sent).await;
    }
    let tls = access.tls.clone().unwrap_or_default();
    let secured = secure(socket, &tls, host, &["http/1.1".to_owned()]).await?;
    exchange(secured.stream, method, &sent).await
}

/// Sends all and reads the answer.
async fn exchange(mut stream: impl Stream, method: &str, sent: &[u8]) -> Result<Reply, StoreError> {
    // A server may answer and close before it has read everything: what it said counts.
    let written = stream.write_all(sent).await;
    let mut incoming = Incoming { stream, buffer: Vec::new(), at: 0 };
    let head = match head::read(&mut incoming).await {
        Ok(head) => head,
        Err(error) => return Err(written.err().map_or(error, |error| failed(&error, "write", None))),
    };
    let body = body::read(&mut incoming, &head, method).await?;
    Ok(Reply::Http { status: head.status, reason: head.reason, headers: head.headers, body: cell(body) })
}

/// What arrives, a piece at a time.
pub(super) struct Incoming<S> {
    stream: S,
    buffer: Vec<u8>,
    at: usize,
}

impl<S: Stream> Incoming<S> {
    /// What has arrived and is not taken yet; more of it where there is none. Empty: the other side sends no more.
    async fn piece(&mut self) -> Result<&[u8], StoreError> {
        /// Read at once.
        const PIECE: usize = 16 << 10;
        if self.at == self.buffer.len() {
            self.buffer.resize(PIECE, 0);
            let read = match self.stream.read(&mut self.buffer).await {
                Ok(read) => read,
                // A connection closed without TLS's own goodbye has ended all the same.
                Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => 0,
                Err(error) => return Err(failed(&error, "read", None)),
            };
            self.buffer.truncate(read);
            self.at = 0;
        }
        Ok(&self.buffer[self.at..])
    }

    /// So many bytes of the piece are taken.
    fn take(&mut self, count: usize) {
        self.at = (self.at + count).min(self.buffer.len());
    }
}

fn bytes_of(cell: &Cell) -> Result<Vec<u8>, StoreError> {
    match cell {
        Cell::Null => Ok(Vec::new()),
        Cell::Bytes { base64 } => base64::engine::general_purpose::STANDARD
            .decode(base64)
            .map_err(|_| words("ERR_INVALID_ARG_VALUE", "the body cannot be read")),
        Cell::Text(text) => Ok(text.clone().into_bytes()),
        other => Ok(serde_json::to_vec(other).unwrap_or_default()),
    }
}

/// Text where it is some, else base64.
fn cell(bytes: Vec<u8>) -> Cell {
    match String::from_utf8(bytes) {
        Ok(text) => Cell::Text(text),
        Err(error) => Cell::Bytes { base64: base64::engine::general_purpose::STANDARD.encode(error.as_bytes()) },
    }
}

/// A failure that is no system call's.
fn words(code: &str, message: &str) -> StoreError {
    StoreError { code: code.to_owned(), message: message.to_owned(), fatal: true, ..StoreError::default() }
}

/// The server hung up without an answer.
pub(in crate::legacy) fn hung_up() -> StoreError {
    words("ECONNRESET", "socket hang up")
}
