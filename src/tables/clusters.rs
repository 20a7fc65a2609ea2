//! `clusters.csv`: which sources are alike in how they divide their hits among the frames.

use super::distance::{Profile, profiles};
use super::table::Unit::{Count, Label, Number, Ordinal};
use super::{Context, Table};
use crate::corpus::Corpus;
use crate::stats::jensen_shannon::divergence;
use crate::stats::linkage::{self, Join};

/// With fewer sources there is nothing to group.
const LEAST_SOURCES: usize = 3;

/// Two groups of sources that are joined.
struct Row<'c> {
    /// Number of the join, from 1.
    step: usize,
    join: Join,
    sides: [Side<'c>; 2],
}

/// One source, or the sources of an earlier join.
#[derive(Clone, Copy)]
enum Side<'c> {
    Source(&'c str),
    Step(usize),
}

impl<'c> Side<'c> {
    fn source(self) -> Option<&'c str> {
        match self {
            Side::Source(name) => Some(name),
            Side::Step(_) => None,
        }
    }

    fn step(self) -> Option<usize> {
        match self {
            Side::Source(_) => None,
            Side::Step(step) => Some(step),
        }
    }
}

/// Builds the table: the nearest first.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let about = "one row per join of two groups of sources, the nearest first";
    Table::in_parts("clusters", about, 1, |_, emit| rows(corpus).iter().for_each(emit))
        .column("step", Ordinal, "number of the join", |row: &Row<'_>| row.step.into())
        .column("left_source", Label, "outlet; empty where an earlier join is joined", |row| {
            row.sides[0].source().into()
        })
        .column("left_step", Ordinal, "that join", |row| row.sides[0].step().into())
        .column("right_source", Label, "outlet; empty where an earlier join is joined", |row| {
            row.sides[1].source().into()
        })
        .column("right_step", Ordinal, "that join", |row| row.sides[1].step().into())
        .column("height", Number, "mean js_distance between the sources of both groups", |row| {
            row.join.height.into()
        })
        .column("sources", Count, "sources in both groups", |row| row.join.size.into())
        .finish()
}

/// The joins of the sources that have hits.
fn rows(corpus: &Corpus) -> Vec<Row<'_>> {
    let mut profiles = profiles(corpus);
    profiles.retain(|it| it.hits.iter().any(|n| 0 < *n));
    let n = profiles.len();
    if n < LEAST_SOURCES {
        return Vec::new();
    }
    let side = |node: usize| match profiles.get(node) {
        Some(Profile { source, .. }) => Side::Source(&source.name),
        None => Side::Step(node - n + 1),
    };
    let distance = |i: usize, j: usize| {
        divergence(&profiles[i].hits, &profiles[j].hits).map_or(0.0, f64::sqrt)
    };
    let joins = linkage::average(n, distance).into_iter().enumerate();
    joins
        .map(|(i, join)| Row { step: i + 1, join, sides: [side(join.left), side(join.right)] })
        .collect()
}
