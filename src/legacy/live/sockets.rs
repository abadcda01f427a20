//! Sockets of the script's own, as drivers from npm open them, and the addresses of hosts.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{ready, Context, Poll};
use std::time::Duration;

use base64::engine::general_purpose::STANDARD as BASE64;
use base64::Engine;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::network::{addresses, connect, driver_timed_out, failed, reset, timed_out};
use super::tls::secure;
use crate::legacy::socket::{Received, SocketAction};
use crate::legacy::{Cell, Reply, Request, StoreError, Tls};

/// Sockets open at once; a script that opens them in a loop must not use up the machine's.
const MOST_SOCKETS: usize = 64;
/// Bytes received in one run: all of them are noted, so that the run can be run again.
const MOST_BYTES: usize = 64 << 20;
/// Read at once.
const PIECE: usize = 64 << 10;
/// The longest wait for something to arrive; a little less than the longest wait there is.
const LONGEST: Duration = Duration::from_millis(19_900);
/// The longest wait for a server that does not take what it is sent.
const WRITING: Duration = Duration::from_secs(15);

/// A connection, as it is spoken over now.
enum Line {
    Plain(TcpStream),
    Secure(Box<TlsStream<TcpStream>>),
}

impl Line {
    fn poll_read(&mut self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        match self {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Secure(stream) => Pin::new(stream.as_mut()).poll_read(context, buffer),
        }
    }

    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        async fn all(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> std::io::Result<()> {
            stream.write_all(bytes).await?;
            stream.flush().await
        }
        match self {
            Self::Plain(stream) => all(stream, bytes).await,
            Self::Secure(stream) => all(stream.as_mut(), bytes).await,
        }
    }

    async fn end(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(stream) => stream.shutdown().await,
            Self::Secure(stream) => stream.shutdown().await,
        }
    }
}

/// All sockets of a run, by the numbers the script's side gave them.
#[derive(Default)]
pub struct Sockets {
    open: HashMap<u32, Line>,
    received: usize,
}

impl Sockets {
    /// Answers what is asked of a socket or of a host's addresses; `None` for anything else.
    pub async fn answer(&mut self, request: &Request) -> Option<Reply> {
        let answered = match request {
            Request::Lookup { host, family } => look_up(host, *family).await,
            Request::Socket { socket, action } => self.act(*socket, action).await.map(Reply::Socket),
            _ => return None,
        };
        Some(answered.unwrap_or_else(Reply::Error))
    }

    async fn act(&mut self, socket: u32, action: &SocketAction) -> Result<Received, StoreError> {
        match action {
            SocketAction::Open { host, port, address, timeout_ms } => {
                self.connect(socket, address.as_deref().unwrap_or(host), *port, *timeout_ms).await
            }
            SocketAction::Secure { tls, host, protocols } => self.secure(socket, tls, host, protocols).await,
            SocketAction::Write { bytes } => {
                let bytes = bytes_of(bytes)?;
                let line = self.open.get_mut(&socket).ok_or_else(|| gone("write"))?;
                match tokio::time::timeout(WRITING, line.write(&bytes)).await {
                    Ok(written) => written.map(|()| Received::Sent).map_err(|error| failed(&error, "write", None)),
                    Err(_) => Err(timed_out("write")),
                }
            }
            SocketAction::Receive { beside, wait_ms } => {
                let sockets: Vec<u32> = std::iter::once(socket).chain(beside.iter().copied()).collect();
                let wait = Duration::from_millis(*wait_ms).min(LONGEST);
                // The system is asked for what arrived only between two turns.
                tokio::task::yield_now().await;
                let heard = tokio::time::timeout(wait, self.receive(&sockets)).await;
                Ok(heard.unwrap_or(Received::Nothing))
            }
            SocketAction::End => {
                if let Some(line) = self.open.get_mut(&socket) {
                    // Whoever is gone already needs no goodbye.
                    let _gone = tokio::time::timeout(WRITING, line.end()).await;
                }
                Ok(Received::Sent)
            }
            SocketAction::Destroy => {
                self.open.remove(&socket);
                Ok(Received::Sent)
            }
        }
    }

    async fn connect(
        &mut self,
        socket: u32,
        host: &str,
        port: u16,
        timeout_ms: Option<u64>,
    ) -> Result<Received, StoreError> {
        if self.open.len() >= MOST_SOCKETS {
            let message = format!("connect EMFILE: more than {MOST_SOCKETS} sockets are open");
            return Err(StoreError { message, code: "EMFILE".to_owned(), ..timed_out("connect") });
        }
        let stream = connect(host, port, timeout_ms.map(Duration::from_millis)).await?;
        let peer = stream.peer_addr().map_err(|error| failed(&error, "connect", None))?;
        self.open.insert(socket, Line::Plain(stream));
        Ok(Received::Opened { address: peer.ip().to_string(), port: peer.port() })
    }

    async fn secure(
        &mut self,
        socket: u32,
        tls: &Tls,
        host: &str,
        protocols: &[String],
    ) -> Result<Received, StoreError> {
        let stream = match self.open.remove(&socket) {
            Some(Line::Plain(stream)) => stream,
            Some(Line::Secure(_)) => {
                let message = "TLS inside TLS is not available".to_owned();
                return Err(StoreError { code: "EPROTO".to_owned(), message, ..StoreError::default() });
            }
            None => return Err(gone("write")),
        };
        let limit = Duration::from_secs(15);
        let secured = tokio::time::timeout(limit, secure(stream, tls, host, protocols))
            .await
            .unwrap_or_else(|_| Err(driver_timed_out("read")))?;
        let (_, session) = secured.stream.get_ref();
        let protocol = session.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
        let certificate = session.peer_certificates().and_then(<[_]>::first).map(|der| cell(der));
        let version = match session.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLSv1.2",
            _ => "TLSv1.3",
        };
        let unauthorized = secured.unauthorized;
        self.open.insert(socket, Line::Secure(Box::new(secured.stream)));
        Ok(Received::Secured { protocol, unauthorized, certificate, version: version.to_owned() })
    }

    /// The first thing that happens on one of these.
    async fn receive(&mut self, sockets: &[u32]) -> Received {
        if let Some(closed) = sockets.iter().find(|socket| !self.open.contains_key(socket)) {
            return Received::Failed { socket: *closed, error: reset("read") };
        }
        if self.received > MOST_BYTES {
            let message = format!("read ENOBUFS: more than {} MB were received in one run", MOST_BYTES >> 20);
            let error = StoreError { code: "ENOBUFS".to_owned(), message, ..reset("read") };
            return Received::Failed { socket: sockets[0], error };
        }
        let mut space = vec![0; PIECE];
        let (socket, read) = poll_fn(|context| {
            for socket in sockets {
                let Some(line) = self.open.get_mut(socket) else { continue };
                let mut buffer = ReadBuf::new(&mut space);
                if let Poll::Ready(read) = read_once(line, context, &mut buffer) {
                    return Poll::Ready((*socket, read));
                }
            }
            Poll::Pending
        })
        .await;
        match read {
            Ok(0) => Received::Ended { socket },
            Ok(count) => {
                self.received += count;
                Received::Bytes { socket, bytes: cell(&space[..count]) }
            }
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Received::Ended { socket },
            Err(error) => Received::Failed { socket, error: failed(&error, "read", None) },
        }
    }
}

fn read_once(line: &mut Line, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<usize>> {
    let before = buffer.filled().len();
    ready!(line.poll_read(context, buffer))?;
    Poll::Ready(Ok(buffer.filled().len() - before))
}

async fn look_up(host: &str, family: u8) -> Result<Reply, StoreError> {
    let found = addresses(host, 0).await?;
    let fits = |address: &std::net::SocketAddr| match family {
        4 => address.is_ipv4(),
        6 => address.is_ipv6(),
        _ => true,
    };
    let mut addresses: Vec<String> = Vec::new();
    for address in found.iter().filter(|address| fits(address)) {
        let address = address.ip().to_string();
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    Ok(Reply::Addresses { addresses })
}

/// Nothing is open under that number.
fn gone(syscall: &str) -> StoreError {
    StoreError { code: "EPIPE".to_owned(), message: format!("{syscall} EPIPE"), ..reset(syscall) }
}

fn cell(bytes: &[u8]) -> Cell {
    Cell::Bytes { base64: BASE64.encode(bytes) }
}

fn bytes_of(cell: &Cell) -> Result<Vec<u8>, StoreError> {
    match cell {
        Cell::Text(text) => Ok(text.clone().into_bytes()),
        Cell::Bytes { base64 } => BASE64.decode(base64).map_err(|_| gone("write")),
        _ => Ok(Vec::new()),
    }
}
