//! An entry of another program in, a pattern of ours out.

use crate::dictionary::pattern::parse;
use crate::text::{normal, words};

/// The signs that stand for any letters in a format.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wildcards {
    /// `*` is any run of characters.
    pub(super) star: bool,
    /// `?` is one character.
    pub(super) question: bool,
}

/// `*` only.
pub(super) const STAR: Wildcards = Wildcards { star: true, question: false };

/// `*` and `?`.
pub(super) const GLOB: Wildcards = Wildcards { star: true, question: true };

/// Longest entry, in bytes.
const MAX_ENTRY: usize = 1024;

/// Marks that mean something in a pattern of ours.
const MARKS: &[char] =
    &['~', '=', '(', ')', '[', ']', '{', '}', '|', '<', '>', '@', '#', '"', '\\', '…'];

/// The pattern for an entry made of words, with what was changed on the way.
///
/// # Errors
/// Why no pattern of ours counts what the entry counts.
pub(super) fn from_words(
    text: &str,
    wildcards: Wildcards,
) -> Result<(String, Vec<String>), String> {
    if MAX_ENTRY < text.len() {
        return Err(format!("it is longer than {MAX_ENTRY} bytes"));
    }
    let mut notes = Vec::new();
    let mut found: Vec<String> = Vec::new();
    let text = normal(text);
    for piece in text.split_whitespace() {
        if piece.chars().all(|it| matches!(it, '*' | '?')) && piece.contains('*') {
            return Err(format!("`{piece}` alone stands for any word, which no pattern can say"));
        }
        if is_plain(piece, wildcards) {
            found.push(piece.to_owned());
            continue;
        }
        let parts = divided(piece, wildcards)?;
        if parts.is_empty() {
            notes.push(format!("`{piece}` holds no letter or digit and is left out"));
        } else {
            let parts = parts.join(" ");
            notes.push(format!("`{piece}` is written `{parts}`, as texts are divided into words"));
            found.push(parts);
        }
    }
    if found.is_empty() {
        return Err("it holds no letter or digit, so there is no word to look for".to_owned());
    }
    let pattern = found.join(" ");
    match parse(&pattern, false) {
        Ok(_) => Ok((pattern, notes)),
        Err(_) => Err("no pattern of words says this".to_owned()),
    }
}

/// Whether our language reads a piece as the other program does.
fn is_plain(piece: &str, wildcards: Wildcards) -> bool {
    let foreign = |it: char| {
        MARKS.contains(&it) || (it == '*' && !wildcards.star) || (it == '?' && !wildcards.question)
    };
    !piece.contains(foreign) && !piece.contains("...") && parse(piece, false).is_ok()
}

/// The words of a piece, as those of a text are told apart.
fn divided(piece: &str, wildcards: Wildcards) -> Result<Vec<&str>, String> {
    // A wildcard stands for a letter; any other sign of the same length keeps the places.
    let stand_in: String = piece
        .chars()
        .map(|it| match it {
            '*' if wildcards.star => 'a',
            '?' if wildcards.question => 'a',
            // Two words, which segmentation would take for one.
            '_' => ' ',
            other => other,
        })
        .collect();
    let mut ranges = Vec::new();
    words(&stand_in, &mut ranges);
    let parts: Vec<&str> =
        ranges.into_iter().map(|it| &piece[it.start as usize..it.end as usize]).collect();
    let n_letters: usize =
        parts.iter().map(|it| it.chars().filter(|it| it.is_alphanumeric()).count()).sum();
    if !parts.is_empty() && n_letters < 2 {
        let left = parts.join(" ");
        return Err(format!(
            "of `{piece}` only `{left}` would be left, which means something else"
        ));
    }
    match parts.iter().find(|it| !is_plain(it, wildcards)) {
        Some(part) => Err(format!("`{part}` in `{piece}` is no word that texts hold")),
        None => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> String {
        from_words(text, STAR).map_or_else(|why| format!("! {why}"), |it| it.0)
    }

    #[test]
    fn words_and_phrases_stay_as_they_are() {
        for text in ["abandon*", "*operat*", "catch 22", "don't", "multi-vector", "U.S.", "żółw"]
        {
            assert_eq!(from_words(text, STAR), Ok((text.to_owned(), Vec::new())), "{text}");
        }
    }

    #[test]
    fn marks_of_our_language_have_no_meaning_in_other_files() {
        assert_eq!(pattern("=equal"), "equal");
        assert_eq!(pattern("~stem word"), "stem word");
        assert_eq!(pattern("(war|peace)"), "war peace");
        assert_eq!(pattern("and/or"), "and or");
        assert_eq!(pattern("what?"), "what");
        assert_eq!(from_words("wom?n", GLOB).map(|it| it.0), Ok("wom?n".to_owned()));
        assert_eq!(from_words("rock & roll", STAR).map(|it| it.0), Ok("rock roll".to_owned()));
        assert_eq!(pattern("軍事"), "軍 事");
    }

    #[test]
    fn an_entry_that_would_count_something_else_is_refused() {
        for text in [":)", ":D", "c++", "*", "not * good", "", "…", "=*", "<3"] {
            assert!(from_words(text, STAR).is_err(), "{text}: {}", pattern(text));
        }
    }

    #[test]
    fn every_change_is_told() {
        let (_, notes) = from_words("and/or w*/x", STAR).expect("a pattern");
        assert_eq!(notes.len(), 2, "{notes:?}");
    }
}
