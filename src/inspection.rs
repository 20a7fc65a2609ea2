//! A dictionary in, with a corpus or without, what its author should look at out.

use std::path::PathBuf;
use std::time::Instant;

use crate::corpus::{Tally, TermTotals};
use crate::dictionary::Dictionary;
use crate::error::Error;
use crate::gather::Session;
use crate::input;
use crate::lint::{self, Counts, Finding};
use crate::observe::Detail;
use crate::store::{Known, Store};
use crate::{Plan, below, nothing_analysed};

/// A dictionary that was looked at.
#[derive(Debug)]
pub struct Inspected {
    /// The dictionary.
    pub dictionary: Dictionary,
    /// What deserves a second look, by kind, then in the order of the dictionary.
    pub findings: Vec<Finding>,
    /// How many articles were read; `None` without a corpus.
    pub tally: Option<Tally>,
}

/// Looks at the dictionaries of a plan; with `reads_input` also at what they find in its input.
/// Nothing is written and nothing is kept.
///
/// # Errors
/// When anything in the settings or dictionaries cannot be used; with input, when it does not exist
/// or no article can be analysed.
pub fn inspect(plan: &Plan, reads_input: bool, session: &Session<'_>) -> Result<Inspected, Error> {
    let mut instrument = crate::instrument(plan)?;
    let options = lint::Options::of(&plan.config.frames, &plan.config.text);
    if !reads_input {
        let dictionary = instrument.dictionary;
        let findings = lint::of_dictionary(&dictionary.frames, options);
        return Ok(Inspected { dictionary, findings, tally: None });
    }
    instrument.detail = Detail {
        passages: false,
        sentences: false,
        sequence: false,
        cut: false,
        diversity: false,
        sketch: false,
    };
    let paths: Vec<PathBuf> =
        plan.config.input.paths.iter().map(|it| below(&plan.folder, it)).collect();
    let listing = input::discover(&plan.config.input, &paths)?;
    let opened = (Store::temporary()?, Known::default());
    let corpus = crate::corpus(plan, (&instrument, &listing), opened, session, Instant::now())?;
    let tally = corpus.tally();
    if tally.analysed == 0 {
        return Err(nothing_analysed(plan, &corpus));
    }
    let totals = TermTotals::of(&corpus);
    let findings = lint::of_corpus(&corpus, &Counts::of(&corpus), &totals, options);
    corpus.store.check()?;
    Ok(Inspected { dictionary: instrument.dictionary, findings, tally: Some(tally) })
}
