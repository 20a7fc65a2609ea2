//! Which quantiles of bootstrap replicates end an interval that is corrected for bias and skewness.

use statrs::distribution::{ContinuousCDF, Normal};

use super::normal_quantile;

/// How skewed a statistic is, from its values without each unit in turn, group by group.
///
/// a = Σ ΣU³/m³ ÷ 6·(Σ ΣU²/m²)^1.5 with U = (m-1)·(mean - value), m the units of the group; the
/// outer sums run over the groups.
///
/// - Missing: all values of a group are the same, in every group.
/// - Source: Efron (1987), Journal of the American Statistical Association 82(397), 171–185, by the
///   jackknife; Davison & Hinkley (1997), Bootstrap Methods and their Application, chapter 5.4, for
///   several groups.
pub fn acceleration(groups: &[Vec<f64>]) -> Option<f64> {
    let (mut squares, mut cubes) = (0.0, 0.0);
    for values in groups.iter().filter(|it| varies(it)) {
        let m = values.len() as f64;
        let mean = values.iter().sum::<f64>() / m;
        // (m-1)/m at once: the cubes of many units would be large.
        for u in values.iter().map(|it| (m - 1.0) / m * (mean - it)) {
            squares += u * u;
            cubes += u * u * u;
        }
    }
    (0.0 < squares).then(|| cubes / (6.0 * squares.powf(1.5)))
}

/// Whether the values differ; their mean may differ from equal values by rounding.
fn varies(values: &[f64]) -> bool {
    values.iter().any(|it| it.total_cmp(&values[0]).is_ne())
}

/// The quantiles that end the interval: Φ(z₀ + (z₀+z)/(1 - a·(z₀+z))) for z = ∓z*.
///
/// z₀ = Φ⁻¹((less + less or equal)/2n) measures the bias.
///
/// - Input: how many of the `n` replicates are less than the estimate, and less or equal; the
///   acceleration a.
/// - Missing: z₀ is infinite, or 1 - a·(z₀+z) not above 0, where the correction turns around.
/// - Source: Efron (1987), Journal of the American Statistical Association 82(397), 171–185.
pub(super) fn levels(
    [less, less_or_equal]: [usize; 2],
    n: usize,
    acceleration: f64,
    confidence: f64,
) -> Option<(f64, f64)> {
    let share = (less + less_or_equal) as f64 / (2 * n) as f64;
    if share <= 0.0 || 1.0 <= share {
        return None;
    }
    let normal = Normal::standard();
    let bias = normal.inverse_cdf(share);
    let level = |z: f64| {
        let shifted = bias + z;
        let divisor = 1.0 - acceleration * shifted;
        (0.0 < divisor).then(|| normal.cdf(bias + shifted / divisor))
    };
    let z = normal_quantile(confidence)?;
    Some((level(-z)?, level(z)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_bias_and_skewness_the_quantiles_are_those_of_the_percentile_interval() {
        let (low, high) = levels([500, 500], 1000, 0.0, 0.95).expect("levels");
        assert!((low - 0.025).abs() < 1e-9 && (high - 0.975).abs() < 1e-9, "{low} {high}");
        assert_eq!(acceleration(&[vec![1.0, 2.0, 3.0]]), Some(0.0));
    }

    #[test]
    fn a_value_that_pulls_upward_moves_both_ends_up() {
        let a = acceleration(&[vec![1.0, 1.0, 1.0, -3.0], vec![0.1; 5]]).expect("a value");
        let (low, high) = levels([500, 500], 1000, a, 0.95).expect("levels");
        assert!(0.0 < a && 0.025 < low && 0.975 < high, "{a} {low} {high}");
    }

    #[test]
    fn nothing_that_varies_and_an_endless_bias_give_no_levels() {
        assert_eq!(acceleration(&[vec![0.1; 7], vec![0.3; 9]]), None);
        assert_eq!(levels([0, 0], 100, 0.1, 0.95), None);
        assert_eq!(levels([100, 100], 100, 0.1, 0.95), None);
        assert_eq!(levels([99, 100], 100, 0.5, 0.95), None, "the correction turns around");
        assert!(levels([0, 100], 100, 0.1, 0.95).is_some(), "ties count by half");
    }
}
