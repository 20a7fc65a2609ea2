//! Nominal pixels in, drawing calls out: the sheet on which every form of chart is drawn.

use std::ops::Range;

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{Cartesian2d, DrawingArea, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};

use super::backend::{Backend, Canvas, Drawn, FONT_FACTOR, UNITS};
use super::palette::{GRAY, INK};
use super::text::{FAMILY, Face, Ruler};

/// Width of every chart; a column of a web page and the text width of a printed one.
pub(super) const WIDTH: f64 = 720.0;
/// Left free on all sides.
pub(super) const MARGIN: f64 = 16.0;

/// Size, face, color and place of a text.
#[derive(Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) face: Face,
    pub(super) color: RGBColor,
    /// Which end of the text stands at the given place.
    pub(super) anchor: HPos,
}

impl Type {
    pub(super) const TITLE: Type = Type::new(16.0, Face::Bold, INK);
    pub(super) const SUBTITLE: Type = Type::new(12.0, Face::Regular, GRAY);
    pub(super) const HEAD: Type = Type::new(12.5, Face::Bold, INK);
    pub(super) const LABEL: Type = Type::new(12.0, Face::Regular, INK);
    pub(super) const TICK: Type = Type::new(11.0, Face::Regular, GRAY);
    pub(super) const CAPTION: Type = Type::new(11.0, Face::Regular, GRAY);

    const fn new(size: f64, face: Face, color: RGBColor) -> Self {
        Type { size, face, color, anchor: HPos::Left }
    }

    /// The same, ending at the given place.
    pub(super) const fn right(self) -> Self {
        Type { anchor: HPos::Right, ..self }
    }

    /// The same, with its middle at the given place.
    pub(super) const fn center(self) -> Self {
        Type { anchor: HPos::Center, ..self }
    }

    /// The same in another color.
    pub(super) const fn in_color(self, color: RGBColor) -> Self {
        Type { color, ..self }
    }

    /// Distance from one line to the next.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.3).round()
    }

    /// Width of a line in this type.
    pub(super) fn width(self, ruler: &Ruler, text: &str) -> f64 {
        ruler.width(text, self.face, self.size)
    }

    /// The text as shown, in lines of at most this width.
    pub(super) fn lines(self, ruler: &Ruler, text: &str, width: f64, most: usize) -> Vec<String> {
        ruler.lines(text, self.face, self.size, width, most)
    }
}

/// A rectangle in nominal pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    pub(super) fn right(self) -> f64 {
        self.left + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.top + self.height
    }

    pub(super) fn middle(self) -> f64 {
        self.left + self.width / 2.0
    }
}

/// A part of the sheet with coordinates of its own.
pub(super) type Plane<'c> = DrawingArea<Backend<'c>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Where a chart is drawn, in nominal pixels from the upper left.
pub(super) struct Sheet<'s, 'c> {
    pub(super) canvas: &'s Canvas<'c>,
}

impl<'c> Sheet<'_, 'c> {
    /// One line of text; `y` is the middle of its capitals.
    pub(super) fn text(&self, x: f64, y: f64, text: &str, style: Type) -> Drawn {
        let face = if style.face == Face::Bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::Name(FAMILY), style.size * UNITS * FONT_FACTOR, face);
        let anchor = Pos::new(style.anchor, VPos::Center);
        let style = TextStyle::from(font).color(&style.color).pos(anchor);
        self.canvas.draw(&Text::new(text.to_owned(), (units(x), units(y)), style))
    }

    /// Lines of text below each other; `y` is the middle of the first one's capitals.
    pub(super) fn lines(&self, x: f64, y: f64, lines: &[String], style: Type) -> Drawn {
        for (i, line) in lines.iter().enumerate() {
            self.text(x, y + style.leading() * i as f64, line, style)?;
        }
        Ok(())
    }

    /// Lines of text below each other; `y` is the middle of them all.
    pub(super) fn block(&self, x: f64, y: f64, lines: &[String], style: Type) -> Drawn {
        let above = style.leading() * lines.len().saturating_sub(1) as f64 / 2.0;
        self.lines(x, y - above, lines, style)
    }

    /// A filled rectangle.
    pub(super) fn area(&self, frame: Frame, color: RGBColor) -> Drawn {
        let corners =
            [(units(frame.left), units(frame.top)), (units(frame.right()), units(frame.bottom()))];
        self.canvas.draw(&Rectangle::new(corners, color.filled()))
    }

    /// A straight line.
    pub(super) fn line(&self, from: [f64; 2], to: [f64; 2], color: RGBColor, width: f64) -> Drawn {
        self.path(&[from, to], color, width)
    }

    /// Straight lines from each place to the next.
    pub(super) fn path(&self, places: &[[f64; 2]], color: RGBColor, width: f64) -> Drawn {
        let places: Vec<_> = places.iter().map(|[x, y]| (units(*x), units(*y))).collect();
        if places.len() < 2 {
            return Ok(());
        }
        self.canvas.draw(&PathElement::new(places, color.stroke_width(units(width) as u32)))
    }

    /// A filled polygon.
    pub(super) fn polygon(&self, corners: &[[f64; 2]], color: RGBColor) -> Drawn {
        let corners: Vec<_> = corners.iter().map(|[x, y]| (units(*x), units(*y))).collect();
        self.canvas.draw(&Polygon::new(corners, color.filled()))
    }

    /// A part of the sheet in which places are given in the units of the data, `y` from the top down.
    ///
    /// # Panics
    /// When a range is empty or not finite, which is our mistake: plotters would not return from it.
    pub(super) fn plane(&self, frame: Frame, x: Range<f64>, y: Range<f64>) -> Plane<'c> {
        for range in [&x, &y] {
            let is_good =
                range.start.is_finite() && range.end.is_finite() && range.start < range.end;
            assert!(is_good, "an axis needs a range that is finite and not empty, not {range:?}");
        }
        let across = units(frame.left)..units(frame.right());
        let down = units(frame.top)..units(frame.bottom());
        self.canvas.apply_coord_spec(Cartesian2d::new(x, y, (across, down)))
    }
}

/// Nominal pixels in units of the canvas.
pub(super) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// Units of the canvas in nominal pixels.
pub(super) fn pixels(units: i32) -> f64 {
    f64::from(units) / UNITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::draw::backend::drawn;

    #[test]
    fn a_plane_maps_the_ends_of_its_range_to_its_edges() {
        let ruler = Ruler::new();
        drawn([100, 100], &ruler, |canvas| {
            let frame = Frame { left: 10.0, top: 0.0, width: 50.0, height: 20.0 };
            let plane = Sheet { canvas }.plane(frame, -2.0..2.0, 0.0..1.0);
            let at = |value: f64| pixels(plane.map_coordinate(&(value, 0.0)).0);
            for (value, place) in [(-2.0, 10.0), (0.0, 35.0), (2.0, 60.0)] {
                assert!((at(value) - place).abs() < 0.5, "{value} stands at {}", at(value));
            }
            Ok(())
        });
    }

    #[test]
    fn lines_of_a_block_stand_around_its_middle() {
        let ruler = Ruler::new();
        let lines = ["a".to_owned(), "b".to_owned()];
        let svg = drawn([100, 100], &ruler, |canvas| {
            Sheet { canvas }.block(0.0, 50.0, &lines, Type::LABEL)
        });
        assert!(svg.contains("y=\"168\"") && svg.contains("y=\"232\""), "{svg}");
    }
}
