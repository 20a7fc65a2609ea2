//! Tables in, the column guide out: `datapackage.json` (Frictionless Data Package).

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::{Value, json};

use super::publish::Written;
use crate::corpus::By;
use crate::tables::{Column, Table, Tables};

/// Path of the column guide in the output folder.
pub(super) const PATH: &str = "datapackage.json";

/// Describes every table that was written: every column with type, unit and meaning.
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
            json!({
                "name": column.name,
                "type": column.unit.kind(),
                "unit": column.unit.words(),
                "description": meaning(table, column, by),
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
