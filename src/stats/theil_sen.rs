//! Slope of a line through points, as the median of the slopes of all pairs of them.

use super::normal_quantile;

/// A slope with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// Median of the slopes of all pairs, per unit of x.
    pub slope: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Theil–Sen slope of `y` over `x`, and the interval that the variance of Kendall's S gives it.
///
/// With n slopes in ascending order and z the normal quantile, the ends of the interval are the
/// slopes at the places (n ∓ z·√var)/2, rounded; `variance` is that of S
/// ([`super::mann_kendall`]).
///
/// - Input: points in ascending order of x, no x twice.
/// - Unit: units of y per unit of x.
/// - Missing: fewer than two points.
/// - Source: Sen (1968), Journal of the American Statistical Association 63, 1379–1389.
pub fn slope(points: &[(f64, f64)], variance: f64, confidence: f64) -> Option<Slope> {
    let mut slopes = Vec::with_capacity(points.len() * points.len().saturating_sub(1) / 2);
    for (i, (x, y)) in points.iter().enumerate() {
        slopes.extend(points[i + 1..].iter().map(|(later, it)| (it - y) / (later - x)));
    }
    let (n, width) = (slopes.len(), normal_quantile(confidence)? * variance.sqrt());
    if n == 0 {
        return None;
    }
    let low = ((n as f64 - width) / 2.0).round_ties_even().max(1.0) as usize - 1;
    let high = (((n as f64 + width) / 2.0).round_ties_even() as usize).min(n - 1);
    // Four of many: to pick them is far less work than to sort all.
    let mut nth = |place: usize| *slopes.select_nth_unstable_by(place, f64::total_cmp).1;
    let slope = f64::midpoint(nth((n - 1) / 2), nth(n / 2));
    Some(Slope { slope, low: nth(low), high: nth(high) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_point_does_not_turn_the_line() {
        let mut points: Vec<(f64, f64)> =
            (0..9).map(|it| (f64::from(it), 2.0 * f64::from(it))).collect();
        points[4].1 = 900.0;
        let slope = slope(&points, 92.0, 0.95).expect("a slope");
        assert!((slope.slope - 2.0).abs() < 1e-12, "{slope:?}");
        assert!(slope.low <= slope.slope && slope.slope <= slope.high, "{slope:?}");
    }

    #[test]
    fn one_point_has_no_slope() {
        assert_eq!(slope(&[(1.0, 2.0)], 0.0, 0.95), None);
        assert_eq!(slope(&[], 0.0, 0.95), None);
    }
}
