//! The rows of `emphasis.csv`: counts of documents and sentences in, measures out.

use rayon::prelude::*;

use super::leave_out::LeaveOut;
use super::units::{Inference, Matrix, SideSums, Sides, UnitKind};
use super::{Options, ZoneWeights};
use crate::corpus::{Corpus, Source};
use crate::document::Zone;
use crate::stats::emphasis::{self, Interval, Prior};
use crate::stats::permutation::Test;
use crate::stats::{Units, benjamini_hochberg, rate_interval};

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

/// All rows: sources by name, frames in the order of the dictionary.
pub(super) fn rows<'c>(corpus: &'c Corpus, options: &Options) -> Vec<Row<'c>> {
    let matrix = Matrix::of(corpus);
    let n_tokens: u64 = matrix.tokens.iter().sum();
    let n_documents = matrix.tokens.len() as u64;
    let documents = SideSums::of_documents(&matrix);
    let sentences = documents.sentences(corpus, options);
    let prior = |hits| Prior::of(hits, n_tokens, n_documents);
    let phi: Vec<Option<f64>> =
        (0..corpus.frames.len()).into_par_iter().map(|frame| matrix.phi(frame)).collect();
    let leave_out = LeaveOut::of(corpus);
    let totals = |(frame, phi): (usize, Option<f64>)| {
        let prior = prior(documents.all(frame).n_hits());
        FrameTotals { prior, top: leave_out.top(frame), phi }
    };
    let frames: Vec<FrameTotals> = phi.into_iter().enumerate().map(totals).collect();
    let priors: Vec<Option<Prior>> = frames.iter().map(|it| it.prior).collect();
    let tests = matrix.test(&priors, options);
    let sources = (0..corpus.sources.len()).into_par_iter();
    let mut rows: Vec<Row<'c>> = sources
        .flat_map_iter(|source| {
            let sides = |frame| Sides::new(&documents, sentences.as_ref(), source, frame, options);
            rows_of(corpus, source, sides, &frames, &leave_out, &tests[source], options)
        })
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
    /// The entry with most hits in the corpus.
    top: Option<usize>,
    phi: Option<f64>,
}

fn rows_of<'c>(
    corpus: &'c Corpus,
    source: usize,
    sides: impl Fn(usize) -> Sides,
    frames: &[FrameTotals],
    leave_out: &LeaveOut,
    tests: &[Option<Test>],
    options: &Options,
) -> Vec<Row<'c>> {
    let (texts, mut counts) = count(corpus, &corpus.sources[source]);
    for (frame, (count, totals)) in counts.iter_mut().zip(frames).enumerate() {
        count.n_top_entry = totals.top.map_or(0, |top| leave_out.hits(source, frame, top));
    }
    let n_all_hits = counts.iter().map(|it| it.n_hits).sum();
    let has_others = 1 < corpus.sources.len();
    let mut rows = Vec::with_capacity(frames.len());
    for (frame, totals) in frames.iter().enumerate() {
        let counts = &counts[frame];
        let sides = sides(frame);
        let ([target, reference], units) = (sides.documents, sides.units);
        let sums = |units: &Units| (units.n_hits(), units.n_tokens());
        let measured = totals.prior.filter(|_| has_others);
        let emphasis =
            measured.map(|prior| emphasis::relative(sums(&target), sums(&reference), prior));
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
            top_pattern: totals.top.map(|top| it.entries[top].text.as_str()),
            emphasis_without_top_pattern: totals
                .top
                .and_then(|top| leave_out.without(source, frame, Some(top))),
            note: String::new(),
        });
    }
    rows
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
    }
    for count in &mut counts {
        count.mean_rate /= source.articles.len() as f64;
    }
    texts.has_duplicates = 0 < source.n_duplicates;
    (texts, counts)
}
