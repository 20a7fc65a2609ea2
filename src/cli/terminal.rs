//! Text in, text that no terminal takes for a command out.

use std::fmt::Write as _;
use std::io::Write as _;

use unicode_width::UnicodeWidthChar;

/// Text with controls, and marks that turn the direction of writing, as visible escapes; line ends
/// stay.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let is_turning = matches!(
            character,
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}'
        );
        if character != '\n' && (character.is_control() || is_turning) {
            let _ = write!(shown, "\\u{{{:X}}}", character as u32);
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Columns of a terminal that are used.
pub(super) const WIDTH: usize = 80;

/// Columns that a text takes in a terminal, which sets letter by letter: no ligature makes it narrower.
pub(super) fn columns(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// A line, folded at spaces so that none is wider than the terminal; lines after the first are indented.
pub(super) fn folded(line: &str, indent: usize) -> String {
    let mut text = String::new();
    let lead = line.len() - line.trim_start().len();
    let mut width = lead;
    text.push_str(&line[..lead]);
    let mut is_first = true;
    for word in line.split_whitespace() {
        if !is_first && WIDTH < width + 1 + columns(word) {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            width = indent;
        } else if !is_first {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += columns(word);
        is_first = false;
    }
    text.push('\n');
    text
}

/// Rows as a table with two spaces between columns; cells of digits stand to the right, and so does
/// the header above them. The last column is folded.
pub(super) fn aligned(rows: Vec<Vec<String>>) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells = |i: usize| rows.iter().filter_map(move |it| it.get(i));
    let widths: Vec<usize> =
        (0..n_columns).map(|i| cells(i).map(|it| columns(it)).max().unwrap_or(0)).collect();
    let is_number = |it: &String| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let is_right: Vec<bool> = (0..n_columns).map(|i| cells(i).skip(1).all(is_number)).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (i, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[i] - columns(cell));
            line.push_str("  ");
            if is_right[i] {
                line.push_str(&gap);
            }
            line.push_str(cell);
            if !is_right[i] {
                line.push_str(&gap);
            }
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Writes to standard output. Nobody reading is no reason to fail.
pub(super) fn say(text: &str) {
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_at_the_width_of_a_terminal() {
        let folded = folded(&format!("  note: {}", "word ".repeat(40)), 4);
        assert!(folded.lines().all(|it| columns(it) <= WIDTH), "{folded}");
        assert!(folded.lines().skip(1).all(|it| it.starts_with("    word")), "{folded}");
        assert_eq!(folded.matches("word").count(), 40);
    }

    #[test]
    fn numbers_stand_to_the_right() {
        let row = |name: &str, n: &str| vec![name.to_owned(), n.to_owned()];
        let table = aligned(vec![row("source", "n"), row("Қазақ", "7"), row("A", "120")]);
        assert_eq!(table, "  source    n\n  Қазақ     7\n  A       120\n");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        assert_eq!(visible("a\u{1b}[2Jb\u{9b}c\u{202E}d\ne"), "a\\u{1B}[2Jb\\u{9B}c\\u{202E}d\ne");
        assert_eq!(visible("Қазақстан – “ok”"), "Қазақстан – “ok”");
    }
}
