//! False discovery rate over many tests.

/// Adjusted p-values; a test without p stays without, and is not counted among the tests.
///
/// - Unit: probability, 0 to 1.
/// - Source: Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289–300.
pub fn adjusted(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(usize, f64)> =
        p.iter().enumerate().filter_map(|(i, it)| it.map(|it| (i, it))).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let n = order.len() as f64;
    let mut adjusted = vec![None; p.len()];
    let mut lowest: f64 = 1.0;
    for (rank, (i, p)) in order.into_iter().enumerate().rev() {
        lowest = lowest.min(p * n / (rank + 1) as f64);
        adjusted[i] = Some(lowest);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_p_stays_missing_and_is_no_test() {
        let q = adjusted(&[Some(0.01), None, Some(0.04)]);
        assert_eq!(q, [Some(0.02), None, Some(0.04)]);
    }
}
