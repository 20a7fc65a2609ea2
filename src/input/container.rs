//! A file with many articles in, blocks of whole records out.

use std::sync::Arc;

use super::decode::{self, Decoded};
use super::offsets::Offsets;
use super::open::{Digest, Stream};
use super::{Cut, Listing, Options, delimited, json, warc};
use crate::notice::{Matter, Reason};

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
    /// What should be known about the file, with its first block.
    pub(super) told: Vec<Matter>,
}

/// How a file with many articles is encoded.
#[derive(Clone, Debug)]
pub(super) struct Encoding {
    /// Empty where each record has its own.
    pub(super) name: &'static str,
    pub(super) origin: &'static str,
    pub(super) n_replaced: u64,
    pub(super) denied: Option<&'static str>,
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
    /// Whether the rest of the file holds no records, or cannot be told apart into them.
    abandoned: bool,
    /// The way through a value of JSON beyond the limit.
    scan: json::Scan,
    /// Bytes of a record beyond the limit that have not come yet.
    n_skipped: u64,
    told: Vec<Matter>,
}

impl Container {
    pub(super) fn open(
        file: usize,
        listing: &Listing,
        cut: Cut,
        options: &Options,
    ) -> Result<Self, Reason> {
        let stream = Stream::open(&listing.files[file], options)?;
        let encoding =
            Encoding { name: "UTF-8", origin: "valid", n_replaced: 0, denied: None, offsets: None };
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
            scan: json::Scan::default(),
            n_skipped: 0,
            told: Vec::new(),
        };
        let named = listing.files[file].packing;
        let packing = container.stream.packing;
        if packing != named {
            container.told.push(Matter::ReadAs(named.name().into(), packing.name().into()));
        }
        container.fill(options)?;
        container.find_encoding(options)?;
        container.read_header(options)?;
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
        if self.cut == Cut::Warc {
            self.encoding.name = "";
            return Ok(());
        }
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
        let Decoded { text, encoding, encoding_origin, n_replaced, denied, offsets } = decoded;
        self.encoding = Encoding {
            name: encoding,
            origin: encoding_origin,
            n_replaced,
            denied,
            offsets: Some(Arc::new(offsets)),
        };
        self.rest = text.into_owned().into_bytes();
        Ok(())
    }

    /// Takes the header from a table, and what stands before a list of articles.
    fn read_header(&mut self, options: &Options) -> Result<(), Reason> {
        let is_list = self.rest.trim_ascii_start().starts_with(b"[");
        if self.cut == Cut::Lines && is_list {
            self.cut = Cut::Json;
            self.told.push(Matter::ReadAs("jsonl".into(), json::FORMAT.name.into()));
        }
        if self.cut == Cut::Json
            && let Some(start) = json::list_in(&self.rest, &options.fields)
        {
            self.skip(start);
        }
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
                    told: std::mem::take(&mut self.told),
                }));
            }
            if self.at_end {
                return Ok(None);
            }
            self.fill(options)?;
            if self.abandoned {
                self.rest.clear();
            }
            let n_skipped =
                self.rest.len().min(usize::try_from(self.n_skipped).unwrap_or(usize::MAX));
            self.n_skipped -= n_skipped as u64;
            self.skip(n_skipped);
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
                Cut::Json => match value_len(&mut self.scan, self.oversize.is_some(), bytes) {
                    Some(0) => {
                        self.abandoned = true;
                        break;
                    }
                    len => len,
                },
                Cut::Warc => return self.cut_archive(limit),
                // Such a file is no stream of bytes.
                Cut::Rows => None,
            };
            let is_oversize = limit < len.unwrap_or(bytes.len());
            if len.is_none() && !self.at_end && !is_oversize {
                break;
            }
            let ended = len.is_some() || self.at_end;
            let len = len.unwrap_or(bytes.len());
            let record = &bytes[..len];
            let is_leading = |it: &u8| {
                if self.cut == Cut::Json {
                    json::is_separator(*it)
                } else {
                    it.is_ascii_whitespace()
                }
            };
            let n_leading = record.iter().copied().take_while(|it| is_leading(it)).count();
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

impl Container {
    /// The pages among the whole records of a web archive, and how many bytes are done with.
    fn cut_archive(&mut self, limit: usize) -> (Vec<Record>, usize) {
        let mut records = Vec::new();
        if self.rest.trim_ascii_start().is_empty() {
            return (records, self.rest.len());
        }
        let mut start = 0;
        let mut push = |start: usize, end: usize, number: u64, reason: Option<Reason>| {
            records.push(Record { start, end, number, line: 0, reason });
        };
        while !self.rest[start..].trim_ascii_start().is_empty() {
            let bytes = &self.rest[start..];
            let (len, is_page) = match warc::look(bytes) {
                warc::Look::Record(len, is_page) => (len, is_page),
                warc::Look::More if !self.at_end => break,
                warc::Look::More | warc::Look::Broken => {
                    self.number += 1;
                    let problem = "is no record of a web archive; what follows was not read";
                    let reason = Reason::Malformed(problem.to_owned());
                    push(start, self.rest.len(), self.number, Some(reason));
                    self.abandoned = true;
                    return (records, self.rest.len());
                }
            };
            let is_oversize = limit as u64 + (1 << 16) < len;
            let is_whole = len <= bytes.len() as u64;
            if !is_whole && !is_oversize && !self.at_end {
                break;
            }
            self.number += 1;
            let end = if is_whole { start + len as usize } else { self.rest.len() };
            let reason = if is_oversize {
                Some(Reason::TooLarge("input.max_record_mib".into(), limit as u64))
            } else {
                (!is_whole).then(|| Reason::Malformed("the last record is cut short".to_owned()))
            };
            if is_page {
                push(start, end, self.number, reason);
            }
            self.n_skipped = len - (end - start) as u64;
            start = end;
        }
        (records, start)
    }
}

/// Length of the value of JSON that is next or goes on, with what stands before it; `None` where it
/// ends later, 0 where the list of values has ended.
fn value_len(scan: &mut json::Scan, goes_on: bool, bytes: &[u8]) -> Option<usize> {
    if goes_on {
        return scan.end(bytes);
    }
    let n_leading = bytes.iter().take_while(|it| json::is_separator(**it)).count();
    *scan = json::Scan::default();
    match bytes.get(n_leading)? {
        b']' | b'}' => Some(0),
        _ => Some(n_leading + scan.end(&bytes[n_leading..])?),
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
