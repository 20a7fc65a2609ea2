//! The rows of `emphasis.csv`: counts of documents and sentences in, measures out.

use super::{Options, ZoneWeights};
use crate::corpus::{Analyzed, Corpus, Source};
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
    pub(super) top_pattern_hits: u64,
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
    /// Hits of each entry.
    by_entry: Vec<u64>,
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

/// Hits of every document in every frame, document by document in the order of the sources.
struct Matrix {
    groups: Vec<usize>,
    tokens: Vec<u64>,
    hits: Vec<u64>,
    n_frames: usize,
}

impl Matrix {
    fn of(corpus: &Corpus) -> Matrix {
        let n_frames = corpus.frames.len();
        let mut matrix =
            Matrix { groups: Vec::new(), tokens: Vec::new(), hits: Vec::new(), n_frames };
        for (group, source) in corpus.sources.iter().enumerate() {
            for analyzed in corpus.of_source(source) {
                matrix.groups.push(group);
                matrix.tokens.push(analyzed.observation.n_tokens());
                let start = matrix.hits.len();
                matrix.hits.resize(start + n_frames, 0);
                for hit in &analyzed.observation.hits {
                    matrix.hits[start + hit.frame as usize] += 1;
                }
            }
        }
        matrix
    }

    /// Units of the documents that `is_in` chooses by their group.
    fn documents(&self, frame: usize, is_in: impl Fn(usize) -> bool) -> Units {
        let mut units = Units::default();
        for (i, _) in self.groups.iter().enumerate().filter(|it| is_in(*it.1)) {
            units.hits.push(self.hits[i * self.n_frames + frame]);
            units.tokens.push(self.tokens[i]);
        }
        units
    }

    fn n_hits(&self, frame: usize) -> u64 {
        self.hits.iter().skip(frame).step_by(self.n_frames.max(1)).sum()
    }
}

/// All rows: sources by name, frames in the order of the dictionary.
pub(super) fn rows<'c>(corpus: &'c Corpus, options: &Options) -> Vec<Row<'c>> {
    let matrix = Matrix::of(corpus);
    let n_tokens: u64 = matrix.tokens.iter().sum();
    let n_documents = matrix.groups.len() as u64;
    let prior = |hits| Prior::of(hits, n_tokens, n_documents);
    let priors: Vec<Option<Prior>> =
        (0..corpus.frames.len()).map(|frame| prior(matrix.n_hits(frame))).collect();
    let tests = permutation::tests(
        &permutation::Documents {
            groups: &matrix.groups,
            n_groups: corpus.sources.len(),
            tokens: &matrix.tokens,
            hits: &matrix.hits,
            priors: &priors,
        },
        options.permutations,
        options.seed,
    );
    let overdispersions: Vec<Option<f64>> =
        (0..corpus.frames.len()).map(|frame| phi(corpus, &matrix, frame)).collect();
    let counted: Vec<(Texts, Vec<Counts>)> =
        corpus.sources.iter().map(|source| count(corpus, source)).collect();
    let mut rows = Vec::new();
    for (group, source) in corpus.sources.iter().enumerate() {
        for (frame, it) in corpus.frames.iter().enumerate() {
            let top = TopEntry::of(frame, group, &counted);
            let (texts, counts) = (counted[group].0, &counted[group].1);
            let sides = Sides::new(corpus, &matrix, group, frame, options);
            let measured = priors[frame].filter(|_| 1 < corpus.sources.len());
            let relative = |prior| {
                let sums = |units: &Units| (units.n_hits(), units.n_tokens());
                emphasis::relative(sums(&sides.documents[0]), sums(&sides.documents[1]), prior)
            };
            let row = Row {
                source,
                frame: &it.name,
                counts: counts[frame].clone(),
                texts,
                n_all_hits: counts.iter().map(|it| it.n_hits).sum(),
                confidence: options.confidence,
                rate: rate_interval::interval(&sides.units[0], options.confidence),
                weighted_rate: weighted_rate(&counts[frame], &texts, options.zone_weights),
                emphasis: measured.map(relative),
                interval: measured.and_then(|prior| {
                    emphasis::interval(&sides.units[0], &sides.units[1], prior, options.confidence)
                }),
                units: sides.kinds,
                n_units: [sides.units[0].n(), sides.units[1].n()],
                test: tests[group][frame],
                q: None,
                overdispersion: overdispersions[frame],
                inference: sides.inference(measured.is_some()),
                top_pattern: top.as_ref().map(|top| it.entries[top.entry].text.as_str()),
                top_pattern_hits: top.as_ref().map_or(0, |top| top.n_hits),
                emphasis_without_top_pattern: top.and_then(|top| {
                    let documents = &sides.documents;
                    let without = |units: &Units, n| (units.n_hits() - n, units.n_tokens());
                    let prior = prior(top.n_other_entries)?;
                    (1 < corpus.sources.len()).then(|| {
                        emphasis::relative(
                            without(&documents[0], top.n_hits),
                            without(&documents[1], top.n_corpus - top.n_hits),
                            prior,
                        )
                    })
                }),
                note: String::new(),
            };
            rows.push(row);
        }
    }
    let p: Vec<Option<f64>> = rows.iter().map(|row| row.test.map(|it| it.p)).collect();
    for (row, q) in rows.iter_mut().zip(benjamini_hochberg::adjusted(&p)) {
        row.q = q;
        row.note = row.note_codes(corpus, options).join(";");
    }
    rows
}

/// Both sides of a comparison: the source, then all others.
struct Sides {
    /// The documents of each side.
    documents: [Units; 2],
    /// The units that vary: its documents, or its sentences where there are too few.
    units: [Units; 2],
    kinds: [UnitKind; 2],
}

impl Sides {
    fn new(
        corpus: &Corpus,
        matrix: &Matrix,
        group: usize,
        frame: usize,
        options: &Options,
    ) -> Sides {
        let of = |is_target: bool| {
            let is_in = |it: usize| (it == group) == is_target;
            let documents = matrix.documents(frame, is_in);
            if options.min_documents <= documents.n() {
                (documents.clone(), documents, UnitKind::Documents)
            } else {
                let sources = corpus.sources.iter().enumerate();
                let members =
                    sources.filter(|it| is_in(it.0)).flat_map(|it| corpus.of_source(it.1));
                (documents, sentences(members, frame), UnitKind::Sentences)
            }
        };
        let ((target, target_units, target_kind), (others, other_units, other_kind)) =
            (of(true), of(false));
        Sides {
            documents: [target, others],
            units: [target_units, other_units],
            kinds: [target_kind, other_kind],
        }
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
    /// Its hits in the source.
    n_hits: u64,
    /// Its hits in the corpus.
    n_corpus: u64,
    /// Hits of all other entries in the corpus.
    n_other_entries: u64,
}

impl TopEntry {
    fn of(frame: usize, group: usize, counted: &[(Texts, Vec<Counts>)]) -> Option<TopEntry> {
        let n_entries = counted.first()?.1[frame].by_entry.len();
        let n_corpus = |entry: usize| counted.iter().map(|it| it.1[frame].by_entry[entry]).sum();
        let sums: Vec<u64> = (0..n_entries).map(n_corpus).collect();
        let most = *sums.iter().max().filter(|it| 0 < **it)?;
        let entry = sums.iter().position(|it| *it == most)?;
        Some(TopEntry {
            entry,
            n_hits: counted[group].1[frame].by_entry[entry],
            n_corpus: most,
            n_other_entries: sums.iter().sum::<u64>() - most,
        })
    }
}

impl Row<'_> {
    pub(super) fn n_documents(&self) -> u64 {
        self.texts.n_documents
    }

    fn note_codes(&self, corpus: &Corpus, options: &Options) -> Vec<&'static str> {
        let no_hits_in_corpus = self.top_pattern.is_none();
        let top_share = self.top_pattern_hits as f64 / self.counts.n_hits.max(1) as f64;
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
    let of = |group: usize| {
        let units = matrix.documents(frame, |it| it == group);
        units.hits.into_iter().zip(units.tokens).collect::<overdispersion::Documents>()
    };
    let sources: Vec<_> = (0..corpus.sources.len()).map(of).collect();
    overdispersion::phi(&sources)
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
    let empty = |frame: &crate::dictionary::Frame| Counts {
        by_entry: vec![0; frame.entries.len()],
        ..Counts::default()
    };
    let mut counts: Vec<Counts> = corpus.frames.iter().map(empty).collect();
    let mut texts = Texts { n_documents: source.articles.len() as u64, ..Texts::default() };
    for analyzed in corpus.of_source(source) {
        let observation = analyzed.observation;
        texts.n_tokens += observation.n_tokens();
        texts.n_sentences += observation.n_sentences();
        texts.n_quoted += observation.quoted_tokens;
        for zone in Zone::ALL {
            texts.zone_tokens[zone as usize] += observation.zone_tokens[zone as usize];
        }
        let mut n_here = vec![0_u64; counts.len()];
        let mut last_sentence = vec![0; counts.len()];
        for hit in &observation.hits {
            let frame = hit.frame as usize;
            let count = &mut counts[frame];
            count.n_hits += 1;
            count.by_zone[hit.zone as usize] += 1;
            count.by_entry[hit.entry as usize] += 1;
            count.n_quoted += u64::from(hit.is_quoted());
            count.n_negated += u64::from(hit.negated);
            count.n_sentences_with += u64::from(last_sentence[frame] != hit.sentence);
            last_sentence[frame] = hit.sentence;
            n_here[frame] += 1;
        }
        for (count, n) in counts.iter_mut().zip(n_here) {
            count.n_documents_with += u64::from(0 < n);
            count.mean_rate += 1000.0 * n as f64 / observation.n_tokens() as f64;
        }
    }
    for count in &mut counts {
        count.mean_rate /= source.articles.len() as f64;
    }
    texts.has_duplicates = 0 < source.n_duplicates;
    (texts, counts)
}

/// Every sentence as a unit.
fn sentences<'c>(members: impl Iterator<Item = Analyzed<'c>>, frame: usize) -> Units {
    let mut units = Units::default();
    for analyzed in members {
        let start = units.hits.len();
        let tokens = &analyzed.observation.sentence_tokens;
        units.tokens.extend(tokens.iter().map(|it| u64::from(*it)));
        units.hits.resize(start + tokens.len(), 0);
        for hit in analyzed.observation.hits.iter().filter(|it| it.frame as usize == frame) {
            units.hits[start + hit.sentence as usize - 1] += 1;
        }
    }
    units
}
