//! A few values in, tables that tests draw out.

use super::{Chart, Options, View};
use crate::tables::{Cell, Table, Tables, Unit};

/// A row of `emphasis`.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) source: &'static str,
    pub(super) frame: &'static str,
    pub(super) tokens: u64,
    pub(super) hits: u64,
    pub(super) share: Option<f64>,
    pub(super) rate: Option<f64>,
    pub(super) rate_low: Option<f64>,
    pub(super) rate_high: Option<f64>,
    pub(super) emphasis: Option<[f64; 3]>,
    pub(super) inference: &'static str,
    pub(super) note: &'static str,
}

impl Row {
    /// A row of 10 documents and 2,000 tokens without a hit and without an estimate.
    pub(super) fn new(source: &'static str, frame: &'static str) -> Self {
        Row {
            source,
            frame,
            tokens: 2000,
            hits: 0,
            share: None,
            rate: Some(0.0),
            rate_low: Some(0.0),
            rate_high: Some(1.0),
            emphasis: None,
            inference: "documents",
            note: "",
        }
    }

    pub(super) fn emphasis(self, value: f64, low: f64, high: f64) -> Self {
        Row { emphasis: Some([value, low, high]), ..self }
    }

    pub(super) fn rate(self, value: f64, low: f64, high: f64) -> Self {
        Row { rate: Some(value), rate_low: Some(low), rate_high: Some(high), ..self }
    }

    pub(super) fn no_rate(self) -> Self {
        Row { rate: None, rate_low: None, rate_high: None, ..self }
    }

    pub(super) fn share(self, share: f64, hits: u64) -> Self {
        Row { share: Some(share), hits, ..self }
    }

    pub(super) fn inference(self, inference: &'static str) -> Self {
        Row { inference, ..self }
    }

    pub(super) fn note(self, note: &'static str) -> Self {
        Row { note, ..self }
    }
}

/// Names and columns of the tables that have no rows unless a test gives them some.
const OTHERS: &[(&str, &str)] = &[
    (
        "keyness",
        "source top_form fw_z log_ratio log_ratio_low log_ratio_high q p_doc tf tf_reference doc_freq",
    ),
    ("clusters", "left_source left_step right_source right_step height"),
    ("distance", "source_a source_b js_distance p_perm"),
    ("cooccurrence", "source level frame_a frame_b units n_a n_b n_both expected pmi q"),
    (
        "sensitivity",
        "setting headline quotations duplicates negated top_entry zone_weights units source frame emphasis",
    ),
    ("frames", "doc_id source frame hits"),
    ("frame_hits", "doc_id frame token"),
    ("documents", "doc_id title path tokens headline_tokens lead_tokens"),
    ("trends", "scope source frame period documents rate_per_1k rate_low rate_high"),
];

/// The tables of these rows, and of a few terms for each source.
pub(super) fn tables(rows: Vec<Row>) -> Tables<'static> {
    Tables::new(all_of(rows).collect())
}

/// The same with another table.
pub(super) fn tables_with(rows: Vec<Row>, table: Table<'static>) -> Tables<'static> {
    tables_with_all(rows, vec![table])
}

/// The same with other tables.
pub(super) fn tables_with_all(rows: Vec<Row>, tables: Vec<Table<'static>>) -> Tables<'static> {
    Tables::new(tables.into_iter().chain(all_of(rows)).collect())
}

fn all_of(rows: Vec<Row>) -> impl Iterator<Item = Table<'static>> {
    let mut sources: Vec<&'static str> = rows.iter().map(|it| it.source).collect();
    sources.dedup();
    let others = OTHERS.iter().map(|(name, columns)| table(name, columns, &[]));
    [emphasis(rows), terms(&sources)].into_iter().chain(others)
}

/// A table of columns, apart by spaces, and rows, whose cells are apart by commas.
pub(super) fn table(name: &'static str, columns: &str, rows: &[&str]) -> Table<'static> {
    let cells = |row: &&str| row.split(',').map(str::to_owned).collect::<Vec<String>>();
    let mut builder = Table::of(name, "", rows.iter().map(cells).collect());
    for (place, column) in columns.split(' ').enumerate() {
        builder = builder.column(column.to_owned(), Unit::Text, "", move |row| cell(&row[place]));
    }
    builder.finish()
}

fn cell(text: &str) -> Cell<'_> {
    match (text.parse::<u64>(), text.parse::<f64>()) {
        (Ok(count), _) => count.into(),
        (_, Ok(number)) => number.into(),
        _ => text.into(),
    }
}

/// Four sources and two frames.
pub(super) fn four_sources() -> Tables<'static> {
    let rows = ["Astana Post", "Le Fil", "Steppe Daily", "The Globe"].map(|source| {
        let row = |frame| Row::new(source, frame).emphasis(0.5, 0.0, 1.0).share(0.5, 4);
        [row("strategic"), row("symbolic")]
    });
    tables(rows.into_iter().flatten().collect())
}

/// The only chart that a function makes of these tables.
pub(super) fn chart_of(chart: fn(&View<'_>) -> Vec<Chart>, tables: &Tables<'_>) -> Chart {
    view_of(tables, chart).remove(0)
}

/// The charts that a function makes of these tables.
pub(super) fn view_of(tables: &Tables<'_>, chart: fn(&View<'_>) -> Vec<Chart>) -> Vec<Chart> {
    chart(&View::new(tables, &|_| false, &Options::default()))
}

fn emphasis(rows: Vec<Row>) -> Table<'static> {
    let part = |row: &Row, i: usize| row.emphasis.map(|it| it[i]);
    Table::of("emphasis", "one row per source and frame", rows)
        .column("source", Unit::Label, "", |row: &Row| row.source.into())
        .column("frame", Unit::Label, "", |row| row.frame.into())
        .column("documents", Unit::Count, "", |_| 10u64.into())
        .column("tokens", Unit::Count, "", |row| row.tokens.into())
        .column("hits", Unit::Count, "", |row| row.hits.into())
        .column("rate_per_1k", Unit::PerThousandTokens, "", |row| row.rate.into())
        .column("rate_low", Unit::PerThousandTokens, "", |row| row.rate_low.into())
        .column("rate_high", Unit::PerThousandTokens, "", |row| row.rate_high.into())
        .column("share", Unit::Share, "", |row| row.share.into())
        .column("emphasis", Unit::Log2, "", move |row| part(row, 0).into())
        .column("emphasis_low", Unit::Log2, "", move |row| part(row, 1).into())
        .column("emphasis_high", Unit::Log2, "", move |row| part(row, 2).into())
        .column("inference", Unit::Label, "", |row| row.inference.into())
        .column("reading", Unit::Label, "", |_| "unclear".into())
        .column("note", Unit::Text, "", |row| row.note.into())
        .finish()
}

fn terms(sources: &[&'static str]) -> Table<'static> {
    let words =
        [("2025", 9), ("2025th", 2), ("bridge", 8), ("summit", 4), ("the", 20), ("visited", 4)];
    let words = [&words[..2], &words[2..3], &words[4..], &words[3..4]].concat();
    let row =
        |source: &'static str| words.clone().into_iter().map(move |(form, tf)| (source, form, tf));
    let rows: Vec<(&str, &str, u64)> = sources.iter().flat_map(|source| row(source)).collect();
    Table::of("terms", "one row per source and term", rows)
        .column("source", Unit::Label, "", |row: &(&str, &str, u64)| row.0.into())
        .column("term", Unit::Label, "", |row| row.1.into())
        .column("top_form", Unit::Label, "", |row| row.1.into())
        .column("tf", Unit::Count, "", |row| row.2.into())
        .column("rate_per_1k", Unit::PerThousandTokens, "", |row| (row.2 as f64 / 2.0).into())
        .column("doc_freq", Unit::Count, "", |_| 1u64.into())
        .finish()
}
