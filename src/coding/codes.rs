//! Filled-in sheets in, labels by unit, frame and coder out; every problem with its line.

use std::collections::BTreeMap;
use std::ops::Range;

use csv::StringRecord;

use super::columns::{self, Columns, How, Row};
use super::names;
use crate::corpus::place;
use crate::diagnostic::{self, Problem, nearest};
use crate::dictionary::Frame;
use crate::error::Error;

/// A file with codes.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, as messages show it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What was coded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A unit of a sheet of ours.
    Unit(String),
    /// A sentence of an article, from 1.
    Sentence(String, u32),
    /// An article.
    Document(String),
    /// A text; by its id, or by itself where there is none.
    Text(String),
}

/// One coded unit.
#[derive(Clone, Debug)]
pub struct Coded {
    /// What was coded.
    pub key: Key,
    /// The text that stands in the sheet.
    pub text: String,
    /// The document that the sheet says it is from; for texts only.
    pub document: String,
    /// The source that the sheet says it is from; for texts only.
    pub source: String,
    /// Place of the file where it stands first, and its bytes there.
    pub place: (usize, Range<usize>),
    /// Line where it stands first.
    pub line: u64,
    /// For each frame of the dictionary what each coder says.
    pub labels: Vec<Vec<Option<bool>>>,
}

/// All codes of all coders.
#[derive(Clone, Debug)]
pub struct Codes {
    /// How units are named.
    pub how: How,
    /// Names of the coders.
    pub coders: Vec<String>,
    /// All units, in the order in which they stand first.
    pub units: Vec<Coded>,
    /// What should be known, for people.
    pub warnings: Vec<String>,
}

/// Reads the codes of all files.
///
/// # Errors
/// When a file cannot be used: all problems of all files at once, each with its line.
pub fn read(files: &[File], frames: &[Frame]) -> Result<Codes, Error> {
    let mut reader = Reader::new(files, frames);
    for file in 0..files.len() {
        if let Err(problem) = reader.file(file) {
            reader.problems.push((file, problem));
        }
    }
    if !reader.problems.is_empty() {
        return Err(report(files, reader.problems));
    }
    let Reader { how, coders, units, mut warnings, .. } = reader;
    let how = how.unwrap_or(How::Texts);
    let mut codes = Codes { how, coders, units, warnings: Vec::new() };
    codes.units.iter_mut().flat_map(|it| &mut it.labels).for_each(|labels| {
        labels.resize(codes.coders.len(), None);
    });
    if codes.n_coded_frames() == 0 {
        let problem = Problem::new(0..0, "no unit is coded: every cell of every frame is empty")
            .hint("write 1 where the frame is present and 0 where it is not");
        return Err(report(files, vec![(0, problem)]));
    }
    warnings.extend(codes.about_frames(frames));
    codes.warnings = warnings;
    Ok(codes)
}

/// Problems of several files, as one reason to stop.
pub(super) fn report(files: &[File], problems: Vec<(usize, Problem)>) -> Error {
    let mut by_file: BTreeMap<usize, Vec<Problem>> = BTreeMap::new();
    for (file, problem) in problems {
        by_file.entry(file).or_default().push(problem);
    }
    let reports = by_file
        .into_iter()
        .map(|(file, problems)| diagnostic::report(&files[file].name, &files[file].text, problems));
    Error::Settings { report: reports.collect::<Vec<_>>().join("\n\n") }
}

impl Codes {
    fn says(&self, frame: usize) -> impl Iterator<Item = bool> + '_ {
        self.units.iter().flat_map(move |it| it.labels[frame].iter().flatten().copied())
    }

    fn n_coded_frames(&self) -> usize {
        let n_frames = self.units.first().map_or(0, |it| it.labels.len());
        (0..n_frames).filter(|it| self.says(*it).next().is_some()).count()
    }

    fn about_frames(&self, frames: &[Frame]) -> Vec<String> {
        let mut warnings = Vec::new();
        for (i, frame) in frames.iter().enumerate() {
            let name = &frame.name;
            if self.says(i).next().is_none() {
                warnings.push(format!("frame `{name}` was coded by nobody and is left out"));
            } else if !self.says(i).any(|it| it) {
                warnings.push(format!(
                    "no unit is coded 1 for frame `{name}`: its recall is not defined"
                ));
            }
        }
        warnings
    }
}

struct Reader<'r> {
    files: &'r [File],
    frames: &'r [Frame],
    how: Option<How>,
    coders: Vec<String>,
    units: Vec<Coded>,
    places: BTreeMap<Key, usize>,
    /// File and line where a coder coded a unit; for one frame where each row is one label.
    seen: BTreeMap<(usize, usize, Option<usize>), (usize, u64)>,
    problems: Vec<(usize, Problem)>,
    warnings: Vec<String>,
}

impl<'r> Reader<'r> {
    fn new(files: &'r [File], frames: &'r [Frame]) -> Self {
        Reader {
            files,
            frames,
            how: None,
            coders: Vec::new(),
            units: Vec::new(),
            places: BTreeMap::new(),
            seen: BTreeMap::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Reads one file.
    ///
    /// # Errors
    /// What is wrong with it as a whole; what is wrong with single rows is kept.
    fn file(&mut self, file: usize) -> Result<(), Problem> {
        let (header, rows) = columns::rows(&self.files[file].text)?;
        let columns = Columns::of(&header, self.frames);
        if columns.long.is_none() {
            self.check_frames(file, &header, &columns, &rows)?;
        }
        let how = columns::how(&columns, &rows)?;
        if *self.how.get_or_insert(how) != how {
            let what = "its rows name what was coded in another way than those of the first file";
            return Err(Problem::new(0..header_end(&self.files[file].text), what)
                .hint("give all files the same columns"));
        }
        for row in &rows {
            if let Err(problem) = self.row(file, row, &columns, how) {
                self.problems.push((file, problem));
            }
        }
        Ok(())
    }

    /// There must be a frame among the columns; what looks like one and is none is told.
    fn check_frames(
        &mut self,
        file: usize,
        header: &StringRecord,
        columns: &Columns,
        rows: &[Row],
    ) -> Result<(), Problem> {
        let known = || self.frames.iter().map(|it| it.name.as_str());
        let is_frame = |column: usize| columns.frames.iter().any(|it| it.0 == column);
        if let Some(twice) = columns.frames.iter().enumerate().find_map(|(i, it)| {
            columns.frames[..i].iter().any(|before| before.1 == it.1).then_some(it.1)
        }) {
            let what = format!("two columns are named like frame `{}`", self.frames[twice].name);
            return Err(Problem::new(0..header_end(&self.files[file].text), what));
        }
        for (column, name) in header.iter().enumerate() {
            let holds_labels = |row: &Row| names::label(row.cell(Some(column))).is_ok();
            let is_unknown = !is_frame(column) && !names::is_taken(name);
            if is_unknown && rows.iter().all(holds_labels) {
                let near = nearest(name, known()).map(|it| format!("; did you mean `{it}`?"));
                self.warnings.push(format!(
                    "{}:1: column `{}` is no frame of the dictionary and is left out{}",
                    self.files[file].name,
                    name.trim(),
                    near.unwrap_or_default()
                ));
            }
        }
        if columns.frames.is_empty() {
            let known: Vec<&str> = known().collect();
            let what = "no column is named like a frame of the dictionary";
            let hint = format!(
                "name columns `{}`; or write rows with the columns `frame` and `present`",
                known.join("`, `")
            );
            return Err(Problem::new(0..header_end(&self.files[file].text), what).hint(hint));
        }
        Ok(())
    }

    fn row(&mut self, file: usize, row: &Row, columns: &Columns, how: How) -> Result<(), Problem> {
        let key = self.key(row, columns, how)?;
        let coder = self.coder(file, row, columns);
        let unit = self.unit(key, file, row, columns);
        let labels = self.labels(row, columns)?;
        let long = columns.long.is_some().then(|| labels[0].0);
        if let Some((file, line)) = self.seen.insert((unit, coder, long), (file, row.line)) {
            let name = &self.files[file].name;
            let what = format!("this unit stands in line {line} of `{name}` too");
            let hint = if how == How::Texts {
                "give each row an id of its own in a column `id`"
            } else {
                "keep one of the rows; a second coder needs a file of their own or a column `coder`"
            };
            return Err(row.problem(what).hint(hint));
        }
        for (frame, label) in labels {
            let of_coders = &mut self.units[unit].labels[frame];
            of_coders.resize(of_coders.len().max(coder + 1), None);
            of_coders[coder] = label;
        }
        Ok(())
    }

    fn key(&self, row: &Row, columns: &Columns, how: How) -> Result<Key, Problem> {
        let missing = |what: &str| row.problem(format!("this row has no {what}"));
        let document = || match row.cell(columns.document.or(columns.unit)) {
            "" => Err(missing("id of its article")),
            name => Ok(place(name, row.cell(columns.record).parse().ok())),
        };
        Ok(match how {
            How::Units => match row.cell(columns.unit) {
                "" => return Err(missing("id")),
                id => Key::Unit(id.to_lowercase()),
            },
            How::Sentences => match row.cell(columns.sentence).parse() {
                Ok(sentence) => Key::Sentence(document()?, sentence),
                Err(_) => return Err(missing("number of a sentence")),
            },
            How::Documents => Key::Document(document()?),
            How::Texts => {
                let text = row.cell(columns.text.or(columns.sentence));
                if text.is_empty() {
                    return Err(missing("text"));
                }
                match (columns.unit, row.cell(columns.unit)) {
                    (Some(_), "") => return Err(missing("id")),
                    (Some(_), id) => Key::Text(id.to_owned()),
                    // Rows of one file are told apart by their places, those of several by the text.
                    (None, _)
                        if self.files.len() == 1
                            && columns.coder.is_none()
                            && columns.long.is_none() =>
                    {
                        Key::Text(format!("line {}", row.line))
                    }
                    (None, _) => Key::Text(text.to_owned()),
                }
            }
        })
    }

    fn coder(&mut self, file: usize, row: &Row, columns: &Columns) -> usize {
        let name = match row.cell(columns.coder) {
            "" => coder_of(&self.files[file].name, self.files),
            name => name.to_owned(),
        };
        let known = self.coders.iter().position(|it| *it == name);
        known.unwrap_or_else(|| {
            self.coders.push(name);
            self.coders.len() - 1
        })
    }

    /// Place of a unit, which is added where it is new.
    fn unit(&mut self, key: Key, file: usize, row: &Row, columns: &Columns) -> usize {
        let (units, n_frames) = (&mut self.units, self.frames.len());
        *self.places.entry(key).or_insert_with_key(|key| {
            units.push(Coded {
                key: key.clone(),
                text: row.cell(columns.text.or(columns.sentence)).to_owned(),
                document: row.cell(columns.document).to_owned(),
                source: row.cell(columns.source).to_owned(),
                place: (file, row.bytes.clone()),
                line: row.line,
                labels: vec![Vec::new(); n_frames],
            });
            units.len() - 1
        })
    }

    /// Frames of a row with their labels.
    fn labels(&self, row: &Row, columns: &Columns) -> Result<Vec<(usize, Option<bool>)>, Problem> {
        let label = |column: usize, frame: usize| {
            let text = row.cell(Some(column));
            let name = &self.frames[frame].name;
            let what = || format!("`{text}` is no label for frame `{name}`");
            names::label(text).map(|it| (frame, it)).map_err(|()| {
                row.problem(what()).hint(
                    "write 1 or 0, yes or no, true or false; or nothing, where it was not coded",
                )
            })
        };
        let Some((frame, present)) = columns.long else {
            return columns.frames.iter().map(|(column, frame)| label(*column, *frame)).collect();
        };
        let name = row.cell(Some(frame));
        match names::frame(self.frames, name) {
            Some(frame) => Ok(vec![label(present, frame)?]),
            None => {
                let known: Vec<&str> = self.frames.iter().map(|it| it.name.as_str()).collect();
                let problem = row.problem(format!("there is no frame `{name}` in the dictionary"));
                Err(problem.hint(format!("there are `{}`", known.join("`, `"))))
            }
        }
    }
}

fn header_end(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The coder of a file without a column `coder`: its name, with folders where names are the same.
fn coder_of(name: &str, files: &[File]) -> String {
    let stem = |name: &str| {
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        last.rsplit_once('.').map_or(last, |it| it.0).to_owned()
    };
    let own = stem(name);
    if files.iter().filter(|it| stem(&it.name) == own).count() == 1 { own } else { name.to_owned() }
}
