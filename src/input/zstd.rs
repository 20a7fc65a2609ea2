//! Zstandard bytes in, what they hold out (RFC 8878): frame after frame, checksums compared.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::BlockDecodingStrategy::UptoBlocks;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

/// Unpacks a stream of frames; those that hold no data are passed over.
pub(super) struct ZstdDecoder<R> {
    packed: R,
    decoder: FrameDecoder,
    is_inside: bool,
}

impl<R: BufRead> ZstdDecoder<R> {
    /// A decoder at the start of a stream.
    pub(super) fn new(packed: R) -> Self {
        ZstdDecoder { packed, decoder: FrameDecoder::new(), is_inside: false }
    }

    pub(super) fn get_ref(&self) -> &R {
        &self.packed
    }

    pub(super) fn into_inner(self) -> R {
        self.packed
    }

    /// Begins the next frame; false at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.packed.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.packed) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let n = u64::from(length);
                    if io::copy(&mut (&mut self.packed).take(n), &mut io::sink())? < n {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(err) => return Err(io::Error::other(err)),
            }
        }
        Ok(false)
    }

    fn end(&mut self) -> io::Result<()> {
        self.is_inside = false;
        let given = self.decoder.get_checksum_from_data();
        match given.is_none() || given == self.decoder.get_calculated_checksum() {
            true => Ok(()),
            false => Err(io::Error::other("the checksum of a frame does not fit")),
        }
    }
}

impl<R: BufRead> Read for ZstdDecoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_inside {
                if !self.begin()? {
                    return Ok(0);
                }
                self.is_inside = true;
            }
            let n = self.decoder.read(buffer)?;
            if 0 < n || buffer.is_empty() {
                return Ok(n);
            }
            if self.decoder.is_finished() {
                self.end()?;
            } else {
                self.decoder
                    .decode_blocks(&mut self.packed, UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn unpacked(packed: &[u8]) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        ZstdDecoder::new(packed).read_to_end(&mut bytes).map(|_| bytes)
    }

    fn packed(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    #[test]
    fn frames_follow_one_another_and_those_without_data_are_passed_over() {
        let text = b"A pact is a pact. ".repeat(20_000);
        let skipped = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        let both = [packed(&text), skipped.to_vec(), packed(b"The end.")].concat();
        assert_eq!(unpacked(&both).expect("whole"), [&text[..], b"The end."].concat());
        assert_eq!(unpacked(b"").expect("nothing"), b"");
    }

    #[test]
    fn damaged_frames_are_errors() {
        let whole = packed(&b"A pact is a pact, and its price. ".repeat(500));
        assert!(unpacked(&whole[..whole.len() - 3]).is_err());
        assert!(unpacked(&[&whole[..], b"tail"].concat()).is_err());
        assert!(unpacked(&[0x50, 0x2A, 0x4D, 0x18, 9, 0, 0, 0, 1]).is_err());
    }
}
