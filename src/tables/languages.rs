//! What should be known of the languages of a corpus.

use std::collections::BTreeMap;

use super::Options;
use crate::corpus::{Corpus, Source};
use crate::notice::Matter;
use crate::text::Language;

/// How many articles of each source are in languages that no dictionary speaks, and how many are too
/// short to tell.
pub(super) fn notices(corpus: &Corpus, options: &Options) -> Vec<Matter> {
    let mut matters: Vec<Matter> =
        corpus.sources.iter().filter_map(|it| other_languages(corpus, it)).collect();
    let too_short = |it: &&str| *it == "too_short";
    let origins = corpus.analysed().map(|it| &*it.observation.language_origin);
    let n_short = origins.filter(too_short).count() as u64;
    if 0 < n_short {
        let language = options.lint.language.unwrap_or(Language::UNKNOWN);
        matters.push(Matter::ShortTexts(n_short, language.code().to_owned()));
    }
    matters
}

fn other_languages(corpus: &Corpus, source: &Source) -> Option<Matter> {
    let mut languages: BTreeMap<Language, u64> = BTreeMap::new();
    for analysed in corpus.of_source(source) {
        if analysed.observation.is_spoken == Some(false) {
            *languages.entry(analysed.observation.language).or_default() += 1;
        }
    }
    let n = languages.values().sum();
    let which: Vec<String> =
        languages.iter().map(|(language, n)| format!("{} {n}", language.name())).collect();
    let n_all = source.articles.len() as u64;
    (0 < n).then(|| Matter::OtherLanguages(source.name.clone(), n, n_all, which.join(", ")))
}
