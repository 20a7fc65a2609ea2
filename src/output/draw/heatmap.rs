//! Numbers by row and column in, colored cells with digits out, and a bar that says what the colors mean.

use crate::charts::Heatmap;

use super::Body;
use super::axis;
use super::backend::Drawn;
use super::palette::{GRAY, GUIDE, NOTHING, ink_on, sequence};
use super::rows::Rows;
use super::sheet::{Frame, MARGIN, Sheet, Type, pixels};
use super::text::Ruler;

/// Narrowest column that holds its digits.
const NARROWEST: f64 = 46.0;
/// Widest column; wider cells would not say more.
const WIDEST: f64 = 180.0;
/// Between cells.
const SEAM: f64 = 1.0;
/// Between one band of columns and the next.
const BETWEEN: f64 = 18.0;
/// Width of the bar of colors.
const BAR: f64 = 200.0;
/// Strips of the bar of colors.
const STRIPS: usize = 100;
/// Height of the bar of colors with its ticks.
const KEY: f64 = 46.0;

struct Layout<'h> {
    heatmap: &'h Heatmap,
    rows: Rows,
    axis: String,
    /// Columns side by side.
    across: usize,
    column_width: f64,
    heads: Vec<Vec<String>>,
    head_height: f64,
    /// Value of the darkest color.
    top: f64,
}

/// Lays the cells out.
pub(super) fn body<'h>(heatmap: &'h Heatmap, axis: &str, ruler: &Ruler) -> Body<'h> {
    let rows = Rows::new(heatmap.rows.iter(), ruler, 28.0);
    let n = heatmap.columns.len().max(1);
    let most = ((rows.room() / NARROWEST) as usize).max(1);
    let across = n.div_ceil(n.div_ceil(most));
    let column_width = (rows.room() / across as f64).min(WIDEST).floor();
    let head = |it: &String| Type::LABEL.lines(ruler, it, column_width - 4.0, 3);
    let heads: Vec<Vec<String>> = heatmap.columns.iter().map(head).collect();
    let n_lines = heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let values: Vec<f64> = heatmap.cells.iter().flatten().flatten().copied().collect();
    let layout = Layout {
        heatmap,
        rows,
        axis: Type::TICK.lines(ruler, axis, BAR * 2.0, 1).concat(),
        across,
        column_width,
        heads,
        head_height: Type::LABEL.leading() * n_lines as f64 + 8.0,
        top: axis::amounts(&values, &[]).end / axis::HEADROOM,
    };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

impl Layout<'_> {
    fn band_height(&self) -> f64 {
        self.head_height + self.rows.all()
    }

    fn height(&self) -> f64 {
        let bands = self.heatmap.columns.len().div_ceil(self.across) as f64;
        bands * (self.band_height() + BETWEEN) - BETWEEN + KEY
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let mut band_top = top;
        for band in (0..self.heatmap.columns.len()).step_by(self.across) {
            let rows_top = band_top + self.head_height;
            self.rows.draw(sheet, rows_top, rows_top - 10.0)?;
            let columns = band..(band + self.across).min(self.heatmap.columns.len());
            for (i, column) in columns.enumerate() {
                self.column(
                    sheet,
                    column,
                    self.rows.right() + self.column_width * i as f64,
                    rows_top,
                )?;
            }
            band_top += self.band_height() + BETWEEN;
        }
        self.key(sheet, band_top - BETWEEN)
    }

    fn column(&self, sheet: &Sheet<'_, '_>, column: usize, left: f64, top: f64) -> Drawn {
        let middle = left + self.column_width / 2.0;
        let lines = &self.heads[column];
        let above = Type::LABEL.leading() * lines.len().saturating_sub(1) as f64;
        sheet.lines(middle, top - 10.0 - above, lines, Type::LABEL.center())?;
        for (i, cells) in self.heatmap.cells.iter().enumerate() {
            let frame = Frame {
                left,
                top: self.rows.top(top, i),
                width: self.column_width - SEAM,
                height: self.rows.height(i) - SEAM,
            };
            let value = cells.get(column).copied().flatten().filter(|it| it.is_finite());
            self.cell(sheet, frame, value)?;
        }
        Ok(())
    }

    fn cell(&self, sheet: &Sheet<'_, '_>, frame: Frame, value: Option<f64>) -> Drawn {
        let (ground, ink, label) = match value {
            Some(value) => {
                let ground = sequence(value / self.top);
                (ground, ink_on(ground), axis::rate(value))
            }
            None => (NOTHING, GRAY, "n/a".to_owned()),
        };
        sheet.area(frame, ground)?;
        let middle = frame.top + frame.height / 2.0;
        sheet.text(frame.middle(), middle, &label, Type::LABEL.center().in_color(ink))
    }

    /// What the colors mean. The strips overlap, so that no seams show between them.
    fn key(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let frame = Frame { left: self.rows.right(), top: top + 14.0, width: BAR, height: 10.0 };
        let plane = sheet.plane(frame, 0.0..self.top, 0.0..1.0);
        let at = |value: f64| pixels(plane.map_coordinate(&(value, 0.0)).0);
        for i in 0..STRIPS {
            let part = i as f64 / STRIPS as f64;
            let left = frame.left + frame.width * part;
            let strip = Frame { left, width: frame.right() - left, ..frame };
            sheet.area(strip, sequence(part + 0.5 / STRIPS as f64))?;
        }
        for (value, label) in axis::amount_ticks(&(0.0..self.top), 5) {
            let x = at(value);
            sheet.line([x, frame.bottom()], [x, frame.bottom() + 4.0], GUIDE, 1.0)?;
            sheet.text(x, frame.bottom() + 12.0, &label, Type::TICK.center())?;
        }
        sheet.text(frame.right() + MARGIN, frame.top + 5.0, &self.axis, Type::TICK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Form, Row};
    use crate::output::draw::samples::svg_of;

    fn heatmap(cells: Vec<Vec<Option<f64>>>) -> String {
        let row = |i| Row { name: format!("Source {i}"), documents: 3 };
        let n_columns = cells.first().map_or(0, Vec::len);
        svg_of(Form::Heatmap(Heatmap {
            columns: (0..n_columns).map(|i| format!("frame {i}")).collect(),
            rows: (0..cells.len()).map(row).collect(),
            cells,
        }))
    }

    #[test]
    fn each_cell_states_its_number_and_the_largest_is_the_brightest() {
        let svg = heatmap(vec![vec![Some(0.0), Some(4.0)], vec![Some(2.0), None]]);
        for label in [">0</text>", ">4.00</text>", ">2.00</text>", ">n/a</text>"] {
            assert!(svg.contains(label), "{label}");
        }
        assert!(svg.contains("fill=\"#FEE838\"") && svg.contains("fill=\"#00224E\""), "{svg}");
    }

    #[test]
    fn digits_are_white_on_dark_cells_and_dark_on_bright_ones() {
        let svg = heatmap(vec![vec![Some(0.0), Some(4.0)]]);
        assert!(svg.contains("fill=\"#FFFFFF\">0</text>"), "{svg}");
        assert!(svg.contains("fill=\"#111111\">4.00</text>"), "{svg}");
    }

    #[test]
    fn many_columns_are_divided_into_bands() {
        let svg = heatmap(vec![vec![Some(1.0); 30]]);
        assert_eq!(svg.matches(">Source 0</text>").count(), 3);
        assert_eq!(svg.matches(">1.00</text>").count(), 30);
    }

    #[test]
    fn cells_that_are_no_numbers_are_drawn_without_harm() {
        let svg = heatmap(vec![vec![Some(f64::NAN), Some(f64::INFINITY), Some(f64::MAX)]]);
        assert!(svg.ends_with("</svg>\n"), "{svg}");
        assert!(heatmap(Vec::new()).ends_with("</svg>\n"));
    }
}
