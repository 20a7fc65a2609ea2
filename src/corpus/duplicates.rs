//! Articles in, those that are the same as an earlier one marked out.

use std::collections::BTreeMap;

use super::{Article, Options, Outcome};
use crate::notice::{Matter, Notice};

/// Marks every article that holds the same text as an earlier one of its source. The same text in
/// another source is counted, and told in a notice: printing agency copy is an editorial choice.
///
/// Earlier is by date, unknown dates last, then by id.
pub(super) fn mark(articles: &mut [Article], options: &Options, notices: &mut Vec<Notice>) {
    let mut groups: BTreeMap<u128, Vec<usize>> = BTreeMap::new();
    for (i, article) in articles.iter().enumerate() {
        if let Outcome::Analysed(observation) = &article.outcome {
            groups.entry(observation.fingerprint).or_default().push(i);
        }
    }
    for mut group in groups.into_values().filter(|it| 1 < it.len()) {
        group.sort_by_key(|&i| {
            let date = articles[i].observation().and_then(|it| it.metadata.date.as_ref());
            (date.is_none(), date.map(|it| it.value), i)
        });
        let mut firsts: Vec<usize> = Vec::new();
        for &i in &group {
            let source = articles[i].source();
            match firsts.iter().find(|first| articles[**first].source() == source) {
                Some(&first) if options.enabled => {
                    let of = articles[first].id.clone();
                    note(&articles[i], Matter::Duplicate(of.clone()), notices);
                    let outcome = &mut articles[i].outcome;
                    let taken = std::mem::replace(
                        outcome,
                        Outcome::Skipped(crate::notice::Reason::Internal),
                    );
                    if let Outcome::Analysed(observation) = taken {
                        *outcome = Outcome::Duplicate(of, observation);
                    }
                }
                Some(_) => {}
                None => firsts.push(i),
            }
        }
        for &i in firsts.iter().skip(1) {
            note(&articles[i], Matter::SharedText(articles[firsts[0]].id.clone()), notices);
        }
    }
}

fn note(article: &Article, matter: Matter, notices: &mut Vec<Notice>) {
    notices.push(Notice { path: article.path.clone(), record: article.record, matter });
}
