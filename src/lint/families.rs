//! The words of a frame in, words of the same family that it does not find out.
//!
//! A stemmer parts families: `strategic` has the stem `strateg`, `strategy` has `strategi`.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::cover::{Index, Place, closed_up, rows_of};
use super::{Finding, Options, Verdict};
use crate::corpus::{Corpus, TermTotals};
use crate::dictionary::{Frame, Mark, WordPattern};
use crate::text::{Language, match_form};

/// Endings of English words that make others of one family; the longest first.
const ENDINGS: [(&str, &str); 12] = [
    ("ically", ""),
    ("acies", "at"),
    ("ical", ""),
    ("ists", ""),
    ("ties", ""),
    ("acy", "at"),
    ("ics", ""),
    ("ies", ""),
    ("ist", ""),
    ("ic", ""),
    ("ty", ""),
    ("y", ""),
];

/// Endings where a family is parted for certain, so that no text is needed to know it.
const PARTED: [(&str, &str); 5] = [
    ("tegy", "tegic"),
    ("onomy", "onomic"),
    ("gemony", "gemonic"),
    ("plomacy", "plomatic"),
    ("cracy", "cratic"),
];

/// Fewest letters that words of one family share.
const MIN_ROOT: usize = 6;

/// Fewest letters of a word that is looked at.
const MIN_WORD: usize = 4;

/// Fewest occurrences in a corpus of the words that are missed.
const MIN_MISSED: u64 = 2;

/// Words of a family that a message shows.
const MAX_SHOWN: usize = 4;

/// The words of a corpus with how often they stand there, as entries compare them.
pub(super) fn words_of(corpus: &Corpus, totals: &TermTotals) -> Vec<(String, u64)> {
    let mut words: HashMap<&str, u64> = HashMap::new();
    for (form, n) in corpus.lexicon.forms.iter().zip(&totals.forms).filter(|it| 0 < *it.1) {
        *words.entry(match_form(form)).or_default() += n;
    }
    let mut words: Vec<(String, u64)> =
        words.into_iter().map(|(form, n)| (form.to_owned(), n)).collect();
    words.sort_unstable();
    words
}

/// The words that are known of each family of a dictionary.
pub(super) struct Families {
    words: HashMap<String, Vec<(String, u64)>>,
    /// Fewest occurrences of words that are missed.
    min_missed: u64,
}

impl Families {
    /// Those of a corpus; without its words, those of the dictionary.
    pub(super) fn of(frames: &[Frame], corpus: &[(String, u64)], options: Options) -> Families {
        let min_missed = if corpus.is_empty() { 0 } else { MIN_MISSED };
        let mut families = Families { words: HashMap::new(), min_missed };
        if !options.stemmer.knows(options.language()) {
            return families;
        }
        let own = frames.iter().flat_map(single_words);
        let wanted: HashSet<String> = own.flat_map(|it| keys(&it.1.text, options)).collect();
        let of_dictionary = if corpus.is_empty() { known(frames) } else { Vec::new() };
        let known = |(word, n): &(String, u64)| {
            let (word, n) = (word.clone(), *n);
            let keys = keys(&word, options).into_iter().filter(|it| wanted.contains(it));
            keys.map(|key| (key, (word.clone(), n))).collect::<Vec<_>>()
        };
        let words = if corpus.is_empty() { &of_dictionary } else { corpus };
        let found: Vec<_> = words.par_iter().flat_map_iter(known).collect();
        for (key, word) in found {
            families.words.entry(key).or_default().push(word);
        }
        families
    }

    /// All words of the families of a word, the most frequent first.
    fn of_word(&self, word: &str, options: Options) -> Vec<(&str, u64)> {
        let keys = keys(word, options);
        let found = keys.iter().filter_map(|it| self.words.get(it)).flatten();
        let mut found: Vec<(&str, u64)> = found.map(|it| (it.0.as_str(), it.1)).collect();
        found.sort_unstable_by_key(|it| (std::cmp::Reverse(it.1), it.0));
        found.dedup();
        found
    }
}

/// Single words of a frame whose family it misses in part.
pub(super) fn findings(
    place: usize,
    frame: &Frame,
    index: &Index<'_>,
    families: &Families,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (entry, word) in single_words(frame) {
        if findings.last().is_some_and(|it: &Finding| it.entry == Some(entry)) {
            continue;
        }
        let mut missed = families.of_word(&word.text, index.options);
        missed.retain(|it| it.0 != word.text && !index.finds(it.0));
        let n: u64 = missed.iter().map(|it| it.1).sum();
        if !missed.is_empty() && families.min_missed <= n {
            findings.push(finding(place, entry, word, &missed, index));
        }
    }
    findings
}

fn finding(
    frame: usize,
    entry: usize,
    word: &WordPattern,
    missed: &[(&str, u64)],
    index: &Index<'_>,
) -> Finding {
    let mark = if word.mark == Mark::Stem { "~" } else { "" };
    let one = |(word, n): &(&str, u64)| match n {
        0 => format!("`{word}`"),
        n => format!("`{word}` ({n})"),
    };
    let mut shown: Vec<String> = missed.iter().take(MAX_SHOWN).map(one).collect();
    if MAX_SHOWN < missed.len() {
        shown.push(format!("{} more", missed.len() - MAX_SHOWN));
    }
    let stem = index.options.stem(&word.text);
    let is_one_stem = missed.iter().all(|it| index.options.stem(it.0) == stem);
    let common = missed.iter().fold(word.text.as_str(), |start, it| common_start(start, it.0));
    let suggestion = if is_one_stem {
        format!("write `~{}` for all forms", word.text)
    } else {
        format!("write `{common}*`, or add the words that are meant")
    };
    let what = format!("`{mark}{}` does not find {}", word.text, shown.join(", "));
    Finding { verdict: Verdict::StemSplit, frame, entry: Some(entry), what, suggestion }
}

/// Places of entries, with the words that they look for in all forms or in one.
fn single_words(frame: &Frame) -> Vec<(usize, &WordPattern)> {
    let mut words = Vec::new();
    for (entry, it) in frame.entries.iter().enumerate().filter(|it| !it.1.is_inherited) {
        let rows = rows_of(&it.rule);
        if rows.iter().all(|it| 1 < it.len()) {
            continue;
        }
        // Two words closed up are another spelling, and no word with a family.
        for (row, _) in rows.iter().zip(closed_up(&rows)).filter(|it| !it.1) {
            let [Place { words: [word], .. }] = row.as_slice() else { continue };
            let is_word = word.text.chars().all(char::is_alphabetic);
            let is_long = MIN_WORD <= word.text.chars().count();
            if word.mark != Mark::Case && is_word && is_long {
                words.push((entry, word));
            }
        }
    }
    words
}

/// The words of a dictionary, and those whose family is parted for certain.
fn known(frames: &[Frame]) -> Vec<(String, u64)> {
    let mut words: Vec<(String, u64)> = Vec::new();
    for (_, word) in frames.iter().flat_map(single_words) {
        for (one, other) in PARTED.into_iter().chain(PARTED.map(|(one, other)| (other, one))) {
            if let Some(start) = word.text.strip_suffix(one) {
                words.push((format!("{start}{other}"), 0));
            }
        }
        words.push((word.text.clone(), 0));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// What the words of a family have in common: the stem, and in English the root.
fn keys(word: &str, options: Options) -> Vec<String> {
    let mut keys = vec![format!("~{}", options.stem(word))];
    if options.language() == Language::ENGLISH {
        let root = ENDINGS.iter().find_map(|(ending, instead)| {
            let root = format!("{}{instead}", word.strip_suffix(ending)?);
            (MIN_ROOT <= root.chars().count()).then_some(root)
        });
        let root = root.unwrap_or_else(|| word.to_owned());
        keys.extend((MIN_ROOT <= root.chars().count()).then_some(root));
    }
    keys
}

fn common_start<'w>(one: &'w str, other: &str) -> &'w str {
    let end = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b);
    let end = end.map_or(one.len().min(other.len()), |it| it.0.0);
    &one[..one.floor_char_boundary(end)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::read_texts;

    fn found(entries: &str, corpus: &[(&str, u64)]) -> Vec<String> {
        let text = format!("[[frame]]\nname = 'f'\nentries = [{entries}]\n");
        let dictionary = read_texts(&[("f.toml", &text)]).expect("a dictionary");
        let index = Index::of(&dictionary.frames[0], Options::default());
        let words: Vec<_> = corpus.iter().map(|(word, n)| ((*word).to_owned(), *n)).collect();
        let families = Families::of(&dictionary.frames, &words, Options::default());
        let findings = findings(0, &dictionary.frames[0], &index, &families);
        findings.into_iter().map(|it| format!("{}: {}", it.what, it.suggestion)).collect()
    }

    #[test]
    fn a_family_that_the_stemmer_parts_is_told_without_a_text() {
        let told = "`strategic` does not find `strategy`: write `strateg*`, or add the words that are meant";
        assert_eq!(found("'strategic'", &[]), [told]);
        assert_eq!(found("'~strategy'", &[]).len(), 1);
        assert_eq!(found("'diplomacy'", &[]).len(), 1);
        for entries in [
            "'strategic', 'strategy'",
            "'strateg*'",
            "'gesture'",
            "'symbolic'",
            "'gunboat diplomacy'",
        ] {
            assert_eq!(found(entries, &[]), [""; 0], "{entries}");
        }
    }

    #[test]
    fn a_corpus_tells_which_forms_are_missed_and_how_often() {
        let corpus = [
            ("gesture", 9),
            ("gestures", 5),
            ("strategies", 4),
            ("strategy", 14),
            ("sovereign", 3),
            ("sovereignty", 8),
            ("count", 9),
            ("county", 9),
            ("international", 9),
            ("internal", 9),
            ("rarely", 1),
        ];
        assert_eq!(
            found("'gesture', 'strategic', 'sovereignty', 'count', 'internal', 'rare'", &corpus),
            [
                "`gesture` does not find `gestures` (5): write `~gesture` for all forms",
                "`strategic` does not find `strategy` (14), `strategies` (4): write `strateg*`, or add the words that are meant",
                "`sovereignty` does not find `sovereign` (3): write `sovereign*`, or add the words that are meant",
            ]
        );
        assert_eq!(found("'gesture', 'gesture*'", &corpus), [""; 0]);
    }
}
