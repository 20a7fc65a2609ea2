//! The settings that one could defend as well, in all combinations.

use super::super::emphasis::units::UnitKind;
use crate::document::Zone;

/// What hits and words of headline, first paragraph and rest weigh. They are doubled, so that all
/// are whole; emphasis depends on their proportions only.
const WEIGHTS: [([u64; 3], &str); 4] =
    [([2, 2, 2], "1-1-1"), ([4, 3, 2], "2-1.5-1"), ([6, 4, 2], "3-2-1"), ([10, 6, 2], "5-3-1")];

/// One combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) struct Setting {
    /// Whether headlines count.
    pub(in crate::tables) headline: bool,
    /// Whether quotations count.
    pub(in crate::tables) quotations: bool,
    /// Whether articles count that are the same as an earlier one of their source.
    pub(in crate::tables) duplicates: bool,
    /// Whether hits behind a negator count.
    pub(in crate::tables) negated: bool,
    /// Whether the entry of the frame with most hits in the corpus counts.
    pub(in crate::tables) top_entry: bool,
    /// What the prior holds one mean of.
    pub(in crate::tables) units: UnitKind,
    weights: usize,
}

impl Setting {
    /// All of them; the first is that of emphasis.csv. Without duplicates, whether they count is no
    /// question.
    pub(in crate::tables) fn all(has_duplicates: bool) -> Vec<Setting> {
        let mut settings = vec![Setting {
            headline: true,
            quotations: true,
            duplicates: false,
            negated: true,
            top_entry: true,
            units: UnitKind::Documents,
            weights: 0,
        }];
        let mut vary = |other: &dyn Fn(Setting) -> Setting| {
            let others: Vec<Setting> = settings.iter().map(|it| other(*it)).collect();
            settings.extend(others);
        };
        vary(&|it| Setting { headline: false, ..it });
        vary(&|it| Setting { quotations: false, ..it });
        if has_duplicates {
            vary(&|it| Setting { duplicates: true, ..it });
        }
        vary(&|it| Setting { negated: false, ..it });
        vary(&|it| Setting { top_entry: false, ..it });
        vary(&|it| Setting { units: UnitKind::Sentences, ..it });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_stands_there_once() {
        for (has_duplicates, n) in [(false, 128), (true, 256)] {
            let settings = Setting::all(has_duplicates);
            assert_eq!(settings.len(), n);
            for (i, setting) in settings.iter().enumerate() {
                assert!(!settings[..i].contains(setting), "{setting:?}");
            }
        }
        assert_eq!(Setting::all(true)[0].weights(), "1-1-1");
    }
}
