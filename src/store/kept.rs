//! A folder in, a store that goes on where an earlier run ended out.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use super::Store;
use super::disk::File;
use super::index::{Index, KnownFile, Useless};
use crate::error::Error;
use crate::text::Lexicon;

/// Where what was seen is kept between runs: a folder with records and their index.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    digest: String,
    began: u64,
}

/// What is known of earlier runs.
#[derive(Debug, Default)]
pub struct Known {
    /// Files that were read to their end, by name.
    pub files: HashMap<String, KnownFile<'static>>,
    /// When the run began that wrote this, in seconds since 1970.
    pub began: u64,
    /// The words of those files.
    pub lexicon: Lexicon,
    /// Why there is nothing, although there should be.
    pub problem: Option<&'static str>,
}

impl Cache {
    /// The cache in a folder, for runs whose observations depend on what `digest` is the hash of.
    pub fn new(folder: PathBuf, digest: String) -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
        Cache { folder, digest, began: since_1970.map_or(0, |it| it.as_secs()) }
    }

    fn records(&self) -> PathBuf {
        self.folder.join("records")
    }

    fn index(&self) -> PathBuf {
        self.folder.join("index")
    }

    /// Opens the records, and reads what is known of them. What is damaged, or was written under
    /// other settings, is given up: everything is then read anew.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be made.
    pub fn open(&self) -> Result<(Store, Known), Error> {
        let refused = |err| Error::io("write to", &self.folder, err);
        fs::create_dir_all(&self.folder).map_err(refused)?;
        match self.read() {
            Ok(opened) => Ok(opened),
            Err(useless) => {
                match fs::remove_file(self.index()) {
                    Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(refused(err)),
                    _ => {}
                }
                let file = File::create(&self.records()).map_err(refused)?.kept();
                let problem = (useless == Useless::Damaged)
                    .then_some("what was kept of earlier runs is damaged; everything is read anew");
                Ok((Store::new(file), Known { problem, ..Known::default() }))
            }
        }
    }

    fn read(&self) -> Result<(Store, Known), Useless> {
        let bytes = match fs::read(self.index()) {
            Err(err) if err.kind() == io::ErrorKind::NotFound => return Err(Useless::Other),
            bytes => bytes.map_err(|_| Useless::Damaged)?,
        };
        let index = Index::read(&bytes, &self.digest)?;
        let file = File::open(&self.records()).map_err(|_| Useless::Damaged)?;
        let store = Store::at_end_of(file, index.n_bytes).map_err(|_| Useless::Damaged)?;
        if store.checksum() != index.checksum {
            return Err(Useless::Damaged);
        }
        let documents = index.files.iter().flat_map(|it| &it.documents);
        let n_used: u64 = documents.map(|it| u64::from(it.evidence.n_bytes)).sum();
        if 2 * n_used < index.n_bytes {
            return Err(Useless::Other);
        }
        let files = index.files.into_iter().map(|it| (it.name.clone().into_owned(), it)).collect();
        let lexicon = index.lexicon.into_owned();
        Ok((store, Known { files, began: index.began, lexicon, problem: None }))
    }

    /// Writes the index anew, after the last record.
    ///
    /// # Errors
    /// When the file system refuses it; the next run then reads everything.
    pub fn save(
        &self,
        store: &Store,
        lexicon: &Lexicon,
        files: Vec<KnownFile<'_>>,
    ) -> Result<(), Error> {
        let index = Index {
            began: self.began,
            n_bytes: store.n_bytes(),
            checksum: store.checksum(),
            lexicon: Cow::Borrowed(lexicon),
            files,
        };
        let new = self.folder.join("index.new");
        fs::write(&new, index.write(&self.digest))
            .and_then(|()| fs::rename(&new, self.index()))
            .map_err(|err| Error::io("write to", &new, err))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Batch;
    use super::*;
    use crate::observe::Evidence;

    fn write(cache: &Cache) -> super::super::Slot {
        let (store, _) = cache.open().expect("a store");
        let mut batch = Batch::default();
        let slot = batch.add(&Evidence { sentence_tokens: vec![4, 2], ..Evidence::default() });
        let slot = slot.behind(store.append(&mut batch).expect("written"));
        cache.save(&store, &Lexicon::default(), vec![file(slot)]).expect("saved");
        slot
    }

    fn file(evidence: super::super::Slot) -> KnownFile<'static> {
        let reason = Cow::Owned(crate::notice::Reason::NoWords);
        let document = super::super::KnownDocument {
            record: None,
            seen: Err(reason),
            evidence,
            sidecar_key: None,
        };
        let metadata = fs::metadata(".").expect("a folder");
        KnownFile {
            name: "a.txt".into(),
            stamp: Cow::Owned(crate::input::Stamp::of(&metadata)),
            digest: Cow::Owned(crate::input::Digest { n_bytes: 1, sha256: String::new() }),
            documents: vec![document],
        }
    }

    fn cache(folder: &Path, digest: &str) -> Cache {
        Cache::new(folder.join("kept"), digest.to_owned())
    }

    #[test]
    fn the_next_run_finds_what_was_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let slot = write(&cache(folder.path(), "a"));
        let (store, known) = cache(folder.path(), "a").open().expect("a store");
        assert_eq!(store.evidence(slot).sentence_tokens, [4, 2]);
        assert_eq!((known.files.len(), known.problem), (1, None));
    }

    #[test]
    fn other_settings_find_nothing_and_complain_of_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(&cache(folder.path(), "a"));
        let (_, known) = cache(folder.path(), "b").open().expect("a store");
        assert_eq!((known.files.len(), known.problem), (0, None));
    }

    #[test]
    fn damaged_records_are_a_miss_that_is_told() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(&cache(folder.path(), "a"));
        let records = folder.path().join("kept/records");
        let mut bytes = fs::read(&records).expect("records");
        bytes[3] ^= 1;
        fs::write(&records, bytes).expect("written");
        let (_, known) = cache(folder.path(), "a").open().expect("a store");
        assert!(known.files.is_empty() && known.problem.is_some());
    }

    #[test]
    fn records_of_a_run_that_was_killed_are_cut_off() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let slot = write(&cache(folder.path(), "a"));
        let records = folder.path().join("kept/records");
        let mut bytes = fs::read(&records).expect("records");
        bytes.extend_from_slice(b"half a rec");
        fs::write(&records, bytes).expect("written");
        let (store, known) = cache(folder.path(), "a").open().expect("a store");
        assert_eq!(store.evidence(slot).sentence_tokens, [4, 2]);
        assert_eq!(known.problem, None);
    }
}
