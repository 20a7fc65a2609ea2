//! A run in, what its methods paragraph is filled in with out.

use serde::Serialize;
use serde_json::Value;

use super::Material;
use super::excerpt::{grouped, in_words};
use super::quality::dates;
use crate::tables::Unit;

/// What the methods paragraph states beside the settings.
#[derive(Debug, Serialize)]
pub(super) struct Methods {
    version: &'static str,
    unicode: String,
    n_articles: String,
    n_sources: usize,
    n_words: String,
    first: String,
    last: String,
    n_duplicates: u64,
    /// Name and SHA-256 of each dictionary.
    dictionaries: Vec<(String, String)>,
    /// What people call each frame, and its entries.
    frames: Vec<(String, usize)>,
    confidence: String,
    /// Every setting, `section.key` and value.
    settings: Vec<(String, String)>,
}

/// Fills in the methods paragraph.
pub(super) fn methods(material: &Material<'_>) -> Methods {
    let Material { corpus, tables, settings, dictionaries, .. } = material;
    let (first, last) = dates(corpus).unwrap_or_default();
    let (major, minor, update) = unicode_segmentation::UNICODE_VERSION;
    let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    let mut all = Vec::new();
    flat(settings, "", &mut all);
    Methods {
        version: env!("CARGO_PKG_VERSION"),
        unicode: format!("{major}.{minor}.{update}"),
        n_articles: grouped(corpus.tally().analysed),
        n_sources: corpus.sources.len(),
        n_words: grouped(corpus.sources.iter().map(|it| it.n_tokens).sum()),
        first,
        last,
        n_duplicates: corpus.tally().duplicate,
        dictionaries: dictionaries.iter().map(|it| (name(&it.0), it.1.clone())).collect(),
        frames: corpus
            .frames
            .iter()
            .map(|it| (tables.label(&it.name).to_owned(), it.entries.len()))
            .collect(),
        confidence: in_words(100.0 * tables.confidence, Unit::Number),
        settings: all,
    }
}

/// Settings as lines: sections and keys with full stops between.
fn flat(settings: &Value, path: &str, all: &mut Vec<(String, String)>) {
    match settings {
        Value::Object(table) => {
            for (key, value) in table {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flat(value, &path, all);
            }
        }
        value => all.push((path.to_owned(), value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_a_line() {
        let settings = serde_json::json!({"clean": {"enabled": true, "off": ["byline"]}});
        let mut all = Vec::new();
        flat(&settings, "", &mut all);
        let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(all, [line("clean.enabled", "true"), line("clean.off", "[\"byline\"]")]);
    }
}
