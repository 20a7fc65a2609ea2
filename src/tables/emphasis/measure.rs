//! The rows of `emphasis.csv`: counts of documents and sentences in, measures out.

use std::ops::Range;

use rayon::prelude::*;

use super::{Options, ZoneWeights};
use crate::corpus::{Analysed, Corpus, Source};
use crate::document::Zone;
use crate::stats::emphasis::{self, Interval, Prior};
use crate::stats::permutation::{self, Test};
use crate::stats::{Units, benjamini_hochberg, overdispersion, rate_interval};

/// Below this many documents on a side, intervals are said to rest on few.
const FEW_DOCUMENTS: usize = 10;

/// Above this, documents of one source differ more than counts drawn at random would.
const OVERDISPERSED: f64 = 1.5;

/// One frame in one source.
pub(super) struct Row<'c> {
    pub(super) source: &'c Source,
    pub(super) frame: &'c str,
    pub(super) counts: Counts,
    /// Tokens of each zone, sentences and quoted tokens of the source.
    pub(super) texts: Texts,
    /// Hits of all frames in the source.
    pub(super) n_all_hits: u64,
    pub(super) confidence: f64,
    pub(super) rate: Option<(f64, f64)>,
    pub(super) weighted_rate: Option<f64>,
    pub(super) emphasis: Option<f64>,
    pub(super) interval: Option<Interval>,
    pub(super) units: [UnitKind; 2],
    pub(super) n_units: [usize; 2],
    pub(super) test: Option<Test>,
    pub(super) q: Option<f64>,
    pub(super) overdispersion: Option<f64>,
    pub(super) inference: Inference,
    pub(super) top_pattern: Option<&'c str>,
    pub(super) emphasis_without_top_pattern: Option<f64>,
    pub(super) note: String,
}

/// What varies on a side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitKind {
    Documents,
    Sentences,
}

/// What may be concluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inference {
    Documents,
    FewDocuments,
    TextsOnly,
    None,
}

/// Hits of one frame in one source.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) n_hits: u64,
    pub(super) n_documents_with: u64,
    pub(super) n_sentences_with: u64,
    pub(super) by_zone: [u64; 3],
    pub(super) n_quoted: u64,
    pub(super) n_negated: u64,
    /// Hits of the frame's top entry.
    pub(super) n_top_entry: u64,
    /// Mean of the documents' rates.
    pub(super) mean_rate: f64,
}

/// What the texts of one source amount to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Texts {
    pub(super) n_documents: u64,
    pub(super) n_tokens: u64,
    pub(super) n_sentences: u64,
    pub(super) zone_tokens: [u64; 3],
    pub(super) n_quoted: u64,
    pub(super) has_duplicates: bool,
}

/// Hits of every document in every frame, the documents of a source side by side.
struct Matrix {
    /// Documents of each source.
    ranges: Vec<Range<usize>>,
    tokens: Vec<u64>,
    /// Hits by frame, then by document.
    hits: Vec<Vec<u64>>,
}

impl Matrix {
    fn of(corpus: &Corpus) -> Matrix {
        let n_documents = corpus.sources.iter().map(|it| it.articles.len()).sum();
        let mut matrix = Matrix {
            ranges: Vec::new(),
            tokens: Vec::with_capacity(n_documents),
            hits: vec![vec![0; n_documents]; corpus.frames.len()],
        };
        for source in &corpus.sources {
            let start = matrix.tokens.len();
            for analysed in corpus.of_source(source) {
                for tally in &analysed.observation.frames {
                    matrix.hits[tally.frame as usize][matrix.tokens.len()] = tally.n_hits.into();
                }
                matrix.tokens.push(analysed.observation.n_tokens());
            }
            matrix.ranges.push(start..matrix.tokens.len());
        }
        matrix
    }

    /// The documents of one source.
    fn target(&self, frame: usize, source: usize) -> Units<'_> {
        let range = self.ranges[source].clone();
        Units::new(&self.hits[frame][range.clone()], &self.tokens[range])
    }

    /// The documents of all other sources.
    fn reference(&self, frame: usize, source: usize) -> Units<'_> {
        Units::without(&self.hits[frame], &self.tokens, self.ranges[source].clone())
    }

    fn test(&self, priors: &[Option<Prior>], options: &Options) -> Vec<Vec<Option<Test>>> {
        let n_documents = self.tokens.len();
        let groups = self.ranges.iter().enumerate();
        let groups: Vec<usize> =
            groups.flat_map(|(group, range)| std::iter::repeat_n(group, range.len())).collect();
        let of_document = |document| self.hits.iter().map(move |frame| frame[document]);
        let hits: Vec<u64> = (0..n_documents).flat_map(of_document).collect();
        let documents = permutation::Documents {
            groups: &groups,
            n_groups: self.ranges.len(),
            tokens: &self.tokens,
            hits: &hits,
            priors,
        };
        permutation::tests(&documents, options.permutations, options.seed)
    }
}

/// All rows: sources by name, frames in the order of the dictionary.
pub(super) fn rows<'c>(corpus: &'c Corpus, options: &Options) -> Vec<Row<'c>> {
    let matrix = Matrix::of(corpus);
    let n_tokens: u64 = matrix.tokens.iter().sum();
    let n_documents = matrix.tokens.len() as u64;
    let prior = |hits| Prior::of(hits, n_tokens, n_documents);
    let frames: Vec<FrameTotals> = (0..corpus.frames.len())
        .map(|frame| {
            let n_hits = matrix.hits[frame].iter().sum();
            let top = TopEntry::of(corpus, frame);
            let without = top.as_ref().and_then(|top| prior(n_hits - top.n_hits));
            let phi = phi(corpus, &matrix, frame);
            FrameTotals { prior: prior(n_hits), top, prior_without_top: without, phi }
        })
        .collect();
    let priors: Vec<Option<Prior>> = frames.iter().map(|it| it.prior).collect();
    let tests = matrix.test(&priors, options);
    let sources = (0..corpus.sources.len()).into_par_iter();
    let mut rows: Vec<Row<'c>> = sources
        .flat_map_iter(|source| rows_of(corpus, source, &matrix, &frames, &tests[source], options))
        .collect();
    let p: Vec<Option<f64>> = rows.iter().map(|row| row.test.map(|it| it.p)).collect();
    for (row, q) in rows.iter_mut().zip(benjamini_hochberg::adjusted(&p)) {
        row.q = q;
        row.note = row.note_codes(corpus, options).join(";");
    }
    rows
}

/// What is the same for one frame in all sources.
struct FrameTotals {
    prior: Option<Prior>,
    top: Option<TopEntry>,
    /// The prior of the frame without its top entry.
    prior_without_top: Option<Prior>,
    phi: Option<f64>,
}

fn rows_of<'c>(
    corpus: &'c Corpus,
    source: usize,
    matrix: &Matrix,
    frames: &[FrameTotals],
    tests: &[Option<Test>],
    options: &Options,
) -> Vec<Row<'c>> {
    let (texts, counts) = count(corpus, &corpus.sources[source], frames);
    let n_all_hits = counts.iter().map(|it| it.n_hits).sum();
    let has_others = 1 < corpus.sources.len();
    let mut rows = Vec::with_capacity(frames.len());
    for (frame, totals) in frames.iter().enumerate() {
        let counts = &counts[frame];
        let [target, reference] = [matrix.target(frame, source), matrix.reference(frame, source)];
        let sums = |units: &Units<'_>| (units.n_hits(), units.n_tokens());
        let measured = totals.prior.filter(|_| has_others);
        let emphasis =
            measured.map(|prior| emphasis::relative(sums(&target), sums(&reference), prior));
        let sides = Sides::new(corpus, [target, reference], source, frame, options);
        let units = sides.units();
        let it = &corpus.frames[frame];
        rows.push(Row {
            source: &corpus.sources[source],
            frame: &it.name,
            counts: counts.clone(),
            texts,
            n_all_hits,
            confidence: options.confidence,
            rate: rate_interval::interval(&units[0], options.confidence),
            weighted_rate: weighted_rate(counts, &texts, options.zone_weights),
            emphasis,
            interval: measured.and_then(|prior| {
                emphasis::interval(&units[0], &units[1], prior, options.confidence)
            }),
            units: sides.kinds,
            n_units: [units[0].n(), units[1].n()],
            test: tests[frame],
            q: None,
            overdispersion: totals.phi,
            inference: sides.inference(measured.is_some()),
            top_pattern: totals.top.as_ref().map(|top| it.entries[top.entry].text.as_str()),
            emphasis_without_top_pattern: totals.top.as_ref().and_then(|top| {
                let prior = totals.prior_without_top.filter(|_| has_others)?;
                let less = |units: &Units<'_>, n| (units.n_hits() - n, units.n_tokens());
                let others = top.n_hits - counts.n_top_entry;
                let target = less(&target, counts.n_top_entry);
                Some(emphasis::relative(target, less(&reference, others), prior))
            }),
            note: String::new(),
        });
    }
    rows
}

/// Both sides of a comparison: the source, then all others.
struct Sides<'m> {
    documents: [Units<'m>; 2],
    /// Hits and tokens of every sentence of a side that has too few documents.
    sentences: [Option<(Vec<u64>, Vec<u64>)>; 2],
    kinds: [UnitKind; 2],
}

impl<'m> Sides<'m> {
    fn new(
        corpus: &Corpus,
        documents: [Units<'m>; 2],
        source: usize,
        frame: usize,
        options: &Options,
    ) -> Self {
        let of = |side: usize| {
            (documents[side].n() < options.min_documents).then(|| {
                let sources = corpus.sources.iter().enumerate();
                let members = sources.filter(|it| (it.0 == source) == (side == 0));
                sentences(corpus, members.flat_map(|it| corpus.of_source(it.1)), frame)
            })
        };
        let sentences = [of(0), of(1)];
        let kinds = [0, 1].map(|side: usize| match sentences[side] {
            Some(_) => UnitKind::Sentences,
            None => UnitKind::Documents,
        });
        Sides { documents, sentences, kinds }
    }

    /// The units that vary: documents, or sentences where there are too few.
    fn units(&self) -> [Units<'_>; 2] {
        [0, 1].map(|side: usize| match &self.sentences[side] {
            Some((hits, tokens)) => Units::new(hits, tokens),
            None => self.documents[side],
        })
    }

    fn inference(&self, is_measured: bool) -> Inference {
        if !is_measured {
            Inference::None
        } else if self.kinds.contains(&UnitKind::Sentences) {
            Inference::TextsOnly
        } else if self.documents.iter().any(|it| it.n() < FEW_DOCUMENTS) {
            Inference::FewDocuments
        } else {
            Inference::Documents
        }
    }
}

/// The entry of a frame with most hits in the corpus, the first in the dictionary among equals.
struct TopEntry {
    entry: usize,
    /// Its hits in the corpus.
    n_hits: u64,
}

impl TopEntry {
    fn of(corpus: &Corpus, frame: usize) -> Option<TopEntry> {
        let mut sums = vec![0_u64; corpus.frames[frame].entries.len()];
        let entries = corpus.analysed().flat_map(|it| &it.observation.entries);
        for it in entries.filter(|it| it.frame as usize == frame) {
            sums[it.entry as usize] += u64::from(it.n_hits);
        }
        let n_hits = *sums.iter().max().filter(|it| 0 < **it)?;
        let entry = sums.iter().position(|it| *it == n_hits)?;
        Some(TopEntry { entry, n_hits })
    }
}

impl Row<'_> {
    pub(super) fn n_documents(&self) -> u64 {
        self.texts.n_documents
    }

    fn note_codes(&self, corpus: &Corpus, options: &Options) -> Vec<&'static str> {
        let no_hits_in_corpus = self.top_pattern.is_none();
        let top_share = self.counts.n_top_entry as f64 / self.counts.n_hits.max(1) as f64;
        let codes = [
            ("single_source", corpus.sources.len() == 1),
            ("no_hits_in_corpus", no_hits_in_corpus),
            ("no_hits", self.counts.n_hits == 0 && !no_hits_in_corpus),
            ("few_documents", self.inference == Inference::FewDocuments),
            ("texts_only", self.inference == Inference::TextsOnly),
            ("one_pattern", 0.5 < top_share && 5 <= self.counts.n_hits),
            ("overdispersed", self.overdispersion.is_some_and(|it| OVERDISPERSED < it)),
            ("duplicates", self.texts.has_duplicates),
            ("p_min", self.test.is_some_and(|it| 1.0 - options.confidence < it.p_min)),
        ];
        codes.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }
}

fn phi(corpus: &Corpus, matrix: &Matrix, frame: usize) -> Option<f64> {
    overdispersion::phi((0..corpus.sources.len()).map(|source| matrix.target(frame, source)))
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

fn count(corpus: &Corpus, source: &Source, frames: &[FrameTotals]) -> (Texts, Vec<Counts>) {
    let mut counts = vec![Counts::default(); frames.len()];
    let mut texts = Texts { n_documents: source.articles.len() as u64, ..Texts::default() };
    for analysed in corpus.of_source(source) {
        let observation = analysed.observation;
        texts.n_tokens += observation.n_tokens();
        texts.n_sentences += observation.n_sentences;
        texts.n_quoted += observation.quoted_tokens;
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
        for it in &observation.entries {
            let top = frames[it.frame as usize].top.as_ref();
            if top.is_some_and(|top| top.entry == it.entry as usize) {
                counts[it.frame as usize].n_top_entry += u64::from(it.n_hits);
            }
        }
    }
    for count in &mut counts {
        count.mean_rate /= source.articles.len() as f64;
    }
    texts.has_duplicates = 0 < source.n_duplicates;
    (texts, counts)
}

/// Hits and tokens of every sentence.
fn sentences<'c>(
    corpus: &Corpus,
    members: impl Iterator<Item = Analysed<'c>>,
    frame: usize,
) -> (Vec<u64>, Vec<u64>) {
    let (mut hits, mut tokens) = (Vec::new(), Vec::new());
    for analysed in members {
        let start = hits.len();
        let evidence = corpus.evidence(analysed.article);
        tokens.extend(evidence.sentence_tokens.iter().map(|it| u64::from(*it)));
        hits.resize(tokens.len(), 0);
        for hit in evidence.hits.iter().filter(|it| it.frame as usize == frame) {
            hits[start + hit.sentence as usize - 1] += 1;
        }
    }
    (hits, tokens)
}
