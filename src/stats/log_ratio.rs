//! How many times as often a word stands on one side as on the other, in doublings.

use super::log_odds::Sides;
use super::normal_quantile;

/// A log ratio with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRatio {
    /// log2 of the ratio of both rates; +1 is twice as often, -1 half as often.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Whether a count of 0 was taken for ½.
    pub is_zero_adjusted: bool,
}

/// log2((a/N₁)/(b/N₂)), a count of 0 taken for ½.
///
/// The interval is that of a relative risk: ± z·√(1/a - 1/N₁ + 1/b - 1/N₂)/ln 2.
///
/// - Unit: log2.
/// - Missing: no tokens on a side, the word on neither.
/// - Source: Hardie (2014), Log Ratio, CASS Lancaster; Katz et al. (1978), Biometrics 34(3),
///   469–474, for the interval.
pub fn of(sides: Sides, confidence: f64) -> Option<LogRatio> {
    let Sides { n, n_tokens, n_other, n_other_tokens } = sides;
    if n_tokens == 0 || n_other_tokens == 0 || n + n_other == 0 {
        return None;
    }
    let [count, other] = [n, n_other].map(|it| if it == 0 { 0.5 } else { it as f64 });
    let [all, other_all] = [n_tokens, n_other_tokens].map(|it| it as f64);
    // One quotient of products, which is exactly 1 for equal rates.
    let value = (count * other_all / (other * all)).log2();
    let variance = 1.0 / count - 1.0 / all + 1.0 / other - 1.0 / other_all;
    let half = normal_quantile(confidence)? * variance.max(0.0).sqrt() / std::f64::consts::LN_2;
    let is_zero_adjusted = n == 0 || n_other == 0;
    Some(LogRatio { value, low: value - half, high: value + half, is_zero_adjusted })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_as_often_is_one_and_exchanging_sides_changes_the_sign() {
        let sides = Sides { n: 8, n_tokens: 100, n_other: 4, n_other_tokens: 100 };
        let forth = of(sides, 0.95).expect("a value");
        let other = Sides { n: 4, n_tokens: 100, n_other: 8, n_other_tokens: 100 };
        let back = of(other, 0.95).expect("a value");
        assert!((forth.value - 1.0).abs() < 1e-12 && (forth.value + back.value).abs() < 1e-12);
        assert!((forth.low + back.high).abs() < 1e-12);
    }

    #[test]
    fn a_count_of_0_is_taken_for_a_half_and_told() {
        let sides = Sides { n: 0, n_tokens: 100, n_other: 1, n_other_tokens: 100 };
        let ratio = of(sides, 0.95).expect("a value");
        assert!(ratio.is_zero_adjusted && (ratio.value + 1.0).abs() < 1e-12);
        assert_eq!(of(Sides { n_other: 0, ..sides }, 0.95), None);
        assert_eq!(of(Sides { n_other_tokens: 0, ..sides }, 0.95), None);
    }
}
