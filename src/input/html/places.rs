//! An extracted text in, where its characters stand in the page out.

use memchr::memmem;

use super::super::offsets::Offsets;
use super::page::{Page, Visible};

/// Shortest run of characters that is looked for in the page.
const MIN_RUN: usize = 12;

/// Lines that are looked for in the whole page because they do not stand behind the one before; a
/// page with more of them has no order to speak of, and looking takes time by the square.
const MAX_JUMPS: usize = 1000;

/// Where each character of an extracted text stands in the page.
///
/// Lines of the text are looked for among the visible characters of the page, white space left
/// out, each after the one before; a line that does not stand there as a whole is halved. What is
/// not found has no place.
pub(super) fn find(text: &str, page: &Page) -> Offsets {
    let mut search =
        Search { visible: &page.visible, from: 0, n_jumps: 0, offsets: Offsets::empty() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        search.line(line, start);
        start += line.len();
    }
    search.offsets
}

struct Search<'p> {
    visible: &'p Visible,
    from: usize,
    n_jumps: usize,
    offsets: Offsets,
}

impl Search<'_> {
    fn line(&mut self, line: &str, start: usize) {
        let squeezed: String = line.chars().filter(|it| !it.is_whitespace()).collect();
        if squeezed.is_empty() {
            return;
        }
        match self.search(squeezed.as_bytes()) {
            Some(i) => {
                self.keep(line, start, i);
                self.from = i + squeezed.len();
            }
            None if squeezed.len() < 2 * MIN_RUN => self.offsets.push_unknown(start),
            None => {
                let middle = line.len() / 2;
                let space = line.char_indices().find(|(i, it)| middle <= *i && it.is_whitespace());
                match space {
                    Some((i, _)) if !line[i..].trim().is_empty() => {
                        self.line(&line[..i], start);
                        self.line(&line[i..], start + i);
                    }
                    _ => self.offsets.push_unknown(start),
                }
            }
        }
    }

    /// Where characters stand behind the line before, or else anywhere in the page.
    fn search(&mut self, characters: &[u8]) -> Option<usize> {
        if MAX_JUMPS < self.n_jumps {
            return None;
        }
        let bytes = &self.visible.bytes;
        let behind = memmem::find(&bytes[self.from..], characters).map(|i| self.from + i);
        behind.or_else(|| {
            self.n_jumps += 1;
            memmem::find(bytes, characters)
        })
    }

    fn keep(&mut self, line: &str, start: usize, mut i: usize) {
        for (at, character) in line.char_indices().filter(|it| !it.1.is_whitespace()) {
            let (place, len) = self.visible.places[i];
            if usize::from(len) == character.len_utf8() {
                self.offsets.push(start + at, place.into());
            } else {
                self.offsets.push_character(start + at, place.into(), len.into());
            }
            i += character.len_utf8();
        }
    }
}
