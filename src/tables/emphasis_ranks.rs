//! `emphasis_ranks.csv`: the place of each source in each frame, and how sure that place is.

use std::sync::Arc;

use super::emphasis::Emphasis;
use super::emphasis::units::Inference;
use super::table::Unit::{Count, Label, Ordinal, PerThousandTokens};
use super::{Context, Table, per_thousand};
use crate::stats::ranks::{Rank, ranks};

/// One source in one frame.
struct Row<'c> {
    source: &'c str,
    frame: &'c str,
    n_sources: usize,
    n_hits: u64,
    n_tokens: u64,
    rank: Rank,
    /// The weakest of all its pairs.
    inference: Inference,
}

/// Builds the table: sources by name, frames in the order of the dictionary.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let emphasis = Arc::clone(&context.emphasis);
    Table::in_parts("emphasis_ranks", "one row per source and frame", 1, move |_, emit| {
        rows(&emphasis).iter().for_each(emit);
    })
    .column("source", Label, "outlet", |row: &Row<'_>| row.source.into())
    .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
    .column("sources", Count, "sources that are ranked", |row| row.n_sources.into())
    .column("hits", Count, "occurrences of the frame", |row| row.n_hits.into())
    .column("rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
        per_thousand(row.n_hits, row.n_tokens).into()
    })
    .column(
        "rank",
        Ordinal,
        "place by the rate, drawn toward that of the corpus as in emphasis; 1 uses the frame most, equals share a place",
        |row| row.rank.rank.into(),
    )
    .column(
        "rank_low",
        Ordinal,
        "highest place that the intervals of emphasis_pairs allow: behind all sources whose interval lies above; each interval holds by itself, not all at once",
        |row| row.rank.low.into(),
    )
    .column("rank_high", Ordinal, "lowest place that they allow", |row| row.rank.high.into())
    .column(
        "inference",
        Label,
        "the weakest of the source's pairs: documents, few_documents, texts_only (the places are those of these texts only)",
        |row| row.inference.name().into(),
    )
    .finish()
}

fn rows<'c>(emphasis: &Emphasis<'c>) -> Vec<Row<'c>> {
    let (compared, pairs) = (emphasis.compared(), emphasis.pairs());
    let (n, n_frames) = (compared.len(), emphasis.n_frames());
    if n < 2 {
        return Vec::new();
    }
    // The pairs of a source stand one behind another, without the pair with itself.
    let pair = |a: usize, b: usize, frame: usize| {
        &pairs[(a * (n - 1) + b - usize::from(a < b)) * n_frames + frame]
    };
    let mut rows = Vec::new();
    for frame in 0..n_frames {
        let levels: Option<Vec<f64>> =
            compared.iter().map(|it| emphasis.level(*it, frame)).collect();
        let Some(levels) = levels else { continue };
        let interval = |a, b| pair(a, b, frame).comparison.interval.map(|it| (it.low, it.high));
        for (a, rank) in ranks(&levels, interval).into_iter().enumerate() {
            let others = (0..n).filter(|b| *b != a);
            let inference = others.map(|b| pair(a, b, frame).comparison.inference).max();
            let it = pair(a, usize::from(a == 0), frame);
            rows.push((
                a,
                frame,
                Row {
                    source: &it.source.name,
                    frame: it.frame,
                    n_sources: n,
                    n_hits: it.counts.n_hits,
                    n_tokens: it.texts.n_tokens,
                    rank,
                    inference: inference.unwrap_or(Inference::None),
                },
            ));
        }
    }
    rows.sort_by_key(|it| (it.0, it.1));
    rows.into_iter().map(|it| it.2).collect()
}
