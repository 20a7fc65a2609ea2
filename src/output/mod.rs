//! Values in, files out: the only place that writes results.

mod csv;
pub mod draw;
mod guide;
mod losses;
pub mod publish;
mod record;
mod single;

use rayon::prelude::*;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use self::publish::{Lock, Published, Staging};
use crate::charts::{Chart, Format};
use crate::corpus::Corpus;
use crate::error::Error;
use crate::report::{self, Excerpt};
use crate::tables::{self, Table, Tables};

pub use self::csv::{Rows, bytes as csv_bytes, csv_cell};
pub use self::losses::losses_csv;
pub use self::single::{is_there, replace, stream, taken, write_new};

/// `[output]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Folder that is written.
    pub folder: String,
    /// Names of the tables that are written; empty for all.
    #[serde(deserialize_with = "known_tables")]
    pub tables: Vec<String>,
    /// Whether CSV files begin with a byte order mark, which Excel needs.
    pub bom: bool,
    /// Whether tables are written as Parquet as well.
    #[serde(deserialize_with = "no_parquet")]
    pub parquet: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { folder: "output".to_owned(), tables: Vec::new(), bom: false, parquet: false }
    }
}

fn known_tables<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    let known = tables::names();
    match names.iter().find(|it| !known.contains(&it.as_str())) {
        None => Ok(names),
        Some(unknown) => Err(D::Error::custom(format!(
            "there is no table `{unknown}`; there are `{}`",
            known.join("`, `")
        ))),
    }
}

fn no_parquet<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    if bool::deserialize(deserializer)? {
        return Err(D::Error::custom(
            "this version writes no Parquet; the CSV tables hold the same",
        ));
    }
    Ok(false)
}

/// Path of the report in the output folder.
const REPORT: &str = "report.html";

/// A part of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `tables/`.
    Tables,
    /// `charts/`.
    Charts,
    /// `report.html`.
    Report,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 3] = [Part::Tables, Part::Charts, Part::Report];

    /// What the paths of its files begin with.
    fn prefix(self) -> &'static str {
        match self {
            Part::Tables => "tables/",
            Part::Charts => "charts/",
            Part::Report => REPORT,
        }
    }
}

/// A finished run, ready to be written.
pub struct Run<'r> {
    /// All observations.
    pub corpus: &'r Corpus,
    /// All tables.
    pub tables: &'r Tables<'r>,
    /// All charts.
    pub charts: &'r [Chart],
    /// Formats of the charts.
    pub formats: &'r [Format],
    /// The settings, as the record shows them.
    pub settings: serde_json::Value,
    /// Name and SHA-256 of each dictionary.
    pub dictionaries: &'r [(String, String)],
    /// What is written; the rest of the last output is carried over.
    pub parts: &'r [Part],
    /// Which tables are written.
    pub options: &'r tables::Options,
    /// Whether CSV files begin with a byte order mark.
    pub bom: bool,
    /// `[report]`.
    pub report: &'r report::Options,
    /// Is told what is going to be written: the name of each table, `charts` and `report`.
    pub tell: &'r dyn Fn(&'static str),
}

impl Run<'_> {
    /// Whether the report is written.
    fn writes_report(&self) -> bool {
        self.report.enabled && self.parts.contains(&Part::Report)
    }

    /// What the report shows of a table; `None` of one that is not written, or without a report. Hits
    /// stand in its evidence.
    fn excerpt(&self, table: &Table<'_>) -> Option<Excerpt> {
        let is_shown =
            self.writes_report() && self.options.writes(table.name) && table.name != "frame_hits";
        let n = [self.corpus.sources.len(), self.corpus.frames.len()];
        is_shown.then(|| Excerpt::of(table, self.report.table_rows, n))
    }

    /// Parts that are taken over from the last output.
    fn kept(&self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(|it| !self.parts.contains(it))
    }
}

/// Writes a run into the staging folder and publishes it.
///
/// # Errors
/// When the file system refuses something; the last output is then untouched.
pub fn write(staging: Staging<'_>, run: &Run<'_>) -> Result<Published, Error> {
    let excerpts = write_tables(&staging, run)?;
    (run.tell)("charts");
    let drawings: Vec<String> = run.charts.par_iter().map(draw::svg).collect();
    let drawn: Vec<(&Chart, &str)> =
        run.charts.iter().zip(drawings.iter().map(String::as_str)).collect();
    if run.parts.contains(&Part::Charts) {
        drawn.par_iter().try_for_each(|it| write_chart(&staging, *it, run.formats))?;
    }
    if run.writes_report() {
        (run.tell)("report");
        let page = report::page(&report::Material {
            corpus: run.corpus,
            tables: run.tables,
            excerpts: &excerpts,
            drawings: &drawn,
            settings: &run.settings,
            dictionaries: run.dictionaries,
            options: run.report,
        });
        staging.write(REPORT, &page)?;
    }
    let mut keep: Vec<&str> = run.kept().map(Part::prefix).collect();
    if !run.parts.contains(&Part::Tables) {
        keep.push(guide::PATH);
    }
    run.corpus.store.check()?;
    staging.publish(&keep, |files| record::render(run, files))
}

/// Writes the tables, where they are written, and returns what the report shows of each.
fn write_tables(staging: &Staging<'_>, run: &Run<'_>) -> Result<Vec<Excerpt>, Error> {
    let are_written = run.parts.contains(&Part::Tables);
    let mut excerpts = Vec::new();
    for table in run.tables.iter().filter(|it| run.options.writes(it.name)) {
        let mut excerpt = run.excerpt(table);
        if are_written {
            (run.tell)(table.name);
            let path = table_path(table.name);
            staging.stream(&path, |to| csv::write(table, run.bom, excerpt.as_mut(), to))?;
        } else {
            excerpt = excerpt.map(|it| it.read(table));
        }
        excerpts.extend(excerpt);
    }
    if are_written {
        staging.write(guide::PATH, &guide::render(run.tables, &staging.files()))?;
    }
    Ok(excerpts)
}

/// What a command other than `run` writes.
pub struct Set<'s> {
    /// The command.
    pub command: &'static str,
    /// The settings that its results depend on.
    pub settings: serde_json::Value,
    /// Name and SHA-256 of each dictionary.
    pub dictionaries: &'s [(String, String)],
    /// Tables; each becomes a file at the top of the folder.
    pub tables: &'s [Table<'s>],
    /// Other files: paths and bytes.
    pub files: &'s [(String, Vec<u8>)],
    /// Whether tables begin with a byte order mark.
    pub bom: bool,
}

/// Writes a set into the folder of a lock, in the place of the last one.
///
/// # Errors
/// When the file system refuses something; what is there is then untouched.
pub fn write_set(lock: &Lock, set: &Set<'_>) -> Result<Published, Error> {
    let staging = Staging::create(lock)?;
    for table in set.tables {
        let path = format!("{}.csv", table.name);
        staging.stream(&path, |to| csv::write(table, set.bom, None, to))?;
    }
    for (path, bytes) in set.files {
        staging.write(path, bytes)?;
    }
    staging.publish(&[], |files| record::render_set(set, files))
}

fn write_chart(
    staging: &Staging<'_>,
    (chart, svg): (&Chart, &str),
    formats: &[Format],
) -> Result<(), Error> {
    for format in formats {
        match format {
            Format::Svg => staging.write(&format!("charts/{}.svg", chart.name), svg.as_bytes())?,
            Format::Png => {
                staging.write(&format!("charts/{}.png", chart.name), &draw::png(svg))?;
            }
        }
    }
    Ok(())
}

fn table_path(name: &str) -> String {
    format!("{}{name}.csv", Part::Tables.prefix())
}

fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
