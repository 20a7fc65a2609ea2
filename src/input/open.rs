//! A path in, bytes out: opened once, checked on the open handle, hashed and bounded while read.

use std::fmt::Write;
use std::fs;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::time::SystemTime;

use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};

use super::{File, Options};
use crate::notice::Reason;

/// Size and hash of a file as it lies on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Number of bytes.
    pub n_bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// What the system says about a file; it changes when somebody writes to it.
#[derive(PartialEq)]
struct Stamp {
    n_bytes: u64,
    modified: Option<SystemTime>,
    changed: Option<(i64, i64)>,
}

impl Stamp {
    fn of(metadata: &fs::Metadata) -> Stamp {
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.ctime(), metadata.ctime_nsec()))
        };
        #[cfg(not(unix))]
        let changed = None;
        Stamp { n_bytes: metadata.len(), modified: metadata.modified().ok(), changed }
    }
}

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

enum Layer {
    Plain(Hashing),
    Gzip(Box<MultiGzDecoder<BufReader<Hashing>>>),
}

/// An open input file, unpacked while it is read.
pub(super) struct Stream {
    layer: Layer,
    /// What the system said at first, to see whether the file was written to; nothing for standard
    /// input.
    stamp: Option<Stamp>,
    n_unpacked: u64,
    max_ratio: u64,
}

impl Stream {
    /// Opens a file; only a regular one, and never through a link.
    pub(super) fn open(file: &File, options: &Options) -> Result<Stream, Reason> {
        let (source, stamp) = if file.path.as_os_str() == "-" {
            (Source::Stdin(io::stdin()), None)
        } else {
            let (opened, stamp) = open(&file.path)?;
            (Source::File(opened), Some(stamp))
        };
        let hashing = Hashing { source, hash: Sha256::new(), n_bytes: 0 };
        let layer = if file.packed {
            Layer::Gzip(Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, hashing))))
        } else {
            Layer::Plain(hashing)
        };
        Ok(Stream { layer, stamp, n_unpacked: 0, max_ratio: options.max_unpacked_ratio })
    }

    /// Appends up to `limit` bytes to `buffer`; returns how many came, 0 at the end of the file.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, limit: u64) -> Result<u64, Reason> {
        let n = match &mut self.layer {
            Layer::Plain(reader) => reader.take(limit).read_to_end(buffer).map_err(unreadable)?,
            Layer::Gzip(reader) => reader
                .take(limit)
                .read_to_end(buffer)
                .map_err(|err| Reason::Damaged(err.to_string()))?,
        } as u64;
        self.n_unpacked += n;
        let packed = matches!(self.layer, Layer::Gzip(_));
        if packed && self.max_ratio.saturating_mul(self.n_packed()) < self.n_unpacked {
            return Err(Reason::TooLarge(
                "input.max_unpacked_ratio",
                self.max_ratio.saturating_mul(self.n_packed()),
            ));
        }
        Ok(n)
    }

    /// Bytes read from the disk so far.
    pub(super) fn n_packed(&self) -> u64 {
        match &self.layer {
            Layer::Plain(reader) => reader.n_bytes,
            Layer::Gzip(reader) => reader.get_ref().get_ref().n_bytes,
        }
    }

    /// Ends the reading: size and hash, or the reason why what was read must not be used.
    pub(super) fn finish(self) -> Result<Digest, Reason> {
        let hashing = match self.layer {
            Layer::Plain(reader) => reader,
            Layer::Gzip(reader) => reader.into_inner().into_inner(),
        };
        if let (Source::File(file), Some(before)) = (&hashing.source, self.stamp)
            && Stamp::of(&file.metadata().map_err(unreadable)?) != before
        {
            return Err(Reason::Changed);
        }
        let mut sha256 = String::with_capacity(64);
        for byte in hashing.hash.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(Digest { n_bytes: hashing.n_bytes, sha256 })
    }
}

/// The unpacked bytes of a file that holds one article, with its size and hash.
///
/// A file that is written to while it is read is read once more.
pub(super) fn read_article(
    file: &File,
    options: &Options,
    bytes: &mut Vec<u8>,
) -> Result<Digest, Reason> {
    match read_once(file, options, bytes) {
        Err(Reason::Changed) => read_once(file, options, bytes),
        result => result,
    }
}

fn read_once(file: &File, options: &Options, bytes: &mut Vec<u8>) -> Result<Digest, Reason> {
    bytes.clear();
    let (setting, limit) = if file.packed {
        ("input.max_unpacked_mib", options.max_unpacked_mib << 20)
    } else {
        ("input.max_file_mib", options.max_file_mib << 20)
    };
    let mut stream = Stream::open(file, options)?;
    // With some room to spare, the end of the file is seen without growing the buffer.
    bytes.reserve(file.n_bytes.min(limit) as usize + 64);
    if limit < stream.fill(bytes, limit + 1)? {
        return Err(Reason::TooLarge(setting, limit));
    }
    if file.packed && options.max_file_mib << 20 < stream.n_packed() {
        return Err(Reason::TooLarge("input.max_file_mib", options.max_file_mib << 20));
    }
    stream.finish()
}

/// Opens a regular file for reading, without following a link and without waiting for a pipe.
fn open(path: &Path) -> Result<(fs::File, Stamp), Reason> {
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
