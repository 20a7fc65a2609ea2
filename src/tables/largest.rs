//! The sources of tables that would be too long with all.

use std::cmp::Reverse;

use crate::corpus::Corpus;

/// Places of the `most` sources with the most words, in order of their names.
pub(super) fn sources(corpus: &Corpus, most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..corpus.sources.len()).collect();
    // Stable: among equals the first by name.
    places.sort_by_key(|it| Reverse(corpus.sources[*it].n_tokens));
    places.truncate(most);
    places.sort_unstable();
    places
}

/// What that takes away, in words; `None` when it takes nothing.
pub(super) fn cut(corpus: &Corpus, most: usize) -> Option<String> {
    (most < corpus.sources.len())
        .then(|| format!("only the {most} sources with the most words have rows of their own"))
}
