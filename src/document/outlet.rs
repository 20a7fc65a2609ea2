//! Which outlet a page names as its own: masthead and copyright line.

use std::sync::LazyLock;

use regex::Regex;

use super::clean::Sorting;
use super::lines::single_spaced;
use super::rules::{self, AUTHOR_BOX, FOOTER};

/// Nouns that outlets are named by and little else is.
const NOUNS: &[&str] = &[
    "advertiser",
    "argus",
    "chronicle",
    "courant",
    "courier",
    "dispatch",
    "echo",
    "enquirer",
    "examiner",
    "gazette",
    "gazeta",
    "gazzetta",
    "globe",
    "guardian",
    "herald",
    "inquirer",
    "intelligencer",
    "journal",
    "ledger",
    "mercury",
    "messenger",
    "mirror",
    "monitor",
    "newspaper",
    "observer",
    "picayune",
    "post",
    "sentinel",
    "standard",
    "telegraph",
    "times",
    "tribune",
    "zeitung",
];

/// Nouns that outlets are named by, and other things too: something else must bear the name out.
const COMMON_NOUNS: &[&str] = &[
    "bulletin",
    "business",
    "citizen",
    "commercial",
    "daily",
    "digest",
    "express",
    "independent",
    "leader",
    "letter",
    "magazine",
    "mail",
    "media",
    "news",
    "online",
    "packet",
    "pilot",
    "press",
    "radio",
    "record",
    "register",
    "reporter",
    "republic",
    "review",
    "science",
    "star",
    "sun",
    "today",
    "tv",
    "union",
    "voice",
    "weekly",
    "wire",
    "world",
];

/// Words of mottos by which a page tells that it is an outlet's.
const MOTTO_WORDS: &[&str] =
    &["daily", "independent", "journalism", "magazine", "news", "paper", "reporting", "weekly"];

/// Longest name of an outlet, in words.
const MAX_WORDS: usize = 6;

/// A copyright line, and the name behind the sign and the years.
static COPYRIGHT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:copyright ?©?|©(?: copyright)?|\(c\))[ ,]*(?:[0-9]{4}(?: ?[-–] ?[0-9]{4})?)?[ ,]*(?:by )?(?P<name>\p{L}[^.,|·©]*)",
    )
});

/// A line that says where a page was printed or copied from.
static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:This (?:article|story|page) was )?(?:[Pp]rinted|[Dd]ownloaded) from (?P<name>\p{Lu}.*?)(?: on .*| at .*)?$",
    )
});

/// What stands behind the name of a company.
static COMPANY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:[ ,]+(?:[0-9]{4}.*|or its .*|and its .*|all rights reserved.*|for personal .*|pvt\.?|ltd\.?|limited|llc|inc\.?|plc|gmbh|co\.?|corp\.?|company|group|holdings?))+$",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of outlets are constant and valid")
}

/// The outlet's name in a line at the top of a page: the whole line, or what stands before a dash or
/// dot and a motto. `None` where the line does not look like a name with an outlet's noun in it.
pub(super) fn masthead(line: &str) -> Option<&str> {
    let line = line.trim();
    let name = without_motto(line);
    let motto = line[name.len()..].to_lowercase();
    let is_told = MOTTO_WORDS.iter().any(|it| motto.contains(it));
    let is_name = has_noun(name, NOUNS) || (is_told && has_noun(name, COMMON_NOUNS));
    (is_title_cased(name) && is_name).then_some(name)
}

/// A name less the motto behind it.
fn without_motto(line: &str) -> &str {
    [" — ", " – ", " - ", " · ", " | ", ": "]
        .iter()
        .filter_map(|it| line.split_once(it))
        .find(|(_, motto)| motto.trim_start().starts_with(char::is_lowercase))
        .map_or(line, |it| it.0.trim())
}

/// Whether a text holds two to six words with capitals, small words of names between them.
fn is_title_cased(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_small = |it: &&&str| ["of", "the", "and", "for", "&", "de", "la"].contains(*it);
    let is_capital = |it: &&&str| it.starts_with(char::is_uppercase);
    (2..=MAX_WORDS).contains(&words.len())
        && words.iter().all(|it| is_capital(&it) || is_small(&it))
        && words.first().is_some_and(|it| is_capital(&it))
        && name.chars().all(|it| it.is_alphanumeric() || " '’-&.".contains(it))
        && !name.ends_with('.')
}

/// Whether one of the words, or a part of a word with a hyphen, is such a noun; but for the first, unless
/// that is an article.
fn has_noun(name: &str, nouns: &[&str]) -> bool {
    let name = name.strip_prefix("The ").unwrap_or(name).to_lowercase();
    let n_words = name.split_whitespace().count();
    let words = name.split([' ', '-']).enumerate();
    let is_noun = |it: &str| nouns.contains(&it.trim_end_matches("'s"));
    words.filter(|(i, it)| (0 < *i || n_words == 1) && is_noun(it)).count() > 0
        && !rules::is_listed(&name)
}

impl Sorting<'_> {
    /// The outlet that the page names as its own, where that is certain: a masthead above the headline
    /// with an outlet's noun in it, or a line above it that the copyright line or a credit names too,
    /// or a copyright line with an outlet's name.
    pub(super) fn outlet(&self) -> Option<String> {
        let first = self.prose().next().unwrap_or(self.blocks.len());
        let top = self.headline.unwrap_or(first).min(first);
        let owner = self.owner();
        let head = (0..top).map(|i| without_motto(self.block(i)));
        let is_owner = |name: &str| {
            let owner = owner.as_deref().unwrap_or("").to_lowercase();
            let name = name.to_lowercase();
            let name = name.strip_prefix("the ").unwrap_or(&name);
            4 < name.len() && owner.strip_prefix("the ").unwrap_or(&owner).starts_with(name)
        };
        let named = head.clone().find(|it| is_title_cased(it) && is_owner(it));
        let named = named.or_else(|| (0..top).find_map(|i| masthead(self.block(i))));
        let named = named.or_else(|| {
            head.clone().find(|it| {
                is_title_cased(it) && has_noun(it, COMMON_NOUNS) && self.is_borne_out(it)
            })
        });
        let named = named
            .or_else(|| self.named_in_credit())
            .or_else(|| self.named_below())
            .or_else(|| self.named_twice(top));
        let name = named.map(str::to_owned).or_else(|| {
            owner.filter(|it| {
                is_title_cased(it) && (has_noun(it, NOUNS) || has_noun(it, COMMON_NOUNS))
            })
        });
        name.map(|it| single_spaced(&it))
    }

    /// The outlet behind the writer's own name in the credit of a photograph.
    fn named_in_credit(&self) -> Option<&str> {
        let author = self.known.author.or(self.said.author.as_deref())?;
        let first = author.split(" and ").next()?;
        let credits = (0..self.blocks.len()).filter(|&i| self.rules[i] == Some("photo_credit"));
        credits.filter_map(|i| self.block(i).rsplit_once('/')).find_map(|(credit, name)| {
            credit.trim_end().ends_with(first).then(|| masthead(name)).flatten()
        })
    }

    /// An outlet's name on a line of its own among the lines that tell whom to write to.
    fn named_below(&self) -> Option<&str> {
        let below = (0..self.blocks.len())
            .filter(|&i| matches!(self.rules[i], Some(AUTHOR_BOX | FOOTER | "contact")));
        below.map(|i| self.block(i)).find(|it| {
            is_title_cased(it)
                && (has_noun(it, NOUNS) || has_noun(it, COMMON_NOUNS))
                && self.is_borne_out(it)
        })
    }

    /// A name among the first lines that a line of furniture, such as a subscription's, names again.
    fn named_twice(&self, top: usize) -> Option<&str> {
        let rules_that_name = [
            AUTHOR_BOX,
            "contact",
            "copyright",
            "follow",
            "newsletter",
            "photo_credit",
            "subscribe",
        ];
        let is_named = |name: &str| {
            (0..self.blocks.len()).any(|i| {
                let block = self.block(i);
                let rest = block.len().saturating_sub(name.len());
                self.rules[i].is_some_and(|it| rules_that_name.contains(&it))
                    && 4 < rest
                    && block.contains(name)
            })
        };
        let first = (0..top.min(4)).filter(|&i| rules::of(&self.normals[i]).next().is_none());
        first.map(|i| self.block(i)).find(|it| is_title_cased(it) && is_named(it))
    }

    /// Whom the last copyright line names, or whom the page was printed from.
    fn owner(&self) -> Option<String> {
        let lines = || (0..self.blocks.len()).map(|i| self.block(i)).filter(|it| it.len() < 300);
        let printed = lines().find_map(|it| PRINTED.captures(it));
        let found = printed.or_else(|| lines().rev().find_map(|it| COPYRIGHT.captures(it)))?;
        let name = COMPANY.replace(found["name"].trim(), "");
        let name = name.trim().to_owned();
        (!name.is_empty()).then_some(name)
    }

    /// Whether a name of the masthead stands once more in the text, as a name does.
    fn is_borne_out(&self, name: &str) -> bool {
        let name = name.strip_prefix("The ").unwrap_or(name);
        self.text.match_indices(name).count() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masthead_is_a_name_with_an_outlets_noun() {
        assert_eq!(masthead("Harbour Ledger"), Some("Harbour Ledger"));
        assert_eq!(masthead("The Lowmark Ledger-Post"), Some("The Lowmark Ledger-Post"));
        assert_eq!(masthead("Lowmark Post — news from the coast"), Some("Lowmark Post"));
        assert_eq!(masthead("Coast Letter · a weekly for sailors"), Some("Coast Letter"));
        assert_eq!(masthead("Coast Letter · how it began"), None);
        for line in ["Local News", "Ledger of the drowned", "Post a comment", "The Harbour"] {
            assert_eq!(masthead(line), None, "{line}");
        }
    }

    #[test]
    fn a_copyright_line_names_its_owner_less_years_and_company() {
        let owner = |line: &str| {
            let found = COPYRIGHT.captures(line).expect("a copyright line");
            COMPANY.replace(found["name"].trim(), "").into_owned()
        };
        assert_eq!(owner("© 2025 Harbour Ledger. All rights reserved."), "Harbour Ledger");
        assert_eq!(owner("Copyright© 2026, Harbour Ledger Pvt Ltd."), "Harbour Ledger");
        assert_eq!(owner("© Harbour Ledger, 2019–2025."), "Harbour Ledger");
        assert_eq!(owner("(c) Harbour Ledger 2025"), "Harbour Ledger");
    }
}
