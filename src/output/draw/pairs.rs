//! Pairs of classes in, a triangle of cells for each level out.

use crate::charts::{Level, Pair, Pairs};

use super::Body;
use super::axis;
use super::backend::Drawn;
use super::palette::{GRAY, GUIDE, INK, NOTHING, diverging, ink_on};
use super::sheet::{Frame, MARGIN, Sheet, Type, WIDTH};
use super::text::Ruler;

/// Widest name of a row.
const NAMES: f64 = 170.0;
/// Widest cell, and the narrowest that holds digits.
const WIDEST: f64 = 84.0;
const WITH_DIGITS: f64 = 40.0;
/// Narrowest column that holds a name above it.
const WITH_NAMES: f64 = 64.0;
/// Height of a cell with digits.
const CELL: f64 = 38.0;
/// Between levels.
const BETWEEN: f64 = 22.0;
/// Doublings at which the color is full.
const FULL: f64 = 2.0;

struct Layout<'p> {
    pairs: &'p Pairs,
    axis: Vec<String>,
    names: Vec<Vec<String>>,
    /// Names above the columns; numbers where cells are narrow.
    heads: Vec<Vec<String>>,
    head_height: f64,
    left: f64,
    cell: [f64; 2],
}

/// Lays the triangles out below each other.
pub(super) fn body<'p>(pairs: &'p Pairs, axis: &str, ruler: &Ruler) -> Body<'p> {
    let n = pairs.classes.len().max(1);
    let widths = pairs.classes.iter().map(|it| Type::LABEL.width(ruler, it) + 24.0);
    let names_width = widths.fold(100.0, f64::max).min(NAMES).ceil();
    let left = MARGIN + names_width + 12.0;
    let width = ((WIDTH - MARGIN - left) / n as f64).min(WIDEST).floor();
    let is_wide = WITH_NAMES <= width;
    let numbered = |i: usize, name: &String| {
        if is_wide { name.clone() } else { format!("{}\u{a0} {name}", i + 1) }
    };
    let name = |(i, it): (usize, &String)| {
        Type::LABEL.lines(
            ruler,
            &numbered(i, it),
            names_width,
            if WITH_DIGITS <= width { 2 } else { 1 },
        )
    };
    let head = |(i, it): (usize, &String)| match is_wide {
        true => Type::TICK.lines(ruler, it, width - 4.0, 3),
        false => vec![(i + 1).to_string()],
    };
    let heads: Vec<Vec<String>> = pairs.classes.iter().enumerate().map(head).collect();
    let n_lines = heads.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let layout = Layout {
        pairs,
        axis: Type::TICK.lines(ruler, axis, WIDTH - 2.0 * MARGIN, 2),
        names: pairs.classes.iter().enumerate().map(name).collect(),
        heads,
        head_height: Type::TICK.leading() * n_lines as f64 + 6.0,
        left,
        cell: [width, if WITH_DIGITS <= width { CELL } else { width.max(17.0) }],
    };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

impl Layout<'_> {
    fn level_height(&self) -> f64 {
        self.head_height + self.cell[1] * self.pairs.classes.len() as f64
    }

    fn height(&self) -> f64 {
        let levels = self.pairs.levels.len() as f64 * (self.level_height() + BETWEEN);
        levels - BETWEEN + 10.0 + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let mut level_top = top;
        for level in &self.pairs.levels {
            self.level(sheet, level, level_top)?;
            level_top += self.level_height() + BETWEEN;
        }
        sheet.lines(MARGIN, level_top - BETWEEN + 12.0, &self.axis, Type::TICK)
    }

    fn level(&self, sheet: &Sheet<'_, '_>, level: &Level, top: f64) -> Drawn {
        let [width, height] = self.cell;
        let rows_top = top + self.head_height;
        sheet.text(MARGIN, rows_top - 10.0, &format!("In {}", level.name), Type::HEAD)?;
        for (i, (name, head)) in self.names.iter().zip(&self.heads).enumerate() {
            let y = rows_top + height * (i as f64 + 0.5);
            sheet.block(MARGIN, y, name, Type::LABEL)?;
            let above = Type::TICK.leading() * head.len().saturating_sub(1) as f64;
            let x = self.left + width * (i as f64 + 0.5);
            sheet.lines(x, rows_top - 8.0 - above, head, Type::TICK.center())?;
            for column in 0..=i {
                let frame = Frame {
                    left: self.left + width * column as f64,
                    top: rows_top + height * i as f64,
                    width: width - 1.0,
                    height: height - 1.0,
                };
                if column == i {
                    self.diagonal(sheet, frame, level.with[i])?;
                } else {
                    self.pair(sheet, frame, level.cells[i][column])?;
                }
            }
        }
        Ok(())
    }

    fn is_wide(&self) -> bool {
        WITH_DIGITS <= self.cell[0]
    }

    fn diagonal(&self, sheet: &Sheet<'_, '_>, frame: Frame, n: u64) -> Drawn {
        let y = frame.top + frame.height / 2.0;
        let label = if self.is_wide() { n.to_string() } else { "\\".to_owned() };
        sheet.text(frame.middle(), y, &label, Type::TICK.center().in_color(GRAY))
    }

    fn pair(&self, sheet: &Sheet<'_, '_>, frame: Frame, pair: Option<Pair>) -> Drawn {
        let middle = frame.top + frame.height / 2.0;
        let found = pair.and_then(|it| Some((it, it.times.filter(|times| times.is_finite())?)));
        let Some((pair, times)) = found else {
            sheet.area(frame, NOTHING)?;
            let label = if self.is_wide() { "n/a" } else { "" };
            return sheet.text(frame.middle(), middle, label, Type::TICK.center());
        };
        let ground = diverging((times.log2() / FULL).clamp(-1.0, 1.0));
        // An edge, as what is near to chance is almost white.
        sheet.area(frame, GUIDE)?;
        let inside = Frame {
            left: frame.left + 0.75,
            top: frame.top + 0.75,
            width: frame.width - 1.5,
            height: frame.height - 1.5,
        };
        sheet.area(inside, ground)?;
        let ink = ink_on(ground);
        if !self.is_wide() {
            // In gray print more and less would look the same.
            let sign = if times < 1.0 { "–" } else { "+" };
            let sign = if pair.clear { sign } else { "" };
            return sheet.text(frame.middle(), middle, sign, Type::TICK.center().in_color(ink));
        }
        let star = if pair.clear { "*" } else { "" };
        let ratio = format!("{}×{star}", axis::rate(times));
        let face = Type::LABEL.center().in_color(ink);
        sheet.text(frame.middle(), middle - 7.0, &ratio, face)?;
        let second = if ink == INK { GRAY } else { ink };
        let both = pair.both.to_string();
        sheet.text(frame.middle(), middle + 8.0, &both, Type::TICK.center().in_color(second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Form;
    use crate::output::draw::samples::svg_of;

    fn pairs(n: usize, times: Option<f64>) -> String {
        let pair = Some(Pair { times, both: 34, expected: 17.0, clear: true });
        let level = |name: &str| Level {
            name: name.to_owned(),
            units: 90,
            with: vec![56; n],
            cells: vec![vec![pair; n]; n],
        };
        svg_of(Form::Pairs(Pairs {
            classes: (0..n).map(|i| format!("frame {i}")).collect(),
            levels: ["sentences", "articles"].map(level).into(),
        }))
    }

    #[test]
    fn each_pair_states_how_many_times_and_how_many() {
        let svg = pairs(3, Some(2.0));
        assert_eq!(svg.matches(">2.00×*</text>").count(), 6);
        assert_eq!(svg.matches(">34</text>").count(), 6);
        assert_eq!(svg.matches(">56</text>").count(), 6);
        assert!(svg.contains(">In articles</text>"), "{svg}");
    }

    #[test]
    fn many_classes_have_signs_instead_of_digits() {
        let svg = pairs(30, Some(0.5));
        assert!(!svg.contains(">34</text>") && svg.contains(">–</text>"), "{svg}");
    }

    #[test]
    fn values_that_are_no_numbers_are_drawn_without_harm() {
        for times in [None, Some(f64::NAN), Some(f64::INFINITY), Some(0.0)] {
            let svg = pairs(2, times);
            assert!(svg.ends_with("</svg>\n") && !svg.contains("NaN"), "{svg}");
        }
        assert!(pairs(0, None).ends_with("</svg>\n"));
    }
}
