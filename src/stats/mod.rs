//! Formulas: numbers in, numbers out; one file per formula; knows nothing of documents.

pub mod agreement;
pub mod association;
pub mod bca;
pub mod benjamini_hochberg;
pub mod bootstrap;
pub mod chi_square;
pub mod dispersion;
pub mod divergence_test;
pub mod emphasis;
pub mod emphasis_bootstrap;
pub mod exact_test;
mod exchange;
pub mod jensen_shannon;
mod lanes;
pub mod linkage;
pub mod log_odds;
pub mod log_ratio;
pub mod mann_kendall;
pub mod overdispersion;
pub mod permutation;
pub mod ranks;
pub mod rate_interval;
pub mod resample;
pub mod term_permutation;
pub mod tfidf;
pub mod theil_sen;
pub mod wilson;

use std::ops::{AddAssign, Sub};

use statrs::distribution::{ContinuousCDF, Gamma, Normal, StudentsT};

/// Units of one side of a comparison, documents or sentences, as whole-number sums over them, so
/// that the sums of all sources but one are those of all less those of the one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    n: u64,
    hits: u64,
    tokens: u64,
    hits_squared: u128,
    hits_by_tokens: u128,
    tokens_squared: u128,
}

impl Units {
    /// Units with the hits and tokens of each, in the same order.
    pub fn new(hits: &[u64], tokens: &[u64]) -> Self {
        let mut units = Units::default();
        hits.iter().zip(tokens).for_each(|(hits, tokens)| units.push(*hits, *tokens));
        units
    }

    /// One more unit.
    pub fn push(&mut self, hits: u64, tokens: u64) {
        self.n += 1;
        self.tokens += tokens;
        self.tokens_squared += u128::from(tokens) * u128::from(tokens);
        self.add_hits(hits, tokens);
    }

    /// Hits in a unit of so many tokens that was pushed without hits.
    pub fn add_hits(&mut self, hits: u64, tokens: u64) {
        self.hits += hits;
        self.hits_squared += u128::from(hits) * u128::from(hits);
        self.hits_by_tokens += u128::from(hits) * u128::from(tokens);
    }

    /// Number of units.
    pub fn n(&self) -> usize {
        self.n as usize
    }

    /// Hits of all units.
    pub fn n_hits(&self) -> u64 {
        self.hits
    }

    /// Tokens of all units.
    pub fn n_tokens(&self) -> u64 {
        self.tokens
    }

    /// Σ(h/a - t/b)² over the units.
    fn squares(&self, a: f64, b: f64) -> f64 {
        let [hh, ht, tt] = [self.hits_squared, self.hits_by_tokens, self.tokens_squared];
        quadratic([hh as f64, ht as f64, tt as f64], a, b)
    }

    /// Σ(u - ū)² over the units, where u = h/a - t/b.
    fn centred_squares(&self, a: f64, b: f64) -> f64 {
        // n·Σxy - Σx·Σy is whole and exact; the small difference of large numbers loses nothing.
        let centred = |xy: u128, x: u64, y: u64| {
            let [n, x, y] = [self.n, x, y].map(u128::from);
            (n * xy).wrapping_sub(x * y).cast_signed() as f64
        };
        let hh = centred(self.hits_squared, self.hits, self.hits);
        let ht = centred(self.hits_by_tokens, self.hits, self.tokens);
        let tt = centred(self.tokens_squared, self.tokens, self.tokens);
        quadratic([hh, ht, tt], a, b) / self.n as f64
    }
}

/// hh/a² - 2·ht/(a·b) + tt/b², which rounding may bring below 0.
fn quadratic([hh, ht, tt]: [f64; 3], a: f64, b: f64) -> f64 {
    (hh / (a * a) - 2.0 * ht / (a * b) + tt / (b * b)).max(0.0)
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Units) {
        self.n += other.n;
        self.hits += other.hits;
        self.tokens += other.tokens;
        self.hits_squared += other.hits_squared;
        self.hits_by_tokens += other.hits_by_tokens;
        self.tokens_squared += other.tokens_squared;
    }
}

/// The units without some of them.
impl Sub for Units {
    type Output = Units;

    fn sub(self, part: Units) -> Units {
        Units {
            n: self.n - part.n,
            hits: self.hits - part.hits,
            tokens: self.tokens - part.tokens,
            hits_squared: self.hits_squared - part.hits_squared,
            hits_by_tokens: self.hits_by_tokens - part.hits_by_tokens,
            tokens_squared: self.tokens_squared - part.tokens_squared,
        }
    }
}

/// Two-sided quantile of Student's t: the value that leaves (1 - confidence)/2 above it.
///
/// - Input: `df` above 0, `confidence` between 0 and 1.
/// - Missing: degrees of freedom or confidence out of range.
pub fn t_quantile(df: f64, confidence: f64) -> Option<f64> {
    let upper = upper(confidence)?;
    let t = StudentsT::new(0.0, 1.0, df).ok()?;
    Some(t.inverse_cdf(upper)).filter(|it| it.is_finite())
}

/// Two-sided quantile of the standard normal distribution.
///
/// - Missing: confidence out of range.
pub fn normal_quantile(confidence: f64) -> Option<f64> {
    Some(Normal::standard().inverse_cdf(upper(confidence)?))
}

/// Two-sided quantile of the Gamma distribution with shape ½ and rate 1.
///
/// - Missing: confidence out of range.
pub fn gamma_half_quantile(confidence: f64) -> Option<f64> {
    Some(Gamma::new(0.5, 1.0).ok()?.inverse_cdf(upper(confidence)?))
}

fn upper(confidence: f64) -> Option<f64> {
    (0.0 < confidence && confidence < 1.0).then_some(1.0 - (1.0 - confidence) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_less_some_are_the_others_and_squares_are_those_of_the_units() {
        let (hits, tokens) = ([3, 0, 5, 1], [80, 90, 85, 120]);
        let others = Units::new(&hits, &tokens) - Units::new(&hits[..1], &tokens[..1]);
        assert_eq!(others, Units::new(&hits[1..], &tokens[1..]));
        let u: Vec<f64> = (1..4).map(|i| hits[i] as f64 / 7.0 - tokens[i] as f64 / 300.0).collect();
        let mean = u.iter().sum::<f64>() / 3.0;
        let squares: f64 = u.iter().map(|it| it * it).sum();
        let centred: f64 = u.iter().map(|it| (it - mean).powi(2)).sum();
        assert!((others.squares(7.0, 300.0) - squares).abs() < 1e-12);
        assert!((others.centred_squares(7.0, 300.0) - centred).abs() < 1e-12);
    }
}
