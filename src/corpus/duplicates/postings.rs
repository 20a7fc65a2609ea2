//! Sketches in, the texts that share a shingle out.

use rayon::prelude::*;

use crate::observe::Sketch;

/// Texts that are put into an order by what they share.
const LONG: usize = 64;

/// Parts of the range of hashes that are worked on apart, so that cores share the work, and the sieve
/// of each stays in the cache.
const N_SHARDS: u32 = 8;

/// For each shingle of several samples the texts that have it, and for each text its shingles.
pub(super) struct Postings {
    hashes: Vec<u32>,
    /// Where the texts of each shingle begin, and where the last ones end.
    starts: Vec<usize>,
    texts: Vec<u32>,
    /// Where the shingles of each text begin, and where the last ones end.
    starts_of_texts: Vec<usize>,
    lists_of_texts: Vec<u32>,
}

impl Postings {
    pub(super) fn of(sketches: &[&Sketch]) -> Postings {
        let shards: Vec<Vec<(u32, u32)>> =
            (0..N_SHARDS).into_par_iter().map(|it| repeated(sketches, it)).collect();
        let mut postings = Postings {
            hashes: Vec::new(),
            starts: vec![0],
            texts: Vec::with_capacity(shards.iter().map(Vec::len).sum()),
            starts_of_texts: vec![0; sketches.len() + 1],
            lists_of_texts: Vec::new(),
        };
        for shard in shards {
            for list in shard.chunk_by(|a, b| a.0 == b.0) {
                postings.hashes.push(list[0].0);
                postings.texts.extend(list.iter().map(|it| it.1));
                postings.starts.push(postings.texts.len());
            }
        }
        postings.turn_round();
        postings.order_long_lists(sketches);
        postings
    }

    /// The shingles of a text that others have too.
    pub(super) fn of_text(&self, text: usize) -> &[u32] {
        &self.lists_of_texts[self.starts_of_texts[text]..self.starts_of_texts[text + 1]]
    }

    /// The texts that have a shingle.
    pub(super) fn texts(&self, list: u32) -> &[u32] {
        &self.texts[self.starts[list as usize]..self.starts[list as usize + 1]]
    }

    /// What puts the texts of a long list into an order: what comes behind the shared shingle in
    /// their samples. Of two texts with a Jaccard index of J, with a probability of J the next hash
    /// is the same (min-hash), so that they are likely to be neighbours in one of several lists.
    pub(super) fn neighbourhood<'s>(
        &self,
        list: u32,
        text: u32,
        sketches: &[&'s Sketch],
    ) -> (&'s [u32], u32) {
        (behind(self.hashes[list as usize], text, sketches), text)
    }

    /// Fills in the shingles of each text.
    fn turn_round(&mut self) {
        for text in &self.texts {
            self.starts_of_texts[*text as usize + 1] += 1;
        }
        for i in 1..self.starts_of_texts.len() {
            self.starts_of_texts[i] += self.starts_of_texts[i - 1];
        }
        let mut ends = self.starts_of_texts.clone();
        self.lists_of_texts = vec![0; self.texts.len()];
        for (list, range) in (0..).zip(self.starts.windows(2)) {
            for text in &self.texts[range[0]..range[1]] {
                let end = &mut ends[*text as usize];
                self.lists_of_texts[*end] = list;
                *end += 1;
            }
        }
    }

    fn order_long_lists(&mut self, sketches: &[&Sketch]) {
        let mut lists = Vec::new();
        let mut rest = self.texts.as_mut_slice();
        for (hash, range) in self.hashes.iter().zip(self.starts.windows(2)) {
            let (list, behind) = rest.split_at_mut(range[1] - range[0]);
            rest = behind;
            if LONG < list.len() {
                lists.push((*hash, list));
            }
        }
        lists.into_par_iter().for_each(|(hash, list)| {
            list.sort_unstable_by_key(|it| (behind(hash, *it, sketches), *it));
        });
    }
}

fn behind<'s>(hash: u32, text: u32, sketches: &[&'s Sketch]) -> &'s [u32] {
    let hashes = sketches[text as usize].hashes();
    &hashes[hashes.partition_point(|it| *it <= hash)..]
}

/// Hashes in a part of their range that stand in several samples, each with the texts that have it.
///
/// Most shingles stand in one text only. Bits that each hash sets are a sieve that lets few of these
/// through, and spares sorting them.
fn repeated(sketches: &[&Sketch], shard: u32) -> Vec<(u32, u32)> {
    let width = Sketch::LIMIT / (N_SHARDS - 1);
    // Above the limit are the samples of short texts only.
    let last = if shard == N_SHARDS - 1 { u32::MAX } else { (shard + 1) * width - 1 };
    let hashes = || {
        (0..).zip(sketches).flat_map(|(text, sketch)| {
            let hashes = sketch.hashes();
            let first = hashes.partition_point(|it| *it < shard * width);
            let here = hashes[first..].iter().take_while(move |it| **it <= last);
            here.map(move |it| (*it, text))
        })
    };
    let n: usize = sketches.iter().map(|it| it.hashes().len()).sum();
    let mut sieve = Sieve::new(n / N_SHARDS as usize);
    hashes().for_each(|it: (u32, u32)| sieve.add(it.0));
    let mut found: Vec<(u32, u32)> = hashes().filter(|it| sieve.has_twice(it.0)).collect();
    found.sort_unstable();
    let lists = found.chunk_by(|a, b| a.0 == b.0).filter(|it| 1 < it.len());
    lists.flatten().copied().collect()
}

/// Tells which hashes may have come twice.
struct Sieve {
    /// Two bits for each place: come, come again.
    bits: Vec<u64>,
    shift: u32,
}

impl Sieve {
    fn new(n: usize) -> Sieve {
        let n_words = (n / 4).next_power_of_two().max(2);
        Sieve { bits: vec![0; n_words], shift: 32 - (n_words.ilog2() + 5).min(32) }
    }

    fn place(&self, hash: u32) -> (usize, u32) {
        let place = hash.wrapping_mul(0x9E37_79B1) >> self.shift;
        ((place >> 5) as usize, (place & 31) * 2)
    }

    fn add(&mut self, hash: u32) {
        let (word, bit) = self.place(hash);
        let word = &mut self.bits[word];
        *word |= if *word >> bit & 1 == 0 { 1 << bit } else { 2 << bit };
    }

    fn has_twice(&self, hash: u32) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] >> bit & 2 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sieve_keeps_all_that_comes_twice_and_little_else() {
        let mut sieve = Sieve::new(1000);
        let hash = |it: u32| it.wrapping_mul(2_654_435_761);
        (0..900).for_each(|it| sieve.add(hash(it)));
        (0..100).for_each(|it| sieve.add(hash(it)));
        assert!((0..100).all(|it| sieve.has_twice(hash(it))));
        assert!((100..900).filter(|it| sieve.has_twice(hash(*it))).count() < 160);
    }
}
