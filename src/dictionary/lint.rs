//! A dictionary in, entries that deserve a second look out.

use std::collections::BTreeMap;
use std::fmt;

use super::{Dictionary, WordPattern};

/// An entry that deserves a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The same entry stands twice in one frame; the second never counts.
    Duplicate {
        /// Name of the frame.
        frame: String,
        /// The entry.
        entry: String,
    },
    /// The same entry stands in two frames; it counts in both.
    Shared {
        /// The entry.
        entry: String,
        /// Names of the frames.
        frames: Vec<String>,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Duplicate { frame, entry } => {
                write!(
                    f,
                    "entry `{entry}` stands twice in frame `{frame}`; the second never counts, remove it"
                )
            }
            Finding::Shared { entry, frames } => {
                write!(
                    f,
                    "entry `{entry}` counts in the frames `{}`; is that meant?",
                    frames.join("`, `")
                )
            }
        }
    }
}

/// Looks through a dictionary, without a text.
pub fn lint(dictionary: &Dictionary) -> Vec<Finding> {
    let mut uses: BTreeMap<&[WordPattern], Vec<(&str, &str)>> = BTreeMap::new();
    for frame in &dictionary.frames {
        for entry in &frame.entries {
            uses.entry(&entry.words).or_default().push((&frame.name, &entry.text));
        }
    }
    let mut findings = Vec::new();
    for places in uses.into_values().filter(|it| 1 < it.len()) {
        let mut frames: Vec<String> = Vec::new();
        for (frame, entry) in &places {
            if frames.iter().any(|it| it == frame) {
                let (frame, entry) = ((*frame).to_owned(), (*entry).to_owned());
                findings.push(Finding::Duplicate { frame, entry });
            } else {
                frames.push((*frame).to_owned());
            }
        }
        if 1 < frames.len() {
            findings.push(Finding::Shared { entry: places[0].1.to_owned(), frames });
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{Entry, Frame, parse_entry};

    #[test]
    fn entries_that_stand_twice_are_found() {
        let frame = |name: &str, entries: &[&str]| Frame {
            name: name.to_owned(),
            about: String::new(),
            entries: entries
                .iter()
                .map(|it| Entry {
                    text: (*it).to_owned(),
                    words: parse_entry(it).expect("an entry"),
                })
                .collect(),
        };
        let frames = vec![frame("a", &["x y", "x-y", "z"]), frame("b", &["z"])];
        let findings = lint(&Dictionary { frames, files: Vec::new() });
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(matches!(&findings[0], Finding::Duplicate { entry, .. } if entry == "x-y"));
        assert!(matches!(&findings[1], Finding::Shared { frames, .. } if frames == &["a", "b"]));
    }
}
