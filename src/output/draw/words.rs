//! Words with ratios in, dots with intervals and counts beside them out.

use std::ops::Range;

use crate::charts::{Mark, Word, Words};

use super::Body;
use super::axis::{self, Tick};
use super::backend::Drawn;
use super::interval::{self, Axis};
use super::palette::{BASELINE, GUIDE, INK, class};
use super::sheet::{Frame, MARGIN, Sheet, Type, WIDTH, pixels};
use super::text::Ruler;

/// Words wider than this are cut.
const WIDEST: f64 = 170.0;
/// Height of a row.
const ROW: f64 = 19.0;
/// Height of the name of a group.
const HEAD: f64 = 30.0;
/// Between columns of numbers.
const GAP: f64 = 12.0;
/// Below the rows: ticks.
const TICKS: f64 = 26.0;
/// What stands above the columns of numbers.
const COLUMNS: [&str; 3] = ["here", "others", "articles"];

struct Layout<'w> {
    words: &'w Words,
    labels: Vec<Vec<String>>,
    /// Where the columns of numbers end.
    columns: [f64; 3],
    left: f64,
    axis: Vec<String>,
    range: Range<f64>,
    ticks: Vec<Tick>,
}

/// Lays the words out.
pub(super) fn body<'w>(words: &'w Words, axis: &str, ruler: &Ruler) -> Body<'w> {
    let label = |it: &Word| Type::LABEL.lines(ruler, &it.label, WIDEST, 1).concat();
    let labels: Vec<Vec<String>> =
        words.groups.iter().map(|it| it.words.iter().map(label).collect()).collect();
    let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max).ceil();
    let names = words.groups.iter().map(|it| Type::HEAD.width(ruler, &it.name));
    let widths = labels.iter().flatten().map(|it| Type::LABEL.width(ruler, it)).chain(names);
    let mut right = MARGIN + widest(&mut widths.into_iter());
    let mut columns = [0.0; 3];
    for (place, column) in columns.iter_mut().enumerate() {
        let numbers = all(words).map(|it| Type::TICK.width(ruler, &numbers(it)[place]));
        let head = Type::TICK.width(ruler, COLUMNS[place]);
        right += GAP + widest(&mut numbers.chain([head]));
        *column = right;
    }
    let left = right + GAP + 4.0;
    let width = WIDTH - MARGIN - left;
    let range = range(words);
    let ticks = axis::ratio_ticks(&range, width);
    let axis = Type::TICK.lines(ruler, axis, width, 2);
    let layout = Layout { words, labels, columns, left, axis, range, ticks };
    Body { height: layout.height(), draw: Box::new(move |sheet, top| layout.draw(sheet, top)) }
}

fn all(words: &Words) -> impl Iterator<Item = &Word> {
    words.groups.iter().flat_map(|it| &it.words)
}

fn marks(words: &Words) -> impl Iterator<Item = &Mark> {
    all(words).map(|it| &it.mark)
}

fn numbers(word: &Word) -> [String; 3] {
    [word.counts[0], word.counts[1], word.documents].map(|it| it.to_string())
}

fn range(words: &Words) -> Range<f64> {
    let values: Vec<f64> = marks(words).map(|it| it.value).collect();
    let ends = marks(words).filter_map(|it| it.interval).flat_map(|it| [it.0, it.1]);
    axis::ratios(&values, &ends.collect::<Vec<_>>())
}

/// Whether an interval goes beyond what the axis shows.
pub(super) fn has_arrows(words: &Words) -> bool {
    interval::goes_beyond(marks(words), &range(words))
}

impl Layout<'_> {
    /// Height from the name of the first group to the last row.
    fn rows(&self) -> f64 {
        let groups = self.words.groups.iter();
        groups.map(|it| HEAD + ROW * it.words.len() as f64).sum()
    }

    fn height(&self) -> f64 {
        self.rows() + TICKS + Type::TICK.leading() * self.axis.len() as f64
    }

    fn draw(&self, sheet: &Sheet<'_, '_>, top: f64) -> Drawn {
        let frame = Frame {
            left: self.left,
            top: top + HEAD - 6.0,
            width: WIDTH - MARGIN - self.left,
            height: self.rows() - HEAD + 6.0,
        };
        let plane = sheet.plane(frame, self.range.clone(), 0.0..1.0);
        let at = |value: f64| {
            let value = value.clamp(self.range.start, self.range.end);
            pixels(plane.map_coordinate(&(value, 0.0)).0)
        };
        for (value, label) in &self.ticks {
            let x = at(*value);
            let color = if *value == 0.0 { BASELINE } else { GUIDE };
            sheet.line([x, frame.top], [x, frame.bottom() + 4.0], color, 1.0)?;
            sheet.text(x, frame.bottom() + 13.0, label, Type::TICK.center())?;
        }
        for (column, head) in self.columns.iter().zip(COLUMNS) {
            sheet.text(*column, top + HEAD - 10.0, head, Type::TICK.right())?;
        }
        let axis = Axis { ends: [frame.left, frame.right()], range: &self.range, at: &at };
        let mut y = top;
        for place in 0..self.words.groups.len() {
            self.group(sheet, &axis, place, y)?;
            y += HEAD + ROW * self.words.groups[place].words.len() as f64;
        }
        let y = frame.bottom() + TICKS + 4.0;
        sheet.lines(frame.middle(), y, &self.axis, Type::TICK.center())
    }

    fn group(&self, sheet: &Sheet<'_, '_>, axis: &Axis<'_>, place: usize, top: f64) -> Drawn {
        let group = &self.words.groups[place];
        sheet.text(MARGIN, top + HEAD - 10.0, &group.name, Type::HEAD)?;
        for (i, (word, label)) in group.words.iter().zip(&self.labels[place]).enumerate() {
            let y = top + HEAD + ROW * (i as f64 + 0.5);
            sheet.text(MARGIN, y, label, Type::LABEL)?;
            for (column, number) in self.columns.iter().zip(numbers(word)) {
                sheet.text(*column, y, &number, Type::TICK.right().in_color(INK))?;
            }
            sheet.line([axis.ends[0], y], [axis.ends[1], y], GUIDE, 1.0)?;
            if word.mark.value.is_finite() {
                interval::draw(sheet, axis, y, word.mark, class(place))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Fill, Form, WordGroup};
    use crate::output::draw::samples::svg_of;

    fn words(groups: &[&[(&str, f64)]]) -> String {
        let word = |(label, value): &(&str, f64)| Word {
            label: (*label).to_owned(),
            mark: Mark {
                value: *value,
                interval: Some((value - 1.0, value + 90.0)),
                fill: Fill::Hollow,
                clear: false,
            },
            counts: [31, 17],
            documents: 5,
        };
        let group = |(i, words): (usize, &&[(&str, f64)])| WordGroup {
            name: format!("group {i}"),
            words: words.iter().map(word).collect(),
        };
        let groups = groups.iter().enumerate().map(group).collect();
        svg_of(Form::Words(Words { groups }))
    }

    #[test]
    fn each_word_states_its_label_and_its_counts() {
        let svg = words(&[&[("bridge", 1.0)], &[("summit", -2.0)]]);
        for text in ["bridge", "summit", "31", "17", "5", "group 1", "2×", "here"] {
            assert!(svg.contains(&format!(">{text}</text>")), "{text}");
        }
        assert!(svg.contains("Arrows"), "{svg}");
    }

    #[test]
    fn words_that_are_too_long_are_cut_and_those_without_a_number_have_no_dot() {
        let long = "слово".repeat(40);
        let svg = words(&[&[(&long, f64::NAN)], &[]]);
        assert!(svg.contains("…</text>") && !svg.contains("<circle"), "{svg}");
        assert!(words(&[]).ends_with("</svg>\n"));
    }
}
