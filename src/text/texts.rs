//! Texts in, their numbers out.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::language::Language;

/// Distinct texts, each with a language, numbered from 0 in the order in which they came.
pub(super) struct Texts {
    table: HashTable<u32>,
    pub(super) texts: Vec<String>,
    pub(super) languages: Vec<Language>,
    hasher: RandomState,
}

impl Texts {
    /// Texts that are numbered already, by their places.
    pub(super) fn of(texts: Vec<String>, languages: Vec<Language>) -> Self {
        let hasher = RandomState::default();
        let hash = |i: usize| hasher.hash_one((texts[i].as_str(), languages[i]));
        let mut table = HashTable::with_capacity(texts.len());
        for i in 0..texts.len() {
            table.insert_unique(hash(i), i as u32, |&i| hash(i as usize));
        }
        Texts { table, texts, languages, hasher }
    }

    /// The number of a text.
    pub(super) fn find(&self, text: &str, language: Language) -> Option<u32> {
        let hash = self.hasher.hash_one((text, language));
        let is_it =
            |&i: &u32| self.languages[i as usize] == language && self.texts[i as usize] == text;
        self.table.find(hash, is_it).copied()
    }

    /// Adds a text that is not there yet.
    pub(super) fn add(&mut self, text: &str, language: Language) -> u32 {
        let Texts { table, texts, languages, hasher } = self;
        let number = texts.len() as u32;
        texts.push(text.to_owned());
        languages.push(language);
        let hash = hasher.hash_one((text, language));
        table.insert_unique(hash, number, |&i| {
            hasher.hash_one((texts[i as usize].as_str(), languages[i as usize]))
        });
        number
    }
}
