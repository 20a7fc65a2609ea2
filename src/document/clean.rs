//! The text of a draft in, its paragraphs and what was cut from it out.
//!
//! Lines are looked at as wholes: a line is kept or removed, never changed, so that every place in
//! a paragraph stays a place in the input file.

use std::collections::HashSet;
use std::ops::Range;

use super::byline::{self, Said};
use super::lines::{self, Block};
use super::rules::{self, BYLINE, Scope};
use super::{Paragraph, Removal, Zone};
use crate::input::DateOrder;

/// What is known of an article before its text is looked at.
pub(super) struct Known<'k> {
    /// Where the title field ends in the text; 0 where there is none.
    pub(super) n_title: usize,
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
    /// The outlet that the page names as its own.
    pub(super) outlet: Option<String>,
    /// Where the headline stands.
    pub(super) headline: Option<Range<usize>>,
}

/// Takes a text apart. Rules that are `off` are looked for, as they tell writer and date, but what
/// they find is not removed.
pub(super) fn clean(text: &str, known: &Known<'_>, is_off: &dyn Fn(&str) -> bool) -> Cleaned {
    let mut sorting = Sorting::new(text, known);
    sorting.mark_listed_lines();
    sorting.mark_live_times();
    sorting.mark_comments();
    sorting.mark_last_paragraphs();
    sorting.read_bylines();
    sorting.find_headline();
    sorting.mark_repeated_headlines();
    sorting.mark_pull_quotes();
    sorting.mark_author_box();
    sorting.mark_edges();
    sorting.finish(is_off)
}

/// The blocks of a text, and what is known of each so far.
pub(super) struct Sorting<'t> {
    pub(super) text: &'t str,
    pub(super) known: &'t Known<'t>,
    pub(super) blocks: Vec<Block>,
    /// Each block as the rules compare it.
    pub(super) normals: Vec<String>,
    /// Whether each block reads like a paragraph of an article.
    pub(super) prose: Vec<bool>,
    /// The rule that removes a block.
    pub(super) rules: Vec<Option<&'static str>>,
    pub(super) said: Said,
    pub(super) headline: Option<usize>,
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

    pub(super) fn block(&self, i: usize) -> &'t str {
        &self.text[self.blocks[i].range.clone()]
    }

    /// Blocks of prose that no rule removes.
    pub(super) fn prose(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.blocks.len()).filter(|&i| self.rules[i].is_none() && self.prose[i])
    }

    fn mark_listed_lines(&mut self) {
        for i in 0..self.blocks.len() {
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
            if !byline::is_name(self.block(i)) {
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

    fn finish(self, is_off: &dyn Fn(&str) -> bool) -> Cleaned {
        let outlet = self.known.source.is_none().then(|| self.outlet()).flatten();
        let mut cleaned = Cleaned { said: self.said.clone(), outlet, ..Cleaned::default() };
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
pub(super) fn ends_sentence(block: &str) -> bool {
    let end = block.trim_end_matches(['"', '”', '»', '’', '\'', ')', ']', '*', '_']);
    end.ends_with(['.', '!', '?', '…'])
}
