//! Sketches in, for each text the few others out that may hold nearly all of it.
//!
//! Of two near-duplicates, the smaller set of shingles lies almost wholly in the other: with a
//! Jaccard index of J at least 2J/(1+J) of it, 0.889 for J = 0.8. So one question finds both kinds,
//! asked of each text in its turn: which others have nearly all its shingles? Whoever misses no more
//! than a few of them has one of the rarest few, whichever these are (prefix filtering: Bayardo, Ma &
//! Srikant 2007); a text with more shingles of its own than that is like no other, and is passed over
//! at once. The time is linear in the number of texts, because of long lists of texts with the same
//! shingle only neighbours are compared.

use rayon::prelude::*;

use super::postings::Postings;
use crate::observe::Sketch;

/// Texts with the same shingle that are all compared; of more, so many neighbours of each.
const MOST_COMPARED: usize = 64;

/// Candidates of one text at most, those first that have most of its sample.
const MOST_CANDIDATES: usize = 64;

/// How many standard errors a sample may be off: less than one pair in 10,000 is lost by it.
const N_ERRORS: f64 = 4.0;

/// For each text those that may have at least this share of its shingles, the most alike first; by
/// their places. The sketches come in ascending order.
pub(super) fn all(sketches: &[&Sketch], share: f64) -> Vec<Vec<u32>> {
    let postings = Postings::of(sketches);
    let of = |text: usize| candidates(text, sketches, &postings, share);
    (0..sketches.len()).into_par_iter().map(of).collect()
}

fn candidates(text: usize, sketches: &[&Sketch], postings: &Postings, share: f64) -> Vec<u32> {
    let ours = sketches[text];
    let n = ours.hashes().len();
    let mut lists = postings.of_text(text).to_vec();
    // A short text may lie in a long one, of whose sample only a part can be compared with its own.
    if Sketch::FEWEST < n {
        let n_alone = n - lists.len();
        let n_asked = (most_missing(n, share) + 1).saturating_sub(n_alone);
        lists.sort_by_key(|it| (postings.texts(*it).len(), *it));
        lists.truncate(n_asked);
    }
    let mut others: Vec<u32> =
        lists.iter().flat_map(|it| compared(text, *it, sketches, postings)).copied().collect();
    others.sort_unstable();
    others.dedup();
    let alike = |other: u32| {
        let (n_shared, n) = ours.n_shared(sketches[other as usize]);
        let may_be = other as usize != text && n <= n_shared + most_missing(n, share);
        may_be.then_some((u64::MAX - (n_shared as u64 * 0x1_0000_0000) / n.max(1) as u64, other))
    };
    let mut alike: Vec<(u64, u32)> = others.into_iter().filter_map(alike).collect();
    alike.sort_unstable();
    alike.into_iter().take(MOST_CANDIDATES).map(|it| it.1).collect()
}

/// How many of `n` sampled shingles another text may lack that has this share of all.
fn most_missing(n: usize, share: f64) -> usize {
    let n = n as f64;
    (n * (1.0 - share) + N_ERRORS * (n * share * (1.0 - share)).sqrt()) as usize + 1
}

/// The texts with a shingle with which one of them is compared: all, or where they are too many those
/// that stand next to it in [`Postings`].
fn compared<'p>(text: usize, list: u32, sketches: &[&Sketch], postings: &'p Postings) -> &'p [u32] {
    let texts = postings.texts(list);
    if texts.len() <= MOST_COMPARED {
        return texts;
    }
    let key = |it: u32| postings.neighbourhood(list, it, sketches);
    let ours = key(text as u32);
    let place = texts.partition_point(|it| key(*it) < ours);
    let start = place.saturating_sub(MOST_COMPARED / 2).min(texts.len() - MOST_COMPARED);
    &texts[start..start + MOST_COMPARED]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_may_be_missing_than_chance_explains() {
        assert_eq!(most_missing(0, 0.889), 1);
        assert_eq!(most_missing(62, 0.889), 17);
        assert_eq!(most_missing(1000, 1.0), 1);
    }
}
