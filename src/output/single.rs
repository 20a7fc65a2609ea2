//! Bytes in, one file out, written as a whole or not at all.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::Error;

/// Writes a file that is not there yet.
///
/// # Errors
/// When there is a file of that name, or the file system refuses something.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    stream(path, false, |to| all(bytes, to, path))
}

/// Writes a file; one of that name is exchanged at once when the new one is complete.
///
/// # Errors
/// When the file system refuses something; the earlier file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    stream(path, true, |to| all(bytes, to, path))
}

fn all(bytes: &[u8], to: &mut dyn Write, path: &Path) -> Result<(), Error> {
    to.write_all(bytes).map_err(|err| Error::io("write", path, err))
}

/// Writes what `fill` writes into a file, as a whole or not at all.
///
/// # Errors
/// When there is a file of that name and it is not to be replaced, `fill` fails, or the file system
/// refuses something; an earlier file is then as it was.
pub fn stream<T>(
    path: &Path,
    replaces: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
) -> Result<T, Error> {
    if !replaces && is_there(path) {
        return Err(taken(path));
    }
    let beside = beside(path);
    let filled = write_beside(path, fill).and_then(|filled| {
        if replaces {
            fs::rename(&beside, path).map_err(|err| Error::io("write", path, err))?;
        } else {
            link(&beside, path)?;
        }
        Ok(filled)
    });
    let _ = fs::remove_file(&beside);
    filled
}

/// Gives a file its name; a link is never made over another file, unlike a rename.
fn link(beside: &Path, path: &Path) -> Result<(), Error> {
    match fs::hard_link(beside, path) {
        Err(err) if err.kind() == ErrorKind::AlreadyExists => Err(taken(path)),
        Err(_) if !is_there(path) => {
            fs::rename(beside, path).map_err(|err| Error::io("write", path, err))
        }
        done => done.map_err(|err| Error::io("write", path, err)),
    }
}

/// Whether something of that name is there, be it a broken link.
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The refusal to write over a file.
pub fn taken(path: &Path) -> Error {
    Error::Output {
        path: path.to_owned(),
        problem: "it is there already".to_owned(),
        hint: "name another file, or replace it with --force",
    }
}

/// The name under which a file is written before it gets its own.
fn beside(path: &Path) -> std::path::PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    path.with_file_name(name)
}

fn write_beside<T>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
) -> Result<T, Error> {
    let io = |err| Error::io("write", path, err);
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(beside(path)).map_err(io)?;
    let filled = fill(&mut file)?;
    file.sync_all().map_err(io)?;
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_stays_unless_it_is_to_be_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("frames.toml");
        write_new(&path, b"one").expect("a new file");
        assert!(matches!(write_new(&path, b"two"), Err(Error::Output { .. })));
        assert_eq!(fs::read(&path).expect("the file"), b"one");
        replace(&path, b"two").expect("another file");
        assert_eq!(fs::read(&path).expect("the file"), b"two");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn nothing_is_left_behind_when_writing_fails() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(write_new(&folder.path().join("no/such/folder"), b"x").is_err());
        assert!(replace(folder.path(), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
