//! Pieces of input in, observations out, on all cores.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rayon::prelude::*;

use crate::corpus::{Gathered, Seen, place};
use crate::document::{Document, Given};
use crate::error::Error;
use crate::input::{self, Draft, Listing, Options, Piece, Pieces, Reading, guarded};
use crate::learning::Again;
use crate::notice::Reason;
use crate::observe::{Evidence, Instrument, Observation, Observer};
use crate::store::{Batch, Slot, Store};
use crate::text::{Lexicon, Vocabulary};

/// What a run shares with whoever started it.
pub struct Session<'s> {
    /// Number of the signal that asks the run to stop; 0 for none.
    pub stop: &'s AtomicI32,
    /// Is told what happens.
    pub watch: &'s (dyn Fn(Event) + Sync),
}

/// What happens in a run.
#[derive(Clone, Debug)]
pub enum Event {
    /// So many bytes are going to be read.
    Total(u64),
    /// So many bytes more are done.
    Done(u64),
    /// A stage begins, so long after the start of the run; from `writing` on, the output folder is
    /// being exchanged.
    Stage(&'static str, std::time::Duration),
    /// Something that the user should know, but that changes no result.
    Warning(String),
}

impl Session<'_> {
    /// Tells that a stage begins.
    pub fn stage(&self, name: &'static str, started: Instant) {
        (self.watch)(Event::Stage(name, started.elapsed()));
    }

    /// Tells what the user should know, but what changes no result.
    pub fn warn(&self, warning: String) {
        (self.watch)(Event::Warning(warning));
    }

    /// # Errors
    /// When a signal has come.
    pub fn check(&self) -> Result<(), Error> {
        match self.stop.load(Ordering::Relaxed) {
            0 => Ok(()),
            signal => Err(Error::Interrupted { signal }),
        }
    }
}

/// Which of the listed files are read, and which of their articles.
pub struct Task<'t> {
    /// Places of the files.
    pub files: Vec<usize>,
    /// The articles, where not all, and the lines that their outlets repeat.
    pub again: Option<&'t Again>,
}

/// Reads and observes listed files, or some of their articles again.
///
/// What comes back is in no order; the corpus puts it into one.
///
/// # Errors
/// When a signal asks to stop, or the store cannot be written to.
pub fn all(
    listing: &Listing,
    instrument: &Instrument,
    vocabulary: &Vocabulary<'_>,
    store: &Store,
    Task { files, again }: Task<'_>,
    options: &Options,
    session: &Session<'_>,
) -> Result<Gathered, Error> {
    let n_bytes = files.iter().map(|it| listing.files[*it].n_bytes).sum();
    (session.watch)(Event::Total(n_bytes));
    let worker = || Worker {
        observer: Observer::new(instrument, vocabulary),
        instrument,
        vocabulary,
        listing,
        again,
        batch: Batch::default(),
        other_names: BTreeSet::new(),
    };
    let parts: Result<Vec<Gathered>, Error> = Pieces::new(listing, files, options)
        .par_bridge()
        .map_init(worker, |worker, piece| {
            session.check()?;
            let n_bytes = piece.n_bytes(listing);
            let mut gathered = worker.work(piece, options);
            let base = store.append(&mut worker.batch)?;
            gathered.seen.iter_mut().for_each(|it| it.evidence = it.evidence.behind(base));
            (session.watch)(Event::Done(n_bytes));
            Ok(gathered)
        })
        .collect();
    let mut all = Gathered::default();
    for part in parts? {
        all.append(part);
    }
    Ok(all)
}

struct Worker<'w> {
    observer: Observer<'w>,
    instrument: &'w Instrument,
    vocabulary: &'w Vocabulary<'w>,
    listing: &'w Listing,
    again: Option<&'w Again>,
    /// Evidence that is not in the store yet.
    batch: Batch,
    /// Names that stand for no field, where articles are grouped by such a one.
    other_names: BTreeSet<String>,
}

/// Names that stand for no field that are kept of a piece of work.
const MOST_NAMES: usize = 1000;

impl Worker<'_> {
    fn work(&mut self, piece: Piece, options: &Options) -> Gathered {
        let listing = self.listing;
        let mut gathered = Gathered::default();
        let end = input::read(piece, listing, options, |reading| {
            let is_wanted = |it: &Again| it.contains_key(&(reading.file, reading.record));
            if self.again.is_none_or(is_wanted) {
                gathered.seen.push(self.see(reading));
            }
        });
        gathered.ends.extend(end);
        gathered.other_names = std::mem::take(&mut self.other_names);
        gathered
    }

    fn see(&mut self, reading: Reading) -> Seen {
        let Reading { file, record, draft } = reading;
        let mut sidecar_key = None;
        let observation = draft.and_then(|draft| {
            let seen = guarded(|| self.observe(file, record, draft, &mut sidecar_key));
            seen.unwrap_or_else(|| {
                // What a panic leaves behind must not reach the next article.
                self.observer = Observer::new(self.instrument, self.vocabulary);
                Err(Reason::Internal)
            })
        });
        let (observation, evidence) = match observation {
            Ok((observation, evidence)) => (Ok(Box::new(observation)), self.batch.add(&evidence)),
            Err(reason) => (Err(reason), Slot::default()),
        };
        Seen { file, record, observation, evidence, sidecar_key }
    }

    fn observe(
        &mut self,
        file: usize,
        record: Option<u64>,
        mut draft: Draft,
        sidecar_key: &mut Option<String>,
    ) -> Result<(Observation, Evidence), Reason> {
        for name in std::mem::take(&mut draft.fields.other_names) {
            if self.other_names.len() < MOST_NAMES {
                self.other_names.insert(name);
            }
        }
        let repeated = self.again.and_then(|it| it.get(&(file, record))).map_or(&[][..], |it| it);
        let place = (file, record);
        let (document, key) = document(self.listing, self.instrument, place, draft, repeated);
        *sidecar_key = key;
        self.observer.observe(document)
    }
}

/// A draft with all that is known of its article beside it, cleaned; and the key of the row of the
/// metadata file that was used.
fn document(
    listing: &Listing,
    instrument: &Instrument,
    (file, record): (usize, Option<u64>),
    draft: Draft,
    repeated: &[u64],
) -> (Document, Option<String>) {
    let file = &listing.files[file];
    let id = draft.fields.id.as_ref().map_or("", |it| it.value.as_str()).to_owned();
    // A row for a file with many articles is about all of them.
    let keys = [place(&file.name, record), id, file.name.clone()];
    let found = keys.into_iter().find_map(|key| Some((listing.sidecar.find(&key)?, key)));
    let name = file.name.rsplit('/').next().unwrap_or(&file.name);
    let given = Given {
        sidecar: found.as_ref().map(|(row, _)| &row.fields),
        folder: Some(file.folder.as_str()).filter(|it| !it.is_empty()),
        file_name: instrument.read_file_name(name),
        repeated,
    };
    let document = instrument.document(draft, given);
    (document, found.map(|(_, key)| key))
}

/// What was made of one article.
#[derive(Debug)]
pub struct Looked<T> {
    /// Place of the file in the listing.
    pub file: usize,
    /// Number of the record inside the file, from 1.
    pub record: Option<u64>,
    /// What was made of it, or the reason why nothing was.
    pub result: Result<T, Reason>,
}

/// Pieces for each thread that are looked at before what was made of them is handed on; it bounds
/// the memory that a large input takes.
const PIECES_PER_THREAD: usize = 4;

/// Hands on what `look` makes of each article, in the order of the listing, whatever thread looked
/// at it; until `emit` says that it wants no more.
///
/// # Errors
/// When a signal asks to stop, or `emit` fails.
pub fn in_order<T: Send>(
    listing: &Listing,
    instrument: &Instrument,
    options: &Options,
    session: &Session<'_>,
    look: impl Fn(&mut Observer<'_>, Document) -> Result<T, Reason> + Sync,
    mut emit: impl FnMut(Looked<T>) -> Result<ControlFlow<()>, Error>,
) -> Result<(), Error> {
    (session.watch)(Event::Total(listing.files.iter().map(|it| it.n_bytes).sum()));
    let vocabulary = instrument.vocabulary(Lexicon::default());
    let n_threads = rayon::current_num_threads();
    let observer = || Mutex::new(Observer::new(instrument, &vocabulary));
    let observers: Vec<_> = (0..n_threads).map(|_| observer()).collect();
    let work = |piece: Piece| {
        let mut made = Vec::new();
        let place = rayon::current_thread_index().unwrap_or(0);
        let mut observer = observers[place].lock().unwrap_or_else(PoisonError::into_inner);
        let ends = input::read(piece, listing, options, |Reading { file, record, draft }| {
            let result = draft.and_then(|draft| {
                let seen = guarded(|| {
                    let (document, _) = document(listing, instrument, (file, record), draft, &[]);
                    look(&mut observer, document)
                });
                seen.unwrap_or_else(|| {
                    // What a panic leaves behind must not reach the next article.
                    *observer = Observer::new(instrument, &vocabulary);
                    Err(Reason::Internal)
                })
            });
            made.push(Looked { file, record, result });
        });
        let failed = |(file, end): (usize, Result<_, Reason>)| {
            Some(Looked { file, record: None, result: Err(end.err()?) })
        };
        made.extend(ends.into_iter().filter_map(failed));
        made
    };
    let mut pieces = Pieces::new(listing, (0..listing.files.len()).collect(), options);
    loop {
        session.check()?;
        let some: Vec<Piece> = pieces.by_ref().take(PIECES_PER_THREAD * n_threads).collect();
        if some.is_empty() {
            return Ok(());
        }
        let n_bytes = some.iter().map(|it| it.n_bytes(listing)).sum();
        let made: Vec<Vec<Looked<T>>> = some.into_par_iter().map(work).collect();
        (session.watch)(Event::Done(n_bytes));
        for looked in made.into_iter().flatten() {
            if emit(looked)?.is_break() {
                return Ok(());
            }
        }
    }
}
