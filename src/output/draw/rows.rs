//! Sources in, labels down the left side out: what dots, shares and heatmaps have in common.

use crate::charts::Row;

use super::backend::Drawn;
use super::sheet::{MARGIN, Sheet, Type, WIDTH};
use super::text::Ruler;

/// Names wider than this are wrapped.
const WIDEST: f64 = 190.0;
/// Lines of a name at most.
const LINES: usize = 4;
/// Above and below a name together.
const PADDING: f64 = 8.0;
/// Between the columns.
const GAP: f64 = 12.0;

/// Names and numbers of documents, laid out.
pub(super) struct Rows {
    names: Vec<Vec<String>>,
    documents: Vec<String>,
    /// Where the column of documents ends.
    documents_right: f64,
    /// Where each row begins, counted from the first, and where the last ends.
    edges: Vec<f64>,
}

impl Rows {
    /// Lays out the labels; a row is at least `least` high.
    pub(super) fn new<'r>(rows: impl Iterator<Item = &'r Row>, ruler: &Ruler, least: f64) -> Self {
        let (names, documents): (Vec<_>, Vec<_>) =
            rows.map(|row| (lines_of(&row.name, ruler), row.documents.to_string())).unzip();
        let widest = |them: &mut dyn Iterator<Item = &String>, style: Type| {
            them.map(|it| style.width(ruler, it)).fold(0.0, f64::max).ceil()
        };
        let name_width = widest(&mut names.iter().flatten(), Type::LABEL).max(40.0);
        let n_width = widest(&mut documents.iter(), Type::TICK).max(14.0);
        let mut edges = vec![0.0];
        for lines in &names {
            let height = Type::LABEL.leading() * lines.len() as f64 + PADDING;
            edges.push(edges[edges.len() - 1] + height.max(least));
        }
        Rows { names, documents, documents_right: MARGIN + name_width + GAP + n_width, edges }
    }

    /// Where the marks may begin.
    pub(super) fn right(&self) -> f64 {
        self.documents_right + GAP + 4.0
    }

    /// Width left for the marks.
    pub(super) fn room(&self) -> f64 {
        WIDTH - MARGIN - self.right()
    }

    /// Height of all rows.
    pub(super) fn all(&self) -> f64 {
        self.edges[self.names.len()]
    }

    /// Height of a row.
    pub(super) fn height(&self, i: usize) -> f64 {
        self.edges[i + 1] - self.edges[i]
    }

    /// Where a row begins, where the first begins at `top`.
    pub(super) fn top(&self, top: f64, i: usize) -> f64 {
        top + self.edges[i]
    }

    /// Middle of a row, where the first begins at `top`.
    pub(super) fn middle(&self, top: f64, i: usize) -> f64 {
        self.top(top, i) + self.height(i) / 2.0
    }

    /// Draws the labels of the rows that begin at `top`, and the head of the column of documents at `head`.
    pub(super) fn draw(&self, sheet: &Sheet<'_, '_>, top: f64, head: f64) -> Drawn {
        sheet.text(self.documents_right, head, "n", Type::TICK.right())?;
        for (i, (name, documents)) in self.names.iter().zip(&self.documents).enumerate() {
            let middle = self.middle(top, i);
            sheet.block(MARGIN, middle, name, Type::LABEL)?;
            sheet.text(self.documents_right, middle, documents, Type::TICK.right())?;
        }
        Ok(())
    }
}

/// The name in lines; a source without a name has a dash.
fn lines_of(name: &str, ruler: &Ruler) -> Vec<String> {
    let lines = Type::LABEL.lines(ruler, name, WIDEST, LINES);
    if lines.is_empty() { vec!["–".to_owned()] } else { lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(names: &[&str]) -> Rows {
        let rows: Vec<Row> =
            names.iter().map(|it| Row { name: (*it).to_owned(), documents: 24 }).collect();
        Rows::new(rows.iter(), &Ruler::new(), 24.0)
    }

    #[test]
    fn a_name_of_eighty_letters_is_shown_whole_and_leaves_room() {
        let name =
            "The International Quarterly Review of Diplomatic Affairs and Public Opinion, Ltd.";
        let rows = rows(&["A", name]);
        assert_eq!(rows.names[1].join(" "), name);
        assert!(400.0 < rows.room(), "{}", rows.room());
        assert!(rows.names[1].len() <= LINES);
    }

    #[test]
    fn a_row_grows_with_the_lines_of_its_name() {
        let rows = rows(&["A", &"long name ".repeat(9)]);
        let found = [rows.height(0), rows.height(1), rows.middle(10.0, 1), rows.all()];
        let expected = [24.0, 3.0 * 16.0 + PADDING, 10.0 + 24.0 + 28.0, 80.0];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
    }

    #[test]
    fn a_source_without_a_name_still_has_a_label() {
        assert_eq!(rows(&[""]).names, [["–"]]);
    }
}
