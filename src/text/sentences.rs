//! A paragraph in, its sentences out: UAX #29, joined again behind abbreviations.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashSet;

use super::sentence_bounds::sentence_end;

/// Abbreviations, without their last full stop.
struct Abbreviations {
    /// Never end a sentence: a name or number follows.
    always: HashSet<&'static str>,
    /// End a sentence where a capital follows, unless it goes on with one of `continuations`.
    unless_capital: HashSet<&'static str>,
    continuations: HashSet<&'static str>,
}

static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| {
    let section = |wanted: &str| {
        let mut here = false;
        let lines = include_str!("abbreviations.txt").lines().map(str::trim);
        lines
            .filter(|it| !it.is_empty() && !it.starts_with('#'))
            .filter(|line| {
                if line.starts_with('[') {
                    here = *line == wanted;
                    return false;
                }
                here
            })
            .collect()
    };
    Abbreviations {
        always: section("[always]"),
        unless_capital: section("[unless capital]"),
        continuations: section("[continuations]"),
    }
});

/// Sentences of one paragraph as byte ranges that cover it. A piece may hold no word.
///
/// - Source: Unicode Standard Annex #29, section 5.1; abbreviations are ours.
pub fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut joins = false;
    let mut start = 0;
    while start < paragraph.len() {
        let end = sentence_end(paragraph, start);
        match found.last_mut() {
            Some(last) if joins => last.end = end,
            _ => found.push(start..end),
        }
        joins = ends_in_abbreviation(&paragraph[start..end], &paragraph[end..]);
        start = end;
    }
    found
}

/// Whether the full stop at the end of a piece belongs to its last word, given what follows.
fn ends_in_abbreviation(piece: &str, rest: &str) -> bool {
    let Some(piece) = piece.trim_end().strip_suffix('.') else { return false };
    let word_start = piece.rfind(|it: char| it.is_whitespace() || "(“\"‘[—–-/".contains(it));
    let width = |i: usize| piece[i..].chars().next().map_or(0, char::len_utf8);
    let (before, word) = match word_start {
        Some(i) => (&piece[..i], &piece[i + width(i)..]),
        None => ("", piece),
    };
    let known = &*ABBREVIATIONS;
    if known.always.contains(word) {
        return true;
    }
    if known.unless_capital.contains(word) {
        let next = rest.trim_start().split(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
        let is_lower = next.chars().next().is_some_and(|it| !it.is_uppercase());
        return is_lower || known.continuations.contains(next);
    }
    is_initial(word) && is_name_before(before)
}

/// A single capital, as in "John F. Kennedy".
fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && characters.next().is_none()
}

/// Whether an initial stands at the start or behind a capitalized word, so that it is part of a name.
fn is_name_before(before: &str) -> bool {
    let last = before.split_whitespace().next_back();
    last.is_none_or(|it| it.chars().next().is_some_and(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(paragraph: &str) -> Vec<&str> {
        sentences(paragraph).into_iter().map(|it| paragraph[it].trim()).collect()
    }

    #[test]
    fn sentences_end_at_full_stops_questions_and_exclamations() {
        assert_eq!(texts("One act. Two acts? Three!").len(), 3);
        assert_eq!(
            texts("“Deterrence begins with logistics,” said General Reik. A second annex follows.")
                .len(),
            2
        );
    }

    #[test]
    fn titles_and_initials_do_not_end_a_sentence() {
        assert_eq!(texts("Gen. Reik met Mr. Orsic. They spoke.").len(), 2);
        assert_eq!(texts("John F. Kennedy spoke. Nobody answered.").len(), 2);
    }

    #[test]
    fn an_abbreviation_may_end_a_sentence_where_a_capital_follows() {
        assert_eq!(texts("He returned to the U.S. The deal stands.").len(), 2);
        assert_eq!(texts("The U.S. President spoke.").len(), 1);
        assert_eq!(texts("A U.S. official spoke.").len(), 1);
    }
}
