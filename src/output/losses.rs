//! What an exchange of dictionaries lost in, a CSV file out.

use super::csv_cell;
use crate::dictionary::exchange::{Loss, Losses};

/// The report of losses: a row for each category, entry, change and drop, in the order of the file.
///
/// - Columns: `line` of the file that was read, `category`, `entry` (empty for a row about the
///   category or the file), `change` (`kept`, `changed`, `dropped`), `what` was done.
pub fn losses_csv(losses: &Losses, names: &[String]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut row = |cells: [&str; 5]| {
        writer.write_record(cells).expect("memory takes every row");
    };
    row(["line", "category", "entry", "change", "what"]);
    for Loss { line, category, entry, change, what } in losses.rows() {
        let category = category.map_or("", |it| names[it].as_str());
        let line = line.to_string();
        row([&line, &csv_cell(category), &csv_cell(entry), change.name(), &csv_cell(what)]);
    }
    writer.into_inner().expect("memory takes every row")
}
