//! What is coded: sentences, documents or texts, with what the dictionary finds in each.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::Xxh3;

use super::codes::{Coded, Codes, File, Key, report};
use super::names;
use crate::corpus::{Article, Corpus, Outcome, place};
use crate::diagnostic::{Problem, nearest};
use crate::dictionary::Frame;
use crate::document::{self, Given};
use crate::error::Error;
use crate::input::{DateOrder, Draft, Offsets};
use crate::observe::{Context, Evidence, FrameHit, Instrument, Observer};
use crate::text::Lexicon;

/// Kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A sentence of an article.
    Sentence,
    /// An article.
    Document,
    /// A text of its own.
    Text,
}

impl Kind {
    /// The name that stands in tables.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Sentence => "sentence",
            Kind::Document => "document",
            Kind::Text => "text",
        }
    }
}

/// One unit with what the dictionary finds in it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its name in tables.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The document that it is from; units of one document are not independent.
    pub document: String,
    /// The outlet, where it is known.
    pub source: String,
    /// Number of the sentence in the document, from 1.
    pub sentence: Option<u32>,
    /// Its text.
    pub text: String,
    /// How many units of the corpus it stands for.
    pub weight: f64,
    /// Entries that fired.
    pub fired: Vec<Fired>,
    /// Frame and entry of all that match, those hidden by longer ones included.
    pub matching: Vec<(u32, u32)>,
}

/// One hit in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Place of the entry in the frame.
    pub entry: u32,
    /// The forms that it found.
    pub text: String,
}

impl Unit {
    /// Whether the dictionary finds the frame in it.
    pub fn holds(&self, frame: usize) -> bool {
        self.fired.iter().any(|it| it.frame as usize == frame)
    }

    /// Keeps what matches with every overlap allowed, as the same unit shows it.
    pub fn set_matching(&mut self, all: &Unit) {
        self.matching = all.fired.iter().map(|it| (it.frame, it.entry)).collect();
        self.matching.sort_unstable();
        self.matching.dedup();
    }
}

/// Letters and digits of an id behind its first letter.
const ID_DIGITS: usize = 16;

/// The id of a unit: it depends on article, place and text, so that a changed text is noticed, and
/// tells nobody where the text is from. The first letter keeps spreadsheets from taking it for a
/// number.
pub(super) fn unit_id(document: &str, sentence: Option<u32>, text: &str) -> String {
    let mut hash = Xxh3::with_seed(0);
    for part in [document.as_bytes(), &sentence.unwrap_or(0).to_le_bytes(), text.as_bytes()] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    format!("u{:016x}", hash.digest())
}

/// Whether a text is an id of ours.
pub(super) fn is_unit_id(text: &str) -> bool {
    let digits = text.strip_prefix(['u', 'U']).unwrap_or("");
    digits.len() == ID_DIGITS && digits.bytes().all(|it| it.is_ascii_hexdigit())
}

/// All units of one kind of an article, in the order of the text, from the evidence with the text
/// of every sentence.
pub(super) fn of_article(article: &Article, evidence: &Evidence, kind: Kind) -> Vec<Unit> {
    match kind {
        Kind::Sentence => {
            let each = evidence.contexts.iter();
            each.map(|it| sentence(article, evidence, it.sentence, &it.text)).collect()
        }
        _ => vec![document(article, evidence)],
    }
}

fn sentence(article: &Article, evidence: &Evidence, number: u32, text: &str) -> Unit {
    let hits = evidence.hits.iter().filter(|it| it.sentence == number);
    unit(article, Some(number), text.to_owned(), hits)
}

fn document(article: &Article, evidence: &Evidence) -> Unit {
    let sentences: Vec<&str> = evidence.contexts.iter().map(|it| it.text.as_str()).collect();
    unit(article, None, sentences.join(" "), evidence.hits.iter())
}

fn unit<'h>(
    article: &Article,
    sentence: Option<u32>,
    text: String,
    hits: impl Iterator<Item = &'h FrameHit>,
) -> Unit {
    Unit {
        id: unit_id(&article.id, sentence, &text),
        kind: if sentence.is_some() { Kind::Sentence } else { Kind::Document },
        document: article.id.clone(),
        source: article.source().to_owned(),
        sentence,
        text,
        weight: 1.0,
        fired: fired(hits),
        matching: Vec::new(),
    }
}

fn fired<'h>(hits: impl Iterator<Item = &'h FrameHit>) -> Vec<Fired> {
    let fired = |it: &FrameHit| Fired { frame: it.frame, entry: it.entry, text: it.text.clone() };
    hits.map(fired).collect()
}

/// Finds the coded units in the corpus, in the order of the codes.
///
/// # Errors
/// When some are not in it: all of them at once, each with its line.
pub fn in_corpus(corpus: &Corpus, codes: &Codes, files: &[File]) -> Result<Vec<Unit>, Error> {
    let found = if codes.units.iter().any(|it| matches!(it.key, Key::Unit(_))) {
        by_id(corpus, codes)
    } else {
        by_place(corpus, codes)
    };
    let (mut units, mut problems) = (Vec::new(), Vec::new());
    for (unit, coded) in found.into_iter().zip(&codes.units) {
        match unit {
            Ok(unit) => units.push(unit),
            Err((what, hint)) => {
                let (file, bytes) = coded.place.clone();
                problems.push((file, Problem::new(bytes, what).hint(hint)));
            }
        }
    }
    corpus.store.check()?;
    if problems.is_empty() { Ok(units) } else { Err(report(files, problems)) }
}

/// A unit, or what is wrong and what to do.
type Found = Result<Unit, (String, String)>;

/// Finds units by their ids, which all units of the corpus must be asked for.
fn by_id(corpus: &Corpus, codes: &Codes) -> Vec<Found> {
    let id = |it: &Coded| match &it.key {
        Key::Unit(id) => id.clone(),
        _ => String::new(),
    };
    let places: BTreeMap<String, usize> =
        codes.units.iter().enumerate().map(|it| (id(it.1), it.0)).collect();
    let mut found: Vec<Found> = codes
        .units
        .iter()
        .map(|it| {
            let what = format!("no article of the input holds unit `{}`", id(it));
            let hint = "give the input and the settings of [clean] and [text] with which the sheet was drawn";
            Err((what, hint.to_owned()))
        })
        .collect();
    for article in corpus.articles.iter().filter(|it| it.observation().is_some()) {
        let evidence = corpus.evidence(article);
        for kind in [Kind::Sentence, Kind::Document] {
            for unit in of_article(article, &evidence, kind) {
                if let Some(place) = places.get(&unit.id) {
                    found[*place] = Ok(unit);
                }
            }
        }
    }
    found
}

/// Finds units by article and number of the sentence.
fn by_place(corpus: &Corpus, codes: &Codes) -> Vec<Found> {
    let mut articles: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, article) in corpus.articles.iter().enumerate() {
        let mut names =
            vec![article.id.clone(), place(&article.path, article.record), article.path.clone()];
        names.sort();
        names.dedup();
        names.into_iter().for_each(|it| articles.entry(it).or_default().push(i));
    }
    let find = |name: &str| -> Result<&Article, (String, String)> {
        match articles.get(name).map(Vec::as_slice) {
            Some([one]) => Ok(&corpus.articles[*one]),
            Some(_) => Err((
                format!("`{name}` holds several articles"),
                "name one of them by its `doc_id` of documents.csv".to_owned(),
            )),
            None => {
                let near = nearest(name, articles.keys().map(String::as_str));
                let hint = near.map_or_else(
                    || "`doc_id` and `path` are those of documents.csv".to_owned(),
                    |it| format!("did you mean `{it}`?"),
                );
                Err((format!("there is no article `{name}` in the input"), hint))
            }
        }
    };
    let each = codes.units.iter().map(|coded| match &coded.key {
        Key::Sentence(name, number) => {
            let (article, evidence) = observed(corpus, find(name)?)?;
            let kept = evidence.contexts.iter().find(|it| it.sentence == *number);
            let Some(Context { text, .. }) = kept else {
                let what = format!(
                    "article `{name}` has {} sentences, and none is number {number}",
                    evidence.sentence_tokens.len()
                );
                return Err((what, "sentences are counted from 1, after cleaning".to_owned()));
            };
            Ok(Unit {
                id: format!("{} {number}", article.id),
                ..sentence(article, &evidence, *number, text)
            })
        }
        Key::Document(name) => {
            let (article, evidence) = observed(corpus, find(name)?)?;
            Ok(Unit { id: article.id.clone(), ..document(article, &evidence) })
        }
        Key::Unit(id) | Key::Text(id) => Err((format!("`{id}` names no article"), String::new())),
    });
    each.collect()
}

/// An article with its evidence, where it was looked at.
fn observed<'c>(
    corpus: &Corpus,
    article: &'c Article,
) -> Result<(&'c Article, Evidence), (String, String)> {
    match &article.outcome {
        Outcome::Skipped(reason) => Err((
            format!("article `{}` was skipped: it {reason}", article.id),
            "leave it out, or mend the article".to_owned(),
        )),
        _ => Ok((article, corpus.evidence(article))),
    }
}

/// Matches each coded text as a document of its own, nothing cut from it.
///
/// # Errors
/// When there is no word in some.
pub fn of_texts(
    instrument: &Instrument,
    codes: &Codes,
    files: &[File],
) -> Result<Vec<Unit>, Error> {
    let vocabulary = instrument.vocabulary(Lexicon::default());
    let mut observer = Observer::new(instrument, &vocabulary);
    let (mut units, mut problems) = (Vec::new(), Vec::new());
    let as_it_stands = document::Options { enabled: false, ..document::Options::default() };
    for coded in &codes.units {
        let draft = Draft::of_text(coded.text.clone(), Offsets::unknown(), "csv");
        let text = document::read(draft, Given::default(), DateOrder::Unknown, &as_it_stands);
        match observer.observe(text) {
            Ok((_, evidence)) => units.push(text_unit(coded, &evidence)),
            Err(_) => {
                let (file, bytes) = coded.place.clone();
                problems.push((file, Problem::new(bytes, "there is no word in this text")));
            }
        }
    }
    if problems.is_empty() { Ok(units) } else { Err(report(files, problems)) }
}

fn text_unit(coded: &Coded, evidence: &Evidence) -> Unit {
    let id = match &coded.key {
        Key::Text(id) if *id != coded.text => id.clone(),
        _ => format!("line {}", coded.line),
    };
    Unit {
        document: if coded.document.is_empty() { id.clone() } else { coded.document.clone() },
        id,
        kind: Kind::Text,
        source: coded.source.clone(),
        sentence: None,
        text: coded.text.clone(),
        weight: 1.0,
        fired: fired(evidence.hits.iter()),
        matching: Vec::new(),
    }
}

/// Gives units the weights that stand in the key of their sample.
///
/// # Errors
/// When the key lacks a unit or a weight.
pub fn weigh(units: &mut [Unit], key: &File) -> Result<(), Error> {
    let mut reader = csv::Reader::from_reader(key.text.as_bytes());
    let bad = |what: String| report(std::slice::from_ref(key), vec![(0, Problem::new(0..0, what))]);
    let header = reader.headers().map_err(|err| bad(err.to_string()))?.clone();
    let columns = names::column(&header, &["unit_id"]).zip(names::column(&header, &["weight"]));
    let Some((id, weight)) = columns else {
        return Err(bad("a key needs the columns `unit_id` and `weight`".to_owned()));
    };
    let mut weights: BTreeMap<String, f64> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|err| bad(err.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        match record.get(weight).unwrap_or("").trim().parse::<f64>() {
            Ok(weight) if 0.0 < weight && weight.is_finite() => {
                weights.insert(record.get(id).unwrap_or("").trim().to_owned(), weight);
            }
            _ => return Err(bad(format!("line {line} holds no weight above 0"))),
        }
    }
    for unit in units {
        unit.weight = *weights.get(&unit.id).ok_or_else(|| {
            bad(format!(
                "the key does not hold unit `{}`; is it the key of another sample?",
                unit.id
            ))
        })?;
    }
    Ok(())
}

/// What an entry looks like in the dictionary.
pub(super) fn entry_text(frames: &[Frame], frame: u32, entry: u32) -> &str {
    &frames[frame as usize].entries[entry as usize].text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_depends_on_article_place_and_text_and_is_no_number() {
        let id = unit_id("a.txt", Some(3), "A text.");
        assert!(is_unit_id(&id) && is_unit_id(&id.to_uppercase()), "{id}");
        for other in [
            unit_id("b.txt", Some(3), "A text."),
            unit_id("a.txt", Some(4), "A text."),
            unit_id("a.txt", None, "A text."),
            unit_id("a.txt", Some(3), "A text"),
        ] {
            assert_ne!(id, other);
        }
        assert!(!is_unit_id("1234567890123456") && !is_unit_id("u12"));
    }
}
