//! A staging folder in, its files in the output folder out, one by one, for where two folders cannot be exchanged.
//!
//! A journal is written first. Whatever happens then, the next start finds it and does the rest, so
//! the folder ends as a whole set, though a reader may see a mixture for a moment.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::carry::Aside;
use super::disk::{Kind, flush, free_name, read_plain};
use super::lock::{Lock, PROBE};
use super::record::{RECORD, Record, WORKING, is_plain};
use crate::Error;

/// Largest journal that is read, in bytes.
const LIMIT: u64 = 1 << 28;

/// What is to be done to an output folder.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Process id of the run whose staging folder holds the new set.
    pub(super) pid: u32,
    /// Files to be moved from there, except the run record, which is moved last.
    pub(super) moves: Vec<String>,
    /// Files of the old set to be removed.
    pub(super) removals: Vec<String>,
}

impl Lock {
    /// Replaces the old set file by file; once begun, it will be done whatever happens.
    ///
    /// # Errors
    /// `Halfway` when it has begun and cannot go on; any other error before.
    pub(super) fn replace_by_file(&self, journal: &Journal) -> Result<Vec<Aside>, Error> {
        self.begin(journal)?;
        self.complete(journal)
    }

    /// Completes what an earlier run began.
    ///
    /// # Errors
    /// When it cannot; the next start tries again.
    pub(super) fn finish(&self) -> Result<(), Error> {
        let path = self.workroom.journal();
        let text = match self.disk.act("read", &path, |it| read_plain(it, LIMIT)) {
            Ok(text) => text,
            Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Ok(());
            }
            Err(err) => return Err(err),
        };
        match serde_json::from_slice(&text) {
            Ok(journal) => self.complete(&journal).map(|_| ()),
            // A journal appears whole or not at all, so this is none of ours.
            Err(_) => self.remove(&path),
        }
    }

    fn begin(&self, journal: &Journal) -> Result<(), Error> {
        let staging = self.workroom.staging(journal.pid);
        let draft = staging.join(format!("{WORKING}journal"));
        let text = serde_json::to_vec(journal).map_err(io::Error::other);
        let write = |path: &Path| {
            let mut file = File::create_new(path)?;
            file.write_all(&text?)?;
            flush(&file)
        };
        self.disk.act("write", &draft, write)?;
        // What moves into the output folder and back can be followed by the results.
        let probe = self.output.join(PROBE);
        self.disk.act("write to", &self.output, |_| fs::rename(&draft, &probe))?;
        self.disk.act("create", &self.workroom.journal(), |it| fs::rename(&probe, it))
    }

    fn complete(&self, journal: &Journal) -> Result<Vec<Aside>, Error> {
        let aside = self
            .replace(journal)
            .map_err(|err| Error::Halfway { output: self.output.clone(), reason: Box::new(err) })?;
        // The folder is whole now; a journal that stays is found to be done by the next start.
        let _ = self.remove(&self.workroom.journal());
        Ok(aside)
    }

    fn replace(&self, journal: &Journal) -> Result<Vec<Aside>, Error> {
        let staging = self.workroom.staging(journal.pid);
        let record =
            self.disk.act("read", &self.output.join(RECORD), |_| Record::read(&self.output))?;
        let recorded = record.map(|it| it.names()).unwrap_or_default();
        let mut aside = Vec::new();
        self.disk.sync_folder(&self.workroom.folder)?;
        self.disk.act("create", &self.output, |it| fs::create_dir_all(it))?;
        for name in journal.moves.iter().filter(|it| is_plain(it)) {
            aside.extend(self.move_file(&staging, name, &recorded)?);
        }
        for name in journal.removals.iter().filter(|it| recorded.contains(*it)) {
            self.remove_old(name)?;
        }
        let folders: BTreeSet<_> =
            journal.moves.iter().filter_map(|it| Path::new(it).parent()).collect();
        for folder in folders {
            self.disk.sync_folder(&self.output.join(folder))?;
        }
        aside.extend(self.move_file(&staging, RECORD, &recorded)?);
        // What follows a result that is in its place cannot make it a failure.
        let _ = self.disk.sync_folder(&self.output);
        Ok(aside)
    }

    /// Moves one file into the output folder; one that is no longer in the staging folder has been moved.
    fn move_file(
        &self,
        staging: &Path,
        name: &str,
        recorded: &BTreeSet<String>,
    ) -> Result<Vec<Aside>, Error> {
        let new = staging.join(name);
        if self.disk.kind(&new)?.is_none() {
            return Ok(Vec::new());
        }
        let aside = self.clear_way(name, recorded)?;
        self.disk.act("replace", &self.output.join(name), |it| fs::rename(&new, it))?;
        Ok(aside)
    }

    /// Makes the folders that a file is to stand in; what is not ours moves out of the way.
    fn clear_way(&self, name: &str, recorded: &BTreeSet<String>) -> Result<Vec<Aside>, Error> {
        let is_ours = |it: &str| it == RECORD || recorded.contains(it);
        let mut aside = Vec::new();
        for prefix in prefixes(name) {
            let path = self.output.join(prefix);
            let is_last = prefix.len() == name.len();
            match self.disk.kind(&path)? {
                None => {}
                Some(Kind::Folder) if !is_last => continue,
                Some(Kind::File) if is_last && is_ours(prefix) => {}
                Some(Kind::File) if is_ours(prefix) => self.remove(&path)?,
                // A link is replaced, never written through.
                Some(Kind::Link) => self.remove(&path)?,
                Some(_) => {
                    let free = free_name(Path::new(prefix), &[&self.output]);
                    self.disk
                        .act("move aside", &path, |it| fs::rename(it, self.output.join(&free)))?;
                    aside.push(Aside { was: prefix.into(), is: free });
                }
            }
            if !is_last {
                self.disk.act("create", &path, |it| fs::create_dir(it))?;
            }
        }
        Ok(aside)
    }

    /// Removes a file of the old set, and the folders that it leaves empty.
    fn remove_old(&self, name: &str) -> Result<(), Error> {
        let mut folders: Vec<_> = prefixes(name).map(|it| self.output.join(it)).collect();
        let Some(path) = folders.pop() else { return Ok(()) };
        // Below a link, or under a name that now leads elsewhere, stands nothing of ours.
        for folder in &folders {
            if self.disk.kind(folder)? != Some(Kind::Folder) {
                return Ok(());
            }
        }
        if self.disk.kind(&path)? != Some(Kind::File) {
            return Ok(());
        }
        self.remove(&path)?;
        for folder in folders.iter().rev() {
            // Refused for a folder that is not empty, as it should be.
            let _ = self.disk.act("remove", folder, |it| fs::remove_dir(it));
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> Result<(), Error> {
        self.disk.act("remove", path, |it| fs::remove_file(it))
    }
}

/// `a`, `a/b` and `a/b/c` of `a/b/c`.
fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.match_indices('/').map(|(end, _)| end).chain([name.len()]);
    ends.map(move |end| &name[..end])
}
