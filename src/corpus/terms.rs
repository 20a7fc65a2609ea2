//! Counts of forms in, counts of terms out: per document, and over the corpus.

use rayon::prelude::*;

use super::{Analysed, Article, Corpus};
use crate::observe::Counts;

/// How often each term, and each form, stands in the whole corpus.
#[derive(Debug, Default)]
pub struct TermTotals {
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
}

impl TermTotals {
    /// Adds up all analysed articles.
    pub fn of(corpus: &Corpus) -> TermTotals {
        let lexicon = &corpus.lexicon;
        let n_terms = lexicon.terms.len();
        let n_articles = corpus.articles.len().div_ceil(rayon::current_num_threads()).max(1);
        let sums = corpus.articles.par_chunks(n_articles).map(|it| Sums::of(corpus, it));
        let Sums { forms: form_counts, tf, df } = sums.reduce(|| Sums::none(0, 0), Sums::plus);
        let mut totals = TermTotals {
            tf,
            df,
            top_form: vec![u32::MAX; n_terms],
            alphabetical: Vec::new(),
            ranks: vec![0; n_terms],
        };
        for (form, term) in lexicon.terms_of_forms.iter().enumerate() {
            let best = &mut totals.top_form[*term as usize];
            let rank = |form: u32| {
                let i = form as usize;
                (std::cmp::Reverse(form_counts[i]), lexicon.forms[i].as_str())
            };
            if *best == u32::MAX || rank(form as u32) < rank(*best) {
                *best = form as u32;
            }
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
        totals
    }
}

/// Counts of a part of the articles.
struct Sums {
    forms: Vec<u64>,
    tf: Vec<u64>,
    df: Vec<u32>,
}

impl Sums {
    fn none(n_forms: usize, n_terms: usize) -> Sums {
        Sums { forms: vec![0; n_forms], tf: vec![0; n_terms], df: vec![0; n_terms] }
    }

    fn of(corpus: &Corpus, articles: &[Article]) -> Sums {
        let lexicon = &corpus.lexicon;
        let mut sums = Sums::none(lexicon.forms.len(), lexicon.terms.len());
        let mut counter = TermCounter::new(corpus);
        for analysed in articles.iter().filter_map(Analysed::of) {
            let counts = corpus.counts(analysed.article);
            for (form, count) in counts.iter() {
                sums.forms[form as usize] += u64::from(count);
            }
            for &(term, count) in counter.count(&counts) {
                sums.tf[term as usize] += u64::from(count);
                sums.df[term as usize] += 1;
            }
        }
        sums
    }

    fn plus(mut self, other: Sums) -> Sums {
        if self.forms.is_empty() {
            return other;
        }
        self.forms.iter_mut().zip(other.forms).for_each(|(sum, n)| *sum += n);
        self.tf.iter_mut().zip(other.tf).for_each(|(sum, n)| *sum += n);
        self.df.iter_mut().zip(other.df).for_each(|(sum, n)| *sum += n);
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
