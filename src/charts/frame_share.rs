//! `frame_share.png`: how each source divides its frame vocabulary among the frames.

use super::view::{View, WHAT_IS_COUNTED, count, finite};
use super::{Chart, Form, Piece, ShareBar, Shares};

/// One bar per source, one piece per frame.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let pieces = view.by_source(["share", "hits"], |[share, hits]| {
        Some(Piece { share: finite(share)?.clamp(0.0, 1.0), hits: count(hits) })
    });
    let bar = |(row, pieces): (_, Vec<Option<Option<Piece>>>)| ShareBar {
        row,
        pieces: pieces.into_iter().map(Option::flatten).collect::<Option<_>>().unwrap_or_default(),
    };
    let bars: Vec<ShareBar> = view.rows().into_iter().zip(pieces).map(bar).collect();
    let is_empty = bars.iter().all(|it| it.pieces.is_empty());
    let form = if is_empty {
        Form::Empty("No source uses the vocabulary of any frame.".to_owned())
    } else {
        Form::Shares(Shares { classes: view.frames.clone(), bars })
    };
    vec![Chart {
        name: "frame_share".to_owned(),
        title: "How each source divides its frame vocabulary among the frames".to_owned(),
        subtitle: (!is_empty).then(|| {
            "Share of a source's hits, with their number where there is room; left to right as in the legend."
                .to_owned()
        }),
        axis: "Share of the source's hits".to_owned(),
        caption: format!(
            "{WHAT_IS_COUNTED} The shares say how a source divides its hits, not how many it has: \
             see the chart of levels for that. {}",
            view.counted()
        ),
        form,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row, chart_of, tables};

    #[test]
    fn a_bar_has_a_piece_for_every_frame() {
        let chart = chart_of(
            chart,
            &tables(vec![Row::new("A", "one").share(0.75, 3), Row::new("A", "two").share(0.25, 1)]),
        );
        let Form::Shares(shares) = &chart.form else { panic!("{chart:?}") };
        assert_eq!(shares.classes, ["one", "two"]);
        let expected = [Piece { share: 0.75, hits: 3 }, Piece { share: 0.25, hits: 1 }];
        assert_eq!(shares.bars[0].pieces, expected);
    }

    #[test]
    fn a_source_without_hits_has_a_bar_without_pieces() {
        let chart = chart_of(
            chart,
            &tables(vec![Row::new("A", "one").share(1.0, 3), Row::new("B", "one")]),
        );
        let Form::Shares(shares) = &chart.form else { panic!("{chart:?}") };
        assert!(shares.bars[1].pieces.is_empty());
    }

    #[test]
    fn no_hits_at_all_is_a_chart_that_says_so() {
        let chart = chart_of(chart, &tables(vec![Row::new("A", "one")]));
        assert!(matches!(chart.form, Form::Empty(_)), "{chart:?}");
    }
}
