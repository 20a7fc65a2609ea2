//! `emphasis.csv`: how much each source uses each frame, and how sure that is.

pub(super) mod columns;
pub(super) mod comparison;
mod leave_out;
mod measure;
pub(super) mod units;

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use self::measure::Measures;
use super::table::Unit::Label;
use super::{Context, Table};
use crate::corpus::{Corpus, Source};
use crate::stats::bootstrap::Draws;
use crate::stats::emphasis_bootstrap::Spreads;

pub(super) use leave_out::LeaveOut;
pub(super) use measure::Row;

/// `[emphasis]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// What articles are grouped by: `source`, `author`, `language`, `period`, or a document
    /// variable.
    pub by: String,
    /// Fewest documents of a side whose documents are its units; with fewer, sentences are.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 2, 1000>")]
    pub min_documents: usize,
    /// Share of intervals that hold the true value.
    #[serde(deserialize_with = "crate::setting::between_0_and_1")]
    pub confidence: f64,
    /// Random exchanges of a permutation test where there are too many to try all.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 99, 1000000>")]
    pub permutations: u64,
    /// Key of the random numbers.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 0, { i64::MAX }>")]
    pub seed: u64,
    /// How much a hit weighs in `weighted_rate_per_1k`.
    pub zone_weights: ZoneWeights,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            by: "source".to_owned(),
            min_documents: 3,
            confidence: 0.95,
            permutations: 9999,
            seed: 20_250_101,
            zone_weights: ZoneWeights::default(),
        }
    }
}

/// `[emphasis.zone_weights]`: how much a hit weighs by where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ZoneWeights {
    /// In the headline.
    #[serde(deserialize_with = "crate::setting::weight")]
    pub headline: f64,
    /// In the first paragraph.
    #[serde(deserialize_with = "crate::setting::weight")]
    pub lead: f64,
    /// In the rest.
    #[serde(deserialize_with = "crate::setting::weight")]
    pub body: f64,
}

impl Default for ZoneWeights {
    fn default() -> Self {
        ZoneWeights { headline: 3.0, lead: 2.0, body: 1.0 }
    }
}

/// Most sources that are compared one with another; of more, those with most words are.
pub(super) const MOST_COMPARED: usize = 30;

/// All comparisons of sources: against all others, which every run needs, and in pairs when a table
/// asks for them.
pub(super) struct Emphasis<'c> {
    measures: Measures<'c>,
    rows: Vec<Row<'c>>,
    pairs: OnceLock<Vec<Row<'c>>>,
}

impl<'c> Emphasis<'c> {
    /// Compares every one of some sources with all others.
    pub(super) fn of(
        corpus: &'c Corpus,
        sources: &'c [Source],
        options: &'c Options,
    ) -> Emphasis<'c> {
        let measures = Measures::of(corpus, sources, options);
        Emphasis { rows: measures.against_others(), measures, pairs: OnceLock::new() }
    }

    /// Every source against all others: by source, then by frame.
    pub(super) fn rows(&self) -> &[Row<'c>] {
        &self.rows
    }

    /// Every source against every other: by source, then by the other, then by frame.
    pub(super) fn pairs(&self) -> &[Row<'c>] {
        self.pairs.get_or_init(|| self.measures.pairs(&self.compared()))
    }

    /// Places of the sources that are compared one with another, by name.
    pub(super) fn compared(&self) -> Vec<usize> {
        let sources = self.measures.sources;
        let mut places: Vec<usize> = (0..sources.len()).collect();
        places.sort_by_key(|it| (Reverse(sources[*it].n_tokens), *it));
        places.truncate(MOST_COMPARED);
        places.sort_unstable();
        places
    }

    /// Hits of every entry by source.
    pub(super) fn leave_out(&self) -> &LeaveOut {
        self.measures.leave_out()
    }

    /// Place of the entry of a frame with most hits in the corpus.
    pub(super) fn top_entry(&self, frame: usize) -> Option<usize> {
        self.measures.top_entry(frame)
    }

    pub(super) fn n_frames(&self) -> usize {
        self.measures.n_frames()
    }

    /// See [`Measures::bootstrap`].
    pub(super) fn bootstrap(&self, sources: &[usize], draws: Draws) -> Vec<Vec<Spreads>> {
        self.measures.bootstrap(sources, draws)
    }

    /// See [`Measures::level`].
    pub(super) fn level(&self, source: usize, frame: usize) -> Option<f64> {
        self.measures.level(source, frame)
    }
}

/// Builds the table. Every source has a row for every frame.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let emphasis = Arc::clone(&context.emphasis);
    let builder = Table::in_parts("emphasis", "one row per source and frame", 1, move |_, emit| {
        emphasis.rows().iter().for_each(emit);
    })
    .column("source", Label, "outlet", |row: &Row<'_>| (&row.source.name).into());
    columns::of(builder).finish()
}
