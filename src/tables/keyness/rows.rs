//! The rows of `keyness.csv`: counts of terms in, measures out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::evenness::Evenness;
use super::super::terms::Zeros;
use super::super::{Options as AllOptions, per_thousand};
use super::Options;
use crate::corpus::{Corpus, Source, TermCount, TermTotals};
use crate::stats::association::Pair;
use crate::stats::log_odds::{self, Sides};
use crate::stats::log_ratio::{self, LogRatio};
use crate::stats::permutation::Test;
use crate::stats::{benjamini_hochberg, chi_square, exact_test};

/// Rows up to which every source has a row for every term, unless the settings say otherwise.
const MOST_ROWS: u64 = 1_000_000;

/// Below this expected count in a cell, the chi-square distribution is not to be trusted.
const FEW_EXPECTED: f64 = 5.0;

/// A term above this is used in few of the documents only.
const NARROW: f64 = 0.8;

/// One term in one source.
pub(super) struct Row<'r> {
    pub(super) source: &'r Source,
    pub(super) term: &'r str,
    pub(super) top_form: &'r str,
    pub(super) sides: Sides,
    /// Place of the term in the alphabet.
    rank: u32,
    /// What the counts amount to; nothing without other sources.
    pub(super) measures: Option<Measures>,
    pub(super) q: Option<f64>,
    pub(super) test: Option<Test>,
    pub(super) df: u32,
    pub(super) dp_norm: Option<f64>,
}

/// What the counts of a term on two sides amount to.
pub(super) struct Measures {
    pub(super) expected: f64,
    pub(super) g2: f64,
    pub(super) p_g2: f64,
    pub(super) ln_p_g2: f64,
    pub(super) chi2_yates: Option<f64>,
    pub(super) p_midp: Option<f64>,
    pub(super) p_fisher: Option<f64>,
    pub(super) log_ratio: Option<LogRatio>,
    /// δ and z of the weighted log odds.
    pub(super) odds: Option<(f64, f64)>,
}

impl Measures {
    /// `None` without tokens on the other side.
    fn of(sides: Sides, prior_tokens: f64, options: &AllOptions) -> Option<Measures> {
        let Sides { n, n_tokens, n_other, n_other_tokens } = sides;
        if n_tokens == 0 || n_other_tokens == 0 {
            return None;
        }
        let n_pairs = n_tokens + n_other_tokens;
        let pair = Pair { n, n_left: n + n_other, n_right: n_tokens, n_pairs };
        let expected = pair.expected();
        let times = |n: u64, of: u64| u128::from(n) * u128::from(of);
        let g2 = match times(n, n_other_tokens).cmp(&times(n_other, n_tokens)) {
            std::cmp::Ordering::Less => -pair.g2(),
            std::cmp::Ordering::Equal => 0.0,
            std::cmp::Ordering::Greater => pair.g2(),
        };
        let is_few = expected.iter().any(|it| *it < FEW_EXPECTED);
        Some(Measures {
            expected: expected[0],
            g2,
            p_g2: chi_square::p(g2.abs()),
            ln_p_g2: chi_square::ln_p(g2.abs()),
            chi2_yates: chi_square::yates(pair),
            p_midp: is_few.then(|| exact_test::mid_p(pair)),
            p_fisher: options.keyness.fisher.then(|| exact_test::fisher(pair)),
            log_ratio: log_ratio::of(sides, options.emphasis.confidence),
            odds: log_odds::weighted(sides, prior_tokens),
        })
    }

    /// The p on which q rests.
    fn p(&self) -> f64 {
        self.p_midp.unwrap_or(self.p_g2)
    }
}

impl Row<'_> {
    pub(super) fn z(&self) -> Option<f64> {
        Some(self.measures.as_ref()?.odds?.1)
    }

    /// Whether the term stands in one article only, or in few relative to their words.
    pub(super) fn is_narrow(&self) -> Option<bool> {
        let is_uneven = self.dp_norm.is_some_and(|it| NARROW < it);
        (0 < self.df).then_some(self.df == 1 || is_uneven)
    }

    pub(super) fn rate(&self) -> Option<f64> {
        per_thousand(self.sides.n, self.sides.n_tokens)
    }

    pub(super) fn other_rate(&self) -> Option<f64> {
        per_thousand(self.sides.n_other, self.sides.n_other_tokens)
    }
}

/// Which terms have a row, and what all sources share.
pub(super) struct Candidates {
    min_count: u64,
    /// Fewest occurrences in the corpus of a term that has a row in sources that do not use it.
    min_unused: u64,
    n_tokens: u64,
    /// Tokens of a mean document: the weight of the prior.
    pub(super) prior_tokens: f64,
}

impl Candidates {
    pub(super) fn of(sources: &[Source], totals: &TermTotals, options: &Options) -> Candidates {
        let n_tokens = sources.iter().map(|it| it.n_tokens).sum();
        let n_documents: usize = sources.iter().map(|it| it.articles.len()).sum();
        Candidates {
            min_count: options.min_count,
            min_unused: min_unused(totals, options, MOST_ROWS),
            n_tokens,
            prior_tokens: n_tokens as f64 / n_documents.max(1) as f64,
        }
    }

    /// The terms of one source that have a row, in alphabetical order.
    pub(super) fn of_source(&self, totals: &TermTotals, source: usize) -> Vec<TermCount> {
        let mut used = totals.by_source[source].iter().peekable();
        let mut terms = Vec::new();
        for term in &totals.alphabetical {
            let count = used.next_if(|it| it.term == *term);
            let least = if count.is_some() { self.min_count } else { self.min_unused };
            if least <= totals.tf[*term as usize] {
                terms.push(count.copied().unwrap_or(TermCount { term: *term, df: 0, tf: 0 }));
            }
        }
        terms
    }

    /// A term in a source and in all others.
    pub(super) fn sides(&self, totals: &TermTotals, source: &Source, count: TermCount) -> Sides {
        Sides {
            n: count.tf,
            n_tokens: source.n_tokens,
            n_other: totals.tf[count.term as usize] - count.tf,
            n_other_tokens: self.n_tokens - source.n_tokens,
        }
    }
}

/// Fewest occurrences in the corpus of a term that has a row in sources that do not use it; as low
/// as the limit of rows allows where the settings leave it open.
fn min_unused(totals: &TermTotals, options: &Options, most_rows: u64) -> u64 {
    match options.zeros {
        Zeros::Always => return options.min_count,
        Zeros::Never => return u64::MAX,
        Zeros::Auto => {}
    }
    // For each count in the corpus the rows of sources that do not use a term as frequent.
    let mut unused: BTreeMap<Reverse<u64>, u64> = BTreeMap::new();
    let mut n_rows = 0;
    for term in totals.alphabetical.iter().map(|it| *it as usize) {
        if options.min_count <= totals.tf[term] {
            *unused.entry(Reverse(totals.tf[term])).or_default() += totals.by_source.len() as u64;
        }
    }
    for count in totals.by_source.iter().flatten() {
        if let Some(n) = unused.get_mut(&Reverse(totals.tf[count.term as usize])) {
            *n -= 1;
            n_rows += 1;
        }
    }
    for (Reverse(tf), n) in unused {
        n_rows += n;
        if most_rows < n_rows {
            return tf + 1;
        }
    }
    options.min_count
}

/// What the limit of rows takes away, in words; `None` when it takes nothing.
pub(in super::super) fn cut(totals: &TermTotals, options: &Options) -> Option<String> {
    let least = min_unused(totals, options, MOST_ROWS);
    let is_cut = options.zeros == Zeros::Auto && options.min_count < least;
    is_cut.then(|| {
        format!("a source has no rows for terms that it does not use and that stand fewer than {least} times in the corpus, as there would be over {MOST_ROWS} rows; see `keyness.zeros`")
    })
}

/// All rows of one source, the words that belong to it most first.
pub(super) fn of_source<'r>(
    corpus: &'r Corpus,
    totals: &TermTotals,
    candidates: &Candidates,
    i: usize,
    tests: &BTreeMap<u32, Test>,
    options: &AllOptions,
) -> Vec<Row<'r>> {
    let source = &corpus.sources[i];
    let evenness = Evenness::of(corpus, source, &totals.by_source[i]);
    let row = |count: TermCount| {
        let term = count.term as usize;
        let sides = candidates.sides(totals, source, count);
        Row {
            source,
            term: &corpus.lexicon.terms[term],
            top_form: &corpus.lexicon.forms[totals.top_form[term] as usize],
            sides,
            rank: totals.ranks[term],
            measures: Measures::of(sides, candidates.prior_tokens, options),
            q: None,
            test: tests.get(&count.term).copied(),
            df: count.df,
            dp_norm: evenness.dp_norm(count.term),
        }
    };
    let mut rows: Vec<Row<'r>> = candidates.of_source(totals, i).into_iter().map(row).collect();
    let p: Vec<Option<f64>> =
        rows.iter().map(|row| row.measures.as_ref().map(Measures::p)).collect();
    for (row, q) in rows.iter_mut().zip(benjamini_hochberg::adjusted(&p)) {
        row.q = q;
    }
    // A word without z comes last.
    let z = |row: &Row<'_>| row.z().unwrap_or(f64::NEG_INFINITY);
    rows.sort_unstable_by(|a, b| z(b).total_cmp(&z(a)).then(a.rank.cmp(&b.rank)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of two sources and three terms: 0 stands 9 times, 1 five times, 2 three times.
    fn counts() -> TermTotals {
        let count = |term, tf| TermCount { term, df: 1, tf };
        TermTotals {
            forms: vec![9, 5, 3],
            tf: vec![9, 5, 3],
            df: vec![2, 1, 1],
            top_form: vec![0, 1, 2],
            alphabetical: vec![0, 1, 2],
            ranks: vec![0, 1, 2],
            by_source: vec![vec![count(0, 4), count(1, 5)], vec![count(0, 5), count(2, 3)]],
        }
    }

    #[test]
    fn rows_of_words_that_a_source_does_not_use_are_cut_from_the_rarest_on() {
        let totals = counts();
        let auto = Options::default();
        let least = |most| min_unused(&totals, &auto, most);
        assert_eq!([least(6), least(5), least(4)], [3, 4, 6]);
        let never = Options { zeros: Zeros::Never, ..auto.clone() };
        assert_eq!(min_unused(&totals, &never, 6), u64::MAX);
        assert_eq!(cut(&totals, &auto), None);
    }

    #[test]
    fn a_source_has_a_row_for_every_frequent_word_of_the_corpus() {
        let totals = counts();
        let of = |options: &Options, i: usize| {
            let candidates = Candidates::of(&[], &totals, options);
            candidates.of_source(&totals, i).iter().map(|it| (it.term, it.tf)).collect::<Vec<_>>()
        };
        let auto = Options::default();
        assert_eq!(of(&auto, 0), [(0, 4), (1, 5), (2, 0)]);
        assert_eq!(of(&Options { min_count: 4, ..auto.clone() }, 1), [(0, 5), (1, 0)]);
        assert_eq!(of(&Options { zeros: Zeros::Never, ..auto }, 1), [(0, 5), (2, 3)]);
    }
}
