//! A table in, the bytes of a CSV file out (RFC 4180, UTF-8, `\n`).

use std::borrow::Cow;
use std::io::{self, Write};

use rayon::prelude::*;

use crate::report::Excerpt;
use crate::tables::{Cell, Table};

/// Parts for each thread that are rendered before they are written; it bounds the memory of a large
/// table.
const PARTS_PER_THREAD: usize = 1;

/// Writes a table: header, then all rows in order. Parts are rendered by all cores; the excerpt, where
/// there is one, sees every row.
///
/// # Errors
/// When the writer fails.
pub(super) fn write(
    table: &Table<'_>,
    bom: bool,
    mut excerpt: Option<&mut Excerpt>,
    to: &mut dyn Write,
) -> io::Result<()> {
    if bom {
        to.write_all("\u{FEFF}".as_bytes())?;
    }
    let header: Vec<Cow<'_, str>> = table.columns.iter().map(|it| csv_cell(&it.name)).collect();
    to.write_all(&render(|writer| writer.write_record(header.iter().map(|it| it.as_bytes())))?)?;
    table.prepare();
    let parts: Vec<usize> = (0..table.parts()).collect();
    for parts in parts.chunks(PARTS_PER_THREAD * rayon::current_num_threads()) {
        let empty = || excerpt.as_ref().map(|it| it.part());
        let rendered: Vec<_> = parts
            .iter()
            .map(|part| (part, empty()))
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(part, excerpt)| render_part(table, *part, excerpt))
            .collect();
        for rendered in rendered {
            let (bytes, part) = rendered?;
            to.write_all(&bytes)?;
            if let Some((excerpt, part)) = excerpt.as_mut().zip(part) {
                excerpt.append(part);
            }
        }
    }
    Ok(())
}

/// The whole file in memory, without a byte order mark.
pub fn bytes(table: &Table<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(table, false, None, &mut bytes).expect("memory takes every byte");
    bytes
}

fn render_part(
    table: &Table<'_>,
    part: usize,
    mut excerpt: Option<Excerpt>,
) -> io::Result<(Vec<u8>, Option<Excerpt>)> {
    let bytes = render(|writer| {
        let mut result = Ok(());
        table.each_row(part, |cells| {
            if let Some(excerpt) = &mut excerpt {
                excerpt.row(cells);
            }
            if let Err(err) = write_row(writer, cells) {
                result = Err(err);
            }
        });
        result
    })?;
    Ok((bytes, excerpt))
}

fn write_row(writer: &mut csv::Writer<impl Write>, cells: &[Cell<'_>]) -> csv::Result<()> {
    let (mut count, mut number) = (itoa::Buffer::new(), ryu::Buffer::new());
    for cell in cells {
        match cell {
            Cell::Missing => writer.write_field("")?,
            Cell::Text(text) => writer.write_field(csv_cell(text).as_bytes())?,
            Cell::Count(n) => writer.write_field(count.format(*n))?,
            Cell::Number(value) => writer.write_field(number_cell(*value, &mut number))?,
        }
    }
    writer.write_record(None::<&[u8]>)
}

/// Rows that are written one by one, as they come.
pub struct Rows<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Rows<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn new(mut to: W, header: &[&str], bom: bool) -> io::Result<Rows<W>> {
        if bom {
            to.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(header).map_err(plain)?;
        Ok(Rows { writer })
    }

    /// Writes a row, with its text neutralized as in all tables.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        write_row(&mut self.writer, cells).map_err(plain)
    }

    /// Hands on what has not been written yet.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The error of the writer itself, so that a closed pipe is known as one.
fn plain(err: csv::Error) -> io::Error {
    match err.into_kind() {
        csv::ErrorKind::Io(err) => err,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn render(fill: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    fill(&mut writer)?;
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// A finite number in the shortest form that reads back as the same number.
fn number_cell(number: f64, buffer: &mut ryu::Buffer) -> &str {
    // Zero has no sign in a table.
    let text = buffer.format_finite(if number == 0.0 { 0.0 } else { number });
    text.strip_suffix(".0").unwrap_or(text)
}

/// Bytes that mean nothing to a spreadsheet or a terminal inside a text.
const IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let plain = b" .,-_/'\"!?()%#&$";
    let mut i = 0;
    while i < 256 {
        // Controls and marks beyond ASCII begin with one of these three bytes in UTF-8.
        let is_letter = 128 <= i && !matches!(i, 0xC2 | 0xE2 | 0xEF);
        is_plain[i] = (i as u8).is_ascii_alphanumeric() || is_letter;
        i += 1;
    }
    let mut i = 0;
    while i < plain.len() {
        is_plain[plain[i] as usize] = true;
        i += 1;
    }
    is_plain
};

/// Text as a cell that no spreadsheet takes for a formula and no terminal for a command.
///
/// A sign that begins a formula at the start of the cell, or after `;`, tab or `|`, which other
/// locales take as separators, gets a leading `'`. Control characters become U+FFFD, and marks
/// that turn the direction of writing are shown as their codes.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let begins_plainly = |it: &u8| it.is_ascii_alphanumeric() || !it.is_ascii();
    let bytes = text.as_bytes();
    if bytes.first().is_none_or(begins_plainly) && bytes.iter().all(|it| IS_PLAIN[*it as usize]) {
        return Cow::Borrowed(text);
    }
    let mut cell = String::with_capacity(text.len() + 8);
    let mut at_start = true;
    for character in text.chars() {
        if at_start && begins_formula(character) {
            cell.push('\'');
        }
        match character {
            '\t' | '\n' | '\r' => cell.push(character),
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                cell.push_str(&format!("[U+{:04X}]", character as u32));
            }
            _ if character.is_control() => cell.push('\u{FFFD}'),
            _ => cell.push(character),
        }
        let separates = matches!(character, ';' | '\t' | '|');
        at_start = separates || (at_start && is_unseen(character));
    }
    if cell == text { Cow::Borrowed(text) } else { Cow::Owned(cell) }
}

fn begins_formula(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n')
}

/// Whether a spreadsheet passes over the character before it looks for a formula.
fn is_unseen(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tables::Unit;

    fn number(value: f64) -> String {
        number_cell(value, &mut ryu::Buffer::new()).to_owned()
    }

    #[test]
    fn numbers_are_written_in_their_shortest_form() {
        assert_eq!(number(97.142_857_142_857_14), "97.14285714285714");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(1e-300), "1e-300");
        assert_eq!(number(0.05), "0.05");
        assert_eq!(number(1e-5), "0.00001");
        assert_eq!(number(1e16), "1e16");
    }

    proptest! {
        #[test]
        fn numbers_read_back_as_they_were(value in any::<f64>().prop_filter("finite", |it| it.is_finite())) {
            prop_assert_eq!(number(value).parse::<f64>(), Ok(value));
        }

        #[test]
        fn numbers_of_common_size_are_written_as_rust_shows_them(value in -1e9..1e9_f64) {
            prop_assert_eq!(number(value), value.to_string());
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("  =1+1", "  '=1+1"),
            ("+49 30", "'+49 30"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\u{200B}=1", "\u{200B}'=1"),
            ("a;=1", "a;'=1"),
            ("a|-1", "a|'-1"),
            ("\ta", "'\ta"),
            ("a=1", "a=1"),
            ("a-b", "a-b"),
            ("bell\u{7}", "bell\u{FFFD}"),
            ("\u{202E}evil", "[U+202E]evil"),
        ] {
            assert_eq!(csv_cell(text), cell, "{text:?}");
        }
    }

    #[test]
    fn cells_with_commas_quotes_and_line_ends_are_quoted() {
        let rows = vec!["a, b", "say \"no\"", "two\nlines", "plain"];
        let table = Table::of("t", "one row per text", rows)
            .column("text", Unit::Text, "the text", |row| (*row).into())
            .finish();
        let mut bytes = Vec::new();
        write(&table, true, None, &mut bytes).expect("written");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(text, "\u{FEFF}text\n\"a, b\"\n\"say \"\"no\"\"\"\n\"two\nlines\"\nplain\n");
    }
}
