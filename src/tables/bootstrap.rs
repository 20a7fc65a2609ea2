//! `bootstrap.csv`: rates and emphasis when articles are drawn anew, with replacement.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::emphasis::Emphasis;
use super::emphasis::units::FEW_DOCUMENTS;
use super::table::Unit::{self, Count, Label, Log2, PerThousandTokens};
use super::{Builder, Context, EmphasisOptions, Table, largest};
use crate::corpus::Corpus;
use crate::stats::bootstrap::{Draws, Spread};
use crate::stats::emphasis_bootstrap::Spreads;

/// Sources that have rows: memory grows with them times replicates.
const MOST_SOURCES: usize = 200;

/// `[bootstrap]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Whether the table is written.
    pub enabled: bool,
    /// How often articles are drawn anew.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 100, 100000>")]
    pub replicates: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { enabled: false, replicates: 2000 }
    }
}

/// One frame in one source.
struct Row<'c> {
    source: &'c str,
    frame: &'c str,
    /// Articles of the source and of all others.
    n_documents: [usize; 2],
    n_hits: u64,
    n_documents_with: u64,
    n_replicates: u64,
    spreads: Spreads,
}

/// What the limit of rows takes away, in words; `None` when it takes nothing.
pub(super) fn cut(corpus: &Corpus) -> Option<String> {
    largest::cut(corpus, MOST_SOURCES)
}

/// Builds the table: sources by name, frames in the order of the dictionary.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, emphasis) = (context.corpus, Arc::clone(&context.emphasis));
    let options = context.options;
    let about = "one row per source and frame with 10 articles and more on each side";
    let builder = Table::in_parts("bootstrap", about, 1, move |_, emit| {
        rows(corpus, &emphasis, &options.emphasis, &options.bootstrap).iter().for_each(emit);
    });
    let builder = measure_columns(
        key_columns(builder),
        ["rate_per_1k", "rate"],
        PerThousandTokens,
        "hits relative to words",
        |row| row.spreads.rate,
    );
    let builder = measure_columns(
        builder,
        ["emphasis", "emphasis"],
        Log2,
        "how much more often per word than in all other sources, as in emphasis.csv",
        |row| row.spreads.emphasis,
    );
    builder
        .column("note", Label, "codes: no_hits_in_corpus; no_hits (of this source: no draw has any, and the intervals are too narrow); one_document (all hits stand in one article: the intervals rest on how often it is drawn); no_bca (a BCa interval is empty, as nothing varies between articles or all draws lie on one side of the value)", |row| row.note().into())
        .finish()
}

fn key_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("source", Label, "outlet", |row| row.source.into())
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column("documents", Count, "articles of the source; as many are drawn", |row| {
            row.n_documents[0].into()
        })
        .column("documents_reference", Count, "articles of all other sources; as many are drawn", |row| {
            row.n_documents[1].into()
        })
        .column("hits", Count, "occurrences of the frame", |row| row.n_hits.into())
        .column("replicates", Count, "how often articles were drawn anew", |row| {
            row.n_replicates.into()
        })
        .column("undefined", Count, "draws in which a value is not defined; they are left out, and above a tenth there is no interval", |row| {
            row.measured().map(|it| it.n_undefined).max().into()
        })
}

/// A value, its standard error and its three intervals; `names` are that of the value, and what those
/// of the others begin with.
fn measure_columns<'c>(
    mut builder: Builder<'c, Row<'c>>,
    [name, prefix]: [&'static str; 2],
    unit: Unit,
    meaning: &'static str,
    of: impl Fn(&Row<'c>) -> Option<Spread> + Copy + Send + Sync + 'c,
) -> Builder<'c, Row<'c>> {
    type Ends = fn(Spread) -> Option<(f64, f64)>;
    let kinds: [(&str, &str, Ends); 3] = [
        ("percentile", "middle part of the draws", |it| it.percentile),
        ("bca", "middle part of the draws, corrected for bias and skewness", |it| it.bca),
        ("basic", "middle part of the draws, mirrored at the value", |it| it.basic),
    ];
    builder = builder
        .column(name, unit, meaning, move |row| of(row).map(|it| it.estimate).into())
        .column(
            format!("{prefix}_bootstrap_se"),
            unit,
            format!("standard deviation of {name} over the draws"),
            move |row| of(row).and_then(|it| it.standard_error).into(),
        );
    for (kind, what, ends) in kinds {
        builder = builder
            .column(
                format!("{prefix}_{kind}_low"),
                unit,
                format!("lower end of the interval of {name}: {what}"),
                move |row| of(row).and_then(ends).map(|it| it.0).into(),
            )
            .column(format!("{prefix}_{kind}_high"), unit, "its upper end", move |row| {
                of(row).and_then(ends).map(|it| it.1).into()
            });
    }
    builder
}

impl Row<'_> {
    fn measured(&self) -> impl Iterator<Item = &Spread> {
        [&self.spreads.rate, &self.spreads.emphasis].into_iter().flatten()
    }

    fn note(&self) -> String {
        let has_hits = self.spreads.emphasis.is_some();
        let codes = [
            ("no_hits_in_corpus", !has_hits),
            ("no_hits", has_hits && self.n_hits == 0),
            ("one_document", self.n_documents_with == 1),
            ("no_bca", self.measured().any(|it| it.percentile.is_some() && it.bca.is_none())),
        ];
        codes.into_iter().filter(|it| it.1).map(|it| it.0).collect::<Vec<_>>().join(";")
    }
}

fn rows<'c>(
    corpus: &'c Corpus,
    emphasis: &Emphasis<'c>,
    options: &EmphasisOptions,
    bootstrap: &Options,
) -> Vec<Row<'c>> {
    let n_frames = emphasis.n_frames();
    let of_source = |source: usize| &emphasis.rows()[source * n_frames..][..n_frames];
    let mut sources = largest::sources(corpus, MOST_SOURCES);
    // Documents are those of emphasis.csv: articles that count as one are one.
    sources.retain(|it| {
        let sides = of_source(*it).first().map_or([0; 2], |it| it.comparison.n_documents);
        sides.iter().all(|it| FEW_DOCUMENTS <= *it)
    });
    let Options { replicates, .. } = *bootstrap;
    let draws = Draws { replicates, seed: options.seed, confidence: options.confidence };
    let spreads = emphasis.bootstrap(&sources, draws);
    let cells =
        sources.iter().zip(spreads).flat_map(|(it, spreads)| of_source(*it).iter().zip(spreads));
    cells
        .map(|(row, spreads)| Row {
            source: &row.source.name,
            frame: row.frame,
            n_documents: row.comparison.n_documents,
            n_hits: row.counts.n_hits,
            n_documents_with: row.counts.n_documents_with,
            n_replicates: replicates,
            spreads,
        })
        .collect()
}
