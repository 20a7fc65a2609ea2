//! A document in, the sentences and cut lines that are kept of it out.

use std::borrow::Cow;
use std::ops::Range;

use super::evidence::{Context, Ledger};
use crate::document::{Document, Removal};
use crate::text::Sentence;

/// Longest text of a removed line that is kept for the ledger, in bytes.
const MAX_LEDGER_TEXT: usize = 500;

/// Longest sentence that is kept as the context of a hit, in bytes; a longer one is cut around it.
pub(super) const MAX_CONTEXT: usize = 2000;

/// A sentence as it is kept; of a very long one the part around byte `at` of the text.
pub(super) fn context(text: &str, sentence: &Sentence, number: u32, at: usize) -> Context {
    let (mut start, mut end) = (sentence.range.start as usize, sentence.range.end as usize);
    if MAX_CONTEXT < end - start {
        start = start.max(at.saturating_sub(MAX_CONTEXT / 2));
        end = end.min(start + MAX_CONTEXT);
        start = text.ceil_char_boundary(start);
        end = text.floor_char_boundary(end);
    }
    let text = one_line(&text[start..end]).into_owned();
    let &Sentence { paragraph, zone, .. } = sentence;
    Context { sentence: number, paragraph, zone, start: start as u32, text }
}

/// Where bytes of the text stand in a sentence that is kept; an empty range where they do not.
pub(super) fn span(text: &str, kept: &Context, range: Range<usize>) -> (u32, u32) {
    let Some(before) = text.get(kept.start as usize..range.start) else { return (0, 0) };
    let words = one_line(&text[range]);
    let is_parted = before.ends_with(is_gap);
    let start = one_line(before).trim_end_matches(is_gap).len();
    let start = start + usize::from(is_parted && 0 < start);
    let end = start + words.len();
    let stands_there = kept.text.get(start..end).is_some_and(|it| it == words);
    if stands_there { (start as u32, end as u32) } else { (0, 0) }
}

/// The lines that were cut.
pub(super) fn ledger(document: &Document) -> Vec<Ledger> {
    let row = |removal: &Removal| {
        let Range { start, end } = removal.range;
        let shown = document.text.floor_char_boundary(end.min(start + MAX_LEDGER_TEXT));
        Ledger {
            rule: removal.rule.into(),
            start: start as u32,
            bytes: document.offsets.file_range(start, end),
            text: one_line(&document.text[start..shown]).into_owned(),
        }
    };
    document.removals.iter().map(row).collect()
}

/// The text with one space for every run of white space, where it has any but single spaces.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r', '\t', '\u{A0}']) || text.contains("  ") {
        text.split_whitespace().collect::<Vec<_>>().join(" ").into()
    } else {
        text.into()
    }
}

fn is_gap(character: char) -> bool {
    character.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_hit_are_found_again_in_the_sentence_that_is_kept() {
        let text = "It  was\n\u{A0}a photo\topportunity, no more.";
        let zone = crate::document::Zone::Body;
        let range = 0..text.len() as u32;
        let sentence = Sentence { tokens: 0..7, range, zone, paragraph: 0 };
        let kept = context(text, &sentence, 1, 0);
        assert_eq!(kept.text, "It was a photo opportunity, no more.");
        let start = text.find("photo").expect("the words");
        let end = text.find(',').expect("the words");
        assert_eq!(span(text, &kept, start..end), (9, 26));
        assert_eq!(span(text, &kept, 0..2), (0, 2));
    }

    #[test]
    fn words_beyond_the_part_of_a_long_sentence_that_is_kept_have_no_place_in_it() {
        let text = "word ".repeat(1000) + "end";
        let range = 0..text.len() as u32;
        let zone = crate::document::Zone::Body;
        let sentence = Sentence { tokens: 0..1001, range, zone, paragraph: 0 };
        let kept = context(&text, &sentence, 1, 2500);
        assert!(kept.text.len() <= MAX_CONTEXT);
        assert_eq!(span(&text, &kept, 0..4), (0, 0));
        assert_eq!(span(&text, &kept, 2500..2504), (1000, 1004));
        assert_eq!(span(&text, &kept, 5000..5003), (0, 0));
    }
}
