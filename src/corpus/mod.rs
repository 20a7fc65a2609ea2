//! All observations in one fixed order, duplicates marked, and groups of them by source or by what
//! else articles are grouped by.

mod duplicates;
mod grouping;
mod pairs;
mod period;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::dictionary::{Dictionary, Frame};
use crate::input::{Digest, Listing, Read, Sidecar};
use crate::notice::{Matter, Notice, Reason};
use crate::observe::{Counts, Evidence, Observation, Sentences};
use crate::store::{Slot, Store};
use crate::text::Lexicon;

pub use duplicates::{Group, Joined, Member, Options, Standing, WithinSource};
pub use grouping::{By, KNOWN, UNKNOWN_SOURCE};
pub use pairs::{PairCount, Pairs};
pub use period::Period;
pub use terms::{TermCount, TermCounter, TermTotals};

/// What one piece of work gave for one article.
#[derive(Debug)]
pub struct Seen {
    /// Place of the file in the listing.
    pub file: usize,
    /// Number of the record inside the file, from 1.
    pub record: Option<u64>,
    /// What the instrument saw, or the reason why there is nothing to see.
    pub observation: Result<Box<Observation>, Reason>,
    /// Where the evidence for it stands.
    pub evidence: Slot,
    /// Key of the row of the metadata file that was used.
    pub sidecar_key: Option<String>,
}

/// All that the pieces of work gave.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Articles, in any order.
    pub seen: Vec<Seen>,
    /// Size and hash of each file, or why nothing of it may be used, in any order.
    pub ends: Vec<(usize, Result<Digest, Reason>)>,
    /// Names that stand for no field, as far as articles are grouped by such a one.
    pub other_names: BTreeSet<String>,
}

impl Gathered {
    /// Adds what others gave.
    pub fn append(&mut self, other: Gathered) {
        self.seen.extend(other.seen);
        self.ends.extend(other.ends);
        self.other_names.extend(other.other_names);
    }
}

/// One input article, analysed or not.
#[derive(Debug)]
pub struct Article {
    /// Its name in all tables: the id that the user gave, else its place.
    pub id: String,
    /// Path of its file below the input folder.
    pub path: String,
    /// Number of the record inside the file, from 1.
    pub record: Option<u64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Name of its group; empty for a skipped one.
    pub group: Arc<str>,
    /// Where the evidence for what was seen stands.
    pub evidence: Slot,
    /// Key of the row of the metadata file that was used.
    pub sidecar_key: Option<String>,
    /// Place in [`Corpus::duplicate_groups`] of those that it is the same as, or nearly so.
    pub duplicate_group: Option<usize>,
}

/// What became of an input article.
#[derive(Debug)]
pub enum Outcome {
    /// It is counted.
    Analysed(Box<Observation>),
    /// It is the same as an earlier one of its source, or nearly so; not counted.
    Duplicate(Original, Box<Observation>),
    /// It could not be used.
    Skipped(Reason),
}

/// The article that is counted for a duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its id.
    pub id: String,
    /// Whether the duplicate has the same text, not only nearly the same.
    pub is_same: bool,
}

impl Article {
    /// What was seen in it; `None` for a skipped one.
    pub fn observation(&self) -> Option<&Observation> {
        match &self.outcome {
            Outcome::Analysed(observation) | Outcome::Duplicate(_, observation) => {
                Some(observation)
            }
            Outcome::Skipped(_) => None,
        }
    }

    /// Name of its source, whatever articles are grouped by; `unknown` where it is not known.
    pub fn source(&self) -> &str {
        let known = self.observation().and_then(|it| it.metadata.source.as_ref());
        known.map_or(UNKNOWN_SOURCE, |it| &it.value)
    }
}

/// An analysed article.
#[derive(Clone, Copy, Debug)]
pub struct Analysed<'c> {
    /// The article.
    pub article: &'c Article,
    /// What was seen in it.
    pub observation: &'c Observation,
}

impl<'c> Analysed<'c> {
    /// The article with what was seen in it; `None` where it is not counted.
    pub fn of(article: &'c Article) -> Option<Analysed<'c>> {
        match &article.outcome {
            Outcome::Analysed(observation) => Some(Analysed { article, observation }),
            _ => None,
        }
    }

    /// Day of publication, as ISO 8601 writes it.
    pub fn date(&self) -> Option<String> {
        self.observation.metadata.date.as_ref().map(|it| it.value.to_string())
    }
}

/// All analysed articles of one source, or of one group where articles are grouped by something else.
#[derive(Debug, Default)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Places of its articles in [`Corpus::articles`], in order of their ids.
    pub articles: Vec<usize>,
    /// Tokens of all its articles.
    pub n_tokens: u64,
    /// Articles of it that are the same as an earlier one or nearly so, and not counted.
    pub n_duplicates: u64,
}

/// All observations of a run in one fixed order.
#[derive(Debug)]
pub struct Corpus {
    /// All input articles, by id.
    pub articles: Vec<Article>,
    /// What articles are grouped by.
    pub by: By,
    /// Articles that are the same or nearly so, by the id of the earliest.
    pub duplicate_groups: Vec<Group>,
    /// All sources with an analysed article, by name; all groups, where articles are grouped by
    /// something else.
    pub sources: Vec<Source>,
    /// The same with each text counted once, under the source of the earliest article; without
    /// sources to which nothing is left.
    pub unique_sources: Vec<Source>,
    /// What the metadata file says of articles.
    pub sidecar: Arc<Sidecar>,
    /// Forms and terms.
    pub lexicon: Lexicon,
    /// The frames.
    pub frames: Vec<Frame>,
    /// The evidence of every article.
    pub store: Store,
    /// What should be known, by path.
    pub notices: Vec<Notice>,
    /// Path, size and hash of every input file that was read to its end, by path.
    pub files: Vec<(String, Digest)>,
}

/// How many articles there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// All input articles: the sum of the others.
    pub found: u64,
    /// Counted.
    pub analysed: u64,
    /// The same as an earlier one of their source.
    pub duplicate: u64,
    /// Not usable.
    pub skipped: u64,
}

impl Corpus {
    /// Puts what the pieces gave into one fixed order, whatever order it came in.
    pub fn new(
        mut gathered: Gathered,
        listing: &Listing,
        lexicon: Lexicon,
        store: Store,
        dictionary: &Dictionary,
        (options, by): (&Options, By),
    ) -> Corpus {
        drop_failed_files(&mut gathered, listing);
        let mut notices = listing.notices.clone();
        unused_metadata(&gathered, listing, &mut notices);
        let mut articles = articles(gathered.seen, listing, &mut notices);
        for (path, reason) in &listing.skipped {
            let (id, path) = (path.clone(), path.clone());
            let outcome = Outcome::Skipped(reason.clone());
            let (evidence, group) = (Slot::default(), Arc::default());
            articles.push(Article {
                id,
                path,
                record: None,
                outcome,
                group,
                evidence,
                sidecar_key: None,
                duplicate_group: None,
            });
        }
        // Paths are unique, so that the order is total even where ids are not.
        articles.sort_by(|a, b| (&a.id, &a.path, a.record).cmp(&(&b.id, &b.path, b.record)));
        let texts = duplicates::Texts { store: &store, lexicon: &lexicon };
        let duplicate_groups = duplicates::mark(&mut articles, &texts, options, &mut notices);
        group(&mut articles, &by, &mut notices);
        for article in &articles {
            let at = |matter| Notice { path: article.path.clone(), record: article.record, matter };
            if let Outcome::Skipped(reason) = &article.outcome {
                notices.push(at(Matter::Skipped(reason.clone())));
            }
            let matters = article.observation().map_or(&[][..], |it| &it.matters);
            // Where articles are grouped by something else, an unknown source weakens no number.
            let matters = matters.iter().filter(|it| by == By::Source || **it != Matter::NoSource);
            notices.extend(matters.cloned().map(at));
        }
        notices.sort();
        let digest = |(file, end): (usize, Result<Digest, Reason>)| {
            Some((listing.files[file].name.clone(), end.ok()?))
        };
        let mut files: Vec<_> = gathered.ends.into_iter().filter_map(digest).collect();
        files.sort_by(|a, b| a.0.cmp(&b.0));
        let frames = dictionary.frames.clone();
        let sidecar = Arc::clone(&listing.sidecar);
        let [sources, unique_sources] = sources(&articles, &duplicate_groups);
        Corpus {
            articles,
            by,
            duplicate_groups,
            sources,
            unique_sources,
            sidecar,
            lexicon,
            frames,
            store,
            notices,
            files,
        }
    }

    /// Whether there are articles, none of which has a value of what they are grouped by.
    pub fn has_no_group(&self) -> bool {
        let without = self.by.without();
        !self.sources.is_empty() && self.sources.iter().all(|it| it.name == without)
    }

    /// All analysed articles, by id.
    pub fn analysed(&self) -> impl Iterator<Item = Analysed<'_>> {
        self.articles.iter().filter_map(Analysed::of)
    }

    /// The analysed articles of one source, by id.
    pub fn of_source<'c>(&'c self, source: &'c Source) -> impl Iterator<Item = Analysed<'c>> {
        source.articles.iter().filter_map(|&i| Analysed::of(&self.articles[i]))
    }

    /// Articles that count although an earlier one counts that is the same, or nearly so.
    pub fn n_shared(&self) -> u64 {
        let n = |sources: &[Source]| sources.iter().map(|it| it.articles.len() as u64).sum::<u64>();
        n(&self.sources) - n(&self.unique_sources)
    }

    /// For each article what it is the first of, among those that are the same or nearly so.
    pub fn standings(&self) -> Vec<Standing> {
        duplicates::standings(self.articles.len(), &self.duplicate_groups)
    }

    /// The passages behind the numbers of an article.
    pub fn evidence(&self, article: &Article) -> Evidence {
        self.store.evidence(article.evidence)
    }

    /// How often each form stands in an article.
    pub fn counts(&self, article: &Article) -> Counts {
        self.store.counts(article.evidence)
    }

    /// The forms of an article in the order of the text, where a table asked for them.
    pub fn sentences(&self, article: &Article) -> Sentences {
        self.store.sentences(article.evidence)
    }

    /// How many articles there are of each kind.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { found: self.articles.len() as u64, ..Tally::default() };
        for article in &self.articles {
            match article.outcome {
                Outcome::Analysed(_) => tally.analysed += 1,
                Outcome::Duplicate(..) => tally.duplicate += 1,
                Outcome::Skipped(_) => tally.skipped += 1,
            }
        }
        tally
    }
}

/// A file that failed at its end, or holds no record at all, becomes one skipped article.
fn drop_failed_files(gathered: &mut Gathered, listing: &Listing) {
    let mut failed: BTreeMap<usize, Reason> = BTreeMap::new();
    for (file, end) in &gathered.ends {
        match end {
            Err(reason) => drop(failed.insert(*file, reason.clone())),
            Ok(_) => {
                let holds_records = matches!(listing.files[*file].format.read, Read::Records(_));
                if holds_records {
                    let problem = "the file holds no record".to_owned();
                    failed.entry(*file).or_insert(Reason::NoText(problem));
                }
            }
        }
    }
    let ended_well: BTreeSet<usize> =
        gathered.ends.iter().filter(|it| it.1.is_ok()).map(|it| it.0).collect();
    for seen in &gathered.seen {
        if ended_well.contains(&seen.file) {
            failed.remove(&seen.file);
        }
    }
    gathered.seen.retain(|it| !failed.contains_key(&it.file));
    gathered.seen.extend(failed.into_iter().map(|(file, reason)| Seen {
        file,
        record: None,
        observation: Err(reason),
        evidence: Slot::default(),
        sidecar_key: None,
    }));
}

fn unused_metadata(gathered: &Gathered, listing: &Listing, notices: &mut Vec<Notice>) {
    let used: BTreeSet<&str> =
        gathered.seen.iter().filter_map(|it| it.sidecar_key.as_deref()).collect();
    for (key, file) in listing.sidecar.keys().filter(|it| !used.contains(it.0)) {
        let matter = Matter::MetadataUnused(key.to_owned());
        notices.push(Notice { path: file.to_owned(), record: None, matter });
    }
}

/// Names each article: by the id that the user gave where that is unique, else by its place.
fn articles(seen: Vec<Seen>, listing: &Listing, notices: &mut Vec<Notice>) -> Vec<Article> {
    let place = |seen: &Seen| place(&listing.files[seen.file].name, seen.record);
    let given = |seen: &Seen| seen.observation.as_ref().ok()?.metadata.id.clone();
    let mut n_uses: BTreeMap<String, u32> = BTreeMap::new();
    for id in seen.iter().flat_map(|it| [given(it), Some(place(it))]).flatten() {
        *n_uses.entry(id).or_default() += 1;
    }
    let mut articles = Vec::with_capacity(seen.len());
    for it in seen {
        let place = place(&it);
        let given = given(&it).filter(|id| *id != place);
        let id = match given {
            Some(id) if n_uses[&id] == 1 => id,
            Some(id) => {
                let path = listing.files[it.file].name.clone();
                notices.push(Notice { path, record: it.record, matter: Matter::IdNotUnique(id) });
                place
            }
            None => place,
        };
        let outcome = match it.observation {
            Ok(observation) => Outcome::Analysed(observation),
            Err(reason) => Outcome::Skipped(reason),
        };
        let path = listing.files[it.file].name.clone();
        let Seen { record, evidence, sidecar_key, .. } = it;
        let (group, duplicate_group) = (Arc::default(), None);
        articles.push(Article {
            id,
            path,
            record,
            outcome,
            group,
            evidence,
            sidecar_key,
            duplicate_group,
        });
    }
    articles
}

/// The place of an article: its path, and behind `#` the number of its record.
pub fn place(path: &str, record: Option<u64>) -> String {
    record.map_or_else(|| path.to_owned(), |record| format!("{path}#{record}"))
}

/// Puts every article that was read into its group.
fn group(articles: &mut [Article], by: &By, notices: &mut Vec<Notice>) {
    let without: Arc<str> = by.without().into();
    let mut known: BTreeSet<Arc<str>> = BTreeSet::new();
    for article in articles.iter_mut() {
        let Some(observation) = article.observation() else { continue };
        let group = by.value(observation).map_or_else(
            || Arc::clone(&without),
            |name| known.get(&*name).cloned().unwrap_or_else(|| Arc::from(&*name)),
        );
        known.insert(Arc::clone(&group));
        article.group = group;
    }
    let n = by.n_without(articles);
    // Articles without a source are told one by one, as each can be put right.
    if 0 < n && *by != By::Source {
        let matter = Matter::NoGroup(by.name().to_owned(), without.to_string(), n);
        notices.push(Notice::of_run(matter));
    }
}

/// The sources by what counts, and by what counts when each text counts once.
fn sources(articles: &[Article], duplicate_groups: &[Group]) -> [Vec<Source>; 2] {
    let is_counted = |it: &Article| matches!(it.outcome, Outcome::Analysed(_));
    let standings = duplicates::standings(articles.len(), duplicate_groups);
    let all = sources_of(articles, |i| is_counted(&articles[i]));
    let unique = sources_of(articles, |i| standings[i] == Standing::Earliest);
    [all, unique]
}

fn sources_of(articles: &[Article], counts: impl Fn(usize) -> bool) -> Vec<Source> {
    let mut sources: BTreeMap<&str, Source> = BTreeMap::new();
    for (i, article) in articles.iter().enumerate() {
        let Some(observation) = article.observation() else { continue };
        let source = sources.entry(&article.group).or_default();
        if counts(i) {
            source.articles.push(i);
            source.n_tokens += observation.n_tokens();
        } else {
            source.n_duplicates += 1;
        }
    }
    sources.retain(|_, it| !it.articles.is_empty());
    sources.into_iter().map(|(name, it)| Source { name: name.to_owned(), ..it }).collect()
}
