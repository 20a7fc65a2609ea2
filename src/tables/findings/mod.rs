//! `findings.csv`: what may be said of each source and frame, as a sentence with what it rests on.

mod change;
mod difference;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use super::emphasis::comparison::Comparison;
use super::emphasis::units::Inference;
use super::table::Unit::{Count, Label, PerThousandTokens, Probability, Text, Times};
use super::{Builder, Context, Table};
use crate::stats::emphasis::Interval;
use crate::stats::permutation::Test;

/// One sentence with what it rests on.
struct Finding<'c> {
    source: &'c str,
    frame: &'c str,
    finding: &'static str,
    sentence: String,
    table: &'static str,
    columns: &'static str,
    compared: Option<Compared>,
    n_documents: [usize; 2],
    rate: Option<f64>,
    inference: Inference,
}

/// Builds the table: as many rows as emphasis.csv, in the same order; behind them the changes over
/// time of which anything may be said.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let emphasis = Arc::clone(&context.emphasis);
    let by = &context.corpus.by;
    let confidence = context.options.emphasis.confidence;
    // The terminal states findings even where their table is not written; changes are not worth the
    // wait then.
    let has_changes = context.options.writes("findings");
    let changes = Arc::clone(&context.changes);
    let all_changes = Arc::clone(&changes);
    let about = "one row per source and frame: the sentence that the numbers allow; then one per change over time of which anything may be said";
    let builder = Table::in_parts("findings", about, 1, move |_, emit| {
        for row in emphasis.rows() {
            emit(&difference::of(row, by));
        }
        let rows = has_changes.then(|| changes.iter()).into_iter().flatten();
        for finding in rows.filter_map(|row| change::of(row, by, confidence)) {
            emit(&finding);
        }
    });
    let builder = builder.shared(move || {
        if has_changes {
            LazyLock::force(&all_changes);
        }
    });
    columns(builder).finish()
}

fn columns<'c>(builder: Builder<'c, Finding<'c>>) -> Builder<'c, Finding<'c>> {
    builder
        .column("source", Label, "outlet; empty for all sources together", |row: &Finding<'_>| {
            row.source.into()
        })
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column(
            "finding",
            Label,
            "more or less than the other sources; unclear (no clear difference); level (only how often, as nothing may be compared); rise or fall from the first half of the time to the second; unclear_change (no clear change)",
            |row| row.finding.into(),
        )
        .column("sentence", Text, "what may be said", |row| (&row.sentence).into())
        .column("table", Label, "the table on which it rests, the row of source and frame: emphasis, or trend_summary for a change over time", |row| {
            row.table.into()
        })
        .column("columns", Label, "its columns", |row| row.columns.into())
        .column("ratio", Times, "how many times as often per word as in the other sources; of a change, as in the first half", |row| {
            row.compared.map(|it| it.emphasis.exp2()).into()
        })
        .column("ratio_low", Times, "lower end of its interval", |row| {
            row.compared.map(|it| it.interval.low.exp2()).into()
        })
        .column("ratio_high", Times, "upper end of its interval", |row| {
            row.compared.map(|it| it.interval.high.exp2()).into()
        })
        .column("documents", Count, "articles of the source; of a change, those of the second half", |row| {
            row.n_documents[0].into()
        })
        .column("reference_documents", Count, "articles of the other sources; of a change, those of the first half", |row| {
            row.n_documents[1].into()
        })
        .column("rate_per_1k", PerThousandTokens, "hits relative to words; of a change, in the second half", |row| {
            row.rate.into()
        })
        .column("p_perm", Probability, "permutation test over articles", |row| {
            row.compared.map(|it| it.test.p).into()
        })
        .column("q", Probability, "p_perm adjusted over all rows of the table on which it rests", |row| {
            row.compared.and_then(|it| it.q).into()
        })
        .column("inference", Label, "as in the table on which it rests", |row| {
            row.inference.name().into()
        })
}

/// What a comparison is stated with.
#[derive(Clone, Copy)]
struct Compared {
    emphasis: f64,
    interval: Interval,
    test: Test,
    q: Option<f64>,
}

impl Compared {
    /// The comparison, where documents vary; else nothing but levels may be stated.
    fn of(it: &Comparison) -> Option<Compared> {
        let is_of_texts = matches!(it.inference, Inference::TextsOnly | Inference::None);
        let (emphasis, interval, test) = (it.emphasis?, it.interval?, it.test?);
        (!is_of_texts).then_some(Compared { emphasis, interval, test, q: it.q })
    }

    /// What stands in brackets behind a comparison.
    fn evidence(&self, [here, there]: [usize; 2], confidence: f64) -> String {
        format!(
            "{} % interval {} to {}; {here} against {there} articles; {}",
            (confidence * 1000.0).round() / 10.0,
            times(self.interval.low.exp2()),
            times(self.interval.high.exp2()),
            probability(self.test.p),
        )
    }
}

/// A ratio with two decimals.
fn times(ratio: f64) -> Cow<'static, str> {
    if ratio < 0.005 { "under 0.01".into() } else { format!("{ratio:.2}").into() }
}

fn probability(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_for_readers() {
        assert_eq!(times(2.346), "2.35");
        assert_eq!(times(0.004), "under 0.01");
        assert_eq!(probability(0.0004), "p < 0.001");
        assert_eq!(probability(0.0416), "p = 0.042");
    }
}
