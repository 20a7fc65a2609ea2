//! Phrases as sequences of numbers of steps in, where they stand in a sentence out.

use std::ops::Range;

use super::overlap::Candidate;
use super::rules::Occurrence;
use crate::text::{Front, Token};

/// All phrases in one tree of step numbers. A word wakes the tree only when it fits the first step
/// of a phrase, and each walk looks at the next token only: no walk is longer than the longest
/// phrase, and none comes to a node twice.
#[derive(Debug)]
pub(super) struct Phrases {
    nodes: Vec<Node>,
    /// For each step the node of the phrases that begin with it; 0 where none does.
    starts: Vec<u32>,
}

#[derive(Debug, Default)]
struct Node {
    /// Number of the next step and the node behind it, ascending.
    children: Vec<(u32, u32)>,
    /// What ends here.
    ends: Vec<End>,
}

/// What a phrase is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is an entry: frame and entry.
    Entry(u32, u32),
    /// It is a component of rules.
    Component(u32),
}

impl Default for Phrases {
    fn default() -> Self {
        Phrases { nodes: vec![Node::default()], starts: Vec::new() }
    }
}

impl Phrases {
    /// Adds a phrase.
    pub(super) fn insert(&mut self, steps: &[u32], end: End) {
        let mut node = 0;
        for &step in steps {
            node = match self.child(node, step) {
                Some(child) => child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(Node::default());
                    let children = &mut self.nodes[node].children;
                    let place = children.partition_point(|it| it.0 < step);
                    children.insert(place, (step, child as u32));
                    child
                }
            };
        }
        self.nodes[node].ends.push(end);
        let first = steps[0] as usize;
        if self.starts.len() <= first {
            self.starts.resize(first + 1, 0);
        }
        self.starts[first] = self.child(0, steps[0]).unwrap_or(0) as u32;
    }

    /// All places of all phrases in a sentence, overlapping ones included.
    pub(super) fn find(
        &self,
        tokens: &[Token],
        sentence: Range<usize>,
        front: &Front<'_>,
        candidates: &mut Vec<Candidate>,
        occurrences: &mut Vec<Occurrence>,
    ) {
        let tokens = &tokens[..sentence.end];
        let mut places = Places { front, tokens, start: 0, candidates, occurrences };
        for i in sentence {
            let word = tokens[i].word;
            if word.answers == 0 {
                continue;
            }
            for &step in front.answers(word) {
                match self.starts.get(step as usize) {
                    // Steps that begin a phrase have the lowest numbers.
                    None => break,
                    Some(0) => {}
                    Some(&node) => {
                        places.start = i;
                        self.walk(node as usize, i + 1, &mut places);
                    }
                }
            }
        }
    }

    /// Adds what ends at a node, and goes on with the token at `next`; as deep as the longest
    /// phrase.
    fn walk(&self, node: usize, next: usize, places: &mut Places<'_, '_>) {
        let node = &self.nodes[node];
        places.add(&node.ends, next);
        if node.children.is_empty() {
            return;
        }
        let Some(token) = places.tokens.get(next) else { return };
        for &step in places.front.answers(token.word) {
            if let Ok(place) = node.children.binary_search_by_key(&step, |it| it.0) {
                self.walk(node.children[place].1 as usize, next + 1, places);
            }
        }
    }

    fn child(&self, node: usize, step: u32) -> Option<usize> {
        let children = &self.nodes[node].children;
        let place = children.binary_search_by_key(&step, |it| it.0).ok()?;
        Some(children[place].1 as usize)
    }
}

/// The sentence that is being walked, and what was found there.
struct Places<'p, 'v> {
    front: &'p Front<'v>,
    tokens: &'p [Token],
    start: usize,
    candidates: &'p mut Vec<Candidate>,
    occurrences: &'p mut Vec<Occurrence>,
}

impl Places<'_, '_> {
    fn add(&mut self, ends: &[End], end: usize) {
        let (start, end) = (self.start as u32, end as u32);
        for &it in ends {
            match it {
                End::Entry(frame, entry) => {
                    self.candidates.push(Candidate::in_a_row(frame, entry, start..end));
                }
                End::Component(component) => {
                    self.occurrences.push(Occurrence { component, start, end });
                }
            }
        }
    }
}
