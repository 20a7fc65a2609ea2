//! Observations in, emphasis of every source under any setting out.

use rayon::prelude::*;

use super::super::emphasis::Emphasis;
use super::super::emphasis::units::UnitKind;
use super::{Duplicates, Setting};
use crate::corpus::{Corpus, Standing};
use crate::document::Zone;
use crate::observe::Observation;
use crate::stats::emphasis::{Prior, level, relative};

/// What the articles of a source hold, taken apart by all that settings tell apart.
#[derive(Clone, Debug, Default)]
struct Held {
    n_documents: u64,
    n_sentences: u64,
    n_headline_sentences: u64,
    /// Tokens by zone; outside quotations, then inside.
    tokens: [[u64; 2]; 3],
    /// Hits of each frame.
    hits: Vec<Hits>,
}

/// Hits by zone, quoted, negated, and whether of the frame's top entry.
type Hits = [[[[u64; 2]; 2]; 2]; 3];

/// What all sources hold: enough to compute emphasis under every setting.
pub(in crate::tables) struct Counts {
    /// For each source the articles that count in any case, then those that are the same as one of
    /// another source or nearly so, then those that are the same as one of their own.
    of_sources: Vec<[Held; 3]>,
    n_frames: usize,
    /// Ways to count duplicates that differ, that of emphasis.csv first.
    duplicates: Vec<Duplicates>,
    /// Sources that are compared one with another, by name.
    pub(in crate::tables) compared: Vec<usize>,
}

/// One frame in one source under a setting.
#[derive(Clone, Copy, Debug)]
pub(in crate::tables) struct Measure {
    /// Hits that count.
    pub(in crate::tables) n_hits: u64,
    /// log2, against all other sources.
    pub(in crate::tables) emphasis: f64,
    /// log2 of the rate, drawn toward that of the corpus: sources are ranked by it.
    pub(in crate::tables) level: f64,
}

impl Counts {
    pub(in crate::tables) fn of(corpus: &Corpus, emphasis: &Emphasis<'_>) -> Counts {
        let n_frames = corpus.frames.len();
        let top: Vec<Option<usize>> = (0..n_frames).map(|it| emphasis.top_entry(it)).collect();
        let none = || Held { hits: vec![Hits::default(); n_frames], ..Held::default() };
        let place = |name: &str| corpus.sources.binary_search_by(|it| it.name.as_str().cmp(name));
        let mut by_source = vec![Vec::new(); corpus.sources.len()];
        for (article, standing) in corpus.articles.iter().zip(corpus.standings()) {
            if let (Some(observation), Ok(source)) = (article.observation(), place(&article.group))
            {
                by_source[source].push((observation, standing));
            }
        }
        let held = |articles: Vec<(&Observation, Standing)>| {
            let mut held = [none(), none(), none()];
            articles.into_iter().for_each(|it| held[it.1 as usize].add(it.0, &top));
            held
        };
        let of_sources: Vec<[Held; 3]> = by_source.into_par_iter().map(held).collect();
        let duplicates = ways(corpus, &of_sources);
        Counts { of_sources, n_frames, duplicates, compared: emphasis.compared() }
    }

    pub(in crate::tables) fn settings(&self) -> Vec<Setting> {
        Setting::all(&self.duplicates)
    }

    /// For each source, then each frame, what a setting gives; `None` with one source, in a frame
    /// without hits, and where a side is left without words.
    pub(in crate::tables) fn measures(&self, setting: Setting) -> Vec<Vec<Option<Measure>>> {
        let tokens: Vec<u64> = self.sums(setting, |it| it.tokens(setting));
        let n_units: u64 = self.sums(setting, |it| it.n_units(setting)).iter().sum();
        let all_tokens: u64 = tokens.iter().sum();
        let mut measures = vec![Vec::with_capacity(self.n_frames); tokens.len()];
        for frame in 0..self.n_frames {
            let hits =
                self.sums(setting, |it| it.hits(frame, setting, |zone| setting.weight(zone)));
            let plain = self
                .sums(setting, |it| it.hits(frame, setting, |zone| setting.weight(zone).min(1)));
            let all_hits: u64 = hits.iter().sum();
            let prior = Prior::of(all_hits, all_tokens, n_units);
            for source in 0..tokens.len() {
                let target = (hits[source], tokens[source]);
                let others = (all_hits - target.0, all_tokens - target.1);
                let prior = prior.filter(|_| 0 < target.1 && 0 < others.1);
                measures[source].push(prior.map(|prior| Measure {
                    n_hits: plain[source],
                    emphasis: relative(target, others, prior),
                    level: level(target, prior),
                }));
            }
        }
        measures
    }

    /// A sum for each source over the articles that count.
    fn sums(&self, setting: Setting, of: impl Fn(&Held) -> u64) -> Vec<u64> {
        let n_kinds = setting.duplicates as usize + 1;
        self.of_sources.iter().map(|it| it[..n_kinds].iter().map(&of).sum()).collect()
    }
}

/// Ways to count duplicates under which not the same articles count, that of emphasis.csv first.
fn ways(corpus: &Corpus, of_sources: &[[Held; 3]]) -> Vec<Duplicates> {
    let any = |kind: usize| of_sources.iter().any(|it| 0 < it[kind].n_documents);
    let mut ways = vec![Duplicates::Out];
    // Where no source repeats itself, the earliest of each source are all.
    ways.extend(any(1).then_some(if any(2) { Duplicates::BySource } else { Duplicates::In }));
    ways.extend(any(2).then_some(Duplicates::In));
    // Those of one source are left out, or nothing is.
    let leaves_out = corpus.tally().duplicate != 0;
    let usual = if leaves_out && any(1) { Duplicates::BySource } else { Duplicates::In };
    let usual = if leaves_out && !any(1) { Duplicates::Out } else { usual };
    ways.sort_by_key(|it| (*it != usual, *it));
    ways
}

impl Held {
    fn add(&mut self, observation: &Observation, top: &[Option<usize>]) {
        self.n_documents += 1;
        self.n_sentences += observation.n_sentences;
        self.n_headline_sentences += observation.n_headline_sentences;
        for zone in 0..3 {
            let quoted = observation.quoted_by_zone[zone];
            self.tokens[zone][0] += observation.zone_tokens[zone] - quoted;
            self.tokens[zone][1] += quoted;
        }
        for it in &observation.hits {
            let is_top = top[it.frame as usize] == Some(it.entry as usize);
            let of_zone = &mut self.hits[it.frame as usize][it.zone as usize];
            of_zone[usize::from(it.is_quoted)][usize::from(it.negated)][usize::from(is_top)] +=
                u64::from(it.n_hits);
        }
    }

    fn n_units(&self, setting: Setting) -> u64 {
        match setting.units {
            UnitKind::Documents => self.n_documents,
            UnitKind::Sentences if setting.headline => self.n_sentences,
            UnitKind::Sentences => self.n_sentences - self.n_headline_sentences,
        }
    }

    fn tokens(&self, setting: Setting) -> u64 {
        let of_zone = |zone: Zone| {
            let [plain, quoted] = self.tokens[zone as usize];
            setting.weight(zone) * (plain + u64::from(setting.quotations) * quoted)
        };
        Zone::ALL.into_iter().map(of_zone).sum()
    }

    fn hits(&self, frame: usize, setting: Setting, weight: impl Fn(Zone) -> u64) -> u64 {
        let kinds = |counts: bool| 0..1 + usize::from(counts);
        let mut sum = 0;
        for zone in Zone::ALL {
            for quoted in kinds(setting.quotations) {
                for negated in kinds(setting.negated) {
                    let cells = &self.hits[frame][zone as usize][quoted][negated];
                    sum += weight(zone) * cells[kinds(setting.top_entry)].iter().sum::<u64>();
                }
            }
        }
        sum
    }
}
