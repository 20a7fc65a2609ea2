//! Which lines of a text are bylines and date lines: read for what they say, and marked.

use std::collections::HashSet;

use super::byline;
use super::clean::Sorting;
use super::rules::{self, AUTHOR_BOX, BYLINE, READING_TIME};
use super::writers;

impl Sorting<'_> {
    /// Bylines stand before the second paragraph of prose (a standfirst may come first), or behind
    /// the last one.
    pub(super) fn read_bylines(&mut self) {
        let second = self.prose_behind_title(1);
        let last = self.prose().next_back().unwrap_or(0);
        let mut dated = HashSet::new();
        for i in 0..self.blocks.len() {
            let in_head = i < second;
            // A time to read may stand behind writer and date.
            let is_other = self.rules[i].is_some_and(|it| it != READING_TIME);
            if is_other || !(in_head || last < i) {
                continue;
            }
            let Some(said) = byline::read(self.block(i), self.known.date_order) else { continue };
            let is_signed = in_head
                || said.author.is_some()
                || (0 < i && matches!(self.rules[i - 1], Some(BYLINE | AUTHOR_BOX)));
            self.rules[i].get_or_insert(BYLINE);
            if is_signed {
                if said.date.is_some() || said.unclear_date.is_some() {
                    dated.insert(i);
                }
                self.said.author = self.said.author.take().or(said.author);
                self.said.date = self.said.date.or(said.date);
                self.said.unclear_date = self.said.unclear_date.take().or(said.unclear_date);
            }
        }
        self.read_lone_names(second, &dated);
        self.read_signature(last);
        self.read_agency_credit();
        self.mark_offices(second);
    }

    /// Place of the n-th paragraph of prose, from 0; where the title is known, of those behind it: what
    /// asks for consent may stand above.
    fn prose_behind_title(&self, n: usize) -> usize {
        let title = self.known.title.map(rules::normal).filter(|it| !it.is_empty());
        let start = title.and_then(|it| self.normals.iter().position(|normal| *normal == it));
        let mut behind = self.prose().filter(|&it| start.is_none_or(|start| start <= it));
        behind.nth(n).unwrap_or(self.blocks.len())
    }

    /// A line that is names and nothing else is the writer's when a date or an address stands next to
    /// it, or when it is the name that the article's fields give.
    fn read_lone_names(&mut self, second: usize, dated: &HashSet<usize>) {
        let author = self.known.author.or(self.said.author.as_deref()).map(rules::normal);
        let mut may_be_headline = self.known.title.is_none();
        for i in 0..second {
            if self.rules[i].is_some() {
                continue;
            }
            let Some(names) = writers::lone_names(self.block(i)) else {
                may_be_headline = false;
                continue;
            };
            let is_address = |i: usize| {
                self.blocks.get(i).is_some() && {
                    let block = self.block(i);
                    block.contains('@') && !block.contains(' ')
                }
            };
            let is_author = author.as_deref() == Some(self.normals[i].as_str());
            let is_dated = dated.contains(&(i + 1))
                || is_address(i + 1)
                || (0 < i && dated.contains(&(i - 1)));
            if is_author || (is_dated && author.is_none() && !may_be_headline) {
                self.rules[i] = Some(BYLINE);
                self.said.author.get_or_insert(names);
            } else {
                may_be_headline = false;
            }
        }
    }

    /// A dash and a name right below the article sign it, where a date or a line on the writer follows.
    fn read_signature(&mut self, last: usize) {
        if self.known.author.is_some() || self.said.author.is_some() {
            return;
        }
        let end = self.blocks.len().min(last + 6);
        let name = |i: usize| {
            let name = self.block(i).strip_prefix(['—', '–', '-'])?.trim();
            writers::is_name(name).then(|| name.to_owned())
        };
        let Some((i, name)) = (last + 1..end).find_map(|i| Some((i, name(i)?))) else { return };
        let follows = self.rules.get(i + 1).copied().flatten();
        if !matches!(follows, Some(BYLINE | AUTHOR_BOX)) {
            return;
        }
        self.rules[i] = Some(BYLINE);
        self.said.author = Some(name);
        let mut below = (i + 1..end).map_while(|i| self.rules[i].map(|_| self.block(i)));
        let date = below.find_map(|it| byline::read(it, self.known.date_order)?.date);
        self.said.date = self.said.date.or(date);
    }

    /// "(Reporting by A in B; editing by C)" names the writer where nothing else does.
    fn read_agency_credit(&mut self) {
        if self.known.author.is_some() || self.said.author.is_some() {
            return;
        }
        let credits = (0..self.blocks.len()).filter(|&i| self.rules[i] == Some("agency_credit"));
        let mut names = credits.filter_map(|i| {
            let credit = self.block(i).trim_matches(['(', ')', '[', ']', '.']);
            let names = credit.strip_prefix("Reporting by ")?.split(';').next()?;
            writers::lone_names(names)
        });
        self.said.author = names.next();
    }

    /// Lines next to a byline that tell the writer's office, and "Our Bureau" in its place.
    fn mark_offices(&mut self, second: usize) {
        for i in 1..second.min(self.blocks.len()) {
            let block = self.block(i);
            let n_words = block.split_whitespace().count();
            let next_to = self.rules[i - 1] == Some(BYLINE)
                || self.rules.get(i + 1).copied().flatten() == Some(BYLINE);
            let is_office = next_to && n_words <= 5 && writers::is_office(block);
            if self.rules[i].is_none() && (is_office || writers::is_staff(block)) {
                self.rules[i] = Some(BYLINE);
            }
        }
    }
}
