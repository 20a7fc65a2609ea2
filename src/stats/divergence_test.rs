//! Permutation test of divergences: how differently two sources would divide their hits by chance.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::jensen_shannon::divergence;
use super::permutation::{TOLERANCE, Test, each_choice, is_exact};

/// Buckets into which documents are thrown: the values of one random byte.
const BUCKETS: usize = 256;

/// A divergence of 1 as a whole number, so that sums do not depend on the order of threads.
const ONE: f64 = (1_u64 << 53) as f64;

/// What exchanging the documents of two sources says of their divergence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Mean divergence of the exchanged documents, bits: what small samples give by chance.
    pub null_mean: f64,
    /// How often it is as large as the observed one.
    pub test: Test,
}

/// Documents of several sources, those of a source side by side.
#[derive(Debug)]
pub struct Documents<'d> {
    /// Number of documents of each source.
    pub sizes: &'d [usize],
    /// Hits of each document, all frames of a document side by side.
    pub hits: &'d [u64],
    /// Number of frames.
    pub n_frames: usize,
}

/// Tests every pair of sources (0 and 1, 0 and 2, …, 1 and 2, …): documents are exchanged between
/// the two, sizes kept; all splits or random ones as in [`super::permutation::tests`].
///
/// Replicate b throws every document of all sources into a random bucket, from stream b of ChaCha8.
/// The order of the documents of a pair is that of the buckets, and the first of them are those of
/// the one source; only the bucket that both share is shuffled, so that the throws serve all pairs.
///
/// - Missing: a source without documents or hits. Splits that leave a side without hits have no
///   divergence, and are not counted among the permutations.
/// - Source: Rao (1961), Sankhyā A 23(3), 305–307, for the random orders.
pub fn tests(documents: &Documents<'_>, replicates: u64, seed: u64) -> Vec<Option<Outcome>> {
    let n = documents.sizes.len();
    let pairs: Vec<[usize; 2]> = (0..n).flat_map(|a| (a + 1..n).map(move |b| [a, b])).collect();
    let observed: Vec<Option<f64>> = pairs.iter().map(|it| documents.observed(*it)).collect();
    let is_exact = |pair: &[usize; 2]| {
        let [a, b] = pair.map(|it| documents.sizes[it]);
        is_exact(a + b, a)
    };
    let asked: Vec<Asked> = pairs
        .iter()
        .zip(&observed)
        .filter(|it| !is_exact(it.0))
        .filter_map(|(pair, observed)| Some(Asked { pair: *pair, observed: (*observed)? }))
        .collect();
    let mut random = documents.exchange_all(&asked, replicates, seed).into_iter();
    let outcome = |(pair, observed): (&[usize; 2], &Option<f64>)| {
        let observed = (*observed)?;
        if is_exact(pair) {
            documents.all_splits(*pair, observed).outcome(Test::exact)
        } else {
            random.next()?.outcome(Test::random)
        }
    };
    pairs.iter().zip(&observed).map(outcome).collect()
}

/// A pair of sources that random exchanges are made for.
struct Asked {
    pair: [usize; 2],
    observed: f64,
}

/// What many splits gave.
#[derive(Clone, Copy, Debug, Default)]
struct Splits {
    n: u64,
    n_reached: u64,
    /// Sum of the divergences, each a whole number of [`ONE`]ths.
    sum: u128,
}

impl Splits {
    fn add(&mut self, value: Option<f64>, observed: f64) {
        let Some(value) = value else { return };
        self.n += 1;
        self.n_reached += u64::from(observed - TOLERANCE <= value);
        self.sum += (value * ONE).round() as u128;
    }

    fn plus(self, other: Splits) -> Splits {
        let n_reached = self.n_reached + other.n_reached;
        Splits { n: self.n + other.n, n_reached, sum: self.sum + other.sum }
    }

    fn outcome(self, test: impl FnOnce(u64, u64) -> Test) -> Option<Outcome> {
        let null_mean = self.sum as f64 / ONE / self.n as f64;
        (0 < self.n).then(|| Outcome { null_mean, test: test(self.n_reached, self.n) })
    }
}

/// Memory of one worker, kept from one exchange to the next.
#[derive(Default)]
struct Desk {
    throws: Vec<u8>,
    /// Documents of each source, bucket by bucket.
    sorted: Vec<u32>,
    /// For each source and bucket, the place in `sorted` of its first document.
    starts: Vec<u32>,
    /// For each source and bucket, hits of all buckets before it.
    before: Vec<u64>,
    shared: Vec<u32>,
    sides: [Vec<u64>; 2],
}

impl Documents<'_> {
    fn range(&self, source: usize) -> std::ops::Range<usize> {
        let start = self.sizes[..source].iter().sum();
        start..start + self.sizes[source]
    }

    fn of(&self, document: usize) -> &[u64] {
        &self.hits[document * self.n_frames..][..self.n_frames]
    }

    fn sum(&self, source: usize) -> Vec<u64> {
        let mut sums = vec![0; self.n_frames];
        self.range(source).for_each(|it| add(&mut sums, self.of(it)));
        sums
    }

    fn observed(&self, [a, b]: [usize; 2]) -> Option<f64> {
        divergence(&self.sum(a), &self.sum(b))
    }

    /// Tries every split of the documents of two sources.
    fn all_splits(&self, [a, b]: [usize; 2], observed: f64) -> Splits {
        let all: Vec<u64> = self.sum(a).iter().zip(self.sum(b)).map(|(a, b)| a + b).collect();
        let documents: Vec<usize> = self.range(a).chain(self.range(b)).collect();
        let mut splits = Splits::default();
        let mut part = vec![0; self.n_frames];
        // The divergence of a split is that of its complement.
        each_choice(documents.len(), self.sizes[a].min(self.sizes[b]), |chosen| {
            part.fill(0);
            chosen.iter().for_each(|it| add(&mut part, self.of(documents[*it])));
            let rest: Vec<u64> = all.iter().zip(&part).map(|(all, part)| all - part).collect();
            splits.add(divergence(&part, &rest), observed);
        });
        splits
    }

    fn exchange_all(&self, asked: &[Asked], replicates: u64, seed: u64) -> Vec<Splits> {
        let none = || vec![Splits::default(); asked.len()];
        if asked.is_empty() {
            return none();
        }
        let exchange = |(mut splits, mut desk): (Vec<Splits>, Desk), replicate| {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(replicate);
            self.throw(&mut random, &mut desk);
            for (splits, asked) in splits.iter_mut().zip(asked) {
                let value = self.split(asked.pair, &mut random, &mut desk);
                splits.add(value, asked.observed);
            }
            (splits, desk)
        };
        let parts = (1..=replicates).into_par_iter().fold(|| (none(), Desk::default()), exchange);
        parts
            .map(|it| it.0)
            .reduce(none, |a, b| a.into_iter().zip(b).map(|(a, b)| a.plus(b)).collect())
    }

    /// Throws all documents, and sorts those of each source by bucket.
    fn throw(&self, random: &mut ChaCha8Rng, desk: &mut Desk) {
        let (n, n_frames) = (self.sizes.iter().sum(), self.n_frames);
        desk.throws.resize(n, 0);
        random.fill_bytes(&mut desk.throws);
        desk.sorted.resize(n, 0);
        desk.starts.clear();
        desk.before.clear();
        desk.before.resize(self.sizes.len() * (BUCKETS + 1) * n_frames, 0);
        let mut first = 0;
        let sources = desk.before.chunks_exact_mut((BUCKETS + 1) * n_frames);
        for (size, before) in self.sizes.iter().zip(sources) {
            let throws = &desk.throws[first..first + size];
            let mut places = [0_u32; BUCKETS + 1];
            throws.iter().for_each(|it| places[*it as usize + 1] += 1);
            places[0] = first as u32;
            (0..BUCKETS).for_each(|it| places[it + 1] += places[it]);
            desk.starts.extend_from_slice(&places);
            for (document, throw) in (first..).zip(throws) {
                let bucket = *throw as usize;
                desk.sorted[places[bucket] as usize] = document as u32;
                places[bucket] += 1;
                add(&mut before[(bucket + 1) * n_frames..], self.of(document));
            }
            for place in n_frames..before.len() {
                before[place] += before[place - n_frames];
            }
            first += size;
        }
    }

    /// The divergence of two sources whose documents are exchanged as they were thrown.
    fn split(&self, pair: [usize; 2], random: &mut ChaCha8Rng, desk: &mut Desk) -> Option<f64> {
        let Desk { sorted, starts, before, shared, sides, .. } = desk;
        let starts = pair.map(|it| &starts[it * (BUCKETS + 1)..][..=BUCKETS]);
        let n_before =
            |bucket: usize| starts.iter().map(|it| (it[bucket] - it[0]) as usize).sum::<usize>();
        let wanted = self.sizes[pair[0]];
        // The last bucket before which there are no more documents than the first source has.
        let (mut bucket, mut end) = (0, BUCKETS);
        while bucket + 1 < end {
            let middle = usize::midpoint(bucket, end);
            if n_before(middle) <= wanted { bucket = middle } else { end = middle }
        }
        shared.clear();
        for it in starts {
            shared.extend_from_slice(&sorted[it[bucket] as usize..it[bucket + 1] as usize]);
        }
        let (chosen, _) = shared.partial_shuffle(random, wanted - n_before(bucket));
        let place = |source: usize, bucket: usize| {
            &before[(source * (BUCKETS + 1) + bucket) * self.n_frames..][..self.n_frames]
        };
        let [first, second] = sides;
        first.clear();
        first.resize(self.n_frames, 0);
        pair.iter().for_each(|it| add(first, place(*it, bucket)));
        chosen.iter().for_each(|it| add(first, self.of(*it as usize)));
        second.clear();
        let all = place(pair[0], BUCKETS).iter().zip(place(pair[1], BUCKETS));
        second.extend(all.zip(first.iter()).map(|((a, b), first)| a + b - first));
        divergence(first, second)
    }
}

fn add(sums: &mut [u64], hits: &[u64]) {
    sums.iter_mut().zip(hits).for_each(|(sum, n)| *sum += n);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sizes: &[usize], hits: &[u64], replicates: u64) -> Vec<Option<Outcome>> {
        tests(&Documents { sizes, hits, n_frames: 2 }, replicates, 1)
    }

    #[test]
    fn of_all_splits_the_observed_one_and_its_mirror_are_the_farthest() {
        let outcome = of(&[2, 2], &[5, 0, 4, 0, 0, 6, 0, 3], 99)[0].expect("a test");
        assert_eq!((outcome.test.p, outcome.test.n_permutations), (2.0 / 6.0, 6));
        let others = [divergence(&[5, 6], &[4, 3]), divergence(&[5, 3], &[4, 6])];
        let mean = (2.0 + 2.0 * others.iter().flatten().sum::<f64>()) / 6.0;
        assert!((outcome.null_mean - mean).abs() < 1e-12);
    }

    #[test]
    fn splits_without_hits_on_a_side_are_not_counted() {
        let outcome = of(&[2, 2], &[5, 0, 0, 0, 0, 6, 0, 0], 99)[0].expect("a test");
        assert_eq!(outcome.test.n_permutations, 4);
        assert_eq!(of(&[1, 1], &[5, 0, 0, 0], 99), [None]);
        assert_eq!(of(&[], &[], 99), []);
    }

    #[test]
    fn random_splits_come_near_all_splits() {
        // 15 and 5 of 20: 15,504 splits are tried; a third source makes the others random.
        let hits: Vec<u64> = (0..20).flat_map(|it| [it % 3 + it / 12, it * 7 % 4]).collect();
        let all = of(&[15, 5], &hits, 99)[0].expect("a test");
        let documents = Documents { sizes: &[15, 5], hits: &hits, n_frames: 2 };
        let observed = documents.observed([0, 1]).expect("a value");
        let asked = [Asked { pair: [0, 1], observed }];
        let random = documents.exchange_all(&asked, 9999, 1)[0].outcome(Test::random);
        let random = random.expect("a test");
        let error = (all.test.p * (1.0 - all.test.p) / 9999.0).sqrt();
        assert!((all.test.p - random.test.p).abs() < 4.0 * error, "{all:?} {random:?}");
        assert!((all.null_mean / random.null_mean - 1.0).abs() < 0.05, "{all:?} {random:?}");
    }

    #[test]
    fn sources_that_are_alike_are_no_farther_than_chance_and_others_are() {
        let alike = |it: u64| [it % 3, it * 7 % 4];
        let other = |it: u64| [it % 5 + 2, it % 2];
        let hits: Vec<u64> = (0..400).flat_map(alike).chain((0..300).flat_map(other)).collect();
        let outcomes = of(&[100, 300, 300], &hits, 999);
        let p: Vec<f64> = outcomes.iter().map(|it| it.expect("a test").test.p).collect();
        assert!(0.05 < p[0] && p[1] < 0.01 && p[2] < 0.01, "{p:?}");
        assert_eq!(outcomes, of(&[100, 300, 300], &hits, 999));
    }
}
