//! Articles and places of hits in, strips with marks out: one lane per frame, headline and first paragraph shaded.

use plotters::style::RGBColor;

use crate::charts::{Fill, Strip, Strips};

use super::Body;
use super::backend::Drawn;
use super::marker;
use super::palette::{GRAY, HEADLINE, INK, LEAD, NOTHING, class};
use super::shares::legend;
use super::sheet::{Frame, MARGIN, Sheet, Type, WIDTH};
use super::text::Ruler;

/// Width of the column of titles.
const TITLES: f64 = 216.0;
/// Height of a lane where there are few, and where there are many; least height of a strip.
const LANE: f64 = 7.0;
const NARROW: f64 = 5.0;
const LEAST: f64 = 18.0;
/// Between strips.
const SEAM: f64 = 3.0;
/// Height of the name of a source.
const HEAD: f64 = 28.0;
/// Half the width of a mark.
const RADIUS: f64 = 3.0;
/// Marks of one lane that are nearer would cover one another.
const NEAREST: f64 = 2.0;
/// Below the strips: what their ends mean.
const BELOW: f64 = 18.0;
/// What stands in the legend behind the frames.
const ZONES: [(&str, RGBColor); 3] =
    [("headline", HEADLINE), ("first paragraph", LEAD), ("the rest", NOTHING)];

struct Layout<'s> {
    strips: &'s Strips,
    ruler: &'s Ruler,
    legend: Vec<([f64; 2], String)>,
    legend_height: f64,
    axis: Vec<String>,
    lane: f64,
    strip_height: f64,
    left: f64,
    width: f64,
}

/// Lays the strips out.
pub(super) fn body<'s>(strips: &'s Strips, axis: &str, ruler: &'s Ruler) -> Body<'s> {
    let zones = ZONES.iter().map(|it| it.0.to_owned());
    let names: Vec<String> = strips.classes.iter().cloned().chain(zones).collect();
    let (legend, legend_height) = legend(&names, ruler);
    let words = strips.groups.iter().flat_map(|it| &it.strips);
    let words = words.map(|it| Type::TICK.width(ruler, &it.tokens.to_string()));
    let left = MARGIN + TITLES + 8.0;
    let width = WIDTH - MARGIN - words.fold(0.0, f64::max).ceil() - 6.0 - left;
    let lane = if strips.classes.len() <= 4 { LANE } else { NARROW };
    let layout = Layout {
        strips,
        ruler,
        legend,
        legend_height,
        axis: Type::TICK.lines(ruler, axis, width, 2),
        lane,
        strip_height: (lane * strips.classes.len() as f64 + 4.0).max(LEAST),
        left,
        width,
    };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

impl Layout<'_> {
    fn height(&self) -> f64 {
        let strip = self.strip_height + SEAM;
        let groups = self.strips.groups.iter().map(|it| HEAD + strip * it.strips.len() as f64);
        let axis = Type::TICK.leading() * self.axis.len() as f64;
        self.legend_height + groups.sum::<f64>() + BELOW + axis
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        self.legend(sheet, top)?;
        let mut y = top + self.legend_height;
        for group in &self.strips.groups {
            let n = format!("n\u{a0}=\u{a0}{}", group.row.documents);
            let room = WIDTH - 2.0 * MARGIN - Type::TICK.width(self.ruler, &n) - 10.0;
            let name = Type::HEAD.lines(self.ruler, &group.row.name, room, 1).concat();
            let name = if name.is_empty() { "–".to_owned() } else { name };
            sheet.text(MARGIN, y + HEAD - 10.0, &name, Type::HEAD)?;
            let x = MARGIN + Type::HEAD.width(self.ruler, &name) + 8.0;
            sheet.text(x, y + HEAD - 10.0, &n, Type::TICK)?;
            y += HEAD;
            for strip in &group.strips {
                self.strip(sheet, strip, y)?;
                y += self.strip_height + SEAM;
            }
        }
        let middle = self.left + self.width / 2.0;
        sheet.lines(middle, y + BELOW - 6.0, &self.axis, Type::TICK.center())
    }

    fn legend(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let n = self.strips.classes.len();
        for (i, ([x, y], name)) in self.legend.iter().enumerate() {
            let y = top + y + 8.0;
            match i.checked_sub(n) {
                None => marker::draw(sheet, [x + 9.0, y], RADIUS + 1.5, class(i), Fill::Solid)?,
                Some(zone) => {
                    let sample = Frame { left: *x, top: y - 6.0, width: 14.0, height: 12.0 };
                    sheet.area(sample, ZONES[zone].1)?;
                }
            }
            sheet.text(x + 20.0, y, name, Type::LABEL)?;
        }
        Ok(())
    }

    fn strip(&self, sheet: &Sheet<'_, '_>, strip: &Strip, top: f64) -> Drawn {
        let tokens = strip.tokens.max(1) as f64;
        let part = |n: u64| self.width * (n as f64 / tokens).clamp(0.0, 1.0);
        let zones = [
            (strip.tokens.max(1), NOTHING),
            (strip.headline + strip.lead, LEAD),
            (strip.headline, HEADLINE),
        ];
        for (until, color) in zones.into_iter().filter(|it| 0 < it.0) {
            let (left, height) = (self.left, self.strip_height);
            sheet.area(Frame { left, top, width: part(until), height }, color)?;
        }
        let middle = top + self.strip_height / 2.0;
        let title = Type::TICK.lines(self.ruler, &strip.label, TITLES, 1).concat();
        sheet.text(MARGIN, middle, &title, Type::TICK.in_color(INK))?;
        let right = WIDTH - MARGIN;
        sheet.text(right, middle, &strip.tokens.to_string(), Type::TICK.right().in_color(GRAY))?;
        let lanes = self.strips.classes.len().max(1) as f64;
        for place in 0..self.strips.classes.len() {
            let y = middle + (place as f64 - (lanes - 1.0) / 2.0) * self.lane;
            let hits = strip.hits.iter().filter(|it| it.class == place);
            // The middle of its first word.
            let at = |token: u64| (token as f64 - 0.5).clamp(0.0, tokens) / tokens;
            let mut xs: Vec<f64> = hits.map(|it| self.left + self.width * at(it.token)).collect();
            xs.sort_by(f64::total_cmp);
            xs.dedup_by(|next, last| *next - *last < NEAREST);
            for x in xs {
                marker::draw(sheet, [x, y], RADIUS, class(place), Fill::Solid)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Form, Hit, Row, StripGroup};
    use crate::output::draw::samples::svg_of;

    fn strips(tokens: u64, places: &[(usize, u64)]) -> String {
        let hits = places.iter().map(|(class, token)| Hit { class: *class, token: *token });
        let strip = Strip {
            label: "A headline that is far too long for the room that it has".to_owned(),
            tokens,
            headline: 5,
            lead: 10,
            hits: hits.collect(),
        };
        let row = Row { name: "Source".to_owned(), documents: 7 };
        let groups = vec![StripGroup { row, strips: vec![strip] }];
        svg_of(Form::Strips(Strips { classes: vec!["one".to_owned(), "two".to_owned()], groups }))
    }

    #[test]
    fn each_hit_has_a_mark_of_its_frame_and_zones_are_shaded() {
        let svg = strips(100, &[(0, 1), (0, 50), (1, 99)]);
        // Two circles a marker, and one marker in the legend.
        assert_eq!(svg.matches("<circle").count(), 6);
        assert_eq!(svg.matches("<polygon").count(), 4);
        for text in ["Source", "100", "n\u{a0}=\u{a0}7", "headline", "first paragraph"] {
            assert!(svg.contains(&format!(">{text}</text>")), "{text}");
        }
        assert!(svg.contains("…</text>"), "{svg}");
    }

    #[test]
    fn marks_that_would_cover_one_another_are_drawn_as_one() {
        assert_eq!(strips(100_000, &[(0, 500), (0, 501), (0, 502)]).matches("<circle").count(), 4);
    }

    #[test]
    fn articles_without_words_and_places_beyond_the_end_are_drawn_without_harm() {
        assert!(strips(0, &[(0, 0), (1, 900), (7, 1)]).ends_with("</svg>\n"));
        let none = Strips { classes: Vec::new(), groups: Vec::new() };
        assert!(svg_of(Form::Strips(none)).ends_with("</svg>\n"));
    }
}
