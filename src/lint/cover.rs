//! The entries of a frame in, which of them find all that a word or phrase finds out.

use std::collections::HashMap;

use super::Options;
use crate::dictionary::{Frame, Mark, Phrases, Rule, Step, Target, WordPattern};
use crate::frames::{fits, other_spelling};

/// Words in a row; at each place any of several will do.
pub(super) type Row<'f> = Vec<Place<'f>>;

/// What will do at one place of a row.
#[derive(Clone, Copy)]
pub(super) struct Place<'f> {
    pub(super) words: &'f [WordPattern],
    /// The phrases of a class, which are not looked into.
    phrases: Option<&'f Phrases>,
}

impl<'f> Place<'f> {
    /// A place for one word.
    fn of(word: &'f WordPattern) -> Place<'f> {
        Place { words: std::slice::from_ref(word), phrases: None }
    }

    fn of_step(step: &'f Step) -> Place<'f> {
        Place { words: &step.words, phrases: step.phrases.as_deref() }
    }

    /// Whether it is the same list of words and phrases, written once.
    fn is_same(&self, other: &Place<'_>) -> bool {
        let are_same = match (self.phrases, other.phrases) {
            (None, None) => true,
            (Some(one), Some(other)) => std::ptr::eq(one, other),
            _ => false,
        };
        are_same && std::ptr::eq(self.words, other.words)
    }
}

/// The words and phrases of a frame that count wherever they stand.
pub(super) struct Index<'f> {
    pub(super) options: Options,
    /// Place of the entry, and what it finds.
    rows: Vec<(usize, Row<'f>)>,
    /// Places of rows by their length and what their first word begins with.
    places: HashMap<(usize, String), Vec<usize>>,
}

/// Alternatives of one word up to which they are compared with others one by one. Larger lists are
/// classes as a rule, and only found to be the same list.
const MAX_ALTERNATIVES: usize = 32;

/// Letters by which patterns with wildcards are looked up.
const N_LETTERS: usize = 3;

impl<'f> Index<'f> {
    /// The index of a frame.
    pub(super) fn of(frame: &'f Frame, options: Options) -> Index<'f> {
        let mut index = Index { options, rows: Vec::new(), places: HashMap::new() };
        for (entry, it) in frame.entries.iter().enumerate() {
            it.rule.plain().into_iter().for_each(|it| index.add(entry, it));
        }
        index
    }

    /// The index of what excludes matches of an entry.
    pub(super) fn of_phrases(phrases: &'f Phrases, options: Options) -> Index<'f> {
        let mut index = Index { options, rows: Vec::new(), places: HashMap::new() };
        index.add(0, phrases);
        index
    }

    fn add(&mut self, entry: usize, phrases: &'f Phrases) {
        for row in rows(phrases) {
            let words = row[0].words;
            let n = if words.len() <= MAX_ALTERNATIVES { words.len() } else { 1 };
            for word in words.iter().take(n) {
                let key = (row.len(), self.key(word));
                self.places.entry(key).or_default().push(self.rows.len());
            }
            self.rows.push((entry, row));
        }
    }

    /// Entries that find all that a row of words finds, each with as many words; ascending.
    pub(super) fn covering(&self, row: &[Place<'_>]) -> Vec<(usize, &Row<'f>)> {
        let Some(first) = row.first().and_then(|it| it.words.first()) else { return Vec::new() };
        let places = self.keys(first).into_iter();
        let places = places.filter_map(|key| self.places.get(&(row.len(), key))).flatten();
        let mut found: Vec<usize> = places.copied().collect();
        found.sort_unstable();
        found.dedup();
        let found = found.into_iter().map(|it| (self.rows[it].0, &self.rows[it].1));
        found.filter(|it| self.covers(it.1, row)).collect()
    }

    /// Whether an entry of the frame finds a form wherever it stands.
    pub(super) fn finds(&self, form: &str) -> bool {
        let word = WordPattern { mark: Mark::Form, text: form.to_owned() };
        !self.covering(&[Place::of(&word)]).is_empty()
    }

    /// Whether every match of `narrow` is one of `wide`, which has as many words.
    pub(super) fn covers(&self, wide: &[Place<'_>], narrow: &[Place<'_>]) -> bool {
        wide.len() == narrow.len()
            && wide.iter().zip(narrow).all(|(wide, narrow)| {
                let are_few = wide.words.len().max(narrow.words.len()) <= MAX_ALTERNATIVES;
                let covers = |it| wide.words.iter().any(|wide| self.word_covers(wide, it));
                wide.is_same(narrow)
                    || (are_few && narrow.phrases.is_none() && narrow.words.iter().all(covers))
            })
    }

    /// Whether a word pattern fits every word that another fits. Where this cannot be told for
    /// certain, the answer is no.
    fn word_covers(&self, wide: &WordPattern, narrow: &WordPattern) -> bool {
        if wide == narrow {
            return true;
        }
        match (wide.mark, narrow.mark) {
            (Mark::Case, Mark::Case) => fits_all(&wide.text, &narrow.text),
            (Mark::Case, _) => false,
            (_, Mark::Case) => self.word_covers(wide, &lowered(narrow)),
            (Mark::Stem, Mark::Stem) => self.stem(wide) == self.stem(narrow),
            (Mark::Stem, Mark::Form) => !narrow.is_glob() && self.stem(wide) == self.stem(narrow),
            // Endings are what stemming changes.
            (Mark::Form, Mark::Stem) => wide.text.strip_suffix('*').is_some_and(|it| {
                let stem = self.stem(narrow);
                !it.contains(['*', '?']) && it.len() < stem.len() && stem.starts_with(it)
            }),
            // Both spellings of a word begin alike.
            (Mark::Form, Mark::Form) if begin_apart(&wide.text, &narrow.text) => false,
            (Mark::Form, Mark::Form) => {
                let by_spelling =
                    || self.spelling(narrow).is_some_and(|it| fits_all(&wide.text, &it));
                fits_all(&wide.text, &narrow.text) || by_spelling()
            }
        }
    }

    fn stem(&self, word: &WordPattern) -> String {
        self.options.stem(&word.text)
    }

    fn spelling(&self, word: &WordPattern) -> Option<String> {
        let is_asked = self.options.spelling && !word.is_glob();
        is_asked.then(|| other_spelling(&word.text, self.options.language())).flatten()
    }

    /// The key under which a word pattern is found.
    fn key(&self, word: &WordPattern) -> String {
        match (word.mark, word.is_glob()) {
            (Mark::Stem, _) => format!("~{}", self.stem(word)),
            (_, true) => {
                let end = word.text.find(['*', '?']).unwrap_or(0);
                let letters = word.text[..end].chars().take(N_LETTERS);
                format!("*{}", letters.collect::<String>().to_lowercase())
            }
            (_, false) => word.text.to_lowercase(),
        }
    }

    /// The keys of all word patterns that may fit all that a word pattern fits.
    fn keys(&self, word: &WordPattern) -> Vec<String> {
        let word = lowered(word);
        let stem = self.stem(&word);
        let spelling = self.spelling(&word);
        let literal = match word.mark {
            Mark::Stem => &stem,
            _ => &word.text[..word.text.find(['*', '?']).unwrap_or(word.text.len())],
        };
        let mut keys = vec![format!("~{stem}"), "*".to_owned()];
        for (i, letter) in literal.char_indices().take(N_LETTERS) {
            keys.push(format!("*{}", &literal[..i + letter.len_utf8()]));
        }
        keys.extend(spelling.into_iter().chain([word.text]));
        keys
    }
}

/// All rows of words that phrases stand for; of a single place each alternative is a row.
pub(super) fn rows(phrases: &Phrases) -> Vec<Row<'_>> {
    let mut found = Vec::new();
    for path in &phrases.0 {
        match path.as_slice() {
            [only] => {
                found.extend(only.words.iter().map(|it| vec![Place::of(it)]));
                found.extend(only.phrases.as_deref().map(rows).unwrap_or_default());
            }
            path => found.push(path.iter().map(Place::of_step).collect()),
        }
    }
    found
}

/// The words in a row that a rule looks for, whatever it asks for beside, alternatives one by one
/// where they are few; none for parts with words between and for co-mentions.
pub(super) fn rows_of(rule: &Rule) -> Vec<Row<'_>> {
    match &rule.target {
        Target::Pattern { parts, .. } if parts.len() == 1 => {
            rows(&parts[0]).into_iter().flat_map(one_by_one).collect()
        }
        _ => Vec::new(),
    }
}

/// Most rows that one row with alternatives becomes.
const MAX_ROWS: usize = 64;

fn one_by_one(row: Row<'_>) -> Vec<Row<'_>> {
    let has_phrases = row.iter().any(|it| it.phrases.is_some());
    if has_phrases || MAX_ROWS < row.iter().map(|it| it.words.len()).product() {
        return vec![row];
    }
    let mut rows: Vec<Row<'_>> = vec![Vec::new()];
    for step in row {
        let mut longer = Vec::new();
        for row in rows {
            longer.extend(step.words.iter().map(|word| {
                let mut row = row.clone();
                row.push(Place::of(word));
                row
            }));
        }
        rows = longer;
    }
    rows
}

/// Of each row of an entry whether it is a longer one with words written as one.
pub(super) fn closed_up(rows: &[Row<'_>]) -> Vec<bool> {
    let are_of_one_length = rows.iter().all(|it| it.len() == rows[0].len());
    if are_of_one_length {
        return vec![false; rows.len()];
    }
    let letters = |row: &Row<'_>| written(row).replace(' ', "");
    let mut longest: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let longest = longest.entry(letters(row)).or_default();
        *longest = row.len().max(*longest);
    }
    rows.iter().map(|it| it.len() < longest[&letters(it)]).collect()
}

/// Whether one row says literally, among its alternatives, what another says.
pub(super) fn holds(row: &[Place<'_>], other: &[Place<'_>]) -> bool {
    let holds = |row: &Place<'_>, other: &Place<'_>| {
        let is_in = |it| row.words.contains(it);
        row.is_same(other) || (other.phrases.is_none() && other.words.iter().all(is_in))
    };
    row.len() == other.len() && row.iter().zip(other).all(|(row, other)| holds(row, other))
}

/// Most alternatives of one place that are written.
const MAX_SHOWN: usize = 12;

/// A row as one would write it.
pub(super) fn written(row: &[Place<'_>]) -> String {
    let word = |it: &WordPattern| {
        let mark = match it.mark {
            Mark::Form => "",
            Mark::Stem => "~",
            Mark::Case => "=",
        };
        format!("{mark}{}", it.text)
    };
    let step = |it: &Place<'_>| match (it.words, it.phrases) {
        ([only], None) => word(only),
        (words, phrases) => {
            let all = words.iter().map(word);
            let rows = phrases.into_iter().flat_map(|it| &it.0);
            let all =
                all.chain(rows.map(|it| {
                    it.iter().map(|it| word(&it.words[0])).collect::<Vec<_>>().join(" ")
                }));
            let mut shown: Vec<String> = all.take(MAX_SHOWN + 1).collect();
            if MAX_SHOWN < shown.len() {
                shown[MAX_SHOWN] = "…".to_owned();
            }
            format!("({})", shown.join("|"))
        }
    };
    row.iter().map(step).collect::<Vec<_>>().join(" ")
}

/// The same word whatever its case.
fn lowered(word: &WordPattern) -> WordPattern {
    let mark = if word.mark == Mark::Case { Mark::Form } else { word.mark };
    WordPattern { mark, text: word.text.to_lowercase() }
}

/// Whether no word that one pattern fits is fitted by the other, by their first letters.
fn begin_apart(one: &str, other: &str) -> bool {
    let letters = one.chars().zip(other.chars()).take(N_LETTERS);
    let mut known = letters.take_while(|it| ![it.0, it.1].iter().any(|it| ['*', '?'].contains(it)));
    known.any(|it| it.0 != it.1)
}

/// Whether a pattern fits every word that another pattern fits.
///
/// A `*` is tried with nothing and with more letters, found nowhere else, than the wider pattern
/// could take one by one: only its own `*` can then take them.
fn fits_all(wide: &str, narrow: &str) -> bool {
    if !narrow.contains(['*', '?']) {
        return if wide.contains(['*', '?']) { fits(wide, narrow) } else { wide == narrow };
    }
    let one = narrow.replace('?', "\u{1}");
    let many = "\u{1}".repeat(wide.len() + 1);
    fits(wide, &one.replace('*', "")) && fits(wide, &one.replace('*', &many))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::read_texts;

    fn covers(wide: &str, narrow: &str) -> bool {
        let text = format!("[[frame]]\nname = 'f'\nentries = ['{wide}', '{narrow}']\n");
        let dictionary = read_texts(&[("f.toml", &text)]).expect("a dictionary");
        let frame = &dictionary.frames[0];
        let index = Index::of(frame, Options::default());
        let rows = rows_of(&frame.entries[1].rule);
        rows.iter().all(|row| index.covering(row).iter().any(|it| it.0 == 0))
    }

    #[test]
    fn what_is_found_by_a_wider_pattern_is_covered() {
        for (wide, narrow) in [
            ("strateg*", "strategic"),
            ("strateg*", "strategi*"),
            ("strateg*", "~strategy"),
            ("*strateg*", "geostrateg*"),
            ("wom?n", "woman"),
            ("a?*", "ab*"),
            ("~balance", "balancing"),
            ("~balanced", "~balancing"),
            ("us", "=US"),
            ("=U*", "=US"),
            ("normalise", "normalize"),
            ("normaliz*", "normalisation"),
            ("photo (op|ops)", "photo ops"),
            ("(photo|picture) op", "photo op"),
            ("soft power", "soft power"),
            ("(russia|china)", "russia"),
        ] {
            assert!(covers(wide, narrow), "{wide} {narrow}");
        }
    }

    #[test]
    fn what_may_stand_elsewhere_is_not() {
        for (wide, narrow) in [
            ("strategi*", "strateg*"),
            ("strateg*", "~strateg"),
            ("strategic", "~strategic"),
            ("a?", "a*"),
            ("a?b", "a*b"),
            ("=US", "us"),
            ("photo opportunity", "photo (op|opportunity)"),
            ("power", "soft power"),
            ("soft power", "power"),
        ] {
            assert!(!covers(wide, narrow), "{wide} {narrow}");
        }
    }
}
