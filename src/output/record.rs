//! A run in, its record out: `run.json`, from which the run can be repeated and checked.

use std::collections::BTreeMap;

use serde::Serialize;

use super::publish::{PROGRAM, Written};
use super::{Part, Run, Set};
use crate::corpus::{Article, Corpus, Outcome};
use crate::notice::Notice;

/// What `run.json` holds, in the order of the alphabet.
#[derive(Serialize)]
struct Record<'r> {
    counts: Counts,
    dictionaries: Vec<DictionaryFile<'r>>,
    frames: Vec<FrameSize<'r>>,
    inputs: Vec<Input<'r>>,
    kept_from_earlier_run: Vec<&'r str>,
    notices: BTreeMap<&'r str, u64>,
    outputs: &'r [Written],
    program: &'r str,
    record_version: u32,
    segmentation: String,
    settings: &'r serde_json::Value,
    skipped: Vec<Skipped<'r>>,
    sources: Vec<SourceSize<'r>>,
    stemming: String,
    version: &'r str,
}

#[derive(Serialize)]
struct Counts {
    analysed: u64,
    duplicate: u64,
    found: u64,
    skipped: u64,
    tokens: u64,
}

#[derive(Serialize)]
struct DictionaryFile<'r> {
    name: &'r str,
    sha256: &'r str,
}

#[derive(Serialize)]
struct FrameSize<'r> {
    entries: usize,
    name: &'r str,
}

#[derive(Serialize)]
struct Input<'r> {
    bytes: u64,
    path: &'r str,
    sha256: &'r str,
}

#[derive(Serialize)]
struct Skipped<'r> {
    path: &'r str,
    reason: &'static str,
    record: Option<u64>,
}

#[derive(Serialize)]
struct SourceSize<'r> {
    documents: usize,
    name: &'r str,
    tokens: u64,
}

/// Renders the record. It holds no time, no absolute path and no count of threads, so that two
/// runs over the same input give the same bytes.
pub(super) fn render(run: &Run<'_>, files: &[Written]) -> Vec<u8> {
    let Run { corpus, tables, settings, dictionaries, .. } = run;
    let tally = corpus.tally();
    // Files that this run did not write are listed with the others; here stands which they are.
    let is_there = |prefix: &&str| files.iter().any(|it| it.path.starts_with(prefix));
    let record = Record {
        counts: Counts {
            analysed: tally.analysed,
            duplicate: tally.duplicate,
            found: tally.found,
            skipped: tally.skipped,
            tokens: corpus.sources.iter().map(|it| it.n_tokens).sum::<u64>(),
        },
        dictionaries: dictionary_files(dictionaries),
        frames: corpus
            .frames
            .iter()
            .map(|it| FrameSize { entries: it.entries.len(), name: &it.name })
            .collect(),
        inputs: corpus
            .files
            .iter()
            .map(|(path, it)| Input { bytes: it.n_bytes, path, sha256: &it.sha256 })
            .collect(),
        kept_from_earlier_run: run.kept().map(Part::prefix).filter(is_there).collect(),
        notices: notice_counts(&tables.notices),
        outputs: files,
        program: PROGRAM,
        record_version: 1,
        segmentation: format!("UAX #29, Unicode {}", unicode_version()),
        settings,
        skipped: skipped(corpus),
        sources: corpus
            .sources
            .iter()
            .map(|it| SourceSize {
                documents: it.articles.len(),
                name: &it.name,
                tokens: it.n_tokens,
            })
            .collect(),
        stemming: run.options.lint.stemmer.version(),
        version: env!("CARGO_PKG_VERSION"),
    };
    super::pretty(&record)
}

/// What the record of another command than `run` holds.
#[derive(Serialize)]
struct SetRecord<'r> {
    command: &'r str,
    dictionaries: Vec<DictionaryFile<'r>>,
    outputs: &'r [Written],
    program: &'r str,
    record_version: u32,
    settings: &'r serde_json::Value,
    version: &'r str,
}

/// Renders the record of another command than `run`.
pub(super) fn render_set(set: &Set<'_>, files: &[Written]) -> Vec<u8> {
    super::pretty(&SetRecord {
        command: set.command,
        dictionaries: dictionary_files(set.dictionaries),
        outputs: files,
        program: PROGRAM,
        record_version: 1,
        settings: &set.settings,
        version: env!("CARGO_PKG_VERSION"),
    })
}

fn dictionary_files(files: &[(String, String)]) -> Vec<DictionaryFile<'_>> {
    files.iter().map(|(name, sha256)| DictionaryFile { name: file_name(name), sha256 }).collect()
}

fn unicode_version() -> String {
    let (major, minor, update) = unicode_segmentation::UNICODE_VERSION;
    format!("{major}.{minor}.{update}")
}

fn skipped(corpus: &Corpus) -> Vec<Skipped<'_>> {
    let mut skipped = Vec::new();
    for article in &corpus.articles {
        if let Outcome::Skipped(reason) = &article.outcome {
            let Article { path, record, .. } = article;
            skipped.push(Skipped { path, reason: reason.code(), record: *record });
        }
    }
    skipped
}

fn notice_counts(notices: &[Notice]) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for notice in notices {
        *counts.entry(notice.matter.code()).or_default() += 1;
    }
    counts
}

/// The last part of a path: the record holds no folder of the machine.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
