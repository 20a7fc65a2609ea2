//! A text in, its lines out, and which of them belong to one paragraph.

use std::ops::Range;

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
    for line in
        text[from..].split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}'])
    {
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

/// White space, and the characters without width that pages put in its place.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
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
