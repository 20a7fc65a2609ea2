//! A document as a sequence of form numbers in, how diverse its words are out.

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

/// Tokens of a window of MATTR.
pub(super) const MATTR_WINDOW: usize = 50;

/// Tokens of a sample of HD-D.
pub(super) const HDD_SAMPLE: usize = 42;

/// Type-token ratio below which MTLD counts a factor.
const MTLD_RATIO: f64 = 0.72;

/// Fewest tokens of a factor of MTLD.
const MTLD_SHORTEST: usize = 10;

/// Lexical diversity of one document, over its forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diversity {
    /// Moving-average type-token ratio over windows of 50 tokens.
    pub mattr: Option<f64>,
    /// HD-D with samples of 42 tokens.
    pub hdd: Option<f64>,
    /// Measure of textual lexical diversity.
    pub mtld: Option<f64>,
}

/// All measures of one document: `sequence` holds the place of each token's form among `counts`.
pub(super) fn of(sequence: &[u32], counts: &[u32]) -> Diversity {
    Diversity {
        mattr: mattr(sequence, counts.len(), MATTR_WINDOW),
        hdd: hdd(counts, HDD_SAMPLE),
        mtld: mtld(sequence, counts.len()),
    }
}

/// Mean type-token ratio over all windows of `window` tokens.
///
/// - Input: form numbers below `n_types`, in the order of the text.
/// - Unit: types per token, 0 to 1.
/// - Missing: fewer tokens than a window.
/// - Source: Covington & McFall (2010), Journal of Quantitative Linguistics 17(2), 94–100.
pub fn mattr(sequence: &[u32], n_types: usize, window: usize) -> Option<f64> {
    if sequence.len() < window || window == 0 {
        return None;
    }
    let mut counts = vec![0_u32; n_types];
    let (mut n_here, mut sum) = (0_u64, 0_u64);
    for (i, &form) in sequence.iter().enumerate() {
        counts[form as usize] += 1;
        n_here += u64::from(counts[form as usize] == 1);
        if window <= i {
            let left = sequence[i - window] as usize;
            counts[left] -= 1;
            n_here -= u64::from(counts[left] == 0);
        }
        if window <= i + 1 {
            sum += n_here;
        }
    }
    let n_windows = sequence.len() - window + 1;
    Some(sum as f64 / (n_windows as f64 * window as f64))
}

/// Sum over types of the chance to stand in a random sample of `sample` tokens, per token of it.
///
/// - Input: how often each type stands in the text.
/// - Unit: the type-token ratio expected of such a sample, 0 to 1.
/// - Missing: fewer tokens than a sample.
/// - Source: McCarthy & Jarvis (2007), Language Testing 24(4), 459–488; by log-gamma.
pub fn hdd(counts: &[u32], sample: usize) -> Option<f64> {
    let n_tokens: u64 = counts.iter().map(|it| u64::from(*it)).sum();
    let (n, sample) = (n_tokens as f64, sample as f64);
    if n < sample {
        return None;
    }
    // Types with equal counts have equal chances.
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let ln_choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let all = ln_choose(n, sample);
    let mut sum = 0.0;
    for equal in sorted.chunk_by(|a, b| a == b) {
        let others = n - f64::from(equal[0]);
        let absent = if others < sample { 0.0 } else { (ln_choose(others, sample) - all).exp() };
        sum += equal.len() as f64 * (1.0 - absent);
    }
    Some(sum / sample)
}

/// Mean number of tokens that keep a type-token ratio of 0.72, read forward and backward.
///
/// A factor is counted when the running ratio is below 0.72, the run holds at least 10 tokens and
/// more tokens follow; the last run counts in part.
///
/// - Input: form numbers below `n_types`, in the order of the text.
/// - Unit: tokens.
/// - Missing: no factor arises, as all tokens differ.
/// - Source: McCarthy & Jarvis (2010), Behavior Research Methods 42(2), 381–392.
pub fn mtld(sequence: &[u32], n_types: usize) -> Option<f64> {
    let forward = mtld_once(sequence.iter(), sequence.len(), n_types)?;
    let backward = mtld_once(sequence.iter().rev(), sequence.len(), n_types)?;
    Some((forward + backward) / 2.0)
}

fn mtld_once<'s>(
    sequence: impl Iterator<Item = &'s u32>,
    n_tokens: usize,
    n_types: usize,
) -> Option<f64> {
    // The run in which each form was last seen, so that a new run needs no clearing.
    let mut seen_in = vec![0_u32; n_types];
    let (mut run, mut n_run, mut n_run_types) = (1_u32, 0_usize, 0_usize);
    let mut n_factors = 0_u64;
    for (i, &form) in sequence.enumerate() {
        n_run += 1;
        if seen_in[form as usize] != run {
            seen_in[form as usize] = run;
            n_run_types += 1;
        }
        let ratio = n_run_types as f64 / n_run as f64;
        if ratio < MTLD_RATIO && MTLD_SHORTEST <= n_run && i + 1 < n_tokens {
            n_factors += 1;
            run += 1;
            (n_run, n_run_types) = (0, 0);
        }
    }
    let last_ratio = if n_run == 0 { 1.0 } else { n_run_types as f64 / n_run as f64 };
    let factors = n_factors as f64 + (1.0 - last_ratio) / (1.0 - MTLD_RATIO);
    (0.0 < factors).then(|| n_tokens as f64 / factors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_measured_is_missing() {
        let different: Vec<u32> = (0..60).collect();
        assert_eq!(mtld(&different, 60), None);
        assert_eq!(mattr(&different[..49], 60, 50), None);
        assert_eq!(hdd(&[1; 41], 42), None);
    }

    #[test]
    fn one_word_sixty_times_has_the_mtld_of_the_package_lexical_diversity() {
        let value = mtld(&[0; 60], 1).expect("a value");
        assert!((value - 7.304_347_826_086_957).abs() < 1e-12, "{value}");
    }

    #[test]
    fn a_text_of_different_words_is_as_diverse_as_can_be() {
        let different: Vec<u32> = (0..60).collect();
        assert_eq!(mattr(&different, 60, 50), Some(1.0));
        let value = hdd(&[1; 60], 42).expect("a value");
        assert!((value - 1.0).abs() < 1e-12, "{value}");
    }
}
