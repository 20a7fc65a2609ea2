//! `heatmap.png`: which source uses which frame most densely.

use super::view::{View, WHAT_IS_COUNTED, finite};
use super::{Chart, Form, Heatmap};

/// One row per source, one column per frame, the rate as color and in digits.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let column = "rate_per_1k";
    let cells = view.by_source([column], |[rate]| finite(rate));
    let cells: Vec<Vec<Option<f64>>> =
        cells.into_iter().map(|row| row.into_iter().map(Option::flatten).collect()).collect();
    let unit = view.unit("emphasis", column);
    let form = if cells.iter().flatten().flatten().any(|it| 0.0 < *it) {
        Form::Heatmap(Heatmap { columns: view.frames.clone(), rows: view.rows(), cells })
    } else {
        Form::Empty("No source uses the vocabulary of any frame.".to_owned())
    };
    vec![Chart {
        name: "heatmap".to_owned(),
        title: "Which source uses which frame most densely".to_owned(),
        subtitle: Some(format!("Hits {unit}; the brighter, the more")),
        axis: format!("Hits {unit}"),
        caption: format!(
            "{WHAT_IS_COUNTED} Small differences may be chance: the chart of levels shows the intervals. {}",
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
    fn each_source_and_frame_has_a_cell_with_its_rate() {
        let chart = chart_of(
            chart,
            &tables(vec![
                Row::new("A", "one").rate(2.0, 1.0, 4.0),
                Row::new("A", "two").rate(3.0, 1.0, 4.0),
                Row::new("B", "one").no_rate(),
            ]),
        );
        let Form::Heatmap(heatmap) = &chart.form else { panic!("{chart:?}") };
        assert_eq!(heatmap.columns, ["one", "two"]);
        assert_eq!(heatmap.cells, [vec![Some(2.0), Some(3.0)], vec![None, None]]);
    }
}
