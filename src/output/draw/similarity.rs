//! Distances and joins in, a triangle of cells and a tree beside it out.

use std::ops::Range;

use crate::charts::{Node, Row, Similarity};

use super::Body;
use super::axis::{self, Tick};
use super::backend::Drawn;
use super::palette::{GRAY, GUIDE, INK, NOTHING, ink_on, sequence};
use super::rows::Rows;
use super::sheet::{Frame, Sheet, Type};
use super::text::Ruler;

/// Width of the tree.
const TREE: f64 = 150.0;
/// Between cells and tree.
const GAP: f64 = 10.0;
/// Widest cell, and the narrowest that holds its digits.
const WIDEST: f64 = 56.0;
const WITH_DIGITS: f64 = 27.0;
/// Height of the numbers of the columns, and of what stands below the rows.
const HEAD: f64 = 22.0;
const BELOW: f64 = 30.0;

struct Layout<'s> {
    similarity: &'s Similarity,
    rows: Rows,
    axis: Vec<String>,
    cell: f64,
    /// Distance of the lightest color.
    top: f64,
    range: Range<f64>,
    ticks: Vec<Tick>,
}

/// Lays the cells and the tree out.
pub(super) fn body<'s>(similarity: &'s Similarity, axis: &str, ruler: &Ruler) -> Body<'s> {
    let numbered = similarity.rows.iter().enumerate().map(|(i, row)| Row {
        name: format!("{}\u{a0} {}", i + 1, row.name),
        documents: row.documents,
    });
    let rows = Rows::new(numbered.collect::<Vec<_>>().iter(), ruler, 22.0);
    let n = similarity.rows.len().max(1) as f64;
    let cell = ((rows.room() - TREE - GAP) / n).min(WIDEST);
    let values: Vec<f64> = similarity.cells.iter().flatten().flatten().map(|it| it.value).collect();
    let heights: Vec<f64> = similarity.joins.iter().map(|it| it.height).collect();
    let range = axis::amounts(&heights, &[]);
    let ticks = axis::amount_ticks(&range, 5);
    let top = axis::amounts(&values, &[]).end / axis::HEADROOM;
    let axis = Type::TICK.lines(ruler, axis, TREE + 60.0, 2);
    let layout = Layout { similarity, rows, axis, cell, top, range, ticks };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

impl Layout<'_> {
    fn height(&self) -> f64 {
        HEAD + self.rows.all() + BELOW + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let rows_top = top + HEAD;
        self.rows.draw(sheet, rows_top, rows_top - 9.0)?;
        let n = self.similarity.rows.len();
        for row in 0..n {
            for column in 0..=row {
                let frame = Frame {
                    left: self.rows.right() + self.cell * column as f64,
                    top: self.rows.top(rows_top, row),
                    width: self.cell - 1.0,
                    height: self.rows.height(row) - 1.0,
                };
                self.cell(sheet, frame, row, column)?;
            }
        }
        let left = self.rows.right() + self.cell * n as f64 + GAP;
        self.tree(sheet, Frame { left, top: rows_top, width: TREE, height: self.rows.all() })
    }

    /// The number of the source on the diagonal, else the distance.
    fn cell(&self, sheet: &Sheet<'_, '_>, frame: Frame, row: usize, column: usize) -> Drawn {
        let middle = frame.top + frame.height / 2.0;
        if row == column {
            let number = (row + 1).to_string();
            let style =
                if self.cell < 14.0 { Type { size: 8.0, ..Type::TICK } } else { Type::TICK };
            return sheet.text(frame.middle(), middle, &number, style.center());
        }
        let distance = self.similarity.cells[row][column].filter(|it| it.value.is_finite());
        let Some(distance) = distance else {
            sheet.area(frame, NOTHING)?;
            let label = if WITH_DIGITS <= self.cell { "n/a" } else { "" };
            return sheet.text(frame.middle(), middle, label, Type::TICK.center());
        };
        let ground = sequence(distance.value / self.top);
        sheet.area(frame, ground)?;
        let style = Type::TICK.center().in_color(ink_on(ground));
        match (WITH_DIGITS <= self.cell, distance.clear) {
            (true, clear) => {
                let digits = axis::rate(distance.value);
                sheet.text(frame.middle(), middle, &digits, style)?;
                let corner = (frame.right() - 4.5, frame.top + 5.0);
                let dot = if clear { "•" } else { "" };
                sheet.text(corner.0, corner.1, dot, style)
            }
            (false, true) => sheet.text(frame.middle(), middle, "•", style),
            (false, false) => Ok(()),
        }
    }

    fn tree(&self, sheet: &Sheet<'_, '_>, frame: Frame) -> Drawn {
        let at = |height: f64| frame.left + frame.width * (height / self.range.end).clamp(0.0, 1.0);
        for (value, label) in &self.ticks {
            let x = at(*value);
            sheet.line([x, frame.top], [x, frame.bottom() + 4.0], GUIDE, 1.0)?;
            sheet.text(x, frame.bottom() + 13.0, label, Type::TICK.center())?;
        }
        let y = frame.bottom() + BELOW;
        sheet.lines(frame.right(), y, &self.axis, Type::TICK.right().in_color(GRAY))?;
        let mut places: Vec<[f64; 2]> = Vec::new();
        for join in &self.similarity.joins {
            let x = at(if join.height.is_finite() { join.height } else { 0.0 });
            let [one, other] = join.sides.map(|node| match node {
                Node::Leaf(row) => [frame.left, self.rows.middle(frame.top, row)],
                Node::Join(join) => places[join],
            });
            sheet.path(&[one, [x, one[1]], [x, other[1]], other], INK, 1.25)?;
            places.push([x, (one[1] + other[1]) / 2.0]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Distance, Form, Join};
    use crate::output::draw::samples::svg_of;

    fn similarity(n: usize, value: f64) -> String {
        let distance = Some(Distance { value, clear: true });
        let join = |i: usize| Join {
            sides: [if i == 0 { Node::Leaf(0) } else { Node::Join(i - 1) }, Node::Leaf(i + 1)],
            height: value,
        };
        svg_of(Form::Similarity(Similarity {
            rows: (0..n).map(|i| Row { name: format!("Source {i}"), documents: 3 }).collect(),
            joins: (0..n.saturating_sub(1)).map(join).collect(),
            cells: vec![vec![distance; n]; n],
        }))
    }

    #[test]
    fn every_two_sources_have_a_cell_and_every_join_a_line() {
        let svg = similarity(3, 0.25);
        assert_eq!(svg.matches(">0.25</text>").count(), 3);
        assert_eq!(svg.matches(">•</text>").count(), 3);
        assert_eq!(svg.matches("stroke=\"#22262A\"").count(), 2);
        assert!(svg.contains("Source 2</text>"), "{svg}");
    }

    #[test]
    fn cells_of_many_sources_have_no_digits() {
        assert!(!similarity(30, 0.25).contains(">0.25</text>"));
    }

    #[test]
    fn values_that_are_no_numbers_are_drawn_without_harm() {
        for value in [f64::NAN, f64::INFINITY, 0.0] {
            assert!(similarity(3, value).ends_with("</svg>\n"));
        }
        assert!(similarity(0, 0.5).ends_with("</svg>\n"));
    }
}
