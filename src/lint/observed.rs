//! What a corpus says of the entries and frames of a dictionary.

use super::{Counts, EntryCount, Finding, FrameCount, Verdict};
use crate::corpus::Corpus;
use crate::dictionary::Frame;

/// A share of the hits of a frame above which one entry or article, or what it shares, is told.
pub const LARGE_SHARE: f64 = 1.0 / 3.0;

/// Fewest hits of a frame whose shares say anything.
pub const MIN_HITS: u64 = 10;

/// Fewest entries of a frame, and articles with a hit, among which one can have too much.
pub const MIN_ENTRIES: usize = 4;

/// All findings, frame by frame.
pub(super) fn findings(corpus: &Corpus, counts: &Counts) -> Vec<Finding> {
    let n_documents = corpus.analysed().count();
    let mut findings = Vec::new();
    for (place, frame) in corpus.frames.iter().enumerate() {
        let of_frame = counts.frames[place];
        for (entry, it) in frame.entries.iter().enumerate().filter(|it| !it.1.is_inherited) {
            let count = counts.entries[place][entry];
            let found = idle(&it.text, count, n_documents)
                .or_else(|| dominant(&it.text, count, of_frame, frame));
            let entry = Some(entry);
            findings.extend(found.map(|(verdict, what, suggestion)| {
                let suggestion = suggestion.to_owned();
                Finding { verdict, frame: place, entry, what, suggestion }
            }));
        }
        let found = one_document(corpus, frame, of_frame).into_iter();
        let found = found.chain(overlap(&corpus.frames, place, of_frame));
        findings.extend(found.map(|(verdict, what, suggestion)| {
            let suggestion = suggestion.to_owned();
            Finding { verdict, frame: place, entry: None, what, suggestion }
        }));
    }
    findings
}

type Found = Option<(Verdict, String, &'static str)>;

/// An entry without a hit.
fn idle(text: &str, count: EntryCount, n_documents: usize) -> Found {
    match (count.n_hits, count.n_lost) {
        (0, 0) => Some((
            Verdict::Dead,
            format!("`{text}` has no hit in {n_documents} articles"),
            "check its spelling, widen it with `*` or `~`, or remove it",
        )),
        (0, n) => Some((
            Verdict::Shadowed,
            format!(
                "`{text}` has no hit: its matches ({n}) share words with others that go before"
            ),
            "remove it, or keep it for texts in which it stands alone",
        )),
        _ => None,
    }
}

fn dominant(text: &str, count: EntryCount, of_frame: FrameCount, frame: &Frame) -> Found {
    let share = is_large(count.n_hits, of_frame.n_hits)?;
    (MIN_ENTRIES <= frame.entries.len()).then(|| {
        (
            Verdict::Dominant,
            format!("`{text}` has {share} of the {} hits of its frame", of_frame.n_hits),
            "read its hits in frame_hits.csv: the result of the frame is what this entry means",
        )
    })
}

fn one_document(corpus: &Corpus, frame: &Frame, count: FrameCount) -> Found {
    let top = count.top.filter(|_| MIN_ENTRIES as u64 <= count.n_documents)?;
    let share = is_large(top.n_hits, count.n_hits)?;
    let id = &corpus.articles[top.article].id;
    Some((
        Verdict::OneDocument,
        format!(
            "{share} of the {} hits of `{}` stand in the article `{id}`",
            count.n_hits, frame.name
        ),
        "look at emphasis without that article before you speak of its source",
    ))
}

/// Hits of frames that have neither parents nor parts: those share all words with these.
fn overlap(frames: &[Frame], place: usize, count: FrameCount) -> Found {
    let own = &frames[place];
    if own.parent.is_some() || frames.iter().any(|it| it.parent.as_ref() == Some(&own.name)) {
        return None;
    }
    let share = is_large(count.n_shared, count.n_hits)?;
    Some((
        Verdict::Overlap,
        format!(
            "{share} of the {} hits of `{}` have words that count for another frame, too",
            count.n_hits, own.name
        ),
        "give the words to one frame, or set `overlap = \"dictionary\"` in [frames]",
    ))
}

/// A share in words where it is large.
fn is_large(n: u64, of: u64) -> Option<String> {
    let share = n as f64 / of.max(1) as f64;
    (MIN_HITS <= of && LARGE_SHARE < share).then(|| format!("{:.0} %", 100.0 * share))
}
