//! Wilson score interval of a share.

use super::normal_quantile;

/// Interval of the share `n_yes / n`.
///
/// - Unit: shares, 0 to 1.
/// - Missing: `n` is 0.
/// - Source: Wilson (1927), Journal of the American Statistical Association 22, 209–212.
pub fn interval(n_yes: u64, n: u64, confidence: f64) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let z = normal_quantile(confidence)?;
    let (n, share) = (n as f64, n_yes as f64 / n as f64);
    let z2 = z * z;
    let center = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // At the ends the formula is exact only up to rounding.
    let low = if n_yes == 0 { 0.0 } else { (center - half).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { (center + half).min(1.0) };
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_lies_between_zero_and_one_and_holds_the_share() {
        for (n_yes, n) in [(0, 2), (1, 2), (2, 2), (0, 1), (17, 40)] {
            let (low, high) = interval(n_yes, n, 0.95).expect("an interval");
            let share = n_yes as f64 / n as f64;
            assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{n_yes}/{n}");
        }
        assert_eq!(interval(0, 0, 0.95), None);
    }
}
