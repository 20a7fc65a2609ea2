//! A paragraph in, which of its bytes stand in quotation marks out.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Whose words a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Voice {
    /// The article's own.
    Author,
    /// Quoted: more than three tokens between double quotation marks.
    Quoted,
    /// Set in quotation marks, three tokens or fewer; counted as the article's own.
    Scare,
}

impl Voice {
    /// The name that stands in tables.
    pub fn name(self) -> &'static str {
        match self {
            Voice::Author => "author",
            Voice::Quoted => "quoted",
            Voice::Scare => "scare",
        }
    }
}

/// Stretches between double quotation marks (“ ”, " ", « », „ “, » «, ” ”) of one paragraph.
///
/// A quotation that is not closed ends with its paragraph: where it goes on, the next paragraph
/// begins with an opening mark of its own. A straight mark opens only before a word and after
/// nothing, white space, a dash or a bracket, so that inches and stray marks open nothing.
pub fn quotations(paragraph: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (i, mark) in marks(paragraph) {
        let end = i + mark.len_utf8();
        match open {
            Some((start, opening)) if closes(opening, mark) => {
                found.push(start..i);
                open = None;
            }
            None if opens(paragraph, i, mark) => open = Some((end, mark)),
            _ => {}
        }
    }
    found.extend(open.map(|(start, _)| start..paragraph.len()));
    found
}

/// Double quotation marks with their place.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    // Lead bytes of the marks: straight, « », and the block of “ ” „ ‟.
    memchr::memchr3_iter(b'"', 0xC2, 0xE2, bytes).filter_map(move |i| {
        let mark = text.get(i..)?.chars().next()?;
        matches!(mark, '"' | '“' | '”' | '„' | '‟' | '«' | '»').then_some((i, mark))
    })
}

fn closes(opening: char, mark: char) -> bool {
    match opening {
        '"' => mark == '"' || mark == '”',
        '“' | '‟' => mark == '”' || mark == '"',
        '„' => matches!(mark, '“' | '”' | '"'),
        '«' => mark == '»',
        '»' => mark == '«',
        '”' => mark == '”',
        _ => false,
    }
}

fn opens(text: &str, i: usize, mark: char) -> bool {
    let before = text[..i].chars().next_back();
    let after = text[i + mark.len_utf8()..].chars().next();
    let at_start = before.is_none_or(|it| it.is_whitespace() || "([{—–-/‘'*_".contains(it));
    let before_word = after.is_some_and(|it| !it.is_whitespace());
    match mark {
        '“' | '„' | '‟' | '«' => true,
        '"' | '”' | '»' => at_start && before_word,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        quotations(text).into_iter().map(|it| &text[it]).collect()
    }

    #[test]
    fn quotations_of_several_traditions_are_told() {
        assert_eq!(
            quoted("“We are a bridge,” he said. “Never a fort.”"),
            ["We are a bridge,", "Never a fort."]
        );
        assert_eq!(quoted("He said \"no\" and \"never\"."), ["no", "never"]);
        assert_eq!(quoted("«Нет», сказал он."), ["Нет"]);
        assert_eq!(quoted("Er sagte: „Nein“, dann »Ja«."), ["Nein", "Ja"]);
        assert_eq!(quoted("Hon sade: ”Nej”."), ["Nej"]);
    }

    #[test]
    fn a_quotation_that_is_not_closed_ends_with_its_paragraph() {
        assert_eq!(quoted("He went on. “And then"), ["And then"]);
    }

    #[test]
    fn single_marks_and_inches_open_nothing() {
        assert_eq!(quoted("The ‘deal’ over a 12\" pipe, and Lowmark’s bet"), Vec::<&str>::new());
    }

    #[test]
    fn a_mark_inside_a_quotation_does_not_end_it() {
        assert_eq!(quoted("“The ‘deal’ «is» done,” he said."), ["The ‘deal’ «is» done,"]);
    }
}
