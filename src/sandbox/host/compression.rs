//! `host.deflate`, `host.inflate`, `host.brotli`, `host.unbrotli` and checksums: what `zlib` is made of. Headers and
//! trailers of the formats are JavaScript's.

use std::io::{Read, Write};
use std::rc::Rc;

use brotli::enc::backward_references::BrotliEncoderMode;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use rquickjs::convert::List;
use rquickjs::{Ctx, Function, Object, Result};

use crate::sandbox::bytes::Bytes;
use crate::sandbox::state::State;

/// The most that is ever unpacked at once: a bomb ends here, whatever the script allows.
const MOST_BYTES: usize = 64 << 20;
const CHUNK: usize = 64 << 10;

pub(super) fn install<'js>(ctx: &Ctx<'js>, host: &Object<'js>, _state: &Rc<State>) -> Result<()> {
    // (bytes, level, whether the end is marked) → a raw deflate stream
    let deflate = |bytes: Bytes, level: u32, ended: bool| Bytes(deflate(&bytes.0, level, ended));
    host.set("deflate", Function::new(ctx.clone(), deflate)?)?;
    // (bytes, most) → [what became of it, bytes, how many were read]
    let inflate = |bytes: Bytes, most: f64| {
        let (end, output, used) = inflate(&bytes.0, most as usize);
        List((end, Bytes(output), used as f64))
    };
    host.set("inflate", Function::new(ctx.clone(), inflate)?)?;

    // (bytes, quality, log of the window, mode)
    let brotli = |bytes: Bytes, quality: i32, window: i32, mode: u32| pack(&bytes.0, quality, window, mode).map(Bytes);
    host.set("brotli", Function::new(ctx.clone(), brotli)?)?;
    let unbrotli = |bytes: Bytes, most: f64| {
        let (end, output) = unpack(&bytes.0, most as usize);
        List((end, Bytes(output)))
    };
    host.set("unbrotli", Function::new(ctx.clone(), unbrotli)?)?;

    host.set(
        "crc32",
        Function::new(ctx.clone(), |bytes: Bytes, before: f64| f64::from(crc32(before as u32, &bytes.0)))?,
    )?;
    host.set("adler32", Function::new(ctx.clone(), |bytes: Bytes| f64::from(adler32(&bytes.0)))?)
}

fn deflate(bytes: &[u8], level: u32, ended: bool) -> Vec<u8> {
    let mut stream = Compress::new(Compression::new(level.min(9)), false);
    let flush = if ended { FlushCompress::Finish } else { FlushCompress::Sync };
    let mut output = Vec::with_capacity(bytes.len() / 2 + 64);
    loop {
        output.reserve(CHUNK);
        let rest = bytes.get(stream.total_in() as usize..).unwrap_or_default();
        match stream.compress_vec(rest, &mut output, flush) {
            Ok(Status::StreamEnd) | Err(_) => return output,
            // A flush is over when there is room left.
            Ok(_) if !ended && output.len() < output.capacity() => return output,
            Ok(_) => {}
        }
    }
}

/// `done`, `short` (the stream is not over), `full` (more than `most` bytes) or `broken`.
fn inflate(bytes: &[u8], most: usize) -> (&'static str, Vec<u8>, usize) {
    let mut stream = Decompress::new(false);
    let most = most.min(MOST_BYTES);
    let mut output = Vec::new();
    loop {
        output.reserve(CHUNK);
        let (read, made) = (stream.total_in() as usize, output.len());
        let rest = bytes.get(read..).unwrap_or_default();
        let status = stream.decompress_vec(rest, &mut output, FlushDecompress::None);
        let used = stream.total_in() as usize;
        if output.len() > most {
            return ("full", Vec::new(), used);
        }
        match status {
            Ok(Status::StreamEnd) => return ("done", output, used),
            Ok(_) if used > read || output.len() > made => {}
            Ok(_) => return ("short", output, used),
            Err(_) => return ("broken", output, used),
        }
    }
}

fn pack(bytes: &[u8], quality: i32, window: i32, mode: u32) -> Option<Vec<u8>> {
    let mode = match mode {
        1 => BrotliEncoderMode::BROTLI_MODE_TEXT,
        2 => BrotliEncoderMode::BROTLI_MODE_FONT,
        _ => BrotliEncoderMode::BROTLI_MODE_GENERIC,
    };
    let params = BrotliEncoderParams {
        quality: quality.clamp(0, 11),
        lgwin: window.clamp(10, 24),
        mode,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut output = Vec::new();
    let mut writer = brotli::CompressorWriter::with_params(&mut output, 4096, &params);
    writer.write_all(bytes).ok()?;
    drop(writer);
    Some(output)
}

/// Bytes that remember whether somebody wanted more than there are.
struct Input<'b> {
    rest: &'b [u8],
    exhausted: bool,
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.exhausted |= self.rest.is_empty();
        self.rest.read(buffer)
    }
}

fn unpack(bytes: &[u8], most: usize) -> (&'static str, Vec<u8>) {
    let most = most.min(MOST_BYTES);
    let mut output = Vec::new();
    let mut reader = brotli::Decompressor::new(Input { rest: bytes, exhausted: false }, 4096);
    let read = reader.by_ref().take(most as u64 + 1).read_to_end(&mut output);
    match read {
        Ok(_) if output.len() > most => ("full", Vec::new()),
        Ok(_) => ("done", output),
        Err(_) if reader.get_ref().exhausted => ("short", output),
        Err(_) => ("broken", output),
    }
}

fn crc32(before: u32, bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!before, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

fn adler32(bytes: &[u8]) -> u32 {
    let (one, two) = bytes.iter().fold((1_u32, 0_u32), |(one, two), byte| {
        let one = (one + u32::from(*byte)) % 65521;
        (one, (two + one) % 65521)
    });
    two << 16 | one
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let text = b"la la la la la la la".repeat(1000);
        for level in 0..10 {
            assert_eq!(inflate(&deflate(&text, level, true), 1 << 20).1, text);
        }
        let packed = pack(&text, 5, 22, 0).expect("packed");
        assert_eq!(unpack(&packed, 1 << 20), ("done", text.clone()));
        assert_eq!(unpack(&packed[..packed.len() - 3], 1 << 20).0, "short");
    }

    #[test]
    fn a_bomb_ends_at_the_limit() {
        let zeros = deflate(&vec![0; 10 << 20], 9, true);
        assert_eq!(inflate(&zeros, 1000).0, "full");
        assert_eq!(inflate(&zeros[..100], 1 << 30).0, "short");
    }

    #[test]
    fn checksums_are_the_known_ones() {
        assert_eq!((crc32(0, b"123456789"), adler32(b"Wikipedia")), (0xcbf4_3926, 0x11e6_0398));
        assert_eq!(crc32(crc32(0, b"1234"), b"56789"), 0xcbf4_3926);
    }
}
