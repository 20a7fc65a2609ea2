//! Labels and lengths in, horizontal bars out.

use crate::charts::{Bar, Bars};

use super::Body;
use super::axis;
use super::backend::Drawn;
use super::palette::{GRAY, GUIDE, NEUTRAL};
use super::sheet::{Frame, MARGIN, Sheet, Type, WIDTH, pixels};
use super::text::Ruler;

/// Labels wider than this are cut.
const WIDEST: f64 = 220.0;
/// Height of a row.
const ROW: f64 = 19.0;
/// Height of a bar.
const THICKNESS: f64 = 13.0;
/// Below the bars: ticks and the name of the axis.
const TICKS: f64 = 26.0;

struct Layout<'b> {
    bars: &'b Bars,
    ruler: &'b Ruler,
    labels: Vec<String>,
    axis: Vec<String>,
    /// Where the bars begin.
    left: f64,
    /// Where the longest bar may end, so that its number fits behind it.
    right: f64,
}

/// Lays the bars out.
pub(super) fn body<'b>(bars: &'b Bars, axis: &str, ruler: &'b Ruler) -> Body<'b> {
    let label = |it: &Bar| Type::LABEL.lines(ruler, &it.label, WIDEST, 1).concat();
    let labels: Vec<String> = bars.bars.iter().map(label).collect();
    let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max).ceil();
    let label_width = widest(&mut labels.iter().map(|it| Type::LABEL.width(ruler, it)));
    let number = |it: &Bar| {
        let [rate, count] = numbers(it);
        Type::TICK.width(ruler, &rate) + Type::TICK.width(ruler, &count)
    };
    let number_width = widest(&mut bars.bars.iter().map(number));
    let left = MARGIN + label_width + 8.0;
    let right = WIDTH - MARGIN - number_width - 12.0;
    let axis = Type::TICK.lines(ruler, axis, right - left, 2);
    let layout = Layout { bars, ruler, labels, axis, left, right };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

fn numbers(bar: &Bar) -> [String; 2] {
    [axis::rate(bar.value), format!("({})", bar.count)]
}

impl Layout<'_> {
    fn height(&self) -> f64 {
        ROW * self.bars.bars.len() as f64 + TICKS + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let values: Vec<f64> = self.bars.bars.iter().map(|it| it.value).collect();
        let range = axis::amounts(&values, &[]);
        let frame = Frame {
            left: self.left,
            top,
            width: self.right - self.left,
            height: ROW * values.len() as f64,
        };
        let ticks = axis::amount_ticks(&range, (frame.width / 60.0) as usize);
        let plane = sheet.plane(frame, range.clone(), 0.0..1.0);
        let at = |value: f64| pixels(plane.map_coordinate(&(value.clamp(0.0, range.end), 0.0)).0);
        for (value, label) in &ticks {
            let x = at(*value);
            sheet.line([x, frame.top], [x, frame.bottom() + 4.0], GUIDE, 1.0)?;
            sheet.text(x, frame.bottom() + 13.0, label, Type::TICK.center())?;
        }
        sheet.lines(
            frame.middle(),
            frame.bottom() + TICKS + 4.0,
            &self.axis,
            Type::TICK.center(),
        )?;
        for (i, (bar, label)) in self.bars.bars.iter().zip(&self.labels).enumerate() {
            let y = top + ROW * (i as f64 + 0.5);
            let end = if bar.value.is_finite() { at(bar.value) } else { self.left };
            sheet.text(self.left - 8.0, y, label, Type::LABEL.right())?;
            let area = Frame {
                left: self.left,
                top: y - THICKNESS / 2.0,
                width: end - self.left,
                height: THICKNESS,
            };
            sheet.area(area, NEUTRAL)?;
            let [rate, count] = numbers(bar);
            sheet.text(end + 5.0, y, &rate, Type::TICK.in_color(super::palette::INK))?;
            let behind = end + 9.0 + Type::TICK.width(self.ruler, &rate);
            sheet.text(behind, y, &count, Type::TICK.in_color(GRAY))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Form;
    use crate::output::draw::samples::svg_of;

    fn bars(bars: &[(&str, f64)]) -> String {
        let bar = |(label, value): &(&str, f64)| Bar {
            label: (*label).to_owned(),
            value: *value,
            count: 9,
        };
        svg_of(Form::Bars(Bars { bars: bars.iter().map(bar).collect() }))
    }

    #[test]
    fn each_bar_states_its_label_its_value_and_its_count() {
        let svg = bars(&[("bridge", 4.25), ("summit", 2.0)]);
        for label in [">bridge</text>", ">4.25</text>", ">2.00</text>", ">(9)</text>"] {
            assert!(svg.contains(label), "{label}");
        }
    }

    #[test]
    fn a_label_that_is_too_long_is_cut() {
        let svg = bars(&[(&"long".repeat(40), 1.0)]);
        assert!(svg.contains("…</text>") && !svg.contains(&"long".repeat(20)), "{svg}");
    }

    #[test]
    fn values_that_are_no_numbers_are_drawn_without_harm() {
        assert!(bars(&[("a", f64::NAN), ("b", f64::INFINITY), ("c", 0.0)]).ends_with("</svg>\n"));
        assert!(bars(&[]).ends_with("</svg>\n"));
    }
}
