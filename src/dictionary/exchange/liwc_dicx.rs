//! LIWC-22 (`.dicx`): CSV, a row a term, a column a category; a cell holds `X` or a weight.

use super::import::{Fault, Import, Source};
use super::losses::Change;
use super::pattern::STAR;
use super::portable::{Portable, Reach, number};
use super::{Format, first_line};

pub(super) const FORMAT: Format = Format {
    name: "dicx",
    title: "LIWC-22 dictionary",
    extensions: &["dicx"],
    looks_like,
    read,
    write,
    reach: Reach { phrases: true, weights: true, inner_star: false, ..Reach::NOTHING },
};

/// Name of the column with the terms.
const TERM: &str = "DicTerm";

fn looks_like(text: &str) -> bool {
    let first = first_line(text).split([',', ';', '\t']).next().unwrap_or("");
    first.trim_matches(['"', ' ']).eq_ignore_ascii_case(TERM)
}

fn read(text: &str, import: &mut Import) -> Result<(), Fault> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(crate::input::delimiter_of(text.as_bytes()))
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|err| fault(&err))?.clone();
    if !header.get(0).is_some_and(|it| it.trim().eq_ignore_ascii_case(TERM)) {
        let what = format!("the first column is not `{TERM}`");
        return Err(Fault::new(1, what, "a LIWC-22 dictionary begins with `DicTerm,Category,…`"));
    }
    let mut columns = vec![None];
    for (i, label) in header.iter().enumerate().skip(1) {
        if label.trim().is_empty() {
            import.row(1, None, "", Change::Changed, format!("column `{}` has no name", i + 1))?;
            columns.push(Some(import.category(&format!("column {}", i + 1), None, 1)?));
        } else {
            columns.push(Some(import.category(label, None, 1)?));
        }
    }
    let mut is_weighted = None;
    for record in reader.records() {
        let record = record.map_err(|err| fault(&err))?;
        let line = record.position().map_or(1, |it| it.line() as usize);
        let term = record.get(0).unwrap_or("").trim();
        let mut n_categories = 0;
        for (i, cell) in record.iter().enumerate().skip(1).filter(|it| !it.1.trim().is_empty()) {
            let Some(category) = columns.get(i).copied().flatten() else {
                let what = format!("column `{}` has no header", i + 1);
                import.row(line, None, term, Change::Dropped, what)?;
                continue;
            };
            let weight = weight(cell.trim(), line, &mut is_weighted)?;
            n_categories += 1;
            if weight == Some(0.0) {
                let what = "its weight is 0, as if it were not there".to_owned();
                import.row(line, Some(category), term, Change::Dropped, what)?;
                continue;
            }
            import.entry(category, Source { weight, ..Source::new(term, line) }, STAR)?;
        }
        if n_categories == 0 && !term.is_empty() {
            let what = "stands in no category".to_owned();
            import.row(line, None, term, Change::Dropped, what)?;
        }
    }
    Ok(())
}

/// What a cell says; `None` for `X`.
fn weight(cell: &str, line: usize, is_weighted: &mut Option<bool>) -> Result<Option<f64>, Fault> {
    let number = cell.parse::<f64>().ok().filter(|it| it.is_finite());
    let (says, weight) = match number {
        Some(number) => (true, Some(number)),
        None if cell.eq_ignore_ascii_case("x") => (false, None),
        None => {
            let what = format!("a cell holds `{}`", super::losses::excerpt(cell));
            return Err(Fault::new(line, what, "a cell is empty, `X`, or a number"));
        }
    };
    if *is_weighted.get_or_insert(says) != says {
        let what = "the file holds both `X` and numbers";
        return Err(Fault::new(line, what, "write numbers everywhere, 1 for `X`"));
    }
    Ok(weight)
}

fn fault(err: &csv::Error) -> Fault {
    let line = err.position().map_or(1, |it| it.line() as usize);
    Fault::new(line, format!("no CSV: {err}"), "")
}

fn write(portable: &Portable) -> String {
    let is_weighted = portable.entries().any(|it| it.weight.is_some());
    let cell = |weight: Option<f64>| match is_weighted {
        true => number(weight.unwrap_or(1.0)),
        false => "X".to_owned(),
    };
    let header = portable.categories.iter().map(|it| it.label.clone());
    let mut rows = vec![std::iter::once(TERM.to_owned()).chain(header).collect::<Vec<_>>()];
    for (term, places) in portable.by_term() {
        let mut row = vec![String::new(); 1 + portable.categories.len()];
        row[0] = term.to_owned();
        for (place, weight) in places {
            row[1 + place] = cell(weight);
        }
        rows.push(row);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("memory takes every row of equal length");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("cells of text make text")
}
