//! `collocations.csv`: which words stand side by side more often than chance would have it.

use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::table::Unit::{Count, Label, Log2, Number};
use super::{Context, Table, analysed_part, n_parts};
use crate::corpus::{Corpus, PairCount, Pairs};
use crate::stats::association::Pair;
use crate::text::OVERSIZE;

/// `[collocations]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Fewest occurrences of a pair that has a row.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, { i64::MAX }>")]
    pub min_count: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { min_count: 3 }
    }
}

/// Parts that the rows are written in.
const PARTS: usize = 64;

/// Two neighbours.
struct Row<'r> {
    left: &'r str,
    right: &'r str,
    pair: Pair,
}

/// All pairs that have rows, counted when the first part is asked for.
type Found<'c> = LazyLock<Collocations, Box<dyn FnOnce() -> Collocations + Send + 'c>>;

/// Builds the table: the highest G2 first.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, min_count) = (context.corpus, context.options.collocations.min_count);
    let find: Box<dyn FnOnce() -> Collocations + Send> =
        Box::new(move || Collocations::of(corpus, min_count));
    let found: Arc<Found<'c>> = Arc::new(LazyLock::new(find));
    let all = Arc::clone(&found);
    let about = "one row per pair of neighbouring forms inside a sentence";
    Table::in_parts("collocations", about, PARTS, move |i, emit| {
        let n = found.pairs.frequent.len();
        for pair in &found.pairs.frequent[n * i / PARTS..n * (i + 1) / PARTS] {
            let text = |it: u32| &*corpus.lexicon.forms[found.alphabetical[it as usize] as usize];
            emit(&Row {
                left: text(pair.first),
                right: text(pair.second),
                pair: table_of(&found.pairs, pair),
            });
        }
    })
    .shared(move || {
        LazyLock::force(&all);
    })
    .column("left", Label, "the form that stands first", |row: &Row<'_>| row.left.into())
    .column("right", Label, "the form behind it", |row| row.right.into())
    .column("n", Count, "occurrences of the pair", |row| row.pair.n.into())
    .column("n_left", Count, "pairs that begin with the left form", |row| row.pair.n_left.into())
    .column("n_right", Count, "pairs that end with the right form", |row| row.pair.n_right.into())
    .column("n_pairs", Count, "all pairs", |row| row.pair.n_pairs.into())
    .column("pmi", Log2, "pointwise mutual information", |row| row.pair.pmi().into())
    .column("npmi", Number, "the same between 0 (independent) and 1 (only together)", |row| {
        row.pair.npmi().into()
    })
    .column("g2", Number, "log-likelihood ratio, without sign: see pmi", |row| row.pair.g2().into())
    .column("lambda", Number, "log odds ratio with ½ added to each cell", |row| {
        row.pair.lambda().0.into()
    })
    .column("z", Number, "lambda relative to its standard error", |row| row.pair.lambda().1.into())
    .finish()
}

fn table_of(pairs: &Pairs, pair: &PairCount) -> Pair {
    Pair {
        n: pair.n,
        n_left: pairs.n_first[pair.first as usize],
        n_right: pairs.n_second[pair.second as usize],
        n_pairs: pairs.n,
    }
}

/// Pairs of neighbours, the highest G2 first.
struct Collocations {
    /// Forms by their ranks in the alphabet, one of each text.
    alphabetical: Vec<u32>,
    /// Pairs of ranks.
    pairs: Pairs,
}

impl Collocations {
    fn of(corpus: &Corpus, min_count: u64) -> Collocations {
        let (alphabetical, ranks) = alphabet(&corpus.lexicon.forms);
        let n_tokens = corpus.sources.iter().map(|it| it.n_tokens).sum();
        let n = alphabetical.len();
        let each = |part: usize, emit: &mut dyn FnMut(u32, u32)| {
            for analysed in analysed_part(corpus, part) {
                let sentences = corpus.sentences(analysed.article);
                for sentence in sentences.ranges() {
                    for pair in sentences.forms[sentence].windows(2) {
                        if !pair.contains(&OVERSIZE) {
                            emit(ranks[pair[0] as usize], ranks[pair[1] as usize]);
                        }
                    }
                }
            }
        };
        let parts = n_parts(corpus.articles.len());
        let mut pairs = Pairs::count(parts, (n, n), min_count, n_tokens, each);
        let mut frequent = std::mem::take(&mut pairs.frequent);
        let g2 = |it: &PairCount| table_of(&pairs, it).g2();
        let mut keyed: Vec<(f64, PairCount)> =
            frequent.par_iter().map(|it| (g2(it), *it)).collect();
        // Ranks are in the order of the texts.
        keyed.par_sort_unstable_by(|(a_g2, a), (b_g2, b)| {
            let by_text = (a.first, a.second).cmp(&(b.first, b.second));
            b_g2.total_cmp(a_g2).then(b.n.cmp(&a.n)).then(by_text)
        });
        frequent.iter_mut().zip(keyed).for_each(|(to, (_, pair))| *to = pair);
        Collocations { alphabetical, pairs: Pairs { frequent, ..pairs } }
    }
}

/// Forms in the order of the alphabet, and the rank of each; a form that stands in several
/// languages has one rank.
fn alphabet(forms: &[String]) -> (Vec<u32>, Vec<u32>) {
    let text = |it: &u32| forms[*it as usize].as_str();
    let mut alphabetical: Vec<u32> = (0..forms.len() as u32).collect();
    alphabetical.par_sort_unstable_by(|a, b| text(a).cmp(text(b)));
    let (mut ranks, mut rank) = (vec![0; forms.len()], 0);
    for (i, form) in alphabetical.iter().enumerate() {
        rank += u32::from(0 < i && text(form) != text(&alphabetical[i - 1]));
        ranks[*form as usize] = rank;
    }
    alphabetical.dedup_by(|a, b| text(a) == text(b));
    (alphabetical, ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_two_languages_has_one_rank() {
        let forms = ["port", "a", "port", "ark"].map(str::to_owned);
        let (alphabetical, ranks) = alphabet(&forms);
        assert_eq!(ranks, [2, 0, 2, 1]);
        let texts: Vec<&str> = alphabetical.iter().map(|it| &*forms[*it as usize]).collect();
        assert_eq!(texts, ["a", "ark", "port"]);
    }
}
