//! Counts of forms in, counts of terms out: per document, and over the corpus.

use std::mem::take;

use rayon::prelude::*;

use super::Corpus;
use crate::observe::Counts;
use crate::text::Lexicon;

/// How often each term stands in the whole corpus, and in each source.
#[derive(Debug, Default)]
pub struct TermTotals {
    /// Occurrences of each form in all analysed articles.
    pub forms: Vec<u64>,
    /// Occurrences of each term in all analysed articles.
    pub tf: Vec<u64>,
    /// Analysed articles that hold each term.
    pub df: Vec<u32>,
    /// The most frequent form of each term, the first by alphabet among equals.
    pub top_form: Vec<u32>,
    /// Terms in alphabetical order of their bytes; only those that stand in an analysed article.
    pub alphabetical: Vec<u32>,
    /// Place of each term in `alphabetical`.
    pub ranks: Vec<u32>,
    /// For each source, the terms that it uses, in alphabetical order.
    pub by_source: Vec<Vec<TermCount>>,
}

/// How often a term stands in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermCount {
    /// The term.
    pub term: u32,
    /// Analysed articles of the source that hold it.
    pub df: u32,
    /// Occurrences in them.
    pub tf: u64,
}

impl TermTotals {
    /// Adds up all analysed articles, source by source.
    pub fn of(corpus: &Corpus) -> TermTotals {
        let lexicon = &corpus.lexicon;
        let n_terms = lexicon.terms.len();
        let add = |sums: Sums, source: usize| sums.add(corpus, source);
        let sums = (0..corpus.sources.len()).into_par_iter().fold(|| Sums::none(corpus), add);
        let Sums { forms, by_source, .. } = sums.reduce(|| Sums::none(corpus), Sums::plus);
        let mut totals = TermTotals {
            tf: vec![0; n_terms],
            df: vec![0; n_terms],
            top_form: top_forms(&forms, lexicon),
            forms,
            alphabetical: Vec::new(),
            ranks: vec![0; n_terms],
            by_source,
        };
        for count in totals.by_source.iter().flatten() {
            totals.tf[count.term as usize] += count.tf;
            totals.df[count.term as usize] += count.df;
        }
        let mut used: Vec<u32> = (0..n_terms as u32).collect();
        used.retain(|it| 0 < totals.df[*it as usize]);
        used.par_sort_unstable_by(|a, b| {
            lexicon.terms[*a as usize].cmp(&lexicon.terms[*b as usize])
        });
        for (rank, term) in used.iter().enumerate() {
            totals.ranks[*term as usize] = rank as u32;
        }
        totals.alphabetical = used;
        let ranks = &totals.ranks;
        let sort = |it: &mut Vec<TermCount>| it.sort_unstable_by_key(|it| ranks[it.term as usize]);
        totals.by_source.par_iter_mut().for_each(sort);
        totals
    }
}

/// The most frequent form of each term.
fn top_forms(counts: &[u64], lexicon: &Lexicon) -> Vec<u32> {
    let mut top_form = vec![u32::MAX; lexicon.terms.len()];
    for (form, term) in lexicon.terms_of_forms.iter().enumerate() {
        let best = &mut top_form[*term as usize];
        let rank = |form: u32| {
            let i = form as usize;
            (std::cmp::Reverse(counts[i]), lexicon.forms[i].as_str())
        };
        if *best == u32::MAX || rank(form as u32) < rank(*best) {
            *best = form as u32;
        }
    }
    top_form
}

/// Counts of some of the sources.
struct Sums {
    forms: Vec<u64>,
    by_source: Vec<Vec<TermCount>>,
    /// Counts of the source that is added up, each term at its number.
    tf: Vec<u64>,
    df: Vec<u32>,
}

impl Sums {
    fn none(corpus: &Corpus) -> Sums {
        let (n_forms, n_terms) = (corpus.lexicon.forms.len(), corpus.lexicon.terms.len());
        let by_source = vec![Vec::new(); corpus.sources.len()];
        Sums { forms: vec![0; n_forms], by_source, tf: vec![0; n_terms], df: vec![0; n_terms] }
    }

    fn add(mut self, corpus: &Corpus, source: usize) -> Sums {
        let mut counter = TermCounter::new(corpus);
        let mut used = Vec::new();
        for analysed in corpus.of_source(&corpus.sources[source]) {
            let counts = corpus.counts(analysed.article);
            for (form, count) in counts.iter() {
                self.forms[form as usize] += u64::from(count);
            }
            for &(term, count) in counter.count(&counts) {
                let i = term as usize;
                if self.df[i] == 0 {
                    used.push(term);
                }
                self.tf[i] += u64::from(count);
                self.df[i] += 1;
            }
        }
        let count = |term: u32| {
            let i = term as usize;
            TermCount { term, df: take(&mut self.df[i]), tf: take(&mut self.tf[i]) }
        };
        self.by_source[source] = used.into_iter().map(count).collect();
        self
    }

    fn plus(mut self, other: Sums) -> Sums {
        self.forms.iter_mut().zip(other.forms).for_each(|(sum, n)| *sum += n);
        let both = self.by_source.iter_mut().zip(other.by_source);
        both.filter(|it| !it.1.is_empty()).for_each(|(own, theirs)| *own = theirs);
        self
    }
}

/// Adds up the forms of one document after the other by their terms.
pub struct TermCounter<'c> {
    terms_of_forms: &'c [u32],
    /// For each term its place in `terms`, plus one; 0 when it is not there.
    places: Vec<u32>,
    terms: Vec<(u32, u32)>,
}

impl<'c> TermCounter<'c> {
    /// A counter for the documents of one corpus.
    pub fn new(corpus: &'c Corpus) -> Self {
        let lexicon = &corpus.lexicon;
        let places = vec![0; lexicon.terms.len()];
        TermCounter { terms_of_forms: &lexicon.terms_of_forms, places, terms: Vec::new() }
    }

    /// Each term of a document with its count, in the order of first sight.
    pub fn count(&mut self, counts: &Counts) -> &[(u32, u32)] {
        for (term, _) in self.terms.drain(..) {
            self.places[term as usize] = 0;
        }
        for (form, count) in counts.iter() {
            let term = self.terms_of_forms[form as usize];
            let place = &mut self.places[term as usize];
            if *place == 0 {
                self.terms.push((term, 0));
                *place = self.terms.len() as u32;
            }
            self.terms[*place as usize - 1].1 += count;
        }
        &self.terms
    }
}
