//! What an entry looks for, ready to be compiled: no names of classes, no brackets.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::word::WordPattern;
use crate::document::Zone;

/// One item of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As it is written: the pattern, or the whole table of an entry without one.
    pub text: String,
    /// What it looks for.
    pub rule: Rule,
    /// What a hit of it is worth in a weighted score.
    pub weight: f64,
    /// What its author says of it.
    pub comment: String,
    /// Whether it is there because a descendant of the frame has it.
    pub is_inherited: bool,
    /// Line of its file, from 1.
    pub line: usize,
}

impl Entry {
    /// An entry without options.
    pub fn of(text: &str, rule: Rule, line: usize) -> Entry {
        let (text, comment) = (text.to_owned(), String::new());
        Entry { text, rule, weight: 1.0, comment, is_inherited: false, line }
    }
}

/// What an entry looks for, and where a match does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    /// What it looks for.
    pub target: Target,
    /// Within what all of it must stand.
    pub same: Same,
    /// No match counts that shares a word with one of these.
    pub not: Vec<Phrases>,
    /// No match counts that one of these stands before, with at most `reach` words between.
    pub before: Vec<Phrases>,
    /// No match counts that one of these stands behind, with at most `reach` words between.
    pub after: Vec<Phrases>,
    /// Most words between a match and what stands before or behind it.
    pub reach: u32,
    /// No match counts in a sentence (or paragraph) that holds one of these.
    pub unless: Vec<Phrases>,
    /// Zones in which matches count; empty: all.
    pub zones: Vec<Zone>,
    /// Whose words count.
    pub voice: Option<Whose>,
    /// What becomes of a match behind a negator; `None`: what the settings say.
    pub negation: Option<Denied>,
}

/// What an entry looks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Parts with at most `within` words between each two neighbours; often one part.
    Pattern {
        /// The parts.
        parts: Vec<Phrases>,
        /// Most words between two neighbours.
        within: u32,
        /// Whether the parts may stand in any order.
        any_order: bool,
    },
    /// Several things in one sentence (or paragraph).
    CoMention {
        /// All of these,
        all_of: Vec<Phrases>,
        /// and some of these:
        any_of: Vec<Phrases>,
        /// so many different ones.
        at_least: u32,
    },
}

/// Rows of consecutive words, each of which will do: a pattern with its alternatives spelled out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrases(pub Vec<Vec<Step>>);

impl Phrases {
    /// Words of all rows, each alternative counted; those of phrases of classes are not.
    pub fn n_words(&self) -> usize {
        self.0.iter().flatten().map(|it| it.words.len()).sum()
    }

    /// Most words that a row may take; 0 without rows.
    pub fn longest(&self) -> usize {
        let longest = |row: &Vec<Step>| row.iter().map(Step::longest).sum();
        self.0.iter().map(longest).max().unwrap_or(0)
    }
}

/// What will do at one place of a row.
#[derive(Clone, Debug)]
pub struct Step {
    /// Word patterns, ascending, each of which will do.
    pub words: Arc<[WordPattern]>,
    /// The phrases of a class that will do as well, of two words and more; made of words only.
    pub phrases: Option<Arc<Phrases>>,
}

impl Step {
    /// A step of words.
    pub fn of(words: impl Into<Arc<[WordPattern]>>) -> Step {
        Step { words: words.into(), phrases: None }
    }

    /// Most words that it may take.
    pub fn longest(&self) -> usize {
        self.phrases.as_deref().map_or(1, Phrases::longest)
    }

    /// Where its words and its phrases stand in memory: steps of one class share the place.
    pub fn place(&self) -> [usize; 2] {
        let phrases = self.phrases.as_ref().map_or(0, |it| Arc::as_ptr(it).addr());
        [self.words.as_ptr().addr(), phrases]
    }
}

// Steps of one class need not be looked into.

impl Ord for Step {
    fn cmp(&self, other: &Step) -> Ordering {
        if self.place() == other.place() {
            return Ordering::Equal;
        }
        self.words.cmp(&other.words).then_with(|| self.phrases.cmp(&other.phrases))
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Step) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Step {
    fn eq(&self, other: &Step) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Step {}

impl Hash for Step {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.words.hash(state);
    }
}

/// Within what all of an entry must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Same {
    /// One sentence.
    #[default]
    Sentence,
    /// One paragraph.
    Paragraph,
}

/// Whose words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The article's own, those set in quotation marks included.
    Outlet,
    /// Those in quotations.
    Quoted,
}

/// What becomes of a match behind a negator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Denied {
    /// It counts, whatever the settings say.
    Keep,
    /// It does not count.
    Drop,
    /// It alone counts.
    Only,
}

impl Target {
    /// All phrases that it asks for.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrases> {
        let (first, second): (&[Phrases], &[Phrases]) = match self {
            Target::Pattern { parts, .. } => (parts, &[]),
            Target::CoMention { all_of, any_of, .. } => (all_of, any_of),
        };
        first.iter().chain(second)
    }

    /// Words of all phrases, each alternative counted.
    pub fn n_words(&self) -> usize {
        self.phrases().map(Phrases::n_words).sum()
    }
}

impl Rule {
    /// A rule that asks for nothing but its target.
    pub fn of(target: Target) -> Rule {
        Rule {
            target,
            same: Same::Sentence,
            not: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            reach: 0,
            unless: Vec::new(),
            zones: Vec::new(),
            voice: None,
            negation: None,
        }
    }

    /// All phrases that it asks for or excludes.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrases> {
        let exclusions = [&self.not, &self.before, &self.after, &self.unless];
        self.target.phrases().chain(exclusions.into_iter().flatten())
    }

    /// Words of all phrases, each alternative counted.
    pub fn n_words(&self) -> usize {
        self.phrases().map(Phrases::n_words).sum()
    }

    /// The phrases of a rule that asks for nothing else.
    pub fn plain(&self) -> Option<&Phrases> {
        let Target::Pattern { parts, .. } = &self.target else { return None };
        let [phrases] = parts.as_slice() else { return None };
        let lists = [&self.not, &self.before, &self.after, &self.unless];
        let is_free = lists.iter().all(|it| it.is_empty())
            && self.zones.is_empty()
            && self.voice.is_none()
            && self.negation.is_none();
        is_free.then_some(phrases)
    }
}
