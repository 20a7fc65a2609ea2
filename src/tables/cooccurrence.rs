//! `cooccurrence.csv`: which frames stand together, in sentences and in articles.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::table::Unit::{Count, Label, Log2, Number, Probability, Share};
use super::{Builder, Context, Table, largest};
use crate::corpus::{Analysed, Corpus, Source};
use crate::stats::association::Pair;
use crate::stats::{benjamini_hochberg, exact_test};

/// Rows at most; of more, those of the sources with the most words stay.
const MOST_ROWS: usize = 1_000_000;

/// In what two frames stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Sentence,
    Document,
}

impl Level {
    const ALL: [Level; 2] = [Level::Sentence, Level::Document];

    fn name(self) -> &'static str {
        match self {
            Level::Sentence => "sentence",
            Level::Document => "document",
        }
    }
}

/// Two frames in one source, or in all.
struct Row<'c> {
    source: Option<&'c Source>,
    level: Level,
    frames: [&'c str; 2],
    pair: Pair,
    p_fisher: Option<f64>,
    q: Option<f64>,
}

impl Row<'_> {
    /// Whether each frame stands in some units and is missing in others.
    fn varies(&self) -> bool {
        let Pair { n_left, n_right, n_pairs, .. } = self.pair;
        [n_left, n_right].iter().all(|it| 0 < *it && *it < n_pairs)
    }
}

/// Sources that have rows of their own.
fn n_shown(corpus: &Corpus) -> usize {
    let n = corpus.frames.len();
    let n_pairs = n * n.saturating_sub(1) / 2;
    (MOST_ROWS / (2 * n_pairs).max(1)).max(2) - 1
}

/// What the limit of rows takes away, in words; `None` when it takes nothing.
pub(super) fn cut(corpus: &Corpus) -> Option<String> {
    largest::cut(corpus, n_shown(corpus))
}

/// Builds the table: all sources together, then each; pairs in the order of the dictionary.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let about = "one row per source, level and pair of frames, and for all sources together";
    // The chart asks for the rows as well, and all passages are read for them.
    let found = OnceLock::new();
    let builder = Table::in_parts("cooccurrence", about, 1, move |_, emit| {
        let rows: &Vec<Row<'_>> = found.get_or_init(|| rows(corpus));
        rows.iter().for_each(emit);
    });
    columns(builder).finish()
}

fn columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    let builder = builder
        .column("source", Label, "outlet; empty for all sources together", |row| {
            row.source.map(|it| &it.name).into()
        })
        .column("level", Label, "what counts as together: sentence or document", |row| {
            row.level.name().into()
        })
        .column("frame_a", Label, "frame of the dictionary", |row| row.frames[0].into())
        .column("frame_b", Label, "a later frame of the dictionary", |row| row.frames[1].into())
        .column("units", Count, "sentences, or articles", |row| row.pair.n_pairs.into())
        .column("n_a", Count, "units with frame_a", |row| row.pair.n_left.into())
        .column("n_b", Count, "units with frame_b", |row| row.pair.n_right.into())
        .column("n_both", Count, "units with both", |row| row.pair.n.into())
        .column(
            "expected",
            Number,
            "units with both if the frames knew nothing of one another",
            |row| row.pair.expected()[0].into(),
        )
        .column("jaccard", Share, "units with both relative to units with any", |row| {
            row.pair.jaccard().into()
        });
    association_columns(builder)
}

fn association_columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("pmi", Log2, "n_both relative to expected; +1 is twice", |row| {
            row.pair.pmi().into()
        })
        .column("npmi", Number, "the same from -1 (never together) over 0 (as by chance) to 1 (always)", |row| {
            row.pair.npmi().into()
        })
        .column("g2", Number, "log-likelihood ratio, without sign; empty where a frame is absent or everywhere", |row| {
            row.varies().then(|| row.pair.g2()).into()
        })
        .column("log_odds", Number, "log odds ratio, ½ added to each cell", |row| {
            row.pair.log_odds().0.into()
        })
        .column("log_odds_se", Number, "its standard error", |row| row.pair.log_odds().1.into())
        .column(
            "p_fisher",
            Probability,
            "Fisher's exact test; descriptive for sentences, as those of an article are no independent draws",
            |row| row.p_fisher.into(),
        )
        .column("q", Probability, "p_fisher adjusted over all rows of the level (Benjamini-Hochberg)", |row| {
            row.q.into()
        })
}

/// How many units hold each frame, and each pair of frames.
#[derive(Clone)]
struct Counts {
    units: u64,
    /// Units with frames i and j at i·n + j, i ≤ j; with i = j, those with the frame.
    with: Vec<u64>,
}

impl Counts {
    fn none(n_frames: usize) -> Counts {
        Counts { units: 0, with: vec![0; n_frames * n_frames] }
    }

    /// Adds a unit in which these frames stand, each once, by place.
    fn add(&mut self, frames: &[u32], n_frames: usize) {
        for (i, a) in frames.iter().enumerate() {
            for b in &frames[i..] {
                self.with[*a as usize * n_frames + *b as usize] += 1;
            }
        }
    }

    fn plus(mut self, other: &Counts) -> Counts {
        self.units += other.units;
        self.with.iter_mut().zip(&other.with).for_each(|(sum, n)| *sum += n);
        self
    }

    fn pair(&self, a: usize, b: usize, n_frames: usize) -> Pair {
        let with = |a: usize, b: usize| self.with[a * n_frames + b];
        Pair { n: with(a, b), n_left: with(a, a), n_right: with(b, b), n_pairs: self.units }
    }
}

/// Counts of sentences and of documents.
type ByLevel = [Counts; 2];

fn count<'c>(corpus: &Corpus, documents: impl Iterator<Item = Analysed<'c>>) -> ByLevel {
    let n_frames = corpus.frames.len();
    let [mut sentences, mut articles] = Level::ALL.map(|_| Counts::none(n_frames));
    let mut here = Vec::new();
    for analysed in documents {
        let observation = analysed.observation;
        sentences.units += observation.n_sentences;
        articles.units += 1;
        here.clear();
        here.extend(observation.frames.iter().map(|it| it.frame));
        articles.add(&here, n_frames);
        if here.is_empty() {
            continue;
        }
        let hits = corpus.evidence(analysed.article).hits;
        for sentence in hits.chunk_by(|a, b| a.sentence == b.sentence) {
            here.clear();
            here.extend(sentence.iter().map(|it| it.frame));
            here.sort_unstable();
            here.dedup();
            sentences.add(&here, n_frames);
        }
    }
    [sentences, articles]
}

fn plus(a: ByLevel, b: &ByLevel) -> ByLevel {
    let [sentences, articles] = a;
    [sentences.plus(&b[0]), articles.plus(&b[1])]
}

/// Counts of all sources together, and of those that are shown.
fn count_all(corpus: &Corpus) -> Vec<(Option<&Source>, ByLevel)> {
    let shown = largest::sources(corpus, n_shown(corpus));
    let none = || Level::ALL.map(|_| Counts::none(corpus.frames.len()));
    let add = |(all, mut kept): (ByLevel, Vec<(usize, ByLevel)>), source: usize| {
        let counts = count(corpus, corpus.of_source(&corpus.sources[source]));
        let all = plus(all, &counts);
        if shown.binary_search(&source).is_ok() {
            kept.push((source, counts));
        }
        (all, kept)
    };
    let sources = (0..corpus.sources.len()).into_par_iter();
    let parts = sources.fold(|| (none(), Vec::new()), add);
    let (all, mut kept) = parts.reduce(
        || (none(), Vec::new()),
        |(all, mut kept), (more, others)| {
            kept.extend(others);
            (plus(all, &more), kept)
        },
    );
    kept.sort_unstable_by_key(|it| it.0);
    let of_sources = kept.into_iter().map(|(i, counts)| (Some(&corpus.sources[i]), counts));
    std::iter::once((None, all)).chain(of_sources).collect()
}

fn rows(corpus: &Corpus) -> Vec<Row<'_>> {
    let n_frames = corpus.frames.len();
    let mut rows = Vec::new();
    for (source, counts) in count_all(corpus) {
        for (level, counts) in Level::ALL.into_iter().zip(counts) {
            for a in 0..n_frames {
                for b in a + 1..n_frames {
                    let frames = [a, b].map(|it| corpus.frames[it].name.as_str());
                    let pair = counts.pair(a, b, n_frames);
                    rows.push(Row { source, level, frames, pair, p_fisher: None, q: None });
                }
            }
        }
    }
    rows.par_iter_mut().for_each(|row| {
        row.p_fisher = row.varies().then(|| exact_test::fisher(row.pair));
    });
    for level in Level::ALL {
        let p: Vec<Option<f64>> =
            rows.iter().map(|it| it.p_fisher.filter(|_| it.level == level)).collect();
        let q = benjamini_hochberg::adjusted(&p);
        let of_level = rows.iter_mut().zip(q).filter(|it| it.0.level == level);
        of_level.for_each(|(row, q)| row.q = q);
    }
    rows
}
