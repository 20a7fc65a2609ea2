//! All places of all entries in, those that count where several share a word out.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Which of several entries at one place count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// Within a frame the longest; a token is used once per frame.
    Frame,
    /// Over all frames the longest; a token is used once.
    Dictionary,
    /// All.
    All,
}

/// With `compat = "quanteda"`, whether frames see one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NestedScope {
    /// They do not.
    Key,
    /// A match inside words that longer matches cover does not count.
    Dictionary,
}

/// How overlaps are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Settling {
    /// As framescope does.
    By(Overlap),
    /// As `tokens_lookup` of quanteda does.
    Quanteda(NestedScope),
}

/// A place of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) frame: u32,
    pub(super) entry: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Words of the entry itself, those between its parts left out.
    pub(super) n_words: u32,
    /// Place of its first part among all parts, and their number; 0 for words in a row.
    pub(super) parts: (u32, u32),
}

/// First token of a part and the one after its last.
pub(super) type Part = (u32, u32);

impl Candidate {
    /// An entry of consecutive words.
    pub(super) fn in_a_row(frame: u32, entry: u32, tokens: Range<u32>) -> Candidate {
        let Range { start, end } = tokens;
        Candidate { frame, entry, start, end, n_words: end - start, parts: (0, 0) }
    }

    /// An entry of parts with words between, ascending; they are added to all parts.
    pub(super) fn of_parts(
        frame: u32,
        entry: u32,
        parts: &[Part],
        all: &mut Vec<Part>,
    ) -> Candidate {
        let place = (all.len() as u32, parts.len() as u32);
        all.extend_from_slice(parts);
        let start = parts.iter().map(|it| it.0).min().unwrap_or(0);
        let end = parts.iter().map(|it| it.1).max().unwrap_or(0);
        let n_words = parts.iter().map(|it| it.1 - it.0).sum();
        Candidate { frame, entry, start, end, n_words, parts: place }
    }

    /// The tokens that it uses.
    fn tokens<'p>(&self, parts: &'p [Part]) -> impl Iterator<Item = usize> + use<'p> {
        let (first, n) = (self.parts.0 as usize, self.parts.1 as usize);
        let row = (n == 0).then_some((self.start, self.end));
        let all = row.into_iter().chain(parts[first..first + n].iter().copied());
        all.flat_map(|(start, end)| start as usize..end as usize)
    }
}

/// Keeps the candidates that count, among those of a passage of so many tokens; frames and entries
/// of the others go to `lost`.
pub(super) fn settle(
    settling: Settling,
    n_tokens: usize,
    parts: &[Part],
    candidates: &mut Vec<Candidate>,
    lost: &mut Vec<(u32, u32)>,
) {
    if candidates.len() < 2 {
        return;
    }
    match settling {
        Settling::By(Overlap::All) => {
            candidates.sort_unstable_by_key(place);
            candidates.dedup_by_key(|it| place(it));
        }
        Settling::By(Overlap::Frame) => by_group(|it| it.frame, n_tokens, parts, candidates, lost),
        Settling::By(Overlap::Dictionary) => by_group(|_| 0, n_tokens, parts, candidates, lost),
        Settling::Quanteda(scope) => as_quanteda(scope, n_tokens, candidates, lost),
    }
}

/// The order in which hits are told.
pub(super) fn place(it: &Candidate) -> (u32, u32, u32, u32) {
    (it.start, it.frame, it.entry, it.end)
}

/// Longer entries first, then in the order of the dictionary, each from left to right; a token is
/// used once in each group.
fn by_group(
    group: impl Fn(&Candidate) -> u32,
    n_tokens: usize,
    parts: &[Part],
    candidates: &mut Vec<Candidate>,
    lost: &mut Vec<(u32, u32)>,
) {
    let turn =
        |it: &Candidate| (group(it), u32::MAX - it.n_words, it.frame, it.entry, it.start, it.end);
    candidates.sort_unstable_by_key(turn);
    // The group that last used each token, counted from 1; groups come one after the other.
    let mut used_by = vec![0; n_tokens];
    let mut last = None;
    candidates.retain(|it| {
        let group = group(it) + 1;
        let is_same = last.replace(turn(it)) == Some(turn(it));
        let is_free = it.tokens(parts).all(|token| used_by[token] != group);
        if is_free {
            it.tokens(parts).for_each(|token| used_by[token] = group);
        } else if !is_same {
            lost.push((it.frame, it.entry));
        }
        is_free
    });
}

/// Longer spans first, then from left to right. A span that touches a word which its own frame has
/// matched is skipped; with the scope of a dictionary also one whose words all stand in matches of
/// any frame, of other spans.
///
/// - Source: `tokens_lookup` of quanteda 4.3, arguments `nested_scope` and `exclusive`.
fn as_quanteda(
    scope: NestedScope,
    n_tokens: usize,
    candidates: &mut Vec<Candidate>,
    lost: &mut Vec<(u32, u32)>,
) {
    let span = |it: &Candidate| (u32::MAX - (it.end - it.start), it.start);
    let turn = |it: &Candidate| (span(it), it.frame, it.entry);
    candidates.sort_unstable_by_key(turn);
    candidates.dedup_by_key(|it| turn(it));
    let mut covered = vec![false; n_tokens];
    let mut covered_by: BTreeMap<u32, Vec<bool>> = BTreeMap::new();
    let mut kept: Vec<Candidate> = Vec::new();
    for same_span in candidates.chunk_by(|a, b| span(a) == span(b)) {
        let tokens = same_span[0].start as usize..same_span[0].end as usize;
        if scope == NestedScope::Dictionary && covered[tokens.clone()].iter().all(|it| *it) {
            lost.extend(same_span.iter().map(|it| (it.frame, it.entry)));
            continue;
        }
        for candidate in same_span {
            let own = covered_by.entry(candidate.frame).or_insert_with(|| vec![false; n_tokens]);
            let own = &mut own[tokens.clone()];
            if own.iter().all(|it| !*it) {
                own.fill(true);
                covered[tokens.clone()].fill(true);
                kept.push(*candidate);
            } else {
                lost.push((candidate.frame, candidate.entry));
            }
        }
    }
    *candidates = kept;
}
