//! `entries.csv`: what each entry of the dictionary amounts to, and which deserve a second look.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::emphasis::LeaveOut;
use super::table::Unit::{Count, Flag, Label, Log2, Number, Ordinal, Share, Text};
use super::{Builder, Context, Table, share};
use crate::corpus::Corpus;
use crate::dictionary::{Entry, Frame};
use crate::lint::{self, Counts, EntryCount, Finding};

struct Row<'c> {
    frame: &'c Frame,
    entry: &'c Entry,
    count: EntryCount,
    n_frame_hits: u64,
    /// The article with most of its hits.
    top_document: &'c str,
    /// The largest change of emphasis without it, and the source.
    effect: Option<(f64, &'c str)>,
    verdict: String,
    suggestion: String,
}

/// Builds the table. Every entry of every frame has a row, those that a frame counts because its
/// parts have them included.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, options) = (context.corpus, context.options.lint);
    let (totals, emphasis) = (Arc::clone(&context.totals), Arc::clone(&context.emphasis));
    let about = "one row per entry of the dictionary and frame that counts it";
    let table = Table::in_parts("entries", about, 1, move |_, emit| {
        let counts = Counts::of(corpus);
        let findings = lint::of_corpus(corpus, &counts, &totals, options);
        rows(corpus, &counts, &findings, emphasis.leave_out()).iter().for_each(emit);
    });
    effects(levels(table)).finish()
}

fn rows<'c>(
    corpus: &'c Corpus,
    counts: &Counts,
    findings: &[Finding],
    leave_out: &LeaveOut,
) -> Vec<Row<'c>> {
    let mut told: HashMap<(usize, usize), Vec<&Finding>> = HashMap::new();
    for finding in findings {
        if let Some(entry) = finding.entry {
            told.entry((finding.frame, entry)).or_default().push(finding);
        }
    }
    let places = corpus.frames.iter().enumerate();
    let places = places.flat_map(|(frame, it)| (0..it.entries.len()).map(move |it| (frame, it)));
    let row = |(place, entry): (usize, usize)| {
        let (frame, count) = (&corpus.frames[place], counts.entries[place][entry]);
        let told = told.get(&(place, entry)).map_or(&[][..], Vec::as_slice);
        let mut verdicts: Vec<&str> = told.iter().map(|it| it.verdict.code()).collect();
        verdicts.dedup();
        let effect = leave_out.effect(place, entry);
        Row {
            frame,
            entry: &frame.entries[entry],
            count,
            n_frame_hits: counts.frames[place].n_hits,
            top_document: count.top.map_or("", |it| &corpus.articles[it.article].id),
            effect: effect.map(|(change, source)| (change, corpus.sources[source].name.as_str())),
            verdict: verdicts.join(";"),
            suggestion: told
                .first()
                .map_or(String::new(), |it| format!("{}: {}", it.what, it.suggestion)),
        }
    };
    places.collect::<Vec<_>>().into_par_iter().map(row).collect()
}

fn levels<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("frame", Label, "frame of the dictionary", |row| (&row.frame.name).into())
        .column("entry", Label, "entry as the dictionary writes it", |row| {
            (&row.entry.text).into()
        })
        .column("hits", Count, "hits in all articles", |row| row.count.n_hits.into())
        .column("documents", Count, "articles with a hit", |row| row.count.n_documents.into())
        .column("sources", Count, "sources with a hit", |row| row.count.n_sources.into())
        .column("share_of_frame", Share, "its hits relative to those of the frame", |row| {
            share(row.count.n_hits, row.n_frame_hits).into()
        })
        .column("verdict", Label, "codes: duplicate (stands in the frame already); dead (has no hit, or can never have one); shadowed (finds nothing that other entries do not find); dominant (over a third of the hits of its frame); stem_split (misses words of its family); shared (stands in another frame too)", |row| {
            (&row.verdict).into()
        })
        .column("suggestion", Text, "what was found, and what to do", |row| {
            (&row.suggestion).into()
        })
        .column("top_document", Label, "article with most of its hits", |row| row.top_document.into())
        .column("top_document_share", Share, "share of its hits in that article", |row| {
            row.count.top.and_then(|it| share(it.n_hits, row.count.n_hits)).into()
        })
}

fn effects<'c>(builder: Builder<'c, Row<'c>>) -> Builder<'c, Row<'c>> {
    builder
        .column("emphasis_without", Log2, "largest change of emphasis over the sources, without its sign, when its hits are left out; 0 without hits, empty where emphasis is then not defined", |row| {
            row.effect.map(|it| it.0).into()
        })
        .column("emphasis_without_source", Label, "source whose emphasis changes so much", |row| {
            row.effect.filter(|it| 0.0 < it.0).map(|it| it.1).into()
        })
        .column("lost_matches", Count, "matches that do not count, as another match has a word of theirs", |row| {
            row.count.n_lost.into()
        })
        .column("shared_hits", Count, "hits of which a word counts for another frame too", |row| {
            row.count.n_shared.into()
        })
        .column("weight", Number, "what the dictionary says a hit is worth", |row| row.entry.weight.into())
        .column("inherited", Flag, "whether it is an entry of a part of the frame", |row| {
            row.entry.is_inherited.into()
        })
        .column("line", Ordinal, "line of the dictionary file", |row| row.entry.line.into())
}
