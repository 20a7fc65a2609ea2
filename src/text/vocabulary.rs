//! Words in, numbers out: each distinct word is normalized, stemmed and matched once in a run.
//!
//! A word as it stands in a text (a surface) leads to its form, and a form to its term. One
//! [`Vocabulary`] serves all threads behind a lock; each thread keeps what it has seen in a
//! [`Front`] of its own, so that the lock is taken at the first sight of a word only.

use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::language::Language;
use super::stem::Stemmer;

/// Words longer than this many characters are counted, but are in no vocabulary.
pub const MAX_WORD: usize = 256;

/// What is known of a word once it has been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Number of the form; [`OVERSIZE`] for a word beyond the limit.
    pub form: u32,
    /// Number of the set of answers that `sight` gave; 0 is the empty set.
    pub answers: u32,
    /// Whether the word denies.
    pub negates: bool,
}

/// Form of all words beyond the limit.
pub const OVERSIZE: u32 = u32::MAX;

/// A word at first sight, in all the shapes that matter.
#[derive(Debug)]
pub struct Sighting<'w> {
    /// As it stands in the text, in NFC and with straight apostrophes.
    pub surface: &'w str,
    /// In lower case.
    pub form: &'w str,
    /// The form less a final `'s` or `'`.
    pub match_form: &'w str,
    /// The stem of the match form, as `~word` entries compare it.
    pub match_stem: &'w str,
    /// Language of the document.
    pub language: Language,
}

/// What somebody wants to remember of a word.
#[derive(Debug, Default)]
pub struct Answer {
    /// Numbers that mean something to who gave them, in ascending order.
    pub numbers: Vec<u32>,
    /// Whether the word denies.
    pub negates: bool,
}

/// Looks at each distinct word once.
pub type Sight<'s> = dyn Fn(&Sighting<'_>) -> Answer + Send + Sync + 's;

/// All words of a run. Numbers depend on the order in which threads meet words, and never leave
/// the run: tables are sorted by text.
pub struct Vocabulary<'s> {
    stemmer: Stemmer,
    sight: Box<Sight<'s>>,
    shared: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Surfaces with their language, and the word that each is.
    surfaces: Interner,
    words: Vec<Word>,
    /// Forms with their language, and the term of each.
    forms: Interner,
    terms_of_forms: Vec<u32>,
    terms: Interner,
    answer_index: std::collections::HashMap<Vec<u32>, u32>,
    answers: Vec<Vec<u32>>,
}

/// The forms and terms of a finished run.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Text of each form.
    pub forms: Vec<String>,
    /// Number of the term of each form.
    pub terms_of_forms: Vec<u32>,
    /// Text of each term.
    pub terms: Vec<String>,
}

impl<'s> Vocabulary<'s> {
    /// An empty vocabulary; `sight` looks at each distinct word once.
    pub fn new(stemmer: Stemmer, sight: Box<Sight<'s>>) -> Self {
        let mut shared = Shared::default();
        shared.answer_index.insert(Vec::new(), 0);
        shared.answers.push(Vec::new());
        Vocabulary { stemmer, sight, shared: Mutex::new(shared) }
    }

    /// The forms and terms seen so far.
    pub fn into_lexicon(self) -> Lexicon {
        let shared = self.shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        Lexicon {
            forms: shared.forms.texts(),
            terms_of_forms: shared.terms_of_forms,
            terms: shared.terms.texts(),
        }
    }

    /// The word of a surface, and its answers where they are new to the caller.
    fn word(&self, surface: &str, language: Language, n_answers: usize) -> (Word, Vec<Vec<u32>>) {
        let mut shared = self.lock();
        if let Some(i) = shared.surfaces.find(surface, language) {
            return shared.known(i, n_answers);
        }
        drop(shared);
        let normal = normal(surface);
        let form = normal.to_lowercase();
        let match_form = match_form(&form);
        let match_stem = self.stemmer.stem(match_form, language);
        let sighting = Sighting {
            surface: &normal,
            form: &form,
            match_form,
            match_stem: &match_stem,
            language,
        };
        let answer = (self.sight)(&sighting);
        let stem = self.stemmer.stem(&form, language);
        shared = self.lock();
        let i = match shared.surfaces.find(surface, language) {
            Some(i) => i,
            None => shared.insert(surface, language, &form, &stem, answer),
        };
        shared.known(i, n_answers)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn known(&self, i: u32, n_answers: usize) -> (Word, Vec<Vec<u32>>) {
        (self.words[i as usize], self.answers[n_answers.min(self.answers.len())..].to_vec())
    }

    fn insert(
        &mut self,
        surface: &str,
        language: Language,
        form: &str,
        stem: &str,
        answer: Answer,
    ) -> u32 {
        let form_number = self.forms.number(form, language);
        if form_number as usize == self.terms_of_forms.len() {
            // Terms are compared as text: two languages share a term that is spelled alike.
            let term = self.terms.number(stem, Language::UNKNOWN);
            self.terms_of_forms.push(term);
        }
        let answers = match self.answer_index.get(&answer.numbers) {
            Some(&number) => number,
            None => {
                let number = self.answers.len() as u32;
                self.answers.push(answer.numbers.clone());
                self.answer_index.insert(answer.numbers, number);
                number
            }
        };
        self.words.push(Word { form: form_number, answers, negates: answer.negates });
        self.surfaces.number(surface, language)
    }
}

/// What one thread has seen of the vocabulary.
pub struct Front<'v> {
    vocabulary: &'v Vocabulary<'v>,
    surfaces: Interner,
    words: Vec<Word>,
    answers: Vec<Vec<u32>>,
}

impl<'v> Front<'v> {
    /// A front that has seen nothing.
    pub fn new(vocabulary: &'v Vocabulary<'v>) -> Self {
        Front { vocabulary, surfaces: Interner::default(), words: Vec::new(), answers: Vec::new() }
    }

    /// The word of a surface.
    pub fn word(&mut self, surface: &str, language: Language) -> Word {
        if let Some(i) = self.surfaces.find(surface, language) {
            return self.words[i as usize];
        }
        if MAX_WORD < surface.len() && MAX_WORD < surface.chars().count() {
            return Word { form: OVERSIZE, answers: 0, negates: false };
        }
        let (word, new_answers) = self.vocabulary.word(surface, language, self.answers.len());
        self.answers.extend(new_answers);
        self.surfaces.number(surface, language);
        self.words.push(word);
        word
    }

    /// The answers behind [`Word::answers`].
    pub fn answers(&self, word: Word) -> &[u32] {
        self.answers.get(word.answers as usize).map_or(&[], Vec::as_slice)
    }
}

/// Texts in, numbers from 0 in order of first sight out.
#[derive(Default)]
struct Interner {
    table: HashTable<u32>,
    text: String,
    places: Vec<Place>,
    hasher: FixedState,
}

/// Where a text stands among all texts; small, as every look-up reads one.
#[derive(Clone, Copy)]
struct Place {
    start: u32,
    len: u16,
    language: Language,
}

impl Interner {
    fn find(&self, text: &str, language: Language) -> Option<u32> {
        let hash = hash_of(&self.hasher, text, language);
        let is_it = |&i: &u32| {
            let place = self.places[i as usize];
            place.language == language && self.at(place) == text
        };
        self.table.find(hash, is_it).copied()
    }

    fn number(&mut self, text: &str, language: Language) -> u32 {
        if let Some(number) = self.find(text, language) {
            return number;
        }
        let number = self.places.len() as u32;
        let place = Place { start: self.text.len() as u32, len: text.len() as u16, language };
        self.text.push_str(text);
        self.places.push(place);
        let hash = hash_of(&self.hasher, text, language);
        let Interner { table, text, places, hasher } = self;
        table.insert_unique(hash, number, |&i| {
            let place = places[i as usize];
            hash_of(hasher, of_place(text, place), place.language)
        });
        number
    }

    fn texts(&self) -> Vec<String> {
        self.places.iter().map(|it| self.at(*it).to_owned()).collect()
    }

    fn at(&self, place: Place) -> &str {
        of_place(&self.text, place)
    }
}

fn of_place(text: &str, place: Place) -> &str {
    &text[place.start as usize..place.start as usize + usize::from(place.len)]
}

fn hash_of(hasher: &FixedState, text: &str, language: Language) -> u64 {
    hasher.hash_one(text).wrapping_add(u64::from(language.number()))
}

/// A word in NFC, with U+2019 and U+02BC as straight apostrophes.
pub fn normal(surface: &str) -> String {
    let composed: String = match is_nfc_quick(surface.chars()) {
        IsNormalized::Yes => surface.to_owned(),
        _ => surface.nfc().collect(),
    };
    composed.replace(['\u{2019}', '\u{2BC}'], "'")
}

/// A form less a final `'s` or `'`, as frame patterns see it.
pub fn match_form(form: &str) -> &str {
    let stripped = form.strip_suffix("'s").or_else(|| form.strip_suffix('\'')).unwrap_or(form);
    if stripped.is_empty() { form } else { stripped }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary<'static> {
        let sight = |sighting: &Sighting<'_>| Answer {
            numbers: if sighting.match_form == "lowmark" { vec![7] } else { Vec::new() },
            negates: sighting.form == "not",
        };
        Vocabulary::new(Stemmer::RustStemmers, Box::new(sight))
    }

    #[test]
    fn spellings_of_a_word_share_a_form_and_forms_of_a_word_a_term() {
        let vocabulary = vocabulary();
        let mut front = Front::new(&vocabulary);
        let mut form = |text: &str| front.word(text, Language::ENGLISH).form;
        assert_eq!(form("Lowmark’s"), form("lowmark's"));
        assert_eq!(form("cafe\u{301}"), form("Café"));
        let (strategic, strategies) = (form("strategic"), form("STRATEGIES"));
        let lexicon = vocabulary.into_lexicon();
        assert_eq!(lexicon.forms[strategies as usize], "strategies");
        assert_eq!(lexicon.terms[lexicon.terms_of_forms[strategic as usize] as usize], "strateg");
    }

    #[test]
    fn what_was_seen_at_first_sight_is_remembered_by_every_front() {
        let vocabulary = vocabulary();
        for _ in 0..2 {
            let mut front = Front::new(&vocabulary);
            let word = front.word("Lowmark’s", Language::ENGLISH);
            assert_eq!(front.answers(word), [7]);
            let word = front.word("port", Language::ENGLISH);
            assert_eq!(front.answers(word), [0; 0]);
            assert!(front.word("Not", Language::ENGLISH).negates);
        }
    }

    #[test]
    fn a_word_beyond_the_limit_is_in_no_vocabulary() {
        let vocabulary = vocabulary();
        let mut front = Front::new(&vocabulary);
        assert_eq!(front.word(&"y".repeat(257), Language::ENGLISH).form, OVERSIZE);
        assert_ne!(front.word(&"y".repeat(256), Language::ENGLISH).form, OVERSIZE);
        drop(front);
        assert_eq!(vocabulary.into_lexicon().forms.len(), 1);
    }
}
