//! Tables in, the column guide out: `datapackage.json` (Frictionless Data Package).

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Value, json};

use super::publish::Written;
use crate::corpus::By;
use crate::tables::{Column, Table, Tables, Unit};

/// Path of the column guide in the output folder.
pub(super) const PATH: &str = "datapackage.json";

/// Describes every table that was written: every column with type, unit and meaning, and of measures
/// the formula and where it is published.
///
/// - Source: Data Package and Table Schema, <https://specs.frictionlessdata.io/>.
pub(super) fn render(tables: &Tables<'_>, files: &[Written]) -> Vec<u8> {
    let resources: Vec<Value> = tables
        .iter()
        .filter_map(|table| {
            let path = super::table_path(table.name);
            let file = files.iter().find(|it| it.path == path)?;
            Some(resource(table, file, &tables.by))
        })
        .collect();
    let mut description = "Tables made by framescope. Hits are matches of a word list: they show frame vocabulary, not what a writer thinks.".to_owned();
    if tables.by != By::Source {
        let by = tables.by.name();
        let _ = write!(
            description,
            " Articles are grouped by `{by}`: where a table speaks of a source or outlet, it is a group of articles with the same `{by}`."
        );
    }
    let guide = json!({
        "name": "framescope",
        "profile": "tabular-data-package",
        "title": tables.by.words("How each source frames an issue") + &tables.by.suffix(),
        "description": description,
        "resources": resources,
    });
    super::pretty(&guide)
}

fn resource(table: &Table<'_>, file: &Written, by: &By) -> Value {
    let fields: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let (formula, source) = formula(table, column);
            json!({
                "name": column.name,
                "type": column.unit.kind(),
                "unit": unit(column.unit),
                "description": meaning(table, column, by),
                "formula": formula,
                "source": source,
            })
        })
        .collect();
    json!({
        "name": table.name.replace('_', "-"),
        "path": file.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "description": table.about,
        "schema": { "fields": fields, "missingValues": [""] },
    })
}

/// Formulas of measures, each with where it is published: by table and column, or by column alone.
static FORMULAS: LazyLock<Vec<Formula>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("formulas.csv").as_bytes());
    reader.deserialize().map(|it| it.expect("every line has all fields")).collect()
});

/// A line of `formulas.csv`.
#[derive(Debug, Deserialize)]
struct Formula {
    /// Name of the table; empty for all.
    table: String,
    column: String,
    formula: String,
    /// Empty for plain counting and dividing.
    source: String,
}

/// How a value is computed and where that is published; both empty for what is read and counted.
fn formula(table: &Table<'_>, column: &Column) -> (&'static str, &'static str) {
    let of = |name: &str| FORMULAS.iter().find(|it| it.table == name && it.column == column.name);
    let found = of(table.name).or_else(|| of("")).filter(|_| column.unit.kind() == "number");
    found.map_or(("", ""), |it| (&it.formula, &it.source))
}

/// The unit in words; those that have none say so.
fn unit(unit: Unit) -> &'static str {
    match unit.words() {
        "" if unit == Unit::Number => "none",
        "" => "text",
        words => words,
    }
}

/// Columns that name a source, and with other settings a group.
const SOURCES: &[&str] = &[
    "source",
    "reference",
    "source_a",
    "source_b",
    "left_source",
    "right_source",
    "emphasis_without_source",
];

/// What a column says; of one that names sources also what they are, where they are groups.
fn meaning<'t>(table: &Table<'_>, column: &'t Column, by: &By) -> Cow<'t, str> {
    let names_sources = SOURCES.contains(&column.name.as_ref()) && table.name != "documents";
    if *by == By::Source || !names_sources {
        return Cow::Borrowed(column.meaning.as_ref());
    }
    format!("{}; here it holds the `{}` by which articles are grouped", column.meaning, by.name())
        .into()
}
