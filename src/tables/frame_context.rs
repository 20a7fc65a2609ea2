//! `frame_context.csv`: which words stand around the hits of each frame.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::table::Unit::{Count, Label, Number, PerThousandTokens};
use super::{Analysed, Context, Table, analysed_part, n_parts, per_thousand};
use crate::corpus::{Corpus, PairCount, Pairs};
use crate::observe::{Evidence, FrameHit};
use crate::stats::log_odds::{Sides, weighted};
use crate::text::OVERSIZE;

/// `[frame_context]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Tokens before and behind a hit that are its context.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, 100>")]
    pub window: u32,
    /// Fewest occurrences in the context of a frame of a term that has a row.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 1, { i64::MAX }>")]
    pub min_count: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { window: 5, min_count: 1 }
    }
}

/// One term around one frame.
struct Row<'r> {
    frame: &'r str,
    term: &'r str,
    top_form: &'r str,
    sides: Sides,
    odds: Option<(f64, f64)>,
}

/// Frames with the terms around them, counted when the first part is asked for.
type Found<'c> = LazyLock<Pairs, Box<dyn FnOnce() -> Pairs + Send + 'c>>;

/// Builds the table: frame by frame, the highest `fw_z` first.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, options) = (context.corpus, &context.options.frame_context);
    let totals = Arc::clone(&context.totals);
    let find: Box<dyn FnOnce() -> Pairs + Send> = Box::new(move || around(corpus, options));
    let found: Arc<Found<'c>> = Arc::new(LazyLock::new(find));
    let n = corpus.frames.len();
    let (all, all_totals) = (Arc::clone(&found), Arc::clone(&totals));
    let about = "one row per frame and term around its hits";
    Table::in_parts("frame_context", about, n, move |i, emit| {
        let n_tokens: u64 = corpus.sources.iter().map(|it| it.n_tokens).sum();
        let prior_tokens = n_tokens as f64 / corpus.analysed().count() as f64;
        let n_around = found.n_first[i];
        let row = |pair: &PairCount| {
            let term = pair.second as usize;
            let sides = Sides {
                n: pair.n,
                n_tokens: n_around,
                n_other: totals.tf[term] - pair.n,
                n_other_tokens: n_tokens - n_around,
            };
            (pair.second, sides, weighted(sides, prior_tokens))
        };
        let of_frame = |it: &&PairCount| it.first as usize == i;
        let start = found.frequent.partition_point(|it| (it.first as usize) < i);
        let pairs = found.frequent[start..].iter().take_while(of_frame);
        let mut rows: Vec<_> = pairs.map(row).collect();
        rows.sort_unstable_by(|a, b| {
            let z = |it: &Option<(f64, f64)>| it.map_or(f64::NEG_INFINITY, |it| it.1);
            let by_term = || totals.ranks[a.0 as usize].cmp(&totals.ranks[b.0 as usize]);
            z(&b.2).total_cmp(&z(&a.2)).then_with(by_term)
        });
        let lexicon = &corpus.lexicon;
        for (term, sides, odds) in rows {
            emit(&Row {
                frame: &corpus.frames[i].name,
                term: &lexicon.terms[term as usize],
                top_form: &lexicon.forms[totals.top_form[term as usize] as usize],
                sides,
                odds,
            });
        }
    })
    .shared(move || {
        LazyLock::force(&all_totals);
        LazyLock::force(&all);
    })
    .column("frame", Label, "frame of the dictionary", |row: &Row<'_>| row.frame.into())
    .column("term", Label, "stem", |row| row.term.into())
    .column("top_form", Label, "its most frequent form in the corpus", |row| row.top_form.into())
    .column("n", Count, "occurrences around the hits of the frame", |row| row.sides.n.into())
    .column("corpus_tf", Count, "occurrences in all sources", |row| {
        (row.sides.n + row.sides.n_other).into()
    })
    .column("context_tokens", Count, "words around the hits of the frame", |row| {
        row.sides.n_tokens.into()
    })
    .column("rate_per_1k", PerThousandTokens, "occurrences relative to these words", |row| {
        per_thousand(row.sides.n, row.sides.n_tokens).into()
    })
    .column("other_rate_per_1k", PerThousandTokens, "the same among all other words", |row| {
        per_thousand(row.sides.n_other, row.sides.n_other_tokens).into()
    })
    .column("fw_delta", Number, "log odds of the two, weighted by a prior of one article", |row| {
        row.odds.map(|it| it.0).into()
    })
    .column("fw_z", Number, "fw_delta relative to its standard error", |row| {
        row.odds.map(|it| it.1).into()
    })
    .finish()
}

/// Counts frames with the terms around their hits.
fn around(corpus: &Corpus, options: &Options) -> Pairs {
    let of_frames =
        |it: Analysed<'_>| it.observation.frames.iter().map(|it| u64::from(it.n_hits)).sum::<u64>();
    let n_hits: u64 = corpus.analysed().map(of_frames).sum();
    let terms_of_forms = &corpus.lexicon.terms_of_forms;
    let bounds = (corpus.frames.len(), corpus.lexicon.terms.len());
    let n_expected = n_hits * 2 * u64::from(options.window);
    let parts = n_parts(corpus.articles.len());
    Pairs::count(parts, bounds, options.min_count, n_expected, |part, emit| {
        let with_hits = |it: &Analysed<'_>| !it.observation.frames.is_empty();
        for analysed in analysed_part(corpus, part).filter(with_hits) {
            each_around(&corpus.evidence(analysed.article), options.window, |frame, form| {
                emit(frame, terms_of_forms[form as usize]);
            });
        }
    })
}

/// Each frame of a document with each form around its hits: no further away than the window, in the
/// same sentence, in no hit of the frame itself; each token once.
fn each_around(evidence: &Evidence, window: u32, mut emit: impl FnMut(u32, u32)) {
    let sentences = evidence.sentences();
    let mut hits: Vec<&FrameHit> = evidence.hits.iter().collect();
    hits.sort_by_key(|it| (it.frame, it.token));
    // For each token the last frame so far that has a hit there, plus one.
    let mut inside = vec![0; sentences.forms.len()];
    for of_frame in hits.chunk_by(|a, b| a.frame == b.frame) {
        let frame = of_frame[0].frame;
        for hit in of_frame {
            let tokens = hit.tokens();
            inside[tokens.start as usize - 1..tokens.end as usize - 1].fill(frame + 1);
        }
        // Tokens before this one are done.
        let mut done = 0;
        for hit in of_frame {
            let sentence = sentences.range(hit.sentence as usize - 1);
            let first = hit.token.saturating_sub(1 + window) as usize;
            let last = (hit.tokens().end - 1 + window) as usize;
            let end = last.min(sentence.end);
            let start = first.max(sentence.start).max(done).min(end);
            for (form, inside) in sentences.forms[start..end].iter().zip(&inside[start..end]) {
                if *inside != frame + 1 && *form != OVERSIZE {
                    emit(frame, *form);
                }
            }
            done = done.max(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Zone;
    use crate::observe::CountsBuilder;
    use crate::text::Voice;

    fn hit(frame: u32, sentence: u32, token: u32, n_tokens: u32) -> FrameHit {
        FrameHit {
            frame,
            entry: 0,
            text: String::new(),
            sentence,
            span: (0, 0),
            token,
            n_tokens,
            zone: Zone::Body,
            voice: Voice::Author,
            negated: false,
            bytes: None,
        }
    }

    #[test]
    fn each_word_around_a_frame_counts_once_and_none_of_another_sentence_or_of_the_frame() {
        let mut builder = CountsBuilder::default();
        let counts = builder.count(0..12);
        let sequence = builder.sequence([0..9, 9..12].into_iter());
        let hits = vec![hit(0, 1, 3, 1), hit(1, 1, 4, 2), hit(0, 1, 6, 1), hit(0, 2, 12, 1)];
        let evidence = Evidence { counts, sequence, hits, ..Evidence::default() };
        let mut found: [Vec<u32>; 2] = Default::default();
        each_around(&evidence, 2, |frame, form| found[frame as usize].push(form));
        assert_eq!(found, [vec![0, 1, 3, 4, 6, 7, 9, 10], vec![1, 2, 5, 6]]);
    }
}
