//! Entries as sequences of word patterns in, where they stand in a sentence out.

use super::Hit;
use crate::text::{Front, Token};

/// All entries in one tree of word-pattern numbers. A word wakes the tree only when it fits the
/// first word of an entry, and each step looks at the next token only, so that no entry can take
/// longer than its own length.
#[derive(Debug)]
pub(super) struct Phrases {
    nodes: Vec<Node>,
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
        Phrases { nodes: vec![Node::default()] }
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
    }

    /// All places of all entries in a sentence, overlapping ones included.
    pub(super) fn find(&self, sentence: &[Token], front: &Front<'_>, hits: &mut Vec<Hit>) {
        for (i, token) in sentence.iter().enumerate() {
            if token.word.answers != 0 {
                self.walk(0, i, i, sentence, front, hits);
            }
        }
    }

    /// Goes on from a node with the token at `next`; as deep as the longest entry.
    fn walk(
        &self,
        node: usize,
        start: usize,
        next: usize,
        sentence: &[Token],
        front: &Front<'_>,
        hits: &mut Vec<Hit>,
    ) {
        let Some(token) = sentence.get(next) else { return };
        for &pattern in front.answers(token.word) {
            let Some(child) = self.child(node, pattern) else { continue };
            let n_tokens = (next + 1 - start) as u32;
            let hit = |&(frame, entry): &(u32, u32)| Hit {
                frame,
                entry,
                token: start as u32,
                n_tokens,
                negated: false,
            };
            hits.extend(self.nodes[child].ends.iter().map(hit));
            if !self.nodes[child].children.is_empty() {
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
