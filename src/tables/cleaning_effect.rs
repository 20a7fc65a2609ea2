//! `cleaning_effect.csv`: what cleaning changed in each frame of each article.

use super::table::Unit::{Count, Label, PerThousandTokens};
use super::{Analysed, Context, Table, analysed_part, n_parts, per_thousand};

/// One frame in one article that lost lines.
struct Row<'c> {
    analysed: Analysed<'c>,
    frame: &'c str,
    /// Hits that are left, and hits in the lines that were cut.
    hits: [u64; 2],
}

/// Builds the table: the frames that an article would have without cleaning, where it lost a line.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let n = n_parts(corpus.articles.len());
    let what = "one row per frame of an article that lost lines";
    Table::in_parts("cleaning_effect", what, n, move |i, emit| {
        for analysed in analysed_part(corpus, i) {
            let observation = analysed.observation;
            if observation.n_removals == 0 {
                continue;
            }
            for (place, frame) in corpus.frames.iter().enumerate() {
                let n_kept = observation.frame(place).map_or(0, |it| it.n_hits);
                let hits = [n_kept, observation.cut.n_hits(place)].map(u64::from);
                if hits != [0, 0] {
                    emit(&Row { analysed, frame: &frame.name, hits });
                }
            }
        }
    })
    .column("doc_id", Label, "article", |row| (&row.analysed.article.id).into())
    .column("source", Label, "outlet", |row| (&*row.analysed.article.group).into())
    .column("frame", Label, "frame of the dictionary", |row| row.frame.into())
    .column("lines_cut", Count, "lines that cleaning cut from the article", |row| {
        row.analysed.observation.n_removals.into()
    })
    .column("tokens_before", Count, "words of the article without cleaning", |row| {
        row.n_tokens_before().into()
    })
    .column("tokens", Count, "words of the article", |row| row.n_tokens().into())
    .column("hits_before", Count, "occurrences of the frame without cleaning", |row| {
        row.n_hits_before().into()
    })
    .column("hits", Count, "occurrences of the frame", |row| row.hits[0].into())
    .column("hits_cut", Count, "occurrences of the frame in the lines that were cut", |row| {
        row.hits[1].into()
    })
    .column(
        "rate_before_per_1k",
        PerThousandTokens,
        "hits relative to words, without cleaning",
        |row| per_thousand(row.n_hits_before(), row.n_tokens_before()).into(),
    )
    .column("rate_per_1k", PerThousandTokens, "hits relative to words", |row| {
        per_thousand(row.hits[0], row.n_tokens()).into()
    })
    .finish()
}

impl Row<'_> {
    fn n_tokens(&self) -> u64 {
        self.analysed.observation.n_tokens()
    }

    fn n_tokens_before(&self) -> u64 {
        self.n_tokens() + self.analysed.observation.cut.n_tokens
    }

    fn n_hits_before(&self) -> u64 {
        self.hits[0] + self.hits[1]
    }
}
