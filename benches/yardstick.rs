//! A folder of articles in, counts of terms and frames by source out, the plain way.
//!
//! What anybody would write first: files in parallel, each token stemmed, maps of strings. It shares
//! no code with what it measures but the reading of the dictionary, and is both yardstick and
//! oracle: framescope must find the same counts, and faster. Two things of framescope's it knows as
//! data: only forms of letters and apostrophes are stemmed, and the list of English words whose stem
//! has changed since rust-stemmers was made.
//!
//! It cleans nothing, does not compose characters to NFC, and joins no sentences behind
//! abbreviations. The first needs `[clean] enabled = false` on the other side; the other two make no
//! difference on the generated corpus, which is composed, and has no entry that an abbreviation parts.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use framescope::dictionary::{Dictionary, Mark, Step};
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

/// The words that are counted, and that the generated corpus holds.
pub(crate) const FRAMES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/frames.toml");

/// Words whose stem has changed since rust-stemmers was made, with their stems.
const CHANGED_STEMS: &str = include_str!("../src/text/english_stems.txt");

/// How often a term stands in a source, and in how many of its articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    tf: u64,
    doc_freq: u64,
}

/// What is counted: terms and frames by source.
#[derive(Default)]
pub(crate) struct Counts {
    terms: HashMap<String, HashMap<String, Count>>,
    hits: HashMap<String, HashMap<String, u64>>,
}

/// The frames, ready for use.
struct Frames {
    names: Vec<String>,
    /// Phrases by their first word.
    plain: HashMap<String, Vec<Phrase>>,
    /// Phrases whose first word has a wildcard, by the first letter of it.
    globs: HashMap<char, Vec<Phrase>>,
}

/// Place of a frame, place of an entry in it, and a phrase that the entry stands for.
type Phrase = (usize, usize, Vec<Step>);

/// An entry that fits the words from `start` on.
struct Hit {
    frame: usize,
    entry: usize,
    start: usize,
    n_words: usize,
}

/// Counts all articles of a folder; an article's source is the folder that it lies in.
pub(crate) fn count(folder: &Path, dictionary: &Dictionary) -> io::Result<Counts> {
    let frames = Frames::new(dictionary);
    let changed_stems: HashMap<&str, &str> = CHANGED_STEMS
        .lines()
        .filter(|it| !it.starts_with('#'))
        .filter_map(|it| it.split_once(' '))
        .collect();
    let stemmer = Stemmer::create(Algorithm::English);
    let stem = |form: &str| {
        if !form.chars().all(|it| it.is_alphabetic() || it == '\'') {
            return form.to_owned();
        }
        match changed_stems.get(form) {
            Some(stem) => (*stem).to_owned(),
            None => stemmer.stem(form).into_owned(),
        }
    };
    files(folder)?
        .par_iter()
        .try_fold(Counts::default, |mut counts, (source, path)| {
            let text = fs::read_to_string(path)?;
            let mut terms: HashMap<String, u64> = HashMap::new();
            let hits = counts.hits.entry(source.clone()).or_default();
            for sentence in text.lines().flat_map(str::unicode_sentences) {
                let forms: Vec<String> = sentence
                    .unicode_words()
                    .map(|word| word.to_lowercase().replace(['\u{2019}', '\u{2BC}'], "'"))
                    .collect();
                for form in &forms {
                    *terms.entry(stem(form)).or_default() += 1;
                }
                frames.count(&forms, hits);
            }
            let of_source = counts.terms.entry(source.clone()).or_default();
            terms.into_iter().for_each(|(term, tf)| {
                let count = of_source.entry(term).or_default();
                count.tf += tf;
                count.doc_freq += 1;
            });
            Ok(counts)
        })
        .try_reduce(Counts::default, |a, b| Ok(a.plus(b)))
}

/// Source and path of every file.
fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for source in fs::read_dir(folder)? {
        let source = source?;
        for file in fs::read_dir(source.path())? {
            files.push((source.file_name().to_string_lossy().into_owned(), file?.path()));
        }
    }
    Ok(files)
}

impl Frames {
    fn new(dictionary: &Dictionary) -> Self {
        let mut plain: HashMap<String, Vec<Phrase>> = HashMap::new();
        let mut globs: HashMap<char, Vec<Phrase>> = HashMap::new();
        for (i, frame) in dictionary.frames.iter().enumerate() {
            for (j, entry) in frame.entries.iter().enumerate() {
                let phrases =
                    entry.rule.plain().expect("entries with options are not compared here");
                for steps in &phrases.0 {
                    for first in steps[0].words.iter() {
                        let phrases = if first.is_glob() {
                            globs.entry(first.text.chars().next().unwrap_or('*')).or_default()
                        } else {
                            plain.entry(first.text.clone()).or_default()
                        };
                        phrases.push((i, j, steps.clone()));
                    }
                }
            }
        }
        let names = dictionary.frames.iter().map(|it| it.name.clone()).collect();
        Frames { names, plain, globs }
    }

    /// Adds the hits of one sentence: of each frame the longer ones first, then in the order of the
    /// dictionary, then from left to right, each word once.
    fn count(&self, forms: &[String], counts: &mut HashMap<String, u64>) {
        let words: Vec<&str> = forms.iter().map(|it| match_form(it)).collect();
        let mut hits = Vec::new();
        for (start, word) in words.iter().enumerate() {
            let first = word.chars().next();
            let globs = first.into_iter().chain(['*', '?']).filter_map(|it| self.globs.get(&it));
            for (frame, entry, it) in self.plain.get(*word).into_iter().chain(globs).flatten() {
                if fits(it, &words[start..]) {
                    let (frame, entry, n_words) = (*frame, *entry, it.len());
                    hits.push(Hit { frame, entry, start, n_words });
                }
            }
        }
        hits.sort_by_key(|it| (it.frame, usize::MAX - it.n_words, it.entry, it.start));
        let mut used = vec![None; words.len()];
        for hit in hits {
            let words = &mut used[hit.start..hit.start + hit.n_words];
            if words.iter().all(|it| *it != Some(hit.frame)) {
                words.fill(Some(hit.frame));
                *counts.entry(self.names[hit.frame].clone()).or_default() += 1;
            }
        }
    }
}

/// A form less a final `'s` or `'`.
fn match_form(form: &str) -> &str {
    form.strip_suffix("'s").or_else(|| form.strip_suffix('\'')).unwrap_or(form)
}

/// Whether an entry fits the words at the start of a list.
fn fits(steps: &[Step], words: &[&str]) -> bool {
    let fits_step = |(step, word): (&Step, &&str)| {
        step.words.iter().any(|pattern| {
            // The words that are counted have no other marks.
            assert_eq!(pattern.mark, Mark::Form, "entries with marks are not compared here");
            fits_word(pattern.text.as_bytes(), word)
        })
    };
    steps.len() <= words.len() && steps.iter().zip(words).all(fits_step)
}

/// Whether a word fits a pattern in which `*` is any run of characters and `?` is one.
fn fits_word(pattern: &[u8], word: &str) -> bool {
    match pattern.first() {
        None => word.is_empty(),
        Some(b'*') => {
            pattern.len() == 1
                || (0..=word.len())
                    .filter(|i| word.is_char_boundary(*i))
                    .any(|i| fits_word(&pattern[1..], &word[i..]))
        }
        Some(b'?') => {
            let mut rest = word.chars();
            rest.next().is_some() && fits_word(&pattern[1..], rest.as_str())
        }
        Some(_) => {
            let n = pattern.iter().take_while(|it| !matches!(it, b'*' | b'?')).count();
            word.as_bytes().starts_with(&pattern[..n]) && fits_word(&pattern[n..], &word[n..])
        }
    }
}

impl Counts {
    fn plus(mut self, other: Counts) -> Counts {
        other.terms.into_iter().for_each(|(source, terms)| {
            let of_source = self.terms.entry(source).or_default();
            terms.into_iter().for_each(|(term, more)| {
                let count = of_source.entry(term).or_default();
                count.tf += more.tf;
                count.doc_freq += more.doc_freq;
            });
        });
        other.hits.into_iter().for_each(|(source, hits)| {
            let of_source = self.hits.entry(source).or_default();
            hits.into_iter().for_each(|(frame, n)| *of_source.entry(frame).or_default() += n);
        });
        self
    }

    /// Writes `terms.csv` and `frames.csv`, the most frequent term of a source first.
    pub(crate) fn write(&self, folder: &Path) -> csv::Result<()> {
        fs::create_dir_all(folder)?;
        let mut terms: Vec<(&String, &String, &Count)> = self
            .terms
            .iter()
            .flat_map(|(source, terms)| terms.iter().map(move |(term, it)| (source, term, it)))
            .collect();
        terms.sort_by_key(|(source, term, count)| (*source, u64::MAX - count.tf, *term));
        let mut to = csv::Writer::from_path(folder.join("terms.csv"))?;
        to.write_record(["source", "term", "tf", "doc_freq"])?;
        for (source, term, count) in terms {
            to.write_record([source, term, &count.tf.to_string(), &count.doc_freq.to_string()])?;
        }
        to.flush()?;
        let mut to = csv::Writer::from_path(folder.join("frames.csv"))?;
        to.write_record(["source", "frame", "hits"])?;
        for ((source, frame), n) in self.hits() {
            to.write_record([source, frame, &n.to_string()])?;
        }
        to.flush()?;
        Ok(())
    }

    fn hits(&self) -> BTreeMap<(&str, &str), u64> {
        self.hits
            .iter()
            .flat_map(|(source, hits)| {
                hits.iter().map(move |(frame, n)| ((source.as_str(), frame.as_str()), *n))
            })
            .collect()
    }

    /// Where the tables of a run of framescope say something else; empty where they agree.
    pub(crate) fn differences(&self, tables: &Path) -> csv::Result<Vec<String>> {
        let mut differences = Vec::new();
        let mut n_terms = 0;
        let mut terms = csv::Reader::from_path(tables.join("terms.csv"))?;
        for row in terms.deserialize() {
            let row: BTreeMap<String, String> = row?;
            let number = |column: &str| row[column].parse().unwrap_or(u64::MAX);
            let theirs = Count { tf: number("tf"), doc_freq: number("doc_freq") };
            let (source, term) = (&row["source"], &row["term"]);
            let ours = self.terms.get(source).and_then(|it| it.get(term));
            n_terms += usize::from(ours.is_some());
            let ours = ours.copied().unwrap_or_default();
            if ours != theirs {
                differences.push(format!("{source}, term {term}: {ours:?} here, {theirs:?} there"));
            }
        }
        let n_here: usize = self.terms.values().map(HashMap::len).sum();
        if n_here != n_terms {
            differences.push(format!("{n_here} terms here, {n_terms} of them there"));
        }
        let mut theirs: BTreeMap<(String, String), u64> = BTreeMap::new();
        let mut emphasis = csv::Reader::from_path(tables.join("emphasis.csv"))?;
        for row in emphasis.deserialize() {
            let mut row: BTreeMap<String, String> = row?;
            let mut take = |column: &str| row.remove(column).unwrap_or_default();
            let n_hits = take("hits").parse().unwrap_or(u64::MAX);
            if 0 < n_hits {
                theirs.insert((take("source"), take("frame")), n_hits);
            }
        }
        let theirs: BTreeMap<(&str, &str), u64> = theirs
            .iter()
            .map(|((source, frame), n)| ((source.as_str(), frame.as_str()), *n))
            .collect();
        let ours = self.hits();
        if ours != theirs {
            differences.push(format!("hits: {ours:?} here, {theirs:?} there"));
        }
        Ok(differences)
    }
}
