//! Bootstrap of rate and emphasis: how far they move when documents are drawn anew.

use rayon::prelude::*;

use super::bca;
use super::bootstrap::{Draws, Spread, replicates, spread};
use super::emphasis::{Prior, level, relative};
use super::resample::{Documents, Resample, Sums, pair};

/// One frame in one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spreads {
    /// Of the hits per 1,000 tokens; missing without tokens.
    pub rate: Option<Spread>,
    /// Of the emphasis; missing without a prior.
    pub emphasis: Option<Spread>,
}

/// Spreads of some groups against all others, for every frame: `spreads[i][frame]` of `groups[i]`.
///
/// Documents are drawn with replacement, as many from the group as it has, and as many from all
/// others as these have; the prior stays that of the whole corpus. Replicate b is drawn from stream b
/// of ChaCha8 and serves all groups and frames.
///
/// - Input: one prior for each frame, `None` for a frame without hits.
/// - Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 8.3 for two samples;
///   the kinds of interval are those of [`spread`].
pub fn spreads(
    documents: &Documents<'_>,
    priors: &[Option<Prior>],
    groups: &[usize],
    draws: Draws,
) -> Vec<Vec<Spreads>> {
    let resample = Resample::new(documents);
    let n_frames = documents.n_frames;
    let values = replicates(draws, |random| {
        let mut values = Vec::with_capacity(2 * groups.len() * n_frames);
        resample.draw(random, groups, |target, reference| {
            for (frame, prior) in priors.iter().enumerate() {
                let (target, reference) = (pair(target, frame), pair(reference, frame));
                values.push(rate(target));
                values.push(prior.map(|it| relative(target, reference, it)));
            }
        });
        values
    });
    let of_cell = |(i, frame): (usize, usize), observed: &[Sums; 2]| {
        let column = 2 * (i * n_frames + frame);
        let side = Sides { documents, group: groups[i], frame, observed };
        let of = |column: usize, estimate: Option<f64>, acceleration: Option<f64>| {
            let values = values.iter().map(|it| it[column]);
            estimate.map(|it| spread(values, it, acceleration, draws.confidence))
        };
        let rate = of(column, rate(side.pair(0)), side.acceleration_of_rate());
        let emphasis = priors[frame].and_then(|prior| {
            let estimate = relative(side.pair(0), side.pair(1), prior);
            of(column + 1, Some(estimate), side.acceleration_of_emphasis(prior))
        });
        Spreads { rate, emphasis }
    };
    let of_group = |(i, group): (usize, &usize)| {
        let observed = resample.observed(*group);
        (0..n_frames).map(|frame| of_cell((i, frame), &observed)).collect()
    };
    groups.par_iter().enumerate().map(of_group).collect()
}

/// Hits per 1,000 tokens.
fn rate((hits, tokens): (u64, u64)) -> Option<f64> {
    (0 < tokens).then(|| 1000.0 * hits as f64 / tokens as f64)
}

/// A group and all others in one frame, document by document.
struct Sides<'s> {
    documents: &'s Documents<'s>,
    group: usize,
    frame: usize,
    observed: &'s [Sums; 2],
}

impl Sides<'_> {
    /// Hits and tokens of a side.
    fn pair(&self, side: usize) -> (u64, u64) {
        pair(&self.observed[side], self.frame)
    }

    /// Hits and tokens of a side without each of its documents in turn.
    fn without_each(&self, side: usize) -> impl Iterator<Item = (u64, u64)> {
        let (hits, tokens) = self.pair(side);
        let range = &self.documents.ranges[self.group];
        let members =
            (0..self.documents.tokens.len()).filter(move |it| range.contains(it) == (side == 0));
        members.map(move |document| {
            let (h, t) = self.documents.pair(document, self.frame);
            (hits - h, tokens - t)
        })
    }

    fn acceleration_of_rate(&self) -> Option<f64> {
        bca::acceleration(&[self.without_each(0).map(rate).collect::<Option<Vec<f64>>>()?])
    }

    fn acceleration_of_emphasis(&self, prior: Prior) -> Option<f64> {
        // What the other side holds is the same for all values of a side and falls out.
        let target = self.without_each(0).map(|it| level(it, prior)).collect();
        let reference = self.without_each(1).map(|it| -level(it, prior)).collect();
        bca::acceleration(&[target, reference])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws { replicates: 400, seed: 1, confidence: 0.95 };

    /// Two groups of 12 documents of 100 tokens each, with these hits; those of the first group.
    fn of_first(hits: [u64; 24]) -> Spreads {
        let priors = [Prior::of(hits.iter().sum(), 2400, 24)];
        let ranges = [0..12, 12..24];
        let documents = Documents { ranges: &ranges, tokens: &[100; 24], hits: &hits, n_frames: 1 };
        spreads(&documents, &priors, &[0, 1], DRAWS)[0][0]
    }

    #[test]
    fn replicates_lie_around_the_estimate_and_all_intervals_hold_it() {
        let hits = std::array::from_fn(|it| (it * 5 % 7) as u64 + u64::from(it < 12));
        let spreads = of_first(hits);
        for spread in [spreads.rate, spreads.emphasis].map(|it| it.expect("a spread")) {
            for (low, high) in [spread.percentile, spread.basic, spread.bca].map(Option::unwrap) {
                assert!(low < spread.estimate && spread.estimate < high, "{spread:?}");
            }
            assert_eq!(spread.n_undefined, 0);
        }
    }

    #[test]
    fn hits_in_one_document_alone_make_wide_intervals_down_to_none() {
        let spreads =
            of_first(std::array::from_fn(|it| if it == 3 { 20 } else { u64::from(11 < it) }));
        let rate = spreads.rate.expect("a rate");
        assert_eq!(rate.percentile.map(|it| it.0), Some(0.0));
        let (low, high) = rate.bca.expect("an interval");
        assert!(low <= 0.0 && rate.percentile.is_some_and(|it| it.1 <= high), "{rate:?}");
        assert!(spreads.emphasis.expect("a value").bca.is_some());
    }

    #[test]
    fn without_a_hit_the_rate_stays_0_and_has_no_bca() {
        let spreads = of_first(std::array::from_fn(|it| u64::from(11 < it)));
        let rate = spreads.rate.expect("a rate");
        assert_eq!(
            (rate.percentile, rate.standard_error, rate.bca),
            (Some((0.0, 0.0)), Some(0.0), None)
        );
        // Nor does the reference vary, in which all documents are the same.
        let emphasis = spreads.emphasis.expect("a value");
        assert_eq!((emphasis.standard_error, emphasis.bca), (Some(0.0), None));
        let nowhere = of_first([0; 24]);
        assert!(nowhere.emphasis.is_none() && nowhere.rate.is_some());
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let hits = std::array::from_fn(|it| (it * 5 % 7) as u64);
        let with = |n_threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
            pool.expect("threads").install(|| of_first(hits))
        };
        assert_eq!(with(1), with(4));
    }
}
