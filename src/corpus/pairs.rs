//! Pairs of numbers in, those that come often enough out.
//!
//! Most pairs of neighbours in a corpus come once. A first pass over them only adds to small
//! counters that several pairs share, so that a pair whose counter stays low is known to be rare
//! and takes no memory in the second pass, which counts. What comes out does not depend on what is
//! shared: a counter is never lower than the count of a pair.
//!
//! - Source: Fang, Shivakumar, Garcia-Molina, Motwani & Ullman (1998), Computing iceberg queries
//!   efficiently, VLDB, 299–310.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;

/// Parts that pairs are divided into, each small enough to stay in the cache of a core.
const N_SHARDS: usize = 64;

/// Most shared counters of one shard.
const MAX_COUNTERS: usize = 1 << 20;

/// A pair and how often it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairCount {
    /// The first number.
    pub first: u32,
    /// The second number.
    pub second: u32,
    /// Occurrences.
    pub n: u64,
}

/// How often pairs come.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Those that come often enough, ascending.
    pub frequent: Vec<PairCount>,
    /// For each number, all pairs that begin with it.
    pub n_first: Vec<u64>,
    /// For each number, all pairs that end with it.
    pub n_second: Vec<u64>,
    /// All pairs.
    pub n: u64,
}

impl Pairs {
    /// Counts the pairs that `each(part, emit)` hands on for the parts 0 to `n_parts`, and keeps
    /// those that come `min_count` times.
    ///
    /// First numbers are below `bounds.0`, second ones below `bounds.1`. Every part is asked for
    /// twice, but for a `min_count` of 1; `n_expected` is about how many pairs there are.
    pub fn count(
        n_parts: usize,
        bounds: (usize, usize),
        min_count: u64,
        n_expected: u64,
        each: impl Fn(usize, &mut dyn FnMut(u32, u32)) + Sync,
    ) -> Pairs {
        let n_counters = (n_expected as usize / N_SHARDS).next_power_of_two().min(MAX_COUNTERS);
        let n_counters = if 1 < min_count { n_counters } else { 0 };
        let shards: Vec<Mutex<Shard>> =
            (0..N_SHARDS).map(|_| Mutex::new(Shard::new(n_counters, min_count))).collect();
        let pass = |work: fn(&mut Shard, u64), seen: &(dyn Fn(u32, u32) + Sync)| {
            let buckets = || vec![Vec::new(); N_SHARDS];
            (0..n_parts).into_par_iter().for_each_init(buckets, |buckets: &mut Vec<_>, part| {
                each(part, &mut |first, second| {
                    seen(first, second);
                    let pair = u64::from(first) << 32 | u64::from(second);
                    buckets[shard_of(pair)].push(pair);
                });
                for (bucket, shard) in buckets.iter_mut().zip(&shards) {
                    let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
                    bucket.drain(..).for_each(|pair| work(&mut shard, pair));
                }
            });
        };
        if 0 < n_counters {
            pass(Shard::look, &|_, _| {});
        }
        let [n_first, n_second] = [bounds.0, bounds.1].map(zeros);
        pass(Shard::count, &|first, second| {
            n_first[first as usize].fetch_add(1, Ordering::Relaxed);
            n_second[second as usize].fetch_add(1, Ordering::Relaxed);
        });
        let mut frequent: Vec<PairCount> = Vec::new();
        for shard in shards {
            let shard = shard.into_inner().unwrap_or_else(PoisonError::into_inner);
            frequent.extend(shard.frequent());
        }
        frequent.par_sort_unstable();
        let plain = |it: Vec<AtomicU64>| it.into_iter().map(AtomicU64::into_inner).collect();
        let (n_first, n_second): (Vec<u64>, Vec<u64>) = (plain(n_first), plain(n_second));
        Pairs { frequent, n: n_first.iter().sum(), n_first, n_second }
    }
}

fn zeros(n: usize) -> Vec<AtomicU64> {
    (0..n).map(|_| AtomicU64::new(0)).collect()
}

/// Bits of a pair in which neighbouring numbers differ widely.
fn hash(pair: u64) -> u64 {
    let mixed = (pair ^ pair >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ mixed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9)
}

fn shard_of(pair: u64) -> usize {
    (hash(pair) >> 32) as usize % N_SHARDS
}

/// Pairs that share a part of their hashes.
struct Shard {
    /// Counters that pairs share; empty where every pair is counted.
    shared: Vec<u8>,
    counts: HashMap<u64, u64>,
    min_count: u64,
}

impl Shard {
    fn new(n_counters: usize, min_count: u64) -> Shard {
        Shard { shared: vec![0; n_counters], counts: HashMap::new(), min_count }
    }

    fn place(&self, pair: u64) -> usize {
        (hash(pair) >> 40) as usize & (self.shared.len() - 1)
    }

    /// The first pass.
    fn look(&mut self, pair: u64) {
        let place = self.place(pair);
        self.shared[place] = self.shared[place].saturating_add(1);
    }

    /// The second pass.
    fn count(&mut self, pair: u64) {
        let is_rare = !self.shared.is_empty()
            && u64::from(self.shared[self.place(pair)]) < self.min_count.min(u8::MAX.into());
        if !is_rare {
            *self.counts.entry(pair).or_insert(0) += 1;
        }
    }

    fn frequent(self) -> impl Iterator<Item = PairCount> {
        let least = self.min_count;
        let counts = self.counts.into_iter().filter(move |it| least <= it.1);
        counts.map(|(pair, n)| PairCount { first: (pair >> 32) as u32, second: pair as u32, n })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_are_those_of_plain_counting(
            parts in proptest::collection::vec(
                proptest::collection::vec((0..9_u32, 0..7_u32), 0..60), 0..9
            ),
            min_count in 1..5_u64,
        ) {
            let mut plain: BTreeMap<(u32, u32), u64> = BTreeMap::new();
            parts.iter().flatten().for_each(|it| *plain.entry(*it).or_default() += 1);
            let n = parts.iter().flatten().count() as u64;
            let pairs = Pairs::count(parts.len(), (9, 7), min_count, n, |part, emit| {
                parts[part].iter().for_each(|it| emit(it.0, it.1));
            });
            let begin_with = |first: u32| plain.iter().filter(|it| it.0.0 == first).map(|it| *it.1).sum();
            prop_assert_eq!(&pairs.n_first, &(0..9).map(begin_with).collect::<Vec<u64>>());
            prop_assert_eq!((pairs.n, pairs.n_second.iter().sum::<u64>()), (n, n));
            let expected = plain.into_iter().filter(|it| min_count <= it.1);
            let expected: Vec<_> = expected
                .map(|((first, second), n)| PairCount { first, second, n })
                .collect();
            prop_assert_eq!(pairs.frequent, expected);
        }
    }

    #[test]
    fn a_pair_that_comes_more_often_than_a_counter_can_tell_is_counted() {
        let pairs = Pairs::count(1, (2, 2), 300, 1, |_, emit| (0..300).for_each(|_| emit(1, 0)));
        assert_eq!(pairs.frequent, [PairCount { first: 1, second: 0, n: 300 }]);
    }
}
