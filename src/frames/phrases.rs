//! Phrases as sequences of numbers of steps in, where they stand in a sentence out.

use super::overlap::Candidate;
use super::rules::Occurrence;
use crate::text::{Front, Token};

/// All phrases in one tree of step numbers. A word wakes the tree only when it fits the first step
/// of a phrase, and each walk looks at the next token only: no walk is longer than the longest
/// phrase, and none comes to a node twice.
///
/// Most phrases begin with words that stand everywhere. Their walks end before they begin where the
/// bits of the next token and of the steps that may follow have nothing in common.
#[derive(Debug)]
pub(super) struct Phrases {
    nodes: Vec<Node>,
    /// For each step the phrases that begin with it.
    starts: Vec<Start>,
}

#[derive(Debug, Default)]
struct Node {
    /// Number of the next step and the node behind it, ascending.
    children: Vec<(u32, u32)>,
    /// Bits of the next steps.
    bits: u64,
    /// What ends here.
    ends: Vec<End>,
}

/// Where the phrases stand that begin with a step.
#[derive(Clone, Copy, Debug, Default)]
struct Start {
    /// 0 where there are none.
    node: u32,
    /// Whether one of them has this step only.
    is_end: bool,
    /// Bits of the next steps.
    bits: u64,
}

/// The bit of a step: a set of steps is the bits of all of them, of which two may share one.
fn bit(step: u32) -> u64 {
    // Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4).
    1 << (step.wrapping_mul(0x9E37_79B1) >> 26)
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
    }

    /// Makes the tree ready, after the last phrase.
    pub(super) fn compile(&mut self) {
        for node in &mut self.nodes {
            node.bits = node.children.iter().fold(0, |bits, it| bits | bit(it.0));
        }
        let n = self.nodes[0].children.last().map_or(0, |it| it.0 as usize + 1);
        self.starts = vec![Start::default(); n];
        for &(step, node) in &self.nodes[0].children {
            let Node { ends, bits, .. } = &self.nodes[node as usize];
            self.starts[step as usize] = Start { node, is_end: !ends.is_empty(), bits: *bits };
        }
    }

    /// All places of all phrases in the sentence, overlapping ones included.
    pub(super) fn find(&self, places: &mut Places<'_, '_>) {
        for i in places.first..places.tokens.len() {
            places.start = i;
            let next = places.bits(i + 1);
            for &step in places.front.answers(places.tokens[i].word) {
                // Steps that begin a phrase have the lowest numbers.
                let Some(start) = self.starts.get(step as usize) else { break };
                if start.is_end || start.bits & next != 0 {
                    self.walk(start.node as usize, i + 1, places);
                }
            }
            let mut nth = places.first_longer(i);
            while let Some((step, end)) = places.longer_at(i, nth) {
                if let Some(start) = self.starts.get(step as usize).filter(|it| 0 < it.node) {
                    self.walk(start.node as usize, end, places);
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
        if node.bits & places.bits(next) == 0 {
            return;
        }
        let answers = places.front.answers(places.tokens[next].word);
        // Each of the fewer is looked up among the more.
        if node.children.len() < answers.len() {
            for &(step, child) in &node.children {
                if answers.binary_search(&step).is_ok() {
                    self.walk(child as usize, next + 1, places);
                }
            }
        } else {
            for &step in answers {
                if let Some(child) = node.child(step) {
                    self.walk(child, next + 1, places);
                }
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
    /// The first token of the sentence.
    first: usize,
    /// Where the phrase begins that is being walked.
    start: usize,
    memory: &'p mut Memory,
    candidates: &'p mut Vec<Candidate>,
    occurrences: &'p mut Vec<Occurrence>,
}

/// What is known of a sentence while it is walked.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Bits of all steps that each token fits or begins.
    bits: Vec<u64>,
    /// By their first tokens.
    longer: Vec<Longer>,
}

impl<'p, 'v> Places<'p, 'v> {
    /// The sentence from a token to the last.
    pub(super) fn new(
        front: &'p Front<'v>,
        tokens: &'p [Token],
        first: usize,
        memory: &'p mut Memory,
        candidates: &'p mut Vec<Candidate>,
        occurrences: &'p mut Vec<Occurrence>,
    ) -> Self {
        memory.longer.clear();
        memory.bits.clear();
        let bits = |it: &Token| front.answers(it.word).iter().fold(0, |bits, it| bits | bit(*it));
        memory.bits.extend(tokens[first..].iter().map(bits));
        Places { front, tokens, first, start: first, memory, candidates, occurrences }
    }

    /// Bits of the steps of a token; none behind the last.
    fn bits(&self, token: usize) -> u64 {
        self.memory.bits.get(token - self.first).copied().unwrap_or(0)
    }

    fn first_longer(&self, start: usize) -> usize {
        self.memory.longer.partition_point(|it| (it.start as usize) < start)
    }

    /// Step and end of a phrase, if it begins at a token.
    fn longer_at(&self, start: usize, nth: usize) -> Option<(u32, usize)> {
        let it = self.memory.longer.get(nth).filter(|it| it.start as usize == start)?;
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
                End::Step(step) => {
                    self.memory.longer.push(Longer { start, end, step });
                    self.memory.bits[self.start - self.first] |= bit(step);
                }
            }
        }
    }
}
