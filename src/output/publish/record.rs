//! A run record in, what it says of the files beside it out.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::disk::read_plain;

/// Name of the run record, the file that makes an output folder ours.
pub const RECORD: &str = "run.json";

/// How the names of all our working files begin.
pub(super) const WORKING: &str = ".framescope-";

/// Value of `program` in every run record, which marks it as ours.
pub const PROGRAM: &str = "framescope";

/// Largest run record that is read, in bytes.
const RECORD_LIMIT: u64 = 1 << 28;

/// One published file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Length in bytes.
    #[serde(default)]
    pub bytes: u64,
    /// Path from the output folder, with `/` between its parts.
    pub path: String,
    /// SHA-256 of its bytes, in 64 hexadecimal digits.
    #[serde(default)]
    pub sha256: String,
}

/// What a run needs to know of the run before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The command that wrote it.
    pub command: String,
    /// Number of documents that it analysed; `None` where it does not say.
    pub n_analysed: Option<u64>,
    /// The files that it published, except the record itself.
    pub outputs: Vec<Written>,
}

/// The parts of a record that are looked at; the list of inputs, by far the longest, is passed over.
#[derive(Deserialize)]
struct Parts<'r> {
    #[serde(borrow, default)]
    program: Option<&'r RawValue>,
    #[serde(borrow, default)]
    command: Option<&'r RawValue>,
    #[serde(borrow, default)]
    counts: Option<&'r RawValue>,
    #[serde(borrow, default)]
    outputs: Option<&'r RawValue>,
}

impl Record {
    /// Reads a record as far as it can be understood, since another version may have written it;
    /// `None` when it is not ours.
    pub(super) fn parse(bytes: &[u8]) -> Option<Record> {
        let parts: Parts<'_> = serde_json::from_slice(bytes).ok()?;
        let read = |part: Option<&RawValue>| -> Value {
            part.and_then(|it| serde_json::from_str(it.get()).ok()).unwrap_or_default()
        };
        if read(parts.program) != PROGRAM {
            return None;
        }
        let outputs = read(parts.outputs);
        let outputs = outputs.as_array().map_or(&[][..], |it| it).iter();
        let outputs = outputs.filter_map(|it| Written::deserialize(it).ok());
        Some(Record {
            command: read(parts.command).as_str().unwrap_or("run").to_owned(),
            n_analysed: read(parts.counts)["analysed"].as_u64(),
            outputs: outputs.filter(|it| is_plain(&it.path)).collect(),
        })
    }

    /// Reads the record of an output folder; `None` when there is none.
    ///
    /// # Errors
    /// When there is something that cannot be read, or that is not ours.
    pub(super) fn read(output: &Path) -> io::Result<Option<Record>> {
        let bytes = match read_plain(&output.join(RECORD), RECORD_LIMIT) {
            Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        let foreign = || io::Error::new(io::ErrorKind::InvalidData, "it is not by framescope");
        Record::parse(&bytes).map(Some).ok_or_else(foreign)
    }

    /// Names of the published files, except the record itself.
    pub(super) fn names(&self) -> BTreeSet<String> {
        self.outputs.iter().map(|it| it.path.clone()).collect()
    }
}

/// The run record in an output folder; `None` when there is none, or none of ours.
pub fn last_record(output: &Path) -> Option<Record> {
    Record::read(output).ok().flatten()
}

/// Whether a name from a record is a path that stays below the folder and is not one of our working files.
pub(super) fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_below = parts.clone().all(|it| matches!(it, Component::Normal(_)));
    let is_working = parts.next().is_none_or(|it| is_working(it.as_os_str()));
    is_below && !is_working && name != RECORD && !name.contains('\\') && !name.ends_with('/')
}

/// Whether a file of this name is one of our working files.
pub(super) fn is_working(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(WORKING.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_another_version_is_read_as_far_as_it_goes() {
        let text = br#"{"program":"framescope","counts":3,"outputs":[{"path":"a"},{"file":"b"},7],"new":{}}"#;
        let record = Record::parse(text).expect("a record");
        assert_eq!((record.n_analysed, record.outputs.len()), (None, 1));
    }

    #[test]
    fn a_record_of_another_program_is_none_of_ours() {
        for text in ["", "{", "[]", "3", r#"{"outputs":[]}"#, r#"{"program":"webpack"}"#] {
            assert_eq!(Record::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_name_in_a_record_never_leads_out_of_the_folder() {
        for name in ["", ".", "..", "../a", "a/../../b", "/etc/passwd", "a\\b", "a/", "run.json"] {
            assert!(!is_plain(name), "{name}");
        }
        assert!(!is_plain(".framescope-journal") && is_plain("tables/a.csv"));
    }

    #[cfg(unix)]
    #[test]
    fn a_record_behind_a_link_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("real.json");
        std::fs::write(&path, r#"{"program":"framescope"}"#).expect("a file");
        std::os::unix::fs::symlink(&path, folder.path().join(RECORD)).expect("a link");
        assert_eq!(last_record(folder.path()), None);
        std::fs::rename(&path, folder.path().join(RECORD)).expect("a file");
        assert!(last_record(folder.path()).is_some());
    }
}
