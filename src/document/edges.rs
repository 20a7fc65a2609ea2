//! What stands around an article: above its headline, between headline and text, below the text, and the
//! teasers inside it.

use std::sync::LazyLock;

use regex::Regex;

use super::clean::{Sorting, ends_sentence};
use super::lines;
use super::outlet;
use super::rules::{
    self, AUTHOR_BOX, COMMENTS, FOOTER, LIVE_TIME, MENU, PULL_QUOTE, RELATED, REPEATED_HEADLINE,
    Rule, SITE_NAME, Scope,
};
use super::writers;

/// Fewest words above a heading of comments; with fewer it stands in the head of the article.
const MIN_ARTICLE: usize = 60;

/// Lines between the heading of comments and the first mark of one.
const MAX_TO_THREAD: usize = 8;

/// Rules of lines that stand below an article only: what follows them is no part of it.
const ENDS: &[&str] = &[
    "agency_credit",
    "agency_end",
    "author_box",
    "comments",
    "contact",
    "copyright",
    "follow",
    "newsletter",
    "related",
    "share",
    "site_name",
    "subscribe",
];

/// Rules that cut a last paragraph of prose though they are rules of edges.
const PEELED: &[&str] = &["author_box", "contact"];

static TIME_OF_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9]{1,2}[:.][0-9]{2} ?(?:[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4})?$")
        .expect("the pattern is constant and valid")
});

impl Sorting<'_> {
    /// What readers wrote below the article, from its heading on.
    pub(super) fn mark_comments(&mut self) {
        let n = self.blocks.len();
        let mut n_words = 0;
        for i in 0..n {
            if MIN_ARTICLE <= n_words && self.begins_comments(i) {
                (i..n).for_each(|i| _ = self.rules[i].get_or_insert(COMMENTS));
                return;
            }
            if self.prose[i] {
                n_words += lines::n_words(self.block(i), usize::MAX);
            }
        }
    }

    /// Whether a line is a heading of comments, and comments are what follows it; or nothing does.
    fn begins_comments(&self, i: usize) -> bool {
        let is = |i: usize, scope: Scope| rules::of(&self.normals[i]).any(|it| it.scope == scope);
        let n = self.blocks.len();
        let has_thread = || (i + 1..n.min(i + 1 + MAX_TO_THREAD)).any(|i| is(i, Scope::Thread));
        let is_last = || (i + 1..n).all(|i| !self.prose[i] || self.rules[i].is_some());
        is(i, Scope::Section) && (has_thread() || (self.rules[i] == Some(COMMENTS) && is_last()))
    }

    /// Times of day on lines of their own, as live blogs stamp their posts with.
    pub(super) fn mark_live_times(&mut self) {
        let is_time = |i: &usize| TIME_OF_DAY.is_match(self.block(*i));
        let times: Vec<usize> = (0..self.blocks.len()).filter(is_time).collect();
        let are_posts = times.windows(2).all(|it| it[0] + 1 < it[1]);
        if 2 < times.len() && are_posts {
            times.into_iter().for_each(|i| self.rules[i] = Some(LIVE_TIME));
        }
    }

    /// Sentences of the article that stand once more in large letters between its paragraphs.
    pub(super) fn mark_pull_quotes(&mut self) {
        for i in 0..self.blocks.len() {
            let block = self.block(i);
            let words = block.trim_matches(['“', '”', '"', '»', '«', '.', ',', '…']);
            let n_words = lines::n_words(words, 41);
            let is_quote = block.starts_with(['“', '"', '«', '„']) && (4..=40).contains(&n_words);
            let holds = |other: usize| {
                other != i
                    && self.prose[other]
                    && block.len() < self.block(other).len()
                    && self.block(other).contains(words)
            };
            if is_quote
                && self.rules[i].is_none()
                && Some(i) != self.headline
                && (i.saturating_sub(30)..self.blocks.len().min(i + 30)).any(holds)
            {
                self.rules[i] = Some(PULL_QUOTE);
            }
        }
    }

    /// The last paragraphs, as long as they tell whom to write to or who wrote the article.
    pub(super) fn mark_last_paragraphs(&mut self) {
        loop {
            let mut prose = self.prose();
            let (Some(last), Some(_)) = (prose.next_back(), prose.next()) else { return };
            drop(prose);
            let mut found = rules::of(&self.normals[last]);
            let is_owned = self.block(last).contains('©');
            let is_peeled =
                |it: &Rule| PEELED.contains(&it.name) || (is_owned && it.name == "copyright");
            let Some(rule) = found.find(is_peeled) else { return };
            drop(found);
            self.rules[last] = Some(rule.name);
        }
    }

    /// A writer's name behind the article begins a box about the writer, and so does a last
    /// paragraph that begins "NAME is …".
    pub(super) fn mark_author_box(&mut self) {
        let author = self.known.author.or(self.said.author.as_deref()).map(rules::normal);
        let Some(author) = author else { return };
        let Some(last) = self.prose().next_back() else { return };
        let is_about = |normal: &str| is_about(normal.strip_prefix(author.as_str()).unwrap_or(""));
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
        let Some(mut start) = (from..self.blocks.len()).find(begins) else { return };
        while 0 < start && self.tells_of_somebody(start - 1) {
            start -= 1;
        }
        let is_heading =
            |i: &usize| self.edge_rule(*i, true).is_some_and(|it| it.scope == Scope::Heading);
        let end = (start + 1..self.blocks.len()).find(is_heading).unwrap_or(self.blocks.len());
        for i in start..end {
            self.rules[i].get_or_insert(AUTHOR_BOX);
        }
    }

    /// Whether a line above a writer's box is one of somebody else: "NAME (71) is professor of …".
    fn tells_of_somebody(&self, i: usize) -> bool {
        let block = self.block(i);
        let name = block.split(" is ").next().unwrap_or("");
        let name = name.split(['(', ',']).next().unwrap_or("").trim();
        let offices = ["a", "an", "the", "professor", "director", "editor", "author", "head"];
        let office = block.split(" is ").nth(1).and_then(|it| it.split(' ').next());
        Some(i) != self.headline
            && writers::is_name(name)
            && office.is_some_and(|it| offices.contains(&it))
    }

    pub(super) fn mark_edges(&mut self) {
        let below = |i: &usize| self.headline.is_none_or(|headline| headline < *i);
        let Some(first) = self.prose().find(below) else { return };
        let last = self.prose().next_back().unwrap_or(first);
        self.mark_head(first);
        self.mark_foot(last);
        self.mark_teasers(first, last);
    }

    /// Lines above the headline are a page's own, and below it what the list says.
    fn mark_head(&mut self, first: usize) {
        let is_top =
            |i: &usize| Some(*i) == self.headline || self.rules[*i] == Some(REPEATED_HEADLINE);
        let top = (0..first).find(is_top).unwrap_or(0);
        for i in 0..first {
            if self.rules[i].is_some() || Some(i) == self.headline {
                continue;
            }
            self.rules[i] = if i < top && self.is_label(i) {
                let is_name = self.is_source(i) || outlet::masthead(self.block(i)).is_some();
                Some(if is_name { SITE_NAME } else { MENU })
            } else {
                self.edge_rule(i, false).map(|it| it.name)
            };
        }
        self.mark_counts(0, first);
    }

    /// Below the last paragraph the list is in force; a heading takes what stands below it, and
    /// below a line that stands at the end of articles only, what is no sentence goes too.
    fn mark_foot(&mut self, last: usize) {
        let mut section = None;
        let mut has_ended = false;
        for i in last + 1..self.blocks.len() {
            if Some(i) == self.headline {
                continue;
            }
            if self.rules[i].is_none() {
                let found = self.edge_rule(i, true);
                section = match found {
                    Some(rule) if rule.scope == Scope::Heading => Some(rule.name),
                    _ => section,
                };
                let below = || has_ended && self.is_label(i) && !lines::is_item(self.block(i));
                self.rules[i] = match found {
                    Some(rule) => Some(rule.name),
                    None => section.or_else(|| below().then_some(FOOTER)),
                };
            }
            has_ended |= self.rules[i].is_some_and(|it| ENDS.contains(&it));
        }
        self.mark_counts(last + 1, self.blocks.len());
    }

    /// The rule of the list for a line of an edge.
    fn edge_rule(&self, i: usize, is_foot: bool) -> Option<Rule> {
        let listed = rules::of(&self.normals[i]).find(|it| match it.scope {
            Scope::Edge => true,
            Scope::Heading => is_foot,
            Scope::Anywhere | Scope::Section | Scope::Thread => false,
        });
        let edge = |name| Rule { name, scope: Scope::Edge };
        listed
            .or_else(|| self.is_source(i).then_some(edge(SITE_NAME)))
            .or_else(|| self.is_foreign(i).then_some(edge(MENU)))
    }

    /// Numbers of shares or comments, next to a line that is furniture.
    fn mark_counts(&mut self, start: usize, end: usize) {
        let is_count = |block: &str| {
            let number = block.trim_matches(['(', ')', '+']);
            !number.is_empty()
                && number.len() <= 7
                && number
                    .chars()
                    .all(|it| it.is_ascii_digit() || matches!(it, '.' | ',' | 'k' | 'K'))
        };
        for i in start..end {
            let neighbour = |at: Option<usize>| {
                at.and_then(|at| self.rules.get(at)).is_some_and(Option::is_some)
            };
            let next_to = neighbour(i.checked_sub(1)) || neighbour(Some(i + 1));
            if self.rules[i].is_none() && next_to && is_count(self.block(i)) {
                self.rules[i] = Some("share");
            }
        }
    }

    /// Headlines of other articles under a label, between the paragraphs.
    fn mark_teasers(&mut self, first: usize, last: usize) {
        let mut i = first + 1;
        while i < last {
            let is_label = self.rules[i].is_none_or(|it| it == RELATED)
                && lines::n_words(self.block(i), 7) < 7
                && rules::of(&self.normals[i])
                    .any(|it| it.scope == Scope::Heading && it.name == RELATED);
            let is_teaser = |i: &usize| {
                self.rules[*i].is_none()
                    && self.is_label(*i)
                    && 2 < lines::n_words(self.block(*i), 3)
            };
            let n = (i + 1..last).take_while(is_teaser).count();
            if is_label && 0 < n {
                // Headlines are long; a short line behind them is the subhead of what follows.
                let is_short = |i: usize| lines::n_words(self.block(i), 5) < 5;
                let has_subhead = 1 < n && is_short(i + n) && !is_short(i + n - 1);
                let end = i + n - usize::from(has_subhead);
                (i..=end).for_each(|i| self.rules[i] = Some(RELATED));
                i = end;
            }
            i += 1;
        }
    }

    /// Whether a line is short and no sentence.
    fn is_label(&self, i: usize) -> bool {
        !self.prose[i] && lines::n_words(self.block(i), 19) < 19 && !ends_sentence(self.block(i))
    }

    fn is_source(&self, i: usize) -> bool {
        self.known.source.is_some_and(|it| rules::normal(it) == self.normals[i])
    }

    /// Whether a line is written in other letters than the article.
    fn is_foreign(&self, i: usize) -> bool {
        let is_latin = |text: &str| {
            let letters = || text.chars().filter(|it| it.is_alphabetic()).take(400);
            let n_latin = letters().filter(|it| *it < '\u{250}').count();
            let n = letters().count();
            (0 < n).then_some(n < 2 * n_latin)
        };
        let line = is_latin(self.block(i));
        let longest = self.prose().find_map(|i| is_latin(self.block(i)));
        line.is_some() && longest.is_some() && line != longest
    }
}

/// Whether what follows a name begins to tell about its bearer.
fn is_about(rest: &str) -> bool {
    let verbs = [
        " is ",
        " was ",
        " writes ",
        " covers ",
        " reports ",
        " teaches ",
        " has ",
        " edits ",
        " leads ",
        " works ",
    ];
    verbs.iter().any(|it| rest.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::super::clean::{Known, clean};
    use crate::input::DateOrder;

    const BODY: &str = "The ferry to the island will sail twice a day from Monday, the council said, after a winter \
        in which it had not sailed at all for eleven weeks.\n\
        Nobody on the quay believed it. The last three promises, an old sailor said, had been made \
        by the same people at the same table, and none of them had left the harbour.\n\
        A second boat is to be bought in spring, from money that the ministry has promised for the pier.\n";

    /// Rule and text of the lines that are cut.
    fn cut(text: &str) -> Vec<(&'static str, &str)> {
        let known = Known {
            n_title: 0,
            furniture: &[],
            title: None,
            author: None,
            source: None,
            date_order: DateOrder::Unknown,
        };
        let cleaned = clean(text, &known, &[], &|_| false);
        cleaned.removals.into_iter().map(|it| (it.rule, &text[it.range])).collect()
    }

    #[test]
    fn lines_above_the_headline_are_the_page_s() {
        let text =
            format!("Harbour Ledger\nTides\nFish\nA ferry that sails at last in winter\n{BODY}");
        let expected = [("site_name", "Harbour Ledger"), ("menu", "Tides"), ("menu", "Fish")];
        assert_eq!(cut(&text), expected);
    }

    #[test]
    fn comments_are_cut_with_their_prose_where_a_thread_follows() {
        let thread = "I have waited for this boat for all my life, and so has my mother.";
        let again = "The boat has waited for me, and I came late as I have always done.";
        let text =
            format!("{BODY}2 comments\nsailor_7\n2 days ago\n{thread}\nReply\nquay\n{again}\n");
        let found = cut(&text);
        assert_eq!(found.len(), 7);
        assert!(found.iter().all(|it| it.0 == "comments"), "{found:?}");
        let text = format!("{BODY}Reactions\n{thread}\n{again}\n");
        assert_eq!(cut(&text), []);
    }

    #[test]
    fn headlines_under_a_label_are_teasers_and_a_subhead_behind_them_is_none() {
        let text = format!(
            "{BODY}Related articles\nA pier that nobody wanted to have\n\
             Fish prices fall for a third week\nThe second boat\n\
             It will be blue, the council said, and it will have a roof and a small kitchen.\n"
        );
        let found: Vec<_> = cut(&text).into_iter().map(|it| it.1).collect();
        let teasers = ["A pier that nobody wanted to have", "Fish prices fall for a third week"];
        assert_eq!(found, [&["Related articles"], &teasers[..]].concat());
    }

    #[test]
    fn labels_below_a_line_that_ends_articles_go_and_sentences_stay() {
        let text = format!("{BODY}Share\nHarbour office\n“It sails,” he said.\n");
        assert_eq!(cut(&text), [("share", "Share"), ("footer", "Harbour office")]);
        let text = format!("{BODY}Ferry: Anna Holm\nCrew: four\n");
        assert_eq!(cut(&text), []);
    }

    #[test]
    fn stamps_of_a_live_blog_and_sentences_in_large_letters_are_cut() {
        let text = format!(
            "{BODY}9.10am\nFog\n9.40am\nSun\n10.15am\nThe boat is back at the quay now, and so are all of us who sailed.\n"
        );
        assert_eq!(cut(&text).into_iter().filter(|it| it.0 == "live_time").count(), 3);
        let quote = "“We were told that the boat would come”";
        let text =
            format!("{BODY}{quote}\nThe mayor spoke. {quote}, he said, to nobody in the room.\n");
        assert_eq!(cut(&text), [("pull_quote", quote)]);
    }
}
