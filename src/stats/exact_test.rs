//! Exact tests of a 2×2 table: all tables with the same margins, by their probability.

use super::association::Pair;

/// Tables whose probabilities differ by less are equally likely.
const TOLERANCE: f64 = 1e-7;

/// Two-sided mid-p of the conditional test: twice the smaller tail, of which the observed table is
/// half.
///
/// - Formula: min(1, 2·min(P(X > a) + ½P(X = a), P(X < a) + ½P(X = a))), X hypergeometric.
/// - Unit: probability, 0 to 1.
/// - Source: Lancaster (1961), Journal of the American Statistical Association 56, 223–234.
pub fn mid_p(pair: Pair) -> f64 {
    let (mut below, mut at, mut above) = (0.0, 0.0, 0.0);
    weights(pair, |x, weight| match x.cmp(&pair.n) {
        std::cmp::Ordering::Less => below += weight,
        std::cmp::Ordering::Equal => at += weight,
        std::cmp::Ordering::Greater => above += weight,
    });
    let tail = (above + 0.5 * at).min(below + 0.5 * at);
    (2.0 * tail / (below + at + above)).min(1.0)
}

/// Fisher's exact test, two-sided: the tables that are no more likely than the observed one.
///
/// - Unit: probability, 0 to 1.
/// - Source: Fisher (1935), Journal of the Royal Statistical Society 98(1), 39–82.
pub fn fisher(pair: Pair) -> f64 {
    let mut observed = 0.0;
    weights(pair, |x, weight| {
        if x == pair.n {
            observed = weight;
        }
    });
    let limit = observed * (1.0 + TOLERANCE);
    let (mut extreme, mut all) = (0.0, 0.0);
    weights(pair, |_, weight| {
        all += weight;
        if weight <= limit {
            extreme += weight;
        }
    });
    (extreme / all).min(1.0)
}

/// Hands on every count that `pair.n` could be with its probability relative to that of the most
/// likely one. Counts whose probability is too small for a number are left out.
///
/// From the most likely count outward each probability is a ratio of small whole numbers times the
/// one before, so that no large logarithms are subtracted from one another.
fn weights(pair: Pair, mut emit: impl FnMut(u64, f64)) {
    let Pair { n_left, n_right, n_pairs, .. } = pair;
    let least = (n_left + n_right).saturating_sub(n_pairs);
    let most = n_left.min(n_right);
    let product = (u128::from(n_left) + 1) * (u128::from(n_right) + 1);
    let mode = ((product / (u128::from(n_pairs) + 2)) as u64).clamp(least, most);
    // Units with neither, where x have both.
    let neither = |x: u64| n_pairs + x - n_left - n_right;
    let odds = |x: u64| {
        let up = (n_left - x) as f64 * (n_right - x) as f64;
        up / ((x + 1) as f64 * neither(x + 1) as f64)
    };
    emit(mode, 1.0);
    let (mut x, mut weight) = (mode, 1.0);
    while x < most && f64::MIN_POSITIVE < weight {
        weight *= odds(x);
        x += 1;
        emit(x, weight);
    }
    (x, weight) = (mode, 1.0);
    while least < x && f64::MIN_POSITIVE < weight {
        x -= 1;
        weight /= odds(x);
        emit(x, weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lady_tasting_tea_is_right_by_chance_as_often_as_fisher_says() {
        // Four of eight cups, three of them right: (16 + 1 + 1 + 16)/70.
        let tea = Pair { n: 3, n_left: 4, n_right: 4, n_pairs: 8 };
        assert!((fisher(tea) - 34.0 / 70.0).abs() < 1e-12);
        assert!((mid_p(tea) - 2.0 * (1.0 + 8.0) / 70.0).abs() < 1e-12);
    }

    #[test]
    fn exchanging_rows_or_columns_changes_nothing() {
        let forth = Pair { n: 7, n_left: 9, n_right: 30, n_pairs: 200 };
        let back = Pair { n: 2, n_left: 9, n_right: 170, n_pairs: 200 };
        assert!((fisher(forth) - fisher(back)).abs() < 1e-15);
        assert!((mid_p(forth) - mid_p(back)).abs() < 1e-15);
    }

    #[test]
    fn a_table_that_could_not_be_otherwise_says_nothing() {
        for pair in [
            Pair { n: 0, n_left: 0, n_right: 5, n_pairs: 9 },
            Pair { n: 5, n_left: 9, n_right: 5, n_pairs: 9 },
        ] {
            assert!((fisher(pair), mid_p(pair)) == (1.0, 1.0));
        }
    }

    #[test]
    fn what_is_too_unlikely_for_a_number_is_0() {
        let far = Pair { n: 5_000, n_left: 5_000, n_right: 1_000_000, n_pairs: 100_000_000 };
        assert!((fisher(far), mid_p(far)) == (0.0, 0.0));
    }
}
