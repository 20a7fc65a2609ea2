//! File names in, the fields that they hold out.

use regex::Regex;
use serde::de::{Deserialize, Deserializer, Error};

use super::fields::{Field, Fields, Origin};

/// A pattern for file names such as `{source}_{date}_{title}`.
#[derive(Debug)]
pub struct FileNamePattern {
    regex: Regex,
}

impl FileNamePattern {
    /// Names that may stand between braces.
    pub const NAMES: [&'static str; 5] = ["source", "date", "title", "author", "id"];

    /// Compiles a pattern.
    ///
    /// # Errors
    /// When it holds no name, an unknown one, or one twice; the error says which.
    pub fn new(pattern: &str) -> Result<FileNamePattern, String> {
        let mut regex = String::from("^");
        let mut names = Vec::new();
        let mut rest = pattern;
        while let Some((literal, tail)) = rest.split_once('{') {
            let Some((name, tail)) = tail.split_once('}') else {
                return Err(format!("`{pattern}` has an opening brace without a closing one"));
            };
            let Some(known) = Self::NAMES.iter().find(|it| **it == name) else {
                return Err(format!(
                    "`{{{name}}}` is unknown; use {{{}}}",
                    Self::NAMES.join("}, {")
                ));
            };
            if names.contains(known) {
                return Err(format!("`{{{name}}}` stands twice"));
            }
            names.push(*known);
            regex.push_str(&format!("{}(?P<{name}>.+?)", regex::escape(literal)));
            rest = tail;
        }
        if names.is_empty() {
            return Err(format!(
                "`{pattern}` names no field; write for example {{source}}_{{date}}"
            ));
        }
        regex.push_str(&format!("{}$", regex::escape(rest)));
        let regex = Regex::new(&regex).map_err(|err| err.to_string())?;
        Ok(FileNamePattern { regex })
    }

    /// What a file name says, given without its ending; nothing where it does not fit.
    pub fn read(&self, name: &str) -> Fields {
        let found = self.regex.captures(name);
        let field = |wanted: &str| {
            let value = found.as_ref()?.name(wanted)?.as_str();
            // People write underscores and hyphens for spaces; a date keeps its hyphens.
            let value = if matches!(wanted, "date" | "id") {
                value.to_owned()
            } else {
                value.replace('_', " ")
            };
            Some(Field { value, origin: Origin::FileName })
        };
        Fields {
            id: field("id"),
            source: field("source"),
            title: field("title"),
            author: field("author"),
            date: field("date"),
            ..Fields::default()
        }
    }
}

/// Reads a pattern from the settings; empty for none.
pub(super) fn checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let pattern = String::deserialize(deserializer)?;
    if !pattern.trim().is_empty() {
        FileNamePattern::new(&pattern).map_err(D::Error::custom)?;
    }
    Ok(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_read_by_its_pattern() {
        let pattern = FileNamePattern::new("{source}_{date}_{title}").expect("a valid pattern");
        let fields = pattern.read("Harbour Ledger_2025-11-13_a_pact_and_its_price");
        assert_eq!(fields.source.map(|it| it.value).as_deref(), Some("Harbour Ledger"));
        assert_eq!(fields.date.map(|it| it.value).as_deref(), Some("2025-11-13"));
        assert_eq!(fields.title.map(|it| it.value).as_deref(), Some("a pact and its price"));
        assert_eq!(pattern.read("pasted"), Fields::default());
    }

    #[test]
    fn a_wrong_pattern_says_what_is_wrong() {
        assert!(
            FileNamePattern::new("{outlet}_{date}")
                .is_err_and(|it| it.contains("`{outlet}` is unknown"))
        );
        assert!(FileNamePattern::new("plain").is_err());
        assert!(FileNamePattern::new("{source}-{source}").is_err());
    }
}
