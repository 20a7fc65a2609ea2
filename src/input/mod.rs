//! Files in, drafts out: find, decompress, decode, split into articles; one file per format.

mod container;
mod decode;
mod delimited;
mod discover;
mod docx;
mod eml;
mod export;
mod fields;
mod file_name;
mod front_matter;
mod html;
mod json;
mod jsonl;
mod kind;
mod offsets;
mod open;
mod parquet;
mod pdf;
mod pieces;
mod plain;
mod sidecar;
#[cfg(test)]
mod testing;
mod warc;
mod zstd;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use decode::{Decoded, decode};
pub use delimited::delimiter_of;
pub use discover::{File, Listing, discover};
pub use fields::{Field, FieldNames, Fields, Origin};
pub use file_name::FileNamePattern;
pub use offsets::Offsets;
pub use open::{Digest, Stamp, digest, whole_text};
pub use pieces::{Piece, Pieces, Reading, expects_panic, guarded, read};
pub use sidecar::{Sidecar, SidecarRow};

use crate::notice::{Matter, Reason};

/// `[input]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Folders and files that are read; `-` is standard input.
    pub paths: Vec<String>,
    /// Where the source comes from when the article does not name it.
    pub source_from: SourceFrom,
    /// Pattern of file names that hold metadata, such as `{source}_{date}_{title}`.
    #[serde(deserialize_with = "file_name::checked")]
    pub file_name: String,
    /// Name of the file with metadata for other files, in every input folder.
    pub metadata: String,
    /// Order of day and month in dates such as 03/04/2025.
    pub date_order: DateOrder,
    /// Largest file that holds one article, in MiB.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 1024>")]
    pub max_file_mib: u64,
    /// Largest file that holds many articles, in MiB.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 1048576>")]
    pub max_table_mib: u64,
    /// Largest unpacked size of a packed file that holds one article, in MiB.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 1024>")]
    pub max_unpacked_mib: u64,
    /// Largest ratio of unpacked to packed size.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 100000>")]
    pub max_unpacked_ratio: u64,
    /// Largest record in a file that holds many articles, in MiB.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 1024>")]
    pub max_record_mib: u64,
    /// Names that fields of tables, JSON and front matter have.
    pub fields: FieldNames,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            paths: vec!["input".to_owned()],
            source_from: SourceFrom::Folder,
            file_name: String::new(),
            metadata: "metadata.csv".to_owned(),
            date_order: DateOrder::Unknown,
            max_file_mib: 16,
            max_table_mib: 1024,
            max_unpacked_mib: 64,
            max_unpacked_ratio: 200,
            max_record_mib: 4,
            fields: FieldNames::default(),
        }
    }
}

/// Where the source comes from when the article does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceFrom {
    /// The first folder below the input folder.
    Folder,
    /// Nowhere: it stays unknown.
    None,
}

/// Order of day and month in numeric dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 03/04/2025 stays unknown; 25/04/2025 can be one thing only.
    Unknown,
    /// 03/04/2025 is 3 April.
    DayFirst,
    /// 03/04/2025 is 4 March.
    MonthFirst,
}

/// Every format the program reads. A new one is a file here, its `mod` line, and its item below.
pub const FORMATS: &[Format] = &[
    plain::TEXT,
    plain::MARKDOWN,
    html::FORMAT,
    docx::FORMAT,
    eml::FORMAT,
    pdf::FORMAT,
    jsonl::FORMAT,
    json::FORMAT,
    warc::FORMAT,
    delimited::CSV,
    delimited::TSV,
    parquet::FORMAT,
];

/// One way of storing articles in a file.
#[derive(Debug)]
pub struct Format {
    /// Name, as tables and notices show it.
    pub name: &'static str,
    /// File name endings, without the dot.
    pub extensions: &'static [&'static str],
    /// How articles are read from it.
    pub read: Read,
}

/// How articles are read from a file.
#[derive(Debug)]
pub enum Read {
    /// The file is read as a whole.
    Whole(ReadWhole),
    /// The file holds records that are cut from it one after the other.
    Records(Records),
}

/// Reads all articles from the unpacked bytes of a file.
pub type ReadWhole = fn(&[u8], &Options) -> Result<Articles, Reason>;

/// What a file that is read as a whole holds.
#[derive(Debug)]
pub enum Articles {
    /// One article.
    One(Box<Draft>),
    /// An export with articles that are numbered from 1.
    Many(Vec<Result<Draft, Reason>>),
}

impl From<Draft> for Articles {
    fn from(draft: Draft) -> Self {
        Articles::One(Box::new(draft))
    }
}

/// How records are cut from a file, and an article is read from a record.
#[derive(Debug)]
pub struct Records {
    /// How records are told apart.
    pub cut: Cut,
    /// Reads one record; the header is empty for formats without one.
    pub read: ReadRecord,
}

/// Reads an article from a record, given the header.
pub type ReadRecord = fn(&[u8], &[String], &Options) -> Result<Draft, Reason>;

/// How records are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// One record a line.
    Lines,
    /// Quoted fields with this delimiter; the first record names the fields.
    Delimited(u8),
    /// Values of JSON, one after the other or in a list.
    Json,
    /// Records of a web archive, which tell their length.
    Warc,
    /// Rows of a table that is read from the disk in any order.
    Rows,
}

/// An article as it lay in its file: the fields that the format knows, the text uncleaned.
#[derive(Debug)]
pub struct Draft {
    /// The text; where the format has a field for the title, the title stands before the body.
    pub text: String,
    /// Where the title field ends and the body begins in `text`; 0 where the format has none.
    pub n_title: usize,
    /// Where the text stands in the file.
    pub offsets: Offsets,
    /// What else the reader of the article sees around it, a line for each block; empty where the
    /// format has nothing but articles.
    pub surroundings: String,
    /// What the format knows of the article.
    pub fields: Fields,
    /// Name of the format.
    pub format: &'static str,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// How the encoding is known.
    pub encoding_origin: &'static str,
    /// What should be known about the reading of this article.
    pub matters: Vec<Matter>,
    /// Lines of the text that the format knows to be no part of the article, such as running heads.
    pub furniture: Vec<Range<usize>>,
}

impl Draft {
    /// A draft of UTF-8 text, without title or fields.
    pub fn of_text(text: String, offsets: Offsets, format: &'static str) -> Self {
        Draft {
            text,
            n_title: 0,
            offsets,
            surroundings: String::new(),
            fields: Fields::default(),
            format,
            encoding: "UTF-8",
            encoding_origin: "valid",
            matters: Vec::new(),
            furniture: Vec::new(),
        }
    }

    /// Keeps how the file was decoded.
    pub(crate) fn set_encoding(&mut self, told: decode::Told) {
        self.encoding = told.encoding;
        self.encoding_origin = told.encoding_origin;
        if told.encoding_origin == "guessed" {
            self.matters.push(Matter::GuessedEncoding(told.encoding.into()));
        }
        if let Some(name) = told.denied {
            self.matters.push(Matter::FalseDeclaration(name.into()));
        }
        if 0 < told.n_replaced {
            self.matters.push(Matter::LostCharacters(told.n_replaced));
        }
    }

    /// The draft less the title that stands before its body.
    pub(crate) fn without_title(mut self) -> Self {
        self.offsets = self.offsets.starting_at(self.n_title);
        self.text.drain(..self.n_title);
        self.n_title = 0;
        self
    }

    /// The draft with the text of another one behind it, as a paragraph of its own.
    pub(crate) fn followed_by(mut self, other: &Draft) -> Self {
        self.text.push_str("\n\n");
        self.offsets.append(self.text.len(), &other.offsets);
        self.text.push_str(&other.text);
        self
    }

    /// Puts a title before the body, as a paragraph of its own.
    pub(crate) fn with_title(mut self, title: &str, title_offsets: &Offsets) -> Self {
        if title.trim().is_empty() {
            return self;
        }
        let mut text = String::with_capacity(title.len() + 2 + self.text.len());
        text.push_str(title);
        text.push_str("\n\n");
        let n_title = text.len();
        text.push_str(&self.text);
        let mut offsets = Offsets::empty();
        offsets.append(0, title_offsets);
        offsets.append(n_title, &self.offsets);
        self.text = text;
        self.n_title = n_title;
        self.offsets = offsets;
        self
    }
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    None,
    /// With gzip (RFC 1952), `.gz`.
    Gzip,
    /// With Zstandard (RFC 8878), `.zst`.
    Zstd,
}

impl Packing {
    /// Name, as notices show it.
    pub fn name(self) -> &'static str {
        match self {
            Packing::None => "not packed",
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        }
    }
}

/// The format of a file by its name, and how the file is packed.
///
/// ```
/// use framescope::input::{Packing, format_of};
/// let found = format_of("a/b.CSV.gz").map(|(format, packing)| (format.name, packing));
/// assert_eq!(found, Some(("csv", Packing::Gzip)));
/// assert!(format_of("photo.jpg").is_none());
/// ```
pub fn format_of(name: &str) -> Option<(&'static Format, Packing)> {
    let name = name.to_ascii_lowercase();
    let endings = [(".gz", Packing::Gzip), (".zst", Packing::Zstd)];
    let packed = endings.into_iter().find_map(|(end, it)| Some((name.strip_suffix(end)?, it)));
    let (stem, packing) = packed.unwrap_or((&name, Packing::None));
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let Some((_, extension)) = name.rsplit_once('.') else {
        // What is packed says what it is when it is unpacked.
        return (packing != Packing::None).then_some((&plain::TEXT, packing));
    };
    let format = FORMATS.iter().find(|it| it.extensions.contains(&extension))?;
    Some((format, packing))
}

/// All file name endings that are read, packed ones left out.
pub fn known_extensions() -> Vec<&'static str> {
    FORMATS.iter().flat_map(|it| it.extensions.iter().copied()).collect()
}
