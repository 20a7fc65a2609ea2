//! The columns of `trend_summary.csv`.

use super::super::table::Unit::{
    Count, Date, Label, Log2, Number, PerThousandTokens, Probability, Times,
};
use super::super::{Builder, Cell, per_thousand};
use super::Row;

/// Places of the halves in a change.
const LATER: usize = 0;
const EARLIER: usize = 1;

/// All columns, in the order of the file.
pub(super) fn of<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    test_columns(change_columns(half_columns(slope_columns(key_columns(builder)))))
}

fn key_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("scope", Label, "source, or all_sources for all as one", |row| row.scope.into())
        .column("source", Label, "outlet; empty for all sources", |row| row.source.into())
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column("period", Label, "length of a bin: day, week, month or quarter", |row| {
            row.period.into()
        })
        .column("first_day", Date, "first day with an article of any source", |row| {
            row.days.as_ref().map(|it| &it.0).into()
        })
        .column("last_day", Date, "last day with an article of any source", |row| {
            row.days.as_ref().map(|it| &it.1).into()
        })
        .column("documents", Count, "articles with a date", |row| row.n_dated.into())
        .column("documents_without_date", Count, "articles that stand in no bin", |row| {
            row.n_undated.into()
        })
        .column("bins", Count, "bins from the first day to the last", |row| row.n_bins.into())
        .column("bins_with_documents", Count, "bins with an article of the source", |row| {
            row.n_bins_with.into()
        })
}

fn slope_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "theil_sen_slope",
            PerThousandTokens,
            "how much the rate rises from bin to bin (median of the slopes of all pairs of bins); empty with fewer than 8 bins that hold articles",
            |row| row.slope.map(|it| it.slope).into(),
        )
        .column("theil_sen_low", PerThousandTokens, "lower end of its interval", |row| {
            row.slope.map(|it| it.low).into()
        })
        .column("theil_sen_high", PerThousandTokens, "upper end of its interval", |row| {
            row.slope.map(|it| it.high).into()
        })
        .column("mann_kendall_s", Number, "pairs of bins that rise less pairs that fall", |row| {
            row.trend.map(|it| it.s as f64).into()
        })
        .column("mann_kendall_var", Number, "variance of S without a trend, with ties", |row| {
            row.trend.map(|it| it.variance).into()
        })
        .column("mann_kendall_z", Number, "S in standard errors, with continuity correction", |row| {
            row.trend.map(|it| it.z).into()
        })
        .column(
            "mann_kendall_p",
            Probability,
            "test of a steady rise or fall; it takes bins as independent of one another and weighs them alike, however many articles they hold",
            |row| row.trend.map(|it| it.p).into(),
        )
        .column("kendall_tau", Number, "tau-b of rate and time: 1 rises throughout, -1 falls", |row| {
            row.trend.and_then(|it| it.tau).into()
        })
}

fn half_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "split_date",
            Date,
            "last day of the first half of the days of all sources",
            |row| row.split.as_ref().into(),
        )
        .column("first_documents", Count, "articles up to that day", |row| n(row, EARLIER).into())
        .column("first_tokens", Count, "their words", |row| tokens(row, EARLIER).into())
        .column("first_hits", Count, "their hits", |row| hits(row, EARLIER).into())
        .column("first_rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
            per_thousand(hits(row, EARLIER), tokens(row, EARLIER)).into()
        })
        .column("second_documents", Count, "articles after that day", |row| n(row, LATER).into())
        .column("second_tokens", Count, "their words", |row| tokens(row, LATER).into())
        .column("second_hits", Count, "their hits", |row| hits(row, LATER).into())
        .column("second_rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
            per_thousand(hits(row, LATER), tokens(row, LATER)).into()
        })
}

fn change_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "change",
            Log2,
            "how much more often per word in the second half than in the first; +1 is twice, -1 half; computed as emphasis is, the first half in the place of the other sources",
            |row| row.change.comparison.emphasis.into(),
        )
        .column("change_ratio", Times, "the same as a ratio", |row| {
            row.change.comparison.emphasis.map(f64::exp2).into()
        })
        .column("change_low", Log2, "lower end of the interval of change", |row| {
            row.change.comparison.interval.map(|it| it.low).into()
        })
        .column("change_high", Log2, "upper end of the interval of change", |row| {
            row.change.comparison.interval.map(|it| it.high).into()
        })
        .column("change_se", Log2, "standard error of change", |row| {
            row.change.comparison.interval.map(|it| it.se).into()
        })
        .column("change_df", Number, "degrees of freedom of its interval (Welch)", |row| {
            row.change.comparison.interval.map(|it| it.df).into()
        })
        .column("units_first", Label, "what varies in the first half: documents or sentences", |row| {
            units(row, EARLIER)
        })
        .column("units_second", Label, "what varies in the second half", |row| units(row, LATER))
        .column("n_units_first", Count, "units of the first half", |row| {
            row.change.comparison.n_units[EARLIER].into()
        })
        .column("n_units_second", Count, "units of the second half", |row| {
            row.change.comparison.n_units[LATER].into()
        })
}

fn test_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("p_perm", Probability, "permutation test of change over articles", |row| {
            row.change.comparison.test.map(|it| it.p).into()
        })
        .column("permutations", Count, "exchanges of articles that were tried", |row| {
            row.change.comparison.test.map(|it| it.n_permutations).into()
        })
        .column("p_min", Probability, "least p that could have come out", |row| {
            row.change.comparison.test.map(|it| it.p_min).into()
        })
        .column("q", Probability, "p_perm adjusted over all rows (Benjamini-Hochberg)", |row| {
            row.change.comparison.q.into()
        })
        .column("inference", Label, "as in emphasis: documents, few_documents, texts_only, none", |row| {
            row.change.comparison.inference.name().into()
        })
        .column(
            "reading",
            Label,
            "more or less (in the second half) where q is at most 0.05 and the interval leaves out 0, else unclear; texts_only where only these texts are described",
            |row| row.change.comparison.reading().into(),
        )
        .column("note", Label, "codes: no_dates (no article has one); few_bins (fewer than 8 hold articles: no slope); one_half (all articles stand in one half: no change); no_hits; few_documents; texts_only; undated (articles without a date are left out); p_min (so few exchanges are possible that no p could be small)", |row| (&row.note).into())
}

fn n(row: &Row<'_>, half: usize) -> usize {
    row.change.halves[half].n()
}

fn tokens(row: &Row<'_>, half: usize) -> u64 {
    row.change.halves[half].n_tokens()
}

fn hits(row: &Row<'_>, half: usize) -> u64 {
    row.change.halves[half].n_hits()
}

fn units(row: &Row<'_>, half: usize) -> Cell<'static> {
    let it = &row.change.comparison;
    if it.n_units[half] == 0 { Cell::Missing } else { it.units[half].name().into() }
}
