//! `cooccurrence.png`: which frames stand together.

use super::view::{View, WHAT_IS_COUNTED, count, finite, many};
use super::{Chart, Form, Level, Pair, Pairs};

/// Above this, an association is not clear.
const SMALL: f64 = 0.05;

/// Levels of the table, and what their units are called.
const LEVELS: [(&str, [&str; 2]); 2] =
    [("sentence", ["sentence", "sentences"]), ("document", ["article", "articles"])];

/// A triangle of pairs for sentences and one for articles, over all sources.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let levels: Vec<Level> = LEVELS.iter().map(|it| level(view, *it)).collect();
    let blank = Chart {
        name: "cooccurrence".to_owned(),
        title: "Which frames stand together".to_owned(),
        subtitle: None,
        axis: String::new(),
        caption: WHAT_IS_COUNTED.to_owned(),
        form: Form::Empty(String::new()),
    };
    let reason = if view.frames.len() < 2 {
        Some("There is no pair: the dictionary has one frame.")
    } else if levels.iter().all(|it| it.with.iter().all(|n| *n == 0)) {
        Some("No source uses the vocabulary of any frame.")
    } else {
        None
    };
    if let Some(reason) = reason {
        return vec![Chart { form: Form::Empty(reason.to_owned()), ..blank }];
    }
    vec![Chart {
        subtitle: Some(
            "How often two frames stand in one sentence, or one article, as a multiple of chance."
                .to_owned(),
        ),
        axis: "Together as often as by chance: ½× half, 1× the same, 2× twice".to_owned(),
        caption: caption(view, &levels),
        form: Form::Pairs(Pairs { classes: view.frames.clone(), levels }),
        ..blank
    }]
}

fn caption(view: &View<'_>, levels: &[Level]) -> String {
    let counted = levels.iter().zip(LEVELS);
    let n: Vec<String> = counted.map(|(it, (_, [one, more]))| many(it.units, one, more)).collect();
    let mut caption = vec![
        "Cell: n_both relative to expected (pmi in cooccurrence.csv), below it n_both; on the diagonal: \
         how many hold the frame. Blue: together more often than by chance; orange: less often."
            .to_owned(),
    ];
    let is_clear = |it: &Level| it.cells.iter().flatten().flatten().any(|pair| pair.clear);
    caption.push(if levels.iter().any(is_clear) {
        "* q at most 0.05 (Fisher's exact test); the others may be chance. Sentences of one article are \
         no independent draws, so a star there only describes them."
            .to_owned()
    } else {
        "No pair is clear (q at most 0.05): all may be chance.".to_owned()
    });
    caption.push(WHAT_IS_COUNTED.to_owned());
    caption.push(format!("All sources together: n\u{a0}=\u{a0}{}.", n.join(" in ")));
    caption.extend(view.frames_left_out());
    caption.join(" ")
}

fn level(view: &View<'_>, (name, [_, units]): (&str, [&str; 2])) -> Level {
    let n = view.frames.len();
    let places = view.frame_places();
    let mut level =
        Level { name: units.to_owned(), units: 0, with: vec![0; n], cells: vec![vec![None; n]; n] };
    let table = view.tables.get("cooccurrence");
    let [source, of_level] = ["source", "level"].map(|it| table.place(it));
    let names = ["frame_a", "frame_b"].map(|it| table.place(it));
    let counts = ["units", "n_a", "n_b", "n_both"].map(|it| table.place(it));
    let numbers = ["expected", "pmi", "q"].map(|it| table.place(it));
    for part in 0..table.parts() {
        table.each_row(part, |cells| {
            if !cells[source].text().is_empty() || cells[of_level].text() != name {
                return;
            }
            let [Some(&a), Some(&b)] = names.map(|it| places.get(cells[it].text())) else { return };
            let [units, n_a, n_b, both] = counts.map(|it| count(&cells[it]));
            let [expected, pmi, q] = numbers.map(|it| finite(&cells[it]));
            level.units = units;
            (level.with[a], level.with[b]) = (n_a, n_b);
            level.cells[a.max(b)][a.min(b)] = Some(Pair {
                // Never together is less than any multiple, where both are there.
                times: pmi.map(f64::exp2).or((0 < n_a && 0 < n_b && both == 0).then_some(0.0)),
                both,
                expected: expected.unwrap_or(0.0),
                clear: q.is_some_and(|it| it <= SMALL),
            });
        });
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row as Line, chart_of, table, tables_with};

    fn cooccurrence(frames: &[&'static str], rows: &[&str]) -> Chart {
        let columns = "source level frame_a frame_b units n_a n_b n_both expected pmi q";
        let lines = frames.iter().map(|it| Line::new("A", it)).collect();
        chart_of(chart, &tables_with(lines, table("cooccurrence", columns, rows)))
    }

    #[test]
    fn each_pair_has_a_cell_at_each_level_and_rows_of_sources_are_not_read() {
        let chart = cooccurrence(
            &["one", "two"],
            &[
                ",sentence,one,two,90,12,9,0,1.2,,0.4",
                ",document,one,two,20,8,7,5,2.5,1.0,0.01",
                "A,document,one,two,9,4,4,4,4,0.0,1",
            ],
        );
        let Form::Pairs(pairs) = &chart.form else { panic!("{chart:?}") };
        let [sentences, articles] = &pairs.levels[..] else { panic!("{pairs:?}") };
        let never = Pair { times: Some(0.0), both: 0, expected: 1.2, clear: false };
        assert_eq!(sentences.cells[1][0], Some(never));
        let twice = Pair { times: Some(2.0), both: 5, expected: 2.5, clear: true };
        assert_eq!(articles.cells[1][0], Some(twice));
        assert_eq!((articles.units, &articles.with[..]), (20, &[8, 7][..]));
        let n = "n\u{a0}=\u{a0}90\u{a0}sentences in 20\u{a0}articles";
        assert!(chart.caption.contains(n), "{}", chart.caption);
    }

    #[test]
    fn one_frame_or_no_hits_are_charts_that_say_why() {
        let sentence = |chart: Chart| match chart.form {
            Form::Empty(sentence) => sentence,
            other => panic!("{other:?}"),
        };
        assert!(sentence(cooccurrence(&["one"], &[])).contains("one frame"));
        let rows = [",sentence,one,two,90,0,0,0,0,,"];
        assert!(sentence(cooccurrence(&["one", "two"], &rows)).starts_with("No source"));
    }
}
