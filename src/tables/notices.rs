//! `notices.csv`: what may weaken a number.

use std::sync::Arc;

use super::table::Unit::{Label, Ordinal, Text};
use super::{Context, Table};
use crate::notice::Notice;

/// Builds the table.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let notices: Arc<Vec<Notice>> = Arc::clone(&context.notices);
    Table::in_parts(
        "notices",
        "one row per thing to know before trusting a number",
        1,
        move |_, emit| notices.iter().for_each(emit),
    )
    .column("code", Label, "kind of notice", |row: &Notice| row.matter.code().into())
    .column("path", Label, "file that it is about; empty for the whole run", |row| {
        (&row.path).into()
    })
    .column("record", Ordinal, "record inside the file", |row| row.record.into())
    .column("message", Text, "what is weak, and what to do", |row| row.matter.to_string().into())
    .finish()
}
