//! What a run saw in each file in, what the next run need not look at again out.
//!
//! The index stands beside the records in one file: a line with its version, a line with the digest
//! of all that shapes observations, a checksum of the rest (XXH3, 16 bytes, low byte first), and the
//! rest as postcard writes it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::Slot;
use crate::input::{Digest, Stamp};
use crate::notice::Reason;
use crate::observe::Observation;
use crate::text::Lexicon;

/// First line of an index; it changes with the layout of index, records or observations.
const VERSION: &str = "framescope index 5";

/// All that is known of earlier runs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Index<'i> {
    /// When the run began that wrote it, in seconds since 1970.
    pub(super) began: u64,
    /// Bytes of the records, and their checksum.
    pub(super) n_bytes: u64,
    pub(super) checksum: u128,
    pub(super) lexicon: Cow<'i, Lexicon>,
    pub(super) files: Vec<KnownFile<'i>>,
}

/// A file that was read to its end.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KnownFile<'i> {
    /// Its name, as tables show it.
    pub name: Cow<'i, str>,
    /// What the system said about it.
    pub stamp: Cow<'i, Stamp>,
    /// Its size and hash.
    pub digest: Cow<'i, Digest>,
    /// Its documents, in order.
    pub documents: Vec<KnownDocument<'i>>,
}

/// A document that was looked at.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KnownDocument<'i> {
    /// Number of the record inside the file, from 1.
    pub record: Option<u64>,
    /// What was seen, or why nothing was.
    pub seen: Result<Cow<'i, Observation>, Cow<'i, Reason>>,
    /// Where the evidence stands.
    pub evidence: Slot,
    /// Key of the row of the metadata file that was used.
    pub sidecar_key: Option<Cow<'i, str>>,
}

/// Why an index is of no use.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Useless {
    /// Other settings, another dictionary or another version wrote it.
    Other,
    /// It is not what was written.
    Damaged,
}

impl Index<'_> {
    /// The bytes of the file.
    pub(super) fn write(&self, digest: &str) -> Vec<u8> {
        let body = postcard::to_stdvec(self).unwrap_or_default();
        let mut bytes = format!("{VERSION}\n{digest}\n").into_bytes();
        bytes.extend_from_slice(&xxh3_128(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        bytes
    }

    /// Reads the bytes of a file.
    pub(super) fn read(bytes: &[u8], digest: &str) -> Result<Index<'static>, Useless> {
        let rest = bytes.strip_prefix(VERSION.as_bytes()).ok_or(Useless::Other)?;
        let rest = rest.strip_prefix(format!("\n{digest}\n").as_bytes()).ok_or(Useless::Other)?;
        let (checksum, body) = rest.split_first_chunk::<16>().ok_or(Useless::Damaged)?;
        if xxh3_128(body) != u128::from_le_bytes(*checksum) {
            return Err(Useless::Damaged);
        }
        postcard::from_bytes(body).map_err(|_| Useless::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_of_use_to_the_same_settings_and_unharmed_only() {
        let index = Index {
            began: 7,
            n_bytes: 0,
            checksum: 0,
            lexicon: Cow::Owned(Lexicon::default()),
            files: Vec::new(),
        };
        let mut bytes = index.write("abc");
        assert_eq!(Index::read(&bytes, "abc").map(|it| it.began).ok(), Some(7));
        assert_eq!(Index::read(&bytes, "abd").err(), Some(Useless::Other));
        assert_eq!(Index::read(b"", "abc").err(), Some(Useless::Other));
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert_eq!(Index::read(&bytes, "abc").err(), Some(Useless::Damaged));
    }
}
