//! A word at first sight in, the numbers of the word patterns that it fits out.

use std::collections::HashMap;

use super::globs::Globs;
use crate::dictionary::{Mark, WordPattern};
use crate::text::{Language, Sighting, Stemmer, match_form};

/// All distinct word patterns of a dictionary, numbered, and how to find those that a word fits.
#[derive(Debug)]
pub(super) struct WordIndex {
    stemmer: Stemmer,
    numbers: HashMap<WordPattern, u32>,
    forms: HashMap<String, u32>,
    cased: HashMap<String, u32>,
    /// Numbers and words of `~word`; the stems differ by language.
    stems: Vec<(u32, String)>,
    stems_of: HashMap<Language, HashMap<String, Vec<u32>>>,
    form_globs: Globs,
    cased_globs: Globs,
}

impl WordIndex {
    /// An index without patterns.
    pub(super) fn new(stemmer: Stemmer) -> Self {
        WordIndex {
            stemmer,
            numbers: HashMap::new(),
            forms: HashMap::new(),
            cased: HashMap::new(),
            stems: Vec::new(),
            stems_of: HashMap::new(),
            form_globs: Globs::default(),
            cased_globs: Globs::default(),
        }
    }

    /// The number of a pattern; equal patterns share one.
    pub(super) fn number(&mut self, pattern: &WordPattern) -> u32 {
        if let Some(&number) = self.numbers.get(pattern) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(pattern.clone(), number);
        let text = pattern.text.clone();
        match (pattern.mark, pattern.is_glob()) {
            (Mark::Stem, _) => self.stems.push((number, text)),
            (Mark::Form, false) => drop(self.forms.insert(text, number)),
            (Mark::Form, true) => self.form_globs.insert(number, &text),
            (Mark::Case, false) => drop(self.cased.insert(text, number)),
            (Mark::Case, true) => self.cased_globs.insert(number, &text),
        }
        number
    }

    /// Makes the index ready for answers, after the last pattern.
    pub(super) fn compile(&mut self) {
        if self.stems.is_empty() {
            return;
        }
        let languages = Language::stemmed().into_iter().filter_map(Language::from_code);
        for language in languages.chain([Language::UNKNOWN]) {
            let mut stems: HashMap<String, Vec<u32>> = HashMap::new();
            for (number, word) in &self.stems {
                stems.entry(self.stemmer.stem(word, language)).or_default().push(*number);
            }
            self.stems_of.insert(language, stems);
        }
    }

    /// Whether any pattern asks for upper or lower case.
    pub(super) fn is_cased(&self) -> bool {
        !self.cased.is_empty() || !self.cased_globs.is_empty()
    }

    /// Numbers of all patterns that a word fits, ascending.
    pub(super) fn answers(&self, sighting: &Sighting<'_>) -> Vec<u32> {
        let mut numbers = Vec::new();
        numbers.extend(self.forms.get(sighting.match_form));
        self.form_globs.answers(sighting.match_form, &mut numbers);
        if !self.stems.is_empty() {
            // Words of a language without a stemmer are compared as they are.
            let stems = self.stems_of.get(&sighting.language);
            let stems = stems.or_else(|| self.stems_of.get(&Language::UNKNOWN));
            numbers.extend(stems.and_then(|it| it.get(sighting.match_stem)).into_iter().flatten());
        }
        if self.is_cased() {
            let surface = match_form(sighting.surface);
            numbers.extend(self.cased.get(surface));
            self.cased_globs.answers(surface, &mut numbers);
        }
        numbers.sort_unstable();
        numbers
    }
}
