//! A dot with its interval in, its marks on an axis out; where the interval goes on beyond the axis, arrows.

use std::ops::Range;

use crate::charts::{Fill, Mark};

use super::backend::Drawn;
use super::marker;
use super::palette::Class;
use super::sheet::{Sheet, Type};

/// Half the width of a marker.
pub(super) const RADIUS: f64 = 4.5;
/// Width of the line of an interval.
const WIDTH: f64 = 1.75;
/// How far above a dot its star stands.
const STAR: f64 = 7.0;
/// Length of the arrow at the end of a line that goes on.
const ARROW: f64 = 6.0;

/// A horizontal axis without its height.
pub(super) struct Axis<'a> {
    /// Where it begins and ends, in nominal pixels.
    pub(super) ends: [f64; 2],
    /// What it shows.
    pub(super) range: &'a Range<f64>,
    /// Where a value stands; values beyond the range stand at its end.
    pub(super) at: &'a dyn Fn(f64) -> f64,
}

/// A dot and the line of its interval at this height.
pub(super) fn draw(
    sheet: &Sheet<'_, '_>,
    axis: &Axis<'_>,
    y: f64,
    mark: Mark,
    class: Class,
) -> Drawn {
    let Axis { ends: [left, right], range, at } = axis;
    if let Some((low, high)) = mark.interval.filter(|it| !it.0.is_nan() && !it.1.is_nan()) {
        let (mut from, mut to) = (at(low), at(high));
        if low < range.start {
            arrow(sheet, [*left, y], 1.0, class)?;
            from = left + ARROW;
        }
        if range.end < high {
            arrow(sheet, [*right, y], -1.0, class)?;
            to = right - ARROW;
        }
        // What describes these texts only must not look surer than the rest.
        let width = if mark.fill == Fill::Hollow { WIDTH / 2.0 } else { WIDTH };
        sheet.line([from, y], [to, y], class.line, width)?;
    }
    if mark.clear {
        sheet.text(at(mark.value), y - STAR, "*", Type::HEAD.center())?;
    }
    marker::draw(sheet, [at(mark.value), y], RADIUS, class, mark.fill)
}

/// A triangle whose tip is at `tip` and whose body lies in `direction` of it.
fn arrow(sheet: &Sheet<'_, '_>, tip: [f64; 2], direction: f64, class: Class) -> Drawn {
    let [x, y] = tip;
    let back = x + direction * ARROW;
    sheet.polygon(&[[x, y], [back, y - ARROW / 2.0], [back, y + ARROW / 2.0]], class.line)
}

/// Whether an interval goes beyond a range, so that the caption must explain the arrows.
pub(super) fn goes_beyond<'m>(
    mut marks: impl Iterator<Item = &'m Mark>,
    range: &Range<f64>,
) -> bool {
    marks.any(|it| it.interval.is_some_and(|(low, high)| low < range.start || range.end < high))
}
