//! A class in, its marker and its areas out.

use plotters::prelude::Circle;
use plotters::style::Color;

use crate::charts::Fill;

use super::backend::Drawn;
use super::palette::{Class, Hatch, Marker, WHITE};
use super::sheet::{Frame, Sheet, units};

/// Width of a marker's edge.
const EDGE: f64 = 1.5;
/// Distance of the lines over an area.
const HATCHING: f64 = 6.0;

/// Draws the marker of a class: its color inside a darker edge, or white inside the edge if hollow.
pub(super) fn draw(
    sheet: &Sheet<'_, '_>,
    center: [f64; 2],
    radius: f64,
    class: Class,
    fill: Fill,
) -> Drawn {
    let inside = if fill == Fill::Hollow { WHITE } else { class.area };
    match corners(class.marker) {
        None => {
            let at = (units(center[0]), units(center[1]));
            sheet.canvas.draw(&Circle::new(at, units(radius), class.line.filled()))?;
            sheet.canvas.draw(&Circle::new(at, units(radius - EDGE), inside.filled()))
        }
        Some(corners) => {
            let scaled = |size: f64| -> Vec<[f64; 2]> {
                corners.iter().map(|[x, y]| [center[0] + x * size, center[1] + y * size]).collect()
            };
            let (outer, inner) = (scaled(radius), scaled(radius - EDGE * inset(class.marker)));
            sheet.polygon(&outer, class.line)?;
            sheet.polygon(&inner, inside)
        }
    }
}

/// Fills a rectangle with the color of a class and the lines over it.
pub(super) fn area(sheet: &Sheet<'_, '_>, frame: Frame, class: Class) -> Drawn {
    sheet.area(frame, class.area)?;
    let rising = matches!(class.hatch, Hatch::Rising | Hatch::Crossed);
    let falling = matches!(class.hatch, Hatch::Falling | Hatch::Crossed);
    let n = ((frame.width + frame.height) / HATCHING) as usize;
    for i in 1..=n {
        let (from, to) = diagonal(frame, HATCHING * i as f64);
        if rising {
            sheet.line(from, to, WHITE, 1.25)?;
        }
        if falling {
            let mirror = |[x, y]: [f64; 2]| [frame.left + frame.right() - x, y];
            sheet.line(mirror(from), mirror(to), WHITE, 1.25)?;
        }
    }
    Ok(())
}

/// The part inside a rectangle of the line that rises at 45 degrees and cuts its upper side, prolonged,
/// at this distance from the left.
fn diagonal(frame: Frame, distance: f64) -> ([f64; 2], [f64; 2]) {
    let over = (distance - frame.width).max(0.0);
    let under = distance.min(frame.height);
    (
        [frame.left + distance - under, frame.top + under],
        [frame.left + distance - over, frame.top + over],
    )
}

/// Corners of a marker of radius 1, so chosen that all markers look equally large.
fn corners(marker: Marker) -> Option<&'static [[f64; 2]]> {
    match marker {
        Marker::Circle => None,
        Marker::Square => Some(&[[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]]),
        Marker::Diamond => Some(&[[0.0, -1.25], [1.25, 0.0], [0.0, 1.25], [-1.25, 0.0]]),
        Marker::Up => Some(&[[0.0, -1.25], [1.2, 0.9], [-1.2, 0.9]]),
        Marker::Down => Some(&[[0.0, 1.25], [1.2, -0.9], [-1.2, -0.9]]),
    }
}

/// How many edges nearer the center the corners of the inside lie, so that all edges look equally wide.
fn inset(marker: Marker) -> f64 {
    match marker {
        Marker::Circle => 1.0,
        Marker::Square | Marker::Diamond => 1.12,
        Marker::Up | Marker::Down => 1.55,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::draw::backend::drawn;
    use crate::output::draw::palette::class;
    use crate::output::draw::text::Ruler;

    #[test]
    fn a_hollow_marker_is_white_inside_its_edge() {
        for place in 0..5 {
            let drawing = |fill| {
                drawn([20, 20], &Ruler::new(), |canvas| {
                    draw(&Sheet { canvas }, [10.0, 10.0], 4.0, class(place), fill)
                })
            };
            assert!(drawing(Fill::Hollow).contains("#FFFFFF"), "{place}");
            assert!(!drawing(Fill::Solid).contains("#FFFFFF"), "{place}");
        }
    }

    #[test]
    fn lines_over_an_area_stay_inside_it() {
        let frame = Frame { left: 10.0, top: 20.0, width: 30.0, height: 12.0 };
        for distance in 1..42 {
            let (from, to) = diagonal(frame, f64::from(distance));
            for [x, y] in [from, to] {
                assert!((frame.left..=frame.right()).contains(&x), "{distance}: {x}");
                assert!((frame.top..=frame.bottom()).contains(&y), "{distance}: {y}");
            }
        }
    }
}
