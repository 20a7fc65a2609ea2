//! Tables in, the column guide out: `datapackage.json` (Frictionless Data Package).

use serde_json::{Value, json};

use super::publish::Written;
use crate::tables::{Table, Tables};

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
            Some(resource(table, file))
        })
        .collect();
    let guide = json!({
        "name": "framescope",
        "profile": "tabular-data-package",
        "title": "How each source frames an issue",
        "description": "Tables made by framescope. Hits are matches of a word list: they show frame vocabulary, not what a writer thinks.",
        "resources": resources,
    });
    super::pretty(&guide)
}

fn resource(table: &Table<'_>, file: &Written) -> Value {
    let fields: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            json!({
                "name": column.name,
                "type": column.unit.kind(),
                "unit": column.unit.words(),
                "description": column.meaning,
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
