//! A word at a place in, what is known of it out, for one thread.

use std::ops::Range;

use super::language::Language;
use super::surface::{Key, Surface};
use super::vocabulary::{MAX_WORD, OVERSIZE, Short, Vocabulary, Word};

/// What one thread has met of the vocabulary last.
pub struct Front<'v> {
    vocabulary: &'v Vocabulary<'v>,
    /// Short words, each at the one place that its hash gives it.
    recent: Vec<Short>,
    answers: Vec<Vec<u32>>,
    /// Hash of the text of each form.
    hashes: Vec<u32>,
}

/// Words that a front keeps, in 4 MiB: so many that few words of a large corpus are asked for twice.
const N_RECENT: usize = 1 << 17;

impl<'v> Front<'v> {
    /// A front that has seen nothing.
    pub fn new(vocabulary: &'v Vocabulary<'v>) -> Self {
        let none = Short::new(Key::NONE, Word { form: 0, answers: 0, negates: false });
        Front { vocabulary, recent: vec![none; N_RECENT], answers: Vec::new(), hashes: Vec::new() }
    }

    /// The word at a range of a text.
    pub fn word(&mut self, text: &str, range: Range<u32>, language: Language) -> Word {
        let surface = Surface::new(text, range.start as usize..range.end as usize, language);
        let Some(key) = surface.key else { return self.long_word(&surface) };
        let place = key.place(N_RECENT);
        let recent = &self.recent[place];
        if recent.key() == key {
            return recent.word;
        }
        let word = self.vocabulary.word(&surface);
        self.learn(word);
        self.recent[place] = Short::new(key, word);
        word
    }

    #[cold]
    fn long_word(&mut self, surface: &Surface<'_>) -> Word {
        if MAX_WORD < surface.text.len() && MAX_WORD < surface.text.chars().count() {
            return Word { form: OVERSIZE, answers: 0, negates: false };
        }
        let word = self.vocabulary.word(surface);
        self.learn(word);
        word
    }

    /// Copies the sets of answers that are new to this thread.
    fn learn(&mut self, word: Word) {
        if self.answers.len() <= word.answers as usize {
            self.vocabulary.teach(&mut self.answers);
        }
    }

    /// The answers behind [`Word::answers`].
    pub fn answers(&self, word: Word) -> &[u32] {
        self.answers.get(word.answers as usize).map_or(&[], Vec::as_slice)
    }

    /// Hash of the text of a form, whatever number it has; 0 for a word beyond the limit.
    pub fn hash(&mut self, form: u32) -> u32 {
        if form == OVERSIZE {
            return 0;
        }
        if self.hashes.len() <= form as usize {
            self.vocabulary.teach_hashes(&mut self.hashes);
        }
        self.hashes[form as usize]
    }
}
