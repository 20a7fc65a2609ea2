//! `trend_summary.csv`: whether each source came to use each frame more or less over time.

mod change;
mod columns;

use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use self::change::Change;
use super::trends::{self, Calendar, Line, Timeline};
use super::{Context, EmphasisOptions, Table};
use crate::corpus::Corpus;
use crate::stats::benjamini_hochberg;
use crate::stats::mann_kendall::{self, MannKendall};
use crate::stats::theil_sen::{self, Slope};

/// Fewest bins with articles for a slope and a test of trend.
const MIN_BINS: usize = 8;

/// One frame in one source, or in all as one.
pub(super) struct Row<'c> {
    pub(super) source: &'c str,
    scope: &'static str,
    pub(super) frame: &'c str,
    n_dated: usize,
    n_undated: u64,
    period: &'static str,
    /// First and last day with an article, of all sources.
    days: Option<(String, String)>,
    /// Last day of the earlier half.
    pub(super) split: Option<String>,
    n_bins: usize,
    /// Bins with articles.
    n_bins_with: usize,
    slope: Option<Slope>,
    trend: Option<MannKendall>,
    pub(super) change: Change,
    note: String,
}

/// The rows, made when the first table asks for them.
pub(super) type Lazy<'c> = LazyLock<Vec<Row<'c>>, Box<dyn FnOnce() -> Vec<Row<'c>> + Send + 'c>>;

/// Puts off the work until a table asks for it.
pub(super) fn lazy<'c>(
    corpus: &'c Corpus,
    timeline: &Arc<trends::Lazy<'c>>,
    options: &'c EmphasisOptions,
) -> Arc<Lazy<'c>> {
    let timeline = Arc::clone(timeline);
    Arc::new(Lazy::new(Box::new(move || rows(corpus, &timeline, options))))
}

/// Builds the table: sources by name, then all sources as one; frames in the order of the
/// dictionary.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (rows, all) = (Arc::clone(&context.changes), Arc::clone(&context.changes));
    let about = "one row per source (and for all sources) and frame";
    let builder = Table::in_parts("trend_summary", about, 1, move |_, emit| {
        rows.iter().for_each(emit);
    });
    let builder = builder.shared(move || {
        LazyLock::force(&all);
    });
    columns::of(builder).finish()
}

fn rows<'c>(
    corpus: &'c Corpus,
    timeline: &Timeline<'c>,
    options: &EmphasisOptions,
) -> Vec<Row<'c>> {
    let lines = timeline.lines.par_iter();
    let mut rows: Vec<Row<'c>> =
        lines.flat_map_iter(|line| rows_of(corpus, &timeline.calendar, line, options)).collect();
    let p: Vec<Option<f64>> =
        rows.iter().map(|row| row.change.comparison.test.map(|it| it.p)).collect();
    for (row, q) in rows.iter_mut().zip(benjamini_hochberg::adjusted(&p)) {
        row.change.comparison.q = q;
        row.note = row.note_codes(options).join(";");
    }
    rows
}

fn rows_of<'c>(
    corpus: &'c Corpus,
    calendar: &Calendar,
    line: &Line<'c>,
    options: &EmphasisOptions,
) -> Vec<Row<'c>> {
    let split = calendar.days.map(change::split);
    let changes = change::changes(corpus, line, split.unwrap_or_default(), options);
    let row = |(frame, change): (usize, Change)| {
        let rates = rates(line, frame);
        let has_enough = MIN_BINS <= rates.len();
        let values: Vec<f64> = rates.iter().map(|it| it.1).collect();
        let trend = mann_kendall::test(&values).filter(|_| has_enough);
        Row {
            source: line.source,
            scope: line.scope(),
            frame: &corpus.frames[frame].name,
            n_dated: line.dated.len(),
            n_undated: line.n_undated,
            period: calendar.period.name(),
            days: calendar.days.map(|(first, last)| (first.to_string(), last.to_string())),
            split: split.map(|it| it.to_string()),
            n_bins: calendar.bins.len(),
            n_bins_with: rates.len(),
            slope: trend.and_then(|it| theil_sen::slope(&rates, it.variance, options.confidence)),
            trend,
            change,
            note: String::new(),
        }
    };
    changes.into_iter().enumerate().map(row).collect()
}

/// Places of the bins with articles, and the rate of a frame in each.
fn rates(line: &Line<'_>, frame: usize) -> Vec<(f64, f64)> {
    let bins = line.tokens.iter().enumerate().filter(|it| 0 < *it.1);
    bins.map(|(bin, n_tokens)| {
        let rate = 1000.0 * line.hits(bin)[frame] as f64 / *n_tokens as f64;
        (bin as f64, rate)
    })
    .collect()
}

impl Row<'_> {
    fn note_codes(&self, options: &EmphasisOptions) -> Vec<&'static str> {
        use super::emphasis::units::Inference::{FewDocuments, TextsOnly};
        let Change { halves: [later, earlier], comparison } = &self.change;
        let no_dates = later.n() + earlier.n() == 0;
        let no_hits = later.n_hits() + earlier.n_hits() == 0;
        let codes = [
            ("no_dates", no_dates),
            ("few_bins", !no_dates && self.n_bins_with < MIN_BINS),
            ("one_half", !no_dates && (later.n() == 0 || earlier.n() == 0)),
            ("no_hits", !no_dates && no_hits),
            ("few_documents", comparison.inference == FewDocuments),
            ("texts_only", comparison.inference == TextsOnly),
            ("undated", 0 < self.n_undated),
            ("p_min", comparison.has_too_few_splits(options.confidence)),
        ];
        codes.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }
}
