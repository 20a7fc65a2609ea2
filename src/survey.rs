//! The input in, what was understood of it out: kinds, sources, months, languages, and what is missing.
//! Nothing is counted that a table would show.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::corpus::{UNKNOWN_SOURCE, place};
use crate::document::Document;
use crate::error::Error;
use crate::gather::{Session, in_order};
use crate::notice::Reason;
use crate::text::Language;
use crate::{Plan, Prepared};

/// Metadata that an article can lack, as `metadata.csv` names them.
pub const FIELDS: [&str; 5] = ["source", "title", "author", "date", "language"];

/// What was understood of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Articles that can be read.
    pub n_articles: u64,
    /// How many articles there are of each format.
    pub formats: BTreeMap<&'static str, u64>,
    /// The sources; articles without one are under `unknown`.
    pub sources: BTreeMap<String, SourceSurvey>,
    /// How many articles appeared in each month, such as `2025-11`.
    pub months: BTreeMap<String, u64>,
    /// How many articles there are in each language, and how that is known or why it is not.
    pub languages: BTreeMap<(Language, &'static str), u64>,
    /// How many articles lack each of [`FIELDS`].
    pub n_missing: [u64; 5],
    /// Articles that lack something, in the order of the input, each with what is known; only where
    /// they are asked for.
    pub incomplete: Vec<Incomplete>,
    /// What cannot be read, by the code of the reason: an example and how many there are.
    pub skipped: BTreeMap<&'static str, (String, u64)>,
}

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceSurvey {
    /// Its articles.
    pub n_articles: u64,
    /// First and last day of publication that is known.
    pub days: Option<(String, String)>,
}

/// An article that lacks something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomplete {
    /// Its place: what a row of `metadata.csv` finds it by.
    pub place: String,
    /// What is known of [`FIELDS`]; `None` is missing.
    pub known: [Option<String>; 5],
}

/// What one article tells.
struct Told {
    format: &'static str,
    language: (Language, &'static str),
    known: [Option<String>; 5],
}

/// Reads the input, and analyses nothing.
///
/// # Errors
/// When a signal asks to stop.
pub fn survey(
    plan: &Plan,
    prepared: &Prepared,
    keeps_incomplete: bool,
    session: &Session<'_>,
) -> Result<Survey, Error> {
    let Prepared { instrument, listing, .. } = prepared;
    let mut survey = Survey::default();
    let look = |_: &mut crate::observe::Observer<'_>, document: Document| {
        if document.paragraphs.is_empty() {
            return Err(Reason::NoWords);
        }
        let language = instrument.language_of(&document);
        Ok(told(&document, language))
    };
    in_order(listing, instrument, &plan.config.input, session, look, |looked| {
        let place = place(&listing.files[looked.file].name, looked.record);
        match looked.result {
            Ok(told) => survey.add(told, place, keeps_incomplete),
            Err(reason) => survey.skip(&place, &reason),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for (name, reason) in &listing.skipped {
        survey.skip(name, reason);
    }
    Ok(survey)
}

fn told(document: &Document, language: (Language, &'static str)) -> Told {
    let metadata = &document.metadata;
    let code = Some(language.0.code().to_owned()).filter(|it| !it.is_empty());
    let known = [
        metadata.source.as_ref().map(|it| it.value.clone()),
        metadata.title.as_ref().map(|it| it.value.clone()),
        metadata.author.as_ref().map(|it| it.value.clone()),
        metadata.date.as_ref().map(|it| it.value.to_string()),
        code,
    ];
    Told { format: document.format, language, known }
}

impl Survey {
    fn add(&mut self, told: Told, place: String, keeps_incomplete: bool) {
        self.n_articles += 1;
        *self.formats.entry(told.format).or_default() += 1;
        *self.languages.entry(told.language).or_default() += 1;
        let [source, _, _, date, _] = &told.known;
        let source = self.sources.entry(source.as_deref().unwrap_or(UNKNOWN_SOURCE).to_owned());
        let source = source.or_default();
        source.n_articles += 1;
        if let Some(day) = date {
            *self.months.entry(day[..7].to_owned()).or_default() += 1;
            let (first, last) = source.days.get_or_insert_with(|| (day.clone(), day.clone()));
            if *day < *first {
                first.clone_from(day);
            }
            if *last < *day {
                last.clone_from(day);
            }
        }
        for (n, known) in self.n_missing.iter_mut().zip(&told.known) {
            *n += u64::from(known.is_none());
        }
        if keeps_incomplete && told.known.iter().any(Option::is_none) {
            self.incomplete.push(Incomplete { place, known: told.known });
        }
    }

    fn skip(&mut self, place: &str, reason: &Reason) {
        let example = || (format!("`{place}` {reason}"), 0);
        self.skipped.entry(reason.code()).or_insert_with(example).1 += 1;
    }

    /// Rows for `metadata.csv`, one for each article that lacks something: what is known, and an empty
    /// cell for what is not. `of_many` input folders find their articles by `doc_id`.
    pub fn template(&self, of_many: bool) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = [if of_many { "doc_id" } else { "path" }];
        let rows = self.incomplete.iter().map(|it| {
            let cells = it.known.iter().map(|it| it.as_deref().unwrap_or(""));
            [it.place.as_str()].into_iter().chain(cells).collect::<Vec<&str>>()
        });
        let header = header.into_iter().chain(FIELDS).collect();
        for row in [header].into_iter().chain(rows) {
            writer.write_record(row).expect("memory takes every record of the same length");
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}
