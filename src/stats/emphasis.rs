//! Relative emphasis: how much more often per word one side uses a frame than the other.

use super::{Units, t_quantile};

/// What is assumed before the texts are read: one mean document at the corpus' rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// α: hits of one mean document.
    pub hits: f64,
    /// β: tokens of one mean document.
    pub tokens: f64,
}

impl Prior {
    /// The prior of a corpus; `None` for a corpus without hits, tokens or documents.
    pub fn of(hits: u64, tokens: u64, documents: u64) -> Option<Prior> {
        if hits == 0 || tokens == 0 || documents == 0 {
            return None;
        }
        let mean_tokens = tokens as f64 / documents as f64;
        Some(Prior { hits: mean_tokens * hits as f64 / tokens as f64, tokens: mean_tokens })
    }
}

/// log2((H+α)/(N+β)) - log2((Hr+α)/(Nr+β)).
///
/// - Input: hits and tokens of the target, then of the reference.
/// - Unit: log2; +1 is twice as often per word, 0 the same, -1 half as often.
/// - Source: log ratio of two rates, shrunk by a Gamma prior with α hits in β tokens; Monroe,
///   Colaresi & Quinn (2008), Political Analysis 16(4), 372–403, for the prior.
pub fn relative(target: (u64, u64), reference: (u64, u64), prior: Prior) -> f64 {
    level(target, prior) - level(reference, prior)
}

/// log2((H+α)/(N+β)): how often per word one side uses a frame, drawn toward the rate of the corpus.
///
/// - Input: hits and tokens.
/// - Unit: log2 of hits per word.
pub fn level((hits, tokens): (u64, u64), prior: Prior) -> f64 {
    ((hits as f64 + prior.hits) / (tokens as f64 + prior.tokens)).log2()
}

/// An emphasis with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Standard error, log2.
    pub se: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Lower end, log2.
    pub low: f64,
    /// Upper end, log2.
    pub high: f64,
}

/// Interval of [`relative`] from units that differ.
///
/// For each side u = h/(H+α) - t/(N+β) and V = max(m/(m-1)·Σ(u-ū)², 1/(H+α)); the standard error
/// is √(V₁+V₂)/ln 2, the degrees of freedom are Welch's, at least 1.
///
/// - Missing: one unit on a side.
/// - Source: linearization as in [`super::rate_interval`]; Welch (1947), Biometrika 34, 28–35.
pub fn interval(
    target: &Units,
    reference: &Units,
    prior: Prior,
    confidence: f64,
) -> Option<Interval> {
    let (m1, m2) = (target.n(), reference.n());
    if m1 < 2 || m2 < 2 {
        return None;
    }
    let (v1, v2) = (variance(target, prior), variance(reference, prior));
    let se = (v1 + v2).sqrt() / std::f64::consts::LN_2;
    let welch = (v1 + v2).powi(2) / (v1 * v1 / (m1 - 1) as f64 + v2 * v2 / (m2 - 1) as f64);
    let df = welch.max(1.0);
    let half = t_quantile(df, confidence)? * se;
    let sums = |units: &Units| (units.n_hits(), units.n_tokens());
    let emphasis = relative(sums(target), sums(reference), prior);
    Some(Interval { se, df, low: emphasis - half, high: emphasis + half })
}

/// Variance of ln((H+α)/(N+β)) over the units of one side.
fn variance(units: &Units, prior: Prior) -> f64 {
    let m = units.n() as f64;
    let (hits, tokens) =
        (units.n_hits() as f64 + prior.hits, units.n_tokens() as f64 + prior.tokens);
    (m / (m - 1.0) * units.centred_squares(hits, tokens)).max(1.0 / hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exchanging_target_and_reference_changes_the_sign_only() {
        let prior = Prior::of(17, 500, 6).expect("a prior");
        let (a, b) = (Units::new(&[3, 0, 5], &[80, 90, 85]), Units::new(&[1, 2], &[120, 125]));
        let forth = interval(&a, &b, prior, 0.95).expect("an interval");
        let back = interval(&b, &a, prior, 0.95).expect("an interval");
        assert!((forth.low + back.high).abs() < 1e-12 && (forth.se - back.se).abs() < 1e-12);
    }

    #[test]
    fn equal_rates_have_no_emphasis() {
        let prior = Prior::of(30, 3000, 6).expect("a prior");
        assert!(relative((10, 1000), (20, 2000), prior).abs() < 0.01);
        assert_eq!(Prior::of(0, 3000, 6), None);
    }
}
