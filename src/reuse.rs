//! What earlier runs saw in, what this run need not look at again out; and back again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::config::Config;
use crate::corpus::{Article, By, Corpus, Gathered, Outcome, Seen};
use crate::frames;
use crate::input::{self, File, Listing};
use crate::notice::Reason;
use crate::observe::Instrument;
use crate::store::{Known, KnownDocument, KnownFile};

/// What is known of listed files, and the places of those that must be read.
///
/// A file is as it was when size, times and number of it are what they were and older than the run
/// that read it; else when its bytes have the hash that they had.
pub fn sort_out(known: &mut Known, listing: &Listing) -> (Gathered, Vec<usize>) {
    let is_known = |file: &File| {
        let Some((known_file, stamp)) = known.files.get(&file.name).zip(file.stamp.as_ref()) else {
            return false;
        };
        let is_untouched = *known_file.stamp == *stamp && stamp.is_older_than(known.began);
        let is_same_size = || known_file.digest.n_bytes == file.n_bytes;
        is_untouched
            || is_same_size() && input::digest(file).is_ok_and(|it| it == *known_file.digest)
    };
    let are_known: Vec<bool> = listing.files.par_iter().map(is_known).collect();
    let mut gathered = Gathered::default();
    let mut files = Vec::new();
    for (place, file) in listing.files.iter().enumerate() {
        match known.files.remove(&file.name) {
            Some(known_file) if are_known[place] => {
                gathered.ends.push((place, Ok(known_file.digest.into_owned())));
                let seen = known_file.documents.into_iter().map(|it| seen(place, it));
                gathered.seen.extend(seen);
            }
            _ => files.push(place),
        }
    }
    (gathered, files)
}

fn seen(file: usize, document: KnownDocument<'_>) -> Seen {
    let observation = match document.seen {
        Ok(observation) => Ok(Box::new(observation.into_owned())),
        Err(reason) => Err(reason.into_owned()),
    };
    Seen {
        file,
        record: document.record,
        observation,
        evidence: document.evidence,
        sidecar_key: document.sidecar_key.map(Cow::into_owned),
    }
}

/// All files of a corpus that were read to their end, for the next run.
pub fn known_files<'c>(corpus: &'c Corpus, listing: &'c Listing) -> Vec<KnownFile<'c>> {
    let mut documents: BTreeMap<&str, Option<Vec<KnownDocument<'c>>>> = BTreeMap::new();
    for article in &corpus.articles {
        let of_file = documents.entry(&article.path).or_insert_with(|| Some(Vec::new()));
        match (known_document(article), of_file.as_mut()) {
            (Some(document), Some(of_file)) => of_file.push(document),
            _ => *of_file = None,
        }
    }
    let stamps = listing.files.iter().filter_map(|it| Some((it.name.as_str(), it.stamp.as_ref()?)));
    let stamps: BTreeMap<_, _> = stamps.collect();
    let file = |(name, digest): &'c (String, input::Digest)| {
        let mut documents = documents.get_mut(name.as_str())?.take()?;
        documents.sort_by_key(|it| it.record);
        let stamp = Cow::Borrowed(*stamps.get(name.as_str())?);
        Some(KnownFile { name: name.into(), stamp, digest: Cow::Borrowed(digest), documents })
    };
    corpus.files.iter().filter_map(file).collect()
}

/// `None` for an article that may be another one when it is read again.
fn known_document(article: &Article) -> Option<KnownDocument<'_>> {
    let seen = match &article.outcome {
        Outcome::Analysed(observation) | Outcome::Duplicate(_, observation) => {
            Ok(Cow::Borrowed(&**observation))
        }
        Outcome::Skipped(Reason::Unreadable(_) | Reason::Changed | Reason::Internal) => {
            return None;
        }
        Outcome::Skipped(reason) => Err(Cow::Borrowed(reason)),
    };
    Some(KnownDocument {
        record: article.record,
        seen,
        evidence: article.evidence,
        sidecar_key: article.sidecar_key.as_deref().map(Cow::Borrowed),
    })
}

/// Hash of all that lies between the bytes of a file and what is seen in it: this program, the
/// settings that shape observations, the dictionaries, and the metadata for other files.
pub fn digest(config: &Config, instrument: &Instrument, listing: &Listing) -> String {
    let mut input = config.input.clone();
    input.paths = Vec::new();
    let by = By::new(&config.emphasis.by, &input.fields, config.trend.period);
    let variable = by.ok().filter(|it| matches!(it, By::Variable(_)));
    let variable = variable.as_ref().map(By::name);
    let dictionaries: Vec<&String> = instrument.dictionary.files.iter().map(|it| &it.1).collect();
    let program = std::env::current_exe().and_then(|it| it.metadata());
    let all = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "program": program.map(|it| input::Stamp::of(&it)).ok(),
        "input": input,
        "variable": variable,
        "clean": config.clean,
        "text": config.text,
        "frames": frames::Options { dictionaries: Vec::new(), ..config.frames.clone() },
        "dictionaries": dictionaries,
        "dictionary_names": config.frames.dictionaries,
        "detail": format!("{:?}", instrument.detail),
        "metadata": format!("{:?}", listing.sidecar),
    });
    Sha256::digest(all.to_string()).iter().map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Digest, Options};
    use crate::store::Slot;

    fn listing(folder: &std::path::Path) -> Listing {
        input::discover(&Options::default(), &[folder.to_owned()]).expect("a listing")
    }

    /// What is known of the only file in a listing, as a run that began then has left it.
    fn known(listing: &Listing, began: u64, sha256: &str) -> Known {
        let file = &listing.files[0];
        let known_file = KnownFile {
            name: file.name.clone().into(),
            stamp: Cow::Owned(file.stamp.clone().expect("a stamp")),
            digest: Cow::Owned(Digest { n_bytes: file.n_bytes, sha256: sha256.to_owned() }),
            documents: vec![KnownDocument {
                record: None,
                seen: Err(Cow::Owned(Reason::NoWords)),
                evidence: Slot::default(),
                sidecar_key: None,
            }],
        };
        let files = [(file.name.clone(), known_file)].into_iter().collect();
        Known { files, began, ..Known::default() }
    }

    #[test]
    fn a_file_is_known_by_its_times_when_they_are_old_and_else_by_its_bytes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("a.txt"), "A pact.").expect("a file");
        let listing = listing(folder.path());
        let n_known = |began, sha256: &str| {
            sort_out(&mut known(&listing, began, sha256), &listing).0.seen.len()
        };
        let sha256 = input::digest(&listing.files[0]).expect("readable").sha256;
        assert_eq!(n_known(u64::MAX, "not looked at"), 1);
        assert_eq!(n_known(0, "another"), 0);
        assert_eq!(n_known(0, &sha256), 1);
    }

    #[test]
    fn a_file_of_another_size_or_name_is_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("a.txt"), "A pact.").expect("a file");
        let mut known = known(&listing(folder.path()), u64::MAX, "");
        std::fs::write(folder.path().join("a.txt"), "A pact and its price.").expect("a file");
        std::fs::write(folder.path().join("b.txt"), "A pact.").expect("a file");
        assert_eq!(sort_out(&mut known, &listing(folder.path())).1, [0, 1]);
    }
}
