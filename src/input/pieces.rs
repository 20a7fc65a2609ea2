//! A listing in, pieces of work out: an article, or a block of records of a large file.
//!
//! A file with many articles is read once, from front to back, in blocks of whole records. So one
//! large file occupies all cores, and no more than a few blocks of it are held in memory.

use std::sync::Arc;

use super::decode::{self, Decoded};
use super::delimited;
use super::offsets::Offsets;
use super::open::{self, Digest, Stream};
use super::{Cut, Draft, FieldNames, Format, Listing, Options, Read, Records};
use crate::notice::Reason;

/// Bytes that are read before records are cut from them.
const BLOCK: usize = 1 << 20;

/// Records up to this many bytes of a file that is not UTF-8 are decoded as a whole.
const MAX_DECODED: u64 = 64 << 20;

/// A piece of work: reading it needs nothing but itself.
#[derive(Debug)]
pub enum Piece {
    /// A file that holds one article.
    Article {
        /// Place of the file in the listing.
        file: usize,
    },
    /// Whole records of a file that holds many.
    Block(Block),
    /// The end of a file that holds many articles.
    End {
        /// Place of the file in the listing.
        file: usize,
        /// Size and hash; or the reason why nothing of the file may be used.
        result: Result<Digest, Reason>,
    },
}

/// Whole records of one file.
#[derive(Debug)]
pub struct Block {
    /// Place of the file in the listing.
    file: usize,
    bytes: Vec<u8>,
    /// Byte of the unpacked file at which `bytes` begin.
    start: u64,
    records: Vec<Record>,
    header: Arc<Vec<String>>,
    encoding: Encoding,
}

/// How a file with many articles is encoded.
#[derive(Clone, Debug)]
struct Encoding {
    name: &'static str,
    origin: &'static str,
    n_replaced: u64,
    /// Where the decoded text stands in the file; `None` when it was not decoded.
    offsets: Option<Arc<Offsets>>,
}

/// One record of a block.
#[derive(Debug)]
struct Record {
    start: usize,
    end: usize,
    /// Number in the file, from 1.
    number: u64,
    /// Line in the file at which the record begins, from 1.
    line: u64,
    /// Why it is skipped, if it is.
    reason: Option<Reason>,
}

/// What reading a piece gives: for each article its place and draft, or the reason why there is none.
#[derive(Debug)]
pub struct Reading {
    /// Place of the file in the listing.
    pub file: usize,
    /// Number of the record inside the file, from 1; `None` for a file that holds one article.
    pub record: Option<u64>,
    /// The draft.
    pub draft: Result<Draft, Reason>,
}

/// Reads the articles of a piece, one after the other.
///
/// Returns the size and hash of the file where the piece ends one.
pub fn read(
    piece: Piece,
    listing: &Listing,
    options: &Options,
    mut each: impl FnMut(Reading),
) -> Option<(usize, Result<Digest, Reason>)> {
    match piece {
        Piece::End { file, result } => Some((file, result)),
        Piece::Article { file } => {
            let (draft, digest) = guarded(|| read_article(file, listing, options))
                .unwrap_or((Err(Reason::Internal), None));
            each(Reading { file, record: None, draft });
            digest.map(|it| (file, Ok(it)))
        }
        Piece::Block(block) => {
            let format = listing.files[block.file].format;
            for record in &block.records {
                let draft = guarded(|| read_record(&block, record, format, &options.fields))
                    .unwrap_or(Err(Reason::Internal));
                each(Reading { file: block.file, record: Some(record.number), draft });
            }
            None
        }
    }
}

/// What `work` returns; `None` when it panics, which is a fault of a parser that one article must
/// not make the whole run pay for.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

fn read_article(
    file: usize,
    listing: &Listing,
    options: &Options,
) -> (Result<Draft, Reason>, Option<Digest>) {
    let Read::Article(read) = listing.files[file].format.read else {
        return (Err(Reason::Internal), None);
    };
    let mut bytes = Vec::new();
    let digest = match open::read_article(&listing.files[file], options, &mut bytes) {
        Ok(digest) => digest,
        Err(reason) => return (Err(reason), None),
    };
    let draft = match decode::decode(&bytes) {
        Some(decoded) => read(decoded, &options.fields),
        None => Err(Reason::Binary),
    };
    (draft, Some(digest))
}

fn read_record(
    block: &Block,
    record: &Record,
    format: &Format,
    names: &FieldNames,
) -> Result<Draft, Reason> {
    let at_line = |problem: String| format!("line {}: {problem}", record.line);
    if let Some(reason) = &record.reason {
        return Err(reason.clone());
    }
    let Read::Records(Records { read, .. }) = format.read else {
        return Err(Reason::Internal);
    };
    let mut draft =
        read(&block.bytes[record.start..record.end], &block.header, names).map_err(|reason| {
            match reason {
                Reason::Malformed(problem) => Reason::Malformed(at_line(problem)),
                Reason::NoText(problem) => Reason::NoText(at_line(problem)),
                other => other,
            }
        })?;
    draft.offsets.shift(block.start + record.start as u64);
    if let Some(decoded) = &block.encoding.offsets {
        draft.offsets = draft.offsets.through(decoded, draft.text.len());
    }
    let Encoding { name, origin, n_replaced, .. } = block.encoding;
    draft.set_encoding(name, origin, n_replaced);
    Ok(draft)
}

/// The pieces of all files of a listing, in its order.
pub struct Pieces<'l> {
    listing: &'l Listing,
    options: &'l Options,
    next: usize,
    container: Option<Container>,
}

impl Piece {
    /// Bytes that reading it takes from the disk, as far as is known beforehand.
    pub fn n_bytes(&self, listing: &Listing) -> u64 {
        match self {
            Piece::Article { file } => listing.files[*file].n_bytes,
            Piece::Block(block) => block.bytes.len() as u64,
            Piece::End { .. } => 0,
        }
    }
}

impl<'l> Pieces<'l> {
    /// Begins at the first file.
    pub fn new(listing: &'l Listing, options: &'l Options) -> Self {
        Pieces { listing, options, next: 0, container: None }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if let Some(container) = &mut self.container {
                match container.next_block(self.options) {
                    Ok(Some(block)) => return Some(Piece::Block(block)),
                    Ok(None) => {
                        let container = self.container.take()?;
                        let result = container.stream.finish();
                        return Some(Piece::End { file: container.file, result });
                    }
                    Err(reason) => {
                        let file = container.file;
                        self.container = None;
                        return Some(Piece::End { file, result: Err(reason) });
                    }
                }
            }
            let file = self.next;
            let format = self.listing.files.get(file)?.format;
            self.next += 1;
            match format.read {
                Read::Article(_) => return Some(Piece::Article { file }),
                Read::Records(Records { cut, .. }) => {
                    match Container::open(file, self.listing, cut, self.options) {
                        Ok(container) => self.container = Some(container),
                        Err(reason) => return Some(Piece::End { file, result: Err(reason) }),
                    }
                }
            }
        }
    }
}

/// A file with many articles while it is read.
struct Container {
    file: usize,
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
    fn open(file: usize, listing: &Listing, cut: Cut, options: &Options) -> Result<Self, Reason> {
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
            return Err(Reason::TooLarge("input.max_table_mib", limit));
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

    /// The next records; `None` at the end of the file.
    fn next_block(&mut self, options: &Options) -> Result<Option<Block>, Reason> {
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
                Some(Reason::TooLarge("input.max_record_mib", limit as u64))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::discover;

    /// Number, and title or code of the reason, of every record of one file.
    fn records(name: &str, bytes: &[u8], options: &Options) -> Vec<(u64, String)> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join(name), bytes).expect("a file");
        let listing = discover(options, &[folder.path().to_owned()]).expect("a listing");
        let mut found = Vec::new();
        for piece in Pieces::new(&listing, options) {
            let end = read(piece, &listing, options, |reading| {
                let shown = match reading.draft {
                    Ok(draft) => draft.text,
                    Err(reason) => reason.code().to_owned(),
                };
                found.push((reading.record.unwrap_or(0), shown));
            });
            if let Some((_, Err(reason))) = end {
                found.push((0, reason.code().to_owned()));
            }
        }
        found
    }

    #[test]
    fn records_are_numbered_and_blank_lines_are_none() {
        let found =
            records("a.jsonl", b"{\"text\":\"one\"}\n\n{\"text\":\"two\"}", &Options::default());
        assert_eq!(found, [(1, "one".to_owned()), (2, "two".to_owned())]);
    }

    #[test]
    fn rows_may_end_in_carriage_return_and_line_feed() {
        let found = records("a.csv", b"source,text\r\nA,one\r\n\r\nB,two\r\n", &Options::default());
        assert_eq!(found, [(1, "one".to_owned()), (2, "two".to_owned())]);
    }

    #[test]
    fn a_line_beyond_the_limit_is_skipped_and_the_next_one_stands() {
        let options = Options { max_record_mib: 1, ..Options::default() };
        let mut bytes = format!("{{\"text\":\"{}\"}}\n", "x".repeat(3 << 20)).into_bytes();
        bytes.extend(b"{\"text\":\"two\"}\n");
        let found = records("a.jsonl", &bytes, &options);
        assert_eq!(found, [(1, "too_large".to_owned()), (2, "two".to_owned())]);
    }

    #[test]
    fn rows_before_an_unclosed_quotation_mark_stand() {
        let found = records("a.csv", b"text\none\n\"two\nthree\n", &Options::default());
        assert_eq!(found, [(1, "one".to_owned()), (2, "malformed".to_owned())]);
        let options = Options { max_record_mib: 1, ..Options::default() };
        let mut bytes = b"text\none\n\"two".to_vec();
        bytes.extend("\nx".repeat(2 << 20).bytes());
        let found = records("a.csv", &bytes, &options);
        assert_eq!(found, [(1, "one".to_owned()), (2, "too_large".to_owned())]);
    }

    #[test]
    fn a_table_in_utf_16_is_decoded_as_a_whole() {
        let text = "text\nône\n";
        let bytes: Vec<u8> =
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(records("a.csv", &bytes, &Options::default()), [(1, "ône".to_owned())]);
    }

    #[test]
    fn a_packed_file_that_is_cut_short_is_no_article() {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"{\"text\":\"one\"}\n").expect("packed bytes");
        let bytes = packer.finish().expect("packed bytes");
        let whole = records("a.jsonl.gz", &bytes, &Options::default());
        assert_eq!(whole, [(1, "one".to_owned())]);
        let cut = records("a.jsonl.gz", &bytes[..bytes.len() - 6], &Options::default());
        assert_eq!(cut, [(0, "damaged".to_owned())]);
    }
}
