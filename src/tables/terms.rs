//! `terms.csv`: how often each source uses each term.

use std::cmp::Reverse;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::evenness::Evenness;
use super::table::Unit::{Count, Label, PerThousandTokens, Share};
use super::{Context, Table, per_thousand, share};
use crate::corpus::{Corpus, Source, TermCount, TermTotals};
use crate::stats::tfidf::Scheme;

/// `[terms]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Words whose rows are left out of terms.csv and tfidf.csv.
    pub stopwords: String,
    /// Fewest occurrences in the corpus of a term that has rows.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, { i64::MAX }>")]
    pub min_count: u64,
    /// Whether a source has a row for a term that it does not use.
    pub zeros: Zeros,
    /// How tf-idf is computed.
    pub tfidf_scheme: Scheme,
    /// Most rows of a document in tfidf.csv; 0 for all.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 0, { i64::MAX }>")]
    pub tfidf_per_document: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            stopwords: "none".to_owned(),
            min_count: 1,
            zeros: Zeros::Auto,
            tfidf_scheme: Scheme::Log10,
            tfidf_per_document: 100,
        }
    }
}

/// Whether a source has a row for a term that it does not use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    /// As long as the table has no more than `MOST_WITH_ZEROS` rows.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Rows up to which every source has a row for every term, unless the settings say otherwise.
const MOST_WITH_ZEROS: usize = 1_000_000;

/// Whether a source has a row for a term that it does not use, in this corpus.
fn has_zeros(corpus: &Corpus, totals: &TermTotals, zeros: Zeros) -> bool {
    match zeros {
        Zeros::Auto => corpus.sources.len() * totals.alphabetical.len() <= MOST_WITH_ZEROS,
        Zeros::Always => true,
        Zeros::Never => false,
    }
}

/// What leaving out zeros takes away, in words; `None` when nothing is.
pub(super) fn cut(corpus: &Corpus, totals: &TermTotals, options: &Options) -> Option<String> {
    let is_cut = options.zeros == Zeros::Auto && !has_zeros(corpus, totals, options.zeros);
    is_cut.then(|| {
        format!("a source has rows for the terms that it uses only, as there would be over {MOST_WITH_ZEROS} rows; see `terms.zeros`")
    })
}

/// One term in one source.
struct Row<'r> {
    term: &'r str,
    top_form: &'r str,
    source: &'r Source,
    tf: u64,
    df: u32,
    corpus_tf: u64,
    corpus_df: u32,
    dp: Option<f64>,
    dp_norm: Option<f64>,
}

/// Builds the table: source by source, the most frequent term first.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, options) = (context.corpus, context.options);
    let totals = Arc::clone(&context.totals);
    let all = Arc::clone(&totals);
    let n = corpus.sources.len();
    Table::in_parts("terms", "one row per source and term", n, move |i, emit| {
        let source = &corpus.sources[i];
        let evenness = Evenness::of(corpus, source, &totals.by_source[i]);
        let lexicon = &corpus.lexicon;
        let is_listed = |term: &u32| {
            let i = *term as usize;
            let form = &lexicon.forms[totals.top_form[i] as usize];
            options.terms.min_count <= totals.tf[i] && !options.stopwords.contains(form)
        };
        let unused = |term: &u32| TermCount { term: *term, df: 0, tf: 0 };
        let mut terms = totals.by_source[i].clone();
        if has_zeros(corpus, &totals, options.terms.zeros) {
            let is_unused = |term: &&u32| !evenness.is_used(**term);
            terms.extend(totals.alphabetical.iter().filter(is_unused).map(unused));
        }
        terms.retain(|it| is_listed(&it.term));
        terms.sort_unstable_by_key(|it| (Reverse(it.tf), totals.ranks[it.term as usize]));
        for TermCount { term, df, tf } in terms {
            let i = term as usize;
            emit(&Row {
                term: &lexicon.terms[i],
                top_form: &lexicon.forms[totals.top_form[i] as usize],
                source,
                tf,
                df,
                corpus_tf: totals.tf[i],
                corpus_df: totals.df[i],
                dp: evenness.dp(term),
                dp_norm: evenness.dp_norm(term),
            });
        }
    })
    .shared(move || {
        LazyLock::force(&all);
    })
    .column("term", Label, "stem", |row: &Row<'_>| row.term.into())
    .column("top_form", Label, "its most frequent form in the corpus", |row| row.top_form.into())
    .column("source", Label, "outlet", |row| (&row.source.name).into())
    .column("tf", Count, "occurrences in the source", |row| row.tf.into())
    .column("rate_per_1k", PerThousandTokens, "occurrences relative to the source's words", |row| {
        per_thousand(row.tf, row.source.n_tokens).into()
    })
    .column("doc_freq", Count, "articles of the source with the term", |row| row.df.into())
    .column("doc_share", Share, "articles with the term relative to all of the source", |row| {
        share(row.df.into(), row.source.articles.len() as u64).into()
    })
    .column("corpus_tf", Count, "occurrences in all sources", |row| row.corpus_tf.into())
    .column("corpus_doc_freq", Count, "articles of all sources with the term", |row| {
        row.corpus_df.into()
    })
    .column("dp", Share, "deviation of proportions over the source's articles; 0 is even", |row| {
        row.dp.into()
    })
    .column("dp_norm", Share, "dp relative to its largest possible value", |row| row.dp_norm.into())
    .finish()
}
