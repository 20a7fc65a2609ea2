//! A text in, its words out (UAX #29).

use unicode_segmentation::UnicodeSegmentation;

/// Words of a text with their first byte: UAX #29 word segments that hold a letter or digit.
///
/// The segmentation is fast on text that is ASCII throughout. So the text is handed over in runs,
/// cut at spaces and line ends that an ASCII letter or digit follows: by rules WB4 to WB13 nothing
/// joins across such a place, and one curly quote does not slow the whole text.
/// - Source: Unicode Standard Annex #29, section 4.1.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Runs { text, start: 0 }
        .flat_map(|(start, run)| run.unicode_word_indices().map(move |(i, word)| (start + i, word)))
}

/// The same words, by handing the whole text over at once. The oracle of [`words`].
pub fn words_uncut(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices()
}

/// Runs of a text that are ASCII throughout or not at all, as far as safe places allow.
struct Runs<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Iterator for Runs<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let start = self.start;
        if start == bytes.len() {
            return None;
        }
        let n_ascii = bytes[start..].iter().take_while(|it| it.is_ascii()).count();
        let mut end = start + n_ascii;
        if end < bytes.len() {
            // Back to the last safe place, so that the run is ASCII; else on to the next one.
            let safe = (start + 1..end).rev().find(|&i| is_safe(bytes, i));
            end = match safe {
                Some(i) => i,
                None => (end..bytes.len())
                    .find(|&i| start < i && is_safe(bytes, i))
                    .unwrap_or(bytes.len()),
            };
        }
        self.start = end;
        Some((start, &self.text[start..end]))
    }
}

fn is_safe(bytes: &[u8], i: usize) -> bool {
    matches!(bytes[i], b' ' | b'\n') && bytes.get(i + 1).is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).map(|it| it.1).collect()
    }

    #[test]
    fn hyphens_part_words_and_apostrophes_and_full_stops_do_not() {
        assert_eq!(
            texts("The country’s multi-vector U.S. bet, 3.5 percent"),
            ["The", "country’s", "multi", "vector", "U.S", "bet", "3.5", "percent"]
        );
    }

    proptest! {
        #[test]
        fn cutting_a_text_into_runs_changes_no_word(
            text in "([a-z'’.,0-9 \n\"“”—é\u{301}\u{200D}👩ก日本ひカא״:_-]|U\\.S\\.| a| 1){0,80}"
        ) {
            let cut: Vec<_> = words(&text).collect();
            let uncut: Vec<_> = words_uncut(&text).collect();
            prop_assert_eq!(cut, uncut);
        }

        #[test]
        fn cutting_any_text_into_runs_changes_no_word(text in any::<String>()) {
            let cut: Vec<_> = words(&text).collect();
            let uncut: Vec<_> = words_uncut(&text).collect();
            prop_assert_eq!(cut, uncut);
        }
    }
}
