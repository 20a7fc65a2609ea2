//! The list of web furniture, compiled: a line in, the rule that removes it out.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};
use regex::bytes::RegexSet;

/// Where in an article a line must stand to be furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Anywhere.
    Anywhere,
    /// Before the first or after the last paragraph of prose.
    Edge,
    /// After the last paragraph of prose, where the lines below it go with it; inside the article
    /// it takes the headlines right below it.
    Heading,
    /// The heading of what readers wrote: everything below it goes with it.
    Section,
    /// Only below such a heading: it shows what stands there.
    Thread,
}

/// A rule that removes a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    /// Name of the rule, as the ledger shows it.
    pub(super) name: &'static str,
    /// Where the line must stand.
    pub(super) scope: Scope,
}

/// Rules that look at more than the line itself.
pub(super) const MENU: &str = "menu";
pub(super) const SITE_NAME: &str = "site_name";
pub(super) const RUNNING_HEAD: &str = "running_head";
pub(super) const BYLINE: &str = "byline";
pub(super) const REPEATED_HEADLINE: &str = "repeated_headline";
pub(super) const REPEATED_LINE: &str = "repeated_line";
pub(super) const RELATED: &str = "related";
pub(super) const AUTHOR_BOX: &str = "author_box";
pub(super) const COMMENTS: &str = "comments";
pub(super) const FOOTER: &str = "footer";
pub(super) const READING_TIME: &str = "reading_time";
pub(super) const LIVE_TIME: &str = "live_time";
pub(super) const PULL_QUOTE: &str = "pull_quote";

/// Lines longer than this many bytes are article text.
const MAX_LINE: usize = 400;

struct List {
    exact: HashMap<&'static str, Vec<Rule>>,
    patterns: Vec<(&'static str, Rule)>,
}

static LIST: LazyLock<List> = LazyLock::new(|| parse(include_str!("furniture.txt")));

/// The patterns of the list, on bytes: a class such as `[^ ]` takes the bytes of a character one by
/// one, which matches the same lines and compiles ten times faster at every start.
struct Patterns {
    rules: Vec<Rule>,
    set: RegexSet,
}

impl Patterns {
    fn new(form: impl Fn(&str) -> Option<String>) -> Self {
        let formed = LIST.patterns.iter().filter_map(|(it, rule)| Some((form(it)?, *rule)));
        let (patterns, rules): (Vec<String>, Vec<Rule>) = formed.unzip();
        let set = RegexSet::new(patterns).expect("the furniture patterns are constant and valid");
        Patterns { rules, set }
    }

    fn matches(&self, line: &[u8]) -> impl Iterator<Item = Rule> {
        self.set.matches(line).into_iter().map(|i| self.rules[i])
    }
}

/// Patterns of a whole line: most lines are done with after a few bytes.
static WHOLE: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(|it| (!it.starts_with(".*")).then(|| format!("(?-u)^(?:{it})$")))
});

/// Patterns that begin anywhere in a line. Searched for, and apart from the others, they take a
/// hundredth of the time.
static INSIDE: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns::new(|it| {
        let it = it.strip_prefix(".*")?;
        let open = it.strip_suffix(".*").map(|it| format!("(?-u)(?:{it})"));
        Some(open.unwrap_or_else(|| format!("(?-u)(?:{it})$")))
    })
});

fn parse(text: &'static str) -> List {
    let mut exact: HashMap<&'static str, Vec<Rule>> = HashMap::new();
    let mut patterns = Vec::new();
    let mut rule = Rule { name: "", scope: Scope::Edge };
    for line in text
        .lines()
        .map(str::trim)
        .filter(|it| !it.is_empty() && !it.starts_with("# ") && *it != "#")
    {
        if let Some((name, scope)) =
            line.strip_prefix('[').and_then(|it| it.strip_suffix(']')?.split_once(' '))
        {
            let scope = match scope {
                "anywhere" => Scope::Anywhere,
                "heading" => Scope::Heading,
                "section" => Scope::Section,
                "thread" => Scope::Thread,
                _ => Scope::Edge,
            };
            rule = Rule { name, scope };
        } else if let Some(pattern) = line.strip_prefix('/').and_then(|it| it.strip_suffix('/')) {
            patterns.push((pattern, rule));
        } else {
            exact.entry(line).or_default().push(rule);
        }
    }
    List { exact, patterns }
}

/// Names of all rules, in alphabetical order.
pub fn rule_names() -> Vec<&'static str> {
    let listed =
        LIST.exact.values().flatten().chain(LIST.patterns.iter().map(|it| &it.1)).map(|it| it.name);
    let mut names: Vec<_> = listed
        .chain([
            SITE_NAME,
            RUNNING_HEAD,
            BYLINE,
            REPEATED_HEADLINE,
            REPEATED_LINE,
            FOOTER,
            PULL_QUOTE,
        ])
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The rules that a line falls under, the one with the widest scope first.
pub(super) fn of(normal: &str) -> impl Iterator<Item = Rule> {
    let exact = LIST.exact.get(normal).map_or(&[][..], Vec::as_slice).iter().copied();
    let line = normal.as_bytes();
    exact.chain(WHOLE.matches(line)).chain(INSIDE.matches(line))
}

/// Whether the list has this very line.
pub(super) fn is_listed(normal: &str) -> bool {
    LIST.exact.contains_key(normal)
}

/// Whether a line is nothing but entries of menus, one after the other.
pub(super) fn is_menu(normal: &str) -> bool {
    let is_separator = |it: char| matches!(it, ' ' | '|' | '/' | '·');
    let is_entry = |words: &[&str]| match words {
        [word] => LIST.exact.contains_key(word),
        words => LIST.exact.contains_key(words.join(" ").as_str()),
    };
    // Whether the words up to each place are entries, entries of up to three words tried.
    let (mut words, mut fits) = (Vec::new(), vec![true]);
    for word in normal.split(is_separator).filter(|it| !it.is_empty()) {
        words.push(word);
        let end = words.len();
        let ends_here =
            (end.saturating_sub(3)..end).any(|start| fits[start] && is_entry(&words[start..end]));
        fits.push(ends_here);
        if !fits[end.saturating_sub(2)..].contains(&true) {
            return false;
        }
    }
    2 < words.len() && fits[words.len()] && !LIST.exact.contains_key(normal)
}

/// A line as the list writes it; empty for a line that is too long to be furniture.
pub(super) fn normal(line: &str) -> String {
    if MAX_LINE < line.len() {
        return String::new();
    }
    let bullets = |it: char| it.is_whitespace() || "•▪◦‣*·○●|>»›→←<«‹\u{200B}\u{FEFF}".contains(it);
    let line = line.trim_matches(bullets);
    let line = line.strip_prefix(['-', '–', '—']).map_or(line, str::trim_start);
    let mut normal = if is_plain(line) { line.to_owned() } else { straight_words(line) };
    if normal.is_ascii() {
        normal.make_ascii_lowercase();
    } else {
        normal = normal.to_lowercase();
    }
    // The marks of an agency's end are nothing but hyphens and stars.
    if normal.is_empty() {
        line.trim().to_owned()
    } else {
        normal.truncate(normal.trim_end_matches(':').trim_end().len());
        normal
    }
}

/// Whether a line holds single spaces and no white space beside, and nothing beyond ASCII.
fn is_plain(line: &str) -> bool {
    let mut before = b'x';
    line.bytes().all(|byte| {
        let is_plain = byte.is_ascii_graphic() || (byte == b' ' && before != b' ');
        before = byte;
        is_plain
    })
}

/// Words with single spaces between them, and straight quotation marks.
fn straight_words(line: &str) -> String {
    let mut normal = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        for character in word.chars() {
            normal.push(match character {
                '’' | '‘' | 'ʼ' => '\'',
                '“' | '”' => '"',
                other => other,
            });
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(line: &str) -> Option<&'static str> {
        of(&normal(line)).next().map(|it| it.name)
    }

    #[test]
    fn furniture_is_told_by_its_whole_line() {
        for (line, name) in [
            ("  • Subscribe", "subscribe"),
            ("Reading time: 5 min", "reading_time"),
            ("4 min read", "reading_time"),
            ("Share on Facebook", "share"),
            ("Facebook | Twitter | LinkedIn", "share"),
            ("1.2K shares", "share"),
            ("Photo: Osterland Press Agency / A. Writer", "photo_credit"),
            ("(Photo by A. Writer)", "photo_credit"),
            ("We use cookies to improve your experience. Accept all?", "cookies"),
            ("Sign up for our weekly newsletter and never miss a story", "newsletter"),
            ("Comments (12)", "comments"),
            ("ADVERTISEMENT", "advertisement"),
            ("Read more: The harbour that nobody wanted", "related"),
            ("© 2025 Harbour Ledger. All rights reserved.", "copyright"),
            ("This material may not be published, broadcast or rewritten.", "copyright"),
            ("Continue reading your article with a subscription", "subscribe"),
            ("You have 2 free articles left this month.", "subscribe"),
            ("£2 for 6 weeks, then £9 a month. Cancel anytime.", "subscribe"),
            ("We and our 90 partners store and access information on a device", "cookies"),
            ("Please accept marketing cookies to watch this film.", "cookies"),
            ("A quay at dawn. Photograph: A. Writer/Harbour Ledger", "photo_credit"),
            ("The old pier. | Photo Credit: A. B. Writer", "photo_credit"),
            ("Listen to this article · 4:10 min", "player"),
            ("Просмотров: 310", "player"),
            ("Last updated at 9.40am GMT", "live_time"),
            ("Follow our coverage on Telegram", "follow"),
            ("Your story continues below the ad", "advertisement"),
            ("- ENDS -", "agency_end"),
            ("Tel. +44 20 5550 0101", "contact"),
            ("newsdesk@harbourledger.example", "contact"),
            ("For immediate release", "contact"),
            ("Notes to editors", "contact"),
            ("The writer teaches history in Lowmark.", "author_box"),
            ("Also in today's paper", "related"),
            ("Читайте также", "related"),
        ] {
            assert_eq!(rule(line), Some(name), "{line}");
        }
    }

    #[test]
    fn a_row_of_menu_entries_is_told_from_a_headline() {
        assert!(is_menu(&normal("About us Research Events Donate")));
        assert!(is_menu(&normal("NEWS ANALYSIS VIDEO PODCASTS")));
        assert!(is_menu(&normal("Home | World news | Opinion")));
        assert!(!is_menu(&normal("World news is bad news for Lowmark")));
        assert!(!is_menu(&normal("Analysis")));
    }

    #[test]
    fn sentences_of_articles_are_no_furniture() {
        for line in [
            "Share of trade is where the gap is widest.",
            "Comments from those who were in the room differ.",
            "Photo opportunities come and go; the annex stays.",
            "He called it an advertisement for peace.",
            "Close to the border, the mood is another.",
            "The image of the two leaders travelled around the world.",
            "Video links to the summit failed twice.",
            "Read in Moscow, the communiqué sounds different.",
            "Ends and means are rarely so far apart.",
            "• cold storage",
            "The photos were taken without the consent of the family.",
            "The daily ferry runs every Monday.",
            "Follow the money on its way to the coast.",
            "Use of plastic bags is prohibited at the market.",
            "$300 a month is what they pay for a bed.",
            "Wait, he said, until the tide has turned.",
            "He holds a share of the company in trust.",
            "Join the queue at the quay before six.",
            "By signing the annex the port gave up its tolls.",
            "The agency may process personal data of all who land.",
            "Powered by the sun, the ferry crosses in an hour.",
            "War and money",
        ] {
            assert_eq!(rule(line), None, "{line}");
        }
    }
}
