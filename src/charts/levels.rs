//! `levels.png`: how often each source uses each frame.

use super::dots::marked;
use super::view::{View, WHAT_IS_COUNTED};
use super::{Chart, Form, Scale};

/// One panel per frame, one dot with its interval per source.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let column = "rate_per_1k";
    let marked = marked(view, Scale::Amount, [column, "rate_low", "rate_high"]);
    let blank = Chart {
        name: "levels".to_owned(),
        title: "How often each source uses each frame".to_owned(),
        subtitle: None,
        axis: String::new(),
        caption: format!("{WHAT_IS_COUNTED} {}", view.counted()),
        form: Form::Empty("There are no words to count in.".to_owned()),
    };
    if marked.is_empty() {
        return vec![blank];
    }
    // Clear differences are those of emphasis; a level alone is none.
    let mut dots = marked.dots;
    dots.panels.iter_mut().flat_map(|it| &mut it.marks).flatten().for_each(|it| it.clear = false);
    let mut caption = vec![
        format!(
            "Dot: hits of the frame's vocabulary per 1,000 words of the source; line: {}, with the \
             article as the unit that varies.",
            view.tables.interval_words()
        ),
        WHAT_IS_COUNTED.to_owned(),
    ];
    caption.extend(marked.remarks);
    caption.push(view.counted());
    vec![Chart {
        axis: format!("Hits {}", view.unit("emphasis", column)),
        subtitle: Some(
            "Hits of the frame's vocabulary, on the same scale for every frame.".to_owned(),
        ),
        caption: caption.join(" "),
        form: Form::Dots(dots),
        ..blank
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row, chart_of, tables};

    #[test]
    fn a_source_without_hits_has_a_dot_at_zero_and_its_interval() {
        let chart = chart_of(
            chart,
            &tables(vec![
                Row::new("A", "one").rate(2.0, 1.0, 4.0),
                Row::new("B", "one").rate(0.0, 0.0, 2.5),
            ]),
        );
        let Form::Dots(dots) = &chart.form else { panic!("{chart:?}") };
        let mark = dots.panels[0].marks[1].expect("a mark");
        assert_eq!((mark.value, mark.interval), (0.0, Some((0.0, 2.5))));
        assert_eq!(chart.axis, "Hits per 1,000 words");
    }

    #[test]
    fn a_dot_without_an_interval_is_explained() {
        let mut row = Row::new("A", "one").rate(2.0, 1.0, 4.0);
        row.rate_low = None;
        let chart = chart_of(chart, &tables(vec![row]));
        assert!(chart.caption.contains("A dot without a line"), "{}", chart.caption);
    }

    #[test]
    fn no_rates_at_all_is_a_chart_that_says_so() {
        let chart = chart_of(chart, &tables(vec![Row::new("A", "one").no_rate()]));
        assert!(matches!(chart.form, Form::Empty(_)), "{chart:?}");
    }
}
