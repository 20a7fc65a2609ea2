//! A file with codes in, its rows out, and which column holds what.

use std::ops::Range;

use csv::StringRecord;

use super::names;
use super::units::is_unit_id;
use crate::diagnostic::Problem;
use crate::dictionary::Frame;

/// How the rows of a file name what was coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By the id that `sample-codes` gave.
    Units,
    /// By article and number of the sentence.
    Sentences,
    /// By article.
    Documents,
    /// By the text itself, which is matched as it stands.
    Texts,
}

/// The columns of one file.
pub(super) struct Columns {
    pub(super) unit: Option<usize>,
    pub(super) document: Option<usize>,
    pub(super) record: Option<usize>,
    pub(super) sentence: Option<usize>,
    pub(super) text: Option<usize>,
    pub(super) source: Option<usize>,
    pub(super) coder: Option<usize>,
    /// `frame` and `present`, where each row is one label.
    pub(super) long: Option<(usize, usize)>,
    /// Columns of labels, each with its frame.
    pub(super) frames: Vec<(usize, usize)>,
}

impl Columns {
    pub(super) fn of(header: &StringRecord, frames: &[Frame]) -> Columns {
        let find = |names| names::column(header, names);
        let long = find(names::FRAME).zip(find(names::PRESENT));
        let is_label = |it: &(usize, &str)| long.is_none() && !names::is_taken(it.1);
        let labels = header.iter().enumerate().filter(is_label);
        Columns {
            unit: find(names::UNIT),
            document: find(names::DOCUMENT),
            record: find(names::RECORD),
            sentence: find(names::SENTENCE),
            text: find(names::TEXT),
            source: find(names::SOURCE),
            coder: find(names::CODER),
            long,
            frames: labels.filter_map(|it| Some((it.0, names::frame(frames, it.1)?))).collect(),
        }
    }
}

/// One row of a file.
pub(super) struct Row {
    pub(super) record: StringRecord,
    pub(super) bytes: Range<usize>,
    pub(super) line: u64,
}

impl Row {
    pub(super) fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|it| self.record.get(it)).unwrap_or("").trim()
    }

    pub(super) fn problem(&self, what: impl Into<String>) -> Problem {
        Problem::new(self.bytes.clone(), what)
    }
}

/// Header and rows of a file, empty rows left out.
///
/// # Errors
/// When it is no CSV, or holds no row.
pub(super) fn rows(text: &str) -> Result<(StringRecord, Vec<Row>), Problem> {
    let delimiter = crate::input::delimiter_of(text.as_bytes());
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let bad = |err: csv::Error| {
        let start = err.position().map_or(0, |it| it.byte() as usize);
        Problem::new(start..start, err.to_string())
    };
    let header = reader.headers().map_err(bad)?.clone();
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let before = record.position().map_or(0, |it| it.byte() as usize);
        // The reader sees what is left of the last line end, and empty lines, as part of the row.
        let start = text.len() - text[before..].trim_start_matches(['\r', '\n']).len();
        line += text[counted..start].matches('\n').count() as u64;
        counted = start;
        let end = text[start..].find('\n').map_or(text.len(), |it| start + it);
        if record.iter().any(|it| !it.trim().is_empty()) {
            rows.push(Row { record, bytes: start..end, line });
        }
    }
    if rows.is_empty() {
        return Err(Problem::new(0..0, "the file holds no row below its header"));
    }
    Ok((header, rows))
}

/// How the rows of a file name what was coded.
pub(super) fn how(columns: &Columns, rows: &[Row]) -> Result<How, Problem> {
    let all = |column: Option<usize>, is: &dyn Fn(&str) -> bool| {
        column.is_some() && rows.iter().map(|it| it.cell(column)).all(|it| it.is_empty() || is(it))
    };
    let is_number = |it: &str| it.parse::<u32>().is_ok();
    // One id of ours is enough: another in the same column is one that a spreadsheet spoilt.
    if columns.unit.is_some() && rows.iter().any(|it| is_unit_id(it.cell(columns.unit))) {
        Ok(How::Units)
    } else if columns.document.is_some() && all(columns.sentence, &is_number) {
        Ok(How::Sentences)
    } else if columns.text.is_some() || columns.sentence.is_some() {
        Ok(How::Texts)
    } else if columns.document.is_some() || columns.unit.is_some() {
        Ok(How::Documents)
    } else {
        let what = "no column says what was coded";
        let hint = "name it `unit_id` (a sheet of `sample-codes`), `doc_id` or `path` (an article), or `text`";
        Err(Problem::new(0..0, what).hint(hint))
    }
}
