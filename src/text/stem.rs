//! A form in, its stem out.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use rust_stemmers::Stemmer as Snowball;
use serde::{Deserialize, Serialize};

use super::language::Language;

/// `[text] stemmer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stemmer {
    /// The Snowball stemmers of the crate rust-stemmers.
    RustStemmers,
    /// None: a term is a form.
    None,
}

/// English words whose stem has changed since rust-stemmers was made.
static ENGLISH: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("english_stems.txt").lines();
    lines.filter(|it| !it.starts_with('#')).filter_map(|it| it.split_once(' ')).collect()
});

impl Stemmer {
    /// The Snowball stem of a form that holds letters and apostrophes only; else the form itself.
    ///
    /// An abbreviation such as `u.s` must not be stemmed: the English stemmer would make it `u.`.
    /// - Source: <https://snowballstem.org/algorithms/>
    pub fn stem(self, form: &str, language: Language) -> String {
        self.stem_of(form, language).unwrap_or_else(|| form.to_owned())
    }

    fn stem_of(self, form: &str, language: Language) -> Option<String> {
        if self == Stemmer::None || !form.chars().all(|it| it.is_alphabetic() || it == '\'') {
            return None;
        }
        let algorithm = language.algorithm()?;
        if let (Language::ENGLISH, Some(stem)) = (language, ENGLISH.get(form)) {
            return Some((*stem).to_owned());
        }
        // The Greek stemmer panics on a few words; such a word is its own stem.
        let stem =
            catch_unwind(AssertUnwindSafe(|| Snowball::create(algorithm).stem(form).into_owned()));
        stem.ok().filter(|it| !it.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(form: &str) -> String {
        Stemmer::RustStemmers.stem(form, Language::ENGLISH)
    }

    #[test]
    fn stems_are_those_of_the_english_snowball_stemmer() {
        assert_eq!(english("strategic"), "strateg");
        assert_eq!(english("countries"), "countri");
        assert_eq!(english("country's"), "countri");
    }

    #[test]
    fn words_whose_stem_has_changed_get_todays() {
        assert_eq!(english("international"), "internat");
        assert_eq!(english("organization"), "organiz");
    }

    #[test]
    fn a_form_with_a_digit_or_a_full_stop_is_its_own_stem() {
        assert_eq!(english("u.s"), "u.s");
        assert_eq!(english("f16s"), "f16s");
    }

    #[test]
    fn a_word_on_which_the_stemmer_fails_is_its_own_stem() {
        let greek = Language::from_code("el").expect("a language");
        assert_eq!(Stemmer::RustStemmers.stem("ισαισα", greek), "ισαισα");
    }
}
