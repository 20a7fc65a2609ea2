//! Charts in, pictures out: one file per form of chart.

mod axis;
mod backend;
mod bars;
mod courses;
mod dots;
mod empty;
mod heatmap;
mod interval;
mod marker;
mod pairs;
mod palette;
mod png;
mod rows;
#[cfg(test)]
mod samples;
mod shares;
mod sheet;
mod similarity;
mod specification;
mod strips;
mod text;
mod words;

use crate::charts::{Chart, Form};

use backend::Drawn;
use sheet::{Frame, MARGIN, Sheet, Type, WIDTH};
use text::Ruler;

/// What the caption says of arrows; only the drawing knows whether there are any.
const ARROWS: &str = "Arrows: a value or its interval lies beyond the scale.";

/// The part of a chart between its title and its caption.
struct Body<'b> {
    /// Height in nominal pixels.
    height: f64,
    draw: Box<Draw<'b>>,
}

/// Draws a body from this height downwards.
type Draw<'b> = dyn Fn(&Sheet<'_, '_>, f64) -> Drawn + 'b;

/// The chart as an SVG file, 720 pixels wide; text stays text.
///
/// - Equal charts give equal bytes.
pub fn svg(chart: &Chart) -> String {
    let ruler = Ruler::new();
    let body = body(chart, &ruler);
    let width = WIDTH - 2.0 * MARGIN;
    let title = Type::TITLE.lines(&ruler, &chart.title, width, 3);
    let subtitle = chart.subtitle.as_deref().unwrap_or_default();
    let subtitle = Type::SUBTITLE.lines(&ruler, subtitle, width, 3);
    let caption = Type::CAPTION.lines(&ruler, &caption(chart), width, 12);
    let heights = [(&title, Type::TITLE), (&subtitle, Type::SUBTITLE), (&caption, Type::CAPTION)]
        .map(|(lines, style)| style.leading() * lines.len() as f64);
    let body_top = MARGIN + heights[0] + heights[1] + 14.0;
    let caption_top = body_top + body.height + 12.0;
    let height = (caption_top + heights[2] + MARGIN - 4.0).ceil();
    backend::drawn([WIDTH as u32, height as u32], &ruler, |canvas| {
        let sheet = Sheet { canvas };
        sheet.area(Frame { left: 0.0, top: 0.0, width: WIDTH, height }, palette::WHITE)?;
        let y = MARGIN + 8.0;
        sheet.lines(MARGIN, y, &title, Type::TITLE)?;
        sheet.lines(MARGIN, y + heights[0], &subtitle, Type::SUBTITLE)?;
        (body.draw)(&sheet, body_top)?;
        sheet.lines(MARGIN, caption_top + 7.0, &caption, Type::CAPTION)
    })
}

/// The drawing of a chart as a PNG file, twice as fine as the SVG is large, on white.
///
/// - Equal drawings give equal bytes.
///
/// # Panics
/// When the SVG is not one that `svg` returned.
pub fn png(svg: &str) -> Vec<u8> {
    png::file(svg)
}

fn body<'b>(chart: &'b Chart, ruler: &'b Ruler) -> Body<'b> {
    match &chart.form {
        Form::Dots(dots) => dots::body(dots, &chart.axis, ruler),
        Form::Shares(shares) => shares::body(shares, &chart.axis, ruler),
        Form::Heatmap(heatmap) => heatmap::body(heatmap, &chart.axis, ruler),
        Form::Bars(bars) => bars::body(bars, &chart.axis, ruler),
        Form::Words(words) => words::body(words, &chart.axis, ruler),
        Form::Courses(courses) => courses::body(courses, &chart.axis, ruler),
        Form::Strips(strips) => strips::body(strips, &chart.axis, ruler),
        Form::Similarity(it) => similarity::body(it, &chart.axis, ruler),
        Form::Pairs(pairs) => pairs::body(pairs, &chart.axis, ruler),
        Form::Specification(it) => specification::body(it, &chart.axis, ruler),
        Form::Empty(sentence) => empty::body(sentence, ruler),
    }
}

fn caption(chart: &Chart) -> String {
    let has_arrows = match &chart.form {
        Form::Dots(dots) => dots::has_arrows(dots),
        Form::Words(words) => words::has_arrows(words),
        Form::Courses(courses) => courses::has_arrows(courses),
        _ => false,
    };
    if has_arrows { format!("{} {ARROWS}", chart.caption) } else { chart.caption.clone() }
}

#[cfg(test)]
mod tests {
    use super::samples::{chart, dots_of, svg_of};
    use super::*;

    #[test]
    fn a_drawing_states_title_subtitle_axis_and_caption() {
        let svg = svg_of(dots_of(&["A"]));
        for text in ["What to look for", "Whom it is about", "Hits per 1,000 words", "What n is."] {
            assert!(svg.contains(&format!(">{text}</text>")), "{text}");
        }
        assert!(
            svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"720\""),
            "{svg}"
        );
    }

    #[test]
    fn a_long_caption_is_drawn_to_its_end() {
        let caption = "Said once more. ".repeat(70) + "Last";
        let svg = svg(&Chart { caption, ..chart(dots_of(&["A"])) });
        assert!(svg.contains("Last</text>"), "{svg}");
    }

    #[test]
    fn names_in_latin_cyrillic_and_greek_are_drawn_as_they_are() {
        let names = ["Süddeutsche Zeitung", "Егемен Қазақстан", "Ελευθεροτυπία"];
        let svg = svg_of(dots_of(&names));
        for name in names {
            assert!(svg.contains(&format!(">{name}</text>")), "{name}");
        }
    }

    #[test]
    fn names_that_could_mislead_are_shown_as_codes() {
        let svg = svg_of(dots_of(&["evil\u{202e}gnp.exe", "人"]));
        assert!(
            svg.contains(">evil[U+202E]gnp.exe</text>") && svg.contains(">[U+4EBA]</text>"),
            "{svg}"
        );
    }

    #[test]
    fn thirty_sources_with_names_of_eighty_letters_fit_into_the_picture() {
        let names: Vec<String> =
            (0..30).map(|i| format!("{} {i}", "A very long name ".repeat(5))).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let svg = svg_of(dots_of(&names));
        assert!(svg.contains(" 29</text>"), "{svg}");
        let tree = resvg::usvg::Tree::from_str(&svg, &text::options()).expect("a drawing");
        let (drawn, size) = (tree.root().abs_stroke_bounding_box(), tree.size());
        assert!(0.0 <= drawn.left() && drawn.right() <= size.width(), "{drawn:?}");
        assert!(0.0 <= drawn.top() && drawn.bottom() <= size.height(), "{drawn:?}");
    }

    #[test]
    fn no_two_texts_overlap() {
        let forms = [
            dots_of(&["A", "B", "A name that needs a second line, or even a third"]),
            dots_of(&["C"]),
        ];
        for form in forms {
            let svg = svg_of(form);
            let tree = resvg::usvg::Tree::from_str(&svg, &text::options()).expect("a drawing");
            let boxes = samples::boxes_of_texts(tree.root());
            for (i, one) in boxes.iter().enumerate() {
                for other in &boxes[..i] {
                    assert!(one.intersect(other).is_none(), "{one:?} and {other:?}\n{svg}");
                }
            }
        }
    }

    #[test]
    fn equal_charts_give_equal_bytes_on_any_thread() {
        let chart = chart(dots_of(&["A", "Қазақстан"]));
        let drawing = svg(&chart);
        let picture = png(&drawing);
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    assert_eq!(svg(&chart), drawing);
                    assert_eq!(png(&drawing), picture);
                });
            }
        });
    }
}
