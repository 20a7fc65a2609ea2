//! `distance.csv`: how differently two sources divide their hits among the frames.

use std::sync::OnceLock;

use super::table::Unit::{Count, Label, Number, Probability};
use super::{Builder, Context, EmphasisOptions, Table, largest};
use crate::corpus::{Corpus, Source};
use crate::stats::divergence_test::{self, Outcome};
use crate::stats::jensen_shannon::divergence;

/// Sources that are compared with one another.
const MOST_SOURCES: usize = 200;

/// Pairs of sources up to which documents are exchanged.
const MOST_TESTED: usize = 500;

/// Below this many documents of a source, a distance is said to rest on few.
const FEW_DOCUMENTS: usize = 10;

/// Two sources.
struct Row<'c> {
    sources: [&'c Source; 2],
    hits: [u64; 2],
    jsd: Option<f64>,
    outcome: Option<Outcome>,
    is_tested: bool,
}

/// What the limit of rows takes away, in words; `None` when it takes nothing.
pub(super) fn cut(corpus: &Corpus) -> Option<String> {
    largest::cut(corpus, MOST_SOURCES)
}

/// Builds the table: pairs in the order of their names.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, options) = (context.corpus, &context.options.emphasis);
    let about = "one row per pair of sources";
    // The chart asks for the rows as well, and exchanging articles takes its time.
    let found = OnceLock::new();
    columns(Table::in_parts("distance", about, 1, move |_, emit| {
        let rows: &Vec<Row<'_>> = found.get_or_init(|| rows(corpus, options));
        rows.iter().for_each(emit);
    }))
    .finish()
}

fn columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("source_a", Label, "outlet", |row| (&row.sources[0].name).into())
        .column("source_b", Label, "another outlet", |row| (&row.sources[1].name).into())
        .column("documents_a", Count, "articles of source_a", |row| {
            row.sources[0].articles.len().into()
        })
        .column("documents_b", Count, "articles of source_b", |row| {
            row.sources[1].articles.len().into()
        })
        .column("hits_a", Count, "hits of all frames in source_a", |row| row.hits[0].into())
        .column("hits_b", Count, "hits of all frames in source_b", |row| row.hits[1].into())
        .column("jsd", Number, "Jensen-Shannon divergence of the shares of the frames, bits: 0 the same, 1 nothing in common", |row| {
            row.jsd.into()
        })
        .column("js_distance", Number, "its square root, which is a distance", |row| {
            row.jsd.map(f64::sqrt).into()
        })
        .column("jsd_null", Number, "mean jsd when articles are exchanged at random between the two: what small samples give by chance", |row| {
            row.outcome.map(|it| it.null_mean).into()
        })
        .column("p_perm", Probability, "how often such an exchange gives a jsd as large", |row| {
            row.outcome.map(|it| it.test.p).into()
        })
        .column("permutations", Count, "exchanges that were tried and left hits on both sides", |row| {
            row.outcome.map(|it| it.test.n_permutations).into()
        })
        .column("p_min", Probability, "least p that could have come out", |row| {
            row.outcome.map(|it| it.test.p_min).into()
        })
        .column("note", Label, "codes: no_hits (of one of the two); few_documents (fewer than 10 articles of one of the two); p_min (so few exchanges are possible that no p could be small); too_many_sources (articles are exchanged for up to 500 pairs)", |row| note(row).into())
}

/// Above this, a p could not be small.
const SMALL: f64 = 0.05;

fn note(row: &Row<'_>) -> String {
    let codes = [
        ("no_hits", row.jsd.is_none()),
        ("few_documents", row.sources.iter().any(|it| it.articles.len() < FEW_DOCUMENTS)),
        ("p_min", row.outcome.is_some_and(|it| SMALL < it.test.p_min)),
        ("too_many_sources", row.jsd.is_some() && !row.is_tested),
    ];
    codes.into_iter().filter(|it| it.1).map(|it| it.0).collect::<Vec<_>>().join(";")
}

/// A source with its hits.
pub(super) struct Profile<'c> {
    pub(super) source: &'c Source,
    /// Hits of each frame.
    pub(super) hits: Vec<u64>,
}

/// The sources that are compared, by name.
pub(super) fn profiles(corpus: &Corpus) -> Vec<Profile<'_>> {
    let profile = |source: usize| {
        let source = &corpus.sources[source];
        let mut hits = vec![0; corpus.frames.len()];
        for tally in corpus.of_source(source).flat_map(|it| &it.observation.frames) {
            hits[tally.frame as usize] += u64::from(tally.n_hits);
        }
        Profile { source, hits }
    };
    largest::sources(corpus, MOST_SOURCES).into_iter().map(profile).collect()
}

fn rows<'c>(corpus: &'c Corpus, options: &EmphasisOptions) -> Vec<Row<'c>> {
    let profiles = profiles(corpus);
    let n_pairs = profiles.len() * profiles.len().saturating_sub(1) / 2;
    let is_tested = n_pairs <= MOST_TESTED;
    let outcomes = if is_tested { tests(corpus, &profiles, options) } else { vec![None; n_pairs] };
    let mut outcomes = outcomes.into_iter();
    let mut rows = Vec::with_capacity(n_pairs);
    for (i, a) in profiles.iter().enumerate() {
        for b in &profiles[i + 1..] {
            rows.push(Row {
                sources: [a.source, b.source],
                hits: [a, b].map(|it| it.hits.iter().sum()),
                jsd: divergence(&a.hits, &b.hits),
                outcome: outcomes.next().flatten(),
                is_tested,
            });
        }
    }
    rows
}

/// Exchanges the documents of every pair of sources.
fn tests(
    corpus: &Corpus,
    profiles: &[Profile<'_>],
    options: &EmphasisOptions,
) -> Vec<Option<Outcome>> {
    let n_frames = corpus.frames.len();
    let sizes: Vec<usize> = profiles.iter().map(|it| it.source.articles.len()).collect();
    let mut hits = vec![0; sizes.iter().sum::<usize>() * n_frames];
    let documents = profiles.iter().flat_map(|it| corpus.of_source(it.source));
    for (i, document) in documents.enumerate() {
        for tally in &document.observation.frames {
            hits[i * n_frames + tally.frame as usize] = u64::from(tally.n_hits);
        }
    }
    let documents = divergence_test::Documents { sizes: &sizes, hits: &hits, n_frames };
    divergence_test::tests(&documents, options.permutations, options.seed)
}
