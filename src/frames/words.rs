//! A word at first sight in, the numbers of the word patterns that it fits out.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use super::globs::Globs;
use super::spelling;
use crate::dictionary::{Mark, Phrases, Step, WordPattern};
use crate::text::{Language, Sighting, Stemmer, less_elision, match_form};

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
    /// Numbers of steps of several word patterns.
    steps: HashMap<Step, u32>,
    /// The same by where the words and phrases of a step stand in memory, as most are met again and
    /// again; each is kept, so that no other comes to stand there.
    steps_by_place: HashMap<[usize; 2], (Step, u32)>,
    /// Steps with phrases, and their numbers.
    longer: Vec<(Arc<Phrases>, u32)>,
    /// For each word pattern the steps that it is part of.
    steps_of: HashMap<u32, Vec<u32>>,
    n_numbers: u32,
    folds_spelling: bool,
}

impl WordIndex {
    /// An index without patterns.
    pub(super) fn new(stemmer: Stemmer, folds_spelling: bool) -> Self {
        WordIndex {
            stemmer,
            numbers: HashMap::new(),
            forms: HashMap::new(),
            cased: HashMap::new(),
            stems: Vec::new(),
            stems_of: HashMap::new(),
            form_globs: Globs::default(),
            cased_globs: Globs::default(),
            steps: HashMap::new(),
            steps_by_place: HashMap::new(),
            longer: Vec::new(),
            steps_of: HashMap::new(),
            n_numbers: 0,
            folds_spelling,
        }
    }

    /// The number of a pattern; equal patterns share one.
    pub(super) fn number(&mut self, pattern: &WordPattern) -> u32 {
        if let Some(&number) = self.numbers.get(pattern) {
            return number;
        }
        let number = self.next_number();
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

    /// The number of a step; equal steps share one.
    pub(super) fn number_of_step(&mut self, step: &Step) -> u32 {
        if let ([only], None) = (&*step.words, &step.phrases) {
            return self.number(only);
        }
        let place = step.place();
        if let Some((_, number)) = self.steps_by_place.get(&place) {
            return *number;
        }
        let number = self.number_of_new_step(step);
        self.steps_by_place.insert(place, (step.clone(), number));
        number
    }

    fn number_of_new_step(&mut self, step: &Step) -> u32 {
        if let Some(&number) = self.steps.get(step) {
            return number;
        }
        let members: Vec<u32> = step.words.iter().map(|it| self.number(it)).collect();
        let number = self.next_number();
        self.longer.extend(step.phrases.iter().map(|it| (Arc::clone(it), number)));
        self.steps.insert(step.clone(), number);
        for member in members {
            self.steps_of.entry(member).or_default().push(number);
        }
        number
    }

    fn next_number(&mut self) -> u32 {
        self.n_numbers += 1;
        self.n_numbers - 1
    }

    /// The phrases that stand for a step, with its number.
    pub(super) fn longer(&self) -> Vec<(Arc<Phrases>, u32)> {
        self.longer.clone()
    }

    /// Makes the index ready for answers, after the last pattern.
    pub(super) fn compile(&mut self) {
        self.steps = HashMap::new();
        self.steps_by_place = HashMap::new();
        if self.stems.is_empty() {
            return;
        }
        for language in self.stemmer.languages().chain([Language::UNKNOWN]) {
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

    /// Numbers of all patterns and steps that a word fits, ascending.
    pub(super) fn answers(&self, sighting: &Sighting<'_>) -> Vec<u32> {
        let mut numbers = Vec::new();
        self.fitting(sighting.match_form, sighting.match_stem, sighting.language, &mut numbers);
        if self.folds_spelling
            && let Some(other) = spelling::other(sighting.match_form, sighting.language)
        {
            let stem = self.stemmer.stem(&other, sighting.language);
            self.fitting(&other, &stem, sighting.language, &mut numbers);
        }
        // `accord` is found in `l'accord`, and `l'accord` as it is written.
        if let Some(word) = less_elision(sighting.match_form, sighting.language) {
            self.fitting(word, sighting.match_stem, sighting.language, &mut numbers);
        }
        if self.is_cased() {
            let surface = match_form(sighting.surface);
            for surface in
                [Some(surface), less_elision(surface, sighting.language)].into_iter().flatten()
            {
                numbers.extend(self.cased.get(surface));
                self.cased_globs.answers(surface, &mut numbers);
            }
        }
        for i in 0..numbers.len() {
            numbers.extend(self.steps_of.get(&numbers[i]).into_iter().flatten());
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Adds the patterns without case that a form or its stem fits.
    fn fitting(&self, form: &str, stem: &str, language: Language, numbers: &mut Vec<u32>) {
        numbers.extend(self.forms.get(form));
        self.form_globs.answers(form, numbers);
        if !self.stems.is_empty() {
            // Words of a language without a stemmer are compared as they are.
            let stems = self.stems_of.get(&language);
            let stems = stems.or_else(|| self.stems_of.get(&Language::UNKNOWN));
            numbers.extend(stems.and_then(|it| it.get(stem)).into_iter().flatten());
        }
    }
}
