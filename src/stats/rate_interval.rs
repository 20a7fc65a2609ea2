//! Interval of a rate of hits, from units that differ in it.

use super::{Units, gamma_half_quantile, t_quantile};

/// Interval of the hits per 1,000 tokens of one source.
///
/// With H hits in N tokens, R = H/N, over m units with hits h and tokens t:
/// v = max(m/(m-1) · Σ(h - R·t)²/H², 1/H); the interval is 1000·R·exp(∓t*·√v), at most 1,000, with
/// t* the quantile of Student's t on m-1 degrees of freedom. Without a hit it is 0 to
/// 1000·g/N, with g the quantile of Gamma(½, 1).
///
/// - Unit: hits per 1,000 tokens.
/// - Missing: one unit, no token.
/// - Source: ratio estimator by linearization, Cochran (1977), Sampling Techniques, ch. 6, on the
///   logarithmic scale; for no hits the Jeffreys bound of a Poisson rate.
pub fn interval(units: &Units, confidence: f64) -> Option<(f64, f64)> {
    let (m, hits, tokens) = (units.n(), units.n_hits() as f64, units.n_tokens() as f64);
    if m < 2 || tokens == 0.0 {
        return None;
    }
    if hits == 0.0 {
        let high = 1000.0 * gamma_half_quantile(confidence)? / tokens;
        return Some((0.0, high.min(1000.0)));
    }
    let rate = hits / tokens;
    // (h - R·t)/H is h/H - t/N.
    let between = m as f64 / (m - 1) as f64 * units.squares(hits, tokens);
    let width = t_quantile((m - 1) as f64, confidence)? * between.max(1.0 / hits).sqrt();
    Some((1000.0 * rate * (-width).exp(), (1000.0 * rate * width.exp()).min(1000.0)))
}
