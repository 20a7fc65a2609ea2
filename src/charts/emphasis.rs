//! `emphasis.png`: how much more, or less, each source uses each frame than the others.

use super::dots::marked;
use super::view::{View, WHAT_IS_COUNTED};
use super::{Chart, Dots, Form, Scale};

/// One panel per frame, one dot with its interval per source.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let marked = marked(view, Scale::Ratio, ["emphasis", "emphasis_low", "emphasis_high"]);
    if marked.is_empty() {
        return vec![empty(view, &marked.reasons)];
    }
    let mut caption = vec![
        format!(
            "Dot: how often a source uses a frame, per word, as a multiple of all other sources \
             together; line: {}, with the article as the unit that varies.",
            view.tables.interval_words()
        ),
        clear_or_not(&marked.dots).to_owned(),
        "Few hits are drawn toward 1×; without a hit the dot is an upper guess.".to_owned(),
        WHAT_IS_COUNTED.to_owned(),
    ];
    caption.extend(marked.remarks);
    caption.push(view.counted());
    vec![Chart {
        subtitle: Some(
            "Right of the line: more often than the other sources. Left of it: less often."
                .to_owned(),
        ),
        axis: "Use per word, compared with the other sources: ½× half, 1× the same, 2× twice"
            .to_owned(),
        caption: caption.join(" "),
        form: Form::Dots(marked.dots),
        ..blank()
    }]
}

/// An interval that leaves out 1× is not enough where many are looked at.
fn clear_or_not(dots: &Dots) -> &'static str {
    let mut marks = dots.panels.iter().flat_map(|it| &it.marks).flatten();
    if marks.any(|it| it.clear) {
        "* clear difference: q at most 0.05, and the interval leaves out 1×; the others may be chance."
    } else {
        "No difference is clear (q at most 0.05, and an interval that leaves out 1×)."
    }
}

fn empty(view: &View<'_>, reasons: &[String]) -> Chart {
    let reason = reasons.first().map_or("no value could be computed", String::as_str);
    Chart {
        caption: format!("{WHAT_IS_COUNTED} {}", view.counted()),
        form: Form::Empty(format!("Nothing to compare: {reason}.")),
        ..blank()
    }
}

fn blank() -> Chart {
    Chart {
        name: "emphasis".to_owned(),
        title: "How much more, or less, each source uses each frame than the others".to_owned(),
        subtitle: None,
        axis: String::new(),
        caption: String::new(),
        form: Form::Empty(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::Fill;
    use crate::charts::samples::{Row, chart_of, tables};

    fn dots(chart: &Chart) -> &Dots {
        match &chart.form {
            Form::Dots(dots) => dots,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_frame_has_a_panel_and_each_source_a_row() {
        let chart = chart_of(
            chart,
            &tables(vec![
                Row::new("A", "one").emphasis(1.0, 0.5, 1.5),
                Row::new("A", "two").emphasis(-0.5, -1.0, 0.1),
                Row::new("B", "one").emphasis(-1.0, -1.5, -0.5),
                Row::new("B", "two").emphasis(0.5, -0.1, 1.0),
            ]),
        );
        let dots = dots(&chart);
        let panels: Vec<&str> = dots.panels.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(panels, ["one", "two"]);
        let mark = dots.panels[1].marks[0].expect("a mark");
        assert_eq!((mark.value, mark.interval), (-0.5, Some((-1.0, 0.1))));
        assert_eq!(mark.fill, Fill::Solid);
        assert!(
            chart.caption.contains("20\u{a0}articles from 2\u{a0}sources."),
            "{}",
            chart.caption
        );
    }

    #[test]
    fn a_panel_is_called_what_people_call_the_frame() {
        let tables = tables(vec![
            Row::new("A", "one").emphasis(1.0, 0.5, 1.5),
            Row::new("B", "one").emphasis(-1.0, -1.5, -0.5),
        ]);
        let chart = chart_of(chart, &tables.labelled(&[("one", "Number one")]));
        assert_eq!(dots(&chart).panels[0].name, "Number one");
    }

    #[test]
    fn texts_only_is_a_hollow_dot_and_the_caption_says_so() {
        let chart = chart_of(
            chart,
            &tables(vec![
                Row::new("A", "one").emphasis(1.0, 0.5, 1.5).inference("texts_only"),
                Row::new("B", "one").emphasis(-1.0, -1.5, -0.5),
            ]),
        );
        assert_eq!(dots(&chart).panels[0].marks[0].expect("a mark").fill, Fill::Hollow);
        assert!(chart.caption.contains("Hollow dots"), "{}", chart.caption);
    }

    #[test]
    fn a_missing_estimate_is_no_dot_and_the_caption_says_why() {
        let chart = chart_of(
            chart,
            &tables(vec![
                Row::new("A", "one").emphasis(1.0, 0.5, 1.5),
                Row::new("A", "two").note("no_hits_in_corpus"),
            ]),
        );
        assert_eq!(dots(&chart).panels[1].marks, [None]);
        let reason = "n/a: no source uses the frame's vocabulary.";
        assert!(chart.caption.contains(reason), "{}", chart.caption);
    }

    #[test]
    fn one_source_alone_has_nothing_to_be_compared_with() {
        let chart = chart_of(chart, &tables(vec![Row::new("A", "one").note("single_source")]));
        let sentence = "Nothing to compare: there is no other source to compare with.";
        assert_eq!(chart.form, Form::Empty(sentence.to_owned()));
    }
}
