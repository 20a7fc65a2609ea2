//! A corpus in, a few passages of each source and frame out, for readers without scripts and in print.

use serde::Serialize;

use super::excerpt::cut;
use super::passage::pieces;
use crate::corpus::{Analysed, Corpus, Source, place};
use crate::dictionary::labels;
use crate::observe::{Evidence, FrameHit};

/// Passages of a source and frame.
const EACH: usize = 3;

/// Passages of all of them at most.
const ALL: usize = 240;

/// Longest entry that is shown whole, in characters; entries.csv has all of them.
const MAX_ENTRY: usize = 70;

/// A few passages of one frame in one source.
#[derive(Debug, Serialize)]
pub(super) struct Examples {
    /// What links to them name.
    anchor: String,
    source: String,
    frame: String,
    /// Place of the frame.
    place: usize,
    passages: Vec<Example>,
}

/// A passage with its article and its place.
#[derive(Debug, Serialize)]
struct Example {
    title: String,
    date: Option<String>,
    /// Text, and whether it is marked.
    pieces: Vec<(String, bool)>,
    entry: String,
    /// The first letters of a long entry.
    entry_short: String,
    zone: &'static str,
    voice: &'static str,
    negated: bool,
    place: String,
}

/// What a link to the passages of a source and frame names, by their places.
pub(super) fn anchor(source: usize, frame: usize) -> String {
    format!("e-{source}-{frame}")
}

/// The first passages of each source and frame, from different articles, as long as there is room.
pub(super) fn examples(corpus: &Corpus) -> Vec<Examples> {
    let n_cells = (corpus.sources.len() * corpus.frames.len()).max(1);
    let each = (ALL / n_cells).clamp(1, EACH);
    let sources = corpus.sources.iter().enumerate();
    let all = sources.flat_map(|(place, source)| of_source(corpus, place, source, each));
    all.filter(|it| !it.passages.is_empty()).take(ALL).collect()
}

fn of_source(corpus: &Corpus, place: usize, source: &Source, each: usize) -> Vec<Examples> {
    let frames = labels(&corpus.frames).into_iter().enumerate();
    let empty = |(i, label): (usize, &str)| Examples {
        anchor: anchor(place, i),
        source: source.name.clone(),
        frame: label.to_owned(),
        place: i,
        passages: Vec::new(),
    };
    let mut examples: Vec<Examples> = frames.map(empty).collect();
    let mut open = examples.len();
    for analysed in corpus.of_source(source) {
        let seen = analysed.observation.frames.iter().map(|it| it.frame as usize);
        let wanted: Vec<usize> = seen.filter(|it| examples[*it].passages.len() < each).collect();
        if wanted.is_empty() {
            continue;
        }
        let evidence = corpus.evidence(analysed.article);
        for frame in wanted {
            let found = evidence.hits.iter().position(|it| it.frame as usize == frame);
            if let Some(hit) = found {
                examples[frame].passages.push(example(corpus, analysed, &evidence, hit));
                open -= usize::from(examples[frame].passages.len() == each);
            }
        }
        if open == 0 {
            break;
        }
    }
    examples
}

fn example(corpus: &Corpus, analysed: Analysed<'_>, evidence: &Evidence, which: usize) -> Example {
    let hit = &evidence.hits[which];
    let title = analysed.observation.metadata.title.as_ref().map_or("", |it| &it.value);
    let entry = corpus.frames[hit.frame as usize].entries[hit.entry as usize].text.clone();
    Example {
        title: if title.is_empty() { analysed.article.id.clone() } else { title.to_owned() },
        date: analysed.date(),
        pieces: marked(evidence, which),
        entry_short: cut(&entry, MAX_ENTRY),
        entry,
        zone: hit.zone.name(),
        voice: hit.voice.name(),
        negated: hit.negated,
        place: place_of(analysed, hit),
    }
}

/// The sentence of a hit with the words of this hit marked.
fn marked(evidence: &Evidence, which: usize) -> Vec<(String, bool)> {
    let sentence = evidence.hits[which].sentence;
    let Some(kept) = evidence.contexts.iter().find(|it| it.sentence == sentence) else {
        return Vec::new();
    };
    let mut marked: Vec<(String, bool)> = Vec::new();
    for piece in pieces(kept, &evidence.hits) {
        let is_marked = piece.hits.contains(&which);
        match marked.last_mut().filter(|it| it.1 == is_marked) {
            Some(last) => last.0.push_str(piece.text),
            None => marked.push((piece.text.to_owned(), is_marked)),
        }
    }
    marked
}

/// The file in which a hit stands, and where.
fn place_of(analysed: Analysed<'_>, hit: &FrameHit) -> String {
    let file = place(&analysed.article.path, analysed.article.record);
    match hit.bytes {
        Some((start, end)) => format!("{file}, bytes {start} to {end}"),
        None => file,
    }
}
