//! A chart in, its drawing and the numbers behind it out.

use serde::Serialize;

use super::excerpt::in_words;
use crate::charts::{
    Bars, Chart, Courses, Dots, Fill, Form, Heatmap, Pairs, Scale, Shares, Similarity,
    Specification, Strips, Words,
};
use crate::tables::Unit;

/// A chart with what stands behind it.
#[derive(Debug, Serialize)]
pub(super) struct Figure<'c> {
    name: &'c str,
    title: &'c str,
    /// The drawing, ready to stand in a page.
    svg: minijinja::Value,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Figure<'_> {
    /// Whether it is one of the charts of one source each whose names begin with this.
    pub(super) fn is_of(&self, kind: &str) -> bool {
        self.name.strip_prefix(kind).is_some_and(|it| it.starts_with('_'))
    }
}

/// A chart and its drawing as the report shows them.
pub(super) fn figure<'c>(chart: &'c Chart, svg: &str) -> Figure<'c> {
    // Inside a page the namespace is known, and a page that names no address is easier to trust.
    let svg = svg.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
    let (header, rows) = numbers(chart);
    let svg = minijinja::Value::from_safe_string(svg);
    Figure { name: &chart.name, title: &chart.title, svg, header, rows }
}

/// Header and rows of what a chart shows.
fn numbers(chart: &Chart) -> (Vec<String>, Vec<Vec<String>>) {
    match &chart.form {
        Form::Dots(dots) => of_dots(dots),
        Form::Shares(shares) => of_shares(shares),
        Form::Heatmap(heatmap) => of_heatmap(heatmap),
        Form::Bars(bars) => of_bars(bars, &chart.axis),
        Form::Words(words) => of_words(words),
        Form::Courses(courses) => of_courses(courses),
        Form::Strips(strips) => of_strips(strips),
        Form::Similarity(similarity) => of_similarity(similarity),
        Form::Pairs(pairs) => of_pairs(pairs),
        Form::Specification(it) => of_specification(it),
        Form::Empty(_) => (Vec::new(), Vec::new()),
    }
}

fn of_dots(dots: &Dots) -> (Vec<String>, Vec<Vec<String>>) {
    let (value, show): (_, fn(f64) -> f64) = match dots.scale {
        Scale::Ratio => ("ratio", f64::exp2),
        Scale::Amount => ("rate", |it| it),
    };
    let header = strings(["", "frame", "articles", value, "from", "to", "clear"]);
    let words = |number: f64| in_words(show(number), Unit::Times);
    let mut rows = Vec::new();
    for (i, row) in dots.rows.iter().enumerate() {
        for panel in &dots.panels {
            let mark = panel.marks.get(i).copied().flatten();
            let ends = mark.and_then(|it| it.interval);
            rows.push(vec![
                row.name.clone(),
                panel.name.clone(),
                row.documents.to_string(),
                mark.map_or(String::new(), |it| words(it.value)),
                ends.map_or(String::new(), |it| words(it.0)),
                ends.map_or(String::new(), |it| words(it.1)),
                if mark.is_some_and(|it| it.clear) { "yes" } else { "" }.to_owned(),
            ]);
        }
    }
    (header, rows)
}

fn of_shares(shares: &Shares) -> (Vec<String>, Vec<Vec<String>>) {
    let mut rows = Vec::new();
    for bar in &shares.bars {
        for (class, piece) in shares.classes.iter().zip(&bar.pieces) {
            let share = in_words(piece.share, Unit::Share);
            rows.push(vec![bar.row.name.clone(), class.clone(), piece.hits.to_string(), share]);
        }
    }
    (strings(["", "frame", "hits", "share"]), rows)
}

fn of_heatmap(heatmap: &Heatmap) -> (Vec<String>, Vec<Vec<String>>) {
    let first = strings(["", "articles"]).into_iter();
    let header = first.chain(heatmap.columns.iter().cloned()).collect();
    let row = |(row, cells): (&crate::charts::Row, &Vec<Option<f64>>)| {
        let first = [row.name.clone(), row.documents.to_string()].into_iter();
        let word = |it: &Option<f64>| it.map_or(String::new(), |it| in_words(it, Unit::Times));
        first.chain(cells.iter().map(word)).collect()
    };
    (header, heatmap.rows.iter().zip(&heatmap.cells).map(row).collect())
}

fn of_bars(bars: &Bars, axis: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let value = if axis.is_empty() { "value" } else { axis };
    let row = |bar: &crate::charts::Bar| {
        vec![bar.label.clone(), bar.count.to_string(), in_words(bar.value, Unit::Times)]
    };
    (strings(["", "n", value]), bars.bars.iter().map(row).collect())
}

fn of_words(words: &Words) -> (Vec<String>, Vec<Vec<String>>) {
    let header = ["word", "here", "others", "articles", "ratio", "from", "to", "clear"];
    let times = |log2: f64| in_words(log2.exp2(), Unit::Times);
    let row = |word: &crate::charts::Word| {
        let ends = word.mark.interval.map(|it| [times(it.0), times(it.1)]).unwrap_or_default();
        let counts = [word.counts[0], word.counts[1], word.documents].map(|it| it.to_string());
        let clear = if word.mark.fill == Fill::Solid { "yes" } else { "" };
        let row = [word.label.clone()].into_iter().chain(counts);
        row.chain([times(word.mark.value)]).chain(ends).chain([clear.to_owned()]).collect()
    };
    let rows = words.groups.iter().flat_map(|it| &it.words).map(row).collect();
    (strings(header), rows)
}

fn of_courses(courses: &Courses) -> (Vec<String>, Vec<Vec<String>>) {
    let words = |number: f64| in_words(number, Unit::Times);
    let mut rows = Vec::new();
    for (row, of_row) in courses.rows.iter().zip(&courses.cells) {
        for (column, marks) in courses.columns.iter().zip(of_row) {
            for (bin, mark) in courses.bins.iter().zip(marks) {
                let Some(mark) = mark else { continue };
                let ends = mark.interval.map(|it| [words(it.0), words(it.1)]).unwrap_or_default();
                let first = [row.name.clone(), column.clone(), bin.clone(), words(mark.value)];
                rows.push(first.into_iter().chain(ends).collect());
            }
        }
    }
    (strings(["", "frame", "time", "rate", "from", "to"]), rows)
}

fn of_strips(strips: &Strips) -> (Vec<String>, Vec<Vec<String>>) {
    let mut rows = Vec::new();
    for group in &strips.groups {
        for strip in &group.strips {
            for (place, class) in strips.classes.iter().enumerate() {
                let hits = strip.hits.iter().filter(|it| it.class == place);
                let tokens: Vec<String> = hits.map(|it| it.token.to_string()).collect();
                let n = strip.tokens.to_string();
                let first = [&group.row.name, &strip.label, &n, class].map(String::clone);
                if !tokens.is_empty() {
                    rows.push(first.into_iter().chain([tokens.join(", ")]).collect());
                }
            }
        }
    }
    (strings(["", "article", "words", "frame", "hits at word"]), rows)
}

fn of_similarity(similarity: &Similarity) -> (Vec<String>, Vec<Vec<String>>) {
    let mut rows = Vec::new();
    for (i, (row, cells)) in similarity.rows.iter().zip(&similarity.cells).enumerate() {
        for (other, distance) in similarity.rows[..i].iter().zip(cells) {
            let distance = distance.map_or(String::new(), |it| in_words(it.value, Unit::Times));
            rows.push(vec![row.name.clone(), other.name.clone(), distance]);
        }
    }
    (strings(["", "and", "distance"]), rows)
}

fn of_pairs(pairs: &Pairs) -> (Vec<String>, Vec<Vec<String>>) {
    let words = |number: f64| in_words(number, Unit::Times);
    let mut rows = Vec::new();
    for level in &pairs.levels {
        for (i, (class, cells)) in pairs.classes.iter().zip(&level.cells).enumerate() {
            for (other, pair) in pairs.classes[..i].iter().zip(cells) {
                let Some(pair) = pair else { continue };
                let times = pair.times.map_or(String::new(), words);
                let clear = if pair.clear { "yes" } else { "" };
                let first = [other, class, &level.name].map(String::clone).into_iter();
                let numbers =
                    [pair.both.to_string(), words(pair.expected), times, clear.to_owned()];
                rows.push(first.chain(numbers).collect());
            }
        }
    }
    (strings(["frame", "and", "in", "together", "by chance", "times", "clear"]), rows)
}

fn of_specification(it: &Specification) -> (Vec<String>, Vec<Vec<String>>) {
    let times = |log2: f64| in_words(log2.exp2(), Unit::Times);
    let mut rows = Vec::new();
    for (panel, spreads) in it.panels.iter().zip(&it.spreads) {
        for (row, spread) in it.rows.iter().zip(spreads) {
            let Some(spread) = spread else { continue };
            let least = spread.values.iter().copied().fold(f64::INFINITY, f64::min);
            let greatest = spread.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let numbers = [spread.base, least, greatest].map(times).into_iter();
            let n = spread.values.len().to_string();
            rows.push([row.name.clone(), panel.clone(), n].into_iter().chain(numbers).collect());
        }
    }
    (strings(["", "frame", "settings", "ratio", "least", "greatest"]), rows)
}

fn strings<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Mark, Panel, Row};

    #[test]
    fn ratios_are_told_in_times_as_the_axis_tells_them() {
        let mark = Mark { value: 1.0, interval: Some((0.0, 2.0)), fill: Fill::Solid, clear: true };
        let chart = Chart {
            name: "emphasis".into(),
            title: "How much more".into(),
            subtitle: None,
            axis: "times".into(),
            caption: String::new(),
            form: Form::Dots(Dots {
                scale: Scale::Ratio,
                rows: vec![Row { name: "A".into(), documents: 3 }],
                panels: vec![Panel { name: "strategic".into(), marks: vec![Some(mark)] }],
            }),
        };
        let (header, rows) = numbers(&chart);
        assert_eq!(header[3], "ratio");
        assert_eq!(rows, [["A", "strategic", "3", "2.00", "1.00", "4.00", "yes"]]);
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\"></svg>";
        assert_eq!(figure(&chart, svg).svg.to_string(), "<svg width=\"1\"></svg>");
    }
}
