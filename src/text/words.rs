//! A text in, its words out (UAX #29).
//!
//! Bytes are looked at in a table, and the rules for letters, digits and the marks between them are
//! applied on the spot. A stretch with any other character, between two spaces that an ASCII letter
//! or digit follows, is left to `unicode-segmentation`: by rules WB4 to WB13 nothing joins across
//! such a place. [`words_by_the_book`] is the oracle.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// What a byte, or the character that it leads, does to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Belongs to no word and joins none: most punctuation, and spaces.
    Other,
    /// `ALetter`.
    Letter,
    /// `Numeric`.
    Digit,
    /// `ExtendNumLet`: the underscore.
    Underscore,
    /// `MidLetter`: joins two letters.
    MidLetter,
    /// `MidNum`: joins two digits.
    MidDigit,
    /// `MidNumLet` or `Single_Quote`: joins two letters or two digits.
    MidBoth,
    /// The first byte of a character of two or more bytes, which decides together with the next.
    Lead,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Underscore,
            b':' => Class::MidLetter,
            b',' | b';' => Class::MidDigit,
            b'.' | b'\'' => Class::MidBoth,
            0x80..=0xFF => Class::Lead,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
}

/// Class and length of the character at byte `i`; `None` where the slow way must decide.
#[inline(always)]
fn class(bytes: &[u8], i: usize) -> Option<(Class, usize)> {
    match CLASSES[usize::from(bytes[i])] {
        Class::Lead => class_of_lead(&bytes[i..]),
        class => Some((class, 1)),
    }
}

/// The common letters of Latin and Cyrillic, and the common typographic marks.
fn class_of_lead(bytes: &[u8]) -> Option<(Class, usize)> {
    match *bytes {
        // U+00D7 and U+00F7 are × and ÷.
        [0xC3, 0x97 | 0xB7, ..] => Some((Class::Other, 2)),
        // U+00C0 to U+02BF, U+0400 to U+047F.
        [0xC3..=0xCA | 0xD0 | 0xD1, _, ..] => Some((Class::Letter, 2)),
        // The no-break space, « », and signs such as £ § © °.
        [0xC2, 0xA0..=0xA9 | 0xAB | 0xAC | 0xAE..=0xB1 | 0xB4 | 0xB6 | 0xBB | 0xBF, ..] => {
            Some((Class::Other, 2))
        }
        // ‘ ’
        [0xE2, 0x80, 0x98 | 0x99, ..] => Some((Class::MidBoth, 3)),
        // Hyphens, dashes, “ ” „ ‟, bullet, ellipsis.
        [0xE2, 0x80, 0x90..=0x95 | 0x9A..=0x9F | 0xA2 | 0xA6, ..] => Some((Class::Other, 3)),
        // €
        [0xE2, 0x82, 0xAC, ..] => Some((Class::Other, 3)),
        _ => None,
    }
}

/// Adds the words of a text: UAX #29 word segments that hold a letter or digit.
///
/// - Unit: bytes of the text, ascending.
/// - Source: Unicode Standard Annex #29, section 4.1.
pub fn words(text: &str, found: &mut Vec<Range<u32>>) {
    let bytes = text.as_bytes();
    let mut i = 0;
    // The last place behind which nothing depends on what stands before it, and the words up to it.
    let (mut safe, mut n_safe) = (0, found.len());
    while i < bytes.len() {
        let Some((class, len)) = class(bytes, i) else {
            found.truncate(n_safe);
            i = by_the_book(text, safe, i, found);
            continue;
        };
        if !matches!(class, Class::Letter | Class::Digit | Class::Underscore) {
            i += len;
            continue;
        }
        if len == 1 && 0 < i && matches!(bytes[i - 1], b' ' | b'\n') {
            (safe, n_safe) = (i, found.len());
        }
        match word_end(bytes, i) {
            Some((end, is_word)) => {
                if is_word {
                    found.push(i as u32..end as u32);
                }
                i = end;
            }
            None => {
                found.truncate(n_safe);
                i = by_the_book(text, safe, i, found);
            }
        }
    }
}

/// End of the word segment that begins at byte `i`, and whether it holds a letter or digit; `None`
/// where the slow way must decide.
#[inline(always)]
fn word_end(bytes: &[u8], mut i: usize) -> Option<(usize, bool)> {
    let mut last = Class::Underscore;
    let mut is_word = false;
    while i < bytes.len() {
        let (here, len) = class(bytes, i)?;
        match here {
            Class::Letter | Class::Digit => {
                last = here;
                is_word = true;
                i += len;
            }
            Class::Underscore => {
                last = here;
                i += len;
            }
            Class::MidLetter | Class::MidDigit | Class::MidBoth => {
                let joins = match here {
                    Class::MidLetter => last == Class::Letter,
                    Class::MidDigit => last == Class::Digit,
                    _ => last != Class::Underscore,
                };
                let behind = i + len;
                if !joins || behind == bytes.len() || class(bytes, behind)?.0 != last {
                    break;
                }
                i = behind;
            }
            Class::Other | Class::Lead => break,
        }
    }
    // What follows may belong to the last character, as a combining mark does.
    if i < bytes.len() {
        class(bytes, i)?;
    }
    Some((i, is_word))
}

/// Adds the words from a safe place up to the first one behind byte `i`; returns that.
fn by_the_book(text: &str, safe: usize, i: usize, found: &mut Vec<Range<u32>>) -> usize {
    let bytes = text.as_bytes();
    let is_safe = |&at: &usize| {
        matches!(bytes[at], b' ' | b'\n')
            && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    };
    let end = (i..bytes.len()).find(is_safe).unwrap_or(bytes.len());
    found.extend(words_by_the_book(&text[safe..end]).map(|(start, word)| {
        let start = (safe + start) as u32;
        start..start + word.len() as u32
    }));
    end
}

/// Words of a text with their first byte, by `unicode-segmentation`. The oracle of [`words`].
pub fn words_by_the_book(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(usize, &str)> {
        let mut ranges = Vec::new();
        words(text, &mut ranges);
        let shown = |it: Range<u32>| (it.start as usize, &text[it.start as usize..it.end as usize]);
        ranges.into_iter().map(shown).collect()
    }

    fn by_the_book(text: &str) -> Vec<(usize, &str)> {
        words_by_the_book(text).collect()
    }

    /// Where words begin and end in the samples of the standard; those without a letter or digit,
    /// as marks and spaces, are no words here.
    #[test]
    fn the_samples_of_the_unicode_standard_are_parted_as_it_says() {
        let samples = include_str!("../../tests/reference/WordBreakTest.txt");
        let mut n_samples = 0;
        for line in samples.lines().filter(|it| !it.starts_with('#')) {
            let mut pieces: Vec<String> = Vec::new();
            for part in line.split_whitespace() {
                match part {
                    "÷" => pieces.push(String::new()),
                    "×" => {}
                    code => {
                        let code = u32::from_str_radix(code, 16).expect("a hexadecimal number");
                        let character = char::from_u32(code).expect("a character");
                        pieces.last_mut().expect("a break comes first").push(character);
                    }
                }
            }
            let text = pieces.concat();
            let words: Vec<&String> =
                pieces.iter().filter(|it| it.contains(char::is_alphanumeric)).collect();
            let found: Vec<&str> = found(&text).into_iter().map(|it| it.1).collect();
            assert_eq!(found, words, "{line}");
            n_samples += 1;
        }
        assert_eq!(n_samples, 1944);
    }

    #[test]
    fn hyphens_part_words_and_apostrophes_and_full_stops_do_not() {
        let words: Vec<&str> = found("The country’s multi-vector U.S. bet, 3.5 percent")
            .into_iter()
            .map(|it| it.1)
            .collect();
        assert_eq!(words, ["The", "country’s", "multi", "vector", "U.S", "bet", "3.5", "percent"]);
    }

    #[test]
    fn every_character_has_the_class_that_the_book_gives_it() {
        for character in (0..=0x2_FFFF_u32).filter_map(char::from_u32) {
            for (before, behind) in [("a", "b"), ("1", "2"), ("_", "a"), (" ", " "), ("a ", " 1")] {
                let text = format!("{before}{character}{behind}");
                assert_eq!(found(&text), by_the_book(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn words_of_news_text_are_those_of_the_book(
            text in "([a-cZ'’‘.,:;0-9_ \n\"“”—…é\u{A0}\u{AD}\u{B7}²ßжΩ\u{301}\u{200D}👩ก日本ひカא״-]|U\\.S\\.| a| 1){0,40}"
        ) {
            prop_assert_eq!(found(&text), by_the_book(&text));
        }

        #[test]
        fn words_of_any_text_are_those_of_the_book(text in any::<String>()) {
            prop_assert_eq!(found(&text), by_the_book(&text));
        }
    }
}
