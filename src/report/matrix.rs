//! The central table in, a row for each source with a cell for each frame out.

use serde::Serialize;

use super::examples::anchor;
use super::excerpt::in_words;
use crate::corpus::Corpus;
use crate::dictionary::labels;
use crate::tables::{Tables, Unit};

/// Steps of shade of a cell.
const SHADES: f64 = 5.0;

/// Sources by frames.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    frames: Vec<FrameHead>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct FrameHead {
    label: String,
    about: String,
    /// Place of its color and marker.
    class: usize,
    marker: &'static str,
}

#[derive(Debug, Serialize)]
struct Row {
    source: String,
    documents: u64,
    tokens: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Cell {
    anchor: String,
    hits: u64,
    documents: u64,
    rate: String,
    /// 0 for none to 5 for the highest rate of the table.
    shade: u64,
    ratio: String,
    reading: String,
}

/// Colors that differ; frames behind them begin anew with the first.
pub(super) const CLASSES: usize = 8;

/// The shapes of the charts, in their order.
const MARKERS: [&str; 5] = ["●", "■", "◆", "▲", "▼"];

/// The matrix of a run.
pub(super) fn matrix(corpus: &Corpus, tables: &Tables<'_>) -> Matrix {
    let head = |(i, (frame, label)): (usize, (&crate::dictionary::Frame, &str))| FrameHead {
        label: label.to_owned(),
        about: frame.about.clone(),
        class: i % CLASSES,
        marker: MARKERS[i % MARKERS.len()],
    };
    let frames: Vec<_> =
        corpus.frames.iter().zip(labels(&corpus.frames)).enumerate().map(head).collect();
    Matrix { rows: rows(corpus, tables, frames.len()), frames }
}

fn rows(corpus: &Corpus, tables: &Tables<'_>, n_frames: usize) -> Vec<Row> {
    let cells = tables.get("emphasis").select([
        "hits",
        "documents_with_frame",
        "rate_per_1k",
        "emphasis_ratio",
        "reading",
    ]);
    let rates = cells.iter().filter_map(|it| it[2].number());
    let highest = rates.fold(0.0, f64::max);
    let whole = |cell: &crate::tables::Cell<'_>| cell.number().unwrap_or(0.0) as u64;
    let cell = |i: usize, [hits, documents, rate, ratio, reading]: &[_; 5]| Cell {
        anchor: anchor(i / n_frames.max(1), i % n_frames.max(1)),
        hits: whole(hits),
        documents: whole(documents),
        rate: rate.number().map_or(String::new(), |it| in_words(it, Unit::PerThousandTokens)),
        shade: rate.number().map_or(0, |it| (SHADES * it / highest.max(1e-9)).ceil() as u64),
        ratio: ratio.number().map_or(String::new(), |it| in_words(it, Unit::Times)),
        reading: reading.text().to_owned(),
    };
    let all: Vec<Cell> = cells.iter().enumerate().map(|(i, it)| cell(i, it)).collect();
    let mut all = all.into_iter();
    let row = |source: &crate::corpus::Source| Row {
        source: source.name.clone(),
        documents: source.articles.len() as u64,
        tokens: super::excerpt::grouped(source.n_tokens),
        cells: all.by_ref().take(n_frames).collect(),
    };
    corpus.sources.iter().map(row).collect()
}
