//! Phrases as sequences of numbers of steps in, where they stand in a sentence out.

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
    /// It is one step of other phrases.
    Step(u32),
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
            node = match self.nodes[node].child(step) {
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
        self.starts[first] = self.nodes[0].child(steps[0]).unwrap_or(0) as u32;
    }

    /// All places of all phrases from a token to the last of its sentence, overlapping ones included.
    pub(super) fn find(&self, start: usize, places: &mut Places<'_, '_>) {
        for i in start..places.tokens.len() {
            places.start = i;
            let word = places.tokens[i].word;
            if word.answers != 0 {
                for &step in places.front.answers(word) {
                    match self.starts.get(step as usize) {
                        // Steps that begin a phrase have the lowest numbers.
                        None => break,
                        Some(0) => {}
                        Some(&node) => self.walk(node as usize, i + 1, places),
                    }
                }
            }
            let mut nth = places.first_longer(i);
            while let Some((step, end)) = places.longer_at(i, nth) {
                if let Some(&node @ 1..) = self.starts.get(step as usize) {
                    self.walk(node as usize, end, places);
                }
                nth += 1;
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
            if let Some(child) = node.child(step) {
                self.walk(child, next + 1, places);
            }
        }
        let mut nth = places.first_longer(next);
        while let Some((step, end)) = places.longer_at(next, nth) {
            if let Some(child) = node.child(step) {
                self.walk(child, end, places);
            }
            nth += 1;
        }
    }
}

impl Node {
    fn child(&self, step: u32) -> Option<usize> {
        let place = self.children.binary_search_by_key(&step, |it| it.0).ok()?;
        Some(self.children[place].1 as usize)
    }
}

/// A place of a phrase that is one step of others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Longer {
    start: u32,
    end: u32,
    step: u32,
}

/// A sentence that is being walked, and what was found there.
pub(super) struct Places<'p, 'v> {
    front: &'p Front<'v>,
    /// All tokens of the paragraph up to the end of the sentence.
    tokens: &'p [Token],
    /// Where the phrase begins that is being walked.
    start: usize,
    /// By their first tokens.
    longer: &'p mut Vec<Longer>,
    candidates: &'p mut Vec<Candidate>,
    occurrences: &'p mut Vec<Occurrence>,
}

impl<'p, 'v> Places<'p, 'v> {
    pub(super) fn new(
        front: &'p Front<'v>,
        tokens: &'p [Token],
        longer: &'p mut Vec<Longer>,
        candidates: &'p mut Vec<Candidate>,
        occurrences: &'p mut Vec<Occurrence>,
    ) -> Self {
        longer.clear();
        Places { front, tokens, start: 0, longer, candidates, occurrences }
    }

    fn first_longer(&self, start: usize) -> usize {
        self.longer.partition_point(|it| (it.start as usize) < start)
    }

    /// Step and end of a phrase, if it begins at a token.
    fn longer_at(&self, start: usize, nth: usize) -> Option<(u32, usize)> {
        let it = self.longer.get(nth).filter(|it| it.start as usize == start)?;
        Some((it.step, it.end as usize))
    }

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
                End::Step(step) => self.longer.push(Longer { start, end, step }),
            }
        }
    }
}
