//! A dictionary in, entries that deserve a second look out; with a corpus, also what it shows of
//! them.
//!
//! 1. `cover`: which entries find all that another finds
//! 2. `repeats`: entries that stand twice, are found by others, or can never count
//! 3. `families`: words of one family that a frame does not find
//! 4. `counts`: what the entries amount to in a corpus
//! 5. `observed`: what that says of them

mod counts;
mod cover;
mod families;
mod observed;
mod repeats;

use rayon::prelude::*;

use crate::corpus::{Corpus, TermTotals};
use crate::dictionary::Frame;
use crate::frames::{self, Overlap};
use crate::text::{self, Language, LanguageSetting, Stemmer};

pub use counts::{Counts, EntryCount, FrameCount, TopDocument};
pub use observed::{LARGE_SHARE, MIN_ENTRIES, MIN_HITS};

/// Something that deserves a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Kind of finding.
    pub verdict: Verdict,
    /// Place of the frame.
    pub frame: usize,
    /// Place of the entry in the frame; `None` for what concerns the whole frame.
    pub entry: Option<usize>,
    /// What was found, in one sentence.
    pub what: String,
    /// What to do, in one sentence.
    pub suggestion: String,
}

/// Kind of finding, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It stands in the frame already, as a whole or in part.
    Duplicate,
    /// It can never have a hit, or has none in the corpus.
    Dead,
    /// All of its matches are matches of other entries of the frame.
    Shadowed,
    /// It has a large share of the hits of its frame.
    Dominant,
    /// One article has a large share of the hits of the frame.
    OneDocument,
    /// Other words of its family are not found.
    StemSplit,
    /// It stands in another frame too.
    Shared,
    /// A large share of the hits of the frame has words that count for another frame too.
    Overlap,
}

impl Verdict {
    /// All kinds, in order.
    pub const ALL: [Verdict; 8] = [
        Verdict::Duplicate,
        Verdict::Dead,
        Verdict::Shadowed,
        Verdict::Dominant,
        Verdict::OneDocument,
        Verdict::StemSplit,
        Verdict::Shared,
        Verdict::Overlap,
    ];

    /// The short code that stands in `entries.csv`.
    pub fn code(self) -> &'static str {
        match self {
            Verdict::Duplicate => "duplicate",
            Verdict::Dead => "dead",
            Verdict::Shadowed => "shadowed",
            Verdict::Dominant => "dominant",
            Verdict::OneDocument => "one_document",
            Verdict::StemSplit => "stem_split",
            Verdict::Shared => "shared",
            Verdict::Overlap => "overlap",
        }
    }

    /// What it means, for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Verdict::Duplicate => "stands in its frame already",
            Verdict::Dead => "has no hit",
            Verdict::Shadowed => "finds nothing that other entries of its frame do not find",
            Verdict::Dominant => "has over a third of the hits of its frame",
            Verdict::OneDocument => "over a third of the hits stand in one article",
            Verdict::StemSplit => "misses words of the same family",
            Verdict::Shared => "counts in two frames",
            Verdict::Overlap => "over a third of the hits share words with another frame",
        }
    }
}

/// What the findings depend on beside the dictionary.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What makes stems.
    pub stemmer: Stemmer,
    /// Language of the entries where the dictionary does not say it: that of the settings, else that of
    /// texts too short to tell.
    pub language: Option<Language>,
    /// Whether -ise and -ize are one spelling.
    pub spelling: bool,
    /// Whether every match counts, so that no entry is in the way of another.
    pub all_count: bool,
}

impl Options {
    /// What the settings say.
    pub fn of(frames: &frames::Options, text: &text::Options) -> Options {
        let language = match text.language {
            LanguageSetting::Fixed(language) => Some(language),
            LanguageSetting::Auto => text.short_texts.0,
        };
        let all_count = frames.overlap == Overlap::All && frames.compat == frames::Compat::None;
        Options { stemmer: text.stemmer, language, spelling: frames.spelling, all_count }
    }

    /// Itself with the language of these frames, where they say it.
    fn told(mut self, frames: &[Frame]) -> Options {
        let mut stated = frames.iter().map(|it| it.language);
        if let Some(Some(first)) = stated.next()
            && stated.all(|it| it == Some(first))
        {
            self.language = Some(first);
        }
        self
    }

    fn language(self) -> Language {
        self.language.unwrap_or(Language::UNKNOWN)
    }

    fn stem(self, word: &str) -> String {
        self.stemmer.stem(word, self.language())
    }
}

/// What can be said without a text, by kind, then in the order of the dictionary.
pub fn of_dictionary(frames: &[Frame], options: Options) -> Vec<Finding> {
    findings(frames, &[], options)
}

/// What a corpus shows beside, with what its entries amount to.
pub fn of_corpus(
    corpus: &Corpus,
    counts: &Counts,
    totals: &TermTotals,
    options: Options,
) -> Vec<Finding> {
    let words = families::words_of(corpus, totals);
    let mut found = findings(&corpus.frames, &words, options);
    let observed = observed::findings(corpus, counts);
    // What can never count needs no proof.
    let is_told = |new: &Finding| {
        let is_same = |it: &&Finding| (it.frame, it.entry) == (new.frame, new.entry);
        let is_idle = |it: Verdict| matches!(it, Verdict::Dead | Verdict::Shadowed);
        let mut same = found.iter().filter(is_same);
        is_idle(new.verdict) && same.any(|it| it.verdict <= Verdict::Dead)
    };
    let new: Vec<Finding> = observed.into_iter().filter(|it| !is_told(it)).collect();
    found.extend(new);
    in_order(found)
}

fn findings(frames: &[Frame], words: &[(String, u64)], options: Options) -> Vec<Finding> {
    let options = options.told(frames);
    let families = families::Families::of(frames, words, options);
    let of_frame = |(place, frame)| {
        let index = cover::Index::of(frame, options);
        let repeats = repeats::findings(place, frame, &index);
        [repeats, families::findings(place, frame, &index, &families)].concat()
    };
    let of_frames: Vec<Vec<Finding>> = frames.par_iter().enumerate().map(of_frame).collect();
    in_order([repeats::shared(frames), of_frames.concat()].concat())
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|it| (it.verdict, it.frame, it.entry));
    findings
}

/// Whether one frame counts what the other counts, as its ancestor.
fn are_related(frames: &[Frame], one: usize, other: usize) -> bool {
    let is_below = |below: usize, above: usize| {
        let parent = |it: &Frame| it.parent.clone();
        let mut next = parent(&frames[below]);
        while let Some(name) = next {
            if name == frames[above].name {
                return true;
            }
            next = frames.iter().find(|it| it.name == name).and_then(parent);
        }
        false
    };
    is_below(one, other) || is_below(other, one)
}

impl Default for Options {
    fn default() -> Self {
        Options::of(&frames::Options::default(), &text::Options::default())
    }
}
