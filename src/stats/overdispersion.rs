//! How much more documents of one source differ in a frame than counts drawn at random would.

/// φ = Σ(h - μ)²/μ ÷ Σ(n - 1) over the sources with hits, μ = t·H/N within a source.
///
/// - Input: hits and tokens of each document of each source.
/// - Unit: ratio; 1 as counts drawn at random, 2 twice their variance.
/// - Missing: no source with hits has two documents.
/// - Source: Pearson dispersion of a Poisson model with one rate per source; McCullagh & Nelder
///   (1989), Generalized Linear Models, section 6.2.3.
pub fn phi<D>(sources: impl IntoIterator<Item = D>) -> Option<f64>
where
    D: Iterator<Item = (u64, u64)> + Clone,
{
    let (mut sum, mut df) = (0.0, 0);
    for documents in sources {
        let add = |(n, hits, tokens), (h, t): (u64, u64)| (n + 1, hits + h, tokens + t);
        let (n, hits, tokens) = documents.clone().fold((0, 0, 0), add);
        if hits == 0 || tokens == 0 {
            continue;
        }
        df += n - 1;
        for (h, t) in documents.filter(|it| 0 < it.1) {
            let expected = t as f64 * hits as f64 / tokens as f64;
            sum += (h as f64 - expected).powi(2) / expected;
        }
    }
    (0 < df).then(|| sum / f64::from(df))
}
