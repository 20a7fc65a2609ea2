//! Drawing calls in, SVG out: the backend of plotters, with real text widths and clean text.

use std::cell::RefCell;
use std::io;

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea, SVGBackend};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::text::{FAMILY, Face, Ruler};

/// Units of the canvas per pixel of the picture's nominal size; plotters knows whole units only.
pub(super) const UNITS: f64 = 4.0;

/// How much larger plotters' font sizes are than those it writes into the SVG.
pub(super) const FONT_FACTOR: f64 = 1.24;

/// What plotters draws on.
pub(super) type Canvas<'c> = DrawingArea<Backend<'c>, Shift>;

/// Nothing, or the error of a backend; ours writes into a string and has none.
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<io::Error>>;

type Result<T, E = DrawingErrorKind<io::Error>> = std::result::Result<T, E>;

/// Draws on a canvas of this nominal size and returns the SVG.
///
/// # Panics
/// When the drawing fails, which is our mistake: it is written into a string.
pub(super) fn drawn(
    [width, height]: [u32; 2],
    ruler: &Ruler,
    draw: impl FnOnce(&Canvas<'_>) -> Drawn,
) -> String {
    let mut svg = String::new();
    let lengths = RefCell::new(Vec::new());
    let size = (width * UNITS as u32, height * UNITS as u32);
    let canvas =
        Backend { inner: SVGBackend::with_string(&mut svg, size), ruler, lengths: &lengths }
            .into_drawing_area();
    draw(&canvas).and_then(|()| canvas.present()).expect("drawing into a string does not fail");
    drop(canvas);
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" font-family=\"{FAMILY}\">",
        size.0, size.1
    );
    finished(&head, &svg, &lengths.into_inner())
}

/// The SVG with its nominal size, and with each text held to the place and the length it was laid out for.
///
/// Text stays text: as outlines a drawing would be a hundred times larger, and its words could
/// neither be searched, copied, edited nor read aloud. A viewer without the font shows its own, and
/// `textLength` makes that just as wide, so that nothing overlaps. The patterns below cannot occur in
/// texts or attributes, where `<` and `"` are escaped.
fn finished(head: &str, svg: &str, lengths: &[f64]) -> String {
    let body = svg.split_once('>').map_or("", |(_, body)| body);
    // Half the height of capitals, in a unit that does not depend on the viewer's idea of `ex`.
    let mut body = body.replace(" dy=\"0.5ex\"", " dy=\"0.36em\"");
    for default in
        [" opacity=\"1\"", " text-anchor=\"start\"", &format!(" font-family=\"{FAMILY}\"")]
    {
        body = body.replace(default, "");
    }
    let mut pieces = body.split("<text ");
    let mut finished = format!("{head}{}", pieces.next().unwrap_or(""));
    for (piece, length) in pieces.zip(lengths) {
        finished += &format!(
            "<text textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" {}",
            piece.replacen(">\n", ">", 1).replacen("\n</text>", "</text>", 1)
        );
    }
    finished
}

/// plotters' SVG backend with text measured by the font and freed of control characters.
pub(super) struct Backend<'c> {
    inner: SVGBackend<'c>,
    ruler: &'c Ruler,
    /// Length of each text, in the order of drawing.
    lengths: &'c RefCell<Vec<f64>>,
}

impl Backend<'_> {
    fn width<S: BackendTextStyle>(&self, text: &str, style: &S) -> f64 {
        let face =
            if matches!(style.style(), FontStyle::Bold) { Face::Bold } else { Face::Regular };
        self.ruler.width(text, face, style.size() / FONT_FACTOR)
    }
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<()> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Result<()> {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Result<()> {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<()> {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<()> {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<()> {
        self.inner.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<()> {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<()> {
        self.inner.fill_polygon(corners, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<()> {
        let text: String = text.chars().filter(|it| !it.is_control()).collect();
        if text.trim().is_empty() || style.color().alpha == 0.0 {
            return Ok(());
        }
        self.lengths.borrow_mut().push(self.width(&text, style));
        self.inner.draw_text(&text, style, at)
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32)> {
        Ok((self.width(text, style).ceil() as u32, (style.size() / FONT_FACTOR).ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use plotters::prelude::Text;

    use super::*;

    fn svg_of(text: &str) -> String {
        let ruler = Ruler::new();
        drawn([100, 50], &ruler, |canvas| {
            canvas.draw(&Text::new(text.to_owned(), (8, 8), ("sans", 10.0 * UNITS * FONT_FACTOR)))
        })
    }

    #[test]
    fn the_canvas_is_four_times_as_fine_as_the_picture() {
        let svg = svg_of("a");
        assert!(svg.contains("width=\"100\" height=\"50\" viewBox=\"0 0 400 200\""), "{svg}");
    }

    #[test]
    fn each_text_states_the_length_it_was_laid_out_for() {
        let svg = svg_of("aa");
        // Twice the 561 units of `a`, at 40 units a size.
        assert!(svg.contains("textLength=\"44.9\""), "{svg}");
    }

    #[test]
    fn markup_in_a_text_is_escaped_and_controls_are_stripped() {
        let svg = svg_of("<text x=\"1\">\u{1}&\u{85}");
        assert!(svg.contains(">&lt;text x=&quot;1&quot;&gt;&amp;</text>"), "{svg}");
    }

    #[test]
    fn a_text_of_nothing_is_not_written() {
        assert!(!svg_of("\u{2}").contains("<text"));
    }
}
