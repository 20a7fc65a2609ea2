//! Parquet: one article per row, fields by column; read one group of rows after the other.

#[cfg(feature = "parquet")]
mod rows;

#[cfg(feature = "parquet")]
pub(super) use self::rows::Table;
use super::{Cut, Draft, Format, Offsets, Options, Read, Records, jsonl};
use crate::notice::Reason;

pub(super) const FORMAT: Format = Format {
    name: "parquet",
    extensions: &["parquet"],
    read: Read::Records(Records { cut: Cut::Rows, read }),
};

/// Reads an article from a row that was written as a JSON object.
fn read(row: &[u8], _header: &[String], options: &Options) -> Result<Draft, Reason> {
    let mut draft = jsonl::read(row, &options.fields)?;
    draft.offsets = Offsets::unknown();
    draft.format = FORMAT.name;
    Ok(draft)
}

/// A table that this program cannot open.
#[cfg(not(feature = "parquet"))]
pub(super) enum Table {}

#[cfg(not(feature = "parquet"))]
impl Table {
    pub(super) fn open(_: usize, _: &super::Listing) -> Result<Table, Reason> {
        Err(Reason::NotBuilt(FORMAT.name.into()))
    }

    pub(super) fn file(&self) -> usize {
        match *self {}
    }

    pub(super) fn next_block(
        &mut self,
        _: &Options,
    ) -> Result<Option<super::container::Block>, Reason> {
        match *self {}
    }

    pub(super) fn finish(self, _: &super::Listing) -> Result<super::Digest, Reason> {
        match self {}
    }
}
