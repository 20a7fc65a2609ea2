//! Tables and settings in, what the charts have in common out: which sources and frames are shown.

use std::collections::BTreeMap;

use super::{Options, Row};
use crate::tables::{Cell, Tables};

/// Frames in a chart at most; more could not be told apart.
const MAX_FRAMES: usize = 30;

/// What is measured, and what it is not; said under every chart of frames.
pub(super) const WHAT_IS_COUNTED: &str =
    "Frame vocabulary is counted: words from a list, not what their writers had in mind.";

/// The tables, and the sources and frames of them that are shown.
pub struct View<'t> {
    /// All tables of the run.
    pub(super) tables: &'t Tables<'t>,
    /// `[charts]` of `config.toml`.
    pub(super) options: &'t Options,
    /// Whether a word is left out of the charts of terms.
    pub(super) is_stopword: &'t (dyn Fn(&str) -> bool + Sync),
    /// The sources that are shown, in the order of the table.
    pub(super) sources: Vec<Source>,
    /// What people call the frames that are shown, in the order of the table.
    pub(super) frames: Vec<String>,
    /// Names of these frames in tables.
    pub(super) frame_names: Vec<String>,
    /// For each row of `emphasis`, the places of its source and its frame; `None` if not shown.
    places: Vec<Option<(usize, usize)>>,
    /// Number of documents of all sources, shown or not.
    pub(super) documents: u64,
    sources_left_out: usize,
    frames_left_out: usize,
}

/// A source that is shown.
pub(super) struct Source {
    /// Its name.
    pub(super) name: String,
    /// Number of its documents.
    pub(super) documents: u64,
    /// Number of its tokens.
    pub(super) tokens: u64,
}

impl<'t> View<'t> {
    /// Chooses what is shown: the sources with the most tokens, the first frames.
    pub fn new(
        tables: &'t Tables<'t>,
        is_stopword: &'t (dyn Fn(&str) -> bool + Sync),
        options: &'t Options,
    ) -> Self {
        let rows = tables.get("emphasis").select(["source", "frame", "documents", "tokens"]);
        let mut all_sources = Vec::<Source>::new();
        let mut source_places = BTreeMap::new();
        let (mut frames, mut frame_names) = (Vec::new(), Vec::new());
        let mut frame_places = BTreeMap::new();
        for [source, frame, documents, tokens] in &rows {
            source_places.entry(source.text()).or_insert_with(|| {
                let (documents, tokens) = (count(documents), count(tokens));
                all_sources.push(Source { name: source.text().to_owned(), documents, tokens });
                all_sources.len() - 1
            });
            frame_places.entry(frame.text()).or_insert_with(|| {
                frames.push(tables.label(frame.text()).to_owned());
                frame_names.push(frame.text().to_owned());
                frames.len() - 1
            });
        }
        let shown = largest(&all_sources, options.max_sources);
        let places = rows.iter().map(|[source, frame, ..]| {
            let frame = frame_places[frame.text()];
            let source = shown[source_places[source.text()]]?;
            (frame < MAX_FRAMES).then_some((source, frame))
        });
        let places = places.collect();
        let n_sources = all_sources.len();
        let documents = all_sources.iter().map(|it| it.documents).sum();
        let mut is_shown = shown.iter().map(Option::is_some);
        all_sources.retain(|_| is_shown.next().unwrap_or(false));
        let frames_left_out = frames.len().saturating_sub(MAX_FRAMES);
        frames.truncate(MAX_FRAMES);
        frame_names.truncate(MAX_FRAMES);
        View {
            tables,
            options,
            is_stopword,
            sources_left_out: n_sources - all_sources.len(),
            sources: all_sources,
            frames,
            frame_names,
            places,
            documents,
            frames_left_out,
        }
    }

    /// Unit of a column in words.
    pub(super) fn unit(&self, table: &str, column: &str) -> &'static str {
        let table = self.tables.get(table);
        table.columns[table.place(column)].unit.words()
    }

    /// The sources as rows of a chart.
    pub(super) fn rows(&self) -> Vec<Row> {
        let row = |it: &Source| Row { name: it.name.clone(), documents: it.documents };
        self.sources.iter().map(row).collect()
    }

    /// Values made from columns of `emphasis`, by the place of their frame and then of their source.
    ///
    /// - Missing: `None` where the table has no such row.
    pub(super) fn by_frame<const N: usize, T: Clone>(
        &self,
        columns: [&str; N],
        mut value: impl FnMut(&[Cell<'_>; N]) -> T,
    ) -> Vec<Vec<Option<T>>> {
        let mut values = vec![vec![None; self.sources.len()]; self.frames.len()];
        let cells = self.tables.get("emphasis").select(columns);
        for (place, cells) in self.places.iter().zip(&cells) {
            if let Some((source, frame)) = *place {
                values[frame][source] = Some(value(cells));
            }
        }
        values
    }

    /// Values made from columns of `emphasis`, by the place of their source and then of their frame.
    ///
    /// - Missing: `None` where the table has no such row.
    pub(super) fn by_source<const N: usize, T: Clone>(
        &self,
        columns: [&str; N],
        value: impl FnMut(&[Cell<'_>; N]) -> T,
    ) -> Vec<Vec<Option<T>>> {
        let mut values = vec![vec![None; self.frames.len()]; self.sources.len()];
        for (frame, column) in self.by_frame(columns, value).into_iter().enumerate() {
            for (source, value) in column.into_iter().enumerate() {
                values[source][frame] = value;
            }
        }
        values
    }

    /// Place of each frame that is shown, by its name in tables.
    pub(super) fn frame_places(&self) -> BTreeMap<&str, usize> {
        self.frame_names.iter().enumerate().map(|(i, it)| (it.as_str(), i)).collect()
    }

    /// Place of each source that is shown.
    pub(super) fn source_places(&self) -> BTreeMap<&str, usize> {
        self.sources.iter().enumerate().map(|(i, it)| (it.name.as_str(), i)).collect()
    }

    /// Places of the sources with the most tokens, in their order, where a chart has room for `n`.
    pub(super) fn with_most_words(&self, n: usize) -> Vec<usize> {
        let shown = largest(&self.sources, n);
        (0..self.sources.len()).filter(|it| shown[*it].is_some()).collect()
    }

    /// Which sources are left out of a chart that shows `n`, in a sentence; none where none is.
    pub(super) fn left_out(&self, n: usize) -> Option<String> {
        let left_out = self.sources.len() + self.sources_left_out - n;
        (0 < left_out).then(|| {
            let shown = match n {
                1 => "The source with the most words is shown".to_owned(),
                n => format!("The {n} sources with the most words are shown"),
            };
            match left_out {
                1 => format!("{shown}; 1 other is left out."),
                n => format!("{shown}; {n} others are left out."),
            }
        })
    }

    /// Which frames are left out, in a sentence; none where none is.
    pub(super) fn frames_left_out(&self) -> Option<String> {
        let n = self.frames_left_out;
        (0 < n).then(|| format!("The first {MAX_FRAMES} frames are shown; {n} more are left out."))
    }

    /// Whether there is one source only, shown or not.
    pub(super) fn is_single(&self) -> bool {
        self.sources.len() + self.sources_left_out < 2
    }

    /// How many documents and sources are shown, and what is left out, in sentences.
    pub(super) fn counted(&self) -> String {
        let documents = self.sources.iter().map(|it| it.documents).sum();
        let sources = many(self.sources.len() as u64, "source", "sources");
        let mut sentences =
            format!("n\u{a0}=\u{a0}{} from {sources}.", many(documents, "article", "articles"));
        let left_out = [self.left_out(self.sources.len()), self.frames_left_out()];
        left_out.iter().flatten().for_each(|it| sentences += &format!(" {it}"));
        sentences
    }
}

/// The number in a cell if there is one that can be drawn.
pub(super) fn finite(cell: &Cell<'_>) -> Option<f64> {
    cell.number().filter(|it| it.is_finite())
}

/// The count in a cell, 0 where there is none.
pub(super) fn count(cell: &Cell<'_>) -> u64 {
    match cell {
        Cell::Count(n) => *n,
        _ => 0,
    }
}

/// A count with its noun, thousands set apart; no line ends between the two.
pub(super) fn many(n: u64, one: &str, more: &str) -> String {
    format!("{}\u{a0}{}", grouped(n), if n == 1 { one } else { more })
}

/// A count with its thousands set apart: `1,234,567`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if 0 < i && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// For each source its place among those shown: the `n` with the most tokens, in their old order.
fn largest(sources: &[Source], n: usize) -> Vec<Option<usize>> {
    let mut by_tokens: Vec<usize> = (0..sources.len()).collect();
    by_tokens.sort_by_key(|&i| std::cmp::Reverse(sources[i].tokens));
    by_tokens.truncate(n);
    by_tokens.sort_unstable();
    let mut shown = vec![None; sources.len()];
    for (place, i) in by_tokens.into_iter().enumerate() {
        shown[i] = Some(place);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row as Line, tables};

    fn sources(lines: Vec<Line>, max_sources: usize) -> (Vec<String>, String) {
        let tables = tables(lines);
        let options = Options { max_sources, ..Options::default() };
        let view = View::new(&tables, &|_| false, &options);
        (view.sources.iter().map(|it| it.name.clone()).collect(), view.counted())
    }

    #[test]
    fn the_sources_with_the_most_words_are_shown_in_the_order_of_the_table() {
        let line = |source, tokens| Line { tokens, ..Line::new(source, "one") };
        let lines = vec![line("A", 5), line("B", 1), line("C", 9)];
        let (shown, counted) = sources(lines, 2);
        assert_eq!(shown, ["A", "C"]);
        assert!(
            counted.ends_with("The 2 sources with the most words are shown; 1 other is left out.")
        );
    }

    #[test]
    fn rows_of_sources_that_are_not_shown_are_not_read() {
        let line =
            |source, tokens, rate| Line { tokens, ..Line::new(source, "one").rate(rate, 0.0, 9.0) };
        let tables = tables(vec![line("A", 1, 7.0), line("B", 2, 8.0)]);
        let options = Options { max_sources: 1, ..Options::default() };
        let view = View::new(&tables, &|_| false, &options);
        assert_eq!(view.by_source(["rate_per_1k"], |[rate]| rate.number()), [[Some(Some(8.0))]]);
    }

    #[test]
    fn a_pair_without_a_row_has_no_value() {
        let tables = tables(vec![Line::new("A", "one"), Line::new("B", "two")]);
        let options = Options::default();
        let view = View::new(&tables, &|_| false, &options);
        let hits = view.by_frame(["hits"], |[hits]| count(hits));
        assert_eq!(hits, [[Some(0), None], [None, Some(0)]]);
    }

    #[test]
    fn no_more_than_thirty_frames_are_shown() {
        let names: Vec<&'static str> =
            "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F".split(' ').collect();
        let (_, counted) = sources(names.iter().map(|frame| Line::new("A", frame)).collect(), 30);
        assert!(
            counted.contains("The first 30 frames are shown; 2 more are left out."),
            "{counted}"
        );
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(many(1, "word", "words"), "1\u{a0}word");
        assert_eq!(many(999, "word", "words"), "999\u{a0}words");
        assert_eq!(many(1_234_567, "word", "words"), "1,234,567\u{a0}words");
    }
}
