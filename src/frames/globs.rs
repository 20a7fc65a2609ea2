//! A word in, the patterns with `*` and `?` that it fits out.

use foldhash::HashMap;

/// Patterns with wildcards, each with the number that stands for it.
///
/// A pattern is found by the text before its first wildcard, or else by that behind its last one, so
/// that a word is compared with few of them however many there are.
#[derive(Debug, Default)]
pub(super) struct Globs {
    patterns: Vec<(u32, String)>,
    by_start: Index,
    by_end: Index,
    /// Patterns that begin and end with a wildcard.
    others: Vec<usize>,
}

/// Places of patterns by the literal text at one of their ends.
#[derive(Debug, Default)]
struct Index {
    places: HashMap<String, Vec<usize>>,
    longest: usize,
}

impl Index {
    fn insert(&mut self, literal: &str, place: usize) {
        self.longest = self.longest.max(literal.len());
        self.places.entry(literal.to_owned()).or_default().push(place);
    }
}

impl Globs {
    /// Adds a pattern.
    pub(super) fn insert(&mut self, number: u32, pattern: &str) {
        let place = self.patterns.len();
        let start = pattern.find(['*', '?']).unwrap_or(pattern.len());
        let end = pattern.rfind(['*', '?']).map_or(0, |i| i + 1);
        match (&pattern[..start], &pattern[end..]) {
            ("", "") => self.others.push(place),
            ("", end) => self.by_end.insert(end, place),
            (start, _) => self.by_start.insert(start, place),
        }
        self.patterns.push((number, pattern.to_owned()));
    }

    /// Whether there is no pattern.
    pub(super) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Adds the numbers of the patterns that a word fits, in no order.
    pub(super) fn answers(&self, word: &str, numbers: &mut Vec<u32>) {
        let starts = (1..=word.len().min(self.by_start.longest)).filter_map(|n| word.get(..n));
        let ends =
            (1..=word.len().min(self.by_end.longest)).filter_map(|n| word.get(word.len() - n..));
        let starting = starts.filter_map(|it| self.by_start.places.get(it)).flatten();
        let ending = ends.filter_map(|it| self.by_end.places.get(it)).flatten();
        for &place in starting.chain(ending).chain(&self.others) {
            let (number, pattern) = &self.patterns[place];
            if fits(pattern, word) {
                numbers.push(*number);
            }
        }
    }
}

/// Whether a word fits a pattern in which `*` is any run of characters, the empty one too, and `?`
/// is one character.
///
/// The last `*` alone is tried again with one character more, so that the time is at most the
/// product of both lengths.
pub fn fits(pattern: &str, word: &str) -> bool {
    let (mut pattern, mut word) = (pattern.chars(), word.chars());
    // What follows the last `*`, and the word from where that was tried last.
    let mut retry: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let before = word.clone();
        match (pattern.next(), word.next()) {
            (Some('*'), _) => {
                word = before;
                retry = Some((pattern.clone(), word.clone()));
            }
            (None, None) => return true,
            (Some('?'), Some(_)) => {}
            (Some(wanted), Some(character)) if wanted == character => {}
            _ => {
                let Some((behind, from)) = &mut retry else { return false };
                if from.next().is_none() {
                    return false;
                }
                pattern = behind.clone();
                word = from.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn answers(patterns: &[&str], word: &str) -> Vec<u32> {
        let mut globs = Globs::default();
        for (number, pattern) in patterns.iter().enumerate() {
            globs.insert(number as u32, pattern);
        }
        let mut numbers = Vec::new();
        globs.answers(word, &mut numbers);
        numbers.sort_unstable();
        numbers
    }

    #[test]
    fn patterns_are_found_by_either_end_or_by_none() {
        let patterns = ["strateg*", "*n't", "wom?n", "*oper*", "?a*", "*"];
        assert_eq!(answers(&patterns, "strategic"), [0, 5]);
        assert_eq!(answers(&patterns, "doesn't"), [1, 5]);
        assert_eq!(answers(&patterns, "woman"), [2, 5]);
        assert_eq!(answers(&patterns, "cooperation"), [3, 5]);
        assert_eq!(answers(&patterns, "zażółć"), [4, 5]);
        assert_eq!(answers(&["żó*"], "żółć"), [0]);
    }

    #[test]
    fn a_pattern_is_found_among_any_number_of_others() {
        let others: Vec<String> = (0..50_000).map(|i| format!("w{i}x*")).collect();
        let mut patterns: Vec<&str> = others.iter().map(String::as_str).collect();
        patterns.push("strateg*");
        assert_eq!(answers(&patterns, "strategy"), [50_000]);
    }

    proptest! {
        #[test]
        fn a_word_fits_as_a_regular_expression_says(
            patterns in proptest::collection::vec("[ab*?é]{0,5}[*?][ab*?é]{0,5}", 1..5),
            word in "[abé]{0,8}",
        ) {
            let by_regex: Vec<u32> = (0..).zip(&patterns).filter(|(_, pattern)| {
                let expression = pattern.replace('*', ".*").replace('?', ".");
                Regex::new(&format!("^{expression}$")).expect("valid").is_match(&word)
            }).map(|it| it.0).collect();
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            prop_assert_eq!(answers(&patterns, &word), by_regex);
        }
    }
}
