//! Estimates under many settings in, their spread by source and curves with the settings below them out.

use std::ops::Range;

use crate::charts::{Curve, Fill, Specification, Spread};

use super::Body;
use super::axis::{self, Tick};
use super::backend::Drawn;
use super::marker;
use super::palette::{BASELINE, Class, GUIDE, INK, class, tint};
use super::rows::Rows;
use super::sheet::{Frame, MARGIN, Sheet, Type, WIDTH};
use super::text::Ruler;

/// Panels side by side at most.
const ACROSS: usize = 4;
/// Between panels.
const GAP: f64 = 22.0;
/// Least height of a row.
const ROW: f64 = 23.0;
/// Half the width of a marker.
const RADIUS: f64 = 4.0;
/// Height of a bar of estimates.
const BAR: f64 = 8.0;
/// Estimates that are nearer than this to one another are one bar.
const NEAR: f64 = 6.0;
/// Below the rows: ticks.
const TICKS: f64 = 24.0;
/// Between one line of panels and the next.
const BETWEEN: f64 = 12.0;
/// Names of choices.
const CHOICE: Type = Type { size: 10.0, ..Type::TICK };
/// Height of a curve, of the name above it, and of a line of marks.
const CURVE: f64 = 90.0;
const NAME: f64 = 22.0;
const MARKS: f64 = 12.0;

struct Layout<'s> {
    it: &'s Specification,
    ruler: &'s Ruler,
    rows: Rows,
    /// Where the panels begin.
    left: f64,
    axis: Vec<String>,
    across: usize,
    width: f64,
    heads: Vec<Vec<String>>,
    range: Range<f64>,
    ticks: Vec<Tick>,
}

/// Lays the panels out.
pub(super) fn body<'s>(it: &'s Specification, axis: &str, ruler: &'s Ruler) -> Body<'s> {
    let rows = Rows::new(it.rows.iter(), ruler, ROW);
    let n = it.panels.len().max(1);
    let across = n.div_ceil(n.div_ceil(ACROSS));
    let widths = it.choices.iter().map(|it| CHOICE.width(ruler, it));
    let left = (MARGIN + widths.fold(0.0, f64::max).ceil() + 10.0).max(rows.right());
    let room = WIDTH - MARGIN - left;
    let width = (room - GAP * (across - 1) as f64) / across as f64;
    let spreads = it.spreads.iter().flatten().flatten();
    let values: Vec<f64> = spreads.flat_map(|it| it.values.iter().copied()).collect();
    let range = axis::ratios(&values, &[]);
    let head = |it: &String| Type::HEAD.lines(ruler, it, width - 16.0, 3);
    let heads = it.panels.iter().map(head).collect();
    let axis = Type::TICK.lines(ruler, axis, room, 2);
    let ticks = axis::ratio_ticks(&range, width);
    let layout = Layout { it, ruler, rows, left, axis, across, width, heads, range, ticks };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

impl Layout<'_> {
    /// Places of the panels of each band, and the height of the names above them.
    fn bands(&self) -> impl Iterator<Item = (Range<usize>, f64)> {
        self.heads.chunks(self.across).enumerate().map(|(band, heads)| {
            let n_lines = heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
            let first = band * self.across;
            (first..first + heads.len(), Type::HEAD.leading() * n_lines as f64 + 6.0)
        })
    }

    /// Height of the rows of a band, and of the curves below.
    fn band_height(&self, head: f64) -> f64 {
        head + self.rows.all() + TICKS + NAME + CURVE + self.marks_height() + BETWEEN
    }

    fn marks_height(&self) -> f64 {
        8.0 + MARKS * self.it.choices.len() as f64
    }

    fn height(&self) -> f64 {
        let bands = self.bands().map(|it| self.band_height(it.1)).sum::<f64>();
        bands + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let mut y = top;
        for (places, head) in self.bands() {
            let rows_top = y + head;
            self.rows.draw(sheet, rows_top, rows_top - 10.0)?;
            let curves_top = rows_top + self.rows.all() + TICKS + NAME;
            let marks_top = curves_top + CURVE + 8.0;
            for (i, choice) in self.it.choices.iter().enumerate() {
                let middle = marks_top + MARKS * (i as f64 + 0.5);
                sheet.text(self.left - 8.0, middle, choice, CHOICE.right())?;
            }
            for (i, place) in places.enumerate() {
                let left = self.left + (self.width + GAP) * i as f64;
                let rows =
                    Frame { left, top: rows_top, width: self.width, height: self.rows.all() };
                self.panel(sheet, rows, place)?;
                if let Some(curve) = &self.it.curves[place] {
                    let frame = Frame { top: curves_top, height: CURVE, ..rows };
                    self.curve(sheet, frame, curve, class(place), i == 0)?;
                }
            }
            y += self.band_height(head);
        }
        let middle = (self.left + WIDTH - MARGIN) / 2.0;
        sheet.lines(middle, y, &self.axis, Type::TICK.center())
    }

    /// Part of the range at which a value stands.
    fn part(&self, value: f64) -> f64 {
        let Range { start, end } = self.range;
        ((value - start) / (end - start)).clamp(0.0, 1.0)
    }

    fn panel(&self, sheet: &Sheet<'_, '_>, frame: Frame, place: usize) -> Drawn {
        let class = class(place);
        let lines = &self.heads[place];
        let y = frame.top - 10.0 - Type::HEAD.leading() * lines.len().saturating_sub(1) as f64;
        marker::draw(sheet, [frame.left + 5.0, y], RADIUS, class, Fill::Solid)?;
        sheet.lines(frame.left + 15.0, y, lines, Type::HEAD)?;
        for (value, label) in &self.ticks {
            let x = frame.left + frame.width * self.part(*value);
            let color = if *value == 0.0 { BASELINE } else { GUIDE };
            sheet.line([x, frame.top], [x, frame.bottom() + 4.0], color, 1.0)?;
            sheet.text(x, frame.bottom() + 12.0, label, Type::TICK.center())?;
        }
        for (row, spread) in self.it.spreads[place].iter().enumerate() {
            let y = self.rows.middle(frame.top, row);
            match spread {
                Some(spread) => self.spread(sheet, frame, y, spread, class)?,
                None => sheet.text(frame.left + 10.0, y, "n/a", Type::TICK)?,
            }
        }
        Ok(())
    }

    /// Bars where estimates lie near one another, and the dot of the settings of emphasis.
    fn spread(
        &self,
        sheet: &Sheet<'_, '_>,
        frame: Frame,
        y: f64,
        spread: &Spread,
        class: Class,
    ) -> Drawn {
        let values = spread.values.iter().filter(|it| it.is_finite());
        let mut xs: Vec<f64> = values.map(|it| frame.left + frame.width * self.part(*it)).collect();
        xs.sort_by(f64::total_cmp);
        for run in xs.chunk_by(|a, b| b - a <= NEAR) {
            let (first, last) = (run[0] - 0.5, run[run.len() - 1] + 0.5);
            let bar = Frame { left: first, top: y - BAR / 2.0, width: last - first, height: BAR };
            sheet.area(bar, tint(class.line))?;
        }
        let x = frame.left + frame.width * self.part(spread.base);
        marker::draw(sheet, [x, y], RADIUS, class, spread.fill)
    }

    fn curve(
        &self,
        sheet: &Sheet<'_, '_>,
        frame: Frame,
        curve: &Curve,
        class: Class,
        is_first: bool,
    ) -> Drawn {
        let name = Type::LABEL.lines(self.ruler, &curve.source, frame.width, 1).concat();
        sheet.text(frame.left, frame.top - 11.0, &name, Type::LABEL)?;
        let at = |value: f64| frame.bottom() - frame.height * self.part(value);
        let step = frame.width / curve.values.len().max(1) as f64;
        let x = |i: usize| frame.left + step * (i as f64 + 0.5);
        // Of many doublings as many as there is room for.
        let every = self.ticks.len().div_ceil(5).max(1);
        let middle = self.ticks.iter().position(|it| it.0 == 0.0).unwrap_or(0);
        for (i, (value, label)) in self.ticks.iter().enumerate() {
            if i.abs_diff(middle).is_multiple_of(every) {
                let color = if *value == 0.0 { BASELINE } else { GUIDE };
                sheet.line([frame.left, at(*value)], [frame.right(), at(*value)], color, 1.0)?;
                let label = if is_first { label } else { "" };
                sheet.text(frame.left - 5.0, at(*value), label, Type::TICK.right())?;
            }
        }
        let places: Vec<[f64; 2]> =
            curve.values.iter().enumerate().map(|(i, it)| [x(i), at(*it)]).collect();
        sheet.path(&places, class.line, 1.75)?;
        if let Some(place) = curve.base.and_then(|it| places.get(it)) {
            marker::draw(sheet, *place, RADIUS, class, curve.fill)?;
        }
        for (i, marks) in curve.marks.iter().enumerate() {
            let top = frame.bottom() + 8.0 + MARKS * i as f64 + 2.0;
            sheet.line([frame.left, top + 4.0], [frame.right(), top + 4.0], GUIDE, 1.0)?;
            let mut first = 0;
            for run in marks.chunk_by(|a, b| a == b) {
                if run[0] {
                    let left = frame.left + step * first as f64;
                    let width = step * run.len() as f64;
                    sheet.area(Frame { left, top, width, height: 8.0 }, INK)?;
                }
                first += run.len();
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Form, Row};
    use crate::output::draw::samples::svg_of;

    fn specification(n: usize, values: &[f64]) -> String {
        let spread = Spread { base: values[0], fill: Fill::Solid, values: values.to_vec() };
        let curve = Curve {
            source: "Source 0".to_owned(),
            fill: Fill::Solid,
            values: values.to_vec(),
            base: Some(0),
            marks: vec![(0..values.len()).map(|it| it % 2 == 0).collect(); 2],
        };
        svg_of(Form::Specification(Specification {
            rows: vec![Row { name: "Source 0".to_owned(), documents: 3 }],
            panels: (0..n).map(|i| format!("frame {i}")).collect(),
            spreads: vec![vec![Some(spread)]; n],
            choices: vec!["without headlines".to_owned(), "without quotations".to_owned()],
            curves: vec![Some(curve); n],
        }))
    }

    #[test]
    fn each_frame_has_a_bar_a_curve_and_its_settings() {
        let svg = specification(1, &[-1.0, 0.0, 1.0]);
        // Two circles a marker: in the head, in the row, on the curve.
        assert_eq!(svg.matches("<circle").count(), 6);
        assert_eq!(svg.matches("stroke=\"#005A8E\" stroke-width=\"7\"").count(), 1);
        assert_eq!(svg.matches("fill=\"#22262A\" stroke=\"none\"").count(), 4);
        for text in ["without headlines", "frame 0", "½×", "2×"] {
            assert!(svg.contains(&format!(">{text}</text>")), "{text}");
        }
    }

    #[test]
    fn many_frames_stand_in_bands() {
        assert_eq!(specification(12, &[0.5, 1.0]).matches(">without headlines</text>").count(), 3);
    }

    #[test]
    fn values_that_are_no_numbers_are_drawn_without_harm() {
        for value in [f64::NAN, f64::INFINITY, 0.0] {
            let svg = specification(2, &[value, 1.0]);
            assert!(svg.ends_with("</svg>\n") && !svg.contains("NaN"), "{svg}");
        }
        assert!(specification(0, &[1.0]).ends_with("</svg>\n"));
    }
}
