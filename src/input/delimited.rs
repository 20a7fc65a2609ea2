//! CSV and TSV: one article per row, fields by the header.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::fields::{FieldNames, Fields, Origin};
use super::offsets::Offsets;
use super::{Cut, Draft, Format, Options, Read, Records};
use crate::notice::{Matter, Reason};

pub(super) const CSV: Format = Format {
    name: "csv",
    extensions: &["csv"],
    read: Read::Records(Records { cut: Cut::Delimited(b','), read: read_csv }),
};

pub(super) const TSV: Format = Format {
    name: "tsv",
    extensions: &["tsv", "tab"],
    read: Read::Records(Records { cut: Cut::Delimited(b'\t'), read: read_tsv }),
};

/// The delimiter of a table by its header: the one that stands there most often outside quotes.
pub fn delimiter_of(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for &byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|it| it.0 == byte).for_each(|it| it.1 += 1),
        }
    }
    // The first of equals: a comma where the header has no delimiter at all.
    counts.iter().rev().max_by_key(|it| it.1).map_or(b',', |it| it.0)
}

/// One field of a row.
struct Cell {
    /// The text, unquoted.
    text: String,
    /// Where it stands in the row.
    offsets: Offsets,
}

fn read_csv(row: &[u8], header: &[String], options: &Options) -> Result<Draft, Reason> {
    read(row, header, &options.fields, "csv")
}

fn read_tsv(row: &[u8], header: &[String], options: &Options) -> Result<Draft, Reason> {
    read(row, header, &options.fields, "tsv")
}

fn read(
    row: &[u8],
    header: &[String],
    names: &FieldNames,
    format: &'static str,
) -> Result<Draft, Reason> {
    // The delimiter was found in the header and stands behind it.
    let (header, delimiter) = match header.split_last() {
        Some((delimiter, header)) => (header, delimiter.as_bytes()[0]),
        None => (header, b','),
    };
    let cells = cells(row, delimiter)?;
    let mut matters = Vec::new();
    if cells.len() != header.len() {
        let problem = format!("row has {} fields, the header names {}", cells.len(), header.len());
        if header.len() < cells.len() {
            return Err(Reason::Malformed(format!("{problem}; is a delimiter unquoted?")));
        }
        matters.push(Matter::Form(format!("{problem}; the missing ones are taken as empty")));
    }
    let mut fields = Fields::default();
    let (mut body, mut title) = (None, None);
    for (name, cell) in header.iter().zip(cells) {
        if body.is_none() && names.is_text(name) {
            body = Some(cell);
            continue;
        }
        fields.put(names, name, &cell.text, Origin::Field);
        if title.is_none() && names.is_title(name) {
            title = Some(cell);
        }
    }
    let Some(body) = body else {
        let problem = format!(
            "no column is named {}; columns are `{}`: name the right one in `input.fields`",
            names.text.join(", "),
            header.join("`, `")
        );
        return Err(Reason::NoText(problem));
    };
    if body.text.trim().is_empty() {
        return Err(Reason::NoText("the text field is empty".to_owned()));
    }
    let mut draft = Draft::of_text(body.text, body.offsets, format);
    if let Some(title) = title {
        draft = draft.with_title(&title.text, &title.offsets);
    }
    draft.fields = fields;
    draft.matters = matters;
    Ok(draft)
}

/// What a header lacks, when it has columns that might be it.
pub(super) fn unused(header: &[String], names: &FieldNames) -> Option<Matter> {
    let (_, columns) = header.split_last()?;
    let stands_for = |field: &str| columns.iter().any(|it| names.field(it) == Some(field));
    let missing = ["source", "date"].into_iter().filter(|it| !stands_for(it));
    let missing: Vec<Cow<'static, str>> = missing.map(Cow::Borrowed).collect();
    let unused: Vec<String> = columns
        .iter()
        .filter(|it| names.field(it).is_none())
        .map(|it| it.trim().to_owned())
        .collect();
    (!missing.is_empty() && !unused.is_empty()).then_some(Matter::UnusedColumns(unused, missing))
}

/// The fields of one row; `row` ends where the row ends.
fn cells(row: &[u8], delimiter: u8) -> Result<Vec<Cell>, Reason> {
    let mut reader = reader(delimiter);
    let mut cells = Vec::new();
    let mut output = vec![0; row.len() + 1];
    // A row that follows `\r\n` begins with the `\n`.
    let mut start = row.iter().take_while(|it| matches!(it, b'\r' | b'\n')).count();
    loop {
        let mut n_read = 0;
        let mut n_written = 0;
        let result = loop {
            let (result, n_in, n_out) =
                reader.read_field(&row[start + n_read..], &mut output[n_written..]);
            n_read += n_in;
            n_written += n_out;
            // The end of the row may need a second, empty look.
            if result != ReadFieldResult::InputEmpty {
                break result;
            }
        };
        if result == ReadFieldResult::End {
            return Ok(cells);
        }
        let raw = &row[start..start + n_read];
        let text = std::str::from_utf8(&output[..n_written])
            .map_err(|_| Reason::Malformed("row is not UTF-8".to_owned()))?
            .to_owned();
        cells.push(Cell { offsets: offsets(raw, start, &text), text });
        start += n_read;
        if result == (ReadFieldResult::Field { record_end: true }) {
            return Ok(cells);
        }
    }
}

/// Where the text of a field stands, given the field with its quotes and delimiter.
fn offsets(raw: &[u8], start: usize, text: &str) -> Offsets {
    let Some(inner) = raw.strip_prefix(b"\"") else {
        return Offsets::at(start as u64);
    };
    let mut offsets = Offsets::at(start as u64 + 1);
    let mut n_doubled = 0;
    for i in memchr::memchr_iter(b'"', text.as_bytes()) {
        let raw_start = i + n_doubled;
        if inner.get(raw_start..raw_start + 2) != Some(b"\"\"") {
            return Offsets::unknown();
        }
        offsets.push_character(i, (start + 1 + raw_start) as u64, 2);
        n_doubled += 1;
        offsets.push(i + 1, (start + 1 + i + 1 + n_doubled) as u64);
    }
    offsets
}

/// Reads the header of a table: its column names, and behind them the delimiter.
pub(super) fn header(row: &[u8], delimiter: u8) -> Result<Vec<String>, Reason> {
    let row = row.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(row);
    let mut names: Vec<String> = cells(row, delimiter)?.into_iter().map(|it| it.text).collect();
    names.push(char::from(delimiter).to_string());
    Ok(names)
}

/// Length of the first row of `bytes` with its line end, blank lines before it included; `None`
/// when the row does not end there.
pub(super) fn row_len(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut reader = reader(delimiter);
    let mut output = [0; 4096];
    let mut ends = [0; 64];
    let mut n_read = 0;
    loop {
        let rest = &bytes[n_read..];
        if rest.is_empty() {
            return None;
        }
        let (result, n_in, _, _) = reader.read_record(rest, &mut output, &mut ends);
        n_read += n_in;
        if result == csv_core::ReadRecordResult::Record {
            return Some(n_read);
        }
    }
}

/// Whether a row that ends with its file ends inside quotes; then the line, from 0, on which they open.
pub(super) fn open_quote(row: &[u8], delimiter: u8) -> Option<usize> {
    let cells = cells(row, delimiter).ok()?;
    let last = cells.last()?;
    let (start, _) = last.offsets.file_range(0, 0)?;
    let start = (start as usize).checked_sub(1)?;
    let raw = row.get(start..)?;
    let body = raw.strip_prefix(b"\"")?;
    let trimmed = body.trim_ascii_end();
    let n_closing = trimmed.iter().rev().take_while(|it| **it == b'"').count();
    let is_open = n_closing % 2 == 0;
    is_open.then(|| memchr::memchr_iter(b'\n', &row[..start]).count())
}

fn reader(delimiter: u8) -> Reader {
    ReaderBuilder::new().delimiter(delimiter).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(row: &str) -> Result<Draft, Reason> {
        let header = header(b"id,headline,body\n", b',').expect("a header");
        read(row.as_bytes(), &header, &FieldNames::default(), "csv")
    }

    #[test]
    fn every_place_of_a_quoted_field_leads_back_to_the_row() {
        let row = "7,A pact,\"He said \"\"no\"\" twice,\nthen left\"\r\n";
        let draft = draft(row).expect("a draft");
        assert_eq!(draft.text, "A pact\n\nHe said \"no\" twice,\nthen left");
        for word in ["pact", "He", "no", "left"] {
            let start = draft.text.find(word).expect("the word is there");
            let (from, to) = draft.offsets.file_range(start, start + word.len()).expect("a range");
            assert_eq!(&row[from as usize..to as usize], word);
        }
    }

    #[test]
    fn a_row_with_too_many_fields_is_never_shifted() {
        assert!(matches!(draft("7,A pact, with a comma,text\n"), Err(Reason::Malformed(_))));
    }

    #[test]
    fn a_row_with_too_few_fields_is_read_with_a_notice() {
        let header = header(b"body,source,date\n", b',').expect("a header");
        let draft = read(b"text,Wire\n", &header, &FieldNames::default(), "csv").expect("a draft");
        assert_eq!(draft.matters.len(), 1);
    }

    #[test]
    fn rows_are_cut_outside_quotes_only() {
        assert_eq!(row_len(b"a,\"b\nc\"\nd,e\n", b','), Some(8));
        assert_eq!(row_len(b"a,\"b\nc", b','), None);
    }

    #[test]
    fn an_unclosed_quote_is_seen_with_its_line() {
        assert_eq!(open_quote(b"a,\"b\nc", b','), Some(0));
        assert_eq!(open_quote(b"a,\"b\nc\"\n", b','), None);
        assert_eq!(open_quote(b"a,\"b \"\"c\"\"\"", b','), None);
    }

    #[test]
    fn a_header_without_a_date_names_the_columns_that_might_be_it() {
        let columns = header(b"Outlet;Headline;Appeared;Text\n", b';').expect("a header");
        let matter = unused(&columns, &FieldNames::default());
        assert_eq!(
            matter,
            Some(Matter::UnusedColumns(vec!["Appeared".to_owned()], vec!["date".into()]))
        );
        let columns = header(b"source,date,text,section\n", b',').expect("a header");
        assert_eq!(unused(&columns, &FieldNames::default()), None);
    }

    #[test]
    fn the_delimiter_is_the_one_of_the_header() {
        assert_eq!(delimiter_of(b"path;source;\"a,b,c,d\"\n1,2,3,4"), b';');
        assert_eq!(delimiter_of(b"text\nsome, words, here"), b',');
    }
}
