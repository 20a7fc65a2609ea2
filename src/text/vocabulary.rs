//! Words in, numbers out: each distinct word is normalized, stemmed and matched once in a run.
//!
//! A word as it stands in a text (a surface) leads to its form, and a form to its term. One
//! [`Vocabulary`] serves all threads; each thread has a small [`Front`](super::Front) that keeps the words it met
//! last, so that the shared part is asked for rare words only.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use xxhash_rust::xxh3::xxh3_64;

use super::language::Language;
use super::stem::Stemmer;
use super::surface::{Key, Surface};
use super::texts::Texts;

/// Words longer than this many characters are counted, but are in no vocabulary.
pub const MAX_WORD: usize = 256;

/// What is known of a word once it has been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// What an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The form: it is looked at once, in whatever case it stands.
    Form,
    /// The surface: each spelling of a form is looked at.
    Surface,
}

/// All words of a run. Numbers depend on the order in which threads meet words, and never leave
/// the run: tables are sorted by text.
pub struct Vocabulary<'s> {
    stemmer: Stemmer,
    sight: Box<Sight<'s>>,
    by: By,
    /// Surfaces by a part of their hash, so that threads seldom wait for one another.
    surfaces: Vec<RwLock<Surfaces>>,
    hasher: RandomState,
    known: Mutex<Known>,
}

/// Parts that the surfaces are divided into.
const N_SHARDS: usize = 64;

/// Surfaces, and the word that each is.
#[derive(Default)]
struct Surfaces {
    short: HashTable<Short>,
    long: HashTable<(Language, Box<str>, Word)>,
}

/// A short surface and the word that it is, in half a cache line.
#[derive(Clone, Copy)]
pub(super) struct Short {
    bytes: u128,
    pub(super) word: Word,
    language: Language,
}

impl Short {
    pub(super) fn new(key: Key, word: Word) -> Self {
        Short { bytes: key.bytes, word, language: key.language }
    }

    pub(super) fn key(&self) -> Key {
        Key { bytes: self.bytes, language: self.language }
    }
}

/// What the words of a run amount to.
struct Known {
    /// Forms with their language, and the term of each.
    forms: Texts,
    words_of_forms: Vec<Word>,
    terms_of_forms: Vec<u32>,
    terms: Texts,
    answer_index: HashMap<Vec<u32>, u32>,
    answers: Vec<Vec<u32>>,
}

/// The forms and terms of a run, and what is remembered of each for the next one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Text of each form.
    pub forms: Vec<String>,
    /// Number of the term of each form.
    pub terms_of_forms: Vec<u32>,
    /// Text of each term.
    pub terms: Vec<String>,
    languages: Vec<Language>,
    words_of_forms: Vec<Word>,
    answers: Vec<Vec<u32>>,
}

impl<'s> Vocabulary<'s> {
    /// An empty vocabulary; `sight` looks at each distinct form or surface once.
    pub fn new(stemmer: Stemmer, by: By, sight: Box<Sight<'s>>) -> Self {
        Vocabulary::with(Lexicon::default(), stemmer, by, sight)
    }

    /// A vocabulary that knows what an earlier one with the same settings knew, under the same
    /// numbers.
    pub fn with(lexicon: Lexicon, stemmer: Stemmer, by: By, sight: Box<Sight<'s>>) -> Self {
        let Lexicon { forms, terms_of_forms, terms, languages, words_of_forms, mut answers } =
            lexicon;
        if answers.is_empty() {
            answers.push(Vec::new());
        }
        let unknown = vec![Language::UNKNOWN; terms.len()];
        let known = Known {
            forms: Texts::of(forms, languages),
            words_of_forms,
            terms_of_forms,
            terms: Texts::of(terms, unknown),
            answer_index: answers.iter().cloned().zip(0..).collect(),
            answers,
        };
        Vocabulary {
            stemmer,
            sight,
            by,
            surfaces: (0..N_SHARDS).map(|_| RwLock::default()).collect(),
            hasher: RandomState::default(),
            known: Mutex::new(known),
        }
    }

    /// The forms and terms seen so far.
    pub fn into_lexicon(self) -> Lexicon {
        let known = self.known.into_inner().unwrap_or_else(PoisonError::into_inner);
        Lexicon {
            forms: known.forms.texts,
            terms_of_forms: known.terms_of_forms,
            terms: known.terms.texts,
            languages: known.forms.languages,
            words_of_forms: known.words_of_forms,
            answers: known.answers,
        }
    }

    /// The word of a surface, looked at now if it is new.
    pub(super) fn word(&self, surface: &Surface<'_>) -> Word {
        let hash = match &surface.key {
            Some(key) => self.hasher.hash_one(key),
            None => self.hasher.hash_one((surface.language, surface.text)),
        };
        // The table itself goes by the low and the top bits.
        let shard = &self.surfaces[(hash >> 32) as usize % N_SHARDS];
        let known = shard.read().unwrap_or_else(PoisonError::into_inner).find(surface, hash);
        if let Some(word) = known {
            return word;
        }
        let word = self.see(surface.text, surface.language);
        let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
        if shard.find(surface, hash).is_none() {
            shard.insert(surface, word, hash, &self.hasher);
        }
        word
    }

    /// Looks at a surface; the same one twice gives the same word.
    fn see(&self, surface: &str, language: Language) -> Word {
        let normal = normal(surface);
        let form =
            if normal.is_ascii() { normal.to_ascii_lowercase() } else { normal.to_lowercase() };
        let known = self.known().forms.find(&form, language);
        if let (Some(number), By::Form) = (known, self.by) {
            return self.known().words_of_forms[number as usize];
        }
        let match_form = match_form(&form);
        let match_stem = self.stemmer.stem(match_form, language);
        let sighting = Sighting {
            surface: &normal,
            form: &form,
            match_form,
            match_stem: &match_stem,
            language,
        };
        let Answer { numbers, negates } = (self.sight)(&sighting);
        let stem = if known.is_some() || match_form.len() == form.len() {
            match_stem
        } else {
            self.stemmer.stem(&form, language)
        };
        let mut known = self.known();
        let answers = known.answers(numbers);
        let form = known.form(&form, &stem, language, answers, negates);
        Word { form, answers, negates }
    }

    /// Adds the sets of answers that a thread has not seen yet.
    pub(super) fn teach(&self, answers: &mut Vec<Vec<u32>>) {
        answers.extend_from_slice(&self.known().answers[answers.len()..]);
    }

    /// Adds the hashes of the forms that a thread has not asked for yet.
    pub(super) fn teach_hashes(&self, hashes: &mut Vec<u32>) {
        let known = self.known();
        hashes.extend(known.forms.texts[hashes.len()..].iter().map(|it| form_hash(it)));
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Surfaces {
    fn find(&self, surface: &Surface<'_>, hash: u64) -> Option<Word> {
        match &surface.key {
            Some(key) => self.short.find(hash, |it| it.key() == *key).map(|it| it.word),
            None => {
                let is_it = |it: &(Language, Box<str>, Word)| {
                    it.0 == surface.language && *it.1 == *surface.text
                };
                self.long.find(hash, is_it).map(|it| it.2)
            }
        }
    }

    fn insert(&mut self, surface: &Surface<'_>, word: Word, hash: u64, hasher: &RandomState) {
        match surface.key {
            Some(key) => {
                let short = Short::new(key, word);
                self.short.insert_unique(hash, short, |it| hasher.hash_one(it.key()));
            }
            None => {
                let entry = (surface.language, surface.text.into(), word);
                let rehash = |it: &(Language, Box<str>, Word)| hasher.hash_one((it.0, &*it.1));
                self.long.insert_unique(hash, entry, rehash);
            }
        }
    }
}

impl Known {
    /// The number of a form; one that is new is kept with its term and answers.
    fn form(
        &mut self,
        form: &str,
        stem: &str,
        language: Language,
        answers: u32,
        negates: bool,
    ) -> u32 {
        if let Some(number) = self.forms.find(form, language) {
            return number;
        }
        // Terms are compared as text: two languages share a term that is spelled alike.
        let term = match self.terms.find(stem, Language::UNKNOWN) {
            Some(term) => term,
            None => self.terms.add(stem, Language::UNKNOWN),
        };
        self.terms_of_forms.push(term);
        let number = self.forms.add(form, language);
        self.words_of_forms.push(Word { form: number, answers, negates });
        number
    }

    /// The number of a set of answers.
    fn answers(&mut self, numbers: Vec<u32>) -> u32 {
        if let Some(&number) = self.answer_index.get(&numbers) {
            return number;
        }
        let number = self.answers.len() as u32;
        self.answers.push(numbers.clone());
        self.answer_index.insert(numbers, number);
        number
    }
}

/// Hash of the text of a form, by which forms are the same in any order of threads and runs.
pub fn form_hash(form: &str) -> u32 {
    xxh3_64(form.as_bytes()) as u32
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
    use super::super::Front;
    use super::*;

    /// The word of a whole text.
    fn word(front: &mut Front<'_>, text: &str) -> Word {
        front.word(text, 0..text.len() as u32, Language::ENGLISH)
    }

    fn vocabulary() -> Vocabulary<'static> {
        let sight = |sighting: &Sighting<'_>| Answer {
            numbers: if sighting.match_form == "lowmark" { vec![7] } else { Vec::new() },
            negates: sighting.form == "not",
        };
        Vocabulary::new(Stemmer::RustStemmers, By::Form, Box::new(sight))
    }

    #[test]
    fn spellings_of_a_word_share_a_form_and_forms_of_a_word_a_term() {
        let vocabulary = vocabulary();
        let mut front = Front::new(&vocabulary);
        let mut form = |text: &str| word(&mut front, text).form;
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
            let known = word(&mut front, "Lowmark’s");
            assert_eq!(front.answers(known), [7]);
            let known = word(&mut front, "port");
            assert_eq!(front.answers(known), [0; 0]);
            assert!(word(&mut front, "Not").negates);
        }
    }

    #[test]
    fn a_vocabulary_goes_on_where_another_ended() {
        let first = vocabulary();
        let mut front = Front::new(&first);
        let numbers = ["Lowmark", "ports", "not"].map(|it| word(&mut front, it));
        drop(front);
        let sight = |sighting: &Sighting<'_>| panic!("{} is known", sighting.form);
        let lexicon = first.into_lexicon();
        let second = Vocabulary::with(lexicon, Stemmer::RustStemmers, By::Form, Box::new(sight));
        let mut front = Front::new(&second);
        assert_eq!(["lowmark", "Ports", "not"].map(|it| word(&mut front, it)), numbers);
        assert_eq!(front.answers(numbers[0]), [7]);
    }

    #[test]
    fn a_word_beyond_the_limit_is_in_no_vocabulary() {
        let vocabulary = vocabulary();
        let mut front = Front::new(&vocabulary);
        assert_eq!(word(&mut front, &"y".repeat(257)).form, OVERSIZE);
        assert_ne!(word(&mut front, &"y".repeat(256)).form, OVERSIZE);
        drop(front);
        assert_eq!(vocabulary.into_lexicon().forms.len(), 1);
    }
}
