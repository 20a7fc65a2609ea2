//! `config.toml`, composed of the `Options` that the modules above own.
//!
//! The defaults are the schema: a key is known when the defaults have it, and its type is that of
//! its default. So all problems of a file are found at once, each with its place.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use crate::diagnostic::{self, Problem, nearest};
use crate::error::Error;
use crate::{charts, corpus, document, frames, input, output, report, tables, text};

/// Largest settings file, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// The settings as the program ships them: every key with its default and what it means.
pub const SAMPLE: &str = include_str!("../config.toml");

/// `config.toml` as the user wrote it: names and values, nothing compiled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[input]`.
    pub input: input::Options,
    /// `[clean]`.
    pub clean: document::Options,
    /// `[text]`.
    pub text: text::Options,
    /// `[frames]`.
    pub frames: frames::Options,
    /// `[terms]`.
    pub terms: tables::TermOptions,
    /// `[keyness]`.
    pub keyness: tables::KeynessOptions,
    /// `[emphasis]`.
    pub emphasis: tables::EmphasisOptions,
    /// `[collocations]`.
    pub collocations: tables::CollocationOptions,
    /// `[frame_context]`.
    pub frame_context: tables::FrameContextOptions,
    /// `[trend]`.
    pub trend: tables::TrendOptions,
    /// `[duplicates]`.
    pub duplicates: corpus::Options,
    /// `[charts]`.
    pub charts: charts::Options,
    /// `[report]`.
    pub report: report::Options,
    /// `[output]`.
    pub output: output::Options,
    /// `[cache]`.
    pub cache: Cache,
}

/// `[cache]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cache {
    /// Whether what was seen is kept for the next run.
    pub enabled: bool,
}

impl Default for Cache {
    fn default() -> Self {
        Cache { enabled: true }
    }
}

/// Reads a settings file, and the folder from which its paths are taken.
///
/// # Errors
/// When the file cannot be read or anything in it is wrong: all problems at once.
pub fn read(path: &Path) -> Result<(Config, PathBuf), Error> {
    let metadata = std::fs::metadata(path).map_err(|err| Error::unusable(path, err))?;
    if MAX_FILE < metadata.len() {
        let problem = format!("it is larger than {} MiB", MAX_FILE >> 20);
        return Err(Error::unusable(path, problem));
    }
    let bytes = std::fs::read(path).map_err(|err| Error::unusable(path, err))?;
    let text = String::from_utf8(bytes).map_err(|err| {
        let problem = format!("byte {} is not UTF-8", err.utf8_error().valid_up_to());
        Error::unusable(path, problem)
    })?;
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match parse(&text) {
        Ok(config) => Ok((config, folder.to_owned())),
        Err(problems) => {
            let report = diagnostic::report(&path.display().to_string(), &text, problems);
            Err(Error::Settings { report })
        }
    }
}

/// Reads settings from text.
///
/// # Errors
/// All problems, each with its place.
pub fn parse(text: &str) -> Result<Config, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let syntax = |err: &toml::de::Error| {
        let what = format!("not valid TOML: {}", err.message());
        Problem::new(err.span().unwrap_or(0..0), what)
    };
    if !errors.is_empty() {
        // What a broken file seems to say beside would only mislead.
        return Err(errors.iter().map(syntax).collect());
    }
    let defaults = Table::try_from(Config::default()).expect("the defaults are a table");
    let mut reader =
        Reader { defaults: &defaults, settings: defaults.clone(), problems: Vec::new() };
    reader.table(table.get_ref(), &mut Vec::new());
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    Config::deserialize(reader.settings).map_err(|err| vec![Problem::new(0..0, err.to_string())])
}

/// Takes over what a file says, key by key, into a copy of the defaults.
struct Reader<'d> {
    defaults: &'d Table,
    settings: Table,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, path: &mut Vec<String>) {
        for (key, value) in table {
            path.push(key.get_ref().to_string());
            match self.default_at(path) {
                None => self.unknown(key.span(), path),
                Some(Value::Table(_)) => match value.get_ref() {
                    DeValue::Table(inner) => self.table(inner, path),
                    _ => {
                        let what = format!("`{}` is a section", path.join("."));
                        let hint = format!("write [{}] on a line of its own", path.join("."));
                        self.problems.push(Problem::new(value.span(), what).hint(hint));
                    }
                },
                Some(_) => self.value(value, path),
            }
            path.pop();
        }
    }

    fn default_at(&self, path: &[String]) -> Option<&Value> {
        let (last, parents) = path.split_last()?;
        let mut table = self.defaults;
        for parent in parents {
            table = table.get(parent)?.as_table()?;
        }
        table.get(last)
    }

    fn unknown(&mut self, span: Range<usize>, path: &[String]) {
        let (name, parents) = path.split_last().expect("a key has a name");
        let siblings: Vec<&str> = match self.default_at(parents) {
            Some(Value::Table(table)) => table.keys().map(String::as_str).collect(),
            _ => self.defaults.keys().map(String::as_str).collect(),
        };
        let kind = if parents.is_empty() { "section" } else { "key" };
        let what = format!("unknown {kind} `{}`", path.join("."));
        let hint = match nearest(name, siblings.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known {kind}s are `{}`", siblings.join("`, `")),
        };
        self.problems.push(Problem::new(span, what).hint(hint));
    }

    /// Tries one value alone on the defaults, so that what is wrong with it is said at its place.
    fn value(&mut self, value: &Spanned<DeValue<'_>>, path: &[String]) {
        let default = self.default_at(path).cloned();
        let written = plain(value.get_ref());
        let wanted = default.as_ref().map_or("", type_name);
        let is_whole_float =
            matches!((&default, &written), (Some(Value::Float(_)), Value::Integer(_)));
        if wanted != type_name(&written) && !is_whole_float {
            let what =
                format!("`{}` must be {wanted}, not {}", path.join("."), type_name(&written));
            let shown = default.map(|it| it.to_string()).unwrap_or_default();
            self.problems
                .push(Problem::new(value.span(), what).hint(format!("the default is {shown}")));
            return;
        }
        let mut trial = self.defaults.clone();
        set(&mut trial, path, written.clone());
        match Config::deserialize(trial) {
            Ok(_) => set(&mut self.settings, path, written),
            Err(err) => {
                let what = format!("`{}`: {}", path.join("."), err.message());
                let shown = default.map(|it| it.to_string()).unwrap_or_default();
                let problem = Problem::new(value.span(), what);
                self.problems.push(problem.hint(format!("the default is {shown}")));
            }
        }
    }
}

fn set(table: &mut Table, path: &[String], value: Value) {
    let Some((last, parents)) = path.split_last() else { return };
    let mut table = table;
    for parent in parents {
        let Some(Value::Table(inner)) = table.get_mut(parent) else { return };
        table = inner;
    }
    table.insert(last.clone(), value);
}

/// A parsed value without its place.
fn plain(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix());
            parsed.map_or_else(|_| Value::String(number.to_string()), Value::Integer)
        }
        DeValue::Float(number) => {
            let parsed = number.as_str().parse();
            parsed.map_or_else(|_| Value::String(number.to_string()), Value::Float)
        }
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(datetime) => Value::Datetime(*datetime),
        DeValue::Array(items) => Value::Array(items.iter().map(|it| plain(it.get_ref())).collect()),
        DeValue::Table(table) => {
            let pairs = table
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref())));
            Value::Table(pairs.collect())
        }
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text in quotation marks",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a section",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(text: &str) -> Vec<String> {
        let problems = parse(text).expect_err("problems");
        problems.into_iter().map(|it| it.what).collect()
    }

    #[test]
    fn the_shipped_settings_are_the_defaults_and_hold_every_key() {
        let shipped = parse(SAMPLE).unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(shipped, Config::default());
        let (table, _) = DeTable::parse_recoverable(SAMPLE);
        let shipped = plain(&DeValue::Table(table.into_inner()));
        let defaults = Value::try_from(Config::default()).expect("the defaults are a table");
        assert_eq!(shipped, defaults, "config.toml states every key with its default");
    }

    #[test]
    fn what_is_not_written_keeps_its_default() {
        let config = parse("[emphasis]\nmin_documents = 5\nconfidence = 0.9\n").expect("settings");
        assert_eq!(config.emphasis.min_documents, 5);
        assert_eq!(config.emphasis.permutations, 9999);
        assert_eq!(parse("").expect("settings"), Config::default());
    }

    #[test]
    fn all_problems_are_found_at_once_each_at_its_place() {
        let text = "[txet]\n[text]\nlangage = \"en\"\nstemmer = 3\n[frames]\noverlap = \"frmae\"\n\
                    [emphasis]\nconfidence = 95\nseed = -1\n[clean]\noff = [\"menue\"]\n";
        let problems = parse(text).expect_err("problems");
        assert_eq!(problems.len(), 7, "{problems:#?}");
        for problem in &problems {
            assert!(problem.hint.is_some(), "{problem:?}");
            assert!(!text[problem.span.clone()].is_empty());
        }
    }

    #[test]
    fn a_wrong_name_is_met_with_the_nearest_right_one() {
        let problems = parse("[text]\nlangage = \"en\"\n").expect_err("a problem");
        assert_eq!(problems[0].hint.as_deref(), Some("did you mean `language`?"));
        let problems = parse("[emphasiss]\n").expect_err("a problem");
        assert_eq!(problems[0].hint.as_deref(), Some("did you mean `emphasis`?"));
    }

    #[test]
    fn impossible_values_are_refused_in_words() {
        assert_eq!(
            whats("[emphasis]\nconfidence = 95"),
            ["`emphasis.confidence`: `95` is not between 0 and 1; write for example 0.95"]
        );
        assert_eq!(
            whats("[text]\nlanguage = 7"),
            ["`text.language` must be a text in quotation marks, not a whole number"]
        );
        assert!(whats("[frames]\nnegators = [\"not at all\"]")[0].contains("must be one word"));
        assert!(whats("[input]\nfile_name = \"{outlet}\"")[0].contains("`{outlet}` is unknown"));
        assert!(whats("[output]\nparquet = true")[0].contains("Parquet"));
        assert!(whats("[text\nlanguage = \"en\"")[0].starts_with("not valid TOML"));
    }
}
