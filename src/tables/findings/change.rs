//! A row of `trend_summary.csv` in, what may be said of its change over time out.

use super::super::per_thousand;
use super::super::trend_summary::Row;
use super::difference::opening;
use super::{Compared, Finding, times};
use crate::corpus::By;

/// Columns of trend_summary.csv on which a change rests.
const COLUMNS: &str = "change_ratio;change_low;change_high;split_date;first_documents;second_documents;p_perm;q;reading";

/// The sentence that a row allows; `None` where nothing may be said, or groups are times themselves.
pub(super) fn of<'c>(row: &Row<'c>, by: &By, confidence: f64) -> Option<Finding<'c>> {
    if let By::Period(_) = by {
        return None;
    }
    let compared = Compared::of(&row.change.comparison)?;
    let [later, _] = row.change.halves;
    let finding = match row.change.comparison.reading() {
        "more" => "rise",
        "less" => "fall",
        _ => "unclear_change",
    };
    let source = match row.source {
        "" => by.words("all sources together"),
        name => by.subject(name),
    };
    let opening = match (finding, row.source) {
        ("unclear_change", _) => format!("No clear change: {source}"),
        (_, "") => by.words("All sources together"),
        _ => opening(source, by),
    };
    let n_documents = row.change.comparison.n_documents;
    Some(Finding {
        source: row.source,
        frame: row.frame,
        finding,
        sentence: format!(
            "{opening} used the vocabulary of the {} frame {} times as often per word after {} as up to then ({})",
            row.frame,
            times(compared.emphasis.exp2()),
            row.split.as_deref()?,
            compared.evidence(n_documents, confidence),
        ),
        table: "trend_summary",
        columns: COLUMNS,
        compared: Some(compared),
        n_documents,
        rate: per_thousand(later.n_hits(), later.n_tokens()),
        inference: row.change.comparison.inference,
    })
}
