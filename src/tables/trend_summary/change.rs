//! Articles of one source in, how much more it uses each frame in the later half of the time out.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::emphasis::comparison::Comparison;
use super::super::emphasis::units::{Matrix, SideSums, Sides, sentences};
use super::super::{EmphasisOptions, trends};
use crate::corpus::{Analysed, Corpus};
use crate::stats::Units;
use crate::stats::emphasis::Prior;

/// One frame in the later half of the time against the earlier half.
pub(in crate::tables) struct Change {
    /// Articles of the later half, then of the earlier.
    pub(in crate::tables) halves: [Units; 2],
    pub(in crate::tables) comparison: Comparison,
}

/// Last day of the earlier half of a range of days.
pub(super) fn split((first, last): (Date, Date)) -> Date {
    let days = first.until(last).map_or(0, |it| it.get_days());
    first.saturating_add((days / 2).days())
}

/// The change of every frame within one source, or all as one.
///
/// The later half stands in the place of the source, the earlier in that of the others; the prior
/// is that of both together. Where one half holds no article, no change is defined.
pub(super) fn changes(
    corpus: &Corpus,
    line: &trends::Line<'_>,
    split: Date,
    options: &EmphasisOptions,
) -> Vec<Change> {
    let n_frames = corpus.frames.len();
    let (earlier, later): (Vec<_>, Vec<_>) =
        line.dated.iter().copied().partition(|it: &(Date, Analysed<'_>)| it.0 <= split);
    let halves = [later, earlier]
        .map(|it| it.into_iter().map(|it: (Date, Analysed<'_>)| it.1).collect::<Vec<_>>());
    let matrix = Matrix::of(halves.iter().map(|it| it.iter().copied()), n_frames);
    let documents = SideSums::of_documents(&matrix);
    let is_testable = halves.iter().all(|it| !it.is_empty());
    let prior = |frame| {
        let n_hits = documents.all(frame).n_hits();
        Prior::of(n_hits, matrix.n_tokens(), matrix.n_documents()).filter(|_| is_testable)
    };
    let priors: Vec<Option<Prior>> = (0..n_frames).map(prior).collect();
    let tests = matrix.test(&priors, options).swap_remove(0);
    let sentences = halves.each_ref().map(|it| {
        let are_few = it.len() < options.min_documents;
        let few = if are_few { it.as_slice() } else { &[] };
        sentences(corpus, few.iter().copied(), n_frames)
    });
    let change = |frame: usize| {
        let halves = documents.pair([0, 1], frame);
        let of_sentences = [sentences[0][frame], sentences[1][frame]];
        let sides = Sides::new(halves, Some(of_sentences), options);
        let comparison = Comparison::of(&sides, priors[frame], tests[frame], options.confidence);
        Change { halves, comparison }
    };
    (0..n_frames).map(change).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_earlier_half_holds_its_last_day() {
        let of = |first, last| split((first, last));
        assert_eq!(of(date(2025, 1, 8), date(2025, 3, 29)), date(2025, 2, 17));
        assert_eq!(of(date(2025, 1, 1), date(2025, 1, 2)), date(2025, 1, 1));
        assert_eq!(of(date(2025, 1, 1), date(2025, 1, 1)), date(2025, 1, 1));
    }
}
