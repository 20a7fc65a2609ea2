//! The table as a value: columns that say what they mean, and rows that are made when they are asked for.
//!
//! A table never holds its cells. It holds a way to make its rows, cut into parts that do not
//! depend on one another, so that a table of millions of rows is written by all cores and costs
//! the memory of one part each.

use std::borrow::Cow;

/// What a column counts in; it decides the type in the column guide and the label of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A name, a path, a code.
    Label,
    /// Running text.
    Text,
    /// A calendar day, `2025-11-13`.
    Date,
    /// Yes (1) or no (0).
    Flag,
    /// A number of things.
    Count,
    /// A place, counted from 1.
    Ordinal,
    /// A byte offset, counted from 0.
    Byte,
    /// Occurrences per 1,000 tokens.
    PerThousandTokens,
    /// A share of a whole, 0 to 1.
    Share,
    /// A logarithm to base 2: +1 is twice, -1 is half.
    Log2,
    /// How many times as much.
    Times,
    /// A probability, 0 to 1.
    Probability,
    /// A number without a unit.
    Number,
}

impl Unit {
    /// Type of the values in the words of Frictionless Table Schema.
    pub fn kind(self) -> &'static str {
        match self {
            Unit::Label | Unit::Text => "string",
            Unit::Date => "date",
            Unit::Flag | Unit::Count | Unit::Ordinal | Unit::Byte => "integer",
            Unit::PerThousandTokens
            | Unit::Share
            | Unit::Log2
            | Unit::Times
            | Unit::Probability
            | Unit::Number => "number",
        }
    }

    /// The unit in words, for axes and the column guide; empty where there is none.
    pub fn words(self) -> &'static str {
        match self {
            Unit::Label | Unit::Text | Unit::Number => "",
            Unit::Date => "ISO 8601 day",
            Unit::Flag => "0 or 1",
            Unit::Count => "n",
            Unit::Ordinal => "place, from 1",
            Unit::Byte => "byte, from 0",
            Unit::PerThousandTokens => "per 1,000 words",
            Unit::Share => "share, 0 to 1",
            Unit::Log2 => "log2",
            Unit::Times => "times",
            Unit::Probability => "probability, 0 to 1",
        }
    }
}

/// One value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    /// Not known or not defined; an empty cell.
    Missing,
    /// Text as it is; neutralized only when it is written.
    Text(Cow<'r, str>),
    /// A whole number.
    Count(u64),
    /// A finite number.
    Number(f64),
}

impl Cell<'_> {
    /// The text, empty where the cell holds none.
    pub fn text(&self) -> &str {
        match self {
            Cell::Text(text) => text,
            _ => "",
        }
    }

    /// The number, counts included; `None` where the cell is empty or text.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Count(n) => Some(*n as f64),
            Cell::Number(number) => Some(*number),
            Cell::Missing | Cell::Text(_) => None,
        }
    }

    /// The same value, free of what it was read from.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Missing => Cell::Missing,
            Cell::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Cell::Count(n) => Cell::Count(n),
            Cell::Number(number) => Cell::Number(number),
        }
    }
}

impl<'r> From<&'r str> for Cell<'r> {
    fn from(text: &'r str) -> Self {
        if text.is_empty() { Cell::Missing } else { Cell::Text(Cow::Borrowed(text)) }
    }
}

impl<'r> From<&'r String> for Cell<'r> {
    fn from(text: &'r String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Cell::Missing } else { Cell::Text(Cow::Owned(text)) }
    }
}

impl From<u64> for Cell<'_> {
    fn from(n: u64) -> Self {
        Cell::Count(n)
    }
}

impl From<u32> for Cell<'_> {
    fn from(n: u32) -> Self {
        Cell::Count(n.into())
    }
}

impl From<usize> for Cell<'_> {
    fn from(n: usize) -> Self {
        Cell::Count(n as u64)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Cell::Count(flag.into())
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        if number.is_finite() { Cell::Number(number) } else { Cell::Missing }
    }
}

impl<'r, T: Into<Cell<'r>>> From<Option<T>> for Cell<'r> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Missing, Into::into)
    }
}

/// Name, unit and meaning of one column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Header of the column.
    pub name: Cow<'static, str>,
    /// What its values count in.
    pub unit: Unit,
    /// One sentence: what a value says.
    pub meaning: Cow<'static, str>,
}

/// Makes the rows of one part, in order, and hands each on as cells.
type Fill<'c> = dyn Fn(usize, &mut dyn FnMut(&[Cell<'_>])) + Send + Sync + 'c;

/// A finished table: what it is, what its columns mean, and how to make its rows.
pub struct Table<'c> {
    /// Name of the table; the file is `<name>.csv`.
    pub name: &'static str,
    /// One sentence: what a row is.
    pub about: &'static str,
    /// The columns, in order.
    pub columns: Vec<Column>,
    parts: usize,
    shared: Box<Shared<'c>>,
    fill: Box<Fill<'c>>,
}

/// Does the work that all parts of a table share.
type Shared<'c> = dyn Fn() + Send + Sync + 'c;

impl<'c> Table<'c> {
    /// Starts a table of rows that are at hand.
    pub fn of<R: Send + Sync + 'c>(
        name: &'static str,
        about: &'static str,
        rows: Vec<R>,
    ) -> Builder<'c, R> {
        Table::in_parts(name, about, 1, move |_, emit| rows.iter().for_each(emit))
    }

    /// Starts a table whose rows are made part by part; `rows(i, emit)` makes those of part `i`.
    pub fn in_parts<R: 'c>(
        name: &'static str,
        about: &'static str,
        parts: usize,
        rows: impl Fn(usize, &mut dyn FnMut(&R)) + Send + Sync + 'c,
    ) -> Builder<'c, R> {
        let (rows, shared) = (Box::new(rows), Box::new(|| {}));
        Builder { name, about, parts, shared, rows, columns: Vec::new(), cells: Vec::new() }
    }

    /// Does the work that all parts share, before cores ask for parts: a core that waited for it
    /// while it was being done might be the one that does it.
    pub fn prepare(&self) {
        (self.shared)();
    }

    /// Number of parts whose rows can be made apart from one another.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// Makes the rows of one part, in order.
    pub fn each_row(&self, part: usize, mut emit: impl FnMut(&[Cell<'_>])) {
        (self.fill)(part, &mut emit);
    }

    /// Place of a column.
    ///
    /// # Panics
    /// When the table has no column of this name, which is our mistake.
    pub fn place(&self, column: &str) -> usize {
        self.columns
            .iter()
            .position(|it| it.name == column)
            .unwrap_or_else(|| panic!("table `{}` has no column `{column}`", self.name))
    }

    /// The cells of the named columns, row by row.
    ///
    /// # Panics
    /// When the table has no column of such a name, which is our mistake.
    pub fn select<const N: usize>(&self, columns: [&str; N]) -> Vec<[Cell<'static>; N]> {
        let places = columns.map(|name| self.place(name));
        let mut selected = Vec::new();
        self.prepare();
        for part in 0..self.parts {
            self.each_row(part, |cells| {
                selected.push(places.map(|i| cells[i].clone().into_owned()));
            });
        }
        selected
    }
}

/// Makes the rows of one part, in order.
type Rows<'c, R> = dyn Fn(usize, &mut dyn FnMut(&R)) + Send + Sync + 'c;

/// The value of one column in a row.
type Value<'c, R> = dyn for<'r> Fn(&'r R) -> Cell<'r> + Send + Sync + 'c;

/// A table that is being put together, column by column.
pub struct Builder<'c, R> {
    name: &'static str,
    about: &'static str,
    parts: usize,
    shared: Box<Shared<'c>>,
    rows: Box<Rows<'c, R>>,
    columns: Vec<Column>,
    cells: Vec<Box<Value<'c, R>>>,
}

impl<'c, R: 'c> Builder<'c, R> {
    /// Adds the work that all parts share; doing it again must cost nothing.
    pub fn shared(mut self, work: impl Fn() + Send + Sync + 'c) -> Self {
        self.shared = Box::new(work);
        self
    }

    /// Adds a column: its header, its unit, what it means, and its value in a row.
    pub fn column(
        mut self,
        name: impl Into<Cow<'static, str>>,
        unit: Unit,
        meaning: impl Into<Cow<'static, str>>,
        cell: impl for<'r> Fn(&'r R) -> Cell<'r> + Send + Sync + 'c,
    ) -> Self {
        self.columns.push(Column { name: name.into(), unit, meaning: meaning.into() });
        self.cells.push(Box::new(cell));
        self
    }

    /// Whether there is a column of this name, in any case.
    pub fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|it| it.name.eq_ignore_ascii_case(name))
    }

    /// The finished table.
    pub fn finish(self) -> Table<'c> {
        let Builder { name, about, parts, shared, rows, columns, cells } = self;
        let fill = move |part: usize, emit: &mut dyn FnMut(&[Cell<'_>])| {
            rows(part, &mut |row| {
                let values: Vec<Cell<'_>> = cells.iter().map(|cell| cell(row)).collect();
                emit(&values);
            });
        };
        Table { name, about, columns, parts, shared, fill: Box::new(fill) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares() -> Table<'static> {
        Table::in_parts("squares", "one row per number", 2, |part, emit| {
            for n in [2 * part as u64 + 1, 2 * part as u64 + 2] {
                emit(&n);
            }
        })
        .column("n", Unit::Count, "the number", |n| (*n).into())
        .column("square", Unit::Number, "its square", |n| ((n * n) as f64).into())
        .finish()
    }

    #[test]
    fn rows_come_in_the_order_of_their_parts() {
        let rows = squares().select(["square", "n"]);
        let squares: Vec<f64> = rows.iter().filter_map(|[square, _]| square.number()).collect();
        assert_eq!(squares, [1.0, 4.0, 9.0, 16.0]);
    }

    #[test]
    fn a_number_that_is_not_finite_is_a_missing_value() {
        assert_eq!(Cell::from(f64::NAN), Cell::Missing);
        assert_eq!(Cell::from(f64::INFINITY), Cell::Missing);
    }
}
