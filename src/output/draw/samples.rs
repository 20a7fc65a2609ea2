//! A form in, a chart that tests draw out.

use resvg::usvg::{Group, Node, Rect};

use crate::charts::{Chart, Dots, Fill, Form, Mark, Panel, Row, Scale};

/// A chart of this form.
pub(super) fn chart(form: Form) -> Chart {
    Chart {
        name: "sample".to_owned(),
        title: "What to look for".to_owned(),
        subtitle: Some("Whom it is about".to_owned()),
        axis: "Hits per 1,000 words".to_owned(),
        caption: "What n is.".to_owned(),
        form,
    }
}

/// The drawing of a chart of this form.
pub(super) fn svg_of(form: Form) -> String {
    super::svg(&chart(form))
}

/// Dots for these sources in three panels.
pub(super) fn dots_of(names: &[&str]) -> Form {
    let mark = Mark { value: 2.0, interval: Some((1.0, 3.5)), fill: Fill::Solid, clear: false };
    let panel = |name: &str| Panel { name: name.to_owned(), marks: vec![Some(mark); names.len()] };
    let row = |name: &&str| Row { name: (*name).to_owned(), documents: 12 };
    Form::Dots(Dots {
        scale: Scale::Amount,
        rows: names.iter().map(row).collect(),
        panels: ["multi-vector", "strategic", "symbolic"].map(panel).into(),
    })
}

/// What the letters of each text cover.
pub(super) fn boxes_of_texts(group: &Group) -> Vec<Rect> {
    let boxes = |node: &Node| match node {
        Node::Group(group) => boxes_of_texts(group),
        Node::Text(text) => vec![text.abs_stroke_bounding_box()],
        _ => Vec::new(),
    };
    group.children().iter().flat_map(boxes).collect()
}
