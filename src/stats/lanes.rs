//! Several small whole numbers in one word, so that one addition adds them all.

/// Numbers of documents, packed: a count of 1 in the lowest lane, then one lane for each column.
///
/// A lane is wide enough for the sum of any [`Lanes::most`] documents, and the lowest one for the
/// count of all, so that the count is right however many are added: a carry only goes upward.
#[derive(Debug)]
pub(super) struct Lanes {
    /// Words of one document.
    width: usize,
    most: usize,
    columns: Vec<Lane>,
    count: Lane,
    words: Vec<u64>,
}

/// Where a number lies.
#[derive(Clone, Copy, Debug)]
struct Lane {
    word: usize,
    shift: u32,
    mask: u64,
}

impl Lane {
    fn of(self, words: &[u64]) -> u64 {
        words[self.word] >> self.shift & self.mask
    }
}

impl Lanes {
    /// Packs `value(document, column)`; sums are of up to `most` documents.
    pub(super) fn new(
        n_documents: usize,
        n_columns: usize,
        most: usize,
        value: impl Fn(usize, usize) -> u64,
    ) -> Lanes {
        let largest_sum = |column: usize| {
            let values = (0..n_documents).map(|document| value(document, column));
            let (sum, max) = values.fold((0, 0), |(sum, max), it| (sum + it, it.max(max)));
            u64::min(sum, max.saturating_mul(most as u64))
        };
        let (mut word, mut used) = (0, 0);
        let mut next = |largest: u64| {
            let bits = u64::BITS - largest.leading_zeros();
            if u64::BITS < used + bits {
                (word, used) = (word + 1, 0);
            }
            let mask = u64::MAX.checked_shr(u64::BITS - bits).unwrap_or(0);
            let lane = Lane { word, shift: used.min(u64::BITS - 1), mask };
            used += bits;
            lane
        };
        let count = next(n_documents as u64);
        let columns: Vec<Lane> = (0..n_columns).map(|column| next(largest_sum(column))).collect();
        let width = word + 1;
        let mut words = vec![0; n_documents * width];
        for (document, words) in words.chunks_exact_mut(width).enumerate() {
            words[count.word] += 1 << count.shift;
            for (column, lane) in columns.iter().enumerate() {
                words[lane.word] += value(document, column) << lane.shift;
            }
        }
        Lanes { width, most, columns, count, words }
    }

    /// Words of a sum.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Documents that may be added before a lane runs over.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Number of columns.
    pub(super) fn n_columns(&self) -> usize {
        self.columns.len()
    }

    /// Number of documents in a sum.
    pub(super) fn count(&self, sum: &[u64]) -> usize {
        self.count.of(sum) as usize
    }

    /// Adds the columns of a sum to `totals`.
    pub(super) fn unpack(&self, sum: &[u64], totals: &mut [u64]) {
        for (total, lane) in totals.iter_mut().zip(&self.columns) {
            *total += lane.of(sum);
        }
    }

    /// The sum of some documents.
    pub(super) fn add(&self, documents: &[u32], sum: &mut [u64]) {
        sum.fill(0);
        for document in documents {
            let words = &self.words[*document as usize * self.width..][..self.width];
            sum.iter_mut().zip(words).for_each(|(sum, it)| *sum += it);
        }
    }

    /// Adds every document to the bucket into which it was thrown.
    pub(super) fn add_to_buckets(&self, throws: &[u8], buckets: &mut [u64]) {
        match self.width {
            1 => self.add_words::<1>(throws, buckets),
            2 => self.add_words::<2>(throws, buckets),
            width => {
                for (words, throw) in self.words.chunks_exact(width).zip(throws) {
                    let bucket = &mut buckets[*throw as usize * width..][..width];
                    bucket.iter_mut().zip(words).for_each(|(sum, it)| *sum = sum.wrapping_add(*it));
                }
            }
        }
    }

    /// The same where the number of words is known beforehand.
    fn add_words<const WIDTH: usize>(&self, throws: &[u8], buckets: &mut [u64]) {
        let buckets = buckets.as_chunks_mut::<WIDTH>().0;
        for (words, throw) in self.words.as_chunks::<WIDTH>().0.iter().zip(throws) {
            let bucket = &mut buckets[*throw as usize];
            for (sum, it) in bucket.iter_mut().zip(words) {
                *sum = sum.wrapping_add(*it);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_plain_addition_at_any_width() {
        let value = |document: usize, column: usize| (document as u64 * 7 + 1) << (5 * column);
        for n_columns in [1, 3, 5, 9] {
            let lanes = Lanes::new(300, n_columns, 300, value);
            let throws: Vec<u8> = (0..300).map(|it| (it % 3) as u8).collect();
            let mut buckets = vec![0; 3 * lanes.width()];
            lanes.add_to_buckets(&throws, &mut buckets);
            for (bucket, held) in buckets.chunks(lanes.width()).enumerate() {
                let members: Vec<u32> = (bucket as u32..300).step_by(3).collect();
                let (mut ours, mut picked) = (vec![0; n_columns], vec![0; lanes.width()]);
                lanes.unpack(held, &mut ours);
                lanes.add(&members, &mut picked);
                assert_eq!((lanes.count(held), held), (100, picked.as_slice()));
                for (column, sum) in ours.into_iter().enumerate() {
                    let plain = members.iter().map(|it| value(*it as usize, column)).sum::<u64>();
                    assert_eq!(sum, plain);
                }
            }
        }
    }

    #[test]
    fn the_count_survives_lanes_that_run_over() {
        let lanes = Lanes::new(300, 3, 1, |_, _| u64::MAX >> 40);
        let mut bucket = vec![0; lanes.width()];
        lanes.add_to_buckets(&[0; 300], &mut bucket);
        assert_eq!(lanes.count(&bucket), 300);
    }
}
