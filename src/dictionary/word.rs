//! One word of an entry in, how it is compared with the words of a text out.

use crate::text::{match_form, normal, words};

/// How a word of an entry is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// No mark: the match form, with `*` and `?`.
    Form,
    /// `~word`: the stem.
    Stem,
    /// `=Word`: upper and lower case as written, with `*` and `?`.
    Case,
}

/// One word of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordPattern {
    /// How it is compared.
    pub mark: Mark,
    /// What it is compared with; normalized like the words of a text.
    pub text: String,
}

impl WordPattern {
    /// Whether it holds `*` or `?`.
    pub fn is_glob(&self) -> bool {
        self.text.contains(['*', '?'])
    }

    /// This word and the next written as one; `None` where that would be another word, not another
    /// spelling. `is_hyphenated` tells that a hyphen stood between them.
    pub(super) fn closed_up(&self, next: &WordPattern, is_hyphenated: bool) -> Option<WordPattern> {
        let are_forms = self.mark == Mark::Form && next.mark == Mark::Form;
        let is_open = self.text.ends_with(['*', '?']) || next.text.starts_with(['*', '?']);
        let is_long = |it: &WordPattern| {
            let letters = it.text.chars().filter(|it| it.is_alphabetic()).count();
            MIN_CLOSED_UP <= letters && !it.text.contains(|it: char| it.is_numeric())
        };
        let is_one = is_hyphenated || is_long(self) && is_long(next);
        let text = format!("{}{}", self.text, next.text);
        (are_forms && !is_open && is_one).then_some(WordPattern { mark: Mark::Form, text })
    }
}

/// Fewest letters of two words between spaces that are also looked for closed up: `under way` is
/// `underway`, but `so on` is not `soon`, and `not able` not `notable`.
const MIN_CLOSED_UP: usize = 4;

/// Reads one word with its mark.
///
/// - `gesture`: exactly this form, in any case, with or without a final `'s`
/// - `gestur*`, `wom?n`: `*` is any run of characters, also none; `?` is exactly one
/// - `~gesture`: every form with the same stem
/// - `=Belt`: in this case only
///
/// # Errors
/// What is wrong with the word, and what to write instead.
pub fn parse(piece: &str) -> Result<WordPattern, String> {
    let (mark, text) = match piece.chars().next() {
        Some('~') => (Mark::Stem, &piece[1..]),
        Some('=') => (Mark::Case, &piece[1..]),
        _ => (Mark::Form, piece),
    };
    let text = normal(text);
    let text = if mark == Mark::Case { text } else { text.to_lowercase() };
    if text.contains(['~', '=', '(', ')', '[', ']', '{', '}', '|', '<', '>', '@', '#', '"']) {
        return Err(format!(
            "`{piece}` holds a mark that means nothing there; an entry is made of words, `*`, `?`, \
             `(a|b)`, `...`, and `~`, `=` or `@` before a word"
        ));
    }
    let text = match_form(&text).trim_end_matches(['.', ',', ';', ':', '!']).to_owned();
    let has_glob = text.contains(['*', '?']);
    if has_glob && text.chars().all(|it| matches!(it, '*' | '?')) {
        return Err(format!(
            "`{piece}` matches every word; write at least one letter beside `*` or `?`, \
             or `...` for words between"
        ));
    }
    if has_glob && mark == Mark::Stem {
        return Err(format!(
            "`{piece}` asks for a stem and for any ending; write `~word` or `word*`"
        ));
    }
    // What the words of a text are is settled by the segmentation; a wildcard stands for a letter.
    let stand_in = text.replace(['*', '?'], "a");
    let mut found = Vec::new();
    words(&stand_in, &mut found);
    match found.as_slice() {
        [one] if one.len() == stand_in.len() => Ok(WordPattern { mark, text }),
        [] => Err(format!("`{piece}` holds no word; write letters or digits")),
        _ => Err(format!(
            "`{piece}` is no single word of a text; write the words with spaces between"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> WordPattern {
        parse(text).expect("a word")
    }

    #[test]
    fn a_word_is_normalized_like_a_text() {
        assert_eq!(word("Polic*").text, "polic*");
        assert_eq!(word("People’s").text, "people");
        assert_eq!(word("U.S.").text, "u.s");
        assert_eq!(word("~Balance").mark, Mark::Stem);
        assert_eq!(word("=Belt"), WordPattern { mark: Mark::Case, text: "Belt".to_owned() });
    }

    #[test]
    fn words_that_match_everything_or_nothing_are_refused() {
        for text in ["", "*", "?", "*?", "...", "~bal*", "a|b", "a/b", "=", "~"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_another_spelling_is_closed_up() {
        let closed_up = |a: &str, b: &str, is_hyphenated| {
            word(a).closed_up(&word(b), is_hyphenated).map(|it| it.text)
        };
        assert_eq!(closed_up("multi", "vector*", false).as_deref(), Some("multivector*"));
        assert_eq!(closed_up("e", "mail", true).as_deref(), Some("email"));
        assert_eq!(closed_up("so", "on", false), None);
        assert_eq!(closed_up("chang*", "little", true), None);
        assert_eq!(closed_up("=Belt", "road", true), None);
        assert_eq!(closed_up("year", "2025", false), None);
    }
}
