//! Hits of a document in, what they amount to for each frame out.

use serde::{Deserialize, Serialize};

use super::FrameHit;
use crate::document::Zone;

/// Hits of one frame in one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameTally {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Hits.
    pub n_hits: u32,
    /// Hits in headline, lead and body.
    pub by_zone: [u32; 3],
    /// Sentences with a hit.
    pub n_sentences: u32,
    /// Hits in quotations.
    pub n_quoted: u32,
    /// Hits behind a negator.
    pub n_negated: u32,
    /// Hits of which a token counts for another frame too.
    pub n_shared: u32,
    /// Tokens inside hits, each counted once.
    pub n_tokens: u32,
}

/// Hits of one entry in one document that are alike: in one zone, quoted or not, denied or not,
/// shared with another frame or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HitTally {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Place of the entry in the frame.
    pub entry: u32,
    /// Where in the article they stand.
    pub zone: Zone,
    /// Whether they stand in quotations.
    pub is_quoted: bool,
    /// Whether they stand behind a negator.
    pub negated: bool,
    /// Whether a token of each counts for another frame too.
    pub is_shared: bool,
    /// Hits.
    pub n_hits: u32,
}

/// Matches of one entry in one document that do not count, as another match has a token of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostTally {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Place of the entry in the frame.
    pub entry: u32,
    /// Matches.
    pub n_lost: u32,
}

/// Hits of one entry in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryTally {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Place of the entry in the frame.
    pub entry: u32,
    /// Hits.
    pub n_hits: u32,
    /// Hits of which a token counts for another frame too.
    pub n_shared: u32,
}

/// What hits, in the order of the text, amount to: for each frame that has one, by place.
pub(super) fn by_frame(hits: &[FrameHit]) -> Vec<FrameTally> {
    let mut tallies: Vec<FrameTally> = Vec::new();
    // For each tally the last sentence with a hit, and the token after the last hit.
    let mut last: Vec<(u32, u32)> = Vec::new();
    let are_shared = are_shared(hits);
    for (i, hit) in hits.iter().enumerate() {
        let place = tallies.iter().position(|it| it.frame == hit.frame).unwrap_or_else(|| {
            tallies.push(FrameTally { frame: hit.frame, ..FrameTally::default() });
            last.push((0, 0));
            tallies.len() - 1
        });
        let (tally, (last_sentence, last_token)) = (&mut tallies[place], &mut last[place]);
        tally.n_hits += 1;
        tally.by_zone[hit.zone as usize] += 1;
        tally.n_sentences += u32::from(*last_sentence != hit.sentence);
        *last_sentence = hit.sentence;
        tally.n_quoted += u32::from(hit.is_quoted());
        tally.n_negated += u32::from(hit.negated);
        // Hits come in the order of their first tokens; a token is counted once.
        let tokens = hit.tokens();
        tally.n_tokens += tokens.end.saturating_sub(tokens.start.max(*last_token));
        *last_token = tokens.end.max(*last_token);
        tally.n_shared += u32::from(are_shared[i]);
    }
    tallies.sort_unstable_by_key(|it| it.frame);
    tallies
}

/// For each hit, in the order of the text, whether a token of it counts for another frame too.
fn are_shared(hits: &[FrameHit]) -> Vec<bool> {
    let mut are_shared = vec![false; hits.len()];
    // Of the hits so far, the frame and end of the one that ends last, and of that of another frame.
    let mut ends: [Option<(u32, u32)>; 2] = [None, None];
    for (i, hit) in hits.iter().enumerate() {
        let other = ends.iter().flatten().find(|it| it.0 != hit.frame);
        are_shared[i] = other.is_some_and(|it| hit.token < it.1);
        let mut all = [ends[0], ends[1], Some((hit.frame, hit.tokens().end))];
        all.sort_unstable_by_key(|it| std::cmp::Reverse(it.map_or(0, |it| it.1)));
        let second = all[1..].iter().flatten().find(|it| Some(it.0) != all[0].map(|it| it.0));
        ends = [all[0], second.copied()];
    }
    // The next hit of another frame is the first that may begin inside.
    let mut next: Option<usize> = None;
    for i in (0..hits.len()).rev() {
        if i + 1 < hits.len() && hits[i + 1].frame != hits[i].frame {
            next = Some(i + 1);
        }
        are_shared[i] |= next.is_some_and(|it| hits[it].token < hits[i].tokens().end);
    }
    are_shared
}

/// Hits, in the order of the text, in; those that are alike out, by frame and entry.
pub(super) fn alike(hits: &[FrameHit]) -> Vec<HitTally> {
    let one = |(hit, is_shared): (&FrameHit, bool)| HitTally {
        frame: hit.frame,
        entry: hit.entry,
        zone: hit.zone,
        is_quoted: hit.is_quoted(),
        negated: hit.negated,
        is_shared,
        n_hits: 1,
    };
    let mut tallies: Vec<HitTally> = hits.iter().zip(are_shared(hits)).map(one).collect();
    tallies.sort_unstable();
    tallies
        .chunk_by(|a, b| a == b)
        .map(|it| HitTally { n_hits: it.len() as u32, ..it[0] })
        .collect()
}

/// Frame and entry of each match that does not count in; by frame and entry how many there are out.
pub(super) fn lost(matches: &mut [(u32, u32)]) -> Vec<LostTally> {
    matches.sort_unstable();
    let tally = |it: &[(u32, u32)]| {
        let (frame, entry) = it[0];
        LostTally { frame, entry, n_lost: it.len() as u32 }
    };
    matches.chunk_by(|a, b| a == b).map(tally).collect()
}

/// Hits of each entry that has one, by frame and entry, as hits that are alike add up to.
pub(super) fn by_entry(tallies: &[HitTally]) -> impl Iterator<Item = EntryTally> {
    tallies.chunk_by(|a, b| (a.frame, a.entry) == (b.frame, b.entry)).map(|it| EntryTally {
        frame: it[0].frame,
        entry: it[0].entry,
        n_hits: it.iter().map(|it| it.n_hits).sum(),
        n_shared: it.iter().filter(|it| it.is_shared).map(|it| it.n_hits).sum(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Zone;
    use crate::text::Voice;

    fn hit(frame: u32, entry: u32, sentence: u32, token: u32, n_tokens: u32) -> FrameHit {
        FrameHit {
            frame,
            entry,
            text: String::new(),
            sentence,
            span: (0, 0),
            token,
            n_tokens,
            zone: Zone::Body,
            voice: Voice::Author,
            negated: false,
            bytes: None,
        }
    }

    #[test]
    fn tokens_and_sentences_are_counted_once_and_shared_tokens_are_told() {
        let hits =
            [hit(1, 0, 1, 1, 3), hit(0, 2, 1, 3, 2), hit(1, 0, 1, 9, 1), hit(1, 1, 2, 20, 1)];
        let tallies = by_frame(&hits);
        let shown: Vec<_> = tallies
            .iter()
            .map(|it| (it.frame, it.n_hits, it.n_sentences, it.n_tokens, it.n_shared))
            .collect();
        assert_eq!(shown, [(0, 1, 1, 2, 1), (1, 3, 2, 5, 1)]);
    }

    #[test]
    fn hits_are_counted_by_entry() {
        let quoted = FrameHit { voice: Voice::Quoted, ..hit(1, 0, 1, 9, 1) };
        let lead = FrameHit { zone: Zone::Lead, ..hit(1, 0, 1, 12, 1) };
        let [first, second] = [hit(1, 0, 2, 20, 3), hit(1, 0, 3, 30, 1)];
        let hits = [hit(1, 0, 1, 1, 3), hit(0, 2, 1, 3, 2), quoted, lead, first, second];
        let tallies = alike(&hits);
        assert_eq!(tallies.iter().map(|it| it.n_hits).collect::<Vec<_>>(), [1, 1, 2, 1, 1]);
        let counts: Vec<_> =
            by_entry(&tallies).map(|it| (it.frame, it.entry, [it.n_hits, it.n_shared])).collect();
        assert_eq!(counts, [(0, 2, [1, 1]), (1, 0, [5, 1])]);
    }

    #[test]
    fn matches_that_do_not_count_are_counted_by_entry() {
        let tallies = lost(&mut [(1, 3), (0, 2), (1, 3)]);
        let counts: Vec<_> = tallies.iter().map(|it| (it.frame, it.entry, it.n_lost)).collect();
        assert_eq!(counts, [(0, 2, 1), (1, 3, 2)]);
    }

    #[test]
    fn tallies_are_small() {
        assert_eq!([size_of::<HitTally>(), size_of::<LostTally>()], [16, 12]);
    }
}
