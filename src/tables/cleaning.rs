//! `cleaning.csv`: every line that was cut from an article, and the rule that cut it.

use super::table::Unit::{Byte, Label, Text};
use super::{Context, Table, n_parts, part};
use crate::observe::Ledger;

/// Builds the table. Duplicates are cleaned too, and stand in it.
pub(super) fn table<'c>(context: &Context<'c>) -> Table<'c> {
    let corpus = context.corpus;
    let n = n_parts(corpus.articles.len());
    Table::in_parts("cleaning", "one row per removed line", n, move |i, emit| {
        for article in part(&corpus.articles, i) {
            if article.observation().is_some_and(|it| 0 < it.n_removals) {
                for removal in corpus.evidence(article).removals {
                    emit(&(article.id.as_str(), removal));
                }
            }
        }
    })
    .column("doc_id", Label, "article", |row: &(&'c str, Ledger)| row.0.into())
    .column("rule", Label, "rule that cut the line", |row| (*row.1.rule).into())
    .column("byte_start", Byte, "first byte in the unpacked input file", |row| {
        row.1.bytes.map(|it| it.0).into()
    })
    .column("byte_end", Byte, "byte after the last in the unpacked input file", |row| {
        row.1.bytes.map(|it| it.1).into()
    })
    .column("text", Text, "the line, up to 500 bytes", |row| row.1.text.as_str().into())
    .finish()
}
