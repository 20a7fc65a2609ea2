//! Forms of a document in the order of the text in, few bytes out, and back.

use std::ops::Range;

use super::counts::{Counts, read, write};
use crate::text::OVERSIZE;

/// What stands for the end of a sentence, and for a word beyond the limit; places of forms follow.
const END: u32 = 0;
const LONG: u32 = 1;
const FIRST: u32 = 2;

/// The forms of one document in the order of the text, sentence by sentence.
///
/// Layout: for each token the place of its form among the [`Counts`] of the document, plus 2; 1 for
/// a word beyond the limit; 0 behind each sentence. Each is a variable-length integer of 7 bits a
/// byte, low bits first (LEB128).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    bytes: Box<[u8]>,
}

/// The forms of one document, cut into sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences {
    /// The form of each token; [`OVERSIZE`] for a word beyond the limit.
    pub forms: Vec<u32>,
    /// For each sentence the token behind its last.
    ends: Vec<u32>,
}

impl Sequence {
    /// Lays out a document: for each token its place in order of first sight, words beyond the
    /// limit sharing the place `oversize`; and the tokens of each sentence.
    pub(super) fn new(
        places: &[u32],
        oversize: Option<u32>,
        sentences: impl Iterator<Item = Range<u32>>,
    ) -> Self {
        let mut bytes = Vec::with_capacity(places.len() + places.len() / 4);
        for sentence in sentences {
            for &place in &places[sentence.start as usize..sentence.end as usize] {
                let number = match oversize {
                    Some(long) if place == long => LONG,
                    // Words beyond the limit are not among the counts.
                    Some(long) if long < place => FIRST + place - 1,
                    _ => FIRST + place,
                };
                write(number, &mut bytes);
            }
            write(END, &mut bytes);
        }
        Sequence { bytes: bytes.into() }
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        Sequence { bytes: bytes.into() }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The forms in the order of the text, told by the counts of the same document.
    pub fn sentences(&self, counts: &Counts) -> Sentences {
        let known: Vec<u32> = counts.iter().map(|it| it.0).collect();
        let (mut forms, mut ends) = (Vec::with_capacity(self.bytes.len()), Vec::new());
        let mut bytes = self.bytes.iter();
        while let Some(number) = read(&mut bytes) {
            match number {
                END => ends.push(forms.len() as u32),
                LONG => forms.push(OVERSIZE),
                place => {
                    let form = known.get((place - FIRST) as usize);
                    forms.push(form.copied().unwrap_or(OVERSIZE));
                }
            }
        }
        Sentences { forms, ends }
    }
}

impl Sentences {
    /// The tokens of each sentence, as places in `forms`.
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        (0..self.ends.len()).map(|it| self.range(it))
    }

    /// The tokens of one sentence; none where there is no such sentence.
    pub fn range(&self, sentence: usize) -> Range<usize> {
        let end = |it: usize| self.ends.get(it).copied();
        let start = sentence.checked_sub(1).and_then(end).unwrap_or(0);
        start as usize..end(sentence).unwrap_or(start) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::counts::CountsBuilder;
    use super::*;

    #[test]
    fn what_is_laid_out_is_read_back_sentence_by_sentence() {
        let forms = [300, OVERSIZE, 7, 300, 9, OVERSIZE, 7];
        let mut builder = CountsBuilder::default();
        let counts = builder.count(forms.into_iter());
        let sequence = builder.sequence([0..3, 3..7].into_iter());
        let sentences = sequence.sentences(&counts);
        assert_eq!(sentences.forms, forms);
        assert_eq!(sentences.ranges().collect::<Vec<_>>(), [0..3, 3..7]);
        assert!(sentences.range(2).is_empty());
        assert_eq!(Sequence::from_bytes(sequence.as_bytes()), sequence);
    }
}
