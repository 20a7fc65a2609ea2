//! Excerpts of tables in, what the page needs to show, sort and filter them out.

use serde::Serialize;

use super::escape::{Shown, json_in_script};
use super::excerpt::{Excerpt, Value};

/// Rows that stand in the page without scripts.
const PLAIN_ROWS: usize = 8;

/// Columns that stand in the page without scripts.
const PLAIN_COLUMNS: usize = 8;

/// Columns of wide tables that are shown first; a button shows the others.
const MAIN: &[(&str, &[&str])] = &[
    (
        "emphasis",
        &[
            "source",
            "frame",
            "documents",
            "hits",
            "rate_per_1k",
            "rate_low",
            "rate_high",
            "emphasis_ratio",
            "emphasis",
            "emphasis_low",
            "emphasis_high",
            "p_perm",
            "q",
            "inference",
            "reading",
            "note",
        ],
    ),
    (
        "keyness",
        &[
            "source",
            "term",
            "top_form",
            "tf",
            "tf_reference",
            "fw_z",
            "log_ratio",
            "p_doc",
            "doc_freq",
            "narrow",
            "g2",
            "p_g2",
            "p_midp",
            "q",
        ],
    ),
    (
        "documents",
        &[
            "doc_id",
            "source",
            "title",
            "author",
            "date",
            "date_origin",
            "language",
            "status",
            "reason",
            "tokens",
            "removed_lines",
        ],
    ),
    (
        "entries",
        &[
            "frame",
            "entry",
            "hits",
            "documents",
            "sources",
            "share_of_frame",
            "verdict",
            "suggestion",
            "emphasis_without",
        ],
    ),
];

/// Columns of keyness that take every word for an independent draw.
const WORD_LEVEL: [&str; 6] = ["g2", "p_g2", "ln_p_g2", "chi2_yates", "p_midp", "q"];

/// A table as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    name: &'static str,
    about: &'static str,
    extent: String,
    /// Header of the plain form: name, meaning, and what stands under the name.
    header: Vec<(String, String, &'static str)>,
    /// First rows of the plain form: text, and whether it is a number.
    rows: Vec<Vec<(String, bool)>>,
    /// All of it, for the script.
    json: minijinja::Value,
}

/// What the script reads.
#[derive(Debug, Serialize)]
struct Data<'e> {
    columns: Vec<ColumnOf<'e>>,
    rows: Vec<&'e [Value]>,
}

#[derive(Debug, Serialize)]
struct ColumnOf<'e> {
    name: Shown<'e>,
    /// What stands under its name.
    note: &'static str,
    /// What its values count in.
    unit: String,
    about: Shown<'e>,
    /// Its place among those that are shown first.
    main: Option<usize>,
}

/// A table as the page shows it.
pub(super) fn sheet(excerpt: &Excerpt) -> Sheet {
    let main = MAIN.iter().find(|it| it.0 == excerpt.name).map(|it| it.1);
    let place_of = |name: &str| excerpt.columns.iter().position(|it| it.name == name);
    let first: Vec<usize> = match main {
        Some(names) => names.iter().filter_map(|it| place_of(it)).collect(),
        None => (0..excerpt.columns.len()).collect(),
    };
    let rows = excerpt.rows();
    let columns = excerpt.columns.iter().enumerate().map(|(place, it)| ColumnOf {
        name: Shown(&it.name),
        note: note(excerpt.name, &it.name),
        unit: format!("{:?}", it.unit),
        about: Shown(&it.meaning),
        main: first.iter().position(|it| *it == place),
    });
    let json = json_in_script(&Data { columns: columns.collect(), rows: rows.clone() });
    let places = &first[..first.len().min(PLAIN_COLUMNS)];
    let head = |place: &usize| {
        let column = &excerpt.columns[*place];
        let about = column.meaning.to_string();
        (column.name.to_string(), about, note(excerpt.name, &column.name))
    };
    let cell = |row: &[Value], place: usize| {
        let value = &row[place];
        (value.words(excerpt.columns[place].unit), matches!(value, Value::Number(_)))
    };
    let plain = |row: &&[Value]| places.iter().map(|it| cell(row, *it)).collect();
    Sheet {
        name: excerpt.name,
        about: excerpt.about,
        extent: excerpt.extent(),
        header: places.iter().map(head).collect(),
        rows: rows.iter().take(PLAIN_ROWS).map(plain).collect(),
        json: minijinja::Value::from_safe_string(json),
    }
}

/// What stands under the name of a column.
fn note(table: &str, column: &str) -> &'static str {
    let is_word_level = table == "keyness" && WORD_LEVEL.contains(&column);
    if is_word_level { "word-level, descriptive" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Table, Unit};

    #[test]
    fn word_level_columns_of_keyness_are_headed_as_such() {
        let table = Table::of("keyness", "one row per term", vec![0.04])
            .column("p_midp", Unit::Probability, "p", |row: &f64| (*row).into())
            .column("p_doc", Unit::Probability, "p over articles", |row| (*row).into())
            .finish();
        let sheet = sheet(&Excerpt::of(&table, 10, [1, 1]).read(&table));
        let notes: Vec<_> = sheet.header.iter().map(|it| (it.0.as_str(), it.2)).collect();
        assert_eq!(notes, [("p_doc", ""), ("p_midp", "word-level, descriptive")]);
        assert!(sheet.json.to_string().contains("word-level, descriptive"));
        assert_eq!(sheet.rows, [[("0.040".to_owned(), true), ("0.040".to_owned(), true)]]);
    }

    #[test]
    fn columns_that_are_shown_first_exist() {
        for (table, columns) in MAIN {
            assert!(crate::tables::names().contains(table), "{table}");
            assert!(columns.contains(&"source") || columns.contains(&"frame"), "{table}");
        }
    }
}
