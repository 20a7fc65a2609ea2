//! Dots with intervals in, panels out: one per class, side by side, with the same rows and the same scale.

use std::ops::Range;

use crate::charts::{Dots, Fill, Mark, Panel, Scale};

use super::Body;
use super::axis::{self, Tick};
use super::backend::Drawn;
use super::interval::{self, Axis, RADIUS};
use super::marker;
use super::palette::{BASELINE, Class, GUIDE, class};
use super::rows::Rows;
use super::sheet::{Frame, Sheet, Type, pixels};
use super::text::Ruler;

/// Between panels.
const GAP: f64 = 26.0;
/// Narrowest panel that still reads well.
const NARROWEST: f64 = 126.0;
/// Below the rows: ticks.
const TICKS: f64 = 26.0;
/// Least height of a row.
const ROW: f64 = 23.0;
/// Between one line of panels and the next.
const BETWEEN: f64 = 14.0;

struct Layout<'d> {
    dots: &'d Dots,
    rows: Rows,
    axis: Vec<String>,
    /// Panels side by side.
    across: usize,
    panel_width: f64,
    /// Names of the panels in lines.
    heads: Vec<Vec<String>>,
    range: Range<f64>,
    ticks: Vec<Tick>,
}

/// Lays the panels out.
pub(super) fn body<'d>(dots: &'d Dots, axis: &str, ruler: &Ruler) -> Body<'d> {
    let rows = Rows::new(dots.rows.iter(), ruler, ROW);
    let n = dots.panels.len().max(1);
    let most = (((rows.room() + GAP) / (NARROWEST + GAP)) as usize).clamp(1, 4);
    let across = n.div_ceil(n.div_ceil(most));
    let panel_width = (rows.room() - GAP * (across - 1) as f64) / across as f64;
    let head = |it: &Panel| Type::HEAD.lines(ruler, &it.name, panel_width - 16.0, 3);
    let heads: Vec<Vec<String>> = dots.panels.iter().map(head).collect();
    let range = range(dots);
    let ticks = match dots.scale {
        Scale::Ratio => axis::ratio_ticks(&range, panel_width),
        Scale::Amount => axis::amount_ticks(&range, (panel_width / 30.0) as usize),
    };
    let axis = Type::TICK.lines(ruler, axis, rows.room(), 3);
    let layout = Layout { dots, rows, axis, across, panel_width, heads, range, ticks };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

fn marks(dots: &Dots) -> impl Iterator<Item = &Mark> {
    dots.panels.iter().flat_map(|it| &it.marks).flatten()
}

/// The same range for all panels, so that they can be compared.
fn range(dots: &Dots) -> Range<f64> {
    let values: Vec<f64> = marks(dots).map(|it| it.value).collect();
    let ends: Vec<f64> =
        marks(dots).filter_map(|it| it.interval).flat_map(|it| [it.0, it.1]).collect();
    match dots.scale {
        Scale::Ratio => axis::ratios(&values, &ends),
        Scale::Amount => axis::amounts(&values, &ends),
    }
}

impl Layout<'_> {
    /// Height of the names above each line of panels.
    fn head_heights(&self) -> impl Iterator<Item = f64> {
        self.heads.chunks(self.across).map(|heads| {
            let n_lines = heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
            Type::HEAD.leading() * n_lines as f64 + 6.0
        })
    }

    fn height(&self) -> f64 {
        let bands = self.head_heights().map(|head| head + self.rows.all() + TICKS + BETWEEN);
        bands.sum::<f64>() - BETWEEN + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let mut band_top = top;
        let bands = self.dots.panels.chunks(self.across).zip(self.head_heights());
        for (band, (panels, head_height)) in bands.enumerate() {
            let rows_top = band_top + head_height;
            self.rows.draw(sheet, rows_top, rows_top - 10.0)?;
            for (i, panel) in panels.iter().enumerate() {
                let frame = Frame {
                    left: self.rows.right() + (self.panel_width + GAP) * i as f64,
                    top: rows_top,
                    width: self.panel_width,
                    height: self.rows.all(),
                };
                self.panel(sheet, frame, band * self.across + i, panel)?;
            }
            band_top = rows_top + self.rows.all() + TICKS + BETWEEN;
        }
        let y = band_top - BETWEEN + 4.0;
        let middle = self.rows.right() + self.rows.room() / 2.0;
        sheet.lines(middle, y, &self.axis, Type::TICK.center())
    }

    fn panel(&self, sheet: &Sheet<'_, '_>, frame: Frame, place: usize, panel: &Panel) -> Drawn {
        let class = class(place);
        let plane = sheet.plane(frame, self.range.clone(), 0.0..1.0);
        // Values and intervals beyond the range stand at its end; nothing infinite is mapped.
        let at = |value: f64| {
            let value = value.clamp(self.range.start, self.range.end);
            pixels(plane.map_coordinate(&(value, 0.0)).0)
        };
        self.head(sheet, frame, place, class)?;
        for (value, label) in &self.ticks {
            let x = at(*value);
            let color = if *value == 0.0 { BASELINE } else { GUIDE };
            sheet.line([x, frame.top], [x, frame.bottom() + 4.0], color, 1.0)?;
            sheet.text(x, frame.bottom() + 13.0, label, Type::TICK.center())?;
        }
        let axis = Axis { ends: [frame.left, frame.right()], range: &self.range, at: &at };
        for (i, mark) in panel.marks.iter().enumerate() {
            let y = self.rows.middle(frame.top, i);
            if let Some(mark) = mark.filter(|it| it.value.is_finite()) {
                sheet.line([frame.left, y], [frame.right(), y], GUIDE, 1.0)?;
                interval::draw(sheet, &axis, y, mark, class)?;
            } else {
                // Between two lines, so that none runs through the letters.
                let x = (at(self.ticks[0].0) + at(self.ticks[1].0)) / 2.0;
                sheet.text(x, y, "n/a", Type::TICK.center())?;
            }
        }
        Ok(())
    }

    fn head(&self, sheet: &Sheet<'_, '_>, frame: Frame, place: usize, class: Class) -> Drawn {
        let lines = &self.heads[place];
        let y = frame.top - 10.0 - Type::HEAD.leading() * lines.len().saturating_sub(1) as f64;
        marker::draw(sheet, [frame.left + 5.0, y], RADIUS, class, Fill::Solid)?;
        sheet.lines(frame.left + 15.0, y, lines, Type::HEAD)
    }
}

/// Whether an interval goes beyond what the axis shows, so that the caption must explain the arrows.
pub(super) fn has_arrows(dots: &Dots) -> bool {
    interval::goes_beyond(marks(dots), &range(dots))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Form, Row};
    use crate::output::draw::samples::svg_of;

    fn mark(value: f64, interval: Option<(f64, f64)>, fill: Fill) -> Option<Mark> {
        Some(Mark { value, interval, fill, clear: false })
    }

    /// One panel per list of marks.
    fn dots(panels: Vec<Vec<Option<Mark>>>) -> Form {
        let row = |i| Row { name: format!("Source {i}"), documents: 7 };
        let rows = (0..panels.first().map_or(0, Vec::len)).map(row).collect();
        let panel = |(i, marks)| Panel { name: format!("frame {i}"), marks };
        let panels = panels.into_iter().enumerate().map(panel).collect();
        Form::Dots(Dots { scale: Scale::Ratio, rows, panels })
    }

    fn circles(svg: &str) -> usize {
        svg.matches("<circle").count()
    }

    #[test]
    fn each_mark_is_a_dot_with_a_line() {
        let solid = mark(1.0, Some((0.5, 1.5)), Fill::Solid);
        let svg = svg_of(dots(vec![vec![solid, solid]]));
        // Two circles a marker, and the marker in the head.
        assert_eq!(circles(&svg), 6);
        assert_eq!(svg.matches("stroke=\"#005A8E\" stroke-width=\"7\"").count(), 2);
        assert!(svg.contains(">½×</text>") && svg.contains(">Source 1</text>"), "{svg}");
    }

    #[test]
    fn a_hollow_mark_is_white_inside() {
        let hollow = svg_of(dots(vec![vec![mark(1.0, None, Fill::Hollow)]]));
        let solid = svg_of(dots(vec![vec![mark(1.0, None, Fill::Solid)]]));
        let white = "fill=\"#FFFFFF\" stroke=\"none\" stroke-width";
        assert_eq!((hollow.matches(white).count(), solid.matches(white).count()), (1, 0));
    }

    #[test]
    fn a_missing_value_is_no_dot() {
        let svg = svg_of(dots(vec![vec![None, mark(f64::NAN, None, Fill::Solid)]]));
        assert_eq!(circles(&svg), 2);
        assert_eq!(svg.matches(">n/a</text>").count(), 2);
    }

    #[test]
    fn an_interval_beyond_the_scale_ends_in_an_arrow_and_the_caption_says_so() {
        let far = svg_of(dots(vec![vec![mark(0.0, Some((f64::NEG_INFINITY, 90.0)), Fill::Solid)]]));
        assert_eq!(far.matches("<polygon").count(), 2);
        assert!(far.contains("Arrows"), "{far}");
        let near = svg_of(dots(vec![vec![mark(0.0, Some((-1.0, 1.0)), Fill::Solid)]]));
        assert!(!near.contains("<polygon") && !near.contains("Arrows"), "{near}");
    }

    #[test]
    fn panels_of_many_classes_stand_below_each_other() {
        let panel = vec![mark(0.5, Some((0.0, 1.0)), Fill::Solid)];
        let (few, many) = (svg_of(dots(vec![panel.clone(); 3])), svg_of(dots(vec![panel; 12])));
        let ticks = |svg: &str| svg.matches(">1×</text>").count();
        assert_eq!((ticks(&few), ticks(&many)), (3, 12));
        assert_eq!(few.matches(">Source 0</text>").count(), 1);
        assert_eq!(many.matches(">Source 0</text>").count(), 3);
    }

    #[test]
    fn no_panels_and_no_rows_are_drawn_without_harm() {
        assert!(svg_of(dots(Vec::new())).ends_with("</svg>\n"));
        assert!(svg_of(dots(vec![Vec::new()])).ends_with("</svg>\n"));
    }
}
