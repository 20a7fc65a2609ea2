//! A finished run in, what its user should see first out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::corpus::{By, Corpus, Outcome, Tally};
use crate::dictionary::labels;
use crate::notice::Reason;
use crate::output::Part;
use crate::output::publish::Published;
use crate::tables::{Cell, Tables};

/// What the user of a run should see first.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many articles there are of each kind.
    pub tally: Tally,
    /// Words of all analysed articles.
    pub n_tokens: u64,
    /// First and last day of publication that is known.
    pub dates: Option<(String, String)>,
    /// Analysed articles without a date.
    pub n_undated: u64,
    /// Analysed articles that another analysed one is the same as, or nearly so, and is earlier.
    pub n_shared: u64,
    /// What articles are grouped by.
    pub by: By,
    /// Sources, or other groups, each with its emphasis on every frame.
    pub sources: Vec<SourceSummary>,
    /// What people call the frames.
    pub frames: Vec<String>,
    /// Sentences of the clear differences between sources and over time, as findings.csv states them.
    pub findings: Vec<String>,
    /// Why articles were skipped, with an example and how many there are.
    pub skipped: Vec<(String, String, u64)>,
    /// Other notices that are not minor, by their code: an example and how many there are.
    pub notices: Vec<(&'static str, String, u64)>,
    /// Articles that a fault of this program stopped.
    pub n_faults: u64,
    /// The kind of interval in words: `95 % interval`.
    pub interval_words: String,
    /// Where the files are.
    pub output: PathBuf,
    /// What was written anew.
    pub parts: Vec<Part>,
}

/// One source.
#[derive(Clone, Debug)]
pub struct SourceSummary {
    /// Its name.
    pub name: String,
    /// Its analysed articles.
    pub n_documents: u64,
    /// Its words.
    pub n_tokens: u64,
    /// Its emphasis on each frame.
    pub frames: Vec<FrameSummary>,
}

/// One frame in one source.
#[derive(Clone, Debug)]
pub struct FrameSummary {
    /// Hits per 1,000 words.
    pub rate: f64,
    /// The interval of the rate.
    pub rate_interval: Option<(f64, f64)>,
    /// How many times as often per word as in the other sources.
    pub ratio: Option<f64>,
    /// The interval of the ratio.
    pub interval: Option<(f64, f64)>,
    /// Whether the difference is one: q ≤ 0.05, and the interval leaves out "the same".
    pub is_clear: bool,
    /// `documents`, `few_documents`, `texts_only` or `none`.
    pub inference: String,
}

impl Summary {
    /// Sums up a run that has been published.
    pub fn new(
        corpus: &Corpus,
        tables: &Tables<'_>,
        published: &Published,
        output: &Path,
        parts: &[Part],
    ) -> Summary {
        let dates: Vec<String> = corpus.analysed().filter_map(|it| it.date()).collect();
        let first_and_last = dates.iter().min().cloned().zip(dates.iter().max().cloned());
        let tally = corpus.tally();
        let mut notices = notices(tables);
        if !published.aside.is_empty() {
            let aside = &published.aside[0];
            let example = format!("`{}` is now `{}`", aside.was.display(), aside.is.display());
            notices.push(("set_aside", example, published.aside.len() as u64));
        }
        let is_fault =
            |it: &&crate::corpus::Article| matches!(it.outcome, Outcome::Skipped(Reason::Internal));
        Summary {
            tally,
            n_tokens: corpus.sources.iter().map(|it| it.n_tokens).sum(),
            dates: first_and_last,
            n_undated: tally.analysed - dates.len() as u64,
            by: corpus.by.clone(),
            n_shared: corpus.n_shared(),
            sources: sources(tables),
            frames: labels(&corpus.frames).into_iter().map(str::to_owned).collect(),
            findings: findings(tables),
            skipped: skipped(corpus),
            notices,
            n_faults: corpus.articles.iter().filter(is_fault).count() as u64,
            interval_words: tables.interval_words(),
            output: output.to_owned(),
            parts: parts.to_vec(),
        }
    }
}

fn sources(tables: &Tables<'_>) -> Vec<SourceSummary> {
    let table = tables.get("emphasis");
    let counts = table.select(["source", "documents", "tokens"]);
    let measures = table.select([
        "rate_per_1k",
        "rate_low",
        "rate_high",
        "emphasis_ratio",
        "emphasis_low",
        "emphasis_high",
        "reading",
        "inference",
    ]);
    let mut sources: Vec<SourceSummary> = Vec::new();
    for (
        [name, documents, tokens],
        [rate, rate_low, rate_high, ratio, low, high, reading, inference],
    ) in counts.into_iter().zip(measures)
    {
        let whole = |cell: Cell<'_>| cell.number().unwrap_or(0.0) as u64;
        if sources.last().is_none_or(|it| it.name != name.text()) {
            sources.push(SourceSummary {
                name: name.text().to_owned(),
                n_documents: whole(documents),
                n_tokens: whole(tokens),
                frames: Vec::new(),
            });
        }
        let interval = low.number().zip(high.number());
        let frame = FrameSummary {
            rate: rate.number().unwrap_or(0.0),
            rate_interval: rate_low.number().zip(rate_high.number()),
            ratio: ratio.number(),
            interval: interval.map(|(low, high)| (low.exp2(), high.exp2())),
            is_clear: matches!(reading.text(), "more" | "less"),
            inference: inference.text().to_owned(),
        };
        if let Some(source) = sources.last_mut() {
            source.frames.push(frame);
        }
    }
    sources
}

/// Findings that are worth a line on the terminal.
const CLEAR: [&str; 4] = ["more", "less", "rise", "fall"];

fn findings(tables: &Tables<'_>) -> Vec<String> {
    let rows = tables.get("findings").select(["finding", "sentence"]).into_iter();
    let clear = rows.filter(|it| CLEAR.contains(&it[0].text()));
    clear.map(|it| it[1].text().to_owned()).collect()
}

/// Why articles were skipped: the code, an example, and how many there are.
pub fn skipped(corpus: &Corpus) -> Vec<(String, String, u64)> {
    let mut reasons: BTreeMap<&str, (String, u64)> = BTreeMap::new();
    for article in &corpus.articles {
        if let Outcome::Skipped(reason) = &article.outcome {
            let example = || (format!("`{}` {reason}", article.id), 0);
            reasons.entry(reason.code()).or_insert_with(example).1 += 1;
        }
    }
    reasons.into_iter().map(|(code, (example, n))| (code.to_owned(), example, n)).collect()
}

fn notices(tables: &Tables<'_>) -> Vec<(&'static str, String, u64)> {
    let mut codes: BTreeMap<&'static str, (String, u64)> = BTreeMap::new();
    for notice in tables.notices.iter().filter(|it| !it.matter.is_minor()) {
        let place = crate::corpus::place(&notice.path, notice.record);
        let example = || {
            let message = notice.matter.to_string();
            (if place.is_empty() { message } else { format!("`{place}`: {message}") }, 0)
        };
        codes.entry(notice.matter.code()).or_insert_with(example).1 += 1;
    }
    codes.into_iter().map(|(code, (example, n))| (code, example, n)).collect()
}
