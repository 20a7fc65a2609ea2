//! Two texts in, how much of their shingles they share out.

use super::Options;
use crate::observe::Shingles;

/// What two sets of shingles share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Likeness {
    n_shared: usize,
    n: [usize; 2],
}

impl Likeness {
    /// That of a text with itself.
    pub(super) const SAME: Likeness = Likeness { n_shared: 1, n: [1, 1] };

    pub(super) fn of(ours: &Shingles, theirs: &Shingles) -> Likeness {
        Likeness { n_shared: ours.n_shared(theirs), n: [ours.n(), theirs.n()] }
    }

    fn smaller(self) -> usize {
        self.n[0].min(self.n[1])
    }

    fn larger(self) -> usize {
        self.n[0].max(self.n[1])
    }

    /// Jaccard index: shared shingles relative to those of either.
    ///
    /// - Unit: share, 0 to 1; 0 where there is no shingle.
    /// - Source: Broder (1997), On the resemblance and containment of documents.
    pub(super) fn jaccard(self) -> f64 {
        self.n_shared as f64 / (self.n[0] + self.n[1] - self.n_shared).max(1) as f64
    }

    /// Shared shingles relative to those of the smaller set; source and unit as the Jaccard index.
    pub(super) fn containment(self) -> f64 {
        self.n_shared as f64 / self.smaller().max(1) as f64
    }

    /// Whether nearly all is the same.
    pub(super) fn is_near(self, options: &Options) -> bool {
        options.jaccard <= self.jaccard()
    }

    /// Whether nearly all of the smaller one stands in the larger; what is too short is not asked.
    pub(super) fn is_contained(self, options: &Options) -> bool {
        let is_long_enough = options.min_words < self.smaller() as u64 + Shingles::N_TOKENS;
        is_long_enough && options.containment <= self.containment()
    }

    /// Whether the smaller is less than half of the larger.
    pub(super) fn is_part(self) -> bool {
        2 * self.smaller() < self.larger()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_contained_are_two_things() {
        let options = Options::default();
        let of = |n_shared, n| {
            let it = Likeness { n_shared, n };
            (it.is_near(&options), it.is_contained(&options))
        };
        assert_eq!(of(80, [90, 90]), (true, false));
        assert_eq!(of(79, [90, 90]), (false, false));
        assert_eq!(of(90, [100, 500]), (false, true));
        assert_eq!(of(89, [100, 500]), (false, false));
        assert_eq!(of(10, [10, 500]), (false, false));
        assert_eq!(of(0, [0, 0]), (false, false));
        assert!((Likeness { n_shared: 90, n: [100, 500] }).is_part());
        assert!((Likeness::SAME.jaccard() - 1.0).abs() < 1e-12);
    }
}
