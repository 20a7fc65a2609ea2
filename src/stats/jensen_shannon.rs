//! How differently two sources divide their hits among the frames.

/// Jensen–Shannon divergence of two lists of counts, as shares.
///
/// - Formula: H₂((p + q)/2) - (H₂(p) + H₂(q))/2.
/// - Unit: bits, 0 (the same shares) to 1 (nothing in common).
/// - Missing: a list without a count.
/// - Source: Lin (1991), IEEE Transactions on Information Theory 37(1), 145–151.
pub fn divergence(a: &[u64], b: &[u64]) -> Option<f64> {
    let (n_a, n_b): (u64, u64) = (a.iter().sum(), b.iter().sum());
    if n_a == 0 || n_b == 0 {
        return None;
    }
    // Written as two divergences from the mean, in which equal shares give exactly 0.
    let part =
        |share: f64, mean: f64| if share == 0.0 { 0.0 } else { share * (share / mean).log2() };
    let sum = a.iter().zip(b).map(|(a, b)| {
        let (p, q) = (*a as f64 / n_a as f64, *b as f64 / n_b as f64);
        let mean = (p + q) / 2.0;
        part(p, mean) + part(q, mean)
    });
    Some((sum.sum::<f64>() / 2.0).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_shares_have_no_distance_and_different_frames_have_all() {
        assert_eq!(divergence(&[1, 2, 0], &[10, 20, 0]), Some(0.0));
        assert_eq!(divergence(&[4, 0], &[0, 1]), Some(1.0));
        assert_eq!(divergence(&[4, 0], &[0, 0]), None);
    }
}
