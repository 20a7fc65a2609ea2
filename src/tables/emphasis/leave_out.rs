//! Hits of every entry by source, and what emphasis is without one of them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::comparison::Against;
use crate::corpus::{Corpus, Source};
use crate::dictionary::Entry;
use crate::stats::emphasis::{self, Prior};

/// Hits of frames and entries in every source and in all.
pub(in crate::tables) struct LeaveOut {
    sources: Vec<Sums>,
    /// Hits of each entry in the corpus, by frame.
    entries: Vec<Vec<u64>>,
    /// Hits of each frame in the corpus.
    frames: Vec<u64>,
    n_tokens: u64,
    n_documents: u64,
}

/// Changes below this are rounding.
const NO_CHANGE: f64 = 1e-12;

/// Hits in one source.
struct Sums {
    frames: Vec<u64>,
    /// By frame and entry, where there is one.
    entries: BTreeMap<(u32, u32), u64>,
    n_tokens: u64,
}

impl LeaveOut {
    /// Adds up all articles of some sources.
    pub(in crate::tables) fn of(corpus: &Corpus, of: &[Source]) -> LeaveOut {
        let sources: Vec<Sums> = of.par_iter().map(|it| Sums::of(corpus, it)).collect();
        let mut entries: Vec<Vec<u64>> =
            corpus.frames.iter().map(|it| vec![0; it.entries.len()]).collect();
        for (&(frame, entry), n) in sources.iter().flat_map(|it| &it.entries) {
            entries[frame as usize][entry as usize] += n;
        }
        LeaveOut {
            frames: entries.iter().map(|it| it.iter().sum()).collect(),
            entries,
            n_tokens: sources.iter().map(|it| it.n_tokens).sum(),
            n_documents: of.iter().map(|it| it.articles.len() as u64).sum(),
            sources,
        }
    }

    /// The entry of a frame with most hits in the corpus, the first in the dictionary among equals;
    /// `None` for a frame without hits.
    pub(super) fn top(&self, frame: usize) -> Option<usize> {
        let entries = &self.entries[frame];
        let n_hits = entries.iter().max().filter(|it| 0 < **it)?;
        entries.iter().position(|it| it == n_hits)
    }

    /// Hits of an entry in a source.
    pub(super) fn hits(&self, source: usize, frame: usize, entry: usize) -> u64 {
        let key = (frame as u32, entry as u32);
        self.sources[source].entries.get(&key).copied().unwrap_or(0)
    }

    /// Hits of a frame in a source, each worth the weight of its entry.
    pub(super) fn score(&self, source: usize, frame: usize, entries: &[Entry]) -> f64 {
        let of_frame = (frame as u32, 0)..(frame as u32 + 1, 0);
        let hits = self.sources[source].entries.range(of_frame);
        hits.map(|(&(_, entry), &n)| n as f64 * entries[entry as usize].weight).sum()
    }

    /// The emphasis of a source on a frame.
    ///
    /// - Missing: with one source, or without a hit in the corpus.
    pub(in crate::tables) fn emphasis(&self, source: usize, frame: usize) -> Option<f64> {
        self.without(source, Against::Others, frame, None)
    }

    /// The emphasis of a source on a frame, computed without an entry: its hits are taken away, and
    /// no other entry gets them.
    ///
    /// - Missing: with one source, or when no hit is left in the corpus.
    pub(super) fn without(
        &self,
        source: usize,
        against: Against,
        frame: usize,
        entry: Option<usize>,
    ) -> Option<f64> {
        let of_source = |source: usize| {
            let n_out = entry.map_or(0, |entry| self.hits(source, frame, entry));
            (self.sources[source].frames[frame] - n_out, self.sources[source].n_tokens)
        };
        let target = of_source(source);
        let n_hits = self.frames[frame] - entry.map_or(0, |entry| self.entries[frame][entry]);
        let reference = match against {
            Against::Others => (n_hits - target.0, self.n_tokens - target.1),
            Against::Source(other) => of_source(other),
        };
        let prior = Prior::of(n_hits, self.n_tokens, self.n_documents)?;
        (1 < self.sources.len()).then(|| emphasis::relative(target, reference, prior))
    }

    /// The largest change of the emphasis of any source on a frame when an entry is left out,
    /// without its sign, and the first source that it changes so much.
    ///
    /// - Unit: log2. 0 for an entry without hits.
    /// - Missing: as [`LeaveOut::without`].
    pub(in crate::tables) fn effect(&self, frame: usize, entry: usize) -> Option<(f64, usize)> {
        let without = |source: usize, entry| self.without(source, Against::Others, frame, entry);
        if self.entries[frame][entry] == 0 {
            return without(0, None).map(|_| (0.0, 0));
        }
        let change = |source| {
            let change = (without(source, Some(entry))? - without(source, None)?).abs();
            Some((if change < NO_CHANGE { 0.0 } else { change }, source))
        };
        let changes: Option<Vec<(f64, usize)>> = (0..self.sources.len()).map(change).collect();
        changes?.into_iter().reduce(|most, it| if most.0 < it.0 { it } else { most })
    }
}

impl Sums {
    fn of(corpus: &Corpus, source: &Source) -> Sums {
        let mut sums = Sums {
            frames: vec![0; corpus.frames.len()],
            entries: BTreeMap::new(),
            n_tokens: source.n_tokens,
        };
        for it in corpus.of_source(source).flat_map(|it| &it.observation.hits) {
            let n_hits = u64::from(it.n_hits);
            sums.frames[it.frame as usize] += n_hits;
            *sums.entries.entry((it.frame, it.entry)).or_default() += n_hits;
        }
        sums
    }
}
