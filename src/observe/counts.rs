//! Forms of a document in, how often each stands there out, in few bytes.

use std::ops::Range;

use super::diversity::{self, Diversity};
use super::sequence::Sequence;
use super::shingles::{Sketch, Sketcher};
use crate::text::OVERSIZE;

/// How often each form stands in one document.
///
/// Layout: for each form, in the order in which it first stands in the text, its number and its
/// count, each as a variable-length integer of 7 bits a byte, low bits first (LEB128).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    bytes: Box<[u8]>,
    n_types: u64,
}

impl Counts {
    /// Counts that were laid out before.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let n_numbers = bytes.iter().filter(|it| **it < 0x80).count() as u64;
        Counts { bytes: bytes.into(), n_types: n_numbers / 2 }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Number of distinct forms.
    pub fn n_types(&self) -> u64 {
        self.n_types
    }

    /// Each form with its count.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let mut bytes = self.bytes.iter();
        std::iter::from_fn(move || Some((read(&mut bytes)?, read(&mut bytes)?)))
    }
}

pub(super) fn write(mut number: u32, bytes: &mut Vec<u8>) {
    while 0x80 <= number {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub(super) fn read(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Counts forms in an array by their numbers, without a map in the loop over tokens.
#[derive(Debug, Default)]
pub struct CountsBuilder {
    /// For each form, its place among the forms of the document, plus one; 0 when it is not there.
    places: Vec<u32>,
    /// The forms of the document in order of first sight, and how often each stands there.
    forms: Vec<u32>,
    counts: Vec<u32>,
    /// The document as places, which is all that diversity needs.
    sequence: Vec<u32>,
    bytes: Vec<u8>,
}

impl CountsBuilder {
    /// Counts the forms of one document.
    pub fn count(&mut self, forms: impl Iterator<Item = u32>) -> Counts {
        let CountsBuilder { places, forms: seen, counts, sequence, bytes } = self;
        seen.clear();
        counts.clear();
        sequence.clear();
        // All words beyond the limit share one place, for diversity only.
        let mut oversize = 0;
        for form in forms {
            let slot = if form == OVERSIZE {
                &mut oversize
            } else {
                if places.len() <= form as usize {
                    places.resize((form as usize + 1).next_power_of_two(), 0);
                }
                &mut places[form as usize]
            };
            if *slot == 0 {
                seen.push(form);
                counts.push(0);
                *slot = seen.len() as u32;
            }
            counts[*slot as usize - 1] += 1;
            sequence.push(*slot - 1);
        }
        bytes.clear();
        let mut n_types = 0;
        for (form, count) in seen.iter().zip(counts.iter()).filter(|it| *it.0 != OVERSIZE) {
            places[*form as usize] = 0;
            write(*form, bytes);
            write(*count, bytes);
            n_types += 1;
        }
        Counts { bytes: bytes.as_slice().into(), n_types }
    }

    /// The document that was counted last in the order of its text; `sentences` are the tokens of
    /// each.
    pub fn sequence(&self, sentences: impl Iterator<Item = Range<u32>>) -> Sequence {
        let oversize = self.forms.iter().position(|it| *it == OVERSIZE).map(|it| it as u32);
        Sequence::new(&self.sequence, oversize, sentences)
    }

    /// What near-duplicates of the document that was counted last are told by; `hash` is that of
    /// the text of a form.
    pub fn sketch(&self, sketcher: &mut Sketcher, hash: impl FnMut(u32) -> u32) -> Sketch {
        sketcher.sketch(&self.forms, &self.sequence, hash)
    }

    /// How diverse the forms of the document are that was counted last.
    pub fn diversity(&self) -> Diversity {
        diversity::of(&self.sequence, &self.counts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_come_back_in_the_order_of_first_sight() {
        let mut builder = CountsBuilder::default();
        let counts = builder.count([300, 7, 300, OVERSIZE, 7, 300].into_iter());
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(300, 3), (7, 2)]);
        assert_eq!(counts.n_types(), 2);
        let counts = builder.count([7].into_iter());
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(7, 1)]);
    }

    proptest! {
        #[test]
        fn every_number_survives_being_written(numbers in proptest::collection::vec(any::<u32>(), 0..20)) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|it| write(*it, &mut bytes));
            let mut rest = bytes.iter();
            let back: Vec<u32> = std::iter::from_fn(|| read(&mut rest)).collect();
            prop_assert_eq!(back, numbers);
        }
    }
}
