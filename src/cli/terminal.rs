//! Text in, text that no terminal takes for a command out.

use std::fmt::Write as _;
use std::io::Write as _;

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

/// Writes to standard output. Nobody reading is no reason to fail.
pub(super) fn say(text: &str) {
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        assert_eq!(visible("a\u{1b}[2Jb\u{9b}c\u{202E}d\ne"), "a\\u{1B}[2Jb\\u{9B}c\\u{202E}d\ne");
        assert_eq!(visible("Қазақстан – “ok”"), "Қазақстан – “ok”");
    }
}
