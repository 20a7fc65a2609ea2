//! The passages behind the numbers of one document, and the form in which they are kept on disk.
//!
//! Layout of one record: the number of bytes of the counts (4 bytes, low byte first), the counts as
//! [`Counts`] lays them out, and the rest as postcard writes it. The counts come first because the
//! tables of terms need nothing else. The bytes of a document depend on the document, the
//! instrument and the numbers that forms have in the run's vocabulary.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use crate::document::Zone;
use crate::text::Voice;

/// The passages behind the numbers of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// How often each form stands in it.
    #[serde(skip)]
    pub counts: Counts,
    /// Tokens of each sentence, in order.
    pub sentence_tokens: Vec<u32>,
    /// Frame hits, in the order of the text.
    pub hits: Vec<FrameHit>,
    /// Sentences that are kept, which are those that hold a hit where not all are: their number,
    /// from 1, and their text.
    pub contexts: Vec<(u32, String)>,
    /// Lines that were cut.
    pub removals: Vec<Ledger>,
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
    /// First byte in the input file and byte after the last, where known.
    pub bytes: Option<(u64, u64)>,
    /// The line.
    pub text: String,
}

impl Evidence {
    /// Text of a sentence that holds a hit; empty for any other.
    pub fn context(&self, sentence: u32) -> &str {
        let found = self.contexts.binary_search_by_key(&sentence, |it| it.0);
        found.map_or("", |i| &self.contexts[i].1)
    }

    /// Appends the record to `bytes`.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let counts = self.counts.as_bytes();
        bytes.extend_from_slice(&(counts.len() as u32).to_le_bytes());
        bytes.extend_from_slice(counts);
        // Writing to memory fails on maps of unknown length only, and there is none.
        *bytes = postcard::to_extend(self, std::mem::take(bytes)).unwrap_or_default();
    }

    /// Reads a record; `None` where it is damaged.
    pub fn read(record: &[u8]) -> Option<Evidence> {
        let (counts, rest) = split(record)?;
        let evidence: Evidence = postcard::from_bytes(rest).ok()?;
        Some(Evidence { counts: Counts::from_bytes(counts), ..evidence })
    }

    /// Reads the counts of a record only; `None` where it is damaged.
    pub fn read_counts(record: &[u8]) -> Option<Counts> {
        split(record).map(|it| Counts::from_bytes(it.0))
    }
}

/// The counts of a record, and the rest of it.
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
            token: 9,
            n_tokens: 2,
            zone: Zone::Lead,
            voice: Voice::Quoted,
            negated: true,
            bytes: Some((70_000, 70_009)),
        };
        let removal =
            Ledger { rule: "share".into(), bytes: None, text: "Share on Facebook".to_owned() };
        let counts = CountsBuilder::default().count([3, 300, 3].into_iter());
        let evidence = Evidence {
            counts,
            sentence_tokens: vec![1, 2],
            hits: vec![hit],
            contexts: vec![(2, "It was a gesture.".to_owned())],
            removals: vec![removal],
        };
        let mut bytes = vec![7];
        evidence.write(&mut bytes);
        assert_eq!(Evidence::read(&bytes[1..]), Some(evidence.clone()));
        assert_eq!(Evidence::read_counts(&bytes[1..]), Some(evidence.counts));
        assert_eq!(Evidence::read(&bytes[1..bytes.len() - 1]), None);
    }
}
