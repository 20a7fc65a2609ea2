//! Formulas at counts that no corpus reaches today: finite, in their range, and not wrapped around.

use framescope::stats::association::Pair;
use framescope::stats::emphasis::{self, Prior};
use framescope::stats::log_odds::{self, Sides};
use framescope::stats::permutation::{self, Documents};
use framescope::stats::{
    Units, benjamini_hochberg, chi_square, dispersion, exact_test, jensen_shannon, log_ratio,
    mann_kendall, overdispersion, rate_interval, tfidf, theil_sen, wilson,
};

/// A thousand million tokens.
const BILLION: u64 = 1_000_000_000;

#[track_caller]
fn finite(values: &[f64]) {
    assert!(values.iter().all(|it| it.is_finite()), "{values:?}");
}

/// Sides with few hits, many, none and nothing but hits.
fn sides() -> Vec<Units> {
    let million = 1_000_000;
    let all: [(u64, u64, usize); 6] = [
        (0, 1_000, million as usize),
        (1, 1_000, million as usize),
        (1_000, 1_000, million as usize),
        (BILLION / 2, BILLION, 3),
        (0, BILLION, 2),
        (BILLION, BILLION, 2),
    ];
    all.iter()
        .map(|(hits, tokens, n)| {
            let mut units = Units::default();
            (0..*n).for_each(|i| units.push(hits.saturating_sub(i as u64 % 2), *tokens));
            units
        })
        .collect()
}

#[test]
fn emphasis_and_rates_are_finite_at_a_billion_tokens_a_document() {
    let sides = sides();
    for a in &sides {
        if let Some((low, high)) = rate_interval::interval(a, 0.95) {
            assert!(0.0 <= low && low <= high && high <= 1000.0, "{a:?}: {low} {high}");
        }
        for b in &sides {
            let hits = a.n_hits() + b.n_hits();
            let documents = (a.n() + b.n()) as u64;
            let Some(prior) = Prior::of(hits, a.n_tokens() + b.n_tokens(), documents) else {
                continue;
            };
            let of = |it: &Units| (it.n_hits(), it.n_tokens());
            let value = emphasis::relative(of(a), of(b), prior);
            let it = emphasis::interval(a, b, prior, 0.95).expect("an interval");
            finite(&[value, it.se, it.df, it.low, it.high]);
            assert!(it.low <= value && value <= it.high && 0.0 < it.se && 1.0 <= it.df, "{it:?}");
        }
    }
}

#[test]
fn the_test_of_emphasis_is_a_probability_at_a_billion_tokens_a_document() {
    for n in [4, 40] {
        let groups: Vec<usize> = (0..n).map(|it| it % 2).collect();
        let tokens = vec![BILLION; n];
        let hits: Vec<u64> = (0..n as u64).map(|it| it * (BILLION / n as u64)).collect();
        let priors = [Prior::of(hits.iter().sum(), tokens.iter().sum(), n as u64)];
        let documents = Documents {
            groups: &groups,
            n_groups: 2,
            tokens: &tokens,
            hits: &hits,
            priors: &priors,
        };
        for test in permutation::tests(&documents, 199, 1).into_iter().flatten() {
            let test = test.expect("a test");
            assert!(test.p_min <= test.p && test.p <= 1.0, "{test:?}");
        }
        let phi = overdispersion::phi([hits.iter().copied().zip(tokens.iter().copied())]);
        assert!(phi.is_some_and(|it| it.is_finite() && 1.0 < it), "{phi:?}");
    }
}

#[test]
fn keyness_is_finite_at_a_billion_tokens() {
    for (n, n_other) in
        [(0, 1), (1, 0), (7, 9), (BILLION / 2, 3), (BILLION - 1, BILLION - 1), (BILLION, 0)]
    {
        let sides = Sides { n, n_tokens: BILLION, n_other, n_other_tokens: BILLION };
        let pair = Pair { n, n_left: n + n_other, n_right: BILLION, n_pairs: 2 * BILLION };
        let g2 = pair.g2();
        finite(&[g2, chi_square::p(g2), pair.log_odds().0, pair.log_odds().1]);
        assert!(0.0 <= g2 && (0.0..=1.0).contains(&chi_square::p(g2)));
        assert!(chi_square::ln_p(g2) <= 0.0 && chi_square::ln_p(g2).is_finite(), "{g2}");
        finite(&pair.expected());
        finite(&chi_square::yates(pair).into_iter().collect::<Vec<_>>());
        finite(
            &pair.pmi().into_iter().chain(pair.npmi()).chain(pair.jaccard()).collect::<Vec<_>>(),
        );
        let ratio = log_ratio::of(sides, 0.95).expect("a ratio");
        finite(&[ratio.value, ratio.low, ratio.high]);
        if let Some((delta, z)) = log_odds::weighted(sides, 600.0) {
            finite(&[delta, z]);
        }
        if n + n_other < 1_000 {
            for p in [exact_test::mid_p(pair), exact_test::fisher(pair)] {
                assert!((0.0..=1.0).contains(&p), "{pair:?}: {p}");
            }
        }
    }
}

#[test]
fn g2_of_huge_equal_rates_is_0_and_not_noise() {
    let pair = Pair { n: BILLION / 4, n_left: BILLION / 2, n_right: BILLION, n_pairs: 2 * BILLION };
    assert!(pair.g2() < 1e-9, "{}", pair.g2());
    let off_by_one = Pair { n: BILLION / 4 + 1, ..pair };
    assert!(0.0 < off_by_one.g2() && off_by_one.g2() < 1e-6, "{}", off_by_one.g2());
}

#[test]
fn shares_divergence_weights_and_dispersion_stay_in_their_range() {
    for (n_yes, n) in [(0, BILLION), (1, BILLION), (BILLION - 1, BILLION), (BILLION, BILLION)] {
        let (low, high) = wilson::interval(n_yes, n, 0.95).expect("an interval");
        let share = n_yes as f64 / n as f64;
        assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{low} {share} {high}");
    }
    let far = jensen_shannon::divergence(&[BILLION, 1], &[1, BILLION]).expect("a value");
    assert!((0.99..=1.0).contains(&far), "{far}");
    assert_eq!(jensen_shannon::divergence(&[BILLION, 3], &[BILLION, 3]), Some(0.0));
    finite(&[
        tfidf::log10(u32::MAX, 1, BILLION as usize),
        tfidf::smooth(u32::MAX, 1, BILLION as usize),
    ]);
    let mut deviation = dispersion::Deviation::default();
    deviation.add(BILLION, BILLION, 1e-9);
    let dp = deviation.dp();
    assert!((0.999..=1.0).contains(&dp), "{dp}");
    let norm = dispersion::dp_norm(dp, 1e-9, 1_000).expect("a value");
    assert!((0.999..=1.0 + 1e-9).contains(&norm), "{norm}");
}

#[test]
fn trends_of_thousands_of_bins_and_probabilities_of_many_rows_are_finite() {
    let rates: Vec<f64> = (0..4_000).map(|it| f64::from(it % 7) * 1e8).collect();
    let trend = mann_kendall::test(&rates).expect("a trend");
    finite(&[trend.z, trend.p, trend.variance]);
    let points: Vec<(f64, f64)> = rates.iter().enumerate().map(|it| (it.0 as f64, *it.1)).collect();
    let slope = theil_sen::slope(&points, trend.variance, 0.95).expect("a slope");
    finite(&[slope.slope, slope.low, slope.high]);
    let p: Vec<Option<f64>> = (0..100_000).map(|it| Some(f64::from(it % 100) / 1e300)).collect();
    let q = benjamini_hochberg::adjusted(&p);
    assert!(q.iter().flatten().all(|it| (0.0..=1.0).contains(it)));
}
