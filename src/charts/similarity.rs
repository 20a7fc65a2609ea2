//! `similarity.png`: which sources divide their frame vocabulary alike.

use super::view::{View, WHAT_IS_COUNTED, count, finite, many};
use super::{Chart, Distance, Form, Join, Node, Row, Similarity};

/// With fewer sources there is nothing to group.
const LEAST_SOURCES: usize = 3;

/// Above this, a distance is not clear.
const SMALL: f64 = 0.05;

/// A matrix of distances, and the tree of the sources beside it.
pub(super) fn chart(view: &View<'_>) -> Vec<Chart> {
    let (order, joins) = tree(view);
    let blank = Chart {
        name: "similarity".to_owned(),
        title: "Which sources divide their frame vocabulary alike".to_owned(),
        subtitle: None,
        axis: String::new(),
        caption: format!("{WHAT_IS_COUNTED} {}", view.counted()),
        form: Form::Empty(
            "There is nothing to group: that takes 3 sources that use the vocabulary of a frame."
                .to_owned(),
        ),
    };
    if order.len() < LEAST_SOURCES {
        return vec![blank];
    }
    let (cells, is_tested) = cells(view, &order);
    let row = |place: &usize| {
        let source = &view.sources[*place];
        Row { name: source.name.clone(), documents: source.documents }
    };
    vec![Chart {
        subtitle: Some(
            "Distance of every two sources: 0 the same shares of frames, 1 nothing in common. Joined \
             early: alike."
                .to_owned(),
        ),
        axis: "Mean distance at which groups join".to_owned(),
        caption: caption(view, &cells, is_tested),
        form: Form::Similarity(Similarity { rows: order.iter().map(row).collect(), joins, cells }),
        ..blank
    }]
}

fn caption(view: &View<'_>, cells: &[Vec<Option<Distance>>], is_tested: bool) -> String {
    let values = cells.iter().flatten().flatten().map(|it| it.value);
    let greatest = values.fold(0.0, f64::max);
    let mut caption = vec![
        format!(
            "Cell: Jensen-Shannon distance of the shares of the frames (js_distance in distance.csv), \
             darkest at 0, lightest at {greatest:.2}; numbers of columns are those of the rows. Tree: \
             average linkage of all sources (clusters.csv)."
        ),
        if is_tested {
            "• seldom so large when articles are exchanged at random (p_perm at most 0.05, each pair \
             by itself); without it the distance may be chance, as small samples are never quite alike."
        } else {
            "No pair was tested (up to 500 pairs are): small distances may be chance."
        }
        .to_owned(),
    ];
    let silent = view.sources.len().saturating_sub(cells.len()) as u64;
    if 0 < silent {
        let sources = many(silent, "source has no hit and is", "sources have no hit and are");
        caption.push(format!("{sources} not shown."));
    }
    caption.push(format!("{WHAT_IS_COUNTED} {}", view.counted()));
    caption.join(" ")
}

/// The sources in the order of the tree, and its joins as far as both sides hold a source that is shown.
fn tree(view: &View<'_>) -> (Vec<usize>, Vec<Join>) {
    let places = view.source_places();
    let columns = ["left_source", "left_step", "right_source", "right_step", "height"];
    // What stands for each step: a join, the only source of it that is shown, or nothing.
    let mut steps: Vec<Option<Node>> = Vec::new();
    let mut joins: Vec<Join> = Vec::new();
    for [left, left_step, right, right_step, height] in view.tables.get("clusters").select(columns)
    {
        let side = |source: &str, step: u64| match step {
            0 => places.get(source).map(|it| Node::Leaf(*it)),
            step => steps.get(step as usize - 1).copied().flatten(),
        };
        let sides = [(&left, &left_step), (&right, &right_step)];
        let [left, right] = sides.map(|(source, step)| side(source.text(), count(step)));
        steps.push(match (left, right) {
            (Some(left), Some(right)) => {
                joins.push(Join { sides: [left, right], height: finite(&height).unwrap_or(0.0) });
                Some(Node::Join(joins.len() - 1))
            }
            (one, other) => one.or(other),
        });
    }
    let mut order = Vec::new();
    let mut open: Vec<Node> = steps.last().copied().flatten().into_iter().collect();
    while let Some(node) = open.pop() {
        match node {
            Node::Leaf(place) => order.push(place),
            Node::Join(join) => open.extend(joins[join].sides.iter().rev()),
        }
    }
    let row = |node: Node| match node {
        Node::Leaf(place) => Node::Leaf(order.iter().position(|it| *it == place).unwrap_or(0)),
        join => join,
    };
    joins.iter_mut().for_each(|it| it.sides = it.sides.map(row));
    (order, joins)
}

/// The distances by row and by column, both in the order of the tree, and whether any was tested.
fn cells(view: &View<'_>, order: &[usize]) -> (Vec<Vec<Option<Distance>>>, bool) {
    let places = view.source_places();
    let row = |name: &str| {
        let place = places.get(name)?;
        order.iter().position(|it| it == place)
    };
    let mut cells = vec![vec![None; order.len()]; order.len()];
    let mut is_tested = false;
    let columns = ["source_a", "source_b", "js_distance", "p_perm"];
    for [a, b, distance, p] in view.tables.get("distance").select(columns) {
        let (Some(a), Some(b)) = (row(a.text()), row(b.text())) else { continue };
        let p = finite(&p);
        is_tested |= p.is_some();
        let clear = p.is_some_and(|it| it <= SMALL);
        cells[a.max(b)][a.min(b)] = finite(&distance).map(|value| Distance { value, clear });
    }
    (cells, is_tested)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{Row as Line, chart_of, table, tables_with_all};

    fn similarity(sources: &[&'static str], clusters: &[&str]) -> Chart {
        let distances = ["A,B,0.4,0.01", "A,C,0.1,0.6", "B,C,0.3,"];
        let tables = vec![
            table("clusters", "left_source left_step right_source right_step height", clusters),
            table("distance", "source_a source_b js_distance p_perm", &distances),
        ];
        let lines = sources.iter().map(|it| Line::new(it, "one")).collect();
        chart_of(chart, &tables_with_all(lines, tables))
    }

    #[test]
    fn sources_stand_in_the_order_of_the_tree_with_their_distances() {
        let chart = similarity(&["A", "B", "C"], &["A,,C,,0.1", "B,,,1,0.35"]);
        let Form::Similarity(it) = &chart.form else { panic!("{chart:?}") };
        let names: Vec<&str> = it.rows.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["B", "A", "C"]);
        assert_eq!(it.joins[0].sides, [Node::Leaf(1), Node::Leaf(2)]);
        assert_eq!(it.joins[1].sides, [Node::Leaf(0), Node::Join(0)]);
        assert_eq!(it.cells[1][0], Some(Distance { value: 0.4, clear: true }));
        assert_eq!(it.cells[2][1], Some(Distance { value: 0.1, clear: false }));
    }

    #[test]
    fn a_source_that_is_not_shown_leaves_no_join_behind() {
        let clusters = ["A,,X,,0.1", "B,,,1,0.2", "C,,,2,0.3"];
        let chart = similarity(&["A", "B", "C"], &clusters);
        let Form::Similarity(it) = &chart.form else { panic!("{chart:?}") };
        assert_eq!(it.joins.len(), 2);
        assert_eq!(it.joins[0].sides, [Node::Leaf(1), Node::Leaf(2)]);
    }

    #[test]
    fn two_sources_are_a_chart_that_says_why() {
        let chart = similarity(&["A", "B"], &[]);
        assert!(matches!(&chart.form, Form::Empty(it) if it.contains("takes 3 sources")));
    }
}
