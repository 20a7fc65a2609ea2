//! Observations in, the lines that outlets repeat above and below their articles out; and what was
//! seen without them, back into its place.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use crate::corpus::{Gathered, Seen};
use crate::document;
use crate::input::Listing;
use crate::notice::Reason;
use crate::observe::Observation;

/// Articles that must be looked at again, by file and record; and hashes of the lines to cut from each.
pub type Again = BTreeMap<(usize, Option<u64>), Box<[u64]>>;

/// An outlet repeats a line that stands in one of so many of its articles.
const ONE_IN: usize = 20;

/// Finds the articles from which other lines must be cut than were cut when they were seen.
///
/// A line is the outlet's where it stands above or below `clean.repeated_in` articles of one source
/// with different bodies, and of one in twenty of all its articles. Articles without a source have no
/// outlet; what came through a pipe cannot be read again.
pub fn again(seen: &[Seen], listing: &Listing, options: &document::Options) -> Again {
    let Some(least) = options.least_repeated() else { return Again::new() };
    let mut by_source: BTreeMap<&str, Vec<(&Seen, &Observation)>> = BTreeMap::new();
    for seen in seen {
        let Ok(observation) = &seen.observation else { continue };
        let is_pipe = listing.files[seen.file].path == Path::new("-");
        if let (Some(source), false) = (&observation.metadata.source, is_pipe) {
            by_source.entry(&source.value).or_default().push((seen, observation));
        }
    }
    let mut again = Again::new();
    for articles in by_source.values() {
        let repeated = repeated(articles, least);
        for (seen, observation) in articles {
            let is_repeated = |hash: u64| repeated.contains(&hash);
            let lines = &observation.edges.lines;
            if lines.iter().any(|it| is_repeated(it.hash) != it.is_cut) {
                let lines = lines.iter().map(|it| it.hash).filter(|it| is_repeated(*it));
                again.insert((seen.file, seen.record), lines.collect());
            }
        }
    }
    again
}

/// Hashes of the lines that stand above or below enough articles with different bodies.
fn repeated(articles: &[(&Seen, &Observation)], least: usize) -> BTreeSet<u64> {
    let least = least.max(articles.len().div_ceil(ONE_IN));
    let mut places: BTreeSet<(u64, u64)> = BTreeSet::new();
    for (_, observation) in articles {
        let edges = &observation.edges;
        places.extend(edges.lines.iter().map(|it| (it.hash, edges.body)));
    }
    let places: Vec<(u64, u64)> = places.into_iter().collect();
    let lines = places.chunk_by(|a, b| a.0 == b.0);
    lines.filter(|it| least <= it.len()).map(|it| it[0].0).collect()
}

/// Puts what was seen the second time into the place of what was seen the first time. A file that was
/// another one by then is used in neither form.
pub fn replace(first: &mut Gathered, second: Gathered) {
    let mut anew: HashMap<(usize, Option<u64>), Seen> =
        second.seen.into_iter().map(|it| ((it.file, it.record), it)).collect();
    for seen in &mut first.seen {
        if let Some(other) = anew.remove(&(seen.file, seen.record)) {
            *seen = other;
        }
    }
    let ends: HashMap<usize, _> = second.ends.into_iter().collect();
    for (file, end) in &mut first.ends {
        if ends.get(file).is_some_and(|it| it != end) {
            *end = Err(Reason::Changed);
        }
    }
    first.other_names.extend(second.other_names);
}
