//! From a folder of news articles to evidence of how each source frames an issue.
//!
//! The modules, in the order in which a document passes them; a module uses only modules above it:
//!
//! 1. `error`: the reasons to stop, all messages on one page
//! 2. `diagnostic`: problems in a settings file, each with its place
//! 3. `setting`: checks of single settings that several sections share
//! 4. `notice`: what may weaken a number without stopping the run
//! 5. `input`: files in, drafts out
//! 6. `document`: drafts in, documents out
//! 7. `text`: text in, tokens out
//! 8. `dictionary`: dictionary files in, frames out
//! 9. `frames`: tokens in, hits out
//! 10. `observe`: the instrument, and what it sees in one document
//! 11. `store`: evidence in, evidence out, on disk
//! 12. `corpus`: all observations in one fixed order, duplicates marked, grouped by source or else
//! 13. `stats`: numbers in, numbers out
//! 14. `lint`: dictionary and counts in, entries that deserve a second look out
//! 15. `tables`: corpus in, tables out
//! 16. `charts`: tables in, charts out
//! 17. `report`: tables, drawings and evidence in, one page out
//! 18. `output`: the only place that writes results
//! 19. `config`: `config.toml`, composed of the `Options` that the modules above own
//! 20. `learning`: observations in, the lines that outlets repeat out
//! 21. `gather`: pieces of input in, observations out, on all cores
//! 22. `reuse`: what earlier runs saw in, what need not be looked at again out
//! 23. `summary`: a finished run in, what its user should see first out
//! 24. `coding`: sheets for human coders out; their codes in, how well the dictionary and they agree out
//! 25. `validation`: the runs that draw sheets and compare codes
//! 26. `inspection`: a dictionary in, with a corpus or without, what its author should look at out
//! 27. `kwic`: a pattern in, its occurrences with the words around them out
//! 28. `survey`: the input in, what was understood of it out

pub mod charts;
pub mod coding;
pub mod config;
pub mod corpus;
pub mod diagnostic;
pub mod dictionary;
pub mod document;
pub mod error;
pub mod frames;
pub mod gather;
pub mod input;
pub mod inspection;
pub mod kwic;
pub mod learning;
pub mod lint;
pub mod notice;
pub mod observe;
pub mod output;
pub mod report;
pub mod reuse;
pub mod setting;
pub mod stats;
pub mod store;
pub mod summary;
pub mod survey;
pub mod tables;
pub mod text;
pub mod validation;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub use config::Config;
use corpus::{By, Corpus};
pub use error::Error;
pub use gather::Session;
use gather::Task;
use input::Listing;
use notice::{Matter, Notice};
use observe::{Detail, Instrument};
use output::Part;
use output::publish::{Lock, Record, Staging, check_command, check_target, last_record};
use store::{Cache, Known, Store};
pub use summary::Summary;
use text::Stopwords;

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The settings.
    pub config: Config,
    /// The folder from which relative paths in the settings are taken.
    pub folder: PathBuf,
    /// The settings file, if there is one.
    pub config_file: Option<PathBuf>,
    /// Which parts of the output are written anew.
    pub parts: Vec<Part>,
}

/// Everything that a run compiles before it opens the first article.
#[derive(Debug)]
pub struct Prepared {
    /// The compiled settings.
    pub instrument: Instrument,
    /// What lies in the input folders.
    pub listing: Listing,
    tables: tables::Options,
    chart_stopwords: Stopwords,
    output: PathBuf,
}

/// Reads dictionaries and word lists, lists the input, and checks where the output may go.
///
/// # Errors
/// When anything in the settings cannot be used, an input path does not exist, or the output folder
/// must not be written to.
pub fn prepare(plan: &Plan) -> Result<Prepared, Error> {
    let Plan { config, folder, .. } = plan;
    let (by, input) = plan.grouping()?;
    let mut instrument = instrument(plan)?;
    let stopwords = Stopwords::read(&config.terms.stopwords, folder)?;
    let chart_stopwords = Stopwords::read(&config.charts.stopwords, folder)?;
    let tables = tables::Options {
        terms: config.terms.clone(),
        stopwords,
        keyness: config.keyness.clone(),
        emphasis: config.emphasis.clone(),
        bootstrap: config.bootstrap.clone(),
        collocations: config.collocations.clone(),
        frame_context: config.frame_context.clone(),
        trend: config.trend.clone(),
        lint: lint::Options::of(&config.frames, &config.text),
        written: config.output.tables.clone(),
    };
    let paths: Vec<PathBuf> = config.input.paths.iter().map(|it| below(folder, it)).collect();
    let listing = input::discover(&input, &paths)?;
    let n_bytes = listing.files.iter().map(|it| it.n_bytes).sum();
    instrument.detail = Detail {
        passages: tables.writes("frame_hits") || config.report.enabled,
        sentences: config.report.shows_whole_articles(n_bytes),
        diversity: tables.writes("documents"),
        sequence: config.duplicates.enabled
            || tables.writes("collocations")
            || tables.writes("frame_context"),
        cut: tables.writes("cleaning_effect"),
        sketch: config.duplicates.enabled,
    };
    if let By::Variable(name) = &by
        && listing.files.iter().all(|it| it.format.name == "txt")
        && !listing.sidecar.has_variable(name)
    {
        return Err(by.no_groups(&listing.sidecar, &BTreeSet::new()));
    }
    let output = check_target(&below(folder, &config.output.folder), &plan.reads(&paths))?;
    Ok(Prepared { instrument, listing, tables, chart_stopwords, output })
}

/// Reads dictionaries and compiles what lies between an article and its numbers.
fn instrument(plan: &Plan) -> Result<Instrument, Error> {
    let Plan { config, folder, .. } = plan;
    let dictionary = dictionary::read(&config.frames.dictionaries, folder)?;
    Instrument::new(dictionary, &config.frames, &config.text, &config.clean, &config.input)
        .map_err(|report| Error::Settings { report })
}

/// Analyses the input and writes the output.
///
/// # Errors
/// As [`prepare`]; when no article can be analysed, another run holds the output folder, the file
/// system refuses something or a signal came. The last output is then as it was.
pub fn run(plan: &Plan, session: &Session<'_>) -> Result<Summary, Error> {
    let started = Instant::now();
    let prepared = prepare(plan)?;
    check_command(&prepared.output, "run")?;
    let lock = Lock::take(&prepared.output)?;
    let before = last_record(lock.output());
    session.stage("reading", started);
    let digest = reuse::digest(&plan.config, &prepared.instrument, &prepared.listing);
    let cache = plan.config.cache.enabled.then(|| Cache::new(lock.cache(), digest));
    let opened = open_store(cache.as_ref(), &lock, session)?;
    let with = (&prepared.instrument, &prepared.listing);
    let mut corpus = corpus(plan, with, opened, session, started)?;
    let tally = corpus.tally();
    if tally.analysed == 0 {
        return Err(nothing_analysed(plan, &corpus));
    }
    let since = before.iter().flat_map(|it| plan.changes_since(it, tally.analysed));
    corpus.notices.extend(since.map(Notice::of_run));

    session.stage("tables", started);
    let tables = tables::all(&corpus, &prepared.tables);
    session.stage("charts", started);
    let is_stopword = |form: &str| prepared.chart_stopwords.contains(form);
    let shows_charts = plan.parts.contains(&Part::Report) && plan.config.report.enabled;
    let charts = if plan.parts.contains(&Part::Charts) || shows_charts {
        charts::all(&tables, &is_stopword, &plan.config.charts)
    } else {
        Vec::new()
    };
    session.check()?;

    session.stage("writing", started);
    let run = output::Run {
        corpus: &corpus,
        tables: &tables,
        charts: &charts,
        formats: &plan.config.charts.formats,
        settings: plan.settings_for_record(),
        dictionaries: &prepared.instrument.dictionary.files,
        parts: &plan.parts,
        options: &prepared.tables,
        bom: plan.config.output.bom,
        report: &plan.config.report,
        tell: &|name| session.stage(name, started),
    };
    let published = output::write(Staging::create(&lock)?, &run)?;
    if let Some(cache) = &cache {
        session.stage("keeping", started);
        let files = reuse::known_files(&corpus, &prepared.listing);
        if let Err(err) = cache.save(&corpus.store, &corpus.lexicon, files) {
            session.warn(format!("the next run will read everything anew: {err}"));
        }
    }
    session.stage("summary", started);
    let folder = below(&plan.folder, &plan.config.output.folder);
    Ok(Summary::new(&corpus, &tables, &published, &folder, &plan.parts))
}

/// Reads what is new or changed, and puts it together with what is known.
fn corpus(
    plan: &Plan,
    (instrument, listing): (&Instrument, &Listing),
    (store, mut known): (Store, Known),
    session: &Session<'_>,
    started: Instant,
) -> Result<Corpus, Error> {
    let config = &plan.config;
    let (by, input) = plan.grouping()?;
    let vocabulary = instrument.vocabulary(std::mem::take(&mut known.lexicon));
    let (mut gathered, files) = reuse::sort_out(&mut known, listing);
    let gather =
        |task| gather::all(listing, instrument, &vocabulary, &store, task, &input, session);
    gathered.append(gather(Task { files, again: None })?);
    let again = learning::again(&gathered.seen, listing, &config.clean);
    if !again.is_empty() {
        session.stage("reading again", started);
        let files: BTreeSet<usize> = again.keys().map(|it| it.0).collect();
        let files = files.into_iter().collect();
        learning::replace(&mut gathered, gather(Task { files, again: Some(&again) })?);
    }
    session.check()?;
    session.stage("corpus", started);
    let (lexicon, dictionary) = (vocabulary.into_lexicon(), &instrument.dictionary);
    let (other_names, how) = (std::mem::take(&mut gathered.other_names), (&config.duplicates, by));
    let corpus = Corpus::new(gathered, listing, lexicon, store, dictionary, how);
    session.check()?;
    if let (By::Variable(_), true) = (&corpus.by, corpus.has_no_group()) {
        return Err(corpus.by.no_groups(&corpus.sidecar, &other_names));
    }
    Ok(corpus)
}

fn nothing_analysed(plan: &Plan, corpus: &Corpus) -> Error {
    let skipped = summary::skipped(corpus).into_iter().map(|(_, example, n)| (example, n));
    Error::NoDocuments {
        folders: plan.config.input.paths.iter().map(PathBuf::from).collect(),
        skipped: skipped.collect(),
        known: input::known_extensions(),
    }
}

/// The store of a run, and what is known of earlier ones; without a cache, nothing.
fn open_store(
    cache: Option<&Cache>,
    lock: &Lock,
    session: &Session<'_>,
) -> Result<(Store, Known), Error> {
    let temporary = || Ok((Store::create(&lock.store())?, Known::default()));
    match cache.map(Cache::open) {
        None => temporary(),
        Some(Ok((store, known))) => {
            if let Some(problem) = known.problem {
                session.warn(problem.to_owned());
            }
            Ok((store, known))
        }
        Some(Err(err)) => {
            session.warn(format!("nothing is kept for the next run: {err}"));
            temporary()
        }
    }
}

impl Plan {
    /// What articles are grouped by, and the settings of the input that this takes.
    fn grouping(&self) -> Result<(By, input::Options), Error> {
        let mut input = self.config.input.clone();
        let by = By::new(&self.config.emphasis.by, &input.fields, self.config.trend.period)
            .map_err(|problem| Error::Settings { report: format!("`emphasis.by`: {problem}") })?;
        if let By::Variable(name) = &by {
            input.fields.variable = Some(name.clone());
        }
        Ok((by, input))
    }

    /// What a reader should know of this run and the one before it.
    fn changes_since(&self, before: &Record, n_analysed: u64) -> Vec<Matter> {
        let mut matters = Vec::new();
        if let Some(n_before) = before.n_analysed.filter(|it| 2 * n_analysed < *it) {
            matters.push(Matter::FarFewer(n_analysed, n_before));
        }
        let had = |path: &str| before.outputs.iter().any(|it| it.path.starts_with(path));
        for (part, path) in [(Part::Charts, "charts/"), (Part::Report, "report.html")] {
            if had(path) && !self.parts.contains(&part) {
                matters.push(Matter::KeptParts(path.into()));
            }
        }
        matters
    }

    /// Files and folders that the run reads, none of which the output may touch.
    fn reads(&self, inputs: &[PathBuf]) -> Vec<PathBuf> {
        let config = &self.config;
        let is_file = |it: &&String| {
            !matches!(it.as_str(), "builtin" | "none" | "") && dictionary::shipped(it).is_none()
        };
        let files = config
            .frames
            .dictionaries
            .iter()
            .chain([&config.terms.stopwords, &config.charts.stopwords]);
        let files = files.filter(is_file).map(|it| self.folder.join(it));
        let inputs = inputs.iter().filter(|it| it.as_os_str() != "-").cloned();
        inputs.chain(files).chain(self.config_file.clone()).collect()
    }

    /// The settings less what differs from machine to machine.
    fn settings_for_record(&self) -> serde_json::Value {
        let mut settings = serde_json::to_value(&self.config).unwrap_or_default();
        for (section, key) in [("input", "paths"), ("output", "folder"), ("frames", "dictionaries")]
        {
            if let Some(section) = settings.get_mut(section).and_then(|it| it.as_object_mut()) {
                section.remove(key);
            }
        }
        // A cache changes no result.
        if let Some(sections) = settings.as_object_mut() {
            sections.remove("cache");
        }
        settings
    }
}

/// A path of the settings, taken from their folder; `-` stays standard input.
fn below(folder: &Path, path: &str) -> PathBuf {
    let is_here = folder == Path::new(".");
    if path == "-" || is_here { PathBuf::from(path) } else { folder.join(path) }
}
