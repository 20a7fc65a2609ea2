//! Tokens in, hits out: the matcher compiled from a dictionary.

mod gaps;
mod globs;
mod options;
#[cfg(test)]
mod oracle;
mod overlap;
mod phrases;
mod rules;
mod spelling;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashSet;
use std::sync::Arc;

pub use self::globs::fits;
pub use self::options::{Compat, Negation, Options, OtherLanguages};
use self::overlap::{Candidate, Part, Settling};
pub use self::overlap::{NestedScope, Overlap};
use self::phrases::{End, Memory, Phrases, Places};
use self::rules::{Occurrence, Rules, Scope};
pub use self::spelling::other as other_spelling;
use self::words::WordIndex;
use crate::dictionary::{self, Dictionary, Same, Step};
use crate::text::{Answer, By, Front, Sentence, Sighting, Stemmer, Token};

/// Tokens before a hit among which a negator denies it.
const NEGATION_WINDOW: u32 = 3;

/// One occurrence of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Place of the entry in the frame.
    pub entry: u32,
    /// Place of the first token in the paragraph.
    pub token: u32,
    /// Number of tokens, those between the parts of an entry included.
    pub n_tokens: u32,
    /// Whether a negator stands among the three tokens before it in its sentence.
    pub negated: bool,
}

/// The phrases of all steps that have some, each list once.
fn longer_steps<'d>(
    rows: impl Iterator<Item = &'d Vec<Step>>,
) -> impl Iterator<Item = &'d Arc<dictionary::Phrases>> {
    let mut seen = HashSet::new();
    let phrases = rows.flatten().filter_map(|it| it.phrases.as_ref());
    phrases.filter(move |it| seen.insert(Arc::as_ptr(it).addr()))
}

/// What is found in one paragraph, and the memory that finding needs from one to the next.
#[derive(Debug, Default)]
pub struct Found {
    /// Hits in the order of their tokens, then of the frames.
    pub hits: Vec<Hit>,
    /// Places of the frame and the entry of each match that does not count, as another match has a
    /// word of it; in no order.
    pub lost: Vec<(u32, u32)>,
    candidates: Vec<Candidate>,
    parts: Vec<Part>,
    occurrences: Vec<Occurrence>,
    memory: Memory,
    sentences: Vec<u32>,
}

/// The matcher compiled from a dictionary. It compares numbers: each distinct word is looked at
/// once, by [`Matcher::sight`], and answered with the numbers of the word patterns that it fits.
///
/// Entries that are phrases are found by one walk over a tree. The components of all others are
/// found by the same walk, and wake the rules that they are part of. The phrases of classes, which
/// stand for one step of others, are found before by a walk of their own.
#[derive(Debug)]
pub struct Matcher {
    words: WordIndex,
    negators: WordIndex,
    phrases: Phrases,
    /// Those of two words and more that are one step of others.
    longer: Phrases,
    rules: Rules,
    settling: Settling,
    negation: Negation,
}

impl Matcher {
    /// Compiles a dictionary.
    ///
    /// # Errors
    /// What is wrong with the list of negators.
    pub fn new(
        dictionary: &Dictionary,
        options: &Options,
        stemmer: Stemmer,
    ) -> Result<Matcher, String> {
        let mut words = WordIndex::new(stemmer, options.spelling);
        let entries = || {
            (0..).zip(&dictionary.frames).flat_map(|(frame, it)| {
                (0..).zip(&it.entries).map(move |(entry, it)| ((frame, entry), &it.rule))
            })
        };
        // First steps get the lowest numbers, so that most words are seen to begin nothing.
        let rows = || entries().flat_map(|it| it.1.phrases()).flat_map(|it| &it.0);
        for row in longer_steps(rows()).flat_map(|it| &it.0).chain(rows()) {
            words.number_of_step(&row[0]);
        }
        let mut tree = Phrases::default();
        let mut steps = |phrases: &dictionary::Phrases| -> Vec<Vec<u32>> {
            let mut numbers = |steps: &Vec<Step>| -> Vec<u32> {
                steps.iter().map(|it| words.number_of_step(it)).collect()
            };
            phrases.0.iter().map(&mut numbers).collect()
        };
        let mut insert = |phrases: &[Vec<u32>], end: End| {
            phrases.iter().for_each(|it| tree.insert(it, end));
        };
        let mut rules = Rules::default();
        for (place, rule) in entries() {
            match rule.plain() {
                Some(phrases) => insert(&steps(phrases), End::Entry(place.0, place.1)),
                None => rules.insert(place, rule, &mut steps, |it, number| {
                    insert(it, End::Component(number));
                }),
            }
        }
        let mut longer = Phrases::default();
        for (phrases, step) in words.longer() {
            for row in &phrases.0 {
                let row: Vec<u32> = row.iter().map(|it| words.number_of_step(it)).collect();
                longer.insert(&row, End::Step(step));
            }
        }
        tree.compile();
        longer.compile();
        words.compile();
        let mut negators = WordIndex::new(stemmer, false);
        for negator in &options.negators {
            negators.number(&options::negator(negator)?);
        }
        negators.compile();
        let (settling, negation) = (options.settling(), options.negation);
        Ok(Matcher { words, negators, phrases: tree, longer, rules, settling, negation })
    }

    /// What the answers to a word depend on.
    pub fn sight_depends_on(&self) -> By {
        let is_cased = self.words.is_cased() || self.negators.is_cased();
        if is_cased { By::Surface } else { By::Form }
    }

    /// Looks at a word at first sight.
    pub fn sight(&self, sighting: &Sighting<'_>) -> Answer {
        // `*n't` is meant for the whole form: nothing is taken off a negator.
        let whole = Sighting { match_form: sighting.form, ..*sighting };
        Answer {
            numbers: self.words.answers(sighting),
            negates: !self.negators.answers(&whole).is_empty(),
        }
    }

    /// Finds the hits in one paragraph: its tokens, and its sentences, whose tokens are places in
    /// the document.
    pub fn find(
        &self,
        tokens: &[Token],
        sentences: &[Sentence],
        front: &Front<'_>,
        found: &mut Found,
    ) {
        let Found { hits, lost, candidates, parts, occurrences, memory, sentences: starts } = found;
        hits.clear();
        lost.clear();
        candidates.clear();
        parts.clear();
        occurrences.clear();
        let Some(first) = sentences.first() else { return };
        let offset = first.tokens.start;
        starts.clear();
        starts.extend(sentences.iter().map(|it| it.tokens.start - offset));
        let find_rules =
            |same, range, occurrences: &mut [Occurrence], candidates: &mut _, parts: &mut _| {
                if occurrences.is_empty() || !self.rules.any(same) {
                    return;
                }
                occurrences.sort_unstable();
                let (zone, sentences) = (first.zone, starts.as_slice());
                let scope = Scope { tokens, range, sentences, zone, same, occurrences };
                self.rules.find(&scope, &|it| it.word.negates, parts, candidates);
            };
        for sentence in sentences {
            let [start, end] = [sentence.tokens.start, sentence.tokens.end].map(|it| it - offset);
            let range = start as usize..end as usize;
            let n_before = occurrences.len();
            let tokens = &tokens[..range.end];
            let mut places =
                Places::new(front, tokens, range.start, memory, candidates, occurrences);
            self.longer.find(&mut places);
            self.phrases.find(&mut places);
            find_rules(Same::Sentence, range, &mut occurrences[n_before..], candidates, parts);
        }
        find_rules(Same::Paragraph, 0..tokens.len(), occurrences, candidates, parts);
        overlap::settle(self.settling, tokens.len(), parts, candidates, lost);
        candidates.sort_unstable_by_key(overlap::place);
        hits.extend(candidates.iter().filter_map(|it| self.hit(it, tokens, starts)));
    }

    /// A candidate as a hit; `None` for a denied one that the settings leave out.
    fn hit(&self, candidate: &Candidate, tokens: &[Token], sentences: &[u32]) -> Option<Hit> {
        let Candidate { frame, entry, start, end, .. } = *candidate;
        let sentence = sentences[sentences.partition_point(|it| *it <= start) - 1];
        let before = start.saturating_sub(NEGATION_WINDOW).max(sentence);
        let negated = tokens[before as usize..start as usize].iter().any(|it| it.word.negates);
        let is_out =
            negated && self.negation == Negation::Exclude && !self.rules.keeps_denied(frame, entry);
        (!is_out).then_some(Hit { frame, entry, token: start, n_tokens: end - start, negated })
    }
}
