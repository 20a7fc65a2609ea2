//! A file that several threads read and write at places of their own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file that is removed when nobody needs it any more, unless it is kept.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    file: fs::File,
    is_kept: bool,
}

impl File {
    /// Makes an empty file, in the place of one that may stand there.
    pub(super) fn create(path: &Path) -> io::Result<File> {
        match fs::remove_file(path) {
            Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(err),
            _ => {}
        }
        let file = fs::OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
        Ok(File { path: path.to_owned(), file, is_kept: false })
    }

    /// Opens a file that was kept.
    pub(super) fn open(path: &Path) -> io::Result<File> {
        let file = fs::OpenOptions::new().read(true).write(true).open(path)?;
        Ok(File { path: path.to_owned(), file, is_kept: true })
    }

    /// The same file, which stays.
    pub(super) fn kept(mut self) -> File {
        self.is_kept = true;
        self
    }

    /// Cuts off what stands behind so many bytes.
    pub(super) fn cut(&self, n_bytes: u64) -> io::Result<()> {
        self.file.set_len(n_bytes)
    }

    #[cfg(unix)]
    pub(super) fn write_at(&self, bytes: &[u8], start: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(&self.file, bytes, start)
    }

    #[cfg(unix)]
    pub(super) fn read_at(&self, bytes: &mut [u8], start: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, start)
    }

    #[cfg(windows)]
    pub(super) fn write_at(&self, mut bytes: &[u8], mut start: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            let n = std::os::windows::fs::FileExt::seek_write(&self.file, bytes, start)?;
            if n == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            bytes = &bytes[n..];
            start += n as u64;
        }
        Ok(())
    }

    #[cfg(windows)]
    pub(super) fn read_at(&self, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            let n = std::os::windows::fs::FileExt::seek_read(&self.file, bytes, start)?;
            if n == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            bytes = &mut bytes[n..];
            start += n as u64;
        }
        Ok(())
    }
}

impl Drop for File {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}
