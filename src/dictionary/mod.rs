//! Dictionary files in, frames out.

mod csv_file;
mod entry;
pub mod exchange;
pub mod lint;
mod toml_file;

use std::path::Path;

pub(crate) use entry::MAX_ENTRY_WORDS;
pub use entry::{Mark, WordPattern, parse as parse_entry};

use crate::diagnostic::{self, Problem};
use crate::error::Error;

/// Largest dictionary file, in bytes.
pub const MAX_FILE: u64 = 16 << 20;

/// Most entries of a dictionary.
const MAX_ENTRIES: usize = 100_000;

/// Most frames of a dictionary: tables have a row for each of them in each article.
const MAX_FRAMES: usize = 1000;

/// The dictionary that is part of the program.
pub const BUILTIN: &str = include_str!("builtin.toml");

/// All frames together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary {
    /// The frames, in the order of the files.
    pub frames: Vec<Frame>,
    /// SHA-256 of each file with its name, in the order in which they were given.
    pub files: Vec<(String, String)>,
}

/// One way of seeing the issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Its name, as tables show it.
    pub name: String,
    /// One sentence: what it means.
    pub about: String,
    /// Its entries, in the order of the file.
    pub entries: Vec<Entry>,
}

/// One item of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As it is written.
    pub text: String,
    /// Its words, one after the other in a text.
    pub words: Vec<WordPattern>,
}

/// Every form of dictionary file that is read.
const FORMATS: &[Format] = &[toml_file::FORMAT, csv_file::FORMAT];

/// One form of dictionary file.
struct Format {
    /// File name endings, without the dot.
    extensions: &'static [&'static str],
    /// Reads the frames; every problem has its place in the text.
    read: fn(&str) -> Result<Vec<Frame>, Vec<Problem>>,
}

/// Reads dictionaries: files, or `builtin`. Relative paths are taken from `folder`.
///
/// # Errors
/// When a file cannot be read, or something in it is wrong: all problems of all files at once.
pub fn read(names: &[String], folder: &Path) -> Result<Dictionary, Error> {
    let mut dictionary = Dictionary::default();
    let mut reports = Vec::new();
    for name in names {
        let (shown, text, format) = match name.as_str() {
            "builtin" => (name.clone(), BUILTIN.to_owned(), &toml_file::FORMAT),
            file => open(file, folder)?,
        };
        dictionary.files.push((shown.clone(), sha256(text.as_bytes())));
        match (format.read)(&text) {
            Ok(frames) => {
                for frame in frames {
                    if dictionary.frames.iter().any(|it| it.name == frame.name) {
                        let what =
                            format!("frame `{}` stands in an earlier dictionary too", frame.name);
                        let hint = "give one of the two another name";
                        let problem = Problem::new(0..0, what).hint(hint);
                        reports.push(diagnostic::report(&shown, &text, vec![problem]));
                    } else {
                        dictionary.frames.push(frame);
                    }
                }
            }
            Err(problems) => reports.push(diagnostic::report(&shown, &text, problems)),
        }
    }
    let n_entries: usize = dictionary.frames.iter().map(|it| it.entries.len()).sum();
    if MAX_FRAMES < dictionary.frames.len() {
        reports.push(too_many(&format!("{} frames", dictionary.frames.len()), MAX_FRAMES));
    }
    if MAX_ENTRIES < n_entries {
        reports.push(too_many(&format!("{n_entries} entries"), MAX_ENTRIES));
    }
    if reports.is_empty() {
        Ok(dictionary)
    } else {
        Err(Error::Settings { report: reports.join("\n\n") })
    }
}

fn too_many(what: &str, limit: usize) -> String {
    format!("the dictionaries hold {what}, more than {limit}")
}

fn open(file: &str, folder: &Path) -> Result<(String, String, &'static Format), Error> {
    let path = folder.join(file);
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase();
    let format = FORMATS.iter().find(|it| it.extensions.contains(&extension.as_str()));
    let Some(format) = format else {
        let known: Vec<_> = FORMATS.iter().flat_map(|it| it.extensions).copied().collect();
        let problem = format!(
            "its name ends in none of .{}\nhint: write `builtin` for the frames that come with framescope",
            known.join(", .")
        );
        return Err(Error::unusable(Path::new(file), problem));
    };
    let metadata = std::fs::metadata(&path).map_err(|err| Error::unusable(&path, err))?;
    if MAX_FILE < metadata.len() {
        let problem = format!("it is larger than {} MiB", MAX_FILE >> 20);
        return Err(Error::unusable(&path, problem));
    }
    let bytes = std::fs::read(&path).map_err(|err| Error::unusable(&path, err))?;
    let text = String::from_utf8(bytes).map_err(|err| {
        let at = err.utf8_error().valid_up_to();
        Error::unusable(&path, format!("byte {at} is not UTF-8\nhint: save it as UTF-8"))
    })?;
    let text = text.strip_prefix('\u{FEFF}').map_or(text.clone(), str::to_owned);
    Ok((file.to_owned(), text, format))
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_dictionary_has_three_frames_of_sixty_entries_and_more() {
        let dictionary = read(&["builtin".to_owned()], Path::new(".")).expect("a dictionary");
        let names: Vec<_> = dictionary.frames.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["symbolic", "strategic", "multi-vector"]);
        for frame in &dictionary.frames {
            assert!(60 <= frame.entries.len(), "{} has {}", frame.name, frame.entries.len());
            assert!(!frame.about.is_empty());
        }
    }

    #[test]
    fn no_entry_of_the_built_in_dictionary_stands_twice() {
        let dictionary = read(&["builtin".to_owned()], Path::new(".")).expect("a dictionary");
        for frame in &dictionary.frames {
            for (i, entry) in frame.entries.iter().enumerate() {
                let twin = frame.entries[..i].iter().find(|it| it.words == entry.words);
                assert_eq!(twin, None, "{}", frame.name);
            }
        }
    }
}
