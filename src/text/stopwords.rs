//! Stop words: which forms are hidden from word tables and charts. They are counted all the same.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::Error;

const ENGLISH: &str = include_str!("stopwords_en.txt");

/// Forms that are hidden from word tables and charts.
#[derive(Clone, Debug, Default)]
pub struct Stopwords {
    forms: BTreeSet<String>,
}

impl Stopwords {
    /// The list that a setting names: `none`, `builtin` (English), or a file with a form a line.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(setting: &str, folder: &Path) -> Result<Stopwords, Error> {
        match setting {
            "none" | "" => Ok(Stopwords::default()),
            "builtin" => Ok(Stopwords::parse(ENGLISH)),
            file => {
                let path = folder.join(file);
                let text =
                    std::fs::read_to_string(&path).map_err(|err| Error::unusable(&path, err))?;
                Ok(Stopwords::parse(&text))
            }
        }
    }

    fn parse(text: &str) -> Stopwords {
        let lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'));
        Stopwords { forms: lines.map(|it| super::normal(it).to_lowercase()).collect() }
    }

    /// Whether a form is a stop word.
    pub fn contains(&self, form: &str) -> bool {
        self.forms.contains(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_list_holds_function_words_and_no_framing_words() {
        let list = Stopwords::parse(ENGLISH);
        for word in ["the", "of", "it's", "not"] {
            assert!(list.contains(word), "{word}");
        }
        for word in ["interest", "state", "order", "value", "balance"] {
            assert!(!list.contains(word), "{word}");
        }
    }
}
