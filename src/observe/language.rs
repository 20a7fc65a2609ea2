//! A document in, its language out, how it is known, and whose stemmer its words get.

use super::Instrument;
use crate::document::{Document, Known};
use crate::input::Origin;
use crate::notice::Matter;
use crate::text::{self, Language, LanguageSetting, Stemmer, Told};

/// The language of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spoken {
    /// The language, or that it is not known.
    pub(super) language: Language,
    /// Language whose stemmer its words get; another one only where it is too short to tell.
    pub(super) stemmed_as: Language,
    /// How the language is known, or why it is not.
    pub(super) origin: &'static str,
    /// The declared code, where the text reads as another language, and that language.
    differs: Option<(String, Language)>,
}

impl Spoken {
    fn of(language: Language, origin: &'static str) -> Spoken {
        Spoken { language, stemmed_as: language, origin, differs: None }
    }
}

impl Instrument {
    /// The language of a document, and how it is known or why it is not.
    pub fn language_of(&self, document: &Document) -> (Language, &'static str) {
        let Spoken { language, origin, .. } = self.language(document);
        (language, origin)
    }

    /// The language that a document declares, else the one that the settings name, else the one that
    /// its text tells.
    ///
    /// With `auto`, the text is asked where a language is declared too. A page's `lang` is often that of
    /// its template, so there the text is believed; what a person or a data base says stands.
    pub(super) fn language(&self, document: &Document) -> Spoken {
        let declared = document.metadata.language.as_ref();
        let declared = declared.and_then(|it| Some((it, Language::from_code(&it.value)?)));
        match (declared, self.text.language) {
            (Some((_, language)), LanguageSetting::Fixed(_)) => Spoken::of(language, "declared"),
            (None, LanguageSetting::Fixed(language)) => Spoken::of(language, "setting"),
            (declared, LanguageSetting::Auto) => {
                let paragraphs =
                    document.paragraphs.iter().map(|it| &document.text[it.range.clone()]);
                self.told(declared, text::detect(paragraphs))
            }
        }
    }

    fn told(&self, declared: Option<(&Known<String>, Language)>, told: Told) -> Spoken {
        match (declared, told) {
            (Some((_, language)), Told::Language(other)) if language == other => {
                Spoken::of(language, "declared")
            }
            (Some((known, language)), Told::Language(other)) => {
                let is_page = known.origin == Origin::Meta;
                let (language, origin) =
                    if is_page { (other, "detected") } else { (language, "declared") };
                let differs = Some((known.value.clone(), other));
                Spoken { differs, ..Spoken::of(language, origin) }
            }
            (Some((_, language)), _) => Spoken::of(language, "declared"),
            (None, Told::Language(language)) => Spoken::of(language, "detected"),
            (None, Told::Unclear) => Spoken::of(Language::UNKNOWN, "unclear"),
            (None, Told::TooShort) => {
                let stemmed_as = self.text.short_texts.0.unwrap_or(Language::UNKNOWN);
                Spoken { stemmed_as, ..Spoken::of(Language::UNKNOWN, "too_short") }
            }
        }
    }

    /// Whether a dictionary speaks a language; `None` where one of the two is not known.
    pub(super) fn speaks(&self, language: Language) -> Option<bool> {
        let is_known = language != Language::UNKNOWN && !self.languages.is_empty();
        is_known.then(|| self.languages.contains(&language))
    }

    /// What should be known about the language of a document.
    pub(super) fn doubts_of_language(&self, spoken: &Spoken, matters: &mut Vec<Matter>) {
        let language = spoken.language;
        if self.speaks(language) == Some(false) {
            matters.push(Matter::OtherLanguage(language.name().to_owned()));
        }
        if let Some((declared, read)) = &spoken.differs {
            let (read, is_believed) = (read.name().to_owned(), *read == language);
            matters.push(Matter::LanguageDiffers(declared.clone(), read, is_believed));
        }
        let is_stemmed = self.text.stemmer.knows(spoken.stemmed_as) || spoken.origin == "too_short";
        if self.text.stemmer != Stemmer::None && !is_stemmed {
            matters.push(Matter::NoStemmer(language.code().to_owned()));
        }
    }
}
