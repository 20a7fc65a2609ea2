//! `trends.csv`: how often each source uses each frame, bin of time by bin of time.

mod timeline;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::table::Unit::{Count, Date, Label, PerThousandTokens, Share};
use super::{Builder, Context, EmphasisOptions, Table, per_thousand, share};
use crate::corpus::{Corpus, Period};
use crate::stats::{Units, rate_interval};

pub(super) use timeline::{Calendar, Line, Timeline};

/// Bins over which the rolling rate runs: this one and those before it.
const ROLLING: usize = 3;

/// `[trend]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Length of a bin.
    pub period: Period,
}

impl Default for Options {
    fn default() -> Self {
        Options { period: Period::Month }
    }
}

/// The corpus in bins of time, made when the first table asks for it.
pub(super) type Lazy<'c> = LazyLock<Timeline<'c>, Box<dyn FnOnce() -> Timeline<'c> + Send + 'c>>;

/// Puts off the work until a table asks for it.
pub(super) fn lazy<'c>(corpus: &'c Corpus, options: &'c Options) -> Arc<Lazy<'c>> {
    Arc::new(Lazy::new(Box::new(|| Timeline::of(corpus, options.period))))
}

/// What coarser bins change, in words; `None` where bins are as long as they were set.
pub(super) fn cut(corpus: &Corpus, options: &Options) -> Option<String> {
    let period = Calendar::of(corpus, options.period).period;
    (period != options.period).then(|| {
        let (set, used) = (options.period.name(), period.name());
        format!("a bin is a {used} and not a {set}, as there would be too many; see `trend.period`")
    })
}

/// One frame in one bin of a source, or of all sources.
struct Row<'c> {
    source: &'c str,
    scope: &'static str,
    frame: &'c str,
    period: Period,
    start: jiff::civil::Date,
    n_documents: u64,
    here: Sums,
    /// Both ends of the interval of the rate.
    interval: Option<(f64, f64)>,
    /// Of this bin and those before it over which the rolling rate runs.
    rolling: Sums,
}

/// Sums over one bin, or several.
#[derive(Clone, Copy, Default)]
struct Sums {
    tokens: u64,
    hits: u64,
    /// Hits of all frames.
    all_hits: u64,
}

impl Sums {
    fn of(line: &Line<'_>, frame: usize, bins: Range<usize>) -> Sums {
        bins.fold(Sums::default(), |sums, bin| Sums {
            tokens: sums.tokens + line.tokens[bin],
            hits: sums.hits + line.hits(bin)[frame],
            all_hits: sums.all_hits + line.hits(bin).iter().sum::<u64>(),
        })
    }

    fn rate(self) -> Option<f64> {
        per_thousand(self.hits, self.tokens)
    }

    fn share(self) -> Option<f64> {
        share(self.hits, self.all_hits)
    }
}

/// Builds the table: sources by name, then all sources as one; frames in the order of the
/// dictionary, bins in the order of time.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let timeline = Arc::clone(&context.timeline);
    let (frames, options) = (&context.corpus.frames, &context.options.emphasis);
    let n = context.corpus.sources.len() + 1;
    let about = "one row per source (and for all sources), frame and bin of time";
    let builder = Table::in_parts("trends", about, n, move |i, emit| {
        let line = &timeline.lines[i];
        let units = line.units(&timeline.calendar);
        for (frame, it) in frames.iter().enumerate() {
            for (bin, start) in timeline.calendar.bins.iter().enumerate() {
                emit(&Row {
                    source: line.source,
                    scope: line.scope(),
                    frame: &it.name,
                    period: timeline.calendar.period,
                    start: *start,
                    n_documents: line.n_documents[bin],
                    here: Sums::of(line, frame, bin..bin + 1),
                    interval: interval(&units[bin * frames.len() + frame], options),
                    rolling: Sums::of(line, frame, (bin + 1).saturating_sub(ROLLING)..bin + 1),
                });
            }
        }
    });
    let all = Arc::clone(&context.timeline);
    let builder = builder.shared(move || {
        LazyLock::force(&all);
    });
    columns(builder).finish()
}

/// Interval of a rate, where there are articles enough to say how much they differ.
fn interval(units: &Units, options: &EmphasisOptions) -> Option<(f64, f64)> {
    let is_enough = options.min_documents <= units.n();
    is_enough.then(|| rate_interval::interval(units, options.confidence)).flatten()
}

fn columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("scope", Label, "source, or all_sources for all as one", |row| row.scope.into())
        .column("source", Label, "outlet; empty for all sources", |row| row.source.into())
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column("period", Label, "bin of time, as `trend.period` sets its length", |row| {
            row.period.label(row.start).into()
        })
        .column("period_start", Date, "its first day", |row| row.start.to_string().into())
        .column("documents", Count, "articles in the bin", |row| row.n_documents.into())
        .column("tokens", Count, "their words", |row| row.here.tokens.into())
        .column("hits", Count, "occurrences of the frame", |row| row.here.hits.into())
        .column(
            "rate_per_1k",
            PerThousandTokens,
            "hits relative to words; empty in a bin without articles",
            |row| row.here.rate().into(),
        )
        .column(
            "rate_low",
            PerThousandTokens,
            "lower end of its interval, with the article as the unit that varies; empty in a bin with fewer articles than `emphasis.min_documents`",
            |row| row.interval.map(|it| it.0).into(),
        )
        .column("rate_high", PerThousandTokens, "upper end", |row| {
            row.interval.map(|it| it.1).into()
        })
        .column(
            "rolling_rate",
            PerThousandTokens,
            "the same over this bin and the two before it, so that later articles do not change it",
            |row| row.rolling.rate().into(),
        )
        .column("share", Share, "hits relative to those of all frames in the bin", |row| {
            row.here.share().into()
        })
        .column("rolling_share", Share, "the same over this bin and the two before it", |row| {
            row.rolling.share().into()
        })
}
