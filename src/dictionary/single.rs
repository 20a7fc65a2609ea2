//! The text of one pattern in, a dictionary of one entry out.

use std::path::Path;

use super::classes::{Classes, names_in};
use super::pattern::{self, Wrong};
use super::{Dictionary, Entry, Frame, Rule, expand, open_all, resolve_classes};
use crate::diagnostic::{self, Problem};
use crate::error::Error;

/// Reads a pattern as the only entry of a frame without a name; the word classes that it names are
/// those of dictionaries, as [`super::read`] takes them.
///
/// # Errors
/// When the pattern or a class cannot be used; what is wrong has its column in the pattern.
pub fn of_pattern(text: &str, dictionaries: &[String], folder: &Path) -> Result<Dictionary, Error> {
    let text = text.trim();
    let report = |wrong: Wrong| {
        let at = if wrong.at == (0..0) { 0..text.len() } else { wrong.at };
        let problem = Problem::new(at, wrong.what).hint(HINT);
        Error::Settings { report: diagnostic::report("PATTERN", text, vec![problem]) }
    };
    let pattern = pattern::parse(text, false).map_err(report)?;
    let classes = if names_in(&pattern.parts).is_empty() {
        Classes::new()
    } else {
        let mut files = open_all(dictionaries, folder)?;
        resolve_classes(&mut files).map_err(|report| Error::Settings { report })?
    };
    let target = expand::target(&pattern, None, None, &classes).map_err(report)?;
    let entries = vec![Entry::of(text, Rule::of(target), 1)];
    let frames = vec![Frame { entries, ..Frame::default() }];
    Ok(Dictionary { frames, files: Vec::new() })
}

/// What a pattern may look like.
const HINT: &str = "patterns look like `strateg*`, `photo (op|opportunity)`, `balanc* ... moscow`, `~negotiate`, `=US`";

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(result: Result<Dictionary, Error>) -> String {
        anstream::adapter::strip_str(&result.expect_err("a problem").to_string()).to_string()
    }

    #[test]
    fn a_pattern_is_the_only_entry() {
        let dictionary =
            of_pattern(" balanc* ... moscow ", &[], Path::new(".")).expect("a pattern");
        let entries = &dictionary.frames[0].entries;
        assert_eq!((entries.len(), entries[0].text.as_str()), (1, "balanc* ... moscow"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_column() {
        let report = plain(of_pattern("a (b|c", &[], Path::new(".")));
        assert!(report.contains("PATTERN:1:3") && report.contains("write `)`"), "{report}");
        let builtin = ["builtin".to_owned()];
        let report = plain(of_pattern("with @nobody", &builtin, Path::new(".")));
        assert!(report.contains("PATTERN:1:6"), "{report}");
        assert!(report.contains("there is no class `nobody`"), "{report}");
    }
}
