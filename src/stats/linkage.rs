//! Clustering of sources: the two nearest clusters are joined until one is left.

/// Two clusters that are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Join {
    /// The cluster with the first item: an item, or the number of items plus that of an earlier
    /// join, both from 0.
    pub left: usize,
    /// The other one.
    pub right: usize,
    /// Mean distance of an item of the one to an item of the other.
    pub height: f64,
    /// Items in both.
    pub size: usize,
}

/// Average linkage of items of which all distances are known; `distance(i, j)` is asked for i < j.
///
/// Of equally near pairs those come first that hold the first item, then those whose other cluster
/// does.
///
/// - Input: finite distances of `n` items.
/// - Source: Sokal & Michener (1958), University of Kansas Science Bulletin 38, 1409–1438.
pub fn average(n: usize, distance: impl Fn(usize, usize) -> f64) -> Vec<Join> {
    // Clusters stand at the place of their first item.
    let mut distances = vec![0.0; n * n];
    for j in 0..n {
        for i in 0..j {
            distances[i * n + j] = distance(i, j);
            distances[j * n + i] = distances[i * n + j];
        }
    }
    let mut clusters: Vec<Option<(usize, usize)>> = (0..n).map(|it| Some((it, 1))).collect();
    let mut joins = Vec::with_capacity(n.saturating_sub(1));
    while let Some((i, j)) = nearest(&clusters, &distances) {
        let (Some((left, n_left)), Some((right, n_right))) = (clusters[i], clusters[j].take())
        else {
            break;
        };
        let size = n_left + n_right;
        joins.push(Join { left, right, height: distances[i * n + j], size });
        clusters[i] = Some((n + joins.len() - 1, size));
        for k in (0..n).filter(|it| *it != i && *it != j) {
            let (near, far) = (distances[i * n + k], distances[j * n + k]);
            let mean = (n_left as f64 * near + n_right as f64 * far) / size as f64;
            distances[i * n + k] = mean;
            distances[k * n + i] = mean;
        }
    }
    joins
}

/// The places of the two nearest clusters, the first ones among equals; `None` when one is left.
fn nearest(clusters: &[Option<(usize, usize)>], distances: &[f64]) -> Option<(usize, usize)> {
    let n = clusters.len();
    let mut best: Option<(usize, usize)> = None;
    for i in (0..n).filter(|it| clusters[*it].is_some()) {
        for j in (i + 1..n).filter(|it| clusters[*it].is_some()) {
            if best.is_none_or(|(a, b)| distances[i * n + j] < distances[a * n + b]) {
                best = Some((i, j));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_joined_first_and_heights_are_means() {
        let places = [0.0_f64, 10.0, 1.0, 12.0];
        let joins = average(4, |i, j| (places[i] - places[j]).abs());
        let shown: Vec<_> = joins.iter().map(|it| (it.left, it.right, it.size)).collect();
        assert_eq!(shown, [(0, 2, 2), (1, 3, 2), (4, 5, 4)]);
        assert!((joins[2].height - 10.5).abs() < 1e-12);
    }

    #[test]
    fn equals_are_joined_in_their_order() {
        let joins = average(4, |_, _| 1.0);
        let shown: Vec<_> = joins.iter().map(|it| (it.left, it.right)).collect();
        assert_eq!(shown, [(0, 1), (4, 2), (5, 3)]);
        assert!(average(1, |_, _| 1.0).is_empty() && average(0, |_, _| 1.0).is_empty());
    }
}
