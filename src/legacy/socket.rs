//! What real drivers do with a socket of their own, as data.

use serde::{Deserialize, Serialize};

use super::{Cell, StoreError, Tls};

/// What is done with a socket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum SocketAction {
    /// Connect it.
    Open {
        /// Host name or address.
        host: String,
        /// TCP port.
        port: u16,
        /// The address of that host, where it is known already.
        #[serde(default)]
        address: Option<String>,
        /// Milliseconds to wait for it.
        #[serde(default)]
        timeout_ms: Option<u64>,
    },
    /// Go on in TLS.
    Secure {
        /// How.
        tls: Tls,
        /// The host whose certificate is expected.
        host: String,
        /// Application protocols to offer, best first.
        #[serde(default)]
        protocols: Vec<String>,
    },
    /// Send bytes.
    Write {
        /// What is sent.
        bytes: Cell,
    },
    /// Wait until any of these sockets has something to read, this one first.
    Receive {
        /// The others.
        #[serde(default)]
        beside: Vec<u32>,
        /// Milliseconds to wait at most.
        wait_ms: u64,
    },
    /// Say that nothing more will be sent.
    End,
    /// Close it.
    Destroy,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "lowercase", rename_all_fields = "camelCase")]
pub enum Received {
    /// It is connected.
    Opened {
        /// The address it is connected to.
        address: String,
        /// And the port.
        port: u16,
    },
    /// TLS is spoken.
    Secured {
        /// The protocol agreed on, if any.
        protocol: Option<String>,
        /// Whether the certificate was found good; the reason if not.
        unauthorized: Option<String>,
        /// The server's certificate, DER.
        certificate: Option<Cell>,
        /// `TLSv1.3`.
        version: String,
    },
    /// The bytes are sent.
    Sent,
    /// Bytes arrived.
    Bytes {
        /// On this socket.
        socket: u32,
        /// What arrived.
        bytes: Cell,
    },
    /// The other side sends no more.
    Ended {
        /// On this socket.
        socket: u32,
    },
    /// The connection broke.
    Failed {
        /// Of this socket.
        socket: u32,
        /// In Node's words: `ECONNRESET`, syscall `read`.
        error: StoreError,
    },
    /// Nothing arrived in time.
    Nothing,
}
