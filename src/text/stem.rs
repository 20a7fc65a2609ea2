//! A form in, its stem out.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use super::elision::less_elision;
use super::language::Language;

/// Version of the crate rust-stemmers.
const RUST_STEMMERS: &str = "1.2.0";

/// Version of the crate frostem; its middle number is the day of the Snowball algorithms in it.
const FROSTEM: &str = "2.20261016.1";

/// `[text] stemmer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stemmer {
    /// The Snowball stemmers of the crate rust-stemmers; the English words that they stem otherwise
    /// than today's Snowball get today's stem.
    RustStemmers,
    /// Today's Snowball stemmers, of the crate frostem.
    Snowball,
    /// None: a term is a form.
    None,
}

/// English words whose stem has changed since rust-stemmers was made.
static ENGLISH: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("english_stems.txt").lines();
    lines.filter(|it| !it.starts_with('#')).filter_map(|it| it.split_once(' ')).collect()
});

impl Stemmer {
    /// Name and version, as the run record states them.
    pub fn version(self) -> String {
        match self {
            Stemmer::RustStemmers => {
                format!(
                    "Snowball, rust-stemmers {RUST_STEMMERS}, {} English words updated",
                    ENGLISH.len()
                )
            }
            Stemmer::Snowball => format!("Snowball, frostem {FROSTEM}"),
            Stemmer::None => "none".to_owned(),
        }
    }

    /// Whether words of a language are stemmed.
    pub fn knows(self, language: Language) -> bool {
        match self {
            Stemmer::RustStemmers => language.rust_stemmers().is_some(),
            Stemmer::Snowball => language.frostem().is_some(),
            Stemmer::None => false,
        }
    }

    /// All languages whose words are stemmed, by name.
    pub fn languages(self) -> impl Iterator<Item = Language> {
        Language::all().filter(move |it| self.knows(*it))
    }

    /// The Snowball stem of a form that holds letters and apostrophes only; else the form itself. A word
    /// that is elided before it, as in `l'accord`, is no part of the term in any case.
    ///
    /// An abbreviation such as `u.s` must not be stemmed: the English stemmer would make it `u.`.
    /// - Source: <https://snowballstem.org/algorithms/>
    pub fn stem(self, form: &str, language: Language) -> String {
        let word = less_elision(form, language).unwrap_or(form);
        self.stem_of(word, language).unwrap_or_else(|| word.to_owned())
    }

    fn stem_of(self, form: &str, language: Language) -> Option<String> {
        // Scripts that write vowels as marks have words with marks.
        let has_marks = language != Language::ENGLISH;
        let is_letter =
            |it: char| it.is_alphabetic() || it == '\'' || (has_marks && is_combining_mark(it));
        if self == Stemmer::None || !form.chars().all(is_letter) {
            return None;
        }
        // The Greek stemmer of rust-stemmers panics on a few words; such a word is its own stem.
        let guarded = |stem: &dyn Fn() -> String| catch_unwind(AssertUnwindSafe(stem)).ok();
        let stem = match self {
            Stemmer::RustStemmers => {
                let algorithm = language.rust_stemmers()?;
                if let (Language::ENGLISH, Some(stem)) = (language, ENGLISH.get(form)) {
                    return Some((*stem).to_owned());
                }
                guarded(&|| rust_stemmers::Stemmer::create(algorithm).stem(form).into_owned())
            }
            Stemmer::Snowball => {
                let algorithm = language.frostem()?;
                guarded(&|| frostem::Stemmer::new(algorithm).stem(form).into_owned())
            }
            Stemmer::None => None,
        };
        stem.filter(|it| !it.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(form: &str) -> String {
        Stemmer::RustStemmers.stem(form, Language::ENGLISH)
    }

    fn language(code: &str) -> Language {
        Language::from_code(code).expect("a language")
    }

    #[test]
    fn stems_are_those_of_the_english_snowball_stemmer() {
        assert_eq!(english("strategic"), "strateg");
        assert_eq!(english("countries"), "countri");
        assert_eq!(english("country's"), "countri");
    }

    #[test]
    fn english_words_whose_stem_has_changed_get_todays_from_either_stemmer() {
        let vectors = include_str!("../../tests/reference/stemming/english_differences.csv");
        let rows: Vec<Vec<&str>> =
            vectors.lines().skip(1).map(|it| it.split(',').collect()).collect();
        assert_eq!(rows.len(), ENGLISH.len());
        for row in rows {
            assert_eq!(english(row[0]), row[2], "{}", row[0]);
            assert_eq!(Stemmer::Snowball.stem(row[0], Language::ENGLISH), row[2], "{}", row[0]);
            let old = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
            assert_eq!(old.stem(row[0]), row[1], "{}", row[0]);
        }
    }

    #[test]
    fn a_form_with_a_digit_or_a_full_stop_is_its_own_stem() {
        for stemmer in [Stemmer::RustStemmers, Stemmer::Snowball] {
            assert_eq!(stemmer.stem("u.s", Language::ENGLISH), "u.s");
            assert_eq!(stemmer.stem("f16s", Language::ENGLISH), "f16s");
        }
    }

    #[test]
    fn a_word_on_which_the_stemmer_fails_is_its_own_stem() {
        assert_eq!(Stemmer::RustStemmers.stem("ισαισα", language("el")), "ισαισα");
    }

    #[test]
    fn an_elided_word_is_no_part_of_a_term() {
        for stemmer in [Stemmer::RustStemmers, Stemmer::Snowball] {
            for (code, elided, plain) in [
                ("fr", "l'accord", "accord"),
                ("fr", "d'alliances", "alliances"),
                ("it", "dell'accordo", "accordo"),
            ] {
                let language = language(code);
                assert_eq!(stemmer.stem(elided, language), stemmer.stem(plain, language));
            }
        }
        assert_eq!(Stemmer::None.stem("l'accord", language("fr")), "accord");
        assert_eq!(Stemmer::None.stem("l'accord", Language::ENGLISH), "l'accord");
    }

    #[test]
    fn snowball_knows_every_language_that_rust_stemmers_knows_and_more() {
        assert!(Stemmer::RustStemmers.languages().all(|it| Stemmer::Snowball.knows(it)));
        assert_eq!(Stemmer::RustStemmers.languages().count(), 18);
        assert_eq!(Stemmer::Snowball.languages().count(), 34);
        assert_eq!(Stemmer::Snowball.stem("współpracy", language("pl")), "współprac");
        assert_ne!(Stemmer::Snowball.stem("உறவுகள்", language("ta")), "உறவுகள்");
    }

    #[test]
    fn the_versions_that_are_stated_are_those_that_are_used() {
        let lock = include_str!("../../Cargo.lock");
        for (name, version) in [("rust-stemmers", RUST_STEMMERS), ("frostem", FROSTEM)] {
            let package = format!("name = \"{name}\"\nversion = \"{version}\"\n");
            assert!(lock.contains(&package), "{package}");
        }
    }
}
