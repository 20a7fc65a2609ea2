//! Units and labels in, how well dictionary and coders agree out.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::Codes;
use super::units::Unit;
use crate::stats::agreement::{Coincidences, CrossTable};
use crate::stats::bootstrap::{Draws, Interval, intervals};

/// A statistic with its interval over documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The value; `None` where it is not defined.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Interval,
}

impl Estimate {
    /// The ends of the interval; `None` where the value or the interval is not defined.
    pub fn ends(&self) -> Option<(f64, f64)> {
        self.value.and(self.interval.ends)
    }
}

/// Statistics of one frame, in this order in [`FrameScore::estimates`].
pub(super) const STATISTICS: [&str; 8] = [
    "precision",
    "recall",
    "f1",
    "accuracy",
    "kappa",
    "prevalence_human",
    "prevalence_tool",
    "alpha_coders",
];

/// How well the dictionary and the coders agree on one frame.
#[derive(Clone, Debug)]
pub struct FrameScore {
    /// Place of the frame in the dictionary.
    pub frame: usize,
    /// Units with a human answer.
    pub n_units: u64,
    /// Documents with such a unit.
    pub n_documents: u64,
    /// Coders who coded it.
    pub n_coders: u64,
    /// Units left out because as many coders say yes as no.
    pub n_ties: u64,
    /// Units that two coders or more coded.
    pub n_coded_twice: u64,
    /// Units by human answer and by the dictionary's, not weighted.
    pub counts: [[u64; 2]; 2],
    /// Precision, recall, F1, accuracy, kappa, share of positives by people, by the dictionary, and
    /// Krippendorff's alpha of the coders.
    pub estimates: [Estimate; 8],
}

impl FrameScore {
    /// A statistic by its name; not defined where there is none of this name.
    pub fn estimate(&self, name: &str) -> Estimate {
        let place = STATISTICS.iter().position(|it| *it == name);
        place.map_or(Estimate::default(), |it| self.estimates[it])
    }
}

/// How well two coders agree on one frame.
#[derive(Clone, Debug)]
pub struct PairScore {
    /// Place of the frame in the dictionary.
    pub frame: usize,
    /// Places of the two coders.
    pub coders: (usize, usize),
    /// Units by the answers of the first and the second.
    pub counts: [[u64; 2]; 2],
    /// Share of units with the same answer.
    pub agreement: Estimate,
    /// Cohen's kappa.
    pub kappa: Estimate,
}

/// All agreement.
#[derive(Clone, Debug)]
pub struct Scores {
    /// Each frame that somebody coded.
    pub frames: Vec<FrameScore>,
    /// Each pair of coders that share a unit, by frame.
    pub pairs: Vec<PairScore>,
    /// Mean F1 of the frames for which it is defined.
    pub macro_f1: Estimate,
    /// For each frame of the dictionary the human answer to each unit.
    pub answers: Vec<Vec<Option<bool>>>,
    /// How documents were drawn for the intervals.
    pub draws: Draws,
}

/// The agreed answer or that of the majority; none where nobody answers, or in a tie.
fn majority(labels: &[Option<bool>]) -> Option<bool> {
    let count = |answer: bool| labels.iter().filter(|it| **it == Some(answer)).count();
    match count(true).cmp(&count(false)) {
        std::cmp::Ordering::Greater => Some(true),
        std::cmp::Ordering::Less => Some(false),
        std::cmp::Ordering::Equal => None,
    }
}

/// What one document adds to the statistics of one frame.
#[derive(Clone)]
struct Sums {
    table: CrossTable,
    coincidences: Coincidences,
}

impl Sums {
    fn new() -> Sums {
        Sums { table: CrossTable::new(2), coincidences: Coincidences::new(2) }
    }

    /// The sum over documents, each so many times.
    fn over(documents: &[Sums], times: &[u32]) -> Sums {
        let mut sum = Sums::new();
        for (document, times) in documents.iter().zip(times).filter(|it| *it.1 != 0) {
            sum.table.add_table(&document.table, f64::from(*times));
            sum.coincidences.add_all(&document.coincidences, f64::from(*times));
        }
        sum
    }

    /// In the order of [`STATISTICS`].
    fn statistics(&self) -> [Option<f64>; 8] {
        let table = &self.table;
        [
            table.precision(1),
            table.recall(1),
            table.f1(1),
            table.agreement(),
            table.kappa(),
            table.prevalence(1),
            table.answered(1),
            self.coincidences.alpha(),
        ]
    }
}

/// Compares the dictionary with the coders, and the coders with one another.
pub fn score(units: &[Unit], codes: &Codes, n_frames: usize, draws: Draws) -> Scores {
    let names: BTreeSet<&str> = units.iter().map(|it| it.document.as_str()).collect();
    let places: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    let documents: Vec<usize> = units.iter().map(|it| places[it.document.as_str()]).collect();
    let data = Data { units, codes, documents, n_documents: places.len(), draws };
    let answers: Vec<Vec<Option<bool>>> = (0..n_frames)
        .map(|frame| codes.units.iter().map(|it| majority(&it.labels[frame])).collect())
        .collect();
    let is_coded =
        |frame: &usize| codes.units.iter().any(|it| it.labels[*frame].iter().any(Option::is_some));
    let coded: Vec<usize> = (0..n_frames).filter(is_coded).collect();
    let sums: Vec<Vec<Sums>> = coded.iter().map(|it| data.sums(*it, &answers[*it])).collect();
    let frames = coded.iter().zip(&sums).map(|it| data.frame(*it.0, &answers[*it.0], it.1));
    let frames = frames.collect();
    let pairs = coded.iter().flat_map(|frame| data.pairs(*frame)).collect();
    let macro_f1 = data.estimates(data.n_documents, |times| {
        let f1 = sums.iter().filter_map(|it| Sums::over(it, times).table.f1(1));
        let f1: Vec<f64> = f1.collect();
        vec![(!f1.is_empty()).then(|| f1.iter().sum::<f64>() / f1.len() as f64)]
    })[0];
    Scores { frames, pairs, macro_f1, answers, draws }
}

struct Data<'d> {
    units: &'d [Unit],
    codes: &'d Codes,
    /// For each unit the place of its document.
    documents: Vec<usize>,
    n_documents: usize,
    draws: Draws,
}

impl Data<'_> {
    /// Values over so many documents, and their intervals.
    fn estimates(
        &self,
        n_documents: usize,
        statistics: impl Fn(&[u32]) -> Vec<Option<f64>> + Sync,
    ) -> Vec<Estimate> {
        let values = statistics(&vec![1; n_documents]);
        let intervals = intervals(n_documents, self.draws, statistics);
        values
            .into_iter()
            .zip(intervals)
            .map(|(value, interval)| Estimate { value, interval })
            .collect()
    }

    /// What each document adds to the statistics of a frame.
    fn sums(&self, frame: usize, answers: &[Option<bool>]) -> Vec<Sums> {
        let mut sums = vec![Sums::new(); self.n_documents];
        for (i, unit) in self.units.iter().enumerate() {
            let of_document = &mut sums[self.documents[i]];
            if let Some(answer) = answers[i] {
                let found = unit.holds(frame);
                of_document.table.add(answer.into(), found.into(), unit.weight);
            }
            let labels = &self.codes.units[i].labels[frame];
            let count = |answer| labels.iter().filter(|it| **it == Some(answer)).count() as u32;
            of_document.coincidences.add(&[count(false), count(true)]);
        }
        sums
    }

    fn frame(&self, frame: usize, answers: &[Option<bool>], sums: &[Sums]) -> FrameScore {
        let estimates =
            self.estimates(self.n_documents, |times| Sums::over(sums, times).statistics().to_vec());
        let mut score = FrameScore {
            frame,
            n_units: 0,
            n_documents: 0,
            n_coders: 0,
            n_ties: 0,
            n_coded_twice: 0,
            counts: [[0; 2]; 2],
            estimates: std::array::from_fn(|it| estimates[it]),
        };
        let (mut documents, mut coders) = (BTreeSet::new(), BTreeSet::new());
        for (i, unit) in self.units.iter().enumerate() {
            let labels = &self.codes.units[i].labels[frame];
            let who: Vec<usize> = (0..labels.len()).filter(|it| labels[*it].is_some()).collect();
            score.n_coded_twice += u64::from(2 <= who.len());
            score.n_ties += u64::from(!who.is_empty() && answers[i].is_none());
            coders.extend(who);
            if let Some(answer) = answers[i] {
                score.n_units += 1;
                score.counts[usize::from(answer)][usize::from(unit.holds(frame))] += 1;
                documents.insert(self.documents[i]);
            }
        }
        (score.n_documents, score.n_coders) = (documents.len() as u64, coders.len() as u64);
        score
    }

    /// All pairs of coders that coded a unit both.
    fn pairs(&self, frame: usize) -> Vec<PairScore> {
        let n = self.codes.coders.len();
        let all = (0..n).flat_map(|first| (first + 1..n).map(move |second| (first, second)));
        all.filter_map(|coders| self.pair(frame, coders)).collect()
    }

    fn pair(&self, frame: usize, coders: (usize, usize)) -> Option<PairScore> {
        let mut counts = [[0; 2]; 2];
        // Documents in which the two share no unit say nothing of them.
        let mut tables: BTreeMap<usize, CrossTable> = BTreeMap::new();
        for (coded, document) in self.codes.units.iter().zip(&self.documents) {
            let labels = &coded.labels[frame];
            if let (Some(first), Some(second)) = (labels[coders.0], labels[coders.1]) {
                counts[usize::from(first)][usize::from(second)] += 1;
                let table = tables.entry(*document).or_insert_with(|| CrossTable::new(2));
                table.add(first.into(), second.into(), 1.0);
            }
        }
        if counts == [[0; 2]; 2] {
            return None;
        }
        let estimates = self.estimates(tables.len(), |times| {
            let mut sum = CrossTable::new(2);
            for (table, times) in tables.values().zip(times) {
                sum.add_table(table, f64::from(*times));
            }
            vec![sum.agreement(), sum.kappa()]
        });
        let [agreement, kappa] = [estimates[0], estimates[1]];
        Some(PairScore { frame, coders, counts, agreement, kappa })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_human_answer_is_that_of_the_majority_and_a_tie_is_none() {
        assert_eq!(majority(&[Some(true), Some(true), Some(false)]), Some(true));
        assert_eq!(majority(&[Some(false), None]), Some(false));
        assert_eq!(majority(&[Some(true), Some(false)]), None);
        assert_eq!(majority(&[None, None]), None);
    }
}
