//! A text in, its lines out, and which of them belong to one paragraph.

use std::ops::Range;

use memchr::{memchr2, memchr3_iter};

/// A stretch of a text that is one paragraph: a line, or lines that were wrapped by a program.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    /// Bytes in the text, without white space at the ends.
    pub(super) range: Range<usize>,
    /// Whether a blank line stands before it.
    pub(super) after_blank: bool,
}

/// Paragraphs of a text: its lines, or where the text is wrapped, the lines between blank ones.
pub(super) fn blocks(text: &str, from: usize) -> Vec<Block> {
    let lines = lines(text, from);
    if !is_wrapped(text, &lines) {
        return lines;
    }
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines {
        let starts_item = is_item(&text[line.range.clone()]);
        match blocks.last_mut() {
            Some(last) if !line.after_blank && !starts_item => last.range.end = line.range.end,
            _ => blocks.push(line),
        }
    }
    blocks
}

/// Lines with something in them, without white space at their ends.
fn lines(text: &str, from: usize) -> Vec<Block> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut start = from;
    while start < text.len() {
        let line = &text[start..line_end(text, start)];
        let trimmed = line.trim_matches(is_blank);
        if trimmed.is_empty() {
            // `\r\n` is one line end, not a blank line.
            after_blank |= line != "\n" || !text[..start].ends_with('\r');
        } else {
            let begin = start + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
            lines.push(Block { range: begin..begin + trimmed.len(), after_blank });
            after_blank = false;
        }
        start += line.len();
    }
    lines
}

/// Where the line ends that begins at a place, its line end included.
fn line_end(text: &str, start: usize) -> usize {
    let bytes = &text.as_bytes()[start..];
    let end = memchr2(b'\n', b'\r', bytes).map_or(bytes.len(), |it| it + 1);
    // The rare line ends are looked for inside of what the common ones leave.
    start + rare_line_end(&bytes[..end]).unwrap_or(end)
}

/// Where a line ends at a vertical tab, a form feed, U+2028 or U+2029.
fn rare_line_end(bytes: &[u8]) -> Option<usize> {
    let mut found = memchr3_iter(0x0B, 0x0C, 0xE2, bytes);
    found.find_map(|i| match bytes[i..] {
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => Some(i + 3),
        [0xE2, ..] => None,
        _ => Some(i + 1),
    })
}

/// How many words a line holds, counted up to a limit.
pub(super) fn n_words(line: &str, limit: usize) -> usize {
    let bytes = line.as_bytes();
    let mut n = 0;
    let mut in_word = false;
    let mut i = 0;
    while i < bytes.len() && n < limit {
        let n_space = space_at(&bytes[i..]);
        n += usize::from(n_space == 0 && !in_word);
        in_word = n_space == 0;
        i += n_space.max(1);
    }
    n
}

/// Bytes of the white space, as `char::is_whitespace` has it, with which these bytes begin.
fn space_at(bytes: &[u8]) -> usize {
    match *bytes {
        [b' ' | b'\t'..=b'\r', ..] => 1,
        [0xC2, 0x85 | 0xA0, ..] => 2,
        [0xE1, 0x9A, 0x80, ..] | [0xE2, 0x81, 0x9F, ..] | [0xE3, 0x80, 0x80, ..] => 3,
        [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, ..] => 3,
        _ => 0,
    }
}

/// White space, and the characters without width that pages put in its place.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// A text on one line, with single spaces.
pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line begins a list item.
pub(super) fn is_item(line: &str) -> bool {
    let mut characters = line.chars();
    match characters.next() {
        Some('•' | '▪' | '◦' | '‣' | '*' | '-' | '–' | '·' | '○' | '●') => true,
        Some(first) if first.is_ascii_digit() => {
            let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
            rest.starts_with(". ") || rest.starts_with(") ")
        }
        _ => false,
    }
}

/// Whether the lines were broken by a program at a column, as in mails: among the lines that another
/// one follows without a blank line, most have 45 to 100 characters, and most end inside a sentence.
fn is_wrapped(text: &str, lines: &[Block]) -> bool {
    let followed =
        lines.windows(2).filter(|it| !it[1].after_blank).map(|it| &text[it[0].range.clone()]);
    let (mut n, mut n_wide, mut n_open) = (0, 0, 0);
    for line in followed.filter(|it| !is_item(it)) {
        n += 1;
        let n_characters = line.chars().take(101).count();
        n_wide += usize::from((45..=100).contains(&n_characters));
        n_open += usize::from(!line.ends_with(['.', '!', '?', '"', '”', '»', ':']));
    }
    3 <= n && n * 7 <= n_wide * 10 && n <= n_open * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        blocks(text, 0).into_iter().map(|it| &text[it.range]).collect()
    }

    #[test]
    fn lines_end_at_every_kind_of_line_end() {
        let text = "a\nb\rc\u{0B}d\u{0C}e\u{2028}f\u{2029}g—h";
        assert_eq!(texts(text), ["a", "b", "c", "d", "e", "f", "g—h"]);
    }

    #[test]
    fn white_space_is_what_rust_takes_for_it() {
        for character in '\0'..=char::MAX {
            let n_space = space_at(character.encode_utf8(&mut [0; 4]).as_bytes());
            assert_eq!(0 < n_space, character.is_whitespace(), "{character:?}");
        }
    }

    #[test]
    fn words_are_counted_up_to_the_limit() {
        for line in ["", " a\tb  c ", "one two three four", "é \u{A0}b\u{2003}c"] {
            assert_eq!(n_words(line, 3), line.split_whitespace().take(3).count(), "{line:?}");
        }
    }

    #[test]
    fn a_line_of_pasted_text_is_a_paragraph() {
        assert_eq!(texts("One.\r\n\r\n \u{A0}\nTwo.\nThree."), ["One.", "Two.", "Three."]);
    }

    #[test]
    fn lines_that_a_program_wrapped_are_joined() {
        let text = "The ministers signed the annex on Monday and gave the fleet\n\
                    patrol rights at the port, which had been closed to it for\n\
                    thirty years and whose cranes are older than the republic\n\
                    itself.\n\nNobody cheered.\n";
        assert_eq!(texts(text).len(), 2);
        assert!(texts(text)[0].ends_with("itself."));
    }

    #[test]
    fn verses_and_lists_are_not_joined() {
        assert_eq!(texts("Risks:\n- one\n- two\n- three\n- four").len(), 5);
    }

    #[test]
    fn a_carriage_return_and_line_feed_is_one_line_end() {
        let blocks = blocks("One\r\nTwo\r\n\r\nThree", 0);
        let blanks: Vec<bool> = blocks.iter().map(|it| it.after_blank).collect();
        assert_eq!(blanks, [true, false, true]);
    }
}
