//! Pieces of input in, observations out, on all cores.

use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::corpus::{Gathered, Seen, place};
use crate::document::Given;
use crate::error::Error;
use crate::input::{self, Draft, Listing, Options, Piece, Pieces, Reading, guarded};
use crate::notice::Reason;
use crate::observe::{Evidence, Instrument, Observation, Observer};
use crate::store::{Batch, Slot, Store};
use crate::text::Vocabulary;

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

/// Reads and observes listed files, of which the places are given.
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
    files: Vec<usize>,
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
        batch: Batch::default(),
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
    /// Evidence that is not in the store yet.
    batch: Batch,
}

impl Worker<'_> {
    fn work(&mut self, piece: Piece, options: &Options) -> Gathered {
        let listing = self.listing;
        let mut gathered = Gathered::default();
        let end = input::read(piece, listing, options, |reading| {
            gathered.seen.push(self.see(reading));
        });
        gathered.ends.extend(end);
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
        draft: Draft,
        sidecar_key: &mut Option<String>,
    ) -> Result<(Observation, Evidence), Reason> {
        let file = &self.listing.files[file];
        let id = draft.fields.id.as_ref().map_or("", |it| it.value.as_str()).to_owned();
        // A row for a file with many articles is about all of them.
        let keys = [place(&file.name, record), id, file.name.clone()];
        let found = keys.into_iter().find_map(|key| Some((self.listing.sidecar.find(&key)?, key)));
        let name = file.name.rsplit('/').next().unwrap_or(&file.name);
        let given = Given {
            sidecar: found.as_ref().map(|(row, _)| &row.fields),
            folder: Some(file.folder.as_str()).filter(|it| !it.is_empty()),
            file_name: self.instrument.read_file_name(name),
        };
        let document = self.instrument.document(draft, given);
        *sidecar_key = found.map(|(_, key)| key);
        self.observer.observe(document)
    }
}
