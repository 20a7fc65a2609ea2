//! Columns of `emphasis` in, dots with intervals out: what the charts of emphasis and of levels share.

use std::collections::BTreeSet;

use super::view::{View, finite};
use super::{Dots, Fill, Mark, Panel, Scale};
use crate::tables::Cell;

/// Dots with intervals, and what the reader must be told about them.
pub(super) struct Marked {
    /// The dots.
    pub(super) dots: Dots,
    /// Sentences for the caption: hollow dots, few documents, missing intervals, missing estimates.
    pub(super) remarks: Vec<String>,
    /// Why estimates are missing, in sentences; empty if none is.
    pub(super) reasons: Vec<String>,
}

impl Marked {
    /// Whether there is not a single dot.
    pub(super) fn is_empty(&self) -> bool {
        self.dots.panels.iter().flat_map(|it| &it.marks).all(Option::is_none)
    }
}

/// One panel per frame, one row per source; `columns` are those of the value and of its interval's ends.
pub(super) fn marked(view: &View<'_>, scale: Scale, columns: [&str; 3]) -> Marked {
    let [value, low, high] = columns;
    let mut notes = BTreeSet::new();
    let mut few = false;
    let marks = view.by_frame([value, low, high, "inference", "note", "reading"], |cells| {
        let mark = mark(cells);
        few |= mark.is_some() && cells[3].text() == "few_documents";
        if mark.is_none() {
            notes.extend(cells[4].text().split(';').map(|it| it.trim().to_owned()));
        }
        mark
    });
    let panel = |(name, marks): (&String, Vec<Option<Option<Mark>>>)| Panel {
        name: name.clone(),
        marks: marks.into_iter().map(Option::flatten).collect(),
    };
    let panels: Vec<Panel> = view.frames.iter().zip(marks).map(panel).collect();
    let reasons = reasons(&notes);
    let remarks = remarks(&panels, few, &reasons);
    Marked { dots: Dots { scale, rows: view.rows(), panels }, remarks, reasons }
}

fn mark([value, low, high, inference, _, reading]: &[Cell<'_>; 6]) -> Option<Mark> {
    Some(Mark {
        value: finite(value)?,
        interval: finite(low).zip(finite(high)),
        fill: if inference.text() == "texts_only" { Fill::Hollow } else { Fill::Solid },
        clear: matches!(reading.text(), "more" | "less"),
    })
}

fn remarks(panels: &[Panel], few: bool, reasons: &[String]) -> Vec<String> {
    let marks = || panels.iter().flat_map(|it| &it.marks);
    let mut remarks = Vec::new();
    if marks().flatten().any(|it| it.fill == Fill::Hollow) {
        remarks.push(
            "Hollow dots rest on sentences, because one side has too few articles: they describe \
             these texts and say nothing about a source's other articles."
                .to_owned(),
        );
    }
    if few {
        remarks.push("Fewer than 10 articles on one side make an interval rough.".to_owned());
    }
    if marks().flatten().any(|it| it.interval.is_none()) {
        remarks.push("A dot without a line has too few texts for an interval.".to_owned());
    }
    if marks().any(Option::is_none) {
        let unknown = "the reason stands in the column note of emphasis.csv".to_owned();
        let reasons = if reasons.is_empty() { unknown } else { reasons.join("; ") };
        remarks.push(format!("n/a: {reasons}."));
    }
    remarks
}

/// Why a value is missing, from the codes of the column `note`.
fn reasons(notes: &BTreeSet<String>) -> Vec<String> {
    let sentence = |note: &String| match note.as_str() {
        "single_source" => Some("there is no other source to compare with"),
        "no_hits_in_corpus" => Some("no source uses the frame's vocabulary"),
        "no_hits" => Some("the source does not use the frame's vocabulary"),
        _ => None,
    };
    notes.iter().filter_map(sentence).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Options;
    use crate::charts::samples::{Row, tables};

    fn emphasis(rows: Vec<Row>) -> Marked {
        let (tables, options) = (tables(rows), Options::default());
        let view = View::new(&tables, &|_| false, &options);
        marked(&view, Scale::Ratio, ["emphasis", "emphasis_low", "emphasis_high"])
    }

    #[test]
    fn a_remark_is_made_only_where_there_is_something_to_remark() {
        assert_eq!(emphasis(vec![Row::new("A", "one").emphasis(1.0, 0.5, 1.5)]).remarks, [""; 0]);
    }

    #[test]
    fn few_documents_are_remarked() {
        let row = Row::new("A", "one").emphasis(1.0, 0.5, 1.5).inference("few_documents");
        assert_eq!(
            emphasis(vec![row]).remarks,
            ["Fewer than 10 articles on one side make an interval rough."]
        );
    }

    #[test]
    fn an_estimate_that_is_missing_for_no_known_reason_points_to_the_table() {
        let marked = emphasis(vec![Row::new("A", "one").note("something_new")]);
        assert!(marked.is_empty());
        assert_eq!(marked.remarks, ["n/a: the reason stands in the column note of emphasis.csv."]);
    }

    #[test]
    fn each_reason_is_given_once() {
        let row = |source| Row::new(source, "one").note("no_hits_in_corpus; few_documents");
        let marked = emphasis(vec![row("A"), row("B")]);
        assert_eq!(marked.reasons, ["no source uses the frame's vocabulary"]);
    }
}
