//! The columns of `keyness.csv`.

use super::super::table::Unit::{
    Count, Flag, Label, Log2, Number, PerThousandTokens, Probability, Share,
};
use super::super::{Builder, Cell};
use super::rows::{Measures, Row};

/// All columns, in the order of the file.
pub(super) fn of<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    spread_columns(test_columns(size_columns(count_columns(builder))))
}

fn count_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("source", Label, "outlet", |row| (&row.source.name).into())
        .column("term", Label, "stem", |row| row.term.into())
        .column("top_form", Label, "its most frequent form in the corpus", |row| {
            row.top_form.into()
        })
        .column("tf", Count, "occurrences in the source", |row| row.sides.n.into())
        .column("tf_reference", Count, "occurrences in all other sources", |row| {
            row.sides.n_other.into()
        })
        .column("tokens", Count, "words of the source", |row| row.sides.n_tokens.into())
        .column("tokens_reference", Count, "words of all other sources", |row| {
            row.sides.n_other_tokens.into()
        })
        .column(
            "rate_per_1k",
            PerThousandTokens,
            "occurrences relative to the source's words",
            |row| row.rate().into(),
        )
        .column(
            "rate_reference_per_1k",
            PerThousandTokens,
            "occurrences in the other sources relative to their words",
            |row| row.other_rate().into(),
        )
        .column("expected", Number, "occurrences in the source if all used the word alike", |row| {
            measure(row, |it| Some(it.expected))
        })
}

fn size_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "log_ratio",
            Log2,
            "how much more often per word than in all other sources; +1 is twice, -1 half",
            |row| measure(row, |it| Some(it.log_ratio?.value)),
        )
        .column("log_ratio_low", Log2, "lower end of its interval (words as independent draws)", |row| {
            measure(row, |it| Some(it.log_ratio?.low))
        })
        .column("log_ratio_high", Log2, "upper end of its interval", |row| {
            measure(row, |it| Some(it.log_ratio?.high))
        })
        .column("zero_adjusted", Flag, "whether a count of 0 was taken for ½ in log_ratio", |row| {
            row.measures.as_ref().and_then(|it| Some(it.log_ratio?.is_zero_adjusted)).into()
        })
        .column(
            "fw_delta",
            Number,
            "log odds ratio with a prior of one mean article (Monroe, Colaresi and Quinn)",
            |row| measure(row, |it| Some(it.odds?.0)),
        )
        .column(
            "fw_z",
            Number,
            "fw_delta relative to its standard error: the order of the rows, frequent words that differ first",
            |row| row.z().into(),
        )
}

fn test_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column(
            "g2",
            Number,
            "log-likelihood ratio; positive where the source uses the word more, negative where less",
            |row| measure(row, |it| Some(it.g2)),
        )
        .column(
            "p_g2",
            Probability,
            "p of g2; word-level, descriptive: words are no independent draws",
            |row| measure(row, |it| Some(it.p_g2)),
        )
        .column("ln_p_g2", Number, "its natural logarithm, where p_g2 is too small for a number", |row| {
            measure(row, |it| Some(it.ln_p_g2))
        })
        .column("chi2_yates", Number, "chi-square with Yates' correction", |row| {
            measure(row, |it| it.chi2_yates)
        })
        .column(
            "p_midp",
            Probability,
            "mid-p of the exact test where a cell expects fewer than 5; word-level, descriptive",
            |row| measure(row, |it| it.p_midp),
        )
        .column(
            "p_fisher",
            Probability,
            "Fisher's exact test, with `keyness.fisher` only; word-level, descriptive",
            |row| measure(row, |it| it.p_fisher),
        )
        .column(
            "q",
            Probability,
            "p_midp, or else p_g2, adjusted over the rows of the source (Benjamini-Hochberg); word-level, descriptive",
            |row| row.q.into(),
        )
        .column(
            "p_doc",
            Probability,
            "permutation test over articles, of the `keyness.document_test_top` rows of the source with the largest |fw_z|: the one to cite",
            |row| row.test.map(|it| it.p).into(),
        )
        .column("permutations", Count, "exchanges of articles that were tried", |row| {
            row.test.map(|it| it.n_permutations).into()
        })
        .column("p_min", Probability, "least p_doc that could have come out", |row| {
            row.test.map(|it| it.p_min).into()
        })
}

fn spread_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("doc_freq", Count, "articles of the source with the term", |row| row.df.into())
        .column("dp_norm", Share, "normalized deviation of proportions over the source's articles; 0 is even", |row| {
            row.dp_norm.into()
        })
        .column(
            "narrow",
            Flag,
            "whether dp_norm is above 0.8 or the term stands in one article of the source only",
            |row| row.is_narrow().into(),
        )
        .column(
            "note",
            Label,
            "codes: single_source (nothing to compare with); p_min (so few exchanges are possible that no p_doc could be small)",
            |row| note(row).into(),
        )
}

fn measure<'r>(row: &Row<'_>, of: impl FnOnce(&Measures) -> Option<f64>) -> Cell<'r> {
    row.measures.as_ref().and_then(of).into()
}

/// Above this, a p could not be small.
const SMALL: f64 = 0.05;

fn note(row: &Row<'_>) -> &'static str {
    if row.sides.n_other_tokens == 0 {
        "single_source"
    } else if row.test.is_some_and(|it| SMALL < it.p_min) {
        "p_min"
    } else {
        ""
    }
}
