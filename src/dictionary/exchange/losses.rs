//! What happened to each category and entry of a dictionary on its way, for people and for tables.

use std::fmt::Write;

/// What happened to one category or entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It means the same as before.
    Kept,
    /// It is there, and means something slightly different, or lost something that hung on it.
    Changed,
    /// It does not count any more.
    Dropped,
}

impl Change {
    /// Its name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Change::Kept => "kept",
            Change::Changed => "changed",
            Change::Dropped => "dropped",
        }
    }
}

/// One row of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Line of the file that was read, from 1.
    pub line: usize,
    /// Place of the category in the model; `None` for what concerns the whole file.
    pub category: Option<usize>,
    /// The entry as its file has it; empty for a row about a category or the file.
    pub entry: String,
    /// What happened.
    pub change: Change,
    /// What was done, in a sentence; empty for what was kept without a remark.
    pub what: String,
}

/// Everything that happened, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    rows: Vec<Loss>,
}

/// Rows of one kind that a terminal shows.
const MOST: usize = 10;

/// Characters of an entry that are shown.
const MAX_SHOWN: usize = 120;

impl Losses {
    /// Adds a row.
    pub(super) fn push(&mut self, loss: Loss) {
        self.rows.push(loss);
    }

    /// Says of categories that they are dropped, instead of kept.
    pub(super) fn drop_categories(&mut self, dropped: &[usize], what: &str) {
        for row in &mut self.rows {
            let is_first = row.entry.is_empty() && row.what.is_empty();
            if is_first && row.category.is_some_and(|it| dropped.binary_search(&it).is_ok()) {
                row.change = Change::Dropped;
                what.clone_into(&mut row.what);
            }
        }
    }

    /// All rows, by line; rows of one line stay as they came.
    pub fn rows(&self) -> Vec<&Loss> {
        let mut rows: Vec<&Loss> = self.rows.iter().collect();
        rows.sort_by_key(|it| it.line);
        rows
    }

    /// Number of rows to which this happened.
    pub fn n(&self, change: Change) -> usize {
        self.rows.iter().filter(|it| it.change == change).count()
    }

    /// The report for people: all that was dropped, changed or kept with a remark, by kind, with
    /// examples; `names` are the names of the categories.
    pub fn render(&self, names: &[String]) -> String {
        let mut text = String::new();
        for change in [Change::Dropped, Change::Changed, Change::Kept] {
            let mut kinds: Vec<(String, Vec<&Loss>)> = Vec::new();
            let mut places = std::collections::HashMap::new();
            for row in self.rows().into_iter().filter(|it| it.change == change) {
                if row.what.is_empty() {
                    continue;
                }
                let kind = kind(&row.what);
                let place = *places.entry(kind.clone()).or_insert(kinds.len());
                if place == kinds.len() {
                    kinds.push((kind, Vec::new()));
                }
                kinds[place].1.push(row);
            }
            for (_, rows) in kinds {
                for row in rows.iter().take(MOST) {
                    line(&mut text, row, names);
                }
                if MOST < rows.len() {
                    let n = rows.len() - MOST;
                    let _ = writeln!(text, "  … {} in the same way: {n} more", change.name());
                }
            }
        }
        text
    }
}

fn line(text: &mut String, row: &Loss, names: &[String]) {
    let category = row.category.map_or("", |it| names[it].as_str());
    let place = match (category, row.entry.as_str()) {
        ("", "") => String::new(),
        ("", entry) => format!(": `{}`", excerpt(entry)),
        (category, "") => format!(": category `{}`", excerpt(category)),
        (category, entry) => format!(": `{}` in `{}`", excerpt(entry), excerpt(category)),
    };
    let _ = writeln!(text, "  line {}{place} {}: {}", row.line, row.change.name(), row.what);
}

/// What was done, without the values that differ from row to row.
fn kind(what: &str) -> String {
    what.split('`').step_by(2).collect()
}

/// A text, cut where it is long.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_change_is_shown_and_many_of_one_kind_are_counted() {
        let mut losses = Losses::default();
        for line in 1..=30 {
            let (entry, what) = (format!("A_{line}"), format!("`_` is written as `{line}`"));
            losses.push(Loss { line, category: Some(0), entry, change: Change::Changed, what });
        }
        let what = "names no category".to_owned();
        let entry = "odd".to_owned();
        losses.push(Loss { line: 31, category: None, entry, change: Change::Dropped, what });
        let shown = losses.render(&["war".to_owned()]);
        assert!(shown.starts_with("  line 31: `odd` dropped: names no category\n"), "{shown}");
        assert!(shown.contains("line 1: `A_1` in `war` changed"), "{shown}");
        assert!(shown.ends_with("changed in the same way: 20 more\n"), "{shown}");
    }
}
