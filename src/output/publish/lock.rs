//! An output folder in, the sole right to write to it out, and order after a run that was killed.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::disk::{Disk, Kind, is_mounted, plain};
use super::record::WORKING;
use crate::Error;

/// Longest folder name that stands in the names of working files, in bytes.
const LABEL_LIMIT: usize = 180;

/// Name under which a file is moved into the output folder to see whether files can be.
pub(super) const PROBE: &str = ".framescope-probe";

/// The sole right to write to an output folder, until it is dropped or the process ends.
///
/// The system frees the lock with the process, so it is never stale. Its file stays, since removing it
/// would let two runs lock two files of the same name.
#[derive(Debug)]
pub struct Lock {
    pub(super) disk: Disk,
    pub(super) output: PathBuf,
    pub(super) workroom: Workroom,
    file: File,
}

impl Lock {
    /// Takes the lock, creates the folder above the output folder where it is missing, finishes what
    /// an earlier run began to publish and removes what it left.
    ///
    /// # Errors
    /// `Busy` when another run holds the lock; else when the file system refuses.
    pub fn take(output: &Path) -> Result<Lock, Error> {
        let output = resolve(output).map_err(|err| Error::io("find", output, err))?;
        let workroom = Workroom::of(&output);
        Lock::take_in(output, workroom, Disk::default())
    }

    pub(super) fn take_in(output: PathBuf, workroom: Workroom, disk: Disk) -> Result<Lock, Error> {
        disk.act("create", &workroom.folder, |it| fs::create_dir_all(it))?;
        let mut file = disk.act("create", &workroom.lock(), open_lock)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Busy { path: output, pid: holder(&mut file) });
            }
            Err(TryLockError::Error(err)) => return Err(Error::io("lock", &workroom.lock(), err)),
        }
        // The number only helps to find the other run, so failing to write it is no failure.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        let lock = Lock { disk, output, workroom, file };
        lock.finish()?;
        lock.sweep();
        Ok(lock)
    }

    /// The output folder, with all links resolved.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Where the run may keep what does not fit into memory.
    pub fn store(&self) -> PathBuf {
        self.workroom.path("store")
    }

    /// Folder of what is kept for the next run.
    pub fn cache(&self) -> PathBuf {
        self.workroom.path("cache")
    }

    /// Removes what runs left that were killed.
    fn sweep(&self) {
        let _ = self.disk.act("remove", &self.output.join(PROBE), |it| fs::remove_file(it));
        let Ok(listing) = fs::read_dir(&self.workroom.folder) else { return };
        for item in listing.flatten().filter(|it| self.workroom.is_staging(&it.file_name())) {
            // What cannot be removed, perhaps another user's, does no harm but to the space it takes.
            let _ = self.disk.remove_folder(&item.path());
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

/// Where the working files of one output folder stand, and their names.
#[derive(Clone, Debug)]
pub(super) struct Workroom {
    /// The folder: the one that holds the output folder, or the output folder itself.
    pub(super) folder: PathBuf,
    /// End of the names, which keeps two outputs in one folder apart.
    label: OsString,
}

impl Workroom {
    /// Beside the output folder; in it where files beside it cannot be moved into it, or not be made.
    pub(super) fn of(output: &Path) -> Workroom {
        if output.is_dir() && (is_mounted(output) || !is_writable(&parent(output))) {
            return Workroom::inside(output);
        }
        Workroom::beside(output)
    }

    pub(super) fn beside(output: &Path) -> Workroom {
        let name = output.file_name().unwrap_or_default();
        let mut label = OsString::from("-");
        if name.len() <= LABEL_LIMIT {
            label.push(name);
        } else {
            label.push(&hex(&Sha256::digest(name.as_encoded_bytes()))[..16]);
        }
        Workroom { folder: parent(output), label }
    }

    pub(super) fn inside(output: &Path) -> Workroom {
        Workroom { folder: output.to_owned(), label: OsString::new() }
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.path("lock")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.path("journal")
    }

    /// The staging folder of a process.
    pub(super) fn staging(&self, pid: u32) -> PathBuf {
        self.path(&format!("staging-{pid}"))
    }

    /// Whether a name is that of a staging folder of this output, of whatever process.
    pub(super) fn is_staging(&self, name: &OsStr) -> bool {
        let name = name.as_encoded_bytes().strip_prefix(WORKING.as_bytes());
        let name = name.and_then(|it| it.strip_prefix(b"staging-"));
        let pid = name.and_then(|it| it.strip_suffix(self.label.as_encoded_bytes()));
        pid.is_some_and(|it| !it.is_empty() && it.iter().all(u8::is_ascii_digit))
    }

    fn path(&self, kind: &str) -> PathBuf {
        let mut name = OsString::from(WORKING);
        name.push(kind);
        name.push(&self.label);
        self.folder.join(name)
    }
}

/// The path without links and without `..`; what does not exist yet is appended as written.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        match existing.canonicalize() {
            Ok(found) => return Ok(missing.iter().rev().fold(found, |path, it| path.join(it))),
            Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(err),
            Err(_) if Kind::at(existing).is_some() => {
                return Err(io::Error::other("it is a link to a folder that does not exist"));
            }
            Err(err) => {
                let (Some(name), Some(parent)) = (existing.file_name(), existing.parent()) else {
                    return Err(err);
                };
                missing.push(name);
                existing = parent;
            }
        }
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn parent(output: &Path) -> PathBuf {
    output.parent().unwrap_or(output).to_owned()
}

/// Opens the file to be locked, and creates it; another user's file is locked without being written to.
fn open_lock(path: &Path) -> io::Result<File> {
    let opened = plain(OpenOptions::new().read(true).write(true).create(true)).open(path);
    match opened {
        Err(err) if err.kind() == io::ErrorKind::PermissionDenied => {
            plain(OpenOptions::new().read(true)).open(path).map_err(|_| err)
        }
        opened => opened,
    }
}

/// Process id in a lock file.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(unix)]
fn is_writable(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn is_writable(_folder: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_names_the_process_that_holds_the_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("new/output");
        let lock = Lock::take(&output).expect("the lock");
        match Lock::take(&output) {
            Err(Error::Busy { pid, .. }) if cfg!(unix) => assert_eq!(pid, Some(std::process::id())),
            other => assert!(matches!(other, Err(Error::Busy { .. })), "{other:?}"),
        }
        drop(lock);
        Lock::take(&output).expect("the lock, once it is free");
        assert!(!output.exists());
    }

    #[test]
    fn two_outputs_in_one_folder_do_not_meet() {
        let folder = tempfile::tempdir().expect("a folder");
        let outputs = ["a", "b", "a-b", "1-a", &"long".repeat(50), &"long".repeat(51)];
        let outputs: Vec<_> = outputs.iter().map(|it| folder.path().join(it)).collect();
        let locks: Vec<_> = outputs.iter().map(|it| Lock::take(it).expect("the lock")).collect();
        for lock in &locks {
            let staging = lock.workroom.staging(1);
            let name = staging.file_name().expect("a name");
            fs::create_dir(&staging).expect("a folder");
            assert_eq!(locks.iter().filter(|it| it.workroom.is_staging(name)).count(), 1);
        }
    }

    #[test]
    fn only_its_own_left_overs_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = [
            ".framescope-staging-7-output",
            ".framescope-staging-7-other",
            ".framescope-staging-x-output",
            ".framescope-staging--output",
            "framescope-staging-7-output",
        ];
        for name in names {
            fs::create_dir_all(folder.path().join(name).join("tables")).expect("a folder");
        }
        let _lock = Lock::take(&folder.path().join("output")).expect("the lock");
        let is_left: Vec<_> = names.iter().map(|it| folder.path().join(it).exists()).collect();
        assert_eq!(is_left, [false, true, true, true, true]);
    }

    #[test]
    fn a_relative_path_and_a_trailing_slash_lead_to_the_same_folder() {
        let here = std::env::current_dir().and_then(|it| it.canonicalize()).expect("a folder");
        for path in ["output", "output/", "./output", "src/../output"] {
            assert_eq!(resolve(Path::new(path)).ok(), Some(here.join("output")), "{path}");
        }
        for path in ["missing", "missing/", "./missing", "src/../missing"] {
            assert_eq!(resolve(Path::new(path)).ok(), Some(here.join("missing")), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_the_lock_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, "text").expect("a file");
        std::os::unix::fs::symlink(&victim, folder.path().join(".framescope-lock-output"))
            .expect("a link");
        Lock::take(&folder.path().join("output")).expect_err("a link");
        assert_eq!(fs::read_to_string(victim).ok().as_deref(), Some("text"));
    }

    #[test]
    fn a_journal_that_is_none_of_ours_does_no_harm() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("output");
        fs::create_dir(&output).expect("a folder");
        for name in ["output/mine", "victim"] {
            fs::write(folder.path().join(name), "text").expect("a file");
        }
        let journals = [
            r#"{"pid":7,"moves":["../victim","/etc/passwd"],"removals":["mine","../victim"]}"#,
            r#"{"pid":7"#,
        ];
        for journal in journals {
            fs::write(folder.path().join(".framescope-journal-output"), journal).expect("a file");
            Lock::take(&output).expect("the lock");
        }
        assert!(output.join("mine").exists() && folder.path().join("victim").exists());
        assert!(!folder.path().join(".framescope-journal-output").exists());
    }
}
