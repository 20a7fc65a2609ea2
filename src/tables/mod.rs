//! Corpus in, tables out: one file per CSV.

mod bootstrap;
mod cleaning;
mod cleaning_effect;
mod clusters;
mod collocations;
mod cooccurrence;
mod distance;
mod documents;
mod duplicates;
mod emphasis;
mod emphasis_pairs;
mod emphasis_ranks;
mod emphasis_unique;
mod entries;
mod evenness;
mod findings;
mod frame_context;
mod frame_hits;
mod frames;
mod keyness;
mod languages;
mod largest;
mod notices;
mod sensitivity;
mod sensitivity_order;
mod table;
mod terms;
mod tfidf;
mod trend_summary;
mod trends;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use crate::corpus::{Analysed, By, Corpus, TermTotals};
use crate::dictionary::labels;
use crate::lint;
use crate::notice::{Matter, Notice};
use crate::text::Stopwords;

pub use bootstrap::Options as BootstrapOptions;
pub use collocations::Options as CollocationOptions;
pub use emphasis::{Options as EmphasisOptions, ZoneWeights};
pub use frame_context::Options as FrameContextOptions;
pub use keyness::Options as KeynessOptions;
pub use table::{Builder, Cell, Column, Table, Unit};
pub use terms::{Options as TermOptions, Zeros};
pub use trends::Options as TrendOptions;
pub use verdicts::of as verdicts;

/// Every table, in the order in which a reader will want them. A new one is a file here, its `mod`
/// line, and its item below.
const TABLES: &[(&str, Make)] = &[
    ("findings", findings::table),
    ("emphasis", emphasis::table),
    ("emphasis_pairs", emphasis_pairs::table),
    ("emphasis_ranks", emphasis_ranks::table),
    ("emphasis_unique", emphasis_unique::table),
    ("bootstrap", bootstrap::table),
    ("frames", frames::table),
    ("frame_hits", frame_hits::table),
    ("entries", entries::table),
    ("documents", documents::table),
    ("duplicates", duplicates::table),
    ("sensitivity", sensitivity::table),
    ("sensitivity_order", sensitivity_order::table),
    ("trends", trends::table),
    ("trend_summary", trend_summary::table),
    ("terms", terms::table),
    ("tfidf", tfidf::table),
    ("keyness", keyness::table),
    ("collocations", collocations::table),
    ("frame_context", frame_context::table),
    ("cooccurrence", cooccurrence::table),
    ("distance", distance::table),
    ("clusters", clusters::table),
    ("cleaning", cleaning::table),
    ("cleaning_effect", cleaning_effect::table),
    ("notices", notices::table),
];

/// Makes a table; its rows are made when somebody asks for them.
type Make = for<'c> fn(&Context<'c>) -> Table<'c>;

/// Names of all tables, in order.
pub fn names() -> Vec<&'static str> {
    TABLES.iter().map(|it| it.0).collect()
}

/// What tables are made from.
#[derive(Clone)]
pub(crate) struct Context<'c> {
    corpus: &'c Corpus,
    options: &'c Options,
    totals: Arc<Totals<'c>>,
    emphasis: Arc<emphasis::Emphasis<'c>>,
    timeline: Arc<trends::Lazy<'c>>,
    changes: Arc<trend_summary::Lazy<'c>>,
    notices: Arc<Vec<Notice>>,
}

/// Counts of terms over the corpus, added up when the first table asks for them.
type Totals<'c> = LazyLock<TermTotals, Box<dyn FnOnce() -> TermTotals + Send + 'c>>;

/// Settings of the tables.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `[terms]`.
    pub terms: TermOptions,
    /// The list that `[terms] stopwords` names.
    pub stopwords: Stopwords,
    /// `[keyness]`.
    pub keyness: KeynessOptions,
    /// `[emphasis]`.
    pub emphasis: EmphasisOptions,
    /// `[bootstrap]`.
    pub bootstrap: BootstrapOptions,
    /// `[collocations]`.
    pub collocations: CollocationOptions,
    /// `[frame_context]`.
    pub frame_context: FrameContextOptions,
    /// `[trend]`.
    pub trend: TrendOptions,
    /// What verdicts on entries depend on.
    pub lint: lint::Options,
    /// Names of the tables that are written; empty for all.
    pub written: Vec<String>,
}

impl Options {
    /// Whether the table of this name is written.
    pub fn writes(&self, name: &str) -> bool {
        let is_wanted = self.written.is_empty() || self.written.iter().any(|it| it == name);
        is_wanted && (name != "bootstrap" || self.bootstrap.enabled)
    }
}

/// All tables of a run, found by name.
pub struct Tables<'c> {
    tables: Vec<Table<'c>>,
    /// What should be known before trusting them.
    pub notices: Arc<Vec<Notice>>,
    /// Share of their intervals that hold the true value.
    pub confidence: f64,
    /// What articles are grouped by.
    pub by: By,
    /// What people call each frame, by its name.
    labels: BTreeMap<String, String>,
}

/// Makes all tables.
pub fn all<'c>(corpus: &'c Corpus, options: &'c Options) -> Tables<'c> {
    let of_corpus: Box<dyn FnOnce() -> TermTotals + Send> = Box::new(|| TermTotals::of(corpus));
    let totals = Arc::new(Totals::new(of_corpus));
    let mut notices = corpus.notices.clone();
    notices.extend(about_tables(corpus, &totals, options));
    notices.sort();
    let notices = Arc::new(notices);
    let emphasis = Arc::new(emphasis::Emphasis::of(corpus, &corpus.sources, &options.emphasis));
    let timeline = trends::lazy(corpus, &options.trend);
    let changes = trend_summary::lazy(corpus, &timeline, &options.emphasis);
    let shown = Arc::clone(&notices);
    let context = Context { corpus, options, totals, emphasis, timeline, changes, notices: shown };
    Tables {
        tables: TABLES.iter().map(|it| it.1(&context)).collect(),
        notices,
        confidence: options.emphasis.confidence,
        by: corpus.by.clone(),
        labels: corpus
            .frames
            .iter()
            .zip(labels(&corpus.frames))
            .map(|(it, label)| (it.name.clone(), label.to_owned()))
            .collect(),
    }
}

fn about_tables(corpus: &Corpus, totals: &Totals<'_>, options: &Options) -> Vec<Notice> {
    let mut matters = Vec::new();
    let hits = corpus.analysed().flat_map(|it| &it.observation.frames);
    let with_hits: BTreeSet<u32> = hits.map(|it| it.frame).collect();
    let frames = (0..).zip(&corpus.frames).filter(|it| !with_hits.contains(&it.0));
    matters.extend(frames.map(|it| Matter::NoHits(it.1.name.clone())));
    if corpus.analysed().nth(1).is_none() {
        matters.push(Matter::OneDocument);
    }
    if let Some(cut) = tfidf::cut(corpus, options).filter(|_| options.writes("tfidf")) {
        matters.push(Matter::TableCut("tfidf".into(), cut));
    }
    if options.writes("terms")
        && let Some(cut) = terms::cut(corpus, totals, &options.terms)
    {
        matters.push(Matter::TableCut("terms".into(), cut));
    }
    matters.extend(cuts_of_comparisons(corpus, totals, options));
    matters.extend(emphasis_unique::what_is_shared(corpus));
    matters.extend(similar_sources(corpus));
    matters.extend(languages::notices(corpus, options));
    let min = options.emphasis.min_documents;
    let few = corpus.sources.iter().filter(|it| it.articles.len() < min);
    matters.extend(few.map(|it| Matter::FewArticles(it.name.clone(), it.articles.len() as u64)));
    matters.into_iter().map(Notice::of_run).collect()
}

/// What limits take away from the tables that compare sources, terms and frames.
fn cuts_of_comparisons(
    corpus: &Corpus,
    totals: &Totals<'_>,
    options: &Options,
) -> impl Iterator<Item = Matter> {
    let keyness = options.writes("keyness").then(|| {
        [keyness::cut(totals, &options.keyness), keyness::tests_cut(corpus, &options.keyness)]
    });
    let keyness = keyness.into_iter().flatten().map(|it| ("keyness", it));
    let writes = |tables: &[&str]| tables.iter().any(|it| options.writes(it));
    let pairs = writes(&["emphasis_pairs", "emphasis_ranks", "sensitivity", "sensitivity_order"]);
    let trends = writes(&["trends", "trend_summary"]);
    let others = [
        ("bootstrap", writes(&["bootstrap"]).then(|| bootstrap::cut(corpus))),
        ("cooccurrence", writes(&["cooccurrence"]).then(|| cooccurrence::cut(corpus))),
        ("distance", writes(&["distance"]).then(|| distance::cut(corpus))),
        ("emphasis_pairs", pairs.then(|| emphasis_pairs::cut(corpus))),
        ("trends", trends.then(|| trends::cut(corpus, &options.trend))),
    ];
    let others = others.into_iter().map(|(table, cut)| (table, cut.flatten()));
    let cuts: Vec<_> =
        keyness.chain(others).filter_map(|(table, cut)| Some((table, cut?))).collect();
    cuts.into_iter().map(|(table, cut)| Matter::TableCut(table.into(), cut))
}

/// Sources whose names are the same but for case, spaces, full stops and a leading "The".
fn similar_sources(corpus: &Corpus) -> Vec<Matter> {
    let mut spellings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in &corpus.sources {
        let plain: String =
            source.name.to_lowercase().chars().filter(|it| it.is_alphanumeric()).collect();
        let is_the = source.name.to_lowercase().starts_with("the ");
        let key = if is_the { plain[3..].to_owned() } else { plain };
        spellings.entry(key).or_default().push(source.name.clone());
    }
    // Of numbers, a full stop is no matter of spelling.
    spellings.retain(|key, names| 1 < names.len() && key.contains(char::is_alphabetic));
    let alike = spellings.into_values();
    alike.map(Matter::SimilarSources).collect()
}

impl<'c> Tables<'c> {
    /// Tables that were made elsewhere, in the order given.
    pub fn new(tables: Vec<Table<'c>>) -> Self {
        Tables {
            tables,
            notices: Arc::default(),
            confidence: EmphasisOptions::default().confidence,
            by: By::Source,
            labels: BTreeMap::new(),
        }
    }

    /// The same tables with other words for frames: name and label of each.
    pub fn labelled(mut self, labels: &[(&str, &str)]) -> Self {
        self.labels.extend(labels.iter().map(|(name, label)| ((*name).into(), (*label).into())));
        self
    }

    /// What people call a frame.
    pub fn label<'n>(&'n self, frame: &'n str) -> &'n str {
        self.labels.get(frame).map_or(frame, String::as_str)
    }

    /// The table of this name.
    ///
    /// # Panics
    /// When there is none, which is our mistake.
    pub fn get(&self, name: &str) -> &Table<'c> {
        let found = self.tables.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("there is no table `{name}`"))
    }

    /// The kind of interval in words: `95 % interval`.
    pub fn interval_words(&self) -> String {
        format!("{}\u{a0}% interval", (self.confidence * 1000.0).round() / 10.0)
    }

    /// The tables, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Table<'c>> {
        self.tables.iter()
    }
}

/// Articles of one part of a table.
const PART: usize = 256;

/// Number of parts of a table whose rows come article by article.
fn n_parts(n: usize) -> usize {
    n.div_ceil(PART)
}

/// The items of one part.
fn part<T>(items: &[T], part: usize) -> &[T] {
    let start = (part * PART).min(items.len());
    &items[start..items.len().min(start + PART)]
}

/// The analysed articles of one part of all articles.
fn analysed_part(corpus: &Corpus, i: usize) -> impl Iterator<Item = Analysed<'_>> {
    part(&corpus.articles, i).iter().filter_map(Analysed::of)
}

/// Hits per 1,000 tokens; `None` without tokens.
fn per_thousand(n: u64, n_tokens: u64) -> Option<f64> {
    (0 < n_tokens).then(|| 1000.0 * n as f64 / n_tokens as f64)
}

/// A share; `None` of nothing.
fn share(n: u64, of: u64) -> Option<f64> {
    (0 < of).then(|| n as f64 / of as f64)
}

/// Longest title, source or author that tables show, in characters.
const MAX_NAME: usize = 500;

/// A name as tables show it: cut, with an ellipsis, where it is too long.
fn name(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(MAX_NAME) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}
