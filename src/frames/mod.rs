//! Tokens in, hits out: the matcher compiled from a dictionary.

mod globs;
mod phrases;
mod words;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use self::phrases::Phrases;
use self::words::WordIndex;
use crate::dictionary::{Dictionary, WordPattern};
use crate::text::{Answer, By, Front, Sighting, Stemmer, Token};

/// `[frames]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Dictionary files, or `builtin`.
    pub dictionaries: Vec<String>,
    /// Which of several entries at one place count.
    pub overlap: Overlap,
    /// Whether hits after a negator count.
    pub negation: Negation,
    /// Words that deny; `*` stands for any run of characters.
    #[serde(deserialize_with = "single_words")]
    pub negators: Vec<String>,
}

fn single_words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    for word in &words {
        negator(word).map_err(D::Error::custom)?;
    }
    Ok(words)
}

fn negator(text: &str) -> Result<WordPattern, String> {
    let mut words = crate::dictionary::parse_entry(text)?;
    match (words.pop(), words.is_empty()) {
        (Some(word), true) => Ok(word),
        _ => Err(format!("negator `{text}` must be one word")),
    }
}

impl Default for Options {
    fn default() -> Self {
        let negators = [
            "not", "no", "never", "neither", "nor", "without", "cannot", "none", "nobody",
            "nothing", "hardly", "*n't",
        ];
        Options {
            dictionaries: vec!["builtin".to_owned()],
            overlap: Overlap::Frame,
            negation: Negation::Count,
            negators: negators.map(str::to_owned).to_vec(),
        }
    }
}

/// Which of several entries at one place count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// Within a frame the longest; a token is used once per frame.
    Frame,
    /// Over all frames the longest; a token is used once.
    Dictionary,
    /// All.
    All,
}

/// Whether hits after a negator count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negation {
    /// They count: denying a frame still uses it.
    Count,
    /// They are left out.
    Exclude,
}

/// Tokens before a hit among which a negator denies it.
const NEGATION_WINDOW: usize = 3;

/// One occurrence of a frame in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Place of the entry in the frame.
    pub entry: u32,
    /// Place of the first token in the sentence.
    pub token: u32,
    /// Number of tokens.
    pub n_tokens: u32,
    /// Whether a negator stands among the three tokens before it.
    pub negated: bool,
}

/// The matcher compiled from a dictionary. It compares numbers: each distinct word is looked at
/// once, by [`Matcher::sight`], and answered with the numbers of the word patterns that it fits.
#[derive(Debug)]
pub struct Matcher {
    words: WordIndex,
    negators: WordIndex,
    phrases: Phrases,
    overlap: Overlap,
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
        let mut words = WordIndex::new(stemmer);
        let mut phrases = Phrases::default();
        for (frame, entries) in dictionary.frames.iter().enumerate() {
            for (entry, it) in entries.entries.iter().enumerate() {
                let numbers: Vec<u32> = it.words.iter().map(|word| words.number(word)).collect();
                phrases.insert(&numbers, frame as u32, entry as u32);
            }
        }
        words.compile();
        let mut negators = WordIndex::new(stemmer);
        for negator in &options.negators {
            negators.number(&self::negator(negator)?);
        }
        negators.compile();
        let Options { overlap, negation, .. } = *options;
        Ok(Matcher { words, negators, phrases, overlap, negation })
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

    /// Hits in one sentence, in the order of their tokens, then of the frames.
    pub fn find(&self, sentence: &[Token], front: &Front<'_>, hits: &mut Vec<Hit>) {
        let first = hits.len();
        self.phrases.find(sentence, front, hits);
        if hits.len() == first {
            return;
        }
        self.settle_overlaps(sentence.len(), first, hits);
        for hit in &mut hits[first..] {
            let token = hit.token as usize;
            let before = &sentence[token.saturating_sub(NEGATION_WINDOW)..token];
            hit.negated = before.iter().any(|it| it.word.negates);
        }
        if self.negation == Negation::Exclude {
            let kept: Vec<Hit> = hits[first..].iter().filter(|it| !it.negated).copied().collect();
            hits.truncate(first);
            hits.extend(kept);
        }
        hits[first..].sort_by_key(|it| (it.token, it.frame, it.entry));
    }

    /// Longer entries first, then in the order of the dictionary, each from left to right; a token
    /// is used once.
    fn settle_overlaps(&self, n_tokens: usize, first: usize, hits: &mut Vec<Hit>) {
        let group = |hit: &Hit| match self.overlap {
            Overlap::Frame => hit.frame + 1,
            Overlap::Dictionary => 1,
            Overlap::All => 0,
        };
        if self.overlap == Overlap::All {
            return;
        }
        hits[first..]
            .sort_by_key(|it| (group(it), u32::MAX - it.n_tokens, it.frame, it.entry, it.token));
        // The group that last used each token; groups come one after the other.
        let mut used_by = vec![0; n_tokens];
        let mut n_kept = first;
        for i in first..hits.len() {
            let hit = hits[i];
            let tokens = hit.token as usize..(hit.token + hit.n_tokens) as usize;
            if used_by[tokens.clone()].iter().all(|it| *it != group(&hit)) {
                used_by[tokens].fill(group(&hit));
                hits[n_kept] = hit;
                n_kept += 1;
            }
        }
        hits.truncate(n_kept);
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::dictionary::{Entry, Frame, parse_entry};
    use crate::text::{self, Language, Vocabulary, Voice};

    fn dictionary(frames: &[(&str, &[&str])]) -> Dictionary {
        let frame = |(name, entries): &(&str, &[&str])| Frame {
            name: (*name).to_owned(),
            about: String::new(),
            entries: entries
                .iter()
                .map(|it| Entry {
                    text: (*it).to_owned(),
                    words: parse_entry(it).expect("a valid entry"),
                })
                .collect(),
        };
        Dictionary { frames: frames.iter().map(frame).collect(), files: Vec::new() }
    }

    /// Frame and words of every hit in one sentence; a `!` before a negated one.
    fn found(frames: &[(&str, &[&str])], options: &Options, sentence: &str) -> Vec<String> {
        let dictionary = dictionary(frames);
        let matcher = Matcher::new(&dictionary, options, Stemmer::RustStemmers).expect("a matcher");
        let by = matcher.sight_depends_on();
        let vocabulary =
            Vocabulary::new(Stemmer::RustStemmers, by, Box::new(|it| matcher.sight(it)));
        let mut front = Front::new(&vocabulary);
        let mut words = Vec::new();
        text::words(sentence, &mut words);
        let token = |range: &Range<u32>| Token {
            start: range.start,
            end: range.end,
            word: front.word(sentence, range.clone(), Language::ENGLISH),
            voice: Voice::Author,
        };
        let tokens: Vec<Token> = words.iter().map(token).collect();
        let mut hits = Vec::new();
        matcher.find(&tokens, &front, &mut hits);
        let shown = |hit: &Hit| {
            let words = &words[hit.token as usize..(hit.token + hit.n_tokens) as usize];
            let text: Vec<&str> =
                words.iter().map(|it| &sentence[it.start as usize..it.end as usize]).collect();
            let mark = if hit.negated { "!" } else { "" };
            format!("{mark}{}:{}", dictionary.frames[hit.frame as usize].name, text.join(" "))
        };
        hits.iter().map(shown).collect()
    }

    fn of(entries: &[&str], sentence: &str) -> Vec<String> {
        found(&[("f", entries)], &Options::default(), sentence)
    }

    #[test]
    fn the_longest_entry_of_a_frame_takes_its_tokens() {
        let entries = ["multi vector", "multi vector polic*", "vector", "balanc*"];
        let sentence = "Its multi-vector policy balances every vector.";
        assert_eq!(of(&entries, sentence), ["f:multi vector policy", "f:balances", "f:vector"]);
    }

    #[test]
    fn entries_of_one_length_count_in_the_order_of_the_dictionary() {
        assert_eq!(of(&["b c", "a b"], "a b c"), ["f:b c"]);
        assert_eq!(of(&["a b", "b c"], "a b c"), ["f:a b"]);
        assert_eq!(of(&["a a"], "a a a"), ["f:a a"]);
    }

    #[test]
    fn marks_wildcards_and_possessives_are_understood() {
        assert_eq!(
            of(&["wom?n"], "Women, woman, womxn and womaan"),
            ["f:Women", "f:woman", "f:womxn"]
        );
        assert_eq!(
            of(&["~balance"], "balancing balanced balances"),
            ["f:balancing", "f:balanced", "f:balances"]
        );
        assert_eq!(of(&["=Belt and =Road"], "Belt and Road, belt and road"), ["f:Belt and Road"]);
        assert_eq!(of(&["lowmark"], "Lowmark’s bet and the Lowmarks' bet"), ["f:Lowmark’s"]);
    }

    #[test]
    fn frames_are_independent_unless_the_overlap_says_otherwise() {
        let frames: &[(&str, &[&str])] = &[("a", &["p q"]), ("b", &["q r"])];
        let with = |overlap| Options { overlap, ..Options::default() };
        assert_eq!(found(frames, &with(Overlap::Frame), "p q r"), ["a:p q", "b:q r"]);
        assert_eq!(found(frames, &with(Overlap::Dictionary), "p q r"), ["a:p q"]);
        let frames: &[(&str, &[&str])] = &[("a", &["p", "p q"])];
        assert_eq!(found(frames, &with(Overlap::All), "p q"), ["a:p", "a:p q"]);
    }

    #[test]
    fn a_hit_behind_a_negator_is_marked_and_left_out_on_request() {
        let sentence = "It is not a mere gesture, and it doesn’t bring an empty gesture.";
        assert_eq!(of(&["gesture"], sentence), ["!f:gesture", "f:gesture"]);
        let frames: &[(&str, &[&str])] = &[("f", &["bring", "gesture"])];
        let options = Options { negation: Negation::Exclude, ..Options::default() };
        assert_eq!(found(frames, &options, sentence), ["f:gesture"]);
    }
}
