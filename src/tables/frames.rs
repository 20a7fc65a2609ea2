//! `frames.csv`: how much each article uses each frame.

use super::table::Unit::{Count, Date, Flag, Label, Number, PerThousandTokens, Share};
use super::{Analysed, Builder, Context, Table, analysed_part, n_parts, per_thousand, share};
use crate::dictionary::Entry;
use crate::document::Zone;
use crate::observe::FrameTally;

/// One frame in one article.
struct Row<'c> {
    analysed: Analysed<'c>,
    frame: &'c str,
    /// Hits, each worth the weight of its entry.
    score: f64,
    tally: FrameTally,
    /// Hits of all frames.
    n_all: u32,
    /// Most hits of any frame.
    n_most: u32,
}

/// Builds the table. Every article has a row for every frame.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let n = n_parts(corpus.articles.len());
    let builder = Table::in_parts("frames", "one row per article and frame", n, move |i, emit| {
        for analysed in analysed_part(corpus, i) {
            let tallies = &analysed.observation.frames;
            let n_all = tallies.iter().map(|it| it.n_hits).sum();
            let n_most = tallies.iter().map(|it| it.n_hits).max().unwrap_or(0);
            for (i, frame) in corpus.frames.iter().enumerate() {
                let tally = analysed.observation.frame(i).copied().unwrap_or_default();
                let score = score(analysed, i, &frame.entries);
                emit(&Row { analysed, frame: &frame.name, score, tally, n_all, n_most });
            }
        }
    });
    columns(builder).finish()
}

fn columns<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("doc_id", Label, "article", |row| (&row.analysed.article.id).into())
        .column("source", Label, "outlet", |row| (&*row.analysed.article.group).into())
        .column("date", Date, "day of publication", |row| row.analysed.date().into())
        .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
        .column("hits", Count, "occurrences of the frame", |row| row.tally.n_hits.into())
        .column("tokens", Count, "words of the article", |row| row.n_tokens().into())
        .column("rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
            per_thousand(row.tally.n_hits.into(), row.n_tokens()).into()
        })
        .column("share", Share, "hits relative to those of all frames in the article", |row| {
            share(row.tally.n_hits.into(), row.n_all.into()).into()
        })
        .column("dominant", Flag, "whether no other frame has more hits in the article", |row| {
            (0 < row.n_most && row.tally.n_hits == row.n_most).into()
        })
        .column("headline_hits", Count, "hits in the headline", |row| {
            row.tally.by_zone[Zone::Headline as usize].into()
        })
        .column("lead_hits", Count, "hits in the first paragraph", |row| {
            row.tally.by_zone[Zone::Lead as usize].into()
        })
        .column("body_hits", Count, "hits in the rest", |row| {
            row.tally.by_zone[Zone::Body as usize].into()
        })
        .column("sentences_with_frame", Count, "sentences with a hit", |row| {
            row.tally.n_sentences.into()
        })
        .column("sentence_coverage", Share, "sentences with a hit relative to all", |row| {
            share(row.tally.n_sentences.into(), row.analysed.observation.n_sentences).into()
        })
        .column("hit_tokens", Count, "words inside hits", |row| row.tally.n_tokens.into())
        .column("quoted_hits", Count, "hits in quotations", |row| row.tally.n_quoted.into())
        .column("negated_hits", Count, "hits behind a negator", |row| row.tally.n_negated.into())
        .column("shared_hits", Count, "hits of which a word counts for another frame too", |row| {
            row.tally.n_shared.into()
        })
        .column(
            "score",
            Number,
            "hits, each worth the weight of its entry in the dictionary",
            |row| row.score.into(),
        )
        .column("score_per_1k", PerThousandTokens, "score relative to words", |row| {
            (0 < row.n_tokens()).then(|| 1000.0 * row.score / row.n_tokens() as f64).into()
        })
        .column(
            "language_spoken",
            Flag,
            "whether a dictionary is in the language of the article, as in documents.csv",
            |row| row.analysed.observation.is_spoken.into(),
        )
}

fn score(analysed: Analysed<'_>, frame: usize, entries: &[Entry]) -> f64 {
    let hits = analysed.observation.entries().filter(|it| it.frame as usize == frame);
    hits.map(|it| f64::from(it.n_hits) * entries[it.entry as usize].weight).sum()
}

impl Row<'_> {
    fn n_tokens(&self) -> u64 {
        self.analysed.observation.n_tokens()
    }
}
