//! How strongly two things belong together: two words that stand side by side, two frames in one
//! text, a word and a source.

/// Counts of a pair among all units: the 2×2 table of its left and right member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Units with both.
    pub n: u64,
    /// Units with the left one.
    pub n_left: u64,
    /// Units with the right one.
    pub n_right: u64,
    /// All units.
    pub n_pairs: u64,
}

impl Pair {
    /// Pointwise mutual information: log2 of the count relative to the one that is expected when
    /// the two know nothing of one another. `None` without an occurrence.
    ///
    /// - Source: Church & Hanks (1990), Computational Linguistics 16(1), 22–29.
    pub fn pmi(self) -> Option<f64> {
        let of_pairs = self.n as f64 * self.n_pairs as f64;
        (0 < self.n).then(|| (of_pairs / (self.n_left as f64 * self.n_right as f64)).log2())
    }

    /// Normalized pointwise mutual information: 1 for two that only stand together, 0 for
    /// independent ones, -1 for two that never meet. `None` where one of them is absent.
    ///
    /// - Source: Bouma (2009), Proceedings of GSCL, 31–40.
    pub fn npmi(self) -> Option<f64> {
        if self.n_left == 0 || self.n_right == 0 {
            return None;
        }
        if self.n == self.n_pairs {
            return Some(1.0);
        }
        let Some(pmi) = self.pmi() else { return Some(-1.0) };
        Some(pmi / -(self.n as f64 / self.n_pairs as f64).log2())
    }

    /// Units with both relative to units with any. `None` where both are absent.
    ///
    /// - Source: Jaccard (1912), New Phytologist 11(2), 37–50.
    pub fn jaccard(self) -> Option<f64> {
        let n_any = self.n_left + self.n_right - self.n;
        (0 < n_any).then(|| self.n as f64 / n_any as f64)
    }

    /// Log-likelihood ratio of the table against independence, without correction and without sign.
    ///
    /// - Formula: 2·Σ O·ln(O/E); a cell without occurrences adds 0.
    /// - Source: Dunning (1993), Computational Linguistics 19(1), 61–74.
    pub fn g2(self) -> f64 {
        let deviation = self.deviation();
        let mut sum = 0.0;
        for (i, (observed, expected)) in self.cells().into_iter().zip(self.expected()).enumerate() {
            let sign = if i == 0 || i == 3 { 1.0 } else { -1.0 };
            if 0 < observed && 0.0 < expected {
                // O - E is the same in all cells but for its sign: nothing is lost where it is small.
                sum += observed as f64 * (sign * deviation / expected).ln_1p();
            }
        }
        (2.0 * sum).max(0.0)
    }

    /// Log odds ratio of the table with ½ added to each cell, and its standard error.
    ///
    /// - Unit: natural logarithm.
    /// - Source: Haldane (1956), Annals of Human Genetics 20(4), 309–311.
    pub fn log_odds(self) -> (f64, f64) {
        let cells = self.cells().map(|it| it as f64 + 0.5);
        let [both, left, right, neither] = cells;
        let variance: f64 = cells.iter().map(|it| 1.0 / it).sum();
        ((both * neither / (left * right)).ln(), variance.sqrt())
    }

    /// The log odds ratio, and the same relative to its standard error: lambda and z of
    /// `textstat_collocations` in quanteda.
    ///
    /// - Source: Blaheta & Johnson (2001), Proceedings of the ACL Workshop on Collocations, 54–60.
    pub fn lambda(self) -> (f64, f64) {
        let (lambda, error) = self.log_odds();
        (lambda, lambda / error)
    }

    /// Units with both, the left one only, the right one only, neither.
    pub(super) fn cells(self) -> [u64; 4] {
        let (left, right) = (self.n_left - self.n, self.n_right - self.n);
        [self.n, left, right, self.n_pairs - self.n_left - right]
    }

    /// What the same cells hold when the two know nothing of one another; 0 without a unit.
    pub fn expected(self) -> [f64; 4] {
        let rows = [self.n_left, self.n_pairs - self.n_left];
        let columns = [self.n_right, self.n_pairs - self.n_right];
        let all = self.n_pairs.max(1) as f64;
        [0, 1, 2, 3].map(|i| rows[i / 2] as f64 * columns[i % 2] as f64 / all)
    }

    /// Units with both beyond those expected, from whole numbers.
    pub(super) fn deviation(self) -> f64 {
        let [n, left, right, all] =
            [self.n, self.n_left, self.n_right, self.n_pairs].map(i128::from);
        (n * all - left * right) as f64 / self.n_pairs.max(1) as f64
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
        assert_eq!(bound.jaccard(), Some(1.0));
    }

    #[test]
    fn independent_words_have_nothing() {
        let pair = Pair { n: 2, n_left: 4, n_right: 8, n_pairs: 16 };
        assert_eq!((pair.pmi(), pair.npmi(), pair.g2()), (Some(0.0), Some(0.0), 0.0));
    }

    #[test]
    fn two_that_never_meet_are_told_from_one_that_is_absent() {
        let apart = Pair { n: 0, n_left: 4, n_right: 8, n_pairs: 16 };
        assert_eq!((apart.pmi(), apart.npmi(), apart.jaccard()), (None, Some(-1.0), Some(0.0)));
        let absent = Pair { n: 0, n_left: 0, n_right: 8, n_pairs: 16 };
        assert_eq!((absent.pmi(), absent.npmi(), absent.jaccard()), (None, None, Some(0.0)));
        let none = Pair { n: 0, n_left: 0, n_right: 0, n_pairs: 0 };
        assert_eq!((none.pmi(), none.npmi(), none.jaccard(), none.g2()), (None, None, None, 0.0));
    }
}
