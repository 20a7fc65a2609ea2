//! `sensitivity_order.csv`: under how many settings the order of two sources holds.

use std::sync::Arc;

use super::sensitivity::Counts;
use super::table::Unit::{Count, Label, Log2, Share};
use super::{Context, Table, share};
use crate::corpus::Corpus;

/// Differences below this are rounding.
const TOLERANCE: f64 = 1e-12;

/// Two sources in one frame.
struct Row<'c> {
    frame: &'c str,
    /// The source that uses the frame more under the settings of emphasis.csv.
    source: &'c str,
    other: &'c str,
    /// How much more, under these settings.
    difference: f64,
    /// Settings under which both can be compared.
    n_settings: u64,
    n_same: u64,
    /// Least and greatest difference under any setting.
    least: f64,
    greatest: f64,
}

/// Builds the table: frames in the order of the dictionary, pairs by name.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let (corpus, emphasis) = (context.corpus, Arc::clone(&context.emphasis));
    let about = "one row per frame and pair of sources";
    Table::in_parts("sensitivity_order", about, 1, move |_, emit| {
        rows(corpus, &Counts::of(corpus, &emphasis)).iter().for_each(emit);
    })
    .column("frame", Label, "frame of the dictionary", |row: &Row<'_>| row.frame.into())
    .column("source", Label, "the outlet of the two that uses the frame more", |row| {
        row.source.into()
    })
    .column("reference", Label, "the other outlet", |row| row.other.into())
    .column(
        "difference",
        Log2,
        "how much more often per word, as emphasis in emphasis_pairs.csv",
        |row| row.difference.into(),
    )
    .column("settings", Count, "combinations of settings under which they can be compared", |row| {
        row.n_settings.into()
    })
    .column("settings_same_order", Count, "those under which the order is the same", |row| {
        row.n_same.into()
    })
    .column("share_same_order", Share, "the same as a share", |row| {
        share(row.n_same, row.n_settings).into()
    })
    .column("difference_low", Log2, "least difference under any setting", |row| row.least.into())
    .column("difference_high", Log2, "greatest difference under any setting", |row| {
        row.greatest.into()
    })
    .finish()
}

fn rows<'c>(corpus: &'c Corpus, counts: &Counts) -> Vec<Row<'c>> {
    let measures: Vec<_> =
        counts.settings().into_iter().map(|setting| counts.measures(setting)).collect();
    let mut rows = Vec::new();
    for (frame, it) in corpus.frames.iter().enumerate() {
        for (i, &a) in counts.compared.iter().enumerate() {
            for &b in &counts.compared[i + 1..] {
                let differences: Vec<Option<f64>> = measures
                    .iter()
                    .map(|it| Some(it[a][frame]?.level - it[b][frame]?.level))
                    .collect();
                let names = [a, b].map(|it| corpus.sources[it].name.as_str());
                rows.extend(row(&it.name, names, &differences));
            }
        }
    }
    rows
}

/// What the differences of two sources under all settings amount to; the first setting is that of
/// emphasis.csv, and without a difference there, there is no order that could hold.
fn row<'c>(frame: &'c str, [a, b]: [&'c str; 2], differences: &[Option<f64>]) -> Option<Row<'c>> {
    let main = (*differences.first()?)?;
    let (source, other, sign) = if main < -TOLERANCE { (b, a, -1.0) } else { (a, b, 1.0) };
    let known: Vec<f64> = differences.iter().flatten().map(|it| sign * it).collect();
    let order = |it: f64| if it.abs() <= TOLERANCE { 0 } else { it.signum() as i8 };
    let n_same = known.iter().filter(|it| order(**it) == order(sign * main)).count();
    Some(Row {
        frame,
        source,
        other,
        difference: sign * main,
        n_settings: known.len() as u64,
        n_same: n_same as u64,
        least: known.iter().copied().fold(f64::INFINITY, f64::min),
        greatest: known.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_holds_where_the_sign_is_that_of_the_first_setting() {
        let differences = [Some(-0.5), Some(-0.1), None, Some(0.2), Some(0.0)];
        let row = row("trade", ["A", "B"], &differences).expect("a row");
        assert_eq!((row.source, row.other), ("B", "A"));
        assert_eq!((row.n_settings, row.n_same), (4, 2));
        let near = |ours: f64, theirs: f64| (ours - theirs).abs() < 1e-12;
        assert!(near(row.difference, 0.5) && near(row.least, -0.2) && near(row.greatest, 0.5));
    }

    #[test]
    fn without_a_difference_under_the_first_setting_there_is_no_row() {
        assert!(row("trade", ["A", "B"], &[None, Some(1.0)]).is_none());
    }
}
