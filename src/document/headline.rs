//! Which line of a text is its headline, and which lines say it again.

use std::collections::HashMap;

use super::clean::Sorting;
use super::lines;
use super::outlet;
use super::rules::{self, REPEATED_HEADLINE, Scope};

/// Words that a headline has at least, where a longer line stands below it.
const FEW_WORDS: usize = 5;

/// Words beyond which a line below a short one is a standfirst rather than the headline.
const MANY_WORDS: usize = 16;

impl Sorting<'_> {
    /// The headline is the title field, else the line that equals the known title, else the first
    /// line of the text that can be one.
    pub(super) fn find_headline(&mut self) {
        if 0 < self.known.n_title {
            return;
        }
        if let Some(title) = self.known.title.map(rules::normal)
            && let Some(i) = self.normals.iter().position(|it| *it == title)
        {
            self.headline = Some(i);
            self.rules[i] = None;
            return;
        }
        let candidates = self.candidates();
        let mut n_of: HashMap<&str, usize> = HashMap::new();
        if !candidates.is_empty() {
            self.normals.iter().for_each(|it| *n_of.entry(it).or_default() += 1);
        }
        let repeats = |i: usize| 1 < n_of[self.normals[i].as_str()];
        let n_words = |i: usize| self.block(i).split_whitespace().count();
        // Headlines have small words between the large ones; kickers and menus have none.
        let has_small = |i: usize| {
            self.block(i).split_whitespace().any(|it| it.starts_with(char::is_lowercase))
        };
        let first = |fits: &dyn Fn(usize) -> bool| candidates.iter().copied().find(|&i| fits(i));
        let found = first(&|i| 4 <= n_words(i) && repeats(i))
            .or_else(|| first(&|i| 3 <= n_words(i) && has_small(i)))
            .or_else(|| first(&|i| 3 <= n_words(i)));
        self.headline = found.map(|i| {
            // A kicker of a few words may stand right above the headline.
            let below = candidates.iter().copied().find(|&it| it == i + 1);
            let is_kicker = n_words(i) < FEW_WORDS && !repeats(i);
            below
                .filter(|&it| is_kicker && (FEW_WORDS..MANY_WORDS).contains(&n_words(it)))
                .unwrap_or(i)
        });
    }

    /// Lines before the first paragraph of prose that can be a headline; a paragraph that asks
    /// something may be one too.
    fn candidates(&self) -> Vec<usize> {
        let mut prose = self.prose();
        let first = prose.next();
        let asks = first.filter(|&i| {
            let is_question = self.block(i).ends_with(['?', '!']);
            is_question && self.is_headline(i) && prose.next().is_some()
        });
        let end = asks.map_or(first.unwrap_or(0), |i| i + 1);
        (0..end).filter(|&i| self.rules[i].is_none() && self.is_headline(i)).collect()
    }

    /// Whether a block can be a headline: short, no sentence that ends, no label, no list item, no
    /// entry of a menu, no name of an outlet.
    fn is_headline(&self, i: usize) -> bool {
        let block = self.block(i);
        let n_words = block.split_whitespace().count();
        (2..=30).contains(&n_words)
            && block.chars().count() <= 200
            && !block.ends_with([':', ';', ',', '—', '–', '-'])
            && (!block.ends_with('.') || ends_in_abbreviation(block))
            && !lines::is_item(block)
            && outlet::masthead(block).is_none()
            && rules::of(&self.normals[i])
                .all(|it| matches!(it.scope, Scope::Section | Scope::Thread))
    }

    pub(super) fn mark_repeated_headlines(&mut self) {
        let title = match self.headline {
            Some(i) => self.normals[i].clone(),
            None if 0 < self.known.n_title => rules::normal(&self.text[..self.known.n_title]),
            None => return,
        };
        // Markdown marks a headline with hash signs.
        let is_title = |normal: &str| normal.trim_start_matches('#').trim_start() == title;
        for i in 0..self.blocks.len() {
            let free = self.rules[i].is_none() && Some(i) != self.headline;
            if free && !title.is_empty() && is_title(&self.normals[i]) {
                self.rules[i] = Some(REPEATED_HEADLINE);
            }
        }
    }
}

/// Whether a full stop at the end belongs to an abbreviation such as `U.S.`.
fn ends_in_abbreviation(block: &str) -> bool {
    let word = block.split_whitespace().next_back().unwrap_or("");
    let letters = word.trim_end_matches('.');
    letters.contains('.') && letters.split('.').all(|it| it.chars().count() == 1)
}
