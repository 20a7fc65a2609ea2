//! A corpus in, the articles and passages that a page has room for out.
//!
//! Evidence is read article by article from the store, in rounds: the first article of each source,
//! then the second of each, so that what a large corpus has to leave out is left out of all sources
//! alike. Memory holds what is shown, and one chunk of articles.

use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;

use super::escape::{Shown, json_in_script};
use super::passage::{Piece, pieces};
use crate::corpus::{Analysed, Corpus};
use crate::dictionary::{Frame, labels};
use crate::document::rule_names;
use crate::observe::{Context, Evidence, FrameHit, Ledger};

/// Articles that are read at once.
const CHUNK: usize = 256;

/// What the evidence browser reads.
#[derive(Debug, Serialize)]
struct Browser<'c> {
    frames: Vec<FrameOf<'c>>,
    sources: Vec<Shown<'c>>,
    rules: Vec<&'static str>,
    articles: Vec<Box<RawValue>>,
}

/// A frame: its name, what people call it, and its entries.
#[derive(Debug, Serialize)]
struct FrameOf<'c> {
    name: Shown<'c>,
    label: Shown<'c>,
    entries: Vec<Shown<'c>>,
}

/// An article. Names are short, as there are many of them.
#[derive(Debug, Serialize)]
struct ArticleOf<'e> {
    id: Shown<'e>,
    /// Place of its source.
    s: usize,
    title: Shown<'e>,
    author: Shown<'e>,
    date: Option<String>,
    path: Shown<'e>,
    record: Option<u64>,
    /// Its address, where that is one of the web.
    url: Option<Shown<'e>>,
    /// Words.
    n: u64,
    /// Whether every sentence is here, not only those with a hit.
    full: bool,
    hits: Vec<HitOf>,
    /// Number, paragraph, start, pieces and zone of each sentence.
    text: Vec<(u32, u32, u32, Vec<Piece<'e>>, u8)>,
    cut: Vec<CutOf<'e>>,
}

/// Start, rule, text, first byte and byte after the last of a line that was cut.
type CutOf<'e> = (u32, usize, Shown<'e>, Option<u64>, Option<u64>);

/// Frame, entry, sentence, zone, voice, whether it is denied, first byte and byte after the last.
type HitOf = (u32, u32, u32, &'static str, &'static str, u8, Option<u64>, Option<u64>);

/// The evidence as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Shelf {
    /// JSON for the browser.
    #[serde(skip)]
    pub(super) json: String,
    /// Articles with a hit.
    pub(super) n_with_hits: u64,
    /// Those of them that are here.
    pub(super) n_shown: u64,
    /// Articles that are here with every sentence.
    pub(super) n_full: u64,
}

/// Which sentences of an article are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Those with a hit.
    Passages,
    /// All of them.
    Whole,
}

/// An article that is shown.
#[derive(Debug)]
struct Shelved {
    json: Box<RawValue>,
    is_full: bool,
}

/// Reads the evidence of as many articles as fit into `budget` bytes of JSON.
///
/// Passages come first; what room they leave goes to whole articles, where their text is kept.
pub(super) fn shelf(corpus: &Corpus, budget: usize) -> Shelf {
    let order = in_rounds(corpus);
    let mut shelved: Vec<Option<Shelved>> = Vec::new();
    shelved.resize_with(corpus.articles.len(), || None);
    let mut rest = budget;
    for extent in [Extent::Passages, Extent::Whole] {
        fill(corpus, &order, extent, (&mut shelved, &mut rest));
    }
    let with_hits = || order.iter().filter(|it| has_hits(corpus, it.1));
    let n_with_hits = with_hits().count() as u64;
    let n_shown = with_hits().filter(|it| shelved[it.1].is_some()).count() as u64;
    let n_full = shelved.iter().flatten().filter(|it| it.is_full).count() as u64;
    let json = json_in_script(&Browser {
        frames: corpus.frames.iter().zip(labels(&corpus.frames)).map(frame).collect(),
        sources: corpus.sources.iter().map(|it| Shown(&it.name)).collect(),
        rules: rule_names(),
        articles: shelved.into_iter().flatten().map(|it| it.json).collect(),
    });
    Shelf { json, n_with_hits, n_shown, n_full }
}

fn frame<'c>((frame, label): (&'c Frame, &'c str)) -> FrameOf<'c> {
    let entries = frame.entries.iter().map(|it| Shown(&it.text)).collect();
    FrameOf { name: Shown(&frame.name), label: Shown(label), entries }
}

/// Places of sources and of their articles: the first of each source, then the second of each;
/// articles without a hit come last.
fn in_rounds(corpus: &Corpus) -> Vec<(usize, usize)> {
    let sources = &corpus.sources;
    let n_rounds = sources.iter().map(|it| it.articles.len()).max().unwrap_or(0);
    let round = |i: usize| {
        let places = sources.iter().enumerate();
        places.filter_map(move |(place, it)| Some((place, *it.articles.get(i)?)))
    };
    let mut order: Vec<_> = (0..n_rounds).flat_map(round).collect();
    order.sort_by_key(|it| !has_hits(corpus, it.1));
    order
}

fn has_hits(corpus: &Corpus, article: usize) -> bool {
    let seen = corpus.articles[article].observation();
    seen.is_some_and(|it| !it.frames.is_empty())
}

/// Adds articles, or exchanges them for longer forms of themselves, as long as there is room.
fn fill(
    corpus: &Corpus,
    order: &[(usize, usize)],
    extent: Extent,
    (shelved, rest): (&mut [Option<Shelved>], &mut usize),
) {
    for chunk in order.chunks(CHUNK) {
        let make = |(source, place): &(usize, usize)| article(corpus, *source, *place, extent);
        let made: Vec<Option<Shelved>> = chunk.par_iter().map(make).collect();
        let mut has_taken = false;
        for ((_, place), made) in chunk.iter().zip(made) {
            let Some(made) = made else { continue };
            let before = shelved[*place].as_ref().map_or(0, |it| it.json.get().len());
            let n_bytes = made.json.get().len();
            if n_bytes <= *rest + before {
                *rest = *rest + before - n_bytes;
                shelved[*place] = Some(made);
                has_taken = true;
            }
        }
        if !has_taken {
            return;
        }
    }
}

/// An article with its passages, or whole; `None` where not all of its sentences are kept for that.
fn article(corpus: &Corpus, source: usize, place: usize, extent: Extent) -> Option<Shelved> {
    let analysed = Analysed::of(&corpus.articles[place])?;
    let evidence = corpus.evidence(analysed.article);
    let is_full = extent == Extent::Whole;
    if is_full && evidence.contexts.len() < evidence.sentence_tokens.len() {
        return None;
    }
    let json = serde_json::value::to_raw_value(&article_of(analysed, source, &evidence, extent));
    Some(Shelved { json: json.expect("our values are JSON"), is_full })
}

fn article_of<'e>(
    analysed: Analysed<'e>,
    source: usize,
    evidence: &'e Evidence,
    extent: Extent,
) -> ArticleOf<'e> {
    let full = extent == Extent::Whole;
    let holds_hit = |it: &&Context| evidence.hits.iter().any(|hit| hit.sentence == it.sentence);
    let sentences = evidence.contexts.iter().filter(|it| full || holds_hit(it));
    let sentence = |it: &'e Context| {
        (it.sentence, it.paragraph, it.start, pieces(it, &evidence.hits), it.zone as u8)
    };
    let metadata = &analysed.observation.metadata;
    ArticleOf {
        id: Shown(&analysed.article.id),
        s: source,
        title: Shown(metadata.title.as_ref().map_or("", |it| &it.value)),
        author: Shown(metadata.author.as_ref().map_or("", |it| &it.value)),
        date: analysed.date(),
        path: Shown(&analysed.article.path),
        record: analysed.article.record,
        url: metadata.url.as_deref().filter(|it| is_address(it)).map(Shown),
        n: analysed.observation.n_tokens(),
        full,
        hits: evidence.hits.iter().map(hit).collect(),
        text: sentences.map(sentence).collect(),
        cut: evidence.removals.iter().map(removal).collect(),
    }
}

fn hit(hit: &FrameHit) -> HitOf {
    let (start, end) = (hit.bytes.map(|it| it.0), hit.bytes.map(|it| it.1));
    let (zone, voice) = (hit.zone.name(), hit.voice.name());
    (hit.frame, hit.entry, hit.sentence, zone, voice, hit.negated.into(), start, end)
}

fn removal(removal: &Ledger) -> CutOf<'_> {
    let rule = rule_names().iter().position(|it| *it == removal.rule).unwrap_or(usize::MAX);
    let (start, end) = (removal.bytes.map(|it| it.0), removal.bytes.map(|it| it.1));
    (removal.start, rule, Shown(&removal.text), start, end)
}

/// Whether an address may be linked to.
fn is_address(url: &str) -> bool {
    let scheme = url.split_once(':').map_or("", |it| it.0);
    ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert!(is_address("https://gulfstrategyreview.example/a") && is_address("HTTP://a"));
        for url in ["javascript:alert(1)", "data:text/html,x", "/a", "", " https://a"] {
            assert!(!is_address(url), "{url}");
        }
    }
}
