//! A pattern or a frame in, its occurrences with the words around them out.

mod query;

use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use xxhash_rust::xxh3::Xxh3;

pub use query::{Query, Sort, What};

use crate::corpus::{UNKNOWN_SOURCE, place};
use crate::diagnostic::nearest;
use crate::document::Document;
use crate::error::Error;
use crate::gather::{Looked, Session, in_order};
use crate::input::{self, Listing};
use crate::notice::Reason;
use crate::observe::{Detail, InContext, Instrument, Observer};
use crate::tables::Cell;
use crate::{Plan, below};

/// Columns of the table, in order.
pub const COLUMNS: [&str; 16] = [
    "doc_id",
    "source",
    "date",
    "sentence",
    "from",
    "to",
    "pre",
    "keyword",
    "post",
    "pattern",
    "frame",
    "zone",
    "voice",
    "negated",
    "byte_start",
    "byte_end",
];

/// One occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The article.
    pub doc_id: String,
    /// Its outlet.
    pub source: String,
    /// Its day of publication.
    pub date: Option<Date>,
    /// Name of the frame; empty for a pattern that is part of none.
    pub frame: String,
    /// The entry, as it is written.
    pub pattern: String,
    /// The words.
    pub words: InContext,
}

impl Line {
    /// The cells of the table, in the order of [`COLUMNS`].
    pub fn cells(&self) -> [Cell<'_>; 16] {
        let hit = &self.words.hit;
        [
            (&self.doc_id).into(),
            (&self.source).into(),
            self.date.map(|it| it.to_string()).into(),
            hit.sentence.into(),
            hit.token.into(),
            (hit.tokens().end - 1).into(),
            (&self.words.pre).into(),
            (&self.words.keyword).into(),
            (&self.words.post).into(),
            (&self.pattern).into(),
            (&self.frame).into(),
            hit.zone.name().into(),
            hit.voice.name().into(),
            hit.negated.into(),
            hit.bytes.map(|it| it.0).into(),
            hit.bytes.map(|it| it.1).into(),
        ]
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Lines that were handed on.
    pub n_lines: u64,
    /// Occurrences that were seen; more than lines where the limit has cut a sorted list.
    pub n_hits: u64,
    /// Articles with one.
    pub n_articles: u64,
    /// Sources with one.
    pub n_sources: u64,
    /// Articles that were read, with an occurrence or without.
    pub n_read: u64,
    /// Articles that could not be read.
    pub n_skipped: u64,
    /// Whether the limit was reached before everything was read.
    pub is_cut: bool,
    /// Whether who took the lines wanted no more of them.
    pub is_stopped: bool,
}

/// A search whose settings are compiled.
#[derive(Debug)]
pub struct Search {
    instrument: Instrument,
    listing: Listing,
    query: Query,
    /// For each frame, for each entry, whether its hits are wanted.
    wanted: Vec<Vec<bool>>,
}

impl Search {
    /// Reads the dictionaries, compiles the pattern and lists the input.
    ///
    /// # Errors
    /// When pattern, frame or entry cannot be used; as [`crate::prepare`].
    pub fn new(plan: &Plan, query: Query) -> Result<Search, Error> {
        let (config, folder) = (&plan.config, &plan.folder);
        let (dictionary, frames) = query.what.dictionary(&config.frames, folder)?;
        let wanted = query.what.wanted(&dictionary)?;
        let mut instrument =
            Instrument::new(dictionary, &frames, &config.text, &config.clean, &config.input)
                .map_err(|report| Error::Settings { report })?;
        instrument.detail = Detail {
            passages: false,
            sentences: false,
            diversity: false,
            sequence: false,
            cut: false,
            sketch: false,
        };
        let paths: Vec<PathBuf> = config.input.paths.iter().map(|it| below(folder, it)).collect();
        let listing = input::discover(&config.input, &paths)?;
        Ok(Search { instrument, listing, query, wanted })
    }

    /// Whether a file is part of the input.
    pub fn reads(&self, path: &Path) -> bool {
        let absolute = |it: &Path| std::path::absolute(it).unwrap_or_else(|_| it.to_owned());
        self.listing.files.iter().any(|it| absolute(&it.path) == absolute(path))
    }

    /// Hands on the occurrences, one by one; until `emit` says that it wants no more.
    ///
    /// In the order of the text, what is held in memory does not grow with the input. Any other
    /// order takes the memory of all lines, or of about twice the limit. The same text twice in one
    /// source is shown once, where the settings count it once.
    ///
    /// # Errors
    /// When there is nothing to read, a signal asks to stop, or `emit` fails.
    pub fn run(
        &self,
        plan: &Plan,
        session: &Session<'_>,
        mut emit: impl FnMut(&Line) -> Result<ControlFlow<()>, Error>,
    ) -> Result<Found, Error> {
        let mut lines = Lines::new(self, plan.config.duplicates.count_once());
        let look = |observer: &mut Observer<'_>, document: Document| self.look(observer, document);
        let options = &plan.config.input;
        let (listing, instrument) = (&self.listing, &self.instrument);
        in_order(listing, instrument, options, session, look, |looked| {
            lines.add(looked, &mut emit)
        })?;
        for line in lines.sorted() {
            lines.found.n_lines += 1;
            if emit(&line)?.is_break() {
                lines.found.is_stopped = true;
                break;
            }
        }
        lines.finish(plan, session)
    }

    /// What a document holds; nothing where its metadata do not fit.
    fn look(&self, observer: &mut Observer<'_>, document: Document) -> Result<Article, Reason> {
        let metadata = &document.metadata;
        let mut article = Article {
            id: metadata.id.clone(),
            source: metadata.source.as_ref().map_or(UNKNOWN_SOURCE, |it| &it.value).to_owned(),
            date: metadata.date.as_ref().map(|it| it.value),
            fingerprint: 0,
            hits: Vec::new(),
        };
        if self.query.fits(&article.source, article.date) {
            let found = observer.concordance(&document, self.query.window, |hit| {
                let is_wanted = self.wanted[hit.frame as usize][hit.entry as usize];
                is_wanted && self.query.fits_hit(hit)
            })?;
            (article.hits, article.fingerprint) = (found.hits, found.fingerprint);
        }
        Ok(article)
    }
}

/// What was found in one article.
struct Article {
    id: Option<String>,
    source: String,
    date: Option<Date>,
    fingerprint: u128,
    hits: Vec<InContext>,
}

/// Lines as they come, article by article.
struct Lines<'s> {
    search: &'s Search,
    found: Found,
    /// Lines that wait for being sorted.
    waiting: Vec<Line>,
    skips_duplicates: bool,
    texts: HashSet<u128>,
    ids: HashSet<u64>,
    /// Sources of all articles, and of those with an occurrence.
    sources: BTreeSet<String>,
    with_hits: BTreeSet<String>,
}

impl Lines<'_> {
    fn new(search: &Search, skips_duplicates: bool) -> Lines<'_> {
        Lines {
            search,
            found: Found::default(),
            waiting: Vec::new(),
            skips_duplicates,
            texts: HashSet::new(),
            ids: HashSet::new(),
            sources: BTreeSet::new(),
            with_hits: BTreeSet::new(),
        }
    }

    fn add(
        &mut self,
        looked: Looked<Article>,
        emit: &mut impl FnMut(&Line) -> Result<ControlFlow<()>, Error>,
    ) -> Result<ControlFlow<()>, Error> {
        let path = &self.search.listing.files[looked.file].name;
        let Ok(article) = looked.result else {
            self.found.n_skipped += 1;
            return Ok(ControlFlow::Continue(()));
        };
        self.found.n_read += 1;
        let doc_id = self.name(article.id, place(path, looked.record));
        if !self.sources.contains(&article.source) {
            self.sources.insert(article.source.clone());
        }
        if article.hits.is_empty() || self.is_known(article.fingerprint, &article.source) {
            return Ok(ControlFlow::Continue(()));
        }
        let Query { limit, sort, .. } = self.search.query;
        if sort == Sort::Text && limit.is_some_and(|it| it <= self.found.n_lines) {
            self.found.is_cut = true;
            return Ok(ControlFlow::Break(()));
        }
        self.found.n_articles += 1;
        self.with_hits.insert(article.source.clone());
        for words in article.hits {
            let frame = &self.search.instrument.dictionary.frames[words.hit.frame as usize];
            let line = Line {
                doc_id: doc_id.clone(),
                source: article.source.clone(),
                date: article.date,
                frame: frame.name.clone(),
                pattern: frame.entries[words.hit.entry as usize].text.clone(),
                words,
            };
            if sort != Sort::Text {
                self.found.n_hits += 1;
                self.waiting.push(line);
                continue;
            }
            if limit.is_some_and(|it| it <= self.found.n_lines) {
                self.found.is_cut = true;
                return Ok(ControlFlow::Break(()));
            }
            self.found.n_hits += 1;
            self.found.n_lines += 1;
            if emit(&line)?.is_break() {
                self.found.is_stopped = true;
                return Ok(ControlFlow::Break(()));
            }
        }
        if limit.is_some_and(|it| 2 * it as usize + MORE < self.waiting.len()) {
            self.waiting = self.sorted();
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The id that the user gave, where no earlier article has it; else the place.
    fn name(&mut self, given: Option<String>, place: String) -> String {
        let is_new = |id: &String| self.ids.insert(xxhash_rust::xxh3::xxh3_64(id.as_bytes()));
        given.filter(is_new).unwrap_or(place)
    }

    /// Whether the same text of the same source has been shown.
    fn is_known(&mut self, fingerprint: u128, source: &str) -> bool {
        let mut hash = Xxh3::with_seed(0);
        hash.update(&fingerprint.to_le_bytes());
        hash.update(source.as_bytes());
        self.skips_duplicates && !self.texts.insert(hash.digest128())
    }

    /// The lines that wait, in the order that is asked for, as many as are asked for.
    fn sorted(&mut self) -> Vec<Line> {
        let mut lines = std::mem::take(&mut self.waiting);
        self.search.query.sort.sort(&mut lines);
        lines.truncate(self.search.query.limit.map_or(usize::MAX, |it| it as usize));
        lines
    }

    /// # Errors
    /// When there was nothing to read.
    fn finish(mut self, plan: &Plan, session: &Session<'_>) -> Result<Found, Error> {
        if self.found.n_read == 0 {
            let folders = plan.config.input.paths.iter().map(PathBuf::from).collect();
            let known = input::known_extensions();
            return Err(Error::NoDocuments { folders, skipped: Vec::new(), known });
        }
        for source in &self.search.query.sources {
            let is_known = self.sources.contains(source) || self.found.is_cut;
            let near = nearest(source, self.sources.iter().map(String::as_str));
            let hint = near.map_or(String::new(), |it| format!("; did you mean `{it}`?"));
            if !is_known {
                session.warn(format!("no article has the source `{source}`{hint}"));
            }
        }
        if 0 < self.found.n_skipped {
            session.warn(format!(
                "{} of the input could not be read; `framescope run` lists them in tables/notices.csv",
                self.found.n_skipped
            ));
        }
        self.found.n_sources = self.with_hits.len() as u64;
        Ok(self.found)
    }
}

/// Lines beyond twice the limit that may wait for being sorted.
const MORE: usize = 1024;
