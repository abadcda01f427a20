//! PostgreSQL's messages (protocol 3.0): written by the byte, read one at a time.

use std::collections::VecDeque;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::legacy::live::network::{failed, Stream};
use crate::legacy::StoreError;

/// A message longer than this is not read.
const LONGEST_MESSAGE: usize = 64 << 20;

/// Messages on their way to the server, sent together.
#[derive(Default)]
pub(super) struct Outgoing(Vec<u8>);

impl Outgoing {
    /// Adds a message: its letter (none for the first of a connection), and what `fill` puts into it.
    pub(super) fn message(&mut self, letter: Option<u8>, fill: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        self.0.extend(letter);
        let start = self.0.len();
        self.0.extend([0; 4]);
        fill(&mut self.0);
        let length = u32::try_from(self.0.len() - start).unwrap_or(u32::MAX);
        self.0[start..start + 4].copy_from_slice(&length.to_be_bytes());
        self
    }
}

/// Adds text as the protocol has it: ended by NUL. A NUL within would end it early.
pub(super) fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(text.bytes().take_while(|byte| *byte != 0));
    bytes.push(0);
}

/// A message from the server.
pub(super) struct Message {
    pub(super) letter: u8,
    body: Vec<u8>,
    at: usize,
}

impl Message {
    pub(super) fn take(&mut self, count: usize) -> &[u8] {
        let start = self.at.min(self.body.len());
        let end = start.saturating_add(count).min(self.body.len());
        self.at = end;
        &self.body[start..end]
    }

    pub(super) fn rest(&mut self) -> &[u8] {
        self.take(usize::MAX)
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    pub(super) fn int16(&mut self) -> i16 {
        self.take(2).try_into().map_or(0, i16::from_be_bytes)
    }

    pub(super) fn int32(&mut self) -> i32 {
        self.take(4).try_into().map_or(0, i32::from_be_bytes)
    }

    pub(super) fn text(&mut self) -> String {
        let length = self.body[self.at.min(self.body.len())..].iter().position(|byte| *byte == 0);
        let text = String::from_utf8_lossy(self.take(length.unwrap_or(usize::MAX))).into_owned();
        self.at += 1;
        text
    }
}

/// A connection, message by message.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    /// Bytes that were read beyond the last message.
    read: VecDeque<u8>,
}

impl Wire {
    pub(super) const fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, read: VecDeque::new() }
    }

    pub(super) async fn send(&mut self, messages: &Outgoing) -> Result<(), StoreError> {
        let written = self.stream.write_all(&messages.0).await;
        written.map_err(|error| failed(&error, "write", None))?;
        self.stream.flush().await.map_err(|error| failed(&error, "write", None))
    }

    /// The next message.
    pub(super) async fn receive(&mut self) -> Result<Message, StoreError> {
        self.fill(5).await?;
        let letter = self.read.pop_front().unwrap_or(0);
        let head: Vec<u8> = self.read.drain(..4).collect();
        let length = head.try_into().map_or(0, u32::from_be_bytes) as usize;
        if !(4..=LONGEST_MESSAGE).contains(&length) {
            return Err(super::of_driver("the server sent a message of a length that cannot be"));
        }
        self.fill(length - 4).await?;
        Ok(Message { letter, body: self.read.drain(..length - 4).collect(), at: 0 })
    }

    /// One byte that is no message: the answer to the question for TLS.
    pub(super) async fn receive_byte(&mut self) -> Result<u8, StoreError> {
        self.fill(1).await?;
        Ok(self.read.pop_front().unwrap_or(0))
    }

    pub(super) fn into_stream(self) -> Box<dyn Stream> {
        self.stream
    }

    async fn fill(&mut self, count: usize) -> Result<(), StoreError> {
        let mut chunk = [0; 16 << 10];
        while self.read.len() < count {
            match self.stream.read(&mut chunk).await {
                Ok(0) => return Err(super::terminated()),
                Ok(length) => self.read.extend(&chunk[..length]),
                Err(error) => return Err(failed(&error, "read", None)),
            }
        }
        Ok(())
    }
}
