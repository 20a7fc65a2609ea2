//! The central table in, as much of it as fits onto a screen out.

use framescope::Summary;
use framescope::summary::{FrameSummary, SourceSummary};

use super::{lines, many, shown};
use crate::cli::args::Style;
use crate::cli::terminal::{WIDTH, columns};

/// Sources that are shown; more stand in the table.
const MOST_SOURCES: usize = 20;

/// Columns of the longest name, where frames leave them.
const MAX_NAME: usize = 24;

/// Columns that a long name can be cut to, so that another frame fits.
const MIN_NAME: usize = 18;

/// One number with its interval, and how it is set.
struct Cell {
    value: String,
    interval: String,
    /// 1 more, -1 less, 0 no clear difference.
    turn: i8,
}

/// The cells of a frame, and the widths of their values and intervals.
type Column = (Vec<Cell>, (usize, usize));

/// The table in at most so many lines.
pub(super) fn table(summary: &Summary, style: Style, room: usize) -> Vec<String> {
    let mut lines = if summary.sources.len() == 1 {
        vec![bold("Frame vocabulary: hits per 1,000 words", style)]
    } else {
        let title = "Frame vocabulary: how many times as often per word as in the other sources";
        vec![bold(&summary.by.words(title), style)]
    };
    let rest = room.saturating_sub(lines.len());
    lines.extend(match summary.sources.as_slice() {
        [source] => of_one(source, summary, style, rest),
        sources => of_many(sources, summary, style, rest),
    });
    lines
}

/// Frames of the only source below one another.
fn of_one(source: &SourceSummary, summary: &Summary, style: Style, room: usize) -> Vec<String> {
    let n_shown = if room < source.frames.len() { room.saturating_sub(1) } else { room };
    let frames: Vec<_> = summary.frames.iter().zip(&source.frames).take(n_shown).collect();
    let names: Vec<String> = frames.iter().map(|it| shown(it.0, 40)).collect();
    let cells: Vec<Cell> = frames.iter().map(|it| level(it.1)).collect();
    let names_width = width(names.iter());
    let (values, intervals) = widths(cells.iter());
    let line = |(name, cell): (&String, &Cell)| {
        format!(" {}  {}", padded(name, names_width), set(cell, values, intervals, style))
    };
    let lines = names.iter().zip(&cells).map(line).map(|it| it.trim_end().to_owned());
    let n_left = source.frames.len() - frames.len();
    lines.chain(left_out(summary, 0, n_left)).collect()
}

/// Sources below one another, frames side by side.
fn of_many(sources: &[SourceSummary], summary: &Summary, style: Style, room: usize) -> Vec<String> {
    // Two lines of heads, and one for what is left out.
    let n_rows = room.saturating_sub(3).clamp(1, MOST_SOURCES);
    let sources = chosen(sources, n_rows);
    let counts: Vec<String> = sources.iter().map(|it| it.n_documents.to_string()).collect();
    let counts_width = width(counts.iter());
    let frames: Vec<Column> = (0..summary.frames.len())
        .map(|i| sources.iter().filter_map(|it| it.frames.get(i)).map(ratio).collect())
        .map(|cells: Vec<Cell>| {
            let widths = widths(cells.iter());
            (cells, widths)
        })
        .collect();
    let longest =
        width(sources.iter().map(|it| shown(&it.name, MAX_NAME)).collect::<Vec<_>>().iter());
    let (names_width, n_frames) = fit(longest, counts_width, &frames);
    let mut lines = heads(summary, [names_width, counts_width], &frames[..n_frames], style);
    for (i, source) in sources.iter().enumerate() {
        let name = padded(&shown(&source.name, names_width), names_width);
        let mut line = format!(" {name}  {:>counts_width$}", counts[i]);
        for (cells, (values, intervals)) in &frames[..n_frames] {
            line.push_str("  ");
            line.push_str(&set(&cells[i], *values, *intervals, style));
        }
        lines.push(line.trim_end().to_owned());
    }
    let n_left = summary.sources.len() - sources.len();
    lines.extend(left_out(summary, n_left, summary.frames.len() - n_frames));
    lines
}

/// Sources with a clear difference first, then those with the most words; in the order of the table.
fn chosen(sources: &[SourceSummary], most: usize) -> Vec<&SourceSummary> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    let is_clear = |it: &SourceSummary| it.frames.iter().any(|it| it.is_clear);
    order.sort_by_key(|it| {
        let source = &sources[*it];
        (!is_clear(source), std::cmp::Reverse(source.n_tokens), *it)
    });
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|it| &sources[it]).collect()
}

/// Width of the names, and how many frames fit beside them: names are cut where another frame fits
/// for it.
fn fit(longest: usize, counts: usize, frames: &[Column]) -> (usize, usize) {
    let frames_in = |names: usize| {
        let mut used = 1 + names + 2 + counts;
        let fits = |it: &&Column| {
            used += 2 + column_width(it.1);
            used <= WIDTH
        };
        frames.iter().take_while(fits).count()
    };
    let shortest = longest.min(MIN_NAME);
    let n_frames = frames_in(shortest);
    let names = (shortest..=longest).rev().find(|it| frames_in(*it) == n_frames);
    (names.unwrap_or(shortest), n_frames)
}

/// Narrowest column of a frame, so that its name can be read.
const MIN_FRAME: usize = 12;

fn column_width((values, intervals): (usize, usize)) -> usize {
    (values + 1 + intervals).max(MIN_FRAME)
}

/// The heads of the columns, names of frames on two lines where they are long.
fn heads(
    summary: &Summary,
    [names, counts]: [usize; 2],
    frames: &[Column],
    style: Style,
) -> Vec<String> {
    let heads: Vec<[String; 2]> =
        summary.frames.iter().zip(frames).map(|it| head(it.0, column_width(it.1.1))).collect();
    let line = |i: usize| {
        let is_last = i == 1;
        let first = if is_last { shown(summary.by.name(), names) } else { String::new() };
        let second = if is_last { "n" } else { "" };
        let mut line = format!(" {}  {second:>counts$}", padded(&first, names));
        for (head, (_, widths)) in heads.iter().zip(frames) {
            line.push_str("  ");
            line.push_str(&padded(&head[i], column_width(*widths)));
        }
        line.trim_end().to_owned()
    };
    let has_two = heads.iter().any(|it| !it[0].is_empty());
    let lines = if has_two { vec![line(0), line(1)] } else { vec![line(1)] };
    lines.iter().map(|it| bold(it, style)).collect()
}

/// A name on two lines of a column, the second of which is always used.
fn head(name: &str, most: usize) -> [String; 2] {
    let name = shown(name, usize::MAX);
    if columns(&name) <= most {
        return [String::new(), name];
    }
    let mut first = String::new();
    let mut rest = name.as_str();
    for (i, _) in name.match_indices(' ') {
        if columns(&name[..i]) <= most {
            (first, rest) = (name[..i].to_owned(), &name[i + 1..]);
        }
    }
    [first, shown(rest, most)]
}

/// Ratio and interval; `*` marks a clear difference, `~` one that describes these texts only.
fn ratio(frame: &FrameSummary) -> Cell {
    let Some(ratio) = frame.ratio else {
        return Cell { value: "– ".to_owned(), interval: String::new(), turn: 0 };
    };
    let mark = match frame.inference.as_str() {
        "texts_only" => "~",
        _ if frame.is_clear => "*",
        _ => " ",
    };
    let turn = if !frame.is_clear {
        0
    } else if ratio < 1.0 {
        -1
    } else {
        1
    };
    Cell { value: format!("{}{mark}", number(ratio)), interval: range(frame.interval), turn }
}

fn level(frame: &FrameSummary) -> Cell {
    let interval = range(frame.rate_interval);
    Cell { value: number(frame.rate), interval, turn: 0 }
}

/// A number in at most five columns.
fn number(number: f64) -> String {
    match number {
        it if it < 99.995 => format!("{it:.2}"),
        it if it < 9999.5 => format!("{it:.0}"),
        _ => ">9999".to_owned(),
    }
}

fn range(interval: Option<(f64, f64)>) -> String {
    interval.map_or(String::new(), |(low, high)| format!("{}–{}", number(low), number(high)))
}

/// A cell in its column: numbers to the right, then the interval.
fn set(cell: &Cell, values: usize, intervals: usize, style: Style) -> String {
    let gap = " ".repeat(values - columns(&cell.value));
    let text = format!("{gap}{} {}", cell.value, padded(&cell.interval, intervals));
    let text = padded(&text, column_width((values, intervals)));
    match (cell.turn, style.color) {
        (1, true) => format!("\u{1b}[1;36m{text}\u{1b}[0m"),
        (-1, true) => format!("\u{1b}[1;33m{text}\u{1b}[0m"),
        _ => text,
    }
}

fn left_out(summary: &Summary, n_sources: usize, n_frames: usize) -> Option<String> {
    let sources = many(n_sources as u64, "more source", "more sources");
    let frames = many(n_frames as u64, "more frame", "more frames");
    let words = match (n_sources, n_frames) {
        (0, 0) => return None,
        (_, 0) => summary.by.words(&sources),
        (0, _) => frames,
        _ => format!("{} and {frames}", summary.by.words(&sources)),
    };
    Some(format!(" … and {words} in tables/emphasis.csv"))
}

/// What the numbers mean, and what they do not tell.
pub(super) fn legend(summary: &Summary) -> Vec<String> {
    let is_one = summary.sources.len() == 1;
    let frames = || summary.sources.iter().flat_map(|it| &it.frames);
    let any = |inference: &str| frames().any(|it| it.inference == inference);
    let interval = &summary.interval_words;
    let mut all = Vec::new();
    if is_one {
        all.push(format!("Behind each number its {interval}. One source has nothing to be compared with: emphasis is not defined."));
    } else {
        all.push(format!(
            "n: articles; 1 is the same as the other sources; behind it the {interval}."
        ));
        if frames().any(|it| it.is_clear) {
            all.push(
                "* clear difference: q ≤ 0.05 and the interval leaves out 1. Others: not clear."
                    .to_owned(),
            );
        } else if any("documents") || any("few_documents") {
            all.push("No clear difference between the sources: none has q ≤ 0.05 and an interval without 1.".to_owned());
        }
        if frames().any(|it| it.ratio.is_none()) {
            all.push("– not defined: no article uses the frame's vocabulary.".to_owned());
        }
    }
    if any("texts_only") && !is_one {
        all.push("~ too few articles: describes these texts, says nothing about the source's other articles.".to_owned());
    }
    all.push("Words are counted, not opinions; not validated against human coding.".to_owned());
    all.iter().flat_map(|it| lines(&summary.by.words(it), 2)).collect()
}

fn width<'t>(texts: impl Iterator<Item = &'t String>) -> usize {
    texts.map(|it| columns(it)).max().unwrap_or(0)
}

/// Widths of values and of intervals.
fn widths<'c>(cells: impl Iterator<Item = &'c Cell> + Clone) -> (usize, usize) {
    (width(cells.clone().map(|it| &it.value)), width(cells.map(|it| &it.interval)))
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

fn bold(text: &str, style: Style) -> String {
    if style.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_of_frames_stand_on_two_lines() {
        assert_eq!(head("Strategic", 15), ["", "Strategic"]);
        assert_eq!(head("Multi-vector policy", 15), ["Multi-vector", "policy"]);
        assert_eq!(head("Конфликт интересов держав региона", 12), ["Конфликт", "интересов д…"]);
        assert_eq!(head("多元平衡外交政策框架", 12), ["", "多元平衡外…"]);
    }

    #[test]
    fn no_number_is_wider_than_five_columns() {
        let words = [0.004, 2.826, 99.99, 99.996, 9999.0, 1e12].map(number);
        assert_eq!(words, ["0.00", "2.83", "99.99", "100", "9999", ">9999"]);
    }

    #[test]
    fn names_are_cut_only_where_another_frame_fits_for_it() {
        let column = || -> Column { (Vec::new(), (5, 9)) };
        assert_eq!(fit(24, 8, &[column(), column()]), (24, 2));
        assert_eq!(fit(24, 8, &[column(), column(), column()]), (18, 3));
        assert_eq!(fit(24, 2, &[column(), column(), column()]), (24, 3));
        assert_eq!(fit(10, 8, &(0..12).map(|_| column()).collect::<Vec<_>>()), (10, 3));
    }
}
