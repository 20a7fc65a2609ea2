//! A dictionary in, entries that deserve a second look out.

use std::collections::BTreeMap;
use std::fmt;

use super::{Dictionary, Rule};

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
    let mut uses: BTreeMap<&Rule, Vec<(&str, &str)>> = BTreeMap::new();
    for frame in &dictionary.frames {
        for entry in frame.entries.iter().filter(|it| !it.is_inherited) {
            uses.entry(&entry.rule).or_default().push((&frame.name, &entry.text));
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
    use crate::dictionary::read_texts;

    #[test]
    fn entries_that_stand_twice_are_found() {
        let text = "[[frame]]\nname = \"a\"\nentries = [\"multi vector\", \"multi-vector\", \"z\"]\n\
                    [[frame]]\nname = \"b\"\nentries = [\"z\", { pattern = \"z\", not = \"z y\" }]\n";
        let findings = lint(&read_texts(&[("f.toml", text)]).expect("a dictionary"));
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(
            matches!(&findings[0], Finding::Duplicate { entry, .. } if entry == "multi-vector")
        );
        assert!(matches!(&findings[1], Finding::Shared { frames, .. } if frames == &["a", "b"]));
    }

    #[test]
    fn what_a_parent_inherits_is_no_finding() {
        let text = "[[frame]]\nname = \"a\"\n\
                    [[frame]]\nname = \"b\"\nparent = \"a\"\nentries = [\"z\"]\n";
        assert!(lint(&read_texts(&[("f.toml", text)]).expect("a dictionary")).is_empty());
    }
}
