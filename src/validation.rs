//! The runs that draw sheets for human coders, and compare their codes with the dictionary.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use crate::Plan;
use crate::coding::{self, Codes, Drawn, How, Kind, Scores, SheetOptions, Unit};
use crate::corpus::Corpus;
use crate::error::Error;
use crate::frames::Overlap;
use crate::gather::Session;
use crate::input;
use crate::observe::{Detail, Instrument};
use crate::output::publish::{Lock, check_command, check_target, last_record};
use crate::output::{self, Set};
use crate::stats::bootstrap::Draws;
use crate::store::{Known, Store};
use crate::tables::Table;

/// Resamples of documents behind each interval.
const REPLICATES: u64 = 2000;

/// What is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Sentences or documents.
    pub kind: Kind,
    /// How many.
    pub n: usize,
    /// Key of the random numbers; that of the settings, where there is none.
    pub seed: Option<u64>,
    /// What coders are shown.
    pub sheets: SheetOptions,
}

/// A sample that was drawn.
#[derive(Debug)]
pub struct Sampled {
    /// Its units.
    pub units: Vec<Drawn>,
    /// Names of the frames.
    pub frames: Vec<String>,
    /// Where the files are.
    pub output: PathBuf,
}

/// Draws a sample of units and writes a sheet for each coder, and the key.
///
/// # Errors
/// As [`crate::prepare`]; when the folder holds anything, or there is nothing to draw from.
pub fn sample(plan: &Plan, wanted: Sample, session: &Session<'_>) -> Result<Sampled, Error> {
    let folder = crate::below(&plan.folder, &plan.config.output.folder);
    if last_record(&folder).is_some() {
        let problem = "it holds a sample or results, and codes might be lost".to_owned();
        let hint = "name a new folder with --output";
        return Err(Error::Output { path: folder, problem, hint });
    }
    let prepared = crate::prepare(plan)?;
    let lock = Lock::take(&prepared.output)?;
    let corpus = corpus(plan, &lock, session)?;
    let seed = wanted.seed.unwrap_or(plan.config.emphasis.seed);
    let (units, n_missed) = coding::draw(&corpus, wanted.kind, wanted.n, seed);
    corpus.store.check()?;
    if units.is_empty() {
        return Err(crate::nothing_analysed(plan, &corpus));
    }
    if 0 < n_missed {
        session.warn(format!(
            "{n_missed} units of rare frames or sources are not represented; draw more with --n"
        ));
    }
    let sheets = SheetOptions { bom: plan.config.output.bom, ..wanted.sheets };
    let files = coding::sheets(&units, &corpus.frames, sheets)?;
    let mut settings = plan.settings_for_record();
    settings["sample"] = json!({
        "unit": wanted.kind.name(), "n": wanted.n, "seed": seed, "coders": sheets.coders,
        "overlap": sheets.overlap, "show_source": sheets.show_source,
    });
    let dictionaries = &prepared.instrument.dictionary.files;
    let (tables, bom) = (&[], false);
    let set = Set { command: "sample-codes", settings, dictionaries, tables, files: &files, bom };
    output::write_set(&lock, &set)?;
    let frames = corpus.frames.iter().map(|it| it.name.clone()).collect();
    Ok(Sampled { units, frames, output: folder })
}

/// How well dictionary and coders agree.
#[derive(Debug)]
pub struct Validated {
    /// All agreement.
    pub scores: Scores,
    /// The coded units with what the dictionary finds in them.
    pub units: Vec<Unit>,
    /// Names of the frames of the dictionary.
    pub frames: Vec<String>,
    /// Names of the coders.
    pub coders: Vec<String>,
    /// The key whose weights were used.
    pub key: Option<PathBuf>,
    /// Where the tables are.
    pub output: PathBuf,
}

/// Compares the codes of files with what the dictionary finds, and writes the tables.
///
/// `key` is the key of the sample; `key.csv` beside the sheets or above them, where none is given.
///
/// # Errors
/// When the codes, the settings or the input cannot be used; as [`crate::prepare`].
pub fn validate(
    plan: &Plan,
    paths: &[PathBuf],
    key: Option<&Path>,
    session: &Session<'_>,
) -> Result<Validated, Error> {
    let files = paths.iter().map(|it| read(it)).collect::<Result<Vec<_>, _>>()?;
    let instrument = crate::instrument(plan)?;
    let frames = &instrument.dictionary.frames;
    let codes = coding::read(&files, frames)?;
    codes.warnings.iter().for_each(|it| session.warn(it.clone()));
    let key = (codes.how == How::Units).then(|| key_of(key, paths)).flatten();
    let folder = crate::below(&plan.folder, &plan.config.output.folder);
    let reads: Vec<PathBuf> = paths.iter().chain(&key).cloned().collect();
    let output = check_target(&folder, &reads)?;
    check_command(&output, "validate")?;
    let lock = Lock::take(&output)?;
    let mut units = units(plan, &instrument, &codes, &files, &lock, session)?;
    if let Some(key) = &key {
        coding::weigh(&mut units, &read(key)?)?;
    }
    let options = &plan.config.emphasis;
    let draws =
        Draws { replicates: REPLICATES, seed: options.seed, confidence: options.confidence };
    let scores = coding::score(&units, &codes, frames.len(), draws);
    session.check()?;
    let tables = coding::tables(&scores, &units, &codes, frames, key.is_some());
    write(plan, &instrument, &tables, key.is_some(), &lock)?;
    drop(tables);
    let frames = frames.iter().map(|it| it.name.clone()).collect();
    Ok(Validated { scores, units, frames, coders: codes.coders, key, output: folder })
}

fn write(
    plan: &Plan,
    instrument: &Instrument,
    tables: &[Table<'_>],
    is_weighted: bool,
    lock: &Lock,
) -> Result<(), Error> {
    let mut settings = plan.settings_for_record();
    settings["validation"] = json!({ "replicates": REPLICATES, "weighted": is_weighted });
    let dictionaries = &instrument.dictionary.files;
    let (files, bom) = (&[], plan.config.output.bom);
    let set = Set { command: "validate", settings, dictionaries, tables, files, bom };
    output::write_set(lock, &set).map(drop)
}

/// The coded units with what fires in each, and with what would if nothing longer stood there.
fn units(
    plan: &Plan,
    instrument: &Instrument,
    codes: &Codes,
    files: &[coding::File],
    lock: &Lock,
    session: &Session<'_>,
) -> Result<Vec<Unit>, Error> {
    let find = |plan: &Plan, instrument: &Instrument| match codes.how {
        How::Texts => coding::of_texts(instrument, codes, files),
        _ => coding::in_corpus(&corpus(plan, lock, session)?, codes, files),
    };
    let mut units = find(plan, instrument)?;
    // Where frames do not compete, an entry that is left out uncovers the shorter ones below it.
    let all = if plan.config.frames.overlap == Overlap::Frame {
        let mut open = plan.clone();
        open.config.frames.overlap = Overlap::All;
        find(&open, &crate::instrument(&open)?)?
    } else {
        units.clone()
    };
    units.iter_mut().zip(&all).for_each(|(unit, all)| unit.set_matching(all));
    Ok(units)
}

/// The whole corpus, read anew, with the text of every sentence.
fn corpus(plan: &Plan, lock: &Lock, session: &Session<'_>) -> Result<Corpus, Error> {
    if plan.config.input.paths.iter().any(|it| it == "-") {
        let problem =
            "articles of a sample are read again later; put them into a folder".to_owned();
        return Err(Error::Input { path: "-".into(), problem });
    }
    let mut prepared = crate::prepare(plan)?;
    prepared.instrument.detail = Detail {
        passages: true,
        sentences: true,
        diversity: false,
        sequence: false,
        cut: false,
        sketch: false,
    };
    let opened = (Store::create(&lock.store())?, Known::default());
    let with = (&prepared.instrument, &prepared.listing);
    crate::corpus(plan, with, opened, session, Instant::now())
}

fn read(path: &Path) -> Result<coding::File, Error> {
    Ok(coding::File { name: path.display().to_string(), text: input::whole_text(path)? })
}

/// The key that is given, or the one that stands where `sample-codes` put it.
fn key_of(key: Option<&Path>, sheets: &[PathBuf]) -> Option<PathBuf> {
    if let Some(key) = key {
        return Some(key.to_owned());
    }
    let folder = std::path::absolute(sheets.first()?).ok()?;
    let mut candidates = folder.ancestors().skip(1).take(2).map(|it| it.join("key.csv"));
    candidates.find(|it| it.is_file())
}
