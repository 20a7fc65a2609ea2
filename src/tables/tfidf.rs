//! `tfidf.csv`: which terms belong to a document rather than to all.

use std::sync::{Arc, LazyLock};

use super::table::Unit::{Count, Label, Number};
use super::{Analysed, Context, Options, Table, analysed_part, n_parts};
use crate::corpus::{Corpus, TermCounter, TermTotals};
use crate::stats::tfidf::{self, Scheme};

/// One term in one document.
struct Row<'r> {
    id: &'r str,
    source: &'r str,
    term: &'r str,
    tf: u32,
    df: u32,
    value: f64,
}

/// Builds the table: article by article, the highest value first.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, options) = (context.corpus, context.options);
    let totals = Arc::clone(&context.totals);
    let all = Arc::clone(&totals);
    let n = n_parts(corpus.articles.len());
    let n_documents = corpus.analysed().count();
    Table::in_parts("tfidf", "one row per article and term", n, move |i, emit| {
        let mut counter = TermCounter::new(corpus);
        for analysed in analysed_part(corpus, i) {
            let weighed = weigh(analysed, &mut counter, &totals, n_documents, corpus, options);
            for (term, tf, value) in weighed {
                let i = term as usize;
                emit(&Row {
                    id: &analysed.article.id,
                    source: &analysed.article.group,
                    term: &corpus.lexicon.terms[i],
                    tf,
                    df: totals.df[i],
                    value,
                });
            }
        }
    })
    .shared(move || {
        LazyLock::force(&all);
    })
    .column("doc_id", Label, "article", |row: &Row<'_>| row.id.into())
    .column("source", Label, "outlet", |row| row.source.into())
    .column("term", Label, "stem", |row| row.term.into())
    .column("tf", Count, "occurrences in the article", |row| row.tf.into())
    .column("df", Count, "articles with the term", |row| row.df.into())
    .column("tfidf", Number, "tf·log10(n/df), or as `terms.tfidf_scheme` says", |row| {
        row.value.into()
    })
    .finish()
}

/// What the limit of rows takes away, in words; `None` when it takes nothing.
pub(super) fn cut(corpus: &Corpus, options: &Options) -> Option<String> {
    let limit = options.terms.tfidf_per_document;
    let is_cut = |it: &Analysed<'_>| 0 < limit && (limit as u64) < it.observation.n_types;
    let n = corpus.analysed().filter(is_cut).count();
    (0 < n).then(|| {
        format!("only the {limit} terms with the highest tf-idf are listed of long articles ({n}); see `terms.tfidf_per_document`")
    })
}

/// Terms of one document with count and value, the highest value first.
fn weigh(
    analysed: Analysed<'_>,
    counter: &mut TermCounter<'_>,
    totals: &TermTotals,
    n_documents: usize,
    corpus: &Corpus,
    options: &Options,
) -> Vec<(u32, u32, f64)> {
    let scheme = options.terms.tfidf_scheme;
    let value = |&(term, tf): &(u32, u32)| {
        let df = totals.df[term as usize];
        let value = match scheme {
            Scheme::Log10 => tfidf::log10(tf, df, n_documents),
            Scheme::Smooth => tfidf::smooth(tf, df, n_documents),
        };
        (term, tf, value)
    };
    let mut weighed: Vec<_> =
        counter.count(&corpus.counts(analysed.article)).iter().map(value).collect();
    let text = |term: u32| corpus.lexicon.terms[term as usize].as_str();
    weighed.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| text(a.0).cmp(text(b.0))));
    if scheme == Scheme::Smooth {
        let mut values: Vec<f64> = weighed.iter().map(|it| it.2).collect();
        tfidf::scale(&mut values);
        weighed.iter_mut().zip(values).for_each(|(it, value)| it.2 = value);
    }
    weighed.retain(|it| {
        let i = it.0 as usize;
        let form = &corpus.lexicon.forms[totals.top_form[i] as usize];
        options.terms.min_count <= totals.tf[i] && !options.stopwords.contains(form)
    });
    if 0 < options.terms.tfidf_per_document {
        weighed.truncate(options.terms.tfidf_per_document);
    }
    weighed
}
