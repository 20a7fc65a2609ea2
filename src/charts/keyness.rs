//! `keyness_<source>.png`: the words that set each source apart from the others.

use super::slug::slugs;
use super::terms::is_shown;
use super::view::{Source, View, count, finite, many};
use super::{Chart, Fill, Form, Mark, Word, WordGroup, Words};
use crate::corpus::By;
use crate::tables::Cell;

/// Above this, a difference is not clear.
const SMALL: f64 = 0.05;

/// What is needed of a row of the table.
const COLUMNS: [&str; 11] = [
    "source",
    "top_form",
    "fw_z",
    "log_ratio",
    "log_ratio_low",
    "log_ratio_high",
    "q",
    "p_doc",
    "tf",
    "tf_reference",
    "doc_freq",
];

/// The words of one source that differ most, with `fw_z` of each.
#[derive(Clone, Default)]
struct Found {
    /// Those it uses more, the farthest first.
    more: Vec<(f64, Word)>,
    /// Those it uses less, the farthest first.
    less: Vec<(f64, Word)>,
    has_rows: bool,
}

/// One chart per source, one dot with its interval per word.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let names: Vec<&str> = view.sources.iter().map(|it| it.name.as_str()).collect();
    let charts = view.sources.iter().zip(slugs(&names)).zip(most_different(view));
    charts.map(|((source, slug), found)| one(view, source, &slug, found)).collect()
}

fn one(view: &View<'_>, source: &Source, slug: &str, found: Found) -> Chart {
    let has_rows = found.has_rows;
    let group = |name: &str, words: Vec<(f64, Word)>| WordGroup {
        name: name.to_owned(),
        words: words.into_iter().map(|it| it.1).collect(),
    };
    let groups = [group("Used more", found.more), group("Used less", found.less)];
    let groups: Vec<_> = groups.into_iter().filter(|it| !it.words.is_empty()).collect();
    let is_empty = groups.is_empty();
    let caption =
        if is_empty { String::new() } else { caption(view, &groups) + " " } + &counted(source);
    Chart {
        name: format!("keyness_{slug}"),
        title: match &view.tables.by {
            By::Source => format!("Words that set {} apart from the other sources", source.name),
            by => format!("Words that set {} apart", by.subject(&source.name)),
        },
        subtitle: (!is_empty).then(|| {
            "The words that differ most in use per word, against all other sources together."
                .to_owned()
        }),
        axis: "Use per word, compared with the other sources: ½× half, 1× the same, 2× twice"
            .to_owned(),
        caption,
        form: if is_empty {
            Form::Empty(reason(view, has_rows).to_owned())
        } else {
            Form::Words(Words { groups })
        },
    }
}

fn counted(source: &Source) -> String {
    let documents = many(source.documents, "article", "articles");
    format!("n\u{a0}=\u{a0}{documents}, {}.", many(source.tokens, "word", "words"))
}

fn reason(view: &View<'_>, has_rows: bool) -> &'static str {
    if view.is_single() {
        "Nothing to compare: there is no other source to compare with."
    } else if has_rows {
        "No word is used more, or less, than by the other sources once function words are left out."
    } else {
        "Nothing to compare: keyness.csv has no row of this source."
    }
}

fn caption(view: &View<'_>, groups: &[WordGroup]) -> String {
    let words = || groups.iter().flat_map(|it| &it.words);
    let clear = if words().any(|it| it.mark.fill == Fill::Solid) {
        "Solid: it holds when whole articles are exchanged (p_doc at most 0.05, and q as well); one \
         word in twenty would by chance. Hollow: it may be chance."
    } else {
        "All are hollow, as none holds when whole articles are exchanged (p_doc at most 0.05, and q \
         as well): all may be chance."
    };
    let interval = view.tables.interval_words();
    let mut caption = vec![format!(
        "Dot: use per word as a multiple of all other sources together; line: {interval}, too \
         narrow, as it takes words for independent draws. {clear} Numbers: occurrences here and in \
         the others, articles here with the word. The farthest first by weighted log odds (fw_z in \
         keyness.csv); function words are left out."
    )];
    if words().any(|it| it.counts.contains(&0)) {
        caption.push("A count of 0 is taken for ½.".to_owned());
    }
    caption.join(" ")
}

/// For each source that is shown the words that differ most.
fn most_different(view: &View<'_>) -> Vec<Found> {
    let table = view.tables.get("keyness");
    let columns = COLUMNS.map(|it| table.place(it));
    let places = view.source_places();
    let mut found = vec![Found::default(); view.sources.len()];
    table.prepare();
    for part in 0..table.parts() {
        table.each_row(part, |cells| {
            let Some(&place) = places.get(cells[columns[0]].text()) else { return };
            found[place].look_at(view, columns.map(|it| &cells[it]));
        });
    }
    found
}

impl Found {
    fn look_at(&mut self, view: &View<'_>, cells: [&Cell<'_>; 11]) {
        self.has_rows = true;
        let Some(z) = finite(cells[2]).filter(|it| *it != 0.0) else { return };
        let room = if 0.0 < z { view.options.terms.div_ceil(2) } else { view.options.terms / 2 };
        let side = if 0.0 < z { &mut self.more } else { &mut self.less };
        let rank = side.partition_point(|it| z.abs() <= it.0.abs());
        if rank == room || !is_shown(view, cells[1].text()) {
            return;
        }
        let Some(word) = word(cells) else { return };
        side.insert(rank, (z, word));
        side.truncate(room);
    }
}

fn word(cells: [&Cell<'_>; 11]) -> Option<Word> {
    let [_, form, _, ratio, low, high, q, p_doc, here, others, documents] = cells;
    let is_clear = [q, p_doc].iter().all(|it| finite(it).is_some_and(|p| p <= SMALL));
    let mark = Mark {
        value: finite(ratio)?,
        interval: finite(low).zip(finite(high)),
        fill: if is_clear { Fill::Solid } else { Fill::Hollow },
        clear: false,
    };
    let counts = [here, others].map(count);
    Some(Word { label: form.text().to_owned(), mark, counts, documents: count(documents) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row, table, tables_with, view_of};

    fn charts(rows: &[&str]) -> Vec<Chart> {
        let sources = ["A", "B"].map(|it| Row::new(it, "one")).to_vec();
        view_of(&tables_with(sources, table("keyness", &COLUMNS.join(" "), rows)), chart)
    }

    fn groups(chart: &Chart) -> Vec<(String, Vec<String>)> {
        let Form::Words(words) = &chart.form else { panic!("{chart:?}") };
        let labels = |it: &WordGroup| it.words.iter().map(|it| it.label.clone()).collect();
        words.groups.iter().map(|it| (it.name.clone(), labels(it))).collect()
    }

    #[test]
    fn words_stand_on_their_side_the_farthest_first() {
        let charts = charts(&[
            "A,near,1.0,0.5,0.1,0.9,0.9,0.9,9,4,3",
            "A,far,4.0,2.0,1.0,3.0,0.01,0.01,9,2,3",
            "A,seldom,-3.0,-1.0,-2.0,-0.5,0.01,,2,9,1",
            "A,2025,9.0,3.0,2.0,4.0,0.01,0.01,9,1,3",
            "B,far,-4.0,-2.0,-3.0,-1.0,0.01,0.01,2,9,1",
        ]);
        assert_eq!(charts[0].name, "keyness_a");
        let expected = [("Used more", vec!["far", "near"]), ("Used less", vec!["seldom"])]
            .map(|(name, words)| (name.to_owned(), words.into_iter().map(str::to_owned).collect()));
        assert_eq!(groups(&charts[0]), expected);
        let Form::Words(words) = &charts[0].form else { panic!("{charts:?}") };
        let [far, near] = &words.groups[0].words[..] else { panic!("{words:?}") };
        assert_eq!((far.mark.fill, far.counts, far.documents), (Fill::Solid, [9, 2], 3));
        assert_eq!((near.mark.fill, near.mark.interval), (Fill::Hollow, Some((0.1, 0.9))));
        // Without a test over articles nothing is clear.
        assert_eq!(words.groups[1].words[0].mark.fill, Fill::Hollow);
    }

    #[test]
    fn a_count_of_nothing_and_hollow_dots_are_explained() {
        let charts = charts(&["A,far,4.0,2.0,1.0,3.0,0.01,0.6,9,0,3"]);
        assert!(charts[0].caption.contains("A count of 0 is taken for ½."), "{charts:?}");
        assert!(charts[0].caption.contains("All are hollow"), "{charts:?}");
        assert!(charts[0].caption.contains("n\u{a0}=\u{a0}10\u{a0}articles"), "{charts:?}");
    }

    #[test]
    fn a_source_without_words_has_a_chart_that_says_why() {
        let rows = ["A,same,0.0,0.0,-1.0,1.0,1,1,4,4,3"];
        let sentences: Vec<Form> = charts(&rows).into_iter().map(|it| it.form).collect();
        let empty = |sentence: &str| Form::Empty(sentence.to_owned());
        let [first, second] = &sentences[..] else { panic!("{sentences:?}") };
        assert!(matches!(first, Form::Empty(it) if it.starts_with("No word is used more")));
        assert_eq!(*second, empty("Nothing to compare: keyness.csv has no row of this source."));
    }
}
