//! `frame_hits.csv`: every occurrence of a frame, with the words around it and its place in the file.

use std::sync::Arc;

use super::table::Unit::{Byte, Count, Date, Flag, Label, Ordinal, Text};
use super::{Analysed, Context, Table, analysed_part, n_parts};
use crate::dictionary::Frame;
use crate::observe::{Evidence, FrameHit};

/// One hit in its article.
struct Row<'c> {
    analysed: Analysed<'c>,
    evidence: Arc<Evidence>,
    /// Place of the hit in the evidence.
    place: usize,
    frame: &'c Frame,
}

impl Row<'_> {
    fn hit(&self) -> &FrameHit {
        &self.evidence.hits[self.place]
    }
}

/// Builds the table.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let n = n_parts(corpus.articles.len());
    Table::in_parts("frame_hits", "one row per occurrence of a frame", n, move |i, emit| {
        for analysed in analysed_part(corpus, i) {
            if analysed.observation.frames.is_empty() {
                continue;
            }
            let evidence = Arc::new(corpus.evidence(analysed.article));
            for (place, hit) in evidence.hits.iter().enumerate() {
                let frame = &corpus.frames[hit.frame as usize];
                emit(&Row { analysed, evidence: Arc::clone(&evidence), place, frame });
            }
        }
    })
    .column("doc_id", Label, "article", |row: &Row<'c>| (&row.analysed.article.id).into())
    .column("source", Label, "outlet", |row| (&*row.analysed.article.group).into())
    .column("date", Date, "day of publication", |row| row.analysed.date().into())
    .column("frame", Label, "frame of the dictionary", |row| (&row.frame.name).into())
    .column("pattern", Label, "entry of the dictionary that fired", |row| {
        (&row.frame.entries[row.hit().entry as usize].text).into()
    })
    .column("text", Text, "the forms that it found", |row| (&row.hit().text).into())
    .column("sentence", Ordinal, "sentence in the article", |row| row.hit().sentence.into())
    .column("token", Ordinal, "first word in the article", |row| row.hit().token.into())
    .column("length", Count, "words", |row| row.hit().n_tokens.into())
    .column("zone", Label, "headline, lead or body", |row| row.hit().zone.name().into())
    .column("voice", Label, "author, quoted, or scare (three quoted words or fewer)", |row| {
        row.hit().voice.name().into()
    })
    .column("negated", Flag, "whether a negator stands among the three words before", |row| {
        row.hit().negated.into()
    })
    .column("context", Text, "the sentence", |row| row.evidence.context(row.hit().sentence).into())
    .column("path", Label, "file, below the input folder", |row| {
        (&row.analysed.article.path).into()
    })
    .column("record", Ordinal, "record inside a file with many articles", |row| {
        row.analysed.article.record.into()
    })
    .column("byte_start", Byte, "first byte in the unpacked input file", |row| {
        row.hit().bytes.map(|it| it.0).into()
    })
    .column("byte_end", Byte, "byte after the last in the unpacked input file", |row| {
        row.hit().bytes.map(|it| it.1).into()
    })
    .finish()
}
