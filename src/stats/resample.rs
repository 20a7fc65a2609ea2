//! Documents of groups drawn with replacement: what each group and all others then hold.

use std::ops::Range;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Documents of a corpus, those of a group side by side.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'d> {
    /// Documents of each group; together all, in order.
    pub ranges: &'d [Range<usize>],
    /// Tokens of each document.
    pub tokens: &'d [u64],
    /// Hits of each document in each frame, all frames of a document side by side.
    pub hits: &'d [u64],
    /// Number of frames.
    pub n_frames: usize,
}

impl Documents<'_> {
    /// Hits of a document in a frame, and its tokens.
    pub(super) fn pair(&self, document: usize, frame: usize) -> (u64, u64) {
        (self.hits[document * self.n_frames + frame], self.tokens[document])
    }
}

/// What some documents hold: how many they are, their tokens, and their hits in each frame.
pub(super) type Sums = Vec<u64>;

/// Hits in a frame, and tokens.
pub(super) fn pair(sums: &[u64], frame: usize) -> (u64, u64) {
    (sums[2 + frame], sums[1])
}

/// Documents that can be drawn again and again.
#[derive(Debug)]
pub(super) struct Resample<'d> {
    ranges: &'d [Range<usize>],
    /// What each document holds, side by side.
    rows: Vec<u64>,
    width: usize,
    n: usize,
    /// Documents that all groups have in common in a draw.
    n_common: usize,
}

impl<'d> Resample<'d> {
    pub(super) fn new(documents: &Documents<'d>) -> Resample<'d> {
        let n = documents.tokens.len();
        let width = 2 + documents.n_frames;
        let mut rows = Vec::with_capacity(n * width);
        for (document, tokens) in documents.tokens.iter().enumerate() {
            rows.extend([1, *tokens]);
            rows.extend(&documents.hits[document * documents.n_frames..][..documents.n_frames]);
        }
        // So many fewer than all that the others of a group are hardly ever too many.
        let largest = documents.ranges.iter().map(Range::len).max().unwrap_or(0);
        let margin = (3.0 * (largest as f64).sqrt()) as usize;
        Resample { ranges: documents.ranges, rows, width, n, n_common: n.saturating_sub(margin) }
    }

    /// What a group holds, then what all others hold, as they are.
    pub(super) fn observed(&self, group: usize) -> [Sums; 2] {
        let mut sides = [vec![0; self.width], vec![0; self.width]];
        for document in 0..self.n {
            let side = usize::from(!self.ranges[group].contains(&document));
            self.add(document, &mut sides[side]);
        }
        sides
    }

    /// Draws as many documents as a group has from it and as many as all others have from these, for
    /// each of some groups; hands on what both hold.
    ///
    /// One set of documents, drawn from all, serves all groups: those of it that are of the group are
    /// a sample of the group, the rest is one of all others, each as large as chance will have it. A
    /// sample that is too small is filled up, one that is too large is drawn anew, so that both have
    /// their sizes and every document of a side has the same chance in every draw.
    pub(super) fn draw(
        &self,
        random: &mut ChaCha8Rng,
        groups: &[usize],
        mut emit: impl FnMut(&[u64], &[u64]),
    ) {
        let n = self.n;
        // Counted first and added up in one go: the counts are few bytes, the documents are many.
        let mut drawn = vec![0_u32; n];
        (0..self.n_common).for_each(|_| drawn[below(random, n)] += 1);
        let by_group: Vec<Sums> =
            self.ranges.iter().map(|it| self.weighted(it.clone(), &drawn)).collect();
        let mut all = vec![0; self.width];
        by_group.iter().for_each(|it| add(it, &mut all));
        for &group in groups {
            let Range { start, end } = self.ranges[group];
            let size = end - start;
            let mut target = by_group[group].clone();
            let mut reference: Sums = all.iter().zip(&target).map(|(all, it)| all - it).collect();
            self.fill(&mut target, size, || start + below(random, size));
            self.fill(&mut reference, n - size, || {
                let document = below(random, n - size);
                if document < start { document } else { document + size }
            });
            emit(&target, &reference);
        }
    }

    /// What some documents hold, each as often as it was drawn.
    fn weighted(&self, range: Range<usize>, drawn: &[u32]) -> Sums {
        let mut sums = vec![0; self.width];
        let rows = self.rows[range.start * self.width..].chunks_exact(self.width);
        for (row, times) in rows.zip(&drawn[range]) {
            let times = u64::from(*times);
            sums.iter_mut().zip(row).for_each(|(sum, it)| *sum += times * it);
        }
        sums
    }

    /// Gives a sample its size.
    fn fill(&self, sums: &mut [u64], size: usize, mut next: impl FnMut() -> usize) {
        if (size as u64) < sums[0] {
            sums.fill(0);
        }
        while sums[0] < size as u64 {
            self.add(next(), sums);
        }
    }

    fn add(&self, document: usize, sums: &mut [u64]) {
        add(&self.rows[document * self.width..][..self.width], sums);
    }
}

fn add(row: &[u64], sums: &mut [u64]) {
    sums.iter_mut().zip(row).for_each(|(sum, it)| *sum += it);
}

/// A random number from 0 to `n` - 1.
fn below(random: &mut ChaCha8Rng, n: usize) -> usize {
    random.random_range(0..n as u32) as usize
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// What both sides of every group hold in as many draws: `draws[i][group]`.
    fn draws(documents: &Documents<'_>, n: u64) -> Vec<Vec<[Sums; 2]>> {
        let resample = Resample::new(documents);
        let groups: Vec<usize> = (0..documents.ranges.len()).collect();
        let draw = |number| {
            let mut random = ChaCha8Rng::seed_from_u64(1);
            random.set_stream(number);
            let mut sides = Vec::new();
            resample.draw(&mut random, &groups, |target, reference| {
                sides.push([target.to_vec(), reference.to_vec()]);
            });
            sides
        };
        (0..n).map(draw).collect()
    }

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    fn covariance(a: &[f64], b: &[f64]) -> f64 {
        let (mean_a, mean_b) = (mean(a), mean(b));
        let products: Vec<f64> =
            a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).collect();
        mean(&products)
    }

    #[test]
    fn sides_keep_their_sizes_and_vary_as_independent_samples_do() {
        let (ranges, n_draws) = ([0..10, 10..13, 13..80, 80..200], 6000);
        let tokens: Vec<u64> = (0..200).map(|it| 50 + it * 37 % 101).collect();
        let hits: Vec<u64> = (0..200).map(|it| it * 7 % 5).collect();
        let documents = Documents { ranges: &ranges, tokens: &tokens, hits: &hits, n_frames: 1 };
        let draws = draws(&documents, n_draws);
        for (group, range) in ranges.iter().enumerate() {
            let members = |side: usize| {
                (0..200).filter(move |it| range.contains(it) == (side == 0)).collect::<Vec<usize>>()
            };
            let mut sums = Vec::new();
            for side in [0, 1] {
                let members = members(side);
                assert!(draws.iter().all(|it| it[group][side][0] == members.len() as u64));
                let values: Vec<f64> = members.iter().map(|it| tokens[*it] as f64).collect();
                let drawn: Vec<f64> = draws.iter().map(|it| it[group][side][1] as f64).collect();
                let m = members.len() as f64;
                let error = (mean(&drawn) - m * mean(&values))
                    / (m * covariance(&values, &values) / n_draws as f64).sqrt();
                assert!(error.abs() < 4.0, "mean {group} {side}: {error}");
                let ratio = covariance(&drawn, &drawn) / (m * covariance(&values, &values));
                assert!((ratio - 1.0).abs() < 0.1, "variance {group} {side}: {ratio}");
                sums.push(drawn);
            }
            let scale = (covariance(&sums[0], &sums[0]) * covariance(&sums[1], &sums[1])).sqrt();
            let correlation = covariance(&sums[0], &sums[1]) / scale;
            assert!(correlation.abs() < 0.05, "{group}: {correlation}");
        }
    }

    #[test]
    fn every_document_of_a_side_is_drawn_equally_often() {
        // The hits of frame i are those of document i only.
        let ranges = [0..3, 3..8];
        let hits: Vec<u64> = (0..64).map(|it| u64::from(it % 9 == 0)).collect();
        let documents = Documents { ranges: &ranges, tokens: &[1; 8], hits: &hits, n_frames: 8 };
        let draws = draws(&documents, 4000);
        for document in 0..8 {
            let side = usize::from(2 < document);
            let drawn: Vec<f64> = draws.iter().map(|it| it[0][side][2 + document] as f64).collect();
            assert!((mean(&drawn) - 1.0).abs() < 0.06, "{document}: {}", mean(&drawn));
        }
    }
}
