//! `terms_<source>.png`: the words that each source uses most.

use super::slug::slugs;
use super::view::{Source, View, count, finite, many};
use super::{Bar, Bars, Chart, Form};
use crate::corpus::By;

/// One chart per source, one bar per term.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let names: Vec<&str> = view.sources.iter().map(|it| it.name.as_str()).collect();
    let unit = view.unit("terms", "rate_per_1k");
    let charts = view.sources.iter().zip(slugs(&names)).zip(most_frequent(view));
    let title = |source: &Source| match &view.tables.by {
        By::Source => format!("Words used most by {}", source.name),
        by => format!("Words used most in {}", by.subject(&source.name)),
    };
    charts.map(|((source, slug), bars)| one(title(source), source, &slug, bars, unit)).collect()
}

fn one(title: String, source: &Source, slug: &str, bars: Vec<Bar>, unit: &str) -> Chart {
    let documents = many(source.documents, "article", "articles");
    let words = many(source.tokens, "word", "words");
    Chart {
        name: format!("terms_{slug}"),
        title,
        subtitle: None,
        axis: format!("Occurrences {unit}"),
        caption: format!(
            "Bar: occurrences {unit}, forms of one stem taken together under the most frequent form; \
             in parentheses: number of occurrences. Function words are left out. {documents}, {words}."
        ),
        form: if bars.is_empty() {
            Form::Empty("No words are left once function words are left out.".to_owned())
        } else {
            Form::Bars(Bars { bars })
        },
    }
}

/// For each source that is shown its most frequent terms, the most frequent first.
///
/// The table may have a million rows, so that a row is looked at closely only if it is frequent enough.
fn most_frequent(view: &View<'_>) -> Vec<Vec<Bar>> {
    let table = view.tables.get("terms");
    let [source, form, tf, rate] =
        ["source", "top_form", "tf", "rate_per_1k"].map(|it| table.place(it));
    let places = view.source_places();
    let mut bars = vec![Vec::<Bar>::new(); view.sources.len()];
    for part in 0..table.parts() {
        table.each_row(part, |cells| {
            let Some(&place) = places.get(cells[source].text()) else { return };
            let bars = &mut bars[place];
            let count = count(&cells[tf]);
            // The first of equal terms stays first, so that the order of the table decides.
            let rank = bars.partition_point(|it| count <= it.count);
            if rank == view.options.terms || !is_shown(view, cells[form].text()) {
                return;
            }
            let Some(value) = finite(&cells[rate]) else { return };
            bars.insert(rank, Bar { label: cells[form].text().to_owned(), value, count });
            bars.truncate(view.options.terms);
        });
    }
    bars
}

/// Whether a word is one that the charts of words show.
pub(super) fn is_shown(view: &View<'_>, form: &str) -> bool {
    form.chars().any(char::is_alphabetic) && !(view.is_stopword)(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{four_sources, view_of};
    use crate::charts::{Options, all};

    fn first_of_terms(charts: &[Chart]) -> &Chart {
        charts.iter().find(|it| it.name.starts_with("terms_")).expect("a chart")
    }

    fn labels(chart: &Chart) -> Vec<&str> {
        match &chart.form {
            Form::Bars(bars) => bars.bars.iter().map(|it| it.label.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn the_most_frequent_terms_come_first_and_equal_ones_in_the_order_of_the_table() {
        let tables = four_sources();
        let charts = view_of(&tables, chart);
        assert_eq!(labels(&charts[0]), ["the", "bridge", "visited", "summit", "2025th"]);
    }

    #[test]
    fn stop_words_and_terms_without_a_letter_are_left_out() {
        let tables = four_sources();
        let options = Options { terms: 2, ..Options::default() };
        let charts = all(&tables, &|word| word == "the", &options);
        assert_eq!(labels(first_of_terms(&charts)), ["bridge", "visited"]);
        let Form::Bars(bars) = &first_of_terms(&charts).form else {
            panic!("{:?}", first_of_terms(&charts))
        };
        assert_eq!((bars.bars[0].value, bars.bars[0].count), (4.0, 8));
    }

    #[test]
    fn a_source_without_words_has_a_chart_that_says_so() {
        let tables = four_sources();
        let charts = all(&tables, &|_| true, &Options::default());
        assert!(
            matches!(first_of_terms(&charts).form, Form::Empty(_)),
            "{:?}",
            first_of_terms(&charts)
        );
    }
}
