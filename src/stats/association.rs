//! How strongly two words that stand side by side belong together.

/// Counts of a pair of neighbours among all pairs: the 2×2 table of its left and right word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Occurrences of the pair.
    pub n: u64,
    /// Pairs that begin with its left word.
    pub n_left: u64,
    /// Pairs that end with its right word.
    pub n_right: u64,
    /// All pairs.
    pub n_pairs: u64,
}

impl Pair {
    /// Pointwise mutual information: log2 of the count relative to the one that is expected when
    /// the words know nothing of one another. `None` without an occurrence.
    ///
    /// - Source: Church & Hanks (1990), Computational Linguistics 16(1), 22–29.
    pub fn pmi(self) -> Option<f64> {
        let of_pairs = self.n as f64 * self.n_pairs as f64;
        (0 < self.n).then(|| (of_pairs / (self.n_left as f64 * self.n_right as f64)).log2())
    }

    /// Normalized pointwise mutual information: 1 for words that only stand together, 0 for
    /// independent ones. `None` without an occurrence.
    ///
    /// - Source: Bouma (2009), Proceedings of GSCL, 31–40.
    pub fn npmi(self) -> Option<f64> {
        if self.n == self.n_pairs {
            return (0 < self.n).then_some(1.0);
        }
        Some(self.pmi()? / -(self.n as f64 / self.n_pairs as f64).log2())
    }

    /// Log-likelihood ratio of the table against independence, without correction and without sign.
    ///
    /// - Formula: 2·Σ O·ln(O/E); a cell without occurrences adds 0.
    /// - Source: Dunning (1993), Computational Linguistics 19(1), 61–74.
    pub fn g2(self) -> f64 {
        let all = self.n_pairs as f64;
        let [left, right] = [self.n_left, self.n_right];
        let rows = [left, self.n_pairs - left];
        let columns = [right, self.n_pairs - right];
        let mut sum = 0.0;
        for (i, observed) in self.cells().into_iter().enumerate() {
            if 0 < observed {
                let expected = rows[i / 2] as f64 * columns[i % 2] as f64 / all;
                sum += observed as f64 * (observed as f64 / expected).ln();
            }
        }
        (2.0 * sum).max(0.0)
    }

    /// Log odds ratio of the table with ½ added to each cell, and the same relative to its standard
    /// error: lambda and z of `textstat_collocations` in quanteda.
    ///
    /// - Source: Blaheta & Johnson (2001), Proceedings of the ACL Workshop on Collocations, 54–60.
    pub fn lambda(self) -> (f64, f64) {
        let [both, left, right, neither] = self.cells().map(|it| it as f64 + 0.5);
        let lambda = (both * neither / (left * right)).ln();
        let variance: f64 = [both, left, right, neither].iter().map(|it| 1.0 / it).sum();
        (lambda, lambda / variance.sqrt())
    }

    /// Pairs with both words, the left one only, the right one only, neither.
    fn cells(self) -> [u64; 4] {
        let (left, right) = (self.n_left - self.n, self.n_right - self.n);
        [self.n, left, right, self.n_pairs - self.n_left - right]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_only_stand_together_have_all_there_is() {
        let only = Pair { n: 4, n_left: 4, n_right: 4, n_pairs: 4 };
        assert_eq!((only.pmi(), only.npmi(), only.g2()), (Some(0.0), Some(1.0), 0.0));
        let bound = Pair { n: 4, n_left: 4, n_right: 4, n_pairs: 16 };
        assert_eq!((bound.pmi(), bound.npmi()), (Some(2.0), Some(1.0)));
    }

    #[test]
    fn independent_words_have_nothing() {
        let pair = Pair { n: 2, n_left: 4, n_right: 8, n_pairs: 16 };
        assert_eq!((pair.pmi(), pair.npmi(), pair.g2()), (Some(0.0), Some(0.0), 0.0));
        assert_eq!(Pair { n: 0, ..pair }.pmi(), None);
    }
}
