//! Text in, tokens out: sentences, words, normalization, stems, stop words.

mod detection;
mod elision;
mod front;
mod language;
mod sentence_bounds;
mod sentences;
mod stem;
mod stopwords;
mod surface;
mod texts;
mod vocabulary;
mod voice;
mod words;

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use detection::{Told, detect};
pub use elision::less_elision;
pub use front::Front;
pub use language::{Language, LanguageSetting, ShortTexts};
pub use sentences::sentences;
pub use stem::Stemmer;
pub use stopwords::Stopwords;
pub use vocabulary::{
    Answer, By, Lexicon, MAX_WORD, OVERSIZE, Sight, Sighting, Vocabulary, Word, form_hash,
    match_form, normal,
};
pub use voice::{Voice, quotations};
pub use words::{words, words_by_the_book};

use crate::document::{Document, Zone};

/// `[text]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Language of documents that declare none, or `auto`.
    pub language: LanguageSetting,
    /// Whose stemmer a document gets that is too short to tell its language.
    pub short_texts: ShortTexts,
    /// What makes terms of forms.
    pub stemmer: Stemmer,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            language: LanguageSetting::Auto,
            short_texts: ShortTexts(Some(Language::ENGLISH)),
            stemmer: Stemmer::RustStemmers,
        }
    }
}

/// One word occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the document's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// The word.
    pub word: Word,
    /// Whose words it is part of.
    pub voice: Voice,
}

/// One sentence that holds a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<u32>,
    /// Its bytes in the document's text, white space at the ends aside.
    pub range: Range<u32>,
    /// Where in the article it stands.
    pub zone: Zone,
    /// Number of the paragraph that it is part of, from 0.
    pub paragraph: u32,
}

/// The tokens of one document, and its sentences.
#[derive(Debug, Default)]
pub struct Tokens {
    /// All tokens, in the order of the text.
    pub tokens: Vec<Token>,
    /// All sentences, in the order of the text; together they hold every token once.
    pub sentences: Vec<Sentence>,
    /// Words of one sentence, before they are looked up.
    words: Vec<Range<u32>>,
}

/// Splits a document into sentences and words.
///
/// `tokens` is emptied first, so that its memory serves many documents.
pub fn tokenize(
    document: &Document,
    language: Language,
    front: &mut Front<'_>,
    tokens: &mut Tokens,
) {
    tokens.tokens.clear();
    tokens.sentences.clear();
    for (number, paragraph) in (0..).zip(&document.paragraphs) {
        let first_token = tokens.tokens.len();
        let text = &document.text[paragraph.range.clone()];
        let offset = paragraph.range.start;
        // A line end inside a paragraph is white space, and ends no sentence.
        let flat = if text.contains(['\n', '\r']) {
            Cow::Owned(text.replace(['\n', '\r'], " "))
        } else {
            Cow::Borrowed(text)
        };
        for range in sentences(&flat) {
            let start = tokens.tokens.len() as u32;
            tokens.words.clear();
            words(&flat[range.clone()], &mut tokens.words);
            let place = range.start as u32;
            tokens.tokens.extend(tokens.words.iter().map(|word| {
                let (start, end) = (place + word.start, place + word.end);
                let word = front.word(&flat, start..end, language);
                let (start, end) = (offset as u32 + start, offset as u32 + end);
                Token { start, end, word, voice: Voice::Author }
            }));
            let end = tokens.tokens.len() as u32;
            if start < end {
                let bytes = trimmed(&flat, range);
                let range = (offset + bytes.start) as u32..(offset + bytes.end) as u32;
                tokens.sentences.push(Sentence {
                    tokens: start..end,
                    range,
                    zone: paragraph.zone,
                    paragraph: number,
                });
            }
        }
        for quotation in quotations(text) {
            let from = (offset + quotation.start) as u32;
            let to = (offset + quotation.end) as u32;
            give_voice(&mut tokens.tokens[first_token..], from..to);
        }
    }
}

/// A range less the white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

/// Marks the tokens of one quotation; three or fewer are the author's, set in marks.
fn give_voice(tokens: &mut [Token], quotation: Range<u32>) {
    let first = tokens.partition_point(|it| it.start < quotation.start);
    let last = tokens.partition_point(|it| it.start < quotation.end);
    let voice = if last - first <= 3 { Voice::Scare } else { Voice::Quoted };
    for token in &mut tokens[first..last] {
        token.voice = voice;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{self, Given};
    use crate::input::{DateOrder, Draft, Offsets};

    /// Each token with its sentence, zone and voice.
    fn tokens(text: &str) -> Vec<(String, usize, &'static str, &'static str)> {
        let draft = Draft::of_text(text.to_owned(), Offsets::at(0), "txt");
        let options = document::Options::default();
        let document = document::read(draft, Given::default(), DateOrder::Unknown, &options);
        let vocabulary =
            Vocabulary::new(Stemmer::RustStemmers, By::Form, Box::new(|_| Answer::default()));
        let mut tokens = Tokens::default();
        tokenize(&document, Language::ENGLISH, &mut Front::new(&vocabulary), &mut tokens);
        let mut shown = Vec::new();
        for (i, sentence) in tokens.sentences.iter().enumerate() {
            for token in
                &tokens.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize]
            {
                let text = document.text[token.start as usize..token.end as usize].to_owned();
                shown.push((text, i + 1, sentence.zone.name(), token.voice.name()));
            }
        }
        shown
    }

    #[test]
    fn zones_sentences_and_voices_of_an_article_are_told() {
        let shown = tokens(
            "A bet on two banks\n\nLowmark keeps its doors open, and it must. “We are a bridge,” he said.\n\n\
             The so-called “grand bargain” has no “third way” in it, and nobody there had asked.",
        );
        let of = |word: &str| shown.iter().find(|it| it.0 == word).map(|it| (it.1, it.2, it.3));
        assert_eq!(of("bet"), Some((1, "headline", "author")));
        assert_eq!(of("doors"), Some((2, "lead", "author")));
        assert_eq!(of("bridge"), Some((3, "lead", "quoted")));
        assert_eq!(of("said"), Some((3, "lead", "author")));
        assert_eq!(of("bargain"), Some((4, "body", "scare")));
        assert_eq!(of("called"), Some((4, "body", "author")));
    }
}
