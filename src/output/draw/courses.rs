//! Courses over time in, small panels out: one row per source, one column per frame, one scale for all.

use std::ops::Range;

use plotters::style::RGBColor;

use crate::charts::{Courses, Fill, Mark};

use super::Body;
use super::axis::{self, Tick};
use super::backend::Drawn;
use super::marker;
use super::palette::{BASELINE, Class, GUIDE, class, tint};
use super::rows::Rows;
use super::sheet::{Frame, Sheet, Type};
use super::text::Ruler;

/// Columns side by side at most.
const ACROSS: usize = 4;
/// Between columns.
const GAP: f64 = 16.0;
/// Least height of a row, and what of it stays free below the panel.
const ROW: f64 = 68.0;
const BELOW: f64 = 14.0;
/// Room for the labels of the scale.
const SCALE: f64 = 30.0;
/// Below the rows: names of bins.
const TICKS: f64 = 22.0;
/// Between one band of columns and the next.
const BETWEEN: f64 = 12.0;
/// Half the width of a marker.
const RADIUS: f64 = 3.2;
/// Where bins are nearer than this, dots would run into one another.
const SPARSE: f64 = 9.0;
/// Half the width of a marker among bins that are near one another.
const SMALL: f64 = 2.2;
/// Length of the arrow of a value that lies beyond the scale.
const ARROW: f64 = 5.0;

struct Layout<'c> {
    courses: &'c Courses,
    ruler: &'c Ruler,
    rows: Rows,
    axis: Vec<String>,
    across: usize,
    width: f64,
    heads: Vec<Vec<String>>,
    range: Range<f64>,
    ticks: Vec<Tick>,
}

/// Lays the panels out.
pub(super) fn body<'c>(courses: &'c Courses, axis: &str, ruler: &'c Ruler) -> Body<'c> {
    let rows = Rows::new(courses.rows.iter(), ruler, ROW);
    let n = courses.columns.len().max(1);
    let across = n.div_ceil(n.div_ceil(ACROSS));
    let room = rows.room() - SCALE;
    let width = (room - GAP * (across - 1) as f64) / across as f64;
    let head = |it: &String| Type::HEAD.lines(ruler, it, width - 16.0, 3);
    let heads = courses.columns.iter().map(head).collect();
    let range = range(courses);
    let ticks = axis::amount_ticks(&range, 3);
    let axis = Type::TICK.lines(ruler, axis, room, 2);
    let layout = Layout { courses, ruler, rows, axis, across, width, heads, range, ticks };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

fn marks(courses: &Courses) -> impl Iterator<Item = &Mark> {
    courses.cells.iter().flatten().flatten().flatten()
}

/// From 0 to what holds all values with an interval; the others and the intervals widen it a little.
fn range(courses: &Courses) -> Range<f64> {
    let with = |fill: Fill| marks(courses).filter(move |it| it.fill == fill).map(|it| it.value);
    let solid: Vec<f64> = with(Fill::Solid).collect();
    let hollow: Vec<f64> = with(Fill::Hollow).collect();
    let ends = marks(courses).filter_map(|it| it.interval).map(|it| it.1);
    match solid.iter().any(|it| 0.0 < *it) {
        true => axis::amounts(&solid, &ends.chain(hollow).collect::<Vec<_>>()),
        false => axis::amounts(&hollow, &ends.collect::<Vec<_>>()),
    }
}

/// Whether a value or an interval lies beyond the scale.
pub(super) fn has_arrows(courses: &Courses) -> bool {
    let end = range(courses).end;
    marks(courses).any(|it| end < highest(it))
}

/// The highest place that a mark takes.
fn highest(mark: &Mark) -> f64 {
    mark.interval.map_or(mark.value, |it| it.1.max(mark.value))
}

impl Layout<'_> {
    fn head_heights(&self) -> impl Iterator<Item = f64> {
        self.heads.chunks(self.across).map(|heads| {
            let n_lines = heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
            Type::HEAD.leading() * n_lines as f64 + 10.0
        })
    }

    fn height(&self) -> f64 {
        let bands = self.head_heights().map(|head| head + self.rows.all() + TICKS + BETWEEN);
        bands.sum::<f64>() - BETWEEN + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let mut band_top = top;
        for (band, head) in self.head_heights().enumerate() {
            let rows_top = band_top + head;
            self.rows.draw(sheet, rows_top, rows_top - 14.0)?;
            let first = band * self.across;
            for column in first..(first + self.across).min(self.courses.columns.len()) {
                let left = self.rows.right() + SCALE + (self.width + GAP) * (column - first) as f64;
                self.column(sheet, column, left, rows_top, column == first)?;
            }
            band_top = rows_top + self.rows.all() + TICKS + BETWEEN;
        }
        let middle = self.rows.right() + (self.rows.room() + SCALE) / 2.0;
        sheet.lines(middle, band_top - BETWEEN + 4.0, &self.axis, Type::TICK.center())
    }

    fn column(
        &self,
        sheet: &Sheet<'_, '_>,
        column: usize,
        left: f64,
        top: f64,
        is_first: bool,
    ) -> Drawn {
        let class = class(column);
        let lines = &self.heads[column];
        let y = top - 14.0 - Type::HEAD.leading() * lines.len().saturating_sub(1) as f64;
        marker::draw(sheet, [left + 5.0, y], RADIUS + 1.0, class, Fill::Solid)?;
        sheet.lines(left + 15.0, y, lines, Type::HEAD)?;
        for row in 0..self.courses.rows.len() {
            let frame = Frame {
                left,
                top: self.rows.top(top, row),
                width: self.width,
                height: self.rows.height(row) - BELOW,
            };
            self.panel(sheet, frame, &self.courses.cells[row][column], class, is_first)?;
        }
        self.bins(sheet, left, top + self.rows.all() - BELOW)
    }

    /// The names of the first and the last bin, and of one between them if there is room.
    fn bins(&self, sheet: &Sheet<'_, '_>, left: f64, bottom: f64) -> Drawn {
        let n = self.courses.bins.len();
        let widths = self.courses.bins.iter().map(|it| Type::TICK.width(self.ruler, it));
        let widest = widths.fold(0.0, f64::max);
        let mut places = vec![0, n.saturating_sub(1)];
        // The middle bin stands in the middle of the panel if there is one.
        if 3.0 * widest + 24.0 < self.width && n % 2 == 1 {
            places.push(n / 2);
        }
        places.dedup();
        for place in places {
            let Some(name) = self.courses.bins.get(place) else { continue };
            let x = self.x(left, place);
            sheet.line([x, bottom], [x, bottom + 4.0], BASELINE, 1.0)?;
            let half = Type::TICK.width(self.ruler, name) / 2.0;
            let x = x.clamp(left - 4.0 + half, (left + self.width + 4.0 - half).max(left + half));
            sheet.text(x, bottom + 13.0, name, Type::TICK.center())?;
        }
        Ok(())
    }

    /// Between one bin and the next.
    fn step(&self) -> f64 {
        self.width / self.courses.bins.len().max(1) as f64
    }

    /// Where a bin stands.
    fn x(&self, left: f64, bin: usize) -> f64 {
        left + self.step() * (bin as f64 + 0.5)
    }

    fn panel(
        &self,
        sheet: &Sheet<'_, '_>,
        frame: Frame,
        marks: &[Option<Mark>],
        class: Class,
        is_first: bool,
    ) -> Drawn {
        let end = self.range.end;
        let at = |value: f64| frame.bottom() - frame.height * value.clamp(0.0, end) / end;
        for (value, label) in &self.ticks {
            let color = if *value == 0.0 { BASELINE } else { GUIDE };
            sheet.line([frame.left, at(*value)], [frame.right(), at(*value)], color, 1.0)?;
            if is_first {
                sheet.text(frame.left - 5.0, at(*value), label, Type::TICK.right())?;
            }
        }
        let panel = Panel { sheet, class, at: &at, end, x: &|bin| self.x(frame.left, bin) };
        let is_sparse = SPARSE <= self.step();
        let mut bin = 0;
        for run in marks.chunk_by(|a, b| a.is_some() == b.is_some()) {
            let there = (bin..).zip(run).filter_map(|(bin, it)| Some((bin, (*it)?)));
            panel.run(&there.collect::<Vec<_>>(), is_sparse)?;
            bin += run.len();
        }
        Ok(())
    }
}

/// Where one course is drawn.
struct Panel<'p, 's, 'c> {
    sheet: &'p Sheet<'s, 'c>,
    class: Class,
    at: &'p dyn Fn(f64) -> f64,
    /// Where the scale ends.
    end: f64,
    x: &'p dyn Fn(usize) -> f64,
}

impl Panel<'_, '_, '_> {
    /// Bins that follow one another without a gap.
    fn run(&self, run: &[(usize, Mark)], is_sparse: bool) -> Drawn {
        let run: Vec<&(usize, Mark)> = run.iter().filter(|it| it.1.value.is_finite()).collect();
        let light: RGBColor = tint(self.class.area);
        if !is_sparse {
            for with in run.chunk_by(|a, b| a.1.interval.is_some() == b.1.interval.is_some()) {
                self.band(with, light)?;
            }
        }
        let line: Vec<[f64; 2]> = run.iter().map(|it| self.place(it)).collect();
        self.sheet.path(&line, self.class.line, if is_sparse { 0.75 } else { 1.25 })?;
        let n = run.len();
        for it in run {
            let [x, y] = self.place(it);
            if let (true, Some((low, high))) = (is_sparse, it.1.interval) {
                let ends = [low, high].map(self.at);
                self.sheet.line([x, ends[0]], [x, ends[1]], self.class.line, 1.5)?;
            }
            if self.end < highest(&it.1) {
                let tip = (self.at)(self.end) - 1.0;
                let corners = [[x, tip - ARROW], [x - 2.5, tip], [x + 2.5, tip]];
                self.sheet.polygon(&corners, self.class.line)?;
            }
            if is_sparse || it.1.fill == Fill::Hollow || n == 1 {
                let radius = if is_sparse { RADIUS } else { SMALL };
                marker::draw(self.sheet, [x, y], radius, self.class, it.1.fill)?;
            }
        }
        Ok(())
    }

    fn place(&self, (bin, mark): &(usize, Mark)) -> [f64; 2] {
        [(self.x)(*bin), (self.at)(mark.value)]
    }

    /// The intervals of neighboring bins as one area.
    fn band(&self, run: &[&(usize, Mark)], color: RGBColor) -> Drawn {
        let ends = run.iter().filter_map(|it| Some((it.0, it.1.interval?)));
        let ends: Vec<(usize, (f64, f64))> = ends.collect();
        if let [(bin, (low, high))] = ends[..] {
            let x = (self.x)(bin);
            return self.sheet.line([x, (self.at)(low)], [x, (self.at)(high)], color, 2.0);
        }
        let upper = ends.iter().map(|(bin, it)| [(self.x)(*bin), (self.at)(it.1)]);
        let lower = ends.iter().rev().map(|(bin, it)| [(self.x)(*bin), (self.at)(it.0)]);
        self.sheet.polygon(&upper.chain(lower).collect::<Vec<_>>(), color)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Form, Row};
    use crate::output::draw::samples::svg_of;

    fn mark(value: f64, interval: Option<(f64, f64)>) -> Option<Mark> {
        let fill = if interval.is_some() { Fill::Solid } else { Fill::Hollow };
        Some(Mark { value, interval, fill, clear: false })
    }

    fn courses(cells: Vec<Vec<Vec<Option<Mark>>>>) -> String {
        let row = |i| Row { name: format!("Source {i}"), documents: 3 };
        let n_bins = cells.iter().flatten().map(Vec::len).max().unwrap_or(0);
        svg_of(Form::Courses(Courses {
            bins: (0..n_bins).map(|it| format!("bin {it}")).collect(),
            columns: (0..cells.first().map_or(0, Vec::len)).map(|i| format!("frame {i}")).collect(),
            rows: (0..cells.len()).map(row).collect(),
            cells,
        }))
    }

    #[test]
    fn each_bin_is_a_dot_with_a_line_and_a_gap_divides_the_course() {
        let some = mark(2.0, Some((1.0, 3.0)));
        let svg = courses(vec![vec![vec![some, some, None, some, mark(1.0, None)]]]);
        // Two circles a marker, and the marker in the head.
        assert_eq!(svg.matches("<circle").count(), 10);
        assert_eq!(svg.matches("stroke=\"#005A8E\" stroke-width=\"6\"").count(), 3);
        assert_eq!(svg.matches("stroke=\"#005A8E\" stroke-width=\"3\"").count(), 2);
        assert!(svg.contains(">bin 0</text>") && svg.contains(">bin 4</text>"), "{svg}");
        assert_eq!(svg.matches("fill=\"#FFFFFF\" stroke=\"none\" stroke-width").count(), 1);
    }

    #[test]
    fn a_bin_stands_in_its_place_behind_a_gap_of_several() {
        let one = mark(2.0, None);
        let place = |cells: Vec<Option<Mark>>| {
            let svg = courses(vec![vec![cells]]);
            let last = svg.rsplit("<circle cx=\"").next().expect("a circle").to_owned();
            last.split('"').next().map(str::to_owned)
        };
        let with_gap = place(vec![one, None, None, None, one]);
        assert_eq!(with_gap, place(vec![one, one, one, one, one]));
    }

    #[test]
    fn a_value_beyond_the_scale_is_an_arrow_and_the_caption_says_so() {
        let one = mark(1.0, Some((0.5, 1.5)));
        let far = courses(vec![vec![vec![one, mark(90.0, None)]]]);
        assert!(far.contains("<polygon") && far.contains("Arrows"), "{far}");
        let near = courses(vec![vec![vec![one, one]]]);
        assert!(!near.contains("<polygon") && !near.contains("Arrows"), "{near}");
    }

    #[test]
    fn bins_that_are_near_one_another_are_a_line_in_an_area() {
        let svg = courses(vec![vec![vec![mark(2.0, Some((1.0, 3.0))); 120]]]);
        assert_eq!((svg.matches("<polygon").count(), svg.matches("<circle").count()), (1, 2));
    }

    #[test]
    fn values_that_are_no_numbers_are_drawn_without_harm() {
        let nasty = vec![mark(f64::NAN, None), mark(f64::INFINITY, None), mark(0.0, None), None];
        assert!(courses(vec![vec![nasty]]).ends_with("</svg>\n"));
        assert!(courses(vec![vec![Vec::new()]]).ends_with("</svg>\n"));
        assert!(courses(Vec::new()).ends_with("</svg>\n"));
    }
}
