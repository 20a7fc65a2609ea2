//! The rows of `keyness.csv` that are tested with the document as the unit.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::Options as AllOptions;
use super::Options;
use super::rows::Candidates;
use crate::corpus::{Corpus, TermCount, TermCounter, TermTotals};
use crate::stats::log_odds;
use crate::stats::permutation::Test;
use crate::stats::term_permutation::{self, Documents, Postings, Question};

/// Rows that are tested at most, over all sources.
const MOST_TESTED: usize = 5_000;

/// Rows of each source that are tested.
fn n_tested(n_sources: usize, options: &Options) -> usize {
    options.document_test_top.min((MOST_TESTED / n_sources.max(1)).max(1))
}

/// What the limit of tests takes away, in words; `None` when it takes nothing.
pub(in super::super) fn cut(corpus: &Corpus, options: &Options) -> Option<String> {
    let n = n_tested(corpus.sources.len(), options);
    (n < options.document_test_top).then(|| {
        format!("only {n} rows of each source have p_doc, as over {MOST_TESTED} would be tested; see `keyness.document_test_top`")
    })
}

/// For each source the tests of its terms with the largest |fw_z|.
pub(super) fn tests(
    corpus: &Corpus,
    totals: &TermTotals,
    candidates: &Candidates,
    options: &AllOptions,
) -> Vec<BTreeMap<u32, Test>> {
    let n_sources = corpus.sources.len();
    let n_top = n_tested(n_sources, &options.keyness);
    let mut tests = vec![BTreeMap::new(); n_sources];
    if n_sources < 2 || n_top == 0 {
        return tests;
    }
    let sources = (0..n_sources).into_par_iter();
    let top: Vec<Vec<u32>> = sources.map(|it| top(corpus, totals, candidates, it, n_top)).collect();
    let postings = postings(corpus, &top);
    let sizes: Vec<usize> = corpus.sources.iter().map(|it| it.articles.len()).collect();
    let of_source = |source| corpus.of_source(source).map(|it| it.observation.n_tokens());
    let tokens: Vec<u64> = corpus.sources.iter().flat_map(of_source).collect();
    let asked: Vec<(usize, u32)> = top
        .iter()
        .enumerate()
        .flat_map(|(source, terms)| terms.iter().map(move |term| (source, *term)))
        .collect();
    let question =
        |(group, term): &(usize, u32)| Question { group: *group, postings: &postings[term] };
    let questions: Vec<Question<'_>> = asked.iter().map(question).collect();
    let documents = Documents { sizes: &sizes, tokens: &tokens };
    let (replicates, seed) = (options.emphasis.permutations, options.emphasis.seed);
    let answers = term_permutation::tests(&documents, &questions, replicates, seed);
    for ((source, term), test) in asked.into_iter().zip(answers) {
        tests[source].extend(test.map(|it| (term, it)));
    }
    tests
}

/// The terms of a source with the largest |fw_z|, the first by alphabet among equals.
fn top(
    corpus: &Corpus,
    totals: &TermTotals,
    candidates: &Candidates,
    source: usize,
    n_top: usize,
) -> Vec<u32> {
    let z = |count: TermCount| {
        let sides = candidates.sides(totals, &corpus.sources[source], count);
        Some((log_odds::weighted(sides, candidates.prior_tokens)?.1.abs(), count.term))
    };
    let all = candidates.of_source(totals, source).into_iter();
    let mut terms: Vec<(f64, u32)> = all.filter_map(z).collect();
    // Stable: terms come in alphabetical order.
    terms.sort_by(|a, b| b.0.total_cmp(&a.0));
    terms.truncate(n_top);
    terms.into_iter().map(|it| it.1).collect()
}

/// Where each tested term stands, documents source by source.
fn postings(corpus: &Corpus, top: &[Vec<u32>]) -> BTreeMap<u32, Postings> {
    let mut tested: Vec<u32> = top.iter().flatten().copied().collect();
    tested.sort_unstable();
    tested.dedup();
    let mut places = vec![u32::MAX; corpus.lexicon.terms.len()];
    for (place, term) in (0..).zip(&tested) {
        places[*term as usize] = place;
    }
    let mut first = 0;
    let starts = corpus.sources.iter().map(|it| {
        first += it.articles.len();
        first - it.articles.len()
    });
    let starts: Vec<usize> = starts.collect();
    let mut postings = vec![Postings::default(); tested.len()];
    // A few sources at a time: what they found is added in their order.
    let sources: Vec<usize> = (0..corpus.sources.len()).collect();
    for sources in sources.chunks(rayon::current_num_threads()) {
        let of_source = |source: &usize| {
            let mut found = vec![Postings::default(); tested.len()];
            let mut counter = TermCounter::new(corpus);
            let analysed = corpus.of_source(&corpus.sources[*source]);
            for (document, analysed) in (starts[*source] as u32..).zip(analysed) {
                for &(term, count) in counter.count(&corpus.counts(analysed.article)) {
                    if let Some(found) = found.get_mut(places[term as usize] as usize) {
                        found.push(document, count);
                    }
                }
            }
            found
        };
        let found: Vec<Vec<Postings>> = sources.par_iter().map(of_source).collect();
        for found in found {
            postings.iter_mut().zip(&found).for_each(|(all, found)| all.append(found));
        }
    }
    tested.into_iter().zip(postings).collect()
}
