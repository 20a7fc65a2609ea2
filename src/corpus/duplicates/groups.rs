//! Texts in, those that are the same or nearly so put into groups out.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::likeness::Likeness;
use super::{Options, candidates};
use crate::observe::{Shingles, Sketch};

/// Comparisons in vain after which no more texts are compared with one.
const MOST_IN_VAIN: u32 = 16;

/// Different articles at most of which a text can be a small part and still be one of them; one that
/// stands in more is furniture.
const MOST_HOSTS: usize = 5;

/// Which texts belong together.
#[derive(Debug)]
pub(super) struct Groups {
    /// For each text the first one of its group.
    pub(super) first: Vec<u32>,
    /// Texts that stand in so many different ones that they are furniture, and in how many.
    pub(super) furniture: Vec<(u32, usize)>,
}

/// A text of which the other is a part: first the part.
type Part = (u32, u32);

/// Puts texts into groups; `shingles` reads those of one text. The sketches come in ascending order.
///
/// Candidates are compared shingle by shingle, so that no two texts are joined that do not share what
/// the settings ask for.
pub(super) fn of(
    sketches: &[&Sketch],
    shingles: &(impl Fn(u32) -> Shingles + Sync),
    options: &Options,
) -> Groups {
    let candidates = candidates::all(sketches, options.least_share());
    let mut forest = Forest::new(sketches.len());
    let parts = join(&candidates, &mut forest, shingles, options);
    let furniture = join_parts(&parts, &mut forest);
    let first = (0..sketches.len() as u32).map(|it| forest.root(it)).collect();
    Groups { first, furniture }
}

/// Joins texts that are alike as a whole; returns which are small parts of others.
///
/// In each round every text is compared with the next of its candidates that it is not joined to
/// yet. So thousands of texts that are all alike take a few comparisons each.
fn join(
    candidates: &[Vec<u32>],
    forest: &mut Forest,
    shingles: &(impl Fn(u32) -> Shingles + Sync),
    options: &Options,
) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut active: Vec<(u32, usize, u32)> =
        (0..).zip(candidates).filter(|it| !it.1.is_empty()).map(|it| (it.0, 0, 0)).collect();
    while !active.is_empty() {
        let next = |text: u32, start: usize, forest: &mut Forest| {
            let mut rest = (start..).zip(&candidates[text as usize][start..]);
            rest.find(|it| forest.root(*it.1) != forest.root(text)).map(|it| (it.0, *it.1))
        };
        let mut pairs = Vec::new();
        active.retain_mut(|(text, place, _)| match next(*text, *place, forest) {
            Some((found, other)) => {
                *place = found + 1;
                pairs.push([*text, other]);
                true
            }
            None => false,
        });
        let ordered = |[a, b]: [u32; 2]| [a.min(b), a.max(b)];
        let distinct: BTreeSet<[u32; 2]> = pairs.iter().copied().map(ordered).collect();
        let compare = |pair: [u32; 2]| {
            let [ours, theirs] = pair.map(shingles);
            (pair, Likeness::of(&ours, &theirs), ours.n() < theirs.n())
        };
        let compared: Vec<_> =
            distinct.into_iter().collect::<Vec<_>>().into_par_iter().map(compare).collect();
        for ([a, b], likeness, is_a_smaller) in &compared {
            let is_contained = likeness.is_contained(options);
            if likeness.is_near(options) || is_contained && !likeness.is_part() {
                forest.join(*a, *b);
            } else if is_contained {
                parts.push(if *is_a_smaller { (*a, *b) } else { (*b, *a) });
            }
        }
        for ((text, _, n_in_vain), pair) in active.iter_mut().zip(&pairs) {
            *n_in_vain += u32::from(forest.root(*text) != forest.root(pair[1]));
        }
        active.retain(|it| it.2 < MOST_IN_VAIN);
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Joins texts to those of which they are a small part, unless these are too many: a notice that
/// stands in many articles does not make one of them. Returns such texts, and in how many they stand.
fn join_parts(parts: &[Part], forest: &mut Forest) -> Vec<(u32, usize)> {
    let mut furniture = Vec::new();
    let mut joins: Vec<Part> = Vec::new();
    for of_text in parts.chunk_by(|a, b| a.0 == b.0) {
        let hosts: BTreeSet<u32> = of_text.iter().map(|it| forest.root(it.1)).collect();
        if hosts.len() <= MOST_HOSTS {
            joins.extend(of_text);
        } else {
            furniture.push((of_text[0].0, hosts.len()));
        }
    }
    joins.iter().for_each(|it| forest.join(it.0, it.1));
    furniture
}

/// Sets of texts that are joined (union-find).
struct Forest {
    parents: Vec<u32>,
}

impl Forest {
    fn new(n: usize) -> Forest {
        Forest { parents: (0..n as u32).collect() }
    }

    /// The first text of a set.
    fn root(&mut self, mut text: u32) -> u32 {
        while self.parents[text as usize] != text {
            let parent = self.parents[text as usize];
            self.parents[text as usize] = self.parents[parent as usize];
            text = parent;
        }
        text
    }

    fn join(&mut self, a: u32, b: u32) {
        let [a, b] = [self.root(a), self.root(b)];
        self.parents[a.max(b) as usize] = a.min(b);
    }
}
