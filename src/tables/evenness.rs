//! How evenly each term is spread over the articles of one source.

use crate::corpus::{Corpus, Source, TermCount, TermCounter};
use crate::stats::dispersion::{self, Deviation};

/// How evenly each term is spread over the articles of one source.
pub(super) struct Evenness {
    spread: Vec<Spread>,
    smallest_share: f64,
    n_documents: usize,
}

/// What one look at a term needs, side by side in memory.
#[derive(Clone, Copy, Default)]
struct Spread {
    /// Occurrences of the term in the source.
    total: u64,
    deviation: Deviation,
}

impl Evenness {
    /// Reads the articles of a source; `used` are the terms in them.
    pub(super) fn of(corpus: &Corpus, source: &Source, used: &[TermCount]) -> Evenness {
        let mut spread = vec![Spread::default(); corpus.lexicon.terms.len()];
        for count in used {
            spread[count.term as usize].total = count.tf;
        }
        let mut smallest_share = 1.0_f64;
        let mut counter = TermCounter::new(corpus);
        for analysed in corpus.of_source(source) {
            let share = analysed.observation.n_tokens() as f64 / source.n_tokens as f64;
            smallest_share = smallest_share.min(share);
            for &(term, count) in counter.count(&corpus.counts(analysed.article)) {
                let Spread { total, deviation } = &mut spread[term as usize];
                deviation.add(count.into(), *total, share);
            }
        }
        Evenness { spread, smallest_share, n_documents: source.articles.len() }
    }

    /// Whether the source uses a term.
    pub(super) fn is_used(&self, term: u32) -> bool {
        0 < self.spread[term as usize].total
    }

    /// Deviation of proportions of a term; `None` where the source does not use it.
    pub(super) fn dp(&self, term: u32) -> Option<f64> {
        self.is_used(term).then(|| self.spread[term as usize].deviation.dp())
    }

    /// The same relative to its largest value; `None` also for a source with one article.
    pub(super) fn dp_norm(&self, term: u32) -> Option<f64> {
        dispersion::dp_norm(self.dp(term)?, self.smallest_share, self.n_documents)
    }
}
