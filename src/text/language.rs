//! Languages: which stemmer a document gets, and how its language is told.

use rust_stemmers::Algorithm;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use whatlang::Lang;

/// A language by its ISO 639-1 code, with or without a stemmer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Language([u8; 2]);

/// Languages with a stemmer.
const STEMMERS: &[(&[u8; 2], Algorithm)] = &[
    (b"ar", Algorithm::Arabic),
    (b"da", Algorithm::Danish),
    (b"nl", Algorithm::Dutch),
    (b"en", Algorithm::English),
    (b"fi", Algorithm::Finnish),
    (b"fr", Algorithm::French),
    (b"de", Algorithm::German),
    (b"el", Algorithm::Greek),
    (b"hu", Algorithm::Hungarian),
    (b"it", Algorithm::Italian),
    (b"no", Algorithm::Norwegian),
    (b"pt", Algorithm::Portuguese),
    (b"ro", Algorithm::Romanian),
    (b"ru", Algorithm::Russian),
    (b"es", Algorithm::Spanish),
    (b"sv", Algorithm::Swedish),
    (b"ta", Algorithm::Tamil),
    (b"tr", Algorithm::Turkish),
];

/// Languages that are told by whatlang and have a two-letter code.
const DETECTED: &[(Lang, &[u8; 2])] = &[
    (Lang::Ara, b"ar"),
    (Lang::Dan, b"da"),
    (Lang::Nld, b"nl"),
    (Lang::Eng, b"en"),
    (Lang::Fin, b"fi"),
    (Lang::Fra, b"fr"),
    (Lang::Deu, b"de"),
    (Lang::Ell, b"el"),
    (Lang::Hun, b"hu"),
    (Lang::Ita, b"it"),
    (Lang::Nob, b"no"),
    (Lang::Por, b"pt"),
    (Lang::Ron, b"ro"),
    (Lang::Rus, b"ru"),
    (Lang::Spa, b"es"),
    (Lang::Swe, b"sv"),
    (Lang::Tam, b"ta"),
    (Lang::Tur, b"tr"),
    (Lang::Ukr, b"uk"),
    (Lang::Bel, b"be"),
    (Lang::Pol, b"pl"),
    (Lang::Ces, b"cs"),
    (Lang::Heb, b"he"),
    (Lang::Pes, b"fa"),
    (Lang::Cmn, b"zh"),
    (Lang::Jpn, b"ja"),
    (Lang::Kor, b"ko"),
    (Lang::Hin, b"hi"),
    (Lang::Uzb, b"uz"),
    (Lang::Aze, b"az"),
];

impl Language {
    /// English.
    pub const ENGLISH: Language = Language(*b"en");

    /// A language that is not known; its words are not stemmed.
    pub const UNKNOWN: Language = Language(*b"--");

    /// The language of a code or tag such as `en`, `en-GB`, `EN_us`; `None` for anything else.
    pub fn from_code(code: &str) -> Option<Language> {
        let primary = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let code: [u8; 2] = match primary.as_str() {
            "english" | "eng" => *b"en",
            // Both written forms of Norwegian share a stemmer.
            "nb" | "nn" => *b"no",
            other => other.as_bytes().try_into().ok()?,
        };
        code.iter().all(u8::is_ascii_lowercase).then_some(Language(code))
    }

    /// The code; empty where the language is not known.
    pub fn code(&self) -> &str {
        if *self == Language::UNKNOWN { "" } else { std::str::from_utf8(&self.0).unwrap_or("") }
    }

    /// A number that is the language's own.
    pub fn number(self) -> u16 {
        u16::from_le_bytes(self.0)
    }

    /// The stemmer of the language.
    pub fn algorithm(self) -> Option<Algorithm> {
        STEMMERS.iter().find(|it| *it.0 == self.0).map(|it| it.1)
    }

    /// Codes of all languages with a stemmer.
    pub fn stemmed() -> Vec<&'static str> {
        STEMMERS.iter().filter_map(|it| std::str::from_utf8(it.0).ok()).collect()
    }
}

/// The language that the first 1,000 characters of a text are in; unknown where that is not sure.
pub fn detect(text: &str) -> Language {
    let end = text.char_indices().nth(1000).map_or(text.len(), |it| it.0);
    let head = &text[..end];
    // Kazakh is told by its own letters: trigrams take it for Ukrainian.
    if head.contains(['ұ', 'Ұ']) || (head.contains(['қ', 'Қ']) && head.contains(['ә', 'Ә'])) {
        return Language(*b"kk");
    }
    let Some(info) = whatlang::detect(head).filter(whatlang::Info::is_reliable) else {
        return Language::UNKNOWN;
    };
    let found = DETECTED.iter().find(|it| it.0 == info.lang());
    found.map_or(Language::UNKNOWN, |it| Language(*it.1))
}

/// `[text] language`: one language for all documents that declare none, or to be detected.
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
        let language = Language::from_code(&code).filter(|it| it.algorithm().is_some());
        language.map(LanguageSetting::Fixed).ok_or_else(|| {
            let known = Language::stemmed().join("`, `");
            serde::de::Error::custom(format!(
                "unknown language `{code}`, expected `auto`, `{known}`"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_first_part() {
        assert_eq!(Language::from_code("en-GB"), Some(Language::ENGLISH));
        assert_eq!(Language::from_code("nb"), Language::from_code("no"));
        assert_eq!(Language::from_code("english language"), None);
    }

    #[test]
    fn languages_are_told_from_ordinary_sentences() {
        let text = "Le ministre des affaires étrangères a déclaré mardi que son pays ne choisirait pas \
                    entre les deux grandes puissances qui l'entourent depuis toujours.";
        assert_eq!(detect(text).code(), "fr");
        assert_eq!(
            detect("Қазақстан Республикасы Үкіметі бұл туралы хабарлаған жоқ.").code(),
            "kk"
        );
        assert_eq!(detect("1992"), Language::UNKNOWN);
    }
}
