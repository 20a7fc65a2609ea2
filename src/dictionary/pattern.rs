//! The text of a pattern in, what it is made of out; names of classes are not looked up yet.

use std::ops::Range;

use super::word::{self, Mark, WordPattern};

/// Longest pattern, in bytes.
pub(super) const MAX_PATTERN: usize = 1024;

/// Deepest nesting of brackets.
const MAX_DEPTH: usize = 8;

/// Most parts of a pattern with `...` between.
pub(super) const MAX_PARTS: usize = 4;

/// Parts with any words between them; of a pattern without `...` there is one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern {
    pub(super) parts: Vec<Vec<Item>>,
}

/// One thing in a row of consecutive words.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    /// A word, and whether a hyphen ties it to the next.
    Word(WordPattern, bool),
    /// `(a|b c)`: one of several rows; with `?` behind it also none.
    Group(Vec<Vec<Item>>, bool),
    /// `@name`, and where it stands in the pattern.
    Class(String, Range<usize>),
}

/// What is wrong with a pattern, and where in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    pub(super) at: Range<usize>,
    pub(super) what: String,
}

impl Wrong {
    pub(super) fn new(at: Range<usize>, what: impl Into<String>) -> Self {
        Wrong { at, what: what.into() }
    }
}

/// Reads a pattern; with `is_cased` every word without a mark is read as if `=` stood before it.
pub(super) fn parse(text: &str, is_cased: bool) -> Result<Pattern, Wrong> {
    if MAX_PATTERN < text.len() {
        return Err(Wrong::new(0..0, format!("it is longer than {MAX_PATTERN} bytes")));
    }
    let mut parser = Parser { text, at: 0, is_cased };
    let mut parts = Vec::new();
    // The gap mark that was passed last.
    let mut gap = 0..0;
    loop {
        let row = parser.row(0)?;
        match parser.peek() {
            Some(')') => return Err(parser.wrong(")", "closes no bracket; remove it")),
            Some('|') => {
                return Err(parser.wrong("|", "stands outside brackets; write `(a|b)`"));
            }
            _ => {}
        }
        let at = parser.at;
        let is_gap = parser.takes_gap();
        if is_gap && (!row.is_empty() || parts.is_empty()) {
            gap = at..parser.at;
        }
        if row.is_empty() && (is_gap || !parts.is_empty()) {
            return Err(Wrong::new(gap, "a word must stand on both sides of `...`"));
        }
        if row.is_empty() {
            return Err(Wrong::new(0..0, "it holds no word; write letters or digits"));
        }
        parts.push(row);
        if !is_gap {
            break;
        }
    }
    if MAX_PARTS < parts.len() {
        let what = format!("{} parts with `...` between are more than {MAX_PARTS}", parts.len());
        return Err(Wrong::new(0..0, what));
    }
    Ok(Pattern { parts })
}

struct Parser<'p> {
    text: &'p str,
    at: usize,
    is_cased: bool,
}

fn is_hyphen(it: char) -> bool {
    matches!(it, '-' | '\u{2010}'..='\u{2015}')
}

fn is_structure(it: char) -> bool {
    it.is_whitespace() || is_hyphen(it) || matches!(it, '(' | ')' | '|')
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// A problem with the mark that stands next.
    fn wrong(&self, mark: &str, what: &str) -> Wrong {
        Wrong::new(self.at..self.at + mark.len(), format!("`{mark}` {what}"))
    }

    /// Passes white space and hyphens; tells whether there was a hyphen.
    fn skip(&mut self) -> bool {
        let rest = self.rest();
        let len = rest.len();
        let behind = rest.trim_start_matches(|it: char| it.is_whitespace() || is_hyphen(it));
        let between = &rest[..len - behind.len()];
        let has_hyphen = between.contains(is_hyphen);
        self.at += between.len();
        has_hyphen
    }

    /// The gap mark that stands next, if one does.
    fn gap(&self) -> Option<usize> {
        let rest = self.rest();
        let dots = if rest.starts_with('…') { '…'.len_utf8() } else { 3 };
        let is_gap = rest.starts_with("...") || rest.starts_with('…');
        let is_alone = rest.get(dots..).and_then(|it| it.chars().next()).is_none_or(is_structure);
        (is_gap && is_alone).then_some(dots)
    }

    fn takes_gap(&mut self) -> bool {
        let gap = self.gap();
        self.at += gap.unwrap_or(0);
        gap.is_some()
    }

    /// Items up to a gap, `|`, `)` or the end.
    fn row(&mut self, depth: usize) -> Result<Vec<Item>, Wrong> {
        let mut items = Vec::new();
        loop {
            let has_hyphen = self.skip();
            if let (true, Some(Item::Word(_, is_tied))) = (has_hyphen, items.last_mut()) {
                *is_tied = true;
            }
            match self.peek() {
                None | Some('|' | ')') => return Ok(items),
                _ if self.gap().is_some() => return Ok(items),
                Some('(') => items.push(self.group(depth)?),
                Some('@') => items.push(self.class()?),
                Some(_) => items.push(self.word()?),
            }
        }
    }

    fn group(&mut self, depth: usize) -> Result<Item, Wrong> {
        let start = self.at;
        if depth == MAX_DEPTH {
            return Err(self.wrong("(", &format!("opens more than {MAX_DEPTH} brackets")));
        }
        let mut alternatives = Vec::new();
        loop {
            // Passes `(` or `|`.
            self.at += 1;
            let at = self.at;
            let row = self.row(depth + 1)?;
            if self.gap().is_some() {
                return Err(self.wrong("...", "stands inside brackets; write an entry for each"));
            }
            if row.is_empty() {
                let what = "an alternative is empty; for words that may be missing write `(word)?`";
                return Err(Wrong::new(at..self.at, what));
            }
            alternatives.push(row);
            match self.peek() {
                Some('|') => {}
                Some(')') => break,
                _ => return Err(Wrong::new(start..start + 1, "`(` is never closed; write `)`")),
            }
        }
        self.at += 1;
        let is_optional = self.peek() == Some('?');
        self.at += usize::from(is_optional);
        if self.peek().is_some_and(|it| !is_structure(it) || it == '(') {
            let what = "a bracket must end where a word ends; write a space behind it, or spell \
                        out the words: `(vector|vectors)`";
            return Err(Wrong::new(start..self.at, what));
        }
        Ok(Item::Group(alternatives, is_optional))
    }

    fn class(&mut self) -> Result<Item, Wrong> {
        let start = self.at;
        let name = self.piece().trim_start_matches('@').to_owned();
        let at = start..self.at;
        is_class_name(&name).map_err(|what| Wrong::new(at.clone(), what))?;
        self.no_bracket(start)?;
        Ok(Item::Class(name, at))
    }

    fn word(&mut self) -> Result<Item, Wrong> {
        let start = self.at;
        let piece = self.piece().to_owned();
        let at = start..self.at;
        if piece.contains("...") || piece.contains('…') {
            let what = format!("in `{piece}` the three dots need a space on either side");
            return Err(Wrong::new(at, what));
        }
        let word = word::parse(&piece).map_err(|what| Wrong::new(at.clone(), what))?;
        self.no_bracket(start)?;
        if !self.is_cased || word.mark != Mark::Form {
            return Ok(Item::Word(word, false));
        }
        let word = word::parse(&format!("={piece}")).map_err(|what| Wrong::new(at, what))?;
        Ok(Item::Word(word, false))
    }

    /// Passes everything up to white space, a hyphen or a bracket.
    fn piece(&mut self) -> &str {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(is_structure).unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    fn no_bracket(&self, start: usize) -> Result<(), Wrong> {
        if self.peek() != Some('(') {
            return Ok(());
        }
        let piece = &self.text[start..self.at];
        let what = format!(
            "a bracket stands inside a word; write `({piece}|…)` with whole words, or `{piece}*`"
        );
        Err(Wrong::new(start..self.at + 1, what))
    }
}

/// Whether a class may have this name.
pub(super) fn is_class_name(name: &str) -> Result<(), String> {
    let is_part = |it: char| it.is_alphanumeric() || it == '_';
    if !name.is_empty() && name.chars().all(is_part) {
        Ok(())
    } else {
        Err(format!("`@{name}` names no class; a name is made of letters, digits and `_`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Item {
        Item::Word(word::parse(text).expect("a word"), false)
    }

    fn parsed(text: &str) -> Vec<Vec<Item>> {
        parse(text, false).expect("a pattern").parts
    }

    #[test]
    fn words_stand_between_white_space_and_hyphens() {
        let tied = Item::Word(word::parse("multi").expect("a word"), true);
        assert_eq!(parsed("Multi‑Vector polic*"), [[tied, word("vector"), word("polic*")]]);
        assert_eq!(parsed("U.S. troops"), [[word("u.s"), word("troops")]]);
    }

    #[test]
    fn brackets_hold_alternatives_and_what_may_be_missing() {
        let group = Item::Group(vec![vec![word("op")], vec![word("opportunit*")]], false);
        assert_eq!(parsed("photo (op|opportunit*)"), [[word("photo"), group]]);
        let inner = Item::Group(vec![vec![word("b"), word("c")]], true);
        let outer = Item::Group(vec![vec![word("a"), inner], vec![word("d")]], false);
        assert_eq!(parsed("(a (b c)?|d)"), [[outer]]);
    }

    #[test]
    fn three_dots_part_a_pattern() {
        assert_eq!(parsed("a ... b … c"), [[word("a")], [word("b")], [word("c")]]);
        let class = Item::Class("powers".to_owned(), 6..13);
        assert_eq!(parsed("a ... @powers"), [[word("a")], [class]]);
    }

    #[test]
    fn with_case_every_word_without_a_mark_is_as_written() {
        let pattern = parse("Belt and ~road", true).expect("a pattern");
        assert_eq!(pattern.parts, [[word("=Belt"), word("=and"), word("~road")]]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, at) in [
            ("a (b|c", 2..3),
            ("a) b", 1..2),
            ("a|b", 1..2),
            ("(a||b)", 3..3),
            ("a ... ", 2..5),
            ("... a", 0..3),
            ("not * good", 4..5),
            ("not... good", 0..6),
            ("a (b ... c)", 5..8),
            ("partner(s)", 0..8),
            ("(part)ner", 0..6),
            ("@", 0..1),
            ("@a.b", 0..4),
            ("", 0..0),
            ("a ... b ... c ... d ... e", 0..0),
            ("((((((((((a))))))))))", 8..9),
        ] {
            let wrong = parse(text, false).expect_err(text);
            assert_eq!(wrong.at, at, "{text}: {}", wrong.what);
        }
    }
}
