//! A row of `emphasis.csv` in, what may be said of the source and the others out.

use super::super::emphasis::Row;
use super::super::emphasis::units::Inference;
use super::super::per_thousand;
use super::{Compared, Finding, times};
use crate::corpus::By;

/// Columns of emphasis.csv on which a comparison rests, and those on which a level rests.
const COMPARED: &str = "emphasis_ratio;emphasis_low;emphasis_high;documents;p_perm;q;reading";
const LEVEL: &str = "hits;tokens;rate_per_1k;documents;inference";

/// The sentence that a row allows.
pub(super) fn of<'c>(row: &Row<'c>, by: &By) -> Finding<'c> {
    let compared = Compared::of(&row.comparison);
    Finding {
        source: &row.source.name,
        frame: row.frame,
        finding: if compared.is_some() { row.comparison.reading() } else { "level" },
        sentence: compared.map_or_else(|| level(row, by), |it| comparison(row, it, by)),
        table: "emphasis",
        columns: if compared.is_some() { COMPARED } else { LEVEL },
        compared,
        n_documents: row.comparison.n_documents,
        rate: per_thousand(row.counts.n_hits, row.texts.n_tokens),
        inference: row.comparison.inference,
    }
}

/// Hits are matches of words, so that it speaks of vocabulary.
fn comparison(row: &Row<'_>, it: Compared, by: &By) -> String {
    let source = by.subject(&row.source.name);
    let opening = match row.comparison.reading() {
        "unclear" => format!("No clear difference: {source}"),
        _ => opening(source, by),
    };
    format!(
        "{opening} used the vocabulary of the {} frame {} times as often per word as {} ({})",
        row.frame,
        times(it.emphasis.exp2()),
        by.words("the other sources"),
        it.evidence(row.comparison.n_documents, row.confidence),
    )
}

/// The beginning of a sentence; the name of a source stays as it is written.
pub(super) fn opening(subject: String, by: &By) -> String {
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
