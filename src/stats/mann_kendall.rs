//! Whether values tend up or down over time.

use statrs::distribution::{ContinuousCDF, Normal};

/// What the test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannKendall {
    /// S: pairs in which the later value is higher, less those in which it is lower.
    pub s: i64,
    /// Variance of S without a trend, ties taken into account.
    pub variance: f64,
    /// (|S| - 1)/√variance with the sign of S; 0 where S is 0.
    pub z: f64,
    /// Two-sided p of z.
    pub p: f64,
    /// Kendall's tau-b, -1 to 1; `None` where all values are equal.
    pub tau: Option<f64>,
}

/// Mann–Kendall test of values in the order of time.
///
/// The variance is (n(n-1)(2n+5) - Σt(t-1)(2t+5))/18 over groups of t equal values. Values are
/// taken as independent of one another.
///
/// - Missing: fewer than two values.
/// - Source: Mann (1945), Econometrica 13, 245–259; Kendall (1975), Rank Correlation Methods.
pub fn test(values: &[f64]) -> Option<MannKendall> {
    let n = values.len();
    if n < 2 {
        return None;
    }
    let mut s: i64 = 0;
    for (i, value) in values.iter().enumerate() {
        s += values[i + 1..].iter().map(|later| sign(*later, *value)).sum::<i64>();
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let part = |n: usize| (n * (n - 1) * (2 * n + 5)) as f64;
    let ties = || sorted.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(<[f64]>::len);
    let variance = (part(n) - ties().map(part).sum::<f64>()) / 18.0;
    // Without a variance all values are equal, and S is 0.
    let z = if s == 0 { 0.0 } else { (s - s.signum()) as f64 / variance.sqrt() };
    let p = 2.0 * Normal::standard().cdf(-z.abs());
    let n_pairs = |n: usize| (n * (n - 1) / 2) as f64;
    let n_untied = n_pairs(n) - ties().map(n_pairs).sum::<f64>();
    let tau = (0.0 < n_untied).then(|| s as f64 / (n_pairs(n) * n_untied).sqrt());
    Some(MannKendall { s, variance, z, p: p.min(1.0), tau })
}

fn sign(later: f64, earlier: f64) -> i64 {
    i64::from(earlier < later) - i64::from(later < earlier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_rise_throughout_have_tau_1() {
        let values: Vec<f64> = (0..10).map(f64::from).collect();
        let up = test(&values).expect("a test");
        assert_eq!((up.s, up.tau), (45, Some(1.0)));
        assert!((up.variance - 125.0).abs() < 1e-12 && up.p < 0.001, "{up:?}");
        let down: Vec<f64> = values.into_iter().rev().collect();
        let down = test(&down).expect("a test");
        assert!((down.z + up.z).abs() < 1e-12 && (down.p - up.p).abs() < 1e-12);
    }

    #[test]
    fn equal_values_have_no_trend_and_no_tau() {
        let flat = test(&[3.0; 8]).expect("a test");
        assert_eq!((flat.s, flat.tau), (0, None));
        assert!(flat.variance.abs() < 1e-12 && (flat.p - 1.0).abs() < 1e-12, "{flat:?}");
        assert_eq!(test(&[1.0]), None);
    }
}
