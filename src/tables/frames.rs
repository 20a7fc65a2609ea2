//! `frames.csv`: how much each article uses each frame.

use super::table::Unit::{Count, Date, Flag, Label, PerThousandTokens, Share};
use super::{Analysed, Builder, Context, Table, analysed_part, n_parts, per_thousand, share};
use crate::document::Zone;

/// One frame in one article.
struct Row<'c> {
    analysed: Analysed<'c>,
    frame: &'c str,
    count: FrameCount,
    /// Hits of all frames.
    n_all: u64,
    /// Most hits of any frame.
    n_most: u64,
}

/// Hits of one frame in one article.
#[derive(Clone, Copy, Debug, Default)]
struct FrameCount {
    n_hits: u64,
    by_zone: [u64; 3],
    n_sentences: u64,
    n_quoted: u64,
    n_negated: u64,
    n_shared: u64,
    n_tokens: u64,
}

/// Builds the table. Every article has a row for every frame.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let n = n_parts(corpus.articles.len());
    let builder = Table::in_parts("frames", "one row per article and frame", n, move |i, emit| {
        for analysed in analysed_part(corpus, i) {
            let counts = count(analysed, corpus.frames.len());
            let n_all = counts.iter().map(|it| it.n_hits).sum();
            let n_most = counts.iter().map(|it| it.n_hits).max().unwrap_or(0);
            for (frame, count) in corpus.frames.iter().zip(counts) {
                emit(&Row { analysed, frame: &frame.name, count, n_all, n_most });
            }
        }
    });
    columns(builder).finish()
}

fn columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("doc_id", Label, "article", |row| (&row.analysed.article.id).into())
        .column("source", Label, "outlet", |row| row.analysed.article.source().into())
        .column("date", Date, "day of publication", |row| row.analysed.date().into())
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column("hits", Count, "occurrences of the frame", |row| row.count.n_hits.into())
        .column("tokens", Count, "words of the article", |row| row.n_tokens().into())
        .column("rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
            per_thousand(row.count.n_hits, row.n_tokens()).into()
        })
        .column("share", Share, "hits relative to those of all frames in the article", |row| {
            share(row.count.n_hits, row.n_all).into()
        })
        .column("dominant", Flag, "whether no other frame has more hits in the article", |row| {
            (0 < row.n_most && row.count.n_hits == row.n_most).into()
        })
        .column("headline_hits", Count, "hits in the headline", |row| {
            row.count.by_zone[Zone::Headline as usize].into()
        })
        .column("lead_hits", Count, "hits in the first paragraph", |row| {
            row.count.by_zone[Zone::Lead as usize].into()
        })
        .column("body_hits", Count, "hits in the rest", |row| {
            row.count.by_zone[Zone::Body as usize].into()
        })
        .column("sentences_with_frame", Count, "sentences with a hit", |row| {
            row.count.n_sentences.into()
        })
        .column("sentence_coverage", Share, "sentences with a hit relative to all", |row| {
            share(row.count.n_sentences, row.analysed.observation.n_sentences()).into()
        })
        .column("hit_tokens", Count, "words inside hits", |row| row.count.n_tokens.into())
        .column("quoted_hits", Count, "hits in quotations", |row| row.count.n_quoted.into())
        .column("negated_hits", Count, "hits behind a negator", |row| row.count.n_negated.into())
        .column("shared_hits", Count, "hits of which a word counts for another frame too", |row| {
            row.count.n_shared.into()
        })
}

impl Row<'_> {
    fn n_tokens(&self) -> u64 {
        self.analysed.observation.n_tokens()
    }
}

fn count(analysed: Analysed<'_>, n_frames: usize) -> Vec<FrameCount> {
    let hits = &analysed.observation.hits;
    let mut counts = vec![FrameCount::default(); n_frames];
    let mut last_sentence = vec![0; n_frames];
    let mut last_token = vec![0; n_frames];
    for (i, hit) in hits.iter().enumerate() {
        let frame = hit.frame as usize;
        let count = &mut counts[frame];
        count.n_hits += 1;
        count.by_zone[hit.zone as usize] += 1;
        count.n_sentences += u64::from(last_sentence[frame] != hit.sentence);
        last_sentence[frame] = hit.sentence;
        count.n_quoted += u64::from(hit.is_quoted());
        count.n_negated += u64::from(hit.negated);
        // Hits come in the order of their first tokens; a token is counted once.
        let tokens = hit.tokens();
        count.n_tokens += u64::from(tokens.end.saturating_sub(tokens.start.max(last_token[frame])));
        last_token[frame] = last_token[frame].max(tokens.end);
        let near = |it: &&crate::observe::FrameHit| it.sentence == hit.sentence;
        let shares = |it: &crate::observe::FrameHit| {
            it.frame != hit.frame
                && it.tokens().start < tokens.end
                && tokens.start < it.tokens().end
        };
        let before = hits[..i].iter().rev().take_while(near);
        let behind = hits[i + 1..].iter().take_while(|it| it.token < tokens.end);
        count.n_shared += u64::from(before.chain(behind).any(shares));
    }
    counts
}
