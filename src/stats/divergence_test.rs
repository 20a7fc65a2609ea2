//! Permutation test of a divergence: how differently two sources would divide their hits by chance.

use rayon::prelude::*;

use super::exchange::{Desk, Exchange};
use super::jensen_shannon::divergence;
use super::permutation::{TOLERANCE, Test, each_choice, is_exact};

/// What exchanging the documents of two sources says of their divergence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// Mean divergence of the exchanged documents, bits: what small samples give by chance.
    pub null_mean: f64,
    /// How often it is as large as the observed one.
    pub test: Test,
}

/// Exchanges documents between two sources, sizes kept, as [`super::permutation::tests`] does.
///
/// - Input: `hits` of each document, all frames of a document side by side, the `n_first` documents
///   of the one source before those of the other.
/// - Missing: a source without documents or hits. Splits that leave a side without hits have no
///   divergence, and are not counted among the permutations.
pub fn test(
    hits: &[u64],
    n_frames: usize,
    n_first: usize,
    replicates: u64,
    seed: u64,
) -> Option<Outcome> {
    let n = hits.len().checked_div(n_frames)?;
    let sum = |range: std::ops::Range<usize>| {
        let mut sums = vec![0; n_frames];
        range.for_each(|it| add(&mut sums, &hits[it * n_frames..]));
        sums
    };
    let observed = divergence(&sum(0..n_first), &sum(n_first..n))?;
    let is_exact = is_exact(n, n_first);
    let values = if is_exact {
        all_splits(hits, n_first, &sum(0..n))
    } else {
        let exchange = Exchange::new(&[n_first, n - n_first], n_frames, |it, frame| {
            hits[it * n_frames + frame]
        });
        let value = |desk: &mut Desk, replicate| {
            exchange.draw(seed, replicate, desk);
            divergence(&desk.sums[..n_frames], &desk.sums[n_frames..])
        };
        (1..=replicates).into_par_iter().map_init(Desk::default, value).collect()
    };
    // Added up in the order of the splits, so that threads change no digit.
    let defined: Vec<f64> = values.into_iter().flatten().collect();
    let n_defined = defined.len() as u64;
    if n_defined == 0 {
        return None;
    }
    let n_reached = defined.iter().filter(|it| observed - TOLERANCE <= **it).count() as u64;
    let test = if is_exact {
        Test::exact(n_reached, n_defined)
    } else {
        Test::random(n_reached, n_defined)
    };
    Some(Outcome { null_mean: defined.iter().sum::<f64>() / n_defined as f64, test })
}

/// The divergence of every split.
fn all_splits(hits: &[u64], n_first: usize, all: &[u64]) -> Vec<Option<f64>> {
    let (n_frames, mut values) = (all.len(), Vec::new());
    let n = hits.len() / n_frames;
    let mut part = vec![0; n_frames];
    // The divergence of a split is that of its complement.
    each_choice(n, n_first.min(n - n_first), |chosen| {
        part.fill(0);
        chosen.iter().for_each(|it| add(&mut part, &hits[it * n_frames..]));
        let rest: Vec<u64> = all.iter().zip(&part).map(|(all, part)| all - part).collect();
        values.push(divergence(&part, &rest));
    });
    values
}

fn add(sums: &mut [u64], hits: &[u64]) {
    sums.iter_mut().zip(hits).for_each(|(sum, n)| *sum += n);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_all_splits_the_observed_one_and_its_mirror_are_the_farthest() {
        let hits = [5, 0, 4, 0, 0, 6, 0, 3];
        let outcome = test(&hits, 2, 2, 99, 1).expect("a test");
        assert_eq!((outcome.test.p, outcome.test.n_permutations), (2.0 / 6.0, 6));
        let others = [divergence(&[5, 6], &[4, 3]), divergence(&[5, 3], &[4, 6])];
        let mean = (2.0 + 2.0 * others.iter().flatten().sum::<f64>()) / 6.0;
        assert!((outcome.null_mean - mean).abs() < 1e-12);
    }

    #[test]
    fn splits_without_hits_on_a_side_are_not_counted() {
        let outcome = test(&[5, 0, 0, 0, 0, 6, 0, 0], 2, 2, 99, 1).expect("a test");
        assert_eq!(outcome.test.n_permutations, 4);
        assert_eq!(test(&[5, 0, 0, 0], 2, 1, 99, 1), None);
        assert_eq!(test(&[], 0, 0, 99, 1), None);
    }

    #[test]
    fn many_documents_come_near_what_chance_gives() {
        let hits: Vec<u64> = (0..200).flat_map(|it| [it % 3, it * 7 % 4]).collect();
        let outcome = test(&hits, 2, 80, 999, 1).expect("a test");
        assert_eq!(Some(outcome), test(&hits, 2, 80, 999, 1));
        assert!(0.05 < outcome.test.p && outcome.null_mean < 0.01, "{outcome:?}");
    }
}
