//! A listing in, pieces of work out: an article, or a block of records of a large file.
//!
//! A file with many articles is read once, from front to back, in blocks of whole records. So one
//! large file occupies all cores, and no more than a few blocks of it are held in memory.

use super::container::{Block, Container, Encoding, Record};
use std::cell::Cell;

use super::decode::Told;
use super::open::{self, Digest};
use super::parquet::Table;
use super::{Articles, Draft, File, Format, Listing, Options, Packing, Read, Records};
use super::{Cut, delimited, kind};
use crate::notice::{Matter, Reason};

/// Files that are read as a whole and together: many small ones, or few large ones.
const FILES_PER_PIECE: usize = 64;
const BYTES_PER_PIECE: u64 = 1 << 18;

/// A piece of work: reading it needs nothing but itself.
#[derive(Debug)]
pub enum Piece {
    /// Files that are read as a whole.
    Articles {
        /// Places of the files in the listing.
        files: Vec<usize>,
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

/// What reading a piece gives: for each article its place and draft, or the reason why there is none.
#[derive(Debug)]
pub struct Reading {
    /// Place of the file in the listing.
    pub file: usize,
    /// Number of the article inside the file, from 1; `None` for a file that holds one.
    pub record: Option<u64>,
    /// The draft.
    pub draft: Result<Draft, Reason>,
}

/// Reads the articles of a piece, one after the other.
///
/// Returns the size and hash of the files that end in the piece.
pub fn read(
    piece: Piece,
    listing: &Listing,
    options: &Options,
    mut each: impl FnMut(Reading),
) -> Vec<(usize, Result<Digest, Reason>)> {
    match piece {
        Piece::End { file, result } => vec![(file, result)],
        Piece::Articles { files } => {
            let mut ends = Vec::with_capacity(files.len());
            for file in files {
                let (articles, digest) = guarded(|| read_whole(file, listing, options))
                    .unwrap_or((Err(Reason::Internal), None));
                match articles {
                    Ok(Articles::One(draft)) => {
                        each(Reading { file, record: None, draft: Ok(*draft) });
                    }
                    Ok(Articles::Many(drafts)) => {
                        for (number, draft) in (1..).zip(drafts) {
                            each(Reading { file, record: Some(number), draft });
                        }
                    }
                    Err(reason) => each(Reading { file, record: None, draft: Err(reason) }),
                }
                ends.extend(digest.map(|it| (file, Ok(it))));
            }
            ends
        }
        Piece::Block(block) => {
            let format = listing.files[block.file].format;
            let mut told = block.told.clone();
            for record in &block.records {
                let mut draft = guarded(|| read_record(&block, record, format, options))
                    .unwrap_or(Err(Reason::Internal));
                if let Ok(draft) = &mut draft {
                    draft.matters.append(&mut told);
                }
                each(Reading { file: block.file, record: Some(record.number), draft });
            }
            Vec::new()
        }
    }
}

/// What `work` returns; `None` when it panics, which is a fault of a parser that one article must
/// not make the whole run pay for.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// What a library makes of bytes that anybody may have written; `None` when it panics, which is a
/// fault of the library that the file is skipped for.
#[cfg(any(feature = "pdf", feature = "parquet"))]
pub(super) fn foreign<T>(work: impl FnOnce() -> T) -> Option<T> {
    EXPECTS_PANIC.set(true);
    let made = guarded(work);
    EXPECTS_PANIC.set(false);
    made
}

thread_local! {
    static EXPECTS_PANIC: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread works in a library whose panic is a reason to skip a file, and no fault of
/// this program.
pub fn expects_panic() -> bool {
    EXPECTS_PANIC.get()
}

fn read_whole(
    file: usize,
    listing: &Listing,
    options: &Options,
) -> (Result<Articles, Reason>, Option<Digest>) {
    let file = &listing.files[file];
    let mut bytes = Vec::new();
    match open::read_whole(file, options, &mut bytes) {
        Ok((digest, packing)) => {
            let articles = kind::read(&bytes, file.format, options);
            (articles.map(|it| told(it, file, packing)), Some(digest))
        }
        Err(reason) => (Err(reason), None),
    }
}

/// The articles of a file, with a notice on the first where the name of the file says another
/// thing than what it holds.
fn told(mut articles: Articles, file: &File, packing: Packing) -> Articles {
    let first = match &mut articles {
        Articles::One(draft) => Some(&mut **draft),
        Articles::Many(drafts) => drafts.iter_mut().find_map(|it| it.as_mut().ok()),
    };
    if let Some(draft) = first {
        if packing != file.packing {
            let (named, found) = (file.packing.name().into(), packing.name().into());
            draft.matters.push(Matter::ReadAs(named, found));
        }
        if let Some(found) = kind::told(file.format, draft.format) {
            draft.matters.push(Matter::ReadAs(file.format.name.into(), found.into()));
        }
    }
    articles
}

fn read_record(
    block: &Block,
    record: &Record,
    format: &Format,
    options: &Options,
) -> Result<Draft, Reason> {
    let at_line = |problem: String| format!("line {}: {problem}", record.line);
    if let Some(reason) = &record.reason {
        return Err(reason.clone());
    }
    let Read::Records(Records { read, .. }) = format.read else {
        return Err(Reason::Internal);
    };
    let mut draft =
        read(&block.bytes[record.start..record.end], &block.header, options).map_err(|reason| {
            match reason {
                // An archive of bytes has no lines.
                other if block.encoding.name.is_empty() => other,
                Reason::Malformed(problem) => Reason::Malformed(at_line(problem)),
                Reason::NoText(problem) => Reason::NoText(at_line(problem)),
                other => other,
            }
        })?;
    draft.offsets.shift(block.start + record.start as u64);
    if let Some(decoded) = &block.encoding.offsets {
        draft.offsets = draft.offsets.through(decoded, draft.text.len());
    }
    let Encoding { name: encoding, origin: encoding_origin, n_replaced, denied, .. } =
        block.encoding;
    if !encoding.is_empty() {
        draft.set_encoding(Told { encoding, encoding_origin, n_replaced, denied });
    }
    if record.number == 1 {
        draft.matters.extend(delimited::unused(&block.header, &options.fields));
    }
    Ok(draft)
}

/// The pieces of files of a listing, in its order.
pub struct Pieces<'l> {
    listing: &'l Listing,
    options: &'l Options,
    /// Places of the files, and how many of them have been cut.
    files: Vec<usize>,
    next: usize,
    opened: Option<Opened>,
}

/// A file with many articles while it is read.
enum Opened {
    Stream(Box<Container>),
    Table(Box<Table>),
}

impl Opened {
    fn open(file: usize, listing: &Listing, cut: Cut, options: &Options) -> Result<Self, Reason> {
        match cut {
            Cut::Rows => Ok(Opened::Table(Box::new(Table::open(file, listing)?))),
            cut => {
                let container = Container::open(file, listing, cut, options)?;
                Ok(Opened::Stream(Box::new(container)))
            }
        }
    }

    fn file(&self) -> usize {
        match self {
            Opened::Stream(container) => container.file,
            Opened::Table(table) => table.file(),
        }
    }

    fn next_block(&mut self, options: &Options) -> Result<Option<Block>, Reason> {
        match self {
            Opened::Stream(container) => container.next_block(options),
            Opened::Table(table) => table.next_block(options),
        }
    }

    fn finish(self, listing: &Listing) -> Result<Digest, Reason> {
        match self {
            Opened::Stream(container) => container.finish(),
            Opened::Table(table) => table.finish(listing),
        }
    }
}

impl Piece {
    /// Bytes that reading it takes from the disk, as far as is known beforehand.
    pub fn n_bytes(&self, listing: &Listing) -> u64 {
        match self {
            Piece::Articles { files } => files.iter().map(|it| listing.files[*it].n_bytes).sum(),
            Piece::Block(block) => block.bytes.len() as u64,
            Piece::End { .. } => 0,
        }
    }
}

impl<'l> Pieces<'l> {
    /// Begins at the first of these files.
    pub fn new(listing: &'l Listing, files: Vec<usize>, options: &'l Options) -> Self {
        Pieces { listing, options, files, next: 0, opened: None }
    }
}

impl Pieces<'_> {
    /// The next files with one article each that are read together.
    fn articles(&mut self) -> Vec<usize> {
        let mut n_bytes = 0;
        let fits = |file: &&usize| {
            let had_room = n_bytes < BYTES_PER_PIECE;
            let file = &self.listing.files[**file];
            n_bytes += file.n_bytes;
            had_room && matches!(file.format.read, Read::Whole(_))
        };
        let rest = self.files[self.next..].iter().take(FILES_PER_PIECE);
        let files: Vec<usize> = rest.take_while(fits).copied().collect();
        self.next += files.len();
        files
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if let Some(opened) = &mut self.opened {
                let file = opened.file();
                let result = match opened.next_block(self.options) {
                    Ok(Some(block)) => return Some(Piece::Block(block)),
                    Ok(None) => self.opened.take()?.finish(self.listing),
                    Err(reason) => Err(reason),
                };
                self.opened = None;
                return Some(Piece::End { file, result });
            }
            let file = *self.files.get(self.next)?;
            match self.listing.files[file].format.read {
                Read::Whole(_) => return Some(Piece::Articles { files: self.articles() }),
                Read::Records(Records { cut, .. }) => {
                    self.next += 1;
                    match Opened::open(file, self.listing, cut, self.options) {
                        Ok(opened) => self.opened = Some(opened),
                        Err(reason) => return Some(Piece::End { file, result: Err(reason) }),
                    }
                }
            }
        }
    }
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
        for piece in Pieces::new(&listing, (0..listing.files.len()).collect(), options) {
            let end = read(piece, &listing, options, |reading| {
                let shown = match reading.draft {
                    Ok(draft) => draft.text,
                    Err(reason) => reason.code().to_owned(),
                };
                found.push((reading.record.unwrap_or(0), shown));
            });
            if let Some((_, Err(reason))) = end.first() {
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
        let line = b"{\"text\":\"one\"}\n";
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(line).expect("packed bytes");
        let fastest = ruzstd::encoding::CompressionLevel::Fastest;
        for (name, bytes) in [
            ("a.jsonl.gz", packer.finish().expect("packed bytes")),
            ("a.jsonl.zst", ruzstd::encoding::compress_to_vec(&line[..], fastest)),
        ] {
            let whole = records(name, &bytes, &Options::default());
            assert_eq!(whole, [(1, "one".to_owned())], "{name}");
            let cut = records(name, &bytes[..bytes.len() - 6], &Options::default());
            assert_eq!(cut, [(0, "damaged".to_owned())], "{name}");
        }
    }
}
