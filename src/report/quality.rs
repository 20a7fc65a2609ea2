//! A run in, what its reader should know of the data out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::excerpt::{grouped, in_words, many};
use crate::corpus::{Corpus, Outcome, Tally};
use crate::input::Origin;
use crate::tables::{Tables, Unit};

/// Items of a list that are shown.
const MOST: usize = 12;

/// What a reader should know of the data.
#[derive(Debug, Serialize)]
pub(super) struct Quality {
    tally: Tally,
    /// Why articles were skipped: the reason, how many, and an example.
    skipped: Vec<(String, u64, String)>,
    /// Rules that cut lines, and how many.
    cut: Vec<(String, u64)>,
    n_cut: u64,
    /// What is said of sources, dates, titles and authors: from where, and of how many articles.
    origins: Vec<(&'static str, Vec<(String, u64)>)>,
    n_undated: u64,
    n_shared: u64,
    /// Entries with over a third of the hits of their frame: frame, entry, share, and the largest
    /// change of emphasis without it.
    dominant: Vec<[String; 4]>,
    /// Frame, two sources, and in how many settings their order holds, where it does not in all.
    unstable: Vec<[String; 4]>,
    n_orders: u64,
    n_stable: u64,
    /// Other notices: code, how many, and an example.
    notices: Vec<(&'static str, u64, String)>,
}

/// What is known of the data.
pub(super) fn quality(corpus: &Corpus, tables: &Tables<'_>) -> Quality {
    let cut = cut(tables);
    let orders = tables.get("sensitivity_order").select([
        "frame",
        "source",
        "reference",
        "share_same_order",
    ]);
    let is_stable = |it: &&[_; 4]| holds(it).is_some_and(|it| 1.0 <= it);
    let n_stable = orders.iter().filter(is_stable).count() as u64;
    Quality {
        tally: corpus.tally(),
        skipped: skipped(corpus),
        n_cut: cut.iter().map(|it| it.1).sum(),
        cut,
        origins: origins(corpus),
        n_undated: corpus.analysed().filter(|it| it.observation.metadata.date.is_none()).count()
            as u64,
        n_shared: corpus.n_shared(),
        dominant: dominant(tables),
        unstable: unstable(&orders, tables),
        n_orders: orders.len() as u64,
        n_stable,
        notices: notices(tables),
    }
}

fn holds(row: &[crate::tables::Cell<'_>; 4]) -> Option<f64> {
    row[3].number()
}

fn skipped(corpus: &Corpus) -> Vec<(String, u64, String)> {
    let mut reasons: BTreeMap<&str, (u64, String)> = BTreeMap::new();
    for article in &corpus.articles {
        if let Outcome::Skipped(reason) = &article.outcome {
            let example = || (0, format!("{} {reason}", article.id));
            reasons.entry(reason.code()).or_insert_with(example).0 += 1;
        }
    }
    reasons.into_iter().map(|(code, (n, example))| (code.to_owned(), n, example)).collect()
}

fn cut(tables: &Tables<'_>) -> Vec<(String, u64)> {
    let mut rules: BTreeMap<String, u64> = BTreeMap::new();
    for [rule] in tables.get("cleaning").select(["rule"]) {
        *rules.entry(rule.text().to_owned()).or_default() += 1;
    }
    by_number(rules)
}

/// Most first, then by name.
fn by_number(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|it| std::cmp::Reverse(it.1));
    counts
}

fn origins(corpus: &Corpus) -> Vec<(&'static str, Vec<(String, u64)>)> {
    type Of = fn(&crate::document::Metadata) -> Option<Origin>;
    let fields: [(&'static str, Of); 4] = [
        ("source", |it| it.source.as_ref().map(|it| it.origin)),
        ("title", |it| it.title.as_ref().map(|it| it.origin)),
        ("date", |it| it.date.as_ref().map(|it| it.origin)),
        ("author", |it| it.author.as_ref().map(|it| it.origin)),
    ];
    let field = |(name, of): (&'static str, Of)| {
        let mut origins: BTreeMap<String, u64> = BTreeMap::new();
        for analysed in corpus.analysed() {
            let origin = of(&analysed.observation.metadata).map_or("not known", Origin::code);
            *origins.entry(origin.replace('_', " ")).or_default() += 1;
        }
        (name, by_number(origins))
    };
    fields.into_iter().map(field).collect()
}

fn dominant(tables: &Tables<'_>) -> Vec<[String; 4]> {
    let rows = tables.get("entries").select([
        "frame",
        "entry",
        "share_of_frame",
        "emphasis_without",
        "verdict",
    ]);
    let is_dominant = |it: &&[_; 5]| verdicts(it).split(';').any(|it| it == "dominant");
    let words = |it: &[crate::tables::Cell<'_>; 5]| {
        let share = it[2].number().map_or(String::new(), |it| format!("{:.0}", 100.0 * it));
        let change = it[3].number().map_or(String::new(), |it| in_words(it, Unit::Log2));
        [tables.label(it[0].text()).to_owned(), it[1].text().to_owned(), share, change]
    };
    rows.iter().filter(is_dominant).take(MOST).map(words).collect()
}

fn verdicts<'r>(row: &'r [crate::tables::Cell<'_>; 5]) -> &'r str {
    row[4].text()
}

fn unstable(orders: &[[crate::tables::Cell<'_>; 4]], tables: &Tables<'_>) -> Vec<[String; 4]> {
    let mut rows: Vec<_> =
        orders.iter().filter(|it| holds(it).is_some_and(|it| it < 1.0)).collect();
    rows.sort_by(|a, b| holds(a).unwrap_or(1.0).total_cmp(&holds(b).unwrap_or(1.0)));
    let words = |it: &&[crate::tables::Cell<'_>; 4]| {
        let share = format!("{:.0}", 100.0 * holds(it).unwrap_or(0.0));
        let [first, second] = [&it[1], &it[2]].map(|it| it.text().to_owned());
        [tables.label(it[0].text()).to_owned(), first, second, share]
    };
    rows.iter().take(MOST).map(words).collect()
}

fn notices(tables: &Tables<'_>) -> Vec<(&'static str, u64, String)> {
    let mut codes: BTreeMap<&'static str, (u64, String)> = BTreeMap::new();
    for notice in tables.notices.iter().filter(|it| it.matter.code() != "skipped") {
        let place = crate::corpus::place(&notice.path, notice.record);
        let message = notice.matter.to_string();
        let example = if place.is_empty() { message } else { format!("{place}: {message}") };
        codes.entry(notice.matter.code()).or_insert((0, example)).0 += 1;
    }
    codes.into_iter().map(|(code, (n, example))| (code, n, example)).collect()
}

/// Numbers of a run in one line.
pub(super) fn extent(corpus: &Corpus) -> String {
    let by = &corpus.by;
    let n_words = corpus.sources.iter().map(|it| it.n_tokens).sum();
    let sources = many(corpus.sources.len() as u64, &by.words("source"), &by.words("sources"));
    let articles = many(corpus.tally().analysed, "article", "articles");
    let dates = match dates(corpus) {
        Some((first, last)) if first == last => format!(", {first}"),
        Some((first, last)) => format!(", {first} to {last}"),
        None => String::new(),
    };
    format!("{articles} of {sources}, {} words{dates}", grouped(n_words))
}

/// First and last day of publication that is known.
pub(super) fn dates(corpus: &Corpus) -> Option<(String, String)> {
    let dates: Vec<String> = corpus.analysed().filter_map(|it| it.date()).collect();
    dates.iter().min().cloned().zip(dates.iter().max().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_most_comes_first() {
        let counts = [("a", 1), ("b", 3), ("c", 3)].map(|(name, n)| (name.to_owned(), n)).into();
        let names: Vec<String> = by_number(counts).into_iter().map(|it| it.0).collect();
        assert_eq!(names, ["b", "c", "a"]);
    }
}
