//! The rows of `emphasis.csv`: counts of documents and sentences in, measures out.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::comparison::{Against, Comparison};
use super::leave_out::LeaveOut;
use super::units::{Inference, Matrix, SideSums, Sides};
use super::{Options, ZoneWeights};
use crate::corpus::{Corpus, Source};
use crate::document::Zone;
use crate::stats::emphasis::{self, Prior};
use crate::stats::permutation::Test;
use crate::stats::{benjamini_hochberg, rate_interval};

/// Above this, documents of one source differ more than counts drawn at random would.
const OVERDISPERSED: f64 = 1.5;

/// Most documents that are drawn for the tests of all pairs, over all replicates: as many as the
/// tests against all others draw for 300,000 articles. Where there would be more, replicates are fewer.
const MOST_DRAWS: u64 = 3_000_000_000;
const FEWER_REPLICATES: u64 = 999;

/// One frame in one source.
pub(in crate::tables) struct Row<'c> {
    pub(in crate::tables) source: &'c Source,
    /// The source that it is compared with; empty for all others.
    pub(in crate::tables) reference: &'c str,
    pub(in crate::tables) frame: &'c str,
    pub(in crate::tables) counts: Counts,
    /// Tokens of each zone, sentences and quoted tokens of the source.
    pub(in crate::tables) texts: Texts,
    /// Hits of all frames in the source.
    pub(in crate::tables) n_all_hits: u64,
    pub(in crate::tables) confidence: f64,
    pub(in crate::tables) rate: Option<(f64, f64)>,
    pub(in crate::tables) weighted_rate: Option<f64>,
    /// Hits, each worth the weight of its entry.
    pub(in crate::tables) score: f64,
    pub(in crate::tables) comparison: Comparison,
    pub(in crate::tables) overdispersion: Option<f64>,
    pub(in crate::tables) top_pattern: Option<&'c str>,
    /// Hits of the top entry in the source.
    pub(in crate::tables) n_top_entry: u64,
    pub(in crate::tables) emphasis_without_top_pattern: Option<f64>,
    pub(in crate::tables) note: String,
}

/// Hits of one frame in one source.
#[derive(Clone, Debug, Default)]
pub(in crate::tables) struct Counts {
    pub(in crate::tables) n_hits: u64,
    pub(in crate::tables) n_documents_with: u64,
    pub(in crate::tables) n_sentences_with: u64,
    pub(in crate::tables) by_zone: [u64; 3],
    pub(in crate::tables) n_quoted: u64,
    pub(in crate::tables) n_negated: u64,
    /// Mean of the documents' rates.
    pub(in crate::tables) mean_rate: f64,
}

/// What the texts of one source amount to.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tables) struct Texts {
    pub(in crate::tables) n_documents: u64,
    pub(in crate::tables) n_tokens: u64,
    pub(in crate::tables) n_sentences: u64,
    pub(in crate::tables) zone_tokens: [u64; 3],
    pub(in crate::tables) n_quoted: u64,
    pub(in crate::tables) has_duplicates: bool,
    /// Whether articles are in a language that no dictionary speaks.
    pub(in crate::tables) has_other_language: bool,
}

/// What all rows are made from: sums over documents and sentences, source by source.
pub(in crate::tables) struct Measures<'c> {
    corpus: &'c Corpus,
    pub(super) sources: &'c [Source],
    options: &'c Options,
    matrix: Matrix,
    documents: SideSums,
    sentences: Option<SideSums>,
    frames: Vec<FrameTotals>,
    leave_out: LeaveOut,
    of_sources: Vec<(Texts, Vec<Counts>)>,
}

/// What is the same for one frame in all sources.
struct FrameTotals {
    prior: Option<Prior>,
    /// The entry with most hits in the corpus.
    top: Option<usize>,
    phi: Option<f64>,
}

impl<'c> Measures<'c> {
    pub(super) fn of(
        corpus: &'c Corpus,
        sources: &'c [Source],
        options: &'c Options,
    ) -> Measures<'c> {
        let n_frames = corpus.frames.len();
        let matrix = Matrix::of(sources.iter().map(|it| corpus.of_source(it)), n_frames);
        let documents = SideSums::of_documents(&matrix);
        let sentences = documents.sentences(corpus, sources, options);
        let prior = |hits| Prior::of(hits, matrix.n_tokens(), matrix.n_documents());
        let phi: Vec<Option<f64>> =
            (0..n_frames).into_par_iter().map(|frame| matrix.phi(frame)).collect();
        let leave_out = LeaveOut::of(corpus, sources);
        let totals = |(frame, phi): (usize, Option<f64>)| {
            let prior = prior(documents.all(frame).n_hits());
            FrameTotals { prior, top: leave_out.top(frame), phi }
        };
        let frames = phi.into_iter().enumerate().map(totals).collect();
        let of_sources = sources.par_iter().map(|it| count(corpus, it)).collect();
        Measures {
            corpus,
            sources,
            options,
            matrix,
            documents,
            sentences,
            frames,
            leave_out,
            of_sources,
        }
    }

    /// Place of the entry of a frame with most hits in the corpus.
    pub(super) fn top_entry(&self, frame: usize) -> Option<usize> {
        self.frames[frame].top
    }

    /// Hits of every entry by source.
    pub(super) fn leave_out(&self) -> &LeaveOut {
        &self.leave_out
    }

    pub(super) fn n_frames(&self) -> usize {
        self.frames.len()
    }

    fn priors(&self) -> Vec<Option<Prior>> {
        self.frames.iter().map(|it| it.prior).collect()
    }

    /// Every source against all others: sources by name, frames in the order of the dictionary.
    pub(super) fn against_others(&self) -> Vec<Row<'c>> {
        let tests = self.matrix.test(&self.priors(), self.options);
        let row =
            |source: usize, frame| self.row(source, Against::Others, frame, tests[source][frame]);
        let frames = 0..self.frames.len();
        let cells =
            (0..self.sources.len()).flat_map(|it| frames.clone().map(move |frame| (it, frame)));
        self.finish(cells.map(|(source, frame)| row(source, frame)).collect())
    }

    /// Every one of these sources against every other: by source, then by the other, then by frame.
    ///
    /// The prior is that of the corpus in all pairs, so that their signs put sources into one order.
    pub(super) fn pairs(&self, sources: &[usize]) -> Vec<Row<'c>> {
        let priors = self.priors();
        let pairs: Vec<[usize; 2]> = sources
            .iter()
            .enumerate()
            .flat_map(|(i, a)| sources[i + 1..].iter().map(|b| [*a, *b]))
            .collect();
        let n_drawn: u64 = pairs.iter().map(|it| self.matrix.n_of(*it)).sum();
        let mut options = self.options.clone();
        if MOST_DRAWS / options.permutations.max(1) < n_drawn {
            options.permutations = options.permutations.min(FEWER_REPLICATES);
        }
        // One test serves both directions; it is the same seen from either side.
        let tests: BTreeMap<[usize; 2], Vec<Option<Test>>> = pairs
            .into_par_iter()
            .map(|pair| (pair, self.matrix.pair(pair).test(&priors, &options).swap_remove(0)))
            .collect();
        let mut rows = Vec::new();
        for &source in sources {
            for &other in sources.iter().filter(|it| **it != source) {
                let tests = &tests[&[source.min(other), source.max(other)]];
                let frames = tests.iter().enumerate();
                rows.extend(
                    frames.map(|(frame, test)| {
                        self.row(source, Against::Source(other), frame, *test)
                    }),
                );
            }
        }
        self.finish(rows)
    }

    /// Level of a source in a frame, on which the signs of all pairs rest: log2 of its rate, drawn
    /// toward that of the corpus.
    pub(super) fn level(&self, source: usize, frame: usize) -> Option<f64> {
        let units = self.documents.pair([source, source], frame)[0];
        let prior = self.frames[frame].prior?;
        Some(emphasis::level((units.n_hits(), units.n_tokens()), prior))
    }

    /// Adds what rests on all rows.
    fn finish(&self, mut rows: Vec<Row<'c>>) -> Vec<Row<'c>> {
        let p: Vec<Option<f64>> =
            rows.iter().map(|row| row.comparison.test.map(|it| it.p)).collect();
        for (row, q) in rows.iter_mut().zip(benjamini_hochberg::adjusted(&p)) {
            row.comparison.q = q;
            row.note = row.note_codes(self.sources.len(), self.options).join(";");
        }
        rows
    }

    fn row(&self, source: usize, against: Against, frame: usize, test: Option<Test>) -> Row<'c> {
        let (corpus, options, totals) = (self.corpus, self.options, &self.frames[frame]);
        let (texts, counts) = &self.of_sources[source];
        let n_all_hits = counts.iter().map(|it| it.n_hits).sum();
        let counts = &counts[frame];
        let of = |sums: &SideSums| match against {
            Against::Others => sums.against_others(source, frame),
            Against::Source(other) => sums.pair([source, other], frame),
        };
        let sides = Sides::new(of(&self.documents), self.sentences.as_ref().map(of), options);
        let has_others = 1 < self.sources.len();
        let prior = totals.prior.filter(|_| has_others);
        let it = &corpus.frames[frame];
        Row {
            source: &self.sources[source],
            reference: match against {
                Against::Others => "",
                Against::Source(other) => &self.sources[other].name,
            },
            frame: &it.name,
            counts: counts.clone(),
            texts: *texts,
            n_all_hits,
            confidence: options.confidence,
            rate: rate_interval::interval(&sides.units[0], options.confidence),
            score: self.leave_out.score(source, frame, &it.entries),
            weighted_rate: weighted_rate(counts, texts, options.zone_weights),
            comparison: Comparison::of(&sides, prior, test, options.confidence),
            overdispersion: totals.phi,
            top_pattern: totals.top.map(|top| it.entries[top].text.as_str()),
            n_top_entry: totals.top.map_or(0, |top| self.leave_out.hits(source, frame, top)),
            emphasis_without_top_pattern: totals
                .top
                .and_then(|top| self.leave_out.without(source, against, frame, Some(top))),
            note: String::new(),
        }
    }
}

impl Row<'_> {
    pub(super) fn n_documents(&self) -> u64 {
        self.texts.n_documents
    }

    /// Whether a side has one unit only, which varies from nothing.
    fn has_one_unit(&self) -> bool {
        let is_measured = self.comparison.emphasis.is_some();
        self.rate.is_none() || is_measured && self.comparison.interval.is_none()
    }

    fn note_codes(&self, n_sources: usize, options: &Options) -> Vec<&'static str> {
        let no_hits_in_corpus = self.top_pattern.is_none();
        let inference = self.comparison.inference;
        let is_measured = self.comparison.emphasis.is_some();
        let top_share = self.n_top_entry as f64 / self.counts.n_hits.max(1) as f64;
        let codes = [
            ("single_source", n_sources == 1),
            ("no_hits_in_corpus", no_hits_in_corpus),
            ("no_hits", self.counts.n_hits == 0 && !no_hits_in_corpus),
            ("few_documents", inference == Inference::FewDocuments),
            ("texts_only", inference == Inference::TextsOnly),
            ("one_pattern", 0.5 < top_share && 5 <= self.counts.n_hits),
            ("overdispersed", self.overdispersion.is_some_and(|it| OVERDISPERSED < it)),
            ("duplicates", self.texts.has_duplicates),
            ("other_language", self.texts.has_other_language),
            ("p_min", self.comparison.has_too_few_splits(options.confidence)),
            ("one_unit", self.has_one_unit()),
            ("only_pattern", is_measured && self.emphasis_without_top_pattern.is_none()),
            ("all_quoted", self.texts.n_quoted == self.texts.n_tokens),
        ];
        codes.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }
}

/// Hits per 1,000 tokens, both weighed by zone.
fn weighted_rate(counts: &Counts, texts: &Texts, weights: ZoneWeights) -> Option<f64> {
    let weights = [weights.headline, weights.lead, weights.body];
    let weigh = |counts: &[u64; 3]| -> f64 {
        weights.iter().zip(counts).map(|(weight, n)| weight * *n as f64).sum()
    };
    let tokens = weigh(&texts.zone_tokens);
    (0.0 < tokens).then(|| 1000.0 * weigh(&counts.by_zone) / tokens)
}

fn count(corpus: &Corpus, source: &Source) -> (Texts, Vec<Counts>) {
    let mut counts = vec![Counts::default(); corpus.frames.len()];
    let mut texts = Texts { n_documents: source.articles.len() as u64, ..Texts::default() };
    for analysed in corpus.of_source(source) {
        let observation = analysed.observation;
        texts.has_other_language |= observation.is_spoken == Some(false);
        texts.n_tokens += observation.n_tokens();
        texts.n_sentences += observation.n_sentences;
        texts.n_quoted += observation.quoted_tokens();
        for zone in Zone::ALL {
            texts.zone_tokens[zone as usize] += observation.zone_tokens[zone as usize];
        }
        for tally in &observation.frames {
            let count = &mut counts[tally.frame as usize];
            count.n_hits += u64::from(tally.n_hits);
            count.by_zone.iter_mut().zip(tally.by_zone).for_each(|(sum, n)| *sum += u64::from(n));
            count.n_quoted += u64::from(tally.n_quoted);
            count.n_negated += u64::from(tally.n_negated);
            count.n_sentences_with += u64::from(tally.n_sentences);
            count.n_documents_with += 1;
            count.mean_rate += 1000.0 * f64::from(tally.n_hits) / observation.n_tokens() as f64;
        }
    }
    for count in &mut counts {
        count.mean_rate /= source.articles.len() as f64;
    }
    texts.has_duplicates = 0 < source.n_duplicates;
    (texts, counts)
}
