//! `keyness.csv`: which words each source uses more, or less, than all others.

mod columns;
mod document_test;
mod rows;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub(super) use document_test::cut as tests_cut;
pub(super) use rows::cut;

use super::{Context, Table, Zeros};

/// `[keyness]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Fewest occurrences in the corpus of a term that has rows.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, { i64::MAX }>")]
    pub min_count: u64,
    /// Whether a source has a row for a term that it does not use.
    pub zeros: Zeros,
    /// Rows of each source that are tested over documents, those with the largest |fw_z|.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 0, { i64::MAX }>")]
    pub document_test_top: usize,
    /// Whether Fisher's exact test is computed.
    pub fisher: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { min_count: 3, zeros: Zeros::Auto, document_test_top: 200, fisher: false }
    }
}

/// Builds the table: source by source, the words that belong to it most first.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, options) = (context.corpus, context.options);
    let totals = Arc::clone(&context.totals);
    // Made here and not by the first part: parts run on all cores, and would wait for one another.
    let prepared = options.writes("keyness").then(|| {
        let candidates = rows::Candidates::of(&corpus.sources, &totals, &options.keyness);
        let tests = document_test::tests(corpus, &totals, &candidates, options);
        (candidates, tests)
    });
    let n = if prepared.is_some() { corpus.sources.len() } else { 0 };
    let builder = Table::in_parts("keyness", "one row per source and term", n, move |i, emit| {
        if let Some((candidates, tests)) = &prepared {
            rows::of_source(corpus, &totals, candidates, i, &tests[i], options)
                .iter()
                .for_each(emit);
        }
    });
    columns::of(builder).finish()
}
