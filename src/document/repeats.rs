//! Lines above and below an article, told by their hashes: what stands there in many articles of an
//! outlet is the outlet's and not the article's.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::clean::{Sorting, ends_sentence};
use super::lines;
use super::rules::REPEATED_LINE;

/// Lines above and below the article that are looked at.
const DEPTH: usize = 6;

/// Fewest paragraphs of prose: in a shorter text a line is as likely to be the article.
const MIN_PROSE: usize = 3;

/// Lines above and below an article that no other rule removes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edges {
    /// Hash of the longest paragraph of prose: it stays when an article is pasted again or updated.
    pub body: u64,
    /// The lines, from top to bottom.
    pub lines: Box<[Edge]>,
}

/// A line above or below an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Hash of the line as rules compare it.
    pub hash: u64,
    /// Whether it was cut, as the outlet repeats it.
    pub is_cut: bool,
}

impl Edges {
    /// Whether a line was cut, as the outlet repeats it.
    pub(super) fn are_cut(&self) -> bool {
        self.lines.iter().any(|it| it.is_cut)
    }
}

impl Sorting<'_> {
    /// Cuts lines above the first and below the last paragraph of prose whose hashes are given.
    pub(super) fn mark_repeated(&mut self, repeated: &[u64]) {
        for i in self.around() {
            if self.rules[i].is_none() && self.may_repeat(i) && repeated.contains(&self.hash(i)) {
                self.rules[i] = Some(REPEATED_LINE);
            }
        }
    }

    /// The lines above and below that are left, the headline among them, and which of their hashes are
    /// given.
    pub(super) fn edges(&self, repeated: &[u64]) -> Edges {
        let prose: Vec<usize> = self.prose().collect();
        if prose.len() < MIN_PROSE {
            return Edges::default();
        }
        let left = |i: &usize| self.rules[*i].is_none() && self.may_repeat(*i);
        let around: Vec<usize> = self.around().into_iter().filter(left).collect();
        let (above, below) = around.split_at(around.partition_point(|it| *it < prose[0]));
        let below = &below[..below.len().min(DEPTH)];
        let edge = |i: &usize| {
            let hash = self.hash(*i);
            Edge { hash, is_cut: repeated.contains(&hash) }
        };
        let longest = prose.iter().map(|it| self.block(*it)).max_by_key(|it| it.len());
        let body = longest.map_or(0, |it| xxh3_64(it.as_bytes()));
        Edges { body, lines: above.iter().take(DEPTH).chain(below).map(edge).collect() }
    }

    /// Whether a line may be the outlet's: sentences and points of a list are the article's.
    fn may_repeat(&self, i: usize) -> bool {
        let block = self.block(i);
        !self.normals[i].is_empty() && !ends_sentence(block) && !lines::is_item(block)
    }

    /// Lines above the first and below the last paragraph of prose.
    fn around(&self) -> Vec<usize> {
        let mut prose = self.prose();
        let Some(first) = prose.next() else { return Vec::new() };
        let last = prose.next_back().unwrap_or(first);
        (0..first).chain(last + 1..self.blocks.len()).collect()
    }

    fn hash(&self, i: usize) -> u64 {
        xxh3_64(self.normals[i].as_bytes())
    }
}
