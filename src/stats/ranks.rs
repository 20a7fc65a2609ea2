//! Places of groups in an order, and how far intervals let them move.

/// Differences below this are rounding.
const TOLERANCE: f64 = 1e-12;

/// Place of a group: 1 is the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// One more than the groups above it; groups that are level share a place.
    pub rank: usize,
    /// Highest place that the intervals allow.
    pub low: usize,
    /// Lowest place that the intervals allow.
    pub high: usize,
}

/// Place of a group by its level: one more than the number of levels above it.
pub fn rank(levels: &[f64], group: usize) -> usize {
    1 + levels.iter().filter(|it| levels[group] + TOLERANCE < **it).count()
}

/// Places of all groups. `interval(a, b)` is the interval of the difference of a to b.
///
/// A place is possible when it leaves above the group all those that lie above it with their whole
/// interval, and below it all those that lie below. An interval that is missing rules nothing out.
///
/// - Input: levels that can be compared, such as logarithms of rates.
/// - Source: Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91(1), 476–518;
///   here each interval holds by itself, not all at once.
pub fn ranks(levels: &[f64], interval: impl Fn(usize, usize) -> Option<(f64, f64)>) -> Vec<Rank> {
    let n = levels.len();
    let of = |group: usize| {
        let others = || (0..n).filter(|it| *it != group).filter_map(|it| interval(group, it));
        let n_above = others().filter(|it| it.1 < 0.0).count();
        let n_below = others().filter(|it| 0.0 < it.0).count();
        Rank { rank: rank(levels, group), low: 1 + n_above, high: n - n_below }
    };
    (0..n).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(levels: &[f64], half: f64) -> Vec<Rank> {
        let interval = |a: usize, b: usize| {
            let difference = levels[a] - levels[b];
            Some((difference - half, difference + half))
        };
        ranks(levels, interval)
    }

    #[test]
    fn narrow_intervals_fix_all_places_and_wide_ones_none() {
        let shown = |ranks: Vec<Rank>| -> Vec<_> {
            ranks.into_iter().map(|it| (it.rank, it.low, it.high)).collect()
        };
        let levels = [0.0, 3.0, 2.0];
        assert_eq!(shown(of(&levels, 0.1)), [(3, 3, 3), (1, 1, 1), (2, 2, 2)]);
        assert_eq!(shown(of(&levels, 1.5)), [(3, 3, 3), (1, 1, 2), (2, 1, 2)]);
        assert_eq!(shown(of(&levels, 9.0)), [(3, 1, 3), (1, 1, 3), (2, 1, 3)]);
    }

    #[test]
    fn groups_that_are_level_share_a_place_and_missing_intervals_allow_all() {
        let ranks = ranks(&[1.0, 1.0, 0.0], |_, _| None);
        let shown: Vec<_> = ranks.iter().map(|it| (it.rank, it.low, it.high)).collect();
        assert_eq!(shown, [(1, 1, 3), (1, 1, 3), (3, 1, 3)]);
    }
}
