//! A file with many articles in, blocks of whole records out.

use std::sync::Arc;

use super::decode::{self, Decoded};
use super::delimited;
use super::offsets::Offsets;
use super::open::{Digest, Stream};
use super::{Cut, Listing, Options};
use crate::notice::Reason;

/// Bytes that are read before records are cut from them.
const BLOCK: usize = 1 << 20;

/// Records up to this many bytes of a file that is not UTF-8 are decoded as a whole.
const MAX_DECODED: u64 = 64 << 20;

/// Whole records of one file.
#[derive(Debug)]
pub struct Block {
    /// Place of the file in the listing.
    pub(super) file: usize,
    pub(super) bytes: Vec<u8>,
    /// Byte of the unpacked file at which `bytes` begin.
    pub(super) start: u64,
    pub(super) records: Vec<Record>,
    pub(super) header: Arc<Vec<String>>,
    pub(super) encoding: Encoding,
}

/// How a file with many articles is encoded.
#[derive(Clone, Debug)]
pub(super) struct Encoding {
    pub(super) name: &'static str,
    pub(super) origin: &'static str,
    pub(super) n_replaced: u64,
    /// Where the decoded text stands in the file; `None` when it was not decoded.
    pub(super) offsets: Option<Arc<Offsets>>,
}

/// One record of a block.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Number in the file, from 1.
    pub(super) number: u64,
    /// Line in the file at which the record begins, from 1.
    pub(super) line: u64,
    /// Why it is skipped, if it is.
    pub(super) reason: Option<Reason>,
}

/// A file with many articles while it is read.
pub(super) struct Container {
    pub(super) file: usize,
    stream: Stream,
    cut: Cut,
    header: Option<Arc<Vec<String>>>,
    encoding: Encoding,
    /// Bytes that are read and belong to no block yet.
    rest: Vec<u8>,
    /// Byte of the unpacked (or decoded) file at which `rest` begins.
    start: u64,
    n_read: u64,
    number: u64,
    line: u64,
    at_end: bool,
    /// Line of a record beyond the limit whose end has not come yet.
    oversize: Option<u64>,
    /// Whether the rest of the file cannot be told apart into records.
    abandoned: bool,
}

impl Container {
    pub(super) fn open(
        file: usize,
        listing: &Listing,
        cut: Cut,
        options: &Options,
    ) -> Result<Self, Reason> {
        let stream = Stream::open(&listing.files[file], options)?;
        let encoding = Encoding { name: "UTF-8", origin: "valid", n_replaced: 0, offsets: None };
        let mut container = Container {
            file,
            stream,
            cut,
            header: None,
            encoding,
            rest: Vec::new(),
            start: 0,
            n_read: 0,
            number: 0,
            line: 1,
            at_end: false,
            oversize: None,
            abandoned: false,
        };
        container.fill(options)?;
        container.find_encoding(options)?;
        container.read_header()?;
        Ok(container)
    }

    /// Reads on, so that `rest` grows by about a block.
    fn fill(&mut self, options: &Options) -> Result<(), Reason> {
        if self.at_end {
            return Ok(());
        }
        let n = self.stream.fill(&mut self.rest, BLOCK as u64)?;
        self.n_read += n;
        self.at_end = n < BLOCK as u64;
        let limit = options.max_table_mib << 20;
        if limit < self.n_read {
            return Err(Reason::TooLarge("input.max_table_mib".into(), limit));
        }
        Ok(())
    }

    /// Tells the encoding from the first block. What is not UTF-8 is read and decoded as a whole.
    fn find_encoding(&mut self, options: &Options) -> Result<(), Reason> {
        if self.rest.starts_with(b"\xEF\xBB\xBF") {
            self.rest.drain(..3);
            self.start = 3;
            self.encoding.origin = "bom";
            return Ok(());
        }
        // The block may end inside a character.
        let is_utf_8 = match std::str::from_utf8(&self.rest) {
            Ok(_) => true,
            Err(err) => err.error_len().is_none() && !self.at_end,
        };
        if is_utf_8 && memchr::memchr(0, &self.rest[..self.rest.len().min(8192)]).is_none() {
            return Ok(());
        }
        while !self.at_end {
            self.fill(options)?;
            if MAX_DECODED < self.n_read {
                let problem = "file is not UTF-8 and too large to be decoded; save it as UTF-8";
                return Err(Reason::Malformed(problem.to_owned()));
            }
        }
        let decoded = decode::decode(&self.rest).ok_or(Reason::Binary)?;
        let Decoded { text, encoding, encoding_origin, n_replaced, offsets } = decoded;
        self.encoding = Encoding {
            name: encoding,
            origin: encoding_origin,
            n_replaced,
            offsets: Some(Arc::new(offsets)),
        };
        self.rest = text.into_owned().into_bytes();
        Ok(())
    }

    /// Takes the header from a table.
    fn read_header(&mut self) -> Result<(), Reason> {
        let Cut::Delimited(usual) = self.cut else {
            self.header = Some(Arc::default());
            return Ok(());
        };
        let delimiter = if usual == b',' { delimited::delimiter_of(&self.rest) } else { usual };
        self.cut = Cut::Delimited(delimiter);
        let len = delimited::row_len(&self.rest, delimiter).unwrap_or(self.rest.len());
        let header = delimited::header(&self.rest[..len], delimiter)?;
        self.header = Some(Arc::new(header));
        self.skip(len);
        Ok(())
    }

    /// Leaves the first bytes of `rest` behind.
    fn skip(&mut self, len: usize) {
        self.line += memchr::memchr_iter(b'\n', &self.rest[..len]).count() as u64;
        self.start += len as u64;
        self.rest.drain(..len);
    }

    /// Size and hash of the file, or why nothing of it may be used.
    pub(super) fn finish(self) -> Result<Digest, Reason> {
        self.stream.finish()
    }

    /// The next records; `None` at the end of the file.
    pub(super) fn next_block(&mut self, options: &Options) -> Result<Option<Block>, Reason> {
        let limit = (options.max_record_mib << 20) as usize;
        loop {
            let (records, n_used) = self.cut_records(limit);
            let tail = self.rest.split_off(n_used);
            let bytes = std::mem::replace(&mut self.rest, tail);
            let start = self.start;
            self.start += n_used as u64;
            if !records.is_empty() {
                return Ok(Some(Block {
                    file: self.file,
                    bytes,
                    start,
                    records,
                    header: self.header.clone().unwrap_or_default(),
                    encoding: self.encoding.clone(),
                }));
            }
            if self.at_end {
                return Ok(None);
            }
            self.fill(options)?;
            if self.abandoned {
                self.rest.clear();
            }
        }
    }

    /// All whole records of `rest`, and how many of its bytes are done with.
    fn cut_records(&mut self, limit: usize) -> (Vec<Record>, usize) {
        let mut records = Vec::new();
        let mut start = 0;
        while start < self.rest.len() && !self.abandoned {
            let bytes = &self.rest[start..];
            let len = match self.cut {
                Cut::Lines => memchr::memchr(b'\n', bytes).map(|i| i + 1),
                Cut::Delimited(delimiter) => delimited::row_len(bytes, delimiter),
            };
            let is_oversize = limit < len.unwrap_or(bytes.len());
            if len.is_none() && !self.at_end && !is_oversize {
                break;
            }
            let ended = len.is_some() || self.at_end;
            let len = len.unwrap_or(bytes.len());
            let record = &bytes[..len];
            let n_leading = record.iter().take_while(|it| it.is_ascii_whitespace()).count();
            let line = self.line + n_lines(&record[..n_leading]);
            self.line += n_lines(record);
            start += len;
            let reason = if is_oversize || self.oversize.is_some() {
                self.oversize.get_or_insert(line);
                Some(Reason::TooLarge("input.max_record_mib".into(), limit as u64))
            } else if let (true, Cut::Delimited(delimiter)) = (start == self.rest.len(), self.cut) {
                delimited::open_quote(record, delimiter).map(|n| unclosed(line + n as u64))
            } else {
                None
            };
            // A row without end is a quotation mark that is never closed: what follows cannot be
            // told apart. A line without end can: by the next line end.
            self.abandoned = is_oversize && matches!(self.cut, Cut::Delimited(_));
            if (ended || self.abandoned) && (n_leading < len || self.oversize.is_some()) {
                let line = self.oversize.take().unwrap_or(line);
                self.number += 1;
                records.push(Record {
                    start: start - len,
                    end: start,
                    number: self.number,
                    line,
                    reason,
                });
            }
        }
        if self.abandoned {
            start = self.rest.len();
        }
        (records, start)
    }
}

fn n_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

fn unclosed(line: u64) -> Reason {
    Reason::Malformed(format!(
        "line {line}: a quotation mark opens here and is never closed; what follows was not read"
    ))
}
