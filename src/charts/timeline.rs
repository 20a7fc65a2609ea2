//! `timeline.png`: how often each source uses each frame, bin of time by bin of time.

use super::view::{View, WHAT_IS_COUNTED, count, finite, many};
use super::{Chart, Courses, Fill, Form, Mark, Row};
use crate::corpus::By;
use crate::tables::Cell;

/// Bins in a chart at most; more could not be told apart.
const MOST_BINS: usize = 120;

/// Frames that stand side by side; more stand in further bands below.
const ACROSS: usize = 4;

/// What is needed of a row of the table.
const COLUMNS: [&str; 7] =
    ["scope", "source", "period", "documents", "rate_per_1k", "rate_low", "rate_high"];

/// The course of every frame in one row of panels.
struct Course {
    row: Row,
    /// By frame, then by bin.
    cells: Vec<Vec<Option<Mark>>>,
}

/// One row of panels for all sources and one per source, one column per frame.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let (bins, courses) = courses(view);
    let documents = courses.last().map_or(0, |it| it.row.documents);
    let blank = Chart {
        name: "timeline".to_owned(),
        title: "How often each source uses each frame over time".to_owned(),
        subtitle: None,
        axis: String::new(),
        caption: format!("{WHAT_IS_COUNTED} {}", dated(view, documents)),
        form: Form::Empty(String::new()),
    };
    let reason = match &bins[..] {
        [] => Some("No article has a date: there is no course of time to show.".to_owned()),
        [one] => Some(format!(
            "All articles with a date lie in one bin, {one}: there is no course of time to show. \
             `trend.period` makes bins shorter."
        )),
        _ if matches!(view.tables.by, By::Period(_)) => {
            Some("Articles are grouped by time: the other charts show its course.".to_owned())
        }
        _ => None,
    };
    if let Some(reason) = reason {
        return vec![Chart { form: Form::Empty(reason), ..blank }];
    }
    let shown = shown(view, courses);
    let n_sources = shown.len() - usize::from(1 < shown.len());
    let left_out = n_bins_left_out(&bins);
    let caption = [
        Some(caption(view, &shown)),
        Some(WHAT_IS_COUNTED.to_owned()),
        Some(dated(view, documents)),
        view.left_out(n_sources),
        view.frames_left_out(),
        (0 < left_out).then(|| {
            format!("The last {MOST_BINS} bins are shown; {left_out} earlier ones are left out.")
        }),
    ];
    let caption: Vec<String> = caption.into_iter().flatten().collect();
    let last = |marks: Vec<Option<Mark>>| marks[left_out..].to_vec();
    let (rows, cells) =
        shown.into_iter().map(|it| (it.row, it.cells.into_iter().map(last).collect())).unzip();
    vec![Chart {
        subtitle: Some("The same scale in every panel; gaps where there is no article.".to_owned()),
        axis: format!("Hits {}", view.unit("trends", "rate_per_1k")),
        caption: caption.join(" "),
        form: Form::Courses(Courses {
            bins: bins[left_out..].to_vec(),
            columns: view.frames.clone(),
            rows,
            cells,
        }),
        ..blank
    }]
}

fn n_bins_left_out(bins: &[String]) -> usize {
    bins.len().saturating_sub(MOST_BINS)
}

fn dated(view: &View<'_>, documents: u64) -> String {
    let counted = format!("n\u{a0}=\u{a0}{} with a date", many(documents, "article", "articles"));
    match view.documents.saturating_sub(documents) {
        0 => format!("{counted}."),
        n => format!("{counted}; {} without one left out.", many(n, "article", "articles")),
    }
}

fn caption(view: &View<'_>, shown: &[Course]) -> String {
    let interval = view.tables.interval_words();
    let mut caption = format!(
        "Dot or course: hits of the frame's vocabulary per 1,000 words in one bin of time (trends.csv); \
         line through it or area behind it: {interval}, with the article as the unit that varies."
    );
    let mut marks = shown.iter().flat_map(|it| it.cells.iter().flatten()).flatten();
    if marks.any(|it| it.fill == Fill::Hollow) {
        caption +=
            " Hollow: too few articles in the bin for an interval; it describes these texts only.";
    }
    caption
}

/// All sources together, where there are several, and the sources for which there is room.
fn shown(view: &View<'_>, mut courses: Vec<Course>) -> Vec<Course> {
    let room = match view.frames.len().div_ceil(ACROSS) {
        0 | 1 => 8,
        2 => 5,
        3 => 3,
        _ => 2,
    };
    let sources = view.with_most_words(room);
    let all = courses.pop();
    let mut place = 0..;
    courses.retain(|_| place.next().is_some_and(|it| sources.contains(&it)));
    all.into_iter().filter(|_| !view.is_single()).chain(courses).collect()
}

/// The names of the bins, and the course of every source that is shown; that of all is the last.
fn courses(view: &View<'_>) -> (Vec<String>, Vec<Course>) {
    let table = view.tables.get("trends");
    let columns = COLUMNS.map(|it| table.place(it));
    let frame = table.place("frame");
    let (sources, frames) = (view.sources.len(), view.frame_places());
    let places = view.source_places();
    let names = view.sources.iter().map(|it| it.name.clone());
    let all = view.tables.by.words("All sources together");
    let course = |name| Course {
        row: Row { name, documents: 0 },
        cells: vec![Vec::new(); view.frames.len()],
    };
    let mut courses: Vec<Course> = names.chain([all]).map(course).collect();
    let mut bins: Vec<String> = Vec::new();
    table.prepare();
    for part in 0..table.parts() {
        table.each_row(part, |cells| {
            let Some(&frame) = frames.get(cells[frame].text()) else { return };
            let cells = columns.map(|it| &cells[it]);
            let place = match cells[0].text() {
                "all_sources" => Some(sources),
                _ => places.get(cells[1].text()).copied(),
            };
            let Some(course) = place.map(|it| &mut courses[it]) else { return };
            if frame == 0 {
                course.row.documents += count(cells[3]);
                if place == Some(sources) {
                    bins.push(cells[2].text().to_owned());
                }
            }
            course.cells[frame].push(mark(cells));
        });
    }
    (bins, courses)
}

fn mark([.., rate, low, high]: [&Cell<'_>; 7]) -> Option<Mark> {
    let interval = finite(low).zip(finite(high));
    let fill = if interval.is_some() { Fill::Solid } else { Fill::Hollow };
    Some(Mark { value: finite(rate)?, interval, fill, clear: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row as Line, chart_of, table, tables_with};

    fn timeline(rows: &[&str]) -> Chart {
        let sources = ["A", "B"].map(|it| Line::new(it, "one")).to_vec();
        let columns = "scope source frame period documents rate_per_1k rate_low rate_high";
        chart_of(chart, &tables_with(sources, table("trends", columns, rows)))
    }

    const ROWS: [&str; 9] = [
        "source,A,one,2025-11,5,2.5,1.5,4.5",
        "source,A,one,2025-12,0,,,",
        "source,A,one,2026-01,1,7.5,,",
        "source,B,one,2025-11,4,0,0,1.5",
        "source,B,one,2025-12,4,1,0.5,1.5",
        "source,B,one,2026-01,4,1,0.5,1.5",
        "all_sources,,one,2025-11,9,1,0.5,1.5",
        "all_sources,,one,2025-12,4,1,0.5,1.5",
        "all_sources,,one,2026-01,5,1,0.5,1.5",
    ];

    #[test]
    fn all_sources_come_first_and_a_bin_without_articles_is_a_gap() {
        let chart = timeline(&ROWS);
        let Form::Courses(courses) = &chart.form else { panic!("{chart:?}") };
        assert_eq!(courses.bins, ["2025-11", "2025-12", "2026-01"]);
        let rows: Vec<_> = courses.rows.iter().map(|it| (it.name.as_str(), it.documents)).collect();
        assert_eq!(rows, [("All sources together", 18), ("A", 6), ("B", 12)]);
        let [first, gap, few] = courses.cells[1][0][..] else { panic!("{courses:?}") };
        assert_eq!(first.expect("a mark").interval, Some((1.5, 4.5)));
        assert_eq!(gap, None);
        assert_eq!(few.expect("a mark").fill, Fill::Hollow);
        assert!(chart.caption.contains("Hollow: too few articles"), "{}", chart.caption);
        let counted =
            "n\u{a0}=\u{a0}18\u{a0}articles with a date; 2\u{a0}articles without one left out.";
        assert!(chart.caption.contains(counted), "{}", chart.caption);
    }

    #[test]
    fn without_dates_or_with_one_bin_there_is_a_chart_that_says_so() {
        let sentence = |rows: &[&str]| match timeline(rows).form {
            Form::Empty(sentence) => sentence,
            other => panic!("{other:?}"),
        };
        assert!(sentence(&[]).starts_with("No article has a date"));
        let one = ["source,A,one,2025-11,5,2.5,1.5,4.5", "all_sources,,one,2025-11,5,2.5,1.5,4.5"];
        assert!(sentence(&one).contains("lie in one bin, 2025-11"));
    }

    #[test]
    fn of_very_many_bins_the_last_are_shown() {
        let rows: Vec<String> =
            (0..130).map(|it| format!("all_sources,,one,day {it},9,1,0.5,1.5")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let of_sources = ["A", "B"].map(|source| {
            rows.iter().map(|it| it.replace("all_sources,", &format!("source,{source}"))).collect()
        });
        let of_sources: Vec<Vec<String>> = of_sources.into();
        let all: Vec<&str> =
            of_sources.iter().flatten().map(String::as_str).chain(rows.iter().copied()).collect();
        let chart = timeline(&all);
        let Form::Courses(courses) = &chart.form else { panic!("{chart:?}") };
        assert_eq!((courses.bins.len(), courses.bins[0].as_str()), (120, "day 10"));
        assert!(courses.cells.iter().flatten().all(|it| it.len() == 120));
        assert!(chart.caption.contains("10 earlier ones are left out"), "{}", chart.caption);
    }
}
