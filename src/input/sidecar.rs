//! The metadata file in, fields for other files out.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::decode::decode;
use super::fields::{FieldNames, Fields, Origin, is_same_name};
use crate::notice::{Matter, Notice};

/// Metadata for other files: rows of `metadata.csv`, found by path or by document id.
#[derive(Clone, Debug, Default)]
pub struct Sidecar {
    rows: BTreeMap<String, SidecarRow>,
    /// Names of the columns that stand for no field, which are document variables.
    pub variables: Vec<String>,
}

/// One row of `metadata.csv`.
#[derive(Clone, Debug)]
pub struct SidecarRow {
    /// What the row says of its article.
    pub fields: Fields,
    /// Path of the metadata file.
    pub file: Arc<str>,
    /// Values of document variables, each with its place in [`Sidecar::variables`].
    variables: Vec<(usize, String)>,
}

impl SidecarRow {
    /// The value of the document variable at this place.
    pub fn variable(&self, place: usize) -> Option<&str> {
        self.variables.iter().find(|it| it.0 == place).map(|it| it.1.as_str())
    }
}

impl Sidecar {
    /// The row of a path or document id.
    pub fn find(&self, key: &str) -> Option<&SidecarRow> {
        self.rows.get(key)
    }

    /// Whether it has a column of this name that is a document variable.
    pub fn has_variable(&self, name: &str) -> bool {
        self.variables.iter().any(|it| is_same_name(it, name))
    }

    /// Keys of all rows with the path of their metadata file, in order.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().map(|(key, row)| (key.as_str(), &*row.file))
    }

    /// Reads one metadata file. Rows that cannot be used become notices.
    pub(super) fn read(
        &mut self,
        path: &Path,
        name: &str,
        prefix: &str,
        names: &FieldNames,
        notices: &mut Vec<Notice>,
    ) {
        let mut problem = |line: Option<u64>, problem: String| {
            let text = line.map_or(problem.clone(), |line| format!("line {line}: {problem}"));
            let matter = Matter::MetadataRow(text);
            notices.push(Notice { path: name.to_owned(), record: None, matter });
        };
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(err) => return problem(None, format!("metadata cannot be read: {err}")),
        };
        let Some(decoded) = decode(&bytes) else {
            return problem(None, "metadata is no text; save it as CSV in UTF-8".to_owned());
        };
        let delimiter = super::delimited::delimiter_of(decoded.text.as_bytes());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(decoded.text.as_bytes());
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(err) => return problem(None, format!("metadata has no header: {err}")),
        };
        let place =
            |wanted: &str| header.iter().position(|it| it.trim().eq_ignore_ascii_case(wanted));
        let (path_place, id_place) = (place("path"), place("doc_id"));
        if path_place.is_none() && id_place.is_none() {
            let problem_text = "metadata needs a column `path` or `doc_id` to find its articles";
            return problem(Some(1), problem_text.to_owned());
        }
        let file: Arc<str> = name.into();
        let variables: Vec<Option<usize>> =
            header.iter().map(|it| self.place_of_variable(it, names)).collect();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(err) => {
                    problem(None, err.to_string());
                    continue;
                }
            };
            let line = record.position().map(csv::Position::line);
            let cell =
                |place: Option<usize>| place.and_then(|i| record.get(i)).unwrap_or("").trim();
            let mut key = cell(path_place).replace('\\', "/");
            if key.is_empty() {
                key = cell(id_place).to_owned();
            } else {
                key = format!("{prefix}{}", key.trim_start_matches("./"));
            }
            if key.is_empty() {
                problem(
                    line,
                    "neither `path` nor `doc_id` is given; the row is not used".to_owned(),
                );
                continue;
            }
            let mut fields = Fields::default();
            for (column, value) in header.iter().zip(record.iter()) {
                fields.put(names, column, value, Origin::Sidecar);
            }
            let values = variables.iter().zip(record.iter());
            let values = values.filter_map(|(place, it)| Some(((*place)?, it.trim().to_owned())));
            let variables = values.filter(|it| !it.1.is_empty()).collect();
            let row = SidecarRow { fields, file: Arc::clone(&file), variables };
            if self.rows.insert(key.clone(), row).is_some() {
                problem(line, format!("`{key}` has two rows; the later one counts"));
            }
        }
    }
    /// Place of the document variable that a column holds, a new one where it is new; `None` where
    /// the column stands for a field or for nothing.
    fn place_of_variable(&mut self, column: &str, names: &FieldNames) -> Option<usize> {
        let column = column.trim();
        let is_field = names.field(column).is_some_and(|it| it != "variable");
        if column.is_empty() || is_field || column.eq_ignore_ascii_case("path") {
            return None;
        }
        let known = self.variables.iter().position(|it| is_same_name(it, column));
        Some(known.unwrap_or_else(|| {
            self.variables.push(column.to_owned());
            self.variables.len() - 1
        }))
    }
}
