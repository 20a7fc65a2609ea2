//! Places in a draft's text in, places in the input file out.

use std::ops::Range;

/// Where the bytes of a draft's text stand in the file that it was read from.
///
/// The text is cut into stretches. Most were copied byte for byte; the others stand for a
/// character that the file writes with another number of bytes (`\n` in JSON, `""` in CSV,
/// `&amp;` in HTML, every character of UTF-16).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offsets {
    /// In the order of the text.
    stretches: Vec<Stretch>,
    /// False where decoding lost bytes, so that no place can be told.
    known: bool,
}

/// Place of a stretch of which nothing is known.
const UNKNOWN: u64 = u64::MAX;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    /// First byte in the text.
    text: usize,
    /// First byte in the file.
    file: u64,
    /// Bytes that the whole stretch takes in the file; 0 where it was copied byte for byte.
    file_len: u32,
}

impl Stretch {
    /// Byte of the file for a byte of the text inside this stretch.
    fn at(&self, text: usize) -> u64 {
        if self.file_len == 0 { self.file + (text - self.text) as u64 } else { self.file }
    }

    /// Byte of the file after the text byte `text - 1`.
    fn end_at(&self, text: usize) -> u64 {
        if self.file_len == 0 { self.at(text) } else { self.file + u64::from(self.file_len) }
    }
}

impl Offsets {
    /// A text copied as it stands from byte `start` of the file.
    pub fn at(start: u64) -> Self {
        Offsets { stretches: vec![Stretch { text: 0, file: start, file_len: 0 }], known: true }
    }

    /// A text whose stretches are still to be named.
    pub fn empty() -> Self {
        Offsets { stretches: Vec::new(), known: true }
    }

    /// A text whose places in the file cannot be told.
    pub fn unknown() -> Self {
        Offsets { stretches: Vec::new(), known: false }
    }

    /// A text that stands nowhere in the file, while what it is put together with may.
    pub fn nowhere() -> Self {
        let mut offsets = Offsets::empty();
        offsets.push_unknown(0);
        offsets
    }

    /// From byte `text` of the text on, bytes were copied from byte `file` of the file on.
    pub fn push(&mut self, text: usize, file: u64) {
        let goes_on =
            |last: &Stretch| last.file_len == 0 && last.file != UNKNOWN && last.at(text) == file;
        if !self.stretches.last().is_some_and(goes_on) {
            self.push_stretch(Stretch { text, file, file_len: 0 });
        }
    }

    /// The character at byte `text` of the text is written with `file_len` bytes from byte `file`
    /// of the file on.
    pub fn push_character(&mut self, text: usize, file: u64, file_len: u32) {
        self.push_stretch(Stretch { text, file, file_len });
    }

    /// From byte `text` of the text on, nothing is known.
    pub fn push_unknown(&mut self, text: usize) {
        self.push_stretch(Stretch { text, file: UNKNOWN, file_len: 0 });
    }

    fn push_stretch(&mut self, stretch: Stretch) {
        if self.stretches.last().is_some_and(|last| last.text == stretch.text) {
            self.stretches.pop();
        }
        self.stretches.push(stretch);
    }

    /// The places of the text that begins at byte `start` of this one.
    pub fn starting_at(&self, start: usize) -> Offsets {
        self.within(start..usize::MAX)
    }

    /// The places of the text that is this stretch of this one.
    pub fn within(&self, range: Range<usize>) -> Offsets {
        let mut offsets = Offsets { stretches: Vec::new(), known: self.known };
        let first = self.stretches.partition_point(|it| it.text <= range.start).saturating_sub(1);
        let stretches = self.stretches.get(first..).unwrap_or_default();
        for stretch in stretches.iter().take_while(|it| it.text < range.end) {
            if stretch.text < range.start && stretch.file != UNKNOWN {
                let file = stretch.at(range.start);
                offsets.push_stretch(Stretch { text: 0, file, ..*stretch });
            } else {
                let text = stretch.text.saturating_sub(range.start);
                offsets.push_stretch(Stretch { text, ..*stretch });
            }
        }
        offsets
    }

    /// Adds the stretches of another text that was appended at byte `text` of this one.
    pub fn append(&mut self, text: usize, other: &Offsets) {
        self.known &= other.known;
        for stretch in &other.stretches {
            self.push_stretch(Stretch { text: text + stretch.text, ..*stretch });
        }
    }

    /// The same places, seen from a file in which everything stands `by` bytes later.
    pub fn shift(&mut self, by: u64) {
        for stretch in self.stretches.iter_mut().filter(|it| it.file != UNKNOWN) {
            stretch.file += by;
        }
    }

    /// The same places in the file that this file was decoded from.
    ///
    /// `self` leads from a text of `text_len` bytes to a decoded file, `decoded` from there to the
    /// bytes of the file itself.
    pub fn through(&self, decoded: &Offsets, text_len: usize) -> Offsets {
        if !self.known || !decoded.known {
            return Offsets::unknown();
        }
        let mut composed = Offsets::empty();
        for (i, stretch) in self.stretches.iter().enumerate() {
            let end = self.stretches.get(i + 1).map_or(text_len, |next| next.text);
            if stretch.file == UNKNOWN {
                composed.push_unknown(stretch.text);
                continue;
            }
            let first = stretch.file as usize;
            if stretch.file_len != 0 {
                let last = first + stretch.file_len as usize;
                if let Some((from, to)) = decoded.file_range(first, last) {
                    composed.push_character(stretch.text, from, (to - from) as u32);
                }
                continue;
            }
            let from = decoded.stretches.partition_point(|it| it.text <= first).saturating_sub(1);
            for inner in &decoded.stretches[from..] {
                if first + (end - stretch.text) <= inner.text {
                    break;
                }
                let skipped = inner.text.saturating_sub(first);
                if inner.file == UNKNOWN {
                    composed.push_unknown(stretch.text + skipped);
                    continue;
                }
                let file = inner.at(inner.text.max(first));
                composed.push_stretch(Stretch { text: stretch.text + skipped, file, ..*inner });
            }
        }
        composed
    }

    /// First byte and byte after the last in the file of bytes `start..end` of the text; `None`
    /// where it cannot be told.
    pub fn file_range(&self, start: usize, end: usize) -> Option<(u64, u64)> {
        let first = self.stretch_of(start)?.at(start);
        if end <= start {
            return Some((first, first));
        }
        Some((first, self.stretch_of(end - 1)?.end_at(end)))
    }

    fn stretch_of(&self, text: usize) -> Option<&Stretch> {
        if !self.known {
            return None;
        }
        let i = self.stretches.partition_point(|it| it.text <= text).checked_sub(1)?;
        self.stretches.get(i).filter(|it| it.file != UNKNOWN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_after_an_escape_counts_the_bytes_of_the_escape() {
        // File `a\nb` from byte 10 on, text "a", line break, "b".
        let mut offsets = Offsets::at(10);
        offsets.push_character(1, 11, 2);
        offsets.push(2, 13);
        assert_eq!(offsets.file_range(0, 1), Some((10, 11)));
        assert_eq!(offsets.file_range(1, 2), Some((11, 13)));
        assert_eq!(offsets.file_range(0, 3), Some((10, 14)));
    }

    #[test]
    fn a_mapping_through_a_mapping_keeps_every_break() {
        // UTF-16 file, 2 bytes a character behind a mark of 2; the draft begins at character 3.
        let mut decoded = Offsets::empty();
        for i in 0..6 {
            decoded.push_character(i, 2 + 2 * i as u64, 2);
        }
        let draft = Offsets::at(3).through(&decoded, 3);
        assert_eq!(draft.file_range(0, 1), Some((8, 10)));
        assert_eq!(draft.file_range(1, 3), Some((10, 14)));
    }

    #[test]
    fn places_in_a_text_that_lost_bytes_are_not_told() {
        assert_eq!(Offsets::unknown().file_range(0, 1), None);
    }
}
