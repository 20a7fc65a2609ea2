//! The settings that one could defend as well, in all combinations.

use super::super::emphasis::units::UnitKind;
use crate::document::Zone;

/// What hits and words of headline, first paragraph and rest weigh. They are doubled, so that all
/// are whole; emphasis depends on their proportions only.
const WEIGHTS: [([u64; 3], &str); 4] =
    [([2, 2, 2], "1-1-1"), ([4, 3, 2], "2-1.5-1"), ([6, 4, 2], "3-2-1"), ([10, 6, 2], "5-3-1")];

/// Which articles count of those that are the same or nearly so, from the fewest to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tables) enum Duplicates {
    /// The earliest of all sources.
    Out,
    /// The earliest of each source.
    BySource,
    /// All.
    In,
}

impl Duplicates {
    /// Its name in tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Duplicates::Out => "out",
            Duplicates::BySource => "by_source",
            Duplicates::In => "in",
        }
    }
}

/// One combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) struct Setting {
    /// Whether headlines count.
    pub(in crate::tables) headline: bool,
    /// Whether quotations count.
    pub(in crate::tables) quotations: bool,
    /// Which articles count of those that are the same or nearly so.
    pub(in crate::tables) duplicates: Duplicates,
    /// Whether hits behind a negator count.
    pub(in crate::tables) negated: bool,
    /// Whether the entry of the frame with most hits in the corpus counts.
    pub(in crate::tables) top_entry: bool,
    /// What the prior holds one mean of.
    pub(in crate::tables) units: UnitKind,
    weights: usize,
}

impl Setting {
    /// All of them; the first is that of emphasis.csv, as `duplicates` begins with what counts
    /// there. Where there is one way to count duplicates only, it is no question.
    pub(in crate::tables) fn all(duplicates: &[Duplicates]) -> Vec<Setting> {
        let mut settings = vec![Setting {
            headline: true,
            quotations: true,
            duplicates: duplicates[0],
            negated: true,
            top_entry: true,
            units: UnitKind::Documents,
            weights: 0,
        }];
        vary(&mut settings, |it| Setting { headline: false, ..it });
        vary(&mut settings, |it| Setting { quotations: false, ..it });
        let with = |duplicates: &Duplicates| {
            let duplicates = *duplicates;
            settings.iter().map(move |it| Setting { duplicates, ..*it }).collect::<Vec<_>>()
        };
        settings = duplicates.iter().flat_map(with).collect();
        vary(&mut settings, |it| Setting { negated: false, ..it });
        vary(&mut settings, |it| Setting { top_entry: false, ..it });
        vary(&mut settings, |it| Setting { units: UnitKind::Sentences, ..it });
        let weigh = |weights| settings.iter().map(move |it| Setting { weights, ..*it });
        (0..WEIGHTS.len()).flat_map(weigh).collect()
    }

    /// What a hit or a word of a zone weighs; 0 where the zone does not count.
    pub(super) fn weight(self, zone: Zone) -> u64 {
        let counts = self.headline || zone != Zone::Headline;
        if counts { WEIGHTS[self.weights].0[zone as usize] } else { 0 }
    }

    /// The weights in words.
    pub(super) fn weights(self) -> &'static str {
        WEIGHTS[self.weights].1
    }
}

/// Adds to all settings the same with one more thing that differs.
fn vary(settings: &mut Vec<Setting>, other: impl Fn(Setting) -> Setting) {
    let others: Vec<Setting> = settings.iter().map(|it| other(*it)).collect();
    settings.extend(others);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_stands_there_once() {
        use Duplicates::{BySource, In, Out};
        for (duplicates, n) in
            [(&[Out][..], 128), (&[Out, In][..], 256), (&[BySource, Out, In][..], 384)]
        {
            let settings = Setting::all(duplicates);
            assert_eq!(settings[0].duplicates, duplicates[0]);
            assert_eq!(settings.len(), n);
            for (i, setting) in settings.iter().enumerate() {
                assert!(!settings[..i].contains(setting), "{setting:?}");
            }
        }
        assert_eq!(Setting::all(&[Out])[0].weights(), "1-1-1");
    }
}
