//! A word as it stands in a text in, a key that is compared as a number out.

use std::ops::Range;

use super::language::Language;

/// Longest word that is compared as a number, in bytes.
const MAX_SHORT: usize = 16;

/// A word as it stands in a text.
pub(super) struct Surface<'t> {
    /// The word.
    pub(super) text: &'t str,
    /// Language of the text.
    pub(super) language: Language,
    /// The word as a number; `None` for a long one.
    pub(super) key: Option<Key>,
}

/// A short word of a language: its bytes, with zeros behind them. No word holds a zero byte.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) bytes: u128,
    pub(super) language: Language,
}

impl<'t> Surface<'t> {
    /// The word at a range of a text.
    #[inline(always)]
    pub(super) fn new(text: &'t str, range: Range<usize>, language: Language) -> Self {
        let bytes = text.as_bytes();
        let len = range.len();
        let key = (len <= MAX_SHORT && 0 < len).then(|| {
            let bytes = match bytes.get(range.start..range.start + MAX_SHORT) {
                // What stands behind the word is read with it and masked away.
                Some(enough) => {
                    let enough: [u8; MAX_SHORT] = enough.try_into().expect("as many as asked for");
                    u128::from_le_bytes(enough) & (u128::MAX >> (8 * (MAX_SHORT - len)))
                }
                None => {
                    let mut padded = [0; MAX_SHORT];
                    padded[..len].copy_from_slice(&bytes[range.clone()]);
                    u128::from_le_bytes(padded)
                }
            };
            Key { bytes, language }
        });
        Surface { text: &text[range], language, key }
    }
}

impl Key {
    /// The key of no word.
    pub(super) const NONE: Key = Key { bytes: 0, language: Language::UNKNOWN };

    /// A place among `n`, which is a power of two.
    #[inline(always)]
    pub(super) fn place(self, n: usize) -> usize {
        // Halves of the bytes times one another, as in folded multiplication; which constants is all one.
        let low = self.bytes as u64 ^ 0x9E37_79B9_7F4A_7C15;
        let high = (self.bytes >> 64) as u64 ^ 0xD1B5_4A32_D192_ED03;
        let product = u128::from(low) * u128::from(high ^ u64::from(self.language.number()));
        ((product >> 64) as u64 ^ product as u64) as usize & (n - 1)
    }
}
