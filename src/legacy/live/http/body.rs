//! The three ways a body says where it ends: by its length, in chunks, or by the end of the connection.

use super::head::{ends_chunked, line, Head};
use super::{words, Incoming};
use crate::legacy::live::network::Stream;
use crate::legacy::StoreError;

/// More than any identity service answers; what is larger is refused, not kept.
const LARGEST: usize = 32 << 20;

/// The body of an answer. One that is cut short is handed over as far as it came: its length tells.
pub(super) async fn read<S: Stream>(
    incoming: &mut Incoming<S>,
    head: &Head,
    method: &str,
) -> Result<Vec<u8>, StoreError> {
    if method == "HEAD" || matches!(head.status, 101 | 204 | 304) {
        return Ok(Vec::new());
    }
    if head.values("transfer-encoding").last().is_some_and(ends_chunked) {
        return chunked(incoming).await;
    }
    let length = head.values("content-length").next().map(|length| {
        let invalid = || words("HPE_INVALID_CONTENT_LENGTH", "Parse Error: Invalid character in Content-Length");
        length.parse::<usize>().map_err(|_| invalid())
    });
    let mut body = Vec::new();
    append(incoming, length.transpose()?.unwrap_or(usize::MAX), &mut body).await?;
    Ok(body)
}

/// Takes up to `count` bytes; false if they ended before.
async fn append<S: Stream>(
    incoming: &mut Incoming<S>,
    mut count: usize,
    body: &mut Vec<u8>,
) -> Result<bool, StoreError> {
    while count > 0 {
        let piece = incoming.piece().await?;
        if piece.is_empty() {
            return Ok(false);
        }
        let taken = piece.len().min(count);
        if body.len() + taken > LARGEST {
            let text = format!("the answer is larger than {} MB", LARGEST >> 20);
            return Err(words("ERR_OUT_OF_RANGE", &text));
        }
        body.extend_from_slice(&piece[..taken]);
        incoming.take(taken);
        count -= taken;
    }
    Ok(true)
}

async fn chunked<S: Stream>(incoming: &mut Incoming<S>) -> Result<Vec<u8>, StoreError> {
    // Chunks say nothing of the whole, so that one which is cut short cannot be told from its size alone.
    let aborted = || words("ECONNRESET", "aborted");
    let mut body = Vec::new();
    loop {
        let size = line(incoming, &mut 0).await?.ok_or_else(aborted)?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let invalid = || words("HPE_INVALID_CHUNK_SIZE", "Parse Error: Invalid character in chunk size");
        let size = usize::from_str_radix(size, 16).map_err(|_| invalid())?;
        if size == 0 {
            break;
        }
        if !append(incoming, size, &mut body).await? {
            return Err(aborted());
        }
        if !line(incoming, &mut 0).await?.ok_or_else(aborted)?.is_empty() {
            return Err(words("HPE_STRICT", "Parse Error: Expected LF after chunk data"));
        }
    }
    let mut size = 0;
    while line(incoming, &mut size).await?.is_some_and(|trailer| !trailer.is_empty()) {}
    Ok(body)
}
