//! The passages behind the numbers of one document, and the form in which they are kept on disk.
//!
//! Layout of one record: the number of bytes of the counts (4 bytes, low byte first), the counts as
//! [`Counts`] lays them out; the same for the [`Sequence`], which is empty where no table needs it;
//! and the rest as postcard writes it. The counts come first because the tables of terms need
//! nothing else. The bytes of a document depend on the document, the instrument and the numbers
//! that forms have in the run's vocabulary.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::sequence::{Sentences, Sequence};
use crate::document::Zone;
use crate::text::Voice;

/// The passages behind the numbers of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// How often each form stands in it.
    #[serde(skip)]
    pub counts: Counts,
    /// The forms in the order of the text, where a table needs them.
    #[serde(skip)]
    pub sequence: Sequence,
    /// Tokens of each sentence, in order.
    pub sentence_tokens: Vec<u32>,
    /// Frame hits, in the order of the text.
    pub hits: Vec<FrameHit>,
    /// Sentences that are kept, which are those that hold a hit where not all are.
    pub contexts: Vec<Context>,
    /// Lines that were cut.
    pub removals: Vec<Ledger>,
}

/// A sentence that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Its number in the document, from 1.
    pub sentence: u32,
    /// Number of its paragraph, from 0.
    pub paragraph: u32,
    /// Where in the article it stands.
    pub zone: Zone,
    /// Its first byte in the text of the article as it was read, furniture included.
    pub start: u32,
    /// Its text, on one line; of a very long sentence a part.
    pub text: String,
}

/// One occurrence of a frame in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameHit {
    /// Place of the frame in the dictionary.
    pub frame: u32,
    /// Place of the entry in the frame.
    pub entry: u32,
    /// Its forms, with spaces between.
    pub text: String,
    /// Number of the sentence in the document, from 1.
    pub sentence: u32,
    /// First byte in its sentence as that is kept, and byte after the last; equal where it is not.
    pub span: (u32, u32),
    /// Number of the first token in the document, from 1.
    pub token: u32,
    /// Number of tokens.
    pub n_tokens: u32,
    /// Where in the article it stands.
    pub zone: Zone,
    /// Whose words it is part of.
    pub voice: Voice,
    /// Whether it is denied.
    pub negated: bool,
    /// First byte in the input file and byte after the last, where known.
    pub bytes: Option<(u64, u64)>,
}

impl FrameHit {
    /// Whether it stands in a quotation of more than three tokens.
    pub fn is_quoted(&self) -> bool {
        self.voice == Voice::Quoted
    }

    /// Places of its tokens in the document.
    pub fn tokens(&self) -> Range<u32> {
        self.token..self.token + self.n_tokens
    }
}

/// A line that was cut, as the ledger shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The rule that cut it.
    pub rule: Cow<'static, str>,
    /// Its first byte in the text of the article as it was read.
    pub start: u32,
    /// First byte in the input file and byte after the last, where known.
    pub bytes: Option<(u64, u64)>,
    /// The line.
    pub text: String,
}

impl Evidence {
    /// Text of a sentence that holds a hit; empty for any other.
    pub fn context(&self, sentence: u32) -> &str {
        let found = self.contexts.binary_search_by_key(&sentence, |it| it.sentence);
        found.map_or("", |i| &self.contexts[i].text)
    }

    /// Appends the record to `bytes`.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        for part in [self.counts.as_bytes(), self.sequence.as_bytes()] {
            bytes.extend_from_slice(&(part.len() as u32).to_le_bytes());
            bytes.extend_from_slice(part);
        }
        // Writing to memory fails on maps of unknown length only, and there is none.
        *bytes = postcard::to_extend(self, std::mem::take(bytes)).unwrap_or_default();
    }

    /// Reads a record; `None` where it is damaged.
    pub fn read(record: &[u8]) -> Option<Evidence> {
        let (counts, rest) = split(record)?;
        let (sequence, rest) = split(rest)?;
        let evidence: Evidence = postcard::from_bytes(rest).ok()?;
        let (counts, sequence) = (Counts::from_bytes(counts), Sequence::from_bytes(sequence));
        Some(Evidence { counts, sequence, ..evidence })
    }

    /// Reads the counts of a record only; `None` where it is damaged.
    pub fn read_counts(record: &[u8]) -> Option<Counts> {
        split(record).map(|it| Counts::from_bytes(it.0))
    }

    /// Reads the forms of a record in the order of the text only; `None` where it is damaged.
    pub fn read_sentences(record: &[u8]) -> Option<Sentences> {
        let (counts, rest) = split(record)?;
        let (sequence, _) = split(rest)?;
        Some(Sequence::from_bytes(sequence).sentences(&Counts::from_bytes(counts)))
    }

    /// The forms in the order of the text; none where no table needs them.
    pub fn sentences(&self) -> Sentences {
        self.sequence.sentences(&self.counts)
    }
}

/// The part that a record begins with, and the rest of it.
fn split(record: &[u8]) -> Option<(&[u8], &[u8])> {
    let (n_bytes, rest) = record.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_le_bytes(*n_bytes) as usize)
}

#[cfg(test)]
mod tests {
    use super::super::counts::CountsBuilder;
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let hit = FrameHit {
            frame: 1,
            entry: 40,
            text: "a gesture".to_owned(),
            sentence: 2,
            span: (7, 16),
            token: 9,
            n_tokens: 2,
            zone: Zone::Lead,
            voice: Voice::Quoted,
            negated: true,
            bytes: Some((70_000, 70_009)),
        };
        let removal =
            Ledger { rule: "share".into(), start: 3, bytes: None, text: "Share on it".to_owned() };
        let text = "It was a gesture.".to_owned();
        let context = Context { sentence: 2, paragraph: 1, zone: Zone::Lead, start: 20, text };
        let mut builder = CountsBuilder::default();
        let counts = builder.count([3, 300, 3].into_iter());
        let sequence = builder.sequence([0..1, 1..3].into_iter());
        let evidence = Evidence {
            counts,
            sequence,
            sentence_tokens: vec![1, 2],
            hits: vec![hit],
            contexts: vec![context],
            removals: vec![removal],
        };
        let mut bytes = vec![7];
        evidence.write(&mut bytes);
        assert_eq!(Evidence::read(&bytes[1..]), Some(evidence.clone()));
        assert_eq!(Evidence::read_sentences(&bytes[1..]), Some(evidence.sentences()));
        assert_eq!(Evidence::read_counts(&bytes[1..]), Some(evidence.counts));
        assert_eq!(Evidence::read(&bytes[1..bytes.len() - 1]), None);
    }
}
