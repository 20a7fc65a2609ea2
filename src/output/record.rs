//! A run in, its record out: `run.json`, from which the run can be repeated and checked.

use serde_json::{Map, Value, json};

use super::publish::{PROGRAM, Written};
use super::{Part, Run, Set};
use crate::corpus::{Corpus, Outcome};
use crate::notice::Notice;

/// Renders the record. It holds no time, no absolute path and no count of threads, so that two
/// runs over the same input give the same bytes.
pub(super) fn render(run: &Run<'_>, files: &[Written]) -> Vec<u8> {
    let Run { corpus, tables, settings, dictionaries, .. } = run;
    let sources: Vec<Value> = corpus
        .sources
        .iter()
        .map(|it| json!({ "name": it.name, "documents": it.articles.len(), "tokens": it.n_tokens }))
        .collect();
    let frames: Vec<Value> = corpus
        .frames
        .iter()
        .map(|it| json!({ "name": it.name, "entries": it.entries.len() }))
        .collect();
    let inputs: Vec<Value> = corpus
        .files
        .iter()
        .map(|(path, it)| json!({ "path": path, "bytes": it.n_bytes, "sha256": it.sha256 }))
        .collect();
    let tally = corpus.tally();
    // Files that this run did not write are listed with the others; here stands which they are.
    let kept: Vec<&str> = run
        .kept()
        .map(Part::prefix)
        .filter(|prefix| files.iter().any(|it| it.path.starts_with(prefix)))
        .collect();
    let record = json!({
        "program": PROGRAM,
        "version": env!("CARGO_PKG_VERSION"),
        "record_version": 1,
        "segmentation": format!("UAX #29, Unicode {}", unicode_version()),
        "settings": settings,
        "dictionaries": self::dictionaries(dictionaries),
        "frames": frames,
        "counts": {
            "found": tally.found,
            "analysed": tally.analysed,
            "duplicate": tally.duplicate,
            "skipped": tally.skipped,
            "tokens": corpus.sources.iter().map(|it| it.n_tokens).sum::<u64>(),
        },
        "sources": sources,
        "skipped": skipped(corpus),
        "notices": notice_counts(&tables.notices),
        "inputs": inputs,
        "kept_from_earlier_run": kept,
        "outputs": files,
    });
    super::pretty(&record)
}

/// Renders the record of another command than `run`.
pub(super) fn render_set(set: &Set<'_>, files: &[Written]) -> Vec<u8> {
    super::pretty(&json!({
        "program": PROGRAM,
        "version": env!("CARGO_PKG_VERSION"),
        "record_version": 1,
        "command": set.command,
        "settings": set.settings,
        "dictionaries": dictionaries(set.dictionaries),
        "outputs": files,
    }))
}

fn dictionaries(files: &[(String, String)]) -> Vec<Value> {
    let one =
        |(name, sha256): &(String, String)| json!({ "name": file_name(name), "sha256": sha256 });
    files.iter().map(one).collect()
}

fn unicode_version() -> String {
    let (major, minor, update) = unicode_segmentation::UNICODE_VERSION;
    format!("{major}.{minor}.{update}")
}

fn skipped(corpus: &Corpus) -> Vec<Value> {
    let row = |it: &crate::corpus::Article| match &it.outcome {
        Outcome::Skipped(reason) => {
            Some(json!({ "path": it.path, "record": it.record, "reason": reason.code() }))
        }
        _ => None,
    };
    corpus.articles.iter().filter_map(row).collect()
}

fn notice_counts(notices: &[Notice]) -> Map<String, Value> {
    let mut counts: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for notice in notices {
        *counts.entry(notice.matter.code()).or_default() += 1;
    }
    counts.into_iter().map(|(code, n)| (code.to_owned(), n.into())).collect()
}

/// The last part of a path: the record holds no folder of the machine.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
