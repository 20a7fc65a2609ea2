//! The text of a draft in, its paragraphs and what was cut from it out.
//!
//! Lines are looked at as wholes: a line is kept or removed, never changed, so that every place in
//! a paragraph stays a place in the input file.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::byline::{self, Said};
use super::lines::{self, Block};
use super::rules::{
    self, AUTHOR_BOX, BYLINE, RELATED, REPEATED_HEADLINE, RUNNING_HEAD, SITE_NAME, Scope,
};
use super::writers;
use super::{Paragraph, Removal, Zone};
use crate::input::DateOrder;

/// What is known of an article before its text is looked at.
pub(super) struct Known<'k> {
    /// Where the title field ends in the text; 0 where there is none.
    pub(super) n_title: usize,
    /// Lines that the format knows to be no part of the article, in the order of the text.
    pub(super) furniture: &'k [Range<usize>],
    /// The title, from wherever it is known.
    pub(super) title: Option<&'k str>,
    /// The writer.
    pub(super) author: Option<&'k str>,
    /// The outlet.
    pub(super) source: Option<&'k str>,
    /// Order of day and month.
    pub(super) date_order: DateOrder,
}

/// A text, taken apart.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// What is left, in the order of the text.
    pub(super) paragraphs: Vec<Paragraph>,
    /// What was cut, in the order of the text.
    pub(super) removals: Vec<Removal>,
    /// What bylines and date lines say.
    pub(super) said: Said,
    /// Where the headline stands.
    pub(super) headline: Option<Range<usize>>,
}

/// Takes a text apart. Rules that are `off` are looked for, as they tell writer and date, but what
/// they find is not removed.
pub(super) fn clean(text: &str, known: &Known<'_>, is_off: &dyn Fn(&str) -> bool) -> Cleaned {
    let mut sorting = Sorting::new(text, known);
    sorting.mark_listed_lines();
    sorting.read_bylines();
    sorting.find_headline();
    sorting.mark_repeated_headlines();
    sorting.mark_edges();
    sorting.mark_author_box();
    sorting.finish(is_off)
}

struct Sorting<'t> {
    text: &'t str,
    known: &'t Known<'t>,
    blocks: Vec<Block>,
    /// Each block as the rules compare it.
    normals: Vec<String>,
    /// Whether each block reads like a paragraph of an article.
    prose: Vec<bool>,
    /// The rule that removes a block.
    rules: Vec<Option<&'static str>>,
    said: Said,
    headline: Option<usize>,
}

impl<'t> Sorting<'t> {
    fn new(text: &'t str, known: &'t Known<'t>) -> Self {
        let blocks = lines::blocks(text, known.n_title);
        let normals = blocks.iter().map(|it| rules::normal(&text[it.range.clone()])).collect();
        let prose = blocks.iter().map(|it| is_prose(&text[it.range.clone()])).collect();
        let rules = vec![None; blocks.len()];
        let said = Said::default();
        Sorting { text, known, blocks, normals, prose, rules, said, headline: None }
    }

    fn block(&self, i: usize) -> &'t str {
        &self.text[self.blocks[i].range.clone()]
    }

    /// Blocks of prose that no rule removes.
    fn prose(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.blocks.len()).filter(|&i| self.rules[i].is_none() && self.prose[i])
    }

    fn mark_listed_lines(&mut self) {
        for i in 0..self.blocks.len() {
            let range = &self.blocks[i].range;
            let before = self.known.furniture.partition_point(|it| it.end <= range.start);
            if self.known.furniture.get(before).is_some_and(|it| it.start < range.end) {
                self.rules[i] = Some(RUNNING_HEAD);
                continue;
            }
            let mut found = rules::of(&self.normals[i]);
            let listed = found.find(|it| it.scope == Scope::Anywhere).map(|it| it.name);
            self.rules[i] =
                listed.or_else(|| rules::is_menu(&self.normals[i]).then_some(rules::MENU));
        }
    }

    /// Bylines stand before the second paragraph of prose (a standfirst may come first), or behind
    /// the last one.
    fn read_bylines(&mut self) {
        let second = self.prose().nth(1).unwrap_or(self.blocks.len());
        let last = self.prose().next_back().unwrap_or(0);
        let mut dated = Vec::new();
        for i in 0..self.blocks.len() {
            let in_head = i < second;
            if self.rules[i].is_some() || !(in_head || last < i) {
                continue;
            }
            let Some(said) = byline::read(self.block(i), self.known.date_order) else { continue };
            self.rules[i] = Some(BYLINE);
            if in_head || said.author.is_some() {
                dated.push((i, said.date.is_some() || said.unclear_date.is_some()));
                self.said.author = self.said.author.take().or(said.author);
                self.said.date = self.said.date.or(said.date);
                self.said.unclear_date = self.said.unclear_date.take().or(said.unclear_date);
            }
        }
        self.read_lone_names(second, &dated);
    }

    /// A line that is a name and nothing else is the writer's when a date stands next to it, or
    /// when it is the name that the article's fields give.
    fn read_lone_names(&mut self, second: usize, dated: &[(usize, bool)]) {
        let author = self.known.author.or(self.said.author.as_deref()).map(rules::normal);
        let dated: HashSet<usize> = dated.iter().filter(|it| it.1).map(|it| it.0).collect();
        let mut may_be_headline = self.known.title.is_none();
        for i in 0..second {
            if self.rules[i].is_some() {
                continue;
            }
            if !writers::is_name(self.block(i)) {
                may_be_headline = false;
                continue;
            }
            let is_author = author.as_deref() == Some(self.normals[i].as_str());
            let is_dated = dated.contains(&(i + 1)) || (0 < i && dated.contains(&(i - 1)));
            if is_author || (is_dated && author.is_none() && !may_be_headline) {
                self.rules[i] = Some(BYLINE);
                let name = self.block(i).to_owned();
                self.said.author.get_or_insert(name);
            } else {
                may_be_headline = false;
            }
        }
    }

    /// The headline is the title field, else the line that equals the known title, else the first
    /// line of the text that can be one.
    fn find_headline(&mut self) {
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
        let first_prose = self.prose().next().unwrap_or(0);
        let candidates: Vec<usize> =
            (0..first_prose).filter(|&i| self.rules[i].is_none() && self.is_headline(i)).collect();
        let mut n_of: HashMap<&str, usize> = HashMap::new();
        if !candidates.is_empty() {
            self.normals.iter().for_each(|it| *n_of.entry(it).or_default() += 1);
        }
        let repeats = |i: &usize| 1 < n_of[self.normals[*i].as_str()];
        let n_words = |i: usize| self.block(i).split_whitespace().count();
        // Headlines have small words between the large ones; kickers and menus have none.
        let has_small = |i: usize| {
            self.block(i).split_whitespace().any(|it| it.starts_with(char::is_lowercase))
        };
        let first = |fits: &dyn Fn(usize) -> bool| candidates.iter().copied().find(|&i| fits(i));
        self.headline = candidates
            .iter()
            .copied()
            .find(|i| 4 <= n_words(*i) && repeats(i))
            .or_else(|| first(&|i| 3 <= n_words(i) && has_small(i)))
            .or_else(|| first(&|i| 3 <= n_words(i)));
    }

    /// Whether a block can be a headline: short, no sentence that ends, no label, no list item, no
    /// entry of a menu.
    fn is_headline(&self, i: usize) -> bool {
        let block = self.block(i);
        let n_words = block.split_whitespace().count();
        (2..=30).contains(&n_words)
            && block.chars().count() <= 200
            && !block.ends_with([':', ';', ',', '—', '–', '-'])
            && (!block.ends_with('.') || ends_in_abbreviation(block))
            && !lines::is_item(block)
            && rules::of(&self.normals[i]).next().is_none()
    }

    fn mark_repeated_headlines(&mut self) {
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

    fn mark_edges(&mut self) {
        let Some(first) = self.prose().next() else { return };
        let last = self.prose().next_back().unwrap_or(first);
        let source = self.known.source.map(rules::normal).unwrap_or_default();
        let mut in_related = false;
        for i in (0..first).chain(last + 1..self.blocks.len()) {
            if self.rules[i].is_some() || Some(i) == self.headline {
                continue;
            }
            if in_related {
                self.rules[i] = Some(RELATED);
                continue;
            }
            let found = rules::of(&self.normals[i]).find(|it| match it.scope {
                Scope::Edge => true,
                Scope::Heading => last < i,
                Scope::Anywhere => false,
            });
            in_related = found.is_some_and(|it| it.scope == Scope::Heading);
            self.rules[i] = match found {
                Some(rule) => Some(rule.name),
                None if !source.is_empty() && self.normals[i] == source => Some(SITE_NAME),
                None => None,
            };
        }
    }

    /// A writer's name behind the article begins a box about the writer, and so does a last
    /// paragraph that begins "NAME is …".
    fn mark_author_box(&mut self) {
        let Some(author) = self.known.author.or(self.said.author.as_deref()).map(rules::normal)
        else {
            return;
        };
        let Some(last) = self.prose().next_back() else { return };
        let is_about = |normal: &str| {
            let rest = normal.strip_prefix(author.as_str()).unwrap_or("");
            let verbs =
                [" is ", " was ", " writes ", " covers ", " reports ", " teaches ", " has "];
            verbs.iter().any(|it| rest.starts_with(it))
        };
        let begins = |i: &usize| {
            let normal = self.normals[*i].as_str();
            let normal = normal.strip_prefix("by ").unwrap_or(normal);
            normal == author
                || is_about(normal)
                || matches!(normal, "about the author" | "the author")
        };
        let from = if is_about(&self.normals[last]) && self.prose().nth(1).is_some() {
            last
        } else {
            last + 1
        };
        let start = (from..self.blocks.len()).find(begins);
        for i in start.map_or(0..0, |start| start..self.blocks.len()) {
            self.rules[i].get_or_insert(AUTHOR_BOX);
        }
    }

    fn finish(self, is_off: &dyn Fn(&str) -> bool) -> Cleaned {
        let mut cleaned = Cleaned { said: self.said.clone(), ..Cleaned::default() };
        if 0 < self.known.n_title {
            let range = 0..self.text[..self.known.n_title].trim_end().len();
            cleaned.headline = Some(range.clone());
            cleaned.paragraphs.push(Paragraph { zone: Zone::Headline, range });
        }
        let mut lead_found = false;
        for (i, block) in self.blocks.iter().enumerate() {
            let range = block.range.clone();
            if let Some(rule) = self.rules[i].filter(|it| !is_off(it)) {
                cleaned.removals.push(Removal { rule, range });
                continue;
            }
            let zone = if Some(i) == self.headline {
                cleaned.headline = Some(range.clone());
                Zone::Headline
            } else if !lead_found && self.is_lead(i) {
                lead_found = true;
                Zone::Lead
            } else {
                Zone::Body
            };
            cleaned.paragraphs.push(Paragraph { zone, range });
        }
        cleaned
    }

    /// The lead is the first paragraph that is a sentence: a label or a subhead is none.
    fn is_lead(&self, i: usize) -> bool {
        let block = self.block(i);
        ends_sentence(block) || 12 <= block.split_whitespace().count()
    }
}

/// Whether a block reads like a paragraph of an article.
fn is_prose(block: &str) -> bool {
    let n_words = lines::n_words(block, 25);
    25 <= n_words || (10 <= n_words && ends_sentence(block))
}

/// Whether a block ends like a sentence, quotation marks and brackets aside.
fn ends_sentence(block: &str) -> bool {
    let end = block.trim_end_matches(['"', '”', '»', '’', '\'', ')', ']', '*', '_']);
    end.ends_with(['.', '!', '?', '…'])
}

/// Whether a full stop at the end belongs to an abbreviation such as `U.S.`.
fn ends_in_abbreviation(block: &str) -> bool {
    let word = block.split_whitespace().next_back().unwrap_or("");
    let letters = word.trim_end_matches('.');
    letters.contains('.') && letters.split('.').all(|it| it.chars().count() == 1)
}
