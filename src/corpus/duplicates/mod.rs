//! Articles in, those that are the same as others or nearly so grouped, and marked out.

mod candidates;
mod groups;
mod likeness;
mod postings;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::groups::Groups;
use self::likeness::Likeness;
use super::{Article, Original, Outcome};
use crate::notice::{Matter, Notice, Reason};
use crate::observe::{Shingles, Sketch};
use crate::store::Store;
use crate::text::{Lexicon, OVERSIZE, form_hash};

/// `[duplicates]` of `config.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Whether articles are looked for that are the same, or nearly the same.
    pub enabled: bool,
    /// Jaccard index of five-word shingles from which two articles are one.
    #[serde(deserialize_with = "crate::setting::half_to_one")]
    pub jaccard: f64,
    /// Share of the shingles of the shorter one in the longer from which two articles are one.
    #[serde(deserialize_with = "crate::setting::half_to_one")]
    pub containment: f64,
    /// Fewest words of an article that is looked for inside longer ones.
    #[serde(deserialize_with = "crate::setting::whole::<_, _, 5, 100000>")]
    pub min_words: u64,
    /// Which articles of a group count inside one source.
    pub within_source: WithinSource,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            enabled: true,
            jaccard: 0.8,
            containment: 0.9,
            min_words: 25,
            within_source: WithinSource::Earliest,
        }
    }
}

/// Which articles of a group count inside one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithinSource {
    /// The earliest.
    Earliest,
    /// All of them.
    All,
}

impl Options {
    /// Whether an article counts once in its source, however often it stands there.
    pub fn count_once(&self) -> bool {
        self.enabled && self.within_source == WithinSource::Earliest
    }

    /// Share of the shingles of the smaller set that two near-duplicates share at least: of two with
    /// a Jaccard index of J, the smaller shares 2J/(1+J) when both are of one size, and more else.
    fn least_share(&self) -> f64 {
        self.containment.min(2.0 * self.jaccard / (1.0 + self.jaccard))
    }
}

/// Articles that are the same, or nearly so.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// At least two, the earliest first: by date, unknown dates last, then by path.
    pub members: Vec<Member>,
}

impl Group {
    /// Place of the earliest article.
    pub fn earliest(&self) -> usize {
        self.members[0].article
    }
}

/// An article of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Its place in [`super::Corpus::articles`].
    pub article: usize,
    /// What it is the first of.
    pub standing: Standing,
    /// How it belongs to the group.
    pub joined: Joined,
    /// Jaccard index with the earliest.
    pub similarity: f64,
    /// Share of the shingles of the shorter one, of it and the earliest, that both have.
    pub containment: f64,
}

/// What an article is the first of, among those that are the same or nearly so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the earliest of all, or the only one.
    Earliest,
    /// It is the earliest of its source.
    OfSource,
    /// Its source has an earlier one.
    Repeat,
}

/// How an article belongs to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It is the earliest of the group.
    Earliest,
    /// Its text is that of the earliest.
    Exact,
    /// Nearly all of both texts is the same.
    Near,
    /// Nearly all of the shorter text stands in the longer.
    Contained,
    /// It is like another of the group, but not like the earliest.
    Chain,
}

impl Joined {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Joined::Earliest => "earliest",
            Joined::Exact => "exact",
            Joined::Near => "near",
            Joined::Contained => "contained",
            Joined::Chain => "chain",
        }
    }
}

/// What is needed to read the shingles of an article.
pub(super) struct Texts<'t> {
    pub(super) store: &'t Store,
    pub(super) lexicon: &'t Lexicon,
}

/// Groups articles that are the same or nearly so, tells each its group, and marks those out that
/// do not count.
pub(super) fn mark(
    articles: &mut [Article],
    texts: &Texts<'_>,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> Vec<Group> {
    if !options.enabled {
        return Vec::new();
    }
    let groups = find(articles, texts, options, notices);
    for (number, group) in groups.iter().enumerate() {
        group.members.iter().for_each(|it| articles[it.article].duplicate_group = Some(number));
        let mut firsts: BTreeMap<String, usize> = BTreeMap::new();
        let earliest = group.earliest();
        for member in &group.members {
            let i = member.article;
            match member.standing {
                Standing::Repeat => {
                    repeat(articles, firsts[articles[i].source()], i, options, notices);
                }
                Standing::OfSource => share(articles, earliest, i, notices),
                Standing::Earliest => {}
            }
            firsts.entry(articles[i].source().to_owned()).or_insert(i);
        }
    }
    let chained = groups.iter().flat_map(|it| &it.members).filter(|it| it.joined == Joined::Chain);
    let n_chained = chained.count() as u64;
    if 0 < n_chained {
        notices.push(Notice::of_run(Matter::ChainedDuplicates(n_chained)));
    }
    groups
}

/// For each of `n` articles what it is the first of.
pub(super) fn standings(n: usize, groups: &[Group]) -> Vec<Standing> {
    let mut standings = vec![Standing::Earliest; n];
    for member in groups.iter().flat_map(|it| &it.members) {
        standings[member.article] = member.standing;
    }
    standings
}

/// Deals with an article whose source has an earlier one of its group.
fn repeat(
    articles: &mut [Article],
    first: usize,
    i: usize,
    options: &Options,
    notices: &mut Vec<Notice>,
) {
    let id = articles[first].id.clone();
    if options.within_source == WithinSource::All {
        note(&articles[i], Matter::KeptDuplicate(id), notices);
        return;
    }
    let is_same = is_same_text(articles, first, i);
    let matter = if is_same { Matter::Duplicate } else { Matter::NearDuplicate };
    let matter = matter(id.clone());
    note(&articles[i], matter, notices);
    let outcome = &mut articles[i].outcome;
    if let Outcome::Analysed(observation) =
        std::mem::replace(outcome, Outcome::Skipped(Reason::Internal))
    {
        *outcome = Outcome::Duplicate(Original { id, is_same }, observation);
    }
}

/// Tells of an article that another source has too.
fn share(articles: &[Article], earliest: usize, i: usize, notices: &mut Vec<Notice>) {
    let is_same = is_same_text(articles, earliest, i);
    let matter = if is_same { Matter::SharedText } else { Matter::NearlyShared };
    note(&articles[i], matter(articles[earliest].id.clone()), notices);
}

fn note(article: &Article, matter: Matter, notices: &mut Vec<Notice>) {
    notices.push(Notice { path: article.path.clone(), record: article.record, matter });
}

fn is_same_text(articles: &[Article], a: usize, b: usize) -> bool {
    let [a, b] = [a, b].map(|it| articles[it].observation().map(|it| it.fingerprint));
    a.is_some() && a == b
}

/// All groups, in the order of their earliest articles' ids.
fn find<'a>(
    articles: &'a [Article],
    texts: &Texts<'_>,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> Vec<Group> {
    // The first hash tells most of them apart, and is at hand.
    let key = |(i, article): (usize, &'a Article)| {
        let it = article.observation()?;
        Some((it.sketch.hashes().first(), &it.sketch, it.fingerprint, i))
    };
    let mut keys: Vec<_> = articles.iter().enumerate().filter_map(key).collect();
    keys.par_sort_unstable();
    // One article stands for all that have its text: a thousand copies are compared once.
    let (sketches, same): (Vec<&Sketch>, Vec<Vec<usize>>) = keys
        .chunk_by(|a, b| a.2 == b.2)
        .map(|same| (same[0].1, same.iter().map(|it| it.3).collect()))
        .unzip();
    let hashes: Vec<u32> = texts.lexicon.forms.par_iter().map(|it| form_hash(it)).collect();
    let hash = |form: u32| if form == OVERSIZE { 0 } else { hashes[form as usize] };
    let read = |article: usize| {
        let sentences = texts.store.sentences(articles[article].evidence);
        Shingles::of(&sentences, hash)
    };
    let Groups { first, furniture } =
        groups::of(&sketches, &|text| read(same[text as usize][0]), options);
    for (text, n) in furniture {
        note(&articles[same[text as usize][0]], Matter::Furniture(n as u64), notices);
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); same.len()];
    for (first, same) in first.into_iter().zip(same) {
        members[first as usize].extend(same);
    }
    members.retain(|it| 1 < it.len());
    let group = |members| group(articles, members, &read, options);
    let mut groups: Vec<Group> = members.into_par_iter().map(group).collect();
    groups.sort_by_key(Group::earliest);
    groups
}

/// Puts the members of a group into their order, and compares each with the earliest.
fn group(
    articles: &[Article],
    mut members: Vec<usize>,
    read: &(impl Fn(usize) -> Shingles + Sync),
    options: &Options,
) -> Group {
    members.sort_by_key(|&i| {
        let article = &articles[i];
        let date = article.observation().and_then(|it| it.metadata.date.as_ref());
        (date.is_none(), date.map(|it| it.value), &article.path, article.record)
    });
    let earliest = members[0];
    let shingles = LazyLock::new(|| read(earliest));
    let mut sources = BTreeSet::new();
    let member = |&article: &usize| {
        let is_new = sources.insert(articles[article].source());
        let standing = match is_new {
            _ if article == earliest => Standing::Earliest,
            true => Standing::OfSource,
            false => Standing::Repeat,
        };
        let is_same = is_same_text(articles, earliest, article);
        let likeness =
            if is_same { Likeness::SAME } else { Likeness::of(&shingles, &read(article)) };
        let joined = match likeness {
            _ if article == earliest => Joined::Earliest,
            _ if is_same => Joined::Exact,
            it if it.is_near(options) => Joined::Near,
            it if it.is_contained(options) => Joined::Contained,
            _ => Joined::Chain,
        };
        let (similarity, containment) = (likeness.jaccard(), likeness.containment());
        Member { article, standing, joined, similarity, containment }
    };
    Group { members: members.iter().map(member).collect() }
}
