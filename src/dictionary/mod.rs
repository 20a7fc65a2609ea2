//! Dictionary files in, frames out.
//!
//! The language, by example; `docs/dictionaries.md` has all of it:
//!
//! ```toml
//! language = "en"                                      # of the entries
//!
//! [classes]
//! powers = ["russia*", "(china|beijing)", "the west"]
//!
//! [[frame]]
//! name = "multi-vector"
//! entries = [
//!     "multi-vector",                                  # words; hyphen, space and closed up are one
//!     "new (golden)? era",                             # alternatives, and what may be missing
//!     "balanc* ... @powers",                           # in order, at most 8 words between
//!     { pattern = "ties ... @powers", near = 3 },      # in any order, at most 3 words between
//!     { pattern = "balance", after = "of payments" },  # not where the other pattern stands
//!     { any_of = "@powers", at_least = 2 },            # different ones in one sentence
//! ]
//! ```
//!
//! A file is read in three steps: the classes of all files are looked up (`classes`), entries are
//! parsed (`pattern`, `toml_entry`) and spelled out as phrases (`expand`), and frames get
//! the entries of their descendants (`family`). What comes out names no class and holds no bracket.

mod classes;
mod csv_file;
mod entry;
pub mod exchange;
mod expand;
mod family;
mod pattern;
mod single;
mod toml_entry;
mod toml_file;
mod toml_value;
mod word;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use classes::{Classes, Draft};
pub use entry::{Denied, Entry, Phrases, Rule, Same, Step, Target, Whose};
pub use single::of_pattern;
pub use word::{Mark, WordPattern, parse as parse_word};

use crate::diagnostic::{self, Problem};
use crate::error::Error;
use crate::text::Language;

/// Largest dictionary file, in bytes.
pub const MAX_FILE: u64 = 16 << 20;

/// Most entries of a dictionary.
const MAX_ENTRIES: usize = 100_000;

/// Most frames of a dictionary: tables have a row for each of them in each article.
const MAX_FRAMES: usize = 1000;

/// The frames that are part of the program and counted where settings name no others.
pub const BUILTIN: &str = include_str!("shipped/builtin.toml");

/// All dictionaries that are part of the program, under the names that settings have for them; all
/// are English.
const SHIPPED: [(&str, &str); 5] = [
    ("builtin", BUILTIN),
    ("actors", include_str!("shipped/actors.toml")),
    ("estimative", include_str!("shipped/estimative.toml")),
    ("hedges", include_str!("shipped/hedges.toml")),
    ("evidence-verbs", include_str!("shipped/evidence-verbs.toml")),
];

/// The text of a dictionary that is part of the program; `None` when the name is that of a file.
pub fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|it| it.0 == name).map(|it| it.1)
}

/// All frames together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary {
    /// The frames, in the order of the files.
    pub frames: Vec<Frame>,
    /// SHA-256 of each file with its name, in the order in which they were given.
    pub files: Vec<(String, String)>,
}

/// One way of seeing the issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Its name, as tables show it.
    pub name: String,
    /// What people call it; the name, where the dictionary says nothing else.
    pub label: String,
    /// One sentence: what it means.
    pub about: String,
    /// Name of the frame that counts its entries too.
    pub parent: Option<String>,
    /// Language of its entries, where the file says it.
    pub language: Option<Language>,
    /// Its entries in the order of the file, then those of its descendants.
    pub entries: Vec<Entry>,
    /// Place of its file in [`Dictionary::files`].
    pub file: usize,
    /// Line of that file, from 1.
    pub line: usize,
}

/// What people call each frame: its label, or its name where several frames have that label.
pub fn labels(frames: &[Frame]) -> Vec<&str> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for frame in frames {
        // The name of another frame would mislead as well.
        let names = [frame.label.as_str(), frame.name.as_str()];
        let n_names = if names[0] == names[1] { 1 } else { 2 };
        names[..n_names].iter().for_each(|it| *uses.entry(it).or_default() += 1);
    }
    let label = |it: &'_ Frame| uses[it.label.as_str()] == 1 && !it.label.is_empty();
    frames.iter().map(|it| if label(it) { it.label.as_str() } else { it.name.as_str() }).collect()
}

/// Every form of dictionary file that is read.
const FORMATS: &[Format] = &[toml_file::FORMAT, csv_file::FORMAT];

/// One form of dictionary file. Classes are read first, from all files: any file may name them.
struct Format {
    /// File name endings, without the dot.
    extensions: &'static [&'static str],
    /// Reads the word classes; every problem has its place in the text.
    read_classes: fn(&str) -> Reads<Draft>,
    /// Reads the frames.
    read_frames: fn(&str, &Classes) -> Reads<Read>,
}

/// What a file holds, or all that is wrong with it.
type Reads<T> = Result<Vec<T>, Vec<Problem>>;

/// A frame, and where in its file name and parent stand.
#[derive(Debug)]
struct Read {
    frame: Frame,
    name_at: Range<usize>,
    parent_at: Range<usize>,
}

/// A dictionary file.
struct File {
    name: String,
    text: String,
    format: &'static Format,
    problems: Vec<Problem>,
}

/// Reads dictionaries: files, or names of [`shipped`] ones. Relative paths are taken from `folder`.
///
/// # Errors
/// When a file cannot be read, or something in it is wrong: all problems of all files at once.
pub fn read(names: &[String], folder: &Path) -> Result<Dictionary, Error> {
    let files = open_all(names, folder)?;
    read_files(files).map_err(|report| Error::Settings { report })
}

fn open_all(names: &[String], folder: &Path) -> Result<Vec<File>, Error> {
    let file = |name: &String| match shipped(name) {
        Some(text) => Ok(File::new(name, text.to_owned(), &toml_file::FORMAT)),
        None => open(name, folder),
    };
    names.iter().map(file).collect()
}

fn read_files(mut files: Vec<File>) -> Result<Dictionary, String> {
    let hashes = files.iter().map(|it| (it.name.clone(), sha256(it.text.as_bytes()))).collect();
    let classes = resolve_classes(&mut files)?;
    let (mut frames, mut places): (Vec<Frame>, Vec<_>) = (Vec::new(), Vec::new());
    for (i, file) in files.iter_mut().enumerate() {
        let read = (file.format.read_frames)(&file.text, &classes).unwrap_or_else(|problems| {
            file.problems.extend(problems);
            Vec::new()
        });
        for Read { mut frame, name_at, parent_at } in read {
            frame.file = i;
            if frames.iter().any(|it: &Frame| it.name == frame.name) {
                let what = format!("frame `{}` stands twice", frame.name);
                let hint =
                    "put all its entries into one frame, or give one of the two another name";
                file.problems.push(Problem::new(name_at.clone(), what).hint(hint));
            }
            frames.push(frame);
            places.push((i, name_at, parent_at));
        }
    }
    stop_at_problems(&files)?;
    if let Err(wrongs) = family::inherit(&mut frames) {
        for family::Wrong { frame, is_parent, what } in wrongs {
            let (file, name_at, parent_at) = places[frame].clone();
            let at = if is_parent { parent_at } else { name_at };
            files[file].problems.push(Problem::new(at, what));
        }
    }
    stop_at_problems(&files)?;
    within_limits(&frames)?;
    Ok(Dictionary { frames, files: hashes })
}

/// The word classes of all files.
fn resolve_classes(files: &mut [File]) -> Result<Classes, String> {
    let mut drafts = Vec::new();
    for file in &mut *files {
        let classes = (file.format.read_classes)(&file.text);
        drafts.push(classes.unwrap_or_else(|problems| {
            file.problems.extend(problems);
            Vec::new()
        }));
    }
    stop_at_problems(files)?;
    classes::resolve(&drafts).map_err(|problems| {
        problems.into_iter().for_each(|(i, it)| files[i].problems.push(it));
        reports(files)
    })
}

fn stop_at_problems(files: &[File]) -> Result<(), String> {
    if files.iter().all(|it| it.problems.is_empty()) { Ok(()) } else { Err(reports(files)) }
}

fn reports(files: &[File]) -> String {
    let faulty = files.iter().filter(|it| !it.problems.is_empty());
    let report = |it: &File| diagnostic::report(&it.name, &it.text, it.problems.clone());
    faulty.map(report).collect::<Vec<_>>().join("\n\n")
}

fn within_limits(frames: &[Frame]) -> Result<(), String> {
    let entries = || frames.iter().flat_map(|it| &it.entries);
    let n_words: usize = entries().map(|it| it.rule.n_words()).sum();
    if frames.is_empty() {
        return Err(
            "the dictionaries hold no frame; write `[[frame]]` with `name` and `entries`".into()
        );
    }
    for (what, n, limit) in [
        ("frames", frames.len(), MAX_FRAMES),
        ("entries", entries().count(), MAX_ENTRIES),
        ("words when alternatives and classes are spelled out", n_words, expand::MAX_SPELLED_OUT),
    ] {
        if limit < n {
            return Err(format!("the dictionaries hold {n} {what}, more than {limit}"));
        }
    }
    Ok(())
}

/// Reads dictionaries that are in memory; the end of a name says which form.
#[cfg(test)]
pub(crate) fn read_texts(texts: &[(&str, &str)]) -> Result<Dictionary, String> {
    let format = |name: &str| {
        let is_it = |it: &&Format| it.extensions.iter().any(|it| name.ends_with(it));
        FORMATS.iter().find(is_it).expect("a known ending")
    };
    let file = |(name, text): &(&str, &str)| File::new(name, (*text).to_owned(), format(name));
    let plain = |report: String| anstream::adapter::strip_str(&report).to_string();
    read_files(texts.iter().map(file).collect()).map_err(plain)
}

impl File {
    fn new(name: &str, text: String, format: &'static Format) -> File {
        File { name: name.to_owned(), text, format, problems: Vec::new() }
    }
}

/// The form of a dictionary file, by the end of its name.
fn form_of(path: &Path) -> Option<&'static Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS.iter().find(|it| it.extensions.contains(&extension.as_str()))
}

fn open(file: &str, folder: &Path) -> Result<File, Error> {
    let path = folder.join(file);
    let Some(format) = form_of(&path) else {
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
    Ok(File::new(file, text, format))
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
    fn a_label_that_frames_share_is_no_label() {
        let frame = |name: &str, label: &str| Frame {
            name: name.to_owned(),
            label: label.to_owned(),
            ..Frame::default()
        };
        let frames = [
            frame("a", "The A"),
            frame("b/law", "Law"),
            frame("c/law", "Law"),
            frame("d", "e"),
            frame("e", "e"),
        ];
        assert_eq!(labels(&frames), ["The A", "b/law", "c/law", "d", "e"]);
    }

    #[test]
    fn every_dictionary_that_is_shipped_can_be_read_beside_the_others() {
        let names: Vec<String> = SHIPPED.iter().map(|it| it.0.to_owned()).collect();
        let dictionary = read(&names, Path::new(".")).expect("a dictionary");
        assert!(dictionary.frames.iter().any(|it| it.parent.as_deref() == Some("estimative")));
    }

    #[test]
    fn no_entry_of_the_built_in_dictionary_stands_twice() {
        let dictionary = read(&["builtin".to_owned()], Path::new(".")).expect("a dictionary");
        for frame in &dictionary.frames {
            for (i, entry) in frame.entries.iter().enumerate() {
                let twin = frame.entries[..i].iter().find(|it| it.rule == entry.rule);
                assert_eq!(twin, None, "{}", frame.name);
            }
        }
    }
}
