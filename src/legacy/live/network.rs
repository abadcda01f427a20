//! The way to a server: its address, a socket, and what goes wrong on the way in Node's words.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{lookup_host, TcpStream, UnixStream};

use crate::legacy::StoreError;

/// Anything bytes go over.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// Connects to a host, its addresses tried one after the other, within `limit`.
///
/// # Errors
/// As Node reports them: `getaddrinfo ENOTFOUND`, `connect ECONNREFUSED`, `connect ETIMEDOUT`.
pub async fn connect(host: &str, port: u16, limit: Option<Duration>) -> Result<TcpStream, StoreError> {
    let attempt = async {
        let mut last = not_found(host);
        for address in addresses(host, port).await? {
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    // Small messages must not wait for each other; where that cannot be had, it is only slower.
                    let _slower = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Err(error) => last = failed(&error, "connect", Some(address)),
            }
        }
        Err(last)
    };
    match limit {
        Some(limit) => tokio::time::timeout(limit, attempt).await.unwrap_or_else(|_| Err(driver_timed_out("connect"))),
        None => attempt.await,
    }
}

/// Connects to a socket in the file system.
///
/// # Errors
/// `connect ENOENT` and the like.
pub async fn connect_file(path: &Path) -> Result<UnixStream, StoreError> {
    UnixStream::connect(path).await.map_err(|error| {
        let mut failure = failed(&error, "connect", None);
        failure.message = format!("{} {}", failure.message, path.display());
        failure
    })
}

/// The addresses of a host, IPv4 first: most servers of a test machine listen there alone.
///
/// # Errors
/// `getaddrinfo ENOTFOUND`, `getaddrinfo EAI_AGAIN`.
pub async fn addresses(host: &str, port: u16) -> Result<Vec<SocketAddr>, StoreError> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let mut found: Vec<SocketAddr> = match lookup_host((host, port)).await {
        Ok(found) => found.collect(),
        Err(error) if error.to_string().contains("Temporary failure") => {
            return Err(of_lookup(host, "EAI_AGAIN"));
        }
        Err(_) => return Err(not_found(host)),
    };
    found.sort_by_key(SocketAddr::is_ipv6);
    if found.is_empty() {
        return Err(not_found(host));
    }
    Ok(found)
}

fn not_found(host: &str) -> StoreError {
    of_lookup(host, "ENOTFOUND")
}

fn of_lookup(host: &str, code: &str) -> StoreError {
    StoreError { message: format!("getaddrinfo {code} {host}"), ..bare(code, "getaddrinfo") }
}

/// What is said of a wait that was longer than the script allowed.
pub fn timed_out(syscall: &str) -> StoreError {
    bare("ETIMEDOUT", syscall)
}

/// What is said of a wait that the driver itself ended: it knows the system call, and no address.
pub fn driver_timed_out(syscall: &str) -> StoreError {
    let mut failure = timed_out(syscall);
    failure.details.insert("timeout".to_owned(), serde_json::Value::Bool(true));
    failure
}

/// The other side is gone in the middle of something.
pub fn reset(syscall: &str) -> StoreError {
    bare("ECONNRESET", syscall)
}

fn bare(code: &str, syscall: &str) -> StoreError {
    StoreError {
        code: code.to_owned(),
        message: format!("{syscall} {code}"),
        syscall: Some(syscall.to_owned()),
        fatal: true,
        ..StoreError::default()
    }
}

/// A failure of the system as Node names it.
pub fn failed(error: &io::Error, syscall: &str, address: Option<SocketAddr>) -> StoreError {
    let failure = bare(code(error), syscall);
    match address {
        Some(address) => StoreError { message: format!("{} {}", failure.message, shown(address)), ..failure },
        None => failure,
    }
}

/// Node writes IPv6 addresses without brackets.
fn shown(address: SocketAddr) -> String {
    format!("{}:{}", address.ip(), address.port())
}

/// Node's name of a system's failure.
fn code(error: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => "ECONNREFUSED",
        Kind::ConnectionReset | Kind::UnexpectedEof => "ECONNRESET",
        Kind::ConnectionAborted => "ECONNABORTED",
        Kind::BrokenPipe => "EPIPE",
        Kind::TimedOut => "ETIMEDOUT",
        Kind::HostUnreachable => "EHOSTUNREACH",
        Kind::NetworkUnreachable => "ENETUNREACH",
        Kind::AddrNotAvailable => "EADDRNOTAVAIL",
        Kind::NotFound => "ENOENT",
        Kind::PermissionDenied => "EACCES",
        _ => "EIO",
    }
}
