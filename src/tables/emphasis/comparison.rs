//! Two sides in, how much more one uses a frame than the other, and what may be said of it.

use super::units::{Inference, Sides, UnitKind};
use crate::stats::Units;
use crate::stats::emphasis::{self, Interval, Prior};
use crate::stats::permutation::Test;

/// False discovery rate up to which a difference is called one.
const CLEAR: f64 = 0.05;

/// What a source is compared with.
#[derive(Clone, Copy, Debug)]
pub(in crate::tables) enum Against {
    Others,
    Source(usize),
}

/// One side against another in one frame.
#[derive(Clone, Copy, Debug)]
pub(in crate::tables) struct Comparison {
    /// log2; `None` where it is not defined.
    pub(in crate::tables) emphasis: Option<f64>,
    pub(in crate::tables) interval: Option<Interval>,
    /// What varies on each side.
    pub(in crate::tables) units: [UnitKind; 2],
    pub(in crate::tables) n_units: [usize; 2],
    /// Documents of each side.
    pub(in crate::tables) n_documents: [usize; 2],
    pub(in crate::tables) inference: Inference,
    pub(in crate::tables) test: Option<Test>,
    /// p adjusted over the table, which knows all of them.
    pub(in crate::tables) q: Option<f64>,
}

impl Comparison {
    /// Compares; without a prior, emphasis is not defined.
    pub(in crate::tables) fn of(
        sides: &Sides,
        prior: Option<Prior>,
        test: Option<Test>,
        confidence: f64,
    ) -> Comparison {
        let [target, reference] = sides.documents.map(|it| (it.n_hits(), it.n_tokens()));
        let units = &sides.units;
        Comparison {
            emphasis: prior.map(|prior| emphasis::relative(target, reference, prior)),
            interval: prior
                .and_then(|prior| emphasis::interval(&units[0], &units[1], prior, confidence)),
            units: sides.kinds,
            n_units: units.map(|it| it.n()),
            n_documents: sides.documents.map(|it: Units| it.n()),
            inference: sides.inference(prior.is_some()),
            test,
            q: None,
        }
    }

    /// What may be said: `more` or `less` where q is at most 0.05 and the interval leaves out 0,
    /// else `unclear`; `texts_only` where sentences vary; empty without an interval.
    pub(in crate::tables) fn reading(&self) -> &'static str {
        let Some(interval) = self.interval else { return "" };
        let is_unlikely_by_chance = self.q.is_some_and(|it| it <= CLEAR);
        match self.inference {
            Inference::None => "",
            Inference::TextsOnly => "texts_only",
            _ if is_unlikely_by_chance && 0.0 < interval.low => "more",
            _ if is_unlikely_by_chance && interval.high < 0.0 => "less",
            _ => "unclear",
        }
    }

    /// Whether so few exchanges are possible that no p could be small.
    pub(in crate::tables) fn has_too_few_splits(&self, confidence: f64) -> bool {
        self.test.is_some_and(|it| 1.0 - confidence < it.p_min)
    }
}
