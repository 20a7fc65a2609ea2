//! Documents drawn again and again with replacement: how far a statistic moves.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

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
    let replicate = |number: u64| {
        let mut random = ChaCha8Rng::seed_from_u64(draws.seed);
        random.set_stream(number);
        let mut drawn = vec![0; n_documents];
        for _ in 0..n_documents {
            drawn[random.random_range(0..n_documents as u32) as usize] += 1;
        }
        statistics(&drawn)
    };
    let values: Vec<Vec<Option<f64>>> =
        (0..draws.replicates).into_par_iter().map(replicate).collect();
    let n_statistics = values.first().map_or(0, Vec::len);
    let of = |i: usize| percentile(values.iter().map(|it| it[i]), draws.confidence);
    (0..n_statistics).map(of).collect()
}

/// The middle part of the values of replicates, by quantiles of type 7 (Hyndman & Fan 1996).
pub fn percentile(values: impl Iterator<Item = Option<f64>>, confidence: f64) -> Interval {
    let (mut defined, mut n_undefined) = (Vec::new(), 0_u64);
    for value in values {
        match value {
            Some(value) => defined.push(value),
            None => n_undefined += 1,
        }
    }
    let n = defined.len() as f64 + n_undefined as f64;
    if defined.is_empty() || MAX_UNDEFINED * n < n_undefined as f64 {
        return Interval { ends: None, n_undefined };
    }
    defined.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - confidence) / 2.0;
    let ends = Some((quantile(&defined, tail), quantile(&defined, 1.0 - tail)));
    Interval { ends, n_undefined }
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
}
