//! Languages by their codes: which stemmers there are, and what settings may name.

use frostem::Algorithm as Frostem;
use rust_stemmers::Algorithm as RustStemmers;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use whatlang::Lang;

/// A language by its ISO 639-1 code, with or without a stemmer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Language([u8; 2]);

/// What is known of a language: its name, its stemmers, and what tells it from others.
type Row = (&'static [u8; 2], &'static str, Option<RustStemmers>, Option<Frostem>, Option<Lang>);

/// All languages that are stemmed or told, by name.
const LANGUAGES: &[Row] = &[
    (b"af", "Afrikaans", None, None, Some(Lang::Afr)),
    (b"am", "Amharic", None, None, Some(Lang::Amh)),
    (b"ar", "Arabic", Some(RustStemmers::Arabic), Some(Frostem::Arabic), Some(Lang::Ara)),
    (b"hy", "Armenian", None, Some(Frostem::Armenian), Some(Lang::Hye)),
    (b"az", "Azerbaijani", None, None, Some(Lang::Aze)),
    (b"eu", "Basque", None, Some(Frostem::Basque), None),
    (b"be", "Belarusian", None, None, Some(Lang::Bel)),
    (b"bn", "Bengali", None, None, Some(Lang::Ben)),
    (b"bg", "Bulgarian", None, None, Some(Lang::Bul)),
    (b"my", "Burmese", None, None, Some(Lang::Mya)),
    (b"ca", "Catalan", None, Some(Frostem::Catalan), Some(Lang::Cat)),
    (b"zh", "Chinese", None, None, Some(Lang::Cmn)),
    (b"hr", "Croatian", None, None, Some(Lang::Hrv)),
    (b"cs", "Czech", None, Some(Frostem::Czech), Some(Lang::Ces)),
    (b"da", "Danish", Some(RustStemmers::Danish), Some(Frostem::Danish), Some(Lang::Dan)),
    (b"nl", "Dutch", Some(RustStemmers::Dutch), Some(Frostem::Dutch), Some(Lang::Nld)),
    (b"en", "English", Some(RustStemmers::English), Some(Frostem::English), Some(Lang::Eng)),
    (b"eo", "Esperanto", None, Some(Frostem::Esperanto), Some(Lang::Epo)),
    (b"et", "Estonian", None, Some(Frostem::Estonian), Some(Lang::Est)),
    (b"fi", "Finnish", Some(RustStemmers::Finnish), Some(Frostem::Finnish), Some(Lang::Fin)),
    (b"fr", "French", Some(RustStemmers::French), Some(Frostem::French), Some(Lang::Fra)),
    (b"ka", "Georgian", None, None, Some(Lang::Kat)),
    (b"de", "German", Some(RustStemmers::German), Some(Frostem::German), Some(Lang::Deu)),
    (b"el", "Greek", Some(RustStemmers::Greek), Some(Frostem::Greek), Some(Lang::Ell)),
    (b"gu", "Gujarati", None, None, Some(Lang::Guj)),
    (b"he", "Hebrew", None, None, Some(Lang::Heb)),
    (b"hi", "Hindi", None, Some(Frostem::Hindi), Some(Lang::Hin)),
    (b"hu", "Hungarian", Some(RustStemmers::Hungarian), Some(Frostem::Hungarian), Some(Lang::Hun)),
    (b"id", "Indonesian", None, Some(Frostem::Indonesian), Some(Lang::Ind)),
    (b"ga", "Irish", None, Some(Frostem::Irish), None),
    (b"it", "Italian", Some(RustStemmers::Italian), Some(Frostem::Italian), Some(Lang::Ita)),
    (b"ja", "Japanese", None, None, Some(Lang::Jpn)),
    (b"kn", "Kannada", None, None, Some(Lang::Kan)),
    (b"kk", "Kazakh", None, None, None),
    (b"km", "Khmer", None, None, Some(Lang::Khm)),
    (b"ko", "Korean", None, None, Some(Lang::Kor)),
    (b"ky", "Kyrgyz", None, None, None),
    (b"lv", "Latvian", None, None, Some(Lang::Lav)),
    (b"lt", "Lithuanian", None, Some(Frostem::Lithuanian), Some(Lang::Lit)),
    (b"mk", "Macedonian", None, None, Some(Lang::Mkd)),
    (b"ml", "Malayalam", None, None, Some(Lang::Mal)),
    (b"mr", "Marathi", None, None, Some(Lang::Mar)),
    (b"mn", "Mongolian", None, None, None),
    (b"ne", "Nepali", None, Some(Frostem::Nepali), Some(Lang::Nep)),
    (b"no", "Norwegian", Some(RustStemmers::Norwegian), Some(Frostem::Norwegian), Some(Lang::Nob)),
    (b"or", "Odia", None, None, Some(Lang::Ori)),
    (b"fa", "Persian", None, Some(Frostem::Persian), Some(Lang::Pes)),
    (b"pl", "Polish", None, Some(Frostem::Polish), Some(Lang::Pol)),
    (
        b"pt",
        "Portuguese",
        Some(RustStemmers::Portuguese),
        Some(Frostem::Portuguese),
        Some(Lang::Por),
    ),
    (b"pa", "Punjabi", None, None, Some(Lang::Pan)),
    (b"ro", "Romanian", Some(RustStemmers::Romanian), Some(Frostem::Romanian), Some(Lang::Ron)),
    (b"ru", "Russian", Some(RustStemmers::Russian), Some(Frostem::Russian), Some(Lang::Rus)),
    (b"sr", "Serbian", None, Some(Frostem::Serbian), Some(Lang::Srp)),
    (b"si", "Sinhala", None, None, Some(Lang::Sin)),
    (b"sk", "Slovak", None, None, Some(Lang::Slk)),
    (b"sl", "Slovene", None, None, Some(Lang::Slv)),
    (b"es", "Spanish", Some(RustStemmers::Spanish), Some(Frostem::Spanish), Some(Lang::Spa)),
    (b"sv", "Swedish", Some(RustStemmers::Swedish), Some(Frostem::Swedish), Some(Lang::Swe)),
    (b"tg", "Tajik", None, None, None),
    (b"ta", "Tamil", Some(RustStemmers::Tamil), Some(Frostem::Tamil), Some(Lang::Tam)),
    (b"te", "Telugu", None, None, Some(Lang::Tel)),
    (b"th", "Thai", None, None, Some(Lang::Tha)),
    (b"tr", "Turkish", Some(RustStemmers::Turkish), Some(Frostem::Turkish), Some(Lang::Tur)),
    (b"tk", "Turkmen", None, None, Some(Lang::Tuk)),
    (b"uk", "Ukrainian", None, Some(Frostem::Ukrainian), Some(Lang::Ukr)),
    (b"ur", "Urdu", None, None, Some(Lang::Urd)),
    (b"uz", "Uzbek", None, None, Some(Lang::Uzb)),
    (b"vi", "Vietnamese", None, None, Some(Lang::Vie)),
    (b"cy", "Welsh", None, None, Some(Lang::Cym)),
    (b"yi", "Yiddish", None, Some(Frostem::Yiddish), Some(Lang::Yid)),
];

impl Language {
    /// English.
    pub const ENGLISH: Language = Language(*b"en");

    /// A language that is not known.
    pub const UNKNOWN: Language = Language(*b"--");

    /// All languages that are stemmed or told, by name.
    pub fn all() -> impl Iterator<Item = Language> {
        LANGUAGES.iter().map(|it| Language(*it.0))
    }

    /// The language of a code or tag such as `en`, `en-GB`, `EN_us`, or of an English name;
    /// `None` for anything else.
    pub fn from_code(code: &str) -> Option<Language> {
        let primary = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        // Both written forms of Norwegian share a stemmer.
        let primary = if matches!(primary.as_str(), "nb" | "nn") { "no" } else { &primary };
        if let Ok(code) = <[u8; 2]>::try_from(primary.as_bytes()) {
            return code.iter().all(u8::is_ascii_lowercase).then_some(Language(code));
        }
        let is_it = |it: &&Row| {
            it.1.eq_ignore_ascii_case(primary) || it.4.is_some_and(|it| it.code() == primary)
        };
        LANGUAGES.iter().find(is_it).map(|it| Language(*it.0))
    }

    /// The language that whatlang means; `None` for one without a two-letter code.
    pub(super) fn of(lang: Lang) -> Option<Language> {
        LANGUAGES.iter().find(|it| it.4 == Some(lang)).map(|it| Language(*it.0))
    }

    /// The code; empty where the language is not known.
    pub fn code(&self) -> &str {
        if *self == Language::UNKNOWN { "" } else { std::str::from_utf8(&self.0).unwrap_or("") }
    }

    /// Its English name; the code of a language that has none here.
    pub fn name(&self) -> &str {
        self.row().map_or(self.code(), |it| it.1)
    }

    /// A number that is the language's own.
    pub fn number(self) -> u16 {
        u16::from_le_bytes(self.0)
    }

    /// The stemmer of the crate rust-stemmers.
    pub(super) fn rust_stemmers(self) -> Option<RustStemmers> {
        self.row()?.2
    }

    /// The stemmer of the crate frostem.
    pub(super) fn frostem(self) -> Option<Frostem> {
        self.row()?.3
    }

    fn row(self) -> Option<&'static Row> {
        LANGUAGES.iter().find(|it| *it.0 == self.0)
    }
}

/// `[text] language`: one language for all documents that declare none, or to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageSetting {
    /// Told from the text of each document.
    Auto,
    /// This one.
    Fixed(Language),
}

impl Serialize for LanguageSetting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            LanguageSetting::Auto => serializer.serialize_str("auto"),
            LanguageSetting::Fixed(language) => serializer.serialize_str(language.code()),
        }
    }
}

impl<'de> Deserialize<'de> for LanguageSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        if code == "auto" {
            return Ok(LanguageSetting::Auto);
        }
        known(&code, "auto").map(LanguageSetting::Fixed).map_err(serde::de::Error::custom)
    }
}

/// `[text] short_texts`: whose stemmer a document gets that is too short to tell its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortTexts(pub Option<Language>);

impl Serialize for ShortTexts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_ref().map_or("none", Language::code))
    }
}

impl<'de> Deserialize<'de> for ShortTexts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        if code == "none" {
            return Ok(ShortTexts(None));
        }
        let language = known(&code, "none").map_err(serde::de::Error::custom)?;
        Ok(ShortTexts(Some(language)))
    }
}

/// The language that a setting names; `other` is what it may say besides.
fn known(code: &str, other: &str) -> Result<Language, String> {
    let language = Language::from_code(code).filter(|it| it.row().is_some());
    language.ok_or_else(|| {
        let codes: Vec<String> = Language::all().map(|it| it.code().to_owned()).collect();
        format!("unknown language `{code}`, expected `{other}`, `{}`", codes.join("`, `"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_first_part() {
        assert_eq!(Language::from_code("en-GB"), Some(Language::ENGLISH));
        assert_eq!(Language::from_code("nb"), Language::from_code("no"));
        assert_eq!(Language::from_code("French"), Language::from_code("fra"));
        assert_eq!(Language::from_code("english language"), None);
    }

    #[test]
    fn languages_stand_once_and_by_name() {
        let names: Vec<&str> = LANGUAGES.iter().map(|it| it.1).collect();
        assert!(names.is_sorted(), "{names:?}");
        let codes: std::collections::BTreeSet<_> = LANGUAGES.iter().map(|it| it.0).collect();
        assert_eq!(codes.len(), LANGUAGES.len());
    }
}
