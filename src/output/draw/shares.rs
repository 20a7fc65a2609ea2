//! Shares in, divided bars out, with a legend above them.

use crate::charts::{Piece, ShareBar, Shares};

use super::Body;
use super::backend::Drawn;
use super::marker;
use super::palette::{GUIDE, Hatch, class, ink_on};
use super::rows::Rows;
use super::sheet::{Frame, MARGIN, Sheet, Type, WIDTH, pixels};
use super::text::Ruler;

/// Width of the sample of a class in the legend.
const SAMPLE: f64 = 14.0;
/// Widest name in the legend.
const LONGEST: f64 = 420.0;
/// Below the bars: ticks and the name of the axis.
const TICKS: f64 = 26.0;
/// Between two pieces of a bar, in nominal pixels.
const SEAM: f64 = 1.0;

struct Layout<'s> {
    shares: &'s Shares,
    rows: Rows,
    ruler: &'s Ruler,
    axis: Vec<String>,
    /// Places of the classes in the legend and their names.
    legend: Vec<([f64; 2], String)>,
    legend_height: f64,
}

/// Lays the bars out.
pub(super) fn body<'s>(shares: &'s Shares, axis: &str, ruler: &'s Ruler) -> Body<'s> {
    let rows = Rows::new(shares.bars.iter().map(|it| &it.row), ruler, 29.0);
    let (legend, legend_height) = legend(&shares.classes, ruler);
    let axis = Type::TICK.lines(ruler, axis, rows.room(), 2);
    let layout = Layout { shares, rows, ruler, axis, legend, legend_height };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

/// The classes in reading order, as many to a line as fit.
pub(super) fn legend(classes: &[String], ruler: &Ruler) -> (Vec<([f64; 2], String)>, f64) {
    let line_height = Type::LABEL.leading() + 4.0;
    let (mut x, mut y) = (MARGIN, 0.0);
    let mut legend = Vec::new();
    for name in classes {
        let name = Type::LABEL.lines(ruler, name, LONGEST, 1).concat();
        let width = SAMPLE + 6.0 + Type::LABEL.width(ruler, &name);
        if MARGIN < x && WIDTH - MARGIN < x + width {
            (x, y) = (MARGIN, y + line_height);
        }
        legend.push(([x, y], name));
        x += width + 18.0;
    }
    (legend, y + line_height)
}

impl Layout<'_> {
    fn height(&self) -> f64 {
        let head = Type::TICK.leading() + 4.0;
        self.legend_height
            + head
            + self.rows.all()
            + TICKS
            + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        for (i, ([x, y], name)) in self.legend.iter().enumerate() {
            let y = top + y + 8.0;
            let sample = Frame { left: *x, top: y - 6.0, width: SAMPLE, height: 12.0 };
            marker::area(sheet, sample, class(i))?;
            sheet.text(x + SAMPLE + 6.0, y, name, Type::LABEL)?;
        }
        let frame = Frame {
            left: self.rows.right(),
            top: top + self.legend_height + Type::TICK.leading() + 4.0,
            // The last tick's label is wider than its line.
            width: self.rows.room() - 10.0,
            height: self.rows.all(),
        };
        self.rows.draw(sheet, frame.top, frame.top - 6.0)?;
        let plane = sheet.plane(frame, 0.0..1.0, 0.0..1.0);
        let at = |share: f64| pixels(plane.map_coordinate(&(share.clamp(0.0, 1.0), 0.0)).0);
        for quarter in 0..=4 {
            let x = at(f64::from(quarter) / 4.0);
            sheet.line([x, frame.top], [x, frame.bottom() + 4.0], GUIDE, 1.0)?;
            let label = format!("{}\u{a0}%", quarter * 25);
            sheet.text(x, frame.bottom() + 13.0, &label, Type::TICK.center())?;
        }
        sheet.lines(
            frame.middle(),
            frame.bottom() + TICKS + 4.0,
            &self.axis,
            Type::TICK.center(),
        )?;
        for (i, bar) in self.shares.bars.iter().enumerate() {
            self.bar(sheet, bar, self.rows.middle(frame.top, i), &at)?;
        }
        Ok(())
    }

    fn bar(&self, sheet: &Sheet<'_, '_>, bar: &ShareBar, y: f64, at: &dyn Fn(f64) -> f64) -> Drawn {
        if bar.pieces.is_empty() {
            return sheet.text(at(0.0) + 6.0, y, "no hits", Type::TICK);
        }
        let mut before = 0.0;
        for (place, piece) in bar.pieces.iter().enumerate() {
            let after = before + if piece.share.is_finite() { piece.share.max(0.0) } else { 0.0 };
            let (left, right) = (at(before), at(after));
            let seam = if 2.0 * SEAM < right - left { SEAM } else { 0.0 };
            let frame = Frame { left, top: y - 11.0, width: right - left - seam, height: 22.0 };
            if 0.0 < frame.width {
                marker::area(sheet, frame, class(place))?;
                self.label(sheet, frame, *piece, place)?;
            }
            before = after;
        }
        Ok(())
    }

    /// The share, and the number of hits as well, where there is room for it.
    fn label(&self, sheet: &Sheet<'_, '_>, frame: Frame, piece: Piece, place: usize) -> Drawn {
        let class = class(place);
        let percent = format!("{:.0}\u{a0}%", 100.0 * piece.share);
        let labels = [format!("{percent} ({})", piece.hits), percent];
        let style = Type::TICK.center().in_color(ink_on(class.area));
        let fits = |it: &&String| style.width(self.ruler, it) + 6.0 <= frame.width;
        let Some(label) = labels.iter().find(fits) else { return Ok(()) };
        if class.hatch != Hatch::None {
            // The lines over the area would run through the digits.
            let width = style.width(self.ruler, label) + 6.0;
            let ground = Frame {
                left: frame.middle() - width / 2.0,
                top: frame.top + 3.0,
                width,
                height: 16.0,
            };
            sheet.area(ground, class.area)?;
        }
        sheet.text(frame.middle(), frame.top + 11.0, label, style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Form, Row};
    use crate::output::draw::samples::svg_of;

    fn shares(bars: &[&[f64]]) -> String {
        let bar = |shares: &&[f64]| ShareBar {
            row: Row { name: "A".to_owned(), documents: 3 },
            pieces: shares.iter().map(|&share| Piece { share, hits: 20 }).collect(),
        };
        let n = bars.iter().map(|it| it.len()).max().unwrap_or(0);
        let classes = (0..n).map(|i| format!("frame {i}")).collect();
        svg_of(Form::Shares(Shares { classes, bars: bars.iter().map(bar).collect() }))
    }

    #[test]
    fn each_share_is_labeled_where_there_is_room() {
        let svg = shares(&[&[0.6, 0.35, 0.05]]);
        assert!(svg.contains(">60\u{a0}% (20)</text>"), "{svg}");
        assert!(!svg.contains(">5\u{a0}% (20)</text>"), "{svg}");
        assert!(svg.contains(">frame 2</text>"), "{svg}");
    }

    #[test]
    fn a_source_without_hits_says_so() {
        assert!(shares(&[&[], &[1.0]]).contains(">no hits</text>"));
    }

    #[test]
    fn more_than_eight_classes_are_told_apart_by_lines_over_them() {
        let lines =
            |n: usize| shares(&[&vec![1.0 / n as f64; n]]).matches("stroke=\"#FFFFFF\"").count();
        assert_eq!(lines(8), 0);
        assert!(0 < lines(9));
    }

    #[test]
    fn shares_that_are_no_numbers_are_drawn_without_harm() {
        let svg = shares(&[&[f64::NAN, f64::INFINITY, -1.0, 0.5]]);
        assert!(svg.ends_with("</svg>\n") && !svg.contains("NaN"), "{svg}");
    }
}
