//! How much more documents of one source differ in a frame than counts drawn at random would.

/// Hits and tokens of the documents of one source.
pub type Documents = Vec<(u64, u64)>;

/// φ = Σ(h - μ)²/μ ÷ Σ(n - 1) over the sources with hits, μ = t·H/N within a source.
///
/// - Unit: ratio; 1 as counts drawn at random, 2 twice their variance.
/// - Missing: no source with hits has two documents.
/// - Source: Pearson dispersion of a Poisson model with one rate per source; McCullagh & Nelder
///   (1989), Generalized Linear Models, section 6.2.3.
pub fn phi<'d>(sources: impl IntoIterator<Item = &'d Documents>) -> Option<f64> {
    let (mut sum, mut df) = (0.0, 0);
    for documents in sources {
        let hits: u64 = documents.iter().map(|it| it.0).sum();
        let tokens: u64 = documents.iter().map(|it| it.1).sum();
        if hits == 0 || tokens == 0 {
            continue;
        }
        df += documents.len() - 1;
        for (h, t) in documents.iter().filter(|it| 0 < it.1) {
            let expected = *t as f64 * hits as f64 / tokens as f64;
            sum += (*h as f64 - expected).powi(2) / expected;
        }
    }
    (0 < df).then(|| sum / df as f64)
}
