//! Documents drawn again and again with replacement: how far a statistic moves.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::bca;

/// Share of replicates without a value above which an interval is not given.
const MAX_UNDEFINED: f64 = 0.1;

/// A percentile interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// Lower and upper end; `None` without two documents, or where more than a tenth of the
    /// replicates have no value.
    pub ends: Option<(f64, f64)>,
    /// Replicates in which the statistic is not defined; they are left out.
    pub n_undefined: u64,
}

/// How documents are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draws {
    /// Number of replicates.
    pub replicates: u64,
    /// Key of the random numbers; each replicate has a stream of its own.
    pub seed: u64,
    /// Share of the intervals that hold the true value.
    pub confidence: f64,
}

/// Percentile intervals of several statistics over resampled documents.
///
/// `statistics` is given how often each document was drawn and returns all values, in one order.
/// Calls with equal draws and numbers of documents see the same resamples.
///
/// - Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; whole
///   documents are drawn, as units of one document are alike (Davison & Hinkley 1997, chapter 3.8).
pub fn intervals(
    n_documents: usize,
    draws: Draws,
    statistics: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync,
) -> Vec<Interval> {
    if n_documents < 2 {
        return vec![Interval::default(); statistics(&vec![1; n_documents]).len()];
    }
    let values = replicates(draws, |random| {
        let mut drawn = vec![0; n_documents];
        for _ in 0..n_documents {
            drawn[random.random_range(0..n_documents as u32) as usize] += 1;
        }
        statistics(&drawn)
    });
    let n_statistics = values.first().map_or(0, Vec::len);
    let of = |i: usize| percentile(values.iter().map(|it| it[i]), draws.confidence);
    (0..n_statistics).map(of).collect()
}

/// The values of several statistics in every replicate: `values[replicate][statistic]`.
///
/// Replicate b has stream b of ChaCha8, so that it is the same whatever thread makes it.
pub(super) fn replicates(
    draws: Draws,
    replicate: impl Fn(&mut ChaCha8Rng) -> Vec<Option<f64>> + Sync,
) -> Vec<Vec<Option<f64>>> {
    let number = |number: u64| {
        let mut random = ChaCha8Rng::seed_from_u64(draws.seed);
        random.set_stream(number);
        replicate(&mut random)
    };
    (0..draws.replicates).into_par_iter().map(number).collect()
}

/// The middle part of the values of replicates, by quantiles of type 7 (Hyndman & Fan 1996).
pub fn percentile(values: impl Iterator<Item = Option<f64>>, confidence: f64) -> Interval {
    let values = Values::of(values);
    let ends = values.suffice().then(|| values.middle(confidence));
    Interval { ends, n_undefined: values.n_undefined }
}

/// An estimate and how far it moves over resamples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The value for the documents as they are.
    pub estimate: f64,
    /// Standard deviation of the replicates, with n - 1 as divisor.
    pub standard_error: Option<f64>,
    /// The middle part of the replicates.
    pub percentile: Option<(f64, f64)>,
    /// The same mirrored at the estimate.
    pub basic: Option<(f64, f64)>,
    /// Quantiles that are corrected for bias and skewness.
    pub bca: Option<(f64, f64)>,
    /// Replicates in which the statistic is not defined; they are left out.
    pub n_undefined: u64,
}

/// Three kinds of interval from the values of replicates, and the standard error.
///
/// - Input: the value for the documents as they are, its acceleration ([`bca::acceleration`]).
/// - Unit: that of the estimate.
/// - Missing: everything where more than a tenth of the replicates have no value; BCa also without
///   an acceleration and where all replicates lie on one side of the estimate.
/// - Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 6, 13 and 14;
///   Davison & Hinkley (1997), Bootstrap Methods and their Application, chapter 5.2, for basic.
pub fn spread(
    values: impl Iterator<Item = Option<f64>>,
    estimate: f64,
    acceleration: Option<f64>,
    confidence: f64,
) -> Spread {
    let values = Values::of(values);
    let n_undefined = values.n_undefined;
    if !values.suffice() {
        let (standard_error, percentile, basic, bca) = (None, None, None, None);
        return Spread { estimate, standard_error, percentile, basic, bca, n_undefined };
    }
    let sorted = &values.sorted;
    let below =
        [sorted.partition_point(|it| *it < estimate), sorted.partition_point(|it| *it <= estimate)];
    let levels = acceleration.and_then(|it| bca::levels(below, sorted.len(), it, confidence));
    let (low, high) = values.middle(confidence);
    Spread {
        estimate,
        standard_error: values.standard_deviation(),
        percentile: Some((low, high)),
        basic: Some((2.0 * estimate - high, 2.0 * estimate - low)),
        bca: levels.map(|(low, high)| (quantile(sorted, low), quantile(sorted, high))),
        n_undefined,
    }
}

/// The values of replicates, ascending.
struct Values {
    sorted: Vec<f64>,
    n_undefined: u64,
}

impl Values {
    fn of(values: impl Iterator<Item = Option<f64>>) -> Values {
        let (mut sorted, mut n_undefined) = (Vec::new(), 0);
        for value in values {
            match value {
                Some(value) => sorted.push(value),
                None => n_undefined += 1,
            }
        }
        sorted.sort_unstable_by(f64::total_cmp);
        Values { sorted, n_undefined }
    }

    /// Whether there are enough for an interval.
    fn suffice(&self) -> bool {
        let n = self.sorted.len() as f64 + self.n_undefined as f64;
        !self.sorted.is_empty() && self.n_undefined as f64 <= MAX_UNDEFINED * n
    }

    /// Both ends of the middle part.
    fn middle(&self, confidence: f64) -> (f64, f64) {
        let tail = (1.0 - confidence) / 2.0;
        (quantile(&self.sorted, tail), quantile(&self.sorted, 1.0 - tail))
    }

    fn standard_deviation(&self) -> Option<f64> {
        let n = self.sorted.len() as f64;
        // From the least on, so that equal values deviate by exactly 0.
        let above = || self.sorted.iter().map(|it| it - self.sorted[0]);
        let mean = above().sum::<f64>() / n;
        let squares: f64 = above().map(|it| (it - mean).powi(2)).sum();
        (1.0 < n).then(|| (squares / (n - 1.0)).sqrt())
    }
}

fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let below = place.floor();
    let above = sorted[(below as usize + 1).min(sorted.len() - 1)];
    sorted[below as usize] + (place - below) * (above - sorted[below as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: Draws = Draws { replicates: 2000, seed: 1, confidence: 0.95 };

    #[test]
    fn as_many_documents_are_drawn_as_there_are() {
        let totals = |drawn: &[u32]| vec![Some(f64::from(drawn.iter().sum::<u32>()))];
        assert_eq!(intervals(7, DRAWS, totals)[0].ends, Some((7.0, 7.0)));
    }

    #[test]
    fn the_interval_of_a_mean_is_that_of_theory() {
        // 100 values, half 0 and half 1: the standard error of the mean is 0.05.
        let mean = |drawn: &[u32]| vec![Some(f64::from(drawn[..50].iter().sum::<u32>()) / 100.0)];
        let (low, high) = intervals(100, DRAWS, mean)[0].ends.expect("an interval");
        assert!((low - 0.402).abs() < 0.015 && (high - 0.598).abs() < 0.015, "{low} {high}");
    }

    #[test]
    fn one_document_has_no_interval_and_too_many_gaps_have_none() {
        assert_eq!(intervals(1, DRAWS, |_| vec![Some(1.0)])[0].ends, None);
        let values = |n_gaps: usize| (0..100).map(move |it| (n_gaps <= it).then_some(it as f64));
        assert!(percentile(values(10), 0.95).ends.is_some());
        assert_eq!(percentile(values(11), 0.95), Interval { ends: None, n_undefined: 11 });
    }

    #[test]
    fn quantiles_are_of_type_7() {
        let values = [1.0, 2.0, 3.0, 10.0].map(Some);
        let (low, high) = percentile(values.into_iter(), 0.5).ends.expect("an interval");
        assert!((low - 1.75).abs() < 1e-12 && (high - 4.75).abs() < 1e-12, "{low} {high}");
    }
    #[test]
    fn a_statistic_that_never_moves_has_intervals_of_no_width_and_no_bca() {
        let still = spread([Some(2.0); 50].into_iter(), 2.0, None, 0.95);
        let there = Some((2.0, 2.0));
        assert_eq!((still.percentile, still.basic, still.bca), (there, there, None));
        assert_eq!(still.standard_error, Some(0.0));
    }

    #[test]
    fn an_estimate_beyond_all_replicates_has_no_bca() {
        let values = || (0..100).map(|it| Some(f64::from(it)));
        assert_eq!(spread(values(), -1.0, Some(0.1), 0.95).bca, None);
        assert_eq!(spread(values(), 100.0, Some(0.1), 0.95).bca, None);
        let inside = spread(values(), 49.5, Some(0.0), 0.95);
        assert_eq!(inside.bca.map(|it| it.0.round()), inside.percentile.map(|it| it.0.round()));
        let gaps = spread(values().map(|it| it.filter(|it| 20.0 < *it)), 50.0, Some(0.1), 0.95);
        assert_eq!((gaps.percentile, gaps.bca, gaps.n_undefined), (None, None, 21));
    }
}
