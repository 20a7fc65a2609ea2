//! Input paths in, a listing out: every file in a stable order, and what was passed over.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::open::Stamp;
use super::sidecar::Sidecar;
use super::{Format, Options, Packing, SourceFrom, format_of, kind, plain};
use crate::error::Error;
use crate::notice::{Matter, Notice, Reason};

/// One input file.
#[derive(Debug)]
pub struct File {
    /// Where it is opened.
    pub path: PathBuf,
    /// Its path below the input folder with `/`, as every table shows it.
    pub name: String,
    /// The first folder below the input folder; empty for a file directly in it, and where folders
    /// do not name sources.
    pub folder: String,
    /// Its format by name.
    pub format: &'static Format,
    /// How it is packed.
    pub packing: Packing,
    /// Size that the folder gives; a hint only.
    pub n_bytes: u64,
    /// What the system says about it; nothing for standard input.
    pub stamp: Option<Stamp>,
}

/// What lies in the input folders.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files with a format, by name.
    pub files: Vec<File>,
    /// Files that are skipped before they are opened, by name.
    pub skipped: Vec<(String, Reason)>,
    /// Hidden files, and faults in the metadata files.
    pub notices: Vec<Notice>,
    /// Metadata for other files.
    pub sidecar: Arc<Sidecar>,
}

/// Lists all files below the input paths, sorted by the bytes of their names.
///
/// Hidden files and folders are passed over with a notice; links and files that are no regular
/// files are listed as skipped.
///
/// # Errors
/// When an input path does not exist.
pub fn discover(options: &Options, paths: &[PathBuf]) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    for (i, path) in paths.iter().enumerate() {
        let prefix = prefix_of(paths, i);
        if path.as_os_str() == "-" {
            listing.add(Path::new("-"), format!("{prefix}stdin.txt"), "", None);
            continue;
        }
        let metadata = std::fs::metadata(path)
            .map_err(|err| Error::Input { path: path.clone(), problem: err.to_string() })?;
        if metadata.is_dir() {
            listing.walk(path, &prefix, options);
        } else {
            let name = path.file_name().map(display).unwrap_or_default();
            listing.add(path, format!("{prefix}{name}"), "", Some(&metadata));
        }
    }
    listing.files.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    listing.skipped.sort();
    listing.notices.sort();
    Ok(listing)
}

impl Listing {
    fn walk(&mut self, root: &Path, prefix: &str, options: &Options) {
        // One open folder at a time, so that a deep tree cannot use up the descriptors.
        let mut walk = WalkDir::new(root).max_open(1).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(err) => {
                    let path = err.path().unwrap_or(root);
                    let problem = err.io_error().map_or(err.to_string(), ToString::to_string);
                    self.skipped.push((name_below(root, prefix, path), Reason::NotListed(problem)));
                    continue;
                }
            };
            if entry.depth() == 0 {
                continue;
            }
            let name = name_below(root, prefix, entry.path());
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                self.notices.push(Notice { path: name, record: None, matter: Matter::Hidden });
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            let kind = entry.file_type();
            let is_sidecar = entry.depth() == 1 && entry.file_name() == options.metadata.as_str();
            if is_sidecar && kind.is_file() {
                let sidecar = Arc::make_mut(&mut self.sidecar);
                sidecar.read(entry.path(), &name, prefix, &options.fields, &mut self.notices);
                continue;
            }
            if kind.is_symlink() {
                self.skipped.push((name, Reason::Link));
            } else if kind.is_file() {
                let metadata = entry.metadata().ok();
                let tells = options.source_from == SourceFrom::Folder;
                let folder = name[prefix.len()..].split_once('/').filter(|_| tells);
                let folder = folder.map_or("", |it| it.0).to_owned();
                self.add(entry.path(), name, &folder, metadata.as_ref());
            } else if !kind.is_dir() {
                self.skipped.push((name, Reason::NotAFile));
            }
        }
    }

    fn add(&mut self, path: &Path, name: String, folder: &str, metadata: Option<&Metadata>) {
        // A name without an ending says nothing, so that the content must.
        let is_bare = metadata.is_some() && !name.rsplit('/').next().unwrap_or("").contains('.');
        let bare = || (is_bare && kind::is_known(path)).then_some((&plain::TEXT, Packing::None));
        match format_of(&name).or_else(bare) {
            Some((format, packing)) => {
                let (path, folder) = (path.to_owned(), folder.to_owned());
                let n_bytes = metadata.map_or(0, Metadata::len);
                let stamp = metadata.map(Stamp::of);
                self.files.push(File { path, name, folder, format, packing, n_bytes, stamp });
            }
            None => self.skipped.push((name, Reason::UnknownFormat)),
        }
    }
}

/// What stands before names when there are several input paths, so that names stay unique: the
/// last part of the path, with a number where two paths share it.
fn prefix_of(paths: &[PathBuf], i: usize) -> String {
    if paths.len() == 1 {
        return String::new();
    }
    let last = |path: &PathBuf| path.file_name().map(display).unwrap_or_else(|| "input".to_owned());
    let name = last(&paths[i]);
    let n_before = paths[..i].iter().filter(|it| last(it) == name).count();
    match n_before {
        _ if paths[i].is_file() => format!("{}/", i + 1),
        0 => format!("{name}/"),
        n => format!("{name}~{}/", n + 1),
    }
}

fn name_below(root: &Path, prefix: &str, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<String> = below.iter().map(display).collect();
    format!("{prefix}{}", parts.join("/"))
}

/// A file name as text: bytes that are no UTF-8, and control characters, as `\xNN`.
fn display(name: &std::ffi::OsStr) -> String {
    use std::fmt::Write;
    let mut shown = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            if character.is_control() || character == '\\' {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(shown, "\\x{byte:02X}");
                }
            } else {
                shown.push(character);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(shown, "\\x{byte:02X}");
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(files: &[&str]) -> Listing {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, "text").expect("a file");
        }
        discover(&Options::default(), &[folder.path().to_owned()]).expect("a listing")
    }

    #[test]
    fn files_are_listed_in_the_order_of_their_names_bytes() {
        let found = listing(&["b.txt", "a/z.txt", "B.txt", "a.txt"]);
        let names: Vec<&str> = found.files.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["B.txt", "a.txt", "a/z.txt", "b.txt"]);
    }

    #[test]
    fn a_file_with_an_unknown_ending_is_a_skipped_row_and_a_hidden_one_a_notice() {
        let found = listing(&["a.txt", "photo.jpg", ".DS_Store", ".git/config.txt"]);
        assert_eq!(found.files.len(), 1);
        assert_eq!(found.skipped, [("photo.jpg".to_owned(), Reason::UnknownFormat)]);
        let hidden: Vec<&str> = found.notices.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(hidden, [".DS_Store", ".git"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink("/", folder.path().join("root.txt")).expect("a link");
        let found = discover(&Options::default(), &[folder.path().to_owned()]).expect("a listing");
        assert_eq!(found.skipped, [("root.txt".to_owned(), Reason::Link)]);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_shown_with_its_bytes() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(display(std::ffi::OsStr::from_bytes(b"a\xFF\n.txt")), "a\\xFF\\x0A.txt");
    }
}
