//! `[frames]` of `config.toml`.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::overlap::{NestedScope, Overlap, Settling};
use crate::dictionary::{WordPattern, parse_word};

/// `[frames]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Dictionary files, or `builtin`.
    pub dictionaries: Vec<String>,
    /// Which of several entries at one place count.
    pub overlap: Overlap,
    /// Whether overlaps are settled as another program does.
    pub compat: Compat,
    /// With `compat = "quanteda"`, whether frames see one another.
    pub nested_scope: NestedScope,
    /// What becomes of documents in a language that no dictionary speaks.
    pub other_languages: OtherLanguages,
    /// Whether `-ise` and `-ize` are one spelling.
    pub spelling: bool,
    /// Whether hits after a negator count.
    pub negation: Negation,
    /// Words that deny; `*` stands for any run of characters.
    #[serde(deserialize_with = "single_words")]
    pub negators: Vec<String>,
}

fn single_words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    for word in &words {
        negator(word).map_err(D::Error::custom)?;
    }
    Ok(words)
}

pub(super) fn negator(text: &str) -> Result<WordPattern, String> {
    let is_one = !text.trim().contains(char::is_whitespace);
    if !is_one {
        return Err(format!("negator `{text}` must be one word"));
    }
    parse_word(text.trim()).map_err(|err| format!("negator `{text}`: {err}"))
}

impl Default for Options {
    fn default() -> Self {
        let negators = [
            "not", "no", "never", "neither", "nor", "without", "cannot", "none", "nobody",
            "nothing", "hardly", "*n't",
        ];
        Options {
            dictionaries: vec!["builtin".to_owned()],
            overlap: Overlap::Frame,
            compat: Compat::None,
            nested_scope: NestedScope::Key,
            other_languages: OtherLanguages::Count,
            spelling: true,
            negation: Negation::Count,
            negators: negators.map(str::to_owned).to_vec(),
        }
    }
}

/// Whether hits after a negator count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negation {
    /// They count: denying a frame still uses it.
    Count,
    /// They are left out.
    Exclude,
}

/// What becomes of documents in a language that no dictionary speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherLanguages {
    /// They are counted, and marked.
    Count,
    /// They are left out.
    Skip,
}

/// Whose way to settle overlaps is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compat {
    /// Framescope's own: `overlap` says which.
    None,
    /// That of quanteda's `tokens_lookup`: `nested_scope` says which, and `overlap` is not asked.
    Quanteda,
}

impl Options {
    pub(super) fn settling(&self) -> Settling {
        match self.compat {
            Compat::None => Settling::By(self.overlap),
            Compat::Quanteda => Settling::Quanteda(self.nested_scope),
        }
    }
}
