//! A sentence in, a field that holds it out.

use super::Body;
use super::palette::{INK, NOTHING};
use super::sheet::{Frame, MARGIN, Sheet, Type, WIDTH};
use super::text::Ruler;

const HEIGHT: f64 = 96.0;

/// Lays the sentence out.
pub(super) fn body<'s>(sentence: &str, ruler: &Ruler) -> Body<'s> {
    let style = Type::SUBTITLE.center().in_color(INK);
    let lines = style.lines(ruler, sentence, WIDTH - 6.0 * MARGIN, 4);
    let draw = move |sheet: &Sheet<'_, '_>, top: f64| {
        let field = Frame { left: MARGIN, top, width: WIDTH - 2.0 * MARGIN, height: HEIGHT };
        sheet.area(field, NOTHING)?;
        sheet.block(field.middle(), top + HEIGHT / 2.0, &lines, style)
    };
    Body { height: HEIGHT, draw: Box::new(draw) }
}

#[cfg(test)]
mod tests {
    use crate::charts::Form;
    use crate::output::draw::samples::svg_of;

    #[test]
    fn a_chart_with_nothing_to_show_says_so() {
        let svg = svg_of(Form::Empty("There is nothing here.".to_owned()));
        assert!(svg.contains(">There is nothing here.</text>"), "{svg}");
    }
}
