//! Random exchanges of documents between groups: what each group then holds.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::lanes::Lanes;

/// Buckets into which documents are thrown: the values of one random byte.
const BUCKETS: usize = 256;

/// Below so many documents one bucket, whose documents are all shuffled, is faster.
const MIN_FOR_BUCKETS: usize = 4096;

/// Documents that can be put into a random order again and again, and cut into groups.
///
/// Every document is thrown into a random bucket; the order is that of the buckets, and inside a
/// bucket a shuffled one. Most buckets fall to one group as a whole, so that the sum of what they
/// hold is enough; only those that two groups share are shuffled.
///
/// - Source: Rao (1961), Sankhyā A 23(3), 305–307, and Sandelius (1962), Journal of the Royal
///   Statistical Society B 24(2), 479–481: all orders are equally likely.
#[derive(Debug)]
pub(super) struct Exchange {
    lanes: Lanes,
    n_documents: usize,
    n_buckets: usize,
    /// Number of documents of each group and all before it.
    ends: Vec<usize>,
}

/// Memory of one worker, kept from one exchange to the next.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// Bucket of each document.
    throws: Vec<u8>,
    /// Group that each bucket fell to as a whole.
    owners: Vec<Option<usize>>,
    /// What each bucket holds, in lanes.
    buckets: Vec<u64>,
    shared: Vec<Shared>,
    /// Documents of the shared buckets as they come, then bucket by bucket.
    found: Vec<u32>,
    members: Vec<u32>,
    /// What a part of a shared bucket holds, in lanes.
    part: Vec<u64>,
    /// What each group holds: all columns of a group side by side.
    pub(super) sums: Vec<u64>,
}

/// A bucket that more than one group has documents of, or that is too full for its lanes.
#[derive(Clone, Copy, Debug)]
struct Shared {
    /// Place of its first document in the order.
    start: usize,
    n: usize,
    /// The group of its first document.
    group: usize,
}

impl Exchange {
    /// Prepares documents for groups of these sizes; `value(document, column)` is added up.
    pub(super) fn new(
        sizes: &[usize],
        n_columns: usize,
        value: impl Fn(usize, usize) -> u64,
    ) -> Exchange {
        let n_documents: usize = sizes.iter().sum();
        let n_buckets = if n_documents < MIN_FOR_BUCKETS { 1 } else { BUCKETS };
        // Twice the mean is never reached in practice; where it is, the bucket is added in parts.
        let most = n_documents.min(2 * n_documents / n_buckets + 1);
        Exchange::with(sizes, Lanes::new(n_documents, n_columns, most, value), n_buckets)
    }

    fn with(sizes: &[usize], lanes: Lanes, n_buckets: usize) -> Exchange {
        let mut n_documents = 0;
        let ends = sizes.iter().map(|size| {
            n_documents += size;
            n_documents
        });
        Exchange { ends: ends.collect(), lanes, n_documents, n_buckets }
    }

    /// Exchange `number` of those that a seed stands for; what groups hold is then in `desk.sums`.
    pub(super) fn draw(&self, seed: u64, number: u64, desk: &mut Desk) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(number);
        desk.sums.clear();
        desk.sums.resize(self.ends.len() * self.lanes.n_columns(), 0);
        desk.shared.clear();
        desk.owners.clear();
        desk.owners.resize(self.n_buckets, None);
        if self.n_buckets == 1 {
            desk.shared.push(Shared { start: 0, n: self.n_documents, group: 0 });
            desk.members.clear();
            desk.members.extend(0..self.n_documents as u32);
        } else {
            self.throw(&mut random, desk);
            self.collect(desk);
        }
        self.share(&mut random, desk);
    }

    /// Throws all documents, adds up the buckets, and gives whole buckets to their groups.
    fn throw(&self, random: &mut ChaCha8Rng, desk: &mut Desk) {
        desk.throws.resize(self.n_documents, 0);
        random.fill_bytes(&mut desk.throws);
        desk.buckets.clear();
        desk.buckets.resize(self.n_buckets * self.lanes.width(), 0);
        self.lanes.add_to_buckets(&desk.throws, &mut desk.buckets);
    }

    /// Gives the buckets of one group to it, and finds the documents of the others.
    fn collect(&self, desk: &mut Desk) {
        let width = self.lanes.width();
        let (mut start, mut group, mut n_members) = (0, 0, 0);
        let mut is_shared = [0_u8; BUCKETS];
        let mut places = [0_usize; BUCKETS];
        for bucket in 0..self.n_buckets {
            let held = &desk.buckets[bucket * width..][..width];
            let n = self.lanes.count(held);
            if n == 0 {
                continue;
            }
            group = self.group_at(start, group);
            if start + n <= self.ends[group] && n <= self.lanes.most() {
                desk.owners[bucket] = Some(group);
                self.lanes.unpack(held, self.sums_of(group, &mut desk.sums));
            } else {
                desk.shared.push(Shared { start, n, group });
                is_shared[bucket] = 1;
                places[bucket] = n_members;
                n_members += n;
            }
            start += n;
        }
        // Written without a branch, which could not be foretold: one place more than is kept.
        desk.found.resize(self.n_documents + 1, 0);
        let mut n_found = 0;
        for (document, throw) in desk.throws.iter().enumerate() {
            desk.found[n_found] = document as u32;
            n_found += usize::from(is_shared[*throw as usize]);
        }
        desk.members.resize(n_members, 0);
        for document in &desk.found[..n_found] {
            let place = &mut places[desk.throws[*document as usize] as usize];
            desk.members[*place] = *document;
            *place += 1;
        }
    }

    /// Shuffles the documents of each shared bucket and gives them to its groups.
    fn share(&self, random: &mut ChaCha8Rng, desk: &mut Desk) {
        desk.part.resize(self.lanes.width(), 0);
        let mut members = desk.members.as_mut_slice();
        for Shared { start, n, mut group } in desk.shared.iter().copied() {
            let (here, later) = members.split_at_mut(n);
            members = later;
            here.shuffle(random);
            let mut done = 0;
            while done < n {
                group = self.group_at(start + done, group);
                let n_part = (self.ends[group] - start - done).min(n - done);
                let n_part = n_part.min(self.lanes.most());
                self.lanes.add(&here[done..done + n_part], &mut desk.part);
                self.lanes.unpack(&desk.part, self.sums_of(group, &mut desk.sums));
                done += n_part;
            }
        }
    }

    /// Hands on every document with the group that the last draw gave it to.
    pub(super) fn each(&self, desk: &Desk, mut emit: impl FnMut(usize, usize)) {
        if 1 < self.n_buckets {
            for (document, throw) in desk.throws.iter().enumerate() {
                if let Some(group) = desk.owners[*throw as usize] {
                    emit(document, group);
                }
            }
        }
        let mut members = desk.members.iter();
        for Shared { start, n, mut group } in desk.shared.iter().copied() {
            for (place, document) in (start..start + n).zip(&mut members) {
                group = self.group_at(place, group);
                emit(*document as usize, group);
            }
        }
    }

    /// The group that holds a place of the order; `group` is it, or an earlier one.
    fn group_at(&self, place: usize, mut group: usize) -> usize {
        while self.ends[group] <= place {
            group += 1;
        }
        group
    }

    fn sums_of<'s>(&self, group: usize, sums: &'s mut [u64]) -> &'s mut [u64] {
        let n = self.lanes.n_columns();
        &mut sums[group * n..][..n]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What groups hold of as many draws.
    fn draws(exchange: &Exchange, n: u64) -> impl Iterator<Item = Vec<u64>> + '_ {
        (0..n).map(|number| {
            let mut desk = Desk::default();
            exchange.draw(1, number, &mut desk);
            desk.sums
        })
    }

    #[test]
    fn groups_keep_their_sizes_and_nothing_is_lost() {
        let value = |document: usize, column: usize| [1, document as u64 % 97][column];
        for sizes in [vec![30, 0, 20], vec![1, 5000, 0, 2999], vec![2; 3000], vec![8000, 0]] {
            let n: usize = sizes.iter().sum();
            let all: u64 = (0..n).map(|it| value(it, 1)).sum();
            let n_buckets = if n < MIN_FOR_BUCKETS { 1 } else { BUCKETS };
            // Lanes for one document only overflow in every bucket.
            let tight = Exchange::with(&sizes, Lanes::new(n, 2, 1, value), n_buckets);
            for exchange in [Exchange::new(&sizes, 2, value), tight] {
                for sums in draws(&exchange, 3) {
                    let kept: Vec<usize> = sums.chunks(2).map(|it| it[0] as usize).collect();
                    assert_eq!(kept, sizes);
                    assert_eq!(sums.chunks(2).map(|it| it[1]).sum::<u64>(), all);
                }
                let (mut desk, mut sums) = (Desk::default(), vec![0; 2 * sizes.len()]);
                exchange.draw(1, 2, &mut desk);
                exchange.each(&desk, |document, group| {
                    (0..2).for_each(|it| sums[2 * group + it] += value(document, it));
                });
                assert_eq!(sums, desk.sums, "documents and sums are those of one draw");
            }
        }
    }

    #[test]
    fn all_documents_and_pairs_of_them_are_drawn_equally_often() {
        for n in [50, 5000] {
            // Column i is 1 for one document only: the first, a middle one, the last.
            let places = [0, n / 2, n - 1];
            let exchange =
                Exchange::new(&[n / 5, n - n / 5], 3, |it, i| u64::from(it == places[i]));
            let (mut single, mut pair) = ([0.0; 3], 0.0);
            for sums in draws(&exchange, 4000) {
                (0..3).for_each(|i| single[i] += sums[i] as f64 / 4000.0);
                pair += (sums[0] * sums[2]) as f64 / 4000.0;
            }
            let both = 0.2 * (n as f64 / 5.0 - 1.0) / (n as f64 - 1.0);
            assert!(single.iter().all(|it| (it - 0.2).abs() < 0.03), "{n}: {single:?}");
            assert!((pair - both).abs() < 0.015, "{n}: {pair}");
        }
    }

    #[test]
    fn a_draw_depends_on_its_number_only() {
        let exchange = Exchange::new(&[2000, 4000], 1, |document, _| document as u64);
        let fresh: Vec<Vec<u64>> = draws(&exchange, 3).collect();
        let mut desk = Desk::default();
        for number in [2, 0, 1] {
            exchange.draw(1, number, &mut desk);
            assert_eq!(desk.sums, fresh[number as usize]);
        }
        assert!(fresh[0] != fresh[1] && fresh[1] != fresh[2]);
    }
}
