//! Values in, ranges and ticks out.

use std::ops::Range;

/// A tick: where it stands, and what stands beside it.
pub(super) type Tick = (f64, String);

/// How far from "the same" a ratio is shown at least, in doublings.
const LEAST_DOUBLINGS: f64 = 1.0;

/// How far intervals may widen the axis of ratios, in doublings; beyond it they end in an arrow.
const MOST_DOUBLINGS: f64 = 3.0;

/// Farther than any ratio of counts; keeps the range finite whatever the values.
const LARGEST_DOUBLINGS: f64 = 128.0;

/// How far intervals may widen an axis of amounts, as a multiple of the largest amount.
const MOST_AMOUNTS: f64 = 2.0;

/// How much longer an axis of amounts is than its largest amount.
pub(super) const HEADROOM: f64 = 1.04;

/// Range around 0 that holds all values, and all intervals as far as they do not dwarf the values.
///
/// - Input: logarithms to base 2; values that are not finite are left out.
/// - Shape: finite, not empty, with 0 in its middle.
pub(super) fn ratios(values: &[f64], ends: &[f64]) -> Range<f64> {
    let farthest = |them: &[f64]| largest(them.iter().map(|it| it.abs()));
    // Half a doubling more than the values, so that an arrow beside the outermost dot is seen.
    let half = (farthest(values) + 0.5).min(farthest(ends)).max(farthest(values));
    let half = half.max(farthest(ends).min(MOST_DOUBLINGS));
    let half = half.clamp(LEAST_DOUBLINGS, LARGEST_DOUBLINGS);
    -half * 1.08..half * 1.08
}

/// Range from 0 that holds all amounts, and all intervals as far as they do not dwarf the amounts.
///
/// - Input: values that are not finite are left out.
/// - Shape: finite and not empty.
pub(super) fn amounts(values: &[f64], ends: &[f64]) -> Range<f64> {
    let (value, end) = (largest(values.iter().copied()), largest(ends.iter().copied()));
    let top = if value == 0.0 { end } else { value.max(end.min(value * MOST_AMOUNTS)) };
    if 0.0 < top && (top * HEADROOM).is_finite() { 0.0..top * HEADROOM } else { 0.0..1.0 }
}

/// Ticks at whole doublings, labeled as ratios, as dense as their labels allow on so many pixels.
pub(super) fn ratio_ticks(range: &Range<f64>, width: f64) -> Vec<Tick> {
    let last = range.end.floor().clamp(1.0, LARGEST_DOUBLINGS) as i32;
    // Up to three doublings there are fractions of one sign; beyond, `1/16×` needs more room.
    let room = if last <= 3 { 20.0 } else { 34.0 };
    let doubling = width / (range.end - range.start);
    let step = (1..last).find(|step| room <= doubling * f64::from(*step)).unwrap_or(last);
    let ticks = -last / step..=last / step;
    ticks.map(|it| (f64::from(it * step), ratio(it * step))).collect()
}

/// Two to the power of `doublings` as a ratio.
fn ratio(doublings: i32) -> String {
    match doublings {
        -3 => "⅛×".to_owned(),
        -2 => "¼×".to_owned(),
        -1 => "½×".to_owned(),
        0..=13 => format!("{}×", 1 << doublings),
        -13..0 => format!("1/{}×", 1 << -doublings),
        _ => format!("2^{doublings}×"),
    }
}

/// Ticks at round amounts, at most `most` of them.
pub(super) fn amount_ticks(range: &Range<f64>, most: usize) -> Vec<Tick> {
    let rough = range.end / most.max(2) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|it| it * power).into_iter().find(|it| rough <= *it);
    let step = step.unwrap_or(rough);
    let decimals = (-step.log10().floor()).clamp(0.0, 9.0) as usize;
    let n = (range.end / step).floor().clamp(0.0, 100.0) as usize;
    let ticks = (0..=n).map(|i| i as f64 * step);
    ticks
        .map(|it| (it, if it == 0.0 { "0".to_owned() } else { format!("{it:.decimals$}") }))
        .collect()
}

/// A rate with as many decimals as it can be read by.
pub(super) fn rate(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        value if value < 0.005 => "<0.01".to_owned(),
        value if value < 9.995 => format!("{value:.2}"),
        value if value < 99.95 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

/// The largest finite number, and 0 at least.
fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.filter(|it| it.is_finite()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn a_range_is_finite_and_not_empty_whatever_the_values() {
        let nasty: [&[f64]; 6] =
            [&[], &[0.0], &[f64::NAN], &[f64::INFINITY, 1.0], &[f64::MAX], &[1e-300]];
        for values in nasty {
            for range in [ratios(values, values), amounts(values, values)] {
                assert!(range.start.is_finite() && range.end.is_finite(), "{values:?}: {range:?}");
                assert!(range.start < range.end, "{values:?}: {range:?}");
            }
        }
    }

    #[test]
    fn wide_intervals_do_not_dwarf_the_values() {
        let ends = [
            ratios(&[0.5], &[-20.0, 20.0]).end / (MOST_DOUBLINGS * 1.08),
            amounts(&[2.0], &[900.0]).end / (4.0 * HEADROOM),
            amounts(&[0.0], &[3.0]).end / (3.0 * HEADROOM),
        ];
        assert!(ends.iter().all(|it| (it - 1.0).abs() < 1e-9), "{ends:?}");
    }

    #[test]
    fn ratios_are_labeled_in_times() {
        assert_eq!(labels(&ratio_ticks(&(-2.2..2.2), 150.0)), ["¼×", "½×", "1×", "2×", "4×"]);
        let far = ratio_ticks(&(-4.4..4.4), 150.0);
        assert_eq!(labels(&far), ["1/16×", "¼×", "1×", "4×", "16×"]);
        assert_eq!(labels(&ratio_ticks(&(-1.1..1.1), 1.0)), ["½×", "1×", "2×"]);
    }

    #[test]
    fn labels_of_ratios_never_touch() {
        for half in 1..=128 {
            let range = -1.08 * f64::from(half)..1.08 * f64::from(half);
            let ticks = ratio_ticks(&range, 126.0);
            let distance = (ticks[1].0 - ticks[0].0) / (range.end - range.start) * 126.0;
            assert!(19.0 <= distance && 3 <= ticks.len(), "{half}: {distance} {ticks:?}");
        }
    }

    #[test]
    fn amounts_have_round_ticks_from_zero() {
        assert_eq!(labels(&amount_ticks(&(0.0..2.1), 5)), ["0", "0.5", "1.0", "1.5", "2.0"]);
        assert_eq!(labels(&amount_ticks(&(0.0..47.0), 5)), ["0", "10", "20", "30", "40"]);
    }

    #[test]
    fn rates_have_two_decimals_while_there_is_room() {
        let rates = [0.0, 0.001, 0.456, 9.99, 12.34, 99.99, 512.3].map(rate);
        assert_eq!(rates, ["0", "<0.01", "0.46", "9.99", "12.3", "100", "512"]);
    }
}
