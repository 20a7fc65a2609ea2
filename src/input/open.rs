//! A path in, bytes out: opened once, checked on the open handle, hashed and bounded while read.

use std::fmt::Write;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::decode::decode;
use super::zstd::ZstdDecoder;
use super::{File, Options, Packing};
use crate::error::Error;
use crate::notice::Reason;

/// Largest text file that is read whole on its own, in bytes.
const MAX_WHOLE: u64 = 256 << 20;

/// Size and hash of a file as it lies on the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Number of bytes.
    pub n_bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// What the system says about a file; it changes when somebody writes to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Number of bytes.
    n_bytes: u64,
    /// When its content was changed, in nanoseconds since 1970.
    modified: Option<u64>,
    /// When anything about it was changed, in seconds and nanoseconds since 1970.
    changed: Option<(i64, i64)>,
    /// Number of the file on its disk.
    number: Option<u64>,
}

impl Stamp {
    /// What the system says.
    pub fn of(metadata: &fs::Metadata) -> Stamp {
        let since_1970 = metadata.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        #[cfg(unix)]
        let (changed, number) = {
            use std::os::unix::fs::MetadataExt;
            (Some((metadata.ctime(), metadata.ctime_nsec())), Some(metadata.ino()))
        };
        #[cfg(not(unix))]
        let (changed, number) = (None, None);
        Stamp {
            n_bytes: metadata.len(),
            modified: since_1970.map(|it| it.as_nanos() as u64),
            changed,
            number,
        }
    }

    /// Whether all that it tells of is older than a time in seconds since 1970, by enough that a
    /// clock which moves in steps cannot hide a later change.
    pub fn is_older_than(&self, seconds: u64) -> bool {
        let limit = seconds.saturating_sub(CLOCK_STEP);
        let modified = self.modified.is_some_and(|it| it / 1_000_000_000 < limit);
        modified && self.changed.is_none_or(|it| it.0 < i64::try_from(limit).unwrap_or(i64::MAX))
    }
}

/// Longest step of the clocks of file systems, in seconds.
const CLOCK_STEP: u64 = 3;

/// Where bytes come from.
enum Source {
    File(fs::File),
    Stdin(io::Stdin),
}

/// The packed bytes of a file, hashed as they pass.
struct Hashing {
    source: Source,
    hash: Sha256,
    n_bytes: u64,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = match &mut self.source {
            Source::File(file) => file.read(buffer)?,
            Source::Stdin(stdin) => stdin.read(buffer)?,
        };
        self.hash.update(&buffer[..n]);
        self.n_bytes += n as u64;
        Ok(n)
    }
}

impl Hashing {
    fn digest(self) -> Digest {
        let mut sha256 = String::with_capacity(64);
        for byte in self.hash.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        Digest { n_bytes: self.n_bytes, sha256 }
    }
}

enum Layer {
    Plain(BufReader<Hashing>),
    Gzip(Box<MultiGzDecoder<BufReader<Hashing>>>),
    Zstd(Box<ZstdDecoder<BufReader<Hashing>>>),
}

/// An open input file, unpacked while it is read.
pub(super) struct Stream {
    layer: Layer,
    /// How the file is packed.
    pub(super) packing: Packing,
    /// What the system said at first, to see whether the file was written to; nothing for standard
    /// input.
    stamp: Option<Stamp>,
    n_unpacked: u64,
    max_ratio: u64,
}

impl Stream {
    /// Opens a file; only a regular one, and never through a link. Its first bytes say how it is
    /// packed; where it has none, its name.
    pub(super) fn open(file: &File, options: &Options) -> Result<Stream, Reason> {
        let (source, stamp) = if file.path.as_os_str() == "-" {
            (Source::Stdin(io::stdin()), None)
        } else {
            let (opened, stamp) = open(&file.path)?;
            (Source::File(opened), Some(stamp))
        };
        let hashing = Hashing { source, hash: Sha256::new(), n_bytes: 0 };
        let mut packed = BufReader::with_capacity(1 << 16, hashing);
        let packing = match packed.fill_buf().map_err(unreadable)? {
            [] => file.packing,
            head => packing_of(head),
        };
        let layer = match packing {
            Packing::None => Layer::Plain(packed),
            Packing::Gzip => Layer::Gzip(Box::new(MultiGzDecoder::new(packed))),
            Packing::Zstd => Layer::Zstd(Box::new(ZstdDecoder::new(packed))),
        };
        Ok(Stream { layer, packing, stamp, n_unpacked: 0, max_ratio: options.max_unpacked_ratio })
    }

    /// Appends up to `limit` bytes to `buffer`; returns how many came, 0 at the end of the file.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, limit: u64) -> Result<u64, Reason> {
        let damaged = |err: io::Error| Reason::Damaged(err.to_string());
        let n = match &mut self.layer {
            Layer::Plain(reader) => reader.take(limit).read_to_end(buffer).map_err(unreadable)?,
            Layer::Gzip(reader) => reader.take(limit).read_to_end(buffer).map_err(damaged)?,
            Layer::Zstd(reader) => reader.take(limit).read_to_end(buffer).map_err(damaged)?,
        } as u64;
        self.n_unpacked += n;
        let is_packed = !matches!(self.layer, Layer::Plain(_));
        if is_packed && self.max_ratio.saturating_mul(self.n_packed()) < self.n_unpacked {
            return Err(Reason::TooLarge(
                "input.max_unpacked_ratio".into(),
                self.max_ratio.saturating_mul(self.n_packed()),
            ));
        }
        Ok(n)
    }

    /// Bytes read from the disk so far.
    pub(super) fn n_packed(&self) -> u64 {
        match &self.layer {
            Layer::Plain(reader) => reader.get_ref().n_bytes,
            Layer::Gzip(reader) => reader.get_ref().get_ref().n_bytes,
            Layer::Zstd(reader) => reader.get_ref().get_ref().n_bytes,
        }
    }

    /// Ends the reading: size and hash, or the reason why what was read must not be used.
    pub(super) fn finish(self) -> Result<Digest, Reason> {
        let hashing = match self.layer {
            Layer::Plain(reader) => reader.into_inner(),
            Layer::Gzip(reader) => reader.into_inner().into_inner(),
            Layer::Zstd(reader) => reader.into_inner().into_inner(),
        };
        if let (Source::File(file), Some(before)) = (&hashing.source, self.stamp)
            && Stamp::of(&file.metadata().map_err(unreadable)?) != before
        {
            return Err(Reason::Changed);
        }
        Ok(hashing.digest())
    }
}

/// Size and hash of a file, without looking at what it holds.
///
/// # Errors
/// When it cannot be read.
pub fn digest(file: &File) -> Result<Digest, Reason> {
    let (opened, _) = open(&file.path)?;
    let mut hashing = Hashing { source: Source::File(opened), hash: Sha256::new(), n_bytes: 0 };
    io::copy(&mut hashing, &mut io::sink()).map_err(unreadable)?;
    Ok(hashing.digest())
}

/// The text of a file that is no article, in whatever encoding a program saved it.
///
/// # Errors
/// When it cannot be read, is too large or no text.
pub fn whole_text(path: &Path) -> Result<String, Error> {
    let metadata = fs::metadata(path).map_err(|err| Error::unusable(path, err))?;
    if MAX_WHOLE < metadata.len() {
        let problem = format!("it is larger than {} MiB", MAX_WHOLE >> 20);
        return Err(Error::unusable(path, problem));
    }
    let bytes = fs::read(path).map_err(|err| Error::unusable(path, err))?;
    let no_text = || Error::unusable(path, "it is no text\nhint: save the table as CSV");
    Ok(decode(&bytes).ok_or_else(no_text)?.text.into_owned())
}

/// How a file is packed, by its first bytes.
pub(super) fn packing_of(head: &[u8]) -> Packing {
    match head {
        [0x1F, 0x8B, 8, ..] => Packing::Gzip,
        // A frame of data, or one that is passed over (RFC 8878, 3.1).
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Packing::Zstd,
        _ => Packing::None,
    }
}

/// The unpacked bytes of a file that is read as a whole, with its size and hash, and how it was
/// packed.
///
/// A file that is written to while it is read is read once more.
pub(super) fn read_whole(
    file: &File,
    options: &Options,
    bytes: &mut Vec<u8>,
) -> Result<(Digest, Packing), Reason> {
    match read_once(file, options, bytes) {
        Err(Reason::Changed) => read_once(file, options, bytes),
        result => result,
    }
}

fn read_once(
    file: &File,
    options: &Options,
    bytes: &mut Vec<u8>,
) -> Result<(Digest, Packing), Reason> {
    bytes.clear();
    let mut stream = Stream::open(file, options)?;
    let packing = stream.packing;
    let (setting, limit) = if packing != Packing::None {
        ("input.max_unpacked_mib", options.max_unpacked_mib << 20)
    } else {
        ("input.max_file_mib", options.max_file_mib << 20)
    };
    // With some room to spare, the end of the file is seen without growing the buffer.
    bytes.reserve(file.n_bytes.min(limit) as usize + 64);
    if limit < stream.fill(bytes, limit + 1)? {
        return Err(Reason::TooLarge(setting.into(), limit));
    }
    if packing != Packing::None && options.max_file_mib << 20 < stream.n_packed() {
        return Err(Reason::TooLarge("input.max_file_mib".into(), options.max_file_mib << 20));
    }
    Ok((stream.finish()?, packing))
}

/// The first bytes of a regular file.
pub(super) fn head(path: &Path, n: usize) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::with_capacity(n);
    open(path)?.0.take(n as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// Opens a regular file for reading, without following a link and without waiting for a pipe.
pub(super) fn open(path: &Path) -> Result<(fs::File, Stamp), Reason> {
    let mut how = fs::OpenOptions::new();
    how.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        how.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32);
    }
    let file = how.open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_file() { Ok((file, Stamp::of(&metadata))) } else { Err(Reason::NotAFile) }
}

fn unreadable(err: io::Error) -> Reason {
    Reason::Unreadable(err.to_string())
}
