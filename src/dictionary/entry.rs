//! The text of an entry in, the words that it looks for out.

use crate::text::{match_form, normal, words};

/// Longest entry, in bytes.
const MAX_ENTRY: usize = 1024;

/// Most words that an entry of this length can hold.
pub(crate) const MAX_ENTRY_WORDS: usize = MAX_ENTRY.div_ceil(2);

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
}

/// Reads an entry: words between white space or hyphens, each with its mark.
///
/// - `gesture`: exactly this form, in any case, with or without a final `'s`
/// - `gestur*`, `wom?n`: `*` is any run of characters, also none; `?` is exactly one
/// - `~gesture`: every form with the same stem
/// - `=Belt`: in this case only
/// - `photo opportunit*`: consecutive words of one sentence
///
/// # Errors
/// What is wrong with the entry, and what to write instead.
pub fn parse(entry: &str) -> Result<Vec<WordPattern>, String> {
    if MAX_ENTRY < entry.len() {
        return Err(format!("entry is longer than {MAX_ENTRY} bytes"));
    }
    let is_gap = |it: char| it.is_whitespace() || matches!(it, '-' | '\u{2010}'..='\u{2015}');
    let pieces = entry.split(is_gap).filter(|it| !it.is_empty());
    let patterns: Vec<WordPattern> = pieces.map(|it| word(entry, it)).collect::<Result<_, _>>()?;
    if patterns.is_empty() {
        return Err(format!("entry `{entry}` holds no word; write letters or digits"));
    }
    Ok(patterns)
}

fn word(entry: &str, piece: &str) -> Result<WordPattern, String> {
    let (mark, text) = match piece.chars().next() {
        Some('~') => (Mark::Stem, &piece[1..]),
        Some('=') => (Mark::Case, &piece[1..]),
        _ => (Mark::Form, piece),
    };
    let text = normal(text);
    let text = if mark == Mark::Case { text } else { text.to_lowercase() };
    if text.contains(['~', '=', '(', ')', '[', ']', '{', '}', '|', '<', '>', '@', '#', '"']) {
        return Err(format!(
            "`{piece}` in entry `{entry}` holds a mark that means nothing there; \
             an entry is made of words, `*`, `?`, and `~` or `=` before a word"
        ));
    }
    let text = match_form(&text).trim_end_matches(['.', ',', ';', ':', '!']).to_owned();
    let has_glob = text.contains(['*', '?']);
    if has_glob && text.chars().all(|it| matches!(it, '*' | '?')) {
        return Err(format!(
            "`{piece}` in entry `{entry}` matches every word; write at least one letter beside `*` or `?`"
        ));
    }
    if has_glob && mark == Mark::Stem {
        return Err(format!(
            "`{piece}` in entry `{entry}` asks for a stem and for any ending; write `~word` or `word*`"
        ));
    }
    // What the words of a text are is settled by the segmentation; a wildcard stands for a letter.
    let stand_in = text.replace(['*', '?'], "a");
    let mut found = Vec::new();
    words(&stand_in, &mut found);
    match found.as_slice() {
        [one] if one.len() == stand_in.len() => Ok(WordPattern { mark, text }),
        [] => Err(format!("`{piece}` in entry `{entry}` holds no word; write letters or digits")),
        _ => Err(format!(
            "`{piece}` in entry `{entry}` is no single word of a text; write the words with spaces between"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(entry: &str) -> Vec<(Mark, String)> {
        let patterns = parse(entry).expect("a valid entry");
        patterns.into_iter().map(|it| (it.mark, it.text)).collect()
    }

    fn form(text: &str) -> (Mark, String) {
        (Mark::Form, text.to_owned())
    }

    #[test]
    fn an_entry_is_normalized_like_a_text() {
        assert_eq!(texts("Multi‑Vector polic*"), [form("multi"), form("vector"), form("polic*")]);
        assert_eq!(texts("People’s Republic"), [form("people"), form("republic")]);
        assert_eq!(texts("U.S. troops"), [form("u.s"), form("troops")]);
    }

    #[test]
    fn marks_stand_before_a_word() {
        assert_eq!(texts("~balance"), [(Mark::Stem, "balance".to_owned())]);
        assert_eq!(
            texts("=Belt and =Road"),
            [(Mark::Case, "Belt".to_owned()), form("and"), (Mark::Case, "Road".to_owned())]
        );
    }

    #[test]
    fn entries_that_match_everything_or_nothing_are_refused() {
        for entry in ["", "  ", "*", "?", "not * good", "...", "~bal*", "a|b", "(a b)", "a/b"] {
            assert!(parse(entry).is_err(), "{entry}");
        }
    }
}
