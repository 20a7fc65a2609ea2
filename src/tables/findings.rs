//! `findings.csv`: what may be said of each source and frame, as a sentence with what it rests on.

use std::sync::Arc;

use super::emphasis::Row;
use super::emphasis::units::Inference;
use super::table::Unit::{Count, Label, PerThousandTokens, Probability, Text, Times};
use super::{Builder, Context, Table, per_thousand};
use crate::corpus::By;
use crate::stats::emphasis::Interval;
use crate::stats::permutation::Test;

/// Columns of emphasis.csv on which a comparison rests, and those on which a level rests.
const COMPARED: &str = "emphasis_ratio;emphasis_low;emphasis_high;documents;p_perm;q;reading";
const LEVEL: &str = "hits;tokens;rate_per_1k;documents;inference";

/// Builds the table: as many rows as emphasis.csv, in the same order.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let emphasis = Arc::clone(&context.emphasis);
    let about = "one row per source and frame: the sentence that the numbers allow";
    let builder = Table::in_parts("findings", about, 1, move |_, emit| {
        emphasis.rows().iter().for_each(emit);
    });
    columns(builder, &context.corpus.by).finish()
}

fn columns<'c>(builder: Builder<'c, Row<'c>>, by: &'c By) -> Builder<'c, Row<'c>> {
    builder
        .column("source", Label, "outlet", |row: &Row<'_>| (&row.source.name).into())
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column(
            "finding",
            Label,
            "more or less than the other sources; unclear (no clear difference); level (only how often, as nothing may be compared)",
            |row| finding(row).into(),
        )
        .column("sentence", Text, "what may be said", move |row| sentence(row, by).into())
        .column("table", Label, "the table on which it rests, the row of source and frame", |_| {
            "emphasis".into()
        })
        .column("columns", Label, "its columns", |row| {
            let it = if compared(row).is_some() { COMPARED } else { LEVEL };
            it.into()
        })
        .column("ratio", Times, "how many times as often per word as in the other sources", |row| {
            compared(row).and(row.comparison.emphasis).map(f64::exp2).into()
        })
        .column("ratio_low", Times, "lower end of its interval", |row| {
            compared(row).map(|it| it.interval.low.exp2()).into()
        })
        .column("ratio_high", Times, "upper end of its interval", |row| {
            compared(row).map(|it| it.interval.high.exp2()).into()
        })
        .column("documents", Count, "articles of the source", |row| {
            row.comparison.n_documents[0].into()
        })
        .column("reference_documents", Count, "articles of the other sources", |row| {
            row.comparison.n_documents[1].into()
        })
        .column("rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
            per_thousand(row.counts.n_hits, row.texts.n_tokens).into()
        })
        .column("p_perm", Probability, "permutation test over articles", |row| {
            compared(row).map(|it| it.test.p).into()
        })
        .column("q", Probability, "p_perm adjusted over all rows of emphasis.csv", |row| {
            compared(row).and(row.comparison.q).into()
        })
        .column("inference", Label, "as in emphasis.csv", |row| {
            row.comparison.inference.name().into()
        })
}

/// What a comparison of sources is stated with.
#[derive(Clone, Copy)]
struct Compared {
    emphasis: f64,
    interval: Interval,
    test: Test,
}

/// The comparison, where documents vary; else nothing but levels may be stated.
fn compared(row: &Row<'_>) -> Option<Compared> {
    let it = &row.comparison;
    let is_of_texts = matches!(it.inference, Inference::TextsOnly | Inference::None);
    let (emphasis, interval, test) = (it.emphasis?, it.interval?, it.test?);
    (!is_of_texts).then_some(Compared { emphasis, interval, test })
}

fn finding(row: &Row<'_>) -> &'static str {
    if compared(row).is_some() { row.comparison.reading() } else { "level" }
}

/// The sentence. Hits are matches of words, so that it speaks of vocabulary.
fn sentence(row: &Row<'_>, by: &By) -> String {
    let (source, frame) = (by.subject(&row.source.name), row.frame);
    let Some(Compared { emphasis, interval, test }) = compared(row) else {
        return level(row, by);
    };
    let opening = match row.comparison.reading() {
        "unclear" => format!("No clear difference: {source}"),
        _ => opening(source, by),
    };
    let [here, there] = row.comparison.n_documents;
    format!(
        "{opening} used the vocabulary of the {frame} frame {} times as often per word as {} ({} % interval {} to {}; {here} against {there} articles; {})",
        times(emphasis.exp2()),
        by.words("the other sources"),
        (row.confidence * 1000.0).round() / 10.0,
        times(interval.low.exp2()),
        times(interval.high.exp2()),
        probability(test.p),
    )
}

/// The beginning of a sentence; the name of a source stays as it is written.
fn opening(subject: String, by: &By) -> String {
    match subject.strip_prefix("articles ").filter(|_| *by != By::Source) {
        Some(rest) => format!("Articles {rest}"),
        None => subject,
    }
}

/// How often, and why no more is said.
fn level(row: &Row<'_>, by: &By) -> String {
    let (source, frame) = (opening(by.subject(&row.source.name), by), row.frame);
    let rate = per_thousand(row.counts.n_hits, row.texts.n_tokens).unwrap_or(0.0);
    let n = row.comparison.n_documents[0];
    let articles = if n == 1 { "article" } else { "articles" };
    let why = match row.comparison.inference {
        Inference::TextsOnly => "too few articles: this describes these texts only",
        _ if row.top_pattern.is_none() => "no article uses it",
        _ => "there is nothing to compare it with",
    };
    format!(
        "{source} used the vocabulary of the {frame} frame {rate:.2} times per 1,000 words ({} in {n} {articles}); {why}",
        match row.counts.n_hits {
            1 => "1 hit".to_owned(),
            n => format!("{n} hits"),
        }
    )
}

/// A ratio with two decimals.
fn times(ratio: f64) -> String {
    if ratio < 0.005 { "under 0.01".to_owned() } else { format!("{ratio:.2}") }
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
