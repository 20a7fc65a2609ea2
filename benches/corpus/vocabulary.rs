//! Chance in, words out: how often each is used, and when a new one appears.

use std::collections::HashSet;

use super::Dice;

/// Words of real news, the most frequent first.
const COMMON: &str = include_str!("words.txt");

/// Distinct words that are made up for each root of the number of words written.
const PER_ROOT: u64 = 36;

/// Words that count as written before the first one, so that not all words of the first article
/// are new ones.
const BEFORE: u64 = 2500;

/// What a made-up syllable begins with, and what the last one ends in.
const ONSETS: &[&str] = &[
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "b", "d", "k", "l", "m",
    "n", "r", "s", "t", "j", "w", "br", "ch", "cr", "gr", "pl", "pr", "qu", "sh", "st", "th", "tr",
];
const VOWELS: &[&str] =
    &["a", "e", "i", "o", "u", "a", "e", "i", "o", "a", "e", "i", "o", "ea", "ou"];
const ACCENTS: &[&str] = &["á", "é", "í", "ö", "ü", "å"];
const CODAS: &[&str] = &["", "", "", "k", "l", "m", "n", "nd", "ng", "r", "s", "t"];

/// Endings of a verb or noun, and of a word made from Latin.
const PLAIN_ENDINGS: &[&str] = &["s", "ed", "ing", "er", "ers", "ly", "ness"];
const LATIN_ENDINGS: &[&str] =
    &["al", "ally", "ation", "ations", "ational", "ity", "ities", "ive", "ize", "ized", "izing"];

/// All words so far, the most frequent first.
pub(super) struct Vocabulary {
    words: Vec<String>,
    /// The same in lower case.
    forms: HashSet<String>,
    /// Inflected forms of words that are in use; they appear later.
    coming: Vec<String>,
    n_common: u64,
    n_drawn: u64,
    /// Place of the last word drawn, which is not drawn again.
    last: usize,
}

impl Vocabulary {
    /// The common words.
    pub(super) fn new() -> Self {
        let words: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
        let forms = words.iter().map(|it| it.to_lowercase()).collect();
        let n_common = words.len() as u64;
        Vocabulary { words, forms, coming: Vec::new(), n_common, n_drawn: 0, last: 0 }
    }

    /// The next word of a text.
    ///
    /// - Source: Heaps' law for new words; Zipf's law for the others: an octave of ranks is as
    ///   likely as any other, and so are the ranks in it. The first ten octaves get a little more,
    ///   as in real news.
    pub(super) fn draw(&mut self, dice: &mut Dice) -> &str {
        self.n_drawn += 1;
        let root = |n: u64| (n * PER_ROOT * PER_ROOT).isqrt();
        let n_made_up = root(self.n_drawn + BEFORE) - root(BEFORE);
        if (self.words.len() as u64) < self.n_common + n_made_up {
            self.grow(dice);
            return &self.words[self.words.len() - 1];
        }
        let n_octaves = self.words.len().ilog2() as usize + 1;
        loop {
            let n_octaves = if dice.one_in(5) { 10 } else { n_octaves };
            let first = 1 << dice.below(n_octaves);
            let rank = first + dice.below(first) - 1;
            if rank < self.words.len() && rank != self.last {
                self.last = rank;
                return &self.words[rank];
            }
        }
    }

    /// Adds a word.
    fn grow(&mut self, dice: &mut Dice) {
        loop {
            let word = if !self.coming.is_empty() && dice.one_in(2) {
                let i = dice.below(self.coming.len());
                self.coming.swap_remove(i)
            } else {
                self.make_up(dice)
            };
            if self.forms.insert(word.to_lowercase()) {
                self.words.push(word);
                return;
            }
        }
    }

    /// A word that did not exist; its inflected forms come later.
    fn make_up(&mut self, dice: &mut Dice) -> String {
        let is_name = dice.below(10) < 3;
        let mut word = String::new();
        for _ in 0..2 + usize::from(dice.one_in(4)) {
            word.push_str(dice.pick(ONSETS));
            let is_accented = is_name && dice.one_in(20);
            word.push_str(dice.pick(if is_accented { ACCENTS } else { VOWELS }));
        }
        word.push_str(dice.pick(CODAS));
        if is_name {
            return word[..1].to_uppercase() + &word[1..];
        }
        let endings = if dice.one_in(3) { LATIN_ENDINGS } else { PLAIN_ENDINGS };
        for _ in 0..dice.below(4) {
            self.coming.push(format!("{word}{}", dice.pick(endings)));
        }
        word
    }
}
