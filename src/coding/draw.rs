//! Units of a corpus in, a stratified random sample out.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::units::{Kind, Unit, of_article};
use crate::corpus::Corpus;

/// A unit of a sample.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The unit; it stands for so many of the corpus as its weight says.
    pub unit: Unit,
    /// File of its article, below the input folder.
    pub path: String,
    /// The sentences before and after it in its article; empty for documents.
    pub context: (String, String),
    /// Its stratum: the rarest of the frames that the dictionary finds in it; `None` without one.
    pub frame: Option<usize>,
    /// Units of the corpus in its stratum.
    pub n_stratum: u64,
    /// Units drawn from it.
    pub n_drawn: u64,
}

/// Where a unit stands: article, and place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    article: u32,
    place: u32,
}

/// Draws `n` units of a kind, stratified by predicted frame and source, and counts the units of
/// strata that nothing was drawn from, as there were more of them than places.
///
/// Half of the places go to units without a predicted frame, half to those with one, there equally
/// to each frame, and inside each of these equally to each source; places that a stratum cannot
/// fill go to the others. A unit with several frames counts for the rarest. Inside a stratum all
/// units are equally likely, and the weight of a unit is that of its stratum: units there are by
/// units drawn.
///
/// - Source: Cochran (1977), Sampling Techniques, 3rd ed., chapter 5.
pub fn draw(corpus: &Corpus, kind: Kind, n: usize, seed: u64) -> (Vec<Drawn>, u64) {
    let strata = strata(corpus, kind);
    let sizes = sizes(&strata, n);
    let mut chosen: BTreeMap<u32, Vec<Chosen>> = BTreeMap::new();
    let mut n_missed = 0;
    for (number, ((key, mut members), n)) in strata.into_iter().zip(sizes).enumerate() {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(number as u64);
        let (n_stratum, n_drawn) = (members.len() as u64, n as u64);
        n_missed += if n == 0 { n_stratum } else { 0 };
        let (drawn, _) = members.partial_shuffle(&mut random, n);
        for it in drawn {
            let place = it.place as usize;
            let it_is = Chosen { place, frame: key.0, n_stratum, n_drawn };
            chosen.entry(it.article).or_default().push(it_is);
        }
    }
    let mut sample = Vec::new();
    for (place, mut units) in chosen {
        units.sort_unstable_by_key(|it| it.place);
        let article = &corpus.articles[place as usize];
        let all = of_article(article, &corpus.evidence(article), kind);
        let text = |it: Option<usize>| it.and_then(|it| all.get(it)).map_or("", |it| &it.text);
        for Chosen { place, frame, n_stratum, n_drawn } in units {
            let context = (text(place.checked_sub(1)).to_owned(), text(Some(place + 1)).to_owned());
            let weight = n_stratum as f64 / n_drawn as f64;
            let unit = Unit { weight, ..all[place].clone() };
            let path = article.path.clone();
            sample.push(Drawn { unit, path, context, frame, n_stratum, n_drawn });
        }
    }
    // Ids are hashes: their order is a random one, and gives nothing away.
    sample.sort_by(|a, b| a.unit.id.cmp(&b.unit.id));
    (sample, n_missed)
}

/// A drawn unit of one article.
struct Chosen {
    /// Its place among the units of the article.
    place: usize,
    frame: Option<usize>,
    n_stratum: u64,
    n_drawn: u64,
}

/// Predicted frame and source.
type Stratum = (Option<usize>, String);

/// All units of the counted articles, by stratum.
fn strata(corpus: &Corpus, kind: Kind) -> BTreeMap<Stratum, Vec<Candidate>> {
    let mut found: Vec<(Candidate, Vec<usize>)> = Vec::new();
    let mut n_units = vec![0_u64; corpus.frames.len()];
    for (i, article) in corpus.articles.iter().enumerate() {
        if crate::corpus::Analysed::of(article).is_none() {
            continue;
        }
        for (place, unit) in of_article(article, &corpus.evidence(article), kind).iter().enumerate()
        {
            let frames: Vec<usize> = (0..n_units.len()).filter(|it| unit.holds(*it)).collect();
            frames.iter().for_each(|it| n_units[*it] += 1);
            found.push((Candidate { article: i as u32, place: place as u32 }, frames));
        }
    }
    let mut strata: BTreeMap<Stratum, Vec<Candidate>> = BTreeMap::new();
    for (candidate, frames) in found {
        let rarest = frames.into_iter().min_by_key(|it| (n_units[*it], *it));
        let source = corpus.articles[candidate.article as usize].source().to_owned();
        strata.entry((rarest, source)).or_default().push(candidate);
    }
    strata
}

/// How many units each stratum gives, in the order of the strata.
fn sizes(strata: &BTreeMap<Stratum, Vec<Candidate>>, n: usize) -> Vec<usize> {
    let mut frames: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for ((frame, _), members) in strata {
        frames.entry(*frame).or_default().push(members.len());
    }
    let total = |frame: &Option<usize>| frames.get(frame).map_or(0, |it| it.iter().sum::<usize>());
    let with: Vec<usize> = frames.keys().filter(|it| it.is_some()).map(total).collect();
    let halves = shares(n, &[total(&None), with.iter().sum()]);
    let mut of_frames = shares(halves[1], &with).into_iter();
    let mut sizes = Vec::new();
    // `None` comes first, in the map as in the order of strata.
    for (frame, members) in &frames {
        let n = if frame.is_none() { halves[0] } else { of_frames.next().unwrap_or(0) };
        sizes.extend(shares(n, members));
    }
    sizes
}

/// Divides `n` places as equally as what there is allows; the first get what is left over.
fn shares(n: usize, available: &[usize]) -> Vec<usize> {
    let mut given = vec![0; available.len()];
    let mut left = n.min(available.iter().sum());
    while 0 < left {
        let open: Vec<usize> = (0..given.len()).filter(|it| given[*it] < available[*it]).collect();
        let each = (left / open.len()).max(1);
        for it in open {
            let more = each.min(available[it] - given[it]).min(left);
            given[it] += more;
            left -= more;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_divided_equally_as_far_as_there_are_units() {
        assert_eq!(shares(10, &[100, 100, 100]), [4, 3, 3]);
        assert_eq!(shares(10, &[1, 100, 100]), [1, 5, 4]);
        assert_eq!(shares(10, &[1, 2]), [1, 2]);
        assert_eq!(shares(2, &[5, 0, 5]), [1, 0, 1]);
        assert_eq!(shares(0, &[5]), [0]);
        assert!(shares(3, &[]).is_empty());
    }

    #[test]
    fn half_of_the_places_go_to_units_without_a_frame() {
        let members = |n: u32| (0..n).map(|place| Candidate { article: 0, place }).collect();
        let strata = BTreeMap::from([
            ((None, "a".to_owned()), members(1000)),
            ((None, "b".to_owned()), members(1000)),
            ((Some(0), "a".to_owned()), members(500)),
            ((Some(1), "a".to_owned()), members(3)),
            ((Some(1), "b".to_owned()), members(2)),
        ]);
        assert_eq!(sizes(&strata, 40), [10, 10, 15, 3, 2]);
    }
}
