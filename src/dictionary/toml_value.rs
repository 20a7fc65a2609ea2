//! Values in TOML in, settings and patterns out; what is wrong with them is gathered.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::classes::{Located, Place};
use super::expand;
use super::pattern::{self, Wrong};
use crate::diagnostic::Problem;

/// A parsed value and its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// Bytes at which the lines of a text begin.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|it| it.0 + 1)).collect()
}

/// The line that holds a byte, from 1.
pub(super) fn line_of(starts: &[usize], byte: usize) -> usize {
    starts.partition_point(|it| *it <= byte)
}

/// Reads the values of one file and gathers what is wrong with them.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) problems: Vec<Problem>,
    /// Bytes at which lines begin.
    lines: Vec<usize>,
    /// Words of all entries so far, with alternatives and classes spelled out.
    n_words: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader { text, problems: Vec::new(), lines: line_starts(text), n_words: 0 }
    }

    /// The line in which something begins, from 1.
    pub(super) fn line(&self, at: &Range<usize>) -> usize {
        line_of(&self.lines, at.start)
    }

    /// What was read, if nothing is wrong.
    pub(super) fn finish<T>(self, found: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(found) } else { Err(self.problems) }
    }

    pub(super) fn problem(
        &mut self,
        at: Range<usize>,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.problems.push(Problem::new(at, what).hint(hint));
    }

    /// Whether no more can be spelled out.
    pub(super) fn is_spent(&self) -> bool {
        expand::MAX_SPELLED_OUT < self.n_words
    }

    /// Counts words that were spelled out, and tells once when there are too many.
    pub(super) fn spend(&mut self, n_words: usize, place: &Place) {
        let was_spent = self.is_spent();
        self.n_words += n_words;
        if !was_spent && self.is_spent() {
            let limit = expand::MAX_SPELLED_OUT;
            let what = format!("patterns up to here hold more than {limit} words when spelled out");
            let hint = "take apart what stands in brackets and classes";
            self.problem(place.span.clone(), what, hint);
        }
    }

    pub(super) fn flag(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        match table.get(key).map(|it| (it.get_ref(), it.span())) {
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, at)) => {
                self.problem(at, format!("`{key}` must be true or false"), "no quotation marks");
                false
            }
            None => false,
        }
    }

    pub(super) fn number(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        range: RangeInclusive<i64>,
    ) -> Option<(Range<usize>, u32)> {
        let value = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix()).ok(),
            _ => None,
        };
        match number.filter(|it| range.contains(it)) {
            Some(number) => Some((value.span(), number as u32)),
            None => {
                let what = format!("`{key}` must be a whole number");
                let hint = format!("from {} to {}", range.start(), range.end());
                self.problem(value.span(), what, hint);
                None
            }
        }
    }

    pub(super) fn word(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
    ) -> Option<(Range<usize>, String)> {
        let value = table.get(key)?;
        if let DeValue::String(text) = value.get_ref() {
            return Some((value.span(), text.trim().to_owned()));
        }
        self.problem(
            value.span(),
            format!("`{key}` must be a text"),
            "write it in quotation marks",
        );
        None
    }

    pub(super) fn choice<T: Copy>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        known: &[(&str, T)],
    ) -> Option<T> {
        table.get(key).and_then(|it| self.one_of(key, it, known))
    }

    pub(super) fn one_of<T: Copy>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        known: &[(&str, T)],
    ) -> Option<T> {
        let written = value.get_ref().as_str().unwrap_or("");
        let found = known.iter().find(|it| it.0 == written).map(|it| it.1);
        if found.is_none() {
            let names: Vec<String> = known.iter().map(|it| format!("\"{}\"", it.0)).collect();
            let what = format!("`{key}` must be one of {}", names.join(", "));
            self.problems.push(Problem::new(value.span(), what));
        }
        found
    }

    /// Patterns: a text, or a list of texts that is not empty.
    pub(super) fn patterns(
        &mut self,
        key: &str,
        value: &Value<'_>,
        is_cased: bool,
    ) -> Option<Vec<Located>> {
        let items = match value.get_ref() {
            DeValue::Array(items) if !items.is_empty() => &items[..],
            DeValue::String(_) => std::slice::from_ref(value),
            _ => {
                let what = format!("`{key}` must be a list of patterns");
                self.problem(value.span(), what, format!("write `{key} = [\"…\"]`"));
                return None;
            }
        };
        Some(items.iter().filter_map(|it| self.pattern(it, is_cased)).collect())
    }

    pub(super) fn pattern(&mut self, value: &Value<'_>, is_cased: bool) -> Option<Located> {
        let span = value.span();
        let Some(text) = value.get_ref().as_str() else {
            self.problem(span, "a pattern must be a text", "write it in quotation marks");
            return None;
        };
        let is_at = |it: &usize| self.text.get(*it..*it + text.len()) == Some(text);
        let place = Place { start: Some(span.start + 1).filter(is_at), span };
        match pattern::parse(text, is_cased) {
            Ok(pattern) => Some(Located { pattern, place }),
            Err(wrong) => {
                self.wrong(&place, &wrong);
                None
            }
        }
    }

    pub(super) fn wrong(&mut self, place: &Place, wrong: &Wrong) {
        let written = self.text.get(place.span.clone()).unwrap_or("");
        self.problems.push(place.problem(written.trim_matches(['"', '\'']), wrong));
    }
}
