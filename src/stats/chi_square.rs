//! Chi-square with one degree of freedom: of a 2×2 table, and how unlikely a value is.

use std::f64::consts::PI;

use statrs::function::erf::erfc;

use super::association::Pair;

/// Chi-square of a 2×2 table with Yates' correction.
///
/// - Formula: Σ (|O - E| - min(½, |O - E|))² / E over the four cells.
/// - Missing: a cell in which nothing can be expected.
/// - Source: Yates (1934), Supplement to the Journal of the Royal Statistical Society 1(2), 217–235.
pub fn yates(pair: Pair) -> Option<f64> {
    let beyond = (pair.deviation().abs() - 0.5).max(0.0);
    let expected = pair.expected();
    let sum: f64 = expected.iter().map(|it| beyond * beyond / it).sum();
    expected.iter().all(|it| 0.0 < *it).then_some(sum)
}

/// P(χ²₁ ≥ x), which is 0 beyond about 1490.
///
/// - Formula: erfc(√(x/2)).
/// - Unit: probability, 0 to 1.
pub fn p(x: f64) -> f64 {
    erfc((x / 2.0).sqrt())
}

/// From here on the series below is exact to the last digits.
const FAR: f64 = 25.0;

/// ln P(χ²₁ ≥ x), also where the probability itself is too small for a number.
///
/// - Formula: ln erfc(z), z = √(x/2); for z > 25, -z² - ln(z√π) + ln(1 - 1/2z² + 3/4z⁴ - …).
/// - Source: Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 7.1.23.
pub fn ln_p(x: f64) -> f64 {
    let z = (x / 2.0).sqrt();
    if z <= FAR {
        return p(x).ln();
    }
    let (mut series, mut term) = (1.0, 1.0);
    for i in 0..6 {
        term *= -f64::from(2 * i + 1) / (2.0 * z * z);
        series += term;
    }
    -z * z - (z * PI.sqrt()).ln() + series.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_goes_on_where_the_probability_ends() {
        let x = 2.0 * FAR * FAR;
        let (before, behind) = (ln_p(x), ln_p(x * (1.0 + 1e-15)));
        assert!((before - behind).abs() < 1e-10 * before.abs(), "{before} {behind}");
        assert!(p(1600.0) == 0.0 && (ln_p(1600.0) + 803.9).abs() < 0.1);
        assert!((p(0.0), ln_p(0.0)) == (1.0, 0.0));
    }

    #[test]
    fn the_correction_never_turns_a_deviation_round() {
        let near = Pair { n: 3, n_left: 8, n_right: 6, n_pairs: 16 };
        assert_eq!(yates(near), Some(0.0));
        assert_eq!(yates(Pair { n: 3, n_left: 3, n_right: 3, n_pairs: 3 }), None);
    }
}
