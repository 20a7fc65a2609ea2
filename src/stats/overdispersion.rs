//! How much more documents of one source differ in a frame than counts drawn at random would.

use super::Units;

/// φ = Σ(h - μ)²/μ ÷ Σ(n - 1) over the sources with hits, μ = t·H/N within a source.
///
/// - Input: the documents of each source.
/// - Unit: ratio; 1 as counts drawn at random, 2 twice their variance.
/// - Missing: no source with hits has two documents.
/// - Source: Pearson dispersion of a Poisson model with one rate per source; McCullagh & Nelder
///   (1989), Generalized Linear Models, section 6.2.3.
pub fn phi<'d>(sources: impl IntoIterator<Item = Units<'d>>) -> Option<f64> {
    let (mut sum, mut df) = (0.0, 0);
    for documents in sources {
        let (hits, tokens) = (documents.n_hits() as f64, documents.n_tokens() as f64);
        if hits == 0.0 || tokens == 0.0 {
            continue;
        }
        df += documents.n() - 1;
        for (h, t) in documents.iter().filter(|it| 0.0 < it.1) {
            let expected = t * hits / tokens;
            sum += (h - expected).powi(2) / expected;
        }
    }
    (0 < df).then(|| sum / df as f64)
}
