//! Places of the parts of a pattern in, the narrowest places of the whole out.

use super::overlap::Part;

/// A part behind another: its place, how far to the right the whole begins at best, and the place of
/// the part before it in the level before.
struct Link {
    part: Part,
    begin: u32,
    before: usize,
}

/// Places of all parts in this order, each two with at most `within` tokens between, none of which
/// holds another. Of several in one span it is the one whose parts, from the last to the first,
/// stand farthest to the right.
///
/// The time grows with the number of places of each part times `within`.
///
/// - Input: places of each part, ascending by their ends.
/// - Source: minimal intervals as in Clarke, Cormack & Burkowski (1995), The Computer Journal
///   38(1), 43–56.
pub(super) fn in_order(parts: &[Vec<Part>], within: u32) -> Vec<Vec<Part>> {
    let mut levels: Vec<Vec<Link>> = Vec::new();
    for places in parts {
        let level: Vec<Link> = match levels.last() {
            None => places.iter().map(|&part| Link { part, begin: part.0, before: 0 }).collect(),
            Some(last) => places.iter().filter_map(|&part| behind(last, part, within)).collect(),
        };
        if level.is_empty() {
            return Vec::new();
        }
        levels.push(level);
    }
    let Some(last) = levels.last() else { return Vec::new() };
    let mut chains: Vec<Vec<Part>> = Vec::new();
    for same_end in last.chunk_by(|a, b| a.part.1 == b.part.1) {
        let Some(best) = same_end.iter().max_by_key(|it| (it.begin, it.part.0)) else { continue };
        let mut chain = vec![best.part];
        let mut before = best.before;
        for level in levels[..levels.len() - 1].iter().rev() {
            chain.push(level[before].part);
            before = level[before].before;
        }
        chain.reverse();
        chains.push(chain);
    }
    narrowest(chains)
}

/// The same for parts in any order.
pub(super) fn in_any_order(parts: &[Vec<Part>], within: u32) -> Vec<Vec<Part>> {
    let mut chains = Vec::new();
    for order in orders(parts.len()) {
        let parts: Vec<Vec<Part>> = order.iter().map(|&it| parts[it].clone()).collect();
        chains.extend(in_order(&parts, within));
    }
    narrowest(chains)
}

/// The best way to have a part behind one of the level before.
fn behind(level: &[Link], part: Part, within: u32) -> Option<Link> {
    let first = level.partition_point(|it| it.part.1 < part.0.saturating_sub(within));
    let near = level.iter().enumerate().skip(first).take_while(|it| it.1.part.1 <= part.0);
    let (before, best) = near.max_by_key(|it| (it.1.begin, it.1.part))?;
    Some(Link { part, begin: best.begin, before })
}

/// The chains in which no other lies.
fn narrowest(mut chains: Vec<Vec<Part>>) -> Vec<Vec<Part>> {
    let end = |it: &Vec<Part>| it.last().map_or(0, |it| it.1);
    let begin = |it: &Vec<Part>| it.first().map_or(0, |it| it.0);
    chains.sort_by(|a, b| {
        let by_end = end(a).cmp(&end(b)).then(begin(b).cmp(&begin(a)));
        by_end.then_with(|| b.iter().rev().cmp(a.iter().rev()))
    });
    // Chains come by their ends: one lies in a later one when it begins no earlier.
    let mut last_begin = None;
    chains.retain(|it| {
        let is_narrow = last_begin.is_none_or(|last| last < begin(it));
        if is_narrow {
            last_begin = Some(begin(it));
        }
        is_narrow
    });
    chains
}

/// All orders of so many things.
fn orders(n: usize) -> Vec<Vec<usize>> {
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..n {
        let longer = |order: &Vec<usize>| {
            let rest: Vec<usize> = (0..n).filter(|it| !order.contains(it)).collect();
            let order = order.clone();
            rest.into_iter().map(move |it| [order.as_slice(), &[it]].concat())
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(places: &[u32]) -> Vec<Part> {
        places.iter().map(|&it| (it, it + 1)).collect()
    }

    fn spans(chains: &[Vec<Part>]) -> Vec<Part> {
        chains.iter().map(|it| (it[0].0, it[it.len() - 1].1)).collect()
    }

    #[test]
    fn of_places_that_hold_one_another_the_narrowest_counts() {
        let chains = in_order(&[words(&[0, 1]), words(&[3, 4])], 8);
        assert_eq!(spans(&chains), [(1, 4)]);
        let chains = in_order(&[words(&[0, 5]), words(&[2, 9])], 8);
        assert_eq!(spans(&chains), [(0, 3), (5, 10)]);
    }

    #[test]
    fn parts_stand_no_farther_apart_than_they_may() {
        let parts = [words(&[0]), words(&[4]), words(&[9])];
        assert_eq!(spans(&in_order(&parts, 4)), [(0, 10)]);
        assert!(in_order(&parts, 3).is_empty());
        assert!(in_order(&[words(&[1]), words(&[0])], 8).is_empty());
    }

    #[test]
    fn parts_in_any_order_do_not_share_a_word() {
        assert_eq!(spans(&in_any_order(&[words(&[5]), words(&[2])], 2)), [(2, 6)]);
        assert!(in_any_order(&[words(&[5]), words(&[5])], 2).is_empty());
        assert_eq!(orders(3).len(), 6);
    }
}
