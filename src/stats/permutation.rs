//! Permutation test of emphasis: how often a random exchange of documents gives as much.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::emphasis::{Prior, relative};
use super::exchange::{Desk, Exchange};

/// Up to so many splits all are tried.
pub const MAX_SPLITS: u64 = 20_000;

/// Differences below this are rounding.
pub(super) const TOLERANCE: f64 = 1e-9;

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

impl Test {
    /// That of all splits, of which so many count as much as the observed one.
    pub(super) fn exact(n_reached: u64, n_splits: u64) -> Test {
        let n = n_splits as f64;
        Test { p: n_reached as f64 / n, n_permutations: n_splits, p_min: 1.0 / n }
    }

    /// That of random replicates.
    pub(super) fn random(n_reached: u64, replicates: u64) -> Test {
        let n = (1 + replicates) as f64;
        Test { p: (1 + n_reached) as f64 / n, n_permutations: replicates, p_min: 1.0 / n }
    }
}

/// Tests every group against all others, for every frame: `tests[group][frame]`.
///
/// The statistic is |emphasis| with the prior of the whole corpus; documents are exchanged between
/// the group and the others, group sizes kept. Up to [`MAX_SPLITS`] splits are all tried; else
/// `replicates` random orders, one for all groups and frames, replicate b from stream b of ChaCha8
/// (first a byte per document, the bucket that it falls into, then the shuffles inside buckets), and
/// p = (1 + n)/(1 + replicates).
///
/// - Missing: a frame without hits, a group that holds no document or all.
/// - Source: Phipson & Smyth (2010), Statistical Applications in Genetics 9(1), 39.
pub fn tests(documents: &Documents<'_>, replicates: u64, seed: u64) -> Vec<Vec<Option<Test>>> {
    let n = documents.groups.len();
    let n_frames = documents.priors.len();
    let mut sizes = vec![0_usize; documents.n_groups];
    documents.groups.iter().for_each(|it| sizes[*it] += 1);
    let all = documents.all();
    let least = documents.least_ratios(&all);
    let is_testable = |size: usize| 0 < size && size < n;
    // Groups of one size have the same splits.
    let distinct: BTreeSet<usize> =
        sizes.iter().copied().filter(|it| is_testable(*it) && is_exact(n, *it)).collect();
    let exact: BTreeMap<usize, Vec<Vec<f64>>> =
        distinct.into_par_iter().map(|size| (size, documents.all_ratios(size, &all))).collect();
    let any_random = 0 < n_frames && sizes.iter().any(|it| is_testable(*it) && !is_exact(n, *it));
    let random = if any_random {
        documents.count_random(&sizes, &all, &least, replicates, seed)
    } else {
        vec![0; documents.n_groups * n_frames]
    };
    let test = |group: usize, frame: usize| {
        documents.priors[frame].filter(|_| is_testable(sizes[group]))?;
        Some(match exact.get(&sizes[group]) {
            Some(ratios) => {
                let ratios = &ratios[frame];
                let n_splits = ratios.len() as u64;
                let n_below = ratios.partition_point(|it| *it < least[group][frame]) as u64;
                Test::exact(n_splits - n_below, n_splits)
            }
            None => Test::random(random[group * n_frames + frame], replicates),
        })
    };
    let tests_of = |group: usize| (0..n_frames).map(|frame| test(group, frame)).collect();
    (0..documents.n_groups).map(tests_of).collect()
}

/// Tokens and hits of a set of documents.
#[derive(Clone, Debug)]
struct Sums {
    tokens: u64,
    hits: Vec<u64>,
}

impl Sums {
    fn clear(&mut self) {
        self.tokens = 0;
        self.hits.fill(0);
    }
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

    /// The least ratio of rates, or its inverse, that counts as much as the observed one:
    /// `least[group][frame]`.
    fn least_ratios(&self, all: &Sums) -> Vec<Vec<f64>> {
        let mut parts = vec![self.no_sums(); self.n_groups];
        for (document, group) in self.groups.iter().enumerate() {
            self.add(document, &mut parts[*group]);
        }
        let least = |part: &Sums, frame: usize| {
            let Some(prior) = self.priors[frame] else { return f64::INFINITY };
            least_ratio((part.hits[frame], part.tokens), (all.hits[frame], all.tokens), prior)
        };
        let row = |part: &Sums| (0..self.n_frames()).map(|frame| least(part, frame)).collect();
        parts.iter().map(row).collect()
    }

    /// For each frame the ratio of rates, or its inverse, of every set of `size` documents, ascending.
    fn all_ratios(&self, size: usize, all: &Sums) -> Vec<Vec<f64>> {
        let n = self.groups.len();
        // A set and its complement differ in the sign of the emphasis only.
        let size = size.min(n - size);
        let mut ratios = vec![Vec::new(); self.n_frames()];
        let mut part = self.no_sums();
        each_choice(n, size, |chosen| {
            part.clear();
            chosen.iter().for_each(|it| self.add(*it, &mut part));
            for (frame, ratios) in ratios.iter_mut().enumerate() {
                if let Some(prior) = self.priors[frame] {
                    let held = (part.hits[frame], part.tokens);
                    let (a, b) = sides(held, (all.hits[frame], all.tokens), prior);
                    ratios.push((a / b).max(b / a));
                }
            }
        });
        ratios.iter_mut().for_each(|it| it.sort_unstable_by(f64::total_cmp));
        ratios
    }

    /// For each group and frame the number of random exchanges that reach the observed statistic.
    fn count_random(
        &self,
        sizes: &[usize],
        all: &Sums,
        least: &[Vec<f64>],
        replicates: u64,
        seed: u64,
    ) -> Vec<u64> {
        let n_cells = self.n_groups * self.n_frames();
        // Column 0 holds tokens, the others the hits of a frame each.
        let value = |document: usize, column: usize| match column {
            0 => self.tokens[document],
            _ => self.hits[document * self.n_frames() + column - 1],
        };
        let exchange = Exchange::new(sizes, 1 + self.n_frames(), value);
        let fresh = || (vec![0_u64; n_cells], Desk::default());
        let count = |(mut counts, mut desk): (Vec<u64>, Desk), replicate| {
            exchange.draw(seed, replicate, &mut desk);
            let groups = desk.sums.chunks_exact(1 + self.n_frames()).zip(least);
            for (counts, (sums, least)) in counts.chunks_exact_mut(self.n_frames()).zip(groups) {
                self.count_reached(sums[0], &sums[1..], all, least, counts);
            }
            (counts, desk)
        };
        let sum = |mut a: Vec<u64>, b: Vec<u64>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        };
        // Counts are whole numbers, so that the order in which threads add them does not matter.
        let parts = (1..=replicates).into_par_iter().fold(fresh, count).map(|it| it.0);
        parts.reduce(|| vec![0; n_cells], sum)
    }

    /// Adds one to the count of every frame in which a group reaches the least ratio of rates.
    fn count_reached(
        &self,
        tokens: u64,
        hits: &[u64],
        all: &Sums,
        least: &[f64],
        counts: &mut [u64],
    ) {
        for (frame, count) in counts.iter_mut().enumerate() {
            let Some(prior) = self.priors[frame] else { continue };
            let (a, b) = sides((hits[frame], tokens), (all.hits[frame], all.tokens), prior);
            *count += u64::from(reaches(least[frame], a, b));
        }
    }
}

/// The least ratio of rates, or its inverse, that counts as much as that of some documents against
/// all others; input is hits and tokens, of the part and of all.
pub(super) fn least_ratio(part: (u64, u64), all: (u64, u64), prior: Prior) -> f64 {
    let reference = (all.0 - part.0, all.1 - part.1);
    (relative(part, reference, prior).abs() - TOLERANCE).exp2()
}

/// Whether what [`sides`] gives is at least as far apart as a ratio.
pub(super) fn reaches(least: f64, a: f64, b: f64) -> bool {
    least * b <= a || least * a <= b
}

/// The two rates of some documents and of all others, each times both divisors, so that they can be
/// compared without a logarithm or a division; input is hits and tokens, of the part and of all.
pub(super) fn sides(part: (u64, u64), all: (u64, u64), prior: Prior) -> (f64, f64) {
    let hits = part.0 as f64 + prior.hits;
    let tokens = part.1 as f64 + prior.tokens;
    let other_hits = (all.0 - part.0) as f64 + prior.hits;
    let other_tokens = (all.1 - part.1) as f64 + prior.tokens;
    (hits * other_tokens, other_hits * tokens)
}

/// Hands on every way to choose `k` of `n`, in lexicographic order.
pub(super) fn each_choice(n: usize, k: usize, mut emit: impl FnMut(&[usize])) {
    let mut chosen: Vec<usize> = (0..k).collect();
    loop {
        emit(&chosen);
        // The next set: raise the last place that can be raised.
        let Some(i) = (0..k).rev().find(|&i| chosen[i] < n - k + i) else { break };
        chosen[i] += 1;
        for later in i + 1..k {
            chosen[later] = chosen[later - 1] + 1;
        }
    }
}

/// Whether all ways to choose `k` of `n` documents are tried.
pub(super) fn is_exact(n: usize, k: usize) -> bool {
    n_splits(n, k).is_some_and(|it| it <= MAX_SPLITS)
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
