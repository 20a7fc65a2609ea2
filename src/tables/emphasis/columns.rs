//! The columns of `emphasis.csv`.

use super::super::table::Unit::{
    Count, Label, Log2, Number, PerThousandTokens, Probability, Share, Times,
};
use super::super::{Builder, Cell, per_thousand, share};
use super::measure::Row;
use crate::document::Zone;
use crate::stats::wilson;

/// All columns behind those that say what is compared, in the order of the file.
pub(in crate::tables) fn of<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    note_columns(uncertainty_columns(emphasis_columns(zone_columns(level_columns(builder)))))
}

fn level_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column("documents", Count, "articles of the source", |row| row.n_documents().into())
        .column("sentences", Count, "sentences of the source", |row| row.texts.n_sentences.into())
        .column("tokens", Count, "words of the source", |row| row.texts.n_tokens.into())
        .column("hits", Count, "occurrences of the frame", |row| row.counts.n_hits.into())
        .column("rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
            per_thousand(row.counts.n_hits, row.texts.n_tokens).into()
        })
        .column("rate_low", PerThousandTokens, "lower end of the interval of the rate", |row| {
            row.rate.map(|it| it.0).into()
        })
        .column("rate_high", PerThousandTokens, "upper end of the interval of the rate", |row| {
            row.rate.map(|it| it.1).into()
        })
        .column("mean_doc_rate_per_1k", PerThousandTokens, "mean of the articles' rates", |row| {
            row.counts.mean_rate.into()
        })
        .column("share", Share, "hits relative to those of all frames in the source", |row| {
            share(row.counts.n_hits, row.n_all_hits).into()
        })
        .column("documents_with_frame", Count, "articles with a hit", |row| {
            row.counts.n_documents_with.into()
        })
        .column("doc_coverage", Share, "articles with a hit relative to all", |row| {
            share(row.counts.n_documents_with, row.n_documents()).into()
        })
        .column("doc_coverage_low", Share, "lower end of its Wilson interval", |row| {
            wilson(row).map(|it| it.0).into()
        })
        .column("doc_coverage_high", Share, "upper end of its Wilson interval", |row| {
            wilson(row).map(|it| it.1).into()
        })
        .column("sentences_with_frame", Count, "sentences with a hit", |row| {
            row.counts.n_sentences_with.into()
        })
        .column("sentence_coverage", Share, "sentences with a hit relative to all", |row| {
            share(row.counts.n_sentences_with, row.texts.n_sentences).into()
        })
}

fn zone_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("headline_hits", Count, "hits in headlines", |row| {
            row.counts.by_zone[Zone::Headline as usize].into()
        })
        .column("lead_hits", Count, "hits in first paragraphs", |row| {
            row.counts.by_zone[Zone::Lead as usize].into()
        })
        .column("body_hits", Count, "hits in the rest", |row| {
            row.counts.by_zone[Zone::Body as usize].into()
        })
        .column("headline_tokens", Count, "words in headlines", |row| {
            row.texts.zone_tokens[Zone::Headline as usize].into()
        })
        .column("lead_tokens", Count, "words in first paragraphs", |row| {
            row.texts.zone_tokens[Zone::Lead as usize].into()
        })
        .column("body_tokens", Count, "words in the rest", |row| {
            row.texts.zone_tokens[Zone::Body as usize].into()
        })
        .column(
            "weighted_rate_per_1k",
            PerThousandTokens,
            "hits relative to words, both weighed by `emphasis.zone_weights`",
            |row| row.weighted_rate.into(),
        )
        .column(
            "prominence",
            Log2,
            "how much denser headlines and first paragraphs are in the frame than the rest; +1 is twice",
            |row| prominence(row).into(),
        )
}

fn emphasis_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "emphasis",
            Log2,
            "how much more often per word than in all other sources; +1 is twice, -1 half; both rates are drawn toward that of the corpus by one mean article, so that few hits do not shout and none is not endless",
            |row| row.comparison.emphasis.into(),
        )
        .column("emphasis_ratio", Times, "the same as a ratio", |row| {
            row.comparison.emphasis.map(f64::exp2).into()
        })
        .column("emphasis_low", Log2, "lower end of the interval of emphasis", |row| {
            row.comparison.interval.map(|it| it.low).into()
        })
        .column("emphasis_high", Log2, "upper end of the interval of emphasis", |row| {
            row.comparison.interval.map(|it| it.high).into()
        })
        .column("emphasis_se", Log2, "standard error of emphasis", |row| {
            row.comparison.interval.map(|it| it.se).into()
        })
        .column("emphasis_df", Number, "degrees of freedom of its interval (Welch); the fewer, the wider", |row| {
            row.comparison.interval.map(|it| it.df).into()
        })
        .column("units_target", Label, "what varies in the source: documents or sentences", |row| {
            units(row, 0)
        })
        .column("units_reference", Label, "what varies in the other sources", |row| units(row, 1))
        .column("n_units_target", Count, "units of the source", |row| row.comparison.n_units[0].into())
        .column("n_units_reference", Count, "units of the other sources", |row| {
            row.comparison.n_units[1].into()
        })
}

fn uncertainty_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("p_perm", Probability, "permutation test of emphasis over articles", |row| {
            row.comparison.test.map(|it| it.p).into()
        })
        .column("permutations", Count, "exchanges of articles that were tried", |row| {
            row.comparison.test.map(|it| it.n_permutations).into()
        })
        .column("p_min", Probability, "least p that could have come out", |row| {
            row.comparison.test.map(|it| it.p_min).into()
        })
        .column("q", Probability, "p_perm adjusted over all rows (Benjamini-Hochberg)", |row| {
            row.comparison.q.into()
        })
        .column(
            "overdispersion",
            Number,
            "variance of hits between articles of one source relative to counts drawn at random, over the corpus: 1 is as random, above 1.5 the note says `overdispersed`",
            |row| row.overdispersion.into(),
        )
        .column(
            "inference",
            Label,
            "documents (10 articles and more on each side), few_documents (fewer), texts_only (sentences are the units: describes these texts only), none (emphasis is not defined)",
            |row| row.comparison.inference.name().into(),
        )
        .column(
            "reading",
            Label,
            "more or less where q is at most 0.05 and the interval leaves out 0, else unclear; texts_only where only these texts are described",
            |row| row.comparison.reading().into(),
        )
}

fn note_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("quoted_hits", Count, "hits in quotations", |row| row.counts.n_quoted.into())
        .column("quoted_tokens", Count, "words in quotations", |row| row.texts.n_quoted.into())
        .column(
            "author_rate_per_1k",
            PerThousandTokens,
            "hits outside quotations relative to words outside quotations",
            |row| {
                let n_tokens = row.texts.n_tokens - row.texts.n_quoted;
                per_thousand(row.counts.n_hits - row.counts.n_quoted, n_tokens).into()
            },
        )
        .column("negated_hits", Count, "hits behind a negator", |row| row.counts.n_negated.into())
        .column("top_pattern", Label, "entry with most hits in the corpus", |row| {
            row.top_pattern.into()
        })
        .column("top_pattern_share", Share, "its share of this source's hits", |row| {
            row.top_pattern.and_then(|_| share(row.n_top_entry, row.counts.n_hits)).into()
        })
        .column("emphasis_without_top_pattern", Log2, "emphasis computed without it", |row| {
            row.emphasis_without_top_pattern.into()
        })
        .column("note", Label, "codes: single_source; no_hits_in_corpus; no_hits (of this source); few_documents; texts_only; one_pattern (one entry has over half of 5 hits and more); overdispersed; duplicates (articles of the source were left out as such); other_language (articles of the source are in a language that no dictionary speaks, and lower its rates); p_min (so few exchanges are possible that no p could be small); one_unit (a side has one unit only: no interval); only_pattern (no other entry has a hit in the corpus); all_quoted (no word outside quotations)", |row| (&row.note).into())
        .column("score", Number, "hits, each worth the weight of its entry in the dictionary", |row| {
            row.score.into()
        })
        .column("score_per_1k", PerThousandTokens, "score relative to words", |row| {
            (0 < row.texts.n_tokens)
                .then(|| 1000.0 * row.score / row.texts.n_tokens as f64)
                .into()
        })
}

fn wilson(row: &Row<'_>) -> Option<(f64, f64)> {
    wilson::interval(row.counts.n_documents_with, row.n_documents(), row.confidence)
}

/// log2 of the density of hits on top of articles over that of the rest, half a hit added.
fn prominence(row: &Row<'_>) -> Option<f64> {
    let [headline, lead, body] = row.counts.by_zone;
    let [headline_tokens, lead_tokens, body_tokens] = row.texts.zone_tokens;
    let density = |hits: u64, tokens: u64| (hits as f64 + 0.5) / (tokens as f64 + 1.0);
    let top = density(headline + lead, headline_tokens + lead_tokens);
    (0 < row.counts.n_hits).then(|| top.log2() - density(body, body_tokens).log2())
}

fn units(row: &Row<'_>, side: usize) -> Cell<'static> {
    let it = &row.comparison;
    if it.n_units[side] == 0 { Cell::Missing } else { it.units[side].name().into() }
}
