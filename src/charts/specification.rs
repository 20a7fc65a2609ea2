//! `specification.png`: what emphasis would be under all settings that one could defend as well.

use super::view::{View, WHAT_IS_COUNTED, count, finite};
use super::{Chart, Curve, Fill, Form, Specification, Spread};

/// Columns of the table that hold settings, and what each value means that is not that of emphasis.csv.
const SETTINGS: [(&str, &[(&str, &str)]); 7] = [
    ("headline", &[("out", "without headlines"), ("in", "with headlines")]),
    ("quotations", &[("out", "without quotations"), ("in", "with quotations")]),
    (
        "duplicates",
        &[
            ("out", "repeats count once"),
            ("by_source", "repeats count by source"),
            ("in", "all repeats count"),
        ],
    ),
    ("negated", &[("out", "without denied hits"), ("in", "with denied hits")]),
    ("top_entry", &[("out", "without the top entry"), ("in", "with the top entry")]),
    (
        "zone_weights",
        &[
            ("1-1-1", "zones weigh 1-1-1"),
            ("2-1.5-1", "zones weigh 2-1.5-1"),
            ("3-2-1", "zones weigh 3-2-1"),
            ("5-3-1", "zones weigh 5-3-1"),
        ],
    ),
    ("units", &[("sentences", "prior: one sentence"), ("documents", "prior: one article")]),
];

/// What a setting chooses, value by value.
type Values = [String; 7];

/// Estimates of one source and frame, with the settings of each.
type Estimates = Vec<(f64, usize)>;

/// What the table holds.
struct Found {
    /// The settings, that of emphasis.csv first.
    settings: Vec<Values>,
    /// Estimates by frame, then by source.
    estimates: Vec<Vec<Estimates>>,
}

/// The spread of every source and frame, and for each frame the curve of the source that it changes most.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let found = found(view);
    let blank = Chart {
        name: "specification".to_owned(),
        title: "What other settings would make of it".to_owned(),
        subtitle: None,
        axis: String::new(),
        caption: format!("{WHAT_IS_COUNTED} {}", view.counted()),
        form: Form::Empty(
            "Nothing to compare: no emphasis could be computed, under any settings.".to_owned(),
        ),
    };
    if found.estimates.iter().flatten().all(Vec::is_empty) {
        return vec![blank];
    }
    let choices = choices(&found.settings);
    let spreads = spreads(view, &found);
    let is_hollow = |it: &Spread| it.fill == Fill::Hollow;
    let care = if spreads.iter().flatten().flatten().any(is_hollow) {
        " Hollow: too few articles; it describes these texts only."
    } else {
        ""
    };
    let curves = found.estimates.iter().zip(&spreads);
    let curves: Vec<Option<Curve>> =
        curves.map(|it| curve(view, it, &found.settings, &choices)).collect();
    vec![Chart {
        subtitle: Some(
            "Emphasis of each source under every combination of settings that one could defend as well."
                .to_owned(),
        ),
        axis: "Use per word, compared with the other sources: ½× half, 1× the same, 2× twice"
            .to_owned(),
        caption: format!(
            "Dot: the settings of emphasis.csv; bar: where the {} other combinations lie (sensitivity.csv), \
             which are choices and no interval. A bar that crosses 1×: the direction hangs on the \
             settings. Below, of each frame the source that they change most: all combinations from the \
             least to the greatest, under them what each does otherwise.{care} {WHAT_IS_COUNTED} {}",
            found.settings.len().saturating_sub(1),
            view.counted()
        ),
        form: Form::Specification(Specification {
            rows: view.rows(),
            panels: view.frames.clone(),
            spreads,
            choices: choices.into_iter().map(|it| it.2).collect(),
            curves,
        }),
        ..blank
    }]
}

fn spreads(view: &View<'_>, found: &Found) -> Vec<Vec<Option<Spread>>> {
    let inference = view.by_frame(["inference"], |[it]| it.text() == "texts_only");
    let spread = |(estimates, texts_only): (&Estimates, &Option<bool>)| {
        Some(Spread {
            base: estimates.iter().find(|it| it.1 == 0)?.0,
            fill: if *texts_only == Some(true) { Fill::Hollow } else { Fill::Solid },
            values: estimates.iter().map(|it| it.0).collect(),
        })
    };
    let of_frame = |(estimates, inference): (&Vec<Estimates>, &Vec<Option<bool>>)| {
        estimates.iter().zip(inference).map(spread).collect()
    };
    found.estimates.iter().zip(&inference).map(of_frame).collect()
}

/// Values that differ from those of emphasis.csv: place of the column, value, and what it means.
fn choices(settings: &[Values]) -> Vec<(usize, String, String)> {
    let mut choices: Vec<(usize, String, String)> = Vec::new();
    let Some(base) = settings.first() else { return choices };
    for (column, (name, meanings)) in SETTINGS.iter().enumerate() {
        for values in settings {
            let value = &values[column];
            if *value != base[column] && !choices.iter().any(|it| (it.0, &it.1) == (column, value))
            {
                let meaning = meanings.iter().find(|it| it.0 == value);
                let meaning = meaning.map_or(format!("{name}: {value}"), |it| it.1.to_owned());
                choices.push((column, value.clone(), meaning));
            }
        }
    }
    choices
}

/// The curve of the source whose estimates lie farthest apart; the first of equal ones.
fn curve(
    view: &View<'_>,
    (of_sources, spreads): (&Vec<Estimates>, &Vec<Option<Spread>>),
    settings: &[Values],
    choices: &[(usize, String, String)],
) -> Option<Curve> {
    let width = |estimates: &Estimates| {
        let values = || estimates.iter().map(|it| it.0);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    let with = of_sources.iter().enumerate().filter(|it| !it.1.is_empty());
    let (source, estimates) = with.rev().max_by(|a, b| width(a.1).total_cmp(&width(b.1)))?;
    let mut estimates = estimates.clone();
    estimates.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let marks = |(column, value, _): &(usize, String, String)| {
        estimates.iter().map(|it| settings[it.1][*column] == *value).collect()
    };
    Some(Curve {
        source: view.sources[source].name.clone(),
        fill: spreads[source].as_ref().map_or(Fill::Solid, |it| it.fill),
        values: estimates.iter().map(|it| it.0).collect(),
        base: estimates.iter().position(|it| it.1 == 0),
        marks: choices.iter().map(marks).collect(),
    })
}

fn found(view: &View<'_>) -> Found {
    let table = view.tables.get("sensitivity");
    let places = SETTINGS.map(|it| table.place(it.0));
    let [setting, source, frame, emphasis] =
        ["setting", "source", "frame", "emphasis"].map(|it| table.place(it));
    let (sources, frames) = (view.source_places(), view.frame_places());
    let mut found = Found {
        settings: Vec::new(),
        estimates: vec![vec![Vec::new(); view.sources.len()]; view.frames.len()],
    };
    table.prepare();
    for part in 0..table.parts() {
        table.each_row(part, |cells| {
            // Settings are numbered from 1, in the order of the rows.
            let number = count(&cells[setting]) as usize;
            if found.settings.len() < number {
                found.settings.push(places.map(|it| cells[it].text().to_owned()));
            }
            let place = (frames.get(cells[frame].text()), sources.get(cells[source].text()));
            if let ((Some(&frame), Some(&source)), Some(value)) = (place, finite(&cells[emphasis]))
            {
                found.estimates[frame][source].push((value, found.settings.len() - 1));
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row as Line, chart_of, table, tables_with};

    fn specification(rows: &[&str]) -> Chart {
        let columns = "setting headline quotations duplicates negated top_entry zone_weights units source frame emphasis";
        let lines = ["A", "B"].map(|it| Line::new(it, "one")).to_vec();
        chart_of(chart, &tables_with(lines, table("sensitivity", columns, rows)))
    }

    #[test]
    fn a_curve_runs_from_least_to_greatest_with_the_settings_of_each() {
        let chart = specification(&[
            "1,in,in,out,in,in,1-1-1,documents,A,one,0.5",
            "1,in,in,out,in,in,1-1-1,documents,B,one,-0.5",
            "2,out,in,out,in,in,1-1-1,documents,A,one,0.25",
            "2,out,in,out,in,in,1-1-1,documents,B,one,-0.5",
            "3,in,in,out,in,in,3-2-1,documents,A,one,0.75",
            "3,in,in,out,in,in,3-2-1,documents,B,one,",
        ]);
        let Form::Specification(it) = &chart.form else { panic!("{chart:?}") };
        assert_eq!(it.choices, ["without headlines", "zones weigh 3-2-1"]);
        let curve = it.curves[0].as_ref().expect("a curve");
        assert_eq!((curve.source.as_str(), curve.base), ("A", Some(1)));
        assert_eq!(curve.values, [0.25, 0.5, 0.75]);
        assert_eq!(curve.marks, [[true, false, false], [false, false, true]]);
        let spread = it.spreads[0][1].as_ref().expect("a spread");
        assert_eq!((spread.base, &spread.values[..]), (-0.5, &[-0.5, -0.5][..]));
        assert!(chart.caption.contains("the 2 other combinations"), "{}", chart.caption);
    }

    #[test]
    fn no_estimates_at_all_are_a_chart_that_says_so() {
        let chart = specification(&["1,in,in,out,in,in,1-1-1,documents,A,one,"]);
        assert!(matches!(chart.form, Form::Empty(_)), "{chart:?}");
        assert!(matches!(specification(&[]).form, Form::Empty(_)));
    }
}
