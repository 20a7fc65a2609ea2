//! `emphasis_pairs.csv`: how much more each source uses each frame than each other source.

use std::sync::Arc;

use super::emphasis::{MOST_COMPARED, Row, columns};
use super::table::Unit::Label;
use super::{Context, Table};
use crate::corpus::Corpus;

/// Builds the table: by source, then by the other, then by frame.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let emphasis = Arc::clone(&context.emphasis);
    let about = "one row per source, other source and frame";
    let builder = Table::in_parts("emphasis_pairs", about, 1, move |_, emit| {
        emphasis.pairs().iter().for_each(emit);
    })
    .column("source", Label, "outlet", |row: &Row<'_>| (&row.source.name).into())
    .column(
        "reference",
        Label,
        "the outlet that it is compared with; in this table it stands in the place of the other sources",
        |row| row.reference.into(),
    );
    columns::of(builder).finish()
}

/// What is left out where there are too many sources, in words.
pub(super) fn cut(corpus: &Corpus) -> Option<String> {
    let n = corpus.sources.len();
    (MOST_COMPARED < n).then(|| {
        format!("of {n} sources, the {MOST_COMPARED} with most words are compared one with another")
    })
}
