//! How evenly a term is spread over the documents of a source.

/// Counts of a term in the documents that hold it, added up one by one in a fixed order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Deviation {
    sum: f64,
}

impl Deviation {
    /// Adds a document that holds the term `count` times and is `share` of all tokens; `total` is
    /// how often the term stands in all documents.
    pub fn add(&mut self, count: u64, total: u64, share: f64) {
        // Documents without the term deviate by their share; they are added up at once in `dp`.
        self.sum += (count as f64 / total as f64 - share).abs() - share;
    }

    /// Deviation of proportions: half the sum of |count/total - share| over all documents.
    ///
    /// - Unit: 0 (spread as evenly as the texts allow) to almost 1 (in one small document).
    /// - Source: Gries (2008), International Journal of Corpus Linguistics 13(4), 403–437.
    pub fn dp(self) -> f64 {
        (0.5 * (1.0 + self.sum)).clamp(0.0, 1.0)
    }
}

/// Deviation of proportions made comparable between corpora: divided by its largest value.
///
/// - Input: the smallest document's share of all tokens.
/// - Unit: 0 to 1.
/// - Missing: one document only.
/// - Source: Lijffijt & Gries (2012), International Journal of Corpus Linguistics 17(1), 147–149.
pub fn dp_norm(dp: f64, smallest_share: f64, n_documents: usize) -> Option<f64> {
    (1 < n_documents && smallest_share < 1.0).then(|| dp / (1.0 - smallest_share))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// DP and normalized DP of whole lists.
    fn of(counts: &[u64], sizes: &[u64]) -> (f64, Option<f64>) {
        let (total, all) = (counts.iter().sum(), sizes.iter().sum::<u64>() as f64);
        let mut deviation = Deviation::default();
        for (count, size) in counts.iter().zip(sizes).filter(|it| 0 < *it.0) {
            deviation.add(*count, total, *size as f64 / all);
        }
        let smallest = sizes.iter().min().map_or(1.0, |it| *it as f64 / all);
        (deviation.dp(), dp_norm(deviation.dp(), smallest, sizes.len()))
    }

    #[test]
    fn dispersion_agrees_with_the_published_example() {
        // Gries (2008), section 3: five parts, DP = 0.18.
        let (dp, _) = of(&[1, 2, 3, 4, 5], &[9, 10, 10, 10, 11]);
        assert!((dp - 0.18).abs() < 1e-12, "{dp}");
    }

    #[test]
    fn a_term_in_proportion_to_the_texts_has_no_deviation() {
        let (dp, norm) = of(&[2, 4, 6], &[100, 200, 300]);
        assert!(dp.abs() < 1e-12 && norm.is_some_and(|it| it.abs() < 1e-12));
        assert_eq!(of(&[3], &[100]).1, None);
    }
}
