//! Corpus in, tables out: one file per CSV.

mod table;

pub use table::{Builder, Cell, Column, Table, Unit};

/// All tables of a run, found by name.
pub struct Tables<'c> {
    tables: Vec<Table<'c>>,
}

impl<'c> Tables<'c> {
    /// Keeps the tables in the order given.
    pub fn new(tables: Vec<Table<'c>>) -> Self {
        Tables { tables }
    }

    /// The table of this name.
    ///
    /// # Panics
    /// When there is none, which is our mistake.
    pub fn get(&self, name: &str) -> &Table<'c> {
        let found = self.tables.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("there is no table `{name}`"))
    }

    /// The tables, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Table<'c>> {
        self.tables.iter()
    }
}
