//! How much more a word belongs to one text than to another, with a prior that tames rare words.

/// A word on two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sides {
    /// Occurrences of the word on the one side.
    pub n: u64,
    /// Tokens there.
    pub n_tokens: u64,
    /// Occurrences on the other side.
    pub n_other: u64,
    /// Tokens there.
    pub n_other_tokens: u64,
}

/// Log odds ratio of a word between two sides with an informative Dirichlet prior, and the same
/// relative to its standard error.
///
/// - Input: `prior_tokens`, the weight of the prior, as so many tokens of both sides together.
/// - Missing: no token on a side, or no other word on both.
/// - Source: Monroe, Colaresi & Quinn (2008), Political Analysis 16(4), 372–403, eqs. 16 and 20.
pub fn weighted(sides: Sides, prior_tokens: f64) -> Option<(f64, f64)> {
    let is_only_word = sides.n + sides.n_other == sides.n_tokens + sides.n_other_tokens;
    if is_only_word || sides.n_tokens == 0 || sides.n_other_tokens == 0 {
        return None;
    }
    let [n, n_tokens, n_other, n_other_tokens] =
        [sides.n, sides.n_tokens, sides.n_other, sides.n_other_tokens].map(|it| it as f64);
    let prior = prior_tokens * (n + n_other) / (n_tokens + n_other_tokens);
    let (here, there) = (n + prior, n_other + prior);
    let odds = here / (n_tokens + prior_tokens - here);
    let other_odds = there / (n_other_tokens + prior_tokens - there);
    let delta = (odds / other_odds).ln();
    let z = delta / (1.0 / here + 1.0 / there).sqrt();
    (delta.is_finite() && z.is_finite()).then_some((delta, z))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_both_sides_use_alike_has_no_odds() {
        let sides = Sides { n: 3, n_tokens: 300, n_other: 5, n_other_tokens: 500 };
        let (delta, z) = weighted(sides, 80.0).expect("a value");
        assert!(delta.abs() < 1e-12 && z.abs() < 1e-12);
    }

    #[test]
    fn the_prior_keeps_a_word_of_one_side_finite_and_the_only_word_has_no_value() {
        let sides = Sides { n: 3, n_tokens: 300, n_other: 0, n_other_tokens: 500 };
        let (delta, z) = weighted(sides, 80.0).expect("a value");
        assert!(0.0 < delta && 0.0 < z && z < 3.0);
        assert_eq!(weighted(Sides { n: 3, n_tokens: 3, n_other: 5, n_other_tokens: 5 }, 4.0), None);
    }
}
