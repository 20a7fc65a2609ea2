//! Bytes in, a set of files out that takes the place of the old set in a single call.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::carry::{Aside, Old};
use super::disk::{Disk, Kind, copy_access, flush, is_refusal, open_up, survey};
use super::journal::Journal;
use super::lock::{Lock, hex};
use super::record::{RECORD, Record, Written, is_plain};
use crate::Error;

/// A new set of results on its way; dropped without being published, it leaves no trace.
#[derive(Debug)]
pub struct Staging<'l> {
    lock: &'l Lock,
    folder: PathBuf,
    files: Mutex<BTreeMap<String, Written>>,
    is_ours_to_remove: bool,
}

/// What publishing did beside replacing the old set.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are not ours and stood where a result belongs.
    pub aside: Vec<Aside>,
    /// A folder with the old set that could not be removed; the next run tries again.
    pub left_over: Option<PathBuf>,
}

impl<'l> Staging<'l> {
    /// An empty set.
    ///
    /// # Errors
    /// When the folder cannot be created.
    pub fn create(lock: &'l Lock) -> Result<Self, Error> {
        let folder = lock.workroom.staging(std::process::id());
        lock.disk
            .act("create", &folder, |it| fs::create_dir(it))
            .map_err(|err| unpublished(lock, err))?;
        copy_access(&lock.output, &folder);
        open_up(&folder);
        Ok(Staging { lock, folder, files: Mutex::default(), is_ours_to_remove: true })
    }

    /// Writes a file of the set. Names have `/` between their parts; folders are made as needed.
    ///
    /// # Errors
    /// When the file system refuses.
    ///
    /// # Panics
    /// When the name leaves the folder, or is one that publishing itself uses.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.stream(name, |out| out.write_all(bytes))
    }

    /// Writes a file of the set piece by piece; several may be written at the same time.
    ///
    /// # Errors
    /// When the file system or `fill` refuses.
    ///
    /// # Panics
    /// When the name leaves the folder, or is one that publishing itself uses.
    pub fn stream(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        assert!(is_plain(name), "`{name}` is no name for a result");
        let written = self.place(name, fill).map_err(|err| unpublished(self.lock, err))?;
        self.locked().insert(name.to_owned(), written);
        Ok(())
    }

    /// The files written so far, in the order of their names.
    pub fn files(&self) -> Vec<Written> {
        self.locked().values().cloned().collect()
    }

    /// Replaces the old set by this one.
    ///
    /// Files of the old set whose names begin with one of `keep`, and which were not written anew, are taken
    /// along, as is everything in the folder that is not ours. `record` is called last, with all
    /// files of the new set in the order of their names, and returns the bytes of the run record.
    ///
    /// # Errors
    /// `Unpublished` when the old set is still in its place, whole; `Halfway` when the file system cannot
    /// exchange folders and refused to replace a file as well.
    ///
    /// # Panics
    /// When the record is not one that the next run would recognize.
    pub fn publish(
        mut self,
        keep: &[&str],
        record: impl FnOnce(&[Written]) -> Vec<u8>,
    ) -> Result<Published, Error> {
        self.replace(keep, record).map_err(|err| match err {
            Error::Halfway { .. } => err,
            err => unpublished(self.lock, err),
        })
    }

    fn replace(
        &mut self,
        keep: &[&str],
        record: impl FnOnce(&[Written]) -> Vec<u8>,
    ) -> Result<Published, Error> {
        let mut old = Old::at(&self.lock.disk, &self.lock.output)?;
        let moves: Vec<_> = self.locked().keys().cloned().collect();
        for kept in old.iter_mut().flat_map(|it| it.keep(keep, &moves)) {
            self.locked().insert(kept.path.clone(), kept);
        }
        let record = record(&self.files());
        assert!(Record::parse(&record).is_some(), "the run record lacks what marks it as ours");
        self.place(RECORD, |out| out.write_all(&record))?;
        let Some(old) = old else { return self.replace_nothing() };
        if self.lock.workroom.folder == self.lock.output {
            return self.replace_by_file(&old, moves);
        }
        match self.replace_at_once(&old) {
            Err(err) if is_refusal(&err) => self.replace_by_file(&old, moves),
            result => result,
        }
    }

    fn replace_nothing(&mut self) -> Result<Published, Error> {
        let Lock { disk, output, workroom, .. } = self.lock;
        self.sync_folders()?;
        disk.act("create", output, |it| fs::rename(&self.folder, it))?;
        self.is_ours_to_remove = false;
        // What follows a result that is in its place cannot make it a failure.
        let _ = disk.sync_folder(&workroom.folder);
        Ok(Published::default())
    }

    fn replace_at_once(&mut self, old: &Old) -> Result<Published, Error> {
        let Lock { disk, output, workroom, .. } = self.lock;
        let mut aside = old.carry(disk, output, &self.folder)?;
        self.sync_folders()?;
        disk.exchange(&self.folder, output)?;
        self.is_ours_to_remove = false;
        let _ = disk.sync_folder(&workroom.folder);
        // The staging folder is the old set now, and someone may have put a file there meanwhile.
        let done = old.carry_late(disk, &self.folder, output);
        let is_removed = done.is_ok() && disk.remove_folder(&self.folder).is_ok();
        aside.extend(done.into_iter().flatten());
        Ok(Published { aside, left_over: (!is_removed).then(|| self.folder.clone()) })
    }

    fn replace_by_file(&mut self, old: &Old, moves: Vec<String>) -> Result<Published, Error> {
        let lock = self.lock;
        self.sync_folders()?;
        let removals = old.ours().filter(|it| !self.locked().contains_key(*it)).cloned().collect();
        let journal = Journal { pid: std::process::id(), moves, removals };
        let done = lock.replace_by_file(&journal);
        self.is_ours_to_remove = !matches!(done, Err(Error::Halfway { .. }));
        let aside = done?;
        let is_removed = lock.disk.remove_folder(&self.folder).is_ok();
        Ok(Published { aside, left_over: (!is_removed).then(|| self.folder.clone()) })
    }

    fn place(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Written, Error> {
        let (disk, path) = (&self.lock.disk, self.folder.join(name));
        if let Some(folder) = path.parent() {
            disk.act("create", folder, |it| fs::create_dir_all(it))?;
        }
        let file = disk.act("create", &path, |it| File::create_new(it))?;
        let hashing = Hashing { disk, file, hasher: Sha256::new(), n_bytes: 0 };
        let mut out = BufWriter::with_capacity(1 << 16, hashing);
        let hashing = fill(&mut out)
            .and_then(|()| out.into_inner().map_err(|err| err.into_error()))
            .map_err(|err| Error::io("write", &path, err))?;
        disk.act("flush", &path, |_| flush(&hashing.file))?;
        let sha256 = hex(&hashing.hasher.finalize());
        Ok(Written { path: name.to_owned(), bytes: hashing.n_bytes, sha256 })
    }

    fn sync_folders(&self) -> Result<(), Error> {
        let disk = &self.lock.disk;
        let entries = disk.act("list", &self.folder, survey)?;
        for folder in entries.iter().filter(|it| it.kind == Kind::Folder) {
            disk.sync_folder(&self.folder.join(&folder.path))?;
        }
        disk.sync_folder(&self.folder)
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, Written>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if self.is_ours_to_remove {
            let _ = self.lock.disk.remove_folder(&self.folder);
        }
    }
}

fn unpublished(lock: &Lock, err: Error) -> Error {
    Error::Unpublished { output: lock.output.clone(), reason: Box::new(err) }
}

/// A file that counts and hashes what is written to it.
struct Hashing<'d> {
    disk: &'d Disk,
    file: File,
    hasher: Sha256,
    n_bytes: u64,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.step()?;
        let n = self.file.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        self.n_bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::faults::{Desk, Files};
    use super::super::record::last_record;
    use super::*;

    const SET: Files = &[("tables/a.csv", "1"), ("charts/a.png", "1"), ("report.html", "1")];

    #[test]
    fn files_are_listed_by_name_with_their_length_and_hash() {
        let desk = Desk::new();
        let lock = desk.lock(0..0).expect("the lock");
        let staging = Staging::create(&lock).expect("a staging folder");
        staging.write("b.txt", b"").expect("a file");
        let pieces =
            |out: &mut dyn Write| ["a", "b", "c"].iter().try_for_each(|it| write!(out, "{it}"));
        staging.stream("a.txt", pieces).expect("a file");
        let files = staging.files();
        assert_eq!(
            files.iter().map(|it| (&*it.path, it.bytes)).collect::<Vec<_>>(),
            [("a.txt", 3), ("b.txt", 0)]
        );
        // FIPS 180-4, the example of one block.
        assert_eq!(
            files[0].sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn several_files_are_written_at_the_same_time() {
        let desk = Desk::new();
        let lock = desk.lock(0..0).expect("the lock");
        let staging = Staging::create(&lock).expect("a staging folder");
        std::thread::scope(|scope| {
            for i in 0..8 {
                let staging = &staging;
                scope.spawn(move || {
                    staging.write(&format!("tables/{i}.csv"), b"1").expect("a file");
                });
            }
        });
        assert_eq!(staging.files().len(), 8);
    }

    #[test]
    fn a_set_that_is_not_published_leaves_no_trace() {
        let desk = Desk::new();
        let lock = desk.lock(0..0).expect("the lock");
        Staging::create(&lock).expect("a staging folder").write("a.csv", b"1").expect("a file");
        assert!(desk.left_over().is_empty() && !desk.output().exists());
    }

    #[test]
    fn what_is_no_longer_rendered_goes_unless_it_is_kept() {
        for desk in Desk::all() {
            desk.publish(SET).expect("a first run");
            desk.publish(&[("tables/b.csv", "2")]).expect("a second run");
            let names: Vec<_> = desk.holds().into_keys().collect();
            assert_eq!(names, ["charts/", "charts/a.png", "run.json", "tables/", "tables/b.csv"]);
            let record = last_record(&desk.output()).expect("a record");
            assert_eq!(record.n_analysed, Some(3));
            assert_eq!(record.outputs[0].path, "charts/a.png");
            assert_eq!(record.outputs[0].sha256.len(), 64);
            assert_eq!(record.outputs.len(), 2);
        }
    }

    #[cfg(unix)]
    #[test]
    fn folders_keep_their_permissions_and_files_are_not_executable() {
        use std::os::unix::fs::PermissionsExt;
        let desk = Desk::new();
        let mode = |name: &str| {
            let metadata = desk.output().join(name).metadata().expect("a path");
            metadata.permissions().mode() & 0o777
        };
        desk.publish(SET).expect("a first run");
        for name in ["", "tables"] {
            let path = desk.output().join(name);
            fs::set_permissions(path, fs::Permissions::from_mode(0o750)).expect("permissions");
        }
        desk.publish(SET).expect("a second run");
        assert_eq!((mode(""), mode("tables"), mode("report.html") & 0o111), (0o750, 0o750, 0));
    }

    #[test]
    fn an_error_names_the_folder_and_says_that_nothing_has_changed() {
        let desk = Desk::new();
        let lock = desk.lock(0..0).expect("the lock");
        let staging = Staging::create(&lock).expect("a staging folder");
        let full = |_: &mut dyn Write| Err(io::ErrorKind::StorageFull.into());
        let message = staging.stream("a.csv", full).expect_err("a full disk").to_string();
        assert!(message.contains(&format!("`{}`", desk.output().display())), "{message}");
        assert!(message.contains("a.csv`: no storage space; earlier results stay"), "{message}");
    }
}
