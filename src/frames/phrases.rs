//! Entries as sequences of word patterns in, where they stand in a sentence out.

use super::Hit;
use crate::text::{Front, Token};

/// All entries in one tree of word-pattern numbers. A word wakes the tree only when it fits the
/// first word of an entry, and each step looks at the next token only, so that no entry can take
/// longer than its own length.
#[derive(Debug)]
pub(super) struct Phrases {
    nodes: Vec<Node>,
    /// For each word pattern the node of the entries that begin with it; 0 where none does.
    starts: Vec<u32>,
}

#[derive(Debug, Default)]
struct Node {
    /// Number of the next word pattern and the node behind it, ascending.
    children: Vec<(u32, u32)>,
    /// Frame and entry that end here.
    ends: Vec<(u32, u32)>,
}

impl Default for Phrases {
    fn default() -> Self {
        Phrases { nodes: vec![Node::default()], starts: Vec::new() }
    }
}

impl Phrases {
    /// Adds an entry.
    pub(super) fn insert(&mut self, patterns: &[u32], frame: u32, entry: u32) {
        let mut node = 0;
        for &pattern in patterns {
            node = match self.child(node, pattern) {
                Some(child) => child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(Node::default());
                    let children = &mut self.nodes[node].children;
                    let place = children.partition_point(|it| it.0 < pattern);
                    children.insert(place, (pattern, child as u32));
                    child
                }
            };
        }
        self.nodes[node].ends.push((frame, entry));
        let first = patterns[0] as usize;
        if self.starts.len() <= first {
            self.starts.resize(first + 1, 0);
        }
        self.starts[first] = self.child(0, patterns[0]).unwrap_or(0) as u32;
    }

    /// All places of all entries in a sentence, overlapping ones included.
    pub(super) fn find(&self, sentence: &[Token], front: &Front<'_>, hits: &mut Vec<Hit>) {
        for (i, token) in sentence.iter().enumerate().filter(|it| it.1.word.answers != 0) {
            for &pattern in front.answers(token.word) {
                match self.starts.get(pattern as usize) {
                    None | Some(0) => {}
                    Some(&node) => self.walk(node as usize, i, i + 1, sentence, front, hits),
                }
            }
        }
    }

    /// Adds the entries that end at a node, and goes on with the token at `next`; as deep as the
    /// longest entry.
    fn walk(
        &self,
        node: usize,
        start: usize,
        next: usize,
        sentence: &[Token],
        front: &Front<'_>,
        hits: &mut Vec<Hit>,
    ) {
        let n_tokens = (next - start) as u32;
        let hit = |&(frame, entry): &(u32, u32)| Hit {
            frame,
            entry,
            token: start as u32,
            n_tokens,
            negated: false,
        };
        hits.extend(self.nodes[node].ends.iter().map(hit));
        if self.nodes[node].children.is_empty() {
            return;
        }
        let Some(token) = sentence.get(next) else { return };
        for &pattern in front.answers(token.word) {
            if let Some(child) = self.child(node, pattern) {
                self.walk(child, start, next + 1, sentence, front, hits);
            }
        }
    }

    fn child(&self, node: usize, pattern: u32) -> Option<usize> {
        let children = &self.nodes[node].children;
        let place = children.binary_search_by_key(&pattern, |it| it.0).ok()?;
        Some(children[place].1 as usize)
    }
}
