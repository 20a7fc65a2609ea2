//! The corpus in bins of time: what each source, and all of them, hold in each bin.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::corpus::{Analysed, Corpus, Period};
use crate::stats::Units;

/// Most bins; a slope looks at every pair of them.
const MOST_BINS: usize = 4000;

/// Most bins of all sources and frames, as every one has a row.
const MOST_CELLS: usize = 2_000_000;

/// The bins of time of a corpus.
pub(in crate::tables) struct Calendar {
    /// Length of a bin: the one that is set, or a longer one where there would be too many.
    pub(in crate::tables) period: Period,
    /// First days of all bins, without a gap.
    pub(in crate::tables) bins: Vec<Date>,
    /// First and last day with an article.
    pub(in crate::tables) days: Option<(Date, Date)>,
}

/// The corpus in bins of time. Articles without a date stand in none.
pub(in crate::tables) struct Timeline<'c> {
    pub(in crate::tables) calendar: Calendar,
    /// Every source by name, then all as one.
    pub(in crate::tables) lines: Vec<Line<'c>>,
}

/// What one source, or all of them, hold in each bin.
pub(in crate::tables) struct Line<'c> {
    /// Name of the source; empty for all.
    pub(in crate::tables) source: &'c str,
    /// Its articles that have a date, by id, with their days.
    pub(in crate::tables) dated: Vec<(Date, Analysed<'c>)>,
    pub(in crate::tables) n_undated: u64,
    pub(in crate::tables) n_documents: Vec<u64>,
    pub(in crate::tables) tokens: Vec<u64>,
    /// Hits by bin, then by frame.
    hits: Vec<u64>,
    n_frames: usize,
}

impl Calendar {
    pub(super) fn of(corpus: &Corpus, period: Period) -> Calendar {
        let days = corpus.analysed().filter_map(day);
        let days = days.fold(None, |range: Option<(Date, Date)>, day| {
            let (first, last) = range.unwrap_or((day, day));
            Some((first.min(day), last.max(day)))
        });
        let n_rows = (corpus.sources.len() + 1) * corpus.frames.len().max(1);
        let (period, bins) = bins(period, days, n_rows);
        Calendar { period, bins, days }
    }

    /// Place of the bin in which a day lies.
    fn bin(&self, day: Date) -> usize {
        let start = self.period.start(day);
        self.bins.partition_point(|it| *it < start)
    }
}

impl<'c> Timeline<'c> {
    pub(in crate::tables) fn of(corpus: &'c Corpus, period: Period) -> Timeline<'c> {
        let calendar = Calendar::of(corpus, period);
        let line = |source: &'c str, documents: &mut dyn Iterator<Item = Analysed<'c>>| {
            Line::of(source, documents, &calendar, corpus.frames.len())
        };
        let sources = corpus.sources.par_iter();
        let mut lines: Vec<Line<'c>> =
            sources.map(|it| line(&it.name, &mut corpus.of_source(it))).collect();
        lines.push(line("", &mut corpus.analysed()));
        Timeline { calendar, lines }
    }
}

fn day(analysed: Analysed<'_>) -> Option<Date> {
    analysed.observation.metadata.date.as_ref().map(|it| it.value)
}

/// The bins, and how long they are: longer than set where there would be too many.
fn bins(period: Period, days: Option<(Date, Date)>, n_rows: usize) -> (Period, Vec<Date>) {
    let Some((first, last)) = days else { return (period, Vec::new()) };
    let found = period.bins(first, last);
    match period.longer() {
        Some(longer) if MOST_BINS < found.len() || MOST_CELLS < found.len() * n_rows => {
            bins(longer, days, n_rows)
        }
        _ => (period, found),
    }
}

impl<'c> Line<'c> {
    fn of(
        source: &'c str,
        documents: &mut dyn Iterator<Item = Analysed<'c>>,
        calendar: &Calendar,
        n_frames: usize,
    ) -> Line<'c> {
        let n = calendar.bins.len();
        let mut line = Line {
            source,
            dated: Vec::new(),
            n_undated: 0,
            n_documents: vec![0; n],
            tokens: vec![0; n],
            hits: vec![0; n * n_frames],
            n_frames,
        };
        for analysed in documents {
            let Some(day) = day(analysed) else {
                line.n_undated += 1;
                continue;
            };
            let bin = calendar.bin(day);
            line.n_documents[bin] += 1;
            line.tokens[bin] += analysed.observation.n_tokens();
            for tally in &analysed.observation.frames {
                line.hits[bin * n_frames + tally.frame as usize] += u64::from(tally.n_hits);
            }
            line.dated.push((day, analysed));
        }
        line
    }

    /// Whether it is a source or all of them.
    pub(in crate::tables) fn scope(&self) -> &'static str {
        if self.source.is_empty() { "all_sources" } else { "source" }
    }

    /// The articles of each bin as units, by bin and then by frame. Articles of one source that are
    /// the same, or nearly so, are one unit.
    pub(super) fn units(&self, calendar: &Calendar) -> Vec<Units> {
        let n = self.n_frames;
        let mut units = vec![Units::default(); calendar.bins.len() * n];
        let mut alike: BTreeMap<(usize, usize, &str), (u64, Vec<u64>)> = BTreeMap::new();
        let mut push = |bin: usize, tokens: u64, hits: &[u64]| {
            let of_bin = units[bin * n..][..n].iter_mut();
            of_bin.zip(hits).for_each(|(units, hits)| units.push(*hits, tokens));
        };
        for (day, Analysed { article, observation }) in &self.dated {
            let bin = calendar.bin(*day);
            let mut hits = vec![0; n];
            for tally in &observation.frames {
                hits[tally.frame as usize] = u64::from(tally.n_hits);
            }
            let tokens = observation.n_tokens();
            match article.duplicate_group {
                None => push(bin, tokens, &hits),
                Some(group) => {
                    let sums = alike.entry((bin, group, article.source()));
                    let sums = sums.or_insert_with(|| (0, vec![0; n]));
                    sums.0 += tokens;
                    sums.1.iter_mut().zip(hits).for_each(|(sum, hits)| *sum += hits);
                }
            }
        }
        alike.iter().for_each(|(key, (tokens, hits))| push(key.0, *tokens, hits));
        units
    }

    /// Hits of every frame in a bin.
    pub(in crate::tables) fn hits(&self, bin: usize) -> &[u64] {
        &self.hits[bin * self.n_frames..][..self.n_frames]
    }
}
