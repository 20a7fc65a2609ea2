//! Counts of forms in, counts of terms out: per document, and over the corpus.

use super::Corpus;
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
        let (n_forms, n_terms) = (lexicon.forms.len(), lexicon.terms.len());
        let mut form_counts = vec![0_u64; n_forms];
        let mut totals = TermTotals {
            tf: vec![0; n_terms],
            df: vec![0; n_terms],
            top_form: vec![u32::MAX; n_terms],
            alphabetical: Vec::new(),
            ranks: vec![0; n_terms],
        };
        let mut counter = TermCounter::new(corpus);
        for analysed in corpus.analysed() {
            let counts = corpus.counts(analysed.article);
            for (form, count) in counts.iter() {
                form_counts[form as usize] += u64::from(count);
            }
            for &(term, count) in counter.count(&counts) {
                totals.tf[term as usize] += u64::from(count);
                totals.df[term as usize] += 1;
            }
        }
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
        used.sort_unstable_by(|a, b| lexicon.terms[*a as usize].cmp(&lexicon.terms[*b as usize]));
        for (rank, term) in used.iter().enumerate() {
            totals.ranks[*term as usize] = rank as u32;
        }
        totals.alphabetical = used;
        totals
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
