//! Evidence in, evidence out: on disk, so that memory holds what all documents have in common only.

mod disk;

use std::io;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::error::Error;
use crate::observe::{Counts, Evidence};

/// Where the evidence of one document stands in a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    start: u64,
    n_bytes: u32,
}

impl Slot {
    /// The same place behind `base` bytes.
    pub fn behind(self, base: u64) -> Self {
        Slot { start: self.start + base, ..self }
    }
}

/// The evidence of all documents of a run: records one behind the other, in the order in which
/// threads finish them, read back by their slots in any order.
#[derive(Debug)]
pub struct Store {
    file: disk::File,
    /// Bytes that are written.
    end: Mutex<u64>,
    /// The first thing that went wrong in reading back.
    fault: OnceLock<String>,
}

/// Records that one thread has not written yet.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
}

impl Batch {
    /// Adds the evidence of one document; its slot counts from the start of the batch.
    pub fn add(&mut self, evidence: &Evidence) -> Slot {
        let start = self.bytes.len();
        evidence.write(&mut self.bytes);
        Slot { start: start as u64, n_bytes: (self.bytes.len() - start) as u32 }
    }
}

impl Store {
    /// An empty store at a path; a file that stands there is overwritten.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> Result<Store, Error> {
        let file = disk::File::create(path).map_err(|err| Error::io("create", path, err))?;
        Ok(Store { file, end: Mutex::new(0), fault: OnceLock::new() })
    }

    /// Writes a batch, empties it, and returns where it stands.
    ///
    /// # Errors
    /// When the file system refuses it.
    pub fn append(&self, batch: &mut Batch) -> Result<u64, Error> {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let start = *end;
        let written = self.file.write_at(&batch.bytes, start);
        written.map_err(|err| Error::io("write to", &self.file.path, err))?;
        *end += batch.bytes.len() as u64;
        batch.bytes.clear();
        Ok(start)
    }

    /// The evidence in a slot; empty where it cannot be read, which [`Store::check`] then tells.
    pub fn evidence(&self, slot: Slot) -> Evidence {
        self.read(slot, Evidence::read).unwrap_or_default()
    }

    /// The counts in a slot, which is less work than all evidence.
    pub fn counts(&self, slot: Slot) -> Counts {
        self.read(slot, Evidence::read_counts).unwrap_or_default()
    }

    /// # Errors
    /// When something that was written could not be read back: what was made from it is wrong.
    pub fn check(&self) -> Result<(), Error> {
        match self.fault.get() {
            None => Ok(()),
            Some(problem) => {
                Err(Error::io("read", &self.file.path, io::Error::other(problem.clone())))
            }
        }
    }

    fn read<T>(&self, slot: Slot, of: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        if slot.n_bytes == 0 {
            return None;
        }
        let mut record = vec![0; slot.n_bytes as usize];
        let read = self.file.read_at(&mut record, slot.start).map_err(|err| err.to_string());
        let value = read.and_then(|()| of(&record).ok_or_else(|| "it is damaged".to_owned()));
        value.map_err(|problem| drop(self.fault.set(problem))).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(sentence_tokens: Vec<u32>) -> Evidence {
        Evidence { sentence_tokens, ..Evidence::default() }
    }

    #[test]
    fn evidence_is_read_back_from_any_slot() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::create(&folder.path().join("store")).expect("a store");
        let mut slots = Vec::new();
        for n in 0..3_u32 {
            let mut batch = Batch::default();
            let pair = [batch.add(&evidence(vec![n])), batch.add(&evidence(vec![n, n]))];
            let base = store.append(&mut batch).expect("written");
            slots.extend(pair.map(|it| it.behind(base)));
        }
        assert_eq!(store.evidence(slots[5]).sentence_tokens, [2, 2]);
        assert_eq!(store.evidence(slots[0]).sentence_tokens, [0]);
        assert_eq!(store.evidence(Slot::default()), Evidence::default());
        assert!(store.check().is_ok());
    }

    #[test]
    fn what_cannot_be_read_back_is_told_before_anything_is_published() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::create(&folder.path().join("store")).expect("a store");
        assert_eq!(store.evidence(Slot { start: 100, n_bytes: 9 }), Evidence::default());
        assert!(store.check().is_err());
    }

    #[test]
    fn a_store_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("store");
        drop(Store::create(&path).expect("a store"));
        assert!(!path.exists());
    }
}
