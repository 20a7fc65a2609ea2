//! Findings about a dictionary as a table.

use super::table::Unit::{Label, Ordinal, Text};
use super::{Cell, Table};
use crate::dictionary::Dictionary;
use crate::lint::Finding;

/// One row per finding, the most pressing kinds first.
pub fn of<'d>(dictionary: &'d Dictionary, findings: &'d [Finding]) -> Table<'d> {
    let rows = findings.iter().collect();
    let frame = |row: &&Finding| &dictionary.frames[row.frame];
    let line = move |row: &&Finding| {
        row.entry.map_or(frame(row).line, |entry| frame(row).entries[entry].line)
    };
    Table::of("verdicts", "one row per finding about the dictionary", rows)
        .column("verdict", Label, "kind of finding", |row: &&Finding| row.verdict.code().into())
        .column("frame", Label, "frame of the dictionary", move |row| (&frame(row).name).into())
        .column("entry", Label, "entry as it is written; empty for the whole frame", move |row| {
            let entry = row.entry.map(|it| frame(row).entries[it].text.as_str());
            entry.map_or(Cell::Missing, Cell::from)
        })
        .column("file", Label, "dictionary file", move |row| {
            dictionary.files[frame(row).file].0.as_str().into()
        })
        .column("line", Ordinal, "line of the file", move |row| line(row).into())
        .column("finding", Text, "what was found", |row| (&row.what).into())
        .column("suggestion", Text, "what to do", |row| (&row.suggestion).into())
        .finish()
}
