//! Places in, colors out: one palette for all charts, for eyes of every kind and for gray print.

use plotters::style::RGBColor;

/// Paper.
pub(super) const WHITE: RGBColor = RGBColor(0xff, 0xff, 0xff);
/// Text, and whatever else must be read.
pub(super) const INK: RGBColor = RGBColor(0x22, 0x26, 0x2a);
/// Text of second rank; 5.7 times as dark as white.
pub(super) const GRAY: RGBColor = RGBColor(0x5f, 0x65, 0x6b);
/// The line that values are compared with.
pub(super) const BASELINE: RGBColor = RGBColor(0x8a, 0x90, 0x96);
/// Lines that only guide the eye.
pub(super) const GUIDE: RGBColor = RGBColor(0xe3, 0xe6, 0xe9);
/// Bars that stand for no class.
pub(super) const NEUTRAL: RGBColor = RGBColor(0x6f, 0x8f, 0xaf);
/// Where a number is missing.
pub(super) const NOTHING: RGBColor = RGBColor(0xf1, 0xf2, 0xf4);

/// Behind the headline of an article, and behind its first paragraph.
pub(super) const HEADLINE: RGBColor = RGBColor(0xb4, 0xbb, 0xc2);
pub(super) const LEAD: RGBColor = RGBColor(0xd6, 0xdb, 0xe0);

/// How a class is drawn; every class of a chart differs from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// Color of areas.
    pub(super) area: RGBColor,
    /// The same color, dark enough for thin lines on white.
    pub(super) line: RGBColor,
    /// Marker of dots.
    pub(super) marker: Marker,
    /// What lies over areas.
    pub(super) hatch: Hatch,
}

/// Shape of a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Circle,
    Square,
    Diamond,
    Up,
    Down,
}

/// Lines over an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hatch {
    None,
    Rising,
    Falling,
    Crossed,
}

/// Okabe and Ito (2008), Color Universal Design, in an order in which neighbors differ in gray as
/// well; beside each the shade for lines, at least 3 times as dark as white.
const OKABE_ITO: [(RGBColor, RGBColor); 8] = [
    (RGBColor(0x00, 0x72, 0xb2), RGBColor(0x00, 0x5a, 0x8e)),
    (RGBColor(0xe6, 0x9f, 0x00), RGBColor(0xa8, 0x70, 0x00)),
    (RGBColor(0x00, 0x9e, 0x73), RGBColor(0x00, 0x75, 0x55)),
    (RGBColor(0x56, 0xb4, 0xe9), RGBColor(0x2b, 0x80, 0xb3)),
    (RGBColor(0xcc, 0x79, 0xa7), RGBColor(0xa0, 0x51, 0x7d)),
    (RGBColor(0xd5, 0x5e, 0x00), RGBColor(0xa9, 0x4b, 0x00)),
    (RGBColor(0xf0, 0xe4, 0x42), RGBColor(0x87, 0x7e, 0x12)),
    (RGBColor(0x4d, 0x4d, 0x4d), RGBColor(0x22, 0x22, 0x22)),
];

const MARKERS: [Marker; 5] =
    [Marker::Circle, Marker::Square, Marker::Diamond, Marker::Up, Marker::Down];

const HATCHES: [Hatch; 4] = [Hatch::None, Hatch::Rising, Hatch::Falling, Hatch::Crossed];

/// How the class at this place is drawn: eight colors, then the same with lines over them.
pub(super) fn class(place: usize) -> Class {
    let (area, line) = OKABE_ITO[place % OKABE_ITO.len()];
    let hatch = HATCHES[place / OKABE_ITO.len() % HATCHES.len()];
    Class { area, line, marker: MARKERS[place % MARKERS.len()], hatch }
}

/// A color that lies behind marks of the color given.
pub(super) fn tint(RGBColor(red, green, blue): RGBColor) -> RGBColor {
    let light = |part: u8| (0.72 * 255.0 + 0.28 * f64::from(part)).round() as u8;
    RGBColor(light(red), light(green), light(blue))
}

/// From full orange (-1) over white (0) to full blue (1).
pub(super) fn diverging(value: f64) -> RGBColor {
    let RGBColor(red, green, blue) =
        if value < 0.0 { RGBColor(0xe0, 0x8a, 0x00) } else { RGBColor(0x1f, 0x78, 0xb4) };
    let part = value.abs().min(1.0);
    let mix = |full: u8| (255.0 - part * (255.0 - f64::from(full))).round() as u8;
    RGBColor(mix(red), mix(green), mix(blue))
}

/// Nodes of cividis at equal distances, from its dark end to its light one.
///
/// Nuñez, Anderton and Renslow (2018), PLOS ONE 13(7), e0199239.
const CIVIDIS: [RGBColor; 10] = [
    RGBColor(0x00, 0x22, 0x4e),
    RGBColor(0x12, 0x35, 0x70),
    RGBColor(0x3b, 0x49, 0x6c),
    RGBColor(0x57, 0x5d, 0x6d),
    RGBColor(0x70, 0x71, 0x73),
    RGBColor(0x8a, 0x86, 0x78),
    RGBColor(0xa5, 0x9c, 0x74),
    RGBColor(0xc3, 0xb3, 0x69),
    RGBColor(0xe1, 0xcc, 0x55),
    RGBColor(0xfe, 0xe8, 0x38),
];

/// Color of a value in a sequence, from 0 (dark) to 1 (light).
pub(super) fn sequence(value: f64) -> RGBColor {
    let place = value.clamp(0.0, 1.0) * (CIVIDIS.len() - 1) as f64;
    let low = (place as usize).min(CIVIDIS.len() - 2);
    let part = place - low as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + part * (f64::from(b) - f64::from(a))).round() as u8;
    let (a, b) = (CIVIDIS[low], CIVIDIS[low + 1]);
    RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// White or almost black, whichever is easier to read on this color.
pub(super) fn ink_on(ground: RGBColor) -> RGBColor {
    let dark = RGBColor(0x11, 0x11, 0x11);
    if contrast(WHITE, ground) < contrast(dark, ground) { dark } else { WHITE }
}

/// Contrast ratio of two colors.
///
/// - Unit: ratio, 1 (the same) to 21 (black on white).
/// - Source: WCAG 2.2, "contrast ratio".
fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0 to 1 (WCAG 2.2).
fn luminance(RGBColor(red, green, blue): RGBColor) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_of_thirty_classes_look_the_same() {
        let classes: Vec<Class> = (0..30).map(class).collect();
        for (i, one) in classes.iter().enumerate() {
            assert!(classes[..i].iter().all(|it| it != one), "{i}");
            assert!(
                classes[..i].iter().all(|it| (it.area, it.hatch) != (one.area, one.hatch)),
                "{i}"
            );
        }
    }

    #[test]
    fn lines_and_text_are_dark_enough_on_white() {
        for place in 0..8 {
            assert!(3.0 <= contrast(class(place).line, WHITE), "{place}");
        }
        assert!(4.5 <= contrast(GRAY, WHITE));
        assert!(3.0 <= contrast(NEUTRAL, WHITE));
    }

    #[test]
    fn neighboring_classes_differ_in_gray() {
        for place in 0..7 {
            let ratio = contrast(class(place).area, class(place + 1).area);
            assert!(1.15 <= ratio, "{place}: {ratio}");
        }
    }

    #[test]
    fn a_sequence_grows_lighter_all_the_way() {
        let lightness: Vec<f64> =
            (0..=100).map(|it| luminance(sequence(f64::from(it) / 100.0))).collect();
        assert!(lightness.is_sorted_by(|a, b| a < b), "{lightness:?}");
        assert_eq!((sequence(-1.0), sequence(2.0)), (CIVIDIS[0], CIVIDIS[9]));
    }

    #[test]
    fn digits_can_be_read_on_every_color() {
        let grounds = (0..=100).map(|it| sequence(f64::from(it) / 100.0));
        let both = (-20..=20).map(|it| diverging(f64::from(it) / 20.0));
        for ground in grounds.chain(both).chain((0..8).map(|it| class(it).area)) {
            assert!(4.0 <= contrast(ink_on(ground), ground), "{ground:?}");
        }
    }
}
