//! A table in, what the report shows of it out: all rows, or as many of each source or frame.

use std::collections::HashMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use super::escape::shown;
use crate::tables::{Cell, Column, Table, Unit};

/// Longest text of a cell, in characters; the CSV file has all of it.
const MAX_TEXT: usize = 400;

/// Digits of a number that are kept.
const DIGITS: usize = 6;

/// Rows of a table as they come by, of which it keeps a fair part.
#[derive(Debug)]
pub struct Excerpt {
    /// Name of the table.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// Rows of the whole table.
    pub n_rows: u64,
    /// Most rows that are kept.
    limit: usize,
    /// What rows are shared out by: `source`, or `frame`, or nothing.
    by: &'static str,
    /// Rows of each source or frame that are kept where there are more than the limit.
    quota: usize,
    /// Place of the column that names the source or frame.
    group: Option<usize>,
    /// Rows of each source or frame so far.
    n_of_group: HashMap<String, usize>,
    /// The first rows, and whether they are among the first of their source or frame.
    first: Vec<(Vec<Value>, bool)>,
    /// Rows behind those that are among the first of their source or frame.
    late: Vec<Vec<Value>>,
}

/// One value as the report shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not known or not defined.
    Missing,
    /// Text.
    Text(String),
    /// A number, rounded to six digits.
    Number(f64),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Missing => serializer.serialize_none(),
            Value::Text(text) => serializer.serialize_str(&shown(text)),
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                serializer.serialize_i64(*number as i64)
            }
            Value::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

impl Value {
    fn of(cell: &Cell<'_>) -> Value {
        match cell {
            Cell::Missing => Value::Missing,
            Cell::Text(text) => Value::Text(cut(text, MAX_TEXT)),
            Cell::Count(n) => Value::Number(*n as f64),
            Cell::Number(number) => Value::Number(rounded(*number)),
        }
    }

    /// The value in words, as a table for readers shows it.
    ///
    /// - Unit: rates, ratios and logarithms have two decimals, probabilities and shares three.
    pub fn words(&self, unit: Unit) -> String {
        match self {
            Value::Missing => String::new(),
            Value::Text(text) => text.clone(),
            Value::Number(number) => in_words(*number, unit),
        }
    }
}

/// A number as a table for readers shows it.
pub(super) fn in_words(number: f64, unit: Unit) -> String {
    let decimals = match unit {
        Unit::Probability if (0.0..0.001).contains(&number) => return "<0.001".to_owned(),
        Unit::Probability | Unit::Share => 3,
        Unit::PerThousandTokens | Unit::Log2 | Unit::Times => 2,
        _ if number.fract() == 0.0 => 0,
        _ => 3,
    };
    let mut text = format!("{number:.decimals$}");
    if text.starts_with('-') && text.bytes().all(|it| matches!(it, b'-' | b'0' | b'.')) {
        text.remove(0);
    }
    text
}

impl Excerpt {
    /// An excerpt without rows; `limit` is the largest number of rows, and sources, or frames, of
    /// which there are so many, share them.
    pub fn of(table: &Table<'_>, limit: usize, [n_sources, n_frames]: [usize; 2]) -> Excerpt {
        let place = |name: &str| table.columns.iter().position(|it| it.name == name);
        let by_frame = || ("frame", place("frame"), n_frames);
        let (by, group, n) =
            place("source").map_or_else(by_frame, |it| ("source", Some(it), n_sources));
        Excerpt {
            name: table.name,
            about: table.about,
            columns: table.columns.clone(),
            n_rows: 0,
            limit,
            by,
            quota: if group.is_some() { (limit / n.max(1)).max(1) } else { 0 },
            group,
            n_of_group: HashMap::new(),
            first: Vec::new(),
            late: Vec::new(),
        }
    }

    /// Reads all rows of a table, on all cores.
    pub fn read(mut self, table: &Table<'_>) -> Excerpt {
        table.prepare();
        let parts: Vec<usize> = (0..table.parts()).collect();
        for parts in parts.chunks(rayon::current_num_threads()) {
            let made: Vec<Excerpt> = parts
                .par_iter()
                .map(|part| {
                    let mut excerpt = self.part();
                    table.each_row(*part, |cells| excerpt.row(cells));
                    excerpt
                })
                .collect();
            made.into_iter().for_each(|it| self.append(it));
        }
        self
    }

    /// An excerpt of the same table without rows.
    pub fn part(&self) -> Excerpt {
        let (columns, n_of_group) = (self.columns.clone(), HashMap::new());
        let (first, late) = (Vec::new(), Vec::new());
        Excerpt { columns, n_of_group, first, late, n_rows: 0, ..*self }
    }

    /// Looks at the next row.
    pub fn row(&mut self, cells: &[Cell<'_>]) {
        self.n_rows += 1;
        let of_group = self.group.map(|it| cells[it].text());
        if self.wants(of_group) {
            let row = cells.iter().map(Value::of).collect();
            self.keep(row, of_group);
        }
    }

    /// Adds the rows of the next part.
    pub fn append(&mut self, part: Excerpt) {
        let rows = part.first.into_iter().map(|it| it.0).chain(part.late);
        for row in rows {
            let of_group = self.group.map(|it| match &row[it] {
                Value::Text(text) => text.clone(),
                _ => String::new(),
            });
            if self.wants(of_group.as_deref()) {
                self.keep(row, of_group.as_deref());
            }
        }
        self.n_rows += part.n_rows;
    }

    /// Whether the next row, of this source or frame, is one that may be shown.
    fn wants(&self, group: Option<&str>) -> bool {
        let is_early = || group.is_some_and(|it| self.n_of(it) < self.quota);
        self.first.len() < self.limit || is_early()
    }

    fn n_of(&self, group: &str) -> usize {
        self.n_of_group.get(group).copied().unwrap_or(0)
    }

    fn keep(&mut self, row: Vec<Value>, group: Option<&str>) {
        let is_early = group.is_none_or(|it| self.n_of(it) < self.quota);
        if let Some(group) = group {
            *self.n_of_group.entry(group.to_owned()).or_default() += 1;
        }
        if self.first.len() < self.limit {
            self.first.push((row, is_early));
        } else {
            self.late.push(row);
        }
    }

    /// Whether it holds all rows of its table.
    pub fn is_whole(&self) -> bool {
        self.n_rows == self.first.len() as u64
    }

    /// The rows that are shown, in the order of the table.
    pub fn rows(&self) -> Vec<&[Value]> {
        let is_cut = !self.is_whole() && self.group.is_some();
        let first = self.first.iter().filter(|it| !is_cut || it.1).map(|it| it.0.as_slice());
        let late = self.late.iter().map(Vec::as_slice);
        let rows: Vec<&[Value]> = first.chain(late).collect();
        // More sources than rows have a row each, which may still be too many.
        rows[..rows.len().min(self.limit)].to_vec()
    }

    /// What is shown of how much, in words.
    pub fn extent(&self) -> String {
        if self.is_whole() {
            return many(self.n_rows, "row", "rows");
        }
        let mut words = format!(
            "{} of {}",
            grouped(self.rows().len() as u64),
            many(self.n_rows, "row", "rows")
        );
        let first = match self.group {
            Some(_) => format!(": the first {} of each {}", grouped(self.quota as u64), self.by),
            None => ": the first".to_owned(),
        };
        let _ = write!(words, "{first}; tables/{}.csv has all", self.name);
        words
    }
}

/// A count with its noun.
pub(super) fn many(n: u64, one: &str, more: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { more })
}

pub(super) use crate::charts::grouped;

/// The first letters of a long text.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A number with as many digits as readers need.
fn rounded(number: f64) -> f64 {
    format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Unit;

    /// Rows of three sources, 5, 1 and 4 of them, in the order of the names.
    fn table(parts: usize) -> Table<'static> {
        let rows = ["a", "a", "a", "a", "a", "b", "c", "c", "c", "c"];
        Table::in_parts("t", "one row per thing", parts, move |part, emit| {
            let size = rows.len().div_ceil(parts);
            for (i, row) in rows.iter().enumerate().skip(part * size).take(size) {
                emit(&(*row, i as u64));
            }
        })
        .column("source", Unit::Label, "outlet", |row: &(&str, u64)| row.0.into())
        .column("n", Unit::Count, "number", |row| row.1.into())
        .finish()
    }

    fn numbers(limit: usize, parts: usize) -> Vec<f64> {
        let table = table(parts);
        let excerpt = Excerpt::of(&table, limit, [3, 1]).read(&table);
        assert_eq!(excerpt.n_rows, 10);
        let number = |row: &&[Value]| match row[1] {
            Value::Number(number) => number,
            _ => f64::NAN,
        };
        excerpt.rows().iter().map(number).collect()
    }

    #[test]
    fn a_small_table_is_shown_whole() {
        assert_eq!(numbers(10, 1).len(), 10);
        assert_eq!(numbers(10, 4).len(), 10);
    }

    #[test]
    fn of_a_large_table_each_source_has_as_many_rows() {
        for parts in [1, 2, 3, 10] {
            assert_eq!(numbers(6, parts), [0.0, 1.0, 5.0, 6.0, 7.0], "{parts}");
        }
    }

    #[test]
    fn what_is_cut_is_told() {
        let table = table(1);
        let excerpt = Excerpt::of(&table, 6, [3, 1]).read(&table);
        assert_eq!(
            excerpt.extent(),
            "5 of 10 rows: the first 2 of each source; tables/t.csv has all"
        );
        assert_eq!(Excerpt::of(&table, 10, [3, 1]).read(&table).extent(), "10 rows");
    }

    #[test]
    fn numbers_are_rounded_for_readers() {
        assert_eq!(in_words(0.0004, Unit::Probability), "<0.001");
        assert_eq!(in_words(0.0416, Unit::Probability), "0.042");
        assert_eq!(in_words(-0.001, Unit::Log2), "0.00");
        assert_eq!(in_words(12.0, Unit::Count), "12");
        assert!((rounded(97.142_857_142) - 97.1429).abs() < 1e-9);
    }
}
