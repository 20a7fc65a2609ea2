//! Dictionaries of other programs in, `frames.toml` out, and back; with a report of every loss.

mod frames_read;
mod frames_write;
mod import;
mod lexicoder;
mod liwc_dic;
mod liwc_dicx;
mod losses;
mod model;
mod pattern;
mod portable;
mod quanteda;
mod regexp;
mod vbpro;
mod wordstat;
mod xml;
mod yoshikoder;

use std::path::Path;

use encoding_rs::Encoding;

use self::import::{Fault, Import};
pub use self::losses::{Change, Loss, Losses};
use self::portable::{Portable, Reach};
use crate::diagnostic::{self, Problem};
use crate::dictionary::{File, form_of, toml_file};
use crate::error::Error;
use crate::input::decode;

/// Every format of another program, in the order in which a file is tried.
pub const FORMATS: &[Format] = &[
    liwc_dic::FORMAT,
    liwc_dicx::FORMAT,
    yoshikoder::YKD_FORMAT,
    yoshikoder::LCD_FORMAT,
    lexicoder::FORMAT,
    vbpro::FORMAT,
    quanteda::FORMAT,
    wordstat::FORMAT,
];

/// A format of another program.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is called in a message.
    pub title: &'static str,
    /// File name endings, without the dot.
    pub extensions: &'static [&'static str],
    /// Whether a text may be of this format.
    looks_like: fn(&str) -> bool,
    /// Reads the categories and entries.
    read: fn(&str, &mut Import) -> Result<(), Fault>,
    /// Writes what the format can hold.
    write: fn(&Portable) -> String,
    /// What the format can hold.
    reach: Reach,
}

/// A dictionary in its new form.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchanged {
    /// The text of the new file, UTF-8.
    pub text: String,
    /// Everything that happened on the way.
    pub losses: Losses,
    /// Names of the categories, by the places that the losses give.
    pub names: Vec<String>,
    /// Number of entries that are written.
    pub n_entries: usize,
    /// The format that was read or written.
    pub format: &'static str,
}

/// Most bytes of a line that a message shows.
const MAX_LINE: usize = 500;

/// The format with this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

/// Reads a dictionary of another program and writes it as frames.
///
/// The format is told by the content; where that leaves several, by the name of the file.
///
/// # Errors
/// When the bytes are no text, no format fits, or the file breaks its format.
pub fn import(
    path: &Path,
    bytes: &[u8],
    wanted: Option<&'static Format>,
    encoding: Option<&'static Encoding>,
) -> Result<Exchanged, Error> {
    let mut import = Import::default();
    let text = decoded(path, bytes, encoding, &mut import)?;
    let format = match wanted {
        Some(format) => format,
        None => told(path, &text)?,
    };
    (format.read)(&text, &mut import).map_err(|fault| unreadable(path, &text, &fault))?;
    import.parents(format.reach.sums_parts).map_err(|fault| unreadable(path, &text, &fault))?;
    let Import { model, mut losses, .. } = import;
    if model.categories.iter().all(|it| it.entries.is_empty()) {
        let problem = format!(
            "it holds no entry, read as {} (`{}`)\nhint: name another format with --format",
            format.title, format.name
        );
        return Err(Error::unusable(path, problem));
    }
    let file = path.file_name().map_or_else(|| "-".into(), |it| it.to_string_lossy());
    let origin = format!("Frames from `{file}`, a {}.", format.title);
    let text = frames_write::write(&model, &origin, &mut losses);
    let entries = model.categories.iter().flat_map(|it| &it.entries);
    let n_entries = entries.filter(|it| it.disabled.is_none()).count();
    let names = model.names();
    Ok(Exchanged { text, losses, names, n_entries, format: format.title })
}

/// Reads frames and writes them as a dictionary of another program.
///
/// # Errors
/// When the text holds no frames, with the place of every problem.
pub fn export(path: &Path, text: &str, format: &'static Format) -> Result<Exchanged, Error> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned();
    let form = form_of(path).unwrap_or(&toml_file::FORMAT);
    let file = File::new(&path.display().to_string(), text, form);
    let (model, mut losses) =
        frames_read::read(file).map_err(|report| Error::Settings { report })?;
    let title = path.file_stem().map_or_else(|| "frames".into(), |it| it.to_string_lossy());
    let portable = portable::portable(&model, &title, &format.reach, &mut losses);
    let n_entries = portable.entries().count();
    let names = model.names();
    Ok(Exchanged {
        text: (format.write)(&portable),
        losses,
        names,
        n_entries,
        format: format.title,
    })
}

/// The text of a file; how it is encoded is the first row of the report.
fn decoded(
    path: &Path,
    bytes: &[u8],
    encoding: Option<&'static Encoding>,
    import: &mut Import,
) -> Result<String, Error> {
    let (text, name, origin, n_replaced) = match encoding {
        Some(encoding) => {
            let (text, used, had_errors) = encoding.decode(bytes);
            let n_replaced = if had_errors { text.matches('\u{FFFD}').count() as u64 } else { 0 };
            (text.into_owned(), used.name(), "as asked for", n_replaced)
        }
        None => {
            let Some(found) = decode(bytes) else {
                let problem = "it is no text\nhint: name its encoding with --encoding, if it is";
                return Err(Error::unusable(path, problem));
            };
            let origin = match found.encoding_origin {
                "bom" => "told by its byte order mark",
                "valid" => "as all its bytes are",
                "declared" => "as it declares",
                _ => "guessed from its bytes; --encoding decides",
            };
            (found.text.into_owned(), found.encoding, origin, found.n_replaced)
        }
    };
    let change = if n_replaced == 0 { Change::Kept } else { Change::Changed };
    let lost = match n_replaced {
        0 => String::new(),
        n => format!("; `{n}` bytes stand for no character and became U+FFFD"),
    };
    let what = format!("read as {name}, {origin}{lost}");
    let fault = |fault: Fault| Error::unusable(path, fault.what);
    import.row(1, None, "", change, what).map_err(fault)?;
    Ok(text)
}

/// The format that a text is in.
fn told(path: &Path, text: &str) -> Result<&'static Format, Error> {
    if text.lines().any(|it| it.trim() == "[[frame]]") {
        let problem = "it is a dictionary of framescope already; `run -f` reads it as it is";
        return Err(Error::unusable(path, problem));
    }
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("").to_lowercase();
    let is_named = |it: &&Format| it.extensions.contains(&extension.as_str());
    let fitting: Vec<&Format> = FORMATS.iter().filter(|it| (it.looks_like)(text)).collect();
    let named = || FORMATS.iter().find(is_named);
    // A file that looks like nothing is read as its name says, so that the message names its line.
    let found = match fitting.as_slice() {
        [] => named(),
        fitting => fitting.iter().copied().find(is_named).or(Some(fitting[0])),
    };
    match found {
        Some(format) => Ok(format),
        None => {
            let known: Vec<&str> = FORMATS.iter().map(|it| it.name).collect();
            let problem = format!(
                "its content is of no known format\nhint: name it with --format: {}",
                known.join(", ")
            );
            Err(Error::unusable(path, problem))
        }
    }
}

/// The first line of a text that holds anything, without the space around it.
fn first_line(text: &str) -> &str {
    text.trim_start().split(['\n', '\r']).next().unwrap_or("").trim_end()
}

fn unreadable(path: &Path, text: &str, fault: &Fault) -> Error {
    let line = import::lines(text).nth(fault.line.saturating_sub(1)).map_or("", |it| it.1);
    // Very long lines, and files that are not lines at all, are no help on a screen.
    if MAX_LINE < line.len() || line.is_empty() || text.len() > 1 << 20 {
        let hint =
            if fault.hint.is_empty() { String::new() } else { format!("\nhint: {}", fault.hint) };
        let problem = format!("line {}: {}{hint}", fault.line, fault.what);
        return Error::unusable(path, problem);
    }
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let mut problem = Problem::new(start..start + line.len(), fault.what.clone());
    if !fault.hint.is_empty() {
        problem = problem.hint(fault.hint);
    }
    let report = diagnostic::report(&path.display().to_string(), text, vec![problem]);
    Error::Settings { report }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a file of each format begins with, so that more of its reader is reached.
    const BEGINNINGS: [&str; 8] = [
        "%\n1\ta\n\t2\tb\n%\n",
        "DicTerm,a,b\n",
        "<dictionary patternengine='regexp'><cnode name='a'>",
        "<dictionary><cnode name='a'><pnode name='b'/></cnode></dictionary>",
        "+a\n",
        ">>a<<\n",
        "a:\n  b:\n  - c\n",
        "a\n\tb (1)\n",
    ];

    proptest! {
        #[test]
        fn whatever_a_file_holds_the_frames_are_valid_and_can_be_exported(
            beginning in 0..BEGINNINGS.len(),
            rest in "[%\t\n +>#<()*?@=~a-c12:_\"'\\[\\]{}|&!,.\\-\u{1}é軍\u{301}/;xX]{0,80}",
        ) {
            let text = format!("{}{rest}", BEGINNINGS[beginning]);
            for format in FORMATS {
                let path = Path::new("x");
                let Ok(done) = import(path, text.as_bytes(), Some(format), None) else { continue };
                for row in done.losses.rows() {
                    prop_assert!(1 <= row.line && row.line <= 1 + text.lines().count());
                }
                if !done.text.contains("[[frame]]") {
                    continue;
                }
                let file = File::new("f.toml", done.text.clone(), &toml_file::FORMAT);
                let read = frames_read::read(file);
                let n = read.as_ref().map_or(0, |(model, _)| {
                    model.categories.iter().map(|it| it.entries.len()).sum()
                });
                prop_assert_eq!(n, done.n_entries, "{}: {}", format.name, done.text);
                for other in FORMATS {
                    let back = export(path, &done.text, other).expect("frames that were read");
                    if 0 < back.n_entries {
                        let again = import(path, back.text.as_bytes(), Some(other), None);
                        let n = again.map_or(0, |it| it.n_entries);
                        prop_assert_eq!(n, back.n_entries, "{}: {}", other.name, back.text);
                    }
                }
            }
        }
    }

    #[test]
    fn the_formats_have_names_of_their_own() {
        for (i, one) in FORMATS.iter().enumerate() {
            assert!(FORMATS[..i].iter().all(|it| it.name != one.name), "{}", one.name);
        }
    }
}
