//! Permutation test of emphasis: how often a random exchange of documents gives as much.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::emphasis::{Prior, relative};

/// Up to so many splits all are tried.
pub const MAX_SPLITS: u64 = 20_000;

/// Differences below this are rounding.
const TOLERANCE: f64 = 1e-9;

/// Documents of a corpus with their groups.
#[derive(Debug)]
pub struct Documents<'d> {
    /// Group of each document, from 0.
    pub groups: &'d [usize],
    /// Number of groups.
    pub n_groups: usize,
    /// Tokens of each document.
    pub tokens: &'d [u64],
    /// Hits of each document in each frame, all frames of a document side by side.
    pub hits: &'d [u64],
    /// Prior of each frame; `None` for a frame without hits.
    pub priors: &'d [Option<Prior>],
}

/// What one test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Share of splits with at least as much emphasis, up or down.
    pub p: f64,
    /// Number of splits, or of random replicates.
    pub n_permutations: u64,
    /// Least p that could have come out.
    pub p_min: f64,
}

/// Tests every group against all others, for every frame: `tests[group][frame]`.
///
/// The statistic is |emphasis| with the prior of the whole corpus; documents are exchanged between
/// the group and the others, group sizes kept. Up to [`MAX_SPLITS`] splits are all tried; else
/// `replicates` random orders, one for all groups and frames, replicate b from stream b of ChaCha8,
/// and p = (1 + n)/(1 + replicates).
///
/// - Missing: a frame without hits, a group that holds no document or all.
/// - Source: Phipson & Smyth (2010), Statistical Applications in Genetics 9(1), 39.
pub fn tests(documents: &Documents<'_>, replicates: u64, seed: u64) -> Vec<Vec<Option<Test>>> {
    let n = documents.groups.len();
    let n_frames = documents.priors.len();
    let mut sizes = vec![0_usize; documents.n_groups];
    documents.groups.iter().for_each(|it| sizes[*it] += 1);
    let observed = documents.observed();
    let testable = |group: usize| 0 < sizes[group] && sizes[group] < n;
    let exact = |group: usize| n_splits(n, sizes[group]).filter(|it| *it <= MAX_SPLITS);
    let any_random = (0..documents.n_groups).any(|it| testable(it) && exact(it).is_none());
    let random = if any_random {
        documents.count_random(&sizes, &observed, replicates, seed)
    } else {
        Vec::new()
    };
    let groups = (0..documents.n_groups).into_par_iter();
    groups
        .map(|group| {
            if !testable(group) {
                return vec![None; n_frames];
            }
            let counts = exact(group)
                .map(|n_splits| (documents.count_all(sizes[group], &observed[group]), n_splits));
            let test = |frame: usize| {
                documents.priors[frame]?;
                Some(match &counts {
                    Some((counts, n_splits)) => Test {
                        p: counts[frame] as f64 / *n_splits as f64,
                        n_permutations: *n_splits,
                        p_min: 1.0 / *n_splits as f64,
                    },
                    None => Test {
                        p: (1 + random[group * n_frames + frame]) as f64 / (1 + replicates) as f64,
                        n_permutations: replicates,
                        p_min: 1.0 / (1 + replicates) as f64,
                    },
                })
            };
            (0..n_frames).map(test).collect()
        })
        .collect()
}

/// Tokens and hits of a set of documents.
#[derive(Clone, Debug)]
struct Sums {
    tokens: u64,
    hits: Vec<u64>,
}

impl Documents<'_> {
    fn n_frames(&self) -> usize {
        self.priors.len()
    }

    fn add(&self, document: usize, sums: &mut Sums) {
        sums.tokens += self.tokens[document];
        let hits = &self.hits[document * self.n_frames()..][..self.n_frames()];
        sums.hits.iter_mut().zip(hits).for_each(|(sum, it)| *sum += it);
    }

    fn no_sums(&self) -> Sums {
        Sums { tokens: 0, hits: vec![0; self.n_frames()] }
    }

    fn all(&self) -> Sums {
        let mut all = self.no_sums();
        (0..self.groups.len()).for_each(|it| self.add(it, &mut all));
        all
    }

    /// |emphasis| of a set of documents against all others, for each frame.
    fn statistic(&self, part: &Sums, all: &Sums, frame: usize) -> f64 {
        let Some(prior) = self.priors[frame] else { return 0.0 };
        let target = (part.hits[frame], part.tokens);
        let reference = (all.hits[frame] - part.hits[frame], all.tokens - part.tokens);
        relative(target, reference, prior).abs()
    }

    /// The least statistic that counts as much as the observed one: `observed[group][frame]`.
    fn observed(&self) -> Vec<Vec<f64>> {
        let all = self.all();
        let mut parts = vec![self.no_sums(); self.n_groups];
        for (document, group) in self.groups.iter().enumerate() {
            self.add(document, &mut parts[*group]);
        }
        let row = |part: &Sums| {
            let least = |frame| self.statistic(part, &all, frame) - TOLERANCE;
            (0..self.n_frames()).map(least).collect()
        };
        parts.iter().map(row).collect()
    }

    /// For each frame the number of sets of `size` documents that reach the observed statistic.
    fn count_all(&self, size: usize, observed: &[f64]) -> Vec<u64> {
        let all = self.all();
        let n = self.groups.len();
        let mut counts = vec![0; self.n_frames()];
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            let mut part = self.no_sums();
            chosen.iter().for_each(|it| self.add(*it, &mut part));
            for (frame, count) in counts.iter_mut().enumerate() {
                *count += u64::from(observed[frame] <= self.statistic(&part, &all, frame));
            }
            // The next set in lexicographic order: raise the last place that can be raised.
            let Some(i) = (0..size).rev().find(|&i| chosen[i] < n - size + i) else {
                return counts;
            };
            chosen[i] += 1;
            for later in i + 1..size {
                chosen[later] = chosen[later - 1] + 1;
            }
        }
    }

    /// For each group and frame the number of random orders that reach the observed statistic. In
    /// an order the first documents stand for the first group, the next for the second.
    fn count_random(
        &self,
        sizes: &[usize],
        observed: &[Vec<f64>],
        replicates: u64,
        seed: u64,
    ) -> Vec<u64> {
        let all = self.all();
        let n_cells = self.n_groups * self.n_frames();
        let fresh = || (vec![0_u64; n_cells], Vec::<u32>::new());
        let count = |(mut counts, mut order): (Vec<u64>, Vec<u32>), replicate: u64| {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(replicate);
            order.clear();
            order.extend(0..self.groups.len() as u32);
            order.shuffle(&mut random);
            let mut rest = order.as_slice();
            for (group, size) in sizes.iter().enumerate() {
                let (members, others) = rest.split_at(*size);
                rest = others;
                let mut part = self.no_sums();
                members.iter().for_each(|it| self.add(*it as usize, &mut part));
                for frame in 0..self.n_frames() {
                    let reached = observed[group][frame] <= self.statistic(&part, &all, frame);
                    counts[group * self.n_frames() + frame] += u64::from(reached);
                }
            }
            (counts, order)
        };
        let sum = |mut a: Vec<u64>, b: Vec<u64>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        };
        // Counts are whole numbers, so that the order in which threads add them does not matter.
        let parts = (1..=replicates).into_par_iter().fold(fresh, count).map(|it| it.0);
        parts.reduce(|| vec![0; n_cells], sum)
    }
}

/// Number of ways to choose `k` of `n`; `None` beyond `u64`.
fn n_splits(n: usize, k: usize) -> Option<u64> {
    let mut splits: u64 = 1;
    for i in 0..k.min(n - k) as u64 {
        splits = splits.checked_mul(n as u64 - i)? / (i + 1);
    }
    Some(splits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents<'d>(
        groups: &'d [usize],
        tokens: &'d [u64],
        hits: &'d [u64],
        priors: &'d [Option<Prior>],
    ) -> Documents<'d> {
        Documents { groups, n_groups: 2, tokens, hits, priors }
    }

    #[test]
    fn the_most_extreme_of_all_splits_has_the_least_p() {
        let (groups, tokens, hits) = ([0, 0, 1, 1, 1, 1], [100; 6], [9, 9, 1, 0, 1, 0]);
        let priors = [Prior::of(20, 600, 6)];
        let tests = tests(&documents(&groups, &tokens, &hits, &priors), 99, 1);
        let test = tests[0][0].expect("a test");
        assert_eq!((test.p, test.n_permutations), (1.0 / 15.0, 15));
        assert!((test.p_min - test.p).abs() < 1e-15);
    }

    #[test]
    fn random_replicates_come_near_the_exact_p() {
        let groups: Vec<usize> = (0..40).map(|it| usize::from(it % 4 != 0)).collect();
        let tokens = vec![100; 40];
        let hits: Vec<u64> = (0..40).map(|it| (it * 7 % 5) + u64::from(it % 4 == 0)).collect();
        let priors = [Prior::of(hits.iter().sum(), 4000, 40)];
        let documents = documents(&groups, &tokens, &hits, &priors);
        let first = tests(&documents, 4999, 1)[0][0].expect("a test");
        let second = tests(&documents, 4999, 2)[0][0].expect("a test");
        assert_eq!(tests(&documents, 4999, 1)[0][0], Some(first));
        assert!((first.p - second.p).abs() < 0.05, "{} {}", first.p, second.p);
    }

    #[test]
    fn numbers_of_splits_are_exact_or_not_told() {
        assert_eq!(n_splits(6, 2), Some(15));
        assert_eq!(n_splits(12, 4), Some(495));
        assert_eq!(n_splits(400, 200), None);
    }
}
