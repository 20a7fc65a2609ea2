//! A Parquet file in, its rows as lines of JSON out, one block for each group of rows.

use std::fs;
use std::io::Write as _;
use std::sync::Arc;

use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::{Field, Row};
use jiff::civil::{Date, date};
use serde_json::{Map, Value};

use super::super::container::{Block, Encoding, Record};
use super::super::open::{self, Digest};
use super::super::pieces::foreign;
use super::super::{Listing, Options, Packing};
use crate::notice::Reason;

/// An open Parquet file.
pub(in super::super) struct Table {
    file: usize,
    reader: SerializedFileReader<fs::File>,
    stamp: open::Stamp,
    /// The next group of rows.
    group: usize,
    number: u64,
    n_read: u64,
}

impl Table {
    pub(in super::super) fn open(file: usize, listing: &Listing) -> Result<Table, Reason> {
        let listed = &listing.files[file];
        if listed.packing != Packing::None || listed.path.as_os_str() == "-" {
            let problem = "a Parquet file is read from the disk only; unpack it";
            return Err(Reason::Malformed(problem.to_owned()));
        }
        let (opened, stamp) = open::open(&listed.path)?;
        let reader = foreign(|| SerializedFileReader::new(opened));
        let reader = reader.ok_or_else(|| malformed("the reader failed"))?;
        let reader = reader.map_err(|err| malformed(&err.to_string()))?;
        Ok(Table { file, reader, stamp, group: 0, number: 0, n_read: 0 })
    }

    pub(in super::super) fn file(&self) -> usize {
        self.file
    }

    /// The next group of rows; `None` at the end of the file.
    pub(in super::super) fn next_block(
        &mut self,
        options: &Options,
    ) -> Result<Option<Block>, Reason> {
        if self.reader.num_row_groups() <= self.group {
            return Ok(None);
        }
        let group = self.group;
        self.group += 1;
        let limit = options.max_table_mib << 20;
        let declared = u64::try_from(self.reader.metadata().row_group(group).total_byte_size());
        if declared.map_or(true, |it| limit < it) {
            return Err(Reason::TooLarge("input.max_table_mib".into(), limit));
        }
        let read = foreign(|| self.rows(group, limit - self.n_read.min(limit), options));
        let (bytes, records) = read.ok_or_else(|| malformed("the reader failed"))??;
        self.n_read += bytes.len() as u64;
        let encoding =
            Encoding { name: "", origin: "", n_replaced: 0, denied: None, offsets: None };
        let header = Arc::default();
        Ok(Some(Block {
            file: self.file,
            bytes,
            start: 0,
            records,
            header,
            encoding,
            told: Vec::new(),
        }))
    }

    /// The rows of a group, a line for each.
    fn rows(
        &mut self,
        group: usize,
        limit: u64,
        options: &Options,
    ) -> Result<(Vec<u8>, Vec<Record>), Reason> {
        let told = |err: ::parquet::errors::ParquetError| malformed(&err.to_string());
        let group = self.reader.get_row_group(group).map_err(told)?;
        let (mut bytes, mut records) = (Vec::new(), Vec::new());
        let largest = (options.max_record_mib << 20) as usize;
        for row in group.get_row_iter(None).map_err(told)? {
            let start = bytes.len();
            serde_json::to_writer(&mut bytes, &object(&row.map_err(told)?))
                .map_err(|err| malformed(&err.to_string()))?;
            let mut reason = None;
            if largest < bytes.len() - start {
                bytes.truncate(start);
                reason = Some(Reason::TooLarge("input.max_record_mib".into(), largest as u64));
            }
            let _ = bytes.write_all(b"\n");
            if limit < bytes.len() as u64 {
                return Err(Reason::TooLarge("input.max_table_mib".into(), limit));
            }
            self.number += 1;
            let number = self.number;
            records.push(Record { start, end: bytes.len(), number, line: number, reason });
        }
        Ok((bytes, records))
    }

    /// Size and hash of the file, or why nothing of it may be used.
    pub(in super::super) fn finish(self, listing: &Listing) -> Result<Digest, Reason> {
        let file = &listing.files[self.file];
        let digest = open::digest(file)?;
        let (_, now) = open::open(&file.path)?;
        if now == self.stamp { Ok(digest) } else { Err(Reason::Changed) }
    }
}

fn malformed(problem: &str) -> Reason {
    // What a library says may be long and hold anything.
    let problem: String = problem.chars().filter(|it| !it.is_control()).take(200).collect();
    Reason::Malformed(format!("Parquet: {problem}"))
}

/// The columns of a row that are text, numbers or days.
fn object(row: &Row) -> Map<String, Value> {
    let columns = row.get_column_iter();
    columns.filter_map(|(name, field)| Some((name.clone(), value(field)?))).collect()
}

fn value(field: &Field) -> Option<Value> {
    Some(match field {
        Field::Bool(flag) => Value::from(*flag),
        Field::Byte(n) => Value::from(*n),
        Field::Short(n) => Value::from(*n),
        Field::Int(n) => Value::from(*n),
        Field::Long(n) => Value::from(*n),
        Field::UByte(n) => Value::from(*n),
        Field::UShort(n) => Value::from(*n),
        Field::UInt(n) => Value::from(*n),
        Field::ULong(n) => Value::from(*n),
        Field::Float(n) => Value::from(*n),
        Field::Double(n) => Value::from(*n),
        Field::Str(text) => Value::from(text.as_str()),
        // Programs that name no type write text as bytes.
        Field::Bytes(bytes) => Value::from(std::str::from_utf8(bytes.data()).ok()?),
        Field::Date(days) => Value::from(day(i64::from(*days))?),
        Field::TimestampMillis(time) => Value::from(day(time.div_euclid(86_400_000))?),
        Field::TimestampMicros(time) => Value::from(day(time.div_euclid(86_400_000_000))?),
        Field::ListInternal(list) => {
            Value::from(list.elements().iter().filter_map(value).collect::<Vec<_>>())
        }
        _ => return None,
    })
}

/// A day so many days after the first of 1970, in ISO 8601.
fn day(days: i64) -> Option<String> {
    let day: Date = date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some(day.to_string())
}
