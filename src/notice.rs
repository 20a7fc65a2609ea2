//! What may weaken a number without stopping the run.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that a reader should know before trusting a number: where, and what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Path of the file as tables show it; empty when the notice is about the whole run.
    pub path: String,
    /// Number of the record inside the file, from 1; `None` for a file that holds one article.
    pub record: Option<u64>,
    /// What happened.
    pub matter: Matter,
}

impl Notice {
    /// A notice about the whole run.
    pub fn of_run(matter: Matter) -> Self {
        Notice { path: String::new(), record: None, matter }
    }
}

/// Why an input article was not analysed. The list is complete: every skipped row has one of these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// The file could not be opened or read; the system's words.
    Unreadable(String),
    /// A link, which is not followed.
    Link,
    /// A folder below which nothing is listed because its path is too long or it cannot be opened.
    NotListed(String),
    /// A pipe, socket or device.
    NotAFile,
    /// A file name ending that is not read.
    UnknownFormat,
    /// A format that this program was built without; the name of the feature that reads it.
    NotBuilt(Cow<'static, str>),
    /// The file was written to while it was read, twice.
    Changed,
    /// More bytes than the limit in the named setting.
    TooLarge(Cow<'static, str>, u64),
    /// Bytes that are no text.
    Binary,
    /// A packed file that is damaged or cut short.
    Damaged(String),
    /// The text does not have the form that its format promises.
    Malformed(String),
    /// A record without a text field, or whose text is no text.
    NoText(String),
    /// No word is left after cleaning.
    NoWords,
    /// In a language that no dictionary speaks, and the settings leave such articles out; its code.
    OtherLanguage(String),
    /// A fault of this program; the run goes on, and ends as failed.
    Internal,
}

impl Reason {
    /// The short code that stands in `documents.csv`.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Unreadable(_) => "unreadable",
            Reason::Link => "link",
            Reason::NotListed(_) => "not_listed",
            Reason::NotAFile => "not_a_file",
            Reason::UnknownFormat => "unknown_format",
            Reason::NotBuilt(_) => "not_built",
            Reason::Changed => "changed_while_read",
            Reason::TooLarge(..) => "too_large",
            Reason::Binary => "binary",
            Reason::Damaged(_) => "damaged",
            Reason::Malformed(_) => "malformed",
            Reason::NoText(_) => "no_text",
            Reason::NoWords => "no_words",
            Reason::OtherLanguage(_) => "other_language",
            Reason::Internal => "internal_error",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Unreadable(problem) => write!(f, "cannot be read: {problem}"),
            Reason::Link => {
                write!(f, "is a link, and links are not followed; copy the file into the folder")
            }
            Reason::NotListed(problem) => write!(f, "folder cannot be listed: {problem}"),
            Reason::NotAFile => write!(f, "is no regular file"),
            Reason::UnknownFormat => {
                write!(f, "has a file name ending that is not read; save it as .txt or .html")
            }
            Reason::NotBuilt(feature) => write!(
                f,
                "is {feature}, which this build leaves out; build framescope with `cargo install --path . --features {feature}`"
            ),
            Reason::Changed => write!(f, "was written to while it was read; run again"),
            Reason::TooLarge(setting, limit) => {
                write!(f, "holds more than {limit} bytes, the limit that `{setting}` sets")
            }
            Reason::Binary => write!(f, "holds bytes that are no text"),
            Reason::Damaged(problem) => write!(f, "packed file is damaged: {problem}"),
            Reason::Malformed(problem) => write!(f, "{problem}"),
            Reason::NoText(problem) => write!(f, "no article text: {problem}"),
            Reason::NoWords => write!(f, "no word is left after cleaning"),
            Reason::OtherLanguage(code) => write!(
                f,
                "is in `{code}`, which no dictionary speaks; left out, as `frames.other_languages` says"
            ),
            Reason::Internal => {
                write!(f, "a fault of framescope stopped this article; please report it")
            }
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Matter {
    /// An input article was not analysed.
    Skipped(Reason),
    /// An article is the same as an earlier one of its source, which alone is counted.
    Duplicate(String),
    /// An article is nearly the same as an earlier one of its source, which alone is counted.
    NearDuplicate(String),
    /// An article is the same as an earlier one of its source or nearly so; both are counted.
    KeptDuplicate(String),
    /// An article is the same as one of another source; both are counted.
    SharedText(String),
    /// An article is nearly the same as one of another source; both are counted.
    NearlyShared(String),
    /// So many articles belong to a group by others only, not by being like its earliest.
    ChainedDuplicates(u64),
    /// A text stands in so many different articles that it is no version of any.
    Furniture(u64),
    /// What stands in several sources: articles, those of them that are not the earliest, their hits,
    /// and the largest change of emphasis when each group counts once, in words.
    SharedOverall(u64, u64, u64, String),
    /// No source is known; the article is counted under `unknown`.
    NoSource,
    /// Articles have no value of what they are grouped by; its name, that of their group, and how
    /// many there are.
    NoGroup(String, String, u64),
    /// The article names another source than its folder; both names.
    SourceDiffers(String, String),
    /// Sources, or other groups, whose names differ in case, spaces or "The" only.
    SimilarSources(Vec<String>),
    /// The article is in a language that no dictionary speaks; its name.
    OtherLanguage(String),
    /// Articles of a source, or other group, are in languages that no dictionary speaks: its name, how
    /// many they are, of how many, and in which languages.
    OtherLanguages(String, u64, u64, String),
    /// The declared language is another one than that in which the text reads: the code, the name of the
    /// other, and whether the text is believed.
    LanguageDiffers(String, String, bool),
    /// So many articles are too short to tell their language; the code of the language whose stemmer
    /// their words get, empty for none.
    ShortTexts(u64, String),
    /// A source, or other group, has fewer articles than intervals need; its name, and how many.
    FewArticles(String, u64),
    /// Columns of a table that stand for no field, and fields that no column stands for.
    UnusedColumns(Vec<String>, Vec<Cow<'static, str>>),
    /// Parts of the output that were not written anew.
    KeptParts(Cow<'static, str>),
    /// A date is given but cannot be read, or can be read in two ways.
    UnclearDate(String),
    /// The date is the day on which the file was made, as nothing says when the article appeared.
    FileDate(String),
    /// Bytes that are no characters in the encoding were replaced.
    LostCharacters(u64),
    /// The encoding was guessed from the bytes.
    GuessedEncoding(Cow<'static, str>),
    /// The encoding that a file, a mail or a server names, with which its bytes do not agree.
    FalseDeclaration(Cow<'static, str>),
    /// The file holds another format than its name says; what it says, and what it holds.
    ReadAs(Cow<'static, str>, Cow<'static, str>),
    /// A document id was given to several articles; their places are used instead.
    IdNotUnique(String),
    /// A hidden file or folder was passed over.
    Hidden,
    /// A row of the metadata file names no article.
    MetadataUnused(String),
    /// A row of the metadata file cannot be used.
    MetadataRow(String),
    /// The language has no stemmer here, or is not known; its code.
    NoStemmer(String),
    /// Words longer than the limit were counted, but are not in the vocabulary.
    OversizeWords(u64),
    /// Something about the form of a file that was put right or passed over.
    Form(String),
    /// A table was cut to its limit.
    TableCut(Cow<'static, str>, String),
    /// Fewer than half as many articles were analysed as in the run before.
    FarFewer(u64, u64),
    /// A frame has no hit in the whole corpus.
    NoHits(String),
    /// Only one document exists, so that tf-idf is 0 everywhere.
    OneDocument,
}

impl Matter {
    /// The short code that stands in `notices.csv`.
    pub fn code(&self) -> &'static str {
        match self {
            Matter::Skipped(_) => "skipped",
            Matter::Duplicate(_) => "duplicate",
            Matter::NearDuplicate(_) => "near_duplicate",
            Matter::KeptDuplicate(_) => "kept_duplicate",
            Matter::SharedText(_) => "shared_text",
            Matter::NearlyShared(_) => "nearly_shared",
            Matter::ChainedDuplicates(_) => "chained_duplicates",
            Matter::Furniture(_) => "furniture",
            Matter::SharedOverall(..) => "shared_overall",
            Matter::NoSource => "no_source",
            Matter::NoGroup(..) => "no_group",
            Matter::SourceDiffers(..) => "source_differs",
            Matter::SimilarSources(_) => "similar_sources",
            Matter::OtherLanguage(_) => "other_language",
            Matter::OtherLanguages(..) => "other_languages",
            Matter::LanguageDiffers(..) => "language_differs",
            Matter::ShortTexts(..) => "short_texts",
            Matter::FewArticles(..) => "few_articles",
            Matter::UnusedColumns(..) => "unused_columns",
            Matter::KeptParts(_) => "kept_parts",
            Matter::UnclearDate(_) => "unclear_date",
            Matter::FileDate(_) => "file_date",
            Matter::LostCharacters(_) => "lost_characters",
            Matter::GuessedEncoding(_) => "guessed_encoding",
            Matter::FalseDeclaration(_) => "false_declaration",
            Matter::ReadAs(..) => "read_as",
            Matter::IdNotUnique(_) => "id_not_unique",
            Matter::Hidden => "hidden",
            Matter::MetadataUnused(_) => "metadata_unused",
            Matter::MetadataRow(_) => "metadata_row",
            Matter::NoStemmer(_) => "no_stemmer",
            Matter::OversizeWords(_) => "oversize_words",
            Matter::Form(_) => "form",
            Matter::TableCut(..) => "table_cut",
            Matter::FarFewer(..) => "far_fewer",
            Matter::NoHits(_) => "no_hits",
            Matter::OneDocument => "one_document",
        }
    }
}

impl Matter {
    /// Whether it is worth a line in the table, but not one on the terminal.
    pub fn is_minor(&self) -> bool {
        matches!(
            self,
            Matter::Skipped(_)
                | Matter::GuessedEncoding(_)
                | Matter::FalseDeclaration(_)
                | Matter::ReadAs(..)
                | Matter::Hidden
                | Matter::TableCut(..)
                | Matter::FewArticles(..)
                | Matter::OtherLanguage(_)
                | Matter::ShortTexts(..)
                | Matter::Form(_)
        )
    }
}

impl Matter {
    /// The messages about articles that are the same or nearly so.
    fn of_repeated_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Matter::Duplicate(of) => {
                write!(f, "same text as `{of}` of the same source; not counted again")
            }
            Matter::SharedText(of) => {
                write!(f, "same text as `{of}` of another source; both are counted")
            }
            Matter::NearDuplicate(of) => write!(
                f,
                "nearly the same text as `{of}` of the same source; not counted again, see duplicates.csv"
            ),
            Matter::KeptDuplicate(of) => write!(
                f,
                "the same text as `{of}` of the same source, or nearly so; counted all the same, as `duplicates.within_source` asks"
            ),
            Matter::NearlyShared(of) => write!(
                f,
                "nearly the same text as `{of}` of another source; both are counted, see duplicates.csv"
            ),
            Matter::ChainedDuplicates(n) => write!(
                f,
                "{n} articles are in a group because they are like another article of it, not like its earliest; look at them (`chain` in duplicates.csv)"
            ),
            Matter::Furniture(n) => write!(
                f,
                "its text stands inside {n} or more different articles, so that it is taken for furniture and is a version of none; is it an article at all?"
            ),
            Matter::SharedOverall(n, n_later, n_hits, change) => write!(
                f,
                "{n} counted articles stand in several sources or are counted repeatedly; with each text counted once, {n_later} of them and {n_hits} hits fall away, and {change}: see duplicates.csv and emphasis_unique.csv"
            ),
            _ => Ok(()),
        }
    }
}

impl Matter {
    /// The messages about languages.
    fn of_language(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Matter::OtherLanguage(name) => write!(
                f,
                "article is in {name}, which no dictionary speaks: that it has few hits means nothing"
            ),
            Matter::OtherLanguages(source, n, n_all, which) => write!(
                f,
                "`{source}` has {n} of {n_all} articles in a language that no dictionary speaks ({which}): their words lower its rates and mean nothing; name a dictionary for them, or set `frames.other_languages = \"skip\"`"
            ),
            Matter::LanguageDiffers(declared, read, true) => write!(
                f,
                "page declares language `{declared}`, but its text is {read}; the text is believed: to change that, give the language in metadata.csv"
            ),
            Matter::LanguageDiffers(declared, read, false) => write!(
                f,
                "declares language `{declared}`, but its text reads as {read}; what it declares is believed: correct it if it is wrong"
            ),
            Matter::ShortTexts(n, code) => {
                write!(
                    f,
                    "{n} articles are too short to tell their language, which stays unknown; their words are "
                )?;
                match code.as_str() {
                    "" => write!(f, "counted unstemmed"),
                    code => write!(f, "stemmed as `{code}`, as `text.short_texts` says"),
                }
            }
            Matter::NoStemmer(code) if code.is_empty() => {
                write!(
                    f,
                    "language cannot be told; words are counted unstemmed: give it in metadata.csv or `text.language`"
                )
            }
            Matter::NoStemmer(code) => {
                write!(f, "there is no stemmer for language `{code}`; words are counted unstemmed")
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Matter {
    // A notice says what is weak and what follows from it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Matter::Skipped(reason) => write!(f, "skipped: {reason}"),
            Matter::Duplicate(_)
            | Matter::NearDuplicate(_)
            | Matter::KeptDuplicate(_)
            | Matter::SharedText(_)
            | Matter::NearlyShared(_)
            | Matter::ChainedDuplicates(_)
            | Matter::Furniture(_)
            | Matter::SharedOverall(..) => self.of_repeated_text(f),
            Matter::NoSource => write!(
                f,
                "no source is known; counted under `unknown`: name it in metadata.csv, or put the file into a folder named after its source"
            ),
            Matter::NoGroup(by, group, n) => write!(
                f,
                "{n} articles have no {by}; they are counted under `{group}`: documents.csv says which, and metadata.csv can name it"
            ),
            Matter::SourceDiffers(own, folder) => write!(
                f,
                "names its source `{own}`, while its folder says `{folder}`; the article is believed: to change that, name the source in metadata.csv"
            ),
            Matter::SimilarSources(names) => write!(
                f,
                "`{}` differ in spelling only, and are counted apart: name them alike in metadata.csv",
                names.join("`, `")
            ),
            Matter::OtherLanguage(_)
            | Matter::OtherLanguages(..)
            | Matter::LanguageDiffers(..)
            | Matter::ShortTexts(..)
            | Matter::NoStemmer(_) => self.of_language(f),
            Matter::FewArticles(source, n) => write!(
                f,
                "`{source}` has {n} analysed articles, fewer than `emphasis.min_documents`: its rows describe these texts only"
            ),
            Matter::UnusedColumns(unused, missing) => write!(
                f,
                "no column for {}; columns that are not used: `{}`: name the right one in `input.fields`",
                missing.join(", "),
                unused.join("`, `")
            ),
            Matter::KeptParts(part) => {
                write!(f, "`{part}` is of an earlier run, and may show other articles")
            }
            Matter::UnclearDate(text) => write!(
                f,
                "date `{text}` cannot be read for certain; the date stays unknown: write it as year-month-day, or set `input.date_order`"
            ),
            Matter::FileDate(date) => write!(
                f,
                "{date} is the day on which the file was made; nothing says when the article appeared: name its date in metadata.csv"
            ),
            Matter::LostCharacters(n) => {
                write!(
                    f,
                    "{n} characters could not be decoded and were replaced; byte ranges are left out"
                )
            }
            Matter::GuessedEncoding(name) => write!(f, "encoding guessed as {name}"),
            Matter::FalseDeclaration(name) => {
                write!(f, "says that it is {name}, which its bytes are not; not believed")
            }
            Matter::ReadAs(named, found) => {
                write!(f, "is {named} by its name and {found} by its content; read as {found}")
            }
            Matter::IdNotUnique(id) => {
                write!(
                    f,
                    "document id `{id}` stands for several articles; their places are used instead"
                )
            }
            Matter::Hidden => write!(f, "hidden, therefore passed over"),
            Matter::MetadataUnused(key) => write!(f, "metadata for `{key}` belongs to no article"),
            Matter::MetadataRow(problem) => write!(f, "{problem}"),
            Matter::OversizeWords(n) => {
                write!(
                    f,
                    "{n} words are longer than 256 characters; counted as tokens, in no vocabulary"
                )
            }
            Matter::Form(problem) => write!(f, "{problem}"),
            Matter::TableCut(table, what) => write!(f, "table {table}.csv: {what}"),
            Matter::FarFewer(now, before) => write!(
                f,
                "{now} articles were analysed, fewer than half of the {before} of the run before; is the input complete?"
            ),
            Matter::NoHits(frame) => write!(
                f,
                "frame `{frame}` has no hit in any article; its emphasis is not defined: do its entries fit these texts?"
            ),
            Matter::OneDocument => write!(f, "one article only; every tf-idf is 0"),
        }
    }
}
