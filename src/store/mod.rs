//! Evidence in, evidence out: on disk, so that memory holds what all documents have in common only.

mod disk;
mod index;
mod kept;

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

pub use index::{KnownDocument, KnownFile};
pub use kept::{Cache, Known};

use crate::error::Error;
use crate::observe::{Counts, Evidence, Sentences};

/// Where the evidence of one document stands in a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The folder of a store that is for one use only; it goes after the file.
    _folder: Option<tempfile::TempDir>,
    end: Mutex<End>,
    /// The first thing that went wrong in reading back.
    fault: OnceLock<String>,
}

/// Where the records of a store end.
#[derive(Clone)]
struct End {
    n_bytes: u64,
    hash: Xxh3,
}

impl fmt::Debug for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}", self.n_bytes)
    }
}

impl End {
    fn new() -> Self {
        End { n_bytes: 0, hash: Xxh3::new() }
    }

    fn add(&mut self, bytes: &[u8]) {
        self.n_bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }
}

/// Bytes that are read at once to check records.
const CHUNK: usize = 1 << 20;

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
        Ok(Store::new(file))
    }

    /// An empty store in a folder of its own that goes with it.
    ///
    /// # Errors
    /// When the system has no place for it.
    pub fn temporary() -> Result<Store, Error> {
        let folder = tempfile::tempdir()
            .map_err(|err| Error::io("make a folder in", &std::env::temp_dir(), err))?;
        let store = Store::create(&folder.path().join("store"))?;
        Ok(Store { _folder: Some(folder), ..store })
    }

    fn new(file: disk::File) -> Store {
        Store { file, _folder: None, end: Mutex::new(End::new()), fault: OnceLock::new() }
    }

    /// The store whose records are the first so many bytes of a file; what stands behind is cut off.
    fn at_end_of(file: disk::File, n_bytes: u64) -> io::Result<Store> {
        let mut end = End::new();
        let mut chunk = vec![0; CHUNK];
        while end.n_bytes < n_bytes {
            let chunk = &mut chunk[..CHUNK.min((n_bytes - end.n_bytes) as usize)];
            file.read_at(chunk, end.n_bytes)?;
            end.add(chunk);
        }
        file.cut(n_bytes)?;
        Ok(Store { file, _folder: None, end: Mutex::new(end), fault: OnceLock::new() })
    }

    fn end(&self) -> MutexGuard<'_, End> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn n_bytes(&self) -> u64 {
        self.end().n_bytes
    }

    fn checksum(&self) -> u128 {
        self.end().hash.digest128()
    }

    /// Writes a batch, empties it, and returns where it stands.
    ///
    /// # Errors
    /// When the file system refuses it.
    pub fn append(&self, batch: &mut Batch) -> Result<u64, Error> {
        let mut end = self.end();
        let start = end.n_bytes;
        let written = self.file.write_at(&batch.bytes, start);
        written.map_err(|err| Error::io("write to", &self.file.path, err))?;
        end.add(&batch.bytes);
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

    /// The forms in a slot in the order of the text, which is less work than all evidence.
    pub fn sentences(&self, slot: Slot) -> Sentences {
        self.read(slot, Evidence::read_sentences).unwrap_or_default()
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
