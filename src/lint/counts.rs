//! A corpus in, what each entry and frame amounts to in it out.

use crate::corpus::Corpus;

/// What the entries and frames of a dictionary amount to in a corpus.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Entries, by frame and place.
    pub entries: Vec<Vec<EntryCount>>,
    /// Frames.
    pub frames: Vec<FrameCount>,
}

/// What one entry amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryCount {
    /// Hits.
    pub n_hits: u64,
    /// Matches that do not count, as another match has a word of theirs.
    pub n_lost: u64,
    /// Hits of which a word counts for another frame too.
    pub n_shared: u64,
    /// Articles with a hit.
    pub n_documents: u64,
    /// Sources with a hit.
    pub n_sources: u64,
    /// The article with most hits, the first among equals.
    pub top: Option<TopDocument>,
}

/// What one frame amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameCount {
    /// Hits.
    pub n_hits: u64,
    /// Hits of which a word counts for another frame too.
    pub n_shared: u64,
    /// Articles with a hit.
    pub n_documents: u64,
    /// The article with most hits, the first among equals.
    pub top: Option<TopDocument>,
}

/// The article with most hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopDocument {
    /// Its hits.
    pub n_hits: u64,
    /// Its place in [`Corpus::articles`].
    pub article: usize,
}

impl TopDocument {
    fn see(top: &mut Option<TopDocument>, n_hits: u64, article: usize) {
        let is_more = top.is_none_or(|it| {
            (it.n_hits, std::cmp::Reverse(it.article)) < (n_hits, std::cmp::Reverse(article))
        });
        if is_more && 0 < n_hits {
            *top = Some(TopDocument { n_hits, article });
        }
    }
}

impl Counts {
    /// Adds up all analysed articles, source by source.
    pub fn of(corpus: &Corpus) -> Counts {
        let frames = &corpus.frames;
        let mut counts = Counts {
            entries: frames
                .iter()
                .map(|it| vec![EntryCount::default(); it.entries.len()])
                .collect(),
            frames: vec![FrameCount::default(); frames.len()],
        };
        // The source that each entry was last seen in, counted from 1.
        let mut seen_in: Vec<Vec<usize>> =
            frames.iter().map(|it| vec![0; it.entries.len()]).collect();
        for (source, it) in (1..).zip(&corpus.sources) {
            for &article in &it.articles {
                let Some(observation) = corpus.articles[article].observation() else { continue };
                for tally in &observation.frames {
                    let count = &mut counts.frames[tally.frame as usize];
                    count.n_hits += u64::from(tally.n_hits);
                    count.n_shared += u64::from(tally.n_shared);
                    count.n_documents += 1;
                    TopDocument::see(&mut count.top, tally.n_hits.into(), article);
                }
                for tally in &observation.lost {
                    let count = &mut counts.entries[tally.frame as usize][tally.entry as usize];
                    count.n_lost += u64::from(tally.n_lost);
                }
                for tally in observation.entries() {
                    let (frame, entry) = (tally.frame as usize, tally.entry as usize);
                    let count = &mut counts.entries[frame][entry];
                    count.n_hits += u64::from(tally.n_hits);
                    count.n_shared += u64::from(tally.n_shared);
                    count.n_documents += 1;
                    TopDocument::see(&mut count.top, tally.n_hits.into(), article);
                    let last = std::mem::replace(&mut seen_in[frame][entry], source);
                    count.n_sources += u64::from(last != source);
                }
            }
        }
        counts
    }
}
