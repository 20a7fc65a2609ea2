//! Categories and entries of one file in, a model and the losses out: what all readers share.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::losses::{Change, Loss, Losses, excerpt};
use super::model::{Category, Entry, Model, kept_weight};
use super::pattern::{self, Wildcards};
use crate::dictionary::{MAX_ENTRIES, MAX_FRAMES};

/// Deepest nesting of categories.
pub(super) const MAX_DEPTH: usize = 32;

/// Longest name of a category, in bytes.
const MAX_LABEL: usize = 256;

/// Most rows of a report.
const MAX_ROWS: usize = 4 * MAX_ENTRIES;

/// What makes a file unreadable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Line of the file, from 1.
    pub(super) line: usize,
    /// What is wrong.
    pub(super) what: String,
    /// What to do; empty where there is nothing to say.
    pub(super) hint: &'static str,
}

impl Fault {
    /// A fault in a line.
    pub(super) fn new(line: usize, what: impl Into<String>, hint: &'static str) -> Fault {
        Fault { line, what: what.into(), hint }
    }
}

/// An entry as its file has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Source<'t> {
    /// The text that is looked for.
    pub(super) text: &'t str,
    /// What the file says of it, where that is more than the text.
    pub(super) written: &'t str,
    /// How much it counts.
    pub(super) weight: Option<f64>,
    /// A remark of the file on it.
    pub(super) comment: String,
    /// What the reader has to say of it already.
    pub(super) note: String,
    /// Line of the file, from 1.
    pub(super) line: usize,
}

impl<'t> Source<'t> {
    /// An entry that is its text and nothing else.
    pub(super) fn new(text: &'t str, line: usize) -> Source<'t> {
        Source { text, written: text, line, ..Source::default() }
    }
}

/// A file while it is read.
#[derive(Debug, Default)]
pub(super) struct Import {
    pub(super) model: Model,
    pub(super) losses: Losses,
    /// Places of the categories by parent and label.
    places: HashMap<(Option<usize>, String), usize>,
    /// Lines of the entries by category and pattern.
    lines: HashMap<(usize, String), usize>,
    depths: Vec<usize>,
    n_entries: usize,
    n_rows: usize,
}

impl Import {
    /// Adds a category and returns its place. One that is there already goes on, which is reported.
    pub(super) fn category(
        &mut self,
        label: &str,
        parent: Option<usize>,
        line: usize,
    ) -> Result<usize, Fault> {
        let label: String = label.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
        if label.is_empty() {
            return Err(Fault::new(line, "a category has no name", "give it one"));
        }
        if MAX_LABEL < label.len() {
            let what = format!("the name of a category is longer than {MAX_LABEL} bytes");
            return Err(Fault::new(line, what, "is this a dictionary?"));
        }
        if let Some(&place) = self.places.get(&(parent, label.clone())) {
            let first = self.model.categories[place].line;
            let what = format!("stands on line `{first}` already; its entries are put together");
            self.row(line, Some(place), "", Change::Changed, what)?;
            return Ok(place);
        }
        let depth = parent.map_or(0, |it| self.depths[it] + 1);
        if MAX_DEPTH <= depth {
            let what = format!("categories are nested deeper than {MAX_DEPTH} levels");
            return Err(Fault::new(line, what, ""));
        }
        let place = self.model.categories.len();
        if MAX_FRAMES <= place {
            let what = format!("more than {MAX_FRAMES} categories, the most that a run can use");
            return Err(Fault::new(line, what, "divide the dictionary into several files"));
        }
        self.depths.push(depth);
        self.places.insert((parent, label.clone()), place);
        let (name, about, entries) = (None, String::new(), Vec::new());
        self.model.categories.push(Category { label, name, parent, about, line, entries });
        self.row(line, Some(place), "", Change::Kept, String::new())?;
        Ok(place)
    }

    /// Adds an entry made of words, with the wildcards that its format knows.
    pub(super) fn entry(
        &mut self,
        category: usize,
        source: Source<'_>,
        wildcards: Wildcards,
    ) -> Result<(), Fault> {
        match pattern::from_words(source.text, wildcards) {
            Ok((pattern, notes)) => self.patterns(category, &source, vec![pattern], notes),
            Err(why) => self.disabled(category, source.written, source.line, why),
        }
    }

    /// Adds an entry whose patterns are known; together they count what it counts.
    pub(super) fn patterns(
        &mut self,
        category: usize,
        source: &Source<'_>,
        patterns: Vec<String>,
        mut notes: Vec<String>,
    ) -> Result<(), Fault> {
        if let Some(weight) = source.weight.filter(|it| *it <= 0.0) {
            let why =
                format!("its weight `{weight}` is not above 0, and what counts for a frame is");
            return self.disabled(category, source.written, source.line, why);
        }
        let (mut n_new, mut first) = (0, source.line);
        for pattern in patterns {
            self.count(source.line)?;
            let key = (category, pattern.to_lowercase());
            if let Some(line) = self.lines.get(&key) {
                first = *line;
                continue;
            }
            n_new += 1;
            self.lines.insert(key, source.line);
            self.model.categories[category].entries.push(Entry {
                pattern,
                weight: source.weight.and_then(kept_weight),
                comment: source.comment.clone(),
                texts: Ok(Vec::new()),
                disabled: None,
                line: source.line,
            });
        }
        if n_new == 0 {
            let what = format!("stands on line `{first}` of the same category already");
            return self.row(source.line, Some(category), source.written, Change::Dropped, what);
        }
        let change = if notes.is_empty() { Change::Kept } else { Change::Changed };
        if !source.note.is_empty() {
            notes.push(source.note.clone());
        }
        self.row(source.line, Some(category), source.written, change, notes.join("; "))
    }

    /// Adds an entry that frames cannot hold: it becomes a comment.
    pub(super) fn disabled(
        &mut self,
        category: usize,
        text: &str,
        line: usize,
        why: String,
    ) -> Result<(), Fault> {
        self.count(line)?;
        let what = format!("{why}; written as a comment");
        self.row(line, Some(category), text, Change::Dropped, what)?;
        self.model.categories[category].entries.push(Entry {
            pattern: excerpt(text),
            weight: None,
            comment: String::new(),
            texts: Ok(Vec::new()),
            disabled: Some(why),
            line,
        });
        Ok(())
    }

    /// Reports which categories count what stands in their parts; `is_usual` says that they did so
    /// in their program, too.
    pub(super) fn parents(&mut self, is_usual: bool) -> Result<(), Fault> {
        for place in self.model.parents() {
            let categories = &self.model.categories;
            let own: HashSet<String> = patterns(&categories[place]).collect();
            let is_part = |it: &usize| *it != place && self.model.line_of(*it).contains(&place);
            let parts = (0..categories.len()).filter(is_part);
            let of_parts: HashSet<String> =
                parts.flat_map(|it| patterns(&categories[it])).collect();
            let (line, n) = (categories[place].line, of_parts.difference(&own).count());
            if is_usual && own.is_empty() && 0 < n {
                let what = "has no entry of its own, and counts those of its parts".to_owned();
                self.row(line, Some(place), "", Change::Kept, what)?;
            } else if !is_usual && 0 < n {
                let what = format!(
                    "counts the `{n}` entries of its parts too, which the program counts for the parts only"
                );
                self.row(line, Some(place), "", Change::Changed, what)?;
            }
        }
        Ok(())
    }

    /// Reports something.
    pub(super) fn row(
        &mut self,
        line: usize,
        category: Option<usize>,
        entry: &str,
        change: Change,
        what: String,
    ) -> Result<(), Fault> {
        self.n_rows += 1;
        if MAX_ROWS < self.n_rows {
            let what = format!("more than {MAX_ROWS} things to report");
            return Err(Fault::new(line, what, "is this a dictionary, and of that format?"));
        }
        let entry = if entry.len() <= 1024 { entry.to_owned() } else { excerpt(entry) };
        self.losses.push(Loss { line, category, entry, change, what });
        Ok(())
    }

    fn count(&mut self, line: usize) -> Result<(), Fault> {
        self.n_entries += 1;
        if MAX_ENTRIES < self.n_entries {
            let what = format!("more than {MAX_ENTRIES} entries, the most that a run can use");
            return Err(Fault::new(line, what, "divide the dictionary into several files"));
        }
        Ok(())
    }
}

/// The patterns of a category that count, in lower case.
fn patterns(category: &Category) -> impl Iterator<Item = String> {
    let counting = category.entries.iter().filter(|it| it.disabled.is_none());
    counting.map(|it| it.pattern.to_lowercase())
}

/// The lines of a text with their numbers from 1; a line ends with `\n`, `\r\n`, or in old files `\r`.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = if text.contains('\n') { '\n' } else { '\r' };
    (1..).zip(text.split(end)).map(|(n, line)| (n, line.strip_suffix('\r').unwrap_or(line)))
}
