//! Paths in, changes on disk out: the file operations of publishing, each with its message.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::Error;

/// The disk behind one door, so that a test can make the n-th operation fail.
#[derive(Debug, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    pub(super) fault: Fault,
}

impl Disk {
    /// Does one operation; the error says what was being done, and to which path.
    pub(super) fn act<T>(
        &self,
        doing: &'static str,
        path: &Path,
        operation: impl FnOnce(&Path) -> io::Result<T>,
    ) -> Result<T, Error> {
        self.step().and_then(|()| operation(path)).map_err(|err| Error::io(doing, path, err))
    }

    /// Stands before every operation; fails only in tests.
    pub(super) fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        self.fault.step()?;
        Ok(())
    }

    /// Kind of what stands at `path`; `None` when nothing does.
    pub(super) fn kind(&self, path: &Path) -> Result<Option<Kind>, Error> {
        use io::ErrorKind::{NotADirectory, NotFound};
        self.act("find", path, |it| match it.symlink_metadata() {
            Err(err) if matches!(err.kind(), NotADirectory | NotFound) => Ok(None),
            metadata => metadata.map(|it| Some(Kind::of(&it))),
        })
    }

    /// Swaps two folders in one call, so that nobody ever sees neither or half of one.
    pub(super) fn exchange(&self, new: &Path, old: &Path) -> Result<(), Error> {
        #[cfg(test)]
        if self.fault.refuses_exchange {
            return Err(Error::io("exchange", old, io::ErrorKind::Unsupported.into()));
        }
        self.act("exchange", old, |old| exchange(new, old))
    }

    /// Makes the names in a folder survive a power cut, where the system offers that.
    pub(super) fn sync_folder(&self, folder: &Path) -> Result<(), Error> {
        use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
        if cfg!(not(unix)) {
            return Ok(());
        }
        self.act("flush", folder, |it| match File::open(it).and_then(|it| flush(&it)) {
            // Some file systems cannot flush a folder, and one may write to a folder one cannot list.
            Err(err) if matches!(err.kind(), InvalidInput | PermissionDenied | Unsupported) => {
                Ok(())
            }
            result => result,
        })
    }

    /// Removes a folder and all below it; links are removed, never followed.
    pub(super) fn remove_folder(&self, folder: &Path) -> Result<(), Error> {
        self.act("remove", folder, |it| match fs::remove_dir_all(it) {
            Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(()),
            // A carried folder may forbid its owner to write, hence to remove what is in it.
            Err(err) if err.kind() == io::ErrorKind::PermissionDenied => {
                open_up_all(it);
                fs::remove_dir_all(it)
            }
            result => result,
        })
    }

    /// Brings a file into another folder unchanged: as a second name of it, else as a copy.
    pub(super) fn carry_file(&self, from: &Path, to: &Path) -> Result<(), Error> {
        self.act("carry over", from, |from| match fs::hard_link(from, to) {
            // Another file system within the folder: what lies there must stay where it is.
            Err(err) if err.kind() == io::ErrorKind::CrossesDevices => Err(err),
            Err(err) if !from.symlink_metadata()?.is_file() => Err(err),
            Err(_) => copy(from, to),
            Ok(()) => Ok(()),
        })
    }

    /// Makes a link that points where another one points.
    pub(super) fn carry_link(&self, from: &Path, to: &Path) -> Result<(), Error> {
        self.act("carry over", from, |from| {
            let target = fs::read_link(from)?;
            #[cfg(unix)]
            return std::os::unix::fs::symlink(target, to);
            #[cfg(windows)]
            return match from.is_dir() {
                true => std::os::windows::fs::symlink_dir(target, to),
                false => std::os::windows::fs::symlink_file(target, to),
            };
        })
    }
}

/// What stands under a name; links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A folder.
    Folder,
    /// What cannot be looked into, or is mounted, so that it cannot be carried elsewhere.
    Closed,
    /// A regular file.
    File,
    /// A link to anything.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

impl Kind {
    /// Kind of what stands at `path`; `None` when nothing can be seen there.
    pub(super) fn at(path: &Path) -> Option<Kind> {
        path.symlink_metadata().ok().map(|it| Kind::of(&it))
    }

    fn of(metadata: &Metadata) -> Kind {
        match metadata.file_type() {
            it if it.is_symlink() => Kind::Link,
            it if it.is_dir() => Kind::Folder,
            it if it.is_file() => Kind::File,
            _ => Kind::Other,
        }
    }
}

/// Something below a folder.
#[derive(Debug)]
pub(super) struct Entry {
    /// Path from the folder.
    pub(super) path: PathBuf,
    /// What it is.
    pub(super) kind: Kind,
}

impl Entry {
    /// The path with `/` between its parts, as run records write it; `None` when it is not Unicode.
    pub(super) fn name(&self) -> Option<String> {
        let parts: Option<Vec<_>> = self.path.iter().map(|it| it.to_str()).collect();
        parts.map(|it| it.join("/"))
    }
}

/// Everything below a folder, a folder before what is in it.
pub(super) fn survey(root: &Path) -> io::Result<Vec<Entry>> {
    use io::ErrorKind::{NotFound, PermissionDenied};
    let mut found = BTreeMap::new();
    let mut unread = vec![PathBuf::new()];
    while let Some(folder) = unread.pop() {
        let listing = match fs::read_dir(root.join(&folder)) {
            Ok(listing) => listing,
            Err(err) if err.kind() == PermissionDenied && !folder.as_os_str().is_empty() => {
                found.insert(folder, Kind::Closed);
                continue;
            }
            Err(err) => return Err(err),
        };
        for item in listing {
            let item = item?;
            let kind = match item.metadata().map(|it| Kind::of(&it)) {
                Ok(Kind::Folder) if is_mounted(&item.path()) => Kind::Closed,
                Ok(kind) => kind,
                Err(err) if err.kind() == NotFound => continue,
                Err(err) if err.kind() == PermissionDenied => Kind::Closed,
                Err(err) => return Err(err),
            };
            let path = folder.join(item.file_name());
            if kind == Kind::Folder {
                unread.push(path.clone());
            }
            found.insert(path, kind);
        }
    }
    Ok(found.into_iter().map(|(path, kind)| Entry { path, kind }).collect())
}

/// Bytes of a regular file; a link, a pipe or more than `limit` bytes is an error.
pub(super) fn read_plain(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = plain(OpenOptions::new().read(true)).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if limit < bytes.len() as u64 { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Makes the bytes of a file survive a power cut.
pub(super) fn flush(file: &File) -> io::Result<()> {
    // No test pulls the plug, and flushing would take up most of their time.
    if cfg!(test) { Ok(()) } else { file.sync_all() }
}

/// Options that follow no link and wait for no pipe.
pub(super) fn plain(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    options
}

/// Gives a folder the group and the permissions of another, as far as the system lets us.
pub(super) fn copy_access(from: &Path, to: &Path) {
    #[cfg(unix)]
    if let Ok(metadata) = from.symlink_metadata() {
        use std::os::unix::fs::{MetadataExt, chown};
        let _ = chown(to, None, Some(metadata.gid()));
        let _ = fs::set_permissions(to, metadata.permissions());
    }
    #[cfg(not(unix))]
    let _ = (from, to);
}

/// Lets its owner list, fill and empty a folder.
pub(super) fn open_up(folder: &Path) {
    #[cfg(unix)]
    if let Ok(metadata) = folder.symlink_metadata() {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode() | 0o700;
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// A name beside `path` that nothing bears in any of the folders.
pub(super) fn free_name(path: &Path, folders: &[&Path]) -> PathBuf {
    let mut n = 1;
    loop {
        let mut name = OsString::from(path.as_os_str());
        name.push(if n == 1 { ".aside".to_owned() } else { format!(".aside-{n}") });
        if folders.iter().all(|it| Kind::at(&it.join(&name)).is_none()) {
            return PathBuf::from(name);
        }
        n += 1;
    }
}

/// Whether an error means that a file system does not offer an operation, or not here.
pub(super) fn is_refusal(error: &Error) -> bool {
    use io::ErrorKind as K;
    let Error::Io { source, .. } = error else { return false };
    matches!(
        source.kind(),
        K::CrossesDevices
            | K::InvalidInput
            | K::PermissionDenied
            | K::ResourceBusy
            | K::Unsupported
    )
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_new: &Path, _old: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether something is mounted at a folder.
#[cfg(unix)]
pub(super) fn is_mounted(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        let found = statx(CWD, folder, AtFlags::empty(), StatxFlags::empty());
        if found.is_ok_and(|it| it.stx_attributes.contains(StatxAttributes::MOUNT_ROOT)) {
            return true;
        }
    }
    let above = folder.parent().map(Path::metadata);
    match (folder.metadata(), above) {
        (Ok(here), Some(Ok(above))) => here.dev() != above.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(super) fn is_mounted(_folder: &Path) -> bool {
    false
}

/// Copies a regular file with its permissions and its time of change.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = plain(OpenOptions::new().read(true)).open(from)?;
    let mut target = OpenOptions::new().write(true).create_new(true).open(to)?;
    io::copy(&mut source, &mut target)?;
    let metadata = source.metadata()?;
    if let Ok(time) = metadata.modified() {
        target.set_modified(time)?;
    }
    target.set_permissions(metadata.permissions())?;
    flush(&target)
}

/// Opens up every folder of a tree.
fn open_up_all(root: &Path) {
    let mut unread = vec![root.to_owned()];
    while let Some(folder) = unread.pop() {
        open_up(&folder);
        let Ok(listing) = fs::read_dir(&folder) else { continue };
        let items = listing.flatten().map(|it| it.path());
        unread.extend(items.filter(|it| Kind::at(it) == Some(Kind::Folder)));
    }
}

/// Makes operations fail in tests.
#[cfg(test)]
#[derive(Debug, Default)]
pub(super) struct Fault {
    /// Numbers of the operations that fail, from 0.
    pub(super) failing: std::ops::Range<usize>,
    /// Number of operations so far.
    pub(super) n_done: std::sync::atomic::AtomicUsize,
    /// Whether the file system does not know how to exchange two folders.
    pub(super) refuses_exchange: bool,
}

#[cfg(test)]
impl Fault {
    fn step(&self) -> io::Result<()> {
        let n = self.n_done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if self.failing.contains(&n) { Err(io::Error::other("made to fail")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn a_copy_has_the_bytes_the_permissions_and_the_time_of_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::write(&from, "text").expect("a file");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let file = OpenOptions::new().write(true).open(&from).expect("a file");
        file.set_modified(time).expect("a time");
        let mut permissions = file.metadata().expect("the file").permissions();
        permissions.set_readonly(true);
        file.set_permissions(permissions.clone()).expect("permissions");

        copy(&from, &to).expect("a copy");
        let metadata = to.metadata().expect("the copy");
        assert_eq!(fs::read(&to).ok().as_deref(), Some(&b"text"[..]));
        assert_eq!(metadata.modified().ok(), Some(time));
        assert_eq!(metadata.permissions(), permissions);
    }
}
