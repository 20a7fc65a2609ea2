//! The text of a draft in, its paragraphs and what was cut from it out.
//!
//! Lines are looked at as wholes: a line is kept or removed, never changed, so that every place in
//! a paragraph stays a place in the input file.

use std::collections::HashSet;
use std::ops::Range;

use super::byline::Said;
use super::lines::{self, Block};
use super::repeats::Edges;
use super::rules::{self, RUNNING_HEAD, Scope};
use super::{Paragraph, Removal, Zone};
use crate::input::DateOrder;

/// Longest headline, in bytes.
const MAX_HEADLINE: usize = 200;

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
    /// Lines above and below that are left, or that the outlet repeats.
    pub(super) edges: Edges,
    /// What bylines and date lines say.
    pub(super) said: Said,
    /// The outlet that the page names as its own.
    pub(super) outlet: Option<String>,
    /// Where the headline stands.
    pub(super) headline: Option<Range<usize>>,
}

/// Takes a text apart; `repeated` are hashes of lines that the outlet repeats. Rules that are `off` are
/// looked for, as they tell writer and date, but what they find is not removed.
pub(super) fn clean(
    text: &str,
    known: &Known<'_>,
    repeated: &[u64],
    is_off: &dyn Fn(&str) -> bool,
) -> Cleaned {
    let first = Sorting::sort(text, known, &[]);
    let (edges, outlet) = (first.edges(repeated), first.named_outlet());
    // What is known of an outlet must not depend on which of its lines were cut.
    let sorting = if edges.are_cut() { Sorting::sort(text, known, repeated) } else { first };
    Cleaned { edges, outlet, ..sorting.finish(is_off) }
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
    /// Takes a text apart; lines around the article with these hashes are the outlet's.
    fn sort(text: &'t str, known: &'t Known<'t>, repeated: &[u64]) -> Self {
        let mut sorting = Sorting::new(text, known);
        sorting.mark_listed_lines();
        sorting.mark_repeated(repeated);
        sorting.mark_live_times();
        sorting.mark_comments();
        sorting.mark_last_paragraphs();
        sorting.read_bylines();
        sorting.find_headline();
        sorting.mark_repeated_headlines();
        sorting.mark_pull_quotes();
        sorting.mark_author_box();
        sorting.mark_edges();
        sorting
    }

    fn new(text: &'t str, known: &'t Known<'t>) -> Self {
        let blocks = lines::blocks(text, known.n_title);
        let normals: Vec<String> =
            blocks.iter().map(|it| rules::normal(&text[it.range.clone()])).collect();
        let prose = blocks.iter().map(|it| is_prose(&text[it.range.clone()]));
        // A question that stands there twice is a headline.
        let mut seen = HashSet::new();
        let twice: HashSet<&str> = normals
            .iter()
            .map(String::as_str)
            .filter(|it| !it.is_empty() && it.len() <= MAX_HEADLINE && !seen.insert(*it))
            .collect();
        let prose = prose.zip(&normals).map(|(it, normal)| it && !twice.contains(normal.as_str()));
        let prose = prose.collect();
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

    /// The outlet that the page names as its own, where none is known.
    fn named_outlet(&self) -> Option<String> {
        self.known.source.is_none().then(|| self.outlet()).flatten()
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
pub(super) fn ends_sentence(block: &str) -> bool {
    let end = block.trim_end_matches(['"', '”', '»', '’', '\'', ')', ']', '*', '_']);
    end.ends_with(['.', '!', '?', '…'])
}
