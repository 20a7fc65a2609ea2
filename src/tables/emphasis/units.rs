//! What varies: the documents and sentences of every source, and of all others.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::Options;
use crate::corpus::{Analysed, Corpus, Source};
use crate::stats::bootstrap::Draws;
use crate::stats::emphasis::Prior;
use crate::stats::emphasis_bootstrap::{self, Spreads};
use crate::stats::permutation::{self, Test};
use crate::stats::{Units, overdispersion, resample};

/// Below this many documents on a side, intervals are said to rest on few.
pub(in crate::tables) const FEW_DOCUMENTS: usize = 10;

/// What varies on a side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) enum UnitKind {
    Documents,
    Sentences,
}

/// What may be concluded, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tables) enum Inference {
    Documents,
    FewDocuments,
    TextsOnly,
    None,
}

impl UnitKind {
    /// Its name in tables.
    pub(in crate::tables) fn name(self) -> &'static str {
        match self {
            UnitKind::Documents => "documents",
            UnitKind::Sentences => "sentences",
        }
    }
}

impl Inference {
    /// Its name in tables.
    pub(in crate::tables) fn name(self) -> &'static str {
        match self {
            Inference::Documents => "documents",
            Inference::FewDocuments => "few_documents",
            Inference::TextsOnly => "texts_only",
            Inference::None => "none",
        }
    }
}

/// Hits of every document in every frame, the documents of a source side by side. Articles of one
/// source that are the same, or nearly so, are one document where several of them count.
pub(in crate::tables) struct Matrix {
    /// Documents of each source.
    ranges: Vec<Range<usize>>,
    n_articles: u64,
    tokens: Vec<u64>,
    n_frames: usize,
    /// Hits by document, then by frame.
    hits: Vec<u64>,
}

impl Matrix {
    fn new(n_frames: usize) -> Matrix {
        Matrix { ranges: Vec::new(), n_articles: 0, tokens: Vec::new(), n_frames, hits: Vec::new() }
    }

    /// The documents of some groups, such as sources; those of a group in the order of their ids.
    /// Near-duplicates stand in the place of the first.
    pub(in crate::tables) fn of<'c, D: Iterator<Item = Analysed<'c>>>(
        groups: impl IntoIterator<Item = D>,
        n_frames: usize,
    ) -> Matrix {
        let mut matrix = Matrix::new(n_frames);
        for documents in groups {
            let start = matrix.tokens.len();
            let mut of_group: BTreeMap<(usize, &str), usize> = BTreeMap::new();
            for Analysed { article, observation } in documents {
                let new = matrix.tokens.len();
                let row = match article.duplicate_group {
                    None => new,
                    Some(it) => *of_group.entry((it, article.source())).or_insert(new),
                };
                if row == new {
                    matrix.hits.resize((new + 1) * n_frames, 0);
                    matrix.tokens.push(0);
                }
                for tally in &observation.frames {
                    let n_hits = u64::from(tally.n_hits);
                    matrix.hits[row * n_frames + tally.frame as usize] += n_hits;
                }
                matrix.tokens[row] += observation.n_tokens();
                matrix.n_articles += 1;
            }
            matrix.ranges.push(start..matrix.tokens.len());
        }
        matrix
    }

    /// How many documents two groups have.
    pub(in crate::tables) fn n_of(&self, groups: [usize; 2]) -> u64 {
        groups.iter().map(|it| self.ranges[*it].len() as u64).sum()
    }

    /// The documents of two groups only.
    pub(in crate::tables) fn pair(&self, groups: [usize; 2]) -> Matrix {
        let n_frames = self.n_frames;
        let mut pair = Matrix::new(n_frames);
        for range in groups.map(|it| self.ranges[it].clone()) {
            let start = pair.tokens.len();
            pair.tokens.extend(&self.tokens[range.clone()]);
            pair.hits.extend(&self.hits[range.start * n_frames..range.end * n_frames]);
            pair.ranges.push(start..pair.tokens.len());
        }
        pair.n_articles = pair.tokens.len() as u64;
        pair
    }

    pub(in crate::tables) fn n_tokens(&self) -> u64 {
        self.tokens.iter().sum()
    }

    /// All articles, near-duplicates included: the prior is one mean article.
    pub(in crate::tables) fn n_documents(&self) -> u64 {
        self.n_articles
    }

    /// Overdispersion of a frame.
    pub(in crate::tables) fn phi(&self, frame: usize) -> Option<f64> {
        let document = |it: usize| (self.hits[it * self.n_frames + frame], self.tokens[it]);
        overdispersion::phi(self.ranges.iter().map(|range| range.clone().map(document)))
    }

    /// Tests every group against all others, for every frame.
    pub(in crate::tables) fn test(
        &self,
        priors: &[Option<Prior>],
        options: &Options,
    ) -> Vec<Vec<Option<Test>>> {
        let groups = self.ranges.iter().enumerate();
        let groups: Vec<usize> =
            groups.flat_map(|(group, range)| std::iter::repeat_n(group, range.len())).collect();
        let documents = permutation::Documents {
            groups: &groups,
            n_groups: self.ranges.len(),
            tokens: &self.tokens,
            hits: &self.hits,
            priors,
        };
        permutation::tests(&documents, options.permutations, options.seed)
    }

    /// Draws the documents of some groups and of all others anew, for every frame.
    pub(in crate::tables) fn bootstrap(
        &self,
        priors: &[Option<Prior>],
        groups: &[usize],
        draws: Draws,
    ) -> Vec<Vec<Spreads>> {
        let Matrix { ranges, tokens, hits, n_frames, .. } = self;
        let documents = resample::Documents { ranges, tokens, hits, n_frames: *n_frames };
        emphasis_bootstrap::spreads(&documents, priors, groups, draws)
    }
}

/// Units of one kind: those of every source in every frame, and those of all.
pub(in crate::tables) struct SideSums {
    /// Units by source, then by frame.
    of_sources: Vec<Vec<Units>>,
    /// Units of all sources by frame.
    of_all: Vec<Units>,
}

impl SideSums {
    pub(in crate::tables) fn of_documents(matrix: &Matrix) -> SideSums {
        let source = |range: &Range<usize>| {
            let mut units = vec![Units::default(); matrix.n_frames];
            for document in range.clone() {
                let hits = &matrix.hits[document * matrix.n_frames..];
                let tokens = matrix.tokens[document];
                units.iter_mut().zip(hits).for_each(|(units, hits)| units.push(*hits, tokens));
            }
            units
        };
        SideSums::new(matrix.ranges.par_iter().map(source).collect(), matrix.n_frames)
    }

    /// The sentences of all sources, when there is a side with too few documents to count these.
    pub(in crate::tables) fn sentences(
        &self,
        corpus: &Corpus,
        sources: &[Source],
        options: &Options,
    ) -> Option<SideSums> {
        let n_frames = corpus.frames.len();
        let sizes = self.of_sources.iter().map(|it| it.first().map_or(0, Units::n));
        let n_documents: usize = sizes.clone().sum();
        let mut sides = sizes.flat_map(|n| [n, n_documents - n]);
        if !sides.any(|it| it < options.min_documents) {
            return None;
        }
        let sources = sources.par_iter();
        let source = |source| sentences(corpus, corpus.of_source(source), n_frames);
        Some(SideSums::new(sources.map(source).collect(), n_frames))
    }

    fn new(of_sources: Vec<Vec<Units>>, n_frames: usize) -> SideSums {
        let mut of_all = vec![Units::default(); n_frames];
        for units in &of_sources {
            of_all.iter_mut().zip(units).for_each(|(all, units)| *all += *units);
        }
        SideSums { of_sources, of_all }
    }

    pub(in crate::tables) fn all(&self, frame: usize) -> Units {
        self.of_all[frame]
    }

    /// Those of a source, then those of another.
    pub(in crate::tables) fn pair(&self, [target, other]: [usize; 2], frame: usize) -> [Units; 2] {
        [self.of_sources[target][frame], self.of_sources[other][frame]]
    }

    /// Those of a source, then those of all others.
    pub(in crate::tables) fn against_others(&self, source: usize, frame: usize) -> [Units; 2] {
        let target = self.of_sources[source][frame];
        [target, self.of_all[frame] - target]
    }
}

/// The sentences of some documents, for every frame.
pub(in crate::tables) fn sentences<'c>(
    corpus: &Corpus,
    documents: impl Iterator<Item = Analysed<'c>>,
    n_frames: usize,
) -> Vec<Units> {
    // The sentences are the same for all frames, and few hold a hit of any.
    let mut without_hits = Units::default();
    let mut with_hits = vec![Units::default(); n_frames];
    let mut n_here = vec![0; n_frames];
    for analysed in documents {
        let evidence = corpus.evidence(analysed.article);
        let tokens = &evidence.sentence_tokens;
        tokens.iter().for_each(|it| without_hits.push(0, u64::from(*it)));
        for hits in evidence.hits.chunk_by(|a, b| a.sentence == b.sentence) {
            let tokens = u64::from(tokens[hits[0].sentence as usize - 1]);
            hits.iter().for_each(|it| n_here[it.frame as usize] += 1);
            for frame in hits.iter().map(|it| it.frame as usize) {
                with_hits[frame].add_hits(std::mem::take(&mut n_here[frame]), tokens);
            }
        }
    }
    with_hits.iter_mut().for_each(|it| *it += without_hits);
    with_hits
}

/// Both sides of a comparison: the source, then all others.
pub(in crate::tables) struct Sides {
    pub(in crate::tables) documents: [Units; 2],
    /// The units that vary: documents, or sentences where there are too few.
    pub(in crate::tables) units: [Units; 2],
    pub(in crate::tables) kinds: [UnitKind; 2],
}

impl Sides {
    /// Puts both sides together; sentences are needed where documents are few.
    pub(in crate::tables) fn new(
        documents: [Units; 2],
        sentences: Option<[Units; 2]>,
        options: &Options,
    ) -> Self {
        let kinds = documents.map(|it| {
            let is_few = it.n() < options.min_documents;
            if is_few { UnitKind::Sentences } else { UnitKind::Documents }
        });
        let units = [0, 1].map(|side| match (kinds[side], sentences) {
            (UnitKind::Sentences, Some(sentences)) => sentences[side],
            _ => documents[side],
        });
        Sides { documents, units, kinds }
    }

    pub(in crate::tables) fn inference(&self, is_measured: bool) -> Inference {
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
