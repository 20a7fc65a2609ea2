//! Coded units in, what each entry of the dictionary does to precision and recall of its frame out.

use std::collections::BTreeMap;

use super::units::Unit;
use crate::stats::agreement::CrossTable;

/// What an entry does to its frame.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    /// Place of the frame in the dictionary.
    pub(super) frame: u32,
    /// Place of the entry in the frame.
    pub(super) entry: u32,
    /// Units in which it fires, by whether people say that they hold the frame.
    pub(super) counts: [u64; 2],
    /// The same as weights.
    pub(super) fires: CrossTable,
    /// Units that nothing else of the frame finds.
    pub(super) n_alone: u64,
    /// People against the dictionary.
    pub(super) with: CrossTable,
    /// People against the dictionary without the entry.
    pub(super) without: CrossTable,
}

/// What each entry does that fires in a unit with a human answer; the most often wrong first.
pub(super) fn effects<'u>(
    frame: usize,
    answered: impl Iterator<Item = (&'u Unit, bool)>,
) -> Vec<Effect> {
    let answered: Vec<(&Unit, bool)> = answered.collect();
    let all: Vec<Option<u32>> = answered.iter().map(|it| alone(it.0, frame)).collect();
    let table = |left_out: Option<u32>| {
        let mut table = CrossTable::new(2);
        for ((unit, answer), alone) in answered.iter().zip(&all) {
            let is_lost = left_out.is_some() && *alone == left_out;
            let is_found = unit.holds(frame) && !is_lost;
            table.add((*answer).into(), is_found.into(), unit.weight);
        }
        table
    };
    let with = table(None);
    let mut effects: BTreeMap<u32, Effect> = BTreeMap::new();
    for ((unit, answer), alone) in answered.iter().zip(&all) {
        let of_frame = unit.fired.iter().filter(|it| it.frame as usize == frame);
        let mut entries: Vec<u32> = of_frame.map(|it| it.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        for entry in entries {
            let effect = effects.entry(entry).or_insert_with(|| Effect {
                frame: frame as u32,
                entry,
                counts: [0; 2],
                fires: CrossTable::new(2),
                n_alone: 0,
                with: with.clone(),
                without: table(Some(entry)),
            });
            effect.counts[usize::from(*answer)] += 1;
            effect.fires.add((*answer).into(), 1, unit.weight);
            effect.n_alone += u64::from(*alone == Some(entry));
        }
    }
    // A stable order: entries that are wrong equally often stay in that of the dictionary.
    let mut effects: Vec<Effect> = effects.into_values().collect();
    effects.sort_by_key(|it| std::cmp::Reverse(it.counts[0]));
    effects
}

/// The entry without which the frame would not be found in a unit; `None` where there is none.
fn alone(unit: &Unit, frame: usize) -> Option<u32> {
    let fired = unit.fired.iter().find(|it| it.frame as usize == frame)?.entry;
    let is_other = |it: &(u32, u32)| it.0 as usize == frame && it.1 != fired;
    (!unit.matching.iter().any(is_other)).then_some(fired)
}
