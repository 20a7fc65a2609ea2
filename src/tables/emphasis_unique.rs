//! `emphasis_unique.csv`: emphasis with articles that are the same or nearly so counted once.

use std::sync::{Arc, OnceLock};

use super::emphasis::{Emphasis, LeaveOut, Row, columns};
use super::table::Unit::Label;
use super::{Context, Table};
use crate::corpus::{Corpus, Outcome, Standing};
use crate::notice::Matter;

/// Builds the table: as emphasis.csv, each group of duplicates.csv under its earliest source.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, options) = (context.corpus, &context.options.emphasis);
    let (emphasis, unique) = (Arc::clone(&context.emphasis), OnceLock::new());
    let about = "one row per source and frame, each group of duplicates.csv counted once, under the source of its earliest article; sources to which no article is left have no row";
    let builder = Table::in_parts("emphasis_unique", about, 1, move |_, emit| {
        let rows = if 0 < corpus.n_shared() {
            let of = || Emphasis::of(corpus, &corpus.unique_sources, options);
            unique.get_or_init(of).rows()
        } else {
            emphasis.rows()
        };
        rows.iter().for_each(emit);
    })
    .column("source", Label, "outlet", |row: &Row<'_>| (&row.source.name).into());
    columns::of(builder).finish()
}

/// What counts repeatedly, and what that changes; `None` where nothing does.
pub(super) fn what_is_shared(corpus: &Corpus) -> Option<Matter> {
    let is_counted = |it: usize| matches!(corpus.articles[it].outcome, Outcome::Analysed(_));
    let (mut n_shared, mut n_later, mut n_hits) = (0, 0, 0);
    for group in &corpus.duplicate_groups {
        let counted = group.members.iter().filter(|it| is_counted(it.article));
        let later = counted.clone().filter(|it| it.standing != Standing::Earliest);
        if later.clone().next().is_none() {
            continue;
        }
        n_shared += counted.count() as u64;
        n_later += later.clone().count() as u64;
        let hits = later.filter_map(|it| corpus.articles[it.article].observation());
        n_hits += hits.flat_map(|it| &it.frames).map(|it| u64::from(it.n_hits)).sum::<u64>();
    }
    (0 < n_later).then(|| Matter::SharedOverall(n_shared, n_later, n_hits, change(corpus)))
}

/// The largest change of emphasis, in words.
fn change(corpus: &Corpus) -> String {
    let [all, unique] =
        [&corpus.sources, &corpus.unique_sources].map(|sources| LeaveOut::of(corpus, sources));
    let place = |name: &str| corpus.sources.binary_search_by(|it| it.name.as_str().cmp(name)).ok();
    let mut most: Option<(f64, String)> = None;
    for (i, source) in corpus.unique_sources.iter().enumerate() {
        for (frame, it) in corpus.frames.iter().enumerate() {
            let before = place(&source.name).and_then(|it| all.emphasis(it, frame));
            let Some((before, after)) = before.zip(unique.emphasis(i, frame)) else { continue };
            let by = (after - before).abs();
            if most.as_ref().is_none_or(|it| it.0 < by) {
                let words = format!(
                    "the largest change is that of `{}` on `{}`, from {before:+.2} to {after:+.2}",
                    source.name, it.name
                );
                most = Some((by, words));
            }
        }
    }
    most.map_or_else(|| "emphasis cannot be compared".to_owned(), |it| it.1)
}
