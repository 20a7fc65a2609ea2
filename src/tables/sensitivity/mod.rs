//! `sensitivity.csv`: emphasis and place of each source under every combination of settings that one
//! could defend as well (a specification curve; Simonsohn, Simmons & Nelson 2020).

mod counts;
mod settings;

use std::sync::{Arc, OnceLock};

use super::table::Unit::{Count, Label, Log2, Ordinal, Times};
use super::{Builder, Context, Table};
use crate::stats::ranks::rank;

pub(super) use counts::{Counts, Measure};
pub(super) use settings::{Duplicates, Setting};

/// One source and frame under one setting.
struct Row<'c> {
    number: usize,
    setting: Setting,
    source: &'c str,
    frame: &'c str,
    measure: Option<Measure>,
    rank: Option<usize>,
}

/// Builds the table: by setting, that of emphasis.csv first, then by source, then by frame.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, emphasis) = (context.corpus, Arc::clone(&context.emphasis));
    let counts = OnceLock::new();
    let about = "one row per combination of settings, source and frame";
    let builder = Table::in_parts("sensitivity", about, 1, move |_, emit| {
        let counts: &Counts = counts.get_or_init(|| Counts::of(corpus, &emphasis));
        for (i, setting) in counts.settings().into_iter().enumerate() {
            let measures = counts.measures(setting);
            for &source in &counts.compared {
                for (frame, it) in corpus.frames.iter().enumerate() {
                    let measure = measures[source][frame];
                    emit(&Row {
                        number: i + 1,
                        setting,
                        source: &corpus.sources[source].name,
                        frame: &it.name,
                        measure,
                        rank: measure.map(|it| place(it, &measures, &counts.compared, frame)),
                    });
                }
            }
        }
    });
    columns(builder).finish()
}

/// Place of a source among all that are compared.
fn place(
    measure: Measure,
    measures: &[Vec<Option<Measure>>],
    compared: &[usize],
    frame: usize,
) -> usize {
    let others = compared.iter().filter_map(|it| measures[*it][frame]);
    let levels: Vec<f64> = std::iter::once(measure).chain(others).map(|it| it.level).collect();
    rank(&levels, 0)
}

fn columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("setting", Ordinal, "number of the combination; 1 is that of emphasis.csv", |row| {
            row.number.into()
        })
        .column("headline", Label, "whether headlines count: in, out", |row| {
            in_or_out(row.setting.headline).into()
        })
        .column("quotations", Label, "whether quotations count: in, out", |row| {
            in_or_out(row.setting.quotations).into()
        })
        .column(
            "duplicates",
            Label,
            "which articles count of those that are the same or nearly so: out (of each group in duplicates.csv the earliest), by_source (the earliest of each source), in (all); only ways that differ here",
            |row| row.setting.duplicates.name().into(),
        )
        .column("negated", Label, "whether hits behind a negator count: in, out", |row| {
            in_or_out(row.setting.negated).into()
        })
        .column(
            "top_entry",
            Label,
            "whether the frame's entry with most hits in the corpus counts: in, out",
            |row| in_or_out(row.setting.top_entry).into(),
        )
        .column(
            "zone_weights",
            Label,
            "what hits and words of headline, first paragraph and rest weigh",
            |row| row.setting.weights().into(),
        )
        .column(
            "units",
            Label,
            "what emphasis is drawn toward the corpus by: one mean article (documents) or one mean sentence (sentences)",
            |row| row.setting.units.name().into(),
        )
        .column("source", Label, "outlet", |row| row.source.into())
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column("hits", Count, "hits that count, not weighed", |row| {
            row.measure.map(|it| it.n_hits).into()
        })
        .column("emphasis", Log2, "how much more often per word than in all other sources", |row| {
            row.measure.map(|it| it.emphasis).into()
        })
        .column("emphasis_ratio", Times, "the same as a ratio", |row| {
            row.measure.map(|it| it.emphasis.exp2()).into()
        })
        .column(
            "rank",
            Ordinal,
            "place of the source by its rate, drawn toward that of the corpus; 1 uses the frame most",
            |row| row.rank.into(),
        )
}

fn in_or_out(counts: bool) -> &'static str {
    if counts { "in" } else { "out" }
}
