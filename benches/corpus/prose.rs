//! Words in, headlines, sentences and paragraphs out.

use std::fmt::Write;
use std::path::Path;

use framescope::dictionary::{self, Frame};

use super::Dice;
use super::vocabulary::Vocabulary;

/// What stands between two words, each as often as it stands here, when it is not a space.
const SEPARATORS: &[&str] = &[
    ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", "; ", ": ", "-", "-",
    "-", " — ", " – ",
];

/// Abbreviations and what goes with them; a name stands for `@`, a number for `#`, a word for `~`.
const ABBREVIATIONS: &[&str] = &[
    "Mr. @",
    "Mr. @",
    "Mrs. @",
    "Dr. @",
    "Gen. @",
    "Sen. @",
    "the U.S. ~",
    "the U.S. ~",
    "the U.N. ~",
    "Nov. #",
    "No. #",
    "# p.m.",
    "e.g. ~",
    "@ & Co.",
];

/// Lines of a web page that are copied with an article; the source stands for `@`.
const HEADS: &[&str] = &[
    "Home | World | Politics",
    "Menu",
    "Subscribe",
    "Skip to content",
    "Reading time: 5 min",
    "@",
];
const FEET: &[&str] = &[
    "Share on Facebook",
    "Tweet",
    "Comments (12)",
    "Advertisement",
    "Sign up for our weekly newsletter and never miss a story",
    "© 2025 @. All rights reserved.",
];

/// A writer with a vocabulary.
pub(super) struct Prose {
    dice: Dice,
    vocabulary: Vocabulary,
    /// For each frame that is counted, its entries.
    entries: Vec<Vec<String>>,
}

impl Prose {
    /// A writer who has written nothing.
    pub(super) fn new(dice: Dice) -> Self {
        let dictionary = dictionary::read(&[super::FRAMES.to_owned()], Path::new(""));
        let frames = dictionary.map(|it| it.frames).unwrap_or_default();
        let texts = |frame: &Frame| frame.entries.iter().map(|it| it.text.clone()).collect();
        let entries = frames.iter().map(texts);
        Prose { dice, vocabulary: Vocabulary::new(), entries: entries.collect() }
    }

    /// Headline and text of an article; `leaning` says which frame comes up most.
    pub(super) fn article(&mut self, source: &str, leaning: usize) -> (String, String) {
        let mut title = String::new();
        let n_words = 6 + self.dice.below(6);
        self.words(n_words, leaning, &mut title);
        let wanted = 1900 + self.dice.below(2000);
        let mut text = String::with_capacity(wanted + 1000);
        self.furniture(HEADS, source, &mut text);
        if self.dice.one_in(2) {
            let (name, day) = (self.name(), 1 + self.dice.below(28));
            let _ = write!(text, "By {name} | November {day}, 2025\n\n");
        }
        while text.len() < wanted {
            for _ in 0..1 + self.dice.below(4) {
                self.sentence(leaning, &mut text);
                text.push(' ');
            }
            text.pop();
            text.push_str("\n\n");
        }
        self.furniture(FEET, source, &mut text);
        text.truncate(text.trim_end().len());
        (title, text)
    }

    /// Up to three lines of a web page, in a third of all articles.
    fn furniture(&mut self, lines: &[&str], source: &str, to: &mut String) {
        if self.dice.one_in(3) {
            for _ in 0..1 + self.dice.below(3) {
                to.push_str(&self.dice.pick(lines).replace('@', source));
                to.push('\n');
            }
            to.push('\n');
        }
    }

    fn sentence(&mut self, leaning: usize, to: &mut String) {
        let is_quoted = self.dice.one_in(9);
        if is_quoted {
            to.push('“');
        }
        let n_words = 5 + self.dice.below(14) + self.dice.below(14);
        self.words(n_words, leaning, to);
        match self.dice.below(30) {
            _ if is_quoted => {
                let name = self.name();
                let _ = write!(to, ",” said {name}.");
            }
            0 => to.push('?'),
            1 => to.push('…'),
            2 => to.push('!'),
            _ => to.push('.'),
        }
    }

    /// Words that begin with a capital.
    fn words(&mut self, n: usize, leaning: usize, to: &mut String) {
        let start = to.len();
        for i in 0..n {
            if 0 < i {
                let is_space = !self.dice.one_in(8);
                to.push_str(if is_space { " " } else { self.dice.pick(SEPARATORS) });
            }
            match self.dice.below(1000) {
                0..8 => self.entry(leaning, to),
                8..24 => self.figure(to),
                24..32 => self.abbreviation(to),
                32..34 => {
                    let _ = write!(to, "“{}”", self.word());
                }
                34 => {
                    let _ = write!(to, "‘{}’", self.word());
                }
                _ => {
                    let word = self.word();
                    to.push_str(&word);
                }
            }
        }
        capitalize(start, to);
    }

    /// A word as it stands in a sentence; a name may be a possessive.
    fn word(&mut self) -> String {
        let mut word = self.vocabulary.draw(&mut self.dice).to_owned();
        if word.starts_with(char::is_uppercase) && self.dice.one_in(12) {
            word.push_str(self.dice.pick(&["’s", "’s", "’s", "’s", "'s"]));
        }
        word
    }

    /// Two words that begin with capitals.
    fn name(&mut self) -> String {
        let mut name = self.vocabulary.draw(&mut self.dice).to_owned();
        capitalize(0, &mut name);
        name.push(' ');
        let start = name.len();
        name.push_str(self.vocabulary.draw(&mut self.dice));
        capitalize(start, &mut name);
        name
    }

    /// An entry of the dictionary, with letters where it has wildcards.
    fn entry(&mut self, leaning: usize, to: &mut String) {
        let n_frames = self.entries.len();
        let leans = self.dice.one_in(2);
        let frame = if leans { leaning % n_frames } else { self.dice.below(n_frames) };
        let i = self.dice.below(self.entries[frame].len());
        let hyphenated = self.dice.one_in(8);
        for character in self.entries[frame][i].chars() {
            match character {
                '*' => to.push_str(self.dice.pick(&["", "s", "ed", "ing", "u"])),
                '?' => to.push_str(self.dice.pick(&["s", "z", "c"])),
                ' ' if hyphenated => to.push('-'),
                other => to.push(other),
            }
        }
    }

    fn figure(&mut self, to: &mut String) {
        let n = 1 + self.dice.below(999);
        let tenth = self.dice.below(10);
        let _ = match self.dice.below(6) {
            0 => write!(to, "{}", 1950 + n % 80),
            1 => write!(to, "{}.{tenth}%", n % 100),
            2 => write!(to, "{n},{tenth}00"),
            3 => write!(to, "${n}\u{A0}million"),
            4 => write!(to, "{}–{}", n % 50, n % 50 + tenth),
            _ => write!(to, "{n}"),
        };
    }

    fn abbreviation(&mut self, to: &mut String) {
        for character in self.dice.pick(ABBREVIATIONS).chars() {
            match character {
                '@' => {
                    let name = self.name();
                    to.push_str(&name);
                }
                '~' => to.push_str(self.vocabulary.draw(&mut self.dice)),
                '#' => {
                    let _ = write!(to, "{}", 1 + self.dice.below(28));
                }
                other => to.push(other),
            }
        }
    }
}

/// Gives the word that begins at a byte a capital.
fn capitalize(start: usize, text: &mut String) {
    if let Some(first) = text[start..].chars().next().filter(|it| it.is_lowercase()) {
        let capital: String = first.to_uppercase().collect();
        text.replace_range(start..start + first.len_utf8(), &capital);
    }
}
